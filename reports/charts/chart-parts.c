#include "reports/charts/chart-parts.h"

#include "base/limits.h"
#include "base/say.h"
#include "base/text.h"
#include "drawing/label.h"
#include "drawing/palette.h"
#include <math.h>
#include <string.h>

#include "base/banned.h"

ChartFrame chart_frame_new(const char *title, const char *subtitle, const char *description,
                           const char *lang)
{
    ChartFrame frame = {.picture =
                            picture_new(CHART_WIDTH, LIMIT_IMAGE_PX, title, description, lang)};
    frame.y = CHART_GAP;
    chart_frame_text(&frame, title, CHART_TITLE, true);
    chart_frame_text(&frame, subtitle, CHART_SUBTITLE, false);
    frame.y += CHART_GAP;
    frame.top = frame.y;
    return frame;
}

void chart_frame_text(ChartFrame *frame, const char *text, double size_pt, bool bold)
{
    if (*text == '\0')
        return;
    /* Long words are given in parts: a piece of a picture's text is cut at LIMIT_CHART_LABEL_CHARS. */
    g_auto(LabelLines) lines = label_lines(text, size_pt, bold, CHART_WIDTH);
    for (size_t i = 0; i < lines.n; i++) {
        double rise =
            i == 0 ? lines.at[0].baseline : lines.at[i].baseline - lines.at[i - 1].baseline;
        frame->y += i == 0 ? lines.at[0].baseline : rise;
        picture_text(frame->picture, 0, frame->y, lines.at[i].text, size_pt, bold, ALIGN_START, 0,
                     palette_black());
    }
    frame->y += size_pt * 0.5;
}

Picture *chart_frame_finish(ChartFrame *frame, const char *base_line, const char *lang)
{
    if (frame->n_left > 0) {
        g_autofree char *number = g_strdup_printf("%zu", frame->n_left);
        g_autofree char *more =
            text_fill(say(lang, "And {n} more: see the table."), "n", number, NULL);
        chart_frame_text(frame, more, CHART_TEXT, false);
    }
    double bottom = frame->y;
    frame->y += CHART_GAP;
    chart_frame_text(frame, base_line, CHART_TEXT, false);
    picture_set_height(frame->picture, ceil(frame->y + CHART_GAP / 2.0));
    picture_set_body(frame->picture, frame->top, fmin(bottom, picture_height(frame->picture)));
    if (label_is_rtl_language(lang))
        picture_mirror(frame->picture);
    return frame->picture;
}

/* What a picture would print of it. */
static char *as_printed(const char *text)
{
    return text_cut(text, LIMIT_CHART_LABEL_CHARS, TEXT_CUT_WITHIN);
}

double chart_text_height(const char *text, bool bold, double max_width)
{
    g_autofree char *printed = as_printed(text);
    return label_measure(printed, CHART_TEXT, bold, max_width).height;
}

double chart_text_width(const char *text, bool bold)
{
    g_autofree char *printed = as_printed(text);
    return label_measure(printed, CHART_TEXT, bold, 0).width;
}

double chart_frame_label(Picture *picture, double x, double top, const char *text, bool bold,
                         Align align, double max_width)
{
    g_autofree char *printed = as_printed(text);
    LabelSize size = label_measure(printed, CHART_TEXT, bold, max_width);
    picture_text(picture, x, top + size.baseline, printed, CHART_TEXT, bold, align, max_width,
                 palette_black());
    return size.height;
}

bool chart_is_of_counts(const Table *table)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_OPTION && strcmp(table->rows[r].cells[0].shown, "[u]") == 0)
            return true;
    return false;
}

double chart_length(const Cell *cell, bool is_of_counts)
{
    if (cell->is_hidden ||
        (!is_of_counts && (isnan(cell->percent) || strcmp(cell->shown, "[u]") == 0)))
        return 0;
    return is_of_counts ? (double)cell->count : cell->percent;
}

char *chart_figure(const Cell *cell, bool is_of_counts)
{
    if (!is_of_counts || cell->is_hidden)
        return g_strdup(cell->shown);
    return text_from_count(cell->count);
}

GPtrArray *chart_rows(const Table *table, RowKind kind)
{
    GPtrArray *rows = g_ptr_array_new();
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == kind)
            g_ptr_array_add(rows, (void *)(uintptr_t)&table->rows[r]);
    return rows;
}
