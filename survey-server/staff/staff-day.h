/* Dates as staff type and read them. Typed as text, never with a date picker; days and times are UTC, and say so. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { STAFF_DAY_S = 24 * 60 * 60 };

/* Read a typed day: "3/3/2027", "03.03.2027", "3 March 2027", "3rd Mar 2027", "2027-03-03". *out is its midnight; a date that
 * ends something ends it at *out + STAFF_DAY_S.
 * Returns NULL when it is one, else a sentence that says what to type; *out is then untouched.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_day_read(const char *typed, int64_t *out);

/* "21 November 2026, 09:14 UTC" of a moment.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_moment_words(int64_t moment);

/* A moment at which something begins, or (is_end) the first that is too late: the first or last day where it stands at the edge
 * of one, else day and time.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_edge_words(int64_t moment, bool is_end);
