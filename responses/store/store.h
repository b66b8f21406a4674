/* What is kept: definitions as published, responses, drafts. It speaks of these, never of SQL.
 *
 * The story. A store is a directory: SURVEY.db for each survey, engine.db for the registry. One process may write
 * (STORE_WRITE takes the lock of the directory); any number may read. The writer owns one thread and one connection, and does
 * every write and every checkpoint in it. Jobs are queued (bounded), gathered into one transaction, and answered only after the
 * commit is durable: a `done` that says STORED means that a power cut cannot lose it.
 *
 *     publish a Survey -> submit Answers (asynchronous) -> scan blocks of columns
 *                      -> save and load a resident's draft, encrypted under their own token
 *
 * Every response carries the version of the definition it answered, its channel, its moment, and a digest of each of its parts
 * (ordinary, special, text), so that damage is found by `care_verify` (responses/care/care.h) and not by a reader of a chart.
 *
 * Whatever is asked of a survey whose file is missing, empty or another's is ERROR_LOST; nothing is made in its place
 * (responses/store/store-files.h).
 * In store.c, store-definitions.c, store-drafts.c, store-import.c, store-scan.c and store-submit.c. */
#pragma once

#include "base/secret.h"
#include "forms/answers/answers.h"
#include "forms/survey/survey.h"
#include "responses/store/channel.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { STORE_READ, STORE_WRITE } StoreMode;

typedef struct Store Store;

enum { REFERENCE_BYTES = 24, SUBMIT_KEY_BYTES = 16 }; /* REFERENCE_BYTES with its NUL */

/* Open a store, which must be its user's alone (base/private.h); STORE_WRITE creates the directory, takes its lock and starts
 * the writer thread.
 * Errors: NULL and ERROR_BUSY (somebody else writes: the message says so), ERROR_LOST (files of surveys, and no registry),
 * ERROR_STORE, ERROR_FILE.
 * Returns: yours (end with store_close).   Threads: all calls from any thread unless said otherwise. */
Store *store_open(const char *address, StoreMode mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Finish what is queued, checkpoint, release the lock. Accepts NULL. */
void store_close(Store *store);

/* ---- Definitions ---- */

/* Publish a definition: its tables are made or extended (additive only), its source is kept whole.
 * The same id and version with another hash replaces the old one while it has no responses.
 * Errors: ERROR_CONFLICT naming the rule it breaks (frozen version; a later version that changes a type, reuses or deletes a
 * code, moves scale ends, lowers a maximum, drops a name); ERROR_DEFINITION when a todo remains; ERROR_STORE. */
bool store_publish(Store *store, const Survey *survey, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The published definition of a survey, its newest version when version is 0, read and checked again.
 * Errors: NULL and ERROR_NOT_FOUND (naming the surveys that are there) or ERROR_STORE.   Returns: yours (free with survey_free). */
Survey *store_load_survey(Store *store, const char *survey_id, unsigned version,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ids of all surveys in the store, sorted, NULL-terminated.
 * Errors: NULL and ERROR_STORE.   Returns: yours (free with g_strfreev). */
char **store_survey_ids(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Responses ---- */

typedef enum {
    STORED, /* durable */
    STORED_REPEATED, /* the same submit key came before: this is the first one's reference; nothing was added */
    STORE_REFUSED, /* conflict: the draft moved on in another tab (drafts), the reference is taken (import) */
    STORE_FAILED /* not stored: disk full, damage; the message says which */
} StoreStatus;

typedef struct {
    StoreStatus status;
    char reference[REFERENCE_BYTES]; /* submissions */
    unsigned revision;               /* drafts: the new one */
    const char *message;             /* for operators, or NULL; lent for the call */
} StoreReceipt;

/* Called in the writer's thread, exactly once for each accepted job; must not block or call the store. */
typedef void (*StoreDone)(const StoreReceipt *receipt, void *arg);

typedef struct {
    const Survey *survey; /* lent until done */
    Answers *answers;     /* settled; swallowed */
    Channel channel;
    const char *lang;          /* copied */
    int64_t moment;            /* seconds since 1970 */
    const char *reference;     /* NULL: one is made; copied */
    const uint8_t *submit_key; /* SUBMIT_KEY_BYTES, copied; NULL: a random one */
    const uint8_t *token;      /* TOKEN_BYTES of the draft that ends with it, copied; NULL: none */
} Submission;

/* Queue a response. Suspend the connection before calling: done may run at once.
 * Errors: false and ERROR_BUSY when the queue is full; then nothing was taken but the answers, which are freed. */
bool store_submit(Store *store, const Submission *submission, StoreDone done, void *arg,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Import: all rows given between begin and commit are stored in one transaction, or none. Synchronous, one at a time;
 * whatever else is to be written for that survey waits until it has ended. store_import_add swallows the answers and uses reference, moment, channel, lang as given.
 * Errors: ERROR_CONFLICT for a reference that is taken, ERROR_STORE. */
bool store_import_begin(Store *store, const Survey *survey,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_import_add(Store *store, const Submission *row,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_import_commit(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_import_abandon(Store *store);

/* ---- Drafts ---- */

/* A draft to save, under the resident's token (TOKEN_BYTES). expected_revision 0 makes a new one; done(receipt, arg) is called then. */
typedef struct {
    const Survey *survey;
    const uint8_t *token;
    const char *words;
    unsigned expected_revision;
    StoreDone done;
    void *arg;
} DraftSave;

/* Queue saving a draft under the resident's token (only its hash is kept; the words are encrypted under a key made from it).
 * expected_revision 0 makes a new one; otherwise it must be the revision that was loaded, else STORE_REFUSED.
 * Errors: false and ERROR_BUSY. */
bool store_draft_save(Store *store, const DraftSave *save,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    char *words; /* NULL once it was submitted */
    unsigned revision;
    unsigned version;                /* of the definition it answers */
    char reference[REFERENCE_BYTES]; /* "" until it was submitted */
} StoreDraft;

/* Load the draft of a token. Expired ones are not found.
 * Errors: false and ERROR_NOT_FOUND, ERROR_STORE.   Returns: *out is yours (free with store_draft_clear). */
bool store_draft_load(Store *store, const char *survey_id, const uint8_t token[TOKEN_BYTES],
                      StoreDraft *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_draft_clear(StoreDraft *draft);

/* ---- Reading ---- */

enum { STORE_BLOCK_ROWS = 1024 };

/* A block of responses, oldest first. Columns follow the variables of the survey given to store_scan. */
typedef struct {
    Columns columns;               /* versions is set */
    const char *const *references; /* one a row; NULL unless asked for */
    const int64_t *submitted;      /* moments; NULL unless asked for */
    const Channel *channels;
    const char *const *languages; /* NULL unless asked for */
    const char *const *const
        *texts; /* texts[variable][row], NULL where there are no words; NULL unless asked for */
} StoreBlock;

typedef bool (*StoreBlockFn)(const StoreBlock *block, void *arg, GError **error);

typedef enum { SCAN_VALUES = 0, SCAN_IDENTITY = 1, SCAN_TEXTS = 2 } StoreScanWith;

/* Hand all responses of a survey, as they stand at the call, to fn in blocks of at most STORE_BLOCK_ROWS rows.
 * `with` adds references, moments and languages, or texts. fn returns false to stop, with its error.
 * Errors: false and fn's error or ERROR_STORE.   Owns: a block is lent for the call.   Threads: any; fn runs in the caller's. */
bool store_scan(Store *store, const Survey *survey, unsigned with, StoreBlockFn fn, void *arg,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a cover page says. */
typedef struct {
    uint64_t n_responses;
    uint64_t by_channel[CHANNEL_COUNT];
    int64_t first, last; /* moments; 0 when there are none */
} StoreSummary;

/* Errors: false and ERROR_NOT_FOUND or ERROR_STORE. */
bool store_summarise(Store *store, const char *survey_id, StoreSummary *out,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Health ---- */

/* For /healthz: jobs waiting, whether the disk and the writer are well. */
typedef struct {
    size_t n_queued;
    uint64_t n_committed;
    bool is_failing;
} StoreHealth;
void store_health(Store *store, StoreHealth *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)
