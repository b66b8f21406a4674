/* Threads that may wait, for the pages of staff: two of them, and a bounded queue. The listener's threads never wait; what
 * takes long (a password, a PDF, the writer) runs here with its connection suspended. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Workers Workers;

typedef void (*WorkerRun)(void *arg);

/* Threads that wait for work.
 * Errors: NULL and ERROR_BUSY when no thread can be had.   Returns: yours (free with workers_free). */
Workers *workers_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Have run(arg) called once, in one of the threads, in the order of the calls. Returns false when LIMIT_WORK_QUEUE are waiting
 * already: then nothing is called.   Threads: any. */
bool workers_queue(Workers *workers, WorkerRun run, void *arg) G_GNUC_WARN_UNUSED_RESULT;

/* Do what is queued, end the threads. Nobody queues any more by then. Accepts NULL. */
void workers_free(Workers *workers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workers, workers_free)
