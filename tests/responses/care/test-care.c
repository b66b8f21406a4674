#include "responses/care/care.h"
#include "responses/csv-fixture.h"
#include <sqlite3.h>

#include "base/banned.h"

static const char rows[] = CSV_HEADER
    "R-1,2017-03-31T09:30:00Z,web,en,1,3,1,0,1,0,0,,10,12.5,2017-03-31,Pink "
    "zebras,1,0,1,2,1,2,0,1\n"
    "R-2,2017-03-31T09:30:01Z,paper,cy,1,4,0,0,0,0,1,Grey whales,3,0.5,2001-01-31,Dark,0,1,1,2,0,1,"
    "2,2\n"
    "R-3,2017-03-31T09:30:02Z,phone,en,1,1,0,1,0,0,0,,,,,Lights,0,1,1,2,0,1,2,2\n";

static void set_up(Fixture *fixture, const void *data)
{
    fixture_set_up(fixture, data);
    ImportReport report = {0};
    import_text(fixture, rows, &report);
    import_report_clear(&report);
}

#define care_test(path, function)                                                                  \
    g_test_add(path, Fixture, NULL, set_up, function, fixture_tear_down)

static void reopen(Fixture *fixture, StoreMode mode)
{
    GError *error = NULL;
    store_close(fixture->store);
    fixture->store = store_open(fixture->path, mode, &error);
    g_assert_no_error(error);
}

static void note(const char *finding, void *arg)
{
    GString *findings = arg;
    g_string_append_printf(findings, "%s\n", finding);
}

/* Findings of a store, one a line. */
static char *findings_of(Store *store)
{
    g_autoptr(GString) findings = g_string_new(NULL);
    GError *error = NULL;
    int64_t n = care_verify(store, note, findings, &error);
    g_assert_no_error(error);
    size_t n_lines = 0;
    for (const char *at = findings->str; (at = strchr(at, '\n')) != NULL; at++)
        n_lines++;
    g_assert_cmpint(n, ==, (int64_t)n_lines);
    return g_string_free(g_steal_pointer(&findings), false);
}

static char *database(const Fixture *fixture)
{
    return g_build_filename(fixture->path, "store-survey.db", NULL);
}

/* Another program's connection: run, and give the first value of the first row. */
static int64_t meddle(const Fixture *fixture, const char *sql)
{
    g_autofree char *path = database(fixture);
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), ==, SQLITE_OK);
    int step = sqlite3_step(statement);
    int64_t value = step == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    if (step != SQLITE_ROW)
        g_assert_cmpint(step, ==, SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

/* ---- Damage ---- */

/* What stands in a column is kept, changed, found, and put back. */
static void flip(Fixture *fixture, const char *table, const char *column, int row,
                 const char *finding)
{
    g_autofree char *keep = g_strdup_printf(
        "CREATE TABLE kept AS SELECT \"%s\" AS was FROM %s WHERE rowid = %d", column, table, row);
    g_autofree char *change =
        g_strdup_printf("UPDATE %s SET \"%s\" = CASE typeof(\"%s\") WHEN 'text' THEN \"%s\" || 'x' "
                        "WHEN 'blob' THEN zeroblob(16) WHEN 'null' THEN 1 "
                        "ELSE CASE \"%s\" WHEN 1 THEN 0 ELSE \"%s\" - 1 END END WHERE rowid = %d",
                        table, column, column, column, column, column, row);
    g_autofree char *restore = g_strdup_printf(
        "UPDATE %s SET \"%s\" = (SELECT was FROM kept) WHERE rowid = %d", table, column, row);
    meddle(fixture, keep);
    meddle(fixture, change);
    g_autofree char *findings = findings_of(fixture->store);
    g_test_message("%s.%s of row %d: %s", table, column, row, findings);
    g_assert_nonnull(strstr(findings, finding));
    meddle(fixture, restore);
    meddle(fixture, "DROP TABLE kept");
    g_autofree char *none = findings_of(fixture->store);
    g_assert_cmpstr(none, ==, "");
}

static void test_every_changed_answer_is_found(Fixture *fixture, const void *data)
{
    (void)data;
    reopen(fixture, STORE_READ);
    const Variables *variables = fixture->survey->variables;
    for (size_t v = 0; v < variables->n; v++) {
        bool apart = variables->at[v].apart;
        for (int row = 1; row <= 3; row++) {
            g_autofree char *finding = g_strdup_printf(
                "store-survey: response R-%d: its %s were changed or damaged after it was stored",
                row, apart ? "special answers" : "answers");
            flip(fixture, apart ? "special" : "response", variables->at[v].name, row, finding);
        }
    }
}

static void test_every_changed_identity_is_found(Fixture *fixture, const void *data)
{
    (void)data;
    reopen(fixture, STORE_READ);
    flip(fixture, "response", "reference", 1, "response R-1x: its answers were changed");
    flip(fixture, "response", "submitted", 2, "response R-2: its answers were changed");
    flip(fixture, "response", "channel", 2, "response R-2: its answers were changed");
    flip(fixture, "response", "language", 3, "response R-3: its answers were changed");
    flip(fixture, "response", "version", 3, "response R-3: its answers were changed");
    flip(fixture, "response", "_digest", 1, "response R-1: its answers were changed");
    flip(fixture, "response", "_digest_words", 1, "response R-1: its words were changed");
    flip(fixture, "special", "_digest", 1, "response R-1: its special answers were changed");
}

static void test_every_changed_text_is_found(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const changes[] = {
        "UPDATE words SET words = words || ' ' WHERE words = 'Pink zebras'",
        "UPDATE words SET words = 'Pink zebra' WHERE words = 'Pink zebras '",
        "DELETE FROM words WHERE words = 'Pink zebra'",
        "INSERT INTO words SELECT 1, variable, 'Pink zebraS' FROM words WHERE words = 'Dark'",
    };
    reopen(fixture, STORE_READ);
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        meddle(fixture, changes[i]);
        g_autofree char *findings = findings_of(fixture->store);
        g_assert_nonnull(strstr(findings, "store-survey: response R-1: its words were changed or "
                                          "damaged after it was stored\n"));
        g_assert_null(strstr(findings, "R-2"));
        g_assert_null(strstr(findings, "R-3"));
    }
    meddle(fixture, "UPDATE words SET words = 'Pink zebras' WHERE words = 'Pink zebraS'");
    g_autofree char *none = findings_of(fixture->store);
    g_assert_cmpstr(none, ==, "");
}

/* The digest knows which variable a value belongs to: two that change places are found. */
static void test_answers_that_change_places_are_found(Fixture *fixture, const void *data)
{
    (void)data;
    reopen(fixture, STORE_READ);
    meddle(fixture, "UPDATE response SET q02_1 = q02_2, q02_2 = q02_1 WHERE reference = 'R-1'");
    /* The same values in the same order, one of them in the next column. */
    meddle(fixture, "UPDATE response SET q03 = q02_97, q02_97 = NULL WHERE reference = 'R-3'");
    g_autofree char *findings = findings_of(fixture->store);
    g_assert_nonnull(strstr(findings, "response R-1: its answers were changed or damaged"));
    g_assert_nonnull(strstr(findings, "response R-3: its answers were changed or damaged"));
}

/* ---- Backup ---- */

static void test_a_backup_is_complete(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    g_autofree char *place = g_build_filename(fixture->directory, "copy", NULL);
    g_assert_true(care_backup(fixture->store, place, &error));
    g_assert_no_error(error);
    g_autoptr(Store) copy = store_open(place, STORE_READ, &error);
    g_assert_no_error(error);
    g_autofree char *findings = findings_of(copy);
    g_assert_cmpstr(findings, ==, "");
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *text = export_text(copy, out);
    g_assert_cmpstr(text, ==, rows);
}

static void test_a_backup_replaces_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *place = g_build_filename(fixture->directory, "copy", NULL);
    GError *error = NULL;
    g_assert_true(care_backup(fixture->store, place, &error));
    const char *const places[] = {place, fixture->path, fixture->directory};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_assert_false(care_backup(fixture->store, places[i], &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
        g_autofree char *expected =
            g_strconcat(places[i], " is there already: give the copy a new directory", NULL);
        g_assert_cmpstr(error->message, ==, expected);
        g_clear_error(&error);
    }
    g_assert_cmpuint(count_responses(fixture->store), ==, 3);
}

static void test_a_damaged_store_gives_no_backup(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    reopen(fixture, STORE_READ);
    meddle(fixture, "UPDATE response SET q01 = 99 WHERE reference = 'R-2'");
    g_autofree char *place = g_build_filename(fixture->directory, "copy", NULL);
    g_assert_false(care_backup(fixture->store, place, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_nonnull(strstr(error->message, "response R-2: its answers were changed"));
    g_error_free(error);
    g_assert_false(g_file_test(place, G_FILE_TEST_EXISTS));
}

/* ---- Erasing ---- */

static bool holds(const Fixture *fixture, const char *ending, const char *words)
{
    g_autofree char *path = database(fixture);
    g_autofree char *full = g_strconcat(path, ending, NULL);
    g_autofree char *bytes = NULL;
    size_t length = 0;
    return g_file_get_contents(full, &bytes, &length, NULL) &&
           memmem(bytes, length, words, strlen(words)) != NULL;
}

static void test_erasing_leaves_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    reopen(fixture, STORE_WRITE);
    g_assert_true(holds(fixture, "", "Pink zebras"));
    g_assert_true(care_erase(fixture->store, "store-survey", "R-1", &error));
    g_assert_no_error(error);
    g_assert_false(holds(fixture, "", "Pink zebras"));
    g_assert_false(holds(fixture, "-wal", "Pink zebras"));
    g_assert_true(holds(fixture, "", "Grey whales"));
    g_assert_cmpint(meddle(fixture, "SELECT count(*) FROM response"), ==, 2);
    g_assert_cmpint(meddle(fixture, "SELECT count(*) FROM special"), ==, 2);
    g_assert_cmpint(meddle(fixture, "SELECT count(*) FROM words"), ==, 3);
    g_assert_cmpint(
        meddle(fixture, "SELECT count(*) FROM audit WHERE action = 'erase' AND subject = 'R-1'"),
        ==, 1);
    g_autofree char *findings = findings_of(fixture->store);
    g_assert_cmpstr(findings, ==, "");
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *text = export_text(fixture->store, out);
    g_assert_null(strstr(text, "R-1"));
    g_assert_nonnull(strstr(text, "\nR-2,"));
}

/* A browser that sent a response keeps its draft's token, and with it the way to the reference: that goes too. */
static void test_erasing_takes_the_reference_from_its_draft(Fixture *fixture, const void *data)
{
    (void)data;
    static const uint8_t token[TOKEN_BYTES] = {7, 7, 7};
    GError *error = NULL;
    Waiter waiter = WAITER_INIT;
    const DraftSave save = {.survey = fixture->survey,
                            .token = token,
                            .words = "q01=3",
                            .done = waiter_done,
                            .arg = &waiter};
    g_assert_true(store_draft_save(fixture->store, &save, &error));
    g_assert_cmpint(waiter_wait(&waiter, 1).status, ==, STORED);
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 3));
    submission.token = token;
    StoreReceipt receipt = submit_and_wait(fixture->store, &submission);
    g_assert_cmpint(receipt.status, ==, STORED);
    g_assert_true(care_erase(fixture->store, "store-survey", receipt.reference, &error));
    g_assert_no_error(error);
    StoreDraft draft;
    g_assert_false(store_draft_load(fixture->store, "store-survey", token, &draft, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_error_free(error);
    g_autofree char *left =
        g_strdup_printf("SELECT count(*) FROM draft WHERE reference = '%s'", receipt.reference);
    g_assert_cmpint(meddle(fixture, left), ==, 0);
}

static void test_what_is_erased_is_not_there_again(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    g_assert_true(care_erase(fixture->store, "store-survey", "R-1", &error));
    static const char *const asked[] = {"R-1", "R-9", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
        g_assert_false(care_erase(fixture->store, "store-survey", asked[i], &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
        g_autofree char *expected =
            g_strdup_printf("survey 'store-survey' has no response '%s'", asked[i]);
        g_assert_cmpstr(error->message, ==, expected);
        g_clear_error(&error);
    }
    g_assert_cmpuint(count_responses(fixture->store), ==, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    care_test("/care/every answer that is changed is found", test_every_changed_answer_is_found);
    care_test("/care/who, when and how is found too", test_every_changed_identity_is_found);
    care_test("/care/every text that is changed is found", test_every_changed_text_is_found);
    care_test("/care/answers that change places are found",
              test_answers_that_change_places_are_found);
    care_test("/care/a backup is complete and opens", test_a_backup_is_complete);
    care_test("/care/a backup replaces nothing", test_a_backup_replaces_nothing);
    care_test("/care/a damaged store gives no backup", test_a_damaged_store_gives_no_backup);
    care_test("/care/erasing leaves no values, special or words", test_erasing_leaves_nothing);
    care_test("/care/erasing takes the reference from its draft",
              test_erasing_takes_the_reference_from_its_draft);
    care_test("/care/what is erased is not found twice", test_what_is_erased_is_not_there_again);
    return g_test_run();
}
