#include "forms/paper/paper-type.h"

#include "base/banned.h"

#define DECLARED(name, prefix, parts) extern const PaperType prefix##_paper;
#define LISTED(name, prefix, parts)   [QUESTION_##name] = &prefix##_paper,

QUESTION_TYPES(DECLARED)

static const PaperType *const table[] = {QUESTION_TYPES(LISTED)};
_Static_assert(G_N_ELEMENTS(table) == QUESTION_TYPE_COUNT, "one row of paper for each type");

const PaperType *paper_type(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return table[type];
}
