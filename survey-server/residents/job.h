/* Something to be stored before a request is answered. Handlers make one and never wait: the listener suspends the
 * connection, queues the job and calls `finish` in a thread of its own once the writer has answered. */
#pragma once

#include "survey-server/http/reply.h"
#include "survey-server/residents/visit.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Context Context; /* survey-server/http/context.h */

typedef enum { JOB_SAVE_DRAFT, JOB_SUBMIT } JobKind;

/* What became of it, copied out of the writer's receipt. */
typedef struct {
    StoreStatus status;
    char reference[REFERENCE_BYTES];
    bool is_busy; /* the queue was full: nothing was even tried */
} JobOutcome;

/* Makes the reply; it may be another job. The job is freed after the call. */
typedef Reply *(*JobFinish)(const Request *request, Context *context, Job *job,
                            const JobOutcome *outcome);

struct Job {
    JobKind kind;
    Visit *visit;
    size_t page;      /* the page that was sent; JOURNEY_CHECK for check answers */
    unsigned attempt; /* how often it was tried before */
    JobFinish finish;
};

/* A job; swallows the visit.
 * Owns: the caller (job_free). */
Job *job_new(JobKind kind, Visit *visit, size_t page, JobFinish finish);
void job_free(Job *job);

/* Hand it to the store's writer, which calls `done` exactly once, perhaps at once.
 * Errors: false and ERROR_BUSY: nothing was queued and `done` is not called. */
bool job_queue(const Job *job, Context *context, StoreDone done, void *arg,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Note what the writer said. */
void job_outcome_of(const StoreReceipt *receipt, JobOutcome *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Job, job_free)
