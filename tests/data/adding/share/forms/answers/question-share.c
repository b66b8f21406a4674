/* Points shared out over answers: whole numbers that add up to the total. */
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/survey/lifetime.h"

#include "base/banned.h"

extern const QuestionRules share_rules;

static bool is_offered(const Answers *answers, const Item *item)
{
    return lifetime_holds(item->row->lifetime, answers->survey->version);
}

/* The points of a row; VALUE_NONE when nothing or a slip was typed. */
static Value read_points(const Answers *answers, size_t item, const Fields *fields,
                         Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    bool more = false;
    g_autofree char *typed = question_field_value(fields, it->id, &more);
    Value value = VALUE_NONE;
    if (typed == NULL)
        return VALUE_NONE;
    if (!more && text_parse_decimal(typed, 0, &value)) {
        question_check_range(answers, item, value, it->id, problems);
        return value;
    }
    const Problem problem = {
        .kind = PROBLEM_NOT_A_NUMBER, .item = item, .variable = it->first_variable};
    question_problem_note(problems, problem, "%s", it->id);
    return VALUE_NONE;
}

static void share_check_together(const Answers *answers, size_t first_item, Problems *problems)
{
    const Item *items = answers->survey->variables->items;
    const Question *question = items[first_item].question;
    Problem problem = {.kind = PROBLEM_OF_TYPE,
                       .item = first_item,
                       .variable = items[first_item].first_variable,
                       .limit = question->own.share.total};
    bool any = false;
    for (size_t r = 0; r < question->n_rows; r++) {
        const Value value = answers->values[items[first_item + r].first_variable];
        if (value < 0 && value != VALUE_NONE)
            return; /* not all can be read: there is no sum */
        any |= value != VALUE_NONE;
        problem.given += MAX(value, 0);
    }
    if (any && problem.given != problem.limit)
        question_problem_note(problems, problem, "%s", items[first_item].id);
}

static void share_read(const Question *question, size_t first_item, const Fields *fields,
                       Answers *answers, Problems *problems)
{
    const Item *items = answers->survey->variables->items;
    const size_t before = problems->list->len;
    bool any = false;
    for (size_t r = 0; r < question->n_rows; r++) {
        Value *value = &answers->values[items[first_item + r].first_variable];
        if (is_offered(answers, &items[first_item + r]))
            *value = read_points(answers, first_item + r, fields, problems);
        any |= *value != VALUE_NONE;
    }
    if (problems->list->len == before)
        share_check_together(answers, first_item, problems);
    const bool good = any && problems->list->len == before;
    for (size_t r = 0; r < question->n_rows; r++) {
        Value *value = &answers->values[items[first_item + r].first_variable];
        if (!good)
            *value = VALUE_NONE;
        else if (*value == VALUE_NONE && is_offered(answers, &items[first_item + r]))
            *value = 0;
    }
}

static void share_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value value = answers->values[it->first_variable];
    if (value != VALUE_NONE && !(value < 0 && value >= VALUE_SEVERAL))
        question_check_range(answers, item, value, it->id, problems);
}

/* Each row takes some of what is left, the last all of it. */
static void share_draw(const Draw *draw, size_t item)
{
    const Item *items = draw->answers->survey->variables->items;
    const Question *question = items[item].question;
    Value left = question->own.share.total;
    Value *last = NULL;
    for (size_t i = item; items[i].question == question && items[i].row != NULL; i++) {
        if (is_offered(draw->answers, &items[i])) {
            last = &draw->answers->values[items[i].first_variable];
            *last = (Value)random_stream_below(draw->random, (uint64_t)left + 1);
            left -= *last;
        }
        if (items[i].row == &question->rows[question->n_rows - 1])
            break;
    }
    if (last != NULL)
        *last += left;
}

static char *share_problem_words(const Problem *problem, const Survey *survey, const char *lang)
{
    const Item *item = &survey->variables->items[problem->item];
    g_autofree char *given = text_from_decimal(problem->given, 0);
    g_autofree char *limit = text_from_decimal(problem->limit, 0);
    if (lang == NULL)
        return g_strdup_printf("the points of %s add up to %s, not to %s", item->question->id,
                               given, limit);
    return text_fill(say(lang, "Share out {limit} points in all. Yours add up to {given}."),
                     "limit", limit, "given", given, NULL);
}

const QuestionRules share_rules = {
    .read = share_read,
    .check = share_check,
    .check_together = share_check_together,
    .draw = share_draw,
    .problem_words = share_problem_words,
};
