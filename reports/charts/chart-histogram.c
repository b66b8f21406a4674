/* A column for each point of a scale, in order, and below the axis where mean and median lie. */
#include "base/say.h"
#include "drawing/palette.h"
#include "reports/charts/chart-parts.h"
#include <math.h>
#include <string.h>

#include "base/banned.h"

static const double plot_height = 200;
static const double lane_height = 20;

typedef struct {
    ChartFrame *frame;
    const Table *table;
    const GPtrArray *rows;
    double pitch, bottom;
} Scale;

/* The place of a value between the points, or NaN when it lies outside them. */
static double place_of(const Scale *scale, double value)
{
    const TableRow *first = scale->rows->pdata[0];
    const TableRow *last = scale->rows->pdata[scale->rows->len - 1];
    double low = g_ascii_strtod(first->code, NULL);
    double high = g_ascii_strtod(last->code, NULL);
    if (!(value >= low && value <= high) || high <= low)
        return (double)NAN;
    double share = (value - low) / (high - low);
    return scale->pitch * (0.5 + share * (double)(scale->rows->len - 1));
}

/* A mark on the axis and its words in a lane of its own, at the side where there is room. */
static void draw_statistic(const Scale *scale, const char *code, size_t lane, Colour colour)
{
    for (size_t r = 0; r < scale->table->n_rows; r++) {
        const TableRow *row = &scale->table->rows[r];
        const Cell *cell = &row->cells[0];
        double x = place_of(scale, cell->value);
        bool is_told = row->kind == ROW_STATISTIC && strcmp(row->code, code) == 0 &&
                       !cell->is_hidden && *cell->shown != '[';
        if (!is_told || isnan(x))
            continue;
        double top = scale->bottom + CHART_TEXT + 8;
        double y = top + lane_height * (double)(lane + 1);
        bool is_right = x > CHART_WIDTH / 2.0;
        g_autofree char *words = g_strdup_printf("%s %s", row->label, cell->shown);
        picture_line(scale->frame->picture, x, top, x, y - 3, 2.5, colour);
        picture_text(scale->frame->picture, is_right ? x - 6 : x + 6, y - 5, words, CHART_TEXT,
                     true, is_right ? ALIGN_END : ALIGN_START, 0, palette_black());
    }
}

static void draw_column(const Scale *scale, size_t i, bool is_of_counts, double end)
{
    Picture *picture = scale->frame->picture;
    const TableRow *row = scale->rows->pdata[i];
    double middle = scale->pitch * ((double)i + 0.5);
    double height = plot_height * chart_length(&row->cells[0], is_of_counts) / end;
    double width = fmin(scale->pitch * 0.8, 80);
    g_autofree char *figure = chart_figure(&row->cells[0], is_of_counts);
    if (height > 0)
        picture_rect(picture, middle - width / 2, scale->bottom - height, width, height,
                     palette_series(0, 1), NULL);
    picture_text(picture, middle, scale->bottom - height - 5, figure, CHART_TEXT, true,
                 ALIGN_MIDDLE, 0, palette_black());
    picture_text(picture, middle, scale->bottom + CHART_TEXT + 3, row->code, CHART_TEXT, false,
                 ALIGN_MIDDLE, 0, palette_black());
}

/* What the ends of the scale mean, when the labels say more than the number. */
static void draw_ends(const Scale *scale)
{
    const TableRow *first = scale->rows->pdata[0];
    const TableRow *last = scale->rows->pdata[scale->rows->len - 1];
    double half = CHART_WIDTH / 2.0 - CHART_GAP;
    double height = 0;
    if (strcmp(first->label, first->code) != 0)
        height = chart_frame_label(scale->frame->picture, 0, scale->frame->y, first->label, false,
                                   ALIGN_START, half);
    if (strcmp(last->label, last->code) != 0)
        height = fmax(height, chart_frame_label(scale->frame->picture, CHART_WIDTH, scale->frame->y,
                                                last->label, false, ALIGN_END, half));
    scale->frame->y += height;
}

Picture *chart_histogram(const Table *table)
{
    g_autoptr(GPtrArray) rows = chart_rows(table, ROW_OPTION);
    bool is_of_counts = chart_is_of_counts(table);
    double pitch = CHART_WIDTH / (double)rows->len;
    double most = 1, widest = 0;
    for (size_t i = 0; i < rows->len; i++) {
        const TableRow *row = rows->pdata[i];
        g_autofree char *figure = chart_figure(&row->cells[0], is_of_counts);
        most = fmax(most, chart_length(&row->cells[0], is_of_counts));
        widest = fmax(widest, chart_text_width(figure, true));
    }
    if (widest + 2 > pitch)
        return chart_bars(table);
    ChartFrame frame = chart_frame_new(table->title, table->subtitle, table->alt, table->lang);
    Scale scale = {.frame = &frame, .table = table, .rows = rows, .pitch = pitch};
    scale.bottom = frame.y + CHART_TEXT + CHART_GAP + plot_height;
    /* Columns are compared with one another, not with the whole: the axis ends with the highest. */
    for (size_t i = 0; i < rows->len; i++)
        draw_column(&scale, i, is_of_counts, most);
    picture_line(frame.picture, 0, scale.bottom, CHART_WIDTH, scale.bottom, 1, palette_grid());
    draw_statistic(&scale, "mean", 0, palette_series(1, 2));
    draw_statistic(&scale, "median", 1, palette_outline());
    frame.y = scale.bottom + CHART_TEXT + 10 + 2 * lane_height;
    draw_ends(&scale);
    return chart_frame_finish(&frame, table->base_line, table->lang);
}
