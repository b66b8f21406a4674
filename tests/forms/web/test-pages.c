/* Pages as residents get them, compared with tests/golden/forms.
 *   --update       writes the goldens anew (look at the difference before committing)
 *   --pages DIR    writes whole pages with the stylesheet beside them, to be looked at */
#include "base/arena.h"
#include "base/files.h"
#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/journey.h"
#include "forms/definition/survey-xml.h"
#include "forms/web/page-html.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    const char *name; /* of the golden */
    const char *page;
    const char *lang;
    const char
        *before; /* answers of earlier pages, "PAGE FIELDS" separated by spaces; NULL: none */
    const char *fields; /* what the page sent, urlencoded; NULL: never sent */
    bool with_errors;
} State;

static const State states[] = {
    {"one-empty", "p_one", "en", NULL, NULL, false},
    {"one-filled", "p_one", "en", NULL, "q01=1", false},
    {"one-write-in", "p_one", "en", NULL, "q01_other=at+%3Cnight%3E", false},
    {"one-error", "p_one", "en", NULL, "q01=5", true},
    {"one-urdu", "p_one", "ur", NULL, "q01=5", true},
    {"many-empty", "p_many", "en", "p_one q01=2", NULL, false},
    {"many-filled", "p_many", "en", "p_one q01=2", "q02=1&q02=3", false},
    {"many-error", "p_many", "en", "p_one q01=2", "q02=1&q02=96&q02_other=shops", true},
    {"groups-filled", "p_groups", "en", NULL, "q03=19&q03_first=mine", false},
    {"dropdown-filled", "p_dropdown", "en", NULL, "q04=2", false},
    {"dropdown-error", "p_dropdown", "en", NULL, "q04=9", true},
    {"scale-filled", "p_scale", "en", NULL, "q05=7", false},
    {"number-filled", "p_number", "en", NULL, "q06=3", false},
    {"number-error", "p_number", "en", NULL, "q06=3&q06_option=98", true},
    {"date-empty", "p_date", "en", NULL, NULL, false},
    {"date-error", "p_date", "en", NULL, "q07_day=3&q07_month=&q07_year=2020", true},
    {"text-filled", "p_text", "en", NULL, "q08=%3Cb%3Ebold%3C%2Fb%3E%0D%0Atwo", false},
    {"grid-filled", "p_grid", "en", NULL, "q09_clean=1", false},
    {"grid-error", "p_grid", "en", "p_one q01=2 p_many q02=3", "q09_quiet=7", true},
    {"rank-empty", "p_rank", "en", NULL, NULL, false},
    {"rank-error", "p_rank", "en", NULL, "q10_1=2&q10_3=2", true},
    {"several-empty", "p_several", "en", NULL, NULL, false},
    {"several-error", "p_several", "en", NULL, "q12=a&q13=1.25", true},
    {"words-only", "p_words", "en", NULL, NULL, false},
};

static const char *pages_directory;
static bool is_updating;

static char *source_path(const char *relative)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    return g_build_filename(root != NULL ? root : ".", relative, NULL);
}

static Survey *load(void)
{
    g_autofree char *path = source_path("tests/data/form-types.xml");
    g_autoptr(GError) error = NULL;
    Survey *survey = survey_load(path, &error);
    g_assert_no_error(error);
    return survey;
}

static size_t page_index(const Survey *survey, const char *id)
{
    const Page *page = survey_find_page(survey, id);
    g_assert_nonnull(page);
    return (size_t)(page - survey->pages);
}

static void take(Journey *journey, const Survey *survey, const char *page, const char *encoded)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) fields = fields_decode(encoded, strlen(encoded), &error);
    g_assert_no_error(error);
    journey_take(journey, page_index(survey, page), fields);
}

static Journey *journey_at(const Survey *survey, const State *state)
{
    Journey *journey = journey_new(survey, state->lang);
    g_auto(GStrv) before = g_strsplit(state->before != NULL ? state->before : "", " ", -1);
    for (size_t i = 0; before[i] != NULL && before[i + 1] != NULL; i += 2)
        take(journey, survey, before[i], before[i + 1]);
    if (state->fields != NULL)
        take(journey, survey, state->page, state->fields);
    return journey;
}

/* One tag a line, so that a difference can be read. */
static char *broken_into_lines(GBytes *bytes)
{
    size_t length = 0;
    const char *text = g_bytes_get_data(bytes, &length);
    GString *lines = g_string_new(NULL);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == 0x3C && lines->len > 0 && lines->str[lines->len - 1] != '\n')
            g_string_append_c(lines, '\n');
        g_string_append_c(lines, text[i]);
    }
    g_string_append_c(lines, '\n');
    return g_string_free(lines, false);
}

static void write_whole_page(const Journey *journey, const Survey *survey, const State *state)
{
    Markup *to = markup_new(MARKUP_HTML);
    markup_open(to, "html");
    markup_attr(to, "lang", state->lang);
    markup_attr(to, "dir", language_direction(state->lang));
    markup_open(to, "head");
    markup_open(to, "meta");
    markup_attr(to, "charset", "utf-8");
    markup_element(to, "title", state->name);
    markup_open(to, "meta");
    markup_attr(to, "name", "viewport");
    markup_attr(to, "content", "width=device-width, initial-scale=1");
    markup_open(to, "link");
    markup_attr(to, "rel", "stylesheet");
    g_auto(Url) style = {g_strdup("site.css")};
    markup_attr_url(to, "href", style);
    markup_close(to, "head");
    markup_open(to, "body");
    markup_open(to, "main");
    if (state->page != NULL)
        page_write(to, journey, page_index(survey, state->page), state->with_errors);
    else
        check_answers_write(to, journey);
    markup_close(to, "main");
    markup_close(to, "body");
    markup_close(to, "html");
    g_autoptr(GBytes) bytes = markup_finish(to);
    g_autofree char *path = g_strdup_printf("%s/%s.html", pages_directory, state->name);
    g_autoptr(GError) error = NULL;
    g_assert_true(file_write(path, bytes, &error));
}

static void compare(const char *name, GBytes *bytes)
{
    g_autofree char *file = g_strdup_printf("tests/golden/forms/%s.html", name);
    g_autofree char *path = source_path(file);
    g_autofree char *got = broken_into_lines(bytes);
    g_autofree char *expected = NULL;
    if (is_updating)
        g_assert_true(g_file_set_contents(path, got, -1, NULL));
    if (!g_file_get_contents(path, &expected, NULL, NULL))
        g_error("%s is missing: run this test with --update", path);
    g_assert_cmpstr(got, ==, expected);
}

static void a_page_is_drawn_as_its_golden(const void *data)
{
    const State *state = data;
    g_autoptr(Survey) survey = load();
    g_autoptr(Journey) journey = journey_at(survey, state);
    if (pages_directory != NULL) {
        write_whole_page(journey, survey, state);
        return;
    }
    Markup *part = markup_new_part(MARKUP_HTML);
    page_write(part, journey, page_index(survey, state->page), state->with_errors);
    g_autoptr(GBytes) bytes = markup_finish(part);
    compare(state->name, bytes);
}

/* A journey whose first answer was changed, so that question 2 is no longer asked. */
static void check_answers_names_what_does_not_count(void)
{
    static const State state = {.name = "check-answers", .lang = "en"};
    g_autoptr(Survey) survey = load();
    g_autoptr(Journey) journey = journey_new(survey, "en");
    take(journey, survey, "p_one", "q01=2");
    take(journey, survey, "p_many", "q02=3&q02_other=quay");
    take(journey, survey, "p_one", "q01=1");
    take(journey, survey, "p_date", "q07_day=27&q07_month=March&q07_year=2007");
    take(journey, survey, "p_rank", "q10_1=2&q10_2=1");
    take(journey, survey, "p_text", "q08=line+one%0D%0Aline+two");
    if (pages_directory != NULL) {
        write_whole_page(journey, survey, &state);
        return;
    }
    Markup *part = markup_new_part(MARKUP_HTML);
    check_answers_write(part, journey);
    g_autoptr(GBytes) bytes = markup_finish(part);
    compare(state.name, bytes);
}

/* Bar A12: what a resident's form may never hold. */
static void no_page_holds_what_is_forbidden(void)
{
    static const char *const forbidden[] = {
        "\\splaceholder[=\\s>]", "\\srequired[=\\s>]", "\\smaxlength=", "\\sautofocus",
        "\\stabindex=\"[1-9]",   "\\saria-expanded=",  "\\sstyle=",     "\\son[a-z]+=",
        "type=\"number\"",       "type=\"date\"",      "\\saction=",    "\\x3Cscript"};
    g_autoptr(Survey) survey = load();
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autoptr(Journey) journey = journey_at(survey, &states[i]);
        Markup *part = markup_new_part(MARKUP_HTML);
        page_write(part, journey, page_index(survey, states[i].page), states[i].with_errors);
        g_autoptr(GBytes) bytes = markup_finish(part);
        g_autofree char *html = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
        for (size_t f = 0; f < G_N_ELEMENTS(forbidden); f++)
            if (g_regex_match_simple(forbidden[f], html, 0, 0))
                g_error("%s holds %s", states[i].name, forbidden[f]);
    }
}

static void a_heading_is_the_only_question_or_the_title(void)
{
    g_autoptr(Survey) survey = load();
    g_autoptr(Journey) journey = journey_new(survey, "en");
    take(journey, survey, "p_one", "q01=2");
    g_autofree char *question = page_heading(journey, page_index(survey, "p_many"));
    g_autofree char *title = page_heading(journey, page_index(survey, "p_several"));
    g_assert_cmpstr(question, ==, "You said Unsafe. Where?");
    g_assert_cmpstr(title, ==, "About you");
}

static void piped_words_fall_back(void)
{
    g_autoptr(Survey) survey = load();
    g_autoptr(Journey) journey = journey_new(survey, "en");
    g_autofree char *heading = page_heading(journey, page_index(survey, "p_many"));
    g_assert_cmpstr(heading, ==, "You said how safe you feel. Where?");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0)
            is_updating = true;
        else if (strcmp(argv[i], "--pages") == 0 && i + 1 < argc)
            pages_directory = argv[++i];
    }
    /* Goldens hold the English words, so that a better translation changes none of them. */
    g_autofree char *no_catalogues = source_path("tests/golden/forms");
    say_start(pages_directory != NULL ? NULL : no_catalogues);
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autofree char *path = g_strdup_printf("/page/%s is drawn as its golden", states[i].name);
        g_test_add_data_func(path, &states[i], a_page_is_drawn_as_its_golden);
    }
    g_test_add_func("/check answers/names what does not count",
                    check_answers_names_what_does_not_count);
    g_test_add_func("/page/none holds what is forbidden", no_page_holds_what_is_forbidden);
    g_test_add_func("/heading/is the only question or the title",
                    a_heading_is_the_only_question_or_the_title);
    g_test_add_func("/piping/falls back without an answer", piped_words_fall_back);
    return g_test_run();
}
