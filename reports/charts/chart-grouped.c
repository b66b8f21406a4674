/* A breakdown as small multiples: the answers one under another, a panel of bars for each group beside them, all on one
 * scale, with the group's words and base over its panel; more groups than fit stand in a further band below. */
#include "base/limits.h"
#include "base/say.h"
#include "base/text.h"
#include "drawing/palette.h"
#include "reports/charts/chart-parts.h"
#include <math.h>

#include "base/banned.h"

static const double label_width_most = 190;
static const double panel_least = 104;
static const double bar_height = 14;
static const double row_gap = 7;
static const double figure_room = 40;

typedef struct {
    ChartFrame *frame;
    const Table *table;
    const GPtrArray *rows;
    size_t n_rows; /* that are drawn */
    double left;   /* of the first panel */
    double panel;  /* width */
} Panels;

static double row_height(const Panels *panels, size_t r)
{
    const TableRow *row = panels->rows->pdata[r];
    return fmax(bar_height, chart_text_height(row->label, false, panels->left - CHART_GAP));
}

static char *heading_of(const Table *table, size_t column)
{
    const TableColumn *group = &table->columns[column];
    const char *label = group->by_label != NULL ? group->by_label : say(table->lang, "Everyone");
    return text_fill(say(table->lang, "{label} (base {base})"), "label", label, "base",
                     group->base_shown, NULL);
}

/* The height of the tallest heading of a band. */
static double headings_height(const Panels *panels, size_t from, size_t to)
{
    double height = 0;
    for (size_t c = from; c < to; c++) {
        g_autofree char *heading = heading_of(panels->table, c);
        height = fmax(height, chart_text_height(heading, true, panels->panel - CHART_GAP));
    }
    return height;
}

static void draw_panel(const Panels *panels, size_t column, double x, double top)
{
    Picture *picture = panels->frame->picture;
    double y = top;
    double plot = panels->panel - figure_room;
    for (size_t r = 0; r < panels->n_rows; r++) {
        const TableRow *row = panels->rows->pdata[r];
        const Cell *cell = &row->cells[column];
        double height = row_height(panels, r);
        double middle = y + height / 2;
        double length = plot * chart_length(cell, false) / 100;
        if (length > 0)
            picture_rect(picture, x, middle - bar_height / 2, length, bar_height,
                         palette_series(column == 0 ? 1 : 0, 2), NULL);
        picture_text(picture, x + length + 4, middle + CHART_TEXT * 0.36, cell->shown, CHART_TEXT,
                     true, ALIGN_START, 0, palette_black());
        y += height + row_gap;
    }
    picture_line(picture, x, top - 3, x, y - row_gap + 3, 1, palette_grid());
}

static double band_height(const Panels *panels, size_t from, size_t to)
{
    double height = headings_height(panels, from, to) + CHART_GAP;
    for (size_t r = 0; r < panels->n_rows; r++)
        height += row_height(panels, r) + row_gap;
    return height;
}

static void draw_band(const Panels *panels, size_t from, size_t to)
{
    Picture *picture = panels->frame->picture;
    double top = panels->frame->y;
    double bars_top = top + headings_height(panels, from, to) + CHART_GAP;
    for (size_t c = from; c < to; c++) {
        double x = panels->left + panels->panel * (double)(c - from);
        g_autofree char *heading = heading_of(panels->table, c);
        chart_frame_label(picture, x, top, heading, true, ALIGN_START, panels->panel - CHART_GAP);
        draw_panel(panels, c, x, bars_top);
    }
    double y = bars_top;
    for (size_t r = 0; r < panels->n_rows; r++) {
        const TableRow *row = panels->rows->pdata[r];
        double height = row_height(panels, r);
        double text = chart_text_height(row->label, false, panels->left - CHART_GAP);
        chart_frame_label(picture, panels->left - CHART_GAP, y + (height - text) / 2, row->label,
                          false, ALIGN_END, panels->left - CHART_GAP);
        y += height + row_gap;
    }
    panels->frame->y = y + CHART_GAP;
}

/* As many answers as the first band has room for. */
static size_t rows_that_fit(Panels *panels, size_t in_band)
{
    for (size_t n = MIN(panels->rows->len, LIMIT_CHART_BARS); n > 1; n--) {
        panels->n_rows = n;
        if (band_height(panels, 0, MIN(in_band, panels->table->n_columns)) <= CHART_BODY_MOST)
            return n;
    }
    return 1;
}

Picture *chart_grouped(const Table *table)
{
    g_autoptr(GPtrArray) rows = chart_rows(table, ROW_OPTION);
    ChartFrame frame = chart_frame_new(table->title, table->subtitle, table->alt, table->lang);
    double label = 0;
    for (size_t r = 0; r < rows->len; r++)
        label = fmax(label, chart_text_width(((const TableRow *)rows->pdata[r])->label, false) + 1);
    Panels panels = {.frame = &frame, .table = table, .rows = rows};
    panels.left = fmin(ceil(label), label_width_most) + CHART_GAP;
    size_t in_band = (size_t)fmax(1, floor((CHART_WIDTH - panels.left) / panel_least));
    in_band = MIN(in_band, table->n_columns);
    panels.panel = (CHART_WIDTH - panels.left) / (double)in_band;
    panels.n_rows = rows_that_fit(&panels, in_band);
    frame.n_left = rows->len - panels.n_rows;
    for (size_t from = 0; from < table->n_columns; from += in_band) {
        size_t to = MIN(from + in_band, table->n_columns);
        if (from > 0 && frame.y + band_height(&panels, from, to) > frame.top + CHART_BODY_MOST) {
            g_autofree char *number = g_strdup_printf("%zu", table->n_columns - from);
            g_autofree char *more = text_fill(
                say(table->lang, "And {n} more groups: see the table."), "n", number, NULL);
            chart_frame_text(&frame, more, CHART_TEXT, false);
            break;
        }
        draw_band(&panels, from, to);
    }
    return chart_frame_finish(&frame, table->base_line, table->lang);
}
