#include "responses/paper/batches.h"
#include "base/day.h"
#include "base/error.h"
#include "base/text.h"
#include "responses/paper/form-rows.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"

#include "base/banned.h"

/* Columns of BATCH_LIST. */
enum {
    BATCH_ID,
    BATCH_NAME,
    BATCH_WHEN,
    BATCH_WHEN_CLOSED,
    BATCH_DESTROY_BY,
    BATCH_WHEN_DESTROYED,
    BATCH_N_RECEIVED,
    BATCH_N_KEYED,
    BATCH_N_VOID,
    BATCH_N_TO_VERIFY,
    BATCH_N_DISPUTED,
    BATCH_N_FLAGGED
};

static BatchState state_of(const Batch *batch)
{
    if (batch->destroyed != 0)
        return BATCH_DESTROYED;
    if (batch->closed != 0)
        return BATCH_CLOSED;
    if (batch->n_keyed + batch->n_void < batch->n_received)
        return BATCH_RECEIVED;
    bool is_left = batch->n_to_verify + batch->n_disputed + batch->n_flagged > 0;
    return is_left ? BATCH_KEYED : BATCH_VERIFIED;
}

static unsigned number(sqlite3_stmt *row, int column)
{
    return (unsigned)sqlite3_column_int64(row, column);
}

static Batch *take_batch(sqlite3_stmt *row)
{
    Batch *batch = g_new0(Batch, 1);
    batch->name = g_strdup((const char *)sqlite3_column_text(row, BATCH_NAME));
    batch->received = sqlite3_column_int64(row, BATCH_WHEN);
    batch->closed = sqlite3_column_int64(row, BATCH_WHEN_CLOSED);
    batch->destroy_by = sqlite3_column_int64(row, BATCH_DESTROY_BY);
    batch->destroyed = sqlite3_column_int64(row, BATCH_WHEN_DESTROYED);
    batch->n_received = number(row, BATCH_N_RECEIVED);
    batch->n_keyed = number(row, BATCH_N_KEYED);
    batch->n_void = number(row, BATCH_N_VOID);
    batch->n_to_verify = number(row, BATCH_N_TO_VERIFY);
    batch->n_disputed = number(row, BATCH_N_DISPUTED);
    batch->n_flagged = number(row, BATCH_N_FLAGGED);
    batch->state = state_of(batch);
    return batch;
}

void batch_free(Batch *batch)
{
    if (batch == NULL)
        return;
    g_free(batch->name);
    g_free(batch);
}

static void batch_free_data(void *data)
{
    batch_free(data);
}

/* The batches of that name (any case), or all. */
static GPtrArray *list(Db *db, const char *name, GError **error)
{
    g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func(batch_free_data);
    sqlite3_stmt *rows = db_bind(db, BATCH_LIST, TEXT(name));
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1)
        g_ptr_array_add(batches, take_batch(rows));
    sqlite3_reset(rows);
    return step < 0 ? NULL : g_steal_pointer(&batches);
}

/* The one batch of that name. */
static Batch *find(Db *db, const char *survey_id, const char *name, GError **error)
{
    g_autoptr(GPtrArray) batches = list(db, name, error);
    if (batches == NULL)
        return NULL;
    if (batches->len == 0) {
        error_set(error, ERROR_NOT_FOUND,
                  "survey '%s' has no batch %s: look at its name again, or receive its forms first",
                  survey_id, name);
        return NULL;
    }
    return g_ptr_array_steal_index(batches, 0);
}

GPtrArray *batches_list(Store *store, const char *survey_id, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    GPtrArray *batches = db == NULL ? NULL : list(db, NULL, error);
    store_give_back(store, survey_id, db);
    return batches;
}

Batch *batch_load(Store *store, const char *survey_id, const char *name, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    Batch *batch = db == NULL ? NULL : find(db, survey_id, name, error);
    store_give_back(store, survey_id, db);
    return batch;
}

/* ---- Closing and destroying ---- */

typedef struct {
    const char *survey_id, *name;
    const char *keep_paper; /* closing: a duration, or NULL */
    const Act *act;
} BatchChange;

static void add_lack(GString *lacks, unsigned n, const char *one, const char *many)
{
    if (n == 0)
        return;
    g_string_append(lacks, lacks->len == 0 ? " " : "; ");
    text_append_count(lacks, n);
    g_string_append_printf(lacks, " %s", n == 1 ? one : many);
}

/* Refuse to close while anything is left, naming it. */
static bool is_complete(const Batch *batch, GError **error)
{
    if (batch->closed != 0) {
        g_autofree char *when = day_moment_words(batch->closed, MOMENT_TIME_DAY);
        error_set(error, ERROR_CONFLICT, "batch %s is closed already, since %s", batch->name, when);
        return false;
    }
    g_autoptr(GString) lacks = g_string_new(NULL);
    add_lack(lacks, batch->n_received - batch->n_keyed - batch->n_void,
             "form is neither keyed nor void", "forms are neither keyed nor void");
    add_lack(lacks, batch->n_to_verify, "is still to be keyed a second time",
             "are still to be keyed a second time");
    add_lack(lacks, batch->n_disputed, "has differences to settle", "have differences to settle");
    add_lack(lacks, batch->n_flagged, "has a note for the supervisor",
             "have a note for the supervisor");
    if (lacks->len == 0)
        return true;
    error_set(error, ERROR_CONFLICT, "batch %s cannot be closed: of %u received,%s", batch->name,
              batch->n_received, lacks->str);
    return false;
}

static bool run_with_name(Db *db, SurveyStatement statement, const char *name, int64_t first,
                          int64_t second, GError **error)
{
    return db_run(db, db_bind_some(db, statement, TEXT(name), INT(first), INT(second)), error);
}

static bool audit(Db *db, const BatchChange *change, const Batch *batch, const char *action,
                  const char *after, GError **error)
{
    AuditEntry line = {
        .moment = change->act->moment,
        .who = change->act->who,
        .action = action,
        .subject = batch->name,
        .after = after,
    };
    return audit_add(db, &line, error);
}

static bool run_close(SurveyFile *file, void *arg, GError **error)
{
    const BatchChange *change = arg;
    g_autoptr(Batch) batch = find(file->db, change->survey_id, change->name, error);
    if (batch == NULL || !is_complete(batch, error))
        return false;
    int64_t moment = change->act->moment;
    int64_t destroy_by = 0;
    if (change->keep_paper != NULL && !day_moment_after(moment, change->keep_paper, &destroy_by)) {
        error_set(error, ERROR_DATA,
                  "the definition keeps paper for '%s', which is not a span of time: write P6M for "
                  "six months",
                  change->keep_paper);
        return false;
    }
    g_autofree char *count = g_strdup_printf("received %u = keyed %u + void %u", batch->n_received,
                                             batch->n_keyed, batch->n_void);
    return run_with_name(file->db, BATCH_CLOSE, batch->name, moment, destroy_by, error) &&
           run_with_name(file->db, BATCH_FORGET_WORDS, batch->name, 0, 0, error) &&
           run_with_name(file->db, BATCH_FORGET_UNFINISHED, batch->name, 0, 0, error) &&
           audit(file->db, change, batch, "close", count, error);
}

bool batch_close(Store *store, const Survey *survey, const char *batch, const Act *act,
                 GError **error)
{
    BatchChange change = {
        .survey_id = survey->id,
        .name = batch,
        .keep_paper = survey->has_governance ? survey->governance.keep_paper : NULL,
        .act = act,
    };
    return store_change(store, survey->id, CHANGE_EMPTIES_LOG, run_close, &change, error);
}

static bool run_destroy(SurveyFile *file, void *arg, GError **error)
{
    const BatchChange *change = arg;
    g_autoptr(Batch) batch = find(file->db, change->survey_id, change->name, error);
    if (batch == NULL)
        return false;
    if (batch->closed == 0) {
        error_set(error, ERROR_CONFLICT,
                  "batch %s is not closed: close it before its paper is destroyed", batch->name);
        return false;
    }
    if (batch->destroyed != 0) {
        g_autofree char *when = day_moment_words(batch->destroyed, MOMENT_TIME_DAY);
        error_set(error, ERROR_CONFLICT, "the paper of batch %s was destroyed already, at %s",
                  batch->name, when);
        return false;
    }
    return run_with_name(file->db, BATCH_DESTROY, batch->name, change->act->moment, 0, error) &&
           audit(file->db, change, batch, "destroy", NULL, error);
}

bool batch_destroy(Store *store, const char *survey_id, const char *batch, const Act *act,
                   GError **error)
{
    BatchChange change = {.survey_id = survey_id, .name = batch, .act = act};
    return store_change(store, survey_id, CHANGE_KEEPS_LOG, run_destroy, &change, error);
}
