#include "responses/accounts/user-command.h"
#include "base/csv.h"
#include "base/day.h"
#include "base/env.h"
#include "base/error.h"

#include "base/banned.h"

typedef struct {
    Store *store;
    const char *base_url;
    const char *const *words; /* what follows the word of the command */
    const Act *act;
    GString *out;
} Call;

static void print_link(const Call *call, const char *link)
{
    g_string_append_printf(call->out, "%s/staff/welcome?link=%s\n", call->base_url, link);
}

static bool run_add(const Call *call, GError **error)
{
    Role role = ROLE_KEYER;
    if (!role_find(call->words[1], &role)) {
        error_set(error, ERROR_USAGE,
                  "--role %s: it must be keyer, supervisor, analyst or administrator",
                  call->words[1]);
        return false;
    }
    g_autofree char *link = NULL;
    if (!staff_add(call->store, call->words[0], role, call->act, &link, error))
        return false;
    print_link(call, link);
    return true;
}

static bool run_reset(const Call *call, GError **error)
{
    g_autofree char *link = NULL;
    if (!staff_reset(call->store, call->words[0], call->act, &link, error))
        return false;
    print_link(call, link);
    return true;
}

static bool run_disable(const Call *call, GError **error)
{
    return staff_disable(call->store, call->words[0], true, call->act, error);
}

static bool run_enable(const Call *call, GError **error)
{
    return staff_disable(call->store, call->words[0], false, call->act, error);
}

static bool run_list(const Call *call, GError **error)
{
    g_autoptr(GPtrArray) accounts = staff_list(call->store, error);
    if (accounts == NULL)
        return false;
    static const char *const names[] = {"name", "role", "state", "second_factor", "last_seen"};
    CsvWriter csv = csv_begin(call->out, CSV_GUARDED);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        csv_append_words(&csv, names[i]);
    csv_end_row(&csv);
    for (size_t i = 0; i < accounts->len; i++) {
        const StaffAccount *account = g_ptr_array_index(accounts, i);
        g_autofree char *seen =
            account->last_seen != 0 ? day_moment_text(account->last_seen) : g_strdup("");
        csv_append_words(&csv, account->name);
        csv_append_words(&csv, role_name(account->role));
        csv_append_words(&csv, account->is_disabled    ? "disabled"
                               : account->has_password ? "in use"
                                                       : "no password");
        csv_append_words(&csv, account->has_totp ? "yes" : "no");
        csv_append_figure(&csv, seen);
        csv_end_row(&csv);
    }
    return true;
}

static const struct {
    const char *word;
    unsigned n_words; /* that follow */
    bool (*run)(const Call *call, GError **error);
} commands[] = {
    {"add", 2, run_add},       {"list", 0, run_list},   {"disable", 1, run_disable},
    {"enable", 1, run_enable}, {"reset", 1, run_reset},
};

bool user_command(Store *store, const char *base_url, const char *const *words, GString *out,
                  GError **error)
{
    const Act act = {"command line", env_now()};
    unsigned n = 0;
    while (words[n] != NULL)
        n++;
    for (size_t i = 0; i < G_N_ELEMENTS(commands) && n > 0; i++) {
        if (!g_str_equal(commands[i].word, words[0]) || commands[i].n_words != n - 1)
            continue;
        const Call call = {store, base_url, words + 1, &act, out};
        return commands[i].run(&call, error);
    }
    error_set(error, ERROR_USAGE,
              "use it as: survey-server user add NAME --role ROLE, user list, user disable NAME, "
              "user enable NAME or user reset NAME");
    return false;
}

char *user_first_line(Store *store, const char *base_url, GError **error)
{
    g_autofree char *link = staff_first_link(store, error);
    if (link == NULL)
        return NULL;
    return g_strdup_printf("Staff: open %s/staff/welcome?link=%s to make the first administrator",
                           base_url, link);
}
