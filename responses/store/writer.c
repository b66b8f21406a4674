#include "responses/store/writer.h"
#include "base/error.h"
#include "base/limits.h"
#include "responses/store/store-files.h"
#include <pthread.h>

#include "base/banned.h"

/* Three jobs on their way. While the thread is busy, A and B arrive for survey w and C for survey v; nobody is answered yet. When
 * it is free, it gathers all three and writes file by file, in the order in which each first occurs:
 *
 *     w.db   BEGIN IMMEDIATE, SAVEPOINT, A, RELEASE, SAVEPOINT, B, RELEASE, COMMIT      one sync for both
 *     v.db   BEGIN IMMEDIATE, SAVEPOINT, C, RELEASE, COMMIT
 *     then   A, B and C are freed and answered, in the order of their arrival
 *
 * B fails by itself (its reference is taken): ROLLBACK TO its savepoint, and the transaction goes on and is committed. A is
 * stored; B is answered STORE_FAILED with the reason.
 *
 * The whole transaction of w.db is lost (its COMMIT fails; or SQLite gave it up while B was written, disk full): none of it
 * is there, so what A's receipt said is forgotten and each job gets a transaction of its own: A is written again and
 * committed, B alone again. If B's transaction is lost once more, B alone is answered STORE_FAILED, and the health page says that the
 * store fails, until a batch goes through. C's file is not touched by any of this; but nobody is answered before all files of the
 * batch are done, so A waits for C. What arrives meanwhile is the next batch. */

struct Writer {
    char *directory;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards everything down to is_failing */
    pthread_cond_t has_work;
    pthread_cond_t has_ended; /* a task has */
    GQueue jobs;
    GQueue tasks;
    GQueue
        held_jobs; /* taken from the queue for a survey that is being imported into: they wait for its end */
    GQueue held_tasks; /* the same */
    size_t n_running;  /* jobs taken from the queue and not written yet */
    bool is_stopping;
    uint64_t n_committed;
    bool is_failing;
    Db *engine;        /* this and what follows: the writer's thread alone */
    GHashTable *files; /* survey id to SurveyFile */
    bool met_import;   /* the task that runs asked for a file that is being imported into */
};

char *writer_survey_path(const char *directory, const char *survey_id)
{
    g_autofree char *name = g_strconcat(survey_id, ".db", NULL);
    return g_build_filename(directory, name, NULL);
}

bool writer_id_is_name(const char *id)
{
    for (const char *c = id; *c != '\0'; c++) {
        if (!g_ascii_isalnum(*c) && *c != '-' && *c != '_')
            return false;
    }
    return *id != '\0' && g_strcmp0(id, "engine") != 0;
}

/* ---- Files ---- */

/* Move everything from the log into the file, as it is closed. */
static void checkpoint(Db *db)
{
    sqlite3_wal_checkpoint_v2(db_connection(db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static void survey_file_free(void *data)
{
    SurveyFile *file = data;
    g_ptr_array_unref(file->wides);
    checkpoint(file->db);
    db_close(file->db);
    g_free(file->survey_id);
    g_free(file);
}

static void wide_free_data(void *data)
{
    wide_free(data);
}

static bool is_importing(const Writer *writer, const char *survey_id)
{
    const SurveyFile *file = g_hash_table_lookup(writer->files, survey_id);
    return file != NULL && file->is_importing;
}

static void say_not_found(const Writer *writer, const char *survey_id, GError **error)
{
    error_set(error, ERROR_NOT_FOUND, "there is no survey '%s' in %s", survey_id,
              writer->directory);
}

/* Open what is there; only a survey that the registry does not know is made. */
static Db *open_db(Writer *writer, const char *survey_id, bool create, GError **error)
{
    bool is_known = false;
    g_autoptr(GError) reason = NULL;
    if (!store_files_know(writer->engine, survey_id, &is_known, error))
        return NULL;
    if (!is_known && create)
        return store_files_make(writer->directory, survey_id, error);
    Db *db = store_files_open(writer->directory, survey_id, DB_KEEPER, &reason);
    if (db != NULL)
        return db;
    if (is_known || !g_error_matches(reason, SOUNDINGS_ERROR, ERROR_LOST))
        g_propagate_error(error, g_steal_pointer(&reason));
    else
        say_not_found(writer, survey_id, error);
    return NULL;
}

static SurveyFile *open_file(Writer *writer, const char *survey_id, bool create, GError **error)
{
    if (!writer_id_is_name(survey_id)) {
        say_not_found(writer, survey_id, error);
        return NULL;
    }
    Db *db = open_db(writer, survey_id, create, error);
    if (db == NULL)
        return NULL;
    sqlite3_wal_autocheckpoint(db_connection(db), 1000);
    SurveyFile *file = g_new0(SurveyFile, 1);
    file->survey_id = g_strdup(survey_id);
    file->db = db;
    file->wides = g_ptr_array_new_with_free_func(wide_free_data);
    g_hash_table_insert(writer->files, file->survey_id, file);
    return file;
}

SurveyFile *writer_file(Writer *writer, const char *survey_id, bool create, GError **error)
{
    SurveyFile *file = g_hash_table_lookup(writer->files, survey_id);
    if (file == NULL)
        return open_file(writer, survey_id, create, error);
    if (!file->is_importing)
        return file;
    writer->met_import = true;
    error_set(error, ERROR_BUSY, "an import into '%s' is running", survey_id);
    return NULL;
}

SurveyFile *writer_begin_import(Writer *writer, const char *survey_id, GError **error)
{
    SurveyFile *file = writer_file(writer, survey_id, false, error);
    if (file == NULL || !db_begin(file->db, error))
        return NULL;
    file->is_importing = true;
    return file;
}

SurveyFile *writer_importing_file(Writer *writer, const char *survey_id)
{
    SurveyFile *file = g_hash_table_lookup(writer->files, survey_id);
    g_assert(file != NULL && file->is_importing);
    return file;
}

/* Put what was held back before what came later. */
static void let_go(GQueue *held, GQueue *to)
{
    while (!g_queue_is_empty(held))
        g_queue_push_head(to, g_queue_pop_tail(held));
}

void writer_end_import(Writer *writer, SurveyFile *file)
{
    file->is_importing = false;
    pthread_mutex_lock(&writer->mutex);
    let_go(&writer->held_jobs, &writer->jobs);
    let_go(&writer->held_tasks, &writer->tasks);
    pthread_mutex_unlock(&writer->mutex);
}

Db *writer_engine(Writer *writer)
{
    return writer->engine;
}

Wide *writer_file_wide(SurveyFile *file, const Survey *survey, GError **error)
{
    for (size_t i = 0; i < file->wides->len; i++) {
        Wide *wide = g_ptr_array_index(file->wides, i);
        if (wide_is_of(wide, survey))
            return wide;
    }
    Wide *wide = wide_bind(file->db, survey, error);
    if (wide != NULL)
        g_ptr_array_add(file->wides, wide);
    return wide;
}

void writer_file_forget(SurveyFile *file)
{
    g_ptr_array_set_size(file->wides, 0);
}

/* ---- Batches ---- */

static void job_free(Job *job)
{
    g_free(job->failure);
    job->free(job);
}

/* Free the job, then answer: what was lent to it until done (the survey) may go with the answer. */
static void job_answer(Job *job)
{
    const StoreReceipt receipt = job->receipt; /* its message is the failure's words */
    StoreDone done = job->done;
    void *arg = job->arg;
    g_autofree char *failure = g_steal_pointer(&job->failure);
    job_free(job);
    if (done != NULL)
        done(&receipt, arg);
}

static void job_fail(Job *job, const GError *reason)
{
    job->receipt.status = STORE_FAILED;
    g_free(job->failure);
    job->failure = g_strdup(reason->message);
    job->receipt.message = job->failure;
}

/* The job's file with the batch's transaction open. */
static SurveyFile *batch_file(Writer *writer, const Job *job, GError **error)
{
    SurveyFile *file = writer_file(writer, job->survey_id, false, error);
    if (file == NULL)
        return NULL;
    if (!file->in_batch && !db_begin(file->db, error))
        return NULL;
    file->in_batch = true;
    return file;
}

/* Write one job inside its savepoint. False when the file's whole transaction is lost. */
static bool write_job(Job *job, SurveyFile *file)
{
    g_autoptr(GError) reason = NULL;
    if (!db_savepoint(file->db, &reason)) {
        job_fail(job, reason);
        return false;
    }
    if (job->write(job, file, &reason) && db_release(file->db, &reason))
        return true;
    g_assert(reason != NULL);
    job_fail(job, reason);
    if (sqlite3_get_autocommit(db_connection(file->db)) != 0)
        return false; /* SQLite itself gave the transaction up: disk full, out of memory, I/O */
    db_rollback_savepoint(file->db);
    return true;
}

/* End the transaction of a file: commit it if it is to be kept. False when it is lost. */
static bool end_file(SurveyFile *file, bool is_kept, GError **error)
{
    file->in_batch = false;
    if (is_kept && db_commit(file->db, error))
        return true;
    if (sqlite3_get_autocommit(db_connection(file->db)) == 0)
        db_rollback(file->db);
    return false;
}

/* Write one job in a transaction of its own. */
static bool write_alone(Writer *writer, Job *job)
{
    g_autoptr(GError) reason = NULL;
    SurveyFile *file = batch_file(writer, job, &reason);
    if (file == NULL) {
        job_fail(job, reason);
        return g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND) ||
               g_error_matches(reason, SOUNDINGS_ERROR, ERROR_LOST);
    }
    bool is_kept = write_job(job, file);
    if (end_file(file, is_kept, &reason))
        return true;
    if (job->receipt.status != STORE_FAILED)
        job_fail(job, reason);
    return false;
}

/* Write the jobs of one file in one transaction; when that is lost, each alone.
 * Returns whether the disk and the database are well. */
static bool write_group(Writer *writer, GPtrArray *jobs)
{
    g_autoptr(GError) reason = NULL;
    SurveyFile *file = batch_file(writer, g_ptr_array_index(jobs, 0), &reason);
    if (file != NULL) {
        bool is_kept = true;
        for (size_t i = 0; is_kept && i < jobs->len; i++)
            is_kept = write_job(g_ptr_array_index(jobs, i), file);
        if (end_file(file, is_kept, &reason))
            return true;
    }
    bool is_well = true;
    for (size_t i = 0; i < jobs->len; i++) {
        Job *job = g_ptr_array_index(jobs, i);
        job->receipt = (StoreReceipt){0};
        is_well = write_alone(writer, job) && is_well;
    }
    return is_well;
}

/* Write a batch, one transaction a file, then answer. */
static void write_batch(Writer *writer, GPtrArray *batch)
{
    g_autoptr(GPtrArray) rest = g_ptr_array_copy(batch, NULL, NULL);
    bool is_well = true;
    uint64_t n_stored = 0;
    while (rest->len > 0) {
        const char *survey_id = ((Job *)g_ptr_array_index(rest, 0))->survey_id;
        g_autoptr(GPtrArray) group = g_ptr_array_new();
        g_autoptr(GPtrArray) others = g_ptr_array_new();
        for (size_t i = 0; i < rest->len; i++) {
            Job *job = g_ptr_array_index(rest, i);
            g_ptr_array_add(g_str_equal(job->survey_id, survey_id) ? group : others, job);
        }
        is_well = write_group(writer, group) && is_well;
        g_ptr_array_unref(rest);
        rest = g_steal_pointer(&others);
    }
    for (size_t i = 0; i < batch->len; i++)
        n_stored += ((Job *)g_ptr_array_index(batch, i))->receipt.status == STORED ? 1 : 0;
    /* Counted before it is answered: who has a receipt finds it in the health page. */
    pthread_mutex_lock(&writer->mutex);
    writer->n_committed += n_stored;
    writer->n_running = 0;
    writer->is_failing = !is_well;
    pthread_mutex_unlock(&writer->mutex);
    for (size_t i = 0; i < batch->len; i++)
        job_answer(g_ptr_array_index(batch, i));
}

static void run_task(Writer *writer, Task *task)
{
    GError *error = NULL;
    writer->met_import = false;
    bool is_done = task->run(writer, task->arg, &error);
    pthread_mutex_lock(&writer->mutex);
    if (!is_done && writer->met_import) {
        g_clear_error(&error);
        g_queue_push_tail(&writer->held_tasks, task);
        pthread_mutex_unlock(&writer->mutex);
        return;
    }
    task->is_done = is_done;
    task->error = error;
    task->is_ended = true;
    pthread_cond_broadcast(&writer->has_ended);
    pthread_mutex_unlock(&writer->mutex);
}

/* Take as many jobs as wait, at most LIMIT_BATCH; those of a survey that is being imported into are held. */
static void gather(Writer *writer, GPtrArray *batch)
{
    while (batch->len < LIMIT_BATCH && !g_queue_is_empty(&writer->jobs)) {
        Job *job = g_queue_pop_head(&writer->jobs);
        if (is_importing(writer, job->survey_id))
            g_queue_push_tail(&writer->held_jobs, job);
        else
            g_ptr_array_add(batch, job);
    }
}

/* The thread: tasks first, they are rare; then jobs. */
static void *writer_run(void *data)
{
    Writer *writer = data;
    g_autoptr(GPtrArray) batch = g_ptr_array_sized_new(LIMIT_BATCH);
    while (true) {
        pthread_mutex_lock(&writer->mutex);
        while (!writer->is_stopping && g_queue_is_empty(&writer->jobs) &&
               g_queue_is_empty(&writer->tasks))
            pthread_cond_wait(&writer->has_work, &writer->mutex);
        Task *task = g_queue_pop_head(&writer->tasks);
        if (task == NULL)
            gather(writer, batch);
        writer->n_running = batch->len;
        bool is_over = writer->is_stopping && g_queue_is_empty(&writer->jobs);
        pthread_mutex_unlock(&writer->mutex);
        if (task != NULL)
            run_task(writer, task);
        else if (batch->len > 0)
            write_batch(writer, batch);
        else if (is_over)
            return NULL;
        g_ptr_array_set_size(batch, 0);
    }
}

/* ---- From other threads ---- */

Writer *writer_start(const char *directory, GError **error)
{
    Db *engine = store_files_open_engine(directory, DB_WRITER, error);
    if (engine == NULL)
        return NULL;
    Writer *writer = g_new0(Writer, 1);
    writer->directory = g_strdup(directory);
    writer->engine = engine;
    writer->files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, survey_file_free);
    g_queue_init(&writer->jobs);
    g_queue_init(&writer->tasks);
    g_queue_init(&writer->held_jobs);
    g_queue_init(&writer->held_tasks);
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_cond_init(&writer->has_work, NULL);
    pthread_cond_init(&writer->has_ended, NULL);
    int failed = pthread_create(&writer->thread, NULL, writer_run, writer);
    g_assert(failed == 0);
    return writer;
}

void writer_stop(Writer *writer)
{
    if (writer == NULL)
        return;
    pthread_mutex_lock(&writer->mutex);
    writer->is_stopping = true;
    pthread_cond_signal(&writer->has_work);
    pthread_mutex_unlock(&writer->mutex);
    pthread_join(writer->thread, NULL);
    /* An import ends before its store does, so nothing waits for one. */
    g_assert(g_queue_is_empty(&writer->held_jobs) && g_queue_is_empty(&writer->held_tasks));
    g_hash_table_unref(writer->files);
    checkpoint(writer->engine);
    db_close(writer->engine);
    pthread_cond_destroy(&writer->has_ended);
    pthread_cond_destroy(&writer->has_work);
    pthread_mutex_destroy(&writer->mutex);
    g_free(writer->directory);
    g_free(writer);
}

bool writer_queue(Writer *writer, Job *job, GError **error)
{
    pthread_mutex_lock(&writer->mutex);
    bool is_full =
        writer->jobs.length + writer->held_jobs.length >= LIMIT_QUEUE || writer->is_stopping;
    if (!is_full) {
        g_queue_push_tail(&writer->jobs, job);
        pthread_cond_signal(&writer->has_work);
    }
    pthread_mutex_unlock(&writer->mutex);
    if (!is_full)
        return true;
    job_free(job);
    error_set(error, ERROR_BUSY, "%d submissions are waiting already: try again in a moment",
              LIMIT_QUEUE);
    return false;
}

void writer_begin_task(Writer *writer, Task *task)
{
    pthread_mutex_lock(&writer->mutex);
    task->is_begun = true;
    task->is_ended = false;
    task->is_done = false;
    task->error = NULL;
    g_queue_push_tail(&writer->tasks, task);
    pthread_cond_signal(&writer->has_work);
    pthread_mutex_unlock(&writer->mutex);
}

bool writer_end_task(Writer *writer, Task *task, GError **error)
{
    g_assert(task->is_begun);
    pthread_mutex_lock(&writer->mutex);
    while (!task->is_ended)
        pthread_cond_wait(&writer->has_ended, &writer->mutex);
    pthread_mutex_unlock(&writer->mutex);
    task->is_begun = false;
    if (task->error != NULL)
        g_propagate_error(error, g_steal_pointer(&task->error));
    return task->is_done;
}

bool writer_do(Writer *writer, bool (*run)(Writer *, void *, GError **), void *arg, GError **error)
{
    Task task = {.run = run, .arg = arg};
    writer_begin_task(writer, &task);
    return writer_end_task(writer, &task, error);
}

void writer_health(Writer *writer, StoreHealth *out)
{
    pthread_mutex_lock(&writer->mutex);
    out->n_queued = writer->jobs.length + writer->held_jobs.length + writer->n_running;
    out->n_committed = writer->n_committed;
    out->is_failing = writer->is_failing;
    pthread_mutex_unlock(&writer->mutex);
}
