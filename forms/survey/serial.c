#include "forms/survey/serial.h"
#include "base/error.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

enum { DIGITS_MAX = 7 }; /* of LIMIT_SERIAL */

char serial_check_digit(const char *digits)
{
    unsigned product = 10;
    for (; *digits != '\0'; digits++) {
        unsigned sum = (product + (unsigned)g_ascii_digit_value(*digits)) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (char)('0' + (11 - product) % 10);
}

void serial_text(unsigned serial, char out[SERIAL_BYTES])
{
    g_assert(serial >= 1 && serial <= LIMIT_SERIAL);
    g_snprintf(out, SERIAL_BYTES, "%u", serial);
    size_t length = strlen(out);
    char check = serial_check_digit(out);
    out[length] = '-';
    out[length + 1] = check;
    out[length + 2] = '\0';
}

/* The digits of a text in which one dash may stand before the last; false when it is not that. */
static bool take_digits(const char *text, char out[static DIGITS_MAX + 2])
{
    size_t n = 0;
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '-' && n > 0 && c[1] != '\0' && c[2] == '\0')
            continue;
        if (!g_ascii_isdigit(*c) || n == DIGITS_MAX + 1)
            return false;
        out[n++] = *c;
    }
    out[n] = '\0';
    return n >= 2;
}

/* The serial of such digits, the last of which checks the others. */
static bool read_number(const char *text, unsigned *out_serial, GError **error)
{
    char digits[DIGITS_MAX + 2];
    int64_t serial = 0;
    if (!g_utf8_validate(text, -1, NULL) || g_utf8_strlen(text, -1) > 100) {
        error_set(error, ERROR_DATA,
                  "What was typed is not a serial: a serial is digits, as 1017-8. Type it again.");
        return false;
    }
    if (*text == '\0') {
        error_set(error, ERROR_DATA, "Type the serial that stands on the form, as 1017-8.");
        return false;
    }
    if (!take_digits(text, digits)) {
        error_set(error, ERROR_DATA,
                  "%s is not a serial: a serial is 2 to %d digits, as 1017-8. Type it again.", text,
                  DIGITS_MAX + 1);
        return false;
    }
    char *last = digits + strlen(digits) - 1;
    char given = *last;
    *last = '\0';
    char check = serial_check_digit(digits);
    if (check != given) {
        error_set(error, ERROR_DATA,
                  "%s is not a serial: its last digit should be %c. Type it again.", text, check);
        return false;
    }
    if (!text_parse_int(digits, &serial) || serial < 1) {
        error_set(error, ERROR_DATA, "%s is not a serial: serials begin with 1.", text);
        return false;
    }
    *out_serial = (unsigned)serial;
    return true;
}

bool serial_read(const char *typed, unsigned *out_serial, char **out_survey, char **out_batch,
                 GError **error)
{
    g_autofree char *text = g_strstrip(g_strdup(typed));
    g_auto(GStrv) parts = g_strsplit(text, "/", 4);
    bool is_scanned = g_strv_length(parts) == 3;
    unsigned serial = 0;
    if (!read_number(is_scanned ? parts[2] : text, &serial, error))
        return false;
    *out_serial = serial;
    *out_survey = is_scanned ? g_strdup(parts[0]) : NULL;
    *out_batch = is_scanned ? g_strdup(parts[1]) : NULL;
    return true;
}

bool serial_is_batch_name(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if (!g_ascii_isalnum(*at) && *at != '-')
            return false;
    return *name != '\0' && strlen(name) <= BATCH_NAME_CHARS;
}
