#include "base/error.h"
#include "base/limits.h"
#include "drawing/label.h"
#include "drawing/palette.h"
#include "drawing/picture.h"
#include <string.h>

static Picture *sample(void)
{
    Picture *picture = picture_new(300, 120, "A <title> & more", "What it shows", "en");
    Colour outline = palette_outline();
    picture_rect(picture, 100, 30, 80, 20, palette_series(1, 2), &outline);
    picture_line(picture, 100, 20, 100, 60, 1, palette_grid());
    picture_text(picture, 95, 44, "Most of the time", 12, false, ALIGN_END, 0, palette_black());
    picture_text(picture, 5, 80, "زیادہ تر وقت میں محفوظ محسوس کرتا ہوں", 12, true, ALIGN_START,
                 120, palette_black());
    return picture;
}

static void the_contrast_of_black_and_white_is_21(void)
{
    Colour black = {0, 0, 0};
    g_assert_cmpfloat_with_epsilon(palette_contrast(black, palette_white()), 21, 1e-9);
    g_assert_cmpfloat_with_epsilon(palette_contrast(palette_white(), black), 21, 1e-9);
}

static void every_fill_stands_out_and_carries_readable_text(void)
{
    for (unsigned n = 1; n <= 4; n++)
        for (unsigned i = 0; i < n; i++) {
            Colour fill = palette_series(i, n);
            g_assert_cmpfloat(palette_contrast(fill, palette_white()), >=, 3);
            g_assert_cmpfloat(palette_contrast(fill, palette_text_on(fill)), >=, 4.5);
            if (i > 0)
                g_assert_cmpfloat(palette_contrast(fill, palette_series(i - 1, n)), >=, 3);
        }
    g_assert_cmpfloat(palette_contrast(palette_grid(), palette_white()), >=, 4.5);
    g_assert_cmpfloat(palette_contrast(palette_outline(), palette_white()), >=, 4.5);
}

static void the_fonts_know_the_scripts_of_our_languages(void)
{
    static const char *const words[] = {
        "Ŵŷ Llŷr, bore da",
        "Zażółć gęślą jaźń",
        "زیادہ تر وقت",
        "ਪੰਜਾਬੀ ਵਿੱਚ",
        "বাংলা",
        "ગુજરાતી",
        "“69%” – £5 … •",
        "Română ș ț",
        "Tiếng Việt",
        "தமிழ்",
        "አማርኛ",
        "ไทย",
        "Українська",
        "עברית",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        LabelSize size = label_measure(words[i], 12, false, 0);
        g_assert_cmpint(size.n_unknown_glyphs, ==, 0);
        g_assert_cmpfloat(size.width, >, 10);
    }
    g_assert_cmpint(label_measure("\U000F0000", 12, false, 0).n_unknown_glyphs, ==, 1);
}

static void wrapped_text_stays_within_its_width(void)
{
    g_autofree char *long_word = g_strnfill(200, 'W');
    static const double widths[] = {40, 100, 300};
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_auto(LabelLines) lines = label_lines(long_word, 12, true, widths[i]);
        size_t letters = 0;
        for (size_t l = 0; l < lines.n; l++) {
            g_assert_cmpfloat(lines.at[l].width, <=, widths[i]);
            letters += strlen(lines.at[l].text);
        }
        g_assert_cmpuint(letters, ==, 200);
    }
}

static void the_svg_has_names_real_text_and_no_raw_markup(void)
{
    g_autoptr(Picture) picture = sample();
    Markup *to = markup_new(MARKUP_SVG);
    picture_write_svg(picture, to, "q01");
    g_autoptr(GBytes) bytes = markup_finish(to);
    size_t length;
    const char *data = g_bytes_get_data(bytes, &length);
    g_autofree char *svg = g_strndup(data, length);
    static const char *const parts[] = {
        "role=\"img\"",
        "aria-labelledby=\"q01-title q01-desc\"",
        "A &lt;title&gt; &amp; more",
        "<desc id=\"q01-desc\">What it shows</desc>",
        ">Most of the time</text>",
        "direction=\"rtl\"",
        "textLength=",
        "lang=\"en\"",
        "#F46A25",
        "#3D3D3D",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (strstr(svg, parts[i]) == NULL)
            g_error("not in the SVG: %s\n%s", parts[i], svg);
    g_assert_null(strstr(svg, "href"));
}

static void a_long_text_is_cut_with_an_ellipsis(void)
{
    g_autoptr(Picture) picture = picture_new(100, 100, "t", "d", "en");
    g_autofree char *text = g_strnfill(LIMIT_CHART_LABEL_CHARS + 1, 'x');
    picture_text(picture, 0, 20, text, 12, false, ALIGN_START, 0, palette_black());
    size_t n;
    const PictureShape *shapes = picture_shapes(picture, &n);
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpint(g_utf8_strlen(shapes[0].text, -1), ==, LIMIT_CHART_LABEL_CHARS);
    g_assert_true(g_str_has_suffix(shapes[0].text, "\u2026"));
}

static void mirroring_swaps_left_and_right(void)
{
    g_autoptr(Picture) picture = sample();
    picture_mirror(picture);
    size_t n;
    const PictureShape *shapes = picture_shapes(picture, &n);
    g_assert_cmpfloat(shapes[0].x, ==, 120);
    g_assert_cmpfloat(shapes[1].x, ==, 200);
    g_assert_cmpfloat(shapes[2].x, ==, 205);
    g_assert_cmpint(shapes[2].align, ==, ALIGN_START);
}

static void the_png_has_its_description_and_the_same_bytes_twice(void)
{
    g_autoptr(Picture) picture = sample();
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) first = picture_png(picture, 2, &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) second = picture_png(picture, 2, &error);
    g_assert_true(g_bytes_equal(first, second));
    size_t length;
    const char *data = g_bytes_get_data(first, &length);
    g_assert_cmpuint(length, <, 200000);
    g_assert_nonnull(g_strstr_len(data, (gssize)length, "\211PNG"));
    g_assert_true(memmem(data, length, "iTXtDescription", 15) != NULL);
    g_assert_true(memmem(data, length, "What it shows", 13) != NULL);
}

static void a_png_beyond_the_limit_is_refused(void)
{
    g_autoptr(Picture) picture = picture_new(640, 7000, "Tall", "d", "en");
    g_autoptr(GError) error = NULL;
    g_assert_null(picture_png(picture, 2, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_assert_cmpstr(
        error->message, ==,
        "The picture \"Tall\" would be 1280 by 14000 pixels, at most 8000 are drawn; take the SVG "
        "file instead");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/palette/the contrast of black and white is 21",
                    the_contrast_of_black_and_white_is_21);
    g_test_add_func("/palette/every fill stands out and carries readable text",
                    every_fill_stands_out_and_carries_readable_text);
    g_test_add_func("/label/the fonts know the scripts of our languages",
                    the_fonts_know_the_scripts_of_our_languages);
    g_test_add_func("/label/wrapped text stays within its width",
                    wrapped_text_stays_within_its_width);
    g_test_add_func("/picture/the svg has names, real text and no raw markup",
                    the_svg_has_names_real_text_and_no_raw_markup);
    g_test_add_func("/picture/a long text is cut with an ellipsis",
                    a_long_text_is_cut_with_an_ellipsis);
    g_test_add_func("/picture/mirroring swaps left and right", mirroring_swaps_left_and_right);
    g_test_add_func("/picture/the png has its description and the same bytes twice",
                    the_png_has_its_description_and_the_same_bytes_twice);
    g_test_add_func("/picture/a png beyond the limit is refused",
                    a_png_beyond_the_limit_is_refused);
    return g_test_run();
}
