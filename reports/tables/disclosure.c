#include "reports/tables/disclosure.h"

#include "base/limits.h"

#include "base/banned.h"

static unsigned threshold_of(const Survey *survey, const Question *question)
{
    if (question->report.suppress_below > 0)
        return question->report.suppress_below;
    if (survey->suppress_below > 0)
        return survey->suppress_below;
    bool is_sensitive =
        question->sensitive == SENSITIVE_EQUALITY || question->sensitive == SENSITIVE_SPECIAL;
    return is_sensitive ? SUPPRESS_BELOW_SENSITIVE : SUPPRESS_BELOW_DEFAULT;
}

unsigned disclosure_threshold(const Variables *variables, size_t item, size_t by)
{
    unsigned threshold = threshold_of(variables->survey, variables->items[item].question);
    if (by == SIZE_MAX)
        return threshold;
    return MAX(threshold, threshold_of(variables->survey, variables->items[by].question));
}

bool disclosure_hide_group(const uint64_t *counts, const bool *is_guarded, size_t n,
                           unsigned threshold, bool *hidden)
{
    uint64_t sum = 0;
    size_t n_hidden = 0;
    for (size_t i = 0; i < n; i++) {
        hidden[i] = (is_guarded == NULL || is_guarded[i]) && counts[i] > 0 && counts[i] < threshold;
        sum += hidden[i] ? counts[i] : 0;
        n_hidden += hidden[i];
    }
    while (n_hidden > 0 && (n_hidden < 2 || sum < threshold)) {
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < n; i++)
            if (!hidden[i] && counts[i] > 0 && (next == SIZE_MAX || counts[i] < counts[next]))
                next = i;
        if (next == SIZE_MAX) {
            for (size_t i = 0; i < n; i++)
                hidden[i] = true;
            return false;
        }
        hidden[next] = true;
        sum += counts[next];
        n_hidden++;
    }
    return true;
}
