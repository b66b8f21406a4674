/* Answers, questions and pages are added, removed and moved by one who does not see the XML. */
#include "forms/definition/editing/edited.h"

#include "base/banned.h"

static void an_answer_gets_the_next_free_code_before_the_special_ones(void)
{
    g_autoptr(GError) error = NULL;
    SurveyEdit *edit = open_small(NULL, NULL);
    g_assert_true(survey_edit_add_option(edit, "question-q01", "Perhaps", &error));
    g_autofree char *text = finish(edit);
    assert_has(text, "No</option>\n      <option code=\"3\" since=\"2\">Perhaps</option>\n"
                     "      <option code=\"99\"");
    g_autoptr(Survey) survey = read_again(text);
    g_assert_cmpuint(survey_find_question(survey, "q01")->n_options, ==, 4);
}

static void a_page_takes_no_answer_for_its_questions(void)
{
    static const char *const parts[] = {"page-p1", "page-p2", "survey", "question-q02"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autoptr(GError) error = NULL;
        SurveyEdit *edit = open_small(NULL, NULL);
        g_assert_false(survey_edit_add_option(edit, parts[i], "Perhaps", &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_cmpstr(error->message, ==,
                        "the answers of this question are not its own: add to the shared answers "
                        "instead");
        g_autofree char *text = finish(edit);
        assert_lacks(text, "Perhaps");
    }
}

static void what_is_referred_to_is_not_removed_and_told(void)
{
    static const struct {
        const char *part, *option, *words;
    } cases[] = {
        {"question-q01", "option-1",
         "it cannot be removed: page 'p2' is asked or shown depending on that answer"},
        {"question-q01", NULL, "it cannot be removed: page 'p2' is asked or shown depending on it"},
        {"page-p1", NULL, "it cannot be removed: page 'p2' is asked or shown depending on it"},
        {"question-q03", NULL,
         "it cannot be removed: nothing else stands on its page; remove the page instead"},
        {"survey", NULL, "this cannot be removed"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        SurveyEdit *edit = open_small(NULL, NULL);
        bool is_done =
            cases[i].option != NULL
                ? survey_edit_remove_option(edit, cases[i].part, cases[i].option, NULL, &error)
                : survey_edit_remove(edit, cases[i].part, NULL, &error);
        g_assert_false(is_done);
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
        g_assert_cmpstr(error->message, ==, cases[i].words);
        survey_edit_free(edit);
    }
}

static void what_was_answered_is_retired_and_what_is_new_goes(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free);
    SurveyEdit *edit = open_small(NULL, NULL);
    g_assert_true(survey_edit_remove_option(edit, "question-q01", "option-2", told, &error));
    g_assert_true(survey_edit_remove(edit, "question-q02", told, &error));
    g_assert_true(survey_edit_remove(edit, "page-p2", told, &error));
    g_autofree char *text = finish(edit);
    assert_has(text, "<option code=\"2\" retired=\"2\">No");
    assert_has(text, "<text id=\"q02\" number=\"2\" retired=\"2\">");
    assert_lacks(text, "q03");
    g_assert_cmpuint(told->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(told, 1), ==,
                    "Question 2 is no longer asked from version 2 on. Its answers stay in the "
                    "results.");
}

static void removing_before_publication_counts_again_and_tells_the_results(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GBytes) bytes = small_with("version=\"2\"", "version=\"1\"");
    g_autofree char *text = text_of(bytes);
    GString *plain = g_string_new(text);
    g_string_replace(plain, " if=\"q01 is 1\"", "", 0);
    g_string_replace(plain, " since=\"2\"", "", 0);
    g_autoptr(GBytes) first = g_string_free_to_bytes(plain);
    SurveyEdit *edit = open_bytes(first);
    g_assert_true(survey_edit_remove_option(edit, "question-q01", "option-2", told, &error));
    g_assert_true(survey_edit_remove(edit, "question-q01", told, &error));
    g_autofree char *after = finish(edit);
    g_assert_cmpuint(told->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(told, 0), ==,
                    "The total \"Some\" of the results no longer includes it.");
    g_assert_cmpstr(g_ptr_array_index(told, 1), ==,
                    "The results of question 2 are no longer broken down by it.");
    assert_has(after, "id=\"q02\" number=\"1\"");
    assert_has(after, "id=\"q03\" number=\"2\"");
    assert_lacks(after, " by=");
}

static void questions_change_places_with_their_comments(void)
{
    g_autoptr(GError) error = NULL;
    SurveyEdit *edit = open_small(NULL, NULL);
    g_assert_true(survey_edit_move(edit, "question-q02", true, &error));
    g_autofree char *text = finish(edit);
    assert_has(text, "<page id=\"p1\">\n    <!-- The second. -->\n    <text id=\"q02\" "
                     "number=\"2\">");
    assert_has(text, "\n    <!-- Kept. -->\n    <choose-one id=\"q01\" number=\"1\">");
    edit = open_small(NULL, NULL);
    g_assert_false(survey_edit_move(edit, "question-q01", true, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_cmpstr(error->message, ==, "Question 1 is the first on its page already");
    survey_edit_free(edit);
}

static void moving_down_and_up_again_gives_the_same_bytes(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) before = shipped("community-safety.xml");
    g_autoptr(SurveyEdit) down = open_bytes(before);
    g_assert_true(survey_edit_move(down, "question-q04", false, &error));
    g_autoptr(GBytes) moved = survey_edit_bytes(down);
    g_assert_false(g_bytes_equal(before, moved));
    g_autoptr(SurveyEdit) up = open_bytes(moved);
    g_assert_cmpstr(survey_edit_find(up, "question-q04")->name, ==, "Question 5");
    g_assert_true(survey_edit_move(up, "question-q04", true, &error));
    g_autoptr(GBytes) after = survey_edit_bytes(up);
    g_assert_true(g_bytes_equal(before, after));
}

static void a_question_is_made_of_a_few_lines(void)
{
    static const struct {
        NewQuestion question;
        const char *after, *words;
    } cases[] = {
        {{.type = "choose-many",
          .words = "Which?",
          .answers = "Red\r\n\r\nBlue\nPrefer not to say"},
         "page-p1",
         "<page id=\"p1\">\n    <choose-many id=\"q04\" since=\"2\" number=\"0a\">\n"
         "      <ask>Which?</ask>\n      <option code=\"1\">Red</option>\n"
         "      <option code=\"2\">Blue</option>\n      <option code=\"99\" "
         "missing=\"refused\" exclusive=\"yes\">Prefer not to say</option>\n"
         "    </choose-many>\n"},
        {{.type = "scale", .words = "How much?", .from = 1, .to = 5, .low = "Little"},
         "question-q02",
         "<scale id=\"q04\" from=\"1\" to=\"5\" since=\"2\" number=\"2a\">\n      <ask>How "
         "much?</ask>\n      <low>Little</low>\n    </scale>\n"},
        {{.type = "text", .words = "What else?"},
         "question-q03",
         "<text id=\"q04\" since=\"2\" number=\"3a\">\n      <ask>What else?"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *key = NULL;
        SurveyEdit *edit = open_small(NULL, NULL);
        g_assert_true(
            survey_edit_add_question(edit, cases[i].after, &cases[i].question, &key, &error));
        g_assert_cmpstr(key, ==, "question-q04");
        g_autofree char *text = finish(edit);
        assert_has(text, cases[i].words);
        g_autoptr(Survey) survey = read_again(text);
        g_assert_nonnull(survey_find_question(survey, "q04"));
    }
}

static void a_question_that_lacks_something_says_what(void)
{
    static const struct {
        NewQuestion question;
        const char *after;
        int code;
        const char *words;
    } cases[] = {
        {{.type = "choose-one", .words = " ", .answers = "A\nB"},
         "page-p1",
         ERROR_DATA,
         "write the question"},
        {{.type = "choose-one", .words = "W?", .answers = "A\n"},
         "page-p1",
         ERROR_DATA,
         "write at least two answers, each on a line of its own"},
        {{.type = "scale", .words = "W?", .from = 5, .to = 5},
         "page-p1",
         ERROR_DATA,
         "the scale begins with a smaller number than it ends with; 100 is the most"},
        {{.type = "grid", .words = "W?"},
         "page-p1",
         ERROR_DATA,
         "choose one of the kinds of question"},
        {{.type = "text", .words = "W?"},
         "survey",
         ERROR_DATA,
         "choose one of the kinds of question"},
        {{.type = "text", .words = "W?"},
         "page-p9",
         ERROR_NOT_FOUND,
         "the survey has no part 'page-p9'"},
        {{.type = "text", .words = "a\x01"},
         "page-p1",
         ERROR_DATA,
         "there is a character in these words that cannot be kept: type them again instead of "
         "pasting them"},
        {{.type = "text", .words = "a\xef\xbf\xbe"},
         "page-p1",
         ERROR_DATA,
         "there is a character in these words that cannot be kept: type them again instead of "
         "pasting them"},
        {{.type = "text", .words = "\xef\xbf\xbf"},
         "page-p1",
         ERROR_DATA,
         "there is a character in these words that cannot be kept: type them again instead of "
         "pasting them"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *key = NULL;
        g_autoptr(SurveyEdit) edit = open_small(NULL, NULL);
        g_assert_false(
            survey_edit_add_question(edit, cases[i].after, &cases[i].question, &key, &error));
        g_assert_error(error, SOUNDINGS_ERROR, cases[i].code);
        g_assert_cmpstr(error->message, ==, cases[i].words);
        g_assert_null(key);
    }
}

static void the_first_edition_counts_a_new_question_in(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *key = NULL;
    const NewQuestion question = {.type = "text", .words = "New?"};
    SurveyEdit *edit = open_shipped("community-safety.xml");
    g_assert_true(survey_edit_add_question(edit, "question-q01", &question, &key, &error));
    g_autofree char *text = finish(edit);
    g_autoptr(Survey) survey = read_again(text);
    const Question *added = survey_find_question(survey, key + strlen("question-"));
    g_assert_cmpstr(added->number, ==, "2");
    g_assert_cmpstr(survey_find_question(survey, "q02")->number, ==, "3");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/survey-edit-parts/add-answer",
                    an_answer_gets_the_next_free_code_before_the_special_ones);
    g_test_add_func("/survey-edit-parts/page-without-answers",
                    a_page_takes_no_answer_for_its_questions);
    g_test_add_func("/survey-edit-parts/referred-to", what_is_referred_to_is_not_removed_and_told);
    g_test_add_func("/survey-edit-parts/retired",
                    what_was_answered_is_retired_and_what_is_new_goes);
    g_test_add_func("/survey-edit-parts/removed",
                    removing_before_publication_counts_again_and_tells_the_results);
    g_test_add_func("/survey-edit-parts/move", questions_change_places_with_their_comments);
    g_test_add_func("/survey-edit-parts/move-back", moving_down_and_up_again_gives_the_same_bytes);
    g_test_add_func("/survey-edit-parts/new-question", a_question_is_made_of_a_few_lines);
    g_test_add_func("/survey-edit-parts/new-question-lacks",
                    a_question_that_lacks_something_says_what);
    g_test_add_func("/survey-edit-parts/counts-in", the_first_edition_counts_a_new_question_in);
    return g_test_run();
}
