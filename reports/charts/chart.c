#include "reports/charts/chart.h"

#include "base/limits.h"
#include "drawing/label.h"
#include "reports/charts/chart-parts.h"

#include "base/banned.h"

#define DRAWN(name, prefix, asked, noun, sentence, condition) [CHART_##name] = chart_##prefix,

static Picture *(*const draw[])(const Table *) = {[CHART_AUTO] = chart_none, CHART_KINDS(DRAWN)};
_Static_assert(G_N_ELEMENTS(draw) == CHART_KIND_COUNT, "one drawing for each kind");

Picture *chart_none(const Table *table)
{
    (void)table;
    return NULL;
}

static bool has_row(const Table *table)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_OPTION)
            return true;
    return false;
}

Picture *chart_draw(const Table *table)
{
    if (table->is_chart_refused || !has_row(table))
        return NULL;
    g_assert(table->chart < CHART_KIND_COUNT);
    return draw[table->chart](table);
}
