/* SQLite opened the one way we open it, and SQL as a closed list: a database is opened with its table of statement
 * texts, prepared once; callers name a statement by number and bind values. There is no call that takes SQL but for
 * migrations, and for responses/store/wide.c, which makes the SQL of the wide tables from a definition's variables.
 * A Db belongs to one thread at a time.
 *
 * Why this one way: SQLite 3.40.1 (Debian 12) can damage a database in WAL mode when two connections write or checkpoint at
 * once, so one connection in one thread does both, and all others open read-only. `synchronous=NORMAL` loses acknowledged
 * answers in a power cut, so it is FULL, made cheap by committing many answers at once (responses/store/writer.h). */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    DB_WRITER, /* read-write, creates; only the writer thread or a command that holds the lock */
    DB_KEEPER, /* the same, but it makes nothing: the file must have our tables already */
    DB_READER, /* read-only */
} DbMode;

typedef struct {
    const char *const *migrations; /* migration i takes user_version i to i+1; additive */
    size_t n_migrations;
    const char *const *statements; /* by the caller's enum */
    size_t n_statements;
    int application_id;
} DbSchema;

typedef struct Db Db;

/* Open a file with our settings (WAL, synchronous=FULL, STRICT-friendly, defensive, no double-quoted strings, bounded
 * lengths), run missing migrations (writer only, one transaction each) and prepare the statements.
 * Errors: NULL and ERROR_LOST (foreign application_id, no database; empty, unless DB_WRITER), ERROR_STORE (newer
 * user_version, damaged) or ERROR_FILE.
 * Returns: yours (end with db_close).   Source: the head of this file. */
Db *db_open(const char *path, DbMode mode, const DbSchema *schema,
            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Close; finalises everything. Accepts NULL. */
void db_close(Db *db);

/* The prepared statement of that number, reset and with its bindings cleared.
 * Owns: the Db's. */
sqlite3_stmt *db_statement(Db *db, size_t statement);

/* Prepare generated SQL (responses/store/wide.c alone).
 * Errors: NULL and ERROR_STORE.   Returns: yours (free with sqlite3_finalize). */
sqlite3_stmt *db_prepare_generated(Db *db, const char *sql,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Run generated SQL without results (responses/store/wide.c alone).
 * Errors: false and ERROR_STORE. */
bool db_run_generated(Db *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Step once: 1 a row, 0 done, -1 an error, worded with the database's own message. A unique key that is already there
 * is ERROR_CONFLICT, a full disk or a busy file ERROR_BUSY, anything else ERROR_STORE.
 * Errors: as said. */
int db_step(Db *db, sqlite3_stmt *statement, GError **error);

/* Run a prepared statement to its end; false on error.
 * Errors: as db_step. */
bool db_run(Db *db, sqlite3_stmt *statement, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Statements with their values ---- */

/* A value of a statement, in the order of its places: TEXT(words), INT(number), BLOB(bytes, length). NULL words and bytes are
 * SQL's NULL. */
typedef struct {
    enum { DB_TEXT, DB_INT, DB_BLOB } kind;
    const void *at;
    size_t n;
    int64_t number;
} DbValue;

#define TEXT(words)                                                                                \
    {                                                                                              \
        .kind = DB_TEXT, .at = (words)                                                             \
    }
#define INT(value)                                                                                 \
    {                                                                                              \
        .kind = DB_INT, .number = (int64_t)(value)                                                 \
    }
#define BLOB(bytes, length)                                                                        \
    {                                                                                              \
        .kind = DB_BLOB, .at = (bytes), .n = (length)                                              \
    }

/* db_bind(db, STATEMENT, TEXT(x), INT(y)): the prepared statement with its values, ready for db_step. Each place has its value
 * (asserted); db_bind_some leaves out those at the end for which the statement has no place.
 * Owns: the Db's; values are lent until the statement is reset. */
#define db_bind(db, statement, ...)                                                                \
    db_bind_values((db), (statement), (const DbValue[]){__VA_ARGS__},                              \
                   G_N_ELEMENTS(((const DbValue[]){__VA_ARGS__})))
#define db_bind_some(db, statement, ...)                                                           \
    db_bind_values_some((db), (statement), (const DbValue[]){__VA_ARGS__},                         \
                        G_N_ELEMENTS(((const DbValue[]){__VA_ARGS__})))

/* db_run_with(db, error, STATEMENT, TEXT(x), INT(y)): the same, run to its end.
 * Errors: false and an error as db_run. */
#define db_run_with(db, error, statement, ...)                                                     \
    db_run((db), db_bind((db), (statement), __VA_ARGS__), (error))

/* What the macros call.
 * Owns: the Db's; values are lent until the statement is reset. */
sqlite3_stmt *db_bind_values(Db *db, size_t statement, const DbValue *values, size_t n);
sqlite3_stmt *db_bind_values_some(Db *db, size_t statement, const DbValue *values, size_t n);

/* The whole number in the first column of the first row of a statement, which is then reset: 1 and *out, 0 when it has no
 * row, -1 and an error as db_step.
 * Errors: as said. */
int db_ask(Db *db, sqlite3_stmt *statement, int64_t *out, GError **error);

/* How many rows the last statement changed. */
int db_changed(const Db *db);

/* BEGIN IMMEDIATE, COMMIT, ROLLBACK, SAVEPOINT job, RELEASE job, ROLLBACK TO job.
 * Errors: false and an error as db_step. */
bool db_begin(Db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool db_commit(Db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void db_rollback(Db *db);
bool db_savepoint(Db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool db_release(Db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void db_rollback_savepoint(Db *db);

/* The connection itself, for backup and checkpoint.
 * Owns: the Db's. */
sqlite3 *db_connection(Db *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Db, db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)
