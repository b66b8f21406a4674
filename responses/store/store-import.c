#include "base/env.h"
#include "base/error.h"
#include "responses/store/audit.h"
#include "responses/store/reference.h"
#include "responses/store/statements.h"
#include "responses/store/store-sqlite.h"
#include <inttypes.h>

#include "base/banned.h"

enum { BLOCK_ROWS = 256 };

typedef struct {
    const Survey *survey; /* the version it answers; lent until the import ends */
    Answers *answers;
    Channel channel;
    int64_t moment;
    char lang[36];
    char reference[REFERENCE_BYTES];
} ImportRow;

typedef struct {
    ImportRow rows[BLOCK_ROWS];
    size_t n;
} Rows;

/* An import that runs: one block is filled by the caller while the writer's thread stores the other. */
struct ImportBlock {
    const Survey *survey;
    Rows blocks[2];
    Rows *filling;
    Rows *storing;
    Task task;
    uint64_t n_rows;
};

static void rows_clear(Rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        answers_free(rows->rows[i].answers);
    rows->n = 0;
}

static bool run_begin(Writer *writer, void *arg, GError **error)
{
    const ImportBlock *import = arg;
    return writer_begin_import(writer, import->survey->id, error) != NULL;
}

static bool store_row(SurveyFile *file, const ImportRow *row, GError **error)
{
    Wide *wide = writer_file_wide(file, row->survey, error);
    if (wide == NULL)
        return false;
    Identity identity = {
        .reference = row->reference,
        .submitted = row->moment,
        .channel = row->channel,
        .version = row->survey->version,
        .language = row->lang,
    };
    g_autoptr(GError) reason = NULL;
    if (wide_insert(wide, &identity, NULL, row->answers->values, row->answers->texts, &reason))
        return true;
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_CONFLICT))
        error_set(error, ERROR_CONFLICT,
                  "the reference '%s' is taken: it stands twice in the file, or was imported "
                  "before",
                  row->reference);
    else
        g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

static bool run_rows(Writer *writer, void *arg, GError **error)
{
    ImportBlock *import = arg;
    SurveyFile *file = writer_importing_file(writer, import->survey->id);
    for (size_t i = 0; i < import->storing->n; i++) {
        if (!store_row(file, &import->storing->rows[i], error))
            return false;
    }
    return true;
}

static bool run_commit(Writer *writer, void *arg, GError **error)
{
    ImportBlock *import = arg;
    SurveyFile *file = writer_importing_file(writer, import->survey->id);
    g_autofree char *subject = g_strdup_printf("%" PRIu64 " responses", import->n_rows);
    AuditEntry line = {.moment = env_now(), .action = "import", .subject = subject};
    bool is_done = audit_add(file->db, &line, error) && db_commit(file->db, error);
    if (!is_done)
        db_rollback(file->db);
    writer_end_import(writer, file);
    return is_done;
}

static bool run_abandon(Writer *writer, void *arg, GError **error)
{
    (void)error;
    const ImportBlock *import = arg;
    SurveyFile *file = writer_importing_file(writer, import->survey->id);
    db_rollback(file->db);
    writer_end_import(writer, file);
    return true;
}

/* Wait until the writer has stored its block. */
static bool finish_storing(Store *store, GError **error)
{
    ImportBlock *import = store->import;
    if (!import->task.is_begun)
        return true;
    bool is_done = writer_end_task(store->writer, &import->task, error);
    rows_clear(import->storing);
    return is_done;
}

/* Hand the filled block over, as soon as the other is stored. */
static bool hand_over(Store *store, GError **error)
{
    ImportBlock *import = store->import;
    if (!finish_storing(store, error))
        return false;
    Rows *filled = import->filling;
    import->filling = import->storing;
    import->storing = filled;
    import->task = (Task){.run = run_rows, .arg = import};
    writer_begin_task(store->writer, &import->task);
    return true;
}

static void import_free(Store *store)
{
    ImportBlock *import = store->import;
    rows_clear(&import->blocks[0]);
    rows_clear(&import->blocks[1]);
    g_free(import);
    store->import = NULL;
}

bool store_import_begin(Store *store, const Survey *survey, GError **error)
{
    if (!store_needs_writer(store, error))
        return false;
    g_assert(store->import == NULL);
    store->import = g_new0(ImportBlock, 1);
    store->import->survey = survey;
    store->import->filling = &store->import->blocks[0];
    store->import->storing = &store->import->blocks[1];
    if (writer_do(store->writer, run_begin, store->import, error))
        return true;
    import_free(store);
    return false;
}

bool store_import_add(Store *store, const Submission *row, GError **error)
{
    ImportBlock *import = store->import;
    g_assert(import != NULL && row->survey == row->answers->survey);
    Rows *rows = import->filling;
    ImportRow *to = &rows->rows[rows->n++];
    to->survey = row->survey;
    to->answers = row->answers;
    to->channel = row->channel;
    to->moment = row->moment;
    g_strlcpy(to->lang, row->lang, sizeof to->lang);
    if (row->reference != NULL) {
        g_strlcpy(to->reference, row->reference, sizeof to->reference);
    } else {
        uint8_t random[10];
        env_random(random, sizeof random);
        reference_make(random, to->reference);
    }
    import->n_rows++;
    return rows->n < BLOCK_ROWS || hand_over(store, error);
}

bool store_import_commit(Store *store, GError **error)
{
    g_assert(store->import != NULL);
    bool is_done = hand_over(store, error) && finish_storing(store, error);
    if (!is_done) {
        store_import_abandon(store);
        return false;
    }
    is_done = writer_do(store->writer, run_commit, store->import, error);
    import_free(store);
    return is_done;
}

void store_import_abandon(Store *store)
{
    if (store->import == NULL)
        return;
    finish_storing(store, NULL);
    g_autoptr(GError) reason = NULL;
    if (!writer_do(store->writer, run_abandon, store->import, &reason))
        g_warning("the import could not be taken back: %s", reason->message);
    import_free(store);
}
