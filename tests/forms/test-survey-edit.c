/* A definition is changed by one who does not see its XML: what changes is what was meant, and nothing else. */
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "forms/survey-edit.h"
#include "forms/survey-xml.h"
#include <string.h>

#include "base/banned.h"

static GBytes *shipped(const char *name)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    g_autofree char *path =
        g_build_filename(root != NULL ? root : ".", "forms", "surveys", name, NULL);
    g_autoptr(GError) error = NULL;
    GBytes *bytes = file_read(path, LIMIT_DEFINITION_BYTES, &error);
    g_assert_no_error(error);
    return bytes;
}

static SurveyEdit *open_bytes(GBytes *bytes)
{
    g_autoptr(Mistakes) mistakes = mistakes_new("edit");
    SurveyEdit *edit = survey_edit_open(bytes, mistakes);
    g_autofree char *text = mistakes_text(mistakes);
    g_assert_cmpstr(text, ==, "");
    return edit;
}

static SurveyEdit *open_shipped(const char *name)
{
    g_autoptr(GBytes) bytes = shipped(name);
    return open_bytes(bytes);
}

/* The document of the tests: a second edition, with one of everything. */
static const char small[] =
    "<survey xmlns=\"urn:x-soundings:survey:1\" id=\"small\" version=\"2\" xml:lang=\"en\" "
    "languages=\"cy\">\n"
    "  <title>Small</title>\n"
    "  <owner>Owner</owner>\n"
    "  <page id=\"p1\">\n"
    "    <!-- Kept. -->\n"
    "    <choose-one id=\"q01\" number=\"1\">\n"
    "      <ask>Call <strong>now</strong> on <a href=\"tel:101\">101</a>?"
    "<translation xml:lang=\"cy\">Galwch?</translation></ask>\n"
    "      <option code=\"1\">Yes</option>\n"
    "      <option code=\"2\">No</option>\n"
    "      <option code=\"99\" missing=\"refused\">Prefer not to say</option>\n"
    "      <report>\n        <net id=\"some\" codes=\"1 2\">Some</net>\n      "
    "</report>\n"
    "    </choose-one>\n"
    "    <!-- The second. -->\n"
    "    <text id=\"q02\" number=\"2\"><ask>Why?</ask>"
    "<report by=\"q01\"/></text>\n"
    "    <note id=\"n1\"><p>One.</p><p>Two.</p></note>\n"
    "  </page>\n"
    "  <page id=\"p2\" if=\"q01 is 1\">\n"
    "    <text id=\"q03\" number=\"3\" since=\"2\"><ask>More?</ask></text>\n"
    "  </page>\n"
    "</survey>\n";

static GBytes *small_with(const char *from, const char *to)
{
    GString *text = g_string_new(small);
    if (from != NULL)
        g_assert_cmpuint(g_string_replace(text, from, to, 0), >, 0);
    return g_string_free_to_bytes(text);
}

static SurveyEdit *open_small(const char *from, const char *to)
{
    g_autoptr(GBytes) bytes = small_with(from, to);
    return open_bytes(bytes);
}

static char *text_of(GBytes *bytes)
{
    return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

/* The text after the changes; frees the edit. */
static char *finish(SurveyEdit *edit)
{
    g_autoptr(GBytes) bytes = survey_edit_bytes(edit);
    survey_edit_free(edit);
    return text_of(bytes);
}

static void assert_has(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        g_error("not there: %s\nin:\n%s", words, text);
}

static void assert_lacks(const char *text, const char *words)
{
    if (strstr(text, words) != NULL)
        g_error("still there: %s\nin:\n%s", words, text);
}

/* It is still a survey without mistakes. */
static Survey *read_again(const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(Mistakes) mistakes = mistakes_new("again");
    Survey *survey = survey_parse(bytes, mistakes);
    g_autofree char *found = mistakes_text(mistakes);
    if (survey == NULL)
        g_error("%s%s", found, text);
    return survey;
}

static void set(SurveyEdit *edit, const char *part, const char *key, const char *lang,
                const char *words, GPtrArray *told)
{
    g_autoptr(GError) error = NULL;
    bool is_set = survey_edit_set(edit, part, key, lang, words, told, &error);
    g_assert_no_error(error);
    g_assert_true(is_set);
}

static void a_template_without_changes_keeps_every_byte(void)
{
    static const char *const names[] = {"community-safety.xml", "doncaster-safety-2017.xml",
                                        "citizens-panel-2016.xml", "over-to-you-2015.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GBytes) before = shipped(names[i]);
        g_autoptr(SurveyEdit) edit = open_bytes(before);
        g_autoptr(GBytes) after = survey_edit_bytes(edit);
        g_assert_true(g_bytes_equal(before, after));
    }
}

static void setting_every_text_to_what_it_is_changes_nothing(void)
{
    g_autoptr(GBytes) before = shipped("community-safety.xml");
    g_autoptr(SurveyEdit) edit = open_bytes(before);
    size_t n = 0;
    for (size_t i = 0; i < edit->n_parts; i++) {
        const EditPart *part = &edit->parts[i];
        for (size_t t = 0; t < part->n_texts; t++) {
            const EditText *text = &part->texts[t];
            for (size_t l = 0; l < (text->is_setting ? 1 : edit->n_languages); l++, n++)
                set(edit, part->key, text->key, edit->languages[l], text->in[l].words, NULL);
        }
    }
    g_assert_cmpuint(n, >, 400);
    g_autoptr(GBytes) after = survey_edit_bytes(edit);
    g_assert_true(g_bytes_equal(before, after));
}

static void changed_words_change_their_line_alone(void)
{
    g_autoptr(GBytes) before = shipped("community-safety.xml");
    SurveyEdit *edit = open_bytes(before);
    set(edit, "question-q02", "short", "en", "Safety", NULL);
    g_autofree char *text = text_of(before);
    g_autofree char *changed = finish(edit);
    g_auto(GStrv) old = g_strsplit(text, "\n", -1);
    g_auto(GStrv) new = g_strsplit(changed, "\n", -1);
    g_assert_cmpuint(g_strv_length(old), ==, g_strv_length(new));
    size_t n = 0;
    for (size_t i = 0; old[i] != NULL; i++)
        n += strcmp(old[i], new[i]) != 0 ? 1 : 0;
    g_assert_cmpuint(n, ==, 1);
}

static void what_is_typed_is_text_and_never_markup(void)
{
    const char *typed = "<em>A & B</em> \"quoted\" ]]> &amp;";
    SurveyEdit *edit = open_small(NULL, NULL);
    set(edit, "question-q02", "ask", "en", typed, NULL);
    set(edit, "survey", "owner-email", "en", "a\"b<&@x.example", NULL);
    g_autofree char *text = finish(edit);
    g_autoptr(Survey) survey = read_again(text);
    g_assert_cmpstr(words_plain(&survey_find_question(survey, "q02")->ask, "en"), ==, typed);
    g_assert_cmpstr(survey->owner_email, ==, "a\"b<&@x.example");
}

static void links_and_bold_words_stay_while_their_words_do(void)
{
    g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free);
    SurveyEdit *edit = open_small(NULL, NULL);
    set(edit, "question-q01", "ask", "en", "Ring 101 or 1012?", told);
    g_autofree char *text = finish(edit);
    assert_has(text, "<ask>Ring <a href=\"tel:101\">101</a> or 1012?<translation");
    g_assert_cmpuint(told->len, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(told, 0), ==,
                    "Question 1, Question: changing the words has taken away the bold words "
                    "\"now\"");
}

static void a_translation_of_changed_words_is_marked_unless_it_changed_too(void)
{
    SurveyEdit *edit = open_small(NULL, NULL);
    set(edit, "question-q01", "ask", "en", "Ring?", NULL);
    g_autofree char *marked = finish(edit);
    assert_has(marked, "review=\"needed\">Galwch?");
    for (int is_first = 0; is_first < 2; is_first++) {
        edit = open_small(NULL, NULL);
        if (is_first == 1)
            set(edit, "question-q01", "ask", "cy", "Ffoniwch?", NULL);
        set(edit, "question-q01", "ask", "en", "Ring?", NULL);
        if (is_first == 0)
            set(edit, "question-q01", "ask", "cy", "Ffoniwch?", NULL);
        g_autofree char *both = finish(edit);
        assert_has(both, "xml:lang=\"cy\">Ffoniwch?");
    }
}

static void texts_come_and_go(void)
{
    SurveyEdit *edit = open_small(NULL, NULL);
    set(edit, "question-q02", "hint", "en", "Think.", NULL);
    set(edit, "question-q02", "hint", "cy", "Meddyliwch.", NULL);
    set(edit, "page-p1", "title", "en", "First", NULL);
    set(edit, "page-p1", "intro-1", "en", "Read this.", NULL);
    set(edit, "note-n1", "p-1", "en", "", NULL);
    set(edit, "note-n1", "p-3", "en", "Three.", NULL);
    set(edit, "survey", "closes", "en", "2027-03-31", NULL);
    set(edit, "survey", "thanks-1", "en", "Thank you.", NULL);
    set(edit, "question-q01", "ask", "cy", "", NULL);
    g_autofree char *text = finish(edit);
    assert_has(text, "Why?</ask><hint>Think.<translation xml:lang=\"cy\">Meddyliwch."
                     "</translation></hint>");
    assert_has(text, "<page id=\"p1\">\n    <title>First</title>\n"
                     "    <intro><p>Read this.</p></intro>\n    <!-- Kept. -->");
    assert_has(text, "<note id=\"n1\"><p>Two.</p><p>Three.</p></note>");
    assert_has(text, "closes=\"2027-03-31\"");
    assert_lacks(text, "Galwch");
    g_autoptr(Survey) survey = read_again(text);
    g_assert_cmpuint(survey->thanks.n, ==, 1);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    edit = open_bytes(bytes);
    set(edit, "survey", "thanks-1", "en", " ", NULL);
    set(edit, "question-q02", "hint", "en", "", NULL);
    set(edit, "survey", "closes", "en", "", NULL);
    g_autofree char *gone = finish(edit);
    assert_lacks(gone, "thanks");
    assert_lacks(gone, "hint");
    assert_lacks(gone, "closes");
}

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

static void parts_are_found_by_line(void)
{
    g_autoptr(SurveyEdit) edit = open_small(NULL, NULL);
    static const struct {
        unsigned line;
        const char *key;
    } cases[] = {{0, "survey"},        {1, "survey"},   {4, "page-p1"},      {7, "question-q01"},
                 {16, "question-q02"}, {17, "note-n1"}, {20, "question-q03"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(survey_edit_at(edit, cases[i].line)->key, ==, cases[i].key);
    g_assert_cmpstr(survey_edit_find(edit, "page-p2")->condition, ==, "q01 is 1");
}

static void marks_are_taken_away(void)
{
    g_autoptr(GError) error = NULL;
    SurveyEdit *edit = open_small("<translation xml:lang=\"cy\">",
                                  "<translation xml:lang=\"cy\" review=\"needed\">");
    g_assert_true(
        survey_edit_text(survey_edit_find(edit, "question-q01"), "ask")->in[1].needs_review);
    g_assert_true(survey_edit_reviewed(edit, "question-q01", "cy", &error));
    g_autofree char *read = finish(edit);
    assert_lacks(read, "review");
    edit = open_small("number=\"1\"", "number=\"1\" todo=\"ask whom?\"");
    g_assert_cmpstr(survey_edit_find(edit, "question-q01")->todo, ==, "ask whom?");
    g_assert_true(survey_edit_settled(edit, "question-q01", &error));
    g_autofree char *settled = finish(edit);
    assert_lacks(settled, "todo");
}

static void a_survey_gets_a_name_that_is_an_address(void)
{
    static const char *const bad[] = {"", "Safer", "2027-safer", "a b", "a/b", "ä"};
    g_autoptr(SurveyEdit) edit = open_small(NULL, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(survey_edit_name(edit, bad[i], 1, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_true(
            g_str_has_prefix(error->message, "the address of a survey has small letters"));
    }
    g_autoptr(GError) error = NULL;
    g_assert_true(survey_edit_name(edit, "safer-2027", 3, &error));
    g_autofree char *text = finish(g_steal_pointer(&edit));
    assert_has(text, "id=\"safer-2027\" version=\"3\"");
}

static void what_is_no_survey_is_not_opened(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", "is empty"},
        {"hello", "text stands before the first tag"},
        {"<!DOCTYPE survey [<!ENTITY a \"b\">]><survey/>", "no DOCTYPE"},
        {"\xff\xfe<", "UTF-16"},
        {"caf\xe9", "not UTF-8"},
        {"<survey/>", "not a survey of this program"},
        {"<html></html>", "not a survey of this program"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Mistakes) mistakes = mistakes_new("bad");
        g_autoptr(GBytes) bytes = g_bytes_new(cases[i].text, strlen(cases[i].text));
        g_assert_null(survey_edit_open(bytes, mistakes));
        g_assert_cmpuint(mistakes_count(mistakes), ==, 1);
        if (i != 1)
            assert_has(mistakes_at(mistakes, 0)->message, cases[i].words);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/survey-edit/keeps-every-byte", a_template_without_changes_keeps_every_byte);
    g_test_add_func("/survey-edit/same-words", setting_every_text_to_what_it_is_changes_nothing);
    g_test_add_func("/survey-edit/one-line", changed_words_change_their_line_alone);
    g_test_add_func("/survey-edit/text-not-markup", what_is_typed_is_text_and_never_markup);
    g_test_add_func("/survey-edit/links-stay", links_and_bold_words_stay_while_their_words_do);
    g_test_add_func("/survey-edit/translations",
                    a_translation_of_changed_words_is_marked_unless_it_changed_too);
    g_test_add_func("/survey-edit/come-and-go", texts_come_and_go);
    g_test_add_func("/survey-edit/add-answer",
                    an_answer_gets_the_next_free_code_before_the_special_ones);
    g_test_add_func("/survey-edit/referred-to", what_is_referred_to_is_not_removed_and_told);
    g_test_add_func("/survey-edit/retired", what_was_answered_is_retired_and_what_is_new_goes);
    g_test_add_func("/survey-edit/removed",
                    removing_before_publication_counts_again_and_tells_the_results);
    g_test_add_func("/survey-edit/move", questions_change_places_with_their_comments);
    g_test_add_func("/survey-edit/move-back", moving_down_and_up_again_gives_the_same_bytes);
    g_test_add_func("/survey-edit/new-question", a_question_is_made_of_a_few_lines);
    g_test_add_func("/survey-edit/new-question-lacks", a_question_that_lacks_something_says_what);
    g_test_add_func("/survey-edit/counts-in", the_first_edition_counts_a_new_question_in);
    g_test_add_func("/survey-edit/by-line", parts_are_found_by_line);
    g_test_add_func("/survey-edit/marks", marks_are_taken_away);
    g_test_add_func("/survey-edit/name", a_survey_gets_a_name_that_is_an_address);
    g_test_add_func("/survey-edit/not-opened", what_is_no_survey_is_not_opened);
    return g_test_run();
}
