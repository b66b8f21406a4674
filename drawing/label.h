/* Text to glyphs: the only file that calls pango. Always plain text, always our fonts (a list of Noto Sans families of
 * Debian's fonts-noto-core, and no other font or setting of the machine), so that the same words give the same bytes on
 * every machine. One font map for the process, made at first use and guarded by a lock. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    double width, height; /* points */
    double baseline;      /* of the first line, from the top */
    int n_lines;
    int n_unknown_glyphs; /* more than 0: our fonts lack a character */
} LabelSize;

/* One line as it was broken. */
typedef struct {
    char *text;
    double width;    /* points */
    double baseline; /* from the top of the first line */
    double height;
    bool is_rtl; /* its paragraph runs from right to left */
} LabelLine;

typedef struct {
    size_t n;
    LabelLine *at;
} LabelLines;

/* Are the fonts there? Programs that draw ask this first; drawing without them is a bug and asserted.
 * Errors: false and ERROR_FILE, saying what to install. */
bool label_check(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Measure text set at a size; max_width 0 for one line.
 * Units: points.   Threads: any. */
LabelSize label_measure(const char *text, double size_pt, bool bold, double max_width);

/* Draw it with (x, y) the first baseline's left end (or the layout's left edge when it wraps). The context's colour is used. */
void label_draw(cairo_t *on, const char *text, double x, double y, double size_pt, bool bold,
                double max_width);

/* The lines that text is broken into.
 * Returns: yours (free with label_lines_clear).   Threads: any. */
LabelLines label_lines(const char *text, double size_pt, bool bold, double max_width);
void label_lines_clear(LabelLines *lines);

/* Draw one of those lines, its left end at (x, y), in the direction of its paragraph. */
void label_draw_line(cairo_t *on, const LabelLine *line, double x, double y, double size_pt,
                     bool bold);

/* Does text run from right to left (its first letter with a direction says so)?   Threads: any (pure). */
bool label_is_rtl(const char *text);

/* Is a language ("ur", "ar-SA") written from right to left?   Threads: any (pure). */
bool label_is_rtl_language(const char *lang);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LabelLines, label_lines_clear)
