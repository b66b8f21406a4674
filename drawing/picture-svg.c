#include "drawing/label.h"
#include "drawing/picture.h"
#include <math.h>

#include "base/banned.h"

static unsigned channel(double value)
{
    return (unsigned)lround(value * 255);
}

static void colour_attr(Markup *to, Colour colour, bool is_stroke)
{
    g_autofree char *hex =
        g_strdup_printf("#%02X%02X%02X", channel(colour.r), channel(colour.g), channel(colour.b));
    if (is_stroke)
        markup_attr(to, "stroke", hex);
    else
        markup_attr(to, "fill", hex);
}

static void write_rect(Markup *to, const PictureShape *shape)
{
    /* An outline is drawn inside the box, so that a bar ends where its figure says. */
    double inset = shape->has_outline ? 0.5 : 0;
    markup_open(to, "rect");
    markup_attr_number(to, "x", shape->x + inset);
    markup_attr_number(to, "y", shape->y + inset);
    markup_attr_number(to, "width", fmax(shape->width - 2 * inset, 0));
    markup_attr_number(to, "height", fmax(shape->height - 2 * inset, 0));
    colour_attr(to, shape->colour, false);
    if (shape->has_outline)
        colour_attr(to, shape->outline, true);
    markup_close(to, "rect");
}

static void write_line(Markup *to, const PictureShape *shape)
{
    markup_open(to, "line");
    markup_attr_number(to, "x1", shape->x);
    markup_attr_number(to, "y1", shape->y);
    markup_attr_number(to, "x2", shape->x + shape->width);
    markup_attr_number(to, "y2", shape->y + shape->height);
    colour_attr(to, shape->colour, true);
    markup_attr_number(to, "stroke-width", shape->line_width);
    markup_close(to, "line");
}

/* One element a line. textLength holds the words in their place where the reader has other fonts. */
static void write_text(Markup *to, const PictureShape *shape)
{
    g_auto(LabelLines) lines =
        label_lines(shape->text, shape->size_pt, shape->bold, shape->max_width);
    for (size_t i = 0; i < lines.n; i++) {
        const LabelLine *line = &lines.at[i];
        if (*line->text == '\0')
            continue;
        double left = picture_line_left(shape, line->width);
        markup_open(to, "text");
        markup_attr_number(to, "x", line->is_rtl ? left + line->width : left);
        markup_attr_number(to, "y", shape->y + line->baseline - lines.at[0].baseline);
        markup_attr_number(to, "font-size", shape->size_pt);
        if (shape->bold)
            markup_attr(to, "font-weight", "bold");
        if (line->is_rtl)
            markup_attr(to, "direction", "rtl");
        markup_attr_number(to, "textLength", line->width);
        markup_attr(to, "lengthAdjust", "spacingAndGlyphs");
        colour_attr(to, shape->colour, false);
        markup_text(to, line->text);
        markup_close(to, "text");
    }
}

static void write_names(const Picture *picture, Markup *to, const char *title_id,
                        const char *desc_id)
{
    markup_open(to, "title");
    markup_attr(to, "id", title_id);
    markup_text(to, picture_title(picture));
    markup_close(to, "title");
    markup_open(to, "desc");
    markup_attr(to, "id", desc_id);
    markup_text(to, picture_description(picture));
    markup_close(to, "desc");
}

void picture_write_svg(const Picture *picture, Markup *to, const char *id_prefix)
{
    g_autofree char *title_id = g_strconcat(id_prefix, "-title", NULL);
    g_autofree char *desc_id = g_strconcat(id_prefix, "-desc", NULL);
    g_autofree char *ids = g_strconcat(title_id, " ", desc_id, NULL);
    char width[G_ASCII_DTOSTR_BUF_SIZE], height[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(width, sizeof width, "%.2f", picture_width(picture));
    g_ascii_formatd(height, sizeof height, "%.2f", picture_height(picture));
    g_autofree char *box = g_strconcat("0 0 ", width, " ", height, NULL);
    markup_open(to, "svg");
    markup_attr(to, "xmlns", "http://www.w3.org/2000/svg");
    markup_attr(to, "viewBox", box);
    markup_attr_number(to, "width", picture_width(picture));
    markup_attr_number(to, "height", picture_height(picture));
    markup_attr(to, "role", "img");
    markup_attr(to, "aria-labelledby", ids);
    markup_attr(to, "lang", picture_lang(picture));
    markup_attr(to, "font-family",
                "Noto Sans, Noto Sans Arabic, Noto Sans Gurmukhi, Arial, Helvetica, sans-serif");
    write_names(picture, to, title_id, desc_id);
    PictureShape ground = {
        .width = picture_width(picture), .height = picture_height(picture), .colour = {1, 1, 1}};
    write_rect(to, &ground);
    size_t n;
    const PictureShape *shapes = picture_shapes(picture, &n);
    for (size_t i = 0; i < n; i++) {
        switch (shapes[i].kind) {
        case SHAPE_RECT:
            write_rect(to, &shapes[i]);
            break;
        case SHAPE_LINE:
            write_line(to, &shapes[i]);
            break;
        case SHAPE_TEXT:
            write_text(to, &shapes[i]);
            break;
        }
    }
    markup_close(to, "svg");
}
