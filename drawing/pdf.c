#include "drawing/pdf.h"
#include "base/arena.h"
#include "drawing/flow.h"

#include "base/banned.h"

static const double a4_width_pt = 595.28;
static const double a4_height_pt = 841.89;

Pdf *pdf_new(const PdfAbout *about)
{
    Pdf *pdf = g_new0(Pdf, 1);
    pdf->arena = arena_new();
    pdf->about = (PdfAbout){
        .title = arena_strdup(pdf->arena, about->title),
        .author = arena_strdup(pdf->arena, about->author),
        .lang = arena_strdup(pdf->arena, about->lang),
        .date = arena_strdup(pdf->arena, about->date),
        .footer = arena_strdup(pdf->arena, about->footer),
        .page = arena_strdup(pdf->arena, about->page),
        .mark = arena_strdup(pdf->arena, about->mark),
    };
    pdf->width = a4_width_pt;
    pdf->height = a4_height_pt;
    pdf->margin = 50;
    pdf->header = about->mark != NULL ? 66 : 50;
    pdf->footer = 60;
    pdf->blocks = g_array_new(false, true, sizeof(PdfBlock));
    pdf->placed = g_array_new(false, true, sizeof(Placed));
    return pdf;
}

void pdf_free(Pdf *pdf)
{
    if (pdf == NULL)
        return;
    for (size_t i = 0; i < pdf->blocks->len; i++) {
        GArray *rows = g_array_index(pdf->blocks, PdfBlock, i).rows;
        if (rows != NULL)
            g_array_unref(rows);
    }
    g_array_unref(pdf->blocks);
    g_array_unref(pdf->placed);
    arena_free(pdf->arena);
    g_free(pdf);
}

static void add(Pdf *pdf, PdfBlock block)
{
    block.text = arena_strdup(pdf->arena, block.text);
    block.anchor = arena_strdup(pdf->arena, block.anchor);
    g_array_append_val(pdf->blocks, block);
}

void pdf_page_begin(Pdf *pdf)
{
    add(pdf, (PdfBlock){.kind = BLOCK_PAGE});
}

void pdf_heading(Pdf *pdf, unsigned level, const char *text, const char *anchor)
{
    g_assert(level <= 3);
    add(pdf, (PdfBlock){.kind = BLOCK_HEADING, .level = level, .text = text, .anchor = anchor});
}

void pdf_paragraph(Pdf *pdf, PdfStyle style, const char *text)
{
    if (*text != '\0')
        add(pdf, (PdfBlock){.kind = BLOCK_PARAGRAPH, .style = style, .text = text});
}

void pdf_space(Pdf *pdf, double height_pt)
{
    add(pdf, (PdfBlock){.kind = BLOCK_SPACE, .space = height_pt});
}

void pdf_item(Pdf *pdf, const char *text)
{
    add(pdf, (PdfBlock){.kind = BLOCK_ITEM, .text = text});
}

void pdf_contents(Pdf *pdf, unsigned level, const char *text, const char *anchor)
{
    add(pdf, (PdfBlock){.kind = BLOCK_CONTENTS, .level = level, .text = text, .anchor = anchor});
}

void pdf_picture(Pdf *pdf, const Picture *picture, bool is_whole)
{
    add(pdf, (PdfBlock){.kind = BLOCK_PICTURE, .picture = picture, .is_whole = is_whole});
}

void pdf_table_begin(Pdf *pdf, size_t n_columns, const double *shares)
{
    add(pdf, (PdfBlock){.kind = BLOCK_TABLE,
                        .n_columns = n_columns,
                        .shares = arena_copy(pdf->arena, shares, n_columns, sizeof *shares),
                        .rows = g_array_new(false, true, sizeof(PdfRow))});
}

static PdfBlock *last_table(Pdf *pdf)
{
    g_assert(pdf->blocks->len > 0);
    PdfBlock *block = &g_array_index(pdf->blocks, PdfBlock, pdf->blocks->len - 1);
    g_assert(block->kind == BLOCK_TABLE);
    return block;
}

void pdf_table_row(Pdf *pdf, const char *const *cells, bool is_strong)
{
    PdfBlock *table = last_table(pdf);
    const char **copies = arena_new_array(pdf->arena, const char *, table->n_columns);
    for (size_t i = 0; i < table->n_columns; i++)
        copies[i] = arena_strdup(pdf->arena, cells[i]);
    PdfRow row = {.cells = copies, .is_strong = is_strong};
    g_array_append_val(table->rows, row);
}

void pdf_table_end(Pdf *pdf)
{
    g_assert(last_table(pdf)->rows->len >= 1);
}

bool pdf_word_fits(const Pdf *pdf, const char *text, double share)
{
    double room = (pdf->width - 2 * pdf->margin) * share - 2 * FLOW_CELL_PT;
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (size_t i = 0; words[i] != NULL; i++)
        if (label_measure(words[i], flow_table_size(), true, 0).width > room)
            return false;
    return true;
}

GBytes *pdf_finish(Pdf *pdf, GError **error)
{
    flow_lay(pdf);
    GBytes *whole = flow_draw(pdf, error);
    pdf_free(pdf);
    return whole;
}

GBytes *pdf_from_picture(const Picture *picture, const char *date, GError **error)
{
    PdfAbout about = {.title = picture_title(picture),
                      .lang = picture_lang(picture),
                      .date = date,
                      .footer = "",
                      .page = ""};
    Pdf *pdf = pdf_new(&about);
    pdf->margin = pdf->header = pdf->footer = 0;
    pdf->width = picture_width(picture);
    pdf->height = picture_height(picture);
    pdf_picture(pdf, picture, true);
    return pdf_finish(pdf, error);
}
