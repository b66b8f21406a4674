/* A question of each type on a resident's page: the facet NAME_page of forms/survey/question-types.h. What the types share
 * stands in forms/web/question-html.h. */
#pragma once

#include "base/markup.h"
#include "forms/answers/answers.h"
#include "forms/survey/question-kind.h"

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
    /* Draw the controls of the question, with legend or label, hint and error. */
    void (*render)(const Question *question, size_t first_item, const QuestionView *view,
                   Markup *to);

    /* Is it answered with radios, which cannot be unticked? NULL: never. */
    bool (*has_radios)(const Question *question);
} QuestionPage;

/* The facet of a type.   Owns: static.   Threads: any (pure). */
const QuestionPage *question_page(QuestionType type);

/* Has the question a "Clear my answer" button?   Threads: any (pure). */
bool question_page_has_clear(const Question *question);
