#include "base/error.h"
#include "base/limits.h"
#include "drawing/picture.h"
#include <math.h>
#include <png.h>

#include "base/banned.h"

static const double inches_per_metre = 1 / 0.0254;

static void append(png_structp png, png_bytep data, png_size_t length)
{
    g_byte_array_append(png_get_io_ptr(png), data, (unsigned)length);
}

static void flush(png_structp png)
{
    (void)png; /* the bytes are in memory already */
}

/* All that libpng is told is made here, so a complaint is a bug of ours. */
static G_NORETURN void complain(png_structp png, png_const_charp message)
{
    (void)png;
    g_error("libpng: %s", message);
}

static void set_description(png_structp png, png_infop info, const Picture *picture)
{
    g_autofree char *key = g_strdup("Description");
    g_autofree char *words = g_strdup(picture_description(picture));
    g_autofree char *lang = g_strdup(picture_lang(picture));
    g_autofree char *no_translation = g_strdup("");
    png_text text = {.compression = PNG_ITXT_COMPRESSION_NONE,
                     .key = key,
                     .text = words,
                     .lang = lang,
                     .lang_key = no_translation};
    png_set_text(png, info, &text, 1);
}

static void write_rows(png_structp png, cairo_surface_t *surface)
{
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    size_t width = (size_t)cairo_image_surface_get_width(surface);
    size_t height = (size_t)cairo_image_surface_get_height(surface);
    g_autofree unsigned char *row = g_malloc(width * 3);
    for (size_t y = 0; y < height; y++) {
        const uint32_t *from = (const uint32_t *)(const void *)(pixels + y * stride);
        for (size_t x = 0; x < width; x++) {
            row[3 * x] = (from[x] >> 16) & 0xff;
            row[3 * x + 1] = (from[x] >> 8) & 0xff;
            row[3 * x + 2] = from[x] & 0xff;
        }
        png_write_row(png, row);
    }
}

/* Settings of our own, none by default: the bytes must not follow another library's taste. */
static GBytes *compress(cairo_surface_t *surface, const Picture *picture, double scale)
{
    GByteArray *out = g_byte_array_new();
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, complain, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, out, append, flush);
    png_set_IHDR(png, info, (png_uint_32)cairo_image_surface_get_width(surface),
                 (png_uint_32)cairo_image_surface_get_height(surface), 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 7);
    png_set_compression_strategy(png, 0);
    png_uint_32 per_metre = (png_uint_32)lround(72 * scale * inches_per_metre);
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
    set_description(png, info, picture);
    png_write_info(png, info);
    write_rows(png, surface);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return g_byte_array_free_to_bytes(out);
}

GBytes *picture_png(const Picture *picture, double scale, GError **error)
{
    double width = ceil(picture_width(picture) * scale);
    double height = ceil(picture_height(picture) * scale);
    if (width > LIMIT_IMAGE_PX || height > LIMIT_IMAGE_PX) {
        error_set(error, ERROR_LIMIT,
                  "The picture \"%s\" would be %.0f by %.0f pixels, at most %d are drawn; "
                  "take the SVG file instead",
                  picture_title(picture), width, height, (int)LIMIT_IMAGE_PX);
        return NULL;
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *on = cairo_create(surface);
    cairo_set_source_rgb(on, 1, 1, 1);
    cairo_paint(on);
    cairo_scale(on, scale, scale);
    picture_draw(picture, on, false);
    cairo_status_t status = cairo_status(on);
    cairo_destroy(on);
    cairo_surface_flush(surface);
    GBytes *bytes = NULL;
    if (status == CAIRO_STATUS_SUCCESS)
        bytes = compress(surface, picture, scale);
    else
        error_set(error, ERROR_FILE, "The picture \"%s\" could not be drawn: %s",
                  picture_title(picture), cairo_status_to_string(status));
    cairo_surface_destroy(surface);
    return bytes;
}
