#include "reports/charts/chart.h"

#include "base/limits.h"
#include "drawing/label.h"
#include "reports/charts/chart-parts.h"

#include "base/banned.h"

/* One row a kind: how it is drawn, and how when it is broken down by another question. */
static const struct {
    Picture *(*draw)(const Table *);
    Picture *(*draw_by)(const Table *);
} kinds[] = {
    [CHART_AUTO] = {chart_bars, chart_grouped},
    [CHART_BAR] = {chart_bars, chart_grouped},
    [CHART_COLUMN] = {chart_columns, chart_grouped},
    [CHART_STACK] = {chart_stack, chart_stack},
    [CHART_HISTOGRAM] = {chart_histogram, chart_grouped},
    [CHART_NONE] = {NULL, NULL},
};

static bool has_row(const Table *table)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_OPTION)
            return true;
    return false;
}

Picture *chart_draw(const Table *table)
{
    if (table->is_chart_refused || table->chart == CHART_NONE || !has_row(table))
        return NULL;
    g_assert((size_t)table->chart < G_N_ELEMENTS(kinds));
    return table->by == NULL ? kinds[table->chart].draw(table) : kinds[table->chart].draw_by(table);
}
