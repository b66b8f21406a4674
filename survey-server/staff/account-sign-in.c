/* Signing in and out. */
#include "base/env.h"
#include "survey-server/staff/account-pages.h"
#include "survey-server/staff/staff-layout.h"

#include "base/banned.h"

/* ---- Parts ---- */

void account_password_box(Markup *to, const char *name, const char *label, const char *hint,
                          const char *autocomplete, const char *mistake)
{
    const StaffBox box = {.name = name,
                          .label = label,
                          .hint = hint,
                          .mistake = mistake,
                          .kind = "password",
                          .autocomplete = autocomplete,
                          .width = 32};
    staff_box(to, &box);
}

void account_name_box(Markup *to, const char *name)
{
    markup_open(to, "div");
    markup_attr(to, "class", "box");
    markup_open(to, "label");
    markup_attr(to, "for", "name");
    markup_text(to, "Your name here");
    markup_close(to, "label");
    markup_open(to, "input");
    markup_attr(to, "type", "text");
    markup_attr(to, "id", "name");
    markup_attr(to, "name", "name");
    markup_attr(to, "value", name);
    markup_attr(to, "autocomplete", "username");
    markup_attr(to, "class", "sized");
    markup_attr_int(to, "size", 32);
    markup_attr_on(to, "readonly", true);
    markup_close(to, "div");
}

/* ---- The page ---- */

static const Staff nobody = {.name = ""};

static Markup *begin(const StaffFrame *frame, const Onward *onward, const char *control,
                     const char *notice, const char *mistake)
{
    Markup *to = staff_layout_begin(frame);
    const StaffMistake mistakes[] = {{control, mistake}};
    staff_mistakes(to, mistakes, mistake != NULL ? 1 : 0);
    staff_notice(to, notice);
    g_auto(Url) action = url_path("staff", "sign-in", NULL);
    staff_form_begin(to, &nobody, action);
    onward_write(to, onward);
    return to;
}

/* `name` is what was typed before. */
static Reply *sign_in_page(const Context *context, const Onward *onward, unsigned status,
                           const char *notice, const char *mistake, const char *name)
{
    const StaffFrame frame = {
        .context = context, .staff = &nobody, .heading = "Sign in", .is_error = mistake != NULL};
    Markup *to = begin(&frame, onward, "password", notice, mistake);
    const StaffBox box = {
        .name = "name", .label = "Name", .value = name, .autocomplete = "username", .width = 32};
    staff_box(to, &box);
    account_password_box(to, "password", "Password", NULL, "current-password", mistake);
    staff_button(to, "Sign in", NULL, NULL, false);
    staff_form_end(to);
    markup_element(to, "p",
                   "If you have no account, or have lost your password or your second factor, ask "
                   "an administrator for a one-time link.");
    return staff_layout_end(to, &frame, status);
}

Reply *account_sign_in(const Context *context, const Onward *onward, unsigned status,
                       const char *notice, const char *mistake)
{
    return sign_in_page(context, onward, status, notice, mistake, NULL);
}

static Reply *code_page(const Context *context, const Onward *onward, unsigned status,
                        const char *mistake)
{
    const StaffFrame frame = {
        .context = context, .staff = &nobody, .heading = "Your code", .is_error = mistake != NULL};
    Markup *to = begin(&frame, onward, "code", NULL, mistake);
    const StaffBox box = {.name = "code",
                          .label = "Code",
                          .hint = "The six digits that your authenticator app shows now.",
                          .autocomplete = "one-time-code",
                          .inputmode = "numeric",
                          .mistake = mistake,
                          .width = 10};
    staff_box(to, &box);
    staff_button(to, "Go on", NULL, NULL, false);
    staff_form_end(to);
    markup_element(to, "p",
                   "If you no longer have the app, ask an administrator to reset your account.");
    return staff_layout_end(to, &frame, status);
}

Reply *account_sign_in_show(const Request *request, Context *context, const Staff *staff)
{
    g_auto(Onward) onward = onward_read(request, context);
    if (staff->is_signed_in)
        return reply_redirect(303, onward_url(&onward));
    bool is_out = staff_query(request, "out") != NULL;
    return account_sign_in(context, &onward, 200, is_out ? "You are signed out." : NULL, NULL);
}

/* ---- Taking it ---- */

/* Somebody who waits is told by 429, everybody else by 403; what failed in the store, by its own status. */
static unsigned status_of(const GError *error)
{
    if (g_error_matches(error, SOUNDINGS_ERROR, ERROR_BUSY))
        return 429;
    return g_error_matches(error, SOUNDINGS_ERROR, ERROR_DATA) ? 403 : reply_status_of(error);
}

/* A session that the browser had before ends with a new one: nobody is signed in twice in one browser. */
static void end_earlier(const Request *request, Context *context)
{
    g_autoptr(GError) ignored = NULL;
    if (request->has_staff_token &&
        !staff_sign_out(context->store, request->staff_token, env_now(), &ignored))
        return;
}

static Reply *take_code(const Request *request, Context *context, const Onward *onward,
                        const char *code)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address = request_client(request, context->config);
    uint8_t token[TOKEN_BYTES];
    const CodeSignIn sign_in = {.token = request->staff_token,
                                .code = code,
                                .address = address,
                                .moment = env_now(),
                                .gate = context->gate};
    if (staff_sign_in_code(context->store, &sign_in, token, &error))
        return onward_go(onward, request, context, token);
    if (g_error_matches(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND))
        return account_sign_in(context, onward, 403, NULL,
                               "The time for the code is over. Sign in again.");
    return code_page(context, onward, status_of(error), error->message);
}

static Reply *take_password(const Request *request, Context *context, const Onward *onward,
                            const char *name, const char *password)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address = request_client(request, context->config);
    g_autofree char *trimmed = g_strstrip(g_strdup(name)); /* keyboards of phones add a space */
    const SignIn sign_in = {trimmed, password, address, env_now(), context->gate};
    uint8_t token[TOKEN_BYTES];
    bool needs_code = false;
    if (!staff_sign_in(context->store, &sign_in, token, &needs_code, &error))
        return sign_in_page(context, onward, status_of(error), NULL, error->message, name);
    end_earlier(request, context);
    if (!needs_code)
        return onward_go(onward, request, context, token);
    Reply *reply = code_page(context, onward, 200, NULL);
    reply_set_staff_cookie(reply, context->config, token);
    return reply;
}

Reply *account_sign_in_take(const Request *request, Context *context, const Staff *staff)
{
    (void)staff;
    g_auto(Onward) onward = onward_read(request, context);
    const char *code = staff_field(request, "code");
    if (code != NULL && request->has_staff_token)
        return take_code(request, context, &onward, code);
    const char *name = staff_field(request, "name");
    const char *password = staff_field(request, "password");
    if (name == NULL || password == NULL || *name == '\0' || *password == '\0')
        return sign_in_page(context, &onward, 403, NULL, "Type your name and your password.", name);
    return take_password(request, context, &onward, name, password);
}

Reply *account_sign_out(const Request *request, Context *context, const Staff *staff)
{
    g_autoptr(GError) error = NULL;
    g_auto(Url) home = url_path("staff", "", NULL);
    if (request->user != NULL) {
        error_set(&error, ERROR_CONFLICT,
                  "The sign-in of your organisation lets you in here. Sign out there.");
        return staff_refusal(context, staff, error, home, "Go to the staff page");
    }
    if (request->has_staff_token &&
        !staff_sign_out(context->store, request->staff_token, env_now(), &error))
        return staff_refusal(context, staff, error, home, "Go to the staff page");
    Reply *reply =
        reply_redirect(303, url_with_query(url_path("staff", "sign-in", NULL), "out", "1"));
    reply_set_staff_cookie(reply, context->config, NULL);
    return reply;
}
