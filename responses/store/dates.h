/* When a survey takes answers: its definition's dates, or those that staff put in their place while it runs. A change is a
 * setting with who, when and why (responses/store/settings.h), not a new version of the definition. It counts as long as the
 * definition says the date that it replaced: a new version with the same date keeps an extension, one with another date
 * ends it. */
#pragma once

#include "responses/store/settings.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t opens, closes; /* moments, 0: not said; closes is the first moment that is too late */
} Dates;

#define DATES_OPENS  "opens"
#define DATES_CLOSES "closes"

/* The dates that count now.
 * Errors: ERROR_NOT_FOUND (survey), ERROR_STORE.   Threads: any. */
bool dates_load(Store *store, const Survey *survey, Dates *out,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Change them; a date that is the definition's takes an earlier change back. Waits for the writer; the server shows them
 * after site_refresh.
 * Errors: ERROR_DATA (closes before it opens; no reason), ERROR_NOT_FOUND, ERROR_STORE; nothing is then changed. */
bool dates_save(Store *store, const Survey *survey, const Dates *dates, const char *reason,
                const Act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    bool is_opens;  /* else: closes */
    int64_t moment; /* of the change */
    char *who, *reason;
    bool is_taken_back; /* the definition's date counts again; `date` is 0 then */
    int64_t date;       /* moment; 0: none */
} DateChange;

/* Every change, newest first.
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE.   Returns: yours (GPtrArray of DateChange with its free). */
GPtrArray *dates_history(Store *store, const char *survey_id,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
