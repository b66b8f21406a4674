/* Where an answer on paper leads: the next question that is certainly asked, when all before it are certainly not. A
 * condition is followed in three values, for most answers are not known; what hangs on them gets no arrow, and the words
 * at the question itself say whom it is for. */
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/paper/paper-build.h"
#include "forms/survey/condition.h"
#include "forms/survey/lifetime.h"
#include "forms/survey/variables.h"
#include <string.h>

#include "base/banned.h"

typedef enum { NO, MAYBE, YES } Tri;

/* What is known because the question was asked: tests that hold, or do not. */
typedef struct {
    const Condition *test;
    bool holds;
} Fact;

typedef struct {
    const Survey *survey;
    const Variables *variables;
    const Question *from;
    const Option *option;
    GArray *facts;          /* Fact */
    Value *values;          /* one row, VALUE_NONE but while a test is tried */
    const Value **columns;  /* into values */
    const uint8_t **routes; /* one of each item: on-route */
} Walk;

static const uint8_t on_route = 1;

bool paper_asks(const Survey *survey, const Question *question)
{
    return lifetime_holds(question->lifetime, survey->version);
}

const Question *paper_next(const Survey *survey, const Question *question)
{
    const Question *end = survey->questions + survey->n_questions;
    for (const Question *next = question + 1; next < end; next++)
        if (paper_asks(survey, next))
            return next;
    return NULL;
}

/* Does a test hold for the values that are set? */
static bool holds(const Walk *walk, const Condition *test)
{
    const Columns row = {.n_rows = 1, .at = walk->columns};
    uint8_t out = 0;
    condition_mask(test, walk->variables, &row, walk->routes, &out);
    return out != 0;
}

static void set_all(const Walk *walk, const Item *item, Value value)
{
    for (size_t v = 0; v < item->n_variables; v++)
        walk->values[item->first_variable + v] = value;
}

/* The test, of the question itself: its answer is known. */
static Tri of_own(const Walk *walk, const Condition *test, const Item *item)
{
    if (item->role != ITEM_ASKED)
        return MAYBE;
    if (item->measure == MEASURE_MULTIPLE) {
        set_all(walk, item, 0);
        walk->values[item->first_variable + (size_t)(walk->option - item->options)] = 1;
    } else {
        set_all(walk, item, walk->option->code);
    }
    Tri found = holds(walk, test) ? YES : NO;
    set_all(walk, item, VALUE_NONE);
    return found;
}

static bool is_same_test(const Condition *a, const Condition *b)
{
    return a->kind == b->kind && a->item == b->item && a->n_ranges == b->n_ranges &&
           (a->n_ranges == 0 || memcmp(a->ranges, b->ranges, a->n_ranges * sizeof *a->ranges) == 0);
}

/* Could the answer that is set be, by the facts about its item? */
static bool is_possible(const Walk *walk, size_t item)
{
    for (size_t i = 0; i < walk->facts->len; i++) {
        const Fact *fact = &g_array_index(walk->facts, Fact, i);
        if (fact->test->item == item && holds(walk, fact->test) != fact->holds)
            return false;
    }
    return true;
}

/* Try every answer that a single item could have, left blank among them. */
static Tri of_single(const Walk *walk, const Condition *test, const Item *item)
{
    size_t n_yes = 0, n_no = 0;
    for (size_t i = 0; i <= item->n_options; i++) {
        walk->values[item->first_variable] =
            i < item->n_options ? item->options[i].code : VALUE_BLANK;
        if (is_possible(walk, test->item)) {
            if (holds(walk, test))
                n_yes++;
            else
                n_no++;
        }
    }
    walk->values[item->first_variable] = VALUE_NONE;
    return n_no == 0 && n_yes > 0 ? YES : n_yes == 0 ? NO : MAYBE;
}

static Tri of_question(const Walk *walk, const Question *question);

static Tri of_test(const Walk *walk, const Condition *test)
{
    const Item *item = &walk->variables->items[test->item];
    if (item->question == walk->from)
        return of_own(walk, test, item);
    if (of_question(walk, item->question) == NO)
        return NO;
    for (size_t i = 0; i < walk->facts->len; i++) {
        const Fact *fact = &g_array_index(walk->facts, Fact, i);
        if (is_same_test(fact->test, test))
            return fact->holds ? YES : NO;
    }
    return item->measure == MEASURE_SINGLE ? of_single(walk, test, item) : MAYBE;
}

static Tri of_condition(const Walk *walk, const Condition *condition)
{
    if (condition == NULL)
        return YES;
    switch (condition->kind) {
    case CONDITION_NOT:
        return YES - of_condition(walk, condition->left);
    case CONDITION_AND:
        return MIN(of_condition(walk, condition->left), of_condition(walk, condition->right));
    case CONDITION_OR:
        return MAX(of_condition(walk, condition->left), of_condition(walk, condition->right));
    case CONDITION_IN:
    case CONDITION_ANSWERED:
        return of_test(walk, condition);
    }
    g_assert_not_reached();
}

static Tri of_question(const Walk *walk, const Question *question)
{
    Tri page = of_condition(walk, walk->survey->pages[question->page].condition);
    return page == NO ? NO : MIN(page, of_condition(walk, question->condition));
}

static void gather_route(const Walk *walk, const Question *question);

/* Note what must be so for a condition to hold (or not to). */
static void gather(const Walk *walk, const Condition *condition, bool is_so)
{
    if (condition == NULL)
        return;
    const ConditionKind both = is_so ? CONDITION_AND : CONDITION_OR;
    if (condition->kind == CONDITION_NOT) {
        gather(walk, condition->left, !is_so);
    } else if (condition->kind == both) {
        gather(walk, condition->left, is_so);
        gather(walk, condition->right, is_so);
    } else if (condition->kind == CONDITION_IN || condition->kind == CONDITION_ANSWERED) {
        const Fact fact = {.test = condition, .holds = is_so};
        g_array_append_val(walk->facts, fact);
        if (is_so)
            gather_route(walk, walk->variables->items[condition->item].question);
    }
}

static void gather_route(const Walk *walk, const Question *question)
{
    gather(walk, walk->survey->pages[question->page].condition, true);
    gather(walk, question->condition, true);
}

static PaperWay follow(const Walk *walk)
{
    const Question *to = paper_next(walk->survey, walk->from);
    for (; to != NULL; to = paper_next(walk->survey, to)) {
        Tri asked = of_question(walk, to);
        if (asked != NO)
            return (PaperWay){.is_known = asked == YES, .to = to};
    }
    return (PaperWay){.is_known = true};
}

PaperWay paper_way(const Survey *survey, const Question *from, const Option *option)
{
    const Variables *variables = survey->variables;
    g_autofree Value *values = g_new(Value, variables->n + 1);
    g_autofree const Value **columns = g_new(const Value *, variables->n + 1);
    g_autofree const uint8_t **routes = g_new(const uint8_t *, variables->n_items + 1);
    for (size_t v = 0; v < variables->n; v++) {
        values[v] = VALUE_NONE;
        columns[v] = &values[v];
    }
    for (size_t i = 0; i < variables->n_items; i++)
        routes[i] = &on_route;
    Walk walk = {.survey = survey,
                 .variables = variables,
                 .from = from,
                 .option = option,
                 .facts = g_array_new(false, false, sizeof(Fact)),
                 .values = values,
                 .columns = columns,
                 .routes = routes};
    gather_route(&walk, from);
    PaperWay way = follow(&walk);
    g_array_unref(walk.facts);
    return way;
}

const char *paper_way_words(Paper *paper, PaperWay way)
{
    if (way.to == NULL)
        return paper_say(paper, SAY("Go to the last page"));
    if (way.to->number != NULL)
        return paper_keep(paper, text_fill(paper_say(paper, SAY("Go to question {number}")),
                                           "number", way.to->number, NULL));
    const size_t item = variables_first_item(paper->survey->variables, way.to);
    return paper_keep(
        paper,
        text_fill(paper_say(paper, SAY("Go to “{question}”")), "question",
                  variables_item_label(&paper->survey->variables->items[item], paper->lang), NULL));
}

const char *paper_code_of(const Paper *paper, size_t item, const Option *option)
{
    const size_t field = keying_plan_find(paper->plan, item);
    const KeyField *keyed = field != SIZE_MAX ? &paper->plan->at[field] : NULL;
    for (size_t c = 0; keyed != NULL && c < keyed->n_codes; c++)
        if (keyed->codes[c].option == option)
            return keyed->codes[c].code;
    return NULL;
}
