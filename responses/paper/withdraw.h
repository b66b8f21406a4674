/* Receipt codes of responses, in the writer's open transaction. Only their hash is kept. */
#pragma once

#include "base/db.h"
#include "responses/store/store.h"
#include <stdbool.h>

/* Has the store a key of printed codes (withdraw_key_of)?   Threads: any. */
bool withdraw_key_is_made(const Store *store);

/* Keep the hash of a code, as receipt_normalise (forms/survey/receipt.h) gave it, for a response. Two residents may have chosen the
 * same word: one code can then stand for several responses.
 * Errors: false and ERROR_STORE. */
bool withdraw_keep_receipt(Db *db, const char *code, const char *reference,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
