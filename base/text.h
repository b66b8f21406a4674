/* Words as they come in and go out: UTF-8 checks, newlines, trimming, counting, numbers in words.
 * Pure. A "character" is a Unicode code point throughout. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it valid UTF-8 without NUL and without control characters other than tab and line feed?
 * (CR is allowed too: text_normalise turns it into a line feed.)
 * Units: length in bytes.   Threads: any (pure). */
bool text_is_clean(const char *text, size_t length);

/* A copy with CRLF and CR as LF and with white space (Unicode's) removed at both ends.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *text_normalise(const char *text);

/* The number of characters of valid UTF-8.
 * Threads: any (pure). */
size_t text_count(const char *text);

/* Read a whole decimal number: ASCII digits, optional leading '-', nothing else, within int64.
 * Errors: false and *out untouched when it is not one.   Threads: any (pure). */
bool text_parse_int(const char *text, int64_t *out);

/* Read a decimal number with up to `places` decimal places as an integer: "12.5" at 1 place is 125.
 * Spaces and commas between digits and a leading pound sign are accepted and dropped.
 * Errors: false and *out untouched when it is not one, or has more places.   Threads: any (pure). */
bool text_parse_decimal(const char *text, unsigned places, int64_t *out);

/* The plain text of such an integer: 125 at 1 place is "12.5".
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *text_from_decimal(int64_t value, unsigned places);

/* Append a count with thousands separators: 5381 gives 5,381.
 * Threads: any (pure). */
void text_append_count(GString *to, uint64_t count);

/* The number of words, parted by blanks, tabs and line feeds.
 * Threads: any (pure). */
size_t text_count_words(const char *text);

/* How a text is cut that is longer than n characters. */
typedef enum {
    TEXT_CUT_WITHIN, /* n characters with the ellipsis, no white space before it */
    TEXT_CUT_AS_IS,  /* n characters with the ellipsis, the others as they stand */
    TEXT_CUT_BESIDE, /* n characters as they stand, and then the ellipsis */
} TextCut;

/* A copy, cut with an ellipsis when it is longer than n characters (at least 1).
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *text_cut(const char *text, size_t n, TextCut how);

/* A copy of at most n words, one blank between them; a comma, colon, semicolon or full stop before the ellipsis goes.
 * What is short enough stays as it is.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *text_cut_words(const char *text, size_t n);

/* Such a count alone.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *text_from_count(uint64_t count);

/* How many decimal digits a number has: 1 for 0, 3 for 100.
 * Threads: any (pure). */
unsigned text_count_digits(uint64_t number);

/* Fill named places: text_fill("{n} of {total}", "n", "3", "total", "9", NULL). An unknown name stays as it is.
 * Arguments are pairs of name and words, closed by NULL.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *text_fill(const char *template, ...) G_GNUC_NULL_TERMINATED;
