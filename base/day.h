/* Days and moments: read, written, put into words. A day is a number, 20261121 (yyyymmdd, as answers keep it); a moment is
 * seconds since 1970, UTC, and its day is UTC's. The clock is in base/env.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { DAY_TEXT_BYTES = 11 }; /* "2026-11-21" and its NUL */

typedef struct {
    int64_t year, month, day;
} DayParts;

/* The parts of a day, and the day of its parts.
 * Threads: any (pure). */
DayParts day_parts(int64_t day);
int64_t day_of(DayParts parts);

/* Is there such a day in the years 1 to 9999?
 * Threads: any (pure). */
bool day_is_real(DayParts parts);

/* Read "2026-11-21"; whether there is such a day, day_is_real says.
 * Errors: false and *out untouched for what is not written so.   Threads: any (pure). */
bool day_parse(const char *text, int64_t *out);

/* "2026-11-21".
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *day_text(int64_t day);

/* "21 November 2026" in a language.
 * Returns: yours (free with g_free). */
char *day_words(int64_t day, const char *lang);

/* January to December, in English: keys of base/say.h. */
extern const char *const day_months[12];

/* Read the number of a day as people type it: "27", also "27th".
 * Errors: false and *out untouched.   Threads: any (pure). */
bool day_read_number(const char *typed, int64_t *out);

/* The day of a moment.   Threads: any (pure). */
int64_t day_of_moment(int64_t moment);

/* "2026-11-21T09:30:00Z" of a moment.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *day_moment_text(int64_t moment);

/* Read such a moment (also a bare date: its midnight, UTC).
 * Errors: false and *out untouched.   Threads: any (pure). */
bool day_moment_parse(const char *text, int64_t *out);

typedef enum {
    MOMENT_DAY,      /* 21 November 2026 */
    MOMENT_DAY_TIME, /* 21 November 2026, 09:30 UTC */
    MOMENT_TIME_DAY, /* 09:30 UTC on 21 November 2026 */
    MOMENT_FIGURES,  /* 2026-11-21 09:30 */
    MOMENT_WORDING_COUNT
} MomentWording;

/* A moment in words, in English.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *day_moment_words(int64_t moment, MomentWording wording);

/* The moment that lies a duration after another: P6M, P2Y, P90D, PT12H (ISO 8601; the calendar's months, UTC).
 * Errors: false and *out untouched for what is no duration, or leads out of the years 1 to 9999.   Threads: any (pure). */
bool day_moment_after(int64_t moment, const char *duration, int64_t *out);
