#include "responses/paper/withdraw.h"
#include "base/error.h"
#include "forms/survey/receipt.h"
#include "responses/paper/erase.h"
#include "responses/paper/keyings.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

enum { CODE_HASH_BYTES = 32 };

static void hash_code(const char *code, uint8_t out[static CODE_HASH_BYTES])
{
    static const char purpose[] = "soundings receipt code";
    crypto_generichash(out, CODE_HASH_BYTES, (const uint8_t *)code, strlen(code),
                       (const uint8_t *)purpose, sizeof purpose);
}

static char *key_path(const Store *store)
{
    return g_build_filename(store->directory, "receipt.key", NULL);
}

bool withdraw_key_is_made(const Store *store)
{
    g_autofree char *path = key_path(store);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

bool withdraw_key_of(Store *store, ReceiptKey *out, GError **error)
{
    g_autofree char *path = key_path(store);
    return receipt_key_load(path, out, error);
}

bool withdraw_keep_receipt(Db *db, const char *code, const char *reference, GError **error)
{
    uint8_t hash[CODE_HASH_BYTES];
    hash_code(code, hash);
    return db_run_with(db, error, RECEIPT_ADD, BLOB(hash, sizeof hash), TEXT(reference));
}

typedef struct {
    const char *survey_id;
    uint8_t hash[CODE_HASH_BYTES];
    const Act *act;
} Withdrawal;

/* The one response of a code. */
static char *find_response(Db *db, const Withdrawal *withdrawal, GError **error)
{
    g_autofree char *reference = NULL;
    size_t n = 0;
    int step = 0;
    sqlite3_stmt *find = db_bind(db, RECEIPT_FIND, BLOB(withdrawal->hash, sizeof withdrawal->hash));
    while ((step = db_step(db, find, error)) == 1) {
        if (n++ == 0)
            reference = g_strdup((const char *)sqlite3_column_text(find, 0));
    }
    sqlite3_reset(find);
    if (step == 0 && n == 0)
        error_set(error, ERROR_NOT_FOUND,
                  "no response of survey '%s' has this receipt code: look at it again; if the form "
                  "is not keyed yet, try later",
                  withdrawal->survey_id);
    if (step == 0 && n > 1)
        error_set(error, ERROR_CONFLICT,
                  "several responses of survey '%s' have this receipt code, so that it does not "
                  "say which to erase: find the form by what else stands on it, and erase its "
                  "response by its reference",
                  withdrawal->survey_id);
    return step == 0 && n == 1 ? g_steal_pointer(&reference) : NULL;
}

static bool run_withdraw(SurveyFile *file, void *arg, GError **error)
{
    const Withdrawal *withdrawal = arg;
    g_autofree char *reference = find_response(file->db, withdrawal, error);
    return reference != NULL && erase_response(file->db, withdrawal->survey_id, reference,
                                               "withdraw", withdrawal->act, error);
}

bool withdraw_response(Store *store, const char *survey_id, const char *code, const Act *act,
                       GError **error)
{
    g_autofree char *normal = receipt_normalise(code, error);
    if (normal == NULL)
        return false;
    Withdrawal withdrawal = {.survey_id = survey_id, .act = act};
    hash_code(normal, withdrawal.hash);
    return store_change(store, survey_id, CHANGE_EMPTIES_LOG, run_withdraw, &withdrawal, error);
}
