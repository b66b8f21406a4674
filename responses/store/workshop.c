#include "responses/store/workshop.h"

#include "base/error.h"
#include "responses/store/engine-statements.h"
#include "responses/store/store-files.h"
#include "responses/store/store-sqlite.h"
#include <inttypes.h>

#include "base/banned.h"

void workshop_piece_free(Workpiece *piece)
{
    if (piece == NULL)
        return;
    g_free(piece->survey_id);
    g_free(piece->title);
    g_free(piece->who);
    g_free(piece->what);
    g_free(piece->pilot_id);
    g_clear_pointer(&piece->source, g_bytes_unref);
    g_free(piece);
}

static void free_piece(void *data)
{
    workshop_piece_free(data);
}

/* ---- Writing, in the writer's thread ---- */

typedef struct {
    int64_t id;
    unsigned revision;
    const WorkpieceSave *save;
    const char *pilot_id, *action;
    const Act *act;
} Work;

static bool not_found(int64_t id, GError **error)
{
    error_set(error, ERROR_NOT_FOUND,
              "the definition %" PRId64
              " is not worked on any more: it was published or thrown away",
              id);
    return false;
}

static bool add_revision(Db *db, const Work *work, GError **error)
{
    size_t length = 0;
    const void *source = g_bytes_get_data(work->save->source, &length);
    return db_run_with(db, error, WORKPIECE_REVISION_ADD, INT(work->id), INT(work->revision),
                       BLOB(source, length), TEXT(work->act->who), INT(work->act->moment),
                       TEXT(work->save->what));
}

static bool write_new(Db *db, Work *work, GError **error)
{
    sqlite3_stmt *count = db_statement(db, WORKPIECE_COUNT);
    int step = db_step(db, count, error);
    int64_t n = step == 1 ? sqlite3_column_int64(count, 0) : 0;
    sqlite3_reset(count);
    if (step < 0)
        return false;
    if (n >= WORKSHOP_PIECES) {
        error_set(error, ERROR_LIMIT,
                  "%d definitions are being worked on already: throw away one that is done with",
                  WORKSHOP_PIECES);
        return false;
    }
    if (!db_run_with(db, error, WORKPIECE_ADD, TEXT(work->save->survey_id),
                     TEXT(work->save->title)))
        return false;
    work->id = sqlite3_last_insert_rowid(db_connection(db));
    work->revision = 1;
    return add_revision(db, work, error);
}

/* What is kept of the newest revision; -1 an error, 0 no such workpiece. */
typedef struct {
    unsigned revision;
    char *who;
    bool is_same; /* its source is the one that is to be saved */
} Newest;

static int read_newest(Db *db, const Work *work, Newest *out, GError **error)
{
    sqlite3_stmt *find = db_bind(db, WORKPIECE_NEWEST, INT(work->id));
    int step = db_step(db, find, error);
    if (step == 1) {
        out->revision = (unsigned)sqlite3_column_int64(find, 0);
        out->who = g_strdup((const char *)sqlite3_column_text(find, 1));
        const void *source = sqlite3_column_blob(find, 2);
        g_autoptr(GBytes) bytes = g_bytes_new(source, (size_t)sqlite3_column_bytes(find, 2));
        out->is_same = g_bytes_equal(bytes, work->save->source);
    }
    sqlite3_reset(find);
    return step;
}

static bool write_next(Db *db, Work *work, GError **error)
{
    Newest newest = {0};
    int step = read_newest(db, work, &newest, error);
    g_autofree char *who = newest.who;
    if (step <= 0)
        return step == 0 && not_found(work->id, error);
    if (newest.revision != work->revision) {
        error_set(error, ERROR_CONFLICT,
                  "%s has changed this definition since you opened the page: nothing was "
                  "overwritten",
                  who);
        return false;
    }
    if (newest.is_same)
        return true;
    if (newest.revision >= WORKSHOP_REVISIONS) {
        error_set(error, ERROR_LIMIT,
                  "this definition has %d changes: begin anew from what it is, by download and "
                  "upload",
                  WORKSHOP_REVISIONS);
        return false;
    }
    work->revision++;
    return db_run_with(db, error, WORKPIECE_UPDATE, INT(work->id), INT(work->revision),
                       TEXT(work->save->survey_id), TEXT(work->save->title)) &&
           add_revision(db, work, error);
}

static bool write_preview(Db *db, Work *work, GError **error)
{
    return db_run_with(db, error, WORKPIECE_PREVIEWED, INT(work->id), INT(work->revision));
}

/* Of two who begin or end a pilot at once, one does. */
static bool write_pilot(Db *db, Work *work, GError **error)
{
    sqlite3_stmt *note =
        db_bind_some(db, work->revision > 0 ? WORKPIECE_PILOT : WORKPIECE_PILOT_ENDED,
                     INT(work->id), TEXT(work->pilot_id), INT(work->revision));
    if (!db_run(db, note, error))
        return false;
    if (db_changed(db) > 0)
        return true;
    error_set(error, ERROR_CONFLICT,
              "somebody has begun or ended a pilot of this definition meanwhile, or it is not "
              "worked on any more: look at it again");
    return false;
}

static bool write_removal(Db *db, Work *work, GError **error)
{
    g_autofree char *subject = g_strdup_printf("definition %" PRId64, work->id);
    if (!db_run_with(db, error, WORKPIECE_REMOVE, INT(work->id)))
        return false;
    if (db_changed(db) == 0)
        return not_found(work->id, error);
    return db_run_with(db, error, ENGINE_AUDIT_ADD, INT(work->act->moment), TEXT(work->act->who),
                       TEXT(work->action), TEXT(subject), TEXT(""));
}

typedef struct {
    bool (*write)(Db *db, Work *work, GError **error);
    Work work;
} WorkTask;

static bool run_work(Writer *writer, void *arg, GError **error)
{
    WorkTask *task = arg;
    Db *db = writer_engine(writer);
    if (!db_begin(db, error))
        return false;
    if (task->write(db, &task->work, error) && db_commit(db, error))
        return true;
    db_rollback(db);
    return false;
}

static bool do_work(Store *store, WorkTask *task, GError **error)
{
    return store_needs_writer(store, error) && writer_do(store->writer, run_work, task, error);
}

bool workshop_begin(Store *store, const WorkpieceSave *save, const Act *act, int64_t *out_id,
                    GError **error)
{
    WorkTask task = {write_new, {.save = save, .act = act}};
    if (!do_work(store, &task, error))
        return false;
    *out_id = task.work.id;
    return true;
}

bool workshop_save(Store *store, WorkpieceAt at, const WorkpieceSave *save, const Act *act,
                   unsigned *out_revision, GError **error)
{
    WorkTask task = {write_next, {.id = at.id, .revision = at.revision, .save = save, .act = act}};
    if (!do_work(store, &task, error))
        return false;
    *out_revision = task.work.revision;
    return true;
}

bool workshop_note_preview(Store *store, int64_t id, unsigned revision, GError **error)
{
    WorkTask task = {write_preview, {.id = id, .revision = revision}};
    return do_work(store, &task, error);
}

bool workshop_note_pilot(Store *store, int64_t id, const char *pilot_id, unsigned revision,
                         GError **error)
{
    WorkTask task = {write_pilot, {.id = id, .revision = revision, .pilot_id = pilot_id}};
    return do_work(store, &task, error);
}

bool workshop_remove(Store *store, int64_t id, const char *action, const Act *act, GError **error)
{
    WorkTask task = {write_removal, {.id = id, .action = action, .act = act}};
    return do_work(store, &task, error);
}

/* ---- Reading ---- */

static char *column_text(sqlite3_stmt *row, int column)
{
    return g_strdup((const char *)sqlite3_column_text(row, column));
}

/* Columns 0 to 10 are what every statement below gives; 11 is the source. */
static Workpiece *read_piece(sqlite3_stmt *row)
{
    Workpiece *piece = g_new0(Workpiece, 1);
    piece->id = sqlite3_column_int64(row, 0);
    piece->revision = (unsigned)sqlite3_column_int64(row, 1);
    piece->survey_id = column_text(row, 2);
    piece->title = column_text(row, 3);
    piece->who = column_text(row, 4);
    piece->moment = sqlite3_column_int64(row, 5);
    piece->what = column_text(row, 6);
    piece->previewed = (unsigned)sqlite3_column_int64(row, 7);
    piece->pilot_id = column_text(row, 8);
    piece->pilot_revision = (unsigned)sqlite3_column_int64(row, 9);
    piece->is_pilot_ended = sqlite3_column_int64(row, 10) != 0;
    if (sqlite3_column_count(row) > 11)
        piece->source =
            g_bytes_new(sqlite3_column_blob(row, 11), (size_t)sqlite3_column_bytes(row, 11));
    return piece;
}

/* All rows of a statement whose arguments are an id and a revision, or none. */
static GPtrArray *read_pieces(Store *store, EngineStatement statement, int64_t id,
                              unsigned revision, GError **error)
{
    g_autoptr(Db) engine = store_files_open_engine(store->directory, DB_READER, error);
    if (engine == NULL)
        return NULL;
    sqlite3_stmt *rows = db_bind_some(engine, statement, INT(id), INT(revision));
    g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(free_piece);
    int step = 0;
    while ((step = db_step(engine, rows, error)) == 1)
        g_ptr_array_add(pieces, read_piece(rows));
    return step == 0 ? g_steal_pointer(&pieces) : NULL;
}

GPtrArray *workshop_list(Store *store, GError **error)
{
    return read_pieces(store, WORKPIECE_LIST, 0, 0, error);
}

GPtrArray *workshop_history(Store *store, int64_t id, GError **error)
{
    g_autoptr(GPtrArray) pieces = read_pieces(store, WORKPIECE_HISTORY, id, 0, error);
    if (pieces != NULL && pieces->len == 0) {
        (void)not_found(id, error);
        return NULL;
    }
    return g_steal_pointer(&pieces);
}

Workpiece *workshop_load(Store *store, int64_t id, unsigned revision, GError **error)
{
    g_autoptr(GPtrArray) pieces = read_pieces(store, WORKPIECE_LOAD, id, revision, error);
    if (pieces == NULL)
        return NULL;
    if (pieces->len > 0)
        return g_ptr_array_steal_index(pieces, 0);
    if (revision == 0)
        (void)not_found(id, error);
    else
        error_set(error, ERROR_NOT_FOUND, "the definition %" PRId64 " has no revision %u", id,
                  revision);
    return NULL;
}
