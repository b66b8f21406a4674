/* The types of question: the one list from which the enum and the tables of every room are made, and what a question of one
 * type alone has.
 *
 * A type is a row here, an element in forms/definition/survey.xsd, and six facets, each a constant in a file of its room:
 *
 *   NAME_kind        forms/survey/question-kind.h              its element, its measure, what a new version may change
 *   NAME_definition  forms/definition/question-definition.h    reads its attributes, completes and checks it
 *   NAME_rules       forms/answers/question.h                  reads, checks and draws answers
 *   NAME_page        forms/web/question-page.h                 its controls as HTML
 *   NAME_paper       forms/paper/paper-type.h                  what is ticked or written, and the words above it
 *   NAME_keying      forms/keying/keying-type.h                how its entries are typed
 *
 * A facet that is left out does not link. What all questions of a measure have (the places of a number, how many may be
 * picked) stands in Question itself, so that rooms which know measures alone find it there. */
#pragma once

#include "forms/survey/wording.h"
#include <stdbool.h>
#include <stdint.h>

/* A type without particulars. */
typedef struct {
    bool is_plain;
} PlainParts;

typedef struct {
    bool is_dropdown; /* as="dropdown" */
} ChooseOneParts;

typedef struct {
    int64_t from, to;
    Wording low, high; /* what the ends mean */
} ScaleParts;

typedef struct {
    unsigned lines, max_chars;
    bool publish_moderated; /* may be quoted once moderated */
} TextParts;

/* clang-format off */
/* row(enum, prefix of the facets and member of Question.own, the struct of that member) */
#define QUESTION_TYPES(row)                          \
    row(CHOOSE_ONE,  choose_one,  ChooseOneParts)    \
    row(CHOOSE_MANY, choose_many, PlainParts)        \
    row(RANK,        rank,        PlainParts)        \
    row(SCALE,       scale,       ScaleParts)        \
    row(NUMBER,      number,      PlainParts)        \
    row(DATE,        date,        PlainParts)        \
    row(TEXT,        text,        TextParts)         \
    row(GRID,        grid,        PlainParts)
/* clang-format on */

#define QUESTION_TYPE_NAMED(name, prefix, parts) QUESTION_##name,

typedef enum { QUESTION_TYPES(QUESTION_TYPE_NAMED) QUESTION_TYPE_COUNT } QuestionType;
