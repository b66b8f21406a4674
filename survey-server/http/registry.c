#include "survey-server/http/registry.h"
#include "base/error.h"
#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>

#include "base/banned.h"

struct Connection {
    Connection *before, *after;
    int socket;
    int64_t deadline_s;
    Stage stage;
    bool is_ended;
};

struct Registry {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool is_stopping;
    Connection *first;
    atomic_uint_fast64_t *reaped;
};

static int64_t now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static size_t reap_locked(Registry *registry, int64_t now)
{
    size_t n = 0;
    for (Connection *at = registry->first; at != NULL; at = at->after) {
        if (at->is_ended || now < at->deadline_s)
            continue;
        shutdown(at->socket, SHUT_RDWR);
        at->is_ended = true;
        n++;
    }
    atomic_fetch_add(registry->reaped, n);
    return n;
}

size_t registry_reap(Registry *registry, int64_t now)
{
    pthread_mutex_lock(&registry->lock);
    size_t n = reap_locked(registry, now);
    pthread_mutex_unlock(&registry->lock);
    return n;
}

/* Has it nothing unread, and is there either no request to go on with, or nobody to go on? */
static bool is_quiet(const Connection *connection)
{
    char byte;
    ssize_t n = recv(connection->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n == 0 || (n < 0 && connection->stage == STAGE_IDLE);
}

void registry_end_quiet(Registry *registry)
{
    pthread_mutex_lock(&registry->lock);
    for (Connection *at = registry->first; at != NULL; at = at->after)
        if (at->stage != STAGE_ANSWERING && is_quiet(at))
            shutdown(at->socket,
                     SHUT_RD); /* libmicrohttpd sees the end, after what came before it */
    pthread_mutex_unlock(&registry->lock);
}

static void *run(void *arg)
{
    Registry *registry = arg;
    pthread_mutex_lock(&registry->lock);
    while (!registry->is_stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += 1;
        pthread_cond_timedwait(&registry->wake, &registry->lock, &until);
        reap_locked(registry, now_s());
    }
    pthread_mutex_unlock(&registry->lock);
    return NULL;
}

Registry *registry_new(atomic_uint_fast64_t *reaped, GError **error)
{
    Registry *registry = g_new0(Registry, 1);
    registry->reaped = reaped;
    pthread_mutex_init(&registry->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&registry->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&registry->thread, NULL, run, registry) != 0) {
        error_set(error, ERROR_BUSY,
                  "the system gives no thread to the server: raise its limit of processes");
        pthread_cond_destroy(&registry->wake);
        pthread_mutex_destroy(&registry->lock);
        g_free(registry);
        return NULL;
    }
    return registry;
}

void registry_free(Registry *registry)
{
    if (registry == NULL)
        return;
    pthread_mutex_lock(&registry->lock);
    registry->is_stopping = true;
    pthread_cond_signal(&registry->wake);
    pthread_mutex_unlock(&registry->lock);
    pthread_join(registry->thread, NULL);
    g_assert(registry->first == NULL);
    pthread_cond_destroy(&registry->wake);
    pthread_mutex_destroy(&registry->lock);
    g_free(registry);
}

Connection *registry_add(Registry *registry, int socket, unsigned seconds)
{
    Connection *connection = g_new0(Connection, 1);
    connection->socket = socket;
    connection->deadline_s = now_s() + seconds;
    pthread_mutex_lock(&registry->lock);
    connection->after = registry->first;
    if (registry->first != NULL)
        registry->first->before = connection;
    registry->first = connection;
    pthread_mutex_unlock(&registry->lock);
    return connection;
}

void registry_extend(Registry *registry, Connection *connection, Stage stage, unsigned seconds)
{
    pthread_mutex_lock(&registry->lock);
    connection->stage = stage;
    connection->deadline_s = now_s() + seconds;
    pthread_mutex_unlock(&registry->lock);
}

void registry_remove(Registry *registry, Connection *connection)
{
    pthread_mutex_lock(&registry->lock);
    if (connection->before != NULL)
        connection->before->after = connection->after;
    else
        registry->first = connection->after;
    if (connection->after != NULL)
        connection->after->before = connection->before;
    pthread_mutex_unlock(&registry->lock);
    g_free(connection);
}
