#include "survey-server/staff/staff.h"
#include "base/env.h"
#include "base/limits.h"
#include "survey-server/http/guard.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/onward.h"
#include "survey-server/staff/staff-layout.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

static const bool rights[ROLE_COUNT][RIGHT_COUNT] = {
    [ROLE_KEYER] = {[RIGHT_NONE] = true, [RIGHT_SIGNED_IN] = true, [RIGHT_KEY] = true},
    [ROLE_SUPERVISOR] = {[RIGHT_NONE] = true,
                         [RIGHT_SIGNED_IN] = true,
                         [RIGHT_KEY] = true,
                         [RIGHT_SUPERVISE] = true},
    [ROLE_ANALYST] = {[RIGHT_NONE] = true, [RIGHT_SIGNED_IN] = true, [RIGHT_DESIGN] = true},
    [ROLE_ADMINISTRATOR] = {[RIGHT_NONE] = true,
                            [RIGHT_SIGNED_IN] = true,
                            [RIGHT_KEY] = true,
                            [RIGHT_SUPERVISE] = true,
                            [RIGHT_DESIGN] = true,
                            [RIGHT_PUBLISH] = true,
                            [RIGHT_ACCOUNTS] = true},
};

bool staff_role_may(Role role, Right right)
{
    return role < ROLE_COUNT && right < RIGHT_COUNT && rights[role][right];
}

bool staff_may(const Staff *staff, Right right)
{
    return right == RIGHT_NONE || (staff->is_signed_in && staff_role_may(staff->role, right));
}

Act staff_act(const Staff *staff)
{
    return (Act){staff->name, env_now()};
}

const char *staff_query(const Request *request, const char *name)
{
    return fields_find(request->query, name);
}

const char *staff_field(const Request *request, const char *name)
{
    return request->fields != NULL ? fields_find(request->fields, name) : NULL;
}

const FormFile *staff_file_of(const Request *request, const char *name)
{
    for (size_t i = 0; request->files != NULL && i < request->files->len; i++) {
        const FormFile *file = g_ptr_array_index(request->files, i);
        if (g_str_equal(file->field, name) && (*file->name != '\0' || file->length > 0))
            return file;
    }
    return NULL;
}

/* ---- Who asks ---- */

void staff_csrf_of(const uint8_t token[TOKEN_BYTES], char out[TOKEN_CHARS + 1])
{
    static const char purpose[] = "soundings staff csrf";
    uint8_t hash[TOKEN_BYTES];
    crypto_generichash(hash, sizeof hash, token, TOKEN_BYTES, (const uint8_t *)purpose,
                       sizeof purpose);
    secret_token_text(hash, out);
}

static void let_in(Staff *staff, const StaffSession *session, const uint8_t token[TOKEN_BYTES])
{
    staff->name = session->name;
    staff->role = session->role;
    staff->is_signed_in = true;
    staff->has_auto_advance = session->has_auto_advance;
    staff_csrf_of(token, staff->csrf);
}

/* Fill staff by the proxy's word or by the cookie; nobody is no error.
 * Errors: false and what the store says; ERROR_NOT_FOUND when the proxy names nobody of ours. */
static bool find_staff(const Request *request, Context *context, StaffSession *session,
                       Staff *staff, GError **error)
{
    g_autoptr(GError) reason = NULL;
    if (request->user != NULL) {
        uint8_t csrf[TOKEN_BYTES];
        if (!staff_session_vouched(context->store, request->user, env_now(), session, csrf, error))
            return false;
        let_in(staff, session, csrf);
        return true;
    }
    if (!request->has_staff_token)
        return true;
    if (staff_session_find(context->store, request->staff_token, env_now(), session, &reason)) {
        if (!session->needs_code)
            let_in(staff, session, request->staff_token);
        return true;
    }
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND))
        return true;
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

static bool csrf_is_right(const Request *request, const Staff *staff)
{
    const char *given = staff_field(request, "csrf");
    return given != NULL && secret_is_same(given, staff->csrf);
}

/* ---- Refusing ---- */

static const char *const right_words[RIGHT_COUNT] = {
    [RIGHT_NONE] = "open it",
    [RIGHT_SIGNED_IN] = "sign in",
    [RIGHT_KEY] = "key forms and interviews",
    [RIGHT_SUPERVISE] = "look after batches, corrections and withdrawals",
    [RIGHT_DESIGN] = "write definitions and try them out",
    [RIGHT_PUBLISH] = "publish surveys and change their dates",
    [RIGHT_ACCOUNTS] = "look after accounts",
};

static char *roles_with(Right right)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (staff_role_may((Role)i, right))
            g_string_append_printf(names, "%s%s", names->len > 0 ? " or " : "", role_name((Role)i));
    }
    return g_strdup(names->str);
}

static char *administrators(Store *store)
{
    g_autoptr(GPtrArray) accounts = staff_list(store, NULL);
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; accounts != NULL && i < accounts->len; i++) {
        const StaffAccount *account = g_ptr_array_index(accounts, i);
        if (account->role == ROLE_ADMINISTRATOR && !account->is_disabled)
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", account->name);
    }
    return g_strdup(names->str);
}

Reply *staff_forbidden(const Context *context, const Staff *staff, Right right)
{
    const StaffFrame frame = {
        .context = context, .staff = staff, .heading = "Your account may not open this page"};
    g_autofree char *roles = roles_with(right);
    g_autofree char *who = administrators(context->store);
    g_autofree char *needed = g_strdup_printf(
        "This page is for people who %s. That takes the role %s; yours is %s. Nothing was changed.",
        right_words[right], roles, role_name(staff->role));
    g_autofree char *helper =
        g_strdup_printf("An administrator can give you another role: %s.", who);
    Markup *to = staff_layout_begin(&frame);
    markup_element(to, "p", needed);
    markup_element(to, "p", helper);
    g_auto(Url) home = url_path("staff", "", NULL);
    staff_link(to, home, "Go to the staff page");
    return staff_layout_end(to, &frame, 403);
}

/* ---- Routes ---- */

const StaffRoute *staff_route_find(const Context *context, const Request *request,
                                   unsigned *out_status, const char **out_allow)
{
    return (const StaffRoute *)route_find(&context->staff_routes, request, out_status, out_allow);
}

bool staff_may_open(const Context *context, const Staff *staff, Url url)
{
    g_auto(GStrv) segments = g_strsplit(url.text + 1, "/", -1);
    const Request request = {
        .method = METHOD_GET, .segments = segments, .n_segments = g_strv_length(segments)};
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_route_find(context, &request, &status, &allow);
    return route != NULL && staff_may(staff, route->right);
}

BodyRule staff_body_rule(const Request *request, const Context *context)
{
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_route_find(context, request, &status, &allow);
    BodyRule rule = {.bytes_max = LIMIT_BODY_BYTES, .is_drained = true};
    if (route == NULL)
        return rule;
    rule.takes_files = route->file != NULL;
    if (route->body_max > 0)
        rule.bytes_max = route->body_max + (rule.takes_files ? LIMIT_BODY_BYTES : 0);
    return rule;
}

/* ---- Answering ---- */

/* Nobody is signed in, and the address needs somebody. */
static Reply *ask_to_sign_in(const Request *request, Context *context, const StaffRoute *route)
{
    if (route->at.method == METHOD_POST)
        return onward_sign_in(request, context);
    g_autofree char *target = onward_target(request);
    return reply_redirect(303, url_with_query(url_path("staff", "sign-in", NULL), "next", target));
}

static Reply *answer_route(const Request *request, Context *context, const Staff *staff,
                           const StaffRoute *route)
{
    if (route->right == RIGHT_NONE)
        return route->handle(request, context, staff);
    if (!staff->is_signed_in)
        return ask_to_sign_in(request, context, route);
    if (!staff_may(staff, route->right))
        return staff_forbidden(context, staff, route->right);
    if (route->at.method == METHOD_POST && !csrf_is_right(request, staff))
        return onward_send_again(request, context, staff);
    const LostSurvey *lost = g_str_has_prefix(route->at.pattern, "/staff/{survey}")
                                 ? site_find_lost(context->site, request->segments[1])
                                 : NULL;
    if (lost != NULL)
        return staff_not_here(context, staff, lost);
    return route->handle(request, context, staff);
}

Reply *staff_answer(const Request *request, Context *context, const char **out_name)
{
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_route_find(context, request, &status, &allow);
    *out_name = route != NULL ? route->at.name : "staff-none";
    Staff staff = {.name = ""};
    if (route != NULL && route->at.method == METHOD_POST &&
        !guard_is_same_site(request, context->config))
        return onward_stranger(context);
    g_auto(StaffSession) session = {0};
    g_autoptr(GError) error = NULL;
    if (!find_staff(request, context, &session, &staff, &error)) {
        bool is_unknown = g_error_matches(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
        g_auto(Url) surveys = url_path("", NULL);
        Reply *reply = staff_refusal(context, &staff, error, surveys, "Go to the surveys");
        reply->status = is_unknown ? 403 : reply->status;
        return reply;
    }
    if (route != NULL)
        return answer_route(request, context, &staff, route);
    Reply *reply = staff_error(context, &staff, status);
    reply->allow = allow;
    return reply;
}
