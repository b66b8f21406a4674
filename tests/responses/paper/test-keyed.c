/* Whatever residents answered can be keyed from paper: for simulated responses of every definition here, the entry
 * written for each field reads back as the same values, and a form made of these entries gives the same answers. */
#include "forms/answers/question-read.h"
#include "forms/keying/keying-html.h"
#include "forms/survey/routes.h"
#include "responses/csv-fixture.h"
#include "responses/exchange/import-layout.h"
#include "responses/exchange/simulate.h"
#include <glib/gstdio.h>
#include <stdlib.h>

#include "base/banned.h"

enum { SIMULATED = 200 };

typedef struct {
    const KeyPlan *plan;
    const ImportLayout *layout;
    ImportMistakes mistakes;
    size_t n_forms;
    KeyingEntries *previous;
    GString *print; /* NULL: nothing is printed */
} Keyer;

/* Append what forms/survey/routes.h says of these entries: {"entries":["1",...],"asked":[1,0,...]}. */
static void print_routes(Keyer *keyer, char *const *entries)
{
    const KeyPlan *plan = keyer->plan;
    g_autoptr(Answers) answers = answers_new(plan->survey);
    for (size_t f = 0; f < plan->n; f++)
        g_assert_null(keying_read(plan, f, entries[f], answers));
    g_autofree const Value **room = g_new(const Value *, plan->survey->variables->n + 1);
    const Columns row = answers_columns(answers, room);
    g_autoptr(Routes) routes = routes_new(plan->survey->variables, 1);
    routes_follow(routes, &row);
    g_string_append(keyer->print, keyer->n_forms == 0 ? "{\"entries\":[" : ",\n{\"entries\":[");
    for (size_t f = 0; f < plan->n; f++)
        g_string_append_printf(keyer->print, "%s\"%s\"", f > 0 ? "," : "",
                               plan->at[f].kind == KEY_WORDS && *entries[f] != '\0' ? "words"
                                                                                    : entries[f]);
    g_string_append(keyer->print, "],\"asked\":[");
    for (size_t f = 0; f < plan->n; f++)
        g_string_append_printf(keyer->print, "%s%u", f > 0 ? "," : "",
                               routes_of_item(routes, plan->at[f].item)[0]);
    g_string_append(keyer->print, "]}");
}

/* The form, and one that has every other entry from the form before it: much of that is off its route. */
static void print_form(Keyer *keyer, KeyingEntries *form)
{
    g_autofree char **mixed = g_new0(char *, form->n + 1);
    for (size_t f = 0; f < form->n; f++)
        mixed[f] =
            f % 2 == 0 && keyer->previous != NULL ? keyer->previous->entries[f] : form->entries[f];
    print_routes(keyer, form->entries);
    keyer->n_forms++;
    print_routes(keyer, mixed);
    keying_entries_free(keyer->previous);
    keyer->previous = form;
}

static void assert_same_item(const Answers *a, const Answers *b, size_t item)
{
    const Item *it = &a->survey->variables->items[item];
    for (size_t v = it->first_variable; v < it->first_variable + it->n_variables; v++) {
        const bool by_option = it->n_options > 0 && it->n_variables == it->n_options;
        if (by_option && !survey_option_is_offered(a->survey, &it->options[v - it->first_variable]))
            continue; /* an import has 0 there, a form nothing */
        g_assert_cmpint(a->values[v], ==, b->values[v]);
        g_assert_cmpstr(a->texts[v], ==, b->texts[v]);
    }
}

/* Key one response from its answers. */
static void key_form(Keyer *keyer, Answers *answers)
{
    const KeyPlan *plan = keyer->plan;
    g_autoptr(KeyingEntries) form = keying_entries_new(plan);
    g_autofree char **problems = g_new0(char *, plan->n + 1);
    for (size_t f = 0; f < plan->n; f++) {
        g_autoptr(Answers) again = answers_new(plan->survey);
        g_free(form->entries[f]);
        form->entries[f] = keying_write(plan, f, answers);
        g_autofree char *sentence = keying_read(plan, f, form->entries[f], again);
        g_assert_cmpstr(sentence, ==, NULL);
        assert_same_item(again, answers, plan->at[f].item);
        g_assert_true(keying_agrees(plan, f, form->entries[f], form->entries[f]));
    }
    g_autofree char *words = keying_entries_words(plan, form);
    g_autoptr(GError) error = NULL;
    g_autoptr(KeyingEntries) kept = keying_entries_parse(plan, words, &error);
    g_assert_no_error(error);
    g_autoptr(Answers) keyed = keying_entries_answers(plan, kept, problems);
    g_assert_nonnull(keyed);
    for (size_t f = 0; f < plan->n; f++)
        assert_same_item(keyed, answers, plan->at[f].item);
    if (keyer->print != NULL)
        print_form(keyer, g_steal_pointer(&form));
    keyer->n_forms++;
}

static void key_row(Keyer *keyer, const CsvCell *cells, uint64_t row)
{
    g_autoptr(Answers) answers = answers_new(keyer->plan->survey);
    (void)import_read_row(keyer->layout, cells, row, answers, &keyer->mistakes);
    g_assert_cmpstr(keyer->mistakes.text->str, ==, "");
    answers_settle(answers);
    key_form(keyer, answers);
}

/* Simulate a definition's responses and key each of them. */
static void key_survey(const char *path, GString *print)
{
    GError *error = NULL;
    g_autoptr(Survey) survey = survey_load(path, &error);
    g_assert_no_error(error);
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autofree char *csv = g_build_filename(g_get_tmp_dir(), "keyed-XXXXXX", NULL);
    const int descriptor = mkstemp(csv);
    FILE *to = fdopen(descriptor, "w");
    g_assert_nonnull(to);
    const SimulateOptions options = {.count = SIMULATED, .seed = 11};
    g_assert_true(simulate_csv(survey, &options, to, &error));
    g_assert_cmpint(fclose(to), ==, 0);
    g_autoptr(CsvReader) reader = csv_reader_open(csv, &error);
    g_assert_no_error(error);
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_assert_true(csv_reader_next(reader, &cells, &n, &error));
    g_auto(GStrv) names = g_new0(char *, n + 1);
    for (size_t c = 0; c < n; c++)
        names[c] = g_strdup(cells[c].text);
    g_autoptr(ImportLayout) layout = import_layout_new(survey, names, n, true, &error);
    g_assert_no_error(error);
    Keyer keyer = {
        .plan = plan, .layout = layout, .mistakes = {.text = g_string_new(NULL)}, .print = print};
    if (print != NULL) {
        g_autofree char *json = keying_plan_json(plan);
        g_string_append_printf(print, "{\"plan\":%s,\n\"forms\":[", json);
    }
    for (uint64_t row = 2; csv_reader_next(reader, &cells, &n, &error); row++)
        key_row(&keyer, cells, row);
    g_assert_no_error(error);
    g_assert_cmpuint(keyer.n_forms, ==, print != NULL ? 2 * SIMULATED : SIMULATED);
    if (print != NULL)
        g_string_append(print, "]}");
    keying_entries_free(keyer.previous);
    g_string_free(keyer.mistakes.text, true);
    g_assert_cmpint(g_unlink(csv), ==, 0);
}

static const char *const files[] = {"tests/data/keying.xml",
                                    "tests/data/all-types.xml",
                                    "tests/data/form-types.xml",
                                    "tests/data/form-routes.xml",
                                    "tests/data/store-survey.xml",
                                    "forms/surveys/citizens-panel-2016.xml",
                                    "forms/surveys/community-safety.xml",
                                    "forms/surveys/doncaster-safety-2017.xml",
                                    "forms/surveys/over-to-you-2015.xml"};

static void key_surveys(GString *print)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(g_getenv("SOUNDINGS_SOURCE"), files[i], NULL);
        if (print != NULL && i > 0)
            g_string_append(print, ",\n");
        key_survey(path, print);
    }
}

static void test_simulated_forms(void)
{
    key_surveys(NULL);
}

/* `--print`: the plans, and which fields each simulated form asks, as JSON: tests/browser/keying.js gives them to the script. */
static int print_expectations(void)
{
    g_autoptr(GString) print = g_string_new("[");
    key_surveys(print);
    g_string_append(print, "]");
    g_print("%s\n", print->str);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && g_str_equal(argv[1], "--print"))
        return print_expectations();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyed/simulated forms give the answers that they hold", test_simulated_forms);
    return g_test_run();
}
