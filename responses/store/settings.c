#include "responses/store/settings.h"
#include "base/env.h"
#include "base/error.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

enum { SECRET_TEXT_BYTES = 2 * SECRET_BYTES + 1 };

bool setting_read(Db *db, const char *name, char **out_value, GError **error)
{
    sqlite3_stmt *find = db_bind(db, SETTING_FIND, TEXT(name));
    int step = db_step(db, find, error);
    const char *value = step == 1 ? (const char *)sqlite3_column_text(find, 0) : "";
    if (step >= 0)
        *out_value = *value == '\0' ? NULL : g_strdup(value);
    sqlite3_reset(find);
    return step >= 0;
}

static bool add(Db *db, const char *name, const char *value, const char *reason, const Act *act,
                GError **error)
{
    return db_run_with(db, error, SETTING_ADD, TEXT(name), TEXT(value), INT(act->moment),
                       TEXT(act->who), TEXT(reason));
}

bool setting_write(Db *db, const char *name, const char *value, const char *reason, const Act *act,
                   GError **error)
{
    g_autofree char *before = NULL;
    if (!setting_read(db, name, &before, error))
        return false;
    const char *old = before == NULL ? "" : before;
    const char *new = value == NULL ? "" : value;
    if (strcmp(old, new) == 0)
        return true;
    AuditEntry line = {
        .moment = act->moment,
        .who = act->who,
        .action = "set",
        .subject = name,
        .reason = reason,
        .before = old,
        .after = new,
    };
    return add(db, name, new, reason, act, error) && audit_add(db, &line, error);
}

bool setting_secret(Db *db, const char *name, uint8_t out[SECRET_BYTES], GError **error)
{
    g_assert(*name == '_');
    char text[SECRET_TEXT_BYTES];
    g_autofree char *value = NULL;
    if (!setting_read(db, name, &value, error))
        return false;
    if (value == NULL) {
        const Act act = {.who = "", .moment = env_now()};
        env_random(out, SECRET_BYTES);
        sodium_bin2hex(text, sizeof text, out, SECRET_BYTES);
        return add(db, name, text, "", &act, error);
    }
    size_t length = 0;
    if (sodium_hex2bin(out, SECRET_BYTES, value, strlen(value), NULL, &length, NULL) == 0 &&
        length == SECRET_BYTES)
        return true;
    error_set(error, ERROR_STORE, "the setting '%s' is damaged", name);
    return false;
}

/* ---- For other rooms ---- */

typedef struct {
    const char *name, *value, *reason;
    const Act *act;
} Put;

static bool run_put(SurveyFile *file, void *arg, GError **error)
{
    const Put *put = arg;
    return setting_write(file->db, put->name, put->value, put->reason, put->act, error);
}

static bool is_name(const char *name)
{
    for (const char *c = name; *c != '\0'; c++) {
        if (!g_ascii_isalnum(*c) && *c != '-')
            return false;
    }
    return *name != '\0';
}

bool setting_put(Store *store, const SettingChange *change, GError **error)
{
    if (!is_name(change->name)) {
        error_set(error, ERROR_DATA,
                  "'%s' is not the name of a setting: use letters, digits and dashes",
                  change->name);
        return false;
    }
    g_autofree char *why = g_strstrip(g_strdup(change->reason == NULL ? "" : change->reason));
    if (*why == '\0') {
        error_set(error, ERROR_DATA, "say why '%s' is changed", change->name);
        return false;
    }
    Put put = {.name = change->name, .value = change->value, .reason = why, .act = change->act};
    return store_change(store, change->survey_id, CHANGE_KEEPS_LOG, run_put, &put, error);
}

bool setting_get(Store *store, const char *survey_id, const char *name, char **out_value,
                 GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    bool is_done = db != NULL && setting_read(db, name, out_value, error);
    store_give_back(store, survey_id, db);
    return is_done;
}

static void setting_free(void *data)
{
    Setting *setting = data;
    g_free(setting->name);
    g_free(setting->value);
    g_free(setting->who);
    g_free(setting->reason);
    g_free(setting);
}

static char *copy(sqlite3_stmt *row, int column)
{
    return g_strdup((const char *)sqlite3_column_text(row, column));
}

GPtrArray *settings_history(Store *store, const char *survey_id, const char *name, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    if (db == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(setting_free);
    sqlite3_stmt *statement = db_bind(db, SETTING_HISTORY, TEXT(name));
    int step = 0;
    while ((step = db_step(db, statement, error)) == 1) {
        Setting *setting = g_new0(Setting, 1);
        setting->name = copy(statement, 0);
        setting->value = copy(statement, 1);
        setting->moment = sqlite3_column_int64(statement, 2);
        setting->who = copy(statement, 3);
        setting->reason = copy(statement, 4);
        g_ptr_array_add(list, setting);
    }
    sqlite3_reset(statement);
    store_give_back(store, survey_id, db);
    return step < 0 ? NULL : g_steal_pointer(&list);
}
