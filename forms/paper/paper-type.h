/* A question of each type on paper: the facet NAME_paper of forms/survey/question-types.h, made of the pieces of
 * forms/paper/paper-build.h. */
#pragma once

#include "forms/paper/paper-build.h"
#include "forms/survey/question-kind.h"

typedef struct {
    /* Add what is ticked or written, below the question's words. */
    void (*add)(Paper *paper, const Question *question, size_t first_item);

    /* How it is answered, generated: "Tick one box only.".   Owns: the paper's. */
    const char *(*instruction)(Paper *paper, const Question *question);
} PaperType;

/* The facet of a type.   Owns: static.   Threads: any (pure). */
const PaperType *paper_type(QuestionType type);
