#include "base/error.h"
#include "base/private.h"
#include "responses/store/statements.h"
#include "responses/store/store-files.h"
#include "responses/store/store-sqlite.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { IDLE_READERS = 4 }; /* kept open for each survey */

static void readers_free(void *data)
{
    g_ptr_array_unref(data);
}

static void reader_close(void *data)
{
    db_close(data);
}

/* Take the lock of the directory, which this process holds until it closes the file or dies. */
static int lock_take(const char *directory, GError **error)
{
    g_autofree char *path = g_build_filename(directory, "lock", NULL);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        error_set(error, ERROR_FILE, "%s cannot be opened: %s", path, g_strerror(errno));
        return -1;
    }
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return file;
    if (errno == EWOULDBLOCK)
        error_set(error, ERROR_BUSY,
                  "the store %s is in use by a server or another command that writes: stop that "
                  "one first, or wait until it has ended",
                  directory);
    else
        error_set(error, ERROR_FILE, "%s cannot be locked: %s", path, g_strerror(errno));
    close(file);
    return -1;
}

static bool has_engine(const char *path)
{
    g_autofree char *engine = g_build_filename(path, "engine.db", NULL);
    return g_file_test(engine, G_FILE_TEST_EXISTS);
}

/* Let the registry know a survey that was made just before the power went, or that a newer backup brought in. */
static bool take_in(Writer *writer, SurveyFile *file, GError **error)
{
    bool is_known = false;
    if (!store_files_know(writer_engine(writer), file->survey_id, &is_known, error) || is_known)
        return is_known;
    sqlite3_stmt *newest = db_statement(file->db, DEFINITION_NEWEST);
    int step = db_step(file->db, newest, error);
    unsigned version = step == 1 ? (unsigned)sqlite3_column_int64(newest, 0) : 0;
    sqlite3_reset(newest);
    return step == 1 &&
           store_files_register(writer_engine(writer), file->survey_id, version, error);
}

/* Open every survey's file, which brings those of an earlier version of this program up to date, and takes in those that
 * the registry does not know. One that cannot be opened is left to whoever asks for it. */
static bool run_open_all(Writer *writer, void *arg, GError **error)
{
    (void)error;
    char *const *ids = arg;
    for (size_t i = 0; ids[i] != NULL; i++) {
        g_autoptr(GError) reason = NULL;
        SurveyFile *file = writer_file(writer, ids[i], false, &reason);
        if (file == NULL || !take_in(writer, file, &reason))
            g_debug("%s", reason->message);
    }
    return true;
}

static bool start_writing(Store *store, GError **error)
{
    if (!store_files_may_begin(store->directory, error))
        return false;
    /* A new store is judged before anything lies in it; one that a server holds was judged by the server. */
    bool is_new = !has_engine(store->directory);
    if (is_new && !private_check_store(store->directory, error))
        return false;
    store->lock = lock_take(store->directory, error);
    if (store->lock < 0 || (!is_new && !private_check_store(store->directory, error)))
        return false;
    store->writer = writer_start(store->directory, error);
    if (store->writer == NULL)
        return false;
    g_auto(GStrv) ids = store_files_ids(store->directory);
    return writer_do(store->writer, run_open_all, ids, error);
}

/* Whether there is a store, and its registry is what it should be, is told at once. */
static bool start_reading(Store *store, GError **error)
{
    if (has_engine(store->directory) && !private_check_store(store->directory, error))
        return false;
    Db *engine = store_take_engine(store, error);
    store_give_back_engine(store, engine);
    return engine != NULL;
}

Store *store_open(const char *address, StoreMode mode, GError **error)
{
    if (sodium_init() < 0) {
        error_set(error, ERROR_STORE, "the random source of this machine does not work");
        return NULL;
    }
    if (strstr(address, "://") != NULL) {
        error_set(error, ERROR_STORE, "%s: only a directory can be a store so far", address);
        return NULL;
    }
    if (mode == STORE_WRITE && !private_make_directory(address, error))
        return NULL;
    g_autoptr(Store) store = g_new0(Store, 1);
    store->lock = -1;
    store->directory = g_strdup(address);
    pthread_mutex_init(&store->mutex, NULL);
    store->idle = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, readers_free);
    if (mode == STORE_READ ? !start_reading(store, error) : !start_writing(store, error))
        return NULL;
    return g_steal_pointer(&store);
}

void store_close(Store *store)
{
    if (store == NULL)
        return;
    if (store->import != NULL)
        store_import_abandon(store);
    g_hash_table_unref(
        store->idle); /* readers first, so that the last checkpoint can empty the log */
    writer_stop(store->writer);
    if (store->lock >= 0)
        close(store->lock);
    pthread_mutex_destroy(&store->mutex);
    g_free(store->directory);
    g_free(store);
}

bool store_needs_writer(const Store *store, GError **error)
{
    if (store->writer != NULL)
        return true;
    error_set(error, ERROR_STORE, "the store %s is open for reading only", store->directory);
    return false;
}

/* The reader at the top of the survey's idle ones, or NULL. */
static Db *take_idle(Store *store, const char *survey_id)
{
    Db *reader = NULL;
    pthread_mutex_lock(&store->mutex);
    GPtrArray *readers = g_hash_table_lookup(store->idle, survey_id);
    if (readers != NULL && readers->len > 0) {
        reader = g_ptr_array_index(readers, readers->len - 1);
        readers->pdata[readers->len - 1] = NULL;
        g_ptr_array_set_size(readers, (int)readers->len - 1);
    }
    pthread_mutex_unlock(&store->mutex);
    return reader;
}

static void say_not_found(Store *store, const char *survey_id, GError **error)
{
    g_auto(GStrv) ids = store_survey_ids(store, NULL);
    g_autofree char *list = ids == NULL ? NULL : g_strjoinv(", ", ids);
    if (list == NULL || *list == '\0')
        error_set(error, ERROR_NOT_FOUND, "there is no survey '%s': %s holds none", survey_id,
                  store->directory);
    else
        error_set(error, ERROR_NOT_FOUND, "there is no survey '%s': %s holds %s", survey_id,
                  store->directory, list);
}

/* Does the registry know the survey? Yes, when it cannot be asked. */
static bool is_known(Store *store, const char *survey_id)
{
    bool is = true;
    Db *engine = store_take_engine(store, NULL);
    if (engine != NULL && !store_files_know(engine, survey_id, &is, NULL))
        is = true;
    store_give_back_engine(store, engine);
    return is;
}

Db *store_take_reader(Store *store, const char *survey_id, GError **error)
{
    g_autoptr(GError) reason = NULL;
    if (!writer_id_is_name(survey_id)) {
        say_not_found(store, survey_id, error);
        return NULL;
    }
    Db *reader = take_idle(store, survey_id);
    if (reader == NULL)
        reader = store_files_open(store->directory, survey_id, DB_READER, &reason);
    if (reader != NULL)
        return reader;
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_LOST) && !is_known(store, survey_id))
        say_not_found(store, survey_id, error);
    else
        g_propagate_error(error, g_steal_pointer(&reason));
    return NULL;
}

void store_give_back(Store *store, const char *survey_id, Db *reader)
{
    if (reader == NULL)
        return;
    pthread_mutex_lock(&store->mutex);
    GPtrArray *readers = g_hash_table_lookup(store->idle, survey_id);
    if (readers == NULL) {
        readers = g_ptr_array_new_with_free_func(reader_close);
        g_hash_table_insert(store->idle, g_strdup(survey_id), readers);
    }
    bool is_kept = readers->len < IDLE_READERS;
    if (is_kept)
        g_ptr_array_add(readers, reader);
    pthread_mutex_unlock(&store->mutex);
    if (!is_kept)
        db_close(reader);
}

/* Idle readers of engine.db lie under the one name that no survey can have. */
static const char engine_name[] = "engine";

Db *store_take_engine(Store *store, GError **error)
{
    Db *reader = take_idle(store, engine_name);
    if (reader != NULL)
        return reader;
    return store_files_open_engine(store->directory, DB_READER, error);
}

void store_give_back_engine(Store *store, Db *reader)
{
    store_give_back(store, engine_name, reader);
}

static char **read_ids(Db *engine, GError **error)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    sqlite3_stmt *statement = db_statement(engine, SURVEY_LIST);
    int step = 0;
    while ((step = db_step(engine, statement, error)) == 1)
        g_ptr_array_add(ids, g_strdup((const char *)sqlite3_column_text(statement, 0)));
    if (step < 0)
        return NULL;
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_steal(ids, NULL);
}

char **store_survey_ids(Store *store, GError **error)
{
    Db *engine = store_take_engine(store, error);
    if (engine == NULL)
        return NULL;
    char **ids = read_ids(engine, error);
    store_give_back_engine(store, engine);
    return ids;
}

void store_health(Store *store, StoreHealth *out)
{
    *out = (StoreHealth){0};
    if (store->writer != NULL)
        writer_health(store->writer, out);
}
