#include "reports/tables/table.h"

#include "base/text.h"
#include "reports/tables/rounding.h"
#include "reports/tables/table-parts.h"
#include <math.h>

#include "base/banned.h"

const char *table_keep(TableMaker *maker, char *text)
{
    const char *kept = arena_strdup(maker->arena, text);
    g_free(text);
    return kept;
}

const char *table_count(TableMaker *maker, uint64_t count)
{
    return table_keep(maker, text_from_count(count));
}

const char *table_decimal(TableMaker *maker, double value)
{
    return table_keep(maker, rounding_decimal(value));
}

uint64_t table_base(const TableMaker *maker, size_t column)
{
    const Counts *counts = maker->counts[column];
    switch (maker->table->percent_of) {
    case PERCENT_OF_ANSWERED:
        return counts->in_base;
    case PERCENT_OF_ASKED:
        return counts->asked;
    case PERCENT_OF_ALL:
        return counts->all;
    }
    g_assert_not_reached();
}

static void fill_columns(TableMaker *maker)
{
    TableColumn *columns = arena_new_array(maker->arena, TableColumn, maker->n_columns);
    for (size_t c = 0; c < maker->n_columns; c++) {
        uint64_t base = table_base(maker, c);
        columns[c].is_base_hidden = maker->is_base_hidden[c];
        columns[c].base = columns[c].is_base_hidden ? 0 : base;
        columns[c].base_shown = columns[c].is_base_hidden ? "[c]" : table_count(maker, base);
        if (c == 0)
            continue;
        g_assert(maker->table->by != NULL);
        const Option *option = &maker->table->by->options[c - 1];
        g_autofree char *code = g_strdup_printf("%d", option->code);
        columns[c].by_code = arena_strdup(maker->arena, code);
        columns[c].by_label = wording_plain(&option->label, maker->lang);
    }
    maker->table->n_columns = maker->n_columns;
    maker->table->columns = columns;
    maker->table->base = columns[0].base;
}

/* Numbers over all responses; those that are hidden are 0. */
static void fill_bases(TableMaker *maker)
{
    Table *table = maker->table;
    const Counts *counts = maker->counts[0];
    table->is_hidden = maker->is_base_hidden[0];
    table->is_by_dropped = maker->is_by_dropped;
    table->all = counts->all;
    if (!maker->is_asked_hidden) {
        table->asked = counts->asked;
        table->not_asked = counts->not_asked;
    }
    if (table->is_hidden || maker->is_rest_hidden)
        return;
    table->answered = counts->answered;
    table->blank = counts->blank;
    table->unreadable = counts->unreadable;
    table->several = counts->several;
}

static bool is_histogram(const Item *item)
{
    if (item->measure != MEASURE_SINGLE || item->n_options < 3)
        return false;
    for (size_t i = 0; i < item->n_options; i++)
        if (!item->options[i].is_point && item->options[i].missing == MISSING_NO)
            return false;
    return true;
}

enum { CHART_BASE_LEAST = 10 };

static ChartKind choose_chart(const TableMaker *maker)
{
    const Item *item = maker->table->item;
    const ChartFit fit = {
        .wanted = item->question->report.chart,
        .is_by = maker->by != SIZE_MAX,
        .is_counted = item->measure != MEASURE_QUANTITY && item->measure != MEASURE_TEXT,
        .is_single = item->measure == MEASURE_SINGLE,
        .is_scale = maker->table->is_histogram,
        .n_options = item->n_options,
    };
    return chart_kinds_choose(&fit);
}

static bool has_shown_option(const Table *table)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_OPTION && !table->rows[r].cells[0].is_hidden)
            return true;
    return false;
}

static void fill_head(TableMaker *maker)
{
    const Item *item = &maker->variables->items[maker->item];
    Table *table = maker->table;
    table->item = item;
    table->item_index = maker->item;
    table->by = maker->by == SIZE_MAX ? NULL : &maker->variables->items[maker->by];
    table->lang = maker->lang;
    table->label = variables_item_label(item, maker->lang);
    table->question = wording_plain(&item->question->ask, maker->lang);
    table->percent_of = item->question->report.percent_of;
    table->several_answers = item->measure == MEASURE_MULTIPLE;
    table->is_histogram = is_histogram(item);
    table->is_ordered = table->is_histogram || (item->measure == MEASURE_SINGLE &&
                                                item->question->report.order == ORDER_LIST);
}

static void gather_counts(TableMaker *maker)
{
    maker->counts[0] = tally_counts(maker->tally, maker->item);
    for (size_t c = 1; c < maker->n_columns; c++)
        maker->counts[c] = tally_counts_by(maker->tally, maker->item, maker->by, c - 1);
}

Table *table_new(Tally *tally, const Variables *variables, size_t item, size_t by, const char *lang)
{
    Arena *arena = arena_new();
    TableMaker maker = {
        .variables = variables,
        .tally = tally,
        .item = item,
        .by = by,
        .lang = survey_language(variables->survey, lang),
        .arena = arena,
        .table = arena_new_array(arena, Table, 1),
        .threshold = disclosure_threshold(variables, item, by),
        .n_columns = by == SIZE_MAX ? 1 : 1 + variables->items[by].n_options,
    };
    maker.table->arena = arena;
    maker.counts = arena_new_array(arena, const Counts *, maker.n_columns);
    maker.raw = table_raw_rows(&variables->items[item], &maker.n_raw);
    maker.hidden = g_new0(bool, maker.n_raw *maker.n_columns);
    maker.is_base_hidden = g_new0(bool, maker.n_columns);
    gather_counts(&maker);
    table_hide(&maker);
    fill_head(&maker);
    fill_columns(&maker);
    fill_bases(&maker);
    table_fill_rows(&maker);
    maker.table->chart = choose_chart(&maker);
    maker.table->is_chart_refused = maker.table->is_hidden || maker.is_by_dropped ||
                                    maker.is_nets_only || maker.table->base < CHART_BASE_LEAST ||
                                    !has_shown_option(maker.table);
    table_fill_words(&maker);
    finding_fill(&maker);
    alt_fill(&maker);
    g_free(maker.raw);
    g_free(maker.hidden);
    g_free(maker.is_base_hidden);
    return maker.table;
}

void table_free(Table *table)
{
    if (table != NULL)
        arena_free(table->arena);
}

void table_mark(Table *table, const char *mark)
{
    g_autofree char *subtitle = g_strdup_printf("%s. %s", mark, table->subtitle);
    table->mark = arena_strdup(table->arena, mark);
    table->subtitle = arena_strdup(table->arena, subtitle);
    g_autofree char *alt = g_strdup_printf("%s %s.", table->alt, mark);
    if (text_count(alt) <= 300)
        table->alt = arena_strdup(table->arena, alt);
}
