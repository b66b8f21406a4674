#include "drawing/picture.h"
#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "drawing/palette.h"

#include "base/banned.h"

struct Picture {
    Arena *arena; /* owns all words */
    GArray *shapes;
    double width, height;
    double body_top, body_bottom;
    const char *title, *description, *lang;
};

Picture *picture_new(double width_pt, double height_pt, const char *title, const char *description,
                     const char *lang)
{
    g_assert(width_pt > 0 && width_pt <= LIMIT_IMAGE_PX);
    Picture *picture = g_new0(Picture, 1);
    picture->arena = arena_new();
    picture->shapes = g_array_new(false, false, sizeof(PictureShape));
    picture->width = width_pt;
    picture_set_height(picture, height_pt);
    picture->title = arena_strdup(picture->arena, title);
    picture->description = arena_strdup(picture->arena, description);
    picture->lang = arena_strdup(picture->arena, lang);
    return picture;
}

void picture_free(Picture *picture)
{
    if (picture == NULL)
        return;
    g_array_unref(picture->shapes);
    arena_free(picture->arena);
    g_free(picture);
}

double picture_width(const Picture *picture)
{
    return picture->width;
}

double picture_height(const Picture *picture)
{
    return picture->height;
}

void picture_set_height(Picture *picture, double height_pt)
{
    g_assert(height_pt > 0 && height_pt <= LIMIT_IMAGE_PX);
    picture->height = height_pt;
    picture->body_top = 0;
    picture->body_bottom = height_pt;
}

void picture_set_body(Picture *picture, double top, double bottom)
{
    g_assert(top >= 0 && top < bottom && bottom <= picture->height);
    picture->body_top = top;
    picture->body_bottom = bottom;
}

double picture_body_top(const Picture *picture)
{
    return picture->body_top;
}

double picture_body_bottom(const Picture *picture)
{
    return picture->body_bottom;
}

const char *picture_title(const Picture *picture)
{
    return picture->title;
}

const char *picture_description(const Picture *picture)
{
    return picture->description;
}

const char *picture_lang(const Picture *picture)
{
    return picture->lang;
}

const PictureShape *picture_shapes(const Picture *picture, size_t *out_n)
{
    *out_n = picture->shapes->len;
    return (const PictureShape *)(const void *)picture->shapes->data;
}

void picture_rect(Picture *picture, double x, double y, double width, double height, Colour fill,
                  const Colour *outline)
{
    PictureShape shape = {
        .kind = SHAPE_RECT, .x = x, .y = y, .width = width, .height = height, .colour = fill};
    shape.has_outline = outline != NULL;
    if (outline != NULL)
        shape.outline = *outline;
    g_array_append_val(picture->shapes, shape);
}

void picture_line(Picture *picture, double x1, double y1, double x2, double y2, double width,
                  Colour colour)
{
    PictureShape shape = {.kind = SHAPE_LINE,
                          .x = x1,
                          .y = y1,
                          .width = x2 - x1,
                          .height = y2 - y1,
                          .line_width = width,
                          .colour = colour};
    g_array_append_val(picture->shapes, shape);
}

/* Words of at most LIMIT_CHART_LABEL_CHARS, the last one an ellipsis when they were cut. */
static const char *cut(Picture *picture, const char *text)
{
    g_autofree char *shown = text_cut(text, LIMIT_CHART_LABEL_CHARS, TEXT_CUT_WITHIN);
    return arena_strdup(picture->arena, shown);
}

void picture_text(Picture *picture, double x, double y, const char *text, double size_pt, bool bold,
                  Align align, double max_width, Colour colour)
{
    if (*text == '\0')
        return;
    PictureShape shape = {.kind = SHAPE_TEXT,
                          .x = x,
                          .y = y,
                          .text = cut(picture, text),
                          .size_pt = size_pt,
                          .bold = bold,
                          .align = align,
                          .max_width = max_width,
                          .colour = colour};
    g_array_append_val(picture->shapes, shape);
}

void picture_mirror(Picture *picture)
{
    for (size_t i = 0; i < picture->shapes->len; i++) {
        PictureShape *shape = &g_array_index(picture->shapes, PictureShape, i);
        shape->x = picture->width - shape->x;
        if (shape->kind == SHAPE_RECT)
            shape->x -= shape->width;
        else if (shape->kind == SHAPE_LINE)
            shape->width = -shape->width;
        else if (shape->align != ALIGN_MIDDLE)
            shape->align = shape->align == ALIGN_START ? ALIGN_END : ALIGN_START;
    }
}

double picture_line_left(const PictureShape *text, double width)
{
    switch (text->align) {
    case ALIGN_START:
        return text->x;
    case ALIGN_MIDDLE:
        return text->x - width / 2;
    case ALIGN_END:
        return text->x - width;
    }
    g_assert_not_reached();
}
