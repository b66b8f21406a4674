#include "drawing/sheet.h"
#include "drawing/pdf-file.h"
#include <cairo-pdf.h>
#include <math.h>

#include "base/banned.h"

static const char *const tag_names[SHEET_TAG_COUNT] = {
    [SHEET_DIV] = "Div", [SHEET_H1] = "H1",        [SHEET_H2] = "H2", [SHEET_H3] = "H3",
    [SHEET_P] = "P",     [SHEET_L] = "L",          [SHEET_LI] = "LI", [SHEET_TABLE] = "Table",
    [SHEET_TR] = "TR",   [SHEET_TH_COLUMN] = "TH", [SHEET_TD] = "TD", [SHEET_TH_ROW] = "TH",
};

enum { TAGS_DEEP = 8 };

struct Sheet {
    PdfFile *file;
    cairo_t *on; /* the file's, or that of the form being drawn */
    double width, height;
    bool is_mirrored, is_form;
    unsigned page;  /* from 1 */
    int parents[2]; /* outline entry of each level */
    SheetTag open[TAGS_DEEP];
    size_t n_open;
    GPtrArray *forms; /* cairo_surface_t */
};

static void ink(cairo_t *on)
{
    cairo_set_source_rgb(on, 0, 0, 0);
}

static void free_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

Sheet *sheet_new(const PdfAbout *about, double width, double height)
{
    Sheet *sheet = g_new0(Sheet, 1);
    sheet->file = pdf_file_new(about, width, height);
    sheet->on = cairo_reference(pdf_file_on(sheet->file));
    sheet->width = width;
    sheet->height = height;
    sheet->is_mirrored = label_is_rtl_language(about->lang);
    sheet->page = 1;
    sheet->forms = g_ptr_array_new_with_free_func(free_surface);
    ink(sheet->on);
    return sheet;
}

void sheet_free(Sheet *sheet)
{
    if (sheet == NULL)
        return;
    if (sheet->on != NULL)
        cairo_destroy(sheet->on);
    g_ptr_array_unref(sheet->forms);
    pdf_file_free(sheet->file);
    g_free(sheet);
}

void sheet_open(Sheet *sheet, SheetTag tag)
{
    g_assert(tag > SHEET_NONE && tag < SHEET_TAG_COUNT && sheet->n_open < TAGS_DEEP);
    sheet->open[sheet->n_open++] = tag;
    if (sheet->is_form)
        return;
    cairo_tag_begin(sheet->on, tag_names[tag], NULL);
    if (tag == SHEET_TH_COLUMN || tag == SHEET_TH_ROW)
        pdf_file_note_header(sheet->file, tag == SHEET_TH_COLUMN);
}

void sheet_close(Sheet *sheet)
{
    g_assert(sheet->n_open > 0);
    SheetTag tag = sheet->open[--sheet->n_open];
    if (!sheet->is_form)
        cairo_tag_end(sheet->on, tag_names[tag]);
}

/* Where something `width` wide begins from the left. */
static double left_of(const Sheet *sheet, double x, double width)
{
    return sheet->is_mirrored ? sheet->width - x - width : x;
}

void sheet_text(Sheet *sheet, const LabelLine *line, SheetPoint at, double size_pt, bool bold)
{
    label_draw_line(sheet->on, line, left_of(sheet, at.x, line->width), at.y, size_pt, bold);
}

void sheet_box(Sheet *sheet, SheetPoint corner, double width, double height, double stroke)
{
    cairo_set_line_width(sheet->on, stroke);
    cairo_rectangle(sheet->on, left_of(sheet, corner.x, width) + stroke / 2, corner.y + stroke / 2,
                    width - stroke, height - stroke);
    cairo_stroke(sheet->on);
}

void sheet_rule(Sheet *sheet, SheetPoint from, SheetPoint to, double stroke, bool is_dashed)
{
    static const double dashes[] = {5, 4};
    cairo_set_dash(sheet->on, dashes, is_dashed ? 2 : 0, 0);
    cairo_set_line_width(sheet->on, stroke);
    cairo_move_to(sheet->on, left_of(sheet, from.x, 0), from.y);
    cairo_line_to(sheet->on, left_of(sheet, to.x, 0), to.y);
    cairo_stroke(sheet->on);
    cairo_set_dash(sheet->on, NULL, 0, 0);
}

void sheet_arrow(Sheet *sheet, SheetPoint from, double length)
{
    double head = length / 3;
    double towards = sheet->is_mirrored ? -1 : 1;
    double tip = left_of(sheet, from.x + length, 0);
    cairo_set_line_width(sheet->on, length / 14);
    cairo_move_to(sheet->on, left_of(sheet, from.x, 0), from.y);
    cairo_line_to(sheet->on, tip - towards * head / 2, from.y);
    cairo_stroke(sheet->on);
    cairo_move_to(sheet->on, tip, from.y);
    cairo_line_to(sheet->on, tip - towards * head, from.y - head / 2);
    cairo_line_to(sheet->on, tip - towards * head, from.y + head / 2);
    cairo_close_path(sheet->on);
    cairo_fill(sheet->on);
}

void sheet_modules(Sheet *sheet, const uint8_t *modules, size_t n, SheetPoint corner, double side)
{
    double module = side / (double)n;
    double left = left_of(sheet, corner.x, side);
    for (size_t y = 0; y < n; y++)
        for (size_t x = 0; x < n; x++) {
            size_t run = 0;
            while (x + run < n && (modules[y * n + x + run] & 1) != 0)
                run++;
            if (run == 0)
                continue;
            cairo_rectangle(sheet->on, left + (double)x * module, corner.y + (double)y * module,
                            (double)run * module, module);
            x += run;
        }
    cairo_fill(sheet->on);
}

void sheet_bookmark(Sheet *sheet, unsigned level, const char *title, double y)
{
    if (sheet->is_form)
        return;
    char height[G_ASCII_DTOSTR_BUF_SIZE];
    g_assert(level < G_N_ELEMENTS(sheet->parents));
    g_ascii_formatd(height, sizeof height, "%.2f", y);
    g_autofree char *place = g_strdup_printf("page=%u pos=[0 %s]", sheet->page, height);
    int parent = level == 0 ? CAIRO_PDF_OUTLINE_ROOT : sheet->parents[level - 1];
    sheet->parents[level] = cairo_pdf_surface_add_outline(
        pdf_file_surface(sheet->file), parent, title, place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void sheet_page_end(Sheet *sheet)
{
    g_assert(sheet->n_open == 0 && !sheet->is_form);
    cairo_show_page(sheet->on);
    sheet->page++;
}

void sheet_form_begin(Sheet *sheet)
{
    g_assert(sheet->n_open == 0 && !sheet->is_form);
    const cairo_rectangle_t page = {0, 0, sheet->width, sheet->height};
    cairo_surface_t *form = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &page);
    g_ptr_array_add(sheet->forms, form);
    cairo_destroy(sheet->on);
    sheet->on = cairo_create(form);
    sheet->is_form = true;
    ink(sheet->on);
}

void sheet_form_end(Sheet *sheet)
{
    g_assert(sheet->is_form && sheet->n_open == 0);
    cairo_destroy(sheet->on);
    sheet->on = cairo_reference(pdf_file_on(sheet->file));
    sheet->is_form = false;
}

void sheet_form_show(Sheet *sheet, size_t form)
{
    cairo_set_source_surface(sheet->on, sheet->forms->pdata[form], 0, 0);
    cairo_paint(sheet->on);
    ink(sheet->on);
}

GBytes *sheet_finish(Sheet *sheet, GError **error)
{
    g_assert(sheet->n_open == 0 && !sheet->is_form);
    cairo_destroy(g_steal_pointer(&sheet->on));
    PdfFile *file = g_steal_pointer(&sheet->file);
    GBytes *bytes = pdf_file_finish(file, error);
    sheet_free(sheet);
    return bytes;
}
