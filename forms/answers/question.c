/* The table: one row a type. The rules themselves stand at the end of question-TYPE.c. */
#include "forms/answers/question.h"

#include "base/banned.h"

/* clang-format off */
#define QUESTION_TYPES(row)                       \
    row(QUESTION_CHOOSE_ONE, choose_one_rules)    \
    row(QUESTION_CHOOSE_MANY, choose_many_rules)  \
    row(QUESTION_RANK, rank_rules)                \
    row(QUESTION_SCALE, scale_rules)              \
    row(QUESTION_NUMBER, number_rules)            \
    row(QUESTION_DATE, date_rules)                \
    row(QUESTION_TEXT, text_rules)                \
    row(QUESTION_GRID, grid_rules)
/* clang-format on */

#define DECLARED(type, rules) extern const QuestionRules(rules);
#define LISTED(type, rules)   [type] = &(rules),

QUESTION_TYPES(DECLARED)

static const QuestionRules *const table[] = {QUESTION_TYPES(LISTED)};
_Static_assert(G_N_ELEMENTS(table) == QUESTION_TYPE_COUNT, "one row for each type");

const QuestionRules *question_rules(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return table[type];
}
