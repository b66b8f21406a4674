/* Rows of the table of paper forms, and the sentences that say why a form cannot be had: what the files about paper share.
 * In the open transaction of the writer, or on a reader's connection. */
#pragma once

#include "base/db.h"
#include "responses/paper/batches.h"

typedef struct {
    PaperForm form;
    int64_t batch_id;
    int64_t closed; /* moment at which its batch was closed; 0: not yet */
    int64_t erased; /* moment at which its response was erased; 0: it was not */
} PaperFormRow;

/* Load a form by its serial.
 * Errors: ERROR_NOT_FOUND ("no batch of survey 's' has received serial 1017-8: ..."), ERROR_STORE.
 * Returns: *out is yours (free with form_row_clear). */
bool form_row_load(Db *db, const char *survey_id, unsigned serial, PaperFormRow *out,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void form_row_clear(PaperFormRow *row);

/* Does it lie in this batch?
 * Errors: ERROR_NOT_FOUND: "serial 1017-8 is not in batch b2: it is in batch b1". */
bool form_row_is_in(const PaperFormRow *row, const char *batch, GError **error);

/* Is its batch still open?
 * Errors: ERROR_CONFLICT. */
bool form_row_is_open(const PaperFormRow *row, GError **error);

/* The form of a statement's current row (FORM_FIND, FORM_LIST).   Returns: *out is yours. */
void form_row_take(sqlite3_stmt *statement, PaperFormRow *out);

/* Run a statement whose first parameters are a serial, and then a number or a text where it is not left out.
 * Errors: false and as db_step. */
bool form_run(Db *db, size_t statement, unsigned serial, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool form_run_number(Db *db, size_t statement, unsigned serial, int64_t number,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The number that a statement with one text as parameter gives, 0 when it gives no row; -1 and an error.
 * Errors: as db_step. */
int64_t form_ask_of_text(Db *db, size_t statement, const char *text, GError **error);

/* A reason without the white space around it.
 * Errors: NULL and ERROR_DATA: "say why" and what is done.   Returns: yours (free with g_free). */
char *form_reason_take(const char *reason, const char *what,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    char text[SERIAL_BYTES];
} SerialText;

/* "1017-8", to print at once. */
static inline SerialText serial_words(unsigned serial)
{
    SerialText words;
    serial_text(serial, words.text);
    return words;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PaperFormRow, form_row_clear)
