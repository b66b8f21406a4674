/* What forms send becomes answers and problems: a table for each type; the same rules for stored values. */
#include "base/say.h"
#include "forms/answers/answers.h"
#include "forms/definition/survey-xml.h"
#include "forms/web/question-html.h"
#include <string.h>

#include "base/banned.h"

static Survey *survey;

static void load(void)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    g_autofree char *path =
        g_build_filename(root != NULL ? root : ".", "tests/data/form-routes.xml", NULL);
    g_autoptr(GError) error = NULL;
    survey = survey_load(path, &error);
    g_assert_no_error(error);
}

/* The values that are there: "q02_1=1 q02_2=0 q05='because'". */
static char *values_in_words(const Answers *answers)
{
    GString *words = g_string_new(NULL);
    for (size_t v = 0; v < survey->variables->n; v++) {
        if (answers->values[v] == VALUE_NONE)
            continue;
        g_string_append_printf(words, "%s%s=", words->len > 0 ? " " : "",
                               survey->variables->at[v].name);
        if (answers->texts[v] != NULL)
            g_string_append_printf(words, "'%s'", answers->texts[v]);
        else
            g_string_append_printf(words, "%" G_GINT64_FORMAT, answers->values[v]);
    }
    return g_string_free(words, false);
}

typedef struct {
    const char *sent;     /* urlencoded */
    const char *values;   /* as values_in_words */
    const char *sentence; /* for residents, or NULL when all is well */
    const char *control;
} Reading;

static const Reading readings[] = {
    /* choose-one */
    {"q01=1", "q01=1", NULL, NULL},
    {"q01=", "", NULL, NULL},
    {"q01=8", "", "Select one of the answers in the list", "q01"},
    {"q01=4", "", "Select one of the answers in the list", "q01"}, /* retired in version 2 */
    {"q01=x", "", "Select one of the answers in the list", "q01"},
    {"q01=1&q01=2", "", "Select one answer only", "q01"},
    {"q01=1&q01=1", "q01=1", NULL, NULL},
    {"q01_other=+so+so+", "q01=97 q01_other='so so'", NULL, NULL},
    {"q01=2&q01_other=but", "q01=2 q01_other='but'", NULL, NULL}, /* kept as a comment */
    /* choose-many */
    {"q02=1&q02=2", "q02_1=1 q02_2=1 q02_3=0 q02_5=0 q02_96=0 q02_97=0", NULL, NULL},
    {"q02=1", "", "Select at least 2. You have selected 1.", "q02"},
    {"q02=1&q02=2&q02=3&q02=5", "", "Select no more than 3. You have selected 4.", "q02"},
    {"q02=96", "q02_1=0 q02_2=0 q02_3=0 q02_5=0 q02_96=1 q02_97=0", NULL, NULL},
    {"q02=96&q02=2", "", "Select either “None of these” or “Blue”, not both", "q02"},
    {"q02=96&q02_other=tea", "q02_other='tea'",
     "Select either “None of these” or “Another colour”, not both", "q02"},
    {"q02=3&q02_other=tea", "q02_1=0 q02_2=0 q02_3=1 q02_5=0 q02_96=0 q02_97=1 q02_other='tea'",
     NULL, NULL},
    {"q02=1&q02=7", "", "Select one of the answers in the list", "q02"},
    /* scale */
    {"q03=10", "q03=10", NULL, NULL},
    {"q03=98", "q03=98", NULL, NULL},
    {"q03=0", "", "Select one of the answers in the list", "q03"},
    /* number */
    {"q04=+%C2%A399+", "q04=990", NULL, NULL}, /* a pound sign and spaces */
    {"q04=2.5", "q04=25", NULL, NULL},
    {"q04=0", "q04=0", NULL, NULL},
    {"q04=%D9%A7", "q04=70", NULL, NULL}, /* an Arabic seven */
    {"q04=2.55", "", "Enter a number with no more than 1 decimal place", "q04"},
    {"q04=-1", "", "The number must be between 0.0 and 100.0", "q04"},
    {"q04=101", "", "The number must be between 0.0 and 100.0", "q04"},
    {"q04=ten", "", "Enter a number in figures, for example 12", "q04"},
    {"q09=90", "q09=90", NULL, NULL},
    {"q09=98", "", "The number must be between 0 and 90", "q09"},
    {"q09_option=98", "q09=98", NULL, NULL},
    {"q09=3&q09_option=98", "", "Enter a number or select “Don't know”, not both", "q09"},
    {"q09=1.5", "", "Enter a whole number, for example 12", "q09"},
    /* text */
    {"q05=a%0D%0Ab", "q05='a\nb'", NULL, NULL},
    {"q05=+++", "", NULL, NULL},
    {"q05=%F0%9F%98%80%F0%9F%98%80345678901234567%0D%0A0", "q05='😀😀345678901234567\n0'", NULL,
     NULL}, /* 20 characters in 27 bytes as sent */
    {"q05=123456789012345678901", "",
     "Your answer must be 20 characters or fewer. You have entered 21.", "q05"},
    /* rank */
    {"q06_1=2&q06_3=1", "q06_1=3 q06_2=1 q06_3=0", NULL, NULL}, /* a gap is allowed */
    {"q06_1=2&q06_3=2", "",
     "You have chosen “Wardens” as choice 1 and as choice 3. Select a different answer for one of "
     "them.",
     "q06_3"},
    {"q06_1=&q06_2=&q06_3=", "", NULL, NULL},
    {"q06_1=9", "", "Select one of the answers in the list", "q06_1"},
    /* date */
    {"q07_day=27&q07_month=3&q07_year=2007", "q07=20070327", NULL, NULL},
    {"q07_day=+27th+&q07_month=march&q07_year=2007", "q07=20070327", NULL, NULL},
    {"q07_day=1&q07_month=Sept.&q07_year=2020", "q07=20200901", NULL, NULL},
    {"q07_day=29&q07_month=2&q07_year=2020", "q07=20200229", NULL, NULL},
    {"q07_day=29&q07_month=2&q07_year=2019", "", "Enter a real date, for example 27 3 2007",
     "q07_day"},
    {"q07_day=1&q07_month=1&q07_year=19", "", "Enter a real date, for example 27 3 2007",
     "q07_day"},
    {"q07_day=1&q07_month=1&q07_year=1999", "",
     "The date must be between 1 January 2000 and 31 December 2030", "q07_day"},
    {"q07_day=1&q07_year=2020", "", "The date must include a month", "q07_month"},
    {"q07_month=1&q07_year=2020", "", "The date must include a day", "q07_day"},
    {"q07_day=&q07_month=&q07_year=", "", NULL, NULL},
    /* grid */
    {"q08_a=1", "q08_a=1", NULL, NULL},
    {"q08_a=1&q08_b=7", "q08_a=1", "Select one of the answers in the list", "q08_b"},
};

static void expect_reading(const Reading *reading)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) fields = fields_decode(reading->sent, strlen(reading->sent), &error);
    g_assert_no_error(error);
    g_autoptr(Answers) answers = answers_new(survey);
    g_autoptr(Problems) problems = problems_new();
    answers_read_page(answers, 0, fields, problems);
    g_autofree char *values = values_in_words(answers);
    const Problem *problem =
        problems->list->len > 0 ? &g_array_index(problems->list, Problem, 0) : NULL;
    g_autofree char *sentence = problem != NULL ? problem_words(problem, survey, "en") : NULL;
    if (g_strcmp0(values, reading->values) != 0 || g_strcmp0(sentence, reading->sentence) != 0 ||
        g_strcmp0(problem != NULL ? problem->control : NULL, reading->control) != 0)
        g_error("%s gives %s; %s; at %s", reading->sent, values, sentence,
                problem != NULL ? problem->control : "nothing");
}

static void what_a_form_sends_is_read_as_its_table_says(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++)
        expect_reading(&readings[i]);
}

/* Words never meant for a resident: bar A17. */
static void no_sentence_for_residents_blames_or_begs(void)
{
    static const char *const banned[] = {"please", "sorry", "invalid", "required", "oops"};
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        if (readings[i].sentence == NULL)
            continue;
        g_autofree char *small = g_utf8_strdown(readings[i].sentence, -1);
        for (size_t b = 0; b < G_N_ELEMENTS(banned); b++)
            g_assert_null(strstr(small, banned[b]));
    }
}

typedef struct {
    const char *item;
    const char *values;   /* "VARIABLE=VALUE ..." */
    const char *sentence; /* for staff, or NULL */
} Checking;

static const Checking checkings[] = {
    {"q01", "q01=1", NULL},
    {"q01", "q01=4", NULL}, /* a response of version 1 may hold it */
    {"q01", "q01=-3", NULL},
    {"q01", "q01=7", "q01 has the code 7, which is not one of its answers"},
    {"q01", "q01=-7", "q01 has the code -7, which is not one of its answers"},
    {"q02", "q02_1=1 q02_2=1 q02_3=1 q02_5=1", "q02 has 4 options ticked, at most 3 are allowed"},
    {"q02", "q02_1=1", "q02 has 1 options ticked, at least 2 are needed"},
    {"q02", "q02_1=1 q02_96=1",
     "q02 has 96 (None of these) together with 1 (Red), which exclude each other"},
    {"q02", "q02_1=3", "q02 has the code 3, which is not one of its answers"},
    {"q02", "q02_1=-1 q02_2=-1", NULL},
    {"q04", "q04=1001", "q04 is 100.1, allowed is 0.0 to 100.0"},
    {"q09", "q09=98", NULL},
    {"q09", "q09=97", "q09 is 97, allowed is 0 to 90"},
    {"q06", "q06_1=1 q06_2=1", "q06 has the place 1 at both 1 and 2"},
    {"q06", "q06_1=4", "q06 has the place 4, allowed are 1 to 3"},
    {"q07", "q07=20190229", "q07 is not a date"},
    {"q07", "q07=19991231", "q07 is 1999-12-31, allowed is 2000-01-01 to 2030-12-31"},
    {"q08_b", "q08_b=3", "q08_b has the code 3, which is not one of its answers"},
    {"q05_code", "q05_code_1=2", "q05_code has the code 2, which is not one of its answers"},
};

static void set_values(Answers *answers, const char *assignment)
{
    g_auto(GStrv) pairs = g_strsplit(assignment, " ", -1);
    for (size_t i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++) {
        g_auto(GStrv) pair = g_strsplit(pairs[i], "=", 2);
        answers->values[variables_find(survey->variables, pair[0])] =
            g_ascii_strtoll(pair[1], NULL, 10);
    }
}

static void stored_values_are_checked_by_the_same_rules(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(checkings); i++) {
        g_autoptr(Answers) answers = answers_new(survey);
        g_autoptr(Problems) problems = problems_new();
        set_values(answers, checkings[i].values);
        answers_check_item(answers, variables_find_item(survey->variables, checkings[i].item),
                           problems);
        g_autofree char *sentence =
            problems->list->len > 0
                ? problem_words_for_staff(&g_array_index(problems->list, Problem, 0), survey)
                : NULL;
        if (g_strcmp0(sentence, checkings[i].sentence) != 0)
            g_error("%s: %s", checkings[i].values, sentence);
    }
}

static void too_long_words_are_named_for_staff(void)
{
    g_autoptr(Answers) answers = answers_new(survey);
    g_autoptr(Problems) problems = problems_new();
    answers_set_text(answers, variables_find(survey->variables, "q05"), "123456789012345678901");
    answers_check_item(answers, variables_find_item(survey->variables, "q05"), problems);
    g_assert_cmpuint(problems->list->len, ==, 1);
    g_autofree char *sentence =
        problem_words_for_staff(&g_array_index(problems->list, Problem, 0), survey);
    g_assert_cmpstr(sentence, ==, "q05 has 21 characters, at most 20 are allowed");
}

static void settling_blanks_what_was_asked_and_keeps_what_was_not(void)
{
    g_autoptr(Answers) answers = answers_new(survey);
    set_values(answers, "q01=1 r1=2 r2=1");
    answers_settle(answers);
    const Variables *variables = survey->variables;
    const struct {
        const char *name;
        Value value;
    } expected[] = {{"q01", 1},
                    {"q02_1", VALUE_BLANK},
                    {"q02_97", VALUE_BLANK},
                    {"q02_other", VALUE_NONE},
                    {"q05", VALUE_BLANK},
                    {"q05_code_1", VALUE_NONE},
                    {"r2", 1}, /* off-route: kept */
                    {"r3", VALUE_NONE},
                    {"w1", VALUE_BLANK},
                    {"w2_b", VALUE_NONE},
                    {"v2", VALUE_NONE}};
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_cmpint(answers->values[variables_find(variables, expected[i].name)], ==,
                        expected[i].value);
    g_assert_cmpuint(answers_count_off_route(answers), ==, 1);
}

/* What a version does not offer, because it came later or is retired, has no value there: not even that it was left blank. */
static void settling_leaves_what_was_not_offered_without_a_value(void)
{
    static const char text[] =
        "<survey xmlns='urn:x-soundings:survey:1' id='s' version='3' xml:lang='en'>"
        "<title>T</title><owner>O</owner><page id='p1'><choose-many id='q01'><ask>Which?</ask>"
        "<option code='1'>A</option><option code='2' retired='2'>B</option>"
        "<option code='3' since='2'>C</option></choose-many></page></survey>";
    static const Value expected[3][3] = {{VALUE_BLANK, VALUE_BLANK, VALUE_NONE},
                                         {VALUE_BLANK, VALUE_NONE, VALUE_BLANK},
                                         {VALUE_BLANK, VALUE_NONE, VALUE_BLANK}};
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    g_autoptr(Mistakes) mistakes = mistakes_new("offered");
    g_autoptr(Survey) offered = survey_parse(bytes, mistakes);
    g_assert_nonnull(offered);
    for (unsigned version = 1; version <= 3; version++) {
        offered->version = version;
        g_autoptr(Answers) answers = answers_new(offered);
        answers_settle(answers);
        for (size_t v = 0; v < 3; v++)
            g_assert_cmpint(answers->values[v], ==, expected[version - 1][v]);
    }
}

static void an_answer_is_said_in_words(void)
{
    static const char *const words[][3] = {
        {"q01", "q01=3", "Perhaps"},
        {"q02", "q02_1=1 q02_3=1", "Red; Green"},
        {"q03", "q03=7", "7"},
        {"q04", "q04=25", "2.5"},
        {"q09", "q09=98", "Don't know"},
        {"q06", "q06_1=2 q06_2=1", "1. Wardens; 2. Lighting"},
        {"q07", "q07=20070327", "27 March 2007"},
        {"q07", "q07=-1", NULL},
        {"q02", "q02_1=-1", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autoptr(Answers) answers = answers_new(survey);
        set_values(answers, words[i][1]);
        g_autofree char *said =
            answers_words(answers, variables_find_item(survey->variables, words[i][0]), "en");
        g_assert_cmpstr(said, ==, words[i][2]);
    }
}

static void repeated_words_are_cut_and_never_off_route(void)
{
    g_autoptr(Answers) answers = answers_new(survey);
    g_autoptr(GString) words = g_string_new(NULL);
    for (int i = 0; i < 100; i++)
        g_string_append(words, "é");
    set_values(answers, "q01=1 r1=2 r2=1");
    answers_set_text(answers, variables_find(survey->variables, "q05"), words->str);
    g_autofree char *cut = wording_piped(survey, "q05", "en", answers);
    g_autofree char *label = wording_piped(survey, "r1", "en", answers);
    g_assert_cmpint(g_utf8_strlen(cut, -1), ==, 80);
    g_assert_true(g_str_has_suffix(cut, "é…"));
    g_assert_cmpstr(label, ==, "No");
    g_assert_null(wording_piped(survey, "r2", "en", answers));
}

/* Bar A16: characters are counted, not bytes, and a browser's CRLF is one of them. */
static void characters_are_counted_not_bytes(void)
{
    g_autoptr(GString) words = g_string_new(NULL);
    for (int i = 0; i < 10; i++)
        g_string_append(words, "😀\r\n");
    g_autoptr(Fields) fields = fields_new();
    fields_add(fields, "q05", words->str);
    g_autoptr(Answers) answers = answers_new(survey);
    g_autoptr(Problems) problems = problems_new();
    answers_read_page(answers, 0, fields, problems);
    g_assert_cmpuint(problems->list->len, ==, 0);
    g_string_append(words, "12");
    fields_remove(fields, "q05");
    fields_add(fields, "q05", words->str);
    answers_read_page(answers, 0, fields, problems);
    g_assert_cmpuint(problems->list->len, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    load();
    g_test_add_func("/answers/what a form sends is read as its table says",
                    what_a_form_sends_is_read_as_its_table_says);
    g_test_add_func("/answers/no sentence for residents blames or begs",
                    no_sentence_for_residents_blames_or_begs);
    g_test_add_func("/answers/stored values are checked by the same rules",
                    stored_values_are_checked_by_the_same_rules);
    g_test_add_func("/answers/too long words are named for staff",
                    too_long_words_are_named_for_staff);
    g_test_add_func("/answers/settling blanks what was asked and keeps what was not",
                    settling_blanks_what_was_asked_and_keeps_what_was_not);
    g_test_add_func("/answers/settling leaves what was not offered without a value",
                    settling_leaves_what_was_not_offered_without_a_value);
    g_test_add_func("/answers/an answer is said in words", an_answer_is_said_in_words);
    g_test_add_func("/answers/repeated words are cut and never off-route",
                    repeated_words_are_cut_and_never_off_route);
    g_test_add_func("/answers/characters are counted, not bytes", characters_are_counted_not_bytes);
    const int result = g_test_run();
    survey_free(survey);
    return result;
}
