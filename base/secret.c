#include "base/secret.h"

#include "base/env.h"
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* ---- Tokens ---- */

void secret_token_text(const uint8_t token[TOKEN_BYTES], char out[TOKEN_CHARS + 1])
{
    _Static_assert(sodium_base64_ENCODED_LEN(
                       TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == TOKEN_CHARS + 1,
                   "with its NUL");
    sodium_bin2base64(out, TOKEN_CHARS + 1, token, TOKEN_BYTES,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool secret_token_read(const char *text, uint8_t out[TOKEN_BYTES])
{
    size_t length = 0;
    return strlen(text) == TOKEN_CHARS &&
           sodium_base642bin(out, TOKEN_BYTES, text, TOKEN_CHARS, NULL, &length, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           length == TOKEN_BYTES;
}

bool secret_is_same(const char *a, const char *b)
{
    size_t length = strlen(a);
    return strlen(b) == length && sodium_memcmp(a, b, length) == 0;
}

/* ---- Signs ---- */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char secret_sign(unsigned value)
{
    g_assert(value < 32);
    return alphabet[value];
}

int secret_sign_value(char sign)
{
    char upper = g_ascii_toupper(sign);
    if (upper == 'O')
        upper = '0';
    if (upper == 'I' || upper == 'L')
        upper = '1';
    const char *at = upper != '\0' ? strchr(alphabet, upper) : NULL;
    return at != NULL ? (int)(at - alphabet) : -1;
}

unsigned secret_check_value(const unsigned *values, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum = (sum ^ values[i]) << 1;
        if ((sum & 32U) != 0)
            sum ^= 37U; /* x^5 + x^2 + 1 */
    }
    return sum;
}

/* ---- Files of keys ---- */

enum { HEX_CHARS = 2 * SECRET_KEY_BYTES, FILE_BYTES_MOST = HEX_CHARS + 1 };

static bool fail(const char *sentence, const char *path, const char *why, GError **error)
{
    g_autofree char *message = text_fill(sentence, "file", path, "why", why, NULL);
    error_set(error, ERROR_FILE, "%s", message);
    return false;
}

/* The first n bytes of a file; -1 and errno when it cannot be read, fewer when it is shorter. */
static ssize_t read_start(const SecretFile *kind, const char *path, char *to, size_t n)
{
    auto_close int fd = open(path, O_RDONLY | O_CLOEXEC | (kind->may_be_link ? 0 : O_NOFOLLOW));
    size_t length = 0;
    while (fd >= 0 && length < n) {
        ssize_t more = read(fd, to + length, n - length);
        if (more == 0)
            return (ssize_t)length;
        if (more < 0 && errno != EINTR)
            return -1;
        length += more > 0 ? (size_t)more : 0;
    }
    return fd >= 0 ? (ssize_t)length : -1;
}

/* Make the file of a new key, unless there is one by now. */
static bool make_file(const SecretFile *kind, const char *path)
{
    uint8_t key[SECRET_KEY_BYTES];
    char words[FILE_BYTES_MOST + 1];
    env_random(key, sizeof key);
    if (kind->is_hex) {
        sodium_bin2hex(words, sizeof words, key, sizeof key);
        words[HEX_CHARS] = '\n';
    } else {
        memcpy(words, key, sizeof key);
    }
    g_autoptr(GBytes) bytes =
        g_bytes_new_static(words, kind->is_hex ? FILE_BYTES_MOST : SECRET_KEY_BYTES);
    bool is_there = file_make(path, bytes) || errno == EEXIST;
    int why = errno;
    sodium_memzero(key, sizeof key);
    sodium_memzero(words, sizeof words);
    errno = why;
    return is_there;
}

/* The key in the first bytes of its file. */
static bool take_key(const SecretFile *kind, const char *words, uint8_t out[SECRET_KEY_BYTES])
{
    size_t n = 0;
    if (kind->is_hex)
        return sodium_hex2bin(out, SECRET_KEY_BYTES, words, HEX_CHARS, NULL, &n, NULL) == 0 &&
               n == SECRET_KEY_BYTES;
    memcpy(out, words, SECRET_KEY_BYTES);
    return true;
}

bool secret_key_load(const SecretFile *kind, const char *path, uint8_t out[SECRET_KEY_BYTES],
                     GError **error)
{
    size_t wanted = kind->is_hex ? HEX_CHARS : SECRET_KEY_BYTES;
    char words[FILE_BYTES_MOST];
    ssize_t n = read_start(kind, path, words, wanted);
    if (n < 0 && errno == ENOENT) {
        if (!make_file(kind, path))
            return fail(kind->not_made, path, g_strerror(errno), error);
        n = read_start(kind, path, words, wanted);
    }
    if (n < 0)
        return fail(kind->not_read, path, g_strerror(errno), error);
    bool is_key = (size_t)n == wanted && take_key(kind, words, out);
    sodium_memzero(words, sizeof words);
    return is_key || fail(kind->not_a_key, path, "", error);
}
