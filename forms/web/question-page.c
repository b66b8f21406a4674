#include "forms/web/question-page.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

#define DECLARED(name, prefix, parts) extern const QuestionPage prefix##_page;
#define LISTED(name, prefix, parts)   [QUESTION_##name] = &prefix##_page,

QUESTION_TYPES(DECLARED)

static const QuestionPage *const table[] = {QUESTION_TYPES(LISTED)};
_Static_assert(G_N_ELEMENTS(table) == QUESTION_TYPE_COUNT, "one page for each type");

const QuestionPage *question_page(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return table[type];
}

bool question_page_has_clear(const Question *question)
{
    const QuestionPage *page = question_page(question->type);
    return page->has_radios != NULL && page->has_radios(question) && question_may_clear(question);
}
