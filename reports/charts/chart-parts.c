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
    ChartFrame sheet = {.picture =
                            picture_new(CHART_WIDTH, LIMIT_IMAGE_PX, title, description, lang)};
    sheet.y = CHART_GAP;
    chart_frame_text(&sheet, title, CHART_TITLE, true);
    chart_frame_text(&sheet, subtitle, CHART_SUBTITLE, false);
    sheet.y += CHART_GAP;
    sheet.top = sheet.y;
    return sheet;
}

void chart_frame_text(ChartFrame *sheet, const char *text, double size_pt, bool bold)
{
    if (*text == '\0')
        return;
    /* Long words are given in parts: a piece of a picture's text is cut at LIMIT_CHART_LABEL_CHARS. */
    g_auto(LabelLines) lines = label_lines(text, size_pt, bold, CHART_WIDTH);
    for (size_t i = 0; i < lines.n; i++) {
        double rise =
            i == 0 ? lines.at[0].baseline : lines.at[i].baseline - lines.at[i - 1].baseline;
        sheet->y += i == 0 ? lines.at[0].baseline : rise;
        picture_text(sheet->picture, 0, sheet->y, lines.at[i].text, size_pt, bold, ALIGN_START, 0,
                     palette_black());
    }
    sheet->y += size_pt * 0.5;
}

Picture *chart_frame_finish(ChartFrame *sheet, const char *base_line, const char *lang)
{
    if (sheet->n_left > 0) {
        g_autofree char *number = g_strdup_printf("%zu", sheet->n_left);
        g_autofree char *more =
            text_fill(say(lang, "And {n} more: see the table."), "n", number, NULL);
        chart_frame_text(sheet, more, CHART_TEXT, false);
    }
    double bottom = sheet->y;
    sheet->y += CHART_GAP;
    chart_frame_text(sheet, base_line, CHART_TEXT, false);
    picture_set_height(sheet->picture, ceil(sheet->y + CHART_GAP / 2.0));
    picture_set_body(sheet->picture, sheet->top, fmin(bottom, picture_height(sheet->picture)));
    if (label_is_rtl_language(lang))
        picture_mirror(sheet->picture);
    return sheet->picture;
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
