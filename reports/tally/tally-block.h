/* One item's rows of one block, put into classes once and then added to any number of columns. The
 * inner loops of counting; reports/tally/tally.h is the face. */
#pragma once

#include "forms/survey/routes.h"
#include "forms/survey/variables.h"
#include "reports/tally/tally-scores.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TALLY_ROWS = 1024, TALLY_NO_OPTION = UINT16_MAX };

/* What a row is for an item. */
enum {
    ROW_IS_OFF,       /* not asked, nothing given */
    ROW_IS_OFF_ROUTE, /* not asked, but a value is there */
    ROW_IS_BLANK,
    ROW_IS_UNREADABLE,
    ROW_IS_SEVERAL,
    ROW_IS_ANSWERED, /* with nothing but `missing` options */
    ROW_IS_IN_BASE,
    ROW_CLASSES
};

/* How the codes of an item are looked up, and the classes of the present block. */
typedef struct {
    size_t item;
    size_t n_codes;      /* single, quantity: look-up by code, below the highest code */
    uint16_t *option_of; /* code to index of the option */
    uint8_t *class_of;   /* one a row of the block */
    uint16_t *option;    /* single, quantity: one a row */
    uint8_t *any;        /* room for a net's rows */
} BlockItem;

/* Counts of one item in one column, as they grow. */
typedef struct {
    uint64_t classes[ROW_CLASSES];
    uint64_t picks;
    uint64_t *options, *places, *placings, *nets; /* as in Counts; NULL where they do not apply */
    Scores *scores;                               /* quantity that is not a date */
} Cells;

/* Prepare an item, and free what was prepared.
 * Returns: yours (free with tally_item_free). */
BlockItem *tally_item_new(const Variables *variables, size_t item);
void tally_item_free(BlockItem *block_item);

/* Put the rows of a block (at most TALLY_ROWS) into classes. `mask` is the item's route. */
void tally_item_classify(BlockItem *block_item, const Variables *variables, const Columns *rows,
                         const uint8_t *mask);

/* Which column each row goes to when the item is a breakdown: the index of the chosen option and 1,
 * 0 for none. A multiple is asked once for each option (`which`); a single ignores it. */
void tally_item_columns(const BlockItem *block_item, const Variables *variables,
                        const Columns *rows, size_t which, uint16_t *out_column);

/* Room for counts of the item. */
void tally_cells_start(Cells *cells, const Item *item);
void tally_cells_end(Cells *cells);

/* Add the classified rows: row r to cells[column[r]]. `column` NULL: every row to cells[0].
 * cells[0] is otherwise not looked at: callers pass an array whose first element stands for "no
 * column". */
void tally_cells_add(Cells *cells, const BlockItem *block_item, const Variables *variables,
                     const Columns *rows, const uint16_t *column);
