#include "drawing/label.h"
#include "drawing/picture.h"
#include <math.h>

#include "base/banned.h"

static void set_colour(cairo_t *on, Colour colour)
{
    cairo_set_source_rgb(on, colour.r, colour.g, colour.b);
}

static void draw_rect(cairo_t *on, const Shape *shape)
{
    double inset = shape->has_outline ? 0.5 : 0;
    set_colour(on, shape->colour);
    cairo_rectangle(on, shape->x + inset, shape->y + inset, fmax(shape->width - 2 * inset, 0),
                    fmax(shape->height - 2 * inset, 0));
    if (!shape->has_outline) {
        cairo_fill(on);
        return;
    }
    cairo_fill_preserve(on);
    set_colour(on, shape->outline);
    cairo_set_line_width(on, 1);
    cairo_stroke(on);
}

static void draw_line(cairo_t *on, const Shape *shape)
{
    set_colour(on, shape->colour);
    cairo_set_line_width(on, shape->line_width);
    cairo_move_to(on, shape->x, shape->y);
    cairo_line_to(on, shape->x + shape->width, shape->y + shape->height);
    cairo_stroke(on);
}

static void draw_text(cairo_t *on, const Shape *shape)
{
    g_auto(LabelLines) lines =
        label_lines(shape->text, shape->size_pt, shape->bold, shape->max_width);
    set_colour(on, shape->colour);
    for (size_t i = 0; i < lines.n; i++)
        label_draw_line(on, &lines.at[i], picture_line_left(shape, lines.at[i].width),
                        shape->y + lines.at[i].baseline - lines.at[0].baseline, shape->size_pt,
                        shape->bold);
}

void picture_draw(const Picture *picture, cairo_t *on)
{
    size_t n;
    const Shape *shapes = picture_shapes(picture, &n);
    cairo_save(on);
    set_colour(on, (Colour){1, 1, 1});
    cairo_rectangle(on, 0, 0, picture_width(picture), picture_height(picture));
    cairo_fill(on);
    for (size_t i = 0; i < n; i++) {
        switch (shapes[i].kind) {
        case SHAPE_RECT:
            draw_rect(on, &shapes[i]);
            break;
        case SHAPE_LINE:
            draw_line(on, &shapes[i]);
            break;
        case SHAPE_TEXT:
            draw_text(on, &shapes[i]);
            break;
        }
    }
    cairo_restore(on);
}
