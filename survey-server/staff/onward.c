#include "survey-server/staff/onward.h"
#include "base/limits.h"
#include "survey-server/http/guard.h"
#include "survey-server/staff/account-pages.h"
#include "survey-server/staff/staff-layout.h"
#include <string.h>

#include "base/banned.h"

enum {
    TYPED_MAX_BYTES = LIMIT_BODY_MAX_BYTES / 4
}; /* each byte of it may take three on the way back */

void onward_clear(Onward *onward)
{
    g_clear_pointer(&onward->target, g_free);
    g_clear_pointer(&onward->typed, g_free);
}

char *onward_target(const Request *request)
{
    if (fields_count(request->query) == 0)
        return g_strdup(request->path);
    g_autofree char *query = fields_encode(request->query);
    return g_strconcat(request->path, "?", query, NULL);
}

/* A request for a target of staff, or NULL. */
static Request *request_for(const char *target, Method method)
{
    if (target == NULL || !g_str_has_prefix(target, "/staff/"))
        return NULL;
    g_autoptr(Request) request = request_new();
    request->method = method;
    return request_take_target(request, target) == 0 ? g_steal_pointer(&request) : NULL;
}

/* The route that takes it and needs somebody signed in, or NULL. */
static const StaffRoute *route_of(const Request *request, const Context *context)
{
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route =
        request != NULL ? staff_route_find(context, request, &status, &allow) : NULL;
    return route != NULL && route->right != RIGHT_NONE ? route : NULL;
}

Onward onward_read(const Request *request, const Context *context)
{
    const char *target = staff_field(request, "next");
    if (target == NULL)
        target = staff_query(request, "next");
    Onward onward = {.typed = g_strdup(staff_field(request, "typed"))};
    g_autoptr(Request) there = request_for(target, onward.typed != NULL ? METHOD_POST : METHOD_GET);
    if (route_of(there, context) != NULL)
        onward.target = onward_target(there);
    else
        g_clear_pointer(&onward.typed, g_free);
    if (onward.target == NULL)
        onward.target = g_strdup("/staff/");
    return onward;
}

static Url url_of_target(const char *target)
{
    /* The target was taken apart and put together again: safe characters, and an encoded query. */
    return (Url){.text = g_strdup(target)};
}

Url onward_url(const Onward *onward)
{
    return url_of_target(onward->target);
}

/* ---- In a page ---- */

void onward_write(Markup *to, const Onward *onward)
{
    staff_hidden(to, "next", onward->target);
    if (onward->typed != NULL)
        staff_hidden(to, "typed", onward->typed);
}

static bool has_password(const Fields *fields)
{
    bool found = false;
    for (size_t i = 0; i < fields_count(fields) && !found; i++)
        found = strstr(fields_at(fields, i).name, "password") != NULL;
    return found;
}

/* The fields of a POST as they are kept, or NULL when they are not. */
static char *keep_fields(const Request *request)
{
    if (request->fields == NULL || has_password(request->fields))
        return NULL;
    g_autoptr(Fields) kept = fields_new();
    for (size_t i = 0; i < fields_count(request->fields); i++) {
        Field field = fields_at(request->fields, i);
        if (!g_str_equal(field.name, "csrf"))
            fields_add(kept, field.name, field.value);
    }
    g_autofree char *words = fields_encode(kept);
    return strlen(words) <= TYPED_MAX_BYTES ? g_steal_pointer(&words) : NULL;
}

Reply *onward_sign_in(const Request *request, Context *context)
{
    bool has_file = request->files != NULL && request->files->len > 0;
    g_auto(Onward) onward = {.typed = has_file ? NULL : keep_fields(request)};
    g_autoptr(Request) page = request_for(request->path, METHOD_GET);
    bool is_kept = onward.typed != NULL;
    if (is_kept || route_of(page, context) != NULL)
        onward.target = onward_target(request);
    else
        onward.target = g_strdup("/staff/");
    return account_sign_in(context, &onward, 403,
                           is_kept
                               ? "Your session has ended. Sign in to go on: what you typed is kept "
                                 "and is sent then."
                               : "Your session has ended. Sign in, then send that page again: "
                                 "files and passwords are not kept.",
                           NULL);
}

/* ---- Going on ---- */

/* A request like the one that signed in, for another address: with its fields, and the new session's token. */
static Request *request_onward(const Onward *onward, const Request *request,
                               const uint8_t token[TOKEN_BYTES])
{
    g_autoptr(Request) there = request_for(onward->target, METHOD_POST);
    if (there == NULL)
        return NULL;
    there->fields = *onward->typed != '\0'
                        ? fields_decode(onward->typed, strlen(onward->typed), NULL)
                        : fields_new();
    if (there->fields == NULL)
        return NULL;
    char csrf[TOKEN_CHARS + 1];
    staff_csrf_of(token, csrf);
    fields_remove(there->fields, "csrf");
    fields_add(there->fields, "csrf", csrf);
    there->host = g_strdup(request->host);
    there->origin = g_strdup(request->origin);
    there->fetch_site = g_strdup(request->fetch_site);
    there->peer = g_strdup(request->peer);
    there->forwarded_for = g_strdup(request->forwarded_for);
    there->is_loopback = request->is_loopback;
    there->is_forwarded = request->is_forwarded;
    there->has_staff_token = true;
    memcpy(there->staff_token, token, sizeof there->staff_token);
    return g_steal_pointer(&there);
}

Reply *onward_go(const Onward *onward, const Request *request, Context *context,
                 const uint8_t token[TOKEN_BYTES])
{
    g_autoptr(Request) there =
        onward->typed != NULL ? request_onward(onward, request, token) : NULL;
    const char *name = NULL;
    Reply *reply = route_of(there, context) != NULL ? staff_answer(there, context, &name)
                                                    : reply_redirect(303, onward_url(onward));
    if (reply->cookie == NULL)
        reply_set_staff_cookie(reply, context->config, token);
    return reply;
}

/* ---- Refusing ---- */

/* A form that sends the request again, with this person's token; false when it cannot be kept. */
static bool write_again(Markup *to, const Request *request, const Staff *staff)
{
    bool has_file = request->files != NULL && request->files->len > 0;
    g_autofree char *kept = has_file ? NULL : keep_fields(request);
    if (kept == NULL)
        return false;
    g_autofree char *target = onward_target(request);
    g_auto(Url) action = url_of_target(target);
    staff_form_begin(to, staff, action);
    for (size_t i = 0; i < fields_count(request->fields); i++) {
        Field field = fields_at(request->fields, i);
        if (!g_str_equal(field.name, "csrf"))
            staff_hidden(to, field.name, field.value);
    }
    staff_button(to, "Send again", NULL, NULL, false);
    staff_form_end(to);
    return true;
}

Reply *onward_send_again(const Request *request, const Context *context, const Staff *staff)
{
    const StaffFrame frame = {
        .context = context, .staff = staff, .heading = "Send this again?", .is_error = true};
    Markup *to = staff_layout_begin(&frame);
    markup_element(
        to, "p",
        "Nothing was changed. This came from a page that was opened before you signed in "
        "here, or from somewhere else than this site. If you filled it in yourself just "
        "now, send it again.");
    write_again(to, request, staff);
    g_auto(Url) home = url_path("staff", "", NULL);
    staff_link(to, home, "Go to the staff page");
    return staff_layout_end(to, &frame, 403);
}

Reply *onward_later(const Request *request, const Context *context)
{
    /* Nobody looked who this is: the form has the token that it came with, which is judged when it is sent again. */
    const char *csrf = staff_field(request, "csrf");
    if (csrf == NULL || !guard_is_same_site(request, context->config))
        return staff_error(context, NULL, 503);
    Staff nobody = {.name = ""};
    g_strlcpy(nobody.csrf, csrf, sizeof nobody.csrf);
    const StaffFrame frame = {
        .context = context, .staff = &nobody, .heading = "The server is busy", .is_error = true};
    Markup *to = staff_layout_begin(&frame);
    markup_element(to, "p", "Nothing was changed. Wait a few seconds, then send this again.");
    if (!write_again(to, request, &nobody))
        markup_element(to, "p",
                       "Files and passwords are not kept: go back in your browser to send them.");
    g_auto(Url) home = url_path("staff", "", NULL);
    staff_link(to, home, "Go to the staff page");
    Reply *reply = staff_layout_end(to, &frame, 503);
    reply->retry_after_s = STAFF_RETRY_AFTER_S;
    return reply;
}

Reply *onward_stranger(const Context *context)
{
    const Staff nobody = {.name = ""};
    const StaffFrame frame = {
        .context = context, .staff = &nobody, .heading = "This came from another site"};
    Markup *to = staff_layout_begin(&frame);
    markup_element(to, "p",
                   "Nothing was changed. Pages of staff take what their own forms send, nothing "
                   "else.");
    g_auto(Url) home = url_path("staff", "", NULL);
    staff_link(to, home, "Go to the staff page");
    return staff_layout_end(to, &frame, 403);
}
