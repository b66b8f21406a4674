#include "base/env.h"
#include "base/error.h"
#include "responses/store/reference.h"
#include "responses/store/statements.h"
#include "responses/store/store-drafts.h"
#include "responses/store/store-sqlite.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    Job job;
    const Survey *survey;
    Answers *answers;
    Channel channel;
    char *lang;
    int64_t moment;
    char *reference; /* NULL: one is made */
    uint8_t key[SUBMIT_KEY_BYTES];
    bool has_token;
    uint8_t token_hash[TOKEN_HASH_BYTES];
} SubmitJob;

static void submit_free(Job *job)
{
    SubmitJob *submit = (SubmitJob *)job;
    answers_free(submit->answers);
    g_free(submit->lang);
    g_free(submit->reference);
    g_free(submit);
}

static void receipt_set(StoreReceipt *receipt, StoreStatus status, const char *reference)
{
    receipt->status = status;
    g_strlcpy(receipt->reference, reference, REFERENCE_BYTES);
}

/* Was the key stored before? 1 yes, and the receipt says which response it is; 0 no; -1 an error. */
static int find_repeated(SubmitJob *submit, Db *db, GError **error)
{
    sqlite3_stmt *statement = db_bind(db, REFERENCE_OF_KEY, BLOB(submit->key, sizeof submit->key));
    int step = db_step(db, statement, error);
    if (step == 1)
        receipt_set(&submit->job.receipt, STORED_REPEATED,
                    (const char *)sqlite3_column_text(statement, 0));
    sqlite3_reset(statement);
    if (step != 0 || !submit->has_token)
        return step;
    g_autofree char *reference = NULL;
    if (!store_draft_find_reference(db, submit->token_hash, &reference, error))
        return -1;
    if (reference != NULL)
        receipt_set(&submit->job.receipt, STORED_REPEATED, reference);
    return reference == NULL ? 0 : 1;
}

static bool submit_write(Job *job, SurveyFile *file, GError **error)
{
    SubmitJob *submit = (SubmitJob *)job;
    int repeated = find_repeated(submit, file->db, error);
    if (repeated != 0)
        return repeated > 0;
    Wide *wide = writer_file_wide(file, submit->survey, error);
    if (wide == NULL)
        return false;
    char made[REFERENCE_BYTES];
    uint8_t random[10];
    env_random(random, sizeof random);
    reference_make(random, made);
    Identity identity = {
        .reference = submit->reference != NULL ? submit->reference : made,
        .submitted = submit->moment,
        .channel = submit->channel,
        .version = submit->survey->version,
        .language = submit->lang,
    };
    if (!wide_insert(wide, &identity, submit->key, submit->answers->values, submit->answers->texts,
                     error))
        return false;
    if (submit->has_token &&
        !store_draft_end(file->db, submit->token_hash, identity.reference, error))
        return false;
    receipt_set(&job->receipt, STORED, identity.reference);
    return true;
}

bool store_submit(Store *store, const Submission *submission, StoreDone done, void *arg,
                  GError **error)
{
    g_autoptr(Answers) answers = submission->answers;
    if (!store_needs_writer(store, error))
        return false;
    SubmitJob *submit = g_new0(SubmitJob, 1);
    submit->job.survey_id = submission->survey->id;
    submit->job.write = submit_write;
    submit->job.free = submit_free;
    submit->job.done = done;
    submit->job.arg = arg;
    submit->survey = submission->survey;
    submit->answers = g_steal_pointer(&answers);
    submit->channel = submission->channel;
    submit->lang = g_strdup(submission->lang);
    submit->moment = submission->moment;
    submit->reference = g_strdup(submission->reference);
    if (submission->submit_key != NULL)
        memcpy(submit->key, submission->submit_key, sizeof submit->key);
    else
        env_random(submit->key, sizeof submit->key);
    if (submission->token != NULL) {
        submit->has_token = true;
        store_draft_hash_token(submission->token, submit->token_hash);
    }
    return writer_queue(store->writer, &submit->job, error);
}
