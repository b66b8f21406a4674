/* Text to glyphs: the only file that calls pango. Always plain text, always our fonts (a fontconfig file of our own over
 * Noto Sans, installed by Debian's fonts-noto-core), so that the same words give the same bytes on every machine. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

typedef struct {
    double width, height; /* points */
    double baseline;      /* of the first line, from the top */
    int n_lines;
    int n_unknown_glyphs; /* more than 0: our fonts lack a character */
} LabelSize;

/* Measure text set at a size; max_width 0 for one line.
 * Units: points.   Threads: one at a time. */
LabelSize label_measure(const char *text, double size_pt, bool bold, double max_width);

/* Draw it with (x, y) the first baseline's left end (or the layout's left edge when it wraps). The context's colour is used. */
void label_draw(cairo_t *on, const char *text, double x, double y, double size_pt, bool bold,
                double max_width);
