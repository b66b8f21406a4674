/* Which pages and questions can be reached at all, by any answers; and how long the ways through a survey are. A pure
 * search over classes of answers: answers that no condition tells apart are tried once. Where a survey's conditions are
 * too tangled to be searched, nothing is said rather than something wrong. */
#pragma once

#include "forms/survey/mistakes.h"
#include "forms/survey/survey.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    bool
        is_known; /* false: too many combinations to tell; the figures are then bounds by counting alone */
    size_t pages_least, pages_most;
    size_t questions_least, questions_most;
} Ways;

/* Note the pages, questions, rows and notes that nobody can reach, and conditions that everyone meets; give the shortest
 * and the longest way.
 * Errors: none; all conditions of the survey are resolved.   Threads: any (pure). */
Ways reachability_check(const Survey *survey, Mistakes *mistakes);
