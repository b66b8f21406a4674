/* Rows of the table of keyings, and their digests: what storing, comparing and checking share. */
#pragma once

#include "base/db.h"
#include "responses/paper/keyings.h"
#include "responses/store/digest.h"

typedef struct {
    char *who;
    int64_t moment;
    bool asks_second;
    unsigned n_different;
    char *words; /* NULL once the batch is closed or the response erased */
} KeyingRow;

/* Load a keying: 1 it is there, 0 it is not, -1 and an error.
 * Errors: ERROR_STORE.   Returns: *out is yours (free with keying_row_clear). */
int keying_row_find(Db *db, unsigned serial, unsigned pass, KeyingRow *out, GError **error);
void keying_row_clear(KeyingRow *row);

/* Add a keying with its digest.
 * Errors: as db_step. */
bool keying_row_add(Db *db, unsigned serial, unsigned pass, const KeyingRow *row, unsigned n_fields,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The digest of what was typed, by whom, for which form.   Threads: any (pure). */
void keying_digest(unsigned serial, unsigned pass, const char *who, const char *words,
                   uint8_t out[DIGEST_BYTES]);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KeyingRow, keying_row_clear)
