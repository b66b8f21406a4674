/* The table of question types: the only place that knows how types differ. A new type is one file question-TYPE.c, one
 * row in question.c, and its element in survey.xsd. */
#pragma once

#include "base/arena.h"
#include "base/markup.h"
#include "forms/answers/answers.h"
#include "forms/survey/mistakes.h"
#include "forms/survey/survey.h"

/* What is needed to draw a question on a resident's page. */
typedef struct {
    const Survey *survey;
    const char *lang;
    const Answers *answers; /* all answers so far, for piping and for what is ticked */
    const Fields *
        fields; /* what was typed on this page, right or wrong; shown again as it was. May be NULL */
    const Problems *problems; /* of this page; may be NULL */
    bool is_only_question;    /* its legend or label holds the page's h1 */
} QuestionView;

typedef struct {
    const char *element; /* its name in a definition */
    Measure measure;

    /* Complete and check a question of this type after the common parts are read: a scale makes its points.
     * Mistakes are noted with the question's line. */
    void (*complete)(Question *question, Arena *arena, Mistakes *mistakes);

    /* Fields of a form to the values of the question's items (first_item is the first of them); slips are noted. */
    void (*read)(const Question *question, size_t first_item, const Fields *fields,
                 Answers *answers, Problems *problems);

    /* Check the stored values of an item of this type. */
    void (*check)(const Answers *answers, size_t item, Problems *problems);

    /* Draw the controls of the question, with legend or label, hint and error. */
    void (*render)(const Question *question, size_t first_item, const QuestionView *view,
                   Markup *to);
} QuestionRules;

/* The rules of a type.
 * Owns: static.   Threads: any. */
const QuestionRules *question_rules(QuestionType type);
