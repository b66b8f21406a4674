/* Any number of answers from a list. */
#include "base/text.h"
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"
#include <string.h>

#include "base/banned.h"

/* Note the ticks that were sent, 1 in their variables; false when one is not offered. */
static bool read_ticks(const Question *question, size_t item, const Fields *fields,
                       Answers *answers, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    for (size_t i = 0; i < fields_count(fields); i++) {
        const Field field = fields_at(fields, i);
        int64_t code = 0;
        if (strcmp(field.name, question->id) != 0 || *field.value == '\0')
            continue;
        const Option *option = NULL;
        if (text_parse_int(field.value, &code) && code > 0 && code <= INT32_MAX)
            option = survey_option_find(question->options, question->n_options, (int)code);
        if (option == NULL || !survey_option_is_offered(answers->survey, option)) {
            const Problem problem = {.kind = PROBLEM_UNKNOWN_CODE,
                                     .item = item,
                                     .variable = it->first_variable,
                                     .given = code};
            question_problem_note(problems, problem, "%s", question->id);
            return false;
        }
        answers->values[it->first_variable + (size_t)(option - question->options)] = 1;
    }
    return true;
}

static void choose_many_read(const Question *question, size_t first_item, const Fields *fields,
                             Answers *answers, Problems *problems)
{
    const Item *item = &answers->survey->variables->items[first_item];
    const bool known = read_ticks(question, first_item, fields, answers, problems);
    (void)question_read_write_ins(answers, first_item, fields, problems);
    bool any = false;
    for (size_t i = 0; i < item->n_options; i++) {
        Value *value = &answers->values[item->first_variable + i];
        if (question_has_write_in_words(answers, first_item, item->options[i].code))
            *value = 1; /* words without a tick stand for their option */
        any |= *value == 1;
    }
    const size_t before = problems->list->len;
    if (known && any)
        question_check_ticks(answers, first_item, question->picks.least, question->picks.most,
                             problems);
    const bool good = known && any && problems->list->len == before;
    for (size_t i = 0; i < item->n_options; i++) {
        Value *value = &answers->values[item->first_variable + i];
        if (!good)
            *value = VALUE_NONE;
        else if (*value == VALUE_NONE &&
                 survey_option_is_offered(answers->survey, &item->options[i]))
            *value = 0;
    }
}

static void choose_many_check(const Answers *answers, size_t item, Problems *problems)
{
    const Question *question = answers->survey->variables->items[item].question;
    question_check_ticks(answers, item, question->picks.least, question->picks.most, problems);
}

/* How many to pick: one, and each further one with the shape's likelihood, within the limits. */
static size_t count_picks(const Draw *draw, size_t item, Picks picks)
{
    const size_t most = picks.most == 0 ? SIZE_MAX : picks.most;
    size_t n = MAX(1, picks.least);
    while (n < most && random_stream_unit(draw->random) < draw->more[item])
        n++;
    return n;
}

static void choose_many_draw(const Draw *draw, size_t item)
{
    const Picks picks = draw->answers->survey->variables->items[item].question->picks;
    draw_ticks(draw, item, count_picks(draw, item, picks), picks.least);
}

extern const QuestionRules choose_many_rules;
const QuestionRules choose_many_rules = {
    .read = choose_many_read,
    .check = choose_many_check,
    .draw = choose_many_draw,
};
