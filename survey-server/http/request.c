#include "survey-server/http/request.h"
#include "base/env.h"
#include "base/error.h"
#include "base/limits.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

Request *request_new(void)
{
    Request *request = g_new0(Request, 1);
    uint8_t random[(REQUEST_ID_BYTES - 1) / 2];
    env_random(random, sizeof random);
    sodium_bin2hex(request->id, sizeof request->id, random, sizeof random);
    return request;
}

void request_free(Request *request)
{
    if (request == NULL)
        return;
    sodium_memzero(request->token, sizeof request->token);
    sodium_memzero(request->staff_token, sizeof request->staff_token);
    g_free(request->peer);
    g_free(request->forwarded_for);
    g_free(request->user);
    g_free(request->path);
    g_strfreev(request->segments);
    fields_free(request->query);
    fields_free(request->fields);
    if (request->files != NULL)
        g_ptr_array_unref(request->files);
    g_free(request->boundary);
    g_free(request->host);
    g_free(request->origin);
    g_free(request->fetch_site);
    g_free(request->accept_language);
    g_free(request->accept_encoding);
    g_free(request->if_none_match);
    g_free(request);
}

/* ---- The target ---- */

static bool path_is_safe(const char *path)
{
    if (path[0] != '/' || strstr(path, "//") != NULL || strstr(path, "..") != NULL)
        return false;
    for (const char *at = path; *at != '\0'; at++) {
        if (!g_ascii_isalnum(*at) && strchr("/_.-", *at) == NULL)
            return false;
    }
    return true;
}

unsigned request_take_target(Request *request, const char *target)
{
    if (strlen(target) > LIMIT_TARGET_BYTES)
        return 414;
    const char *mark = strchr(target, '?');
    size_t path_length = mark != NULL ? (size_t)(mark - target) : strlen(target);
    request->path = g_strndup(target, path_length);
    if (!path_is_safe(request->path))
        return 404;
    request->segments = g_strsplit(request->path + 1, "/", -1);
    request->n_segments = g_strv_length(request->segments);
    if (request->n_segments > REQUEST_SEGMENTS_MAX)
        return 404;
    if (mark == NULL || mark[1] == '\0') {
        request->query = fields_new();
        return 0;
    }
    request->query = fields_decode(mark + 1, strlen(mark + 1), NULL);
    if (request->query == NULL)
        return 400;
    return fields_count(request->query) <= LIMIT_QUERY_FIELDS ? 0 : 414;
}

/* ---- Headers ---- */

static bool is_token(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (name[i] == '\0' ||
            (!g_ascii_isalnum(name[i]) && strchr("!#$%&'*+-.^_`|~", name[i]) == NULL))
            return false;
    }
    return length > 0;
}

static bool value_is_clean(const char *value, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)value[i];
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
            return false;
    }
    return true;
}

/* What is noted of the headers while they are walked. */
typedef struct {
    char *length, *type, *cookie;
    bool has_transfer_encoding, has_content_encoding;
} Noted;

static void noted_clear(Noted *noted)
{
    g_free(noted->length);
    g_free(noted->type);
    g_free(noted->cookie);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Noted, noted_clear)

static bool header_is(const Header *header, const char *name)
{
    return header->name_length == strlen(name) &&
           g_ascii_strncasecmp(header->name, name, header->name_length) == 0;
}

static bool note_once(char **to, const Header *header)
{
    if (*to != NULL)
        return false;
    *to = g_strndup(header->value != NULL ? header->value : "", header->value_length);
    return true;
}

static void note_joined(char **to, const Header *header, const char *separator)
{
    g_autofree char *value =
        g_strndup(header->value != NULL ? header->value : "", header->value_length);
    char *joined = *to == NULL ? g_strdup(value) : g_strconcat(*to, separator, value, NULL);
    g_free(*to);
    *to = joined;
}

/* Who the trusted proxy says this is. From anybody else, or given twice, it is a forgery. */
static bool note_user(Request *request, const Config *config, const Header *header)
{
    bool is_trusted = request->peer != NULL && g_str_equal(request->peer, config->trusted_proxy);
    if (is_trusted && note_once(&request->user, header))
        return true;
    request->refusal = is_trusted ? "the header of the user came twice"
                                  : "the header of the user did not come from the trusted proxy";
    return false;
}

static bool note_header(Request *request, const Config *config, Noted *noted, const Header *header)
{
    if (config->user_header != NULL && header_is(header, config->user_header))
        return note_user(request, config, header);
    struct {
        const char *name;
        char **to;
    } single[] = {
        {"host", &request->host},
        {"content-length", &noted->length},
        {"content-type", &noted->type},
        {"origin", &request->origin},
        {"sec-fetch-site", &request->fetch_site},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(single); i++) {
        if (header_is(header, single[i].name))
            return note_once(single[i].to, header);
    }
    if (header_is(header, "cookie"))
        note_joined(&noted->cookie, header, "; ");
    else if (header_is(header, "accept-language"))
        note_joined(&request->accept_language, header, ", ");
    else if (header_is(header, "accept-encoding"))
        note_joined(&request->accept_encoding, header, ", ");
    else if (header_is(header, "if-none-match"))
        note_joined(&request->if_none_match, header, ", ");
    else if (header_is(header, "x-forwarded-for"))
        note_joined(&request->forwarded_for, header, ", ");
    else if (header_is(header, "forwarded"))
        request->is_forwarded = true;
    else if (header_is(header, "transfer-encoding"))
        noted->has_transfer_encoding = true;
    else if (header_is(header, "content-encoding"))
        noted->has_content_encoding = true;
    return true;
}

static bool read_length(const char *text, uint64_t *out)
{
    size_t length = strlen(text);
    if (length == 0 || length > 18 || strspn(text, "0123456789") != length)
        return false;
    *out = g_ascii_strtoull(text, NULL, 10);
    return true;
}

static bool type_is_form(const char *type)
{
    static const char *const form = "application/x-www-form-urlencoded";
    if (g_ascii_strncasecmp(type, form, strlen(form)) != 0)
        return false;
    g_autofree char *rest = g_strdup(type + strlen(form));
    g_strstrip(rest);
    if (rest[0] == '\0')
        return true;
    if (rest[0] != ';')
        return false;
    const char *parameter = g_strstrip(rest + 1);
    return g_ascii_strcasecmp(parameter, "charset=utf-8") == 0 ||
           g_ascii_strcasecmp(parameter, "charset=\"utf-8\"") == 0;
}

static unsigned check_length(Request *request, const Noted *noted)
{
    if (noted->has_transfer_encoding)
        return 411;
    if (noted->length != NULL && !read_length(noted->length, &request->content_length))
        return 400;
    if (request->method == METHOD_POST) {
        if (noted->length == NULL)
            return 411;
        if (noted->has_content_encoding || noted->type == NULL)
            return 415;
        request->boundary = multipart_boundary(noted->type);
        return request->boundary == NULL && !type_is_form(noted->type) ? 415 : 0;
    }
    return request->content_length > 0 || noted->has_content_encoding ? 400 : 0;
}

static bool read_token(const char *cookies, const char *name, uint8_t out[TOKEN_BYTES])
{
    g_auto(GStrv) parts = g_strsplit(cookies, ";", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        const char *part = g_strstrip(parts[i]);
        const char *equals = strchr(part, '=');
        if (equals == NULL || (size_t)(equals - part) != strlen(name) ||
            strncmp(part, name, strlen(name)) != 0)
            continue;
        if (secret_token_read(equals + 1, out))
            return true;
    }
    return false;
}

static bool take_method(Request *request, const char *method)
{
    static const char *const others[] = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"};
    request->method = METHOD_OTHER;
    if (g_str_equal(method, "GET") || g_str_equal(method, "HEAD"))
        request->method = METHOD_GET;
    else if (g_str_equal(method, "POST"))
        request->method = METHOD_POST;
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (g_str_equal(method, others[i]))
            return true;
    }
    return request->method != METHOD_OTHER;
}

unsigned request_check(Request *request, const Config *config, const RequestHead *head)
{
    if (!g_str_equal(head->version, "HTTP/1.1") && !g_str_equal(head->version, "HTTP/1.0"))
        return 505;
    bool is_known_method = take_method(request, head->method);
    g_auto(Noted) noted = {0};
    for (size_t i = 0; i < head->n_headers; i++) {
        const Header *header = &head->headers[i];
        if (!is_token(header->name, header->name_length) ||
            (header->value != NULL && !value_is_clean(header->value, header->value_length)) ||
            !note_header(request, config, &noted, header))
            return 400;
    }
    request->is_forwarded = request->is_forwarded || request->forwarded_for != NULL;
    if (request->host == NULL)
        return 400;
    if (!config_is_our_host(config, request->host, request->is_loopback))
        return 421;
    unsigned refused = check_length(request, &noted);
    if (refused != 0)
        return refused;
    if (!is_known_method)
        return 501;
    if (noted.cookie != NULL) {
        request->has_token = read_token(noted.cookie, config->cookie_name, request->token);
        request->has_staff_token =
            read_token(noted.cookie, config->staff_cookie_name, request->staff_token);
    }
    return request_take_target(request, head->target);
}

unsigned request_take_body(Request *request, const char *body, size_t length)
{
    if (length != request->content_length)
        return 400;
    if (length == 0 && request->boundary == NULL) {
        request->fields = fields_new();
        return 0;
    }
    g_autoptr(GError) error = NULL;
    if (request->boundary == NULL)
        request->fields = fields_decode(body, length, &error);
    else if (!multipart_decode(body, length, request->boundary, &request->fields, &request->files,
                               &error))
        request->fields = NULL;
    if (request->fields != NULL)
        return 0;
    return g_error_matches(error, SOUNDINGS_ERROR, ERROR_LIMIT) ? 413 : 400;
}

char *request_client(const Request *request, const Config *config)
{
    const char *peer = request->peer != NULL ? request->peer : "";
    bool is_proxy = request->is_loopback ||
                    (config->trusted_proxy != NULL && g_str_equal(peer, config->trusted_proxy));
    if (!is_proxy || request->forwarded_for == NULL)
        return g_strdup(peer);
    const char *comma = strrchr(request->forwarded_for, ',');
    return g_strstrip(g_strdup(comma != NULL ? comma + 1 : request->forwarded_for));
}

bool request_accepts(const Request *request, const char *coding)
{
    if (request->accept_encoding == NULL)
        return false;
    g_auto(GStrv) parts = g_strsplit(request->accept_encoding, ",", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        g_auto(GStrv) halves = g_strsplit(parts[i], ";", 2);
        if (halves[0] == NULL || g_ascii_strcasecmp(g_strstrip(halves[0]), coding) != 0)
            continue;
        if (halves[1] == NULL)
            return true;
        const char *weight = g_strstrip(halves[1]);
        return !g_str_has_prefix(weight, "q=") || g_ascii_strtod(weight + 2, NULL) > 0;
    }
    return false;
}
