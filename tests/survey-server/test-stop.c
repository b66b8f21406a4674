/* Requests that the library gives up on by itself, and the end of a server: nothing stays behind, nobody waits. */
#include "survey-server/http-test.h"
#include <malloc.h>

#include "base/banned.h"

enum { REQUESTS = 300, WARM_UP = 20, GROWN_MAX_BYTES = 100 * 1000, STOP_S = 30, AT_ONCE_S = 10 };

/* A request: before, n times the piece, after. "@" stands for our Host line. */
typedef struct {
    const char *name, *before, *piece, *after;
    unsigned n;
    unsigned status; /* 0: whatever is said, if anything: the client does not wait for it */
} GivenUp;

#define END " HTTP/1.1\r\n@\r\n"

static const GivenUp given_up[] = {
    {"more parameters than the library can note", "GET /short-journey/?a=1", "&a=1", END, 480, 414},
    {"parameters beyond an address", "GET /short-journey/?a=1", "&a=1", END, 1500, 414},
    {"still more of them", "GET /?a=1", "&a=1", END, 5000, 414},
    {"parameters without a name", "GET /healthz?", "&", END, 1900, 200},
    {"parameters without a value", "GET /healthz?", "a&", END, 1000, 400},
    {"parameters, then a header that is too large", "GET /?a=1 HTTP/1.1\r\n@X: ", "yyyy",
     "\r\n\r\n", 10000, 431},
    {"headers that are too many", "GET / HTTP/1.1\r\n@", "X: y\r\n", "\r\n", 3000, 431},
    {"a header folded too often", "GET / HTTP/1.1\r\n@X: y\r\n", " zzzzzzzzzzzzzzzzzz\r\n", "\r\n",
     3000, 431},
    {"a line that is no header", "GET / HTTP/1.1\r\n@nonsense\r\n", "", "\r\n", 0, 400},
    {"cookies that are too many", "GET / HTTP/1.1\r\n@Cookie: ", "a=b;", "\r\n\r\n", 2500, 431},
    {"a cookie too large and a length that is none",
     "POST / HTTP/1.1\r\n@Content-Length: x\r\nCookie: a=", "bbbb", "\r\n\r\n", 5000, 0},
    {"a length beyond all", "POST / HTTP/1.1\r\n@Content-Length: 9", "9999", "\r\n\r\n", 10, 413},
    {"a chunk that is none", "POST / HTTP/1.1\r\n@Transfer-Encoding: chunked\r\n\r\nzz\r\n", "", "",
     0, 411},
    {"headers that end early", "GET / HTTP/1.1\r\nHos", "", "", 0, 0},
    {"nothing after the first line", "GET / HTTP/1.1\r\n", "", "", 0, 0},
};

static char *bytes_of(const GivenUp *what, unsigned port)
{
    g_autofree char *host = g_strdup_printf("Host: localhost:%u\r\n", port);
    g_autoptr(GString) bytes = g_string_new(what->before);
    for (unsigned i = 0; i < what->n; i++)
        g_string_append(bytes, what->piece);
    g_string_append(bytes, what->after);
    g_string_replace(bytes, "@", host, 1);
    return g_strdup(bytes->str);
}

static void ask(const TestServer *server, const GivenUp *what)
{
    g_autofree char *bytes = bytes_of(what, server->config->port);
    int fd = http_connect(server->config->port);
    g_assert_cmpint(fd, >=, 0);
    http_send(fd, bytes, strlen(bytes));
    g_autofree char *answer = NULL;
    if (what->status != 0) {
        char first[16] = "";
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        g_assert_cmpint(poll(&wait, 1, 5000), ==, 1);
        ssize_t n = recv(fd, first, sizeof first - 1, MSG_WAITALL);
        /* An answer to bytes that nobody read can be lost with the connection. */
        if (n > 0 && http_status(first) != what->status)
            g_error("%s: %s", what->name, first);
    }
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(fd);
}

static void wait_until_gone(const TestServer *server)
{
    for (int i = 0; i < 3000 && atomic_load(&server->context.counters.connections) > 0; i++)
        g_usleep(10 * 1000);
    g_assert_cmpuint(atomic_load(&server->context.counters.connections), ==, 0);
}

static void requests_that_are_given_up_leave_nothing_behind(void)
{
    TestServer server;
    test_server_start(&server);
    size_t before = 0;
    for (unsigned i = 0; i < WARM_UP + REQUESTS; i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(given_up); k++)
            ask(&server, &given_up[k]);
        if (i + 1 == WARM_UP) {
            wait_until_gone(&server);
            before = mallinfo2().uordblks; /* 0 under a sanitizer, which looks for itself */
        }
    }
    wait_until_gone(&server);
    g_assert_cmpuint(mallinfo2().uordblks, <, before + GROWN_MAX_BYTES);
    g_assert_cmpuint(atomic_load(&server.context.counters.in_hand), ==, 0);
    g_assert_cmpuint(atomic_load(&server.context.counters.waiting), ==, 0);
    gint64 told = g_get_monotonic_time();
    g_assert_true(listener_stop(server.listener, STOP_S));
    g_assert_cmpint(g_get_monotonic_time() - told, <, AT_ONCE_S * G_USEC_PER_SEC);
    test_context_stop(&server);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    catalogue_start(NULL);
    g_test_add_func("/stop/requests that are given up leave nothing behind",
                    requests_that_are_given_up_leave_nothing_behind);
    return g_test_run();
}
