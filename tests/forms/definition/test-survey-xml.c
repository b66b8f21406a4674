/* A definition file becomes the model of forms/survey/survey.h. */
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "forms/definition/survey-xml.h"
#include "forms/survey/variables.h"
#include <string.h>

#include "base/banned.h"

static char *data_path(const char *name)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    return g_build_filename(root != NULL ? root : ".", "tests", "data", name, NULL);
}

static Survey *load(const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = data_path(name);
    Survey *survey = survey_load(path, &error);
    g_assert_no_error(error);
    return survey;
}

/* The loader's definition with each `from` replaced. */
static GBytes *edited(const char *from, const char *to)
{
    g_autofree char *path = data_path("loader.xml");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GString *changed = g_string_new(text);
    g_assert_cmpuint(g_string_replace(changed, from, to, 0), >, 0);
    return g_string_free_to_bytes(changed);
}

static Survey *parse(GBytes *bytes, Mistakes *mistakes)
{
    Survey *survey = survey_parse(bytes, mistakes);
    g_bytes_unref(bytes);
    return survey;
}

static void reads_the_head(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    g_assert_cmpstr(survey->id, ==, "loader");
    g_assert_cmpuint(survey->version, ==, 3);
    g_assert_cmpuint(survey->n_languages, ==, 2);
    g_assert_cmpstr(survey->languages[0], ==, "en");
    g_assert_cmpstr(survey->languages[1], ==, "cy");
    g_assert_cmpint(survey->sampling, ==, SAMPLING_PANEL);
    g_assert_cmpuint(survey->suppress_below, ==, 7);
    g_assert_cmpint(survey->layout, ==, LAYOUT_ONE_PAGE);
    g_assert_cmpint(survey->once, ==, ONCE_BROWSER);
    g_assert_true(survey->results_published);
    g_assert_cmpstr(survey->quick_exit, ==, "https://www.example.org/");
    g_assert_cmpstr(survey->owner, ==, "The Team");
    g_assert_cmpstr(survey->owner_phone, ==, "01234 567890");
    g_assert_true(survey->has_governance);
    g_assert_cmpstr(survey->governance.contact_email, ==, "dpo@example.org");
    g_assert_cmpstr(survey->governance.keep_special, ==, "P6M");
    g_assert_null(survey->governance.keep_paper);
    g_assert_cmpuint(strlen(survey->hash), ==, 64);
    g_assert_cmpuint(survey->n_reconstructed, ==, 2);
    g_assert_cmpuint(survey->n_todos, ==, 0);
}

static void a_closing_day_closes_at_its_end(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    const int64_t first = 1793491200,
                  last = 1796083199; /* 1 November 00:00:00, 30 November 23:59:59 */
    g_assert_false(survey_is_open(survey, first - 1));
    g_assert_true(survey_is_open(survey, first));
    g_assert_true(survey_is_open(survey, last));
    g_assert_false(survey_is_open(survey, last + 1));
}

static void a_moment_may_name_its_zone(void)
{
    g_autoptr(Mistakes) mistakes = mistakes_new("it");
    g_autoptr(Survey) survey =
        parse(edited("opens=\"2026-11-01\"", "opens=\"2026-11-01T09:30:00+01:00\""), mistakes);
    g_assert_cmpint(survey->opens, ==, 1793491200 + 8 * 3600 + 1800);
}

static void reads_texts_with_markup_and_translations(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    g_assert_cmpstr(wording_plain(&survey->title, "cy"), ==, "Llwythwr");
    g_assert_true(wording_in(&survey->title, "cy")->needs_review);
    g_assert_cmpstr(wording_plain(&survey->title, "pl"), ==, "Loader");
    const Phrase *intro = wording_in(&survey->intro.at[0], "en");
    g_assert_cmpuint(survey->intro.n, ==, 2);
    g_assert_cmpstr(intro->plain, ==, "First, please read why.");
    g_assert_cmpuint(intro->n_spans, ==, 5);
    g_assert_cmpint(intro->spans[1].kind, ==, SPAN_EM);
    g_assert_cmpint(intro->spans[3].kind, ==, SPAN_LINK);
    g_assert_cmpstr(intro->spans[3].target, ==, "https://www.example.org/why");
    g_assert_cmpstr(intro->spans[4].text, ==, ".");
    const Question *lives = survey_find_question(survey, "lives");
    g_assert_cmpstr(wording_plain(&lives->ask, "en"), ==, "Do you live here?");
    const Question *more = survey_find_question(survey, "more");
    g_assert_cmpstr(wording_plain(&more->ask, "cy"), ==, "Dywedwch fwy");
    g_assert_cmpint(wording_in(&more->ask, "cy")->spans[1].kind, ==, SPAN_STRONG);
}

static void reads_choices_lists_and_groups(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    const Question *lives = survey_find_question(survey, "lives");
    g_assert_cmpint(lives->type, ==, QUESTION_CHOOSE_ONE);
    g_assert_cmpuint(lives->n_options, ==, 3); /* the list's, then its own */
    g_assert_cmpstr(wording_plain(&lives->options[0].label, "cy"), ==, "Ie");
    g_assert_cmpint(lives->options[2].missing, ==, MISSING_REFUSED);
    g_assert_true(lives->breakdown);
    g_assert_cmpuint(lives->n_aliases, ==, 2);
    g_assert_cmpstr(lives->aliases[1], ==, "old_q1");
    g_assert_cmpint(lives->report.chart, ==, CHART_COLUMN);
    g_assert_cmpint(lives->report.percent_of, ==, PERCENT_OF_ASKED);
    g_assert_cmpint(lives->report.nets[0].codes[1], ==, 2);
    const Question *where = survey_find_question(survey, "where");
    g_assert_cmpuint(where->n_groups, ==, 1);
    g_assert_cmpint(where->options[1].group, ==, 0);
    g_assert_cmpint(where->options[2].group, ==, -1);
    g_assert_true(where->options[2].exclusive);
    g_assert_cmpstr(where->options[3].write_in, ==, "where_other");
    g_assert_cmpuint(where->picks.most, ==, 2);
    g_assert_false(where->instruct);
}

static void reads_what_is_special_to_each_type(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    const Question *safe = survey_find_question(survey, "safe");
    g_assert_cmpuint(safe->n_options, ==, 12); /* 0 to 10, and don't know */
    g_assert_true(safe->options[0].is_point);
    g_assert_cmpint(safe->options[11].code, ==, 98);
    const Question *cost = survey_find_question(survey, "cost");
    g_assert_cmpint(cost->quantity.max, ==, 995);
    g_assert_cmpuint(cost->quantity.places, ==, 1);
    const Question *moved = survey_find_question(survey, "moved");
    g_assert_cmpint(moved->quantity.min, ==, 19500101);
    g_assert_false(moved->quantity.has_max);
    const Question *rooms = survey_find_question(survey, "rooms");
    g_assert_cmpuint(rooms->n_rows, ==, 2);
    g_assert_nonnull(rooms->rows[1].condition);
    g_assert_cmpstr(rooms->rows[1].condition_text, ==, "kitchen is 2");
    g_assert_cmpfloat(rooms->options[0].score, ==, 2.0);
    g_assert_cmpuint(survey_find_question(survey, "wishes")->picks.most, ==, 2);
    const Question *more = survey_find_question(survey, "more");
    g_assert_cmpuint(more->own.text.max_chars, ==, 500);
    g_assert_cmpstr(more->frame, ==, "themes");
    g_assert_true(more->own.text.publish_moderated);
    g_assert_nonnull(more->condition);
}

static void a_page_makes_its_questions_as_sensitive_as_itself(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    g_assert_cmpint(survey_find_question(survey, "lives")->sensitive, ==, SENSITIVE_PERSONAL);
    g_assert_cmpint(survey_find_question(survey, "safe")->sensitive, ==, SENSITIVE_EQUALITY);
    g_assert_cmpint(survey_find_question(survey, "cost")->sensitive, ==, SENSITIVE_NO);
}

static void pages_hold_their_entries_in_order(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    g_assert_cmpuint(survey->n_pages, ==, 3);
    const Page *first = survey_find_page(survey, "p_first");
    g_assert_cmpuint(first->n_entries, ==, 3);
    g_assert_true(first->entries[1].question == survey_find_question(survey, "where"));
    g_assert_cmpint(first->entries[2].note->on, ==, NOTE_WEB);
    const Page *second = survey_find_page(survey, "p_second");
    g_assert_true(second->new_sheet);
    g_assert_nonnull(second->condition);
    g_assert_cmpuint(survey_find_question(survey, "more")->page, ==, 2);
    g_assert_cmpuint(variables_find(survey->variables, "more_code_2"), !=, SIZE_MAX);
}

static void the_hash_looks_through_comments_and_quotes(void)
{
    g_autoptr(Survey) survey = load("loader.xml");
    g_autoptr(Mistakes) mistakes = mistakes_new("it");
    g_autoptr(Survey) same = parse(edited("One of everything", "All kinds of things"), mistakes);
    g_autoptr(Survey) quoted = parse(edited("id=\"p_last\"", "id='p_last'"), mistakes);
    g_autoptr(Survey) other = parse(edited("Goodbye", "Farewell"), mistakes);
    g_assert_cmpstr(survey->hash, ==, same->hash);
    g_assert_cmpstr(survey->hash, ==, quoted->hash);
    g_assert_cmpstr(survey->hash, !=, other->hash);
}

static void a_file_that_is_not_there_is_an_error_of_files(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(survey_load("/nowhere/survey.xml", &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_nonnull(strstr(error->message, "/nowhere/survey.xml"));
}

static void mistakes_are_one_error_with_file_and_line(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = data_path("bad/code-twice.xml");
    g_assert_null(survey_load(path, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DEFINITION);
    g_assert_nonnull(strstr(error->message, "code-twice.xml:9: question 1: code 1 is used twice"));
}

static void a_long_list_of_mistakes_is_cut_and_counted(void)
{
    g_autoptr(Mistakes) mistakes = mistakes_new("it");
    for (unsigned i = 0; i < LIMIT_MISTAKES + 5; i++)
        mistakes_add(mistakes, 1000 - i, "slip %u", i);
    mistakes_warn(mistakes, 3, "look at this");
    mistakes_warn(mistakes, 3, "look at this");
    g_autofree char *text = mistakes_text(mistakes);
    g_assert_true(g_str_has_prefix(text, "it:3: warning: look at this\nit:896: slip 104\n"));
    g_assert_true(g_str_has_suffix(text, "it: and 6 more; mend these first\n"));
    g_assert_cmpuint(mistakes_count(mistakes), ==, LIMIT_MISTAKES + 5);
    g_assert_cmpuint(mistakes_count_warnings(mistakes), ==, 1);
}

static void a_mistake_is_one_line_of_utf8_whatever_it_quotes(void)
{
    g_autoptr(Mistakes) mistakes = mistakes_new("it");
    mistakes_add(mistakes, 1, "\"%.3s\" with\na second line", "caf\xc3\xa9" + 1);
    g_autofree char *text = mistakes_text(mistakes);
    g_assert_cmpstr(text, ==, "it:1: \"af\xef\xbf\xbd\" with a second line\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/loader/reads-the-head", reads_the_head);
    g_test_add_func("/loader/a-closing-day-closes-at-its-end", a_closing_day_closes_at_its_end);
    g_test_add_func("/loader/a-moment-may-name-its-zone", a_moment_may_name_its_zone);
    g_test_add_func("/loader/reads-texts-with-markup-and-translations",
                    reads_texts_with_markup_and_translations);
    g_test_add_func("/loader/reads-choices-lists-and-groups", reads_choices_lists_and_groups);
    g_test_add_func("/loader/reads-what-is-special-to-each-type",
                    reads_what_is_special_to_each_type);
    g_test_add_func("/loader/a-page-makes-its-questions-as-sensitive-as-itself",
                    a_page_makes_its_questions_as_sensitive_as_itself);
    g_test_add_func("/loader/pages-hold-their-entries-in-order", pages_hold_their_entries_in_order);
    g_test_add_func("/loader/the-hash-looks-through-comments-and-quotes",
                    the_hash_looks_through_comments_and_quotes);
    g_test_add_func("/loader/a-file-that-is-not-there-is-an-error-of-files",
                    a_file_that_is_not_there_is_an_error_of_files);
    g_test_add_func("/loader/mistakes-are-one-error-with-file-and-line",
                    mistakes_are_one_error_with_file_and_line);
    g_test_add_func("/mistakes/a-long-list-is-cut-and-counted",
                    a_long_list_of_mistakes_is_cut_and_counted);
    g_test_add_func("/mistakes/a-mistake-is-one-line-of-utf8-whatever-it-quotes",
                    a_mistake_is_one_line_of_utf8_whatever_it_quotes);
    return g_test_run();
}
