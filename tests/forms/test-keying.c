/* What is keyed from paper: the plan with its codes, entries read and written, what agrees, and words to keep. */
#include "base/error.h"
#include "forms/keying.h"
#include "forms/survey-xml.h"
#include <string.h>

#include "base/banned.h"

static Survey *load(const char *file)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    g_autofree char *path = g_build_filename(root != NULL ? root : ".", file, NULL);
    g_autoptr(GError) error = NULL;
    Survey *survey = survey_load(path, &error);
    g_assert_no_error(error);
    return survey;
}

static size_t field_of(const KeyPlan *plan, const char *id)
{
    const size_t item = variables_find_item(plan->survey->variables, id);
    g_assert_cmpuint(item, !=, SIZE_MAX);
    const size_t field = key_plan_find(plan, item);
    g_assert_cmpuint(field, !=, SIZE_MAX);
    return field;
}

/* "1 one 1-4": number, kind, first and last code. */
static char *field_in_words(const KeyField *field)
{
    static const char *const kinds[] = {"one", "many", "rank", "number", "date", "words"};
    GString *words = g_string_new(field->number);
    g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", kinds[field->kind]);
    if (field->n_codes > 0)
        g_string_append_printf(words, " %s-%s", field->codes[0].code,
                               field->codes[field->n_codes - 1].code);
    return g_string_free(words, false);
}

static void test_fields(void)
{
    static const struct {
        const char *id, *words;
    } cases[] = {
        {"one", "1 one 1-4"},         {"one_other", "1 words"},   {"nine", "2 one 1-9"},
        {"ten", "3 one 01-10"},       {"many", "4 many 1-5"},     {"rank", "5 rank 1-4"},
        {"zero", "6 one 00-10"},      {"to_ten", "7 one 01-11"},  {"to_nine", "8 one 01-10"},
        {"short_scale", "9 one 0-5"}, {"age", "10 number /1-/2"}, {"years", "11 number"},
        {"moved", "12 date"},         {"said", "13 words"},       {"grid_a", "14a one 1-3"},
        {"grid_c", "14b one 1-3"},    {"unnumbered", "one 1-2"},  {"bare_row", "one 1-3"},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const size_t field = field_of(plan, cases[i].id);
        g_autofree char *words = field_in_words(&plan->at[field]);
        g_assert_cmpstr(words, ==, cases[i].words);
        if (i > 0)
            g_assert_cmpuint(field, >, field_of(plan, cases[i - 1].id)); /* printed order */
    }
}

static void test_only_what_is_printed(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    static const char *const absent[] = {"gone", "grid_b", "said_code"};
    for (size_t i = 0; i < G_N_ELEMENTS(absent); i++) {
        const size_t item = variables_find_item(survey->variables, absent[i]);
        g_assert_cmpuint(item, !=, SIZE_MAX);
        g_assert_cmpuint(key_plan_find(plan, item), ==, SIZE_MAX);
    }
}

static void test_codes(void)
{
    static const struct {
        const char *id;
        size_t at;
        const char *code;
        int option;
    } cases[] = {
        {"one", 3, "4", 97},      {"ten", 9, "10", 99},
        {"zero", 0, "00", 0},     {"to_ten", 9, "10", 10},
        {"to_ten", 10, "11", 98}, {"many", 2, "3", 4}, /* 3 is retired: positions, not data codes */
        {"age", 0, "/1", 998},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const KeyField *field = &plan->at[field_of(plan, cases[i].id)];
        g_assert_cmpuint(cases[i].at, <, field->n_codes);
        g_assert_cmpstr(field->codes[cases[i].at].code, ==, cases[i].code);
        g_assert_cmpint(field->codes[cases[i].at].option->code, ==, cases[i].option);
    }
}

static void test_labels(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    g_assert_cmpstr(key_label(plan, field_of(plan, "one"), "en"), ==, "One of four");
    g_assert_cmpstr(key_label(plan, field_of(plan, "one_other"), "en"), ==, "Another");
    g_assert_cmpstr(key_label(plan, field_of(plan, "grid_c"), "en"), ==, "Third row");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keying/plan/each field has its number, kind and codes", test_fields);
    g_test_add_func("/keying/plan/what is not printed is not keyed", test_only_what_is_printed);
    g_test_add_func("/keying/plan/codes are positions of what is offered", test_codes);
    g_test_add_func("/keying/plan/labels are short", test_labels);
    return g_test_run();
}
