/* The one thread that writes. It owns every read-write connection; jobs wait for it in a bounded queue, are gathered into
 * one transaction a file, and are answered after the commit. While one batch syncs, the next gathers: no timer. A batch
 * whose commit fails is tried again job by job, so that one bad job cannot fail its neighbours.
 *
 * A task (publishing, a block of an import, erasing) runs alone, between batches, with transactions of its own.
 *
 * An import is a row of tasks with one transaction over all of them. Jobs and tasks for the same survey are held until it
 * has ended, one way or the other, and then go on in their order; all others go on meanwhile. So a task asks for its files
 * (writer_file) before it changes anything: it may be begun again. */
#pragma once

#include "base/db.h"
#include "responses/store/store.h"
#include "responses/store/wide.h"

/* A survey's file as the writer's thread sees it. */
typedef struct {
    char *survey_id;
    Db *db;
    GPtrArray *wides;  /* of Wide: one for each definition that was used */
    bool in_batch;     /* a transaction of the current batch is open */
    bool is_importing; /* the transaction of an import is open: writer_begin_import */
} SurveyFile;

typedef struct Writer Writer;
typedef struct Job Job;

struct Job {
    const char *survey_id; /* lent until done */

    /* Do it inside the transaction and fill receipt (status and more). An error is a job that failed. */
    bool (*write)(Job *job, SurveyFile *file, GError **error);
    void (*free)(Job *job);
    StoreDone done; /* called once, after the commit */
    void *arg;
    StoreReceipt receipt;
    char *failure; /* why it failed: the receipt's message; the writer's */
};

/* Start the thread for the files of a directory.
 * Errors: NULL and ERROR_STORE or ERROR_FILE.   Returns: yours (end with writer_stop). */
Writer *writer_start(const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Finish what is queued, checkpoint and close every file. Accepts NULL. */
void writer_stop(Writer *writer);

/* Queue a job; it is freed after its done.
 * Errors: false and ERROR_BUSY when the queue is full; the job is freed without done.   Threads: any. */
bool writer_queue(Writer *writer, Job *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A task: `run` is called in the writer's thread. writer_begin_task returns at once, and writer_end_task waits for the
 * result; the task must stay where it is between them. writer_do is both.
 * Errors: those of run.   Threads: any. */
typedef struct {
    bool (*run)(Writer *writer, void *arg, GError **error);
    void *arg;
    bool is_begun, is_ended, is_done;
    GError *error;
} Task;
void writer_begin_task(Writer *writer, Task *task);
bool writer_end_task(Writer *writer, Task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool writer_do(Writer *writer, bool (*run)(Writer *, void *, GError **), void *arg,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Inside a task or job only: the file of a survey, which is opened, or made when `create` and the registry does not know
 * the survey (responses/store/store-files.h).
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_LOST, ERROR_STORE, ERROR_FILE.   Owns: the writer's. */
SurveyFile *writer_file(Writer *writer, const char *survey_id, bool create,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
Db *writer_engine(Writer *writer);

/* Inside a task of an import only: open its transaction over the tasks that follow; the file of an import that runs; end
 * it, after its commit or rollback.
 * Errors (begin): as writer_file.   Owns: the writer's. */
SurveyFile *writer_begin_import(Writer *writer, const char *survey_id,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
SurveyFile *writer_importing_file(Writer *writer, const char *survey_id);
void writer_end_import(Writer *writer, SurveyFile *file);

/* Inside a task or job only: the binding of a definition.
 * Errors: NULL and ERROR_STORE.   Owns: the file's. */
Wide *writer_file_wide(SurveyFile *file, const Survey *survey,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forget the bindings, because columns or registrations changed. */
void writer_file_forget(SurveyFile *file);

/* How it is.   Threads: any. */
void writer_health(Writer *writer, StoreHealth *out);

/* Can the id be the name of a file: letters, digits, dashes, underscores, and not "engine"?   Threads: any (pure). */
bool writer_id_is_name(const char *id);

/* DIRECTORY/SURVEY.db.   Returns: yours (free with g_free). */
char *writer_survey_path(const char *directory, const char *survey_id);
