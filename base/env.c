#include "base/env.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/banned.h"

int64_t env_now(void)
{
    int64_t moment = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it later */
    const char *fixed = g_getenv("SOUNDINGS_NOW");
    if (fixed != NULL && text_parse_int(fixed, &moment))
        return moment;
    return (int64_t)time(NULL);
}

void env_random(void *to, size_t length)
{
    g_assert(sodium_init() >= 0);
    randombytes_buf(to, length);
}

/* The calendar of a moment, UTC; moments of years that have no four digits are a bug. */
static struct tm calendar(int64_t moment)
{
    struct tm day = {0};
    time_t seconds = (time_t)moment;
    g_assert(gmtime_r(&seconds, &day) != NULL);
    g_assert(day.tm_year >= -1900 && day.tm_year <= 8099);
    return day;
}

char *env_moment_text(int64_t moment)
{
    struct tm t = calendar(moment);
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1,
                           t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
}

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

bool env_moment_parse(const char *text, int64_t *out)
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

int64_t env_day(int64_t moment)
{
    struct tm t = calendar(moment);
    return ((int64_t)t.tm_year + 1900) * 10000 + ((int64_t)t.tm_mon + 1) * 100 + t.tm_mday;
}

char *env_day_words(int64_t moment)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct tm t = calendar(moment);
    return g_strdup_printf("%d %s %d", t.tm_mday, months[t.tm_mon], t.tm_year + 1900);
}

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

bool env_moment_after(int64_t moment, const char *duration, int64_t *out)
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
