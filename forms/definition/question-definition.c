#include "forms/definition/question-definition.h"

#include "base/banned.h"

#define DECLARED(name, prefix, parts) extern const QuestionDefinition prefix##_definition;
#define LISTED(name, prefix, parts)   [QUESTION_##name] = &prefix##_definition,

QUESTION_TYPES(DECLARED)

static const QuestionDefinition *const table[] = {QUESTION_TYPES(LISTED)};
_Static_assert(G_N_ELEMENTS(table) == QUESTION_TYPE_COUNT, "one definition for each type");

const QuestionDefinition *question_definition(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return table[type];
}
