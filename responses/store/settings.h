/* What is decided for a survey while it runs, without a new version of its definition: dates, rules of keying. A log that
 * takes additions only: the latest value of a name counts, and every earlier one can be read, with who and why. */
#pragma once

#include "base/db.h"
#include "responses/store/audit.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A setting that changes; value NULL or "" takes it back. */
typedef struct {
    const char *survey_id, *name, *value, *reason;
    const Act *act;
} SettingChange;

/* Set a value; NULL or "" takes it back. A line of the audit tells it, old and new. A value that is set already is not
 * set again: nothing is written. Waits for the writer.
 * Errors: ERROR_NOT_FOUND (survey), ERROR_DATA (a name of other than letters, digits, dashes; no reason), ERROR_STORE. */
bool setting_put(Store *store, const SettingChange *change,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The value that counts; *out_value is NULL when it was never set, or taken back.
 * Errors: ERROR_NOT_FOUND (survey), ERROR_STORE.   Returns: *out_value is yours. */
bool setting_get(Store *store, const char *survey_id, const char *name, char **out_value,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    int64_t moment;
    char *name, *value, *who, *reason; /* value "": taken back */
} Setting;

/* Every value that a name ever had, newest first; of all names when it is NULL.
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE.   Returns: yours (GPtrArray of Setting with its free). */
GPtrArray *settings_history(Store *store, const char *survey_id, const char *name,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- For the files of this room, on a connection of theirs ---- */

/* As setting_get.
 * Errors: ERROR_STORE.   Returns: *out_value is yours. */
bool setting_read(Db *db, const char *name, char **out_value,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As setting_put, in the open transaction.
 * Errors: ERROR_STORE. */
bool setting_write(Db *db, const char *name, const char *value, const char *reason, const Act *act,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

enum { SECRET_BYTES = 32 };

/* A random key of the survey's own, made when it is asked for first. It is in no history, audit or backup list of names;
 * `name` begins with "_". In the open transaction of the writer; a reader gets ERROR_STORE when it was never made.
 * Errors: ERROR_STORE. */
bool setting_secret(Db *db, const char *name, uint8_t out[SECRET_BYTES],
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
