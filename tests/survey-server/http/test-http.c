/* Hostile bytes over a real socket: each gets a clear refusal or a closed connection, never a second answer, and the
 * server goes on. Expected figures: any of `statuses`; 0 is a connection closed without an answer. */
#include "survey-server/http-test.h"
#include <pthread.h>

#include "base/banned.h"

typedef struct {
    const char *name;
    const char *bytes;    /* "@" stands for our Host line */
    unsigned statuses[4]; /* closed by 999 unless all are used */
} Abuse;

#define END      "\r\n\r\n"
#define POST_TO  "POST /short-journey/p_safe HTTP/1.1\r\n@"
#define FORM     "Content-Type: application/x-www-form-urlencoded\r\n"
#define SMUGGLED "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

static const Abuse abuses[] = {
    {"garbage", "\x16\x03\x01\x02\x00\r\n\r\n", {0, 400, 501, 505}},
    {"HTTP/0.9", "GET /\r\n\r\n", {0, 400, 505, 999}},
    {"HTTP/9.9", "GET / HTTP/9.9\r\n@\r\n", {0, 400, 505, 999}},
    {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {0, 400, 505, 999}},
    {"no host", "GET / HTTP/1.1" END, {400, 999}},
    {"two hosts", "GET / HTTP/1.1\r\n@@\r\n", {400, 999}},
    {"a foreign host", "GET / HTTP/1.1\r\nHost: evil.example" END, {421, 999}},
    {"a space before the colon", "GET / HTTP/1.1\r\n@X : 1" END, {400, 999}},
    {"a bare CR", "GET / HTTP/1.1\r\n@X: a\rb" END, {0, 400, 999}},
    {"TRACE", "TRACE / HTTP/1.1\r\n@\r\n", {405, 501, 999}},
    {"CONNECT", "CONNECT evil.example:443 HTTP/1.1\r\n@\r\n", {400, 404, 405, 501}},
    {"PUT", "PUT /short-journey/p_safe HTTP/1.1\r\n@Content-Length: 0" END, {405, 999}},
    {"DELETE", "DELETE / HTTP/1.1\r\n@\r\n", {405, 999}},
    {"PROPFIND", "PROPFIND / HTTP/1.1\r\n@\r\n", {501, 999}},
    {"lower-case get", "get / HTTP/1.1\r\n@\r\n", {400, 501, 999}},
    {"a path that leaves", "GET /../../etc/passwd HTTP/1.1\r\n@\r\n", {404, 999}},
    {"an escaped path that leaves", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n@\r\n", {404, 999}},
    {"overlong dots", "GET /%c0%ae%c0%ae/ HTTP/1.1\r\n@\r\n", {404, 999}},
    {"NUL escaped in a path", "GET /short-journey/%00 HTTP/1.1\r\n@\r\n", {404, 999}},
    {"NUL cutting a path", "GET /healthz%00.css HTTP/1.1\r\n@\r\n", {404, 999}},
    {"CRLF escaped in a path", "GET /a%0d%0aSet-Cookie:x=1 HTTP/1.1\r\n@\r\n", {404, 999}},
    {"CRLF escaped in a query",
     "GET /short-journey/?lang=a%0d%0aX:y HTTP/1.1\r\n@\r\n",
     {200, 999}},
    {"a bad escape in a query", "GET /short-journey/?lang=%ZZ HTTP/1.1\r\n@\r\n", {400, 999}},
    {"chunked",
     POST_TO FORM "Transfer-Encoding: chunked" END "6\r\nsafe=1\r\n0\r\n\r\n",
     {400, 411, 999}},
    {"length, then chunked",
     POST_TO FORM "Content-Length: 4\r\nTransfer-Encoding: chunked" END "0\r\n\r\n" SMUGGLED,
     {400, 411, 999}},
    {"chunked, then length",
     POST_TO FORM "Transfer-Encoding: chunked\r\nContent-Length: 4" END "0\r\n\r\n" SMUGGLED,
     {400, 411, 999}},
    {"xchunked", POST_TO FORM "Transfer-Encoding: xchunked" END SMUGGLED, {400, 411, 999}},
    {"gzip and chunked",
     POST_TO FORM "Transfer-Encoding: gzip, chunked" END "0\r\n\r\n" SMUGGLED,
     {400, 411, 999}},
    {"two lengths",
     POST_TO FORM "Content-Length: 6\r\nContent-Length: 0" END "safe=1" SMUGGLED,
     {400, 999}},
    {"two lengths, the other way",
     POST_TO FORM "Content-Length: 0\r\nContent-Length: 6" END SMUGGLED,
     {400, 999}},
    {"a GET with a body", "GET / HTTP/1.1\r\n@Content-Length: 43" END SMUGGLED, {400, 999}},
    {"no length", POST_TO FORM "\r\nsafe=1", {411, 999}},
    {"a negative length", POST_TO FORM "Content-Length: -6" END "safe=1", {400, 999}},
    {"a signed length", POST_TO FORM "Content-Length: +6" END "safe=1", {400, 999}},
    {"a hexadecimal length", POST_TO FORM "Content-Length: 0x6" END "safe=1", {400, 999}},
    {"a list of lengths", POST_TO FORM "Content-Length: 6,6" END "safe=1", {400, 999}},
    {"a length beyond all",
     POST_TO FORM "Content-Length: 1208925819614629174706176" END,
     {400, 413, 999}},
    {"10 GB claimed", POST_TO FORM "Content-Length: 10000000000" END, {413, 999}},
    {"10 GB claimed, asking first",
     POST_TO FORM "Expect: 100-continue\r\nContent-Length: 10000000000" END,
     {413, 999}},
    {"multipart",
     POST_TO "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3" END "--x",
     {415, 999}},
    {"JSON", POST_TO "Content-Type: application/json\r\nContent-Length: 2" END "{}", {415, 999}},
    {"a compressed body",
     POST_TO FORM "Content-Encoding: gzip\r\nContent-Length: 3" END "abc",
     {415, 999}},
    {"a bad escape", POST_TO FORM "Content-Length: 8" END "safe=%ZZ", {400, 999}},
    {"a cut escape", POST_TO FORM "Content-Length: 7" END "safe=%4", {400, 999}},
    {"NUL escaped", POST_TO FORM "Content-Length: 8" END "safe=%00", {400, 999}},
    {"an escape character", POST_TO FORM "Content-Length: 8" END "safe=%1b", {400, 999}},
    {"invalid UTF-8", POST_TO FORM "Content-Length: 8" END "safe=%ff", {400, 999}},
    {"a surrogate", POST_TO FORM "Content-Length: 14" END "safe=%ed%a0%80", {400, 999}},
    {"an unknown field", POST_TO FORM "Content-Length: 6" END "evil=1", {400, 999}},
    {"a field repeated", POST_TO FORM "Content-Length: 13" END "safe=1&safe=2", {400, 999}},
    {"semicolons between pairs",
     POST_TO FORM "Content-Length: 13" END "safe=1;safe=2",
     {303, 400, 999}},
    {"no pair at all", POST_TO FORM "Content-Length: 4" END "safe", {400, 999}},
};

static TestServer the_server;

static char *with_host(const char *bytes)
{
    g_autofree char *host = g_strdup_printf("Host: localhost:%u\r\n", the_server.config->port);
    g_auto(GStrv) parts = g_strsplit(bytes, "@", -1);
    return g_strjoinv(host, parts);
}

static bool is_expected(const Abuse *abuse, unsigned status)
{
    for (size_t i = 0; i < G_N_ELEMENTS(abuse->statuses) && abuse->statuses[i] != 999; i++) {
        if (abuse->statuses[i] == status)
            return true;
    }
    return false;
}

/* How many answers came. */
static size_t count_answers(const char *answer)
{
    size_t n = 0;
    for (const char *at = strstr(answer, "HTTP/1.1 "); at != NULL; at = strstr(at + 1, "HTTP/1.1 "))
        n += g_str_has_prefix(at, "HTTP/1.1 100") ? 0 : 1;
    return n;
}

static void assert_serving(void)
{
    g_autofree char *request = with_host("GET /healthz HTTP/1.1\r\n@Connection: close\r\n\r\n");
    g_autofree char *answer = http_exchange(the_server.config->port, request, strlen(request));
    g_assert_cmpuint(http_status(answer), ==, 200);
}

static void hostile_bytes_are_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(abuses); i++) {
        const Abuse *abuse = &abuses[i];
        g_autofree char *bytes = with_host(abuse->bytes);
        int fd = http_connect(the_server.config->port);
        http_send(fd, bytes, strlen(bytes));
        g_autofree char *answer = http_read(fd, 300);
        close(fd);
        /* The smuggled request asks for /healthz. */
        if (!is_expected(abuse, http_status(answer)) || strstr(answer, "\"status\"") != NULL)
            g_error("%s: unexpected answer\n%s", abuse->name, answer);
        g_assert_null(strstr(answer, "evil"));
        g_assert_null(strstr(answer, "100 Continue"));
    }
    assert_serving();
}

static void a_NUL_in_a_header_changes_nothing(void)
{
    g_autofree char *start = with_host("GET /healthz HTTP/1.1\r\n@X: a");
    g_autoptr(GString) bytes = g_string_new(start);
    g_string_append_len(bytes, "\0b\r\n\r\n", 6);
    g_autofree char *answer = http_exchange(the_server.config->port, bytes->str, bytes->len);
    unsigned status = http_status(answer);
    g_assert_true(status == 0 || status == 400 || status == 200);
    assert_serving();
}

static void far_too_much_is_cut_off(void)
{
    static const struct {
        const char *head;
        size_t filler;
        unsigned status;
    } large[] = {
        {"GET /", 100 * 1024, 414},
        {"GET / HTTP/1.1\r\n@X: ", 100 * 1024, 431},
        {POST_TO FORM "Content-Length: 20000000\r\n\r\nwhy=", 20 * 1000 * 1000, 413},
        {POST_TO FORM "Content-Length: 70000\r\n\r\nwhy=", 70 * 1000, 413},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(large); i++) {
        g_autofree char *head = with_host(large[i].head);
        g_autofree char *filler = g_strnfill(large[i].filler, 'a');
        int fd = http_connect(the_server.config->port);
        http_send(fd, head, strlen(head));
        http_send(fd, filler, large[i].filler);
        http_send(fd, " HTTP/1.1\r\n\r\n", 13);
        g_autofree char *answer = http_read(fd, 1000);
        close(fd);
        unsigned status = http_status(answer);
        /* An answer to unread bytes can be lost with the connection. */
        if (status != 0 && status != large[i].status && status != 400)
            g_error("case %zu: %s", i, answer);
    }
    assert_serving();
}

static void many_fields_are_refused(void)
{
    g_autoptr(GString) body = g_string_new("safe=1");
    for (int i = 0; i < 10000; i++)
        g_string_append(body, "&a=1");
    g_autofree char *head = g_strdup_printf(POST_TO FORM "Content-Length: %zu\r\n\r\n", body->len);
    g_autofree char *start = with_host(head);
    g_autofree char *all = g_strconcat(start, body->str, NULL);
    g_autofree char *answer = http_exchange(the_server.config->port, all, strlen(all));
    unsigned status = http_status(answer);
    g_assert_true(status == 400 || status == 413);
}

static void a_body_cut_short_stores_nothing(void)
{
    g_autofree char *bytes = with_host(POST_TO FORM "Content-Length: 600\r\n\r\nsafe=1");
    int fd = http_connect(the_server.config->port);
    http_send(fd, bytes, strlen(bytes));
    shutdown(fd, SHUT_WR);
    g_autofree char *answer = http_read(fd, 1000);
    close(fd);
    unsigned status = http_status(answer);
    g_assert_true(status == 0 || status == 400);
    assert_serving();
}

static void pipelined_requests_are_answered_in_order(void)
{
    g_autoptr(GString) all = g_string_new(NULL);
    g_autofree char *one = with_host("GET /healthz HTTP/1.1\r\n@\r\n");
    for (int i = 0; i < 50; i++)
        g_string_append(all, one);
    g_autofree char *last = with_host("GET /none/ HTTP/1.1\r\n@Connection: close\r\n\r\n");
    g_string_append(all, last);
    g_autofree char *answer = http_exchange(the_server.config->port, all->str, all->len);
    g_assert_cmpuint(count_answers(answer), ==, 51);
    g_assert_nonnull(strstr(answer, "404"));
}

static void a_head_has_no_body(void)
{
    g_autofree char *bytes =
        with_host("HEAD /short-journey/ HTTP/1.1\r\n@Connection: close\r\n\r\n");
    g_autofree char *answer = http_exchange(the_server.config->port, bytes, strlen(bytes));
    g_assert_cmpuint(http_status(answer), ==, 200);
    g_assert_cmpstr(strstr(answer, "\r\n\r\n"), ==, "\r\n\r\n");
}

static void *open_and_reset(void *arg)
{
    (void)arg;
    g_autofree char *bytes = with_host(POST_TO FORM "Content-Length: 6\r\n\r\nsafe=2");
    for (int i = 0; i < 50; i++) {
        int fd = http_connect(the_server.config->port);
        if (fd < 0)
            continue;
        struct linger reset = {.l_onoff = 1, .l_linger = 0};
        http_send(fd, bytes, i % 3 == 0 ? strlen(bytes) / 2 : strlen(bytes));
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    return NULL;
}

/* Clients that go away before the store has answered: the suspended connection must end cleanly. */
static void clients_that_vanish_do_no_harm(void)
{
    pthread_t threads[4];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_assert_cmpint(pthread_create(&threads[i], NULL, open_and_reset, NULL), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        pthread_join(threads[i], NULL);
    assert_serving();
    /* `waiting` is counted down by the writer a moment after the connection may have gone. */
    const Counters *counters = &the_server.context.counters;
    for (int i = 0; i < 500 && (atomic_load(&counters->connections) > 1 ||
                                atomic_load(&counters->waiting) > 0);
         i++)
        g_usleep(10 * 1000);
    g_assert_cmpuint(atomic_load(&the_server.context.counters.connections), <=, 1);
    g_assert_cmpuint(atomic_load(&the_server.context.counters.waiting), ==, 0);
}

static void the_log_holds_nothing_personal(void)
{
    if (g_test_subprocess()) {
        Browser browser = {.port = the_server.config->port};
        g_autofree char *first = browser_post(&browser, "/short-journey/p_safe", "safe=2");
        g_autofree char *second =
            browser_post(&browser, "/short-journey/p_why?x=canary", "why=canary");
        g_autofree char *cookie = g_strdup(browser.cookie + strlen("draft="));
        g_printerr("TOKEN\n");
        g_assert_cmpuint(http_status(second), ==, 303);
        g_free(browser.cookie);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
    g_test_trap_assert_stderr("*page-take*TOKEN*");
    g_test_trap_assert_stderr_unmatched("*canary*");
    g_test_trap_assert_stderr_unmatched("*127.0.0.1*");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    test_server_start(&the_server);
    g_test_add_func("/http/hostile bytes are refused", hostile_bytes_are_refused);
    g_test_add_func("/http/a NUL in a header changes nothing", a_NUL_in_a_header_changes_nothing);
    g_test_add_func("/http/far too much is cut off", far_too_much_is_cut_off);
    g_test_add_func("/http/many fields are refused", many_fields_are_refused);
    g_test_add_func("/http/a body cut short stores nothing", a_body_cut_short_stores_nothing);
    g_test_add_func("/http/pipelined requests are answered in order",
                    pipelined_requests_are_answered_in_order);
    g_test_add_func("/http/a HEAD has no body", a_head_has_no_body);
    g_test_add_func("/http/clients that vanish do no harm", clients_that_vanish_do_no_harm);
    g_test_add_func("/http/the log holds nothing personal", the_log_holds_nothing_personal);
    int failed = g_test_run();
    test_server_stop(&the_server);
    return failed;
}
