/* Who may sign in: accounts of staff, their sessions, one-time links, the second factor. In engine.db.
 *
 * The story. There is no default password: the first start prints a link that makes the first administrator. An
 * administrator adds people; each gets a link, good once and for three days, to choose a password. Passwords are kept as
 * Argon2id (t=3, 64 MiB, at most two computed at once); an unknown name costs the same time and gets the same answer. After
 * five failures each further try waits, doubling to 15 minutes, for the account and for the address apart; nobody is locked
 * out for good. A session is a random token of which only a hash is kept: 30 minutes idle, 12 hours in all, ended by signing
 * out, by a new password, by disabling. Sign-ins, refusals and changes of accounts are an append-only audit.
 *
 * All calls wait, for the writer or for Argon2id: commands and the server's staff threads only.
 * Source: RFC 9106 (Argon2), RFC 6238 (TOTP, liboath); OWASP ASVS 5 on sessions.
 * In staff.c, role.c, staff-entry.c, staff-gate.c, staff-password.c, staff-row.c, staff-session.c and staff-totp.c. */
#pragma once

#include "responses/store/audit.h"
#include "responses/store/store.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { ROLE_KEYER, ROLE_SUPERVISOR, ROLE_ANALYST, ROLE_ADMINISTRATOR, ROLE_COUNT } Role;

/* "keyer", "supervisor", ... and back.   Owns: static.   Threads: any. */
const char *role_name(Role role);
bool role_find(const char *name, Role *out_role);

enum {
    SESSION_IDLE_S = 30 * 60,
    SESSION_LIFE_S = 12 * 60 * 60,
    STAFF_LINK_LIFE_S = 3 * 24 * 60 * 60,
    STAFF_NAME_CHARS = 60,
    PASSWORD_CHARS_MIN = 12,
    PASSWORD_CHARS_MAX = 256
};

typedef struct {
    char *name; /* what they sign in with: letters, digits, . _ @ -; case does not matter */
    Role role;
    bool is_disabled, has_password, has_totp;
    int64_t last_seen; /* moment; 0: never */
} StaffAccount;

/* Add a person; *out_link is the secret of their one-time link (`/staff/welcome?link=...`), shown once.
 * Errors: ERROR_CONFLICT (name taken), ERROR_DATA (name). */
bool staff_add(Store *store, const char *name, Role role, const Act *act, char **out_link,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new one-time link; password, second factor and sessions end now.
 * Errors: ERROR_NOT_FOUND. */
bool staff_reset(Store *store, const char *name, const Act *act, char **out_link,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Disable (sessions end now) or enable again; another role.
 * Errors: ERROR_NOT_FOUND; ERROR_CONFLICT for the last administrator who can sign in. */
bool staff_disable(Store *store, const char *name, bool is_disabled, const Act *act,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool staff_set_role(Store *store, const char *name, Role role, const Act *act,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All accounts by name.
 * Errors: NULL and ERROR_STORE.   Returns: yours (GPtrArray of StaffAccount with its free). */
GPtrArray *staff_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The secret of a link for the first administrator, when nobody can sign in yet; NULL without error when somebody can.
 * Asking again makes the earlier one void.
 * Errors: NULL and ERROR_STORE.   Returns: yours (free with g_free). */
char *staff_first_link(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Signing in ---- */

/* What a process remembers about guessing: failed tries, and how many passwords are being computed. One for a server, as old
 * as it.
 * Returns: yours (staff_gate_free, which accepts NULL).   Threads: any. */
typedef struct StaffGate StaffGate;
StaffGate *staff_gate_new(void);
void staff_gate_free(StaffGate *gate);

typedef struct {
    const char *name, *password;
    const char *address; /* the client's: a keyed hash of it is held in memory, nothing else */
    int64_t moment;
    StaffGate *gate;
} SignIn;

/* Check a password and begin a session under a new token. With a second factor the session is good for nothing but
 * staff_sign_in_code, and for five minutes.
 * Errors: false and ERROR_DATA (name or password: never says which), ERROR_BUSY ("Try again in 2 minutes."), ERROR_STORE. */
bool staff_sign_in(Store *store, const SignIn *sign_in, uint8_t out_token[TOKEN_BYTES],
                   bool *out_needs_code, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Somebody who waits for their second factor. */
typedef struct {
    const uint8_t *token; /* TOKEN_BYTES of the waiting session */
    const char *code, *address;
    int64_t moment;
    StaffGate *gate;
} CodeSignIn;

/* The code of the second factor: the waiting session ends and a full one begins, under another token.
 * Errors: as staff_sign_in; ERROR_NOT_FOUND when the five minutes are over. */
bool staff_sign_in_code(Store *store, const CodeSignIn *sign_in, uint8_t out_token[TOKEN_BYTES],
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    char *name;
    Role role;
    bool needs_code; /* half signed in: the code is still to come */
    bool has_totp, has_auto_advance;
} StaffSession;

/* Whose session a token is, at a moment; that it was used is noted once a minute.
 * Errors: false and ERROR_NOT_FOUND (no such session, or it has ended), ERROR_STORE.   Returns: *out is yours. */
bool staff_session_find(Store *store, const uint8_t token[TOKEN_BYTES], int64_t moment,
                        StaffSession *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void staff_session_clear(StaffSession *session);

/* The same for a name that a trusted proxy vouches for. *out_csrf stands for a token of the session, which there is not.
 * Errors: false and ERROR_NOT_FOUND (no account of that name, or disabled), ERROR_STORE, ERROR_FILE (the key). */
bool staff_session_vouched(Store *store, const char *name, int64_t moment, StaffSession *out,
                           uint8_t out_csrf[TOKEN_BYTES], GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* End a session; one that has ended is no error.
 * Errors: false and ERROR_STORE. */
bool staff_sign_out(Store *store, const uint8_t token[TOKEN_BYTES], int64_t moment,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A clerk's own setting: the keying screen goes on to the next field by itself.
 * Errors: false and ERROR_NOT_FOUND, ERROR_STORE. */
bool staff_set_auto_advance(Store *store, const char *name, bool is_on,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Passwords ---- */

/* Why a password will not do for this person, in a sentence that says what will; NULL when it does.
 * Owns: static.   Threads: any (pure). */
const char *staff_password_problem(const char *name, const char *password);

/* Whose one-time link this is: *out_name is NULL for that of the first administrator.
 * Errors: false and ERROR_NOT_FOUND (used, replaced or run out), ERROR_STORE.   Returns: yours. */
bool staff_link_find(Store *store, const char *link, int64_t moment, char **out_name,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Somebody who comes by a one-time link. `name` is the first administrator's, and not looked at for others. */
typedef struct {
    const char *link, *name, *password;
    int64_t moment;
    StaffGate *gate;
} LinkSignIn;

/* Choose a password by a one-time link, which ends with it, and begin a session. `name` is the first administrator's, and
 * not looked at for others.
 * Errors: as staff_link_find; ERROR_DATA (name, password), ERROR_CONFLICT (name taken). */
bool staff_password_by_link(Store *store, const LinkSignIn *sign_in, uint8_t out_token[TOKEN_BYTES],
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Choose another password, proving the old one: every session of this person ends, and a new one begins.
 * Errors: as staff_sign_in. */
bool staff_password_change(Store *store, const SignIn *old, const char *password,
                           uint8_t out_token[TOKEN_BYTES],
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- The second factor ---- */

/* Make a new secret, in base32, proving the password; it counts once a code of it was given. staff_totp_waiting gives it
 * again, or NULL.
 * Errors: NULL and those of staff_sign_in; ERROR_CONFLICT (there is a factor), ERROR_FILE (the key that seals it).
 * Returns: yours (free with g_free). */
char *staff_totp_begin(Store *store, const SignIn *proof, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *staff_totp_waiting(Store *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Errors: false and ERROR_DATA (another code), ERROR_CONFLICT (nothing was begun), ERROR_STORE, ERROR_FILE. */
bool staff_totp_confirm(Store *store, const char *name, const char *code, int64_t moment,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Do without it again, proving the password.
 * Errors: as staff_sign_in. */
bool staff_totp_drop(Store *store, const SignIn *proof, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Audit ---- */

/* As audit_scan, of sign-ins, refusals and changes of accounts.
 * Errors: false and fn's error or ERROR_STORE. */
bool staff_audit_scan(Store *store, int64_t before_seq, size_t most,
                      bool (*fn)(const AuditLine *line, void *arg, GError **error), void *arg,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaffGate, staff_gate_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StaffSession, staff_session_clear)
