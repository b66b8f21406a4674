/* The functions of the question types, for the table in question.c; each type's stand in its own question-TYPE.c and
 * keep what forms/question.h says of them. */
#pragma once

#include "forms/question-read.h"
#include "forms/question.h"

#define QUESTION_TYPE_COMPLETE(name)                                                               \
    void name##_complete(Question *question, Arena *arena, Mistakes *mistakes)
#define QUESTION_TYPE_READ(name)                                                                   \
    void name##_read(const Question *question, size_t first_item, const Fields *fields,            \
                     Answers *answers, Problems *problems)
#define QUESTION_TYPE_CHECK(name)                                                                  \
    void name##_check(const Answers *answers, size_t item, Problems *problems)
#define QUESTION_TYPE_RENDER(name)                                                                 \
    void name##_render(const Question *question, size_t first_item, const QuestionView *view,      \
                       Markup *to)

QUESTION_TYPE_COMPLETE(choose_one);
QUESTION_TYPE_READ(choose_one); /* a scale reads the same way */
QUESTION_TYPE_RENDER(choose_one);

QUESTION_TYPE_COMPLETE(choose_many);
QUESTION_TYPE_READ(choose_many);
QUESTION_TYPE_CHECK(choose_many);
QUESTION_TYPE_RENDER(choose_many);

QUESTION_TYPE_COMPLETE(rank);
QUESTION_TYPE_READ(rank);
QUESTION_TYPE_CHECK(rank);
QUESTION_TYPE_RENDER(rank);

QUESTION_TYPE_COMPLETE(scale);
QUESTION_TYPE_RENDER(scale);

QUESTION_TYPE_COMPLETE(number);
QUESTION_TYPE_READ(number);
QUESTION_TYPE_CHECK(number);
QUESTION_TYPE_RENDER(number);

QUESTION_TYPE_COMPLETE(date);
QUESTION_TYPE_READ(date);
QUESTION_TYPE_CHECK(date);
QUESTION_TYPE_RENDER(date);

QUESTION_TYPE_COMPLETE(text);
QUESTION_TYPE_READ(text);
QUESTION_TYPE_CHECK(text);
QUESTION_TYPE_RENDER(text);

QUESTION_TYPE_COMPLETE(grid);
QUESTION_TYPE_READ(grid);
QUESTION_TYPE_RENDER(grid);
