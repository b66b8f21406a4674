/* One's own account: the one-time link, the password, the second factor. */
#include "base/env.h"
#include "survey-server/staff/account-pages.h"
#include "survey-server/staff/staff-layout.h"
#include <string.h>

#include "base/banned.h"

static const char password_hint[] =
    "At least 12 characters, whichever you like. Four words that have nothing to do with one "
    "another are a good one.";

static void write_new_password(Markup *to, const char *mistake)
{
    account_password_box(to, "password", "New password", password_hint, "new-password", mistake);
    account_password_box(to, "password-again", "The new password again", NULL, "new-password",
                         NULL);
}

/* The new password, or NULL and what is wrong. */
static const char *read_new_password(const Request *request, const char **out_mistake)
{
    const char *password = staff_field(request, "password");
    const char *again = staff_field(request, "password-again");
    if (password == NULL || *password == '\0')
        *out_mistake = "Type a new password.";
    else if (again == NULL || strcmp(password, again) != 0)
        *out_mistake = "The two passwords are not the same. Type both again.";
    else
        return password;
    return NULL;
}

static unsigned status_of(const GError *error)
{
    return g_error_matches(error, SOUNDINGS_ERROR, ERROR_BUSY) ? 429 : reply_status_of(error);
}

/* The page that says a password was chosen, under the session that began with it. */
static Reply *enter(Context *context, const uint8_t token[TOKEN_BYTES])
{
    Reply *reply = reply_redirect(303, url_path("staff", "", NULL));
    reply_set_staff_cookie(reply, context->config, token);
    return reply;
}

/* ---- The one-time link ---- */

/* What the page of a one-time link shows: `owner` NULL for that of the first administrator. */
typedef struct {
    const char *link, *owner;
    const char *typed;             /* as a name */
    const char *mistake, *control; /* and where it was made */
} Welcome;

/* `owner` NULL: the first administrator chooses a name, which is `typed` so far. */
static Reply *welcome_page(const Context *context, const Welcome *welcome, unsigned status)
{
    const Staff nobody = {.name = ""};
    const StaffFrame frame = {.context = context,
                              .staff = &nobody,
                              .heading = welcome->owner != NULL ? "Choose your password"
                                                                : "Make the first administrator",
                              .is_error = welcome->mistake != NULL};
    Markup *to = staff_layout_begin(&frame);
    const StaffMistake mistakes[] = {{welcome->control, welcome->mistake}};
    bool is_name = welcome->control != NULL && g_str_equal(welcome->control, "name");
    staff_mistakes(to, mistakes, welcome->mistake != NULL ? 1 : 0);
    if (welcome->owner == NULL)
        markup_element(to, "p",
                       "Nobody can sign in here yet. Choose a name and a password: with them you "
                       "can add everybody else.");
    g_auto(Url) action = url_path("staff", "welcome", NULL);
    staff_form_begin(to, &nobody, action);
    staff_hidden(to, "link", welcome->link);
    if (welcome->owner != NULL) {
        account_name_box(to, welcome->owner);
    } else {
        const StaffBox box = {.name = "name",
                              .label = "Your name here",
                              .hint = "Letters and figures, also . _ @ - inside, such as "
                                      "mary.jones.",
                              .value = welcome->typed,
                              .mistake = is_name ? welcome->mistake : NULL,
                              .autocomplete = "username",
                              .width = 32};
        staff_box(to, &box);
    }
    write_new_password(to, is_name ? NULL : welcome->mistake);
    staff_button(to, "Keep this password and sign in", NULL, NULL, false);
    staff_form_end(to);
    return staff_layout_end(to, &frame, status);
}

static Reply *link_is_over(const Context *context, const GError *error)
{
    const Staff nobody = {.name = ""};
    g_auto(Url) sign_in = url_path("staff", "sign-in", NULL);
    return staff_refusal(context, &nobody, error, sign_in, "Sign in");
}

Reply *account_welcome_show(const Request *request, Context *context, const Staff *staff)
{
    (void)staff;
    const char *link = staff_query(request, "link");
    g_autofree char *owner = NULL;
    g_autoptr(GError) error = NULL;
    if (!staff_link_find(context->store, link != NULL ? link : "", env_now(), &owner, &error))
        return link_is_over(context, error);
    const Welcome page = {.link = link, .owner = owner};
    return welcome_page(context, &page, 200);
}

Reply *account_welcome_take(const Request *request, Context *context, const Staff *staff)
{
    (void)staff;
    const char *link = staff_field(request, "link");
    const char *name = staff_field(request, "name");
    g_autofree char *owner = NULL;
    g_autoptr(GError) error = NULL;
    const char *mistake = NULL;
    link = link != NULL ? link : "";
    name = name != NULL ? name : "";
    if (!staff_link_find(context->store, link, env_now(), &owner, &error))
        return link_is_over(context, error);
    const char *password = read_new_password(request, &mistake);
    const Welcome page = {
        .link = link, .owner = owner, .typed = name, .mistake = mistake, .control = "password"};
    if (password == NULL)
        return welcome_page(context, &page, 400);
    uint8_t token[TOKEN_BYTES];
    const LinkSignIn sign_in = {.link = link,
                                .name = name,
                                .password = password,
                                .moment = env_now(),
                                .gate = context->gate};
    if (staff_password_by_link(context->store, &sign_in, token, &error))
        return enter(context, token);
    if (g_error_matches(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND))
        return link_is_over(context, error);
    bool is_password = staff_password_problem(owner != NULL ? owner : name, password) != NULL;
    bool is_name = owner == NULL && (!is_password || strstr(error->message, "be a name") != NULL);
    return welcome_page(context,
                        &(const Welcome){.link = link,
                                         .owner = owner,
                                         .typed = name,
                                         .mistake = error->message,
                                         .control = is_name ? "name" : "password"},
                        status_of(error));
}

/* ---- The password ---- */

static Reply *password_page(const Context *context, const Staff *staff, const char *mistake,
                            const char *control, unsigned status)
{
    g_auto(Url) back = url_path("staff", "", NULL);
    const StaffFrame frame = {.context = context,
                              .staff = staff,
                              .heading = "Change your password",
                              .back = &back,
                              .back_words = "Staff",
                              .is_error = mistake != NULL};
    Markup *to = staff_layout_begin(&frame);
    const StaffMistake mistakes[] = {{control, mistake}};
    bool is_old = control != NULL && g_str_equal(control, "old-password");
    staff_mistakes(to, mistakes, mistake != NULL ? 1 : 0);
    markup_element(
        to, "p", "Wherever else you are signed in, you are signed out when the password changes.");
    g_auto(Url) action = url_path("staff", "password", NULL);
    staff_form_begin(to, staff, action);
    account_name_box(to, staff->name);
    account_password_box(to, "old-password", "Present password", NULL, "current-password",
                         is_old ? mistake : NULL);
    write_new_password(to, is_old ? NULL : mistake);
    staff_button(to, "Change the password", NULL, NULL, false);
    staff_form_end(to);
    return staff_layout_end(to, &frame, status);
}

Reply *account_password_show(const Request *request, Context *context, const Staff *staff)
{
    (void)request;
    return password_page(context, staff, NULL, NULL, 200);
}

Reply *account_password_take(const Request *request, Context *context, const Staff *staff)
{
    const char *mistake = NULL;
    const char *old = staff_field(request, "old-password");
    const char *password = read_new_password(request, &mistake);
    if (old == NULL || *old == '\0')
        return password_page(context, staff, "Type your present password.", "old-password", 400);
    if (password == NULL)
        return password_page(context, staff, mistake, "password", 400);
    const char *problem = staff_password_problem(staff->name, password);
    if (problem != NULL)
        return password_page(context, staff, problem, "password", 400);
    g_autoptr(GError) error = NULL;
    g_autofree char *address = request_client(request, context->config);
    const SignIn proof = {staff->name, old, address, env_now(), context->gate};
    uint8_t token[TOKEN_BYTES];
    if (staff_password_change(context->store, &proof, password, token, &error))
        return enter(context, token);
    return password_page(context, staff, error->message,
                         g_str_equal(old, password) ? "password" : "old-password",
                         status_of(error));
}

/* ---- The second factor ---- */

/* In groups of four, as people type it. */
static char *grouped(const char *secret)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; secret[i] != '\0'; i++)
        g_string_append_printf(text, "%s%c", i > 0 && i % 4 == 0 ? " " : "", secret[i]);
    return g_string_free(text, false);
}

/* The address by which an app on this device takes the secret over. */
static Url app_url(const char *name, const char *secret)
{
    g_autofree char *who = g_uri_escape_string(name, NULL, false);
    return (Url){.text = g_strdup_printf("otpauth://totp/Soundings:%s?secret=%s&issuer=Soundings",
                                         who, secret)};
}

static void write_secret(Markup *to, const Staff *staff, const char *secret, const char *mistake)
{
    g_autofree char *words = grouped(secret);
    g_auto(Url) app = app_url(staff->name, secret);
    g_auto(Url) action = url_path("staff", "second-factor", NULL);
    markup_element(to, "h2", "1. Give your app this secret");
    markup_element(to, "p",
                   "Any authenticator app will do. Choose \"enter a key\" in it, kind \"time "
                   "based\", and type:");
    markup_open(to, "p");
    markup_open(to, "code");
    markup_attr(to, "id", "secret");
    markup_text(to, words);
    markup_close(to, "code");
    markup_close(to, "p");
    staff_link(to, app, "Or open it in an app on this device");
    markup_element(to, "h2", "2. Type the code that the app shows");
    staff_form_begin(to, staff, action);
    const StaffBox box = {.name = "code",
                          .label = "Code",
                          .hint = "Six digits. They change every 30 seconds.",
                          .autocomplete = "one-time-code",
                          .inputmode = "numeric",
                          .mistake = mistake,
                          .width = 10};
    staff_box(to, &box);
    staff_button(to, "Ask for a code from now on", "do", "confirm", false);
    staff_form_end(to);
}

static void write_offer(Markup *to, const Staff *staff, const char *mistake)
{
    g_auto(Url) action = url_path("staff", "second-factor", NULL);
    markup_element(
        to, "p",
        "With a second factor, a password alone does not let anybody in: after it, "
        "signing in asks for a code from an app on your phone. If you lose the phone, an "
        "administrator can reset your account.");
    staff_form_begin(to, staff, action);
    account_name_box(to, staff->name);
    account_password_box(to, "password", "Present password", NULL, "current-password", mistake);
    staff_button(to, "Set up a second factor", "do", "begin", false);
    staff_form_end(to);
}

static void write_removal(Markup *to, const Staff *staff, const char *mistake)
{
    g_auto(Url) action = url_path("staff", "second-factor", NULL);
    markup_element(to, "p", "Signing in asks for a code from your app.");
    staff_form_begin(to, staff, action);
    account_name_box(to, staff->name);
    account_password_box(to, "password", "Present password", NULL, "current-password", mistake);
    staff_button(to, "Do without the second factor", "do", "drop", true);
    staff_form_end(to);
}

static bool has_factor(Context *context, const Staff *staff)
{
    g_autoptr(GPtrArray) accounts = staff_list(context->store, NULL);
    for (size_t i = 0; accounts != NULL && i < accounts->len; i++) {
        const StaffAccount *account = g_ptr_array_index(accounts, i);
        if (g_ascii_strcasecmp(account->name, staff->name) == 0)
            return account->has_totp;
    }
    return false;
}

static Reply *factor_page(Context *context, const Staff *staff, const char *secret,
                          const GError *error)
{
    g_auto(Url) back = url_path("staff", "", NULL);
    const char *mistake = error != NULL ? error->message : NULL;
    const StaffFrame frame = {.context = context,
                              .staff = staff,
                              .heading = "Second factor",
                              .back = &back,
                              .back_words = "Staff",
                              .is_error = mistake != NULL};
    Markup *to = staff_layout_begin(&frame);
    const StaffMistake mistakes[] = {{secret != NULL ? "code" : "password", mistake}};
    staff_mistakes(to, mistakes, mistake != NULL ? 1 : 0);
    if (secret != NULL)
        write_secret(to, staff, secret, mistake);
    else if (has_factor(context, staff))
        write_removal(to, staff, mistake);
    else
        write_offer(to, staff, mistake);
    return staff_layout_end(to, &frame, error != NULL ? status_of(error) : 200);
}

Reply *account_factor_show(const Request *request, Context *context, const Staff *staff)
{
    (void)request;
    return factor_page(context, staff, NULL, NULL);
}

Reply *account_factor_take(const Request *request, Context *context, const Staff *staff)
{
    const char *what = staff_field(request, "do");
    const char *code = staff_field(request, "code");
    const char *password = staff_field(request, "password");
    g_autofree char *address = request_client(request, context->config);
    const SignIn proof = {staff->name, password != NULL ? password : "", address, env_now(),
                          context->gate};
    g_autoptr(GError) error = NULL;
    g_autofree char *secret = NULL;
    bool is_done = true;
    if (g_strcmp0(what, "begin") == 0) {
        secret = staff_totp_begin(context->store, &proof, &error);
        return factor_page(context, staff, secret, error);
    }
    if (g_strcmp0(what, "drop") == 0) {
        is_done = staff_totp_drop(context->store, &proof, &error);
    } else {
        is_done = staff_totp_confirm(context->store, staff->name, code != NULL ? code : "",
                                     proof.moment, &error);
        if (!is_done)
            secret = staff_totp_waiting(context->store, staff->name, NULL);
    }
    if (is_done)
        return reply_redirect(303, url_path("staff", "second-factor", NULL));
    return factor_page(context, staff, secret, error);
}
