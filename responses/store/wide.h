/* The wide tables "response" and "special": one integer column a variable, made and filled from a survey's variable
 * list. The only file that makes SQL; every name in it is quoted. A Wide binds the variables of one definition to the
 * columns of one SURVEY.db; it belongs to that connection and its thread.
 * In wide.c and wide-columns.c. */
#pragma once

#include "base/db.h"
#include "responses/store/digest.h"

typedef struct Wide Wide;

/* Make the columns that the survey's variables still lack. A variable whose question has an alias that is known
 * shares that one's column. Run in a transaction.
 * Errors: false and ERROR_STORE, ERROR_CONFLICT (a variable moved into or out of special). */
bool wide_extend(Db *db, const Survey *survey, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Bind a survey's variables to the columns that are there.
 * Errors: NULL and ERROR_STORE.   Returns: yours (free with wide_free), before the Db is closed. */
Wide *wide_bind(Db *db, const Survey *survey, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void wide_free(Wide *wide);

/* Is it bound to this very definition? */
bool wide_is_of(const Wide *wide, const Survey *survey);

/* The variable of a number in "words"; SIZE_MAX when the survey has none. */
size_t wide_variable_of_number(const Wide *wide, int64_t number);

/* Insert a response with its digests, in a transaction.
 * Shapes: values and texts one a variable; key SUBMIT_KEY_BYTES or NULL.
 * Errors: false and as db_step (ERROR_CONFLICT: the reference or the key is there). */
bool wide_insert(Wide *wide, const Identity *identity, const uint8_t *key, const Value *values,
                 char *const *texts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write a response anew under its id and reference, with its key as it was and its digests made again, in a transaction.
 * `identity->version` must be that of the wide's own definition, so that no column is left out.
 * Errors: false and as db_step. */
bool wide_replace(Wide *wide, int64_t id, const Identity *identity, const Value *values,
                  char *const *texts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Columns of the statement of wide_select before the variables'. */
enum {
    WIDE_ID,
    WIDE_REFERENCE,
    WIDE_SUBMITTED,
    WIDE_CHANNEL,
    WIDE_LANGUAGE,
    WIDE_VERSION,
    WIDE_DIGEST,
    WIDE_DIGEST_WORDS,
    WIDE_DIGEST_SPECIAL,
    WIDE_FIRST_VALUE
};

/* A statement that gives all responses, oldest first; variable v is column WIDE_FIRST_VALUE + v.
 * Errors: NULL and ERROR_STORE.   Returns: yours (free with sqlite3_finalize). */
sqlite3_stmt *wide_select(const Wide *wide, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of one response by its reference.
 * Errors: NULL and ERROR_STORE.   Owns: the wide's; reset it when it was read. */
sqlite3_stmt *wide_select_one(Wide *wide, const char *reference,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The value in a column of that statement's current row. */
static inline Value wide_value(sqlite3_stmt *statement, int column)
{
    Value value = sqlite3_column_int64(statement, column);
    if (value == 0 && sqlite3_column_type(statement, column) == SQLITE_NULL)
        return VALUE_NONE;
    return value;
}

/* Every column that was ever made, for checking: number and whether it is apart, in the order of the numbers, and a
 * statement over all of them in that order behind the same first columns.
 * Errors: false and ERROR_STORE.   Returns: both are yours. */
typedef struct {
    int64_t number;
    bool apart;
} WideColumn;
bool wide_select_all(Db *db, GArray **out_columns, sqlite3_stmt **out_statement,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wide, wide_free)
