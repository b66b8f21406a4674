/* Bars that are filled to 100%: the answers to one question in each group of a breakdown, or in each row of a grid. A key
 * in the order of the answers, the figure of every segment printed in it or, where it is narrow, above it. */
#include "base/limits.h"
#include "base/say.h"
#include "base/text.h"
#include "drawing/palette.h"
#include "reports/charts/chart-parts.h"
#include "reports/charts/chart.h"
#include <math.h>
#include <string.h>

#include "base/banned.h"

enum { SEGMENTS_MOST = 6, SERIES_MOST = 4 };

static const double bar_height = 24;
static const double label_width_most = 200;
static const double right_room = 34;
static const double segment_gap = 2;
static const double swatch = 14;

/* A bar: words, base, and a cell for each answer. */
typedef struct {
    const char *label;
    const char *base_shown;
    const Cell *cells[SEGMENTS_MOST];
} StackBar;

typedef struct {
    const char *title, *subtitle, *alt, *base_line, *lang;
    size_t n_answers;
    const char *answers[SEGMENTS_MOST];
    size_t n_bars;
    StackBar *bars;
} Stack;

/* Four hues at most; then grey and white with an outline. */
static Colour segment_fill(const Stack *stack, size_t i)
{
    if (stack->n_answers <= SERIES_MOST)
        return palette_series((unsigned)i, (unsigned)stack->n_answers);
    if (i < SERIES_MOST)
        return palette_series((unsigned)i, SERIES_MOST);
    return i == SERIES_MOST ? palette_outline() : palette_white();
}

static void draw_key(ChartFrame *frame, const Stack *stack)
{
    double x = 0;
    double y = frame->y;
    double line_height = 0;
    Colour outline = palette_outline();
    for (size_t i = 0; i < stack->n_answers; i++) {
        double room = CHART_WIDTH - swatch - CHART_GAP;
        double width = fmin(chart_text_width(stack->answers[i], false) + 1, room);
        if (x > 0 && x + swatch + 6 + width > CHART_WIDTH) {
            x = 0;
            y += line_height + 4;
            line_height = 0;
        }
        picture_rect(frame->picture, x, y + 1, swatch, swatch, segment_fill(stack, i), &outline);
        double height = chart_frame_label(frame->picture, x + swatch + 6, y, stack->answers[i],
                                          false, ALIGN_START, width);
        line_height = fmax(line_height, height);
        x += swatch + 6 + width + 18;
    }
    frame->y = y + line_height + CHART_GAP;
}

static bool is_narrow(const Cell *cell, double width)
{
    return chart_text_width(cell->shown, true) + 6 > width;
}

/* Figures of narrow segments stand above the bar, in order, none over another. */
static void draw_segments(ChartFrame *frame, const Stack *stack, const StackBar *bar, double left,
                          double top)
{
    double plot = CHART_WIDTH - left - right_room;
    double x = left;
    double free_from = left;
    bool has_hidden = false;
    Colour outline = palette_outline();
    for (size_t i = 0; i < stack->n_answers; i++) {
        const Cell *cell = bar->cells[i];
        double width = plot * chart_length(cell, false) / 100;
        has_hidden = has_hidden || cell->is_hidden;
        if (width <= 0)
            continue;
        Colour fill = segment_fill(stack, i);
        bool needs_outline = i >= SERIES_MOST;
        picture_rect(frame->picture, x, top, fmax(width - segment_gap, 0.5), bar_height, fill,
                     needs_outline ? &outline : NULL);
        double half = chart_text_width(cell->shown, true) / 2;
        if (!is_narrow(cell, width)) {
            picture_text(frame->picture, x + (width - segment_gap) / 2,
                         top + bar_height / 2 + CHART_TEXT * 0.36, cell->shown, CHART_TEXT, true,
                         ALIGN_MIDDLE, 0, palette_text_on(fill));
        } else {
            double middle = fmax(x + width / 2, free_from + half);
            picture_text(frame->picture, middle, top - 4, cell->shown, CHART_TEXT, false,
                         ALIGN_MIDDLE, 0, palette_black());
            free_from = middle + half + 5;
        }
        x += width;
    }
    g_assert(stack->n_answers > 0 && bar->cells[0] != NULL);
    if (has_hidden || x <= left)
        picture_text(frame->picture, x + 4, top + bar_height / 2 + CHART_TEXT * 0.36,
                     has_hidden ? "[c]" : bar->cells[0]->shown, CHART_TEXT, true, ALIGN_START, 0,
                     palette_black());
}

static bool has_narrow(const Stack *stack, const StackBar *bar, double plot)
{
    for (size_t i = 0; i < stack->n_answers; i++) {
        double width = plot * chart_length(bar->cells[i], false) / 100;
        if (width > 0 && is_narrow(bar->cells[i], width))
            return true;
    }
    return false;
}

static char *bar_words(const Stack *stack, const StackBar *bar)
{
    return text_fill(say(stack->lang, "{label} (base {base})"), "label", bar->label, "base",
                     bar->base_shown, NULL);
}

/* A bar with its words at the left. Returns false when there is no room for it. */
static bool draw_bar(ChartFrame *frame, const Stack *stack, const StackBar *bar, double left)
{
    g_autofree char *words = bar_words(stack, bar);
    double text_height = chart_text_height(words, false, left - CHART_GAP);
    double above = has_narrow(stack, bar, CHART_WIDTH - left - right_room) ? CHART_TEXT + 5 : 0;
    double height = fmax(text_height, above + bar_height);
    if (frame->y + height > frame->top + CHART_BODY_MOST)
        return false;
    double bar_top = frame->y + fmax(above, (height - bar_height) / 2);
    double text_top = fmax(frame->y, bar_top + (bar_height - text_height) / 2);
    if (text_top + text_height > frame->y + height)
        text_top = frame->y + height - text_height;
    chart_frame_label(frame->picture, left - CHART_GAP, text_top, words, false, ALIGN_END,
                      left - CHART_GAP);
    draw_segments(frame, stack, bar, left, bar_top);
    frame->y += height + CHART_GAP;
    return true;
}

static Picture *draw(const Stack *stack)
{
    ChartFrame frame = chart_frame_new(stack->title, stack->subtitle, stack->alt, stack->lang);
    draw_key(&frame, stack);
    double label = 0;
    for (size_t i = 0; i < stack->n_bars; i++) {
        g_autofree char *words = bar_words(stack, &stack->bars[i]);
        label = fmax(label, chart_text_width(words, false) + 1);
    }
    double left = fmin(ceil(label), label_width_most) + CHART_GAP;
    size_t i = 0;
    while (i < stack->n_bars && i < LIMIT_CHART_BARS &&
           draw_bar(&frame, stack, &stack->bars[i], left))
        i++;
    frame.n_left = stack->n_bars - i;
    return chart_frame_finish(&frame, stack->base_line, stack->lang);
}

Picture *chart_stack(const Table *table)
{
    g_autoptr(GPtrArray) rows = chart_rows(table, ROW_OPTION);
    if (rows->len > SEGMENTS_MOST || table->several_answers)
        return table->by == NULL ? chart_bars(table) : chart_grouped(table);
    g_autofree StackBar *bars = g_new0(StackBar, table->n_columns);
    Stack stack = {table->title, table->subtitle,        table->alt,  table->base_line,
                   table->lang,  .n_answers = rows->len, .bars = bars};
    stack.n_bars = table->n_columns;
    for (size_t r = 0; r < rows->len; r++) {
        const TableRow *row = rows->pdata[r];
        stack.answers[r] = row->label;
        for (size_t c = 0; c < table->n_columns; c++)
            bars[c].cells[r] = &row->cells[c];
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        const TableColumn *column = &table->columns[c];
        bars[c].label = column->by_label != NULL ? column->by_label : say(table->lang, "Everyone");
        bars[c].base_shown = column->base_shown;
    }
    return draw(&stack);
}

/* Do the rows of a grid have the same answers, few enough for a stack? */
static bool can_stack(const Table *const *tables, size_t n)
{
    g_autoptr(GPtrArray) first = chart_rows(tables[0], ROW_OPTION);
    if (first->len == 0 || first->len > SEGMENTS_MOST)
        return false;
    for (size_t t = 0; t < n; t++) {
        g_autoptr(GPtrArray) rows = chart_rows(tables[t], ROW_OPTION);
        if (rows->len != first->len || tables[t]->several_answers)
            return false;
    }
    return true;
}

/* The row of a table with an answer's code: rows may stand in another order in each. */
static const TableRow *row_of(const Table *table, const char *code)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_OPTION && strcmp(table->rows[r].code, code) == 0)
            return &table->rows[r];
    return NULL;
}

static char *grid_alt(const Table *first, size_t n, const char *title)
{
    g_autofree char *rows = g_strdup_printf("%zu", n);
    g_autofree char *alt =
        text_fill(say(first->lang, "Stacked bar chart: the answers in each of {n} rows. {title}. "
                                   "The tables hold all figures."),
                  "n", rows, "title", title, NULL);
    enum { ALT_MOST = 300 };
    size_t keep = MIN(text_count(alt), ALT_MOST);
    return g_strndup(alt, (size_t)(g_utf8_offset_to_pointer(alt, (long)keep) - alt));
}

Picture *chart_draw_grid(const Table *const *tables, size_t n, const char *title)
{
    if (n == 0 || tables[0]->chart == CHART_NONE || !can_stack(tables, n))
        return NULL;
    const Table *first = tables[0];
    g_autofree StackBar *bars = g_new0(StackBar, n);
    g_autofree char *alt = grid_alt(first, n, title);
    Stack stack = {title,       first->mark != NULL ? first->mark : "", alt, "", first->lang,
                   .bars = bars};
    g_autoptr(GPtrArray) rows = chart_rows(first, ROW_OPTION);
    stack.n_answers = rows->len;
    for (size_t r = 0; r < rows->len; r++)
        stack.answers[r] = ((const TableRow *)rows->pdata[r])->label;
    for (size_t t = 0; t < n; t++) {
        if (tables[t]->is_chart_refused)
            continue;
        StackBar *bar = &bars[stack.n_bars++];
        bar->label = tables[t]->label;
        bar->base_shown = tables[t]->columns[0].base_shown;
        for (size_t r = 0; r < rows->len; r++) {
            const TableRow *row = row_of(tables[t], ((const TableRow *)rows->pdata[r])->code);
            if (row == NULL)
                return NULL;
            bar->cells[r] = &row->cells[0];
        }
    }
    if (stack.n_bars == 0)
        return NULL;
    stack.base_line = say(first->lang, "The base of each bar: those who answered that row.");
    return draw(&stack);
}
