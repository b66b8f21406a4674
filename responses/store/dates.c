#include "responses/store/dates.h"
#include "base/day.h"
#include "base/error.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"
#include <string.h>

#include "base/banned.h"

/* The setting's value: "2026-12-16T00:00:00Z instead of 2026-12-01T00:00:00Z". */
#define INSTEAD " instead of "
#define NONE    "none"

static char *date_text(int64_t moment)
{
    return moment == 0 ? g_strdup(NONE) : day_moment_text(moment);
}

static bool date_parse(const char *text, int64_t *out)
{
    if (strcmp(text, NONE) == 0) {
        *out = 0;
        return true;
    }
    return day_moment_parse(text, out);
}

/* The date that counts, beside what the definition says. */
static int64_t date_in_force(const char *value, int64_t defined)
{
    int64_t now = 0;
    int64_t before = 0;
    g_auto(GStrv) parts = g_strsplit(value == NULL ? "" : value, INSTEAD, 2);
    bool counts = g_strv_length(parts) == 2 && date_parse(parts[0], &now) &&
                  date_parse(parts[1], &before) && before == defined;
    return counts ? now : defined;
}

bool dates_load(Store *store, const Survey *survey, Dates *out, GError **error)
{
    g_autofree char *opens = NULL;
    g_autofree char *closes = NULL;
    Db *db = store_take_reader(store, survey->id, error);
    bool is_done = db != NULL && setting_read(db, DATES_OPENS, &opens, error) &&
                   setting_read(db, DATES_CLOSES, &closes, error);
    store_give_back(store, survey->id, db);
    if (is_done)
        *out = (Dates){date_in_force(opens, survey->opens), date_in_force(closes, survey->closes)};
    return is_done;
}

/* ---- Changing ---- */

typedef struct {
    const Survey *survey;
    const Dates *dates;
    const char *reason;
    const Act *act;
} Saving;

static bool write_date(Db *db, const Saving *saving, const char *name, int64_t date,
                       int64_t defined, GError **error)
{
    g_autofree char *now = date_text(date);
    g_autofree char *before = date_text(defined);
    g_autofree char *value = date == defined ? NULL : g_strconcat(now, INSTEAD, before, NULL);
    return setting_write(db, name, value, saving->reason, saving->act, error);
}

static bool run_save(SurveyFile *file, void *arg, GError **error)
{
    const Saving *saving = arg;
    return write_date(file->db, saving, DATES_OPENS, saving->dates->opens, saving->survey->opens,
                      error) &&
           write_date(file->db, saving, DATES_CLOSES, saving->dates->closes, saving->survey->closes,
                      error);
}

bool dates_save(Store *store, const Survey *survey, const Dates *dates, const char *reason,
                const Act *act, GError **error)
{
    g_autofree char *why = g_strstrip(g_strdup(reason == NULL ? "" : reason));
    if (*why == '\0') {
        error_set(error, ERROR_DATA, "say why the dates are changed");
        return false;
    }
    if (dates->opens != 0 && dates->closes != 0 && dates->opens >= dates->closes) {
        error_set(error, ERROR_DATA,
                  "the survey would close before it opens: change the one date or the other");
        return false;
    }
    Saving saving = {.survey = survey, .dates = dates, .reason = why, .act = act};
    return store_change(store, survey->id, CHANGE_KEEPS_LOG, run_save, &saving, error);
}

/* ---- History ---- */

static void change_free(void *data)
{
    DateChange *change = data;
    g_free(change->who);
    g_free(change->reason);
    g_free(change);
}

static DateChange *change_of(const Setting *setting)
{
    DateChange *change = g_new0(DateChange, 1);
    g_auto(GStrv) parts = g_strsplit(setting->value, INSTEAD, 2);
    change->is_opens = strcmp(setting->name, DATES_OPENS) == 0;
    change->moment = setting->moment;
    change->who = g_strdup(setting->who);
    change->reason = g_strdup(setting->reason);
    change->is_taken_back = g_strv_length(parts) < 2 || !date_parse(parts[0], &change->date);
    return change;
}

GPtrArray *dates_history(Store *store, const char *survey_id, GError **error)
{
    g_autoptr(GPtrArray) settings = settings_history(store, survey_id, NULL, error);
    if (settings == NULL)
        return NULL;
    GPtrArray *changes = g_ptr_array_new_with_free_func(change_free);
    for (size_t i = 0; i < settings->len; i++) {
        const Setting *setting = g_ptr_array_index(settings, i);
        if (strcmp(setting->name, DATES_OPENS) == 0 || strcmp(setting->name, DATES_CLOSES) == 0)
            g_ptr_array_add(changes, change_of(setting));
    }
    return changes;
}
