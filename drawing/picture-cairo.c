#include "drawing/label.h"
#include "drawing/picture.h"
#include <math.h>

#include "base/banned.h"

static void set_colour(cairo_t *on, Colour colour)
{
    cairo_set_source_rgb(on, colour.r, colour.g, colour.b);
}

static void draw_rect(cairo_t *on, const PictureShape *shape)
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

static void draw_line(cairo_t *on, const PictureShape *shape)
{
    set_colour(on, shape->colour);
    cairo_set_line_width(on, shape->line_width);
    cairo_move_to(on, shape->x, shape->y);
    cairo_line_to(on, shape->x + shape->width, shape->y + shape->height);
    cairo_stroke(on);
}

static void draw_text(cairo_t *on, const PictureShape *shape)
{
    g_auto(LabelLines) lines =
        label_lines(shape->text, shape->size_pt, shape->bold, shape->max_width);
    set_colour(on, shape->colour);
    for (size_t i = 0; i < lines.n; i++)
        label_draw_line(on, &lines.at[i], picture_line_left(shape, lines.at[i].width),
                        shape->y + lines.at[i].baseline - lines.at[0].baseline, shape->size_pt,
                        shape->bold);
}

static bool is_in_body(const Picture *picture, const PictureShape *shape)
{
    return shape->y >= picture_body_top(picture) && shape->y <= picture_body_bottom(picture);
}

static void draw_shape(cairo_t *on, const PictureShape *shape)
{
    switch (shape->kind) {
    case SHAPE_RECT:
        draw_rect(on, shape);
        break;
    case SHAPE_LINE:
        draw_line(on, shape);
        break;
    case SHAPE_TEXT:
        draw_text(on, shape);
        break;
    }
}

void picture_draw(const Picture *picture, cairo_t *on, bool is_body)
{
    size_t n;
    const PictureShape *shapes = picture_shapes(picture, &n);
    cairo_save(on);
    for (size_t i = 0; i < n; i++)
        if (!is_body || is_in_body(picture, &shapes[i]))
            draw_shape(on, &shapes[i]);
    cairo_restore(on);
}
