#include "drawing/flow.h"
#include <math.h>

#include "base/banned.h"

static const double rounding_pt = 0.01; /* sums of lengths are not exact */

TextStyle flow_style(const PdfBlock *block)
{
    static const TextStyle headings[] = {
        {28, 0, true}, {18, 0, true}, {13, 14, true}, {11, 10, true}};
    static const TextStyle paragraphs[PDF_STYLE_COUNT] = {
        [PDF_BODY] = {10.5, 6, false},
        [PDF_LEAD] = {13, 8, false},
        [PDF_SMALL] = {9.5, 5, false},
        [PDF_STRONG] = {10.5, 6, true},
    };
    switch (block->kind) {
    case BLOCK_HEADING:
        return headings[block->level];
    case BLOCK_CONTENTS:
        if (block->level == 0)
            return (TextStyle){12, 4, false};
        return block->level == 1 ? (TextStyle){10.5, 9, true} : (TextStyle){10.5, 3, false};
    case BLOCK_ITEM:
        return (TextStyle){11, 8, false};
    case BLOCK_PARAGRAPH:
        return paragraphs[block->style];
    case BLOCK_PAGE:
    case BLOCK_SPACE:
    case BLOCK_PICTURE:
    case BLOCK_TABLE:
        break;
    }
    return (TextStyle){10.5, 8, false};
}

double flow_table_size(void)
{
    return FLOW_TABLE_SIZE_TENTHS / 10.0;
}

static double body_width(const Pdf *pdf)
{
    return pdf->width - 2 * pdf->margin;
}

double flow_indent(const PdfBlock *block)
{
    if (block->kind == BLOCK_ITEM)
        return 16;
    return block->kind == BLOCK_CONTENTS && block->level > 1 ? 14 : 0;
}

double flow_text_width(const Pdf *pdf, const PdfBlock *block)
{
    double width = body_width(pdf) - flow_indent(block);
    return block->kind == BLOCK_CONTENTS ? width - FLOW_PAGE_NUMBER_PT : width;
}

double flow_column_width(const Pdf *pdf, const PdfBlock *block, size_t column)
{
    return body_width(pdf) * block->shares[column];
}

static double picture_room(const Pdf *pdf)
{
    return pdf->height - pdf->header - pdf->footer;
}

static double shown_height(const PdfBlock *block)
{
    const Picture *picture = block->picture;
    return block->is_whole ? picture_height(picture)
                           : picture_body_bottom(picture) - picture_body_top(picture);
}

double flow_picture_scale(const Pdf *pdf, const PdfBlock *block)
{
    double by_width = body_width(pdf) / picture_width(block->picture);
    double by_height = picture_room(pdf) / shown_height(block);
    return fmin(1, fmin(by_width, by_height));
}

LabelLines flow_lines(const Pdf *pdf, const PdfBlock *block)
{
    TextStyle style = flow_style(block);
    return label_lines(block->text, style.size_pt, style.bold, flow_text_width(pdf, block));
}

static double lines_height(const LabelLines *lines, size_t first, size_t n)
{
    double height = 0;
    for (size_t i = first; i < first + n; i++)
        height += lines->at[i].height;
    return height;
}

static double row_height(const Pdf *pdf, const PdfBlock *table, const PdfRow *row, bool is_header)
{
    double height = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        double width = flow_column_width(pdf, table, i) - 2 * FLOW_CELL_PT;
        LabelSize size =
            label_measure(row->cells[i], flow_table_size(), is_header || row->is_strong, width);
        height = fmax(height, size.height);
    }
    return height + FLOW_CELL_PT;
}

/* Where the next block goes. */
typedef struct {
    Pdf *pdf;
    unsigned page;
    double y;
    bool is_top; /* nothing stands on the page */
} Cursor;

static double bottom(const Cursor *at)
{
    return at->pdf->height - at->pdf->footer;
}

static bool has_room(const Cursor *at, double height)
{
    return at->y + height <= bottom(at) + rounding_pt;
}

static void next_page(Cursor *at)
{
    at->page++;
    at->y = at->pdf->header;
    at->is_top = true;
}

static void place(Cursor *at, const PdfBlock *block, double height, size_t first, size_t n)
{
    Placed placed = {
        .block = block, .page = at->page, .y = at->y, .height = height, .first = first, .n = n};
    g_array_append_val(at->pdf->placed, placed);
    at->y += height;
    at->is_top = false;
}

/* Room before a block, except at the top of a page. */
static void skip(Cursor *at, double height)
{
    if (!at->is_top)
        at->y += height;
}

static void measure_tables(Pdf *pdf)
{
    for (size_t b = 0; b < pdf->blocks->len; b++) {
        const PdfBlock *block = &g_array_index(pdf->blocks, PdfBlock, b);
        for (size_t i = 0; block->kind == BLOCK_TABLE && i < block->rows->len; i++) {
            PdfRow *row = &g_array_index(block->rows, PdfRow, i);
            row->height = row_height(pdf, block, row, i == 0);
        }
    }
}

static double table_height(const PdfBlock *block)
{
    double height = 0;
    for (size_t i = 0; i < block->rows->len; i++)
        height += g_array_index(block->rows, PdfRow, i).height;
    return height;
}

/* What of a table must stand together: all of it when it is less than half a page, else its header and first row. */
static double least_of_table(const Pdf *pdf, const PdfBlock *block)
{
    double whole = table_height(block);
    if (block->rows->len == 1 || whole < (pdf->height - pdf->footer - pdf->header) / 2)
        return whole;
    return g_array_index(block->rows, PdfRow, 0).height +
           g_array_index(block->rows, PdfRow, 1).height;
}

/* How much of a block must stand on the page of the heading before it. */
static double least_height(const Pdf *pdf, const PdfBlock *block)
{
    switch (block->kind) {
    case BLOCK_PICTURE:
        return 8 + shown_height(block) * flow_picture_scale(pdf, block);
    case BLOCK_TABLE:
        return 10 + least_of_table(pdf, block);
    case BLOCK_PAGE:
    case BLOCK_SPACE:
        return 0;
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_ITEM:
    case BLOCK_CONTENTS:
        return 40;
    }
    g_assert_not_reached();
}

/* A heading keeps the blocks after it up to the first that carries content. */
static double kept_height(const Pdf *pdf, size_t heading)
{
    double height = 0;
    for (size_t i = heading + 1; i < pdf->blocks->len; i++) {
        const PdfBlock *block = &g_array_index(pdf->blocks, PdfBlock, i);
        bool goes_on = block->kind == BLOCK_HEADING || block->kind == BLOCK_PARAGRAPH;
        if (!goes_on || i > heading + 4)
            return height + least_height(pdf, block);
        g_auto(LabelLines) lines = flow_lines(pdf, block);
        height += flow_style(block).before_pt + lines_height(&lines, 0, lines.n);
    }
    return height;
}

static void lay_text(Cursor *at, const PdfBlock *block, double kept)
{
    g_auto(LabelLines) lines = flow_lines(at->pdf, block);
    double height = lines_height(&lines, 0, lines.n);
    double room = bottom(at) - at->pdf->header;
    if (!at->is_top && kept < room - height &&
        !has_room(at, flow_style(block).before_pt + height + kept))
        next_page(at);
    skip(at, flow_style(block).before_pt);
    if (!has_room(at, height) && !at->is_top && height <= room)
        next_page(at);
    size_t first = 0;
    for (size_t i = 0; i < lines.n; i++) {
        double so_far = lines_height(&lines, first, i + 1 - first);
        if (i > first && !has_room(at, so_far)) {
            place(at, block, lines_height(&lines, first, i - first), first, i - first);
            next_page(at);
            first = i;
        }
    }
    place(at, block, lines_height(&lines, first, lines.n - first), first, lines.n - first);
}

static void lay_picture(Cursor *at, const PdfBlock *block)
{
    double height = shown_height(block) * flow_picture_scale(at->pdf, block);
    skip(at, 8);
    if (!has_room(at, height) && !at->is_top)
        next_page(at);
    place(at, block, height, 0, 0);
}

static void lay_table(Cursor *at, const PdfBlock *block)
{
    GArray *rows = block->rows;
    double header = g_array_index(rows, PdfRow, 0).height;
    skip(at, 10);
    if (!at->is_top && !has_room(at, least_of_table(at->pdf, block)))
        next_page(at);
    size_t first = 1;
    double height = header;
    for (size_t i = 1; i < rows->len; i++) {
        double row = g_array_index(rows, PdfRow, i).height;
        if (i > first && !has_room(at, height + row)) {
            place(at, block, height, first, i - first);
            next_page(at);
            first = i;
            height = header;
        }
        height += row;
    }
    place(at, block, height, first, rows->len - first);
}

void flow_lay(Pdf *pdf)
{
    measure_tables(pdf);
    Cursor at = {.pdf = pdf, .y = pdf->header, .is_top = true};
    for (size_t i = 0; i < pdf->blocks->len; i++) {
        const PdfBlock *block = &g_array_index(pdf->blocks, PdfBlock, i);
        switch (block->kind) {
        case BLOCK_PAGE:
            if (!at.is_top)
                next_page(&at);
            break;
        case BLOCK_SPACE:
            at.y = fmin(at.y + block->space, bottom(&at));
            break;
        case BLOCK_HEADING:
            lay_text(&at, block, kept_height(pdf, i));
            break;
        case BLOCK_PARAGRAPH:
        case BLOCK_ITEM:
        case BLOCK_CONTENTS:
            lay_text(&at, block, 0);
            break;
        case BLOCK_PICTURE:
            lay_picture(&at, block);
            break;
        case BLOCK_TABLE:
            lay_table(&at, block);
            break;
        }
    }
    pdf->n_pages = at.page + (at.is_top && at.page > 0 ? 0 : 1);
}
