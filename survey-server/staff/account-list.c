/* People: who has an account, adding, roles, disabling, resetting; and who signed in. */
#include "base/day.h"
#include "survey-server/staff/account-pages.h"
#include "survey-server/staff/staff-layout.h"

#include "base/banned.h"

enum { SIGN_INS_SHOWN = 200 };

static const StaffChoice roles[] = {
    {"keyer", "Keyer", "Keys in forms, and interviews by telephone or at the door."},
    {"supervisor", "Supervisor", "Keys too, and looks after batches, corrections and withdrawals."},
    {"analyst", "Analyst", "Writes definitions and tries them out."},
    {"administrator", "Administrator", "All of this; publishes surveys, and looks after accounts."},
};
_Static_assert(G_N_ELEMENTS(roles) == ROLE_COUNT, "one choice a role");

static char *moment_words(int64_t moment)
{
    return moment == 0 ? g_strdup("never") : day_moment_words(moment, MOMENT_FIGURES);
}

static const char *state_words(const StaffAccount *account)
{
    if (account->is_disabled)
        return "disabled";
    return account->has_password ? "in use" : "no password yet";
}

static Url person_url(const char *name)
{
    return url_with_query(url_path("staff", "accounts", "person", NULL), "name", name);
}

/* ---- The list ---- */

static void write_accounts(Markup *to, const GPtrArray *accounts)
{
    static const char *const headers[] = {"Name", "Role", "State", "Second factor",
                                          "Last seen (UTC)"};
    staff_table_begin(to, "People", headers, G_N_ELEMENTS(headers));
    for (size_t i = 0; i < accounts->len; i++) {
        const StaffAccount *account = g_ptr_array_index(accounts, i);
        g_autofree char *seen = moment_words(account->last_seen);
        const char *cells[] = {account->name, role_name(account->role), state_words(account),
                               account->has_totp ? "yes" : "no", seen};
        g_auto(Url) person = person_url(account->name);
        staff_row(to, cells, G_N_ELEMENTS(cells), &person);
    }
    staff_table_end(to);
}

static void write_add(Markup *to, const Staff *staff, const Request *request, const GError *error)
{
    g_auto(Url) action = url_path("staff", "accounts", NULL);
    bool is_role = g_error_matches(error, SOUNDINGS_ERROR, ERROR_USAGE);
    const char *mistake = error != NULL ? error->message : NULL;
    const char *role = staff_field(request, "role");
    markup_element(to, "h2", "Add a person");
    staff_form_begin(to, staff, action);
    const StaffBox box = {.name = "name",
                          .label = "Name",
                          .hint = "They sign in with it. Letters and figures, also . _ @ - inside, "
                                  "such as mary.jones.",
                          .value = staff_field(request, "name"),
                          .mistake = is_role ? NULL : mistake,
                          .width = 32};
    staff_box(to, &box);
    const StaffRadios radios = {.name = "role",
                                .legend = "Role",
                                .choices = roles,
                                .n = G_N_ELEMENTS(roles),
                                .chosen = role,
                                .mistake = is_role ? mistake : NULL};
    staff_radios(to, &radios);
    staff_button(to, "Add and make a one-time link", NULL, NULL, false);
    staff_form_end(to);
}

static Reply *list_page(const Request *request, Context *context, const Staff *staff,
                        const GError *error)
{
    g_autoptr(GError) reason = NULL;
    g_auto(Url) home = url_path("staff", "", NULL);
    g_autoptr(GPtrArray) accounts = staff_list(context->store, &reason);
    if (accounts == NULL)
        return staff_refusal(context, staff, reason, home, "Go to the staff page");
    const StaffFrame frame = {.context = context,
                              .staff = staff,
                              .heading = "Accounts",
                              .back = &home,
                              .back_words = "Staff",
                              .is_error = error != NULL};
    Markup *to = staff_layout_begin(&frame);
    bool is_role = g_error_matches(error, SOUNDINGS_ERROR, ERROR_USAGE);
    const StaffMistake mistakes[] = {
        {is_role ? "role" : "name", error != NULL ? error->message : NULL}};
    staff_mistakes(to, mistakes, error != NULL ? 1 : 0);
    write_accounts(to, accounts);
    g_auto(Url) sign_ins = url_path("staff", "accounts", "sign-ins", NULL);
    staff_link(to, sign_ins, "Sign-ins and changes of accounts");
    write_add(to, staff, request, error);
    unsigned status = error == NULL ? 200 : is_role ? 400 : reply_status_of(error);
    return staff_layout_end(to, &frame, status);
}

Reply *account_list_show(const Request *request, Context *context, const Staff *staff)
{
    return list_page(request, context, staff, NULL);
}

/* ---- The link, which is shown once ---- */

static Reply *link_page(Context *context, const Staff *staff, const char *name, const char *link)
{
    g_auto(Url) back = url_path("staff", "accounts", NULL);
    g_autofree char *heading = g_strdup_printf("One-time link for %s", name);
    const StaffFrame frame = {.context = context,
                              .staff = staff,
                              .heading = heading,
                              .back = &back,
                              .back_words = "Accounts"};
    g_autofree char *address =
        g_strdup_printf("%s/staff/welcome?link=%s", context->config->base_url, link);
    Markup *to = staff_layout_begin(&frame);
    markup_element(to, "p",
                   "Give this address to them alone. It lets them choose a password, once, within "
                   "three days. It is not shown again.");
    markup_open(to, "p");
    markup_open(to, "code");
    markup_attr(to, "id", "link");
    markup_attr(to, "class", "address");
    markup_text(to, address);
    markup_close(to, "code");
    markup_close(to, "p");
    return staff_layout_end(to, &frame, 200);
}

Reply *account_list_add(const Request *request, Context *context, const Staff *staff)
{
    const char *name = staff_field(request, "name");
    const char *wanted = staff_field(request, "role");
    Role role = ROLE_KEYER;
    const Act act = staff_act(staff);
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    if (wanted == NULL || !role_find(wanted, &role))
        error_set(&error, ERROR_USAGE, "Choose a role.");
    else if (staff_add(context->store, name != NULL ? name : "", role, &act, &link, &error))
        return link_page(context, staff, name, link);
    return list_page(request, context, staff, error);
}

/* ---- One person ---- */

/* What can be done to an account: `key` is the value of its button. */
typedef struct {
    const char *heading, *words, *button, *key;
} AccountAction;

static const AccountAction reset = {
    .heading = "Lost password or phone",
    .words = "A new one-time link lets them choose a password. The old password, the second "
             "factor and all sessions end at once.",
    .button = "Reset and make a link",
    .key = "reset"};
static const AccountAction enable = {.heading = "Enable again",
                                     .words = "The account works again with its password.",
                                     .button = "Enable",
                                     .key = "enable"};
static const AccountAction disable = {
    .heading = "Disable",
    .words = "Nobody can sign in with the account, and its sessions end at once. What was "
             "done with it stays.",
    .button = "Disable",
    .key = "disable"};

static void write_action(Markup *to, const Staff *staff, const char *name, const AccountAction *of)
{
    g_auto(Url) action = url_path("staff", "accounts", "person", NULL);
    markup_element(to, "h2", of->heading);
    markup_element(to, "p", of->words);
    staff_form_begin(to, staff, action);
    staff_hidden(to, "name", name);
    staff_button(to, of->button, "do", of->key, true);
    staff_form_end(to);
}

static void write_role(Markup *to, const Staff *staff, const StaffAccount *account)
{
    g_auto(Url) action = url_path("staff", "accounts", "person", NULL);
    staff_form_begin(to, staff, action);
    staff_hidden(to, "name", account->name);
    const StaffRadios radios = {.name = "role",
                                .legend = "Role",
                                .choices = roles,
                                .n = G_N_ELEMENTS(roles),
                                .chosen = role_name(account->role)};
    staff_radios(to, &radios);
    staff_button(to, "Change the role", "do", "role", false);
    staff_form_end(to);
}

static Reply *person_page(Context *context, const Staff *staff, const StaffAccount *account,
                          const char *notice)
{
    g_auto(Url) back = url_path("staff", "accounts", NULL);
    const StaffFrame frame = {.context = context,
                              .staff = staff,
                              .heading = account->name,
                              .back = &back,
                              .back_words = "Accounts"};
    g_autofree char *seen = moment_words(account->last_seen);
    g_autofree char *about = g_strdup_printf(
        "Role: %s. State: %s. Second factor: %s. Last seen (UTC): %s.", role_name(account->role),
        state_words(account), account->has_totp ? "yes" : "no", seen);
    Markup *to = staff_layout_begin(&frame);
    staff_notice(to, notice);
    markup_element(to, "p", about);
    write_role(to, staff, account);
    write_action(to, staff, account->name, &reset);
    write_action(to, staff, account->name, account->is_disabled ? &enable : &disable);
    return staff_layout_end(to, &frame, 200);
}

/* The account of a name in the list, or NULL. */
static const StaffAccount *find(const GPtrArray *accounts, const char *name)
{
    for (size_t i = 0; accounts != NULL && name != NULL && i < accounts->len; i++) {
        const StaffAccount *account = g_ptr_array_index(accounts, i);
        if (g_ascii_strcasecmp(account->name, name) == 0)
            return account;
    }
    return NULL;
}

static Reply *show_person(Context *context, const Staff *staff, const char *name,
                          const char *notice)
{
    g_autoptr(GError) error = NULL;
    g_auto(Url) onward = url_path("staff", "accounts", NULL);
    g_autoptr(GPtrArray) accounts = staff_list(context->store, &error);
    const StaffAccount *account = find(accounts, name);
    if (account != NULL)
        return person_page(context, staff, account, notice);
    if (error == NULL)
        error_set(&error, ERROR_NOT_FOUND, "there is no account '%s'", name != NULL ? name : "");
    return staff_refusal(context, staff, error, onward, "Go to the accounts");
}

Reply *account_person_show(const Request *request, Context *context, const Staff *staff)
{
    bool is_changed = staff_query(request, "changed") != NULL;
    return show_person(context, staff, staff_query(request, "name"),
                       is_changed ? "The account was changed." : NULL);
}

static bool change_role(Store *store, const char *name, const char *wanted, const Act *act,
                        GError **error)
{
    Role role = ROLE_KEYER;
    if (wanted != NULL && role_find(wanted, &role))
        return staff_set_role(store, name, role, act, error);
    error_set(error, ERROR_DATA, "Choose a role.");
    return false;
}

Reply *account_person_take(const Request *request, Context *context, const Staff *staff)
{
    const char *name = staff_field(request, "name");
    const char *what = staff_field(request, "do");
    const Act act = staff_act(staff);
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    bool is_done = false;
    static const char *const known[] = {"reset", "role", "disable", "enable", NULL};
    if (name == NULL || what == NULL || !g_strv_contains(known, what))
        return show_person(context, staff, name, NULL);
    if (g_str_equal(what, "reset")) {
        is_done = staff_reset(context->store, name, &act, &link, &error);
        if (is_done)
            return link_page(context, staff, name, link);
    } else if (g_str_equal(what, "role")) {
        is_done = change_role(context->store, name, staff_field(request, "role"), &act, &error);
    } else {
        is_done = staff_disable(context->store, name, !g_str_equal(what, "enable"), &act, &error);
    }
    g_auto(Url) person = person_url(name);
    if (!is_done)
        return staff_refusal(context, staff, error, person, "Go back to the account");
    return reply_redirect(303, url_with_query(person_url(name), "changed", "1"));
}

/* ---- Who signed in ---- */

static bool write_line(const AuditLine *line, void *arg, GError **error)
{
    (void)error;
    g_autofree char *moment = moment_words(line->moment);
    const char *cells[] = {moment, line->who, line->action, line->subject, line->reason};
    staff_row(arg, cells, G_N_ELEMENTS(cells), NULL);
    return true;
}

Reply *account_sign_ins(const Request *request, Context *context, const Staff *staff)
{
    (void)request;
    static const char *const headers[] = {"Moment (UTC)", "Who", "What", "Account", "Details"};
    g_auto(Url) back = url_path("staff", "accounts", NULL);
    const StaffFrame frame = {.context = context,
                              .staff = staff,
                              .heading = "Sign-ins and changes of accounts",
                              .back = &back,
                              .back_words = "Accounts"};
    g_autoptr(GError) error = NULL;
    Markup *to = staff_layout_begin(&frame);
    staff_table_begin(to, "The latest 200, newest first", headers, G_N_ELEMENTS(headers));
    bool is_read = staff_audit_scan(context->store, 0, SIGN_INS_SHOWN, write_line, to, &error);
    if (!is_read) {
        markup_free(to);
        return staff_refusal(context, staff, error, back, "Go to the accounts");
    }
    staff_table_end(to);
    return staff_layout_end(to, &frame, 200);
}
