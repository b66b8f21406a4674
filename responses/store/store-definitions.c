#include "base/env.h"
#include "base/error.h"
#include "forms/definition/survey-xml.h"
#include "responses/store/audit.h"
#include "responses/store/publish.h"
#include "responses/store/statements.h"
#include "responses/store/store-files.h"
#include "responses/store/store-sqlite.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_SENTENCES = 10 };

/* The definition of a row (version, hash, source), read and checked again. */
static Survey *parse_row(const char *survey_id, sqlite3_stmt *row, GError **error)
{
    unsigned version = (unsigned)sqlite3_column_int64(row, 0);
    const void *source = sqlite3_column_blob(row, 2);
    g_autoptr(GBytes) bytes = g_bytes_new(source, (size_t)sqlite3_column_bytes(row, 2));
    g_autofree char *name = g_strdup_printf("%s version %u", survey_id, version);
    g_autoptr(Mistakes) mistakes = mistakes_new(name);
    Survey *survey = survey_parse(bytes, mistakes);
    if (survey != NULL)
        return survey;
    g_autofree char *text = mistakes_text(mistakes);
    error_set(error, ERROR_STORE, "the published definition cannot be read any more:\n%s", text);
    return NULL;
}

Survey *store_load_survey(Store *store, const char *survey_id, unsigned version, GError **error)
{
    Db *db = store_take_reader(store, survey_id, error);
    if (db == NULL)
        return NULL;
    sqlite3_stmt *find =
        db_bind_some(db, version == 0 ? DEFINITION_NEWEST : DEFINITION_OF_VERSION, INT(version));
    int step = db_step(db, find, error);
    Survey *survey = NULL;
    if (step == 1)
        survey = parse_row(survey_id, find, error);
    else if (step == 0)
        error_set(error, ERROR_NOT_FOUND, "survey '%s' has no version %u in this store", survey_id,
                  version);
    sqlite3_reset(find);
    store_give_back(store, survey_id, db);
    return survey;
}

/* ---- Publishing, in the writer's thread ---- */

/* The whole number that a statement gives; -1 and an error. */
static int64_t ask(Db *db, SurveyStatement statement, int64_t argument, GError **error)
{
    int64_t number = -1;
    (void)db_ask(db, db_bind_some(db, statement, INT(argument)), &number, error);
    return number;
}

/* Does the file hold this version? *out_before is it when its hash is another one, NULL when it is this very one. */
static bool find_version(Db *db, const Survey *survey, bool *out_has, Survey **out_before,
                         GError **error)
{
    sqlite3_stmt *find = db_bind(db, DEFINITION_OF_VERSION, INT(survey->version));
    int step = db_step(db, find, error);
    *out_has = step == 1;
    bool is_done = step >= 0;
    if (step == 1 && strcmp((const char *)sqlite3_column_text(find, 1), survey->hash) != 0) {
        *out_before = parse_row(survey->id, find, error);
        is_done = *out_before != NULL;
    }
    sqlite3_reset(find);
    return is_done;
}

/* Refuse to replace a version that has responses, naming what would change. */
static bool check_frozen(Db *db, const Survey *before, const Survey *survey, GError **error)
{
    int64_t n = ask(db, VERSION_COUNT, survey->version, error);
    if (n <= 0)
        return n == 0;
    g_autoptr(GPtrArray) edits = publish_compare(before, survey);
    g_autoptr(GString) list = g_string_new(NULL);
    for (int kind = EDIT_REFUSED; kind >= EDIT_FREE; kind--) {
        g_autofree char *sentences = publish_sentences(edits, (EditKind)kind, MOST_SENTENCES);
        if (sentences != NULL)
            g_string_append_printf(list, "\n%s", sentences);
    }
    error_set(error, ERROR_CONFLICT,
              "version %u of '%s' is frozen, because %" PRId64
              " responses answered it: give the changed definition version=\"%u\"%s%s",
              survey->version, survey->id, n, survey->version + 1,
              list->len > 0 ? ". What changed:" : "", list->str);
    return false;
}

/* Refuse edits that would break earlier responses, version by version. */
static bool check_earlier(Db *db, const Survey *survey, GError **error)
{
    sqlite3_stmt *list = db_statement(db, DEFINITION_LIST);
    int step = 0;
    bool is_allowed = true;
    while (is_allowed && (step = db_step(db, list, error)) == 1) {
        unsigned version = (unsigned)sqlite3_column_int64(list, 0);
        if (version == survey->version)
            continue;
        if (version > survey->version) {
            error_set(error, ERROR_CONFLICT,
                      "version %u of '%s' is published already; this definition says version %u: "
                      "give it version=\"%u\"",
                      version, survey->id, survey->version, version + 1);
            is_allowed = false;
            continue;
        }
        int64_t is_used = ask(db, VERSION_IS_USED, version, error);
        if (is_used <= 0) {
            is_allowed = is_used == 0;
            continue;
        }
        g_autoptr(Survey) before = parse_row(survey->id, list, error);
        g_autoptr(GPtrArray) edits = before == NULL ? NULL : publish_compare(before, survey);
        g_autofree char *refused =
            edits == NULL ? NULL : publish_sentences(edits, EDIT_REFUSED, MOST_SENTENCES);
        if (refused != NULL)
            error_set(error, ERROR_CONFLICT,
                      "version %u of '%s' cannot follow version %u, which has responses:\n%s",
                      survey->version, survey->id, version, refused);
        is_allowed = before != NULL && refused == NULL;
    }
    sqlite3_reset(list);
    return is_allowed && step == 0;
}

static bool audit(Db *db, const char *action, unsigned version, GError **error)
{
    g_autofree char *subject = g_strdup_printf("version %u", version);
    AuditEntry line = {.moment = env_now(), .action = action, .subject = subject};
    return audit_add(db, &line, error);
}

static bool put_definition(Db *db, const Survey *survey, GError **error)
{
    size_t length = 0;
    const void *source = g_bytes_get_data(survey->source, &length);
    return db_run_with(db, error, DEFINITION_PUT, INT(survey->version), TEXT(survey->hash),
                       BLOB(source, length), INT(env_now()));
}

/* Make columns and keep the source, in the open transaction. While nobody has answered, names are free again. */
static bool write_definition(Db *db, const Survey *survey, bool is_replaced, GError **error)
{
    int64_t has_responses = ask(db, RESPONSES_ARE_THERE, 0, error);
    if (has_responses < 0)
        return false;
    if (has_responses == 0 && !db_run(db, db_statement(db, VARIABLE_CLEAR), error))
        return false;
    return wide_extend(db, survey, error) && put_definition(db, survey, error) &&
           audit(db, is_replaced ? "replace" : "publish", survey->version, error);
}

/* The registry hears of it last, when the file with the definition is durable: what it knows was there. */
static bool run_publish(Writer *writer, void *arg, GError **error)
{
    const Survey *survey = arg;
    SurveyFile *file = writer_file(writer, survey->id, true, error);
    if (file == NULL)
        return false;
    bool has = false;
    g_autoptr(Survey) before = NULL;
    if (!find_version(file->db, survey, &has, &before, error))
        return false;
    if (has && before == NULL)
        return store_files_register(writer_engine(writer), survey->id, survey->version, error);
    if (before != NULL && !check_frozen(file->db, before, survey, error))
        return false;
    if (!check_earlier(file->db, survey, error) || !db_begin(file->db, error))
        return false;
    writer_file_forget(file);
    if (!write_definition(file->db, survey, has, error) || !db_commit(file->db, error)) {
        db_rollback(file->db);
        return false;
    }
    return store_files_register(writer_engine(writer), survey->id, survey->version, error);
}

bool store_publish(Store *store, const Survey *survey, GError **error)
{
    if (!store_needs_writer(store, error))
        return false;
    if (survey->n_todos > 0) {
        error_set(error, ERROR_DEFINITION,
                  "'%s' cannot be published: %u places are still marked todo; settle them and "
                  "take the marks away",
                  survey->id, survey->n_todos);
        return false;
    }
    if (strcmp(survey->id, "engine") == 0) {
        error_set(error, ERROR_DEFINITION, "'engine' cannot be the id of a survey: choose another");
        return false;
    }
    union {
        const Survey *lent;
        void *arg;
    } task = {.lent = survey};
    return writer_do(store->writer, run_publish, task.arg, error);
}
