/* What is asked about a type of question without knowing which it is: its element, its measure, whether it has rows, what its
 * fields are called, what a new version may change. A fact that two rooms need stands here; how a type is read, answered,
 * shown, printed and keyed is a facet of its own in those rooms (forms/survey/question-types.h). */
#pragma once

#include "forms/survey/variables.h"

/* A field of a form that is named after the question: ID_day. */
typedef struct {
    const char *suffix;   /* "_day" */
    const char *what;     /* for authors: "the day of" */
    bool is_with_options; /* only where the question has options */
} FieldPart;

/* Words that a type has beside those of every question. */
typedef struct {
    const char *element;
    size_t offset;     /* of the Words in Question */
    const char *label; /* in the browser's editor; NULL: changed in the file only */
} OwnWords;

typedef enum {
    LIMIT_HIGHEST, /* may rise: earlier answers stay below it */
    LIMIT_LOWEST,  /* may fall */
    LIMIT_FIXED,   /* what earlier answers mean hangs on it */
    LIMIT_ENDS,    /* likewise, two of them: value and end */
} LimitKind;

/* What binds answers, for comparing two versions. */
typedef struct {
    LimitKind kind;
    const char
        *what; /* "its maximum"; of the last two what is done to it: "changes its decimal places" */
    bool is_set;
    int64_t value, end;
} QuestionLimit;

enum { QUESTION_LIMITS_MOST = 4 };

typedef struct {
    const char *element; /* its name in a definition */
    const char *words;   /* what authors say that it asks for: "one answer of a list" */
    const char
        *offer; /* authors add one in the browser: "One answer of a list"; NULL: in the file only */
    const char *offer_hint;
    Measure measure;
    bool is_list;    /* people choose from a list that is the question's answers */
    bool has_rows;   /* an item for each row, named as the row */
    bool has_points; /* its codes are numbers on a line, and what stands beside them is not */
    bool is_date;
    const char *first_field; /* what the first control's name has behind the id: "", "_day" */
    const FieldPart *parts;
    size_t n_parts;
    const OwnWords *own_words;
    size_t n_own_words;

    /* What binds the answers to it, the same ones in the same order for every question of the type; NULL: nothing.
     * Returns how many. */
    size_t (*limits)(const Question *question, QuestionLimit out[static QUESTION_LIMITS_MOST]);
} QuestionKind;

/* The kind of a type.   Owns: static.   Threads: any (pure). */
const QuestionKind *question_kind(QuestionType type);

/* The type of an element's name.   Errors: false and *out_type untouched.   Threads: any (pure). */
bool question_kind_find(const char *element, QuestionType *out_type);

/* The name of its n-th part: "ID_day".   Returns: yours (free with g_free).   Threads: any (pure). */
char *question_kind_field(const Question *question, size_t part);

/* Is it the name of a field that belongs to the question's own controls (not to a row or to words beside an answer)?
 * Threads: any (pure). */
bool question_kind_has_field(const Question *question, const char *name);
