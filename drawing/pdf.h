/* A tagged PDF that flows: say what comes next and it is laid out on A4 pages, wrapped, broken between blocks (a table
 * between rows, its header repeated), with outline, links, page numbers, language and text alternatives. Everything that
 * is drawn stands in a tag. Nothing is drawn before pdf_finish, so a page number may be told before its page is known.
 * The same calls give the same bytes. It is not PDF/UA: that is not claimed. */
#pragma once

#include "drawing/picture.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Pdf Pdf;

typedef struct {
    const char *title;  /* of the document */
    const char *author; /* or NULL */
    const char *lang;   /* "en" */
    const char *date;   /* yyyy-mm-dd: its only date */
    const char *footer; /* at the bottom of every page, before the page number */
    const char *page;   /* "Page" in the document's language */
    const char *mark;   /* at the top of every page, or NULL */
} PdfAbout;

typedef enum { PDF_BODY, PDF_LEAD, PDF_SMALL, PDF_STRONG, PDF_STYLE_COUNT } PdfStyle;

/* An empty document. Words are copied.
 * Returns: yours (pdf_free, or pdf_finish). */
Pdf *pdf_new(const PdfAbout *about);
void pdf_free(Pdf *pdf);

/* Go on at the top of a page. */
void pdf_page_begin(Pdf *pdf);

/* A heading of level 1 to 3, or 0 for the title of the cover (tagged H1, without a place in the outline).
 * `anchor` names it for links, or NULL. It stays with what follows it. */
void pdf_heading(Pdf *pdf, unsigned level, const char *text, const char *anchor);

/* A paragraph. */
void pdf_paragraph(Pdf *pdf, PdfStyle style, const char *text);

/* Room in points. */
void pdf_space(Pdf *pdf, double height_pt);

/* An item of a list; items that follow one another are one list. */
void pdf_item(Pdf *pdf, const char *text);

/* A line of contents (level 1 bold, 2 indented, 0 a finding) that leads to an anchor and tells its page. Lines that follow one another are one list. */
void pdf_contents(Pdf *pdf, unsigned level, const char *text, const char *anchor);

/* A picture as wide as the page, with its description as the alternative; `is_whole` false leaves out what stands above
 * and below its body. The picture must live until pdf_finish. */
void pdf_picture(Pdf *pdf, const Picture *picture, bool is_whole);

/* A table: first the width of each column (as shares of the page's), then its rows. The first cell of each row is its
 * header; the first row holds the headers of columns and is repeated on the next page. First column at the start, others
 * at the end of their place. A strong row is set in bold (a net).
 * Shapes: as many cells as columns. */
void pdf_table_begin(Pdf *pdf, size_t n_columns, const double *shares);
void pdf_table_row(Pdf *pdf, const char *const *cells, bool is_strong);
void pdf_table_end(Pdf *pdf);

/* Would a heading stand in a column of that share without a break inside a word?   Threads: any. */
bool pdf_word_fits(const Pdf *pdf, const char *text, double share);

/* Lay out, draw, and add what cairo cannot write.
 * Errors: NULL and ERROR_FILE (cairo failed, or wrote what we cannot complete).
 * Returns: yours (free with g_bytes_unref); frees `pdf`. */
GBytes *pdf_finish(Pdf *pdf, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One picture, whole, on a page of its own size.
 * Errors: NULL and ERROR_FILE.   Returns: yours (free with g_bytes_unref). */
GBytes *pdf_from_picture(const Picture *picture, const char *date,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pdf, pdf_free)
