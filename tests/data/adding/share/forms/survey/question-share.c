/* The kind: points shared out over answers, each a row with a quantity. */
#include "forms/survey/question-kind.h"

#include "base/banned.h"

extern const QuestionKind share_kind;

static size_t share_limits(const Question *question, QuestionLimit out[static QUESTION_LIMITS_MOST])
{
    out[0] = (QuestionLimit){LIMIT_FIXED, "changes its points", true, question->own.share.total, 0};
    return 1;
}

const QuestionKind share_kind = {
    .element = "share",
    .words = "points shared out",
    .measure = MEASURE_QUANTITY,
    .has_rows = true,
    .first_field = "",
    .limits = share_limits,
};
