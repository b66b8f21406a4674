#include "base/error.h"
#include "responses/paper/form-rows.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"
#include <string.h>

#include "base/banned.h"

/* ---- Reading ---- */

/* The form of a row, which gives up what it owns. */
static PaperForm *take_form(PaperFormRow *row)
{
    PaperForm *form = g_new(PaperForm, 1);
    *form = row->form;
    return form;
}

void paper_form_free(PaperForm *form)
{
    if (form == NULL)
        return;
    PaperFormRow row = {.form = *form};
    form_row_clear(&row);
    g_free(form);
}

static void form_free_data(void *data)
{
    paper_form_free(data);
}

static GPtrArray *list(Db *db, const char *batch, GError **error)
{
    g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func(form_free_data);
    sqlite3_stmt *rows = db_bind(db, FORM_LIST, TEXT(batch));
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1) {
        PaperFormRow row;
        form_row_take(rows, &row);
        g_ptr_array_add(forms, take_form(&row));
    }
    sqlite3_reset(rows);
    return step < 0 ? NULL : g_steal_pointer(&forms);
}

GPtrArray *paper_forms_list(Store *store, const char *survey_id, const char *batch, GError **error)
{
    g_autoptr(Batch) found = batch == NULL ? NULL : batch_load(store, survey_id, batch, error);
    if (batch != NULL && found == NULL)
        return NULL;
    Db *db = store_take_reader(store, survey_id, error);
    GPtrArray *forms = db == NULL ? NULL : list(db, batch, error);
    store_give_back(store, survey_id, db);
    return forms;
}

/* The batch of a survey in which a serial lies, or NULL. */
static char *find_batch(Store *store, const char *survey_id, unsigned serial)
{
    g_auto(PaperFormRow) row = {0};
    Db *db = store_take_reader(store, survey_id, NULL);
    bool is_there = db != NULL && form_row_load(db, survey_id, serial, &row, NULL);
    store_give_back(store, survey_id, db);
    return is_there ? g_steal_pointer(&row.form.batch) : NULL;
}

/* Say in which other survey a serial lies that this one has not received; keep the message when none has. */
static void say_where(Store *store, const char *survey_id, unsigned serial, GError **error)
{
    g_auto(GStrv) ids = store_survey_ids(store, NULL);
    for (size_t i = 0; ids != NULL && ids[i] != NULL; i++) {
        g_autofree char *batch =
            strcmp(ids[i], survey_id) == 0 ? NULL : find_batch(store, ids[i], serial);
        if (batch == NULL)
            continue;
        g_clear_error(error);
        error_set(error, ERROR_NOT_FOUND,
                  "serial %s is not in survey %s: it is in survey %s, batch %s",
                  serial_words(serial).text, survey_id, ids[i], batch);
        return;
    }
}

PaperForm *paper_form_load(Store *store, const char *survey_id, unsigned serial, GError **error)
{
    g_autoptr(GError) reason = NULL;
    Db *db = store_take_reader(store, survey_id, error);
    if (db == NULL)
        return NULL;
    PaperFormRow row = {0};
    bool is_there = form_row_load(db, survey_id, serial, &row, &reason);
    store_give_back(store, survey_id, db);
    if (is_there)
        return take_form(&row);
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND))
        say_where(store, survey_id, serial, &reason);
    g_propagate_error(error, g_steal_pointer(&reason));
    return NULL;
}

/* ---- Void, and back ---- */

typedef struct {
    const char *survey_id;
    unsigned serial;
    const char *reason;
    bool is_void;
    const Act *act;
} Voiding;

static bool may_void(const PaperFormRow *row, bool is_void, GError **error)
{
    const char *why = NULL;
    if (is_void && row->form.state == PAPER_FORM_VOID)
        why = "is void already";
    else if (is_void && row->form.state != PAPER_FORM_RECEIVED)
        why = "is keyed already: a form that counts cannot become void";
    else if (!is_void && row->form.state != PAPER_FORM_VOID)
        why = "is not void";
    if (why != NULL)
        error_set(error, ERROR_CONFLICT, "serial %s %s", serial_words(row->form.serial).text, why);
    return why == NULL;
}

static bool run_void(SurveyFile *file, void *arg, GError **error)
{
    const Voiding *voiding = arg;
    g_auto(PaperFormRow) row = {0};
    if (!form_row_load(file->db, voiding->survey_id, voiding->serial, &row, error) ||
        !form_row_is_open(&row, error) || !may_void(&row, voiding->is_void, error))
        return false;
    sqlite3_stmt *set = db_bind(file->db, FORM_SET_VOID, INT(voiding->serial),
                                INT(voiding->is_void ? PAPER_FORM_VOID : PAPER_FORM_RECEIVED),
                                TEXT(voiding->is_void ? voiding->reason : NULL));
    SerialText subject = serial_words(voiding->serial);
    AuditEntry line = {
        .moment = voiding->act->moment,
        .who = voiding->act->who,
        .action = voiding->is_void ? "void" : "unvoid",
        .subject = subject.text,
        .reason = voiding->reason,
    };
    return db_run(file->db, set, error) &&
           form_run(file->db, UNFINISHED_FORGET, voiding->serial, error) &&
           audit_add(file->db, &line, error);
}

static bool change_void(Store *store, Voiding voiding, GError **error)
{
    g_autofree char *what = g_strdup_printf("serial %s is %s", serial_words(voiding.serial).text,
                                            voiding.is_void ? "void" : "to be keyed after all");
    g_autofree char *reason = form_reason_take(voiding.reason, what, error);
    if (reason == NULL)
        return false;
    voiding.reason = reason;
    g_autoptr(PaperForm) form = paper_form_load(store, voiding.survey_id, voiding.serial, error);
    return form != NULL &&
           store_change(store, voiding.survey_id, CHANGE_KEEPS_LOG, run_void, &voiding, error);
}

bool paper_form_void(Store *store, const char *survey_id, unsigned serial, const char *reason,
                     const Act *act, GError **error)
{
    Voiding voiding = {
        .survey_id = survey_id, .serial = serial, .reason = reason, .is_void = true, .act = act};
    return change_void(store, voiding, error);
}

bool paper_form_unvoid(Store *store, const char *survey_id, unsigned serial, const char *reason,
                       const Act *act, GError **error)
{
    Voiding voiding = {.survey_id = survey_id, .serial = serial, .reason = reason, .act = act};
    return change_void(store, voiding, error);
}
