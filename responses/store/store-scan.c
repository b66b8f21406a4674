#include "base/arena.h"
#include "base/error.h"
#include "responses/store/statements.h"
#include "responses/store/store-sqlite.h"
#include <string.h>

#include "base/banned.h"

/* One scan: two statements on one connection, which therefore see the same moment, and room for a block. */
typedef struct {
    const Survey *survey;
    unsigned with;
    Db *db;
    Wide *wide;
    sqlite3_stmt *rows;
    sqlite3_stmt *words;
    int words_step; /* 1: words stands on a row that is not used up */
    size_t n_variables;
    Value *values; /* one column of STORE_BLOCK_ROWS after the other */
    const Value **columns;
    unsigned *versions;
    Channel *channels;
    int64_t *ids;
    int64_t *submitted;
    const char **references;
    const char **languages;
    const char **texts; /* as values */
    const char *const **text_columns;
    GStringChunk *strings; /* of the current block */
} Scan;

static Scan *scan_new(const Survey *survey, unsigned with, Db *db)
{
    Scan *scan = g_new0(Scan, 1);
    size_t n = survey->variables->n;
    scan->survey = survey;
    scan->with = with;
    scan->db = db;
    scan->n_variables = n;
    scan->values = g_new(Value, (n + 1) * STORE_BLOCK_ROWS);
    scan->columns = g_new(const Value *, n + 1);
    scan->versions = g_new(unsigned, STORE_BLOCK_ROWS);
    scan->channels = g_new(Channel, STORE_BLOCK_ROWS);
    scan->ids = g_new(int64_t, STORE_BLOCK_ROWS);
    scan->submitted = g_new(int64_t, STORE_BLOCK_ROWS);
    scan->references = g_new0(const char *, STORE_BLOCK_ROWS);
    scan->languages = g_new0(const char *, STORE_BLOCK_ROWS);
    scan->strings = g_string_chunk_new(4096);
    for (size_t v = 0; v < n; v++)
        scan->columns[v] = scan->values + v * STORE_BLOCK_ROWS;
    if ((with & SCAN_TEXTS) != 0) {
        scan->texts = g_new0(const char *, (n + 1) * STORE_BLOCK_ROWS);
        scan->text_columns = g_new(const char *const *, n + 1);
        for (size_t v = 0; v < n; v++)
            scan->text_columns[v] = scan->texts + v * STORE_BLOCK_ROWS;
    }
    return scan;
}

static void scan_free(Scan *scan)
{
    if (scan == NULL)
        return;
    sqlite3_finalize(scan->rows);
    if (scan->words != NULL)
        sqlite3_reset(scan->words);
    wide_free(scan->wide);
    g_free(scan->values);
    g_free(scan->columns);
    g_free(scan->versions);
    g_free(scan->channels);
    g_free(scan->ids);
    g_free(scan->submitted);
    g_free(scan->references);
    g_free(scan->languages);
    g_free(scan->texts);
    g_free(scan->text_columns);
    g_string_chunk_free(scan->strings);
    g_free(scan);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scan, scan_free)

static const char *keep(Scan *scan, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return g_string_chunk_insert(scan->strings, text == NULL ? "" : text);
}

/* Copy the statement's current row into row r of the block. */
static void take_row(Scan *scan, size_t r)
{
    sqlite3_stmt *row = scan->rows;
    scan->ids[r] = sqlite3_column_int64(row, WIDE_ID);
    scan->versions[r] = (unsigned)sqlite3_column_int64(row, WIDE_VERSION);
    scan->channels[r] = (Channel)CLAMP(sqlite3_column_int(row, WIDE_CHANNEL), 0, CHANNEL_COUNT - 1);
    Value *value = scan->values + r;
    for (size_t v = 0; v < scan->n_variables; v++)
        value[v * STORE_BLOCK_ROWS] = wide_value(row, WIDE_FIRST_VALUE + (int)v);
    if ((scan->with & SCAN_IDENTITY) == 0)
        return;
    scan->references[r] = keep(scan, row, WIDE_REFERENCE);
    scan->submitted[r] = sqlite3_column_int64(row, WIDE_SUBMITTED);
    scan->languages[r] = keep(scan, row, WIDE_LANGUAGE);
}

/* Merge the words, which come in the same order, into the first n rows. */
static bool take_words(Scan *scan, size_t n, GError **error)
{
    memset(scan->texts, 0, scan->n_variables * STORE_BLOCK_ROWS * sizeof *scan->texts);
    if (scan->words == NULL) {
        scan->words = db_bind(scan->db, WORDS_ALL, INT(scan->ids[0]));
        scan->words_step = db_step(scan->db, scan->words, error);
    }
    size_t r = 0;
    while (scan->words_step == 1) {
        int64_t id = sqlite3_column_int64(scan->words, 0);
        while (r < n && scan->ids[r] < id)
            r++;
        if (r == n)
            return true;
        size_t v = wide_variable_of_number(scan->wide, sqlite3_column_int64(scan->words, 1));
        if (scan->ids[r] == id && v != SIZE_MAX)
            scan->texts[v * STORE_BLOCK_ROWS + r] = keep(scan, scan->words, 2);
        scan->words_step = db_step(scan->db, scan->words, error);
    }
    return scan->words_step == 0;
}

/* Fill a block; *out_n is 0 at the end. */
static bool next_block(Scan *scan, size_t *out_n, GError **error)
{
    g_string_chunk_clear(scan->strings);
    size_t n = 0;
    int step = 1;
    while (n < STORE_BLOCK_ROWS && (step = db_step(scan->db, scan->rows, error)) == 1)
        take_row(scan, n++);
    *out_n = n;
    if (step < 0)
        return false;
    return n == 0 || (scan->with & SCAN_TEXTS) == 0 || take_words(scan, n, error);
}

static bool run_scan(Scan *scan, StoreBlockFn fn, void *arg, GError **error)
{
    bool has_identity = (scan->with & SCAN_IDENTITY) != 0;
    while (true) {
        size_t n = 0;
        if (!next_block(scan, &n, error))
            return false;
        if (n == 0)
            return true;
        StoreBlock block = {
            .columns = {.n_rows = n, .at = scan->columns, .versions = scan->versions},
            .references = has_identity ? scan->references : NULL,
            .submitted = has_identity ? scan->submitted : NULL,
            .channels = scan->channels,
            .languages = has_identity ? scan->languages : NULL,
            .texts = scan->text_columns,
        };
        if (!fn(&block, arg, error))
            return false;
        if (n < STORE_BLOCK_ROWS)
            return true;
    }
}

bool store_scan(Store *store, const Survey *survey, unsigned with, StoreBlockFn fn, void *arg,
                GError **error)
{
    Db *db = store_take_reader(store, survey->id, error);
    if (db == NULL)
        return false;
    bool is_done = false;
    {
        g_autoptr(Scan) scan = scan_new(survey, with, db);
        scan->wide = wide_bind(db, survey, error);
        if (scan->wide != NULL)
            scan->rows = wide_select(scan->wide, error);
        is_done = scan->rows != NULL && run_scan(scan, fn, arg, error);
    }
    store_give_back(store, survey->id, db);
    return is_done;
}

bool store_summarise(Store *store, const char *survey_id, StoreSummary *out, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    if (db == NULL)
        return false;
    StoreSummary summary = {0};
    sqlite3_stmt *statement = db_statement(db, SUMMARY);
    int step = 0;
    while ((step = db_step(db, statement, error)) == 1) {
        int channel = CLAMP(sqlite3_column_int(statement, 0), 0, CHANNEL_COUNT - 1);
        uint64_t n = (uint64_t)sqlite3_column_int64(statement, 1);
        int64_t first = sqlite3_column_int64(statement, 2);
        int64_t last = sqlite3_column_int64(statement, 3);
        summary.first = summary.n_responses == 0 ? first : MIN(summary.first, first);
        summary.last = summary.n_responses == 0 ? last : MAX(summary.last, last);
        summary.by_channel[channel] = n;
        summary.n_responses += n;
    }
    sqlite3_reset(statement);
    store_give_back(store, survey_id, db);
    if (step < 0)
        return false;
    *out = summary;
    return true;
}
