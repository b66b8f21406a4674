/* The rules that every request meets before anything of it is read. */
#include "base/error.h"
#include "survey-server/http/guard.h"
#include "survey-server/http/request.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    const char *name;
    unsigned status; /* 0: accepted */
    const char *method, *target;
    const char *headers; /* "Name: value" lines, closed by \n each; \x01 stands for a NUL */
} Case;

static Config *make_config(void)
{
    Config *config = config_new("127.0.0.1", 0, "https://survey.example.org", false, 100, NULL);
    g_assert_nonnull(config);
    config_set_port(config, 8080);
    return config;
}

static size_t split_headers(char *text, Header *out, size_t room)
{
    size_t n = 0;
    for (char *line = text; *line != '\0' && n < room; n++) {
        char *end = strchr(line, '\n');
        char *colon = memchr(line, ':', (size_t)(end - line));
        g_assert_nonnull(colon);
        char *value = colon + 2 > end ? end : colon + 2;
        for (char *at = line; at < end; at++) {
            if (*at == '\x01')
                *at = '\0';
        }
        out[n] = (Header){line, (size_t)(colon - line), value, (size_t)(end - value)};
        line = end + 1;
    }
    return n;
}

static unsigned judge(Request *request, const char *method, const char *target, const char *headers)
{
    g_autoptr(Config) config = make_config();
    g_autofree char *text = g_strdup(headers);
    Header lines[16];
    size_t n = split_headers(text, lines, G_N_ELEMENTS(lines));
    return request_check(request, config,
                         &(const RequestHead){.method = method,
                                              .version = "HTTP/1.1",
                                              .target = target,
                                              .headers = lines,
                                              .n_headers = n});
}

#define HOST "Host: survey.example.org\n"
#define FORM HOST "Content-Type: application/x-www-form-urlencoded\n"

static const Case cases[] = {
    {"a plain GET", 0, "GET", "/", HOST},
    {"HEAD", 0, "HEAD", "/a/b", HOST},
    {"a query", 0, "GET", "/a/?lang=cy", HOST},
    {"an empty query", 0, "GET", "/a/?", HOST},
    {"no host", 400, "GET", "/", ""},
    {"two hosts", 400, "GET", "/", HOST HOST},
    {"a foreign host", 421, "GET", "/", "Host: evil.example\n"},
    {"an empty host", 421, "GET", "/", "Host: \n"},
    {"a forwarded host is not looked at", 421, "GET", "/",
     "Host: evil.example\nX-Forwarded-Host: survey.example.org\n"},
    {"this machine's name from elsewhere", 421, "GET", "/", "Host: localhost:8080\n"},
    {"a space before the colon", 400, "GET", "/", HOST "X : 1\n"},
    {"a bad name byte", 400, "GET", "/", HOST "X\x7fY: 1\n"},
    {"NUL in a value", 400, "GET", "/",
     HOST "X: a\x01"
          "b\n"},
    {"a bare CR in a value", 400, "GET", "/", HOST "X: a\rb\n"},
    {"an escape in a value", 400, "GET", "/", HOST "X: \x1b[0m\n"},
    {"a tab in a value", 0, "GET", "/", HOST "X: a\tb\n"},
    {"a path that leaves", 404, "GET", "/../etc/passwd", HOST},
    {"an escaped path", 404, "GET", "/%2e%2e/x", HOST},
    {"NUL escaped in a path", 404, "GET", "/s/demo%00.css", HOST},
    {"two slashes", 404, "GET", "//x", HOST},
    {"a parameter in a path", 404, "GET", "/a;x", HOST},
    {"an absolute target", 404, "GET", "http://survey.example.org/", HOST},
    {"a star", 404, "OPTIONS", "*", HOST},
    {"a bad escape in a query", 400, "GET", "/?a=%ZZ", HOST},
    {"lower-case get", 501, "get", "/", HOST},
    {"an unknown method", 501, "PROPFIND", "/", HOST},
    {"TRACE is known, and refused by the routes", 0, "TRACE", "/", HOST},
    {"a GET with a body", 400, "GET", "/", HOST "Content-Length: 5\n"},
    {"a GET with an empty body", 0, "GET", "/", HOST "Content-Length: 0\n"},
    {"chunked", 411, "POST", "/a/b", FORM "Transfer-Encoding: chunked\n"},
    {"xchunked", 411, "GET", "/", HOST "Transfer-Encoding: xchunked\n"},
    {"length and chunked", 411, "POST", "/a/b",
     FORM "Content-Length: 5\nTransfer-Encoding: chunked\n"},
    {"no length", 411, "POST", "/a/b", FORM},
    {"two lengths", 400, "POST", "/a/b", FORM "Content-Length: 5\nContent-Length: 6\n"},
    {"the same length twice", 400, "POST", "/a/b", FORM "Content-Length: 5\nContent-Length: 5\n"},
    {"a negative length", 400, "POST", "/a/b", FORM "Content-Length: -5\n"},
    {"a length with a sign", 400, "POST", "/a/b", FORM "Content-Length: +5\n"},
    {"a hexadecimal length", 400, "POST", "/a/b", FORM "Content-Length: 0x5\n"},
    {"a list of lengths", 400, "POST", "/a/b", FORM "Content-Length: 5,5\n"},
    {"an empty length", 400, "POST", "/a/b", FORM "Content-Length: \n"},
    {"a length beyond all", 400, "POST", "/a/b", FORM "Content-Length: 99999999999999999999\n"},
    {"a form", 0, "POST", "/a/b", FORM "Content-Length: 5\n"},
    {"a form with its charset", 0, "POST", "/a/b",
     HOST "Content-Length: 5\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\n"},
    {"a form in another charset", 415, "POST", "/a/b",
     HOST "Content-Length: 5\nContent-Type: application/x-www-form-urlencoded; charset=utf-7\n"},
    {"multipart, which the route must take", 0, "POST", "/a/b",
     HOST "Content-Length: 5\nContent-Type: multipart/form-data; boundary=x\n"},
    {"multipart without a boundary", 415, "POST", "/a/b",
     HOST "Content-Length: 5\nContent-Type: multipart/form-data\n"},
    {"other multipart", 415, "POST", "/a/b",
     HOST "Content-Length: 5\nContent-Type: multipart/mixed; boundary=x\n"},
    {"JSON", 415, "POST", "/a/b", HOST "Content-Length: 5\nContent-Type: application/json\n"},
    {"a compressed body", 415, "POST", "/a/b", FORM "Content-Length: 5\nContent-Encoding: gzip\n"},
    {"two content types", 400, "POST", "/a/b", FORM FORM "Content-Length: 5\n"},
};

static void each_case_is_judged(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Request) request = request_new();
        unsigned status = judge(request, cases[i].method, cases[i].target, cases[i].headers);
        if (status != cases[i].status)
            g_error("%s: expected %u, got %u", cases[i].name, cases[i].status, status);
    }
}

static void a_long_target_is_refused(void)
{
    g_autoptr(GString) target = g_string_new("/");
    for (size_t i = 0; i < 3000; i++)
        g_string_append_c(target, 'a');
    g_autoptr(Request) request = request_new();
    g_assert_cmpuint(judge(request, "GET", target->str, HOST), ==, 414);
}

static void other_versions_are_refused(void)
{
    static const char *const versions[] = {"HTTP/0.9", "HTTP/9.9", "HTTP/2.0", ""};
    g_autoptr(Config) config = make_config();
    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
        g_autoptr(Request) request = request_new();
        g_assert_cmpuint(request_check(request, config,
                                       &(const RequestHead){
                                           .method = "GET", .version = versions[i], .target = "/"}),
                         ==, 505);
    }
}

static void the_cookie_gives_the_token(void)
{
    static const struct {
        const char *cookie;
        bool is_token;
    } cookies[] = {
        {"__Host-draft=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", true},
        {"a=b; __Host-draft=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8; c=d", true},
        {"draft=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", false},
        {"__Host-draft=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh", false},
        {"__Host-draft=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+", false},
        {"__Host-draft", false},
        {"", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cookies); i++) {
        g_autoptr(Request) request = request_new();
        g_autofree char *headers = g_strdup_printf(HOST "Cookie: %s\n", cookies[i].cookie);
        g_assert_cmpuint(judge(request, "GET", "/", headers), ==, 0);
        g_assert_true(request->has_token == cookies[i].is_token);
        if (cookies[i].is_token)
            g_assert_cmpint(request->token[31], ==, 31);
    }
}

static void bodies_are_read_strictly(void)
{
    static const struct {
        const char *body;
        unsigned status;
    } bodies[] = {
        {"a=1&b=2", 0}, {"", 0},        {"a=%", 400},    {"a=%4", 400},
        {"a=%00", 400}, {"a=%ff", 400}, {"a=%1b", 400},  {"a=%ed%a0%80", 400},
        {"a", 400},     {"=1", 400},    {"a=1&&b=2", 0}, {"a=x%0D%0Ay", 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        g_autoptr(Request) request = request_new();
        request->content_length = strlen(bodies[i].body);
        unsigned status = request_take_body(request, bodies[i].body, strlen(bodies[i].body));
        if (status != bodies[i].status)
            g_error("body %s: expected %u, got %u", bodies[i].body, bodies[i].status, status);
    }
    g_autoptr(Request) request = request_new();
    request->content_length = 9;
    g_assert_cmpuint(request_take_body(request, "a=1", 3), ==, 400);
}

static void only_our_pages_may_post(void)
{
    static const struct {
        const char *headers;
        bool is_allowed;
    } posts[] = {
        {"", true},
        {"Sec-Fetch-Site: same-origin\n", true},
        {"Sec-Fetch-Site: none\n", true},
        {"Sec-Fetch-Site: same-site\n", false},
        {"Sec-Fetch-Site: cross-site\n", false},
        {"Sec-Fetch-Site: cross-site\nOrigin: https://survey.example.org\n", false},
        {"Origin: https://survey.example.org\n", true},
        {"Origin: http://survey.example.org\n", false},
        {"Origin: https://survey.example.org.evil.example\n", false},
        {"Origin: null\n", false},
        {"Origin: \n", false},
    };
    g_autoptr(Config) config = make_config();
    for (size_t i = 0; i < G_N_ELEMENTS(posts); i++) {
        g_autoptr(Request) request = request_new();
        g_autofree char *headers = g_strconcat(FORM, "Content-Length: 0\n", posts[i].headers, NULL);
        g_assert_cmpuint(judge(request, "POST", "/a/b", headers), ==, 0);
        if (guard_is_same_site(request, config) != posts[i].is_allowed)
            g_error("%s: expected %d", posts[i].headers, posts[i].is_allowed);
    }
}

/* Only the hop that we were told by somebody we trust is the client; what stands before it anybody can write. */
static void the_last_forwarded_address_is_the_client(void)
{
    static const struct {
        const char *peer, *forwarded, *client;
    } hops[] = {
        {"127.0.0.1", NULL, "127.0.0.1"},
        {"127.0.0.1", "192.0.2.7", "192.0.2.7"},
        {"127.0.0.1", "10.9.9.9, 192.0.2.7", "192.0.2.7"},
        {"127.0.0.1", "10.9.9.9,10.8.8.8 ,  192.0.2.7 ", "192.0.2.7"},
        {"10.0.0.5", "10.9.9.9, 192.0.2.7", "192.0.2.7"},
        {"192.0.2.1", "192.0.2.7", "192.0.2.1"},
        {NULL, "192.0.2.7", ""},
    };
    g_autoptr(Config) config = make_config();
    g_assert_true(config_trust_proxy(config, "10.0.0.5", "X-Remote-User", NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(hops); i++) {
        g_autoptr(Request) request = request_new();
        request->peer = g_strdup(hops[i].peer);
        request->is_loopback = g_strcmp0(hops[i].peer, "127.0.0.1") == 0;
        request->forwarded_for = g_strdup(hops[i].forwarded);
        g_autofree char *client = request_client(request, config);
        g_assert_cmpstr(client, ==, hops[i].client);
    }
}

static void wrong_options_are_usage_errors(void)
{
    static const struct {
        const char *listen;
        int port, connections;
        const char *base_url, *words;
    } wrong[] = {
        {"localhost", 80, 100, NULL, "numeric address"},
        {"127.0.0.1", 70000, 100, NULL, "0 (any free port) to 65535"},
        {"127.0.0.1", 80, 1, NULL, "8 to 100000"},
        {"0.0.0.0", 80, 100, NULL, "--base-url"},
        {"0.0.0.0", 80, 100, "survey.example.org", "https://survey.example.org"},
        {"0.0.0.0", 80, 100, "https://survey.example.org/path", "without a path"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Config) config = config_new(wrong[i].listen, wrong[i].port, wrong[i].base_url,
                                              false, wrong[i].connections, &error);
        g_assert_null(config);
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_USAGE);
        g_assert_nonnull(strstr(error->message, wrong[i].words));
    }
}

static void codings_are_negotiated(void)
{
    g_autoptr(Request) request = request_new();
    g_assert_false(request_accepts(request, "gzip"));
    request->accept_encoding = g_strdup("deflate, gzip;q=0, BR;q=0.5");
    g_assert_false(request_accepts(request, "gzip"));
    g_assert_true(request_accepts(request, "br"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/request/each case is judged", each_case_is_judged);
    g_test_add_func("/request/a long target is refused", a_long_target_is_refused);
    g_test_add_func("/request/other versions are refused", other_versions_are_refused);
    g_test_add_func("/request/the cookie gives the token", the_cookie_gives_the_token);
    g_test_add_func("/request/bodies are read strictly", bodies_are_read_strictly);
    g_test_add_func("/request/only our pages may post", only_our_pages_may_post);
    g_test_add_func("/request/the last forwarded address is the client",
                    the_last_forwarded_address_is_the_client);
    g_test_add_func("/request/wrong options are usage errors", wrong_options_are_usage_errors);
    g_test_add_func("/request/codings are negotiated", codings_are_negotiated);
    return g_test_run();
}
