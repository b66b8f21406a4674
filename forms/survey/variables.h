/* The one list that everything loops over: columns, CSV, code book, simulation, digests, counts, exports.
 *
 * The story. A definition has questions of several types. Each gives one or more ITEMS: a thing that is asked, has one
 * route, is answered or left blank, and gets one table. A grid gives an item for each row; a choose-one gives one item,
 * and one more for each option beside which words can be typed; a text with a coding frame gives a second item for its
 * codes. Each item has a measure, and one or more VARIABLES, which are the columns:
 *
 *   measure    item                                variables              a value is
 *   single     choose-one, scale, grid row         id                     the code
 *   multiple   choose-many, coded text             id_CODE an option      1 ticked, 0 not
 *   rank       rank                                id_CODE an option      the place given, 0 = not placed
 *   quantity   number, date                        id                     number times 10^places; yyyymmdd
 *   text       text, write-in                      id                     1: there are words, kept apart
 *
 * Missing is the same everywhere: VALUE_NONE = no value and not asked (off-route, or not in that version);
 * VALUE_BLANK = asked and left blank (a multiple or rank: in each of its variables); VALUE_UNREADABLE and
 * VALUE_SEVERAL come from paper. A definition's own "don't know", "prefer not to say", "not applicable" are positive
 * codes whose option says `missing`. No kind is ever merged with another, which is why answers are never negative.
 *
 * A value that was given stays in its variable even when its route is left; off-route is computed (forms/survey/routes.h),
 * never stored, and never counted.
 *
 * Invariants: the variables of an item are consecutive; a multiple or rank has exactly one for each of its options, in
 * the same order; items and variables stand in printed order, a write-in right after its question's own, codes after
 * their text; names are unique. */
#pragma once

#include "forms/survey/survey.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t Value;

#define VALUE_NONE       ((Value)INT64_MIN) /* NULL in the store, empty in CSV */
#define VALUE_BLANK      ((Value)-1)
#define VALUE_UNREADABLE ((Value)-2)
#define VALUE_SEVERAL    ((Value)-3)

typedef enum {
    MEASURE_SINGLE,
    MEASURE_MULTIPLE,
    MEASURE_QUANTITY,
    MEASURE_RANK,
    MEASURE_TEXT,
    MEASURE_COUNT
} Measure;

typedef struct {
    const char *name;
    Measure measure;
    size_t item; /* index into items */
    int code;    /* multiple and rank: the option's; else 0 */
    bool apart;  /* special category: stored in a table of its own */
} Variable;

typedef enum {
    ITEM_ASKED,    /* a question or a row of a grid */
    ITEM_WRITE_IN, /* words typed beside an option; on-route when the option is chosen */
    ITEM_CODES,    /* codes given to a text afterwards; on-route when it has been coded */
} ItemRole;

typedef struct {
    const char *id; /* the stem of its variables' names */
    Measure measure;
    ItemRole role;
    const Question *question;
    const Row *row;  /* of a grid, else NULL */
    size_t parent;   /* ITEM_WRITE_IN, ITEM_CODES: the item it hangs on; else its own index */
    int parent_code; /* ITEM_WRITE_IN: the option's code */
    bool is_date;    /* quantity that is a date */
    bool
        is_scored; /* single: every option that is not `missing` has a score, so a mean has a meaning */
    bool apart;
    size_t
        n_options; /* single, multiple, rank: what may be chosen; quantity: its coded answers ("don't know") */
    const Option *options;
    size_t first_variable;
    size_t n_variables;
} Item;

/* A name and where it stands. */
typedef struct {
    const char *name;
    size_t index;
} NameIndex;

struct Variables {
    const Survey *survey;
    size_t n;
    const Variable *at;
    size_t n_items;
    const Item *items;
    const NameIndex *by_name; /* of the variables, sorted, for variables_find */
    const NameIndex *by_id;   /* of the items, sorted, for variables_find_item */
};

/* Rows of values by column: at[v][r] is variable v of row r. One resident's answers are columns of one row. */
typedef struct {
    size_t n_rows;
    const Value *const *at; /* one column a variable */
    const unsigned
        *versions; /* of the definition, one a row; NULL: all rows have the survey's own version */
} Columns;

/* Make the list for a survey whose questions are complete (the loader calls it once).
 * Errors: none; ids are unique by then (asserted).   Owns: the survey's arena. */
const Variables *variables_make(const Survey *survey, struct Arena *arena);

/* The index of a variable by its name, of an item by its id; SIZE_MAX when there is none.
 * Threads: any (pure). */
size_t variables_find(const Variables *variables, const char *name);
size_t variables_find_item(const Variables *variables, const char *id);

/* The first item of a question; SIZE_MAX when it has none (a grid without rows).
 * Threads: any (pure). */
size_t variables_first_item(const Variables *variables, const Question *question);

/* Short words for an item, for tables and charts: the row's text, the question's short label, else what it asks.
 * Owns: lent for the survey's life.   Threads: any (pure). */
const char *variables_item_label(const Item *item, const char *lang);

/* Has the item an answer in row r: any value that is not none, blank, unreadable or several (its route is not looked at)?
 * Threads: any (pure). */
bool variables_item_is_answered(const Variables *variables, size_t item, const Columns *columns,
                                size_t r);
