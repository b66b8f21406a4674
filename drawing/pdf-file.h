/* A tagged PDF file: what cairo writes of it, and what we add that cairo cannot write. Both writers stand on it: pages
 * that flow (drawing/pdf.h) and pages on which everything has its place (drawing/sheet.h).
 * In pdf-file.c and pdf-finish.c. */
#pragma once

#include "drawing/pdf.h"
#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

typedef struct {
    PdfAbout about; /* lent */
    GByteArray *out;
    cairo_surface_t *surface;
    cairo_t *on;
    GPtrArray *alts;   /* of the figures, in the order of drawing; lent */
    GArray *is_column; /* bool: TH of a column, else of a row; in the order of drawing */
} PdfFile;

/* An empty file; title, author, language and date of `about` are used. The words must live as long as it.
 * Units: points.   Returns: yours (pdf_file_free, or pdf_file_finish). */
PdfFile *pdf_file_new(const PdfAbout *about, double width, double height);
void pdf_file_free(PdfFile *file);

/* Where to draw.
 * Owns: the file's. */
cairo_surface_t *pdf_file_surface(const PdfFile *file);
cairo_t *pdf_file_on(const PdfFile *file);

/* A Figure was drawn, with this alternative (lent); a TH was drawn, of a column or of a row. */
void pdf_file_note_figure(PdfFile *file, const char *alternative);
void pdf_file_note_header(PdfFile *file, bool is_column);

/* End drawing and complete what was drawn.
 * Errors: NULL and ERROR_FILE.   Returns: yours (free with g_bytes_unref); frees `file`. */
GBytes *pdf_file_finish(PdfFile *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Append to cairo's bytes, as an incremental update, what cairo cannot write: language, title bar, XMP, alternatives of
 * figures, scope of table headers.
 * Errors: NULL and ERROR_FILE when the file is not of the expected form; nothing is guessed.
 * Returns: yours (free with g_bytes_unref).   Source: ISO 32000-1, 7.5.6 incremental updates, 14.7 logical structure. */
GBytes *pdf_file_complete(const PdfFile *file, GBytes *bytes,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfFile, pdf_file_free)
