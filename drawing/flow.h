/* Inside of the PDF writer: the blocks that were asked for, where each is placed, and what is drawn. For drawing/pdf*.c
 * alone.
 * In flow-draw.c and flow-layout.c. */
#pragma once

#include "drawing/label.h"
#include "drawing/pdf-file.h"
#include "drawing/pdf.h"

typedef struct Arena Arena;

typedef enum {
    BLOCK_PAGE,
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_SPACE,
    BLOCK_ITEM,
    BLOCK_CONTENTS,
    BLOCK_PICTURE,
    BLOCK_TABLE
} BlockKind;

typedef struct {
    const char *const *cells;
    bool is_strong;
    double height; /* known once laid out */
} PdfRow;

typedef struct {
    BlockKind kind;
    unsigned level;
    PdfStyle style;
    const char *text;
    const char *anchor;
    double space;
    const Picture *picture;
    bool is_whole;
    size_t n_columns;
    const double *shares;
    GArray *rows; /* PdfRow */
} PdfBlock;

/* A block, or some rows or lines of it, at its place. */
typedef struct {
    const PdfBlock *block;
    unsigned page; /* from 0 */
    double y;      /* top, in points */
    double height;
    size_t first, n; /* table: rows, the header left out; text: lines */
} Placed;

struct Pdf {
    Arena *arena;
    PdfAbout about;
    double width, height; /* of a page */
    double margin, header, footer;
    GArray *blocks; /* Block */
    GArray *placed; /* Placed */
    unsigned n_pages;
    PdfFile *file; /* while it is drawn */
};

/* How text of a block is set. */
typedef struct {
    double size_pt, before_pt;
    bool bold;
} TextStyle;

/* The style of a block of text.   Threads: any (pure). */
TextStyle flow_style(const PdfBlock *block);

/* Where the text of a block begins, counted from the margin, and how wide it may be.   Units: points. */
double flow_indent(const PdfBlock *block);
double flow_text_width(const Pdf *pdf, const PdfBlock *block);

/* Room for a page number at the end of a line of contents; insets of a table's cells.   Units: points. */
enum { FLOW_PAGE_NUMBER_PT = 40, FLOW_CELL_PT = 4, FLOW_TABLE_SIZE_TENTHS = 95 };
double flow_table_size(void);

/* The width of a table's column.   Units: points. */
double flow_column_width(const Pdf *pdf, const PdfBlock *block, size_t column);

/* How much a picture is scaled to fit.   Threads: any (pure). */
double flow_picture_scale(const Pdf *pdf, const PdfBlock *block);

/* The lines of a block's text. Returns: yours. */
LabelLines flow_lines(const Pdf *pdf, const PdfBlock *block);

/* Fill pdf->placed and pdf->n_pages. */
void flow_lay(Pdf *pdf);

/* Draw all that is placed, and complete the file.
 * Errors: NULL and ERROR_FILE.   Returns: yours (free with g_bytes_unref). */
GBytes *flow_draw(Pdf *pdf, GError **error) G_GNUC_WARN_UNUSED_RESULT;
