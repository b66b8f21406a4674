#include "base/db.h"

#include "base/error.h"

#include <string.h>

#include "base/banned.h"

enum {
    BUSY_MS = 5000,
    LENGTH_MAX_BYTES = 32 * 1024 * 1024, /* of one value or row; a definition is 1 MB at most */
};

struct Db {
    sqlite3 *connection;
    char *path;
    sqlite3_stmt **statements;
    size_t n_statements;
};

/* Set *error from the connection's last failure; returns false. */
static bool fail(const Db *db, GError **error)
{
    int code = sqlite3_extended_errcode(db->connection);
    ErrorCode ours = ERROR_STORE;
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
        code == SQLITE_CONSTRAINT_ROWID)
        ours = ERROR_CONFLICT;
    else if ((code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED ||
             (code & 0xFF) == SQLITE_FULL)
        ours = ERROR_BUSY;
    else if ((code & 0xFF) == SQLITE_NOTADB)
        ours = ERROR_LOST;
    else if ((code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY)
        ours = ERROR_FILE;
    error_set(error, ours, "%s: %s", db->path, sqlite3_errmsg(db->connection));
    return false;
}

static bool execute(Db *db, const char *sql, GError **error)
{
    return sqlite3_exec(db->connection, sql, NULL, NULL, NULL) == SQLITE_OK || fail(db, error);
}

/* The one number that a pragma or a count gives. */
static bool ask_number(Db *db, const char *sql, int *out, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    if (sqlite3_prepare_v2(db->connection, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        return fail(db, error);
    *out = sqlite3_column_int(statement, 0);
    return true;
}

static void harden(Db *db)
{
    sqlite3 *c = db->connection;
    sqlite3_extended_result_codes(c, 1);
    sqlite3_busy_timeout(c, BUSY_MS);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_limit(c, SQLITE_LIMIT_LENGTH, LENGTH_MAX_BYTES);
}

/* Is the file ours, and of a version we know? A new file has no tables and no id yet. */
static bool is_ours(Db *db, DbMode mode, const DbSchema *schema, GError **error)
{
    int id = 0;
    int version = 0;
    int tables = 0;
    if (!ask_number(db, "PRAGMA application_id", &id, error) ||
        !ask_number(db, "PRAGMA user_version", &version, error) ||
        !ask_number(db, "SELECT count(*) FROM sqlite_master", &tables, error))
        return false;
    bool is_new = id == 0 && version == 0 && tables == 0;
    if (is_new && mode != DB_WRITER) {
        error_set(error, ERROR_LOST, "%s: is empty", db->path);
        return false;
    }
    if (!is_new && id != schema->application_id) {
        error_set(error, ERROR_LOST,
                  "%s: is a database of another kind; name a file made by this program", db->path);
        return false;
    }
    if (version > (int)schema->n_migrations) {
        error_set(error, ERROR_STORE,
                  "%s: was written by a newer version of this program (%d, this one knows %zu); "
                  "update it",
                  db->path, version, schema->n_migrations);
        return false;
    }
    if (mode == DB_READER && version < (int)schema->n_migrations) {
        error_set(error, ERROR_STORE,
                  "%s: was written by an older version of this program (%d, this one needs %zu); "
                  "start the "
                  "server once to bring it up to date",
                  db->path, version, schema->n_migrations);
        return false;
    }
    return true;
}

/* One step of the ladder, whole or not at all. */
static bool migrate_step(Db *db, const DbSchema *schema, size_t step, GError **error)
{
    g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %zu", step + 1);
    g_autofree char *id = g_strdup_printf("PRAGMA application_id = %d", schema->application_id);
    if (!db_begin(db, error))
        return false;
    if (execute(db, schema->migrations[step], error) && execute(db, id, error) &&
        execute(db, mark, error) && db_commit(db, error))
        return true;
    db_rollback(db);
    error_prefix(error, "%s: migration %zu", db->path, step + 1);
    return false;
}

static bool migrate(Db *db, const DbSchema *schema, GError **error)
{
    int version = 0;
    if (!ask_number(db, "PRAGMA user_version", &version, error))
        return false;
    for (size_t step = (size_t)version; step < schema->n_migrations; step++) {
        if (!migrate_step(db, schema, step, error))
            return false;
    }
    return true;
}

static bool prepare_all(Db *db, const DbSchema *schema, GError **error)
{
    db->statements = g_new0(sqlite3_stmt *, schema->n_statements);
    db->n_statements = schema->n_statements;
    for (size_t i = 0; i < schema->n_statements; i++) {
        g_assert(schema->statements[i] != NULL);
        if (sqlite3_prepare_v3(db->connection, schema->statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &db->statements[i], NULL) != SQLITE_OK) {
            fail(db, error);
            error_prefix(error, "statement %zu", i);
            return false;
        }
    }
    return true;
}

Db *db_open(const char *path, DbMode mode, const DbSchema *schema, GError **error)
{
    static const int flags_of_mode[] = {
        [DB_WRITER] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        [DB_KEEPER] = SQLITE_OPEN_READWRITE,
        [DB_READER] = SQLITE_OPEN_READONLY,
    };
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | flags_of_mode[mode];
    g_autoptr(Db) db = g_new0(Db, 1);
    db->path = g_strdup(path);
    if (sqlite3_open_v2(path, &db->connection, flags, NULL) != SQLITE_OK) {
        fail(db, error);
        return NULL;
    }
    harden(db);
    if (!is_ours(db, mode, schema, error))
        return NULL;
    const char *settings =
        mode != DB_READER
            ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
              "PRAGMA secure_delete = ON; "
              "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536"
            : "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384";
    if (!execute(db, settings, error))
        return NULL;
    if (mode != DB_READER && !migrate(db, schema, error))
        return NULL;
    if (!prepare_all(db, schema, error))
        return NULL;
    return g_steal_pointer(&db);
}

void db_close(Db *db)
{
    if (db == NULL)
        return;
    for (size_t i = 0; i < db->n_statements; i++)
        sqlite3_finalize(db->statements[i]);
    g_free(db->statements);
    sqlite3_close_v2(db->connection);
    g_free(db->path);
    g_free(db);
}

sqlite3_stmt *db_statement(Db *db, size_t statement)
{
    g_assert(statement < db->n_statements);
    sqlite3_reset(db->statements[statement]);
    sqlite3_clear_bindings(db->statements[statement]);
    return db->statements[statement];
}

sqlite3_stmt *db_prepare_generated(Db *db, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(db->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
        SQLITE_OK)
        fail(db, error);
    return statement;
}

bool db_run_generated(Db *db, const char *sql, GError **error)
{
    return execute(db, sql, error);
}

int db_step(Db *db, sqlite3_stmt *statement, GError **error)
{
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        return 1;
    if (result != SQLITE_DONE)
        fail(db, error);
    /* Let go of locks at once; bindings stay. */
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

bool db_run(Db *db, sqlite3_stmt *statement, GError **error)
{
    int result = 1;
    while (result == 1)
        result = db_step(db, statement, error);
    return result == 0;
}

static void bind_value(sqlite3_stmt *statement, int place, const DbValue *value)
{
    int result = SQLITE_OK;
    switch (value->kind) {
    case DB_INT:
        result = sqlite3_bind_int64(statement, place, value->number);
        break;
    case DB_TEXT:
        result = sqlite3_bind_text(statement, place, value->at, -1, SQLITE_STATIC);
        break;
    case DB_BLOB:
        result = sqlite3_bind_blob64(statement, place, value->at, value->n, SQLITE_STATIC);
        break;
    }
    g_assert(result == SQLITE_OK || result == SQLITE_TOOBIG);
}

sqlite3_stmt *db_bind_values_some(Db *db, size_t statement, const DbValue *values, size_t n)
{
    sqlite3_stmt *prepared = db_statement(db, statement);
    int n_places = sqlite3_bind_parameter_count(prepared);
    g_assert((size_t)n_places <= n);
    for (int place = 1; place <= n_places; place++)
        bind_value(prepared, place, &values[place - 1]);
    return prepared;
}

sqlite3_stmt *db_bind_values(Db *db, size_t statement, const DbValue *values, size_t n)
{
    sqlite3_stmt *prepared = db_bind_values_some(db, statement, values, n);
    g_assert((size_t)sqlite3_bind_parameter_count(prepared) == n);
    return prepared;
}

int db_ask(Db *db, sqlite3_stmt *statement, int64_t *out, GError **error)
{
    int step = db_step(db, statement, error);
    if (step == 1)
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return step;
}

int db_changed(const Db *db)
{
    return sqlite3_changes(db->connection);
}

bool db_begin(Db *db, GError **error)
{
    return execute(db, "BEGIN IMMEDIATE", error);
}

bool db_commit(Db *db, GError **error)
{
    return execute(db, "COMMIT", error);
}

void db_rollback(Db *db)
{
    if (!sqlite3_get_autocommit(db->connection))
        sqlite3_exec(db->connection, "ROLLBACK", NULL, NULL, NULL);
}

bool db_savepoint(Db *db, GError **error)
{
    return execute(db, "SAVEPOINT job", error);
}

bool db_release(Db *db, GError **error)
{
    return execute(db, "RELEASE job", error);
}

void db_rollback_savepoint(Db *db)
{
    if (!sqlite3_get_autocommit(db->connection))
        sqlite3_exec(db->connection, "ROLLBACK TO job", NULL, NULL, NULL);
}

sqlite3 *db_connection(Db *db)
{
    return db->connection;
}
