#include "survey-server/http/workers.h"
#include "base/error.h"
#include "base/limits.h"
#include <pthread.h>

#include "base/banned.h"

enum { WORKER_THREADS = 2 };

typedef struct {
    WorkerRun run;
    void *arg;
} Work;

struct Workers {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t threads[WORKER_THREADS];
    size_t n_threads;
    bool is_stopping;
    Work queue[LIMIT_WORK_QUEUE]; /* a ring */
    size_t first, n;
};

/* The next piece of work, waited for; false when there will be none. */
static bool take(Workers *workers, Work *out)
{
    pthread_mutex_lock(&workers->lock);
    while (workers->n == 0 && !workers->is_stopping)
        pthread_cond_wait(&workers->wake, &workers->lock);
    bool has_work = workers->n > 0;
    if (has_work) {
        *out = workers->queue[workers->first];
        workers->first = (workers->first + 1) % LIMIT_WORK_QUEUE;
        workers->n--;
    }
    pthread_mutex_unlock(&workers->lock);
    return has_work;
}

static void *work(void *arg)
{
    Work next;
    while (take(arg, &next))
        next.run(next.arg);
    return NULL;
}

Workers *workers_new(GError **error)
{
    g_autoptr(Workers) workers = g_new0(Workers, 1);
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->wake, NULL);
    while (workers->n_threads < WORKER_THREADS &&
           pthread_create(&workers->threads[workers->n_threads], NULL, work, workers) == 0)
        workers->n_threads++;
    if (workers->n_threads == WORKER_THREADS)
        return g_steal_pointer(&workers);
    error_set(error, ERROR_BUSY,
              "the system gives no thread to the server: raise its limit of processes");
    return NULL;
}

bool workers_queue(Workers *workers, WorkerRun run, void *arg)
{
    pthread_mutex_lock(&workers->lock);
    bool has_room = workers->n < LIMIT_WORK_QUEUE;
    if (has_room) {
        workers->queue[(workers->first + workers->n) % LIMIT_WORK_QUEUE] = (Work){run, arg};
        workers->n++;
        pthread_cond_signal(&workers->wake);
    }
    pthread_mutex_unlock(&workers->lock);
    return has_room;
}

void workers_free(Workers *workers)
{
    if (workers == NULL)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->is_stopping = true;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
    for (size_t i = 0; i < workers->n_threads; i++)
        pthread_join(workers->threads[i], NULL);
    pthread_cond_destroy(&workers->wake);
    pthread_mutex_destroy(&workers->lock);
    g_free(workers);
}
