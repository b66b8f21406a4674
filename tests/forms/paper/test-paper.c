/* The printed questionnaire as it is laid out: every shipped survey, every kind of question and surveys made up at random,
 * in all their languages and sizes. */
#include "base/arena.h"
#include "base/error.h"
#include "base/say.h"
#include "forms/definition/survey-xml.h"
#include "forms/paper/paper-build.h"
#include "forms/paper/paper-checks.h"
#include <pthread.h>
#include <string.h>

#include "base/banned.h"

static const char *const files[] = {
    "forms/surveys/citizens-panel-2016.xml",
    "forms/surveys/community-safety.xml",
    "forms/surveys/doncaster-safety-2017.xml",
    "forms/surveys/over-to-you-2015.xml",
    "tests/data/all-types.xml",
    "tests/data/form-routes.xml",
    "tests/data/form-types.xml",
};

static Survey *load(const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(g_getenv("SOUNDINGS_SOURCE"), file, NULL);
    Survey *survey = survey_load(path, &error);
    g_assert_no_error(error);
    return survey;
}

static Survey *parse(const char *words)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(words, strlen(words));
    g_autoptr(Mistakes) mistakes = mistakes_new("made");
    Survey *survey = survey_parse(bytes, mistakes);
    g_autofree char *found = mistakes_text(mistakes);
    if (survey == NULL)
        g_error("%s", found);
    return survey;
}

static void every_survey_stands_as_it_should(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(Survey) survey = load(files[i]);
        paper_check(survey);
    }
}

/* ---- Surveys made up ---- */

static void append_options(GString *to, GRand *dice, int n)
{
    static const char *const words[] = {"Yes", "Sometimes", "In the town centre after dark",
                                        "Parks, playgrounds and other open spaces, on any day of "
                                        "the week, alone or with somebody else"};
    for (int i = 1; i <= n; i++)
        g_string_append_printf(to, "<option code=\"%d\">%s %d</option>", i,
                               words[g_rand_int_range(dice, 0, G_N_ELEMENTS(words))], i);
}

static void append_question(GString *to, GRand *dice, int n)
{
    const int kind = g_rand_int_range(dice, 0, 5);
    static const char *const names[] = {"choose-one", "choose-many", "scale", "text", "grid"};
    g_string_append_printf(to, "<%s id=\"q%d\" number=\"%d\"", names[kind], n, n);
    if (kind == 2)
        g_string_append_printf(to, " from=\"1\" to=\"%d\"", g_rand_int_range(dice, 3, 12));
    if (kind == 3)
        g_string_append_printf(to, " lines=\"%d\"", g_rand_int_range(dice, 1, 20));
    g_string_append(to, "><ask>");
    for (int i = g_rand_int_range(dice, 3, 60); i > 0; i--)
        g_string_append(to, "word ");
    g_string_append(to, "?</ask>");
    if (kind == 0 || kind == 1)
        append_options(to, dice, g_rand_int_range(dice, 2, 40));
    if (kind == 4)
        append_options(to, dice, g_rand_int_range(dice, 2, 7));
    for (int i = kind == 4 ? g_rand_int_range(dice, 1, 12) : 0; i > 0; i--)
        g_string_append_printf(to, "<row id=\"q%d_%d\">Statement of some length %d</row>", n, i, i);
    g_string_append_printf(to, "</%s>", names[kind]);
}

static Survey *made_up(unsigned seed)
{
    GRand *dice = g_rand_new_with_seed(seed);
    g_autoptr(GString) words = g_string_new(
        "<survey xmlns=\"urn:x-soundings:survey:1\" id=\"made\" version=\"1\" xml:lang=\"en\" "
        "sampling=\"open\"><title>Made up</title><owner>A council</owner>");
    int n = 0;
    for (int p = g_rand_int_range(dice, 1, 6); p > 0; p--) {
        g_string_append_printf(words, "<page id=\"p%d\"%s><title>Section</title>", p,
                               g_rand_int_range(dice, 0, 4) == 0 ? " new-sheet=\"yes\"" : "");
        for (int q = g_rand_int_range(dice, 1, 6); q > 0; q--)
            append_question(words, dice, ++n);
        g_string_append(words, "</page>");
    }
    g_string_append(words, "<thanks><p>Thank you.</p></thanks></survey>");
    g_rand_free(dice);
    return parse(words->str);
}

static void surveys_made_up_at_random_stand_as_they_should(void)
{
    for (unsigned seed = 1; seed <= 25; seed++) {
        g_autoptr(Survey) survey = made_up(seed);
        paper_check(survey);
    }
}

static void a_question_taller_than_a_page_says_its_words_again(void)
{
    g_autoptr(GString) words = g_string_new(
        "<survey xmlns=\"urn:x-soundings:survey:1\" id=\"tall\" version=\"1\" xml:lang=\"en\" "
        "sampling=\"open\"><title>Tall</title><owner>A council</owner><page id=\"p\">"
        "<choose-one id=\"q1\" number=\"1\"><ask>Which of them?</ask>");
    for (int i = 1; i <= 90; i++)
        g_string_append_printf(words, "<option code=\"%d\">Answer %d</option>", i, i);
    g_string_append(words, "</choose-one></page></survey>");
    g_autoptr(Survey) survey = parse(words->str);
    paper_check(survey);
    g_autoptr(Paper) paper = paper_laid(survey, "en", PAPER_14);
    size_t n_again = 0, n_words = 0, n_continued = 0;
    g_autoptr(GArray) ink = spots(paper, is_ink);
    for (size_t i = 0; i < ink->len; i++) {
        const char *text = g_array_index(ink, Spot, i).piece->text;
        n_words += g_strcmp0(text, "Which of them?") == 0 ? 1 : 0;
        n_continued += g_strcmp0(text, "Question 1, continued") == 0 ? 1 : 0;
    }
    for (size_t i = 0; i < paper->placed->len; i++)
        n_again += placed_at(paper, i)->is_again ? 1 : 0;
    g_assert_cmpuint(n_words, ==, 4);
    g_assert_cmpuint(n_continued, ==, 3);
    g_assert_cmpuint(n_again, ==, 3);
}

/* ---- Routes ---- */

static void an_answer_leads_where_its_route_says(void)
{
    enum { DONCASTER = 2, COMMUNITY = 1 };
    static const struct {
        size_t file;
        const char *from;
        int code;
        const char *to; /* NULL: the end; "?": not known */
    } ways[] = {
        {DONCASTER, "q01", 1, "q05"}, {DONCASTER, "q01", 3, "q02"},  {DONCASTER, "q05", 1, "q06"},
        {DONCASTER, "q05", 2, "q08"}, {DONCASTER, "q07", 1, "q08"},  {DONCASTER, "q08", 5, "q09"},
        {DONCASTER, "q08", 6, "q10"}, {DONCASTER, "q10", 96, "q11"}, {DONCASTER, "q16", 1, "q17"},
        {DONCASTER, "q16", 2, "q18"}, {DONCASTER, "q16", 99, "q18"}, {DONCASTER, "q22", 1, NULL},
        {COMMUNITY, "q17", 1, "q18"}, {COMMUNITY, "q17", 2, NULL},   {COMMUNITY, "q20", 1, "q21"},
        {COMMUNITY, "q20", 2, "q22"}, {COMMUNITY, "q10", 2, "q11"},  {COMMUNITY, "q23", 1, "?"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(Survey) survey = load(files[ways[i].file]);
        const Question *from = survey_find_question(survey, ways[i].from);
        const Option *option = survey_option_find(from->options, from->n_options, ways[i].code);
        PaperWay way = paper_way(survey, from, option);
        if (g_strcmp0(ways[i].to, "?") == 0) {
            g_assert_false(way.is_known);
            continue;
        }
        g_assert_true(way.is_known);
        g_assert_cmpstr(way.to != NULL ? way.to->id : NULL, ==, ways[i].to);
    }
}

/* ---- The file ---- */

static GBytes *make(const Survey *survey, const PaperStyle *style)
{
    g_autoptr(GError) error = NULL;
    GBytes *bytes = paper_make(survey, style, &error);
    g_assert_no_error(error);
    return bytes;
}

static void *make_in_a_thread(void *survey)
{
    const PaperStyle style = {.lang = "ur", .size = PAPER_12};
    return make(survey, &style);
}

static void threads_make_the_same_bytes_at_once(void)
{
    enum { THREADS = 4 };
    g_autoptr(Survey) survey = load("tests/data/all-types.xml");
    pthread_t threads[THREADS];
    GBytes *made[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        g_assert_cmpint(pthread_create(&threads[i], NULL, make_in_a_thread, survey), ==, 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *bytes = NULL;
        g_assert_cmpint(pthread_join(threads[i], &bytes), ==, 0);
        made[i] = bytes;
    }
    for (size_t i = 0; i < THREADS; i++)
        g_assert_true(g_bytes_equal(made[0], made[i]));
    for (size_t i = 0; i < THREADS; i++)
        g_bytes_unref(made[i]);
}

static void a_language_the_survey_has_not_is_refused(void)
{
    g_autoptr(Survey) survey = load("forms/surveys/community-safety.xml");
    g_autoptr(GError) error = NULL;
    const PaperStyle style = {.lang = "fr"};
    g_assert_null(paper_make(survey, &style, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_assert_cmpstr(error->message, ==,
                    "survey community-safety is not in the language 'fr'; it is in: en, cy");
}

static void an_address_too_long_for_a_code_is_refused(void)
{
    g_autoptr(Survey) survey = load("forms/surveys/over-to-you-2015.xml");
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_strnfill(5000, 'a');
    g_autofree char *base = g_strconcat("https://example.org/", path, NULL);
    const PaperStyle style = {.base_url = base};
    g_assert_null(paper_make(survey, &style, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_assert_nonnull(strstr(error->message, "QR code"));
}

static void a_last_page_without_room_is_refused(void)
{
    g_autofree char *owner = g_strnfill(1900, 'W');
    g_autofree char *words = g_strdup_printf(
        "<survey xmlns=\"urn:x-soundings:survey:1\" id=\"long\" version=\"1\" xml:lang=\"en\" "
        "sampling=\"open\"><title>Long</title><owner>%s</owner><page id=\"p\">"
        "<text id=\"q1\" number=\"1\"><ask>Why?</ask></text></page></survey>",
        owner);
    g_autoptr(Survey) survey = parse(words);
    g_autoptr(GError) error = NULL;
    const PaperStyle style = {.size = PAPER_18};
    g_assert_null(paper_make(survey, &style, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_assert_nonnull(strstr(error->message, "shorten its owner"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/paper/every survey stands as it should", every_survey_stands_as_it_should);
    g_test_add_func("/paper/surveys made up at random stand as they should",
                    surveys_made_up_at_random_stand_as_they_should);
    g_test_add_func("/paper/a question taller than a page says its words again",
                    a_question_taller_than_a_page_says_its_words_again);
    g_test_add_func("/paper/an answer leads where its route says",
                    an_answer_leads_where_its_route_says);
    g_test_add_func("/paper/threads make the same bytes at once",
                    threads_make_the_same_bytes_at_once);
    g_test_add_func("/paper/a language the survey has not is refused",
                    a_language_the_survey_has_not_is_refused);
    g_test_add_func("/paper/an address too long for a code is refused",
                    an_address_too_long_for_a_code_is_refused);
    g_test_add_func("/paper/a last page without room is refused",
                    a_last_page_without_room_is_refused);
    return g_test_run();
}
