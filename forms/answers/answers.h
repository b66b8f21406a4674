/* One response's values: made from a form's fields, from a CSV row, from keys on paper; checked by the same rules.
 * A mistake of a respondent is data (a Problem), never an error; whoever shows it finds the words for its reader. Implemented
 * in answers.c (values), answers-rules.c (reading, checking, settling), answers-words.c, problems.c and problem-words.c. */
#pragma once

#include "base/fields.h"
#include "forms/survey/variables.h"
#include <glib.h>
#include <stdbool.h>

typedef struct Answers Answers;
struct Answers {
    const Survey *survey; /* lent; must outlive the answers */
    Value *values;        /* one a variable */
    char **texts;         /* one a variable; NULL but for text variables with words (value 1) */
};

typedef enum {
    PROBLEM_REQUIRED,     /* the definition demands an answer */
    PROBLEM_UNKNOWN_CODE, /* given: not one of the codes */
    PROBLEM_TWO_ANSWERS,  /* more than one value where one is asked */
    PROBLEM_TOO_MANY,     /* given picks, limit allowed */
    PROBLEM_TOO_FEW,      /* given picks, limit needed */
    PROBLEM_EXCLUSIVE,    /* option `code` cannot stand with `other_code` */
    PROBLEM_TOO_LONG,     /* given characters, limit allowed */
    PROBLEM_NOT_CLEAN,    /* control characters or broken UTF-8 */
    PROBLEM_NOT_A_NUMBER,
    PROBLEM_TOO_PRECISE,  /* more decimal places than limit */
    PROBLEM_OUT_OF_RANGE, /* a number or date; limit..limit_high, INT64_MIN/MAX for an open end */
    PROBLEM_NOT_A_DATE,
    PROBLEM_DATE_PART,   /* day, month or year left out: code is 1, 2 or 3 */
    PROBLEM_SAME_OPTION, /* rank: option `code` at places given and limit */
    PROBLEM_SAME_PLACE,  /* rank: place given stands at option `code` and `other_code` */
    PROBLEM_PLACE,       /* rank: place given, limit places */
    PROBLEM_OF_TYPE,     /* a slip that one type alone has, and says itself */
    PROBLEM_KIND_COUNT
} ProblemKind;

typedef struct {
    ProblemKind kind;
    size_t item;
    size_t variable; /* where to look first */
    int code, other_code;
    int64_t given, limit, limit_high;
    const char *control; /* web: the id of the control to focus (owned by the list) */
} Problem;

typedef struct {
    GArray *list; /* of Problem, in printed order */
    GStringChunk *strings;
} Problems;

/* Answers with every value none.
 * Returns: yours (free with answers_free); lends the survey. */
Answers *answers_new(const Survey *survey);
void answers_free(Answers *answers);
Answers *answers_copy(const Answers *answers);

/* Set the words of a text variable (copied; value becomes 1), or take them away with NULL (value none). */
void answers_set_text(Answers *answers, size_t variable, const char *words);

/* The answers as columns of one row.
 * Owns: lent while the answers live; `column_room` has room for one pointer a variable. */
Columns answers_columns(const Answers *answers, const Value **column_room);

/* Read what a page's form sent (names as docs/formats.md 9): every item of the page gets its value or VALUE_NONE, words are
 * normalised, a problem is noted for each slip; values that have a problem are left as VALUE_NONE.
 * Owns: the list of problems stays yours. */
void answers_read_page(Answers *answers, size_t page, const Fields *fields, Problems *problems);

/* Check the values of one item by the definition's rules (codes, limits, exclusive, range, length, places), with a question's
 * first item also what holds for its items together: what import and keying call. Routes are not looked at.
 * Owns: the list of problems stays yours. */
void answers_check_item(const Answers *answers, size_t item, Problems *problems);

/* Check what holds for all items of a question together, when each of them is right; a slip is noted at the first.
 * Owns: the list of problems stays yours. */
void answers_check_together(const Answers *answers, size_t first_item, Problems *problems);

/* Before storing: follow the routes; an on-route item without an answer becomes blank in each of its variables, an
 * off-route one without a value stays none; off-route values stay. Write-ins and codes never become blank. */
void answers_settle(Answers *answers);

/* How many items hold a value that is off-route, for a quality line.   Threads: any (pure). */
size_t answers_count_off_route(const Answers *answers);

/* The words of an answer for a reader: labels joined by "; ", the number with its unit, the date in words, the typed
 * words; NULL when there is no answer. For check answers and for piping.
 * Returns: yours (free with g_free). */
char *answers_words(const Answers *answers, size_t item, const char *lang);

/* A sentence for a problem, for residents, in their language: "Select no more than 2. You have selected 3."
 * Returns: yours (free with g_free). */
char *problem_words(const Problem *problem, const Survey *survey, const char *lang);

/* A sentence for staff and imports: "q02 has 3 options ticked, at most 2 are allowed".
 * Returns: yours (free with g_free). */
char *problem_words_for_staff(const Problem *problem, const Survey *survey);

/* An empty list; one more problem in it (its control is copied).
 * Returns: yours (free with problems_free). */
Problems *problems_new(void);
void problems_free(Problems *problems);
void problems_add(Problems *problems, Problem problem);
/* The first problem of an item, or NULL.   Owns: the list's. */
const Problem *problems_find(const Problems *problems, size_t item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answers, answers_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Problems, problems_free)
