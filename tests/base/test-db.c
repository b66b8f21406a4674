#include "base/db.h"
#include "base/error.h"
#include "base/files.h"

#include <string.h>

#include "base/banned.h"

enum { INSERT, COUNT, INSERT_WRONG_TYPE, ECHO, RENAME, FIND };

static const char *const migrations[] = {
    "CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL) STRICT",
    "CREATE TABLE more(id INTEGER PRIMARY KEY, thing INTEGER NOT NULL REFERENCES thing(id)) STRICT",
};

static const char *const statements[] = {
    [INSERT] = "INSERT INTO thing(name) VALUES (?1)",
    [COUNT] = "SELECT count(*) FROM thing",
    [INSERT_WRONG_TYPE] = "INSERT INTO thing(id, name) VALUES ('words', 'x')",
    [ECHO] = "SELECT ?1, ?2, ?3, ?4, ?5",
    [RENAME] = "UPDATE thing SET name = ?1 WHERE id >= ?2",
    [FIND] = "SELECT id FROM thing WHERE name = ?1",
};

static const DbSchema schema = {migrations, 2, statements, G_N_ELEMENTS(statements), 0x536E6473};

/* A path in a new directory; both are the caller's. */
static char *new_path(char **out_place)
{
    *out_place = g_dir_make_tmp("db-XXXXXX", NULL);
    return g_build_filename(*out_place, "test.db", NULL);
}

static bool insert(Db *db, const char *name, GError **error)
{
    return db_run_with(db, error, INSERT, TEXT(name));
}

static int count(Db *db)
{
    sqlite3_stmt *statement = db_statement(db, COUNT);
    g_assert_cmpint(db_step(db, statement, NULL), ==, 1);
    int n = sqlite3_column_int(statement, 0);
    g_assert_cmpint(db_step(db, statement, NULL), ==, 0);
    return n;
}

static int64_t pragma(Db *db, const char *name)
{
    g_autofree char *sql = g_strdup_printf("PRAGMA %s", name);
    g_autoptr(sqlite3_stmt) statement = db_prepare_generated(db, sql, NULL);
    g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
    return sqlite3_column_int64(statement, 0);
}

/* What the connection itself says: 2 is FULL, every commit waits for the disk. */
static void a_writer_loses_nothing_and_keeps_nothing_that_is_deleted(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    g_autoptr(Db) writer = db_open(path, DB_WRITER, &schema, NULL);
    g_assert_cmpint(pragma(writer, "synchronous"), ==, 2);
    g_assert_cmpint(pragma(writer, "secure_delete"), ==, 1);
    g_assert_cmpint(pragma(writer, "foreign_keys"), ==, 1);
    g_autoptr(Db) reader = db_open(path, DB_READER, &schema, NULL);
    g_assert_cmpint(pragma(reader, "query_only"), ==, 1);
    g_clear_pointer(&reader, db_close);
    g_clear_pointer(&writer, db_close);
    file_directory_abandon(place);
}

static void a_new_file_is_migrated_and_kept(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    g_autoptr(GError) error = NULL;
    Db *writer = db_open(path, DB_WRITER, &schema, &error);
    g_assert_no_error(error);
    g_assert_true(insert(writer, "a", &error));
    g_autoptr(Db) reader = db_open(path, DB_READER, &schema, &error);
    g_assert_no_error(error);
    g_assert_cmpint(count(reader), ==, 1);
    g_autoptr(GError) refused = NULL;
    g_assert_false(insert(reader, "b", &refused));
    g_assert_nonnull(refused);
    db_close(writer);
    g_autoptr(Db) again = db_open(path, DB_WRITER, &schema, &error);
    g_assert_no_error(error);
    g_assert_cmpint(count(again), ==, 1);
    file_directory_abandon(place);
}

static void an_old_file_is_brought_up_to_date_by_a_writer_only(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    DbSchema old = schema;
    old.n_migrations = 1;
    db_close(db_open(path, DB_WRITER, &old, NULL));
    g_autoptr(GError) error = NULL;
    g_assert_null(db_open(path, DB_READER, &schema, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_nonnull(strstr(
        error->message, "was written by an older version of this program (1, this one needs 2)"));
    g_autoptr(Db) db = db_open(path, DB_WRITER, &schema, NULL);
    g_assert_nonnull(db);
}

static void a_failing_migration_leaves_nothing(void)
{
    static const char *const broken[] = {
        "CREATE TABLE thing(id INTEGER) STRICT; CREATE TABLE thing(id INTEGER)"};
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    DbSchema bad = schema;
    bad.migrations = broken;
    bad.n_migrations = 1;
    g_autoptr(GError) error = NULL;
    g_assert_null(db_open(path, DB_WRITER, &bad, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_nonnull(strstr(error->message, "migration 1: "));
    g_autoptr(Db) db = db_open(path, DB_WRITER, &schema, NULL);
    g_assert_nonnull(db);
    file_directory_abandon(place);
}

static void foreign_and_newer_files_are_refused(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    db_close(db_open(path, DB_WRITER, &schema, NULL));
    DbSchema other = schema;
    other.application_id = 7;
    g_autoptr(GError) foreign = NULL;
    g_assert_null(db_open(path, DB_WRITER, &other, &foreign));
    g_assert_error(foreign, SOUNDINGS_ERROR, ERROR_LOST);
    g_assert_true(g_str_has_suffix(
        foreign->message, "is a database of another kind; name a file made by this program"));
    DbSchema older = schema;
    older.n_migrations = 1;
    g_autoptr(GError) newer = NULL;
    g_assert_null(db_open(path, DB_WRITER, &older, &newer));
    g_assert_error(newer, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_true(g_str_has_suffix(
        newer->message,
        "was written by a newer version of this program (2, this one knows 1); update it"));
    file_directory_abandon(place);
}

static void what_is_no_database_is_refused(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    g_autofree char *words = g_strnfill(5000, 'x');
    g_autoptr(GBytes) bytes = g_bytes_new(words, 5000);
    g_autoptr(GError) error = NULL;
    g_assert_true(file_write(path, bytes, &error));
    g_assert_null(db_open(path, DB_WRITER, &schema, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LOST);
    g_assert_true(g_str_has_suffix(error->message, "file is not a database"));
    g_autoptr(GError) missing = NULL;
    g_assert_null(db_open("no-such/x.db", DB_READER, &schema, &missing));
    g_assert_error(missing, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_cmpstr(missing->message, ==, "no-such/x.db: unable to open database file");
    file_directory_abandon(place);
}

static void an_empty_file_is_filled_by_one_who_may_make_it(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    g_autoptr(GBytes) nothing = g_bytes_new("", 0);
    g_autofree char *bytes = NULL;
    size_t length = 1;
    g_autoptr(GError) missing = NULL;
    g_assert_null(db_open(path, DB_KEEPER, &schema, &missing));
    g_assert_error(missing, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_true(file_write(path, nothing, NULL));
    for (DbMode mode = DB_KEEPER; mode <= DB_READER; mode++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(db_open(path, mode, &schema, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_LOST);
        g_assert_true(g_str_has_suffix(error->message, ": is empty"));
    }
    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_assert_cmpuint(length, ==, 0);
    db_close(db_open(path, DB_WRITER, &schema, NULL));
    g_autoptr(Db) kept = db_open(path, DB_KEEPER, &schema, NULL);
    g_assert_true(insert(kept, "a", NULL));
    file_directory_abandon(place);
}

static void failures_are_told_apart(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    g_autoptr(Db) db = db_open(path, DB_WRITER, &schema, NULL);
    g_assert_true(insert(db, "a", NULL));
    g_autoptr(GError) twice = NULL;
    g_assert_false(insert(db, "a", &twice));
    g_assert_error(twice, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_nonnull(strstr(twice->message, "UNIQUE constraint failed: thing.name"));
    g_autoptr(GError) strict = NULL;
    g_assert_false(db_run(db, db_statement(db, INSERT_WRONG_TYPE), &strict));
    g_assert_error(strict, SOUNDINGS_ERROR, ERROR_STORE);
    g_autoptr(GError) unbound = NULL;
    g_assert_false(db_run(db, db_statement(db, INSERT), &unbound));
    g_assert_error(unbound, SOUNDINGS_ERROR, ERROR_STORE);
    g_autoptr(GError) quoted = NULL;
    g_assert_false(db_run_generated(db, "SELECT \"words\"", &quoted));
    g_assert_error(quoted, SOUNDINGS_ERROR, ERROR_STORE);
    g_autoptr(GError) orphan = NULL;
    g_assert_false(db_run_generated(db, "INSERT INTO more(thing) VALUES (99)", &orphan));
    g_assert_error(orphan, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_nonnull(strstr(orphan->message, "FOREIGN KEY constraint failed"));
    file_directory_abandon(place);
}

static void jobs_in_a_batch_fail_alone(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    g_autoptr(Db) db = db_open(path, DB_WRITER, &schema, NULL);
    static const char *const names[] = {"a", "b", "a", "c"};
    g_assert_true(db_begin(db, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_true(db_savepoint(db, NULL));
        if (insert(db, names[i], NULL))
            g_assert_true(db_release(db, NULL));
        else
            db_rollback_savepoint(db);
    }
    g_assert_true(db_commit(db, NULL));
    g_assert_cmpint(count(db), ==, 3);
    g_assert_true(db_begin(db, NULL));
    g_assert_true(insert(db, "d", NULL));
    db_rollback(db);
    db_rollback(db);
    g_assert_cmpint(count(db), ==, 3);
    file_directory_abandon(place);
}

static void generated_statements_are_the_callers(void)
{
    g_autofree char *place = NULL;
    g_autofree char *path = new_path(&place);
    g_autoptr(Db) db = db_open(path, DB_WRITER, &schema, NULL);
    g_autoptr(sqlite3_stmt) statement = db_prepare_generated(db, "SELECT 40 + 2", NULL);
    g_assert_cmpint(db_step(db, statement, NULL), ==, 1);
    g_assert_cmpint(sqlite3_column_int(statement, 0), ==, 42);
    g_autoptr(GError) error = NULL;
    g_assert_null(db_prepare_generated(db, "SELECT from nowhere", &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_nonnull(strstr(error->message, "syntax error"));
    g_assert_nonnull(db_connection(db));
    file_directory_abandon(place);
}

static Db *open_new(char **out_place)
{
    g_autofree char *path = new_path(out_place);
    g_autoptr(GError) error = NULL;
    Db *db = db_open(path, DB_WRITER, &schema, &error);
    g_assert_no_error(error);
    return db;
}

static void values_go_to_their_places(void)
{
    static const uint8_t bytes[] = {0, 1, 255};
    g_autofree char *place = NULL;
    g_autoptr(Db) db = open_new(&place);
    sqlite3_stmt *row =
        db_bind(db, ECHO, TEXT("a"), INT(INT64_MIN), BLOB(bytes, 3), TEXT(NULL), BLOB(NULL, 7));
    g_assert_cmpint(db_step(db, row, NULL), ==, 1);
    g_assert_cmpstr((const char *)sqlite3_column_text(row, 0), ==, "a");
    g_assert_cmpint(sqlite3_column_type(row, 1), ==, SQLITE_INTEGER);
    g_assert_cmpint(sqlite3_column_int64(row, 1), ==, INT64_MIN);
    g_assert_cmpint(sqlite3_column_bytes(row, 2), ==, 3);
    g_assert_cmpint(memcmp(sqlite3_column_blob(row, 2), bytes, 3), ==, 0);
    g_assert_cmpint(sqlite3_column_type(row, 3), ==, SQLITE_NULL);
    g_assert_cmpint(sqlite3_column_type(row, 4), ==, SQLITE_NULL);
    sqlite3_reset(row);
    file_directory_abandon(place);
}

static void what_changed_and_what_was_asked_is_told(void)
{
    g_autofree char *place = NULL;
    g_autoptr(Db) db = open_new(&place);
    g_autoptr(GError) error = NULL;
    int64_t id = -7;
    g_assert_true(insert(db, "a", &error) && insert(db, "b", &error));
    g_assert_true(db_run_with(db, &error, RENAME, TEXT("c"), INT(2)));
    g_assert_cmpint(db_changed(db), ==, 1);
    g_assert_true(db_run_with(db, &error, RENAME, TEXT("d"), INT(3)));
    g_assert_cmpint(db_changed(db), ==, 0);
    g_assert_cmpint(db_ask(db, db_bind(db, FIND, TEXT("b")), &id, &error), ==, 0);
    g_assert_cmpint(id, ==, -7);
    g_assert_cmpint(db_ask(db, db_bind(db, FIND, TEXT("c")), &id, &error), ==, 1);
    g_assert_cmpint(id, ==, 2);
    g_assert_no_error(error);
    g_assert_cmpint(db_ask(db, db_bind(db, INSERT, TEXT("a")), &id, &error), ==, -1);
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_cmpint(db_ask(db, db_bind_some(db, FIND, TEXT("a"), INT(9)), &id, NULL), ==, 1);
    g_assert_cmpint(id, ==, 1);
    file_directory_abandon(place);
}

static void a_value_too_few_or_too_many_is_a_bug(void)
{
    static const char *const ways[] = {"few", "many", "few of some"};
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        if (g_test_subprocess()) {
            const char *way = g_getenv("SOUNDINGS_TEST_WAY");
            g_autofree char *place = NULL;
            Db *db = open_new(&place);
            if (strcmp(way, "few") == 0)
                (void)db_bind(db, RENAME, TEXT("c"));
            else if (strcmp(way, "many") == 0)
                (void)db_bind(db, INSERT, TEXT("c"), INT(1));
            else
                (void)db_bind_some(db, RENAME, TEXT("c"));
            return;
        }
        g_setenv("SOUNDINGS_TEST_WAY", ways[i], true);
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_failed();
        g_test_trap_assert_stderr("*base/db.c*assertion failed*");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/db/a writer loses nothing and keeps nothing that is deleted",
                    a_writer_loses_nothing_and_keeps_nothing_that_is_deleted);
    g_test_add_func("/db/a new file is migrated and kept", a_new_file_is_migrated_and_kept);
    g_test_add_func("/db/an old file is brought up to date by a writer only",
                    an_old_file_is_brought_up_to_date_by_a_writer_only);
    g_test_add_func("/db/a failing migration leaves nothing", a_failing_migration_leaves_nothing);
    g_test_add_func("/db/foreign and newer files are refused", foreign_and_newer_files_are_refused);
    g_test_add_func("/db/what is no database is refused", what_is_no_database_is_refused);
    g_test_add_func("/db/an empty file is filled by one who may make it",
                    an_empty_file_is_filled_by_one_who_may_make_it);
    g_test_add_func("/db/failures are told apart", failures_are_told_apart);
    g_test_add_func("/db/jobs in a batch fail alone", jobs_in_a_batch_fail_alone);
    g_test_add_func("/db/values go to their places", values_go_to_their_places);
    g_test_add_func("/db/what changed and what was asked is told",
                    what_changed_and_what_was_asked_is_told);
    g_test_add_func("/db/a value too few or too many is a bug",
                    a_value_too_few_or_too_many_is_a_bug);
    g_test_add_func("/db/generated statements are the caller's",
                    generated_statements_are_the_callers);
    return g_test_run();
}
