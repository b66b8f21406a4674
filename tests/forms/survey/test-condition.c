/* Conditions: read, refused with a position, resolved, evaluated, said; and the routes that are made of them. */
#include "base/arena.h"
#include "base/say.h"
#include "forms/definition/survey-xml.h"
#include "forms/survey/condition.h"
#include "forms/survey/routes.h"
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

static Condition *resolved(Arena *arena, const char *text)
{
    ConditionSlip slip = {0};
    Condition *condition = condition_parse(arena, text, &slip);
    g_assert_cmpstr(slip.message, ==, NULL);
    g_assert_true(condition_resolve(condition, survey->variables, SIZE_MAX, &slip));
    return condition;
}

/* Rows of values for a few variables, the others none: "q01=1 q02=1,2". */
static void set(Value *values, const char *assignment)
{
    for (size_t v = 0; v < survey->variables->n; v++)
        values[v] = VALUE_NONE;
    g_auto(GStrv) pairs = g_strsplit(assignment, " ", -1);
    for (size_t i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++) {
        g_auto(GStrv) pair = g_strsplit(pairs[i], "=", 2);
        const size_t v = variables_find(survey->variables, pair[0]);
        g_assert_cmpuint(v, !=, SIZE_MAX);
        values[v] = g_ascii_strtoll(pair[1], NULL, 10);
    }
}

static Columns row_of(const Value *values, const Value **room)
{
    for (size_t v = 0; v < survey->variables->n; v++)
        room[v] = &values[v];
    return (Columns){.n_rows = 1, .at = room};
}

typedef struct {
    const char *condition;
    const char *answers;
    bool holds;
} Truth;

static const Truth truths[] = {
    {"q01 is 1", "q01=1", true},
    {"q01 is 1", "q01=2", false},
    {"q01 is 1", "", false},
    {"q01 is 1", "q01=-1", false},
    {"q01 in ..2", "q01=-1", false}, /* blank is not a small number */
    {"q01 in (1, 3)", "q01=3", true},
    {"q01 in 2..", "q01=3", true},
    {"not q01 is 1", "", true},
    {"not q01 is 1", "q01=1", false},
    {"not not q01 is 1", "q01=1", true},
    {"q01 is 1 or q01 is 2 and q02 is 1", "q01=1", true}, /* and binds closer */
    {"(q01 is 1 or q01 is 2) and q02 is 1", "q01=1", false},
    {"q02 in (1, 2)", "q02_1=0 q02_2=1 q02_96=0", true}, /* any of */
    {"q02 in (1, 2)", "q02_1=0 q02_2=0 q02_96=1", false},
    {"q02 answered", "q02_1=0 q02_2=0 q02_96=1", true},
    {"q02 answered", "q02_1=-1 q02_2=-1 q02_96=-1", false},
    {"q03 in 5..", "q03=9", true},
    {"q03 in 5..", "q03=98", false}, /* don't know is no point of the scale */
    {"q03 is 98", "q03=98", true},
    {"q03 answered", "q03=98", true},
    {"q04 in 2..3", "q04=25", true}, /* 2.5, stored times ten */
    {"q04 in 2..3", "q04=35", false},
    {"q04 is 0", "q04=0", true},
    {"q06 in 2", "q06_1=1 q06_2=2 q06_3=0", true}, /* placed at all */
    {"q06 in 3", "q06_1=1 q06_2=2 q06_3=0", false},
    {"q08_a is 2", "q08_a=2", true},
    {"q01_other answered", "q01=97 q01_other=1", true},
    {"q01_other answered", "q01=1 q01_other=1", false}, /* its option is not chosen */
};

static void a_condition_holds_as_its_table_says(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(truths); i++) {
        g_autoptr(Arena) arena = arena_new();
        g_autofree Value *values = g_new(Value, survey->variables->n);
        g_autofree const Value **room = g_new(const Value *, survey->variables->n);
        g_autoptr(Routes) routes = routes_new(survey->variables, 1);
        g_autofree const uint8_t **masks = g_new(const uint8_t *, survey->variables->n_items);
        set(values, truths[i].answers);
        const Columns row = row_of(values, room);
        routes_follow(routes, &row);
        for (size_t item = 0; item < survey->variables->n_items; item++)
            masks[item] = routes_of_item(routes, item);
        uint8_t holds = 7;
        condition_mask(resolved(arena, truths[i].condition), survey->variables, &row, masks,
                       &holds);
        if ((holds == 1) != truths[i].holds)
            g_error("%s with %s gives %u", truths[i].condition, truths[i].answers, holds);
    }
}

typedef struct {
    const char *condition;
    size_t before; /* items; SIZE_MAX: all */
    unsigned at;
    const char *message; /* its beginning */
} Slip;

static const Slip slips[] = {
    {"", SIZE_MAX, 1, "the condition is empty"},
    {"q01", SIZE_MAX, 4, "after q01 comes 'is', 'in' or 'answered', not the end"},
    {"q01 = 1", SIZE_MAX, 5, "after q01 comes 'is', 'in' or 'answered', not '='"},
    {"q01 is Yes", SIZE_MAX, 8, "a code (a number) is due here, not 'Yes'"},
    {"q01 in (1, 2", SIZE_MAX, 13, "a comma or a closing bracket is due here"},
    {"(q01 is 1", SIZE_MAX, 10, "a closing bracket is due here"},
    {"q01 is 1 q02 is 1", SIZE_MAX, 10, "'and' or 'or' is due here, not 'q02'"},
    {"q01 is 1 and", SIZE_MAX, 13, "the id of a question is due here, not the end"},
    {"q01 in 3..1", SIZE_MAX, 8, "a range runs from the smaller number to the larger"},
    {"q01 in ..", SIZE_MAX, 10, "a number is due after '..'"},
    {"q01 is 99999999999999999999", SIZE_MAX, 8, "the number 999999999999 is too large"},
    {"((((((((q01 is 1))))))))", SIZE_MAX, 9, "a condition may be nested 8 deep at most"},
    {"é q01 is 1", SIZE_MAX, 1, "the id of a question is due here, not 'é'"},
    {"q99 is 1", SIZE_MAX, 1, "no question has the id q99"},
    {"q01 is 1 or q03 is 1", 2, 13, "q03 is not asked before this"},
    {"q01 is 5", SIZE_MAX, 1, "q01 has no answer with the code 5"},
    {"q08 is 1", SIZE_MAX, 1, "q08 is a grid: name one of its rows, e.g. q08_a"},
    {"q05 is 1", SIZE_MAX, 1, "q05 is a text: it can only be tested with 'q05 answered'"},
    {"q07 in 1..", SIZE_MAX, 1, "q07 is a date"},
};

static void a_slip_is_named_with_its_place(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(slips); i++) {
        g_autoptr(Arena) arena = arena_new();
        ConditionSlip slip = {0};
        Condition *condition = condition_parse(arena, slips[i].condition, &slip);
        if (condition != NULL)
            g_assert_false(condition_resolve(condition, survey->variables, slips[i].before, &slip));
        if (slip.message == NULL || !g_str_has_prefix(slip.message, slips[i].message) ||
            slip.at != slips[i].at)
            g_error("%s: at %u: %s", slips[i].condition, slip.at, slip.message);
        g_free(slip.message);
    }
}

static const char *const sayings[][2] = {
    {"q01 in (1, 2)", "you answered “Yes” or “No” to question 1"},
    {"q01 is 1", "you answered “Yes” to question 1"},
    {"q01 in (1, 2, 3)", "you answered “Yes”, “No” or “Perhaps” to question 1"},
    {"not q01 is 1", "you did not answer “Yes” to question 1"},
    {"q03 in 1..5", "you answered 1 to 5 to question 3"},
    {"q03 in (6.., 98)", "you answered 6 or more or “Don't know” to question 3"},
    {"q04 in ..2", "you answered up to 2.0 to “Miles”"},
    {"q05 answered", "you answered question 5"},
    {"not (q01 is 1 and q05 answered)",
     "you did not answer “Yes” to question 1 or you did not answer question 5"},
    {"(q01 is 1 or q01 is 2) and q05 answered",
     "(you answered “Yes” to question 1 or you answered “No” to question 1) and you answered "
     "question 5"},
    {"q08_a is 1", "you answered “Agree” to “Streets” in question 8"},
    {"q06 in 1", "you gave a place to “Lighting” in question 6"},
};

static void a_condition_is_said_with_labels(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sayings); i++) {
        g_autoptr(Arena) arena = arena_new();
        g_autofree char *words =
            condition_words(resolved(arena, sayings[i][0]), survey->variables, "en");
        g_assert_cmpstr(words, ==, sayings[i][1]);
    }
}

static void expect_route(const char *answers, const char *item, bool on_route)
{
    g_autofree Value *values = g_new(Value, survey->variables->n);
    g_autofree const Value **room = g_new(const Value *, survey->variables->n);
    g_autoptr(Routes) routes = routes_new(survey->variables, 1);
    set(values, answers);
    const Columns row = row_of(values, room);
    routes_follow(routes, &row);
    const size_t index = variables_find_item(survey->variables, item);
    if (routes_of_item(routes, index)[0] != (on_route ? 1 : 0))
        g_error("%s should be %s route with %s", item, on_route ? "on" : "off", answers);
}

/* r3 asks r2, r2 asks r1: whoever answers all three and then changes r1 leaves a stale r2 behind. */
static void a_stale_answer_opens_no_route(void)
{
    expect_route("r1=1 r2=1", "r3", true);
    expect_route("r1=2 r2=1", "r2", false);
    expect_route("r1=2 r2=1", "r3", false);
    expect_route("r2=1", "r3", false);
}

static void pages_questions_rows_and_write_ins_have_routes(void)
{
    expect_route("r1=1", "w1", false); /* page: q01 is 1 */
    expect_route("q01=1", "w1", true);
    expect_route("q01=1 w1=2", "w2_b", false); /* row: w1 is 1 */
    expect_route("q01=1 w1=1", "w2_b", true);
    expect_route("q01=2 w1=1", "w2_b", false);
    expect_route("q01=97", "q01_other", true);
    expect_route("q01=1", "q01_other", false);
    expect_route("q05=1", "q05_code", false);
    expect_route("q05=1 q05_code_1=0 q05_code_2=1", "q05_code", true);
}

static void a_question_of_a_later_version_is_not_asked_in_an_earlier_one(void)
{
    const size_t n = survey->variables->n;
    g_autofree const Value **room = g_new(const Value *, n);
    g_autofree Value *values = g_new(Value, 3 * n);
    for (size_t v = 0; v < n; v++)
        room[v] = values + 3 * v;
    for (size_t v = 0; v < 3 * n; v++)
        values[v] = VALUE_NONE;
    for (size_t r = 0; r < 3; r++) /* the page's condition: q01 is 1 */
        values[r] = 1;
    const unsigned versions[] = {1, 2, 3};
    const Columns rows = {.n_rows = 3, .at = room, .versions = versions};
    g_autoptr(Routes) routes = routes_new(survey->variables, 3);
    routes_follow(routes, &rows);
    const uint8_t *later = routes_of_item(routes, variables_find_item(survey->variables, "v2"));
    g_assert_cmpuint(later[0], ==, 0);
    g_assert_cmpuint(later[1], ==, 1);
    g_assert_cmpuint(later[2], ==, 0);
}

static void a_row_of_a_later_version_is_not_asked_in_an_earlier_one(void)
{
    static const char text[] =
        "<survey xmlns='urn:x-soundings:survey:1' id='s' version='3' xml:lang='en'>"
        "<title>T</title><owner>O</owner><page id='p1'><grid id='g'><ask>Which?</ask>"
        "<option code='1'>Yes</option><option code='2'>No</option><row id='g_old'>Old</row>"
        "<row id='g_new' since='2'>New</row><row id='g_gone' retired='3'>Gone</row></grid>"
        "</page></survey>";
    static const uint8_t expected[3][3] = {{1, 1, 1}, {0, 1, 1}, {1, 1, 0}}; /* row by version */
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    g_autoptr(Mistakes) mistakes = mistakes_new("rows");
    g_autoptr(Survey) rows_survey = survey_parse(bytes, mistakes);
    g_assert_nonnull(rows_survey);
    const Value ones[] = {1, 1, 1};
    const Value *const at[] = {ones, ones, ones};
    const unsigned versions[] = {1, 2, 3};
    const Columns rows = {.n_rows = 3, .at = at, .versions = versions};
    g_autoptr(Routes) routes = routes_new(rows_survey->variables, 3);
    routes_follow(routes, &rows);
    for (size_t item = 0; item < 3; item++)
        for (size_t version = 0; version < 3; version++)
            g_assert_cmpuint(routes_of_item(routes, item)[version], ==, expected[item][version]);
}

static void a_route_is_said_as_page_question_and_row_together(void)
{
    const Variables *variables = survey->variables;
    g_autofree char *row = routes_words(variables, variables_find_item(variables, "w2_b"), "en");
    g_autofree char *everyone = routes_words(variables, 0, "en");
    g_autofree char *beside =
        routes_words(variables, variables_find_item(variables, "q01_other"), "en");
    g_assert_cmpstr(row, ==, "you answered “Yes” to question 1 and you answered “Yes” to “Next”");
    g_assert_null(everyone);
    g_assert_cmpstr(beside, ==, "you answered “Another” to question 1");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    load();
    g_test_add_func("/condition/holds as its table says", a_condition_holds_as_its_table_says);
    g_test_add_func("/condition/a slip is named with its place", a_slip_is_named_with_its_place);
    g_test_add_func("/condition/is said with labels", a_condition_is_said_with_labels);
    g_test_add_func("/routes/a stale answer opens no route", a_stale_answer_opens_no_route);
    g_test_add_func("/routes/pages, questions, rows and write-ins have them",
                    pages_questions_rows_and_write_ins_have_routes);
    g_test_add_func("/routes/a question of a later version is not asked in an earlier one",
                    a_question_of_a_later_version_is_not_asked_in_an_earlier_one);
    g_test_add_func("/routes/a row of a later version is not asked in an earlier one",
                    a_row_of_a_later_version_is_not_asked_in_an_earlier_one);
    g_test_add_func("/routes/are said as page, question and row together",
                    a_route_is_said_as_page_question_and_row_together);
    const int result = g_test_run();
    survey_free(survey);
    return result;
}
