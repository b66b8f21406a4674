#include "forms/survey/receipt.h"
#include "base/env.h"
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { CODE_CHARS = 10, GROUP_CHARS = 5, KEY_FILE_BYTES = 2 * RECEIPT_KEY_BYTES + 1 };

/* Crockford's base 32. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The value of a character, with the look-alikes; -1 when it is none. */
static int value_of(char c)
{
    char upper = g_ascii_toupper(c);
    if (upper == 'O')
        upper = '0';
    if (upper == 'I' || upper == 'L')
        upper = '1';
    const char *at = upper != '\0' ? strchr(alphabet, upper) : NULL;
    return at != NULL ? (int)(at - alphabet) : -1;
}

/* Twice a value in the field of 32 elements, modulo x^5 + x^2 + 1. */
static unsigned twice(unsigned value)
{
    value <<= 1;
    return value & 32 ? value ^ 37 : value;
}

/* The value that checks those of a code: the sum of each times a power of two that grows from the end. */
static unsigned check_of(const unsigned values[CODE_CHARS - 1])
{
    unsigned sum = 0;
    for (size_t i = 0; i < CODE_CHARS - 1; i++)
        sum = twice(sum ^ values[i]);
    return sum;
}

void receipt_derive(const ReceiptKey *key, const char *survey, const char *serial,
                    char out[RECEIPT_CODE_BYTES])
{
    unsigned char hash[crypto_generichash_BYTES];
    g_autofree char *form = g_strdup_printf("%s/%s", survey, serial);
    int done = crypto_generichash(hash, sizeof hash, (const unsigned char *)form, strlen(form),
                                  key->bytes, sizeof key->bytes);
    g_assert(done == 0);
    unsigned values[CODE_CHARS - 1];
    for (size_t i = 0; i < CODE_CHARS - 1; i++)
        values[i] = hash[i] & 31;
    size_t n = 0;
    for (size_t i = 0; i < CODE_CHARS - 1; i++) {
        if (i == GROUP_CHARS)
            out[n++] = '-';
        out[n++] = alphabet[values[i]];
    }
    out[n++] = alphabet[check_of(values)];
    out[n] = '\0';
}

/* Ten characters of the alphabet; white space and dashes are skipped. */
static bool read_values(const char *typed, unsigned values[CODE_CHARS])
{
    size_t n = 0;
    for (const char *p = typed; *p != '\0'; p++) {
        int value = value_of(*p);
        if (g_ascii_isspace(*p) || *p == '-')
            continue;
        if (value < 0 || n == CODE_CHARS)
            return false;
        values[n++] = (unsigned)value;
    }
    return n == CODE_CHARS;
}

/* Is it written as codes are printed: with a figure, and nothing or a dash or a space between two groups of five? */
static bool looks_like_a_code(const char *typed)
{
    bool has_figure = strpbrk(typed, "0123456789") != NULL;
    size_t length = strlen(typed);
    bool is_grouped =
        length == CODE_CHARS + 1 && (typed[GROUP_CHARS] == '-' || typed[GROUP_CHARS] == ' ');
    return has_figure && (length == CODE_CHARS || is_grouped);
}

static char *word_of(const char *typed)
{
    g_autofree char *composed = g_utf8_normalize(typed, -1, G_NORMALIZE_ALL_COMPOSE);
    g_autofree char *folded = g_utf8_casefold(composed, -1);
    GString *word = g_string_new(NULL);
    bool has_gap = false;
    for (const char *p = folded; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c)) {
            has_gap = word->len > 0;
            continue;
        }
        if (has_gap)
            g_string_append_c(word, ' ');
        has_gap = false;
        g_string_append_unichar(word, c);
    }
    return g_string_free(word, false);
}

char *receipt_normalise(const char *typed, GError **error)
{
    if (!text_is_clean(typed, strlen(typed)) || text_count(typed) > LIMIT_RECEIPT_CHARS) {
        error_set(error, ERROR_DATA,
                  "A receipt code or word has at most %d characters, on one line. Type it again.",
                  LIMIT_RECEIPT_CHARS);
        return NULL;
    }
    g_autofree char *plain = text_normalise(typed);
    unsigned values[CODE_CHARS];
    if (*plain == '\0') {
        error_set(error, ERROR_DATA, "Type the receipt code, or the word that was written.");
        return NULL;
    }
    if (!read_values(plain, values))
        return word_of(plain);
    if (check_of(values) == values[CODE_CHARS - 1]) {
        char *code = g_malloc0(CODE_CHARS + 1);
        for (size_t i = 0; i < CODE_CHARS; i++)
            code[i] = alphabet[values[i]];
        return code;
    }
    if (!looks_like_a_code(plain))
        return word_of(plain);
    error_set(error, ERROR_DATA,
              "%s is not a receipt code: at least one character is wrong. Type it again.", plain);
    return NULL;
}

static bool make_key(const char *path, ReceiptKey *out, GError **error)
{
    ReceiptKey key;
    char words[KEY_FILE_BYTES + 1];
    env_random(key.bytes, sizeof key.bytes);
    sodium_bin2hex(words, sizeof words, key.bytes, sizeof key.bytes);
    words[KEY_FILE_BYTES - 1] = '\n';
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        error_set(error, ERROR_FILE, "%s: the file of the receipt key cannot be made: %s", path,
                  g_strerror(errno));
        return false;
    }
    bool is_written = write(file, words, KEY_FILE_BYTES) == KEY_FILE_BYTES && fsync(file) == 0;
    is_written = close(file) == 0 && is_written;
    if (is_written)
        *out = key;
    else
        error_set(error, ERROR_FILE, "%s: the receipt key cannot be written: %s", path,
                  g_strerror(errno));
    return is_written;
}

bool receipt_key_load(const char *path, ReceiptKey *out, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return make_key(path, out, error);
    g_autoptr(GBytes) bytes = file_read(path, LIMIT_DEFINITION_BYTES, error);
    if (bytes == NULL)
        return false;
    size_t length;
    const char *words = g_bytes_get_data(bytes, &length);
    ReceiptKey key;
    size_t n = 0;
    const char *end = NULL;
    if (length < KEY_FILE_BYTES - 1 ||
        sodium_hex2bin(key.bytes, sizeof key.bytes, words, KEY_FILE_BYTES - 1, NULL, &n, &end) !=
            0 ||
        n != sizeof key.bytes || end != words + KEY_FILE_BYTES - 1) {
        error_set(error, ERROR_FILE,
                  "%s is not a file of a receipt key: it should hold 64 hexadecimal digits. Give "
                  "the file that was made when the first forms were printed, or a new name",
                  path);
        return false;
    }
    *out = key;
    return true;
}
