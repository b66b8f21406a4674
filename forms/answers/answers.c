/* The values of one response. */
#include "forms/answers/answers.h"
#include <string.h>

#include "base/banned.h"

Answers *answers_new(const Survey *survey)
{
    Answers *answers = g_new0(Answers, 1);
    answers->survey = survey;
    answers->values = g_new(Value, survey->variables->n + 1);
    answers->texts = g_new0(char *, survey->variables->n + 1);
    for (size_t v = 0; v < survey->variables->n; v++)
        answers->values[v] = VALUE_NONE;
    return answers;
}

void answers_free(Answers *answers)
{
    if (answers == NULL)
        return;
    for (size_t v = 0; v < answers->survey->variables->n; v++)
        g_free(answers->texts[v]);
    g_free(answers->texts);
    g_free(answers->values);
    g_free(answers);
}

Answers *answers_copy(const Answers *answers)
{
    Answers *copy = answers_new(answers->survey);
    const size_t n = answers->survey->variables->n;
    memcpy(copy->values, answers->values, n * sizeof(Value));
    for (size_t v = 0; v < n; v++)
        copy->texts[v] = g_strdup(answers->texts[v]);
    return copy;
}

void answers_set_text(Answers *answers, size_t variable, const char *words)
{
    g_assert(answers->survey->variables->at[variable].measure == MEASURE_TEXT);
    char *copy = g_strdup(words);
    g_free(answers->texts[variable]);
    answers->texts[variable] = copy;
    answers->values[variable] = copy != NULL ? 1 : VALUE_NONE;
}

Columns answers_columns(const Answers *answers, const Value **column_room)
{
    for (size_t v = 0; v < answers->survey->variables->n; v++)
        column_room[v] = &answers->values[v];
    return (Columns){.n_rows = 1, .at = column_room};
}
