#include "base/day.h"

#include "base/say.h"
#include "base/text.h"

#include <string.h>
#include <time.h>

#include "base/banned.h"

const char *const day_months[12] = {SAY("January"), SAY("February"), SAY("March"),
                                    SAY("April"),   SAY("May"),      SAY("June"),
                                    SAY("July"),    SAY("August"),   SAY("September"),
                                    SAY("October"), SAY("November"), SAY("December")};

/* Does the text have the shape, in which '0' stands for any digit? */
static bool has_shape(const char *text, const char *shape)
{
    if (strlen(text) != strlen(shape))
        return false;
    for (; *shape != '\0'; shape++, text++) {
        if (*shape == '0' ? !g_ascii_isdigit(*text) : *text != *shape)
            return false;
    }
    return true;
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + text[1] - '0';
}

/* ---- Days ---- */

DayParts day_parts(int64_t day)
{
    return (DayParts){.year = day / 10000, .month = day / 100 % 100, .day = day % 100};
}

int64_t day_of(DayParts parts)
{
    return parts.year * 10000 + parts.month * 100 + parts.day;
}

bool day_is_real(DayParts parts)
{
    return parts.year >= 1 && parts.year <= 9999 && parts.month >= 1 && parts.month <= 12 &&
           parts.day >= 1 && parts.day <= 31 &&
           g_date_valid_dmy((GDateDay)parts.day, (GDateMonth)parts.month, (GDateYear)parts.year);
}

bool day_parse(const char *text, int64_t *out)
{
    if (!has_shape(text, "0000-00-00"))
        return false;
    *out = day_of((DayParts){.year = two_digits(text) * 100 + two_digits(text + 2),
                             .month = two_digits(text + 5),
                             .day = two_digits(text + 8)});
    return true;
}

char *day_text(int64_t day)
{
    DayParts parts = day_parts(day);
    return g_strdup_printf("%04d-%02d-%02d", (int)parts.year, (int)parts.month, (int)parts.day);
}

char *day_words(int64_t day, const char *lang)
{
    DayParts parts = day_parts(day);
    g_assert(parts.month >= 1 && parts.month <= 12);
    g_autofree char *number = text_from_decimal(parts.day, 0);
    g_autofree char *year = text_from_decimal(parts.year, 0);
    return text_fill(say(lang, "{day} {month} {year}"), "day", number, "month",
                     say(lang, day_months[parts.month - 1]), "year", year, NULL);
}

bool day_read_number(const char *typed, int64_t *out)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    g_autofree char *plain = g_ascii_strdown(typed, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(plain, endings[i]))
            plain[strlen(plain) - 2] = '\0';
    return text_parse_int(plain, out);
}

/* ---- Moments ---- */

/* The calendar of a moment, UTC; moments of years that have no four digits are a bug. */
static struct tm calendar(int64_t moment)
{
    struct tm day = {0};
    time_t seconds = (time_t)moment;
    g_assert(gmtime_r(&seconds, &day) != NULL);
    g_assert(day.tm_year >= -1900 && day.tm_year <= 8099);
    return day;
}

char *day_moment_text(int64_t moment)
{
    struct tm t = calendar(moment);
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1,
                           t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
}

bool day_moment_parse(const char *text, int64_t *out)
{
    bool has_time = has_shape(text, "0000-00-00T00:00:00Z");
    if (!has_time && !has_shape(text, "0000-00-00"))
        return false;
    struct tm t = {
        .tm_year = two_digits(text) * 100 + two_digits(text + 2) - 1900,
        .tm_mon = two_digits(text + 5) - 1,
        .tm_mday = two_digits(text + 8),
        .tm_hour = has_time ? two_digits(text + 11) : 0,
        .tm_min = has_time ? two_digits(text + 14) : 0,
        .tm_sec = has_time ? two_digits(text + 17) : 0,
    };
    struct tm given = t;
    int64_t moment = (int64_t)timegm(&t);
    /* timegm carries 31 February over into March: what changed was no date. */
    if (t.tm_mon != given.tm_mon || t.tm_mday != given.tm_mday || t.tm_hour != given.tm_hour ||
        t.tm_min != given.tm_min || t.tm_sec != given.tm_sec || t.tm_year != given.tm_year)
        return false;
    *out = moment;
    return true;
}

int64_t day_of_moment(int64_t moment)
{
    struct tm t = calendar(moment);
    return day_of((DayParts){(int64_t)t.tm_year + 1900, (int64_t)t.tm_mon + 1, t.tm_mday});
}

char *day_moment_words(int64_t moment, MomentWording wording)
{
    static const char *const templates[MOMENT_WORDING_COUNT] = {
        [MOMENT_DAY] = "{words}",
        [MOMENT_DAY_TIME] = "{words}, {time} UTC",
        [MOMENT_TIME_DAY] = "{time} UTC on {words}",
        [MOMENT_FIGURES] = "{day} {time}"};
    struct tm t = calendar(moment);
    int64_t day = day_of_moment(moment);
    g_autofree char *words = day_words(day, "en");
    g_autofree char *figures = day_text(day);
    g_autofree char *time = g_strdup_printf("%02d:%02d", t.tm_hour, t.tm_min);
    return text_fill(templates[wording], "words", words, "day", figures, "time", time, NULL);
}

/* ---- Durations ---- */

static const int64_t last_moment = INT64_C(253402300799); /* 9999-12-31T23:59:59Z */

/* The number before a sign of a duration, at most 9999; false when another sign stands there. */
static bool take_part(const char **at, char sign, int *out)
{
    int number = 0;
    const char *c = *at;
    while (g_ascii_isdigit(*c) && number <= 9999)
        number = number * 10 + *c++ - '0';
    if (c == *at || *c != sign || number > 9999)
        return false;
    *out = number;
    *at = c + 1;
    return true;
}

bool day_moment_after(int64_t moment, const char *duration, int64_t *out)
{
    static const char signs[] = "YMDTHMS";
    int parts[sizeof signs - 1] = {0};
    bool has_part = false;
    if (*duration++ != 'P')
        return false;
    for (size_t i = 0; i < sizeof signs - 1; i++) {
        if (signs[i] == 'T' && *duration == '\0')
            break;
        if (signs[i] != 'T')
            has_part = take_part(&duration, signs[i], &parts[i]) || has_part;
        else if (*duration++ != 'T' || *duration == '\0')
            return false;
    }
    if (!has_part || *duration != '\0')
        return false;
    g_autoptr(GDateTime) from = g_date_time_new_from_unix_utc(moment);
    g_autoptr(GDateTime) to = from == NULL
                                  ? NULL
                                  : g_date_time_add_full(from, parts[0], parts[1], parts[2],
                                                         parts[4], parts[5], parts[6]);
    int64_t then = to == NULL ? INT64_MAX : g_date_time_to_unix(to);
    if (then > last_moment)
        return false;
    *out = then;
    return true;
}
