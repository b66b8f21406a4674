/* Dates and spans of time: as they stand in a definition, and as staff read and type them. */
#include "base/day.h"
#include "base/text.h"
#include "survey-server/staff/authors/author.h"
#include "survey-server/staff/staff-day.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

static const struct {
    char letter;
    const char *one, *many;
} spans[] = {
    {'D', "day", "days"}, {'W', "week", "weeks"}, {'M', "month", "months"}, {'Y', "year", "years"}};

static bool is_day(const char *key)
{
    return strcmp(key, "opens") == 0 || strcmp(key, "closes") == 0;
}

static bool is_span(const char *key)
{
    return g_str_has_prefix(key, "keep-");
}

/* P1Y is one year; what is more than one number and letter stays as it is. */
static char *span_shown(const char *value)
{
    size_t length = strlen(value);
    int64_t n = 0;
    if (value[0] != 'P' || length < 3)
        return g_strdup(value);
    g_autofree char *number = g_strndup(value + 1, length - 2);
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        if (value[length - 1] == spans[i].letter && text_parse_int(number, &n) && n >= 0)
            return g_strdup_printf("%" PRId64 " %s", n, n == 1 ? spans[i].one : spans[i].many);
    }
    return g_strdup(value);
}

char *author_setting_shown(const char *key, const char *value)
{
    int64_t moment = 0;
    if (is_day(key) && strlen(value) == 10 && day_moment_parse(value, &moment))
        return day_moment_words(moment, MOMENT_DAY);
    return is_span(key) ? span_shown(value) : g_strdup(value);
}

static char *read_span(const char *typed, char **out_value)
{
    g_auto(GStrv) parts = g_strsplit(typed, " ", 2);
    int64_t n = 0;
    bool has_number =
        parts[0] != NULL && parts[1] != NULL && text_parse_int(parts[0], &n) && n >= 0 && n <= 1000;
    g_autofree char *word = has_number ? g_ascii_strdown(g_strstrip(parts[1]), -1) : NULL;
    for (size_t i = 0; word != NULL && i < G_N_ELEMENTS(spans); i++) {
        if (strcmp(word, spans[i].one) != 0 && strcmp(word, spans[i].many) != 0)
            continue;
        *out_value = g_strdup_printf("P%" PRId64 "%c", n, spans[i].letter);
        return NULL;
    }
    return g_strdup("Type a number and days, weeks, months or years, for example 90 days or 2 "
                    "years.");
}

char *author_setting_read(const char *key, const char *typed, char **out_value)
{
    int64_t day = 0;
    if (typed[0] == '\0' || !(is_day(key) || is_span(key))) {
        *out_value = g_strdup(typed);
        return NULL;
    }
    if (is_span(key))
        return read_span(typed, out_value);
    char *mistake = staff_day_read(typed, &day);
    if (mistake != NULL)
        return mistake;
    *out_value = day_text(day_of_moment(day));
    return NULL;
}
