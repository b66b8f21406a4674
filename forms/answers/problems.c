/* The list of a respondent's slips. */
#include "forms/answers/answers.h"

#include "base/banned.h"

Problems *problems_new(void)
{
    Problems *problems = g_new0(Problems, 1);
    problems->list = g_array_new(false, false, sizeof(Problem));
    problems->strings = g_string_chunk_new(256);
    return problems;
}

void problems_free(Problems *problems)
{
    if (problems == NULL)
        return;
    g_array_unref(problems->list);
    g_string_chunk_free(problems->strings);
    g_free(problems);
}

void problems_add(Problems *problems, Problem problem)
{
    if (problem.control != NULL)
        problem.control = g_string_chunk_insert(problems->strings, problem.control);
    g_array_append_val(problems->list, problem);
}

const Problem *problems_find(const Problems *problems, size_t item)
{
    for (size_t i = 0; i < problems->list->len; i++) {
        const Problem *problem = &g_array_index(problems->list, Problem, i);
        if (problem->item == item)
            return problem;
    }
    return NULL;
}
