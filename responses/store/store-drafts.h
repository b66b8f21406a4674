/* Drafts, for the other files of this room: what ends with a submission. */
#pragma once

#include "base/db.h"
#include "responses/store/store.h"

enum { TOKEN_HASH_BYTES = 32 };

/* The key under which a token's draft is kept.   Threads: any (pure).   Source: BLAKE2b, RFC 7693. */
void store_draft_hash_token(const uint8_t token[TOKEN_BYTES], uint8_t out[TOKEN_HASH_BYTES]);

/* The reference of the response that the draft became, *out_reference NULL when it did not or there is none.
 * Errors: false and ERROR_STORE.   Returns: yours. */
bool store_draft_find_reference(Db *db, const uint8_t hash[TOKEN_HASH_BYTES], char **out_reference,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Delete the draft's words and keep the reference, in the transaction that stores the response.
 * Errors: false and ERROR_STORE. */
bool store_draft_end(Db *db, const uint8_t hash[TOKEN_HASH_BYTES], const char *reference,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
