#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

#define DECLARED(name, prefix, parts) extern const QuestionKind prefix##_kind;
#define LISTED(name, prefix, parts)   [QUESTION_##name] = &prefix##_kind,

QUESTION_TYPES(DECLARED)

static const QuestionKind *const table[] = {QUESTION_TYPES(LISTED)};
_Static_assert(G_N_ELEMENTS(table) == QUESTION_TYPE_COUNT, "one kind for each type");

const QuestionKind *question_kind(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return table[type];
}

bool question_kind_find(const char *element, QuestionType *out_type)
{
    for (unsigned type = 0; type < QUESTION_TYPE_COUNT; type++) {
        if (strcmp(table[type]->element, element) == 0) {
            *out_type = (QuestionType)type;
            return true;
        }
    }
    return false;
}

char *question_kind_field(const Question *question, size_t part)
{
    const QuestionKind *kind = question_kind(question->type);
    g_assert(part < kind->n_parts);
    return g_strconcat(question->id, kind->parts[part].suffix, NULL);
}

bool question_kind_has_field(const Question *question, const char *name)
{
    const QuestionKind *kind = question_kind(question->type);
    if (!g_str_has_prefix(name, question->id))
        return false;
    const char *rest = name + strlen(question->id);
    if (*rest == '\0')
        return true;
    for (size_t i = 0; i < kind->n_parts; i++)
        if (strcmp(rest, kind->parts[i].suffix) == 0)
            return true;
    return kind->measure == MEASURE_RANK && *rest == '_' &&
           strspn(rest + 1, "0123456789") == strlen(rest + 1);
}
