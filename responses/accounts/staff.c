/* Accounts: adding, resetting, disabling, roles, and the links that let people in. */
#include "responses/accounts/staff.h"
#include "base/env.h"
#include "base/error.h"
#include "responses/accounts/staff-private.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

/* What is done to one account. */
typedef struct {
    const char *name;
    Role role;
    bool is_disabled;
    const Act *act;
    uint8_t link[STAFF_HASH_BYTES]; /* the hash */
} Change;

/* A new secret as text, and its hash. */
static char *make_link(uint8_t out_hash[STAFF_HASH_BYTES])
{
    uint8_t secret[TOKEN_BYTES];
    char text[TOKEN_CHARS + 1];
    env_random(secret, sizeof secret);
    secret_token_text(secret, text);
    staff_hash(secret, out_hash);
    sodium_memzero(secret, sizeof secret);
    return g_strdup(text);
}

/* A link in the place of an earlier one; name NULL: the first administrator's. */
static bool put_link(Db *engine, const Change *change, GError **error)
{
    return db_run_with(engine, error, LINK_CLEAR, TEXT(change->name)) &&
           db_run_with(engine, error, LINK_ADD, BLOB(change->link, sizeof change->link),
                       TEXT(change->name), INT(change->act->moment + STAFF_LINK_LIFE_S));
}

static bool note_change(Db *engine, const Change *change, const char *action, const char *reason,
                        GError **error)
{
    return staff_note(engine, change->act, action, change->name, reason, error);
}

/* ---- Adding and resetting ---- */

static bool write_add(Db *engine, void *arg, GError **error)
{
    const Change *change = arg;
    g_autoptr(GError) reason = NULL;
    if (!db_run_with(engine, &reason, STAFF_ADD, TEXT(change->name), INT(change->role))) {
        if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_CONFLICT))
            error_set(error, ERROR_CONFLICT, "there is an account '%s' already", change->name);
        else
            g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    return put_link(engine, change, error) &&
           note_change(engine, change, "account added", role_name(change->role), error);
}

bool staff_add(Store *store, const char *name, Role role, const Act *act, char **out_link,
               GError **error)
{
    if (!staff_name_check(name, error))
        return false;
    Change change = {.name = name, .role = role, .act = act};
    g_autofree char *link = make_link(change.link);
    if (!staff_write(store, write_add, &change, error))
        return false;
    *out_link = g_steal_pointer(&link);
    return true;
}

static bool write_reset(Db *engine, void *arg, GError **error)
{
    const Change *change = arg;
    if (!db_run_with(engine, error, STAFF_RESET, TEXT(change->name)))
        return false;
    if (db_changed(engine) == 0)
        return staff_unknown(change->name, error);
    return db_run_with(engine, error, SESSION_END_ALL, TEXT(change->name)) &&
           put_link(engine, change, error) &&
           note_change(engine, change, "account reset", "", error);
}

bool staff_reset(Store *store, const char *name, const Act *act, char **out_link, GError **error)
{
    Change change = {.name = name, .act = act};
    g_autofree char *link = make_link(change.link);
    if (!staff_write(store, write_reset, &change, error))
        return false;
    *out_link = g_steal_pointer(&link);
    return true;
}

/* ---- Disabling and roles: somebody must be left to let the others in ---- */

bool staff_count_administrators(Db *engine, int64_t *out, GError **error)
{
    sqlite3_stmt *count = db_statement(engine, STAFF_ADMINISTRATORS);
    int step = db_step(engine, count, error);
    if (step == 1)
        *out = sqlite3_column_int64(count, 0);
    sqlite3_reset(count);
    return step == 1;
}

/* Run one update of the account; refuse it when it takes away the last administrator. */
static bool update_account(Db *engine, const Change *change, EngineStatement statement,
                           int64_t value, GError **error)
{
    int64_t before = 0;
    int64_t after = 0;
    if (!staff_count_administrators(engine, &before, error) ||
        !db_run_with(engine, error, statement, TEXT(change->name), INT(value)))
        return false;
    if (db_changed(engine) == 0)
        return staff_unknown(change->name, error);
    if (!staff_count_administrators(engine, &after, error))
        return false;
    if (before == 0 || after > 0)
        return true;
    error_set(error, ERROR_CONFLICT,
              "'%s' is the last administrator who can sign in: make somebody else administrator "
              "first",
              change->name);
    return false;
}

static bool write_disable(Db *engine, void *arg, GError **error)
{
    const Change *change = arg;
    return update_account(engine, change, STAFF_SET_DISABLED, change->is_disabled ? 1 : 0, error) &&
           db_run_with(engine, error, SESSION_END_ALL, TEXT(change->name)) &&
           note_change(engine, change, change->is_disabled ? "account disabled" : "account enabled",
                       "", error);
}

bool staff_disable(Store *store, const char *name, bool is_disabled, const Act *act, GError **error)
{
    Change change = {.name = name, .is_disabled = is_disabled, .act = act};
    return staff_write(store, write_disable, &change, error);
}

static bool write_role(Db *engine, void *arg, GError **error)
{
    const Change *change = arg;
    return update_account(engine, change, STAFF_SET_ROLE, change->role, error) &&
           note_change(engine, change, "role changed", role_name(change->role), error);
}

bool staff_set_role(Store *store, const char *name, Role role, const Act *act, GError **error)
{
    Change change = {.name = name, .role = role, .act = act};
    return staff_write(store, write_role, &change, error);
}

static bool write_advance(Db *engine, void *arg, GError **error)
{
    const Change *change = arg;
    return db_run_with(engine, error, STAFF_SET_ADVANCE, TEXT(change->name),
                       INT(change->is_disabled ? 0 : 1)) &&
           (db_changed(engine) > 0 || staff_unknown(change->name, error));
}

bool staff_set_auto_advance(Store *store, const char *name, bool is_on, GError **error)
{
    Change change = {.name = name, .is_disabled = !is_on};
    return staff_write(store, write_advance, &change, error);
}

/* ---- Reading ---- */

static void account_free(void *data)
{
    StaffAccount *account = data;
    g_free(account->name);
    g_free(account);
}

static StaffAccount *account_of(StaffRow *row)
{
    StaffAccount *account = g_new0(StaffAccount, 1);
    *account = (StaffAccount){
        .name = g_steal_pointer(&row->name),
        .role = row->role,
        .is_disabled = row->is_disabled,
        .has_password = row->password != NULL,
        .has_totp = row->totp != NULL,
        .last_seen = row->last_seen,
    };
    return account;
}

GPtrArray *staff_list(Store *store, GError **error)
{
    Db *engine = store_take_engine(store, error);
    if (engine == NULL)
        return NULL;
    g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func(account_free);
    sqlite3_stmt *list = db_statement(engine, STAFF_LIST);
    int step = 0;
    while ((step = db_step(engine, list, error)) == 1) {
        g_auto(StaffRow) row = staff_row_of(list);
        g_ptr_array_add(accounts, account_of(&row));
    }
    store_give_back_engine(store, engine);
    return step == 0 ? g_steal_pointer(&accounts) : NULL;
}

/* ---- The first administrator ---- */

static bool write_first_link(Db *engine, void *arg, GError **error)
{
    Change *change = arg;
    int64_t n = 0;
    if (!staff_count_administrators(engine, &n, error))
        return false;
    change->is_disabled = n > 0; /* somebody is there: no link is needed */
    return change->is_disabled || put_link(engine, change, error);
}

char *staff_first_link(Store *store, GError **error)
{
    const Act act = {"", env_now()};
    Change change = {.act = &act};
    g_autofree char *link = make_link(change.link);
    if (!staff_write(store, write_first_link, &change, error) || change.is_disabled)
        return NULL;
    return g_steal_pointer(&link);
}
