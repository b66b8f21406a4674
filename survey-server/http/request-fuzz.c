/* Fuzzer: a request line, header lines and a body: whatever comes is refused with a status, or is a request that pages may
 * look at. The first line is method, target and version between spaces; a NUL may stand anywhere. */
#include "survey-server/http/guard.h"
#include "survey-server/http/request.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADERS_MAX = 64 };

static const Config *make_config(void)
{
    static Config *config; /* for the life of the fuzzer */
    if (config == NULL) {
        config = config_new("127.0.0.1", 8080, "https://survey.example.org", false, 100, NULL);
        g_assert_nonnull(config);
        bool is_trusted = config_trust_proxy(config, "10.0.0.5", "X-Remote-User", NULL);
        g_assert_true(is_trusted);
    }
    return config;
}

/* The lines up to an empty one, which *rest then follows. */
static size_t split_headers(const char *at, const char *end, Header *out, const char **out_rest)
{
    size_t n = 0;
    *out_rest = end;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = stop != NULL ? stop : end;
        const char *next = stop != NULL ? stop + 1 : end;
        if (line_end == at) {
            *out_rest = next;
            return n;
        }
        const char *colon = memchr(at, ':', (size_t)(line_end - at));
        if (colon != NULL && n < HEADERS_MAX) {
            const char *value = colon + 1 < line_end && colon[1] == ' ' ? colon + 2 : colon + 1;
            out[n++] = (Header){at, (size_t)(colon - at), value, (size_t)(line_end - value)};
        }
        at = next;
    }
    return n;
}

static void look_at(const Request *request, const Config *config)
{
    g_assert_true(request->path[0] == '/' && strstr(request->path, "..") == NULL);
    g_assert_cmpuint(request->n_segments, <=, REQUEST_SEGMENTS_MAX);
    g_assert_nonnull(request->query);
    g_assert_true(config_is_our_host(config, request->host, request->is_loopback));
    g_autofree char *client = request_client(request, config);
    g_assert_nonnull(client);
    g_assert_true(request->user == NULL || g_str_equal(request->peer, "10.0.0.5"));
    (void)request_accepts(request, "gzip");
    (void)guard_is_same_site(request, config);
}

static void judge(const char *const *line, const char *rest, const char *end, const char *peer)
{
    const Config *config = make_config();
    Header headers[HEADERS_MAX];
    const char *body = NULL;
    size_t n = split_headers(rest, end, headers, &body);
    g_autoptr(Request) request = request_new();
    request->peer = g_strdup(peer);
    request->is_loopback = g_str_equal(peer, "127.0.0.1");
    const RequestHead head = {.method = line[0],
                              .target = line[1],
                              .version = line[2],
                              .headers = headers,
                              .n_headers = n};
    unsigned status = request_check(request, config, &head);
    g_assert_true(status == 0 || (status >= 400 && status < 600));
    if (status != 0)
        return;
    look_at(request, config);
    if (request->method != METHOD_POST)
        return;
    status = request_take_body(request, body, (size_t)(end - body));
    g_assert_true((status == 0) == (request->fields != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_malloc0(size + 1);
    memcpy(text, data, size);
    const char *end = text + size;
    char *stop = memchr(text, '\n', size);
    if (stop == NULL)
        return 0;
    *stop = '\0';
    g_auto(GStrv) line = g_strsplit(text, " ", 4);
    if (g_strv_length(line) != 3)
        return 0;
    judge((const char *const *)line, stop + 1, end, "127.0.0.1");
    judge((const char *const *)line, stop + 1, end, "10.0.0.5");
    judge((const char *const *)line, stop + 1, end, "192.0.2.7");
    return 0;
}
