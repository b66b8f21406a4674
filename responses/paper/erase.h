/* Taking a response away for good, with everything that holds a piece of it: values, words, what was typed of its paper
 * form, old and new values of the audit, receipt codes. The form stays, and counts as keyed.
 *
 * Where answers lie in a SURVEY.db: in `response`, `special` and `words`. What was typed lies in `keying` and `difference` too,
 * until the difference is settled and the batch closed, and what is not finished in `unfinished`, until it is; a clerk's notes
 * in `note`, until they are settled; old and new values of corrections in `audit_value`, as long as the response is there. All of
 * these are emptied in one transaction, with `secure_delete`, and then the log. Of receipt codes only a hash is kept. A draft is
 * encrypted under its resident's token, and has no words any more once it was sent. */
#pragma once

#include "base/db.h"
#include "responses/paper/batches.h"

/* In the open transaction; the caller empties the log behind it (CHANGE_EMPTIES_LOG). A line of the audit names `action`
 * and the reference.
 * Errors: ERROR_NOT_FOUND, ERROR_STORE. */
bool erase_response(Db *db, const char *survey_id, const char *reference, const char *action,
                    const Act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;
