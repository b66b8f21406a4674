/* The one writer of markup, with three vocabularies: html, svg, xml. Nothing unescaped can be written:
 * names are string literals (anything else does not compile), texts and values are always escaped, links
 * take a Url, and there is no raw output. base/markup.c is the only file with a '<' inside a string.
 *
 * Use: markup_new, then open / attributes / text / close by name, then markup_finish. Attributes may only
 * follow their open. Misuse (wrong close, attribute after text, unknown element, style or on* attribute) is
 * a bug and asserted. Void html elements (input, br, meta, link, hr, img) are opened and never closed. */
#pragma once

#include "base/url.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { MARKUP_HTML, MARKUP_SVG, MARKUP_XML } MarkupKind;

typedef struct Markup Markup;

/* A writer with an empty document. HTML begins with its doctype, XML and SVG with nothing.
 * Returns: yours (markup_finish or markup_free).   Threads: one at a time. */
Markup *markup_new(MarkupKind kind);

/* A writer for a part of an html page (no doctype).
 * Returns: yours. */
Markup *markup_new_part(MarkupKind kind);

/* The finished bytes; asserts that every element is closed. Frees the writer.
 * Returns: yours (free with g_bytes_unref); swallows the writer. */
GBytes *markup_finish(Markup *markup);

/* Free an unfinished writer. Accepts NULL. */
void markup_free(Markup *markup);

/* Open an element; `tag` is a literal. */
#define markup_open(markup, tag)                                                                   \
    do {                                                                                           \
        static const char markup_tag_[] = "" tag "";                                               \
        markup__open((markup), markup_tag_);                                                       \
    } while (0)

/* Close the element opened last; `tag` is a literal and must be its name. */
#define markup_close(markup, tag)                                                                  \
    do {                                                                                           \
        static const char markup_tag_[] = "" tag "";                                               \
        markup__close((markup), markup_tag_);                                                      \
    } while (0)

/* An attribute of the element just opened; `name` is a literal, the value is escaped. NULL leaves it out. */
#define markup_attr(markup, name, value)                                                           \
    do {                                                                                           \
        static const char markup_name_[] = "" name "";                                             \
        markup__attr((markup), markup_name_, (value));                                             \
    } while (0)

/* An attribute without a value, written when `on`. */
#define markup_attr_on(markup, name, on)                                                           \
    do {                                                                                           \
        static const char markup_name_[] = "" name "";                                             \
        markup__attr_on((markup), markup_name_, (on));                                             \
    } while (0)

/* A whole number as an attribute. */
#define markup_attr_int(markup, name, value)                                                       \
    do {                                                                                           \
        static const char markup_name_[] = "" name "";                                             \
        markup__attr_int((markup), markup_name_, (value));                                         \
    } while (0)

/* A length or coordinate as an attribute, at most 2 decimal places, never in the locale's form. */
#define markup_attr_number(markup, name, value)                                                    \
    do {                                                                                           \
        static const char markup_name_[] = "" name "";                                             \
        markup__attr_number((markup), markup_name_, (value));                                      \
    } while (0)

/* href, src or action: takes a Url, lent for the call. */
#define markup_attr_url(markup, name, url)                                                         \
    do {                                                                                           \
        static const char markup_name_[] = "" name "";                                             \
        markup__attr_url((markup), markup_name_, (url));                                           \
    } while (0)

/* A script from an address of ours, run when the page is there. No other script can be written, none inline. */
void markup_script(Markup *markup, Url src);

/* Text, escaped. */
void markup_text(Markup *markup, const char *text);

/* A count with thousands separators, as text. */
void markup_text_count(Markup *markup, uint64_t count);

/* <tag>text</tag> in one call; `tag` is a literal. */
#define markup_element(markup, tag, text)                                                          \
    do {                                                                                           \
        markup_open(markup, tag);                                                                  \
        markup_text(markup, (text));                                                               \
        markup_close(markup, tag);                                                                 \
    } while (0)

/* Insert a finished part made by markup_new_part of the same kind (an SVG inside a page: SVG into HTML).
 * Owns: swallows `part`. */
void markup_insert(Markup *markup, Markup *part);

/* What the macros above call; never call these directly (tools/check-words looks for it). */
void markup__open(Markup *markup, const char *tag);
void markup__close(Markup *markup, const char *tag);
void markup__attr(Markup *markup, const char *name, const char *value);
void markup__attr_on(Markup *markup, const char *name, bool on);
void markup__attr_int(Markup *markup, const char *name, int64_t value);
void markup__attr_number(Markup *markup, const char *name, double value);
void markup__attr_url(Markup *markup, const char *name, Url url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Markup, markup_free)
