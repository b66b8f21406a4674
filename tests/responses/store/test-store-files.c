/* A file that the store knows and that is gone: nothing is made in its place, and everything says so. */
#include "base/db.h"
#include "base/error.h"
#include "responses/care/care.h"
#include "responses/csv-fixture.h"
#include "responses/paper/batches.h"
#include "responses/store/settings.h"
#include "responses/store/statements.h"
#include "responses/store/store-files.h"
#include <glib/gstdio.h>

#include "base/banned.h"

static const char survey_id[] = "store-survey";
static const Act act = {"ann", 1700000000};

static char *file_of(const Fixture *fixture, const char *name)
{
    return g_build_filename(fixture->path, name, NULL);
}

/* Another program writes this file of the store. */
static void put_file(const Fixture *fixture, const char *name, const char *bytes)
{
    g_autofree char *path = file_of(fixture, name);
    g_assert_true(g_file_set_contents(path, bytes, -1, NULL));
}

static void drop_file(const Fixture *fixture, const char *name)
{
    g_autofree char *path = file_of(fixture, name);
    g_assert_cmpint(g_remove(path), ==, 0);
}

/* Another program runs this on a file of the store, which it makes when it is not there. */
static void meddle(const Fixture *fixture, const char *name, const char *sql)
{
    g_autofree char *path = file_of(fixture, name);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names and sizes of what lies in the store, but for its registry, the lock and what readers put there.
 * Returns: yours (free with g_free). */
static char *listing(const Fixture *fixture)
{
    g_autoptr(GString) list = g_string_new(NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(fixture->path, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        GStatBuf status;
        g_autofree char *path = file_of(fixture, name);
        g_assert_cmpint(g_stat(path, &status), ==, 0);
        bool is_readers = g_str_has_suffix(name, "-shm") ||
                          (g_str_has_suffix(name, "-wal") && status.st_size == 0);
        if (!g_str_has_prefix(name, "engine.db") && !g_str_equal(name, "lock") && !is_readers)
            g_ptr_array_add(names, g_strdup_printf("%s %ld\n", name, (long)status.st_size));
    }
    g_ptr_array_sort(names, compare_lines);
    for (size_t i = 0; i < names->len; i++)
        g_string_append(list, g_ptr_array_index(names, i));
    return g_string_free(g_steal_pointer(&list), false);
}

/* ---- Whatever is asked of a lost survey ---- */

static bool submit(Fixture *fixture, GError **error)
{
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
    Waiter waiter = WAITER_INIT;
    g_assert_true(store_submit(fixture->store, &submission, waiter_done, &waiter, error));
    StoreReceipt receipt = waiter_wait(&waiter, 1);
    if (receipt.status == STORED)
        return true;
    error_set(error, ERROR_LOST, "%s", waiter.message);
    return false;
}

static bool save_draft(Fixture *fixture, GError **error)
{
    const uint8_t token[TOKEN_BYTES] = {7};
    Waiter waiter = WAITER_INIT;
    const DraftSave save = {.survey = fixture->survey,
                            .token = token,
                            .words = "words",
                            .done = waiter_done,
                            .arg = &waiter};
    g_assert_true(store_draft_save(fixture->store, &save, error));
    StoreReceipt receipt = waiter_wait(&waiter, 1);
    if (receipt.status == STORED)
        return true;
    error_set(error, ERROR_LOST, "%s", waiter.message);
    return false;
}

static bool load_draft(Fixture *fixture, GError **error)
{
    const uint8_t token[TOKEN_BYTES] = {7};
    StoreDraft draft = {0};
    return store_draft_load(fixture->store, survey_id, token, &draft, error);
}

static bool publish(Fixture *fixture, GError **error)
{
    return store_publish(fixture->store, fixture->survey, error);
}

static bool load(Fixture *fixture, GError **error)
{
    g_autoptr(Survey) survey = store_load_survey(fixture->store, survey_id, 0, error);
    return survey != NULL;
}

static bool import(Fixture *fixture, GError **error)
{
    g_autofree char *path = write_file(fixture, "in.csv", CSV_HEADER);
    ImportReport report = {0};
    bool is_done =
        import_csv(fixture->store, fixture->survey, path, CHANNEL_IMPORT, &report, error);
    import_report_clear(&report);
    return is_done;
}

static bool begin_import(Fixture *fixture, GError **error)
{
    return store_import_begin(fixture->store, fixture->survey, error);
}

static bool export(Fixture *fixture, GError **error)
{
    g_autofree char *path = g_build_filename(fixture->directory, "out.csv", NULL);
    return export_csv(fixture->store, survey_id, path, CSV_GUARDED, error);
}

static bool erase(Fixture *fixture, GError **error)
{
    return care_erase(fixture->store, survey_id, "R-1", error);
}

static bool summarise(Fixture *fixture, GError **error)
{
    StoreSummary summary;
    return store_summarise(fixture->store, survey_id, &summary, error);
}

static bool set_date(Fixture *fixture, GError **error)
{
    const SettingChange change = {survey_id, "closes", "2026-12-01", "we agreed", &act};
    return setting_put(fixture->store, &change, error);
}

static bool get_date(Fixture *fixture, GError **error)
{
    g_autofree char *value = NULL;
    return setting_get(fixture->store, survey_id, "closes", &value, error);
}

static bool list_batches(Fixture *fixture, GError **error)
{
    g_autoptr(GPtrArray) batches = batches_list(fixture->store, survey_id, error);
    return batches != NULL;
}

static bool back_up(Fixture *fixture, GError **error)
{
    g_autofree char *copy = g_build_filename(fixture->directory, "copy", NULL);
    bool is_done = care_backup(fixture->store, copy, error);
    g_assert_cmpint(g_file_test(copy, G_FILE_TEST_EXISTS), ==, is_done);
    return is_done;
}

static const struct {
    const char *name;
    bool (*ask)(Fixture *fixture, GError **error);
} requests[] = {
    {"publish", publish},      {"load", load},
    {"import", import},        {"begin an import", begin_import},
    {"export", export},        {"erase", erase},
    {"submit", submit},        {"save a draft", save_draft},
    {"summary", summarise},    {"load a draft", load_draft},
    {"set", set_date},         {"get", get_date},
    {"batches", list_batches}, {"back up", back_up},
};

static void note(const char *finding, void *arg)
{
    GString *findings = arg;
    g_string_append_printf(findings, "%s\n", finding);
}

/* Findings of a store, one a line.   Returns: yours (free with g_free). */
static char *findings_of(Store *store)
{
    g_autoptr(GString) findings = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(care_verify(store, note, findings, &error), >=, 0);
    g_assert_no_error(error);
    return g_string_free(g_steal_pointer(&findings), false);
}

/* Open the store as it is now, ask everything of the survey, look that all of it was refused and nothing was changed. */
static void assert_is_lost(Fixture *fixture, const char *why)
{
    static const StoreMode modes[] = {STORE_READ, STORE_WRITE};
    g_autofree char *before = listing(fixture);
    for (size_t m = 0; m < G_N_ELEMENTS(modes); m++) {
        g_autoptr(GError) failure = NULL;
        fixture->store = store_open(fixture->path, modes[m], &failure);
        g_assert_no_error(failure);
        for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
            if (modes[m] == STORE_READ && requests[i].ask != load && requests[i].ask != back_up)
                continue;
            g_autoptr(GError) error = NULL;
            g_test_message("%s", requests[i].name);
            g_assert_false(requests[i].ask(fixture, &error));
            g_assert_error(error, SOUNDINGS_ERROR, ERROR_LOST);
            g_assert_nonnull(strstr(error->message, "survey 'store-survey' is lost: "));
            g_assert_nonnull(strstr(error->message, why));
            g_assert_nonnull(strstr(error->message, "put store-survey.db back from the newest"));
        }
        g_autofree char *findings = findings_of(fixture->store);
        g_assert_nonnull(strstr(findings, "store-survey: survey 'store-survey' is lost: "));
        g_clear_pointer(&fixture->store, store_close);
    }
    g_autofree char *after = listing(fixture);
    g_assert_cmpstr(after, ==, before);
}

static void close_store(Fixture *fixture)
{
    g_clear_pointer(&fixture->store, store_close);
}

static void test_a_missing_file_is_not_made_anew(Fixture *fixture, const void *data)
{
    (void)data;
    close_store(fixture);
    drop_file(fixture, "store-survey.db");
    assert_is_lost(fixture, "store-survey.db is missing, and nothing was made in its place");
}

static void test_an_emptied_file_is_not_filled(Fixture *fixture, const void *data)
{
    (void)data;
    close_store(fixture);
    put_file(fixture, "store-survey.db", "");
    assert_is_lost(fixture, "store-survey.db is empty");
    /* A log that lies there is not thrown away: it may be what is left of the answers. */
    put_file(fixture, "store-survey.db-wal", "frames");
    assert_is_lost(fixture, "(and take store-survey.db-wal and store-survey.db-shm away");
}

static void test_what_is_not_the_file_of_a_survey_is_left_alone(Fixture *fixture, const void *data)
{
    (void)data;
    close_store(fixture);
    drop_file(fixture, "store-survey.db");
    meddle(fixture, "store-survey.db", "CREATE TABLE t(a); DROP TABLE t");
    assert_is_lost(fixture, "is not the file of a survey");
    meddle(fixture, "store-survey.db", "CREATE TABLE recipes(name TEXT)");
    assert_is_lost(fixture, "is not the file of a survey");
    put_file(fixture, "store-survey.db",
             "Notes of the meeting: nothing was decided, all went home.");
    assert_is_lost(fixture, "is not the file of a survey");
}

static void test_our_tables_without_a_survey_are_no_survey(Fixture *fixture, const void *data)
{
    (void)data;
    close_store(fixture);
    meddle(fixture, "store-survey.db", "DELETE FROM definition");
    assert_is_lost(fixture, "store-survey.db holds no survey");
}

static void test_the_file_of_another_survey_is_refused(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    g_autoptr(Survey) other =
        survey_edited((const char *[]){"id=\"store-survey\"", "id=\"other\"", NULL});
    g_assert_true(store_publish(fixture->store, other, &error));
    close_store(fixture);
    g_autofree char *from = file_of(fixture, "other.db");
    g_autofree char *to = file_of(fixture, "store-survey.db");
    g_autofree char *bytes = NULL;
    size_t length = 0;
    g_assert_true(g_file_get_contents(from, &bytes, &length, NULL));
    g_assert_true(g_file_set_contents(to, bytes, (gssize)length, NULL));
    assert_is_lost(fixture, "store-survey.db holds survey 'other'");
    /* The other one is as it was. */
    fixture_open(fixture);
    g_autoptr(Survey) found = store_load_survey(fixture->store, "other", 0, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(found->id, ==, "other");
    /* A survey that is new here is not made in such a file either. */
    close_store(fixture);
    meddle(fixture, "engine.db", "DELETE FROM survey WHERE id = 'store-survey'");
    fixture_open(fixture);
    g_assert_false(store_publish(fixture->store, fixture->survey, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LOST);
    g_assert_nonnull(strstr(error->message, "Take that file out of the store"));
    g_clear_error(&error);
}

static void test_a_file_that_is_put_back_is_used(Fixture *fixture, const void *data)
{
    (void)data;
    close_store(fixture);
    g_autofree char *path = file_of(fixture, "store-survey.db");
    g_autofree char *kept = g_build_filename(fixture->directory, "kept.db", NULL);
    g_assert_cmpint(g_rename(path, kept), ==, 0);
    assert_is_lost(fixture, "is missing");
    g_assert_cmpint(g_rename(kept, path), ==, 0);
    fixture_open(fixture);
    g_autoptr(GError) error = NULL;
    g_assert_true(publish(fixture, &error) && submit(fixture, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

/* ---- A crash while a survey is made: as the disk would be found ---- */

static void forget_in_registry(const Fixture *fixture)
{
    meddle(fixture, "engine.db", "DELETE FROM survey");
}

static void assert_is_made_normally(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    fixture_open(fixture);
    g_assert_false(load(fixture, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(publish(fixture, &error) && submit(fixture, &error));
    g_assert_no_error(error);
    g_auto(GStrv) ids = store_survey_ids(fixture->store, &error);
    g_assert_cmpstr(ids[0], ==, survey_id);
    close_store(fixture);
}

static void test_a_survey_that_was_only_begun_is_made(Fixture *fixture, const void *data)
{
    (void)data;
    close_store(fixture);
    forget_in_registry(fixture);
    put_file(fixture, "store-survey.db", ""); /* before SQLite wrote its first page */
    assert_is_made_normally(fixture);
    drop_file(fixture, "store-survey.db");
    forget_in_registry(fixture);
    assert_is_made_normally(fixture); /* before there was a file */
    forget_in_registry(fixture);
    drop_file(fixture, "store-survey.db");
    g_autofree char *path = file_of(fixture, "store-survey.db");
    DbSchema first_step = *statements_of_survey(); /* between two steps of its tables */
    first_step.n_migrations = 1;
    first_step.n_statements = 0;
    db_close(db_open(path, DB_WRITER, &first_step, NULL));
    assert_is_made_normally(fixture);
    forget_in_registry(fixture);
    drop_file(fixture, "store-survey.db"); /* between its tables and its definition */
    db_close(db_open(path, DB_WRITER, statements_of_survey(), NULL));
    assert_is_made_normally(fixture);
}

static void test_a_survey_that_the_registry_missed_is_taken_in(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(submit(fixture, &error));
    close_store(fixture);
    forget_in_registry(fixture);
    fixture->store = store_open(fixture->path, STORE_READ, &error);
    g_autofree char *findings = findings_of(fixture->store);
    g_assert_cmpstr(findings, ==,
                    "store-survey: the registry does not know this survey, so no copy of the store "
                    "has it: start the server once, which takes it in\n");
    close_store(fixture);
    fixture_open(fixture);
    g_auto(GStrv) ids = store_survey_ids(fixture->store, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_strv_length(ids), ==, 1);
    g_assert_cmpstr(ids[0], ==, survey_id);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
    g_autofree char *none = findings_of(fixture->store);
    g_assert_cmpstr(none, ==, "");
    close_store(fixture);
    drop_file(fixture, "store-survey.db"); /* and from then on it is missed */
    assert_is_lost(fixture, "is missing");
}

/* ---- The registry ---- */

static void assert_registry_is_lost(const Fixture *fixture, const char *why)
{
    static const StoreMode modes[] = {STORE_READ, STORE_WRITE};
    g_autofree char *path = file_of(fixture, "engine.db");
    for (size_t m = 0; m < G_N_ELEMENTS(modes); m++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *before = NULL;
        g_autofree char *after = NULL;
        bool was_there = g_file_get_contents(path, &before, NULL, NULL);
        g_assert_null(store_open(fixture->path, modes[m], &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_LOST);
        g_assert_nonnull(strstr(error->message, why));
        g_assert_nonnull(strstr(error->message, "though the store has surveys (store-survey)"));
        g_assert_nonnull(strstr(error->message, "Put engine.db back from the newest backup"));
        g_assert_cmpint(g_file_get_contents(path, &after, NULL, NULL), ==, was_there);
        g_assert_cmpstr(after, ==, before);
    }
}

static void test_a_lost_registry_is_not_made_anew(Fixture *fixture, const void *data)
{
    (void)data;
    close_store(fixture);
    drop_file(fixture, "engine.db");
    assert_registry_is_lost(fixture, "engine.db is missing");
    put_file(fixture, "engine.db", "");
    assert_registry_is_lost(fixture, "engine.db is empty");
    drop_file(fixture, "engine.db");
    meddle(fixture, "engine.db", "CREATE TABLE t(a); DROP TABLE t");
    assert_registry_is_lost(fixture, "engine.db is not a registry");
    put_file(fixture, "store-survey.db", ""); /* whatever is left of the survey */
    assert_registry_is_lost(fixture, "engine.db is not a registry");
}

static void test_a_store_without_surveys_is_begun(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    close_store(fixture);
    drop_file(fixture, "store-survey.db");
    put_file(fixture, "engine.db", ""); /* as a crash in its first moment leaves it */
    g_assert_null(store_open(fixture->path, STORE_READ, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_nonnull(strstr(error->message, "there is no store in"));
    g_clear_error(&error);
    assert_is_made_normally(fixture);
    drop_file(fixture, "store-survey.db");
    drop_file(fixture, "engine.db");
    assert_is_made_normally(fixture);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/store-files/a missing file is not made anew",
                 test_a_missing_file_is_not_made_anew);
    fixture_test("/store-files/an emptied file is not filled", test_an_emptied_file_is_not_filled);
    fixture_test("/store-files/what is not the file of a survey is left alone",
                 test_what_is_not_the_file_of_a_survey_is_left_alone);
    fixture_test("/store-files/our tables without a survey are no survey",
                 test_our_tables_without_a_survey_are_no_survey);
    fixture_test("/store-files/the file of another survey is refused",
                 test_the_file_of_another_survey_is_refused);
    fixture_test("/store-files/a file that is put back is used",
                 test_a_file_that_is_put_back_is_used);
    fixture_test("/store-files/a survey that was only begun is made",
                 test_a_survey_that_was_only_begun_is_made);
    fixture_test("/store-files/a survey that the registry missed is taken in",
                 test_a_survey_that_the_registry_missed_is_taken_in);
    fixture_test("/store-files/a lost registry is not made anew",
                 test_a_lost_registry_is_not_made_anew);
    fixture_test("/store-files/a store without surveys is begun",
                 test_a_store_without_surveys_is_begun);
    return g_test_run();
}
