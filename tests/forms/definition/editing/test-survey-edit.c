/* A definition is changed by one who does not see its XML: what changes is what was meant, and nothing else. */
#include "forms/definition/editing/edited.h"
#include <glib/gstdio.h>

#include "base/banned.h"

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
    g_assert_cmpstr(wording_plain(&survey_find_question(survey, "q02")->ask, "en"), ==, typed);
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

static void a_language_goes_with_its_translations(void)
{
    g_autoptr(GError) error = NULL;
    SurveyEdit *edit = open_small(NULL, NULL);
    g_assert_false(survey_edit_drop_language(edit, "ur", &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(survey_edit_drop_language(edit, "cy", &error));
    g_autofree char *text = finish(edit);
    assert_lacks(text, "cy");
    assert_lacks(text, "translation");
    edit = open_shipped("community-safety.xml");
    g_assert_true(survey_edit_drop_language(edit, "cy", &error));
    g_autofree char *english = finish(edit);
    g_autoptr(Survey) survey = read_again(english);
    g_assert_cmpuint(survey->n_languages, ==, 1);
    assert_lacks(english, "</translation>");
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
    g_assert_false(survey_edit_name(edit, "pilot-mine", 1, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_assert_cmpstr(error->message, ==,
                    "an address that begins with pilot- is kept for pilots: choose another");
    g_clear_error(&error);
    g_assert_true(survey_edit_name(edit, "safer-2027", 3, &error));
    g_autofree char *text = finish(g_steal_pointer(&edit));
    assert_has(text, "id=\"safer-2027\" version=\"3\"");
}

static void a_pilot_has_a_name_of_its_own_and_no_dates(void)
{
    SurveyEdit *edit =
        open_small("id=\"small\"", "id=\"small\" opens=\"2027-03-01\" closes=\"2027-04-01\"");
    survey_edit_pilot(edit, "k3j5h7x9q2");
    g_autofree char *text = finish(edit);
    g_autoptr(Survey) survey = read_again(text);
    g_assert_cmpstr(survey->id, ==, "pilot-k3j5h7x9q2");
    g_assert_true(survey_is_pilot(survey));
    g_assert_cmpint(survey->opens, ==, 0);
    g_assert_cmpint(survey->closes, ==, 0);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "survey-edit-pilot.xml", NULL);
    g_assert_true(g_file_set_contents(path, text, -1, &error));
    g_assert_null(survey_load(path, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DEFINITION);
    assert_has(error->message, "begins with pilot-, which is kept for pilots; choose another one");
    g_assert_cmpint(g_unlink(path), ==, 0);
}

static void what_is_no_survey_is_not_opened(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", "is empty"},
        {"hello", ""},
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
    g_test_add_func("/survey-edit/by-line", parts_are_found_by_line);
    g_test_add_func("/survey-edit/marks", marks_are_taken_away);
    g_test_add_func("/survey-edit/language", a_language_goes_with_its_translations);
    g_test_add_func("/survey-edit/name", a_survey_gets_a_name_that_is_an_address);
    g_test_add_func("/survey-edit/pilot", a_pilot_has_a_name_of_its_own_and_no_dates);
    g_test_add_func("/survey-edit/not-opened", what_is_no_survey_is_not_opened);
    return g_test_run();
}
