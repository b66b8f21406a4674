/* What the files about staff share: the one transaction in which everything about accounts is written, rows of accounts,
 * the secrets of links and sessions, the gate that slows guessing.
 * In staff-gate.c, staff-row.c, staff-session.c, staff-totp.c and staff.c. */
#pragma once

#include "responses/accounts/staff.h"
#include "responses/store/statements.h"
#include "responses/store/store-sqlite.h"

/* Run `write` in the writer's thread in one transaction of engine.db: all of it is durable when this returns true, or
 * none of it is there.
 * Errors: false and those of `write`; ERROR_STORE. */
typedef bool (*StaffWrite)(Db *engine, void *arg, GError **error);
bool staff_write(Store *store, StaffWrite write, void *arg,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A line of the audit, in the open transaction; reason "" for none.
 * Errors: false and those of db_run. */
bool staff_note(Db *engine, const Act *act, const char *action, const char *subject,
                const char *reason, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- A row of the table of accounts ---- */

typedef struct {
    char *name; /* NULL: nobody's */
    Role role;
    bool is_disabled, has_auto_advance;
    char *password;
    GBytes *totp, *totp_waiting; /* sealed; NULL: none */
    int64_t totp_step, last_seen;
} StaffRow;

void staff_row_clear(StaffRow *row);

/* The account of a row that STAFF_FIND or STAFF_LIST stands on.
 * Owns: staff_row_clear. */
StaffRow staff_row_of(sqlite3_stmt *row);

/* Load by name with a connection (any name: an unknown one leaves out->name NULL, and is no error), or with one of our own.
 * Errors: false and ERROR_STORE.   Owns: staff_row_clear. */
bool staff_row_find(Db *engine, const char *name, StaffRow *out,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool staff_row_load(Store *store, const char *name, StaffRow *out,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The error for a name that nobody has; returns false. */
bool staff_unknown(const char *name, GError **error);

/* Is it a name as accounts have them?
 * Errors: false and ERROR_DATA with what they may hold. */
bool staff_name_check(const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Secrets ---- */

enum { STAFF_HASH_BYTES = 32 };

/* What is kept of a link's or a session's secret. */
void staff_hash(const uint8_t secret[TOKEN_BYTES], uint8_t out[STAFF_HASH_BYTES]);

/* Begin a session for an account whose password is as given: purge old ones, add, note it.
 * Errors: false and ERROR_DATA when the account was disabled or changed meanwhile, ERROR_STORE. */
typedef struct {
    const char *name, *password; /* the hash */
    bool needs_code;
    int64_t moment;
    uint8_t token[TOKEN_BYTES];
} NewSession;
bool staff_session_begin(Db *engine, const NewSession *session,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- The gate (staff.h): what is known about guessing ---- */

/* Count a try for the account and the address, unless one of them must wait still; a right password takes them back.
 * Errors: false and ERROR_BUSY: "Try again in 2 minutes."   Threads: any. */
bool staff_gate_try(StaffGate *gate, const char *name, const char *address, int64_t moment,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void staff_gate_forgive(StaffGate *gate, const char *name, const char *address);

/* Argon2id, two at once at most. The hash of a password; whether a password is that of a hash (NULL: of nobody's, in the
 * same time); whether the hash is of another cost than ours.
 * Errors (make): NULL and ERROR_STORE when there is no memory for it.   Returns: yours (free with g_free).   Threads: any. */
char *staff_password_hash(StaffGate *gate, const char *password,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool staff_password_is(StaffGate *gate, const char *password, const char *hash);
bool staff_password_is_dated(StaffGate *gate, const char *hash);

/* For tests alone: passwords cost next to nothing. */
void staff_gate_cheapen(StaffGate *gate);

/* Prove a password: count the try, check, and note a refusal. The row is the account's on success.
 * Errors: as staff_sign_in. */
bool staff_prove(Store *store, const SignIn *proof, StaffRow *out,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A key for one purpose and one account, made from the store's staff.key, which is made when it is not there.
 * Errors: false and ERROR_FILE. */
bool staff_key_derive(Store *store, const char *purpose, const char *name,
                      uint8_t out[STAFF_HASH_BYTES], GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A code that was typed, for a sealed seed. */
typedef struct {
    GBytes *sealed;
    const char *name, *code;
    int64_t moment;
} TotpProof;

/* Is this the right code of an account's sealed seed, and of which step?
 * Errors: false and ERROR_DATA (another code), ERROR_STORE (the key that sealed it is gone), ERROR_FILE. */
bool staff_totp_check(Store *store, const TotpProof *proof, int64_t *out_step,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Administrators who can sign in, in the open transaction.
 * Errors: false and ERROR_STORE. */
bool staff_count_administrators(Db *engine, int64_t *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StaffRow, staff_row_clear)
