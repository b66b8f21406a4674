/* Columns: a few ordered answers with short words, side by side in their order; else bars. */
#include "drawing/palette.h"
#include "reports/charts/chart-parts.h"
#include <math.h>

#include "base/banned.h"

static const double plot_height = 220;
static const double axis_room = 44; /* for the axis figures at the left */

enum { COLUMNS_MOST = 10, LABEL_LINES_MOST = 4 };

static double tallest_label(const GPtrArray *rows, double width)
{
    double height = 0;
    for (size_t i = 0; i < rows->len; i++) {
        const TableRow *row = rows->pdata[i];
        height = fmax(height, chart_text_height(row->label, false, width));
    }
    return height;
}

static void draw_axis(Picture *picture, double top, double end, bool is_of_counts)
{
    static const double parts[] = {0, 0.5, 1};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        double y = top + plot_height * (1 - parts[i]);
        g_autofree char *figure = g_strdup_printf(is_of_counts ? "%g" : "%g%%", end * parts[i]);
        picture_line(picture, axis_room, y, CHART_WIDTH, y, i == 0 ? 1 : 0.6,
                     i == 0 ? palette_grid() : palette_rule());
        picture_text(picture, axis_room - CHART_GAP, y + CHART_TEXT * 0.36, figure, CHART_TEXT,
                     false, ALIGN_END, 0, palette_black());
    }
}

Picture *chart_columns(const Table *table)
{
    g_autoptr(GPtrArray) rows = chart_rows(table, ROW_OPTION);
    double pitch = (CHART_WIDTH - axis_room) / (double)rows->len;
    double label_width = pitch - CHART_GAP;
    double label_height = tallest_label(rows, label_width);
    if (rows->len > COLUMNS_MOST || label_height > LABEL_LINES_MOST * CHART_TEXT * 1.4)
        return chart_bars(table);
    ChartFrame frame = chart_frame_new(table->title, table->subtitle, table->alt, table->lang);
    bool is_of_counts = chart_is_of_counts(table);
    double end = chart_axis_end(table, is_of_counts);
    double top = frame.y + CHART_TEXT + CHART_GAP;
    double bottom = top + plot_height;
    draw_axis(frame.picture, top, end, is_of_counts);
    for (size_t i = 0; i < rows->len; i++) {
        const TableRow *row = rows->pdata[i];
        double middle = axis_room + pitch * ((double)i + 0.5);
        double height = plot_height * chart_length(&row->cells[0], is_of_counts) / end;
        double width = fmin(pitch * 0.62, 90);
        g_autofree char *figure = chart_figure(&row->cells[0], is_of_counts);
        double figure_width = chart_text_width(figure, true) + 6;
        if (height > 0)
            picture_rect(frame.picture, middle - width / 2, bottom - height, width, height,
                         palette_series(0, 1), NULL);
        picture_rect(frame.picture, middle - figure_width / 2, bottom - height - CHART_TEXT - 5,
                     figure_width, CHART_TEXT + 3, palette_white(), NULL);
        picture_text(frame.picture, middle, bottom - height - 5, figure, CHART_TEXT, true,
                     ALIGN_MIDDLE, 0, palette_black());
        chart_frame_label(frame.picture, middle, bottom + 4, row->label, false, ALIGN_MIDDLE,
                          label_width);
    }
    frame.y = bottom + 4 + label_height + CHART_GAP;
    return chart_frame_finish(&frame, table->base_line, table->lang);
}
