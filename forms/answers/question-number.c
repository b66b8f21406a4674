/* A number typed in, and answers beside it such as "don't know". */
#include "base/text.h"
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"

#include "base/banned.h"

enum {
    FINER_PLACES = 12, /* to tell a fine number from none */
    NUMBER_SPAN = 100, /* of drawn numbers without a highest */
};

static void number_read(const Question *question, size_t first_item, const Fields *fields,
                        Answers *answers, Problems *problems)
{
    const size_t variable = answers->survey->variables->items[first_item].first_variable;
    Problem problem = {.item = first_item, .variable = variable};
    const size_t before = problems->list->len;
    g_autofree char *beside = question_kind_field(question, 0);
    bool more = false;
    g_autofree char *typed = question_field_value(fields, question->id, &more);
    const Option *option = question_read_choice(answers, first_item, beside, fields, problems);
    Value value = VALUE_NONE;
    if (problems->list->len > before)
        return;
    if (option != NULL)
        value = option->code;
    if (typed != NULL && (more || option != NULL)) {
        problem.kind = PROBLEM_TWO_ANSWERS;
        problem.code = option != NULL ? option->code : 0;
        question_problem_note(problems, problem, "%s", question->id);
    } else if (typed != NULL && !text_parse_decimal(typed, question->quantity.places, &value)) {
        Value finer = 0;
        const bool is_number = text_parse_decimal(typed, FINER_PLACES, &finer);
        problem.kind = is_number ? PROBLEM_TOO_PRECISE : PROBLEM_NOT_A_NUMBER;
        problem.limit = question->quantity.places;
        question_problem_note(problems, problem, "%s", question->id);
    } else if (typed != NULL) {
        question_check_range(answers, first_item, value, question->id, problems);
    }
    if (problems->list->len == before)
        answers->values[variable] = value;
}

static void number_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value value = answers->values[it->first_variable];
    if (question_is_none_or_code(it, value))
        return;
    question_check_range(answers, item, value, it->id, problems);
}

static void number_draw(const Draw *draw, size_t item)
{
    const Item *it = &draw->answers->survey->variables->items[item];
    const Quantity *quantity = &it->question->quantity;
    if (draw_beside(draw, item))
        return;
    Value unit = 1;
    for (unsigned p = 0; p < quantity->places; p++)
        unit *= 10;
    const Value from = quantity->has_min ? quantity->min : 0;
    const Value to = quantity->has_max ? quantity->max : from + NUMBER_SPAN * unit;
    draw->answers->values[it->first_variable] =
        from + (Value)random_stream_below(draw->random, (uint64_t)(to - from) + 1);
}

extern const QuestionRules number_rules;
const QuestionRules number_rules = {
    .read = number_read,
    .check = number_check,
    .draw = number_draw,
};
