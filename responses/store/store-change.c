#include "responses/store/store-change.h"
#include "base/error.h"
#include "responses/store/store-sqlite.h"

#include "base/banned.h"

typedef struct {
    const char *survey_id;
    ChangeLog log;
    ChangeFn change;
    void *arg;
} Change;

static bool run_change(Writer *writer, void *arg, GError **error)
{
    const Change *change = arg;
    SurveyFile *file = writer_file(writer, change->survey_id, false, error);
    if (file == NULL || !db_begin(file->db, error))
        return false;
    if (!change->change(file, change->arg, error) || !db_commit(file->db, error)) {
        db_rollback(file->db);
        return false;
    }
    if (change->log == CHANGE_EMPTIES_LOG)
        sqlite3_wal_checkpoint_v2(db_connection(file->db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                  NULL);
    return true;
}

bool store_change(Store *store, const char *survey_id, ChangeLog log, ChangeFn change, void *arg,
                  GError **error)
{
    if (!store_needs_writer(store, error))
        return false;
    Change task = {.survey_id = survey_id, .log = log, .change = change, .arg = arg};
    return writer_do(store->writer, run_change, &task, error);
}
