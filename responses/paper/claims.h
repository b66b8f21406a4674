/* Whose a form is to key, as the writer asks it in its open transaction: for claiming it, and again when it comes keyed. */
#pragma once

#include "responses/paper/form-rows.h"
#include "responses/paper/keyings.h"

/* Has nobody else claimed it?
 * Errors: ERROR_CONFLICT, naming who has it and since when. */
bool claim_is_free(const PaperFormRow *row, const char *who, GError **error);

/* Is it before the end of keying?
 * Errors: ERROR_CONFLICT, ERROR_STORE. */
bool claim_is_in_time(Db *db, const Act *act, GError **error);

/* Which keying of a form is theirs to do: 1 or 2.
 * Errors: ERROR_CONFLICT (void, keyed already, keyed by themselves), ERROR_STORE. */
bool claim_pass(Db *db, const PaperFormRow *row, const char *who, unsigned *out_pass,
                GError **error);

/* Did this person key the form, the first or the second time?
 * Errors: ERROR_STORE. */
bool claim_is_keyed_by(Db *db, unsigned serial, const char *who, bool *out_is, GError **error);
