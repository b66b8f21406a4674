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

/* "many_1=1 many_2=0": the values that an item has. */
static char *values_of(const Answers *answers, size_t item)
{
    const Variables *variables = answers->survey->variables;
    const Item *it = &variables->items[item];
    GString *words = g_string_new(NULL);
    for (size_t v = it->first_variable; v < it->first_variable + it->n_variables; v++) {
        if (answers->values[v] == VALUE_NONE)
            continue;
        g_string_append(words, words->len > 0 ? " " : "");
        if (it->n_variables > 1)
            g_string_append_printf(words, "%s=", variables->at[v].name);
        if (answers->texts[v] != NULL)
            g_string_append_printf(words, "'%s'", answers->texts[v]);
        else
            g_string_append_printf(words, "%" G_GINT64_FORMAT, answers->values[v]);
    }
    return g_string_free(words, false);
}

typedef struct {
    const char *id, *entry, *values, *sentence;
} Reading;

static const Reading readings[] = {
    /* one code */
    {"one", "1", "1", NULL},
    {"one", "3", "5", NULL}, /* positions, not data codes */
    {"one", "4", "97", NULL},
    {"one", " 4 ", "97", NULL},
    {"one", "", "", NULL},
    {"one", "-", "-1", NULL},
    {"one", "*", "-2", NULL},
    {"one", "/", "-3", NULL},
    {"one", "12/", "-3", NULL},
    {"one", "/12", "-3", NULL},
    {"one", "5", "", "5 is not a code of question 1. Its codes are 1 to 4."},
    {"one", "0", "", "0 is not a code of question 1. Its codes are 1 to 4."},
    {"one", "97", "", "9 is not a code of question 1. Its codes are 1 to 4."},
    {"one", "x", "", "x is not a code of question 1. Its codes are 1 to 4."},
    {"one", "+", "", "+ is not a code of question 1. Its codes are 1 to 4."},
    {"one", "12", "",
     "12 is more than one code, and question 1 takes one. If several are ticked, type / after "
     "them."},
    {"one", "1/", "",
     "One code with / does not say which others are ticked for question 1. Type every code that is "
     "ticked, or / alone."},
    {"one", "11/", "", "1 is typed twice for question 1. Type each code once."},
    {"one", "1/2", "", "/ is not a code of question 1. Its codes are 1 to 4."},
    {"nine", "9", "9", NULL},
    {"ten", "07", "7", NULL},
    {"ten", "10", "99", NULL},
    {"ten", "7", "", "7 is not a code of question 3. Its codes are 01 to 10."},
    {"ten", "11", "", "11 is not a code of question 3. Its codes are 01 to 10."},
    {"ten", "0102/", "-3", NULL},
    {"grid_c", "4", "", "4 is not a code of question 14b. Its codes are 1 to 3."},
    {"unnumbered", "3", "", "3 is not a code of question 'unnumbered'. Its codes are 1 to 2."},
    /* scales */
    {"zero", "00", "0", NULL},
    {"zero", "10", "10", NULL},
    {"zero", "11", "", "11 is not a code of question 6. Its codes are 00 to 10."},
    {"to_ten", "10", "10", NULL},
    {"to_ten", "11", "98", NULL},
    {"to_ten", "00", "", "00 is not a code of question 7. Its codes are 01 to 11."},
    {"to_nine", "10", "98", NULL},
    {"short_scale", "0", "0", NULL},
    /* several codes: 1 litter, 2 noise, 3 traffic, 4 none of these, 5 something else; two to three */
    {"many", "12", "many_1=1 many_2=1 many_4=0 many_96=0 many_97=0", NULL},
    {"many", "531", "many_1=1 many_2=0 many_4=1 many_96=0 many_97=1", NULL},
    {"many", "4", "many_1=0 many_2=0 many_4=0 many_96=1 many_97=0", NULL},
    {"many", "", "", NULL},
    {"many", "-", "many_1=-1 many_2=-1 many_4=-1 many_96=-1 many_97=-1", NULL},
    {"many", "*", "many_1=-2 many_2=-2 many_4=-2 many_96=-2 many_97=-2", NULL},
    {"many", "/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "1235/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "1/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "14/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "12/", "", "These may be ticked together for question 4. Leave out the /."},
    {"many", "1235", "",
     "4 are ticked for question 4, which takes 3 at most. If the paper has that many, type / after "
     "the codes."},
    {"many", "1", "",
     "1 is ticked for question 4, which asks for 2 at least. If the paper has no more, type / "
     "after "
     "the codes."},
    {"many", "14", "",
     "4 and 1 cannot both be ticked for question 4. If they are on the paper, type / after the "
     "codes."},
    {"many", "11", "", "1 is typed twice for question 4. Type each code once."},
    {"many", "16", "", "6 is not a code of question 4. Its codes are 1 to 5."},
    /* places */
    {"rank", "312", "rank_1=2 rank_2=3 rank_3=1 rank_4=0", NULL},
    {"rank", "2", "rank_1=0 rank_2=1 rank_3=0 rank_4=0", NULL},
    {"rank", "02", "rank_1=0 rank_2=2 rank_3=0 rank_4=0", NULL},
    {"rank", "/", "rank_1=-3 rank_2=-3 rank_3=-3 rank_4=-3", NULL},
    {"rank", "1234/", "rank_1=-3 rank_2=-3 rank_3=-3 rank_4=-3", NULL},
    {"rank", "-", "rank_1=-1 rank_2=-1 rank_3=-1 rank_4=-1", NULL},
    {"rank", "000", "", "No place is given for question 5. Type - if it is left blank."},
    {"rank", "22", "", "2 is typed twice for question 5. Type each code once."},
    {"rank", "1234", "",
     "4 places are given for question 5, which has 3. If the paper has that many, type / after the "
     "codes."},
    {"rank", "5", "", "5 is not a code of question 5. Its codes are 1 to 4."},
    /* numbers */
    {"age", "16", "16", NULL},
    {"age", "120", "120", NULL},
    {"age", "/1", "998", NULL},
    {"age", "/2", "999", NULL},
    {"age", "/", "-3", NULL},
    {"age", "*", "-2", NULL},
    {"age", "-", "-1", NULL},
    {"age", "/3", "", "/3 is not a code of question 10. Its codes are /1 to /2."},
    {"age", "998", "",
     "998 is out of the range of question 10: 16 to 120. If the paper says so, type * and flag it "
     "with +."},
    {"age", "16.5", "", "16.5 is not a whole number, and question 10 takes whole numbers only."},
    {"age", "16/", "", "16/ is not a number. Type the number of question 10 in digits."},
    {"age", "99999999999999999999999999", "",
     "99999999999999999999... is not a number. Type the number of question 10 in digits."},
    {"years", "2.5", "25", NULL},
    {"years", "2,5", "25", NULL},
    {"years", "0", "0", NULL},
    {"years", "2.55", "", "2.55 has too many digits after the point: question 11 takes 1 at most."},
    {"years", "1.2.3", "", "1.2.3 is not a number. Type the number of question 11 in digits."},
    {"years", "-5", "", "-5 is not a number. Type the number of question 11 in digits."},
    {"years", "/1", "", "/1 is not an answer to question 11."},
    /* dates */
    {"moved", "05112016", "20161105", NULL},
    {"moved", "/", "-3", NULL},
    {"moved", "31022016", "",
     "31022016 is not a date. Type day, month and year of question 12 as eight digits, for example "
     "05112016."},
    {"moved", "5112016", "",
     "5112016 is not a date. Type day, month and year of question 12 as eight digits, for example "
     "05112016."},
    {"moved", "05111999", "",
     "05111999 is out of the range of question 12: 1 January 2000 to 31 December 2030. If the "
     "paper "
     "says so, type * and flag it with +."},
    /* words */
    {"said", " more\r\nlight ", "'more\nlight'", NULL},
    {"said", "ask [name] of [address]", "'ask [name] of [address]'", NULL},
    {"said", "", "", NULL},
    {"said", "-", "-1", NULL},
    {"said", "*", "-2", NULL},
    {"said", "/", "'[see paper]'", NULL},
    {"said", "\\/", "'/'", NULL},
    {"said", "\\\\-", "'\\-'", NULL},
    {"said", "\\n", "'\\n'", NULL},
    {"said", "a\001b", "",
     "A character that was typed for question 13 cannot be kept. Type it again."},
    {"said", "\xff", "",
     "A character that was typed for question 13 cannot be kept. Type it again."},
    {"one_other", "tea", "'tea'", NULL},
    {"one_other", "-", "", NULL}, /* words beside an answer are never blank */
};

static void test_readings(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        const size_t field = field_of(plan, readings[i].id);
        g_autoptr(Answers) answers = answers_new(survey);
        g_autofree char *sentence = key_read(plan, field, readings[i].entry, answers);
        g_autofree char *values = values_of(answers, plan->at[field].item);
        g_test_message("%s '%s'", readings[i].id, readings[i].entry);
        g_assert_cmpstr(sentence, ==, readings[i].sentence);
        g_assert_cmpstr(values, ==, readings[i].values);
    }
}

static void test_too_long(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    static const struct {
        const char *id;
        size_t n;
        const char *sentence;
    } cases[] = {
        {"said", 200, NULL},
        {"said", 201,
         "Question 13 may have 200 characters, and 201 are typed. Shorten the words, or type / "
         "alone: "
         "not typed, see paper."},
        {"one_other", 501,
         "The words beside question 1 may have 500 characters, and 501 are typed. Shorten the "
         "words, "
         "or type / alone: not typed, see paper."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Answers) answers = answers_new(survey);
        g_autofree char *words = g_strnfill(cases[i].n, 'a');
        g_autofree char *sentence = key_read(plan, field_of(plan, cases[i].id), words, answers);
        g_assert_cmpstr(sentence, ==, cases[i].sentence);
    }
}

/* A later entry leaves nothing of an earlier one. */
static void test_read_again(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    g_autoptr(Answers) answers = answers_new(survey);
    const size_t said = field_of(plan, "said");
    g_assert_null(key_read(plan, said, "words", answers));
    g_assert_null(key_read(plan, said, "*", answers));
    g_autofree char *values = values_of(answers, plan->at[said].item);
    g_assert_cmpstr(values, ==, "-2");
}

/* Every right entry, written from its values and read again, has the same values. */
static void test_write_reads_back(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        if (readings[i].sentence != NULL)
            continue;
        const size_t field = field_of(plan, readings[i].id);
        g_autoptr(Answers) answers = answers_new(survey);
        g_assert_null(key_read(plan, field, readings[i].entry, answers));
        g_autofree char *entry = key_write(plan, field, answers);
        g_autoptr(Answers) again = answers_new(survey);
        g_assert_null(key_read(plan, field, entry, again));
        g_autofree char *values = values_of(again, plan->at[field].item);
        g_assert_cmpstr(values, ==, readings[i].values);
    }
}

static void test_agreement(void)
{
    static const struct {
        const char *id, *a, *b;
        bool agrees;
    } cases[] = {
        {"one", "1", "1", true},
        {"one", "1", "2", false},
        {"one", "", "-", true},
        {"one", "", "*", false},
        {"one", "/", "*", false},
        {"one", "12/", "/21", true},
        {"one", "-", "/", false},
        {"many", "12", "21", true},
        {"many", "12", "13", false},
        {"many", "-", "", true},
        {"many", "*", "-", false},
        {"rank", "12", "21", false},
        {"rank", "1", "100", true},
        {"age", "16", "016", true},
        {"age", "/1", "/2", false},
        {"years", "2.5", "2,50", false}, /* the second is wrong */
        {"years", "2.5", "2,5", true},
        {"said", "More  LIGHT", " more light", true},
        {"said", "more light", "more lights", false},
        {"said", "/", "more light", false},
        {"said", "", "-", true},
        {"one_other", "-", "", true},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s '%s' '%s'", cases[i].id, cases[i].a, cases[i].b);
        const size_t field = field_of(plan, cases[i].id);
        g_assert_true(key_agrees(plan, field, cases[i].a, cases[i].b) == cases[i].agrees);
        g_assert_true(key_agrees(plan, field, cases[i].b, cases[i].a) == cases[i].agrees);
    }
}

static void test_words_for_a_supervisor(void)
{
    static const struct {
        const char *id, *entry, *words;
    } cases[] = {
        {"one", "2", "2 Green"},
        {"one", "", "left blank"},
        {"one", "-", "left blank"},
        {"one", "*", "cannot be read"},
        {"one", "/", "several ticked"},
        {"one", "/13", "several ticked: 1 Red; 3 Blue"},
        {"one", "7", "7"}, /* a wrong one as it was typed */
        {"many", "21", "2 Noise; 1 Litter"},
        {"many", "14/", "ticked against the rule: 1 Litter; 4 None of these"},
        {"rank", "304", "place 1: 3 Streets; place 3: 4 Traffic"},
        {"to_ten", "07", "07 7"},
        {"age", "40", "40 years"},
        {"age", "/1", "/1 Don't know"},
        {"age", "/", "several answers given"},
        {"years", "2,5", "2.5"},
        {"moved", "05112016", "5 November 2016"},
        {"said", "More light", "More light"},
        {"said", "/", "not typed: see paper"},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = key_words(plan, field_of(plan, cases[i].id), cases[i].entry, "en");
        g_assert_cmpstr(words, ==, cases[i].words);
    }
}

/* ---- Forms ---- */

static Answers *answers_of(const KeyPlan *plan, const char *fields, char **problems)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) sent = fields_decode(fields, strlen(fields), &error);
    g_assert_no_error(error);
    g_autoptr(KeyedForm) form = keyed_form_take(plan, sent);
    return keyed_form_answers(plan, form, problems);
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
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
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
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
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
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
        g_autoptr(Fields) fields = fields_new();
        fields_add(fields, "one", entries[i]);
        g_autoptr(KeyedForm) form = keyed_form_take(plan, fields);
        g_autofree char *words = keyed_form_words(plan, form);
        g_autoptr(GError) error = NULL;
        g_autoptr(KeyedForm) again = keyed_form_parse(plan, words, &error);
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
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Fields) fields = fields_decode(cases[i].fields, strlen(cases[i].fields), NULL);
        g_autoptr(KeyedForm) form = keyed_form_take(plan, fields);
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
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    g_autoptr(Fields) fields = fields_decode(sent, strlen(sent), NULL);
    g_autoptr(KeyedForm) form = keyed_form_take(plan, fields);
    g_autofree char *words = keyed_form_words(plan, form);
    g_assert_null(strstr(words, "csrf"));
    g_autoptr(GError) error = NULL;
    g_autoptr(KeyedForm) again = keyed_form_parse(plan, words, &error);
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
    g_autoptr(KeyPlan) plan = key_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(keyed_form_parse(plan, cases[i].words, &error));
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
    g_test_add_func("/keying/read/every kind and key", test_readings);
    g_test_add_func("/keying/read/too many characters", test_too_long);
    g_test_add_func("/keying/read/nothing stays of an earlier entry", test_read_again);
    g_test_add_func("/keying/write/what is written reads back", test_write_reads_back);
    g_test_add_func("/keying/agrees/values are compared, not keys", test_agreement);
    g_test_add_func("/keying/words/an entry in words for a supervisor",
                    test_words_for_a_supervisor);
    g_test_add_func("/keying/form/it is settled, and off-route values stay", test_form_is_settled);
    g_test_add_func("/keying/form/each wrong field has its sentence", test_form_with_slips);
    g_test_add_func("/keying/form/blank, several, unreadable and nothing are four entries",
                    test_four_entries);
    g_test_add_func("/keying/form/a plus flags the field", test_flags);
    g_test_add_func("/keying/form/its words read back", test_words_of_a_form);
    g_test_add_func("/keying/form/words that are no form are refused", test_words_that_are_no_form);
    return g_test_run();
}
