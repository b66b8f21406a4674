/* What care_verify looks at in the tables of paper: that forms, keyings, responses, receipts and the audit belong together. */
#pragma once

#include "base/db.h"
#include <stdbool.h>

/* Check the survey's file; each finding is a sentence for `report`.
 * Errors: false and ERROR_STORE when it cannot be read. */
bool care_verify_paper(Db *db, void (*report)(const char *finding, void *arg), void *arg,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
