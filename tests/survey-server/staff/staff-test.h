/* For the tests of staff's pages: people of every role, their sessions, requests with a cookie and a token, without a socket. */
#pragma once

#include "base/env.h"
#include "responses/accounts/staff-private.h"
#include "survey-server/http-test.h"
#include "survey-server/staff/staff.h"
#include <sodium.h>

static const char staff_password[] = "harbour lentil crayon 41";
static const Act staff_test_act = {"anna", 1800000000};

/* A context whose passwords cost next to nothing, at a moment that the test moves. */
static inline void staff_test_start(TestServer *server)
{
    *server = (TestServer){0};
    g_setenv("SOUNDINGS_NOW", "1800000000", true);
    test_context_start(server, NULL);
    config_set_port(server->config, 8080);
    staff_gate_cheapen(server->context.gate);
}

static inline void staff_test_at(int64_t seconds_later)
{
    g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT, 1800000000 + seconds_later);
    g_setenv("SOUNDINGS_NOW", now, true);
}

/* Add a person with `staff_password` and sign them in. */
static inline void staff_test_person(TestServer *server, const char *name, Role role,
                                     uint8_t out_token[TOKEN_BYTES])
{
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    bool is_added = staff_add(server->context.store, name, role, &staff_test_act, &link, &error) &&
                    staff_password_by_link(server->context.store,
                                           &(const LinkSignIn){.link = link,
                                                               .password = staff_password,
                                                               .moment = env_now(),
                                                               .gate = server->context.gate},
                                           out_token, &error);
    g_assert_no_error(error);
    g_assert_true(is_added);
}

/* A request for a target, from a page of this site; token NULL: nobody's. */
static inline Request *staff_test_ask(Method method, const char *target, const uint8_t *token)
{
    Request *request = request_new();
    request->method = method;
    g_assert_cmpuint(request_take_target(request, target), ==, 0);
    request->host = g_strdup("localhost:8080");
    request->peer = g_strdup("127.0.0.1");
    request->is_loopback = true;
    request->fetch_site = g_strdup("same-origin");
    if (method == METHOD_POST)
        request->fields = fields_new();
    if (token != NULL) {
        request->has_staff_token = true;
        memcpy(request->staff_token, token, sizeof request->staff_token);
    }
    return request;
}

/* The same with the token of its session's forms. */
static inline Request *staff_test_post(const char *target, const uint8_t token[TOKEN_BYTES])
{
    Request *request = staff_test_ask(METHOD_POST, target, token);
    char csrf[TOKEN_CHARS + 1];
    staff_csrf_of(token, csrf);
    fields_add(request->fields, "csrf", csrf);
    return request;
}

static inline Reply *staff_test_answer(TestServer *server, const Request *request)
{
    const char *name = NULL;
    return staff_answer(request, &server->context, &name);
}

/* The body as text.   Returns: yours (free with g_free). */
static inline char *staff_test_body(const Reply *reply)
{
    return reply->body == NULL
               ? g_strdup("")
               : g_strndup(g_bytes_get_data(reply->body, NULL), g_bytes_get_size(reply->body));
}

/* The token of the cookie that a reply sets; false when it sets none. */
static inline bool staff_test_cookie(const Reply *reply, uint8_t out[TOKEN_BYTES])
{
    const char *equals = reply->cookie != NULL ? strchr(reply->cookie, '=') : NULL;
    g_autofree char *text =
        equals != NULL ? g_strndup(equals + 1, strcspn(equals + 1, ";")) : g_strdup("");
    return secret_token_read(text, out);
}

static inline void assert_body_has(const Reply *reply, const char *words)
{
    g_autofree char *body = staff_test_body(reply);
    if (strstr(body, words) == NULL)
        g_error("%u: \"%s\" is not in\n%s", reply->status, words, body);
}

static inline void assert_body_lacks(const Reply *reply, const char *words)
{
    g_autofree char *body = staff_test_body(reply);
    if (strstr(body, words) != NULL)
        g_error("%u: \"%s\" is in\n%s", reply->status, words, body);
}
