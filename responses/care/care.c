#include "responses/care/care.h"
#include "base/env.h"
#include "base/error.h"
#include "base/files.h"
#include "responses/paper/erase.h"
#include "responses/store/store-change.h"
#include "responses/store/store-files.h"
#include "responses/store/store-sqlite.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/banned.h"

enum { PAGES_A_STEP = 1000 };

/* ---- Erasing ---- */

typedef struct {
    const char *survey_id;
    const char *reference;
} Erasure;

static bool run_erase(SurveyFile *file, void *arg, GError **error)
{
    const Erasure *erasure = arg;
    const Act act = {.who = "command line", .moment = env_now()};
    return erase_response(file->db, erasure->survey_id, erasure->reference, "erase", &act, error);
}

bool care_erase(Store *store, const char *survey_id, const char *reference, GError **error)
{
    Erasure erasure = {.survey_id = survey_id, .reference = reference};
    return store_change(store, survey_id, CHANGE_EMPTIES_LOG, run_erase, &erasure, error);
}

/* ---- Backup ---- */

static bool sync_path(const char *path, GError **error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is_done = file >= 0 && fsync(file) == 0;
    if (!is_done)
        error_set(error, ERROR_FILE, "%s could not be synced: %s", path, g_strerror(errno));
    if (file >= 0)
        close(file);
    return is_done;
}

/* Copy all pages; a writer at work makes SQLite begin again, which it does by itself. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == NULL)
        return sqlite3_errcode(to);
    int step = SQLITE_OK;
    while (step == SQLITE_OK || step == SQLITE_BUSY || step == SQLITE_LOCKED) {
        if (step != SQLITE_OK)
            sqlite3_sleep(5);
        step = sqlite3_backup_step(backup, PAGES_A_STEP);
    }
    int result = sqlite3_backup_finish(backup);
    return step == SQLITE_DONE ? result : step;
}

static bool copy_file(Db *from, const char *path, GError **error)
{
    sqlite3 *to = NULL;
    int result = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (result == SQLITE_OK)
        result = copy_pages(db_connection(from), to);
    sqlite3_close(to);
    if (result == SQLITE_OK)
        return sync_path(path, error);
    error_set(error, ERROR_STORE, "%s could not be copied: %s", path, sqlite3_errstr(result));
    return false;
}

static bool backup_engine(Store *store, const char *to, GError **error)
{
    g_autofree char *path = g_build_filename(to, "engine.db", NULL);
    g_autoptr(Db) engine = store_files_open_engine(store->directory, DB_READER, error);
    return engine != NULL && copy_file(engine, path, error);
}

static bool backup_survey(Store *store, const char *survey_id, const char *to, GError **error)
{
    g_autofree char *path = writer_survey_path(to, survey_id);
    Db *db = store_take_reader(store, survey_id, error);
    bool is_done = db != NULL && copy_file(db, path, error);
    store_give_back(store, survey_id, db);
    return is_done;
}

static void keep_first(const char *finding, void *arg)
{
    char **first = arg;
    if (*first == NULL)
        *first = g_strdup(finding);
}

/* Readers leave empty side files; nothing was written through them. */
static void remove_side_files(const char *directory, char *const *ids)
{
    static const char *const endings[] = {"-wal", "-shm"};
    for (size_t i = 0; ids[i] != NULL; i++) {
        g_autofree char *path = writer_survey_path(directory, ids[i]);
        for (size_t e = 0; e < G_N_ELEMENTS(endings); e++) {
            g_autofree char *side = g_strconcat(path, endings[e], NULL);
            unlink(side);
        }
    }
}

/* Open the copy as a store and check all of it. */
static bool check_copy(const char *directory, char *const *ids, GError **error)
{
    g_autofree char *first = NULL;
    Store *copy = store_open(directory, STORE_READ, error);
    if (copy == NULL)
        return false;
    int64_t n = care_verify(copy, keep_first, &first, error);
    store_close(copy);
    remove_side_files(directory, ids);
    char *const engine[] = {(char[]){"engine"}, NULL};
    remove_side_files(directory, engine);
    if (n > 0)
        error_set(error, ERROR_STORE,
                  "the copy was not kept, because the store has %" PRId64
                  " damages; see survey-response check. The first: %s",
                  n, first);
    return n == 0;
}

static bool fill_copy(Store *store, const char *directory, GError **error)
{
    g_auto(GStrv) ids = store_survey_ids(store, error);
    if (ids == NULL || !backup_engine(store, directory, error))
        return false;
    for (size_t i = 0; ids[i] != NULL; i++) {
        if (!backup_survey(store, ids[i], directory, error))
            return false;
    }
    return check_copy(directory, ids, error) && sync_path(directory, error);
}

bool care_backup(Store *store, const char *directory, GError **error)
{
    if (g_file_test(directory, G_FILE_TEST_EXISTS)) {
        error_set(error, ERROR_FILE, "%s is there already: give the copy a new directory",
                  directory);
        return false;
    }
    g_autofree char *temporary = file_directory_begin(directory, "engine.db", error);
    if (temporary == NULL)
        return false;
    if (fill_copy(store, temporary, error) && file_directory_finish(temporary, directory, error))
        return true;
    file_directory_abandon(temporary);
    return false;
}
