#include "reports/tally/tally.h"

#include "forms/survey/condition.h"
#include "reports/tally/tally-block.h"
#include <math.h>

#include "base/banned.h"

/* An item by another: counts of each of its options. */
typedef struct {
    size_t by;
    size_t n_columns;
    Cells *cells; /* [0] is never counted: rows in no column */
    Counts *counts;
} Breakdown;

/* One item that is counted. */
typedef struct {
    BlockItem *block_item;
    Cells cells;
    Counts counts;
    size_t n_breakdowns;
    Breakdown *breakdowns;
} Counted;

struct Tally {
    const Variables *variables;
    Routes *routes;
    Counted **items; /* NULL: not wanted */
    uint64_t n_responses;
    bool has_begun;
    const Value **at; /* columns of the present block */
    uint16_t column[TALLY_ROWS];
};

Tally *tally_new(const Variables *variables)
{
    Tally *tally = g_new0(Tally, 1);
    tally->variables = variables;
    tally->routes = routes_new(variables, TALLY_ROWS);
    tally->items = g_new0(Counted *, variables->n_items + 1);
    tally->at = g_new0(const Value *, variables->n + 1);
    return tally;
}

static void breakdown_clear(Breakdown *breakdown)
{
    for (size_t c = 0; c < breakdown->n_columns + 1; c++)
        tally_cells_end(&breakdown->cells[c]);
    g_free(breakdown->cells);
    g_free(breakdown->counts);
}

static void counted_free(Counted *counted)
{
    if (counted == NULL)
        return;
    for (size_t b = 0; b < counted->n_breakdowns; b++)
        breakdown_clear(&counted->breakdowns[b]);
    g_free(counted->breakdowns);
    tally_cells_end(&counted->cells);
    tally_item_free(counted->block_item);
    g_free(counted);
}

void tally_free(Tally *tally)
{
    if (tally == NULL)
        return;
    for (size_t i = 0; i < tally->variables->n_items; i++)
        counted_free(tally->items[i]);
    g_free(tally->items);
    g_free(tally->at);
    routes_free(tally->routes);
    g_free(tally);
}

static void want_tested(const Condition *test, void *arg)
{
    Tally *tally = arg;
    if (test->item != SIZE_MAX)
        tally_want(tally, test->item);
}

void tally_want(Tally *tally, size_t item)
{
    const Variables *variables = tally->variables;
    g_assert(item < variables->n_items);
    g_assert(!tally->has_begun);
    if (tally->items[item] != NULL)
        return;
    const Item *of = &variables->items[item];
    Counted *counted = g_new0(Counted, 1);
    counted->block_item = tally_item_new(variables, item);
    tally_cells_start(&counted->cells, of);
    tally->items[item] = counted;
    if (of->parent != item)
        tally_want(tally, of->parent);
    routes_visit(variables, item, want_tested, tally);
}

void tally_want_by(Tally *tally, size_t item, size_t by)
{
    tally_want(tally, item);
    tally_want(tally, by);
    Counted *counted = tally->items[item];
    const Item *banner = &tally->variables->items[by];
    g_assert(banner->measure == MEASURE_SINGLE || banner->measure == MEASURE_MULTIPLE);
    for (size_t b = 0; b < counted->n_breakdowns; b++)
        if (counted->breakdowns[b].by == by)
            return;
    counted->breakdowns = g_renew(Breakdown, counted->breakdowns, counted->n_breakdowns + 1);
    Breakdown *breakdown = &counted->breakdowns[counted->n_breakdowns++];
    breakdown->by = by;
    breakdown->n_columns = banner->n_options;
    breakdown->cells = g_new0(Cells, banner->n_options + 1);
    breakdown->counts = g_new0(Counts, banner->n_options + 1);
    for (size_t c = 0; c < banner->n_options + 1; c++)
        tally_cells_start(&breakdown->cells[c], &tally->variables->items[item]);
}

/* Count one breakdown of the present block. A multiple's columns overlap, so each option has its
 * own pass. */
static void add_breakdown(Tally *tally, Counted *counted, Breakdown *breakdown, const Columns *rows)
{
    const Item *banner = &tally->variables->items[breakdown->by];
    const BlockItem *by = tally->items[breakdown->by]->block_item;
    size_t n_passes = banner->measure == MEASURE_MULTIPLE ? banner->n_options : 1;
    for (size_t pass = 0; pass < n_passes; pass++) {
        tally_item_columns(by, tally->variables, rows, pass, tally->column);
        tally_cells_add(breakdown->cells, counted->block_item, tally->variables, rows,
                        tally->column);
    }
}

static void add_rows(Tally *tally, const Columns *rows)
{
    size_t n_items = tally->variables->n_items;
    routes_follow(tally->routes, rows);
    for (size_t i = 0; i < n_items; i++)
        if (tally->items[i] != NULL)
            tally_item_classify(tally->items[i]->block_item, tally->variables, rows,
                                routes_of_item(tally->routes, i));
    for (size_t i = 0; i < n_items; i++) {
        Counted *counted = tally->items[i];
        if (counted == NULL)
            continue;
        tally_cells_add(&counted->cells, counted->block_item, tally->variables, rows, NULL);
        for (size_t b = 0; b < counted->n_breakdowns; b++)
            add_breakdown(tally, counted, &counted->breakdowns[b], rows);
    }
}

void tally_add(Tally *tally, const Columns *columns)
{
    tally->has_begun = true;
    for (size_t from = 0; from < columns->n_rows; from += TALLY_ROWS) {
        for (size_t v = 0; v < tally->variables->n; v++)
            tally->at[v] = columns->at[v] + from;
        Columns rows = {
            .n_rows = MIN((size_t)TALLY_ROWS, columns->n_rows - from),
            .at = tally->at,
            .versions = columns->versions == NULL ? NULL : columns->versions + from,
        };
        add_rows(tally, &rows);
    }
    tally->n_responses += columns->n_rows;
}

uint64_t tally_responses(const Tally *tally)
{
    return tally->n_responses;
}

/* Mean and median of a single whose answers have scores. */
static ScoreMeasures measure_options(const Item *item, const Cells *cells)
{
    g_autofree ScoreTimes *list = g_new0(ScoreTimes, item->n_options + 1);
    size_t n = 0;
    for (size_t i = 0; i < item->n_options; i++)
        if (item->options[i].missing == MISSING_NO && cells->options[i] > 0)
            list[n++] = (ScoreTimes){item->options[i].score, cells->options[i]};
    return tally_scores_measure(list, n);
}

static ScoreMeasures measure(const Item *item, const Cells *cells)
{
    if (item->measure == MEASURE_SINGLE && item->is_scored)
        return measure_options(item, cells);
    if (cells->scores != NULL)
        return tally_scores_measures(cells->scores, pow(10, item->question->quantity.places));
    return (ScoreMeasures){0, (double)NAN, (double)NAN, (double)NAN};
}

/* A single's net is the sum of its codes; a multiple's was counted by rows. */
static void sum_nets(const Item *item, Cells *cells)
{
    for (size_t n = 0; n < item->question->report.n_nets; n++) {
        const Net *net = &item->question->report.nets[n];
        cells->nets[n] = 0;
        for (size_t i = 0; i < item->n_options; i++)
            for (size_t c = 0; c < net->n_codes; c++)
                cells->nets[n] += item->options[i].code == net->codes[c] ? cells->options[i] : 0;
    }
}

static const Counts *finish(const Item *item, Cells *cells, Counts *counts)
{
    if (item->measure == MEASURE_SINGLE)
        sum_nets(item, cells);
    ScoreMeasures measures = measure(item, cells);
    const uint64_t *classes = cells->classes;
    uint64_t answered = classes[ROW_IS_ANSWERED] + classes[ROW_IS_IN_BASE];
    uint64_t asked =
        answered + classes[ROW_IS_BLANK] + classes[ROW_IS_UNREADABLE] + classes[ROW_IS_SEVERAL];
    uint64_t not_asked = classes[ROW_IS_OFF] + classes[ROW_IS_OFF_ROUTE];
    *counts = (Counts){
        .all = asked + not_asked,
        .not_asked = not_asked,
        .asked = asked,
        .answered = answered,
        .blank = classes[ROW_IS_BLANK],
        .unreadable = classes[ROW_IS_UNREADABLE],
        .several = classes[ROW_IS_SEVERAL],
        .in_base = classes[ROW_IS_IN_BASE],
        .off_route = classes[ROW_IS_OFF_ROUTE],
        .picks = cells->picks,
        .n_options = item->n_options,
        .options = cells->options,
        .places = cells->places,
        .placings = cells->placings,
        .n_nets = cells->nets == NULL ? 0 : item->question->report.n_nets,
        .nets = cells->nets,
        .n_scores = measures.n,
        .mean = measures.mean,
        .sd = measures.sd,
        .median = measures.median,
    };
    return counts;
}

const Counts *tally_counts(Tally *tally, size_t item)
{
    g_assert(item < tally->variables->n_items && tally->items[item] != NULL);
    Counted *counted = tally->items[item];
    return finish(&tally->variables->items[item], &counted->cells, &counted->counts);
}

const Counts *tally_counts_by(Tally *tally, size_t item, size_t by, size_t column)
{
    g_assert(item < tally->variables->n_items && tally->items[item] != NULL);
    Counted *counted = tally->items[item];
    for (size_t b = 0; b < counted->n_breakdowns; b++) {
        Breakdown *breakdown = &counted->breakdowns[b];
        if (breakdown->by != by)
            continue;
        g_assert(column < breakdown->n_columns);
        return finish(&tally->variables->items[item], &breakdown->cells[column + 1],
                      &breakdown->counts[column + 1]);
    }
    g_assert_not_reached();
}
