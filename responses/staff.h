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
 * Source: RFC 9106 (Argon2), RFC 6238 (TOTP, liboath); OWASP ASVS 5 on sessions. */
#pragma once

#include "responses/batches.h"
#include "responses/store.h"
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
 * Errors: NULL and ERROR_STORE.   Owns: the caller (GPtrArray of StaffAccount with its free). */
GPtrArray *staff_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The secret of a link for the first administrator, when nobody can sign in yet; NULL without error when somebody can.
 * Asking again makes the earlier one void.
 * Errors: NULL and ERROR_STORE.   Owns: the caller. */
char *staff_first_link(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
