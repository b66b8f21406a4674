#include "base/markup.h"

#include <string.h>

#include "base/banned.h"

/* The finished bytes as a string. */
static char *finish(Markup *markup)
{
    g_autoptr(GBytes) bytes = markup_finish(markup);
    size_t length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    return g_strndup(data, length);
}

static void texts_and_values_are_always_escaped(void)
{
    static const char *const cases[][2] = {
        {"a & b", "a &amp; b"},
        {"\x3Cscript\x3E", "&lt;script&gt;"},
        {"\"it's\"", "&quot;it&#39;s&quot;"},
        {"&amp;", "&amp;amp;"},
        {"caf\u00e9 \u0627", "caf\u00e9 \u0627"},
        {"a\r\nb", "a&#13;\nb"},
        {"a\x01z", "a\uFFFDz"},
        {"a\xff", "a\uFFFD"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Markup *markup = markup_new_part(MARKUP_HTML);
        markup_open(markup, "span");
        markup_attr(markup, "title", cases[i][0]);
        markup_text(markup, cases[i][0]);
        markup_close(markup, "span");
        g_autofree char *got = finish(markup);
        g_autofree char *want = g_strconcat("\x3Cspan title=\"", cases[i][1], "\"\x3E", cases[i][1],
                                            "\x3C/span\x3E", NULL);
        g_assert_cmpstr(got, ==, want);
    }
}

static void a_page_is_written_in_order(void)
{
    Markup *page = markup_new(MARKUP_HTML);
    markup_open(page, "html");
    markup_attr(page, "lang", "cy");
    markup_attr(page, "dir", NULL);
    markup_open(page, "input");
    markup_attr_on(page, "checked", true);
    markup_attr_on(page, "disabled", false);
    markup_attr_int(page, "maxlength", -5);
    markup_open(page, "a");
    g_auto(Url) url = url_with_query(url_path("s", "p", NULL), "lang", "a&b");
    markup_attr_url(page, "href", url);
    markup_text_count(page, 5381);
    markup_close(page, "a");
    markup_element(page, "p", "x");
    markup_open(page, "textarea");
    markup_text(page, "\nfirst");
    markup_close(page, "textarea");
    markup_close(page, "html");
    g_autofree char *got = finish(page);
    g_assert_cmpstr(got, ==,
                    "\x3C!doctype html>\n\x3Chtml lang=\"cy\">\x3Cinput checked maxlength=\"-5\">"
                    "\x3C"
                    "a href=\"/s/p?lang=a%26b\">5,381\x3C/a>\x3Cp>x\x3C/p>\n"
                    "\x3Ctextarea>\n\nfirst\x3C/textarea>\x3C/html>\n");
}

static void a_picture_goes_into_a_page(void)
{
    Markup *svg = markup_new(MARKUP_SVG);
    markup_open(svg, "svg");
    markup_open(svg, "rect");
    markup_attr_number(svg, "x", 1.005);
    markup_attr_number(svg, "y", -0.001);
    markup_attr_number(svg, "width", 120.5);
    markup_attr_number(svg, "height", 100);
    markup_close(svg, "rect");
    markup_close(svg, "svg");
    Markup *part = markup_new_part(MARKUP_HTML);
    markup_open(part, "div");
    markup_insert(part, svg);
    markup_close(part, "div");
    g_autofree char *got = finish(part);
    g_assert_cmpstr(got, ==,
                    "\x3C"
                    "div>\x3Csvg>\x3Crect x=\"1\" y=\"0\" width=\"120.5\" height=\"100\"/>\n"
                    "\x3C/svg>\n\x3C/div>\n");
}

static void an_unfinished_writer_can_be_dropped(void)
{
    g_autoptr(Markup) markup = markup_new(MARKUP_XML);
    markup_open(markup, "anything");
    markup_free(NULL);
}

static void wrong_close(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "p");
    markup_close(m, "div");
}

static void unclosed(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "p");
    g_bytes_unref(markup_finish(m));
}

static void late_attribute(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "p");
    markup_text(m, "x");
    markup_attr(m, "id", "late");
}

static void unknown_element(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "script");
}

static void unknown_svg_element(void)
{
    Markup *m = markup_new(MARKUP_SVG);
    markup_open(m, "foreignObject");
}

static void style_attribute(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "p");
    markup_attr(m, "style", "color: red");
}

static void event_attribute(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "p");
    markup_attr(m, "onclick", "x()");
}

static void address_from_a_string(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "a");
    markup_attr(m, "href", "javascript:x()");
}

static void closed_void_element(void)
{
    Markup *m = markup_new_part(MARKUP_HTML);
    markup_open(m, "br");
    markup_close(m, "br");
}

static const struct {
    const char *path;
    void (*misuse)(void);
} misuses[] = {
    {"/markup/misuse/wrong close", wrong_close},
    {"/markup/misuse/unclosed element", unclosed},
    {"/markup/misuse/attribute after text", late_attribute},
    {"/markup/misuse/unknown element", unknown_element},
    {"/markup/misuse/unknown svg element", unknown_svg_element},
    {"/markup/misuse/style attribute", style_attribute},
    {"/markup/misuse/event attribute", event_attribute},
    {"/markup/misuse/address from a string", address_from_a_string},
    {"/markup/misuse/void element closed", closed_void_element},
};

/* Runs itself in a child: the child must die of the assertion. */
static void misuse_is_a_bug(const void *data)
{
    void (*const *misuse)(void) = data;
    if (g_test_subprocess()) {
        (*misuse)();
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*base/markup.c*");
}

static void a_script_comes_from_an_address_of_ours(void)
{
    Markup *markup = markup_new_part(MARKUP_HTML);
    g_auto(Url) url = url_path("assets", "a.js", NULL);
    markup_open(markup, "head");
    markup_script(markup, url);
    markup_close(markup, "head");
    g_autofree char *got = finish(markup);
    g_assert_cmpstr(got, ==,
                    "\x3Chead\x3E\x3Cscript defer src=\"/assets/a.js\"\x3E\x3C/script\x3E\n"
                    "\x3C/head\x3E\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/markup/texts and values are always escaped",
                    texts_and_values_are_always_escaped);
    g_test_add_func("/markup/a page is written in order", a_page_is_written_in_order);
    g_test_add_func("/markup/a picture goes into a page", a_picture_goes_into_a_page);
    g_test_add_func("/markup/a script comes from an address of ours",
                    a_script_comes_from_an_address_of_ours);
    g_test_add_func("/markup/an unfinished writer can be dropped",
                    an_unfinished_writer_can_be_dropped);
    for (size_t i = 0; i < G_N_ELEMENTS(misuses); i++)
        g_test_add_data_func(misuses[i].path, &misuses[i].misuse, misuse_is_a_bug);
    return g_test_run();
}
