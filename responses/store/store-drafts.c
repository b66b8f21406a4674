#include "responses/store/store-drafts.h"
#include "base/env.h"
#include "base/error.h"
#include "base/limits.h"
#include "responses/store/statements.h"
#include "responses/store/store-sqlite.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

typedef struct {
    Job job;
    unsigned version;
    unsigned expected;
    int64_t now;
    uint8_t hash[TOKEN_HASH_BYTES];
    uint8_t *sealed;
    size_t n_sealed;
} DraftJob;

void store_draft_hash_token(const uint8_t token[TOKEN_BYTES], uint8_t out[TOKEN_HASH_BYTES])
{
    static const char purpose[] = "soundings draft row";
    crypto_generichash(out, TOKEN_HASH_BYTES, token, TOKEN_BYTES, (const uint8_t *)purpose,
                       sizeof purpose);
}

/* The key that seals the words: another hash of the token, so that the row's key does not open it. */
static void seal_key(const uint8_t token[TOKEN_BYTES],
                     uint8_t out[static crypto_secretbox_KEYBYTES])
{
    static const char purpose[] = "soundings draft words";
    crypto_generichash(out, crypto_secretbox_KEYBYTES, token, TOKEN_BYTES, (const uint8_t *)purpose,
                       sizeof purpose);
}

static uint8_t *seal(const uint8_t token[TOKEN_BYTES], const char *words, size_t *out_length)
{
    size_t length = strlen(words);
    *out_length = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + length;
    uint8_t *sealed = g_malloc(*out_length);
    uint8_t key[crypto_secretbox_KEYBYTES];
    seal_key(token, key);
    env_random(sealed, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, (const uint8_t *)words, length,
                          sealed, key);
    sodium_memzero(key, sizeof key);
    return sealed;
}

/* The words of sealed bytes; NULL when the token does not open them or they are damaged. */
static char *unseal(const uint8_t token[TOKEN_BYTES], const uint8_t *sealed, size_t n)
{
    size_t head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (n < head)
        return NULL;
    g_autofree char *words = g_malloc0(n - head + 1);
    uint8_t key[crypto_secretbox_KEYBYTES];
    seal_key(token, key);
    int failed = crypto_secretbox_open_easy((uint8_t *)words, sealed + crypto_secretbox_NONCEBYTES,
                                            n - crypto_secretbox_NONCEBYTES, sealed, key);
    sodium_memzero(key, sizeof key);
    return failed == 0 ? g_steal_pointer(&words) : NULL;
}

static void draft_free(Job *job)
{
    DraftJob *draft = (DraftJob *)job;
    g_free(draft->sealed);
    g_free(draft);
}

static bool refuse(Job *job, const char *message)
{
    job->receipt.status = STORE_REFUSED;
    job->receipt.message = message;
    return true;
}

/* A new draft; drafts that have expired go, an expired one under the same token too. */
static bool draft_add(DraftJob *draft, Db *db, GError **error)
{
    if (!db_run_with(db, error, DRAFT_PURGE, INT(draft->now)))
        return false;
    sqlite3_stmt *add =
        db_bind(db, DRAFT_ADD, BLOB(draft->hash, sizeof draft->hash), INT(draft->version),
                INT(draft->now + DRAFT_LIFE_S), BLOB(draft->sealed, draft->n_sealed));
    g_autoptr(GError) reason = NULL;
    if (db_run(db, add, &reason)) {
        draft->job.receipt.status = STORED;
        draft->job.receipt.revision = 1;
        return true;
    }
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_CONFLICT))
        return refuse(&draft->job, "there is a draft under this token already");
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

static bool draft_write(Job *job, SurveyFile *file, GError **error)
{
    DraftJob *draft = (DraftJob *)job;
    if (draft->expected == 0)
        return draft_add(draft, file->db, error);
    if (!db_run_with(file->db, error, DRAFT_UPDATE, BLOB(draft->hash, sizeof draft->hash),
                     INT(draft->version), INT(draft->now + DRAFT_LIFE_S),
                     BLOB(draft->sealed, draft->n_sealed), INT(draft->expected)))
        return false;
    if (db_changed(file->db) == 0)
        return refuse(job, "the draft was changed, submitted or deleted meanwhile");
    job->receipt.status = STORED;
    job->receipt.revision = draft->expected + 1;
    return true;
}

bool store_draft_save(Store *store, const DraftSave *save, GError **error)
{
    if (!store_needs_writer(store, error))
        return false;
    DraftJob *draft = g_new0(DraftJob, 1);
    draft->job.survey_id = save->survey->id;
    draft->job.write = draft_write;
    draft->job.free = draft_free;
    draft->job.done = save->done;
    draft->job.arg = save->arg;
    draft->version = save->survey->version;
    draft->expected = save->expected_revision;
    draft->now = env_now();
    store_draft_hash_token(save->token, draft->hash);
    draft->sealed = seal(save->token, save->words, &draft->n_sealed);
    return writer_queue(store->writer, &draft->job, error);
}

/* The draft of a row that DRAFT_FIND found. */
static bool draft_read(sqlite3_stmt *row, const uint8_t token[TOKEN_BYTES], StoreDraft *out,
                       GError **error)
{
    StoreDraft draft = {
        .version = (unsigned)sqlite3_column_int64(row, 0),
        .revision = (unsigned)sqlite3_column_int64(row, 1),
    };
    const char *reference = (const char *)sqlite3_column_text(row, 4);
    if (reference != NULL)
        g_strlcpy(draft.reference, reference, sizeof draft.reference);
    const uint8_t *sealed = sqlite3_column_blob(row, 3);
    if (sealed != NULL) {
        draft.words = unseal(token, sealed, (size_t)sqlite3_column_bytes(row, 3));
        if (draft.words == NULL) {
            error_set(error, ERROR_STORE, "a draft is damaged and cannot be read");
            return false;
        }
    }
    *out = draft;
    return true;
}

bool store_draft_load(Store *store, const char *survey_id, const uint8_t token[TOKEN_BYTES],
                      StoreDraft *out, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    if (db == NULL)
        return false;
    uint8_t hash[TOKEN_HASH_BYTES];
    store_draft_hash_token(token, hash);
    sqlite3_stmt *find = db_bind(db, DRAFT_FIND, BLOB(hash, sizeof hash));
    int step = db_step(db, find, error);
    bool is_done = false;
    if (step == 0 || (step == 1 && sqlite3_column_int64(find, 2) <= env_now()))
        error_set(error, ERROR_NOT_FOUND, "there is no draft under this token");
    else if (step == 1)
        is_done = draft_read(find, token, out, error);
    sqlite3_reset(find);
    store_give_back(store, survey_id, db);
    return is_done;
}

void store_draft_clear(StoreDraft *draft)
{
    g_clear_pointer(&draft->words, g_free);
}

bool store_draft_find_reference(Db *db, const uint8_t hash[TOKEN_HASH_BYTES], char **out_reference,
                                GError **error)
{
    sqlite3_stmt *find = db_bind(db, DRAFT_FIND, BLOB(hash, TOKEN_HASH_BYTES));
    int step = db_step(db, find, error);
    if (step >= 0)
        *out_reference = step == 1 ? g_strdup((const char *)sqlite3_column_text(find, 4)) : NULL;
    sqlite3_reset(find);
    return step >= 0;
}

bool store_draft_end(Db *db, const uint8_t hash[TOKEN_HASH_BYTES], const char *reference,
                     GError **error)
{
    return db_run_with(db, error, DRAFT_SUBMITTED, BLOB(hash, TOKEN_HASH_BYTES), TEXT(reference));
}
