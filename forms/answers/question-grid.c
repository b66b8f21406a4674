/* The same answers for several statements. */
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"
#include "forms/survey/lifetime.h"

#include "base/banned.h"

static void grid_read(const Question *question, size_t first_item, const Fields *fields,
                      Answers *answers, Problems *problems)
{
    const Variables *variables = answers->survey->variables;
    for (size_t r = 0; r < question->n_rows; r++) {
        const Item *item = &variables->items[first_item + r];
        if (!lifetime_holds(item->row->lifetime, answers->survey->version))
            continue;
        const Option *option =
            question_read_choice(answers, first_item + r, item->id, fields, problems);
        if (option != NULL)
            answers->values[item->first_variable] = option->code;
    }
}

extern const QuestionRules grid_rules;
const QuestionRules grid_rules = {
    .read = grid_read,
    .check = question_check_single,
    .draw = draw_option,
};
