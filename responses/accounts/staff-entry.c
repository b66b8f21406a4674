/* Choosing a password: by a one-time link, or by the old one. */
#include "base/env.h"
#include "base/error.h"
#include "responses/accounts/staff-private.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    uint8_t link[STAFF_HASH_BYTES];
    const char *name;   /* as typed by the first administrator; then whose link it is */
    const char *chosen; /* hash of the new password */
    int64_t moment;
    uint8_t token[TOKEN_BYTES];
} Choice;

static bool say_link_is_over(GError **error)
{
    error_set(error, ERROR_NOT_FOUND,
              "This link was used already, was replaced by a newer one, or is older than three "
              "days. Ask an administrator for a new one.");
    return false;
}

/* Whose link it is: *out_is_first, or *out_name. */
static bool find_link(Db *engine, const uint8_t hash[STAFF_HASH_BYTES], int64_t moment,
                      char **out_name, GError **error)
{
    sqlite3_stmt *find = db_bind(engine, LINK_FIND, BLOB(hash, STAFF_HASH_BYTES), INT(moment));
    int step = db_step(engine, find, error);
    if (step == 1)
        *out_name = g_strdup((const char *)sqlite3_column_text(find, 0));
    sqlite3_reset(find);
    return step == 1 || (step == 0 && say_link_is_over(error));
}

static bool hash_of_link(const char *link, uint8_t out[STAFF_HASH_BYTES], GError **error)
{
    uint8_t secret[TOKEN_BYTES];
    if (!secret_token_read(link, secret))
        return say_link_is_over(error);
    staff_hash(secret, out);
    return true;
}

bool staff_link_find(Store *store, const char *link, int64_t moment, char **out_name,
                     GError **error)
{
    uint8_t hash[STAFF_HASH_BYTES];
    if (!hash_of_link(link, hash, error))
        return false;
    Db *engine = store_take_engine(store, error);
    bool is_found = engine != NULL && find_link(engine, hash, moment, out_name, error);
    store_give_back_engine(store, engine);
    return is_found;
}

/* ---- By a link ---- */

static bool add_first(Db *engine, const Choice *choice, GError **error)
{
    int64_t n = 0;
    if (!staff_count_administrators(engine, &n, error))
        return false;
    if (n > 0)
        return say_link_is_over(error);
    g_autoptr(GError) reason = NULL;
    const Act act = {choice->name, choice->moment};
    if (db_run_with(engine, &reason, STAFF_ADD, TEXT(choice->name), INT(ROLE_ADMINISTRATOR)))
        return staff_note(engine, &act, "account added", choice->name,
                          role_name(ROLE_ADMINISTRATOR), error);
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_CONFLICT))
        error_set(error, ERROR_CONFLICT, "There is an account '%s' already. Choose another name.",
                  choice->name);
    else
        g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

/* Set the password, end every session and the link, begin a session. */
static bool set_password(Db *engine, const Choice *choice, const char *name, GError **error)
{
    const Act act = {name, choice->moment};
    NewSession session = {name, choice->chosen, false, choice->moment, {0}};
    memcpy(session.token, choice->token, sizeof session.token);
    return db_run_with(engine, error, STAFF_SET_PASSWORD, TEXT(name), TEXT(choice->chosen)) &&
           db_run_with(engine, error, SESSION_END_ALL, TEXT(name)) &&
           db_run_with(engine, error, LINK_CLEAR, TEXT(name)) &&
           staff_note(engine, &act, "password chosen", name, "", error) &&
           staff_session_begin(engine, &session, error);
}

static bool write_by_link(Db *engine, void *arg, GError **error)
{
    const Choice *choice = arg;
    g_autofree char *name = NULL;
    if (!find_link(engine, choice->link, choice->moment, &name, error))
        return false;
    bool is_first = name == NULL;
    if (!is_first)
        return set_password(engine, choice, name, error);
    return add_first(engine, choice, error) && db_run_with(engine, error, LINK_CLEAR, TEXT(NULL)) &&
           set_password(engine, choice, choice->name, error);
}

static bool check_password(const char *name, const char *password, GError **error)
{
    const char *problem = staff_password_problem(name, password);
    if (problem == NULL)
        return true;
    error_set(error, ERROR_DATA, "%s", problem);
    return false;
}

bool staff_password_by_link(Store *store, const LinkSignIn *sign_in, uint8_t out_token[TOKEN_BYTES],
                            GError **error)
{
    Choice choice = {.name = sign_in->name, .moment = sign_in->moment};
    g_autofree char *owner = NULL;
    if (!hash_of_link(sign_in->link, choice.link, error) ||
        !staff_link_find(store, sign_in->link, sign_in->moment, &owner, error) ||
        (owner == NULL && !staff_name_check(sign_in->name, error)) ||
        !check_password(owner != NULL ? owner : sign_in->name, sign_in->password, error))
        return false;
    g_autofree char *chosen = staff_password_hash(sign_in->gate, sign_in->password, error);
    if (chosen == NULL)
        return false;
    choice.chosen = chosen;
    env_random(choice.token, sizeof choice.token);
    if (!staff_write(store, write_by_link, &choice, error))
        return false;
    memcpy(out_token, choice.token, TOKEN_BYTES);
    return true;
}

/* ---- By the old one ---- */

static bool write_change(Db *engine, void *arg, GError **error)
{
    const Choice *choice = arg;
    return set_password(engine, choice, choice->name, error);
}

bool staff_password_change(Store *store, const SignIn *old, const char *password,
                           uint8_t out_token[TOKEN_BYTES], GError **error)
{
    if (!check_password(old->name, password, error))
        return false;
    if (g_str_equal(old->password, password)) {
        error_set(error, ERROR_DATA, "This is the old password. Choose another.");
        return false;
    }
    g_auto(StaffRow) row = {0};
    if (!staff_prove(store, old, &row, error))
        return false;
    g_autofree char *chosen = staff_password_hash(old->gate, password, error);
    if (chosen == NULL)
        return false;
    Choice choice = {.name = row.name, .chosen = chosen, .moment = old->moment};
    env_random(choice.token, sizeof choice.token);
    if (!staff_write(store, write_change, &choice, error))
        return false;
    staff_gate_forgive(old->gate, row.name, old->address);
    memcpy(out_token, choice.token, TOKEN_BYTES);
    return true;
}
