#include "base/text.h"

#include <string.h>

#include "base/banned.h"

bool text_is_clean(const char *text, size_t length)
{
    if (!g_utf8_validate_len(text, length, NULL))
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
            return false;
        /* The C1 controls, U+0080 to U+009F. */
        if (c == 0xC2 && i + 1 < length && (unsigned char)text[i + 1] < 0xA0)
            return false;
    }
    return true;
}

static bool is_space(gunichar c)
{
    return g_unichar_isspace(c) || c == 0x0B || c == 0xFEFF;
}

char *text_normalise(const char *text)
{
    GString *out = g_string_sized_new(strlen(text));
    for (const char *p = text; *p != '\0'; p++) {
        if (*p != '\r')
            g_string_append_c(out, *p);
        else if (p[1] != '\n')
            g_string_append_c(out, '\n');
    }
    const char *start = out->str;
    const char *end = out->str + out->len;
    while (start < end && is_space(g_utf8_get_char(start)))
        start = g_utf8_next_char(start);
    while (end > start) {
        const char *last = g_utf8_prev_char(end);
        if (!is_space(g_utf8_get_char(last)))
            break;
        end = last;
    }
    char *kept = g_strndup(start, (size_t)(end - start));
    g_string_free(out, true);
    return kept;
}

size_t text_count(const char *text)
{
    return (size_t)g_utf8_strlen(text, -1);
}

size_t text_count_words(const char *text)
{
    size_t n = 0;
    bool is_inside = false;
    for (const char *at = text; *at != '\0'; at++) {
        bool is_blank = *at == ' ' || *at == '\n' || *at == '\t';
        n += !is_blank && !is_inside;
        is_inside = !is_blank;
    }
    return n;
}

#define ELLIPSIS "\u2026"

char *text_cut(const char *text, size_t n, TextCut how)
{
    g_assert(n > 0);
    if (text_count(text) <= n)
        return g_strdup(text);
    g_autofree char *head = g_utf8_substring(text, 0, (long)n - (how == TEXT_CUT_BESIDE ? 0 : 1));
    if (how == TEXT_CUT_WITHIN)
        g_strchomp(head);
    return g_strconcat(head, ELLIPSIS, NULL);
}

char *text_cut_words(const char *text, size_t n)
{
    if (text_count_words(text) <= n)
        return g_strdup(text);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    g_autoptr(GString) cut = g_string_new(NULL);
    size_t taken = 0;
    for (size_t i = 0; words[i] != NULL && taken < n; i++) {
        if (words[i][0] == '\0')
            continue;
        g_string_append_printf(cut, "%s%s", taken > 0 ? " " : "", words[i]);
        taken++;
    }
    while (cut->len > 0 && strchr(",;:.", cut->str[cut->len - 1]) != NULL)
        g_string_truncate(cut, cut->len - 1);
    g_string_append(cut, ELLIPSIS);
    return g_string_free(g_steal_pointer(&cut), false);
}

/* Add a digit to *value, keeping within int64. */
static bool push_digit(uint64_t *value, char digit, uint64_t limit)
{
    uint64_t d = (uint64_t)(digit - '0');
    if (*value > (limit - d) / 10)
        return false;
    *value = *value * 10 + d;
    return true;
}

static int64_t with_sign(uint64_t value, bool negative)
{
    if (!negative)
        return (int64_t)value;
    return value == 0 ? 0 : -(int64_t)(value - 1) - 1;
}

bool text_parse_int(const char *text, int64_t *out)
{
    bool negative = *text == '-';
    const char *p = negative ? text + 1 : text;
    uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t value = 0;
    if (*p == '\0')
        return false;
    for (; *p != '\0'; p++) {
        if (!g_ascii_isdigit(*p) || !push_digit(&value, *p, limit))
            return false;
    }
    *out = with_sign(value, negative);
    return true;
}

/* May this comma or space be dropped: does a digit stand on each side? */
static bool is_separator(const char *start, const char *p)
{
    return (*p == ',' || *p == ' ') && p > start && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]);
}

/* Read digits before the point, dropping separators; returns where it stopped, or NULL. */
static const char *survey_read_whole(const char *start, uint64_t limit, uint64_t *value)
{
    const char *p = start;
    for (; *p != '\0' && *p != '.'; p++) {
        if (is_separator(start, p))
            continue;
        if (!g_ascii_isdigit(*p) || !push_digit(value, *p, limit))
            return NULL;
    }
    return p;
}

/* Read 1 to `places` digits after the point, to the end, as if there were `places`. */
static bool read_places(const char *p, unsigned places, uint64_t limit, uint64_t *value)
{
    unsigned n = 0;
    for (; *p != '\0'; p++, n++) {
        if (n == places || !g_ascii_isdigit(*p) || !push_digit(value, *p, limit))
            return false;
    }
    for (unsigned i = n; i < places; i++) {
        if (!push_digit(value, '0', limit))
            return false;
    }
    return true;
}

bool text_parse_decimal(const char *text, unsigned places, int64_t *out)
{
    const bool negative = *text == '-';
    const char *start = negative ? text + 1 : text;
    if (g_str_has_prefix(start, "\u00A3"))
        start += strlen("\u00A3");
    const uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t value = 0;
    const char *rest = survey_read_whole(start, limit, &value);
    if (rest == NULL || (*rest == '\0' && rest == start) || strcmp(rest, ".") == 0)
        return false;
    if (!read_places(*rest == '.' ? rest + 1 : rest, places, limit, &value))
        return false;
    *out = with_sign(value, negative);
    return true;
}

char *text_from_decimal(int64_t value, unsigned places)
{
    uint64_t size = value < 0 ? (uint64_t)(-(value + 1)) + 1 : (uint64_t)value;
    GString *digits = g_string_new(NULL);
    g_string_printf(digits, "%0*" G_GUINT64_FORMAT, (int)places + 1, size);
    if (places > 0)
        g_string_insert_c(digits, (ssize_t)(digits->len - places), '.');
    if (value < 0)
        g_string_prepend_c(digits, '-');
    return g_string_free(digits, false);
}

void text_append_count(GString *to, uint64_t count)
{
    char digits[32];
    int n = g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, count);
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            g_string_append_c(to, ',');
        g_string_append_c(to, digits[i]);
    }
}

char *text_from_count(uint64_t count)
{
    GString *words = g_string_new(NULL);
    text_append_count(words, count);
    return g_string_free(words, false);
}

unsigned text_count_digits(uint64_t number)
{
    unsigned digits = 1;
    for (; number > 9; number /= 10)
        digits++;
    return digits;
}

/* The words for the name of `length` bytes, or NULL. */
static const char *named_words(const GPtrArray *pairs, const char *name, size_t length)
{
    for (unsigned i = 0; i + 1 < pairs->len; i += 2) {
        const char *candidate = g_ptr_array_index(pairs, i);
        if (strlen(candidate) == length && memcmp(candidate, name, length) == 0)
            return g_ptr_array_index(pairs, i + 1);
    }
    return NULL;
}

static char *fill(const char *template, const GPtrArray *pairs)
{
    GString *out = g_string_new(NULL);
    const char *p = template;
    while (*p != '\0') {
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        const char *words = NULL;
        if (close != NULL)
            words = named_words(pairs, p + 1, (size_t)(close - p - 1));
        if (words != NULL) {
            g_string_append(out, words);
            p = close + 1;
        } else {
            g_string_append_c(out, *p++);
        }
    }
    return g_string_free(out, false);
}

char *text_fill(const char *template, ...)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    va_list args;
    va_start(args, template);
    for (char *name = va_arg(args, char *); name != NULL; name = va_arg(args, char *)) {
        char *words = va_arg(args, char *);
        g_assert(words != NULL);
        g_ptr_array_add(pairs, name);
        g_ptr_array_add(pairs, words);
    }
    va_end(args);
    return fill(template, pairs);
}
