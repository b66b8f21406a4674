#include "responses/paper/keying-rows.h"
#include "base/error.h"
#include "responses/store/statements.h"
#include <string.h>

#include "base/banned.h"

int keying_row_find(Db *db, unsigned serial, unsigned pass, KeyingRow *out, GError **error)
{
    sqlite3_stmt *find = db_bind(db, KEYING_FIND, INT(serial), INT(pass));
    int step = db_step(db, find, error);
    if (step == 1)
        *out = (KeyingRow){
            .who = g_strdup((const char *)sqlite3_column_text(find, 0)),
            .moment = sqlite3_column_int64(find, 1),
            .asks_second = sqlite3_column_int(find, 2) != 0,
            .n_different = (unsigned)sqlite3_column_int64(find, 3),
            .words = g_strdup((const char *)sqlite3_column_text(find, 4)),
        };
    sqlite3_reset(find);
    return step;
}

void keying_row_clear(KeyingRow *row)
{
    g_clear_pointer(&row->who, g_free);
    g_clear_pointer(&row->words, g_free);
}

void keying_digest(unsigned serial, unsigned pass, const char *who, const char *words,
                   uint8_t out[DIGEST_BYTES])
{
    Digest digest;
    g_autofree char *head = g_strdup_printf("form %u keying %u by %s", serial, pass, who);
    digest_begin_words(&digest, head);
    digest_add_words(&digest, 0, words, strlen(words));
    digest_end(&digest, out);
}

bool keying_row_add(Db *db, unsigned serial, unsigned pass, const KeyingRow *row, unsigned n_fields,
                    GError **error)
{
    uint8_t digest[DIGEST_BYTES];
    keying_digest(serial, pass, row->who, row->words, digest);
    return db_run_with(db, error, KEYING_ADD, INT(serial), INT(pass), TEXT(row->who),
                       INT(row->moment), INT(row->asks_second ? 1 : 0), INT(n_fields),
                       INT(row->n_different), TEXT(row->words), BLOB(digest, sizeof digest));
}
