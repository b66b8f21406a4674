/* One answer from a list. */
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"

#include "base/banned.h"

void question_read_one(const Question *question, size_t first_item, const Fields *fields,
                       Answers *answers, Problems *problems)
{
    const size_t before = problems->list->len;
    const size_t variable = answers->survey->variables->items[first_item].first_variable;
    const Option *option =
        question_read_choice(answers, first_item, question->id, fields, problems);
    const bool failed = problems->list->len > before;
    const int implied = question_read_write_ins(answers, first_item, fields, problems);
    if (option != NULL)
        answers->values[variable] = option->code;
    else if (!failed && implied != 0) /* words without a tick stand for their option */
        answers->values[variable] = implied;
}

extern const QuestionRules choose_one_rules;
const QuestionRules choose_one_rules = {
    .read = question_read_one,
    .check = question_check_single,
    .draw = draw_option,
};
