/* Charts: a published table to a picture. A new kind is one file chart-KIND.c and one row of
 * forms/survey/chart-kinds.h.
 * A chart reads nothing but the table; every chart has the finding as its title, a subtitle with measure, population and
 * base, its figures printed, and a text alternative.
 * In chart.c, chart-axis.c and chart-stack.c. */
#pragma once

#include "drawing/picture.h"
#include "reports/tables/table.h"

/* Draw the table with the chart that suits it (table->chart). NULL when table->is_chart_refused or CHART_NONE.
 * Shapes: 640 points wide, as high as it needs.   Returns: yours (free with picture_free). */
Picture *chart_draw(const Table *table);

/* Several tables of one grid as one stacked chart, a bar for each row, under a title; NULL when it cannot be (different
 * answers, too many, or nothing to show).
 * Returns: yours. */
Picture *chart_draw_grid(const Table *const *tables, size_t n, const char *title);

/* Axis ticks covering 0..max, ascending, at most TICKS_MAX of them.
 * Shapes: returns how many were written.   Units: same as max.   Threads: any (pure).
 * Source: P. Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990. */
enum { TICKS_MAX = 8 };
size_t chart_ticks(double max, double ticks[static TICKS_MAX]);
