#include "responses/store/store-files.h"
#include "base/env.h"
#include "base/error.h"
#include "forms/definition/survey-xml.h"
#include "responses/store/engine-statements.h"
#include "responses/store/statements.h"
#include "responses/store/writer.h"
#include <glib/gstdio.h>

#include "base/banned.h"

#define DATABASE_SUFFIX ".db"

/* Bytes of a file; -1 when it is not there. */
static int64_t size_of(const char *path)
{
    GStatBuf status;
    return g_stat(path, &status) == 0 ? (int64_t)status.st_size : -1;
}

static const char *what_is_wrong(int64_t size)
{
    return size < 0 ? "is missing" : size == 0 ? "is empty" : NULL;
}

/* ---- Surveys ---- */

static void say_lost(const char *directory, const char *survey_id, const char *what, GError **error)
{
    g_autofree char *path = writer_survey_path(directory, survey_id);
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    g_autofree char *away =
        size_of(log) <= 0
            ? g_strdup("")
            : g_strdup_printf(" (and take %s.db-wal and %s.db-shm away, which belong to what is "
                              "gone)",
                              survey_id, survey_id);
    error_set(error, ERROR_LOST,
              "survey '%s' is lost: %s %s, and nothing was made in its place. Stop the server, put "
              "%s.db back from the newest backup%s, and start the server again",
              survey_id, path, what, survey_id, away);
}

/* What the newest definition calls itself, NULL when it cannot be read any more; *out_has says whether there is one. */
static bool read_own_id(Db *db, bool *out_has, char **out_id, GError **error)
{
    sqlite3_stmt *newest = db_statement(db, DEFINITION_NEWEST);
    int step = db_step(db, newest, error);
    *out_has = step == 1;
    *out_id = NULL;
    if (step == 1) {
        g_autoptr(GBytes) source =
            g_bytes_new(sqlite3_column_blob(newest, 2), (size_t)sqlite3_column_bytes(newest, 2));
        g_autoptr(Mistakes) mistakes = mistakes_new("definition");
        g_autoptr(Survey) survey = survey_parse(source, mistakes);
        *out_id = survey != NULL ? g_strdup(survey->id) : NULL;
    }
    sqlite3_reset(newest);
    return step >= 0;
}

/* What is wrong with what was opened; NULL when it is the survey's.   Returns: *out_wrong is yours. */
static bool look_inside(Db *db, const char *survey_id, char **out_wrong, GError **error)
{
    bool has = false;
    g_autofree char *id = NULL;
    if (!read_own_id(db, &has, &id, error))
        return false;
    if (!has)
        *out_wrong = g_strdup("holds no survey");
    else if (id != NULL && !g_str_equal(id, survey_id))
        *out_wrong = g_strdup_printf("holds survey '%s'", id);
    return true;
}

Db *store_files_open(const char *directory, const char *survey_id, DbMode mode, GError **error)
{
    g_assert(mode != DB_WRITER);
    g_autofree char *path = writer_survey_path(directory, survey_id);
    g_autofree char *wrong = g_strdup(what_is_wrong(size_of(path)));
    g_autoptr(GError) reason = NULL;
    g_autoptr(Db) db = wrong == NULL ? db_open(path, mode, statements_of_survey(), &reason) : NULL;
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_LOST))
        wrong = g_strdup("is not the file of a survey");
    if (db != NULL && look_inside(db, survey_id, &wrong, &reason) && wrong == NULL)
        return g_steal_pointer(&db);
    g_clear_pointer(&db, db_close); /* its log goes with it */
    if (wrong != NULL)
        say_lost(directory, survey_id, wrong, error);
    else
        g_propagate_error(error, g_steal_pointer(&reason));
    return NULL;
}

Db *store_files_make(const char *directory, const char *survey_id, GError **error)
{
    g_autofree char *path = writer_survey_path(directory, survey_id);
    g_autoptr(Db) db = db_open(path, DB_WRITER, statements_of_survey(), error);
    bool has = false;
    g_autofree char *id = NULL;
    if (db == NULL || !read_own_id(db, &has, &id, error))
        return NULL;
    if (id == NULL || g_str_equal(id, survey_id))
        return g_steal_pointer(&db);
    error_set(error, ERROR_LOST,
              "survey '%s' cannot be made: %s holds survey '%s'. Take that file out of the store",
              survey_id, path, id);
    return NULL;
}

static int compare_ids(const void *a, const void *b)
{
    return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

char **store_files_ids(const char *directory)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    const char *name = NULL;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        if (!g_str_has_suffix(name, DATABASE_SUFFIX))
            continue;
        g_autofree char *id = g_strndup(name, strlen(name) - strlen(DATABASE_SUFFIX));
        if (writer_id_is_name(id))
            g_ptr_array_add(ids, g_steal_pointer(&id));
    }
    g_ptr_array_sort(ids, compare_ids);
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_steal(ids, NULL);
}

/* ---- The registry ---- */

static char *engine_path(const char *directory)
{
    return g_build_filename(directory, "engine.db", NULL);
}

static void say_engine_lost(const char *directory, char *const *ids, const char *what,
                            GError **error)
{
    g_autofree char *path = engine_path(directory);
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    g_autofree char *list = g_strjoinv(", ", (char **)(uintptr_t)ids);
    error_set(error, ERROR_LOST,
              "%s %s, though the store has surveys (%s): it is the registry of the surveys, and "
              "holds the accounts of staff and the definitions at work. Put engine.db back from "
              "the newest backup%s; nothing was made in its place",
              path, what, list,
              size_of(log) <= 0 ? ""
                                : " (and take engine.db-wal and engine.db-shm away, which belong "
                                  "to what is gone)");
}

bool store_files_may_begin(const char *directory, GError **error)
{
    /* Surveys are looked for first: engine.db is made before them, by whoever begins a store just now. */
    g_auto(GStrv) ids = store_files_ids(directory);
    g_autofree char *path = engine_path(directory);
    const char *wrong = what_is_wrong(size_of(path));
    if (wrong == NULL || ids[0] == NULL)
        return true;
    say_engine_lost(directory, ids, wrong, error);
    return false;
}

Db *store_files_open_engine(const char *directory, DbMode mode, GError **error)
{
    if (!store_files_may_begin(directory, error))
        return NULL;
    g_auto(GStrv) ids = store_files_ids(directory);
    g_autofree char *path = engine_path(directory);
    if (mode == DB_READER && size_of(path) <= 0) {
        error_set(error, ERROR_FILE, "there is no store in %s: it has no engine.db", directory);
        return NULL;
    }
    bool is_begun = ids[0] != NULL;
    DbMode as = mode == DB_WRITER && is_begun ? DB_KEEPER : mode;
    g_autoptr(GError) reason = NULL;
    Db *engine = db_open(path, as, engine_statements(), &reason);
    if (engine == NULL && is_begun && g_error_matches(reason, SOUNDINGS_ERROR, ERROR_LOST))
        say_engine_lost(directory, ids, "is not a registry", error);
    else if (engine == NULL)
        g_propagate_error(error, g_steal_pointer(&reason));
    return engine;
}

bool store_files_know(Db *engine, const char *survey_id, bool *out_is, GError **error)
{
    sqlite3_stmt *is_known = db_bind(engine, SURVEY_IS_KNOWN, TEXT(survey_id));
    int step = db_step(engine, is_known, error);
    *out_is = step == 1 && sqlite3_column_int(is_known, 0) != 0;
    sqlite3_reset(is_known);
    return step >= 0;
}

bool store_files_register(Db *engine, const char *survey_id, unsigned version, GError **error)
{
    return db_run_with(engine, error, SURVEY_PUT, TEXT(survey_id), INT(version), INT(env_now()));
}
