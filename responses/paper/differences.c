#include "base/error.h"
#include "responses/paper/claims.h"
#include "responses/paper/corrections.h"
#include "responses/paper/keying-rules.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include "responses/store/store-sqlite.h"

#include "base/banned.h"

/* ---- Reading differences ---- */

GArray *differences_serials(Store *store, const char *survey_id, const char *who, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    if (db == NULL)
        return NULL;
    g_autoptr(GArray) serials = g_array_new(false, false, sizeof(unsigned));
    sqlite3_stmt *rows = db_bind(db, DIFFERENCE_SERIALS, TEXT(who));
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1) {
        unsigned serial = (unsigned)sqlite3_column_int64(rows, 0);
        g_array_append_val(serials, serial);
    }
    sqlite3_reset(rows);
    store_give_back(store, survey_id, db);
    return step < 0 ? NULL : g_steal_pointer(&serials);
}

static void difference_free(void *data)
{
    Difference *difference = data;
    g_free(difference->item);
    g_free(difference->a);
    g_free(difference->b);
    g_free(difference);
}

/* Three people: who keyed a form does not settle it. */
static bool is_third_person(Db *db, unsigned serial, const char *who, GError **error)
{
    bool is_own = false;
    if (!claim_is_keyed_by(db, serial, who, &is_own, error))
        return false;
    if (is_own)
        error_set(error, ERROR_CONFLICT,
                  "you keyed serial %s yourself: somebody who did not settles its differences",
                  serial_words(serial).text);
    return !is_own;
}

/* The two entries, in an order that says nothing. */
static Difference *take_difference(sqlite3_stmt *row, bool is_swapped)
{
    Difference *difference = g_new0(Difference, 1);
    const char *first = (const char *)sqlite3_column_text(row, 1);
    const char *second = (const char *)sqlite3_column_text(row, 2);
    difference->item = g_strdup((const char *)sqlite3_column_text(row, 0));
    difference->a = g_strdup(is_swapped ? second : first);
    difference->b = g_strdup(is_swapped ? first : second);
    return difference;
}

static GPtrArray *load_differences(Db *db, unsigned serial, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(difference_free);
    sqlite3_stmt *rows = db_bind(db, DIFFERENCE_LIST, INT(serial));
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1) {
        uint32_t lot = 0;
        if (!keying_rules_lot(db, serial, (const char *)sqlite3_column_text(rows, 0), &lot,
                              error)) {
            step = -1;
            break;
        }
        g_ptr_array_add(list, take_difference(rows, lot % 2 == 1));
    }
    sqlite3_reset(rows);
    return step < 0 ? NULL : g_steal_pointer(&list);
}

GPtrArray *differences_load(Store *store, const char *survey_id, unsigned serial, const char *who,
                            GError **error)
{
    g_autoptr(PaperForm) form = paper_form_load(store, survey_id, serial, error);
    Db *db = form == NULL ? NULL : store_take_reader(store, survey_id, error);
    GPtrArray *list = db != NULL && is_third_person(db, serial, who, error)
                          ? load_differences(db, serial, error)
                          : NULL;
    store_give_back(store, survey_id, db);
    return list;
}

/* ---- Settling ---- */

typedef struct {
    const ResponsePlan *plan;
    unsigned serial;
    const char *item, *entry;
    size_t field;
    ChangeLine line;
} Settling;

/* The two entries of a difference that is open. */
static bool find_open(Db *db, const Settling *settling, char **out_first, char **out_second,
                      GError **error)
{
    sqlite3_stmt *find = db_bind(db, DIFFERENCE_FIND, INT(settling->serial), TEXT(settling->item));
    int step = db_step(db, find, error);
    bool is_open = step == 1 && sqlite3_column_int64(find, 2) == 0;
    if (is_open) {
        *out_first = g_strdup((const char *)sqlite3_column_text(find, 0));
        *out_second = g_strdup((const char *)sqlite3_column_text(find, 1));
    }
    sqlite3_reset(find);
    SerialText serial = serial_words(settling->serial);
    if (step == 0)
        error_set(error, ERROR_NOT_FOUND, "serial %s has no difference in %s", serial.text,
                  settling->item);
    else if (step == 1 && !is_open)
        error_set(error, ERROR_CONFLICT, "%s of serial %s was settled meanwhile", settling->item,
                  serial.text);
    return is_open;
}

/* Count the field as wrong for the keying whose entry does not agree with what the paper says. */
static bool count_wrong(Db *db, const Settling *settling, unsigned pass, const char *typed,
                        GError **error)
{
    return keying_agrees(settling->plan->plan, settling->field, typed, settling->entry) ||
           form_run_number(db, KEYING_ADD_WRONG, settling->serial, pass, error);
}

static bool mark_settled(Db *db, const Settling *settling, GError **error)
{
    return db_run_with(db, error, DIFFERENCE_SETTLE, INT(settling->serial), TEXT(settling->item),
                       INT(settling->line.act->moment), TEXT(settling->line.act->who));
}

/* The form is verified when its last difference is settled. */
static bool finish_form(Db *db, unsigned serial, GError **error)
{
    sqlite3_stmt *ask = db_bind(db, DIFFERENCE_ARE_OPEN, INT(serial));
    int step = db_step(db, ask, error);
    bool is_open = step == 1 && sqlite3_column_int(ask, 0) != 0;
    sqlite3_reset(ask);
    return step >= 0 &&
           (is_open || form_run_number(db, FORM_SET_STATE, serial, PAPER_FORM_VERIFIED, error));
}

static bool run_settle(SurveyFile *file, void *arg, GError **error)
{
    const Settling *settling = arg;
    Db *db = file->db;
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    if (!is_third_person(db, settling->serial, settling->line.act->who, error) ||
        !find_open(db, settling, &first, &second, error))
        return false;
    return correction_change(file, settling->plan, settling->field, settling->entry,
                             &settling->line, error) &&
           count_wrong(db, settling, 1, first, error) &&
           count_wrong(db, settling, 2, second, error) && mark_settled(db, settling, error) &&
           finish_form(db, settling->serial, error) && keying_rules_follow(db, error);
}

bool difference_settle(Store *store, const SettleRequest *request, GError **error)
{
    const char *survey_id = request->plan->survey->id;
    g_autoptr(PaperForm) form = paper_form_load(store, survey_id, request->serial, error);
    if (form == NULL)
        return false;
    if (form->reference == NULL) {
        error_set(error, ERROR_NOT_FOUND, "serial %s has no response to settle",
                  serial_words(request->serial).text);
        return false;
    }
    g_auto(ResponsePlan) own = {0};
    size_t field = 0;
    if (!correction_plan_find(store, request->plan, form->reference, &own, error) ||
        !correction_plan_field(own.plan, request->item, &field, error))
        return false;
    g_autofree char *subject =
        g_strdup_printf("%s %s", serial_words(request->serial).text, request->item);
    g_autofree char *why = g_strstrip(g_strdup(request->reason == NULL ? "" : request->reason));
    Settling settling = {
        .plan = &own,
        .serial = request->serial,
        .item = request->item,
        .entry = request->entry,
        .field = field,
        .line = {.action = "settle", .subject = subject, .reason = why, .act = request->act},
    };
    return store_change(store, survey_id, CHANGE_KEEPS_LOG, run_settle, &settling, error);
}

/* ---- Notes ---- */

typedef struct {
    const char *survey_id;
    unsigned serial;
    const char *reason;
    const Act *act;
} NoteChange;

static bool run_note(SurveyFile *file, void *arg, GError **error)
{
    const NoteChange *change = arg;
    Db *db = file->db;
    SerialText serial = serial_words(change->serial);
    g_auto(PaperFormRow) row = {0};
    if (!form_row_load(db, change->survey_id, change->serial, &row, error))
        return false;
    if (row.form.note == NULL) {
        error_set(error, ERROR_NOT_FOUND, "serial %s has no note that is not settled", serial.text);
        return false;
    }
    AuditEntry line = {
        .moment = change->act->moment,
        .who = change->act->who,
        .action = "note",
        .subject = serial.text,
        .reason = change->reason,
        .before = row.form.note,
        .reference = row.form.reference,
        .is_apart = true, /* a clerk's words may tell of any answer */
    };
    return form_run(db, NOTE_DELETE_FIRST, change->serial, error) && audit_add(db, &line, error);
}

bool differences_settle_note(Store *store, const char *survey_id, unsigned serial,
                             const char *reason, const Act *act, GError **error)
{
    g_autoptr(PaperForm) form = paper_form_load(store, survey_id, serial, error);
    if (form == NULL)
        return false;
    g_autofree char *why = g_strstrip(g_strdup(reason == NULL ? "" : reason));
    NoteChange change = {.survey_id = survey_id, .serial = serial, .reason = why, .act = act};
    return store_change(store, survey_id, CHANGE_KEEPS_LOG, run_note, &change, error);
}
