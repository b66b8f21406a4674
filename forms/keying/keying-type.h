/* How the entries of each type are typed: the facet NAME_keying of forms/survey/question-types.h. The kinds of keys stand in
 * forms/keying/keying.h; which codes there are follows from the options. */
#pragma once

#include "forms/keying/keying.h"
#include "forms/survey/question-kind.h"

typedef struct {
    KeyKind kind;       /* of the entry of each of its items */
    bool may_have_area; /* words of several lines get a text area */
} KeyingType;

/* The facet of a type.   Owns: static.   Threads: any (pure). */
const KeyingType *keying_type(QuestionType type);
