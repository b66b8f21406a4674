#include "responses/paper/form-rows.h"
#include "base/day.h"
#include "base/error.h"
#include "responses/store/statements.h"

#include "base/banned.h"

/* Columns of FORM_FIND and FORM_LIST. */
enum {
    FORM_SERIAL,
    FORM_BATCH,
    FORM_STATE,
    FORM_CLAIMED_BY,
    FORM_CLAIMED,
    FORM_REFERENCE,
    FORM_REASON,
    FORM_NOTE,
    FORM_BATCH_ID,
    FORM_CLOSED,
    FORM_ERASED
};

static char *copy(sqlite3_stmt *row, int column)
{
    return g_strdup((const char *)sqlite3_column_text(row, column));
}

void form_row_take(sqlite3_stmt *statement, PaperFormRow *out)
{
    *out = (PaperFormRow){
        .form = {.serial = (unsigned)sqlite3_column_int64(statement, FORM_SERIAL),
                 .batch = copy(statement, FORM_BATCH),
                 .state = (PaperFormState)CLAMP(sqlite3_column_int(statement, FORM_STATE), 0,
                                                PAPER_FORM_STATE_COUNT - 1),
                 .claimed_by = copy(statement, FORM_CLAIMED_BY),
                 .claimed = sqlite3_column_int64(statement, FORM_CLAIMED),
                 .reference = copy(statement, FORM_REFERENCE),
                 .reason = copy(statement, FORM_REASON),
                 .note = copy(statement, FORM_NOTE)},
        .batch_id = sqlite3_column_int64(statement, FORM_BATCH_ID),
        .closed = sqlite3_column_int64(statement, FORM_CLOSED),
        .erased = sqlite3_column_int64(statement, FORM_ERASED),
    };
}

void form_row_clear(PaperFormRow *row)
{
    g_free(row->form.batch);
    g_free(row->form.claimed_by);
    g_free(row->form.reference);
    g_free(row->form.reason);
    g_free(row->form.note);
    *row = (PaperFormRow){0};
}

bool form_row_load(Db *db, const char *survey_id, unsigned serial, PaperFormRow *out,
                   GError **error)
{
    sqlite3_stmt *find = db_bind(db, FORM_FIND, INT(serial));
    int step = db_step(db, find, error);
    if (step == 1)
        form_row_take(find, out);
    else if (step == 0)
        error_set(error, ERROR_NOT_FOUND,
                  "no batch of survey '%s' has received serial %s: look at the number again, or "
                  "receive the form first",
                  survey_id, serial_words(serial).text);
    sqlite3_reset(find);
    return step == 1;
}

bool form_row_is_in(const PaperFormRow *row, const char *batch, GError **error)
{
    if (g_ascii_strcasecmp(row->form.batch, batch) == 0)
        return true;
    error_set(error, ERROR_NOT_FOUND, "serial %s is not in batch %s: it is in batch %s",
              serial_words(row->form.serial).text, batch, row->form.batch);
    return false;
}

bool form_row_is_open(const PaperFormRow *row, GError **error)
{
    if (row->closed == 0)
        return true;
    error_set(error, ERROR_CONFLICT,
              "serial %s cannot be changed: its batch %s is closed, nothing in it changes any more",
              serial_words(row->form.serial).text, row->form.batch);
    return false;
}

bool form_run(Db *db, size_t statement, unsigned serial, GError **error)
{
    return db_run_with(db, error, statement, INT(serial));
}

bool form_run_number(Db *db, size_t statement, unsigned serial, int64_t number, GError **error)
{
    return db_run_with(db, error, statement, INT(serial), INT(number));
}

int64_t form_ask_of_text(Db *db, size_t statement, const char *text, GError **error)
{
    int64_t number = 0;
    int found = db_ask(db, db_bind(db, statement, TEXT(text)), &number, error);
    return found == 1 ? number : found;
}

char *form_reason_take(const char *reason, const char *what, GError **error)
{
    g_autofree char *taken = g_strstrip(g_strdup(reason == NULL ? "" : reason));
    if (*taken != '\0')
        return g_steal_pointer(&taken);
    error_set(error, ERROR_DATA, "say why %s", what);
    return NULL;
}
