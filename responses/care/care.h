/* Looking after a store as a whole: is all of it sound, a copy of it, and one response taken out of it.
 * In care.c, care-verify.c and care-paper.c. */
#pragma once

#include "responses/store/store.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Check files, digests, and every response against its definition; each finding is a line for `report`.
 * Returns the number of findings, or -1 and an error when it cannot be done. */
int64_t care_verify(Store *store, void (*report)(const char *finding, void *arg), void *arg,
                    GError **error);

/* A consistent copy of the whole store into a new directory, synced, checked and renamed into place; the store may be in use.
 * Errors: false and ERROR_FILE or ERROR_STORE. */
bool care_backup(Store *store, const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Erase a response for good (values, special, texts); an audit line without answers stays.
 * Errors: false and ERROR_NOT_FOUND or ERROR_STORE. */
bool care_erase(Store *store, const char *survey_id, const char *reference,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
