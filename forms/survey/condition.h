/* Conditions: sets over earlier answers, and nothing else.
 *
 *   expr := term ('or' term)*      term := fact ('and' fact)*
 *   fact := 'not' fact | '(' expr ')' | name 'answered' | name ('is' | 'in') set
 *   set  := item | '(' item (',' item)* ')'      item := n | n '..' n | n '..' | '..' n
 *
 * `in` on a choose-many means any of. Over a scale or a number a range means points and numbers; an answer such as "don't
 * know" is meant only where its code is named by itself. Two-valued: an unanswered or off-route question makes its test false, so each test
 * means "its question's own route, and the value". One tree, rendered several ways: routing (forms/survey/routes.h), words on
 * screen and paper (condition_words), the base of a table.
 * In condition.c, condition-resolve.c and condition-words.c. */
#pragma once

#include "base/arena.h"
#include "forms/survey/variables.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    CONDITION_AND,
    CONDITION_OR,
    CONDITION_NOT,
    CONDITION_IN,
    CONDITION_ANSWERED
} ConditionKind;

typedef struct {
    int64_t from, to; /* inclusive; open ends are INT64_MIN and INT64_MAX */
} CodeRange;

struct Condition {
    ConditionKind kind;
    Condition *left;      /* and, or, not */
    Condition *right;     /* and, or */
    const char *name;     /* in, answered: as written */
    size_t item;          /* in, answered: set by condition_resolve; SIZE_MAX before */
    bool is_single_value; /* written with `is` */
    size_t n_ranges;
    CodeRange *ranges; /* as written; condition_resolve scales them by the places of a number */
    unsigned at;       /* character position in the text, from 1 */
};

/* What is wrong with a condition: a sentence and where (character position, from 1). */
typedef struct {
    char *message; /* g_free */
    unsigned at;
} ConditionSlip;

/* Read a condition. Depth and length are bounded by base/limits.h.
 * Errors: NULL and *out_slip filled.   Owns: the tree is the arena's; the slip's message is yours.
 * Threads: any (pure). */
Condition *condition_parse(Arena *arena, const char *text, ConditionSlip *out_slip);

/* Look up the names among the items before `before_item` (SIZE_MAX: all) and note their indices in the tree.
 * Errors: false and *out_slip for an unknown name, a later one, a grid's own id, a code that is not offered, `is`/`in` on
 * a text or a date.   Returns: the slip's message is yours. */
bool condition_resolve(Condition *condition, const Variables *variables, size_t before_item,
                       ConditionSlip *out_slip);

/* Evaluate for each row, given for every item the mask of rows that are on its route (earlier items suffice).
 * Shapes: masks[item][row], out[row], bytes 0 or 1; rows as in columns.   Threads: any (pure). */
void condition_mask(const Condition *condition, const Variables *variables, const Columns *columns,
                    const uint8_t *const *masks, uint8_t *out);

/* The condition in words of a language, from labels: `you answered "Some of the time" or "Never" to question 1`.
 * Codes are grouped; long sets are listed by their labels; 1..5 of a scale is "1 to 5".
 * Returns: yours (free with g_free).   Threads: any. */
char *condition_words(const Condition *condition, const Variables *variables, const char *lang);

/* Call `visit` for each test (in, answered) of the tree, left to right. */
void condition_visit(const Condition *condition, void (*visit)(const Condition *test, void *arg),
                     void *arg);
