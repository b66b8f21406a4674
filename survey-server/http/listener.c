#include "survey-server/http/listener.h"
#include "base/error.h"
#include "base/limits.h"
#include "survey-server/http/exchange.h"
#include "survey-server/http/log.h"
#include "survey-server/http/registry.h"
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/banned.h"

enum {
    POOL_THREADS = 2,
    BACKLOG = 511,
    SPARE_DESCRIPTORS = 64,   /* store, log, standard streams, library */
    HEADER_BYTES = 32 * 1024, /* the budget of one connection: headers and target */
    PER_ADDRESS_MAX =
        40, /* one client cannot take all; off on loopback, where a proxy is every client */
    STOP_POLL_US = 10 * 1000,
    LINGER_US = 250 * 1000, /* for requests that were on their way when a stop began */
};

struct Listener {
    Context *context;
    Registry *registry;
    struct MHD_Daemon *daemon;
};

/* One connection. The library gives up on some requests without saying so (NOTIFY_COMPLETED is not called), so the
 * exchange belongs to the connection: it goes when it is completed, when the next one comes, or with the connection. */
typedef struct {
    Connection *place;  /* in the registry */
    Exchange *exchange; /* in hand, or NULL */
} Caller;

/* ---- Called by the library ---- */

static Caller *caller_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* Not while it stops. MHD_quiesce_daemon would be for that, but races with the threads of its pool for the listening socket,
 * and aborts when it loses. */
static enum MHD_Result may_connect(void *arg, const struct sockaddr *address, socklen_t length)
{
    const Listener *listener = arg;
    (void)address;
    (void)length;
    return atomic_load(&listener->context->counters.is_stopping) ? MHD_NO : MHD_YES;
}

static void *note_target(void *arg, const char *target, struct MHD_Connection *connection)
{
    Listener *listener = arg;
    Caller *caller = caller_of(connection);
    exchange_free(caller->exchange);
    caller->exchange = exchange_new(listener->context, listener->registry, caller->place, target);
    /* The library would note each parameter in its memory of the connection, and give up silently when that is full. We
     * take the target apart ourselves (request.h): what follows the question mark is hidden from it. */
    char *query = strchr(target, '?');
    if (query != NULL && query[1] != '\0')
        query[1] = '\0';
    return caller->exchange;
}

static enum MHD_Result handle(void *arg, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    (void)arg;
    (void)url; /* decoded by the library, and cut at %00: only the raw target is used */
    if (*state == NULL)
        return MHD_NO;
    return exchange_handle(*state, connection, method, version, upload, upload_size);
}

static void completed(void *arg, struct MHD_Connection *connection, void **state,
                      enum MHD_RequestTerminationCode why)
{
    Listener *listener = arg;
    Caller *caller = caller_of(connection);
    (void)why;
    g_clear_pointer(&caller->exchange, exchange_free);
    *state = NULL;
    registry_extend(listener->registry, caller->place, STAGE_IDLE,
                    TIMEOUT_IDLE_S + TIMEOUT_HEADERS_S);
}

static void connected(void *arg, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode what)
{
    Listener *listener = arg;
    atomic_uint_fast64_t *count = &listener->context->counters.connections;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        Caller *caller = g_new0(Caller, 1);
        caller->place = registry_add(listener->registry, info->connect_fd, TIMEOUT_HEADERS_S);
        *socket_context = caller;
        atomic_fetch_add(count, 1);
    } else {
        Caller *caller = *socket_context;
        exchange_free(caller->exchange);
        registry_remove(listener->registry, caller->place);
        g_free(caller);
        *socket_context = NULL;
        atomic_fetch_sub(count, 1);
    }
}

G_GNUC_PRINTF(2, 0)
static void library_says(void *arg, const char *format, va_list arguments)
{
    (void)arg;
    char line[256];
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\r\n")] = '\0';
    log_event("http library", line);
}

/* ---- Starting ---- */

static bool want_descriptors(const Config *config, GError **error)
{
    rlim_t wanted = (rlim_t)config->connections_max + SPARE_DESCRIPTORS;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return true;
    rlim_t hard = limit.rlim_max;
    limit.rlim_cur = hard == RLIM_INFINITY || hard > wanted ? wanted : hard;
    if (limit.rlim_cur >= wanted && setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return true;
    error_set(error, ERROR_BUSY,
              "only %llu files may be open at once, and %u connections need %llu: raise the limit "
              "(ulimit -n) or "
              "give --connections %llu",
              (unsigned long long)hard, config->connections_max, (unsigned long long)wanted,
              (unsigned long long)(hard > SPARE_DESCRIPTORS + 8 ? hard - SPARE_DESCRIPTORS : 8));
    return false;
}

static unsigned port_of(int socket)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char port[NI_MAXSERV] = "0";
    if (getsockname(socket, (struct sockaddr *)&address, &length) == 0)
        getnameinfo((struct sockaddr *)&address, length, NULL, 0, port, sizeof port,
                    NI_NUMERICSERV);
    return (unsigned)g_ascii_strtoull(port, NULL, 10);
}

static int bind_socket(const struct addrinfo *address)
{
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static int open_socket(const Config *config, GError **error)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    g_autofree char *port = g_strdup_printf("%u", config->port);
    if (getaddrinfo(config->listen, port, &hints, &found) != 0) {
        error_set(error, ERROR_USAGE, "--listen %s: this address cannot be used here",
                  config->listen);
        return -1;
    }
    int fd = bind_socket(found);
    freeaddrinfo(found);
    if (fd < 0)
        error_set(error, ERROR_BUSY,
                  "cannot listen on %s port %u: %s; stop the other program or give another --port",
                  config->listen, config->port, g_strerror(errno));
    return fd;
}

static struct MHD_Daemon *start_daemon(Listener *listener, const Config *config, int fd)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (strchr(config->listen, ':') != NULL)
        flags |= MHD_USE_IPv6;
    /* Not strict: a missing Host is refused by our own rules, with our own page. The library gives each
     * thread of its pool its share of the limit of connections. */
    return MHD_start_daemon(
        flags, 0, may_connect, listener, handle, listener, MHD_OPTION_EXTERNAL_LOGGER, library_says,
        NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)POOL_THREADS,
        MHD_OPTION_CONNECTION_LIMIT, config->connections_max, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)TIMEOUT_IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, config->is_loopback ? 0U : (unsigned)PER_ADDRESS_MAX,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_URI_LOG_CALLBACK, note_target, listener,
        MHD_OPTION_NOTIFY_COMPLETED, completed, listener, MHD_OPTION_NOTIFY_CONNECTION, connected,
        listener, MHD_OPTION_END);
}

Listener *listener_start(Config *config, Context *context, GError **error)
{
    if (!want_descriptors(config, error))
        return NULL;
    int fd = open_socket(config, error);
    if (fd < 0)
        return NULL;
    config_set_port(config, port_of(fd));
    g_autoptr(Registry) registry = registry_new(&context->counters.reaped, error);
    g_autoptr(Workers) workers = registry != NULL ? workers_new(error) : NULL;
    if (workers == NULL) {
        close(fd);
        return NULL;
    }
    g_autofree Listener *listener = g_new0(Listener, 1);
    listener->context = context;
    atomic_store(&context->counters.is_stopping, false);
    atomic_store(&context->counters.is_over, false);
    listener->registry = registry;
    context->workers = workers;
    listener->daemon = start_daemon(listener, config, fd);
    if (listener->daemon == NULL) {
        error_set(error, ERROR_BUSY,
                  "the HTTP library does not start; its own words are in the lines above");
        close(fd);
        return NULL;
    }
    g_steal_pointer(&registry);
    g_steal_pointer(&workers);
    return g_steal_pointer(&listener);
}

/* ---- Stopping ---- */

/* Nothing is in hand, and idle connections have ended or had time enough to. */
static bool is_quiet(Counters *counters, int64_t lingered_us)
{
    return atomic_load(&counters->in_hand) == 0 && atomic_load(&counters->waiting) == 0 &&
           (atomic_load(&counters->connections) == 0 || lingered_us / 2 >= LINGER_US);
}

/* An idle connection may bring one more request, which is answered; then it is closed. */
static void wait_until_quiet(Listener *listener, int64_t seconds)
{
    int64_t began_us = g_get_monotonic_time();
    int64_t lingered_us = 0;
    while (lingered_us < seconds * G_USEC_PER_SEC &&
           !is_quiet(&listener->context->counters, lingered_us)) {
        if (lingered_us >= LINGER_US)
            registry_end_quiet(listener->registry);
        g_usleep(STOP_POLL_US);
        lingered_us = g_get_monotonic_time() - began_us;
    }
}

/* The library aborts when a connection is suspended at its end. From is_over on nobody is suspended any more. */
static bool is_anybody_suspended(Counters *counters)
{
    atomic_store(&counters->is_over, true);
    int64_t until_us = g_get_monotonic_time() + G_USEC_PER_SEC;
    /* `waiting` is counted down by the other thread a moment after the answer may have gone. */
    while (atomic_load(&counters->waiting) > 0 && g_get_monotonic_time() < until_us)
        g_usleep(STOP_POLL_US);
    return atomic_load(&counters->waiting) > 0;
}

bool listener_stop(Listener *listener, unsigned seconds)
{
    Counters *counters = &listener->context->counters;
    atomic_store(&counters->is_stopping, true);
    wait_until_quiet(listener, seconds);
    if (is_anybody_suspended(counters))
        return false;
    MHD_stop_daemon(listener->daemon);
    g_clear_pointer(&listener->context->workers, workers_free);
    registry_free(listener->registry);
    g_free(listener);
    return true;
}
