/* What is keyed from paper: the plan with its codes, and a whole form. */
#include "forms/keying/keying-fixture.h"

#include "base/banned.h"

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
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
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
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    static const char *const absent[] = {"gone", "grid_b", "said_code"};
    for (size_t i = 0; i < G_N_ELEMENTS(absent); i++) {
        const size_t item = variables_find_item(survey->variables, absent[i]);
        g_assert_cmpuint(item, !=, SIZE_MAX);
        g_assert_cmpuint(keying_plan_find(plan, item), ==, SIZE_MAX);
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
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
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
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_assert_cmpstr(keying_label(plan, field_of(plan, "one"), "en"), ==, "One of four");
    g_assert_cmpstr(keying_label(plan, field_of(plan, "one_other"), "en"), ==, "Another");
    g_assert_cmpstr(keying_label(plan, field_of(plan, "grid_c"), "en"), ==, "Third row");
}

/* ---- Forms ---- */

static Answers *answers_of(const KeyPlan *plan, const char *fields, char **problems)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) sent = fields_decode(fields, strlen(fields), &error);
    g_assert_no_error(error);
    g_autoptr(KeyingEntries) form = keying_entries_take(plan, sent);
    return keying_entries_answers(plan, form, problems);
}

static void test_form_is_settled(void)
{
    static const struct {
        const char *fields, *id, *values;
    } cases[] = {
        {"one=2", "one", "2"},
        {"one=2", "nine", "-1"},                   /* empty on its route: blank */
        {"one=1", "unnumbered", "-1"},             /* asked of 1 and 2 */
        {"one=3", "unnumbered", ""},               /* not asked */
        {"one=3&unnumbered=2", "unnumbered", "2"}, /* written there all the same: kept */
        {"one=3&unnumbered=-", "unnumbered", ""},  /* crossed out there: not asked */
        {"one=3&unnumbered=*", "unnumbered", "-2"},
        {"one=1&age=70&unnumbered=1", "unnumbered", "1"},
        {"one=1&age=70", "unnumbered", ""},
        {"one=12/", "one", "-3"},
        {"one=12/", "unnumbered", ""}, /* several ticked is no answer to go by */
        {"one=4&one_other=tea", "one_other", "'tea'"},
        {"one=4", "one_other", ""},
        {"one=1&one_other=tea", "one_other", "'tea'"},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autofree char **problems = g_new0(char *, plan->n);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].fields);
        g_autoptr(Answers) answers = answers_of(plan, cases[i].fields, problems);
        g_assert_nonnull(answers);
        g_autofree char *values =
            values_of(answers, variables_find_item(survey->variables, cases[i].id));
        g_assert_cmpstr(values, ==, cases[i].values);
    }
}

static void test_form_with_slips(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autofree char **problems = g_new0(char *, plan->n);
    g_assert_null(answers_of(plan, "one=7&nine=1&ten=1", problems));
    g_assert_cmpstr(problems[field_of(plan, "one")], ==,
                    "7 is not a code of question 1. Its codes are 1 to 4.");
    g_assert_null(problems[field_of(plan, "nine")]);
    g_assert_nonnull(problems[field_of(plan, "ten")]);
    for (size_t f = 0; f < plan->n; f++)
        g_free(problems[f]);
}

/* Blank, several, unreadable and nothing stay four different entries. */
static void test_four_entries(void)
{
    static const char *const entries[] = {"-", "/", "*", ""};
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
        g_autoptr(Fields) fields = fields_new();
        fields_add(fields, "one", entries[i]);
        g_autoptr(KeyingEntries) form = keying_entries_take(plan, fields);
        g_autofree char *words = keying_entries_words(plan, form);
        g_autoptr(GError) error = NULL;
        g_autoptr(KeyingEntries) again = keying_entries_parse(plan, words, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(again->entries[field_of(plan, "one")], ==, entries[i]);
    }
}

static void test_flags(void)
{
    static const struct {
        const char *fields, *id, *entry, *note;
    } cases[] = {
        {"one=3", "one", "3", NULL},
        {"one=3&one-note=", "one", "3", NULL},
        {"one=3&one-note=smudged", "one", "3", "smudged"},
        {"one=3%2B", "one", "3", ""},
        {"one=%2B", "one", "", ""},
        {"one=3%2B&one-note=smudged", "one", "3", "smudged"},
        {"said=C%2B%2B", "said", "C++", NULL}, /* words may have a plus */
        {"said=odd+%2B", "said", "odd ", ""},
        {"said=%2B", "said", "", ""},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Fields) fields = fields_decode(cases[i].fields, strlen(cases[i].fields), NULL);
        g_autoptr(KeyingEntries) form = keying_entries_take(plan, fields);
        const size_t field = field_of(plan, cases[i].id);
        g_assert_cmpstr(form->entries[field], ==, cases[i].entry);
        g_assert_cmpstr(form->notes[field], ==, cases[i].note);
    }
}

static void test_words_of_a_form(void)
{
    static const char sent[] =
        "one=3%2B&many=12&many-note=a%0Ab&said=%E2%82%AC+%26+x&other=1&csrf=t";
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autoptr(Fields) fields = fields_decode(sent, strlen(sent), NULL);
    g_autoptr(KeyingEntries) form = keying_entries_take(plan, fields);
    g_autofree char *words = keying_entries_words(plan, form);
    g_assert_null(strstr(words, "csrf"));
    g_autoptr(GError) error = NULL;
    g_autoptr(KeyingEntries) again = keying_entries_parse(plan, words, &error);
    g_assert_no_error(error);
    for (size_t f = 0; f < plan->n; f++) {
        g_assert_cmpstr(again->entries[f], ==, form->entries[f]);
        g_assert_cmpstr(again->notes[f], ==, form->notes[f]);
    }
}

static void test_words_that_are_no_form(void)
{
    static const struct {
        const char *words, *message;
    } cases[] = {
        {"", "what was kept of a form cannot be read: key it again"},
        {"keyed 1", "what was kept of a form cannot be read: key it again"},
        {"keyed 2\n", "what was kept of a form cannot be read: key it again"},
        {"keyed 1\none=3", "what was kept of a form cannot be read: key it again"},
        {"keyed 1\none\n", "what was kept of a form cannot be read: *"},
        {"keyed 1\none=%zz\n", "what was kept of a form cannot be read: *"},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(keying_entries_parse(plan, cases[i].words, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_true(g_pattern_match_simple(cases[i].message, error->message));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keying/plan/each field has its number, kind and codes", test_fields);
    g_test_add_func("/keying/plan/what is not printed is not keyed", test_only_what_is_printed);
    g_test_add_func("/keying/plan/codes are positions of what is offered", test_codes);
    g_test_add_func("/keying/plan/labels are short", test_labels);
    g_test_add_func("/keying/form/it is settled, and off-route values stay", test_form_is_settled);
    g_test_add_func("/keying/form/each wrong field has its sentence", test_form_with_slips);
    g_test_add_func("/keying/form/blank, several, unreadable and nothing are four entries",
                    test_four_entries);
    g_test_add_func("/keying/form/a plus flags the field", test_flags);
    g_test_add_func("/keying/form/its words read back", test_words_of_a_form);
    g_test_add_func("/keying/form/words that are no form are refused", test_words_that_are_no_form);
    return g_test_run();
}
