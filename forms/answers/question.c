#include "forms/answers/question.h"

#include "base/banned.h"

#define DECLARED(name, prefix, parts) extern const QuestionRules prefix##_rules;
#define LISTED(name, prefix, parts)   [QUESTION_##name] = &prefix##_rules,

QUESTION_TYPES(DECLARED)

static const QuestionRules *const table[] = {QUESTION_TYPES(LISTED)};
_Static_assert(G_N_ELEMENTS(table) == QUESTION_TYPE_COUNT, "one row of rules for each type");

const QuestionRules *question_rules(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return table[type];
}
