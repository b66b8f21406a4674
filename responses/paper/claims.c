#include "responses/paper/claims.h"
#include "base/day.h"
#include "base/error.h"
#include "responses/paper/keying-rules.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"

#include "base/banned.h"

typedef struct {
    const char *survey_id;
    const char *batch; /* NULL: any */
    unsigned serial;
    const char *words;
    const Act *act;
    Claim *out;
} ClaimChange;

static bool same_person(const char *a, const char *b)
{
    return g_ascii_strcasecmp(a, b) == 0;
}

bool claim_is_free(const PaperFormRow *row, const char *who, GError **error)
{
    const PaperForm *form = &row->form;
    if (form->claimed_by == NULL || same_person(form->claimed_by, who))
        return true;
    g_autofree char *since = day_moment_words(form->claimed, MOMENT_TIME_DAY);
    error_set(error, ERROR_CONFLICT,
              "%s has serial %s since %s: take another form, or ask a supervisor to give it back",
              form->claimed_by, serial_words(form->serial).text, since);
    return false;
}

bool claim_is_in_time(Db *db, const Act *act, GError **error)
{
    KeyingRules rules;
    if (!keying_rules_read(db, &rules, error))
        return false;
    if (rules.keying_until == 0 || act->moment <= rules.keying_until)
        return true;
    g_autofree char *when = day_moment_words(rules.keying_until, MOMENT_TIME_DAY);
    error_set(error, ERROR_CONFLICT,
              "the keying of this survey ended at %s: a supervisor can set a later end", when);
    return false;
}

bool claim_is_keyed_by(Db *db, unsigned serial, const char *who, bool *out_is, GError **error)
{
    sqlite3_stmt *ask = db_bind(db, KEYING_IS_BY, INT(serial), TEXT(who));
    int step = db_step(db, ask, error);
    *out_is = step == 1 && sqlite3_column_int(ask, 0) != 0;
    sqlite3_reset(ask);
    return step >= 0;
}

bool claim_pass(Db *db, const PaperFormRow *row, const char *who, unsigned *out_pass,
                GError **error)
{
    SerialText serial = serial_words(row->form.serial);
    bool is_own = false;
    if (row->form.state == PAPER_FORM_VOID) {
        error_set(error, ERROR_CONFLICT, "serial %s is void (%s): a supervisor can take that back",
                  serial.text, row->form.reason);
        return false;
    }
    if (row->form.state != PAPER_FORM_RECEIVED && row->form.state != PAPER_FORM_TO_VERIFY) {
        error_set(error, ERROR_CONFLICT, "serial %s is keyed already", serial.text);
        return false;
    }
    if (!claim_is_keyed_by(db, row->form.serial, who, &is_own, error))
        return false;
    if (is_own) {
        error_set(error, ERROR_CONFLICT,
                  "you keyed serial %s yourself: somebody else keys it the second time",
                  serial.text);
        return false;
    }
    *out_pass = row->form.state == PAPER_FORM_RECEIVED ? 1 : 2;
    return true;
}

/* ---- Claiming ---- */

static bool find_unfinished(Db *db, unsigned serial, const char *who, char **out_words,
                            GError **error)
{
    sqlite3_stmt *find = db_bind(db, UNFINISHED_FIND, INT(serial), TEXT(who));
    int step = db_step(db, find, error);
    *out_words = step == 1 ? g_strdup((const char *)sqlite3_column_text(find, 0)) : NULL;
    sqlite3_reset(find);
    return step >= 0;
}

static bool set_claim(Db *db, unsigned serial, const char *who, int64_t moment, GError **error)
{
    return db_run_with(db, error, FORM_SET_CLAIM, INT(serial), TEXT(who), INT(moment));
}

/* Claim the form of a row, unless it is theirs already. */
static bool take(Db *db, const PaperFormRow *row, const ClaimChange *change, GError **error)
{
    const char *who = change->act->who;
    unsigned pass = 0;
    g_autofree char *words = NULL;
    if (!form_row_is_open(row, error) || !claim_is_in_time(db, change->act, error) ||
        !claim_pass(db, row, who, &pass, error) || !claim_is_free(row, who, error))
        return false;
    if ((row->form.claimed_by == NULL &&
         !set_claim(db, row->form.serial, who, change->act->moment, error)) ||
        !find_unfinished(db, row->form.serial, who, &words, error))
        return false;
    *change->out = (Claim){
        .serial = row->form.serial,
        .batch = g_strdup(row->form.batch),
        .pass = pass,
        .words = g_steal_pointer(&words),
    };
    return true;
}

/* The first serial that a statement of a batch and a clerk gives; 0 none, -1 an error. */
static int64_t next_of(Db *db, SurveyStatement statement, int64_t batch, const char *who,
                       GError **error)
{
    int64_t serial = 0;
    int found = db_ask(db, db_bind_some(db, statement, INT(batch), TEXT(who)), &serial, error);
    return found == 1 ? serial : found;
}

static bool say_nothing_left(Db *db, int64_t batch, const ClaimChange *change, GError **error)
{
    sqlite3_stmt *count = db_bind(db, CLAIM_LEFT, INT(batch));
    int step = db_step(db, count, error);
    unsigned n_claimed = step == 1 ? (unsigned)sqlite3_column_int64(count, 0) : 0;
    unsigned n_own = step == 1 ? (unsigned)sqlite3_column_int64(count, 1) : 0;
    sqlite3_reset(count);
    if (step < 0)
        return false;
    g_autoptr(GString) rest = g_string_new(NULL);
    if (n_claimed > 0)
        g_string_append_printf(rest, "; other clerks have %u of its forms", n_claimed);
    if (n_own > 0)
        g_string_append_printf(rest, "; somebody else has to key %u of yours a second time", n_own);
    error_set(error, ERROR_NOT_FOUND, "nothing is left for you to key in batch %s%s", change->batch,
              rest->str);
    return false;
}

/* What is theirs to key next: a form they have already, then first keyings, then second ones. */
static bool next_serial(Db *db, ClaimChange *change, GError **error)
{
    static const SurveyStatement order[] = {CLAIM_OWN, CLAIM_NEXT_FIRST, CLAIM_NEXT_SECOND};
    int64_t batch = form_ask_of_text(db, BATCH_FIND, change->batch, error);
    if (batch == 0)
        error_set(error, ERROR_NOT_FOUND,
                  "survey '%s' has no batch %s: look at its name again, or receive its forms first",
                  change->survey_id, change->batch);
    if (batch <= 0)
        return false;
    int64_t serial = 0;
    for (size_t i = 0; serial == 0 && i < G_N_ELEMENTS(order); i++)
        serial = next_of(db, order[i], batch, change->act->who, error);
    change->serial = (unsigned)MAX(serial, 0);
    return serial > 0 || (serial == 0 && say_nothing_left(db, batch, change, error));
}

static bool run_claim(SurveyFile *file, void *arg, GError **error)
{
    ClaimChange *change = arg;
    g_auto(PaperFormRow) row = {0};
    if (change->serial == 0 &&
        (!claim_is_in_time(file->db, change->act, error) || !next_serial(file->db, change, error)))
        return false;
    return form_row_load(file->db, change->survey_id, change->serial, &row, error) &&
           form_row_is_in(&row, change->batch, error) && take(file->db, &row, change, error);
}

bool claim_form(Store *store, const ClaimRequest *request, Claim *out, GError **error)
{
    g_autoptr(PaperForm) form =
        request->serial == 0 ? NULL
                             : paper_form_load(store, request->survey_id, request->serial, error);
    if (request->serial != 0 && form == NULL)
        return false; /* it says where the serial is */
    ClaimChange change = {.survey_id = request->survey_id,
                          .batch = request->batch,
                          .serial = request->serial,
                          .act = request->act,
                          .out = out};
    return store_change(store, request->survey_id, CHANGE_KEEPS_LOG, run_claim, &change, error);
}

void claim_clear(Claim *claim)
{
    g_clear_pointer(&claim->batch, g_free);
    g_clear_pointer(&claim->words, g_free);
}

/* ---- Keeping and giving back ---- */

static bool is_theirs(const PaperFormRow *row, const char *who, GError **error)
{
    if (row->form.claimed_by != NULL && same_person(row->form.claimed_by, who))
        return true;
    error_set(error, ERROR_CONFLICT, "serial %s is no longer yours: %s has it",
              serial_words(row->form.serial).text,
              row->form.claimed_by == NULL ? "nobody" : row->form.claimed_by);
    return false;
}

static bool run_keep(SurveyFile *file, void *arg, GError **error)
{
    const ClaimChange *change = arg;
    g_auto(PaperFormRow) row = {0};
    if (!form_row_load(file->db, change->survey_id, change->serial, &row, error) ||
        !is_theirs(&row, change->act->who, error))
        return false;
    return db_run_with(file->db, error, UNFINISHED_PUT, INT(change->serial), TEXT(change->act->who),
                       TEXT(change->words));
}

bool claim_keep(Store *store, const char *survey_id, unsigned serial, const char *words,
                const Act *act, GError **error)
{
    ClaimChange change = {.survey_id = survey_id, .serial = serial, .words = words, .act = act};
    return store_change(store, survey_id, CHANGE_KEEPS_LOG, run_keep, &change, error);
}

static bool run_release(SurveyFile *file, void *arg, GError **error)
{
    const ClaimChange *change = arg;
    g_auto(PaperFormRow) row = {0};
    return form_row_load(file->db, change->survey_id, change->serial, &row, error) &&
           is_theirs(&row, change->act->who, error) &&
           set_claim(file->db, change->serial, NULL, 0, error);
}

bool claim_release(Store *store, const char *survey_id, unsigned serial, const Act *act,
                   GError **error)
{
    ClaimChange change = {.survey_id = survey_id, .serial = serial, .act = act};
    return store_change(store, survey_id, CHANGE_KEEPS_LOG, run_release, &change, error);
}

static bool run_take_back(SurveyFile *file, void *arg, GError **error)
{
    const ClaimChange *change = arg;
    g_auto(PaperFormRow) row = {0};
    if (!form_row_load(file->db, change->survey_id, change->serial, &row, error))
        return false;
    SerialText serial = serial_words(change->serial);
    if (row.form.claimed_by == NULL) {
        error_set(error, ERROR_CONFLICT, "nobody has serial %s: there is nothing to take back",
                  serial.text);
        return false;
    }
    AuditEntry line = {
        .moment = change->act->moment,
        .who = change->act->who,
        .action = "release",
        .subject = serial.text,
        .before = row.form.claimed_by,
    };
    return set_claim(file->db, change->serial, NULL, 0, error) && audit_add(file->db, &line, error);
}

bool claim_take_back(Store *store, const char *survey_id, unsigned serial, const Act *act,
                     GError **error)
{
    ClaimChange change = {.survey_id = survey_id, .serial = serial, .act = act};
    return store_change(store, survey_id, CHANGE_KEEPS_LOG, run_take_back, &change, error);
}
