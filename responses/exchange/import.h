/* Responses from CSV: all or nothing. Every wrong cell is named by row, column, value and what is allowed; one is
 * enough and nothing is stored. Rows stream: a million of them take no more memory than a thousand. */
#pragma once

#include "responses/store/store.h"
#include <glib.h>

typedef struct {
    uint64_t n_rows;
    uint64_t n_off_route; /* values kept although their question was not asked */
    char *warnings;       /* a line for each variable with such values; NULL when there are none */
} ImportReport;

/* Where an import comes from. */
typedef struct {
    int file;                     /* open, at its beginning; stays the caller's */
    const char *name;             /* for messages: the path as typed, or "standard input" */
    Channel channel;              /* of rows that do not say theirs */
    bool is_raw;                  /* written without guards: words are as they stand */
    bool shows_progress;          /* on a terminal; in the main thread only */
    bool (*is_wanted)(void *arg); /* asked now and then: false abandons it; NULL: to the end */
    void *arg;
} ImportSource;

/* Import it into a survey that is published.
 * Errors: false and ERROR_DATA listing the mistakes, ERROR_FILE, ERROR_CONFLICT, ERROR_STORE; ERROR_BUSY when it was no
 * longer wanted. Nothing is then stored.   Returns: *out is yours (free with import_report_clear). */
bool import_from(Store *store, const Survey *survey, const ImportSource *source, ImportReport *out,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a path ("-" is standard input) into a survey that is published. `channel` is for rows that do not say theirs.
 * Errors: false and ERROR_DATA listing the mistakes, ERROR_FILE, ERROR_CONFLICT, ERROR_STORE.
 * Returns: *out is yours (free with import_report_clear). */
bool import_csv(Store *store, const Survey *survey, const char *path, Channel channel,
                ImportReport *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void import_report_clear(ImportReport *report);
