/* Answers by the rules of their questions: read from a page, checked, settled before they are stored. */
#include "base/limits.h"
#include "forms/answers/question-read.h"
#include "forms/answers/question.h"
#include "forms/survey/lifetime.h"
#include "forms/survey/routes.h"

#include "base/banned.h"

/* As variables_item_is_answered, without columns: settling is done for each row of an import. */
static bool is_answered(const Answers *answers, size_t item)
{
    const Item *it = &answers->survey->variables->items[item];
    const bool by_option = it->measure == MEASURE_MULTIPLE || it->measure == MEASURE_RANK;
    for (size_t v = it->first_variable; v < it->first_variable + it->n_variables; v++)
        if (answers->values[v] >= (by_option ? 1 : 0))
            return true;
    return false;
}

/* The routes of one row of answers.
 * Returns: yours (free with routes_free). */
static Routes *follow(const Answers *answers)
{
    const Variables *variables = answers->survey->variables;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    const Columns row = answers_columns(answers, room);
    Routes *routes = routes_new(variables, 1);
    routes_follow(routes, &row);
    return routes;
}

static int by_item(const void *a, const void *b)
{
    const Problem *first = a;
    const Problem *second = b;
    return first->item < second->item ? -1 : first->item > second->item;
}

/* The control to focus for an item that was left out. */
static void note_missing(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Problem problem = {
        .kind = PROBLEM_REQUIRED, .item = item, .variable = it->first_variable};
    question_problem_note(problems, problem, "%s%s", it->id,
                          question_kind(it->question->type)->first_field);
}

/* With the page's answers in place its routes are known: an answer to a question that is not asked is never a slip, and
 * a required one that is asked must be there. */
static void apply_routes(const Answers *answers, size_t page, size_t first_problem,
                         Problems *problems)
{
    const Variables *variables = answers->survey->variables;
    g_autoptr(Routes) routes = follow(answers);
    for (size_t i = problems->list->len; i > first_problem; i--) {
        const Problem *problem = &g_array_index(problems->list, Problem, i - 1);
        const size_t asked = variables->items[problem->item].parent;
        if (routes_of_item(routes, asked)[0] == 0)
            g_array_remove_index(problems->list, (unsigned)(i - 1));
    }
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->question->page == page && item->role == ITEM_ASKED && item->question->required &&
            routes_of_item(routes, i)[0] != 0 && !is_answered(answers, i) &&
            problems_find(problems, i) == NULL)
            note_missing(answers, i, problems);
    }
    g_array_sort(problems->list, by_item);
}

void answers_read_page(Answers *answers, size_t page, const Fields *fields, Problems *problems)
{
    const Survey *survey = answers->survey;
    const Variables *variables = survey->variables;
    const size_t first_problem = problems->list->len;
    const Question *previous = NULL;
    bool has_required = false;
    for (size_t i = 0; i < variables->n_items; i++) {
        const Question *question = variables->items[i].question;
        if (question->page != page)
            continue;
        if (question != previous) {
            for (size_t j = i; j < variables->n_items && variables->items[j].question == question;
                 j++)
                question_set_all(answers, j, VALUE_NONE);
            if (lifetime_holds(question->lifetime, survey->version))
                question_rules(question->type)->read(question, i, fields, answers, problems);
            has_required |= question->required;
        }
        previous = question;
    }
    if (has_required || problems->list->len > first_problem)
        apply_routes(answers, page, first_problem, problems);
}

static void check_asked(const Answers *answers, size_t item, Problems *problems)
{
    const Variables *variables = answers->survey->variables;
    const Question *question = variables->items[item].question;
    const QuestionRules *rules = question_rules(question->type);
    rules->check(answers, item, problems);
    if (item == 0 || variables->items[item - 1].question != question)
        answers_check_together(answers, item, problems);
}

void answers_check_item(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const char *words = answers->texts[it->first_variable];
    switch (it->role) {
    case ITEM_ASKED:
        check_asked(answers, item, problems);
        return;
    case ITEM_WRITE_IN:
        if (words != NULL)
            (void)question_check_words(answers, item, words, LIMIT_WRITE_IN_CHARS, it->id,
                                       problems);
        return;
    case ITEM_CODES:
        question_check_ticks(answers, item, 0, 0, problems);
        return;
    }
}

void answers_check_together(const Answers *answers, size_t first_item, Problems *problems)
{
    const Variables *variables = answers->survey->variables;
    const Question *question = variables->items[first_item].question;
    const QuestionRules *rules = question_rules(question->type);
    if (rules->check_together == NULL)
        return;
    g_autoptr(Problems) single = problems_new();
    for (size_t i = first_item; i < variables->n_items && variables->items[i].question == question;
         i++)
        rules->check(answers, i, single);
    if (single->list->len == 0)
        rules->check_together(answers, first_item, problems);
}

/* Is the variable's option offered in the survey's version? Options that are not stay without a value. */
static bool is_variable_offered(const Survey *survey, const Item *item, size_t variable)
{
    if (item->measure != MEASURE_MULTIPLE && item->measure != MEASURE_RANK)
        return true;
    return survey_option_is_offered(survey, &item->options[variable - item->first_variable]);
}

void answers_settle(Answers *answers)
{
    const Variables *variables = answers->survey->variables;
    g_autoptr(Routes) routes = follow(answers);
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->role != ITEM_ASKED || is_answered(answers, i))
            continue;
        const bool on_route = routes_of_item(routes, i)[0] != 0;
        for (size_t v = item->first_variable; v < item->first_variable + item->n_variables; v++) {
            Value *value = &answers->values[v];
            if (on_route && (*value == VALUE_NONE || *value == 0) &&
                is_variable_offered(answers->survey, item, v))
                *value = VALUE_BLANK;
        }
    }
}

size_t answers_count_off_route(const Answers *answers)
{
    const Variables *variables = answers->survey->variables;
    g_autoptr(Routes) routes = follow(answers);
    size_t n = 0;
    for (size_t i = 0; i < variables->n_items; i++)
        if (routes_of_item(routes, i)[0] == 0 && is_answered(answers, i))
            n++;
    return n;
}
