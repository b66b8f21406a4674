/* What a question of each type answers: the facet NAME_rules of forms/survey/question-types.h. Nobody but answers.c, draw.c and
 * problem-words.c calls it; everyone else sees items, measures and values. */
#pragma once

#include "base/fields.h"
#include "forms/answers/answers.h"
#include "forms/answers/draw.h"
#include "forms/survey/question-kind.h"

typedef struct {
    /* Fields of a form to the values of the question's items (first_item is the first of them); slips are noted. */
    void (*read)(const Question *question, size_t first_item, const Fields *fields,
                 Answers *answers, Problems *problems);

    /* Check the stored values of an item of this type. */
    void (*check)(const Answers *answers, size_t item, Problems *problems);

    /* Check what holds for the items of a question together, when each is right; a slip is noted at the first. Such items are
     * answered together or not at all. NULL: they are free of each other. */
    void (*check_together)(const Answers *answers, size_t first_item, Problems *problems);

    /* Draw an answer for an item, one that `check` takes; where there is check_together, for all items of its question that
     * are offered. Every number comes from draw->random, in an order that never changes. */
    void (*draw)(const Draw *draw, size_t item);

    /* A sentence for a PROBLEM_OF_TYPE: for residents in their language, for staff (lang NULL) with the item's id. NULL: the
     * type has no slips of its own.   Returns: yours. */
    char *(*problem_words)(const Problem *problem, const Survey *survey, const char *lang);
} QuestionRules;

/* The rules of a type.
 * Owns: static.   Threads: any. */
const QuestionRules *question_rules(QuestionType type);
