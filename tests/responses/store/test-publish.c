#include "base/error.h"
#include "responses/care/care.h"
#include "responses/fixture.h"
#include "responses/store/publish.h"

#include "base/banned.h"

/* What version 2 changes, what the finding says, and whether a store that has responses takes it. */
typedef struct {
    const char *name;
    const char *from, *to;
    EditKind kind;
    const char *sentence;
} Case;

static const Case cases[] = {
    {"another type", "<choose-many id=\"q02\" max=\"2\">", "<rank id=\"q02\" places=\"2\">",
     EDIT_REFUSED, "question 'q02' changes from choose-many to rank"},
    {"a code is deleted", "<option code=\"1\">Always</option>", "", EDIT_REFUSED,
     "code 1 of question 'q01' is gone: keep it and write retired=\"2\""},
    {"a code is added without since", "<option code=\"4\">Never</option>",
     "<option code=\"4\">Never</option><option code=\"5\">Rarely</option>", EDIT_REFUSED,
     "code 5 of question 'q01' is new in version 2: write since=\"2\""},
    {"a code is added with since", "<option code=\"4\">Never</option>",
     "<option code=\"4\">Never</option><option code=\"5\" since=\"2\">Rarely</option>",
     EDIT_RECORDED, "code 5 of question 'q01' is new since version 2"},
    {"a code is retired", "<option code=\"4\">", "<option code=\"4\" retired=\"2\">", EDIT_RECORDED,
     "code 4 of question 'q01' is retired from version 2 on"},
    {"a label is corrected", ">Sometimes<", ">Now and then<", EDIT_FREE,
     "code 3 of question 'q01' is now worded \"Now and then\""},
    {"the wording is corrected", "Do you feel safe?", "Do you feel safe here?", EDIT_FREE,
     "question 'q01' is worded differently"},
    {"scale ends move", "from=\"1\" to=\"10\"", "from=\"1\" to=\"7\"", EDIT_REFUSED,
     "question 'q03' moves the ends of its scale from 1..10 to 1..7"},
    {"fewer may be picked", "id=\"q02\" max=\"2\"", "id=\"q02\" max=\"1\"", EDIT_REFUSED,
     "question 'q02' lowers how many may be picked to 1"},
    {"more may be picked", "id=\"q02\" max=\"2\"", "id=\"q02\" max=\"3\"", EDIT_RECORDED,
     "question 'q02' raises how many may be picked"},
    {"a maximum is lowered", "max=\"500\"", "max=\"400\"", EDIT_REFUSED,
     "question 'q04' lowers its maximum"},
    {"decimal places change", "places=\"1\"", "places=\"2\"", EDIT_REFUSED,
     "question 'q04' changes its decimal places from 1 to 2"},
    {"texts get shorter", "max=\"200\"", "max=\"100\"", EDIT_REFUSED,
     "question 'q06' lowers its length to 100"},
    {"an option becomes exclusive", "<option code=\"1\">Town",
     "<option code=\"1\" exclusive=\"yes\">Town", EDIT_REFUSED,
     "code 1 of question 'q02' becomes exclusive"},
    {"an answer becomes a missing kind", "<option code=\"4\">Never",
     "<option code=\"4\" missing=\"dk\">Never", EDIT_REFUSED,
     "code 4 of question 'q01' changes whether it is an answer"},
    {"a write-in loses its name", "write-in=\"q02_other\"", "write-in=\"q02_else\"", EDIT_REFUSED,
     "variable 'q02_other' of question 'q02' is gone"},
    {"a row is deleted", "<row id=\"q07_b\">Bus</row>", "", EDIT_REFUSED,
     "row 'q07_b' of question 'q07' is gone"},
    {"a question is renamed", "id=\"q09\"", "id=\"q10\"", EDIT_REFUSED,
     "question 'q09' is gone: keep it"},
    {"a question is renamed with alias", "id=\"q09\"", "id=\"q10\" alias=\"q09\"", EDIT_FREE, NULL},
    {"special answers become ordinary", "sensitive=\"special\"", "sensitive=\"equality\"",
     EDIT_REFUSED, "question 'q09' is no longer special"},
    {"a route changes", "if=\"q01 in (3, 4)\"", "if=\"q01 is 4\"", EDIT_RECORDED,
     "question 'q03' is asked under another condition"},
    {"a question becomes required", "<choose-one id=\"q01\">",
     "<choose-one id=\"q01\" required=\"yes\">", EDIT_RECORDED, "question 'q01' is now required"},
};

static Survey *version_two(const Case *test)
{
    const char *edits[] = {
        "version=\"1\"", "version=\"2\"", test->from, test->to, NULL, NULL, NULL};
    if (strcmp(test->name, "another type") == 0) {
        edits[3] = "<rank id=\"q02\" places=\"2\">";
        static const char *const both[] = {"version=\"1\"",
                                           "version=\"2\"",
                                           "<choose-many id=\"q02\" max=\"2\">",
                                           "<rank id=\"q02\" places=\"2\">",
                                           "</choose-many>",
                                           "</rank>",
                                           " exclusive=\"yes\"",
                                           "",
                                           " write-in=\"q02_other\"",
                                           "",
                                           NULL};
        return survey_edited(both);
    }
    return survey_edited(edits);
}

static void test_edits_are_judged(void)
{
    g_autoptr(Survey) before = survey_edited(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].name);
        g_autoptr(Survey) after = version_two(&cases[i]);
        g_autoptr(GPtrArray) edits = publish_compare(before, after);
        g_autofree char *refused = publish_sentences(edits, EDIT_REFUSED, 10);
        g_autofree char *said = publish_sentences(edits, cases[i].kind, 10);
        if (cases[i].kind != EDIT_REFUSED)
            g_assert_cmpstr(refused, ==, NULL);
        if (cases[i].sentence == NULL)
            g_assert_cmpstr(said, ==, NULL);
        else if (said == NULL || strstr(said, cases[i].sentence) == NULL)
            g_error("%s: found '%s'", cases[i].name, said);
    }
}

static void test_the_same_definition_has_no_edits(void)
{
    g_autoptr(Survey) before = survey_edited(NULL);
    g_autoptr(Survey) after = survey_edited(NULL);
    g_autoptr(GPtrArray) edits = publish_compare(before, after);
    g_assert_cmpuint(edits->len, ==, 0);
}

static void test_a_retired_code_stays_retired(void)
{
    static const char *const retired[] = {"version=\"1\"", "version=\"2\"", "<option code=\"4\">",
                                          "<option code=\"4\" retired=\"2\">", NULL};
    static const char *const again[] = {"version=\"1\"", "version=\"3\"", NULL};
    g_autoptr(Survey) before = survey_edited(retired);
    g_autoptr(Survey) after = survey_edited(again);
    g_autoptr(GPtrArray) edits = publish_compare(before, after);
    g_autofree char *said = publish_sentences(edits, EDIT_REFUSED, 10);
    g_assert_nonnull(said);
    g_assert_nonnull(
        strstr(said, "code 4 of question 'q01' was retired in version 2 and cannot be used again"));
}

static void submit_one(Fixture *fixture, const Survey *survey)
{
    Submission submission = submission_of(survey, answers_with(survey, 1));
    g_assert_cmpint(submit_and_wait(fixture->store, &submission).status, ==, STORED);
}

static void test_a_version_without_responses_is_replaced(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const edits[] = {"<option code=\"4\">Never</option>",
                                        "",
                                        "if=\"q01 in (3, 4)\"",
                                        "if=\"q01 is 3\"",
                                        "sensitive=\"special\"",
                                        "sensitive=\"equality\"",
                                        NULL};
    g_autoptr(Survey) changed = survey_edited(edits);
    g_autoptr(GError) error = NULL;
    g_assert_true(store_publish(fixture->store, changed, &error));
    g_assert_no_error(error);
    g_autoptr(Survey) found = store_load_survey(fixture->store, "store-survey", 1, NULL);
    g_assert_cmpstr(found->hash, ==, changed->hash);
    submit_one(fixture, changed);
}

static void test_a_version_with_responses_is_frozen(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const edits[] = {"<option code=\"4\">Never</option>", "",
                                        "if=\"q01 in (3, 4)\"", "if=\"q01 is 3\"", NULL};
    submit_one(fixture, fixture->survey);
    g_autoptr(Survey) changed = survey_edited(edits);
    g_autoptr(GError) error = NULL;
    g_assert_false(store_publish(fixture->store, changed, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "version 1 of 'store-survey' is frozen"));
    g_assert_nonnull(strstr(error->message, "give the changed definition version=\"2\""));
    g_assert_nonnull(strstr(error->message, "code 4 of question 'q01' is gone"));
    g_clear_error(&error);
    g_assert_true(store_publish(fixture->store, fixture->survey, &error));
    g_assert_no_error(error);
}

static void test_a_later_version_that_breaks_a_rule_is_refused(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const edits[] = {"version=\"1\"", "version=\"2\"", "to=\"10\"", "to=\"7\"",
                                        NULL};
    g_autoptr(Survey) changed = survey_edited(edits);
    submit_one(fixture, fixture->survey);
    g_autoptr(GError) error = NULL;
    g_assert_false(store_publish(fixture->store, changed, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "version 2 of 'store-survey' cannot follow version 1"));
    g_assert_nonnull(strstr(error->message, "moves the ends of its scale"));
}

typedef struct {
    const Survey *survey;
    const char *name;
    Value values[4];
    unsigned versions[4];
    size_t n;
} Column;

static bool take_column(const StoreBlock *block, void *arg, GError **error)
{
    (void)error;
    Column *column = arg;
    size_t v = find_variable(column->survey, column->name);
    for (size_t r = 0; r < block->columns.n_rows; r++) {
        column->values[column->n] = block->columns.at[v][r];
        column->versions[column->n++] = block->columns.versions[r];
    }
    return true;
}

static void test_a_later_version_adds_columns(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const edits[] = {
        "version=\"1\"",
        "version=\"2\"",
        "<option code=\"3\">Bus</option>",
        "<option code=\"3\">Bus</option><option code=\"4\" since=\"2\">Train</option>",
        "id=\"q09\"",
        "id=\"q10\" alias=\"q09\"",
        NULL};
    g_autoptr(Survey) changed = survey_edited(edits);
    Answers *answers = answers_with(fixture->survey, 1);
    answers->values[find_variable(fixture->survey, "q09")] = 2;
    Submission submission = submission_of(fixture->survey, answers);
    submit_and_wait(fixture->store, &submission);
    g_autoptr(GError) error = NULL;
    g_assert_true(store_publish(fixture->store, changed, &error));
    g_assert_no_error(error);
    submit_one(fixture, changed);
    Column column = {.survey = changed, .name = "q02_4"};
    g_assert_true(store_scan(fixture->store, changed, SCAN_VALUES, take_column, &column, NULL));
    g_assert_cmpuint(column.n, ==, 2);
    g_assert_cmpint(column.values[0], ==, VALUE_NONE);
    g_assert_cmpint(column.values[1], ==, VALUE_BLANK);
    g_assert_cmpuint(column.versions[0], ==, 1);
    g_assert_cmpuint(column.versions[1], ==, 2);
    Column renamed = {.survey = changed, .name = "q10"};
    g_assert_true(store_scan(fixture->store, changed, SCAN_VALUES, take_column, &renamed, NULL));
    g_assert_cmpint(renamed.values[0], ==, 2);
    g_assert_cmpint(care_verify(fixture->store, NULL, NULL, &error), ==, 0);
    g_clear_error(&error);
    g_assert_true(store_publish(fixture->store, fixture->survey, &error));
    g_assert_no_error(error);
}

static void test_a_definition_with_todo_is_refused(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const edits[] = {"<option code=\"4\">", "<option code=\"4\" todo=\"ask\">",
                                        NULL};
    g_autoptr(Survey) draft = survey_edited(edits);
    g_autoptr(GError) error = NULL;
    g_assert_false(store_publish(fixture->store, draft, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DEFINITION);
    g_assert_nonnull(strstr(error->message, "todo"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publish/each edit is free, recorded or refused", test_edits_are_judged);
    g_test_add_func("/publish/the same definition has no edits",
                    test_the_same_definition_has_no_edits);
    g_test_add_func("/publish/a retired code stays retired", test_a_retired_code_stays_retired);
    fixture_test("/publish/a version without responses is replaced",
                 test_a_version_without_responses_is_replaced);
    fixture_test("/publish/a version with responses is frozen",
                 test_a_version_with_responses_is_frozen);
    fixture_test("/publish/a later version that breaks a rule is refused",
                 test_a_later_version_that_breaks_a_rule_is_refused);
    fixture_test("/publish/a later version adds columns", test_a_later_version_adds_columns);
    fixture_test("/publish/a definition with todo is refused",
                 test_a_definition_with_todo_is_refused);
    return g_test_run();
}
