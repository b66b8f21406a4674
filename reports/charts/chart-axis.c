#include "drawing/label.h"
#include "drawing/palette.h"
#include "reports/charts/chart-parts.h"
#include "reports/charts/chart.h"
#include <math.h>

#include "base/banned.h"

static const double rule_width_pt = 0.6;
static const double percent_most = 100;

/* The nearest of 1, 2, 5, 10 times a power of ten at or above a step. */
static double nice_step(double step)
{
    double power = pow(10, floor(log10(step)));
    static const double nice[] = {1, 2, 5};
    for (size_t i = 0; i < G_N_ELEMENTS(nice); i++)
        if (step <= nice[i] * power * (1 + 1e-9))
            return nice[i] * power;
    return 10 * power;
}

size_t chart_ticks(double max, double ticks[static TICKS_MAX])
{
    g_assert(isfinite(max) && max >= 0);
    ticks[0] = 0;
    if (max <= 0)
        return 1;
    double step = nice_step(max / (TICKS_MAX - 2));
    size_t n = 1;
    while (n < TICKS_MAX && ticks[n - 1] < max * (1 - 1e-9)) {
        ticks[n] = (double)n * step;
        n++;
    }
    return n;
}

double chart_axis_end(const Table *table, bool is_of_counts)
{
    if (!is_of_counts)
        return percent_most;
    double most = 1;
    for (size_t r = 0; r < table->n_rows; r++)
        for (size_t c = 0; c < table->n_columns; c++)
            most = fmax(most, chart_length(&table->rows[r].cells[c], true));
    double ticks[TICKS_MAX];
    return ticks[chart_ticks(most, ticks) - 1];
}

void chart_axis(Picture *picture, double left, double right, double top, double bottom, double end,
                bool is_of_counts)
{
    double ticks[TICKS_MAX];
    size_t n = chart_ticks(end, ticks);
    for (size_t i = 0; i < n; i++) {
        /* Counts have whole steps. */
        if (is_of_counts && fabs(ticks[i] - round(ticks[i])) > 1e-9)
            continue;
        double x = left + (right - left) * ticks[i] / end;
        g_autofree char *figure = g_strdup_printf(is_of_counts ? "%.0f" : "%.0f%%", ticks[i]);
        picture_line(picture, x, top, x, bottom, i == 0 ? 1 : rule_width_pt,
                     i == 0 ? palette_grid() : palette_rule());
        picture_text(picture, x, bottom + CHART_TEXT + 3, figure, CHART_TEXT, false, ALIGN_MIDDLE,
                     0, palette_black());
    }
}
