/* The threads that answer staff: alone, and behind the listener over a real socket. */
#include "base/env.h"
#include "base/limits.h"
#include "survey-server/http-test.h"
#include "survey-server/staff/staff.h"
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#include "base/banned.h"

enum { WORKERS = 2, PIECES = 50 };

/* A gate that work waits at until the test opens it. */
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    unsigned n_waiting, n_done;
    bool is_open;
} Gate;

static void gate_start(Gate *gate)
{
    *gate = (Gate){0};
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->moved, NULL);
}

static void gate_stop(Gate *gate)
{
    pthread_cond_destroy(&gate->moved);
    pthread_mutex_destroy(&gate->lock);
}

/* Work: wait until the gate opens. */
static void pass(void *arg)
{
    Gate *gate = arg;
    pthread_mutex_lock(&gate->lock);
    gate->n_waiting++;
    pthread_cond_broadcast(&gate->moved);
    while (!gate->is_open)
        pthread_cond_wait(&gate->moved, &gate->lock);
    gate->n_done++;
    pthread_cond_broadcast(&gate->moved);
    pthread_mutex_unlock(&gate->lock);
}

static void wait_until_busy(Gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    while (gate->n_waiting < WORKERS)
        pthread_cond_wait(&gate->moved, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

static void wait_until_done(Gate *gate, unsigned n)
{
    pthread_mutex_lock(&gate->lock);
    while (gate->n_done < n)
        pthread_cond_wait(&gate->moved, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

static void gate_open(Gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->is_open = true;
    pthread_cond_broadcast(&gate->moved);
    pthread_mutex_unlock(&gate->lock);
}

/* Every thread stands at the gate, and the queue is full. */
static void fill(Workers *workers, Gate *gate)
{
    for (size_t i = 0; i < WORKERS; i++)
        g_assert_true(workers_queue(workers, pass, gate));
    wait_until_busy(gate);
    for (size_t i = 0; i < LIMIT_WORK_QUEUE; i++)
        g_assert_true(workers_queue(workers, pass, gate));
}

static void count(void *arg)
{
    atomic_fetch_add((atomic_uint *)arg, 1);
}

static void every_piece_of_work_is_done_once(void)
{
    g_autoptr(GError) error = NULL;
    Workers *workers = workers_new(&error);
    g_assert_no_error(error);
    atomic_uint n = 0;
    for (size_t i = 0; i < PIECES; i++)
        g_assert_true(workers_queue(workers, count, &n));
    workers_free(workers);
    g_assert_cmpuint(atomic_load(&n), ==, PIECES);
}

static void a_full_queue_takes_nothing_and_loses_nothing(void)
{
    g_autoptr(GError) error = NULL;
    Workers *workers = workers_new(&error);
    g_assert_no_error(error);
    Gate gate;
    gate_start(&gate);
    fill(workers, &gate);
    g_assert_false(workers_queue(workers, pass, &gate));
    gate_open(&gate);
    workers_free(workers);
    g_assert_cmpuint(gate.n_done, ==, WORKERS + LIMIT_WORK_QUEUE);
    gate_stop(&gate);
}

/* ---- Behind the listener ---- */

static char *ask(const TestServer *server, const char *line, const char *more)
{
    return g_strdup_printf("%s HTTP/1.1\r\nHost: localhost:%u\r\nConnection: close\r\n%s\r\n", line,
                           server->config->port, more);
}

static char *get(const TestServer *server, const char *path)
{
    g_autofree char *line = g_strconcat("GET ", path, NULL);
    g_autofree char *bytes = ask(server, line, "");
    return http_exchange(server->config->port, bytes, strlen(bytes));
}

static void staff_are_answered_by_a_worker(void)
{
    TestServer server;
    test_server_start(&server);
    g_autofree char *answer = get(&server, "/staff");
    g_assert_cmpuint(http_status(answer), ==, 308);
    g_autofree char *to = http_header(answer, "Location");
    g_assert_cmpstr(to, ==, "/staff/");
    g_autofree char *nowhere = get(&server, "/staff/short-journey/a/b/c/d");
    g_assert_cmpuint(http_status(nowhere), ==, 404);
    g_autofree char *policy = http_header(nowhere, "Content-Security-Policy");
    g_assert_null(strstr(policy, "script-src"));
    g_autofree char *metrics = get(&server, "/metrics");
    g_assert_nonnull(
        strstr(metrics, "\nsoundings_staff_answers_total{route=\"staff-redirect\"} 1\n"));
    g_assert_nonnull(strstr(metrics, "\nsoundings_staff_answers_total{route=\"staff-home\"} 0\n"));
    test_server_stop(&server);
}

static void a_full_queue_says_when_to_come_again(void)
{
    TestServer server;
    test_server_start(&server);
    Gate gate;
    gate_start(&gate);
    fill(server.context.workers, &gate);
    g_autofree char *answer = get(&server, "/staff");
    g_assert_cmpuint(http_status(answer), ==, 503);
    g_autofree char *seconds = http_header(answer, "Retry-After");
    g_assert_cmpstr(seconds, ==, "10");
    g_assert_nonnull(strstr(answer, "The server is busy"));
    g_autofree char *resident = get(&server, "/short-journey/"); /* residents do not notice */
    g_assert_cmpuint(http_status(resident), ==, 200);
    gate_open(&gate);
    wait_until_done(&gate, WORKERS + LIMIT_WORK_QUEUE);
    g_autofree char *later = get(&server, "/staff");
    g_assert_cmpuint(http_status(later), ==, 308);
    test_server_stop(&server);
    gate_stop(&gate);
}

/* Wait until so many requests are suspended. */
static void wait_until_suspended(TestServer *server, uint64_t n)
{
    while (atomic_load(&server->context.counters.waiting) != n)
        g_usleep(1000);
}

static int send_request(const TestServer *server)
{
    g_autofree char *bytes = ask(server, "GET /staff", "");
    int fd = http_connect(server->config->port);
    g_assert_cmpint(fd, >=, 0);
    http_send(fd, bytes, strlen(bytes));
    return fd;
}

static void hold(TestServer *server, Gate *gate)
{
    test_server_start(server);
    gate_start(gate);
    for (size_t i = 0; i < WORKERS; i++)
        g_assert_true(workers_queue(server->context.workers, pass, gate));
    wait_until_busy(gate);
}

static void a_client_that_goes_away_meanwhile_does_no_harm(void)
{
    TestServer server;
    Gate gate;
    hold(&server, &gate);
    int gone = send_request(&server), here = send_request(&server);
    wait_until_suspended(&server, 2);
    struct linger at_once = {.l_onoff = 1, .l_linger = 0}; /* a reset, not a polite end */
    setsockopt(gone, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(gone);
    gate_open(&gate);
    g_autofree char *answer = http_read(here, 3000);
    close(here);
    g_assert_cmpuint(http_status(answer), ==, 308);
    wait_until_suspended(&server, 0);
    g_autofree char *after = get(&server, "/healthz");
    g_assert_cmpuint(http_status(after), ==, 200);
    test_server_stop(&server);
    gate_stop(&gate);
}

static void *open_later(void *arg)
{
    g_usleep(50 * 1000);
    gate_open(arg);
    return NULL;
}

static void what_is_in_hand_is_answered_before_the_end(void)
{
    TestServer server;
    Gate gate;
    hold(&server, &gate);
    int fd = send_request(&server);
    wait_until_suspended(&server, 1);
    pthread_t thread;
    g_assert_cmpint(pthread_create(&thread, NULL, open_later, &gate), ==, 0);
    test_server_stop(&server);
    pthread_join(thread, NULL);
    g_autofree char *answer = http_read(fd, 3000);
    close(fd);
    g_assert_cmpuint(http_status(answer), ==, 308);
    gate_stop(&gate);
}

static void *stop_server(void *arg)
{
    test_server_stop(arg);
    return NULL;
}

/* A browser keeps its connection open; what it asks when the server is stopping already must not be begun. */
static void what_comes_while_the_server_stops_is_refused(void)
{
    TestServer server;
    Gate gate;
    hold(&server, &gate);
    int early = send_request(&server);
    wait_until_suspended(&server, 1);
    int late = http_connect(server.config->port);
    while (atomic_load(&server.context.counters.connections) != 2)
        g_usleep(1000);
    g_autofree char *bytes = ask(&server, "GET /staff", "");
    pthread_t thread;
    g_assert_cmpint(pthread_create(&thread, NULL, stop_server, &server), ==, 0);
    while (!atomic_load(&server.context.counters.is_stopping))
        g_usleep(1000);
    http_send(late, bytes, strlen(bytes));
    g_autofree char *refused = http_read(late, 10000);
    close(late);
    g_assert_cmpuint(http_status(refused), ==, 503);
    gate_open(&gate);
    g_autofree char *answer = http_read(early, 10000);
    close(early);
    g_assert_cmpuint(http_status(answer), ==, 308);
    pthread_join(thread, NULL);
    gate_stop(&gate);
}

/* ---- Bodies ---- */

#define FORM      "Content-Type: application/x-www-form-urlencoded\r\n"
#define FILE_FORM "Content-Type: multipart/form-data; boundary=XX\r\n"

/* Like a browser: it sends everything before it reads. */
static char *send_all(const TestServer *server, const char *head, size_t length)
{
    g_autofree char *filler = g_strnfill(length, 'a');
    int fd = http_connect(server->config->port);
    http_send(fd, head, strlen(head));
    size_t sent = 0;
    while (sent < length) {
        ssize_t n = send(fd, filler + sent, length - sent, MSG_NOSIGNAL);
        if (n <= 0)
            g_error("the server closed after %zu of %zu bytes", sent, length);
        sent += (size_t)n;
    }
    char *answer = http_read(fd, 3000);
    close(fd);
    return answer;
}

static void too_much_is_read_and_refused_with_a_page(void)
{
    enum { KILO = 1024, MEGA = KILO * KILO, AROUND = 300 };
    static const struct {
        const char *path, *type;
        size_t length;
        const char *words;
    } cases[] = {
        {"/staff/no-such-page", FORM, 20 * MEGA + AROUND,
         "What was sent has 20.0 MB. This page takes 64 KB at most."},
        {"/staff/no-such-page", FORM, 65 * KILO + 1, "What was sent has 65 KB."},
        {"/staff/definitions/upload", FILE_FORM, 20 * MEGA + AROUND,
         "This file has 20.0 MB. A definition may have 1 MB at most."},
        {"/staff/definitions/upload", FILE_FORM, 2 * MEGA,
         "This file has 2 MB. A definition may have 1 MB at most."},
    };
    TestServer server;
    test_server_start(&server);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *more =
            g_strdup_printf("%sContent-Length: %zu\r\n", cases[i].type, cases[i].length);
        g_autofree char *line = g_strconcat("POST ", cases[i].path, NULL);
        g_autofree char *head = ask(&server, line, more);
        g_autofree char *answer = send_all(&server, head, cases[i].length);
        g_assert_cmpuint(http_status(answer), ==, 413);
        if (strstr(answer, cases[i].words) == NULL)
            g_error("%s is missing in\n%s", cases[i].words, answer);
        g_assert_nonnull(strstr(answer, "Nothing was taken over."));
        g_assert_nonnull(strstr(answer, "Connection: close"));
    }
    test_server_stop(&server);
}

static void far_too_much_is_not_even_read(void)
{
    TestServer server;
    test_server_start(&server);
    g_autofree char *more = g_strdup_printf(FORM "Content-Length: %d\r\n", LIMIT_DRAIN_BYTES + 1);
    g_autofree char *head = ask(&server, "POST /staff/no-such-page", more);
    g_autofree char *answer = http_exchange(server.config->port, head, strlen(head));
    g_assert_cmpuint(http_status(answer), ==, 413);
    test_server_stop(&server);
}

static void files_are_for_routes_that_take_them(void)
{
    static const char body[] = "--XX--\r\n";
    static const char *const paths[] = {"/staff/sign-in", "/short-journey/p_safe", "/"};
    TestServer server;
    test_server_start(&server);
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autofree char *line = g_strconcat("POST ", paths[i], NULL);
        g_autofree char *more =
            g_strdup_printf(FILE_FORM "Content-Length: %zu\r\n", sizeof body - 1);
        g_autofree char *head = ask(&server, line, more);
        g_autofree char *bytes = g_strconcat(head, body, NULL);
        g_autofree char *answer = http_exchange(server.config->port, bytes, strlen(bytes));
        g_assert_cmpuint(http_status(answer), ==, 415);
    }
    test_server_stop(&server);
}

/* ---- The log ---- */

enum { TEXT_BYTES = 64 };

/* Somebody who is signed in: their cookie's words and their token. */
static void sign_in(TestServer *server, const char *name, char cookie[TEXT_BYTES],
                    char csrf[TOKEN_CHARS + 1])
{
    const Act act = {"command line", env_now()};
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    bool is_added = staff_add(server->context.store, name, ROLE_SUPERVISOR, &act, &link, &error);
    g_assert_no_error(error);
    g_assert_true(is_added);
    uint8_t token[TOKEN_BYTES];
    bool is_in = staff_password_by_link(server->context.store,
                                        &(const LinkSignIn){.link = link,
                                                            .name = name,
                                                            .password = "four green lanterns",
                                                            .moment = env_now(),
                                                            .gate = server->context.gate},
                                        token, &error);
    g_assert_no_error(error);
    g_assert_true(is_in);
    sodium_bin2base64(cookie, TEXT_BYTES, token, sizeof token,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    staff_csrf_of(token, csrf);
}

static void send_as(const TestServer *server, const char *cookie, const char *line,
                    const char *body, unsigned status)
{
    g_autofree char *more =
        body != NULL ? g_strdup_printf("Cookie: staff=%s\r\n" FORM "Content-Length: %zu\r\n",
                                       cookie, strlen(body))
                     : g_strdup_printf("Cookie: staff=%s\r\n", cookie);
    g_autofree char *head = ask(server, line, more);
    g_autofree char *bytes = g_strconcat(head, body, NULL);
    g_autofree char *answer = http_exchange(server->config->port, bytes, strlen(bytes));
    if (http_status(answer) != status)
        g_error("%s: expected %u\n%s", line, status, answer);
}

static void the_log_names_routes_and_nobody(void)
{
    if (g_test_subprocess()) {
        TestServer server;
        test_server_start(&server);
        char cookie[TEXT_BYTES], csrf[TOKEN_CHARS + 1];
        sign_in(&server, "zanzibar", cookie, csrf);
        g_autofree char *receive = g_strdup_printf("csrf=%s&batch=marmalade&count=3", csrf);
        send_as(&server, cookie, "POST /staff/short-journey/batches", receive, 303);
        send_as(&server, cookie, "GET /staff/short-journey/batches/marmalade", NULL, 200);
        send_as(&server, cookie, "GET /staff/short-journey/forms/1-9?x=marmalade", NULL, 200);
        send_as(&server, cookie, "GET /staff/short-journey/forms/776655-1", NULL, 400);
        send_as(&server, "", "POST /staff/sign-in", "name=zanzibar&password=marmalade", 403);
        test_server_stop(&server);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
    g_test_trap_assert_stderr("*\"batches-receive\"*\"batch\"*\"form\"*\"sign-in-take\"*");
    static const char *const never[] = {"*zanzibar*", "*marmalade*", "*776655*", "*1-9*",
                                        "*127.0.0.1*"};
    for (size_t i = 0; i < G_N_ELEMENTS(never); i++)
        g_test_trap_assert_stderr_unmatched(never[i]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/workers/every piece of work is done once", every_piece_of_work_is_done_once);
    g_test_add_func("/workers/a full queue takes nothing and loses nothing",
                    a_full_queue_takes_nothing_and_loses_nothing);
    g_test_add_func("/workers/staff are answered by a worker", staff_are_answered_by_a_worker);
    g_test_add_func("/workers/a full queue says when to come again",
                    a_full_queue_says_when_to_come_again);
    g_test_add_func("/workers/a client that goes away meanwhile does no harm",
                    a_client_that_goes_away_meanwhile_does_no_harm);
    g_test_add_func("/workers/what is in hand is answered before the end",
                    what_is_in_hand_is_answered_before_the_end);
    g_test_add_func("/workers/what comes while the server stops is refused",
                    what_comes_while_the_server_stops_is_refused);
    g_test_add_func("/bodies/too much is read and refused with a page",
                    too_much_is_read_and_refused_with_a_page);
    g_test_add_func("/bodies/far too much is not even read", far_too_much_is_not_even_read);
    g_test_add_func("/bodies/files are for routes that take them",
                    files_are_for_routes_that_take_them);
    g_test_add_func("/log/the log names routes and nobody", the_log_names_routes_and_nobody);
    return g_test_run();
}
