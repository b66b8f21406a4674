/* Requests that the library gives up on by itself, and the end of a server: nothing stays behind, nobody waits. */
#include "survey-server/http-test.h"
#include <malloc.h>
#include <pthread.h>

#include "base/banned.h"

enum {
    REQUESTS = 300,
    WARM_UP = 20,
    GROWN_MAX_BYTES = 100 * 1000,
    STOP_S = 30,
    AT_ONCE_S = 10,
    LINGERS_US = 200 * 1000
};

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

/* ---- Late requests ---- */

#define S "/short-journey"

/* A form, sent on a connection that is to be kept.   Returns: yours (free with g_free). */
static char *form_bytes(const Browser *browser, const char *path, const char *body)
{
    return g_strdup_printf("POST %s HTTP/1.1\r\nHost: localhost:%u\r\n%s%s%s"
                           "Content-Type: application/x-www-form-urlencoded\r\n"
                           "Sec-Fetch-Site: same-origin\r\nContent-Length: %zu\r\n\r\n%s",
                           path, browser->port, browser->cookie != NULL ? "Cookie: " : "",
                           browser->cookie != NULL ? browser->cookie : "",
                           browser->cookie != NULL ? "\r\n" : "", strlen(body), body);
}

/* It says 503, when to come again, and that this was the last answer; then the connection ends. */
static void assert_turned_away(const char *answer, const char *seconds)
{
    if (http_status(answer) != 503)
        g_error("not 503: %s", answer);
    g_autofree char *after = http_header(answer, "Retry-After");
    g_assert_cmpstr(after, ==, seconds);
    g_autofree char *connection = http_header(answer, "Connection");
    g_assert_cmpstr(connection, ==, "close");
}

/* Send it on a connection that is there already when the stop begins.   Returns: yours (free with g_free). */
static char *send_late(TestServer *server, const char *bytes)
{
    uint64_t before = atomic_load(&server->context.counters.connections);
    int fd = http_connect(server->config->port);
    while (atomic_load(&server->context.counters.connections) == before)
        g_usleep(1000);
    atomic_store(&server->context.counters.is_stopping, true);
    http_send(fd, bytes, strlen(bytes));
    char *answer = http_read(fd, 3000);
    close(fd);
    atomic_store(&server->context.counters.is_stopping, false);
    wait_until_gone(server);
    return answer;
}

static char *post_late(TestServer *server, const Browser *browser, const char *path,
                       const char *body)
{
    g_autofree char *bytes = form_bytes(browser, path, body);
    return send_late(server, bytes);
}

static void assert_leads_to(char *answer, const char *place)
{
    g_autofree char *location = http_header(answer, "Location");
    g_assert_cmpuint(http_status(answer), ==, 303);
    g_assert_cmpstr(location, ==, place);
    g_free(answer);
}

static void who_comes_late_keeps_what_they_typed(void)
{
    TestServer server;
    test_server_start(&server);
    Browser browser = {.port = server.config->port};
    assert_leads_to(browser_post(&browser, S "/p_safe", "safe=2"), S "/p_why");
    wait_until_gone(&server);
    g_autofree char *why = post_late(&server, &browser, S "/p_why", "why=a+steep+stair");
    assert_turned_away(why, "30");
    g_assert_nonnull(strstr(why, "a steep stair"));
    g_assert_nonnull(strstr(why, "What you typed is still here"));
    g_autofree char *page = browser_get(&browser, S "/p_why");
    g_assert_null(strstr(page, "a steep stair")); /* it was not saved, as it said */
    assert_leads_to(browser_post(&browser, S "/p_why", "why=a+steep+stair"), S "/p_picks");
    assert_leads_to(browser_post(&browser, S "/p_picks", "picks=2"), S "/check-answers");
    wait_until_gone(&server);
    g_autofree char *unsent = post_late(&server, &browser, S "/check-answers", "");
    assert_turned_away(unsent, "30");
    g_assert_nonnull(strstr(unsent, "a steep stair"));
    g_assert_nonnull(strstr(unsent, "Your answers have not been sent"));
    assert_leads_to(browser_post(&browser, S "/check-answers", ""), S "/sent");
    g_free(browser.cookie);
    test_server_stop(&server);
}

static void staff_who_come_late_can_send_it_again(void)
{
    TestServer server;
    test_server_start(&server);
    Browser browser = {.port = server.config->port};
    g_autofree char *kept =
        post_late(&server, &browser, "/staff/s/dates", "csrf=token1&reason=few+%3Canswers%3E");
    assert_turned_away(kept, "10");
    g_assert_nonnull(strstr(kept, "action=\"/staff/s/dates#errors\""));
    g_assert_nonnull(strstr(kept, "name=\"reason\" value=\"few &lt;answers&gt;\""));
    g_assert_nonnull(strstr(kept, "name=\"csrf\" value=\"token1\""));
    g_assert_nonnull(strstr(kept, "Send again"));
    g_autofree char *secret =
        post_late(&server, &browser, "/staff/account", "csrf=token1&new_password=umbrella");
    assert_turned_away(secret, "10");
    g_assert_null(strstr(secret, "umbrella"));
    g_assert_null(strstr(secret, "Send again"));
    g_assert_nonnull(strstr(secret, "Files and passwords are not kept"));
    g_autofree char *bytes = form_bytes(&browser, "/staff/s/dates", "csrf=token1&reason=x");
    g_auto(GStrv) halves = g_strsplit(bytes, "same-origin", 2);
    g_autofree char *foreign = g_strjoinv("cross-site", halves);
    g_autofree char *stranger = send_late(&server, foreign);
    assert_turned_away(stranger, "10");
    g_assert_null(strstr(stranger, "Send again"));
    test_server_stop(&server);
}

/* The library aborts when it is ended with a connection that waits. */
static void a_body_that_comes_after_all_waiting_is_over_waits_no_more(void)
{
    TestServer server;
    test_server_start(&server);
    Browser browser = {.port = server.config->port};
    assert_leads_to(browser_post(&browser, S "/p_safe", "safe=2"), S "/p_why");
    g_autofree char *bytes = form_bytes(&browser, S "/p_why", "why=slow+words");
    size_t length = strlen(bytes), first = length - 5;
    int fd = http_connect(browser.port);
    http_send(fd, bytes, first);
    while (atomic_load(&server.context.counters.in_hand) != 1)
        g_usleep(1000);
    atomic_store(&server.context.counters.is_stopping, true);
    atomic_store(&server.context.counters.is_over, true);
    http_send(fd, bytes + first, length - first);
    g_autofree char *answer = http_read(fd, 3000);
    close(fd);
    assert_turned_away(answer, "30");
    g_assert_nonnull(strstr(answer, "slow words"));
    g_free(browser.cookie);
    test_server_stop(&server);
}

/* ---- The end ---- */

static void *stop(void *arg)
{
    TestServer *server = arg;
    g_assert_true(listener_stop(server->listener, STOP_S));
    return NULL;
}

/* The connection is closed, and not only silent. */
static void assert_closed(int fd)
{
    char byte;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    g_assert_cmpint(poll(&wait, 1, STOP_S * 1000), ==, 1);
    g_assert_cmpint(recv(fd, &byte, 1, 0), ==, 0);
    close(fd);
}

/* One is idle, one brings a request that was on its way when the stop began, one sends a body slowly: the stop waits for the
 * last. */
static void a_stop_waits_for_those_who_are_there(void)
{
    TestServer server;
    test_server_start(&server);
    Browser browser = {.port = server.config->port};
    g_autofree char *bytes = form_bytes(&browser, S "/p_safe", "safe=2");
    size_t length = strlen(bytes);
    int idle = http_connect(browser.port), kept = http_connect(browser.port),
        slow = http_connect(browser.port);
    http_send(slow, bytes, length - 3);
    while (atomic_load(&server.context.counters.in_hand) != 1 ||
           atomic_load(&server.context.counters.connections) != 3)
        g_usleep(1000);
    pthread_t thread;
    gint64 told = g_get_monotonic_time();
    g_assert_cmpint(pthread_create(&thread, NULL, stop, &server), ==, 0);
    while (!atomic_load(&server.context.counters.is_stopping))
        g_usleep(1000);
    g_usleep(10 * 1000); /* the way of the request */
    http_send(kept, bytes, length);
    bool is_in_time = g_get_monotonic_time() - told < LINGERS_US;
    g_autofree char *late = http_read(kept, 5000);
    if (is_in_time) /* else this machine was too busy to tell */
        assert_turned_away(late, "30");
    assert_closed(idle);
    g_autofree char *unheard = http_exchange(browser.port, bytes, length);
    g_assert_cmpstr(unheard, ==, ""); /* nobody new is let in */
    http_send(slow, bytes + length - 3, 3);
    g_autofree char *answer = http_read(slow, 5000);
    g_assert_cmpuint(http_status(answer), ==, 303); /* it began before the stop: it is saved */
    g_autofree char *last = http_header(answer, "Connection");
    g_assert_cmpstr(last, ==, "close");
    pthread_join(thread, NULL);
    close(kept);
    close(slow);
    test_context_stop(&server);
}

/* Some went away in the middle of a body, in one packet with their last words, which the library does not notice. */
static void a_stop_does_not_wait_for_those_who_left(void)
{
    TestServer server;
    test_server_start(&server);
    Browser browser = {.port = server.config->port};
    g_autofree char *bytes = form_bytes(&browser, S "/p_safe", "safe=2");
    int fds[20];
    for (size_t i = 0; i < G_N_ELEMENTS(fds); i++) {
        fds[i] = http_connect(browser.port);
        ssize_t length = (ssize_t)strlen(bytes) - 3;
        g_assert_cmpint(send(fds[i], bytes, (size_t)length, MSG_MORE), ==, length);
        shutdown(fds[i], SHUT_WR);
    }
    gint64 told = g_get_monotonic_time();
    g_assert_true(listener_stop(server.listener, STOP_S));
    g_assert_cmpint(g_get_monotonic_time() - told, <, AT_ONCE_S * G_USEC_PER_SEC);
    for (size_t i = 0; i < G_N_ELEMENTS(fds); i++)
        close(fds[i]);
    test_context_stop(&server);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/stop/requests that are given up leave nothing behind",
                    requests_that_are_given_up_leave_nothing_behind);
    g_test_add_func("/stop/who comes late keeps what they typed",
                    who_comes_late_keeps_what_they_typed);
    g_test_add_func("/stop/staff who come late can send it again",
                    staff_who_come_late_can_send_it_again);
    g_test_add_func("/stop/a body that comes after all waiting is over waits no more",
                    a_body_that_comes_after_all_waiting_is_over_waits_no_more);
    g_test_add_func("/stop/a stop waits for those who are there",
                    a_stop_waits_for_those_who_are_there);
    g_test_add_func("/stop/a stop does not wait for those who left",
                    a_stop_does_not_wait_for_those_who_left);
    return g_test_run();
}
