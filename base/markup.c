#include "base/markup.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

typedef struct {
    GPtrArray *open; /* tags, outermost first; literals */
    GString *out;
} Body;

struct Markup {
    MarkupKind kind;
    Body body;
    bool in_tag; /* the element opened last may still take attributes */
};

/* Sorted, for bsearch. */
static const char *const html_elements[] = {
    "a",          "abbr",     "address", "article", "aside",    "b",      "bdi",      "blockquote",
    "body",       "br",       "button",  "caption", "cite",     "code",   "col",      "colgroup",
    "dd",         "details",  "dfn",     "div",     "dl",       "dt",     "em",       "fieldset",
    "figcaption", "figure",   "footer",  "form",    "h1",       "h2",     "h3",       "h4",
    "h5",         "h6",       "head",    "header",  "hr",       "html",   "i",        "img",
    "input",      "ins",      "kbd",     "label",   "legend",   "li",     "link",     "main",
    "mark",       "meta",     "nav",     "ol",      "optgroup", "option", "output",   "p",
    "pre",        "progress", "q",       "section", "select",   "small",  "span",     "strong",
    "sub",        "summary",  "sup",     "table",   "tbody",    "td",     "textarea", "tfoot",
    "th",         "thead",    "time",    "title",   "tr",       "ul",
};

static const char *const svg_elements[] = {
    "circle", "desc", "g", "line", "path", "polyline", "rect", "svg", "text", "title", "tspan",
};

static const char *const void_elements[] = {"br", "col", "hr", "img", "input", "link", "meta"};

/* After the close of one of these (or a void one of them) a new line begins, for readers of the source. */
static const char *const block_elements[] = {
    "article", "aside",    "body",   "br",     "caption", "dd",    "details", "div",     "dl",
    "dt",      "fieldset", "figure", "footer", "form",    "g",     "h1",      "h2",      "h3",
    "head",    "header",   "hr",     "html",   "legend",  "li",    "line",    "link",    "main",
    "meta",    "nav",      "ol",     "option", "p",       "path",  "rect",    "section", "select",
    "svg",     "table",    "tbody",  "text",   "tfoot",   "thead", "title",   "tr",      "ul",
};

static int compare_names(const void *key, const void *element)
{
    return strcmp(key, *(const char *const *)element);
}

static bool is_in(const char *name, const char *const *sorted, size_t n)
{
    return bsearch(name, sorted, n, sizeof *sorted, compare_names) != NULL;
}

#define IS_IN(name, table) is_in((name), (table), G_N_ELEMENTS(table))

static bool is_known_element(MarkupKind kind, const char *tag)
{
    switch (kind) {
    case MARKUP_HTML:
        return IS_IN(tag, html_elements);
    case MARKUP_SVG:
        return IS_IN(tag, svg_elements);
    case MARKUP_XML:
        return true;
    }
    g_assert_not_reached();
}

static Markup *new_writer(MarkupKind kind)
{
    Markup *markup = g_new0(Markup, 1);
    markup->kind = kind;
    markup->body.open = g_ptr_array_new();
    markup->body.out = g_string_new(NULL);
    return markup;
}

Markup *markup_new(MarkupKind kind)
{
    Markup *markup = new_writer(kind);
    if (kind == MARKUP_HTML)
        g_string_append(markup->body.out, "<!doctype html>\n");
    return markup;
}

Markup *markup_new_part(MarkupKind kind)
{
    return new_writer(kind);
}

void markup_free(Markup *markup)
{
    if (markup == NULL)
        return;
    g_ptr_array_unref(markup->body.open);
    if (markup->body.out != NULL)
        g_string_free(markup->body.out, true);
    g_free(markup);
}

static const char *innermost(const Markup *markup)
{
    const GPtrArray *open = markup->body.open;
    return open->len == 0 ? NULL : g_ptr_array_index(open, open->len - 1);
}

static bool is_void(const Markup *markup, const char *tag)
{
    return markup->kind == MARKUP_HTML && IS_IN(tag, void_elements);
}

static void newline_after(Markup *markup, const char *tag)
{
    if (markup->kind == MARKUP_XML || IS_IN(tag, block_elements))
        g_string_append_c(markup->body.out, '\n');
}

/* End the start tag that still takes attributes, if there is one. */
static void end_start_tag(Markup *markup)
{
    if (!markup->in_tag)
        return;
    markup->in_tag = false;
    g_string_append_c(markup->body.out, '>');
    const char *tag = innermost(markup);
    if (is_void(markup, tag)) {
        g_ptr_array_remove_index(markup->body.open, markup->body.open->len - 1);
        newline_after(markup, tag);
    }
}

GBytes *markup_finish(Markup *markup)
{
    end_start_tag(markup);
    g_assert(markup->body.open->len == 0);
    GBytes *bytes = g_string_free_to_bytes(g_steal_pointer(&markup->body.out));
    markup_free(markup);
    return bytes;
}

void markup__open(Markup *markup, const char *tag)
{
    g_assert(is_known_element(markup->kind, tag));
    end_start_tag(markup);
    g_string_append_c(markup->body.out, '<');
    g_string_append(markup->body.out, tag);
    g_ptr_array_add(markup->body.open, (void *)(uintptr_t)tag);
    markup->in_tag = true;
}

void markup__close(Markup *markup, const char *tag)
{
    if (markup->in_tag && is_void(markup, innermost(markup)))
        end_start_tag(markup);
    bool is_empty = markup->in_tag;
    const char *open = innermost(markup);
    g_assert(open != NULL && strcmp(open, tag) == 0 && !is_void(markup, tag));
    GString *out = markup->body.out;
    if (is_empty && markup->kind != MARKUP_HTML) {
        markup->in_tag = false;
        g_string_append(out, "/>");
    } else {
        end_start_tag(markup);
        g_string_append(out, "</");
        g_string_append(out, tag);
        g_string_append_c(out, '>');
    }
    g_ptr_array_remove_index(markup->body.open, markup->body.open->len - 1);
    newline_after(markup, tag);
}

/* Escaped the same way for text and for attributes, so that the two cannot be confused. Characters that no document
 * may hold become U+FFFD; a carriage return is written as a reference, or a parser would change it. */
static void append_escaped(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
    for (const char *p = valid != NULL ? valid : text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        switch (c) {
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        case '>':
            g_string_append(out, "&gt;");
            break;
        case '"':
            g_string_append(out, "&quot;");
            break;
        case '\'':
            g_string_append(out, "&#39;");
            break;
        case '\r':
            g_string_append(out, "&#13;");
            break;
        default:
            if (c < 0x20 && c != '\t' && c != '\n')
                g_string_append(out, "\uFFFD");
            else
                g_string_append_c(out, *p);
        }
    }
}

static void begin_attribute(Markup *markup, const char *name)
{
    g_assert(markup->in_tag);
    g_assert(*name != '\0' && strpbrk(name, " \t\n\"'<>/=&") == NULL);
    if (markup->kind != MARKUP_XML)
        g_assert(strcmp(name, "style") != 0 && strncmp(name, "on", 2) != 0);
    g_string_append_c(markup->body.out, ' ');
    g_string_append(markup->body.out, name);
}

static void append_value(Markup *markup, const char *name, const char *value)
{
    begin_attribute(markup, name);
    g_string_append(markup->body.out, "=\"");
    append_escaped(markup->body.out, value);
    g_string_append_c(markup->body.out, '"');
}

/* Attributes that lead somewhere: only a Url may fill them. */
static bool is_address(const Markup *markup, const char *name)
{
    static const char *const addresses[] = {"action", "cite", "formaction",
                                            "href",   "src",  "xlink:href"};
    return markup->kind != MARKUP_XML && IS_IN(name, addresses);
}

void markup__attr(Markup *markup, const char *name, const char *value)
{
    g_assert(!is_address(markup, name));
    if (value != NULL)
        append_value(markup, name, value);
}

void markup__attr_on(Markup *markup, const char *name, bool on)
{
    if (!on)
        return;
    if (markup->kind == MARKUP_HTML)
        begin_attribute(markup, name);
    else
        append_value(markup, name, name);
}

void markup__attr_int(Markup *markup, const char *name, int64_t value)
{
    char digits[32];
    g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, value);
    append_value(markup, name, digits);
}

void markup__attr_number(Markup *markup, const char *name, double value)
{
    g_assert(isfinite(value));
    char digits[G_ASCII_DTOSTR_BUF_SIZE + 320];
    g_ascii_formatd(digits, sizeof digits, "%.2f", value);
    size_t length = strlen(digits);
    while (digits[length - 1] == '0')
        digits[--length] = '\0';
    if (digits[length - 1] == '.')
        digits[--length] = '\0';
    append_value(markup, name, strcmp(digits, "-0") == 0 ? "0" : digits);
}

void markup__attr_url(Markup *markup, const char *name, Url url)
{
    g_assert(url.text != NULL);
    append_value(markup, name, url.text);
}

void markup_script(Markup *markup, Url src)
{
    g_assert(markup->kind == MARKUP_HTML && src.text != NULL && src.text[0] == '/');
    end_start_tag(markup);
    g_string_append(markup->body.out, "<script defer src=\"");
    append_escaped(markup->body.out, src.text);
    g_string_append(markup->body.out, "\"></script>\n");
}

void markup_text(Markup *markup, const char *text)
{
    g_assert(text != NULL);
    end_start_tag(markup);
    /* A parser drops one new line right after these; the writer adds one so that the text's own survives. */
    const char *tag = innermost(markup);
    if (*text == '\n' && markup->kind == MARKUP_HTML && tag != NULL &&
        (strcmp(tag, "textarea") == 0 || strcmp(tag, "pre") == 0) &&
        g_str_has_suffix(markup->body.out->str, ">"))
        g_string_append_c(markup->body.out, '\n');
    append_escaped(markup->body.out, text);
}

void markup_text_count(Markup *markup, uint64_t count)
{
    g_autofree char *words = text_from_count(count);
    markup_text(markup, words);
}

void markup_insert(Markup *markup, Markup *part)
{
    g_assert(part->kind == markup->kind ||
             (markup->kind == MARKUP_HTML && part->kind == MARKUP_SVG));
    end_start_tag(part);
    g_assert(part->body.open->len == 0);
    end_start_tag(markup);
    g_string_append_len(markup->body.out, part->body.out->str, (ssize_t)part->body.out->len);
    markup_free(part);
}
