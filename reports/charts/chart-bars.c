/* Horizontal bars: an answer a bar, its words at the left, its figure at its end; groups of answers (nets) below, apart. */
#include "base/limits.h"
#include "drawing/palette.h"
#include "reports/charts/chart-parts.h"
#include <math.h>

#include "base/banned.h"

static const double bar_height = 22;
static const double bar_gap = 9;
static const double label_width_most = 250;
static const double figure_room = 56;

typedef struct {
    ChartFrame *frame;
    double left, right; /* of the axis */
    double end;         /* its value at the right */
    bool is_of_counts;
} Plot;

static double label_width(const GPtrArray *rows, bool bold)
{
    double width = 0;
    for (size_t i = 0; i < rows->len; i++) {
        const TableRow *row = rows->pdata[i];
        width = fmax(width, chart_text_width(row->label, bold));
    }
    return fmin(ceil(width) + 1, label_width_most);
}

static double row_height(const Plot *plot, const TableRow *row, bool bold)
{
    return fmax(bar_height, chart_text_height(row->label, bold, plot->left - CHART_GAP));
}

static void draw_bar(const Plot *plot, const TableRow *row, bool is_net)
{
    Picture *picture = plot->frame->picture;
    const Cell *cell = &row->cells[0];
    double height = row_height(plot, row, is_net);
    double text_height = chart_text_height(row->label, is_net, plot->left - CHART_GAP);
    double top = plot->frame->y + (height - text_height) / 2;
    chart_frame_label(picture, plot->left - CHART_GAP, top, row->label, is_net, ALIGN_END,
                      plot->left - CHART_GAP);
    double length = (plot->right - plot->left) * chart_length(cell, plot->is_of_counts) / plot->end;
    double bar_top = plot->frame->y + (height - bar_height) / 2;
    Colour fill = palette_series(is_net ? 1 : 0, 2);
    Colour outline = palette_outline();
    if (length > 0)
        picture_rect(picture, plot->left, bar_top, length, bar_height, fill,
                     is_net ? &outline : NULL);
    g_autofree char *figure = chart_figure(cell, plot->is_of_counts);
    double width = chart_text_width(figure, true);
    /* The line of the axis does not cross a figure. */
    picture_rect(picture, plot->left + length + 2, bar_top + 3, width + 6, bar_height - 6,
                 palette_white(), NULL);
    picture_text(picture, plot->left + length + 5, bar_top + bar_height / 2 + CHART_TEXT * 0.36,
                 figure, CHART_TEXT, true, ALIGN_START, 0, palette_black());
    plot->frame->y += height + bar_gap;
}

/* How many rows there is room for. */
static size_t rows_that_fit(const Plot *plot, const GPtrArray *rows)
{
    double height = 0;
    size_t n = 0;
    while (n < rows->len && n < LIMIT_CHART_BARS) {
        height += row_height(plot, rows->pdata[n], false) + bar_gap;
        if (height > CHART_BODY_MOST)
            break;
        n++;
    }
    return n;
}

static double rows_height(const Plot *plot, const GPtrArray *rows, size_t n, bool bold)
{
    double height = 0;
    for (size_t i = 0; i < n; i++)
        height += row_height(plot, rows->pdata[i], bold) + bar_gap;
    return height;
}

Picture *chart_bars(const Table *table)
{
    ChartFrame frame = chart_frame_new(table->title, table->subtitle, table->alt, table->lang);
    g_autoptr(GPtrArray) rows = chart_rows(table, ROW_OPTION);
    g_autoptr(GPtrArray) nets = chart_rows(table, ROW_NET);
    bool is_of_counts = chart_is_of_counts(table);
    Plot plot = {
        .frame = &frame,
        .left = fmax(label_width(rows, false), label_width(nets, true)) + CHART_GAP,
        .right = CHART_WIDTH - figure_room,
        .end = chart_axis_end(table, is_of_counts),
        .is_of_counts = is_of_counts,
    };
    size_t n = rows_that_fit(&plot, rows);
    frame.n_left = rows->len - n;
    bool has_nets = nets->len > 0 && n == rows->len;
    double bottom = frame.y + rows_height(&plot, rows, n, false) +
                    (has_nets ? rows_height(&plot, nets, nets->len, true) + bar_gap : 0);
    chart_axis(frame.picture, plot.left, plot.right, frame.y, bottom, plot.end, is_of_counts);
    frame.y += bar_gap / 2;
    for (size_t i = 0; i < n; i++)
        draw_bar(&plot, rows->pdata[i], false);
    if (has_nets) {
        picture_line(frame.picture, 0, frame.y, CHART_WIDTH, frame.y, 0.4, palette_grid());
        frame.y += bar_gap;
        for (size_t i = 0; i < nets->len; i++)
            draw_bar(&plot, nets->pdata[i], true);
    }
    frame.y = bottom + CHART_TEXT + CHART_GAP;
    return chart_frame_finish(&frame, table->base_line, table->lang);
}
