#include "reports/tables/table-parts.h"

#include "base/say.h"
#include "base/text.h"
#include "reports/tables/rounding.h"
#include <math.h>
#include <stdlib.h>

#include "base/banned.h"

typedef struct {
    TableMaker *maker;
    TableRow *rows;
    size_t n;
} RowList;

static TableRow *add_row(RowList *list, RowKind kind, const char *code, const char *label,
                         Cell **out_cells)
{
    TableMaker *maker = list->maker;
    Cell *cells = arena_new_array(maker->arena, Cell, maker->n_columns);
    for (size_t c = 0; c < maker->n_columns; c++) {
        cells[c].percent = (double)NAN;
        cells[c].value = (double)NAN;
        cells[c].shown = "";
    }
    TableRow *row = &list->rows[list->n++];
    *row = (TableRow){.kind = kind, .code = code, .label = label, .option = -1, .cells = cells};
    *out_cells = cells;
    return row;
}

static bool is_hidden(const TableMaker *maker, size_t raw, size_t column)
{
    return maker->hidden[raw * maker->n_columns + column];
}

static void hide(Cell *cell)
{
    cell->is_hidden = true;
    cell->count = 0;
    cell->shown = "[c]";
}

static void fill_percent(TableMaker *maker, Cell *cell, size_t column)
{
    uint64_t base = table_base(maker, column);
    cell->percent = base > 0 ? 100.0 * (double)cell->count / (double)base : (double)NAN;
    cell->shown = table_keep(maker, rounding_shown(cell->count, base));
}

/* Rank: the mean place that those who placed it gave. */
static double mean_place(const Counts *counts, size_t option)
{
    if (counts->places == NULL || counts->placings[option] == 0)
        return (double)NAN;
    return (double)counts->places[option] / (double)counts->placings[option];
}

static void add_raw(RowList *list, size_t r, RowKind kind, const char *code, const char *label)
{
    TableMaker *maker = list->maker;
    const RawRow *raw = &maker->raw[r];
    Cell *cells = NULL;
    TableRow *row = add_row(list, kind, code, label, &cells);
    if (raw->kind == RAW_OPTION) {
        const Option *option = &maker->table->item->options[raw->option];
        row->option = (int)raw->option;
        row->is_last =
            option->exclusive || option->write_in != NULL || option->missing != MISSING_NO;
    }
    for (size_t c = 0; c < maker->n_columns; c++) {
        if (is_hidden(maker, r, c)) {
            hide(&cells[c]);
            continue;
        }
        cells[c].count = table_raw_count(raw, maker->counts[c]);
        if (kind != ROW_OPTION)
            continue;
        fill_percent(maker, &cells[c], c);
        cells[c].value = mean_place(maker->counts[c], raw->option);
    }
}

static void add_option(RowList *list, size_t option, RowKind kind)
{
    TableMaker *maker = list->maker;
    const Option *of = &maker->table->item->options[option];
    const char *code = table_keep(maker, g_strdup_printf("%d", of->code));
    add_raw(list, option, kind, code, wording_plain(&of->label, maker->lang));
}

/* An option's place in print: by size, hidden ones after those that are shown (their order would tell), last ones last. */
typedef struct {
    size_t option;
    bool is_last, is_hidden;
    uint64_t count;
    ReportOrder order;
} Place;

static int compare_places(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    if (x->is_last != y->is_last)
        return x->is_last ? 1 : -1;
    if (x->is_hidden != y->is_hidden)
        return x->is_hidden ? 1 : -1;
    if (!x->is_hidden && !x->is_last && x->count != y->count)
        return (x->count > y->count) == (x->order == ORDER_MOST) ? -1 : 1;
    return (x->option > y->option) - (x->option < y->option);
}

static void add_options(RowList *list)
{
    TableMaker *maker = list->maker;
    const Item *item = maker->table->item;
    ReportOrder order = maker->table->is_histogram ? ORDER_LIST : item->question->report.order;
    g_autofree Place *places = g_new0(Place, item->n_options + 1);
    size_t n = 0;
    for (size_t i = 0; i < item->n_options; i++) {
        const Option *option = &item->options[i];
        if (option->missing != MISSING_NO)
            continue;
        places[n++] = (Place){
            .option = i,
            .is_last = option->exclusive || option->write_in != NULL,
            .is_hidden = is_hidden(maker, i, 0),
            .count = maker->counts[0]->options[i],
            .order = order,
        };
    }
    if (order != ORDER_LIST)
        qsort(places, n, sizeof *places, compare_places);
    for (size_t i = 0; i < n; i++)
        add_option(list, places[i].option, ROW_OPTION);
}

static bool net_has(const Net *net, int code)
{
    for (size_t i = 0; i < net->n_codes; i++)
        if (net->codes[i] == code)
            return true;
    return false;
}

/* A net is hidden where it would split a hidden group: it holds some of the hidden answers but not all (of a multiple,
 * whose answers overlap: any). */
static bool is_net_hidden(const TableMaker *maker, const Net *net, size_t column)
{
    const Item *item = maker->table->item;
    size_t n_in[2] = {0, 0}, n_out[2] = {0, 0};
    for (size_t i = 0; i < item->n_options; i++) {
        if (!is_hidden(maker, i, column))
            continue;
        bool is_in = net_has(net, item->options[i].code);
        n_in[maker->raw[i].is_base] += is_in;
        n_out[maker->raw[i].is_base] += !is_in;
    }
    bool overlaps = item->measure == MEASURE_MULTIPLE;
    return maker->is_base_hidden[column] || (n_in[0] > 0 && (n_out[0] > 0 || overlaps)) ||
           (n_in[1] > 0 && (n_out[1] > 0 || overlaps)) || (n_in[0] > 0 && maker->is_rest_hidden);
}

static void add_nets(RowList *list)
{
    TableMaker *maker = list->maker;
    const Report *report = &maker->table->item->question->report;
    for (size_t i = 0; i < maker->counts[0]->n_nets; i++) {
        Cell *cells = NULL;
        const Net *net = &report->nets[i];
        add_row(list, ROW_NET, net->id, wording_plain(&net->label, maker->lang), &cells);
        for (size_t c = 0; c < maker->n_columns; c++) {
            cells[c].count = maker->counts[c]->nets[i];
            bool is_hidden_here = maker->is_nets_only && c > 0
                                      ? maker->is_net_hidden[i * maker->n_columns + c]
                                      : is_net_hidden(maker, net, c);
            if (is_hidden_here || maker->is_base_hidden[c])
                hide(&cells[c]);
            else
                fill_percent(maker, &cells[c], c);
        }
    }
}

static const char *const kind_codes[] = {[RAW_BLANK] = "blank",
                                         [RAW_UNREADABLE] = "unreadable",
                                         [RAW_SEVERAL] = "several",
                                         [RAW_NOT_ASKED] = "not_asked"};
static const char *const kind_labels[] = {
    [RAW_BLANK] = "Left blank",
    [RAW_UNREADABLE] = "Could not be read",
    [RAW_SEVERAL] = "Several ticked where one was asked",
    [RAW_NOT_ASKED] = "Not asked",
};

static void add_missing(RowList *list)
{
    TableMaker *maker = list->maker;
    const Item *item = maker->table->item;
    for (size_t i = 0; i < item->n_options; i++)
        if (item->options[i].missing != MISSING_NO)
            add_option(list, i, ROW_MISSING);
    for (size_t r = 0; r < maker->n_raw; r++) {
        RawKind kind = maker->raw[r].kind;
        if (kind == RAW_OPTION || kind == RAW_VALUES)
            continue;
        bool is_rare = kind == RAW_UNREADABLE || kind == RAW_SEVERAL;
        if (is_rare && table_raw_count(&maker->raw[r], maker->counts[0]) == 0)
            continue;
        add_raw(list, r, ROW_MISSING, kind_codes[kind], say(maker->lang, kind_labels[kind]));
    }
}

typedef enum {
    STATISTIC_N,
    STATISTIC_MEAN,
    STATISTIC_MEDIAN,
    STATISTIC_SD,
    STATISTIC_KINDS
} Statistic;

static const char *const statistic_codes[] = {"n", "mean", "median", "sd"};
static const char *const statistic_labels[] = {"Answers counted", "Mean", "Median",
                                               "Standard deviation"};

static bool are_statistics_hidden(const TableMaker *maker, size_t column)
{
    bool is_any = maker->is_base_hidden[column];
    for (size_t r = 0; r < maker->n_raw; r++)
        is_any = is_any || (maker->raw[r].is_base && is_hidden(maker, r, column));
    return is_any;
}

static void fill_statistic(TableMaker *maker, Cell *cell, Statistic statistic, size_t column)
{
    const Counts *counts = maker->counts[column];
    const double values[] = {(double)counts->n_scores, counts->mean, counts->median, counts->sd};
    cell->value = values[statistic];
    if (statistic == STATISTIC_N) {
        cell->count = counts->in_base;
        cell->value = (double)counts->in_base;
        cell->shown = table_count(maker, counts->in_base);
        return;
    }
    cell->count = counts->n_scores;
    cell->shown =
        counts->n_scores > 0 && counts->n_scores < 50 ? "[u]" : table_decimal(maker, cell->value);
}

static void add_statistics(RowList *list)
{
    TableMaker *maker = list->maker;
    const Item *item = maker->table->item;
    bool has_scores = item->is_scored || (item->measure == MEASURE_QUANTITY && !item->is_date);
    bool has_values = item->measure == MEASURE_QUANTITY || item->measure == MEASURE_TEXT;
    if (!has_scores && !has_values)
        return;
    size_t n = has_scores ? STATISTIC_KINDS : STATISTIC_MEAN;
    for (size_t s = 0; s < n; s++) {
        Cell *cells = NULL;
        add_row(list, ROW_STATISTIC, statistic_codes[s], say(maker->lang, statistic_labels[s]),
                &cells);
        for (size_t c = 0; c < maker->n_columns; c++) {
            bool is_hidden_here = s == STATISTIC_N && !has_values ? maker->is_base_hidden[c]
                                                                  : are_statistics_hidden(maker, c);
            if (is_hidden_here)
                hide(&cells[c]);
            else
                fill_statistic(maker, &cells[c], (Statistic)s, c);
        }
    }
}

void table_fill_rows(TableMaker *maker)
{
    const Item *item = maker->table->item;
    size_t most = item->n_options + item->question->report.n_nets + 4 + STATISTIC_KINDS;
    RowList list = {maker, arena_new_array(maker->arena, TableRow, most), 0};
    add_options(&list);
    add_nets(&list);
    add_missing(&list);
    add_statistics(&list);
    maker->table->rows = list.rows;
    maker->table->n_rows = list.n;
}
