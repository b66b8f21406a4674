/* Taking a response away for good, with everything that holds a piece of it: values, words, what was typed of its paper
 * form, old and new values of the audit, receipt codes. The form stays, and counts as keyed. */
#pragma once

#include "base/db.h"
#include "responses/paper/batches.h"

/* In the open transaction; the caller empties the log behind it (CHANGE_EMPTIES_LOG). A line of the audit names `action`
 * and the reference.
 * Errors: ERROR_NOT_FOUND, ERROR_STORE. */
bool response_erase(Db *db, const char *survey_id, const char *reference, const char *action,
                    const Act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;
