#include "base/error.h"
#include "responses/care/care.h"
#include "responses/fixture.h"
#include "responses/store/settings.h"
#include "responses/store/statements.h"
#include <sqlite3.h>

#include "base/banned.h"

static const char survey_id[] = "store-survey";
static const Act ann = {.who = "ann", .moment = 1800000000};
static const Act bob = {.who = "bob", .moment = 1800000060};

static void put(Fixture *fixture, const char *name, const char *value, const Act *act)
{
    GError *error = NULL;
    g_assert_true(setting_put(fixture->store,
                              &(const SettingChange){.survey_id = survey_id,
                                                     .name = name,
                                                     .value = value,
                                                     .reason = "we agreed",
                                                     .act = act},
                              &error));
    g_assert_no_error(error);
}

static void assert_setting(Fixture *fixture, const char *name, const char *expected)
{
    GError *error = NULL;
    g_autofree char *value = NULL;
    g_assert_true(setting_get(fixture->store, survey_id, name, &value, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, expected);
}

/* Another program's connection; returns what it said, or NULL when the statement was carried out. */
static char *meddle(const Fixture *fixture, const char *sql)
{
    g_autofree char *path = g_build_filename(fixture->path, "store-survey.db", NULL);
    sqlite3 *db = NULL;
    char *said = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    sqlite3_exec(db, sql, NULL, NULL, &said);
    char *result = g_strdup(said);
    sqlite3_free(said);
    sqlite3_close(db);
    return result;
}

static void test_the_latest_value_counts(Fixture *fixture, const void *data)
{
    (void)data;
    assert_setting(fixture, "closes", NULL);
    put(fixture, "closes", "2026-12-01", &ann);
    put(fixture, "opens", "2026-11-01", &ann);
    put(fixture, "closes", "2026-12-24", &bob);
    assert_setting(fixture, "closes", "2026-12-24");
    assert_setting(fixture, "opens", "2026-11-01");
    put(fixture, "closes", NULL, &ann);
    assert_setting(fixture, "closes", NULL);
    store_close(fixture->store);
    fixture_open(fixture);
    assert_setting(fixture, "closes", NULL);
    assert_setting(fixture, "opens", "2026-11-01");
}

static void test_every_value_is_remembered(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    put(fixture, "closes", "2026-12-01", &ann);
    put(fixture, "opens", "2026-11-01", &ann);
    put(fixture, "closes", "2026-12-24", &bob);
    put(fixture, "closes", "2026-12-24", &bob); /* the same again is no change */
    g_autoptr(GPtrArray) list = settings_history(fixture->store, survey_id, "closes", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->len, ==, 2);
    const Setting *last = g_ptr_array_index(list, 0);
    g_assert_cmpstr(last->name, ==, "closes");
    g_assert_cmpstr(last->value, ==, "2026-12-24");
    g_assert_cmpstr(last->who, ==, "bob");
    g_assert_cmpstr(last->reason, ==, "we agreed");
    g_assert_cmpint(last->moment, ==, bob.moment);
    g_autoptr(GPtrArray) all = settings_history(fixture->store, survey_id, NULL, &error);
    g_assert_cmpuint(all->len, ==, 3);
}

typedef struct {
    GString *text;
    size_t n;
} Lines;

static bool note_line(const AuditLine *line, void *arg, GError **error)
{
    (void)error;
    Lines *lines = arg;
    lines->n++;
    g_string_append_printf(lines->text, "%s|%s|%s|%s|%s|%s\n", line->who, line->action,
                           line->subject, line->before, line->after, line->reason);
    return true;
}

static void test_every_change_is_audited(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    put(fixture, "closes", "2026-12-01", &ann);
    put(fixture, "closes", "2026-12-24", &bob);
    Lines lines = {.text = g_string_new(NULL)};
    g_assert_true(audit_scan(fixture->store, &(const AuditSpan){.survey_id = survey_id, .most = 10},
                             note_line, &lines, &error));
    g_assert_cmpstr(lines.text->str, ==,
                    "bob|set|closes|2026-12-01|2026-12-24|we agreed\n"
                    "ann|set|closes||2026-12-01|we agreed\n"
                    "|publish|version 1|||\n");
    g_string_truncate(lines.text, 0);
    g_assert_true(audit_scan(fixture->store,
                             &(const AuditSpan){.survey_id = survey_id, .before_seq = 3, .most = 1},
                             note_line, &lines, &error));
    g_assert_cmpstr(lines.text->str, ==, "ann|set|closes||2026-12-01|we agreed\n");
    g_string_free(lines.text, true);
}

static void test_what_cannot_be_set_is_said(Fixture *fixture, const void *data)
{
    (void)data;
    static const struct {
        const char *survey, *name, *reason;
        int code;
        const char *message;
    } wrong[] = {
        {"store-survey", "a b", "why", ERROR_DATA,
         "'a b' is not the name of a setting: use letters, digits and dashes"},
        {"store-survey", "", "why", ERROR_DATA,
         "'' is not the name of a setting: use letters, digits and dashes"},
        {"store-survey", "_sample-key", "why", ERROR_DATA,
         "'_sample-key' is not the name of a setting: use letters, digits and dashes"},
        {"store-survey", "closes", " ", ERROR_DATA, "say why 'closes' is changed"},
        {"store-survey", "closes", NULL, ERROR_DATA, "say why 'closes' is changed"},
        {"nothing", "closes", "why", ERROR_NOT_FOUND, "there is no survey 'nothing'"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        GError *error = NULL;
        g_assert_false(setting_put(fixture->store,
                                   &(const SettingChange){.survey_id = wrong[i].survey,
                                                          .name = wrong[i].name,
                                                          .value = "x",
                                                          .reason = wrong[i].reason,
                                                          .act = &ann},
                                   &error));
        g_assert_error(error, SOUNDINGS_ERROR, wrong[i].code);
        g_assert_true(g_str_has_prefix(error->message, wrong[i].message));
        g_error_free(error);
    }
    g_autofree char *value = NULL;
    GError *error = NULL;
    g_assert_false(setting_get(fixture->store, "nothing", "closes", &value, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(settings_history(fixture->store, "nothing", NULL, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_error_free(error);
}

static void test_logs_take_additions_only(Fixture *fixture, const void *data)
{
    (void)data;
    static const struct {
        const char *sql, *said;
    } tries[] = {
        {"UPDATE audit SET who = 'eve'", "the audit takes additions only"},
        {"DELETE FROM audit WHERE seq = 1", "the audit takes additions only"},
        {"UPDATE audit_value SET after = '2030-01-01'", "the audit takes additions only"},
        {"DELETE FROM audit_value", "the audit takes additions only"},
        {"UPDATE setting SET value = '2030-01-01'", "settings take additions only"},
        {"DELETE FROM setting", "settings take additions only"},
    };
    put(fixture, "closes", "2026-12-01", &ann);
    for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
        g_autofree char *said = meddle(fixture, tries[i].sql);
        g_assert_cmpstr(said, ==, tries[i].said);
    }
    assert_setting(fixture, "closes", "2026-12-01");
}

/* ---- A store that the first version of the schema made ---- */

extern const unsigned char responses_store_schema_survey_001_sql[];

/* The survey's file as it was: made by step 1, holding a definition that is worded otherwise, its draft tables and its audit. */
static void make_version_1(const Fixture *fixture)
{
    g_autofree char *path = g_build_filename(fixture->path, "store-survey.db", NULL);
    g_assert_cmpint(remove(path), ==, 0);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    static const char filled[] =
        "PRAGMA journal_mode = WAL; PRAGMA application_id = 0x536e6473; PRAGMA user_version = 1;"
        "INSERT INTO audit(moment, action, subject) VALUES (1700000000, 'publish', 'version 1'),"
        "(1700000001, 'erase', 'R-1')";
    g_assert_cmpint(
        sqlite3_exec(db, (const char *)responses_store_schema_survey_001_sql, NULL, NULL, NULL), ==,
        SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, filled, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_stmt *definition = NULL;
    size_t length = 0;
    const void *source = g_bytes_get_data(fixture->survey->source, &length);
    sqlite3_prepare_v2(db, "INSERT INTO definition VALUES (1, 'another', ?1, 1700000000)", -1,
                       &definition, NULL);
    sqlite3_bind_blob64(definition, 1, source, length, SQLITE_STATIC);
    g_assert_cmpint(sqlite3_step(definition), ==, SQLITE_DONE);
    sqlite3_finalize(definition);
    sqlite3_close(db);
}

static void test_a_store_of_version_1_is_brought_up_to_date(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    g_autofree char *value = NULL;
    store_close(fixture->store);
    make_version_1(fixture);
    fixture->store = store_open(fixture->path, STORE_READ, &error);
    g_assert_false(setting_get(fixture->store, survey_id, "closes", &value, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_nonnull(strstr(error->message, "start the server once to bring it up to date"));
    g_clear_error(&error);
    store_close(fixture->store);
    fixture_open(fixture); /* opening for writing is enough: readers of every survey find it done */
    assert_setting(fixture, "closes", NULL);
    put(fixture, "closes", "2026-12-01", &ann);
    Lines lines = {.text = g_string_new(NULL)};
    g_assert_true(audit_scan(fixture->store, &(const AuditSpan){.survey_id = survey_id, .most = 10},
                             note_line, &lines, &error));
    g_assert_cmpstr(lines.text->str, ==,
                    "ann|set|closes||2026-12-01|we agreed\n"
                    "|erase|R-1|||\n"
                    "|publish|version 1|||\n");
    g_string_free(lines.text, true);
    g_assert_true(store_publish(fixture->store, fixture->survey, &error));
    g_assert_no_error(error);
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
    g_assert_cmpint(submit_and_wait(fixture->store, &submission).status, ==, STORED);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

static void never_called(const char *finding, void *arg)
{
    (void)arg;
    g_error("%s", finding);
}

/* A file with a response in it, as the first version would have left it: what step 2 made is taken out again. */
static void test_responses_of_version_1_stay_as_they_are(Fixture *fixture, const void *data)
{
    (void)data;
    static const char back[] =
        "DROP TABLE setting; DROP TABLE audit_value; DROP TABLE receipt; DROP TABLE note;"
        "DROP TABLE difference; DROP TABLE keying; DROP TABLE unfinished; DROP TABLE form;"
        "DROP TABLE batch; DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted;"
        "ALTER TABLE audit DROP COLUMN who; ALTER TABLE audit DROP COLUMN reason;"
        "PRAGMA user_version = 1";
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 4));
    submission.reference = "R-1";
    g_assert_cmpint(submit_and_wait(fixture->store, &submission).status, ==, STORED);
    store_close(fixture->store);
    g_autofree char *said = meddle(fixture, back);
    g_assert_cmpstr(said, ==, NULL);
    fixture_open(fixture);
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(care_verify(fixture->store, never_called, NULL, &error), ==, 0);
    g_assert_no_error(error);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
    g_assert_true(care_erase(fixture->store, survey_id, "R-1", &error));
    put(fixture, "closes", "2026-12-01", &ann);
    assert_setting(fixture, "closes", "2026-12-01");
}

static void test_a_secret_stays_and_is_told_nowhere(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    store_close(fixture->store);
    g_autofree char *path = g_build_filename(fixture->path, "store-survey.db", NULL);
    uint8_t first[SECRET_BYTES];
    uint8_t again[SECRET_BYTES];
    {
        g_autoptr(Db) db = db_open(path, DB_WRITER, statements_of_survey(), &error);
        g_assert_no_error(error);
        g_assert_true(setting_secret(db, "_sample-key", first, &error));
        g_assert_true(setting_secret(db, "_sample-key", again, &error));
    }
    g_assert_cmpint(memcmp(first, again, sizeof first), ==, 0);
    fixture_open(fixture);
    g_autoptr(GPtrArray) list = settings_history(fixture->store, survey_id, NULL, &error);
    g_assert_cmpuint(list->len, ==, 0);
    Lines lines = {.text = g_string_new(NULL)};
    g_assert_true(audit_scan(fixture->store, &(const AuditSpan){.survey_id = survey_id, .most = 10},
                             note_line, &lines, &error));
    g_assert_cmpuint(lines.n, ==, 1);
    g_string_free(lines.text, true);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/settings/the latest value counts", test_the_latest_value_counts);
    fixture_test("/settings/every value is remembered", test_every_value_is_remembered);
    fixture_test("/settings/every change is audited", test_every_change_is_audited);
    fixture_test("/settings/what cannot be set is said", test_what_cannot_be_set_is_said);
    fixture_test("/settings/settings and audit take additions only", test_logs_take_additions_only);
    fixture_test("/settings/a store of version 1 is brought up to date",
                 test_a_store_of_version_1_is_brought_up_to_date);
    fixture_test("/settings/responses of version 1 stay as they are",
                 test_responses_of_version_1_stay_as_they_are);
    fixture_test("/settings/a secret stays and is told nowhere",
                 test_a_secret_stays_and_is_told_nowhere);
    return g_test_run();
}
