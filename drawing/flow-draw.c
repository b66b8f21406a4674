#include "drawing/flow.h"
#include "drawing/palette.h"
#include <cairo-pdf.h>

#include "base/banned.h"

static const double footer_size_pt = 9;
static const double footer_up_pt = 30; /* its baseline, from the bottom */
static const double mark_size_pt = 10;

typedef struct {
    const Pdf *pdf;
    cairo_surface_t *surface;
    cairo_t *on;
    unsigned page;
    int parents[4]; /* outline entry of each heading level */
} Drawing;

static void set_colour(cairo_t *on, Colour colour)
{
    cairo_set_source_rgb(on, colour.r, colour.g, colour.b);
}

/* The name of a link's target: ours, so that no character needs care. */
static char *target_of(const Pdf *pdf, const char *anchor)
{
    for (size_t i = 0; i < pdf->blocks->len; i++) {
        const PdfBlock *block = &g_array_index(pdf->blocks, PdfBlock, i);
        if (block->kind == BLOCK_HEADING && g_strcmp0(block->anchor, anchor) == 0)
            return g_strdup_printf("h%zu", i);
    }
    return NULL;
}

static unsigned page_of(const Pdf *pdf, const char *anchor)
{
    for (size_t i = 0; i < pdf->placed->len; i++) {
        const Placed *placed = &g_array_index(pdf->placed, Placed, i);
        if (placed->block->kind == BLOCK_HEADING && g_strcmp0(placed->block->anchor, anchor) == 0)
            return placed->page;
    }
    return 0;
}

static void begin_link(const Drawing *to, const char *anchor)
{
    g_autofree char *target = target_of(to->pdf, anchor);
    g_assert(target != NULL);
    g_autofree char *attributes = g_strdup_printf("dest='%s'", target);
    cairo_tag_begin(to->on, CAIRO_TAG_LINK, attributes);
}

/* The chosen lines of a block's text. */
static void draw_lines(const Drawing *to, const Placed *placed)
{
    const PdfBlock *block = placed->block;
    TextStyle style = flow_style(block);
    double width = flow_text_width(to->pdf, block);
    double x = to->pdf->margin + flow_indent(block);
    double right = block->kind == BLOCK_ITEM ? width + to->pdf->margin : x + width;
    double y = placed->y;
    g_auto(LabelLines) lines = flow_lines(to->pdf, block);
    set_colour(to->on, palette_black());
    for (size_t i = placed->first; i < placed->first + placed->n; i++) {
        const LabelLine *line = &lines.at[i];
        double top = i == 0 ? 0 : lines.at[i].baseline - lines.at[0].baseline;
        double first_top =
            placed->first == 0 ? 0 : lines.at[placed->first].baseline - lines.at[0].baseline;
        label_draw_line(to->on, line, line->is_rtl ? right - line->width : x,
                        y + lines.at[0].baseline + top - first_top, style.size_pt, style.bold);
    }
}

static void draw_heading(Drawing *to, const Placed *placed)
{
    static const char *const tags[] = {"H1", "H1", "H2", "H3"};
    const PdfBlock *block = placed->block;
    size_t index = (size_t)(block - (const PdfBlock *)(const void *)to->pdf->blocks->data);
    bool is_first = placed->first == 0;
    cairo_tag_begin(to->on, tags[block->level], NULL);
    if (is_first) {
        g_autofree char *name = g_strdup_printf("name='h%zu'", index);
        cairo_tag_begin(to->on, CAIRO_TAG_DEST, name);
    }
    draw_lines(to, placed);
    if (is_first)
        cairo_tag_end(to->on, CAIRO_TAG_DEST);
    cairo_tag_end(to->on, tags[block->level]);
    if (!is_first || block->level == 0)
        return;
    g_autofree char *target = g_strdup_printf("dest='h%zu'", index);
    int parent = to->parents[block->level - 1];
    int entry = cairo_pdf_surface_add_outline(to->surface, parent, block->text, target,
                                              CAIRO_PDF_OUTLINE_FLAG_OPEN);
    for (size_t level = block->level; level < G_N_ELEMENTS(to->parents); level++)
        to->parents[level] = entry;
}

/* Items of a list that follow one another stand in one list, a page at a time. */
static bool goes_on(const Drawing *to, size_t i, int step)
{
    const GArray *all = to->pdf->placed;
    if ((i == 0 && step < 0) || (i + 1 == all->len && step > 0))
        return false;
    const Placed *here = &g_array_index(all, Placed, i);
    const Placed *there = &g_array_index(all, Placed, step < 0 ? i - 1 : i + 1);
    return there->block->kind == here->block->kind && there->page == here->page;
}

static void draw_item(const Drawing *to, size_t i)
{
    const Placed *placed = &g_array_index(to->pdf->placed, Placed, i);
    if (!goes_on(to, i, -1))
        cairo_tag_begin(to->on, "L", NULL);
    cairo_tag_begin(to->on, "LI", NULL);
    if (placed->first == 0) {
        g_auto(LabelLines) lines = flow_lines(to->pdf, placed->block);
        cairo_tag_begin(to->on, "Lbl", NULL);
        set_colour(to->on, palette_black());
        double left = lines.at[0].is_rtl ? to->pdf->width - to->pdf->margin - 6 : to->pdf->margin;
        label_draw(to->on, "\u2022", left, placed->y + lines.at[0].baseline,
                   flow_style(placed->block).size_pt, true, 0);
        cairo_tag_end(to->on, "Lbl");
    }
    cairo_tag_begin(to->on, "LBody", NULL);
    draw_lines(to, placed);
    cairo_tag_end(to->on, "LBody");
    cairo_tag_end(to->on, "LI");
    if (!goes_on(to, i, 1))
        cairo_tag_end(to->on, "L");
}

static void draw_contents(const Drawing *to, size_t i)
{
    const Placed *placed = &g_array_index(to->pdf->placed, Placed, i);
    const PdfBlock *block = placed->block;
    if (!goes_on(to, i, -1))
        cairo_tag_begin(to->on, "TOC", NULL);
    cairo_tag_begin(to->on, "TOCI", NULL);
    begin_link(to, block->anchor);
    draw_lines(to, placed);
    if (placed->first == 0) {
        TextStyle style = flow_style(block);
        g_autofree char *number = g_strdup_printf("%u", page_of(to->pdf, block->anchor) + 1);
        g_auto(LabelLines) lines = flow_lines(to->pdf, block);
        LabelSize size = label_measure(number, style.size_pt, style.bold, 0);
        label_draw(to->on, number, to->pdf->width - to->pdf->margin - size.width,
                   placed->y + lines.at[0].baseline, style.size_pt, style.bold, 0);
    }
    cairo_tag_end(to->on, CAIRO_TAG_LINK);
    cairo_tag_end(to->on, "TOCI");
    if (!goes_on(to, i, 1))
        cairo_tag_end(to->on, "TOC");
}

static void draw_picture(const Drawing *to, const Placed *placed)
{
    const PdfBlock *block = placed->block;
    const Picture *picture = block->picture;
    double scale = flow_picture_scale(to->pdf, block);
    double top = block->is_whole ? 0 : picture_body_top(picture);
    cairo_tag_begin(to->on, "Figure", NULL);
    cairo_save(to->on);
    cairo_translate(to->on, to->pdf->margin, placed->y);
    cairo_scale(to->on, scale, scale);
    cairo_translate(to->on, 0, -top);
    picture_draw(picture, to->on, !block->is_whole);
    cairo_restore(to->on);
    cairo_tag_end(to->on, "Figure");
    pdf_file_note_figure(to->pdf->file, picture_description(picture));
}

/* The words of a cell: the first column at the start, figures at the end. */
static void draw_cell(const Drawing *to, const PdfBlock *table, const char *words, size_t column,
                      double x, double y, bool bold)
{
    bool is_mirrored = label_is_rtl_language(to->pdf->about.lang);
    double width = flow_column_width(to->pdf, table, column) - 2 * FLOW_CELL_PT;
    g_auto(LabelLines) lines = label_lines(words, flow_table_size(), bold, width);
    set_colour(to->on, palette_black());
    for (size_t i = 0; i < lines.n; i++) {
        bool is_right = column > 0 ? !is_mirrored : lines.at[i].is_rtl || is_mirrored;
        double left = x + FLOW_CELL_PT + (is_right ? width - lines.at[i].width : 0);
        label_draw_line(to->on, &lines.at[i], left, y + FLOW_CELL_PT / 2.0 + lines.at[i].baseline,
                        flow_table_size(), bold);
    }
}

static void draw_row(const Drawing *to, const PdfBlock *table, size_t r, double y)
{
    const PdfRow *row = &g_array_index(table->rows, PdfRow, r);
    bool is_header = r == 0;
    bool is_mirrored = label_is_rtl_language(to->pdf->about.lang);
    double x = is_mirrored ? to->pdf->width - to->pdf->margin : to->pdf->margin;
    cairo_tag_begin(to->on, "TR", NULL);
    for (size_t i = 0; i < table->n_columns; i++) {
        bool is_th = is_header || i == 0;
        const char *tag = is_th ? "TH" : "TD";
        double width = flow_column_width(to->pdf, table, i);
        if (is_mirrored)
            x -= width;
        cairo_tag_begin(to->on, tag, NULL);
        set_colour(to->on, is_header ? palette_grid() : palette_rule());
        cairo_set_line_width(to->on, is_header ? 1 : 0.6);
        cairo_move_to(to->on, x, y + row->height);
        cairo_line_to(to->on, x + width, y + row->height);
        cairo_stroke(to->on);
        draw_cell(to, table, row->cells[i], i, x, y, is_header || row->is_strong);
        cairo_tag_end(to->on, tag);
        if (is_th)
            pdf_file_note_header(to->pdf->file, is_header);
        if (!is_mirrored)
            x += width;
    }
    cairo_tag_end(to->on, "TR");
}

static void draw_table(const Drawing *to, const Placed *placed)
{
    const PdfBlock *table = placed->block;
    double y = placed->y;
    cairo_tag_begin(to->on, "Table", NULL);
    draw_row(to, table, 0, y);
    y += g_array_index(table->rows, PdfRow, 0).height;
    for (size_t r = placed->first; r < placed->first + placed->n; r++) {
        draw_row(to, table, r, y);
        y += g_array_index(table->rows, PdfRow, r).height;
    }
    cairo_tag_end(to->on, "Table");
}

static void draw_placed(Drawing *to, size_t i)
{
    const Placed *placed = &g_array_index(to->pdf->placed, Placed, i);
    switch (placed->block->kind) {
    case BLOCK_HEADING:
        draw_heading(to, placed);
        break;
    case BLOCK_PARAGRAPH:
        cairo_tag_begin(to->on, "P", NULL);
        draw_lines(to, placed);
        cairo_tag_end(to->on, "P");
        break;
    case BLOCK_ITEM:
        draw_item(to, i);
        break;
    case BLOCK_CONTENTS:
        draw_contents(to, i);
        break;
    case BLOCK_PICTURE:
        draw_picture(to, placed);
        break;
    case BLOCK_TABLE:
        draw_table(to, placed);
        break;
    case BLOCK_PAGE:
    case BLOCK_SPACE:
        break;
    }
}

static void draw_mark(const Drawing *to)
{
    const Pdf *pdf = to->pdf;
    if (pdf->about.mark == NULL)
        return;
    cairo_tag_begin(to->on, "P", NULL);
    Colour ground = palette_series(2, 4);
    set_colour(to->on, ground);
    cairo_rectangle(to->on, pdf->margin, 24, pdf->width - 2 * pdf->margin, 22);
    cairo_fill(to->on);
    set_colour(to->on, palette_text_on(ground));
    label_draw(to->on, pdf->about.mark, pdf->margin + 8, 39, mark_size_pt, true, 0);
    cairo_tag_end(to->on, "P");
}

static void draw_footer(const Drawing *to)
{
    const Pdf *pdf = to->pdf;
    if (pdf->footer <= 0)
        return;
    g_autofree char *number = g_strdup_printf("%s %u", pdf->about.page, to->page + 1);
    LabelSize size = label_measure(number, footer_size_pt, false, 0);
    double y = pdf->height - footer_up_pt;
    double room = pdf->width - 2 * pdf->margin - size.width - 20;
    g_auto(LabelLines) lines = label_lines(pdf->about.footer, footer_size_pt, false, room);
    cairo_tag_begin(to->on, "P", NULL);
    set_colour(to->on, palette_grid());
    if (lines.n > 0)
        label_draw_line(to->on, &lines.at[0], pdf->margin, y, footer_size_pt, false);
    label_draw(to->on, number, pdf->width - pdf->margin - size.width, y, footer_size_pt, false, 0);
    cairo_tag_end(to->on, "P");
}

static void draw_pages(Drawing *to)
{
    size_t i = 0;
    cairo_tag_begin(to->on, "Document", NULL);
    for (to->page = 0; to->page < to->pdf->n_pages; to->page++) {
        draw_mark(to);
        for (; i < to->pdf->placed->len; i++) {
            if (g_array_index(to->pdf->placed, Placed, i).page != to->page)
                break;
            draw_placed(to, i);
        }
        draw_footer(to);
        if (to->page + 1 == to->pdf->n_pages)
            cairo_tag_end(to->on, "Document");
        cairo_show_page(to->on);
    }
}

GBytes *flow_draw(Pdf *pdf, GError **error)
{
    pdf->file = pdf_file_new(&pdf->about, pdf->width, pdf->height);
    Drawing to = {.pdf = pdf, .surface = pdf_file_surface(pdf->file), .on = pdf_file_on(pdf->file)};
    draw_pages(&to);
    return pdf_file_finish(g_steal_pointer(&pdf->file), error);
}
