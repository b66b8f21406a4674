/* What all charts share: the frame with title, subtitle and base line, the axis, the words. For reports/chart*.c alone.
 * Pure geometry in points; text is measured, nothing is drawn.
 * In chart-parts.c and chart-axis.c. */
#pragma once

#include "drawing/picture.h"
#include "reports/tables/table.h"

/* Sizes in points. 12 is the smallest text of a chart. */
enum {
    CHART_WIDTH = 640,
    CHART_TEXT = 12,
    CHART_TITLE = 17,
    CHART_SUBTITLE = 13,
    CHART_GAP = 8,        /* between a label and its bar, between parts */
    CHART_BODY_MOST = 720 /* so that its text stays readable on a page of paper */
};

/* A chart as it grows downwards. */
typedef struct {
    Picture *picture;
    double y;      /* the next part's top */
    double top;    /* of the body */
    size_t n_left; /* answers left to the table */
} ChartFrame;

/* Title and subtitle.   Returns: its picture is yours. */
ChartFrame chart_frame_new(const char *title, const char *subtitle, const char *description,
                           const char *lang);

/* What was left out, the base line; mirrored for a language written from right to left.
 * Returns: yours. */
Picture *chart_frame_finish(ChartFrame *frame, const char *base_line, const char *lang);

/* Wrapped text at the left edge; moves the frame down. */
void chart_frame_text(ChartFrame *frame, const char *text, double size_pt, bool bold);

/* Text whose box begins at `top`. Returns its height. */
double chart_frame_label(Picture *picture, double x, double top, const char *text, bool bold,
                         Align align, double max_width);

/* The height of text in a box of that width.   Threads: one at a time. */
double chart_text_height(const char *text, bool bold, double max_width);
double chart_text_width(const char *text, bool bold);

/* Fewer than 50 answered in some column that is drawn: percentages are not printed, so counts are drawn instead. */
bool chart_is_of_counts(const Table *table);

/* What a cell's bar means: its percent, or its count when counts are drawn; and the words at its end.
 * A hidden cell has no length: 0.   Returns: yours. */
double chart_length(const Cell *cell, bool is_of_counts);
char *chart_figure(const Cell *cell, bool is_of_counts);

/* The end of the axis: 100, or a round number over the highest count. */
double chart_axis_end(const Table *table, bool is_of_counts);

/* Vertical lines of the axis and their figures below `bottom`, on the span from left to right. */
void chart_axis(Picture *picture, double left, double right, double top, double bottom, double end,
                bool is_of_counts);

/* The rows of answers, and those of nets, in order. Returns: yours (free with g_ptr_array_unref); rows are lent. */
GPtrArray *chart_rows(const Table *table, RowKind kind);

/* The kinds, one function each: chart_bars of chart-bars.c.   Returns: yours. */
#define CHART_DECLARED(name, prefix, asked, noun, sentence, condition)                             \
    Picture *chart_##prefix(const Table *table);
CHART_KINDS(CHART_DECLARED)
#undef CHART_DECLARED
