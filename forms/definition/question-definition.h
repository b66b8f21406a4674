/* What the loader does with a question of each type: the facet NAME_definition of forms/survey/question-types.h. The schema has
 * checked the types of attributes by then; what is noted here is what only the whole question shows. */
#pragma once

#include "forms/definition/survey-reader.h"
#include "forms/survey/question-kind.h"

/* What a good value of an attribute looks like, as a half sentence: "write radio or dropdown"; NULL: it is a day. */
typedef struct {
    const char *attribute, *advice;
} AttributeAdvice;

typedef struct {
    /* Read the attributes and children that only this type has; options and rows are read. NULL: it has none. */
    void (*read)(const SurveyReader *reader, const xmlNode *node, Question *question);

    /* Complete and check the question after names are known to be unique: a scale makes its points. Mistakes are noted with
     * the question's line. NULL: nothing to do. */
    void (*complete)(Question *question, Arena *arena, Mistakes *mistakes);

    /* What is worth a look, when all is read. NULL: nothing. */
    void (*check)(const Question *question, const char *owner, Mistakes *mistakes);

    /* For its own attributes; those that are not there are whole numbers from 1. */
    const AttributeAdvice *advices;
    size_t n_advices;
} QuestionDefinition;

/* The facet of a type.   Owns: static.   Threads: any (pure). */
const QuestionDefinition *question_definition(QuestionType type);
