/* The second factor: codes of an app that change every 30 seconds (RFC 6238). Seeds are sealed with a key that lies beside
 * the databases and in no copy of them: a backup alone does not let anybody in. */
#include "base/env.h"
#include "base/error.h"
#include "base/secret.h"
#include "responses/accounts/staff-private.h"
#include <liboath/oath.h>
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

enum { SEED_BYTES = 20, STEP_S = 30, WINDOW_STEPS = 1, CODE_DIGITS = 6 };

/* ---- The key ---- */

static const SecretFile key_file = {.not_made = "{file} cannot be used: {why}",
                                    .not_read = "{file} cannot be used: {why}",
                                    .not_a_key =
                                        "{file} cannot be used: it is too short to be a key"};

bool staff_key_derive(Store *store, const char *purpose, const char *name,
                      uint8_t out[STAFF_HASH_BYTES], GError **error)
{
    g_autofree char *path = g_build_filename(store->directory, "staff.key", NULL);
    uint8_t key[SECRET_KEY_BYTES];
    if (!secret_key_load(&key_file, path, key, error))
        return false;
    g_autofree char *folded = g_ascii_strdown(name, -1);
    g_autofree char *what = g_strconcat(purpose, " ", folded, NULL);
    crypto_generichash(out, STAFF_HASH_BYTES, (const uint8_t *)what, strlen(what), key, sizeof key);
    sodium_memzero(key, sizeof key);
    return true;
}

/* ---- Sealing ---- */

enum {
    SEALED_HEAD = crypto_secretbox_NONCEBYTES,
    SEALED_BYTES = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + SEED_BYTES
};

static bool seal(Store *store, const char *name, const uint8_t seed[SEED_BYTES],
                 uint8_t out[SEALED_BYTES], GError **error)
{
    uint8_t key[STAFF_HASH_BYTES];
    if (!staff_key_derive(store, "seed", name, key, error))
        return false;
    env_random(out, SEALED_HEAD);
    crypto_secretbox_easy(out + SEALED_HEAD, seed, SEED_BYTES, out, key);
    sodium_memzero(key, sizeof key);
    return true;
}

static bool unseal(Store *store, const char *name, GBytes *sealed, uint8_t out[SEED_BYTES],
                   GError **error)
{
    uint8_t key[STAFF_HASH_BYTES];
    if (!staff_key_derive(store, "seed", name, key, error))
        return false;
    size_t n = 0;
    const uint8_t *bytes = g_bytes_get_data(sealed, &n);
    bool is_open =
        n == SEALED_BYTES &&
        crypto_secretbox_open_easy(out, bytes + SEALED_HEAD, n - SEALED_HEAD, bytes, key) == 0;
    sodium_memzero(key, sizeof key);
    if (!is_open)
        error_set(error, ERROR_STORE,
                  "The second factor of '%s' cannot be read, because the file staff.key of the "
                  "store is not the one that sealed it. An administrator can reset the account.",
                  name);
    return is_open;
}

/* ---- Codes ---- */

/* The six digits of what was typed, which people group by a space; false when it is something else. */
static bool read_code(const char *typed, char out[CODE_DIGITS + 1])
{
    size_t n = 0;
    for (; *typed != '\0'; typed++) {
        if (*typed == ' ')
            continue;
        if (!g_ascii_isdigit(*typed) || n == CODE_DIGITS)
            return false;
        out[n++] = *typed;
    }
    out[n] = '\0';
    return n == CODE_DIGITS;
}

bool staff_totp_check(Store *store, const TotpProof *proof, int64_t *out_step, GError **error)
{
    uint8_t seed[SEED_BYTES];
    if (!unseal(store, proof->name, proof->sealed, seed, error))
        return false;
    char digits[CODE_DIGITS + 1];
    uint64_t counter = 0;
    bool is_it = read_code(proof->code, digits) &&
                 oath_totp_validate4((const char *)seed, sizeof seed, (time_t)proof->moment, STEP_S,
                                     0, WINDOW_STEPS, NULL, &counter, 0, digits) >= 0;
    sodium_memzero(seed, sizeof seed);
    if (is_it)
        *out_step = (int64_t)counter;
    else
        error_set(error, ERROR_DATA,
                  "This is not the code. Type the six digits that your app shows now; its clock "
                  "must be right.");
    return is_it;
}

/* ---- Setting up ---- */

typedef struct {
    const char *name;
    const uint8_t *sealed; /* NULL: none */
    size_t n_sealed;
    int64_t moment, step;
} Factor;

static char *seed_words(const uint8_t seed[SEED_BYTES])
{
    char *made = NULL;
    int failed = oath_base32_encode((const char *)seed, SEED_BYTES, &made, NULL);
    g_assert(failed == OATH_OK);
    char *words = g_strdup(made);
    free(made); /* liboath's */
    return words;
}

static bool write_waiting(Db *engine, void *arg, GError **error)
{
    const Factor *factor = arg;
    if (!db_run_with(engine, error, STAFF_SET_WAITING, TEXT(factor->name),
                     BLOB(factor->sealed, factor->n_sealed)))
        return false;
    if (db_changed(engine) > 0)
        return true;
    error_set(error, ERROR_CONFLICT, "'%s' has a second factor already. Do without it first.",
              factor->name);
    return false;
}

char *staff_totp_begin(Store *store, const SignIn *proof, GError **error)
{
    g_auto(StaffRow) row = {0};
    if (!staff_prove(store, proof, &row, error))
        return NULL;
    staff_gate_forgive(proof->gate, row.name, proof->address);
    uint8_t seed[SEED_BYTES];
    uint8_t sealed[SEALED_BYTES];
    env_random(seed, sizeof seed);
    Factor factor = {row.name, sealed, sizeof sealed, proof->moment, 0};
    char *words = NULL;
    if (seal(store, row.name, seed, sealed, error) &&
        staff_write(store, write_waiting, &factor, error))
        words = seed_words(seed);
    sodium_memzero(seed, sizeof seed);
    return words;
}

char *staff_totp_waiting(Store *store, const char *name, GError **error)
{
    g_auto(StaffRow) row = {0};
    uint8_t seed[SEED_BYTES];
    if (!staff_row_load(store, name, &row, error) || row.totp_waiting == NULL ||
        !unseal(store, name, row.totp_waiting, seed, error))
        return NULL;
    char *words = seed_words(seed);
    sodium_memzero(seed, sizeof seed);
    return words;
}

static bool write_confirm(Db *engine, void *arg, GError **error)
{
    const Factor *factor = arg;
    const Act act = {factor->name, factor->moment};
    if (!db_run_with(engine, error, STAFF_TAKE_WAITING, TEXT(factor->name), INT(factor->step),
                     BLOB(factor->sealed, factor->n_sealed)))
        return false;
    if (db_changed(engine) > 0)
        return staff_note(engine, &act, "second factor on", factor->name, "", error);
    error_set(error, ERROR_CONFLICT, "Another secret was made meanwhile. Set it up again.");
    return false;
}

bool staff_totp_confirm(Store *store, const char *name, const char *code, int64_t moment,
                        GError **error)
{
    g_auto(StaffRow) row = {0};
    if (!staff_row_load(store, name, &row, error))
        return false;
    if (row.totp_waiting == NULL) {
        error_set(error, ERROR_CONFLICT, "No secret is waiting to be confirmed. Set it up again.");
        return false;
    }
    Factor factor = {.name = name, .moment = moment};
    const TotpProof proof = {
        .sealed = row.totp_waiting, .name = name, .code = code, .moment = moment};
    if (!staff_totp_check(store, &proof, &factor.step, error))
        return false;
    factor.sealed = g_bytes_get_data(row.totp_waiting, &factor.n_sealed);
    return staff_write(store, write_confirm, &factor, error);
}

static bool write_drop(Db *engine, void *arg, GError **error)
{
    const Factor *factor = arg;
    const Act act = {factor->name, factor->moment};
    return db_run_with(engine, error, STAFF_DROP_TOTP, TEXT(factor->name)) &&
           staff_note(engine, &act, "second factor off", factor->name, "", error);
}

bool staff_totp_drop(Store *store, const SignIn *proof, GError **error)
{
    g_auto(StaffRow) row = {0};
    if (!staff_prove(store, proof, &row, error))
        return false;
    staff_gate_forgive(proof->gate, row.name, proof->address);
    Factor factor = {.name = row.name, .moment = proof->moment};
    return staff_write(store, write_drop, &factor, error);
}
