/* For the tests of the server: a real one in this process, on a free port with a store of its own, and a client that
 * sends bytes as they are. */
#pragma once

#include "base/files.h"
#include "base/private.h"
#include "base/say.h"
#include "forms/definition/survey-xml.h"
#include "responses/accounts/staff.h"
#include "survey-server/http/listener.h"
#include "survey-server/residents/pages.h"
#include "survey-server/routes.h"
#include <arpa/inet.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
    char *directory;
    Config *config;
    Context context;
    Listener *listener;
} TestServer;

static inline Survey *test_survey(const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests/survey-server", name, NULL);
    Survey *survey = survey_load(path, &error);
    g_assert_no_error(error);
    return survey;
}

/* What the server answers, without a socket; a reply that waits for nothing. */
static inline Answer test_ask(const Request *request, Context *context, const char **out_name)
{
    return route_mount(context, request)->answer(request, context, out_name);
}

static inline Reply *test_answer(const Request *request, Context *context, const char **out_name)
{
    const Answer answer = test_ask(request, context, out_name);
    g_assert_null(answer.pending);
    return answer.reply;
}

/* Everything a handler needs, without a socket. */
static inline void test_context_start(TestServer *server, const char *base_url)
{
    g_autoptr(GError) error = NULL;
    private_begin(); /* as the program does: a store that others can read is not opened again */
    server->directory = g_dir_make_tmp("soundings-http-XXXXXX", &error);
    g_assert_no_error(error);
    server->config = config_new("127.0.0.1", 0, base_url, false, 500, &error);
    g_assert_no_error(error);
    server->context.config = server->config;
    server->context.store = store_open(server->directory, STORE_WRITE, &error);
    g_assert_no_error(error);
    server->context.gate = staff_gate_new();
    routes_hand_down(&server->context);
    server->context.site = site_new();
    server->context.assets = assets_new();
    bool is_served = site_put(&server->context, test_survey("journey.xml"), NULL, &error);
    g_assert_no_error(error);
    g_assert_true(is_served);
}

static inline void test_context_stop(TestServer *server)
{
    store_close(server->context.store);
    staff_gate_free(server->context.gate);
    site_free(server->context.site);
    assets_free(server->context.assets);
    config_free(server->config);
    file_directory_abandon(server->directory);
    g_free(server->directory);
}

static inline void test_server_start(TestServer *server)
{
    g_autoptr(GError) error = NULL;
    signal(SIGPIPE, SIG_IGN);
    *server = (TestServer){0};
    test_context_start(server, NULL);
    server->listener = listener_start(server->config, &server->context, &error);
    g_assert_no_error(error);
}

static inline void test_server_stop(TestServer *server)
{
    g_assert_true(listener_stop(server->listener, 10));
    test_context_stop(server);
}

static inline int http_connect(unsigned port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

static inline void http_send(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the server closed: what it said before is still there to read */
        bytes += sent;
        length -= (size_t)sent;
    }
}

/* Everything until the server closes or is silent for `silence_ms`. */
static inline char *http_read(int fd, int silence_ms)
{
    g_autoptr(GString) got = g_string_new(NULL);
    char room[4096];
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (poll(&wait, 1, silence_ms) > 0) {
        ssize_t n = recv(fd, room, sizeof room, 0);
        if (n <= 0)
            break;
        g_string_append_len(got, room, n);
    }
    return g_strdup(got->str);
}

static inline char *http_exchange(unsigned port, const char *bytes, size_t length)
{
    int fd = http_connect(port);
    if (fd < 0)
        return g_strdup("");
    http_send(fd, bytes, length);
    char *answer = http_read(fd, 3000);
    close(fd);
    return answer;
}

/* 0 when there is no answer. */
static inline unsigned http_status(const char *answer)
{
    return g_str_has_prefix(answer, "HTTP/1.") ? (unsigned)g_ascii_strtoull(answer + 9, NULL, 10)
                                               : 0;
}

/* The value of a header, or NULL.   Returns: yours (free with g_free). */
static inline char *http_header(const char *answer, const char *name)
{
    g_autofree char *line = g_strdup_printf("\r\n%s: ", name);
    const char *found = strstr(answer, line);
    if (found == NULL)
        return NULL;
    found += strlen(line);
    return g_strndup(found, strcspn(found, "\r"));
}

/* A browser, as far as it matters: it keeps the one cookie. */
typedef struct {
    unsigned port;
    char *cookie; /* "draft=..." or NULL */
} Browser;

static inline char *browser_send(Browser *browser, const char *method, const char *path,
                                 const char *body)
{
    g_autoptr(GString) request = g_string_new(NULL);
    g_string_append_printf(request, "%s %s HTTP/1.1\r\nHost: localhost:%u\r\nConnection: close\r\n",
                           method, path, browser->port);
    if (browser->cookie != NULL)
        g_string_append_printf(request, "Cookie: %s\r\n", browser->cookie);
    if (body != NULL)
        g_string_append_printf(
            request,
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n"
            "Sec-Fetch-Site: same-origin\r\n",
            strlen(body));
    g_string_append(request, "\r\n");
    g_string_append(request, body != NULL ? body : "");
    char *answer = http_exchange(browser->port, request->str, request->len);
    g_autofree char *set = http_header(answer, "Set-Cookie");
    if (set != NULL) {
        g_free(browser->cookie);
        browser->cookie = g_strndup(set, strcspn(set, ";"));
    }
    return answer;
}

static inline char *browser_get(Browser *browser, const char *path)
{
    return browser_send(browser, "GET", path, NULL);
}

static inline char *browser_post(Browser *browser, const char *path, const char *body)
{
    return browser_send(browser, "POST", path, body);
}

/* The words in <strong id="ref">, or NULL.   Returns: yours (free with g_free). */
static inline char *page_reference(const char *answer)
{
    const char *mark = "<strong id=\"ref\"";
    const char *found = strstr(answer, mark);
    if (found == NULL)
        return NULL;
    found = strchr(found, '>') + 1;
    return g_strndup(found, strcspn(found, "<"));
}
