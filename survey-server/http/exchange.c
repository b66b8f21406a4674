#include "survey-server/http/exchange.h"
#include "base/limits.h"
#include "survey-server/http/log.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/banned.h"

typedef enum { STATE_NEW, STATE_BODY, STATE_DRAIN, STATE_WAITING, STATE_SENT } State;

struct Exchange {
    Context *context;
    Registry *registry;
    Connection *place; /* in the registry */
    State state;
    char *target;
    Request *request;
    GString *body;
    const char *route;
    Pending *pending; /* while waiting for the writer, which fills `outcome` */
    PendingOutcome outcome;
    Answer made;         /* while waiting for a worker, which fills it */
    atomic_bool is_done; /* the other thread has spoken; it orders what that one filled */
    bool is_late;        /* it came when the server was stopping already: it may not wait */
    struct MHD_Connection *connection;
    int64_t began_us;
};

Exchange *exchange_new(Context *context, Registry *registry, Connection *place, const char *target)
{
    Exchange *exchange = g_new0(Exchange, 1);
    exchange->context = context;
    exchange->registry = registry;
    exchange->place = place;
    exchange->target = g_strndup(target, LIMIT_TARGET_BYTES + 1);
    exchange->request = request_new();
    exchange->route = "refused";
    exchange->began_us = g_get_monotonic_time();
    return exchange;
}

void exchange_free(Exchange *exchange)
{
    if (exchange == NULL)
        return;
    if (exchange->state != STATE_NEW)
        atomic_fetch_sub(&exchange->context->counters.in_hand, 1);
    request_free(exchange->request);
    g_free(exchange->target);
    if (exchange->body != NULL)
        g_string_free(exchange->body, true);
    pending_free(exchange->pending);
    answer_clear(&exchange->made);
    g_free(exchange);
}

static const Mount *mount_of(const Exchange *exchange)
{
    return route_mount(exchange->context, exchange->request);
}

/* Who connected: whether it is this machine, and the numeric address. */
static void note_peer(Request *request, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL || info->client_addr == NULL)
        return;
    char text[INET6_ADDRSTRLEN] = "";
    if (info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in address;
        memcpy(&address, info->client_addr, sizeof address);
        request->is_loopback = ntohl(address.sin_addr.s_addr) >> 24 == 127;
        inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
    } else {
        struct sockaddr_in6 address;
        memcpy(&address, info->client_addr, sizeof address);
        const uint8_t *bytes = address.sin6_addr.s6_addr;
        bool is_v4 = IN6_IS_ADDR_V4MAPPED(&address.sin6_addr) != 0;
        request->is_loopback =
            is_v4 ? bytes[12] == 127 : IN6_IS_ADDR_LOOPBACK(&address.sin6_addr) != 0;
        inet_ntop(is_v4 ? AF_INET : AF_INET6, is_v4 ? bytes + 12 : bytes, text, sizeof text);
    }
    request->peer = g_strdup(text);
}

/* ---- Sending ---- */

static void add_header(const char *name, const char *value, void *arg)
{
    enum MHD_Result added = MHD_add_response_header(arg, name, value);
    if (added != MHD_YES)
        log_event("header", name);
}

static void free_body(void *arg)
{
    g_bytes_unref(arg);
}

static struct MHD_Response *make_response(const Reply *reply)
{
    if (reply->body == NULL)
        return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    size_t length;
    union {
        const void *from;
        void *to; /* libmicrohttpd only reads it */
    } data = {g_bytes_get_data(reply->body, &length)};
    return MHD_create_response_from_buffer_with_free_callback_cls(length, data.to, free_body,
                                                                  g_bytes_ref(reply->body));
}

static enum MHD_Result send_reply(Exchange *exchange, struct MHD_Connection *connection,
                                  Reply *reply)
{
    Counters *counters = &exchange->context->counters;
    if (atomic_load(&counters->is_stopping))
        reply->closes = true;
    struct MHD_Response *response = make_response(reply);
    if (response == NULL)
        return MHD_NO;
    reply_visit_headers(reply, exchange->context->config, add_header, response);
    enum MHD_Result queued = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    exchange->state = STATE_SENT;
    registry_extend(exchange->registry, exchange->place, STAGE_ANSWERING, TIMEOUT_REQUEST_S);
    atomic_fetch_add(&counters->replies[MIN(reply->status / 100, 5)], 1);
    double ms = (double)(g_get_monotonic_time() - exchange->began_us) / 1000.0;
    log_request(exchange->request->id, exchange->route, reply->status, ms,
                reply->body != NULL ? g_bytes_get_size(reply->body) : 0);
    return queued;
}

static enum MHD_Result refuse(Exchange *exchange, struct MHD_Connection *connection,
                              unsigned status)
{
    atomic_fetch_add(&exchange->context->counters.refused, 1);
    if (exchange->request->refusal != NULL)
        log_event("refused", exchange->request->refusal);
    g_autoptr(Reply) reply =
        mount_of(exchange)->error(exchange->request, exchange->context, status);
    reply->closes = true;
    return send_reply(exchange, connection, reply);
}

/* ---- Waiting for another thread ---- */

/* The connection is suspended before another thread hears of it, which may answer at once. Returns false when the server
 * stops and this request may not wait: it is counted before it looks, so a stop sees either of the two. */
static bool suspend(Exchange *exchange, struct MHD_Connection *connection)
{
    Counters *counters = &exchange->context->counters;
    atomic_fetch_add(&counters->waiting, 1);
    if (exchange->is_late || atomic_load(&counters->is_over)) {
        atomic_fetch_sub(&counters->waiting, 1);
        return false;
    }
    exchange->connection = connection;
    exchange->state = STATE_WAITING;
    exchange->outcome = (PendingOutcome){0};
    atomic_store(&exchange->is_done, false);
    registry_extend(exchange->registry, exchange->place, STAGE_ANSWERING, TIMEOUT_REQUEST_S);
    MHD_suspend_connection(connection);
    return true;
}

/* Let the connection go on. From the call on, the exchange is another thread's, and may be gone: a client that went
 * away meanwhile is never answered. */
static void resume(Exchange *exchange)
{
    struct MHD_Connection *connection = exchange->connection;
    Counters *counters = &exchange->context->counters;
    atomic_store(&exchange->is_done, true);
    MHD_resume_connection(connection);
    atomic_fetch_sub(&counters->waiting, 1);
}

/* In the writer's thread. */
static void store_spoke(const StoreReceipt *receipt, void *arg)
{
    Exchange *exchange = arg;
    if (receipt->status == STORE_FAILED)
        log_event("not stored", receipt->message != NULL ? receipt->message : "");
    exchange->outcome.status = receipt->status;
    g_strlcpy(exchange->outcome.reference, receipt->reference, sizeof exchange->outcome.reference);
    resume(exchange);
}

/* The reply to what was not even tried to store: the page again, with what was typed. */
static enum MHD_Result send_unsaved(Exchange *exchange, struct MHD_Connection *connection)
{
    const PendingOutcome outcome = {.is_busy = true};
    g_autoptr(Pending) pending = g_steal_pointer(&exchange->pending);
    const Answer answer = pending->finish(pending, exchange->request, exchange->context, &outcome);
    g_assert(answer.pending == NULL);
    g_autoptr(Reply) reply = answer.reply;
    return send_reply(exchange, connection, reply);
}

static enum MHD_Result wait_for_store(Exchange *exchange, struct MHD_Connection *connection,
                                      Pending *pending)
{
    exchange->pending = pending;
    if (!suspend(exchange, connection))
        return send_unsaved(exchange, connection);
    g_autoptr(GError) error = NULL;
    if (!pending->start(pending, exchange->context, store_spoke, exchange, &error)) {
        log_event("queue", error->message);
        exchange->outcome.is_busy = true;
        resume(exchange);
    }
    return MHD_YES;
}

/* In a worker's thread. */
static void make_reply(void *arg)
{
    Exchange *exchange = arg;
    exchange->made =
        mount_of(exchange)->answer(exchange->request, exchange->context, &exchange->route);
    g_assert(exchange->made.pending == NULL);
    route_count_staff(exchange->context, exchange->route);
    resume(exchange);
}

static enum MHD_Result wait_for_worker(Exchange *exchange, struct MHD_Connection *connection)
{
    if (!suspend(exchange, connection)) {
        g_autoptr(Reply) reply = mount_of(exchange)->later(exchange->request, exchange->context);
        return send_reply(exchange, connection, reply);
    }
    if (!workers_queue(exchange->context->workers, make_reply, exchange)) {
        log_event("queue", "every thread for the pages of staff is busy");
        exchange->made =
            answer_now(mount_of(exchange)->later(exchange->request, exchange->context));
        resume(exchange);
    }
    return MHD_YES;
}

static enum MHD_Result answer(Exchange *exchange, struct MHD_Connection *connection, Answer made)
{
    if (made.pending != NULL)
        return wait_for_store(exchange, connection, made.pending);
    g_autoptr(Reply) reply = made.reply;
    return send_reply(exchange, connection, reply);
}

static enum MHD_Result go_on(Exchange *exchange, struct MHD_Connection *connection)
{
    if (!atomic_load(&exchange->is_done))
        return MHD_YES; /* still suspended */
    if (exchange->pending == NULL) {
        const Answer made = exchange->made;
        exchange->made = (Answer){0};
        return answer(exchange, connection, made);
    }
    if (exchange->outcome.is_busy)
        return send_unsaved(exchange, connection);
    g_autoptr(Pending) pending = g_steal_pointer(&exchange->pending);
    return answer(
        exchange, connection,
        pending->finish(pending, exchange->request, exchange->context, &exchange->outcome));
}

/* ---- Receiving ---- */

enum { HEADERS_MAX = 128 };

typedef struct {
    Header at[HEADERS_MAX];
    size_t n;
    bool is_over;
} Headers;

static enum MHD_Result collect(void *arg, enum MHD_ValueKind kind, const char *name,
                               size_t name_length, const char *value, size_t value_length)
{
    Headers *headers = arg;
    (void)kind;
    if (headers->n == HEADERS_MAX) {
        headers->is_over = true;
        return MHD_NO;
    }
    headers->at[headers->n++] = (Header){name, name_length, value, value_length};
    return MHD_YES;
}

static enum MHD_Result begin_body(Exchange *exchange, struct MHD_Connection *connection)
{
    const Request *request = exchange->request;
    BodyRule rule = mount_of(exchange)->body_rule(request, exchange->context);
    if (request->boundary != NULL && !rule.takes_files)
        return refuse(exchange, connection, 415);
    if (request->content_length <= rule.bytes_max) {
        exchange->body = g_string_sized_new((size_t)request->content_length);
        return MHD_YES;
    }
    if (!rule.is_drained || request->content_length > LIMIT_DRAIN_BYTES)
        return refuse(exchange, connection, 413);
    exchange->state = STATE_DRAIN;
    return MHD_YES;
}

static enum MHD_Result begin(Exchange *exchange, struct MHD_Connection *connection,
                             const char *method, const char *version)
{
    Request *request = exchange->request;
    Counters *counters = &exchange->context->counters;
    exchange->state = STATE_BODY;
    atomic_fetch_add(&counters->in_hand, 1);
    exchange->is_late = atomic_load(&counters->is_stopping); /* after it was counted */
    registry_extend(exchange->registry, exchange->place, STAGE_RECEIVING, TIMEOUT_REQUEST_S);
    note_peer(request, connection);
    Headers headers = {.n = 0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, collect, &headers);
    if (headers.is_over)
        return refuse(exchange, connection, 400);
    const RequestHead head = {.method = method,
                              .version = version,
                              .target = exchange->target,
                              .headers = headers.at,
                              .n_headers = headers.n};
    unsigned status = request_check(request, exchange->context->config, &head);
    if (status != 0)
        return refuse(exchange, connection, status);
    return request->method == METHOD_POST ? begin_body(exchange, connection) : MHD_YES;
}

static enum MHD_Result finish_body(Exchange *exchange, struct MHD_Connection *connection)
{
    Request *request = exchange->request;
    if (exchange->body != NULL) {
        unsigned status = request_take_body(request, exchange->body->str, exchange->body->len);
        if (status != 0)
            return refuse(exchange, connection, status);
    }
    const Mount *mount = mount_of(exchange);
    if (mount->waits)
        return wait_for_worker(exchange, connection);
    return answer(exchange, connection,
                  mount->answer(request, exchange->context, &exchange->route));
}

enum MHD_Result exchange_handle(Exchange *exchange, struct MHD_Connection *connection,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size)
{
    switch (exchange->state) {
    case STATE_NEW:
        return begin(exchange, connection, method, version);
    case STATE_BODY:
        if (*upload_size == 0)
            return finish_body(exchange, connection);
        if (exchange->body == NULL ||
            exchange->body->len + *upload_size > exchange->request->content_length)
            return MHD_NO;
        g_string_append_len(exchange->body, upload, (ssize_t)*upload_size);
        *upload_size = 0;
        return MHD_YES;
    case STATE_DRAIN:
        if (*upload_size == 0)
            return refuse(exchange, connection, 413);
        *upload_size = 0;
        return MHD_YES;
    case STATE_WAITING:
        return go_on(exchange, connection);
    case STATE_SENT:
        return MHD_YES;
    }
    return MHD_NO;
}
