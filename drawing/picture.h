/* A picture as a list of shapes in points, y downwards: made by pure geometry, then written as SVG (real text), drawn on a
 * cairo context (PDF, PNG). Whoever makes it does arithmetic; whoever draws it does none. cairo's own SVG is not used: ours has
 * real text, a title and a description.
 * In picture.c, picture-cairo.c, picture-png.c and picture-svg.c. */
#pragma once

#include "base/markup.h"
#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

typedef struct {
    double r, g, b; /* 0..1 */
} Colour;

/* Which edge of each line stands at x: START the left one, END the right one (the other way round after
 * picture_mirror). Whatever the script of the text. */
typedef enum { ALIGN_START, ALIGN_MIDDLE, ALIGN_END } Align;

typedef struct Picture Picture;

/* An empty white picture with its title and description (for screen readers). Sizes in points, at most LIMIT_IMAGE_PX.
 * Returns: yours (free with picture_free). */
Picture *picture_new(double width_pt, double height_pt, const char *title, const char *description,
                     const char *lang);
void picture_free(Picture *picture);

/* What it was made with.   Owns: words are lent. */
double picture_width(const Picture *picture);
double picture_height(const Picture *picture);
const char *picture_title(const Picture *picture);
const char *picture_lang(const Picture *picture);
const char *picture_description(const Picture *picture);

/* Give it the height that its shapes turned out to need. Units: points, at most LIMIT_IMAGE_PX. */
void picture_set_height(Picture *picture, double height_pt);

/* Where the drawing proper begins and ends: above it stand title and subtitle, below it the base line, which a page that
 * prints them as text leaves out. At first the whole picture.   Units: points. */
void picture_set_body(Picture *picture, double top, double bottom);
double picture_body_top(const Picture *picture);
double picture_body_bottom(const Picture *picture);

/* A filled rectangle; `outline` NULL for none (1 pt otherwise). */
void picture_rect(Picture *picture, double x, double y, double width, double height, Colour fill,
                  const Colour *outline);

/* A straight line of a width. */
void picture_line(Picture *picture, double x1, double y1, double x2, double y2, double width,
                  Colour colour);

/* Plain text, never markup; (x, y) is the baseline at the aligned edge. max_width > 0 wraps; then y is the first baseline.
 * Text over LIMIT_CHART_LABEL_CHARS is cut with an ellipsis. Right-to-left text is shaped by its own direction. */
void picture_text(Picture *picture, double x, double y, const char *text, double size_pt, bool bold,
                  Align align, double max_width, Colour colour);

/* Swap left and right of all shapes so far: the picture for a language written from right to left. */
void picture_mirror(Picture *picture);

/* Write as SVG: role="img", title, desc, real text. `id_prefix` makes its ids unique within a page.
 * Owns: nothing taken. */
void picture_write_svg(const Picture *picture, Markup *to, const char *id_prefix);

/* Draw on a white ground (none is painted: cairo forgets the tags of a page that is filled) at the context's origin; `is_body` leaves out the shapes above and below its body. */
void picture_draw(const Picture *picture, cairo_t *on, bool is_body);

/* As PNG bytes at a scale (2 = 144 dpi), with the description inside (iTXt); same input, same bytes.
 * Errors: NULL and ERROR_LIMIT or ERROR_FILE.   Returns: yours (free with g_bytes_unref). */
GBytes *picture_png(const Picture *picture, double scale, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One shape, for those who write pictures and for tests that look at them. */
typedef enum { SHAPE_RECT, SHAPE_LINE, SHAPE_TEXT } ShapeKind;

typedef struct {
    ShapeKind kind;
    double x, y, width, height; /* RECT: its box; LINE: x, y to x + width, y + height; TEXT: x, y */
    Colour colour;
    bool has_outline;
    Colour outline;
    double line_width; /* LINE */
    const char *text;  /* TEXT, already cut to its limit */
    double size_pt, max_width;
    bool bold;
    Align align;
} PictureShape;

/* The shapes in the order of drawing.
 * Shapes: *out_n of them.   Owns: lent. */
const PictureShape *picture_shapes(const Picture *picture, size_t *out_n);

/* The left edge of one line of a text shape.   Units: points. */
double picture_line_left(const PictureShape *text, double width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Picture, picture_free)
