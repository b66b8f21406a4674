#include "survey-server/staff/staff-day.h"
#include "base/env.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

/* The last year has a day after its last one: what ends at the end of a day ends there. */
enum { PARTS = 3, YEAR_FIRST = 1970, YEAR_LAST = 9998 };

static const char *const months[12] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};

/* "03" or "march", "mar", "sept." */
static bool read_month(const char *typed, int64_t *out)
{
    if (text_parse_int(typed, out))
        return true;
    const size_t length = strlen(typed) - (g_str_has_suffix(typed, ".") ? 1 : 0);
    for (size_t i = 0; length >= 3 && i < G_N_ELEMENTS(months); i++) {
        if (strncmp(typed, months[i], length) == 0) {
            *out = (int64_t)i + 1;
            return true;
        }
    }
    return false;
}

/* "3" or "3rd". */
static bool read_day(const char *typed, int64_t *out)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    g_autofree char *plain = g_strdup(typed);
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(plain, endings[i]))
            plain[strlen(plain) - 2] = '\0';
    return text_parse_int(plain, out);
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
    if (parts == NULL || !read_day(parts[0], &day) || !read_month(parts[1], &month) ||
        !text_parse_int(parts[2], &year) || strlen(parts[2]) != 4)
        return g_strdup("Type the date as day, month and year, for example 3/3/2027 or 3 March "
                        "2027.");
    if (year < YEAR_FIRST || year > YEAR_LAST)
        return g_strdup_printf("Type a date in the years %d to %d, for example 3/3/2027 or 3 March "
                               "2027.",
                               YEAR_FIRST, YEAR_LAST);
    if (day < 1 || day > 31 || month < 1 || month > 12 ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return g_strdup_printf("There is no day %s. Type a date, for example 3/3/2027 or 3 March "
                               "2027.",
                               plain);
    g_autofree char *iso = g_strdup_printf("%04d-%02d-%02d", (int)year, (int)month, (int)day);
    const bool is_moment = env_moment_parse(iso, out);
    g_assert(is_moment);
    return NULL;
}

char *staff_moment_words(int64_t moment)
{
    g_autofree char *day = env_day_words(moment);
    g_autofree char *iso = env_moment_text(moment);
    const char *clock = strchr(iso, 'T');
    g_assert(clock != NULL);
    return g_strdup_printf("%s, %.5s UTC", day, clock + 1);
}

char *staff_edge_words(int64_t moment, bool is_end)
{
    return moment % STAFF_DAY_S == 0 ? env_day_words(moment - (is_end ? 1 : 0))
                                     : staff_moment_words(moment);
}
