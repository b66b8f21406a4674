#include "base/error.h"
#include "responses/care/care-paper.h"
#include "responses/care/care.h"
#include "responses/store/digest.h"
#include "responses/store/statements.h"
#include "responses/store/store-files.h"
#include "responses/store/store-sqlite.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

typedef struct {
    Store *store;
    const char *survey_id;
    Db *db;
    void (*report)(const char *finding, void *arg);
    void *arg;
    int64_t n_findings;
    const Survey *survey; /* of the version that is compared */
} Verify;

static void find(Verify *verify, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void find(Verify *verify, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *finding = g_strdup_printf("%s: %s", verify->survey_id, text);
    verify->n_findings++;
    verify->report(finding, verify->arg);
}

/* ---- The file ---- */

static bool check_file(Verify *verify, GError **error)
{
    sqlite3_stmt *check = db_statement(verify->db, INTEGRITY_CHECK);
    int step = 0;
    while ((step = db_step(verify->db, check, error)) == 1) {
        const char *line = (const char *)sqlite3_column_text(check, 0);
        if (strcmp(line, "ok") != 0)
            find(verify, "the file is damaged: %s", line);
    }
    sqlite3_reset(check);
    if (step < 0)
        return false;
    sqlite3_stmt *keys = db_statement(verify->db, FOREIGN_KEY_CHECK);
    while ((step = db_step(verify->db, keys, error)) == 1)
        find(verify, "a row of \"%s\" belongs to nothing", sqlite3_column_text(keys, 0));
    sqlite3_reset(keys);
    if (step < 0)
        return false;
    sqlite3_stmt *orphans = db_statement(verify->db, WORDS_ORPHANS);
    step = db_step(verify->db, orphans, error);
    if (step == 1 && sqlite3_column_int64(orphans, 0) > 0)
        find(verify, "%" PRId64 " texts belong to no variable",
             (int64_t)sqlite3_column_int64(orphans, 0));
    sqlite3_reset(orphans);
    return step >= 0;
}

static bool check_engine(Verify *verify, GError **error)
{
    g_autoptr(Db) engine = store_files_open_engine(verify->store->directory, DB_READER, error);
    if (engine == NULL)
        return false;
    sqlite3_stmt *check = db_statement(engine, ENGINE_INTEGRITY_CHECK);
    int step = 0;
    while ((step = db_step(engine, check, error)) == 1) {
        const char *line = (const char *)sqlite3_column_text(check, 0);
        if (strcmp(line, "ok") != 0)
            find(verify, "the file is damaged: %s", line);
    }
    sqlite3_reset(check);
    return step == 0;
}

/* ---- Digests ---- */

static bool is_digest(sqlite3_stmt *row, int column, const uint8_t sum[DIGEST_BYTES])
{
    return sqlite3_column_bytes(row, column) == DIGEST_BYTES &&
           memcmp(sqlite3_column_blob(row, column), sum, DIGEST_BYTES) == 0;
}

static const char *text_of(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text == NULL ? "" : text;
}

static void check_values(Verify *verify, sqlite3_stmt *row, const GArray *columns, bool apart)
{
    Digest digest;
    uint8_t sum[DIGEST_BYTES];
    Identity identity = {
        .reference = text_of(row, WIDE_REFERENCE),
        .submitted = sqlite3_column_int64(row, WIDE_SUBMITTED),
        .channel = (Channel)sqlite3_column_int(row, WIDE_CHANNEL),
        .version = (unsigned)sqlite3_column_int64(row, WIDE_VERSION),
        .language = text_of(row, WIDE_LANGUAGE),
    };
    if (apart)
        digest_begin_special(&digest, identity.reference);
    else
        digest_begin_main(&digest, &identity);
    for (size_t i = 0; i < columns->len; i++) {
        const WideColumn *column = &g_array_index(columns, WideColumn, i);
        if (column->apart == apart)
            digest_add_value(&digest, column->number, wide_value(row, WIDE_FIRST_VALUE + (int)i));
    }
    digest_end(&digest, sum);
    if (!is_digest(row, apart ? WIDE_DIGEST_SPECIAL : WIDE_DIGEST, sum))
        find(verify, "response %s: its %s were changed or damaged after it was stored",
             identity.reference, apart ? "special answers" : "answers");
}

/* Check the words of a row; the statement of words stands on the first one not used up. */
static bool check_words(Verify *verify, sqlite3_stmt *row, sqlite3_stmt *words, int *step,
                        GError **error)
{
    int64_t id = sqlite3_column_int64(row, WIDE_ID);
    Digest digest;
    uint8_t sum[DIGEST_BYTES];
    size_t n = 0;
    digest_begin_words(&digest, text_of(row, WIDE_REFERENCE));
    while (*step == 1 && sqlite3_column_int64(words, 0) <= id) {
        if (sqlite3_column_int64(words, 0) == id) {
            digest_add_words(&digest, sqlite3_column_int64(words, 1), text_of(words, 2),
                             (size_t)sqlite3_column_bytes(words, 2));
            n++;
        }
        *step = db_step(verify->db, words, error);
    }
    if (*step < 0)
        return false;
    digest_end(&digest, sum);
    bool has_digest = sqlite3_column_type(row, WIDE_DIGEST_WORDS) != SQLITE_NULL;
    if (has_digest != (n > 0) || (n > 0 && !is_digest(row, WIDE_DIGEST_WORDS, sum)))
        find(verify, "response %s: its words were changed or damaged after it was stored",
             text_of(row, WIDE_REFERENCE));
    return true;
}

static bool check_digests(Verify *verify, GError **error)
{
    g_autoptr(GArray) columns = NULL;
    g_autoptr(sqlite3_stmt) row = NULL;
    if (!wide_select_all(verify->db, &columns, &row, error))
        return false;
    int step = db_step(verify->db, row, error);
    sqlite3_stmt *words = db_bind(verify->db, WORDS_ALL, INT(0));
    int words_step = db_step(verify->db, words, error);
    while (step == 1 && words_step >= 0) {
        check_values(verify, row, columns, false);
        if (sqlite3_column_type(row, WIDE_DIGEST_SPECIAL) != SQLITE_NULL)
            check_values(verify, row, columns, true);
        if (!check_words(verify, row, words, &words_step, error))
            break;
        step = db_step(verify->db, row, error);
    }
    sqlite3_reset(words);
    return step == 0 && words_step >= 0;
}

/* ---- Against the definition ---- */

static void check_response(Verify *verify, const StoreBlock *block, size_t r, Answers *answers,
                           Problems *problems)
{
    const Variables *variables = verify->survey->variables;
    for (size_t v = 0; v < variables->n; v++) {
        const char *words = block->texts[v][r];
        if (words != NULL)
            answers_set_text(answers, v, words);
        answers->values[v] = block->columns.at[v][r];
        if (variables->at[v].measure == MEASURE_TEXT &&
            (words != NULL) != (answers->values[v] == 1))
            find(verify, "response %s: %s says that there are words, or none, and it is not so",
                 block->references[r], variables->at[v].name);
    }
    g_array_set_size(problems->list, 0);
    for (size_t i = 0; i < variables->n_items; i++)
        answers_check_item(answers, i, problems);
    for (size_t p = 0; p < problems->list->len; p++) {
        g_autofree char *words =
            problem_words_for_staff(&g_array_index(problems->list, Problem, p), verify->survey);
        find(verify, "response %s: %s", block->references[r], words);
    }
}

static bool check_block(const StoreBlock *block, void *arg, GError **error)
{
    (void)error;
    Verify *verify = arg;
    g_autoptr(Problems) problems = problems_new();
    for (size_t r = 0; r < block->columns.n_rows; r++) {
        if (block->columns.versions[r] != verify->survey->version)
            continue;
        g_autoptr(Answers) answers = answers_new(verify->survey);
        check_response(verify, block, r, answers, problems);
    }
    return true;
}

static bool check_versions(Verify *verify, GError **error)
{
    sqlite3_stmt *list = db_statement(verify->db, DEFINITION_LIST);
    g_autoptr(GArray) versions = g_array_new(false, false, sizeof(unsigned));
    int step = 0;
    while ((step = db_step(verify->db, list, error)) == 1) {
        unsigned version = (unsigned)sqlite3_column_int64(list, 0);
        g_array_append_val(versions, version);
    }
    sqlite3_reset(list);
    if (step < 0)
        return false;
    for (size_t i = 0; i < versions->len; i++) {
        g_autoptr(GError) reason = NULL;
        g_autoptr(Survey) survey = store_load_survey(verify->store, verify->survey_id,
                                                     g_array_index(versions, unsigned, i), &reason);
        if (survey == NULL) {
            find(verify, "%s", reason->message);
            continue;
        }
        verify->survey = survey;
        if (!store_scan(verify->store, survey, SCAN_IDENTITY | SCAN_TEXTS, check_block, verify,
                        error))
            return false;
    }
    return true;
}

static void find_in_paper(const char *finding, void *arg)
{
    find(arg, "%s", finding);
}

/* A file that cannot even be read to its end is a finding, not a reason to stop. */
static void verify_survey(Verify *verify)
{
    g_autoptr(GError) reason = NULL;
    verify->db = store_take_reader(verify->store, verify->survey_id, &reason);
    if (verify->db == NULL || !check_file(verify, &reason) || !check_digests(verify, &reason) ||
        !check_versions(verify, &reason) ||
        !care_verify_paper(verify->db, find_in_paper, verify, &reason))
        find(verify, "%s", reason == NULL ? "it cannot be read" : reason->message);
    store_give_back(verify->store, verify->survey_id, verify->db);
}

/* A survey that lies there and is in no list: what a copy of the store would leave out. */
static bool find_strays(Verify *verify, GError **error)
{
    g_auto(GStrv) ids = store_files_ids(verify->store->directory);
    for (size_t i = 0; ids[i] != NULL; i++) {
        g_autoptr(Db) db = store_files_open(verify->store->directory, ids[i], DB_READER, NULL);
        Db *engine = db != NULL ? store_take_engine(verify->store, error) : NULL;
        bool is_known = true;
        if (db != NULL && engine == NULL)
            return false;
        bool is_done = engine == NULL || store_files_know(engine, ids[i], &is_known, error);
        store_give_back_engine(verify->store, engine);
        if (!is_done)
            return false;
        verify->survey_id = ids[i];
        if (!is_known)
            find(verify, "the registry does not know this survey, so no copy of the store has it: "
                         "start the server once, which takes it in");
    }
    return true;
}

int64_t care_verify(Store *store, void (*report)(const char *finding, void *arg), void *arg,
                    GError **error)
{
    g_auto(GStrv) ids = store_survey_ids(store, error);
    if (ids == NULL)
        return -1;
    Verify verify = {.store = store, .report = report, .arg = arg, .survey_id = "engine.db"};
    if (!check_engine(&verify, error))
        return -1;
    for (size_t i = 0; ids[i] != NULL; i++) {
        verify.survey_id = ids[i];
        verify_survey(&verify);
    }
    return find_strays(&verify, error) ? verify.n_findings : -1;
}
