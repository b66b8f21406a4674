/* A tagged PDF of pages on which everything has its place: lines of text, boxes, rules, arrows, codes. Nothing flows; who
 * calls has laid it out. Places are counted from the START side of the page and from its top, so that a page in a language
 * written from the right is the mirror of one written from the left, without a word about it here. Black on white.
 *
 * What is drawn while a tag is open is read aloud as that element; what is drawn while none is open is not. */
#pragma once

#include "drawing/label.h"
#include "drawing/pdf.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Sheet Sheet;

typedef enum {
    SHEET_NONE,
    SHEET_DIV, /* holds what stands on a page: without it around them, elements are no tagged PDF to cairo */
    SHEET_H1,
    SHEET_H2,
    SHEET_H3,
    SHEET_P,
    SHEET_L,
    SHEET_LI,
    SHEET_TABLE,
    SHEET_TR,
    SHEET_TH_COLUMN,
    SHEET_TH_ROW,
    SHEET_TD,
    SHEET_TAG_COUNT
} SheetTag;

typedef struct {
    double x, y; /* points, from the start side and the top */
} SheetPoint;

/* An empty document; title, author, language and date of `about` are used, and must live as long as it.
 * Units: points.   Returns: yours (sheet_free, or sheet_finish). */
Sheet *sheet_new(const PdfAbout *about, double width, double height);
void sheet_free(Sheet *sheet);

/* Open and close an element; they are nested. */
void sheet_open(Sheet *sheet, SheetTag tag);
void sheet_close(Sheet *sheet);

/* A line of text, its start on the baseline at `at`. */
void sheet_text(Sheet *sheet, const LabelLine *line, SheetPoint at, double size_pt, bool bold);

/* The outline of a box, drawn inside it; a straight line, dashed or not; an arrow towards the end side. */
void sheet_box(Sheet *sheet, SheetPoint corner, double width, double height, double stroke);
void sheet_rule(Sheet *sheet, SheetPoint from, SheetPoint to, double stroke, bool is_dashed);
void sheet_arrow(Sheet *sheet, SheetPoint from, double length);

/* A square of modules, n on a side, a byte each, dark where it is odd. */
void sheet_modules(Sheet *sheet, const uint8_t *modules, size_t n, SheetPoint corner, double side);

/* An entry of the outline that leads to a height of this page; level 1 stands below the last level 0. */
void sheet_bookmark(Sheet *sheet, unsigned level, const char *title, double y);

/* End the page. */
void sheet_page_end(Sheet *sheet);

/* Pages that are drawn once and shown many times: what is drawn between begin and end is kept as number 0, 1, 2..., without
 * tags; sheet_form_show draws it on the page. */
void sheet_form_begin(Sheet *sheet);
void sheet_form_end(Sheet *sheet);
void sheet_form_show(Sheet *sheet, size_t form);

/* Errors: NULL and ERROR_FILE.   Returns: yours (free with g_bytes_unref); frees `sheet`. */
GBytes *sheet_finish(Sheet *sheet, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)
