/* Serials of paper forms: a number, unique in a survey, written with one check digit behind it ("1017-8"), so that what is
 * typed wrong is no serial: every wrong digit is noticed, and almost every two that changed places. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { SERIAL_BYTES = 12, LIMIT_SERIAL = 9999999, BATCH_NAME_CHARS = 40 };

/* The check digit of a string of digits.   Threads: any (pure).   Source: ISO 7064, MOD 11,10. */
char serial_check_digit(const char *digits);

/* "1017-8": the serial and its check digit.
 * Units: serial from 1 to LIMIT_SERIAL (asserted).   Threads: any (pure). */
void serial_text(unsigned serial, char out[SERIAL_BYTES]);

/* Read a typed serial: digits with or without the dash, or what a scanner types from a printed form:
 * `survey/batch/1017-8`. *out_survey and *out_batch are NULL unless it says them.
 * Errors: false and ERROR_DATA: "10175 is not a serial: its last digit should be 8. Type it again."
 * Returns: both are yours (free with g_free).   Threads: any (pure). */
bool serial_read(const char *typed, unsigned *out_serial, char **out_survey, char **out_batch,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* May a batch have that name, which is printed before the serial: letters, digits and dashes, BATCH_NAME_CHARS at most?
 * Threads: any (pure). */
bool serial_is_batch_name(const char *name);
