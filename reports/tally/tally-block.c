#include "reports/tally/tally-block.h"

#include <string.h>

#include "base/banned.h"

enum { CODE_MAX = 10000 };

BlockItem *tally_item_new(const Variables *variables, size_t item)
{
    const Item *of = &variables->items[item];
    BlockItem *block_item = g_new0(BlockItem, 1);
    block_item->item = item;
    block_item->class_of = g_new0(uint8_t, TALLY_ROWS);
    block_item->option = g_new0(uint16_t, TALLY_ROWS);
    block_item->any = g_new0(uint8_t, TALLY_ROWS);
    for (size_t i = 0; i < of->n_options; i++) {
        g_assert(of->options[i].code >= 0 && of->options[i].code < CODE_MAX);
        block_item->n_codes = MAX(block_item->n_codes, (size_t)of->options[i].code + 1);
    }
    block_item->option_of = g_new(uint16_t, block_item->n_codes + 1);
    for (size_t code = 0; code <= block_item->n_codes; code++)
        block_item->option_of[code] = TALLY_NO_OPTION;
    for (size_t i = 0; i < of->n_options; i++)
        block_item->option_of[of->options[i].code] = (uint16_t)i;
    return block_item;
}

void tally_item_free(BlockItem *block_item)
{
    if (block_item == NULL)
        return;
    g_free(block_item->class_of);
    g_free(block_item->option);
    g_free(block_item->any);
    g_free(block_item->option_of);
    g_free(block_item);
}

/* The class of an on-route value that is not an answer. */
static uint8_t class_without_answer(Value value)
{
    if (value == VALUE_UNREADABLE)
        return ROW_IS_UNREADABLE;
    return value == VALUE_SEVERAL ? ROW_IS_SEVERAL : ROW_IS_BLANK;
}

static uint16_t option_at(const BlockItem *block_item, Value value)
{
    if (value < 0 || (uint64_t)value >= block_item->n_codes)
        return TALLY_NO_OPTION;
    return block_item->option_of[value];
}

/* A single, a quantity, a text: one variable. */
static void classify_one(BlockItem *block_item, const Item *item, const Columns *rows,
                         const uint8_t *mask)
{
    const Value *values = rows->at[item->first_variable];
    bool is_single = item->measure == MEASURE_SINGLE;
    for (size_t r = 0; r < rows->n_rows; r++) {
        Value value = values[r];
        uint16_t option = option_at(block_item, value);
        block_item->option[r] = option;
        if (!mask[r])
            block_item->class_of[r] = value >= 0 ? ROW_IS_OFF_ROUTE : ROW_IS_OFF;
        else if (value < 0)
            block_item->class_of[r] = class_without_answer(value);
        else if (option == TALLY_NO_OPTION)
            block_item->class_of[r] = is_single ? ROW_IS_UNREADABLE : ROW_IS_IN_BASE;
        else if (item->options[option].missing != MISSING_NO)
            block_item->class_of[r] = ROW_IS_ANSWERED;
        else
            block_item->class_of[r] = ROW_IS_IN_BASE;
    }
}

/* What the variables of a multiple or a rank say together, as bits. */
enum { BIT_GIVEN = 1, BIT_IN_BASE = 2, BIT_UNREADABLE = 4, BIT_SEVERAL = 8 };

static uint8_t class_of_bits(uint8_t bits, bool is_asked)
{
    if (!is_asked)
        return bits & BIT_GIVEN ? ROW_IS_OFF_ROUTE : ROW_IS_OFF;
    if (bits & BIT_IN_BASE)
        return ROW_IS_IN_BASE;
    if (bits & BIT_GIVEN)
        return ROW_IS_ANSWERED;
    if (bits & BIT_UNREADABLE)
        return ROW_IS_UNREADABLE;
    return bits & BIT_SEVERAL ? ROW_IS_SEVERAL : ROW_IS_BLANK;
}

static void classify_many(BlockItem *block_item, const Item *item, const Columns *rows,
                          const uint8_t *mask)
{
    uint8_t *bits = block_item->class_of;
    memset(bits, 0, rows->n_rows);
    for (size_t i = 0; i < item->n_options; i++) {
        const Value *values = rows->at[item->first_variable + i];
        uint8_t given =
            item->options[i].missing == MISSING_NO ? BIT_GIVEN | BIT_IN_BASE : BIT_GIVEN;
        for (size_t r = 0; r < rows->n_rows; r++) {
            uint8_t seen = values[r] > 0 ? given : 0;
            seen |= values[r] == VALUE_UNREADABLE ? BIT_UNREADABLE : 0;
            seen |= values[r] == VALUE_SEVERAL ? BIT_SEVERAL : 0;
            bits[r] |= seen;
        }
    }
    for (size_t r = 0; r < rows->n_rows; r++)
        block_item->class_of[r] = class_of_bits(bits[r], mask[r] != 0);
}

static bool has_many_variables(const Item *item)
{
    return item->measure == MEASURE_MULTIPLE || item->measure == MEASURE_RANK;
}

void tally_item_classify(BlockItem *block_item, const Variables *variables, const Columns *rows,
                         const uint8_t *mask)
{
    const Item *item = &variables->items[block_item->item];
    g_assert(rows->n_rows <= TALLY_ROWS);
    if (has_many_variables(item))
        classify_many(block_item, item, rows, mask);
    else
        classify_one(block_item, item, rows, mask);
}

void tally_item_columns(const BlockItem *block_item, const Variables *variables,
                        const Columns *rows, size_t which, uint16_t *out_column)
{
    const Item *item = &variables->items[block_item->item];
    g_assert(item->measure == MEASURE_SINGLE || item->measure == MEASURE_MULTIPLE);
    for (size_t r = 0; r < rows->n_rows; r++) {
        uint16_t option = block_item->option[r];
        if (item->measure == MEASURE_MULTIPLE)
            option =
                rows->at[item->first_variable + which][r] > 0 ? (uint16_t)which : TALLY_NO_OPTION;
        bool counts = block_item->class_of[r] >= ROW_IS_ANSWERED && option != TALLY_NO_OPTION;
        out_column[r] = counts ? (uint16_t)(option + 1) : 0;
    }
}

void tally_cells_start(Cells *cells, const Item *item)
{
    *cells = (Cells){0};
    cells->options = g_new0(uint64_t, item->n_options + 1);
    bool has_nets = item->measure != MEASURE_TEXT && item->measure != MEASURE_QUANTITY;
    if (has_nets)
        cells->nets = g_new0(uint64_t, item->question->report.n_nets + 1);
    if (item->measure == MEASURE_RANK) {
        cells->places = g_new0(uint64_t, item->n_options + 1);
        cells->placings = g_new0(uint64_t, item->n_options + 1);
    }
    if (item->measure == MEASURE_QUANTITY && !item->is_date)
        cells->scores = tally_scores_new();
}

void tally_cells_end(Cells *cells)
{
    g_free(cells->options);
    g_free(cells->nets);
    g_free(cells->places);
    g_free(cells->placings);
    tally_scores_free(cells->scores);
    *cells = (Cells){0};
}

static Cells *cell_of(Cells *cells, const uint16_t *column, size_t r)
{
    return column == NULL ? cells : &cells[column[r]];
}

static void add_one(Cells *cells, const BlockItem *block_item, const Item *item,
                    const Columns *rows, const uint16_t *column)
{
    const Value *values = rows->at[item->first_variable];
    for (size_t r = 0; r < rows->n_rows; r++) {
        if (block_item->class_of[r] < ROW_IS_ANSWERED || (column != NULL && column[r] == 0))
            continue;
        Cells *to = cell_of(cells, column, r);
        if (block_item->option[r] != TALLY_NO_OPTION)
            to->options[block_item->option[r]]++;
        else if (to->scores != NULL)
            tally_scores_add(to->scores, values[r], 1);
    }
}

/* One option of a multiple or a rank. */
static void add_option(Cells *cells, const BlockItem *block_item, const Item *item,
                       const Columns *rows, const uint16_t *column, size_t option)
{
    const Value *values = rows->at[item->first_variable + option];
    bool is_pick = item->options[option].missing == MISSING_NO;
    bool is_rank = item->measure == MEASURE_RANK;
    for (size_t r = 0; r < rows->n_rows; r++) {
        bool is_given = values[r] > 0 && block_item->class_of[r] >= ROW_IS_ANSWERED;
        if (!is_given || (column != NULL && column[r] == 0))
            continue;
        Cells *to = cell_of(cells, column, r);
        to->options[option] += !is_rank || values[r] == 1;
        to->picks += is_pick;
        if (is_rank) {
            to->places[option] += (uint64_t)values[r];
            to->placings[option]++;
        }
    }
}

static size_t option_index(const Item *item, int code)
{
    for (size_t i = 0; i < item->n_options; i++)
        if (item->options[i].code == code)
            return i;
    return SIZE_MAX;
}

/* Rows of a multiple with any of a net's codes; rank: one of them in the first place. */
static void add_net(Cells *cells, const BlockItem *block_item, const Item *item,
                    const Columns *rows, const uint16_t *column, size_t net)
{
    const Net *of = &item->question->report.nets[net];
    memset(block_item->any, 0, rows->n_rows);
    for (size_t c = 0; c < of->n_codes; c++) {
        size_t option = option_index(item, of->codes[c]);
        if (option == SIZE_MAX)
            continue;
        const Value *values = rows->at[item->first_variable + option];
        for (size_t r = 0; r < rows->n_rows; r++)
            block_item->any[r] |= item->measure == MEASURE_RANK ? values[r] == 1 : values[r] > 0;
    }
    for (size_t r = 0; r < rows->n_rows; r++) {
        bool counts = block_item->any[r] && block_item->class_of[r] >= ROW_IS_ANSWERED;
        if (counts && (column == NULL || column[r] != 0))
            cell_of(cells, column, r)->nets[net]++;
    }
}

void tally_cells_add(Cells *cells, const BlockItem *block_item, const Variables *variables,
                     const Columns *rows, const uint16_t *column)
{
    const Item *item = &variables->items[block_item->item];
    for (size_t r = 0; r < rows->n_rows; r++)
        if (column == NULL || column[r] != 0)
            cell_of(cells, column, r)->classes[block_item->class_of[r]]++;
    if (!has_many_variables(item)) {
        add_one(cells, block_item, item, rows, column);
        return;
    }
    for (size_t i = 0; i < item->n_options; i++)
        add_option(cells, block_item, item, rows, column, i);
    for (size_t i = 0; i < item->question->report.n_nets; i++)
        add_net(cells, block_item, item, rows, column, i);
}
