#include "forms/survey/receipt.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

enum { CODE_CHARS = 10, GROUP_CHARS = 5 };

/* The value that checks those of a code. */
static unsigned check_of(const unsigned values[CODE_CHARS - 1])
{
    return secret_check_value(values, CODE_CHARS - 1);
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
        out[n++] = secret_sign(values[i]);
    }
    out[n++] = secret_sign(check_of(values));
    out[n] = '\0';
}

/* Ten characters of the alphabet; white space and dashes are skipped. */
static bool read_values(const char *typed, unsigned values[CODE_CHARS])
{
    size_t n = 0;
    for (const char *p = typed; *p != '\0'; p++) {
        int value = secret_sign_value(*p);
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
            code[i] = secret_sign(values[i]);
        return code;
    }
    if (!looks_like_a_code(plain))
        return word_of(plain);
    error_set(error, ERROR_DATA,
              "%s is not a receipt code: at least one character is wrong. Type it again.", plain);
    return NULL;
}

bool receipt_key_load(const char *path, ReceiptKey *out, GError **error)
{
    static const SecretFile kind = {
        .is_hex = true,
        .may_be_link = true,
        .not_made = "{file}: the file of the receipt key cannot be made: {why}",
        .not_read = "{file}: cannot open it: {why}",
        .not_a_key =
            "{file} is not a file of a receipt key: it should hold 64 hexadecimal digits. Give "
            "the file that was made when the first forms were printed, or a new name"};
    ReceiptKey key;
    if (!secret_key_load(&kind, path, key.bytes, error))
        return false;
    *out = key;
    return true;
}
