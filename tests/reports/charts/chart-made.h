/* Published tables made by hand for the tests of charts: answers with words and counts, in one column or several. */
#pragma once

#include "base/arena.h"
#include "reports/tables/rounding.h"
#include "reports/tables/table.h"
#include <math.h>
#include <string.h>

typedef struct {
    const char *label;
    uint64_t counts[12]; /* a column each; MADE_HIDDEN: hidden */
} MadeAnswer;

#define MADE_HIDDEN UINT64_MAX

static inline const char *made_shown(Arena *arena, uint64_t count, uint64_t base)
{
    if (base < 50)
        return "[u]";
    g_autofree char *shown = rounding_shown(count, base);
    return arena_strdup(arena, shown);
}

static inline TableRow made_row(Arena *arena, const MadeAnswer *answer, size_t i, size_t n_columns,
                                uint64_t base)
{
    Cell *cells = arena_new_array(arena, Cell, n_columns);
    for (size_t c = 0; c < n_columns; c++) {
        bool is_hidden = answer->counts[c] == MADE_HIDDEN;
        cells[c] = (Cell){
            .is_hidden = is_hidden, .percent = (double)NAN, .value = (double)NAN, .shown = "[c]"};
        if (is_hidden)
            continue;
        cells[c].count = answer->counts[c];
        cells[c].percent = 100.0 * (double)answer->counts[c] / (double)base;
        cells[c].shown = made_shown(arena, answer->counts[c], base);
    }
    g_autofree char *code = g_strdup_printf("%zu", i + 1);
    return (TableRow){.kind = ROW_OPTION,
                      .code = arena_strdup(arena, code),
                      .label = arena_strdup(arena, answer->label),
                      .option = (int)i,
                      .cells = cells};
}

/* The words of a breakdown's groups may be NULL. Every column has the same base. */
static inline Table *made_table(ChartKind chart, const MadeAnswer *answers, size_t n, uint64_t base,
                                const char *const *groups, size_t n_groups)
{
    static const Item by;
    Arena *arena = arena_new();
    Table *table = arena_new_array(arena, Table, 1);
    TableColumn *columns = arena_new_array(arena, TableColumn, n_groups + 1);
    TableRow *rows = arena_new_array(arena, TableRow, n + 4);
    g_autofree char *base_shown = g_strdup_printf("%" G_GUINT64_FORMAT, base);
    for (size_t c = 0; c <= n_groups; c++)
        columns[c] = (TableColumn){.by_label = c == 0 ? NULL : groups[c - 1],
                                   .base = base,
                                   .base_shown = arena_strdup(arena, base_shown)};
    for (size_t i = 0; i < n; i++)
        rows[i] = made_row(arena, &answers[i], i, n_groups + 1, base);
    *table = (Table){
        .arena = arena,
        .lang = "en",
        .chart = chart,
        .by = n_groups > 0 ? &by : NULL,
        .base = base,
        .n_columns = n_groups + 1,
        .columns = columns,
        .n_rows = n,
        .rows = rows,
        .title = "Most respondents felt safe most or all of the time",
        .subtitle = "Percentage of those who answered, 480 people, January to March 2017",
        .alt = "Bar chart of how safe people felt, of 480 who answered. Highest: most of the time, "
               "45%.",
        .base_line = "Asked: 500. Answered: 480. Not asked: 20. Left blank: 20.",
        .label = "Feeling safe",
    };
    return table;
}

/* One more row at the end: a net or a statistic. `rows` has room for four. */
static inline void made_add(Table *table, RowKind kind, const char *code, const char *label,
                            uint64_t count, double value, const char *shown)
{
    Cell *cells = arena_new_array(table->arena, Cell, table->n_columns);
    for (size_t c = 0; c < table->n_columns; c++)
        cells[c] = (Cell){.count = count,
                          .percent = kind == ROW_NET ? 100.0 * (double)count / (double)table->base
                                                     : (double)NAN,
                          .value = value,
                          .shown = shown};
    TableRow *rows = (TableRow *)(uintptr_t)table->rows;
    rows[table->n_rows++] =
        (TableRow){.kind = kind, .code = code, .label = label, .option = -1, .cells = cells};
}
