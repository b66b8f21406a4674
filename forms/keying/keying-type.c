#include "forms/keying/keying-type.h"

#include "base/banned.h"

#define DECLARED(name, prefix, parts) extern const KeyingType prefix##_keying;
#define LISTED(name, prefix, parts)   [QUESTION_##name] = &prefix##_keying,

QUESTION_TYPES(DECLARED)

static const KeyingType *const table[] = {QUESTION_TYPES(LISTED)};
_Static_assert(G_N_ELEMENTS(table) == QUESTION_TYPE_COUNT, "one row of keying for each type");

const KeyingType *keying_type(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return table[type];
}
