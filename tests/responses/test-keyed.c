/* Whatever residents answered can be keyed from paper: for simulated responses of every definition here, the entry
 * written for each field reads back as the same values, and a form made of these entries gives the same answers. */
#include "csv-fixture.h"
#include "forms/keying.h"
#include "forms/question-read.h"
#include "responses/import-layout.h"
#include "responses/simulate.h"
#include <glib/gstdio.h>
#include <stdlib.h>

#include "base/banned.h"

enum { SIMULATED = 200 };

typedef struct {
    const KeyPlan *plan;
    const ImportLayout *layout;
    ImportMistakes mistakes;
    size_t n_forms;
} Keyer;

static void assert_same_item(const Answers *a, const Answers *b, size_t item)
{
    const Item *it = &a->survey->variables->items[item];
    for (size_t v = it->first_variable; v < it->first_variable + it->n_variables; v++) {
        const bool by_option = it->n_options > 0 && it->n_variables == it->n_options;
        if (by_option && !option_is_offered(a->survey, &it->options[v - it->first_variable]))
            continue; /* an import has 0 there, a form nothing */
        g_assert_cmpint(a->values[v], ==, b->values[v]);
        g_assert_cmpstr(a->texts[v], ==, b->texts[v]);
    }
}

/* Key one response from its answers. */
static void key_form(Keyer *keyer, Answers *answers)
{
    const KeyPlan *plan = keyer->plan;
    g_autoptr(KeyedForm) form = keyed_form_new(plan);
    g_autofree char **problems = g_new0(char *, plan->n + 1);
    for (size_t f = 0; f < plan->n; f++) {
        g_autoptr(Answers) again = answers_new(plan->survey);
        g_free(form->entries[f]);
        form->entries[f] = key_write(plan, f, answers);
        g_autofree char *sentence = key_read(plan, f, form->entries[f], again);
        g_assert_cmpstr(sentence, ==, NULL);
        assert_same_item(again, answers, plan->at[f].item);
        g_assert_true(key_agrees(plan, f, form->entries[f], form->entries[f]));
    }
    g_autofree char *words = keyed_form_words(plan, form);
    g_autoptr(GError) error = NULL;
    g_autoptr(KeyedForm) kept = keyed_form_parse(plan, words, &error);
    g_assert_no_error(error);
    g_autoptr(Answers) keyed = keyed_form_answers(plan, kept, problems);
    g_assert_nonnull(keyed);
    for (size_t f = 0; f < plan->n; f++)
        assert_same_item(keyed, answers, plan->at[f].item);
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
static void key_survey(const char *path)
{
    GError *error = NULL;
    g_autoptr(Survey) survey = survey_load(path, &error);
    g_assert_no_error(error);
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
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
    Keyer keyer = {.plan = plan, .layout = layout, .mistakes = {.text = g_string_new(NULL)}};
    for (uint64_t row = 2; csv_reader_next(reader, &cells, &n, &error); row++)
        key_row(&keyer, cells, row);
    g_assert_no_error(error);
    g_assert_cmpuint(keyer.n_forms, ==, SIMULATED);
    g_string_free(keyer.mistakes.text, true);
    g_assert_cmpint(g_unlink(csv), ==, 0);
}

static void test_simulated_forms(void)
{
    static const char *const files[] = {"tests/data/keying.xml",
                                        "tests/data/all-types.xml",
                                        "tests/data/form-types.xml",
                                        "tests/data/form-routes.xml",
                                        "tests/data/store-survey.xml",
                                        "forms/surveys/citizens-panel-2016.xml",
                                        "forms/surveys/community-safety.xml",
                                        "forms/surveys/doncaster-safety-2017.xml",
                                        "forms/surveys/over-to-you-2015.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(g_getenv("SOUNDINGS_SOURCE"), files[i], NULL);
        g_test_message("%s", files[i]);
        key_survey(path);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyed/simulated forms give the answers that they hold", test_simulated_forms);
    return g_test_run();
}
