#include "survey-server/http/reply.h"
#include "base/limits.h"
#include <sodium.h>

#include "base/banned.h"

static const char html_type[] = "text/html; charset=utf-8";

/* Every reply carries these. Referrer-Policy is same-origin and not no-referrer, because under the latter browsers send
 * `Origin: null` with our own forms, and the guard could no longer tell them from a stranger's. */
static const struct {
    const char *name, *value;
} safety[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

/* What a page may load; scripts only where it says so. */
#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "  \
    "frame-ancestors 'none'; object-src 'none'"
static const char policy[] = POLICY;
static const char policy_of_scripts[] = POLICY "; script-src 'self'; connect-src 'self'";

static const char *const caching_words[] = {
    [CACHE_NEVER] = "no-store",
    [CACHE_REVALIDATE] = "private, no-cache",
    [CACHE_FOREVER] = "public, max-age=31536000, immutable",
};

static const unsigned status_of_code[] = {
    [ERROR_USAGE] = 500, [ERROR_FILE] = 500, [ERROR_DEFINITION] = 500, [ERROR_DATA] = 400,
    [ERROR_STORE] = 500, [ERROR_BUSY] = 503, [ERROR_CONFLICT] = 409,   [ERROR_NOT_FOUND] = 404,
    [ERROR_LIMIT] = 413, [ERROR_LOST] = 503,
};
_Static_assert(G_N_ELEMENTS(status_of_code) == ERROR_CODE_COUNT, "one status a code");

Reply *reply_bytes(unsigned status, const char *type, GBytes *body)
{
    Reply *reply = g_new0(Reply, 1);
    reply->status = status;
    reply->type = type;
    reply->body = body;
    reply->caching = CACHE_NEVER;
    return reply;
}

Reply *reply_html(unsigned status, GBytes *body)
{
    return reply_bytes(status, html_type, body);
}

Reply *reply_redirect(unsigned status, Url to)
{
    Reply *reply = reply_bytes(status, NULL, NULL);
    reply->location = g_steal_pointer(&to.text);
    return reply;
}

void reply_free(Reply *reply)
{
    if (reply == NULL)
        return;
    if (reply->body != NULL)
        g_bytes_unref(reply->body);
    g_free(reply->location);
    g_free(reply->etag);
    g_free(reply->cookie);
    g_free(reply->disposition);
    g_free(reply);
}

/* The whole value of Set-Cookie; `life` is the words of its Max-Age. */
static void set_cookie(Reply *reply, const Config *config, const char *name, const uint8_t *token,
                       const char *life, const char *same_site)
{
    char text[TOKEN_CHARS + 1] = "";
    if (token != NULL)
        secret_token_text(token, text);
    g_free(reply->cookie);
    reply->cookie = g_strdup_printf("%s=%s; Path=/; %sHttpOnly; SameSite=%s%s", name, text, life,
                                    same_site, config->is_secure ? "; Secure" : "");
    sodium_memzero(text, sizeof text);
}

void reply_set_cookie(Reply *reply, const Config *config, const uint8_t token[TOKEN_BYTES])
{
    g_autofree char *life = g_strdup_printf("Max-Age=%d; ", (int)DRAFT_LIFE_S);
    set_cookie(reply, config, config->cookie_name, token, life, "Lax");
}

void reply_set_staff_cookie(Reply *reply, const Config *config, const uint8_t *token)
{
    set_cookie(reply, config, config->staff_cookie_name, token, token != NULL ? "" : "Max-Age=0; ",
               "Strict");
}

void reply_set_file_name(Reply *reply, const char *name)
{
    g_autofree char *safe = g_strdup(name);
    g_strcanon(safe, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-", '-');
    g_free(reply->disposition);
    reply->disposition = g_strdup_printf("attachment; filename=\"%s\"", safe);
}

void reply_visit_headers(const Reply *reply, const Config *config,
                         void (*add)(const char *name, const char *value, void *arg), void *arg)
{
    add("Content-Security-Policy", reply->runs_scripts ? policy_of_scripts : policy, arg);
    for (size_t i = 0; i < G_N_ELEMENTS(safety); i++)
        add(safety[i].name, safety[i].value, arg);
    if (config->is_secure)
        add("Strict-Transport-Security", "max-age=31536000", arg);
    add("Cache-Control", caching_words[reply->caching], arg);
    if (reply->type != NULL)
        add("Content-Type", reply->type, arg);
    if (reply->coding != NULL)
        add("Content-Encoding", reply->coding, arg);
    if (reply->varies)
        add("Vary", "Accept-Encoding, Accept-Language, Cookie", arg);
    if (reply->location != NULL)
        add("Location", reply->location, arg);
    if (reply->etag != NULL)
        add("ETag", reply->etag, arg);
    if (reply->cookie != NULL)
        add("Set-Cookie", reply->cookie, arg);
    if (reply->disposition != NULL)
        add("Content-Disposition", reply->disposition, arg);
    if (reply->allow != NULL)
        add("Allow", reply->allow, arg);
    if (reply->retry_after_s > 0) {
        g_autofree char *seconds = g_strdup_printf("%u", reply->retry_after_s);
        add("Retry-After", seconds, arg);
    }
    if (reply->closes)
        add("Connection", "close", arg);
}

unsigned reply_status_of(const GError *error)
{
    if (error == NULL || error->domain != SOUNDINGS_ERROR || error->code < 0 ||
        error->code >= ERROR_CODE_COUNT)
        return 500;
    return status_of_code[error->code];
}
