/* Signing in and out, and sessions. */
#include "base/env.h"
#include "base/error.h"
#include "responses/accounts/staff-private.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

enum { CODE_LIFE_S = 5 * 60, NOTE_SEEN_S = 60 };

/* What is written when somebody signs in or chooses a password. */
typedef struct {
    NewSession session;
    const char *rehashed;                /* the same password at today's cost, or NULL */
    int64_t step;                        /* of the code, or 0 */
    uint8_t old_token[STAFF_HASH_BYTES]; /* hash of the session that waited for the code */
} Opening;

static bool write_refusal(Db *engine, void *arg, GError **error)
{
    const char *const *words = arg; /* name, why, moment as text */
    const Act act = {"", g_ascii_strtoll(words[2], NULL, 10)};
    return staff_note(engine, &act, "sign-in refused", words[0], words[1], error);
}

/* Note a refusal; that it could not be noted changes nothing for whoever tries. What was typed for a name that nobody has
 * may be a password, and is not kept. */
static void note_refusal(Store *store, const char *name, const char *why, int64_t moment)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, moment);
    const char *words[] = {name != NULL ? name : "(no such name)", why, text};
    g_autoptr(GError) ignored = NULL;
    bool is_noted = staff_write(store, write_refusal, words, &ignored);
    (void)is_noted;
}

static bool say_wrong(GError **error)
{
    error_set(error, ERROR_DATA,
              "The name or the password is not right. Check both; an administrator can give a new "
              "link.");
    return false;
}

bool staff_prove(Store *store, const SignIn *proof, StaffRow *out, GError **error)
{
    g_auto(StaffRow) row = {0};
    if (!staff_gate_try(proof->gate, proof->name, proof->address, proof->moment, error) ||
        !staff_row_load(store, proof->name, &row, error))
        return false;
    bool is_it = staff_password_is(proof->gate, proof->password, row.password);
    if (!is_it || row.is_disabled) {
        note_refusal(store, row.name, is_it ? "disabled account" : "wrong password", proof->moment);
        return say_wrong(error);
    }
    *out = row;
    row = (StaffRow){0};
    return true;
}

/* ---- Beginning ---- */

bool staff_session_begin(Db *engine, const NewSession *session, GError **error)
{
    uint8_t hash[STAFF_HASH_BYTES];
    staff_hash(session->token, hash);
    const Act act = {session->name, session->moment};
    if (!db_run_with(engine, error, SESSION_PURGE, INT(session->moment - SESSION_IDLE_S),
                     INT(session->moment - SESSION_LIFE_S)) ||
        !db_run_with(engine, error, SESSION_ADD, BLOB(hash, sizeof hash), TEXT(session->name),
                     INT(session->moment), INT(session->needs_code ? 1 : 0),
                     TEXT(session->password)))
        return false;
    if (db_changed(engine) == 0)
        return say_wrong(error);
    return session->needs_code ||
           (db_run_with(engine, error, STAFF_SEEN, TEXT(session->name), INT(session->moment)) &&
            staff_note(engine, &act, "signed in", session->name, "", error));
}

static bool write_sign_in(Db *engine, void *arg, GError **error)
{
    const Opening *opening = arg;
    return staff_session_begin(engine, &opening->session, error) &&
           (opening->rehashed == NULL ||
            db_run_with(engine, error, STAFF_REHASH, TEXT(opening->session.name),
                        TEXT(opening->rehashed), TEXT(opening->session.password)));
}

bool staff_sign_in(Store *store, const SignIn *sign_in, uint8_t out_token[TOKEN_BYTES],
                   bool *out_needs_code, GError **error)
{
    g_auto(StaffRow) row = {0};
    if (!staff_prove(store, sign_in, &row, error))
        return false;
    g_autofree char *rehashed = NULL;
    if (staff_password_is_dated(sign_in->gate, row.password))
        rehashed = staff_password_hash(sign_in->gate, sign_in->password, NULL);
    Opening opening = {
        .session = {row.name, row.password, row.totp != NULL, sign_in->moment, {0}},
        .rehashed = rehashed,
    };
    env_random(opening.session.token, sizeof opening.session.token);
    if (!staff_write(store, write_sign_in, &opening, error))
        return false;
    if (row.totp == NULL)
        staff_gate_forgive(sign_in->gate, row.name, sign_in->address);
    memcpy(out_token, opening.session.token, TOKEN_BYTES);
    *out_needs_code = row.totp != NULL;
    return true;
}

/* ---- The code ---- */

static bool write_code(Db *engine, void *arg, GError **error)
{
    const Opening *opening = arg;
    if (!db_run_with(engine, error, STAFF_USE_CODE, TEXT(opening->session.name),
                     INT(opening->step)))
        return false;
    if (db_changed(engine) == 0) {
        error_set(error, ERROR_DATA,
                  "This code was used already. Wait until your app shows the next one.");
        return false;
    }
    return db_run_with(engine, error, SESSION_END,
                       BLOB(opening->old_token, sizeof opening->old_token)) &&
           staff_session_begin(engine, &opening->session, error);
}

static bool find_session(Store *store, const uint8_t hash[STAFF_HASH_BYTES], int64_t moment,
                         StaffSession *out, int64_t *out_seen, GError **error)
{
    Db *engine = store_take_engine(store, error);
    if (engine == NULL)
        return false;
    sqlite3_stmt *find = db_bind(engine, SESSION_FIND, BLOB(hash, STAFF_HASH_BYTES));
    int step = db_step(engine, find, error);
    int64_t began = step == 1 ? sqlite3_column_int64(find, 2) : 0;
    int64_t seen = step == 1 ? sqlite3_column_int64(find, 3) : 0;
    bool needs_code = step == 1 && sqlite3_column_int(find, 4) != 0;
    bool is_live = step == 1 && moment - seen < (needs_code ? CODE_LIFE_S : SESSION_IDLE_S) &&
                   moment - began < SESSION_LIFE_S;
    if (is_live) {
        *out = (StaffSession){
            .name = g_strdup((const char *)sqlite3_column_text(find, 0)),
            .role = (Role)sqlite3_column_int(find, 1),
            .needs_code = needs_code,
            .has_totp = sqlite3_column_int(find, 5) != 0,
            .has_auto_advance = sqlite3_column_int(find, 6) != 0,
        };
        *out_seen = seen;
    } else if (step >= 0) {
        error_set(error, ERROR_NOT_FOUND, "This session has ended. Sign in again.");
    }
    sqlite3_reset(find);
    store_give_back_engine(store, engine);
    return is_live;
}

bool staff_sign_in_code(Store *store, const CodeSignIn *sign_in, uint8_t out_token[TOKEN_BYTES],
                        GError **error)
{
    Opening opening = {.step = 0};
    staff_hash(sign_in->token, opening.old_token);
    g_auto(StaffSession) waiting = {0};
    g_auto(StaffRow) row = {0};
    int64_t seen = 0;
    if (!find_session(store, opening.old_token, sign_in->moment, &waiting, &seen, error) ||
        !staff_row_load(store, waiting.name, &row, error))
        return false;
    if (!waiting.needs_code || row.totp == NULL) {
        error_set(error, ERROR_NOT_FOUND, "No code is waited for here. Sign in again.");
        return false;
    }
    if (!staff_gate_try(sign_in->gate, row.name, sign_in->address, sign_in->moment, error))
        return false;
    opening.session = (NewSession){row.name, row.password, false, sign_in->moment, {0}};
    env_random(opening.session.token, sizeof opening.session.token);
    g_autoptr(GError) reason = NULL;
    const TotpProof proof = {
        .sealed = row.totp, .name = row.name, .code = sign_in->code, .moment = sign_in->moment};
    if (!staff_totp_check(store, &proof, &opening.step, &reason) ||
        !staff_write(store, write_code, &opening, &reason)) {
        if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_DATA))
            note_refusal(store, row.name, "wrong code", sign_in->moment);
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    staff_gate_forgive(sign_in->gate, row.name, sign_in->address);
    memcpy(out_token, opening.session.token, TOKEN_BYTES);
    return true;
}

/* ---- Sessions ---- */

typedef struct {
    const uint8_t *hash; /* NULL: no session of ours */
    const char *name;
    int64_t moment;
} Seen;

static bool write_seen(Db *engine, void *arg, GError **error)
{
    const Seen *seen = arg;
    return (seen->hash == NULL ||
            db_run_with(engine, error, SESSION_SEEN, BLOB(seen->hash, STAFF_HASH_BYTES),
                        INT(seen->moment))) &&
           db_run_with(engine, error, STAFF_SEEN, TEXT(seen->name), INT(seen->moment));
}

/* Note that somebody is here, once a minute. On a full disk people can go on reading. */
static void note_seen(Store *store, const uint8_t *hash, const char *name, int64_t before,
                      int64_t moment)
{
    if (moment - before < NOTE_SEEN_S)
        return;
    Seen seen = {hash, name, moment};
    g_autoptr(GError) ignored = NULL;
    bool is_noted = staff_write(store, write_seen, &seen, &ignored);
    (void)is_noted;
}

bool staff_session_find(Store *store, const uint8_t token[TOKEN_BYTES], int64_t moment,
                        StaffSession *out, GError **error)
{
    uint8_t hash[STAFF_HASH_BYTES];
    staff_hash(token, hash);
    int64_t before = 0;
    if (!find_session(store, hash, moment, out, &before, error))
        return false;
    if (!out->needs_code)
        note_seen(store, hash, out->name, before, moment);
    return true;
}

void staff_session_clear(StaffSession *session)
{
    g_clear_pointer(&session->name, g_free);
}

bool staff_session_vouched(Store *store, const char *name, int64_t moment, StaffSession *out,
                           uint8_t out_csrf[TOKEN_BYTES], GError **error)
{
    g_auto(StaffRow) row = {0};
    if (!staff_row_load(store, name, &row, error))
        return false;
    if (row.name == NULL || row.is_disabled) {
        error_set(error, ERROR_NOT_FOUND,
                  "The sign-in of your organisation knows you as '%s', and there is no account of "
                  "that name here that is in use. An administrator can add it.",
                  name);
        return false;
    }
    if (!staff_key_derive(store, "csrf", row.name, out_csrf, error))
        return false;
    note_seen(store, NULL, row.name, row.last_seen, moment);
    *out = (StaffSession){
        .name = g_steal_pointer(&row.name),
        .role = row.role,
        .has_totp = row.totp != NULL,
        .has_auto_advance = row.has_auto_advance,
    };
    return true;
}

/* ---- Ending ---- */

static bool write_sign_out(Db *engine, void *arg, GError **error)
{
    const Seen *seen = arg;
    const Act act = {seen->name, seen->moment};
    return db_run_with(engine, error, SESSION_END, BLOB(seen->hash, STAFF_HASH_BYTES)) &&
           staff_note(engine, &act, "signed out", seen->name, "", error);
}

bool staff_sign_out(Store *store, const uint8_t token[TOKEN_BYTES], int64_t moment, GError **error)
{
    uint8_t hash[STAFF_HASH_BYTES];
    staff_hash(token, hash);
    g_auto(StaffSession) session = {0};
    int64_t before = 0;
    g_autoptr(GError) reason = NULL;
    if (!find_session(store, hash, moment, &session, &before, &reason)) {
        if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND))
            return true;
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    Seen seen = {hash, session.name, moment};
    return staff_write(store, write_sign_out, &seen, error);
}
