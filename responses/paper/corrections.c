#include "responses/paper/corrections.h"
#include "base/error.h"
#include "responses/paper/form-rows.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"
#include <string.h>

#include "base/banned.h"

/* A response as it is stored. */
typedef struct {
    int64_t id;
    int64_t submitted;
    Channel channel;
    unsigned version;
    char *language;
    Answers *answers;
} Stored;

static void stored_clear(Stored *stored)
{
    g_free(stored->language);
    answers_free(stored->answers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Stored, stored_clear)

static bool say_not_there(const char *survey_id, const char *reference, GError **error)
{
    error_set(error, ERROR_NOT_FOUND, "survey '%s' has no response '%s'", survey_id, reference);
    return false;
}

/* ---- Reading one response ---- */

static bool load_words(Db *db, const Wide *wide, Stored *stored, GError **error)
{
    sqlite3_stmt *rows = db_bind(db, WORDS_OF, INT(stored->id));
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1) {
        size_t v = wide_variable_of_number(wide, sqlite3_column_int64(rows, 0));
        if (v != SIZE_MAX)
            answers_set_text(stored->answers, v, (const char *)sqlite3_column_text(rows, 1));
    }
    sqlite3_reset(rows);
    return step == 0;
}

static bool load(Db *db, Wide *wide, const Survey *survey, const char *reference, Stored *out,
                 GError **error)
{
    sqlite3_stmt *row = wide_select_one(wide, reference, error);
    int step = row == NULL ? -1 : db_step(db, row, error);
    if (step == 0)
        return say_not_there(survey->id, reference, error);
    if (step < 0)
        return false;
    out->id = sqlite3_column_int64(row, WIDE_ID);
    out->submitted = sqlite3_column_int64(row, WIDE_SUBMITTED);
    out->channel = (Channel)CLAMP(sqlite3_column_int(row, WIDE_CHANNEL), 0, CHANNEL_COUNT - 1);
    out->version = (unsigned)sqlite3_column_int64(row, WIDE_VERSION);
    out->language = g_strdup((const char *)sqlite3_column_text(row, WIDE_LANGUAGE));
    out->answers = answers_new(survey);
    for (size_t v = 0; v < survey->variables->n; v++)
        out->answers->values[v] = wide_value(row, WIDE_FIRST_VALUE + (int)v);
    sqlite3_reset(row);
    return load_words(db, wide, out, error);
}

Answers *correction_load(Store *store, const Survey *survey, const char *reference, GError **error)
{
    Db *db = store_take_reader(store, survey->id, error);
    if (db == NULL)
        return NULL;
    Answers *answers = NULL;
    {
        g_auto(Stored) stored = {0};
        g_autoptr(Wide) wide = wide_bind(db, survey, error);
        if (wide != NULL && load(db, wide, survey, reference, &stored, error))
            answers = g_steal_pointer(&stored.answers);
    }
    store_give_back(store, survey->id, db);
    return answers;
}

/* ---- The plan of its version ---- */

/* The version that a response answered; 0 and an error. */
static unsigned version_of(Store *store, const char *survey_id, const char *reference,
                           GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    int64_t version =
        db == NULL ? -1 : form_ask_of_text(db, VERSION_OF_REFERENCE, reference, error);
    store_give_back(store, survey_id, db);
    if (version == 0)
        say_not_there(survey_id, reference, error);
    return (unsigned)MAX(version, 0);
}

bool correction_plan_find(Store *store, const KeyPlan *given, const char *reference,
                          ResponsePlan *out, GError **error)
{
    unsigned version = version_of(store, given->survey->id, reference, error);
    if (version == 0)
        return false;
    g_autoptr(Survey) survey = NULL;
    if (version != given->survey->version) {
        survey = store_load_survey(store, given->survey->id, version, error);
        if (survey == NULL)
            return false;
    }
    KeyPlan *own = survey == NULL ? NULL : keying_plan_new(survey);
    *out = (ResponsePlan){
        .plan = own == NULL ? given : own,
        .reference = g_strdup(reference),
        .survey = g_steal_pointer(&survey),
        .own = own,
    };
    return true;
}

void correction_plan_clear(ResponsePlan *plan)
{
    keying_plan_free(plan->own);
    survey_free(plan->survey);
    g_free(plan->reference);
}

bool correction_plan_field(const KeyPlan *plan, const char *item, size_t *out_field, GError **error)
{
    size_t i = variables_find_item(plan->survey->variables, item);
    size_t field = i == SIZE_MAX ? SIZE_MAX : keying_plan_find(plan, i);
    if (field == SIZE_MAX) {
        error_set(error, ERROR_DATA, "'%s' is not asked on paper in version %u of survey '%s'",
                  item, plan->survey->version, plan->survey->id);
        return false;
    }
    *out_field = field;
    return true;
}

/* ---- Changing it ---- */

/* Values that say no more than "left blank" go, so that the routes can say anew who was asked. */
static void take_blanks_away(Answers *answers)
{
    const Variables *variables = answers->survey->variables;
    for (size_t v = 0; v < variables->n; v++) {
        if (answers->values[v] == VALUE_BLANK)
            answers->values[v] = VALUE_NONE;
    }
}

static bool write_stored(Wide *wide, const Stored *stored, const char *reference, GError **error)
{
    Identity identity = {
        .reference = reference,
        .submitted = stored->submitted,
        .channel = stored->channel,
        .version = stored->version,
        .language = stored->language,
    };
    return wide_replace(wide, stored->id, &identity, stored->answers->values,
                        stored->answers->texts, error);
}

/* An entry of a field, and the one that it had before. */
typedef struct {
    size_t field;
    const char *before, *after;
} EntryChange;

static bool add_line(Db *db, const ResponsePlan *plan, const EntryChange *change,
                     const ChangeLine *line, GError **error)
{
    const Survey *survey = plan->plan->survey;
    const char *lang = survey->languages[0];
    g_autofree char *old = keying_words(plan->plan, change->field, change->before, lang);
    g_autofree char *new = keying_words(plan->plan, change->field, change->after, lang);
    AuditEntry entry = {
        .moment = line->act->moment,
        .who = line->act->who,
        .action = line->action,
        .subject = line->subject,
        .reason = line->reason,
        .before = old,
        .after = new,
        .reference = plan->reference,
        .is_apart = survey->variables->items[plan->plan->at[change->field].item].apart,
    };
    return audit_add(db, &entry, error);
}

bool correction_change(SurveyFile *file, const ResponsePlan *plan, size_t field, const char *entry,
                       const ChangeLine *line, GError **error)
{
    const Survey *survey = plan->plan->survey;
    g_auto(Stored) stored = {0};
    Wide *wide = writer_file_wide(file, survey, error);
    if (wide == NULL || !load(file->db, wide, survey, plan->reference, &stored, error))
        return false;
    g_autofree char *before = keying_write(plan->plan, field, stored.answers);
    g_autofree char *wrong = keying_read(plan->plan, field, entry, stored.answers);
    if (wrong != NULL) {
        error_set(error, ERROR_DATA, "%s", wrong);
        return false;
    }
    take_blanks_away(stored.answers);
    answers_settle(stored.answers);
    g_autofree char *after = keying_write(plan->plan, field, stored.answers);
    if (strcmp(before, after) != 0 && !write_stored(wide, &stored, plan->reference, error))
        return false;
    const EntryChange change = {.field = field, .before = before, .after = entry};
    return add_line(file->db, plan, &change, line, error);
}

typedef struct {
    const ResponsePlan *plan;
    size_t field;
    const char *entry;
    ChangeLine line;
} Correction;

static bool run_correct(SurveyFile *file, void *arg, GError **error)
{
    const Correction *correction = arg;
    return correction_change(file, correction->plan, correction->field, correction->entry,
                             &correction->line, error);
}

bool correction_make(Store *store, const CorrectRequest *request, GError **error)
{
    g_autofree char *why = form_reason_take(request->reason, "the response is corrected", error);
    g_auto(ResponsePlan) own = {0};
    size_t field = 0;
    if (why == NULL ||
        !correction_plan_find(store, request->plan, request->reference, &own, error) ||
        !correction_plan_field(own.plan, request->item, &field, error))
        return false;
    g_autofree char *subject = g_strdup_printf("%s %s", request->reference, request->item);
    Correction correction = {
        .plan = &own,
        .field = field,
        .entry = request->entry,
        .line = {.action = "correct", .subject = subject, .reason = why, .act = request->act},
    };
    return store_change(store, request->plan->survey->id, CHANGE_KEEPS_LOG, run_correct,
                        &correction, error);
}
