#include "survey-server/staff/staff-day.h"
#include "base/day.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

/* The last year has a day after its last one: what ends at the end of a day ends there. */
enum { PARTS = 3, YEAR_FIRST = 1970, YEAR_LAST = 9998 };

/* "03" or "march", "mar", "sept." */
static bool read_month(const char *typed, int64_t *out)
{
    if (text_parse_int(typed, out))
        return true;
    const size_t length = strlen(typed) - (g_str_has_suffix(typed, ".") ? 1 : 0);
    for (size_t i = 0; length >= 3 && i < G_N_ELEMENTS(day_months); i++) {
        if (g_ascii_strncasecmp(typed, day_months[i], length) == 0) {
            *out = (int64_t)i + 1;
            return true;
        }
    }
    return false;
}

/* The three parts of "3/3/2027", "3 March 2027" or "2027-03-03", day first; NULL when there are not three. */
static char **split_day(const char *typed)
{
    g_autofree char *small = g_ascii_strdown(typed, -1);
    g_auto(GStrv) all = g_strsplit_set(small, "/.- ,\t", -1);
    char **parts = g_new0(char *, PARTS + 1);
    size_t n = 0;
    for (size_t i = 0; all[i] != NULL; i++) {
        if (all[i][0] == '\0')
            continue;
        if (n < PARTS)
            parts[n] = g_strdup(all[i]);
        n++;
    }
    if (n != PARTS) {
        g_strfreev(parts);
        return NULL;
    }
    if (strlen(parts[0]) == 4) {
        char *year = parts[0];
        parts[0] = parts[2];
        parts[2] = year;
    }
    return parts;
}

char *staff_day_read(const char *typed, int64_t *out)
{
    g_autofree char *plain = text_normalise(typed);
    g_auto(GStrv) parts = split_day(plain);
    int64_t day = 0, month = 0, year = 0;
    if (parts == NULL || !day_read_number(parts[0], &day) || !read_month(parts[1], &month) ||
        !text_parse_int(parts[2], &year) || strlen(parts[2]) != 4)
        return g_strdup("Type the date as day, month and year, for example 3/3/2027 or 3 March "
                        "2027.");
    if (year < YEAR_FIRST || year > YEAR_LAST)
        return g_strdup_printf("Type a date in the years %d to %d, for example 3/3/2027 or 3 March "
                               "2027.",
                               YEAR_FIRST, YEAR_LAST);
    const DayParts typed_day = {year, month, day};
    if (!day_is_real(typed_day))
        return g_strdup_printf("There is no day %s. Type a date, for example 3/3/2027 or 3 March "
                               "2027.",
                               plain);
    g_autofree char *iso = day_text(day_of(typed_day));
    const bool is_moment = day_moment_parse(iso, out);
    g_assert(is_moment);
    return NULL;
}

char *staff_moment_words(int64_t moment)
{
    return day_moment_words(moment, MOMENT_DAY_TIME);
}

char *staff_edge_words(int64_t moment, bool is_end)
{
    return moment % STAFF_DAY_S == 0 ? day_moment_words(moment - (is_end ? 1 : 0), MOMENT_DAY)
                                     : staff_moment_words(moment);
}
