#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

/* ---- Question types ---- */

static void every_type_is_found_by_its_element(void)
{
    for (unsigned type = 0; type < QUESTION_TYPE_COUNT; type++) {
        const QuestionKind *kind = question_kind((QuestionType)type);
        QuestionType found = QUESTION_TYPE_COUNT;
        g_assert_true(question_kind_find(kind->element, &found));
        g_assert_cmpint(found, ==, type);
        g_assert_nonnull(kind->words);
        g_assert_true((kind->offer == NULL) == (kind->offer_hint == NULL));
    }
    QuestionType none = QUESTION_TYPE_COUNT;
    g_assert_false(question_kind_find("option", &none));
    g_assert_cmpint(none, ==, QUESTION_TYPE_COUNT);
}

static void fields_are_named_after_the_question(void)
{
    static const struct {
        QuestionType type;
        const char *name;
        bool is_own;
    } cases[] = {
        {QUESTION_DATE, "q1", true},          {QUESTION_DATE, "q1_day", true},
        {QUESTION_DATE, "q1_year", true},     {QUESTION_DATE, "q1_option", false},
        {QUESTION_NUMBER, "q1_option", true}, {QUESTION_NUMBER, "q1_day", false},
        {QUESTION_RANK, "q1_12", true},       {QUESTION_RANK, "q1_x", false},
        {QUESTION_TEXT, "q1", true},          {QUESTION_TEXT, "q1_1", false},
        {QUESTION_TEXT, "q", false},          {QUESTION_CHOOSE_ONE, "q10", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Question question = {.type = cases[i].type, .id = "q1"};
        g_test_message("%s", cases[i].name);
        g_assert_true(question_kind_has_field(&question, cases[i].name) == cases[i].is_own);
    }
    const Question date = {.type = QUESTION_DATE, .id = "q1"};
    g_autofree char *month = question_kind_field(&date, 1);
    g_assert_cmpstr(month, ==, "q1_month");
}

static void limits_come_in_one_order(void)
{
    QuestionLimit limits[QUESTION_LIMITS_MOST];
    const Question number = {.type = QUESTION_NUMBER,
                             .quantity = {.places = 2, .has_max = true, .max = 900}};
    g_assert_cmpuint(question_kind(QUESTION_NUMBER)->limits(&number, limits), ==, 3);
    g_assert_cmpint(limits[0].kind, ==, LIMIT_HIGHEST);
    g_assert_cmpint(limits[0].value, ==, 900);
    g_assert_false(limits[1].is_set);
    g_assert_cmpint(limits[2].kind, ==, LIMIT_FIXED);
    g_assert_cmpint(limits[2].value, ==, 2);
    const Question scale = {.type = QUESTION_SCALE, .own.scale = {.from = 1, .to = 7}};
    g_assert_cmpuint(question_kind(QUESTION_SCALE)->limits(&scale, limits), ==, 1);
    g_assert_cmpint(limits[0].kind, ==, LIMIT_ENDS);
    g_assert_cmpint(limits[0].end, ==, 7);
    g_assert_null(question_kind(QUESTION_GRID)->limits);
}

/* ---- Kinds of chart ---- */

static void the_chart_that_suits_is_chosen(void)
{
    static const struct {
        ChartFit fit;
        ChartKind kind;
    } cases[] = {
        {{.is_counted = true, .is_single = true, .n_options = 4}, CHART_BAR},
        {{.is_counted = true, .is_single = true, .is_scale = true}, CHART_HISTOGRAM},
        {{.is_counted = true, .is_single = true, .is_scale = true, .wanted = CHART_BAR}, CHART_BAR},
        {{.is_counted = true, .is_single = true, .wanted = CHART_COLUMN}, CHART_COLUMN},
        {{.is_counted = true, .is_single = true, .wanted = CHART_STACK, .n_options = 9},
         CHART_STACK},
        {{.is_counted = true, .wanted = CHART_COLUMN}, CHART_BAR},
        {{.is_counted = true, .is_single = true, .wanted = CHART_NONE}, CHART_NONE},
        {{.is_single = true, .wanted = CHART_BAR}, CHART_NONE},
        {{.is_counted = true, .is_single = true, .is_by = true, .n_options = 6}, CHART_STACK},
        {{.is_counted = true, .is_single = true, .is_by = true, .n_options = 7}, CHART_GROUPED},
        {{.is_counted = true, .is_by = true, .n_options = 3, .wanted = CHART_COLUMN},
         CHART_GROUPED},
        {{.is_counted = true, .is_single = true, .is_scale = true, .is_by = true, .n_options = 10},
         CHART_GROUPED},
        {{.is_counted = true, .is_single = true, .is_by = true, .wanted = CHART_NONE}, CHART_NONE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("case %zu", i);
        g_assert_cmpint(chart_kinds_choose(&cases[i].fit), ==, cases[i].kind);
    }
}

static void authors_are_told_the_kinds_that_they_may_ask_for(void)
{
    g_assert_cmpstr(chart_kinds_advice(), ==, "write bar, column, stack, histogram or none");
    g_assert_cmpstr(chart_kinds_asked(CHART_GROUPED), ==, "");
    g_assert_cmpstr(chart_kinds_noun(CHART_GROUPED), ==, "Bar chart");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kinds/element", every_type_is_found_by_its_element);
    g_test_add_func("/kinds/fields", fields_are_named_after_the_question);
    g_test_add_func("/kinds/limits", limits_come_in_one_order);
    g_test_add_func("/kinds/chart", the_chart_that_suits_is_chosen);
    g_test_add_func("/kinds/advice", authors_are_told_the_kinds_that_they_may_ask_for);
    return g_test_run();
}
