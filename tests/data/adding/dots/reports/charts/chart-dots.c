/* A dot for each answer on a line from nothing to the end of the axis. */
#include "drawing/palette.h"
#include "reports/charts/chart-parts.h"

#include "base/banned.h"

static const double pitch = 34, dot = 10, left = 220, room = 80;

Picture *chart_dots(const Table *table)
{
    g_autoptr(GPtrArray) rows = chart_rows(table, ROW_OPTION);
    ChartFrame frame = chart_frame_new(table->title, table->subtitle, table->alt, table->lang);
    const bool is_of_counts = chart_is_of_counts(table);
    const double end = chart_axis_end(table, is_of_counts);
    for (size_t i = 0; i < rows->len; i++) {
        const TableRow *row = rows->pdata[i];
        const double x =
            left + (CHART_WIDTH - room - left) * chart_length(&row->cells[0], is_of_counts) / end;
        const double middle = frame.y + pitch / 2;
        g_autofree char *figure = chart_figure(&row->cells[0], is_of_counts);
        picture_line(frame.picture, left, middle, CHART_WIDTH - room, middle, 0.6, palette_rule());
        picture_rect(frame.picture, x - dot / 2, middle - dot / 2, dot, dot, palette_series(0, 1),
                     NULL);
        picture_text(frame.picture, x + dot, middle + CHART_TEXT * 0.36, figure, CHART_TEXT, true,
                     ALIGN_START, 0, palette_black());
        chart_frame_label(frame.picture, left - CHART_GAP, frame.y + CHART_GAP, row->label, false,
                          ALIGN_END, left - CHART_GAP);
        frame.y += pitch;
    }
    return chart_frame_finish(&frame, table->base_line, table->lang);
}
