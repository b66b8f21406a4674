/* Places for some of the options. */
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"

#include "base/banned.h"

static void rank_read(const Question *question, size_t first_item, const Fields *fields,
                      Answers *answers, Problems *problems)
{
    const Item *item = &answers->survey->variables->items[first_item];
    const size_t before = problems->list->len;
    bool any = false;
    for (unsigned place = 1; place <= question->picks.most; place++) {
        g_autofree char *field = g_strdup_printf("%s_%u", question->id, place);
        const Option *option = question_read_choice(answers, first_item, field, fields, problems);
        if (option == NULL)
            continue;
        any = true;
        Value *value = &answers->values[item->first_variable + (size_t)(option - item->options)];
        if (*value == VALUE_NONE) {
            *value = place;
            continue;
        }
        const Problem problem = {.kind = PROBLEM_SAME_OPTION,
                                 .item = first_item,
                                 .variable = item->first_variable,
                                 .code = option->code,
                                 .given = *value,
                                 .limit = place};
        question_problem_note(problems, problem, "%s", field);
    }
    const bool good = any && problems->list->len == before;
    for (size_t i = 0; i < item->n_options; i++) {
        Value *value = &answers->values[item->first_variable + i];
        if (!good)
            *value = VALUE_NONE;
        else if (*value == VALUE_NONE &&
                 survey_option_is_offered(answers->survey, &item->options[i]))
            *value = 0;
    }
    (void)question_read_write_ins(answers, first_item, fields, problems);
}

static void rank_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value *values = &answers->values[it->first_variable];
    for (size_t i = 0; i < it->n_options; i++) {
        Problem problem = {.kind = PROBLEM_PLACE,
                           .item = item,
                           .variable = it->first_variable + i,
                           .code = it->options[i].code,
                           .given = values[i],
                           .limit = it->question->picks.most};
        if (values[i] > problem.limit || (values[i] < VALUE_SEVERAL && values[i] != VALUE_NONE)) {
            question_problem_note(problems, problem, "%s_1", it->id);
            return;
        }
        for (size_t j = 0; j < i && values[i] > 0; j++) {
            if (values[j] != values[i])
                continue;
            problem.kind = PROBLEM_SAME_PLACE;
            problem.other_code = it->options[j].code;
            question_problem_note(problems, problem, "%s_%" G_GINT64_FORMAT, it->id, values[i]);
            return;
        }
    }
}

static void rank_draw(const Draw *draw, size_t item)
{
    const Item *it = &draw->answers->survey->variables->items[item];
    Value *values = draw->answers->values + it->first_variable;
    g_autofree double *weights = draw_weights(draw, item);
    for (size_t k = 0; k < it->n_options; k++)
        values[k] = 0;
    for (unsigned place = 1; place <= it->question->picks.most; place++) {
        const size_t drawn = random_stream_draw(draw->random, weights, it->n_options);
        if (drawn == it->n_options)
            return;
        values[drawn] = place;
        weights[drawn] = 0;
    }
}

extern const QuestionRules rank_rules;
const QuestionRules rank_rules = {
    .read = rank_read,
    .check = rank_check,
    .draw = rank_draw,
};
