#include "responses/paper/keying-rules.h"
#include "base/day.h"
#include "base/error.h"
#include "base/text.h"
#include "responses/paper/form-rows.h"
#include "responses/store/settings.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

#define SECRET       "_sample-key"
#define ONE_CLERK    "one-clerk"
#define KEYING_UNTIL "keying-until"

enum { PER_100K = 100000 };

/* The rules that are whole numbers. */
typedef struct {
    const char *setting;
    size_t offset;
    unsigned standard, most;
    const char *what;
} NumberRule;

static const NumberRule number_rules[] = {
    {"verify-first-forms", offsetof(KeyingRules, first_forms), 20, LIMIT_BATCH_FORMS,
     "the first forms of each clerk that are keyed twice"},
    {"verify-sample-percent", offsetof(KeyingRules, sample_percent), 10, 100,
     "the per cent of later forms that are keyed twice"},
    {"verify-wrong-per-100k", offsetof(KeyingRules, wrong_per_100k), 50, PER_100K,
     "the wrong fields in 100,000 above which all forms of a clerk are keyed twice"},
};

static unsigned *number_at(KeyingRules *rules, const NumberRule *rule)
{
    return (unsigned *)(void *)((char *)rules + rule->offset);
}

static unsigned number_of(const KeyingRules *rules, const NumberRule *rule)
{
    KeyingRules copy = *rules;
    return *number_at(&copy, rule);
}

/* ---- Reading and writing ---- */

static bool damaged(const char *setting, const char *value, GError **error)
{
    error_set(error, ERROR_STORE, "the setting '%s' is damaged: '%s'", setting, value);
    return false;
}

static bool read_number(Db *db, const NumberRule *rule, unsigned *out, GError **error)
{
    g_autofree char *value = NULL;
    int64_t number = rule->standard;
    if (!setting_read(db, rule->setting, &value, error))
        return false;
    if (value != NULL && (!text_parse_int(value, &number) || number < 0 || number > rule->most))
        return damaged(rule->setting, value, error);
    *out = (unsigned)number;
    return true;
}

bool keying_rules_read(Db *db, KeyingRules *out, GError **error)
{
    g_autofree char *one_clerk = NULL;
    g_autofree char *until = NULL;
    KeyingRules rules = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(number_rules); i++) {
        if (!read_number(db, &number_rules[i], number_at(&rules, &number_rules[i]), error))
            return false;
    }
    if (!setting_read(db, ONE_CLERK, &one_clerk, error) ||
        !setting_read(db, KEYING_UNTIL, &until, error))
        return false;
    rules.one_clerk = one_clerk != NULL;
    if (until != NULL && !day_moment_parse(until, &rules.keying_until))
        return damaged(KEYING_UNTIL, until, error);
    *out = rules;
    return true;
}

bool keying_rules_load(Store *store, const char *survey_id, KeyingRules *out, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    bool is_done = db != NULL && keying_rules_read(db, out, error);
    store_give_back(store, survey_id, db);
    return is_done;
}

typedef struct {
    const KeyingRules *rules;
    const char *reason;
    const Act *act;
} Saving;

/* Set what differs from what holds, so that a rule that stays as it is leaves no line. */
static bool write_rules(Db *db, const KeyingRules *before, const Saving *saving, GError **error)
{
    const KeyingRules *after = saving->rules;
    for (size_t i = 0; i < G_N_ELEMENTS(number_rules); i++) {
        const NumberRule *rule = &number_rules[i];
        g_autofree char *value = g_strdup_printf("%u", number_of(after, rule));
        if (number_of(before, rule) != number_of(after, rule) &&
            !setting_write(db, rule->setting, value, saving->reason, saving->act, error))
            return false;
    }
    g_autofree char *until = after->keying_until == 0 ? NULL : day_moment_text(after->keying_until);
    return setting_write(db, ONE_CLERK, after->one_clerk ? "yes" : NULL, saving->reason,
                         saving->act, error) &&
           setting_write(db, KEYING_UNTIL, until, saving->reason, saving->act, error);
}

static bool run_save(SurveyFile *file, void *arg, GError **error)
{
    KeyingRules before;
    return keying_rules_read(file->db, &before, error) &&
           write_rules(file->db, &before, arg, error) && keying_rules_follow(file->db, error);
}

bool keying_rules_save(Store *store, const char *survey_id, const KeyingRules *rules,
                       const char *reason, const Act *act, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(number_rules); i++) {
        const NumberRule *rule = &number_rules[i];
        if (number_of(rules, rule) > rule->most) {
            error_set(error, ERROR_DATA, "%u cannot be %s: give a number from 0 to %u",
                      number_of(rules, rule), rule->what, rule->most);
            return false;
        }
    }
    g_autofree char *why = form_reason_take(reason, "the rules are changed", error);
    if (why == NULL)
        return false;
    Saving saving = {.rules = rules, .reason = why, .act = act};
    return store_change(store, survey_id, CHANGE_KEEPS_LOG, run_save, &saving, error);
}

const char *keying_rules_caution(const KeyingRules *rules)
{
    return rules->one_clerk
               ? "One clerk keys this survey: no form is keyed a second time by somebody else. The "
                 "count shows that no form was lost; how many fields were keyed wrong cannot be "
                 "shown."
               : NULL;
}

/* ---- Clerks ---- */

static void clerk_free(void *data)
{
    Clerk *clerk = data;
    g_free(clerk->who);
    g_free(clerk);
}

/* A clerk by name, or all. */
static GPtrArray *clerks(Db *db, const KeyingRules *rules, const char *who, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(clerk_free);
    sqlite3_stmt *rows = db_bind(db, CLERK_LIST, TEXT(who));
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1) {
        Clerk *clerk = g_new0(Clerk, 1);
        clerk->who = g_strdup((const char *)sqlite3_column_text(rows, 0));
        clerk->n_forms = (unsigned)sqlite3_column_int64(rows, 1);
        clerk->n_second = (unsigned)sqlite3_column_int64(rows, 2);
        clerk->n_fields_checked = (uint64_t)sqlite3_column_int64(rows, 3);
        clerk->n_wrong = (uint64_t)sqlite3_column_int64(rows, 4);
        clerk->is_all_verified =
            !rules->one_clerk &&
            clerk->n_wrong * PER_100K > clerk->n_fields_checked * rules->wrong_per_100k;
        g_ptr_array_add(list, clerk);
    }
    sqlite3_reset(rows);
    return step < 0 ? NULL : g_steal_pointer(&list);
}

GPtrArray *keying_clerks_list(Store *store, const char *survey_id, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    KeyingRules rules;
    GPtrArray *list =
        db != NULL && keying_rules_read(db, &rules, error) ? clerks(db, &rules, NULL, error) : NULL;
    store_give_back(store, survey_id, db);
    return list;
}

/* ---- Which forms are keyed twice ---- */

bool keying_rules_lot(Db *db, unsigned serial, const char *item, uint32_t *out_lot, GError **error)
{
    uint8_t secret[SECRET_BYTES];
    uint8_t hash[crypto_generichash_BYTES_MIN];
    if (!setting_secret(db, SECRET, secret, error))
        return false;
    g_autofree char *text = g_strdup_printf("%u/%s", serial, item == NULL ? "" : item);
    crypto_generichash(hash, sizeof hash, (const uint8_t *)text, strlen(text), secret,
                       sizeof secret);
    sodium_memzero(secret, sizeof secret);
    memcpy(out_lot, hash, sizeof *out_lot);
    *out_lot = GUINT32_FROM_LE(*out_lot);
    return true;
}

bool keying_rules_ask_second(Db *db, const KeyingRules *rules, const char *who, unsigned serial,
                             bool *out_asks, GError **error)
{
    uint32_t lot = 0;
    g_autoptr(GPtrArray) found = clerks(db, rules, who, error);
    if (found == NULL || !keying_rules_lot(db, serial, NULL, &lot, error))
        return false;
    const Clerk *clerk = found->len == 0 ? NULL : g_ptr_array_index(found, 0);
    *out_asks = clerk == NULL ? rules->first_forms > 0 : clerk->n_forms < rules->first_forms;
    *out_asks =
        *out_asks || (clerk != NULL && clerk->is_all_verified) || lot % 100 < rules->sample_percent;
    return true;
}

static bool run_with_who(Db *db, SurveyStatement statement, const char *who, GError **error)
{
    return db_run_with(db, error, statement, TEXT(who));
}

bool keying_rules_follow(Db *db, GError **error)
{
    KeyingRules rules;
    if (!keying_rules_read(db, &rules, error))
        return false;
    if (rules.one_clerk)
        return db_run(db, db_statement(db, FORM_EXCUSE_SECOND), error);
    g_autoptr(GPtrArray) list = clerks(db, &rules, NULL, error);
    if (list == NULL)
        return false;
    for (size_t i = 0; i < list->len; i++) {
        const Clerk *clerk = g_ptr_array_index(list, i);
        if (clerk->is_all_verified && !run_with_who(db, KEYING_ASK_SECOND, clerk->who, error))
            return false;
    }
    return db_run(db, db_statement(db, FORM_ASK_SECOND), error);
}
