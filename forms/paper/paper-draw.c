/* A laid out questionnaire drawn: page after page what stands there, first what is read aloud, then what is not. Copies
 * with numbers show the same pages again and add their own. */
#include "base/error.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-build.h"
#include <math.h>
#include <string.h>

#include "base/banned.h"

static const double foot_mm = 286;  /* baseline of its last line */
static const double head_mm = 13;   /* baseline of its first line */
static const double corner_mm = 17; /* side of the code of a numbered copy */

static const PlacedRow *placed_at(const Paper *paper, size_t i)
{
    return &g_array_index(paper->placed, PlacedRow, i);
}

static const PaperRow *row_of(const Paper *paper, const PlacedRow *placed)
{
    return &g_array_index(paper->rows, PaperRow, placed->row);
}

static unsigned route_of(const Paper *paper, const PlacedRow *placed)
{
    return g_array_index(paper->blocks, PaperBlock, placed->block).route;
}

static void draw_text(Sheet *sheet, const Piece *piece, double y)
{
    g_autofree char *words = g_strdup(piece->text);
    const LabelLine line = {.text = words, .width = piece->width, .is_rtl = piece->is_rtl};
    sheet_text(sheet, &line, (SheetPoint){piece->x, y}, piece->size_pt, piece->bold);
}

static void draw_piece(Sheet *sheet, const Piece *piece, double top)
{
    const SheetPoint at = {piece->x, top + piece->y};
    switch (piece->kind) {
    case PIECE_OPEN:
        sheet_open(sheet, piece->tag);
        return;
    case PIECE_CLOSE:
        sheet_close(sheet);
        return;
    case PIECE_TEXT:
        draw_text(sheet, piece, at.y);
        return;
    case PIECE_BOX:
        sheet_box(sheet, at, piece->width, piece->height, piece->stroke);
        return;
    case PIECE_RULE:
        sheet_rule(sheet, at, (SheetPoint){at.x + piece->width, at.y + piece->height},
                   piece->stroke, piece->is_dashed);
        return;
    case PIECE_ARROW:
        sheet_arrow(sheet, at, piece->width);
        return;
    case PIECE_MODULES:
        sheet_modules(sheet, piece->modules, piece->n_modules, at, piece->width);
        return;
    case PIECE_BOOKMARK:
        sheet_bookmark(sheet, piece->level, piece->text, top);
        return;
    case PIECE_RECEIPT:
        return; /* each copy's own */
    }
}

static void draw_row(Sheet *sheet, const Paper *paper, const PlacedRow *placed, bool is_aside)
{
    const PaperRow *row = row_of(paper, placed);
    const Piece *pieces = &g_array_index(paper->pieces, Piece, 0);
    for (size_t i = row->first; i < row->first + row->n; i++) {
        const Piece *piece = &pieces[i];
        const bool is_bookmark = piece->kind == PIECE_BOOKMARK;
        if (piece->is_aside == is_aside && !(is_bookmark && placed->is_again))
            draw_piece(sheet, piece, placed->y);
    }
}

/* Do two rows stand in one list or table? */
static bool is_joined(const Paper *paper, const PlacedRow *a, const PlacedRow *b)
{
    return a->block == b->block && row_of(paper, a)->container == row_of(paper, b)->container;
}

static void draw_read_aloud(Sheet *sheet, const Paper *paper, size_t first, size_t n)
{
    sheet_open(sheet, SHEET_DIV);
    for (size_t i = first; i < first + n; i++) {
        const PlacedRow *placed = placed_at(paper, i);
        const SheetTag container = row_of(paper, placed)->container;
        const bool is_held = container != SHEET_NONE;
        if (is_held && (i == first || !is_joined(paper, placed_at(paper, i - 1), placed)))
            sheet_open(sheet, container);
        draw_row(sheet, paper, placed, false);
        if (is_held && (i + 1 == first + n || !is_joined(paper, placed, placed_at(paper, i + 1))))
            sheet_close(sheet);
    }
    sheet_close(sheet);
}

/* The rule beside questions that only some answer. */
static void draw_route(Sheet *sheet, const Paper *paper, size_t first, size_t i)
{
    const PlacedRow *placed = placed_at(paper, i);
    const unsigned route = route_of(paper, placed);
    if (route == 0)
        return;
    double from = placed->y;
    if (i > first && route_of(paper, placed_at(paper, i - 1)) == route) {
        const PlacedRow *last = placed_at(paper, i - 1);
        from = last->y + row_of(paper, last)->height;
    }
    const double x = paper_start() + 1;
    sheet_rule(sheet, (SheetPoint){x, from},
               (SheetPoint){x, placed->y + row_of(paper, placed)->height}, 2, false);
}

static void draw_line(Sheet *sheet, const Paper *paper, const char *words, SheetPoint at,
                      double size_pt, bool bold)
{
    g_auto(LabelLines) lines = label_lines(words, size_pt, bold, 0);
    lines.at[0].is_rtl = paper_runs_rtl(paper, words);
    sheet_text(sheet, &lines.at[0], at, size_pt, bold);
}

/* Words of the office column, in its middle, line by line upwards from `bottom`. */
static void draw_office_words(Sheet *sheet, const char *words, double bottom)
{
    const double size = PAPER_OFFICE_TENTHS / 10.0;
    const double width = paper_office_end() - paper_office_start();
    g_auto(LabelLines) lines = label_lines(words, size, false, width);
    for (size_t i = 0; i < lines.n; i++) {
        double x = paper_office_start() + (width - lines.at[i].width) / 2;
        double y = bottom - (double)(lines.n - 1 - i) * size * 1.2;
        sheet_text(sheet, &lines.at[i], (SheetPoint){x, y}, size, false);
    }
}

/* Has a row something for the office column? */
static bool has_office(const Paper *paper, const PlacedRow *placed)
{
    const PaperRow *row = row_of(paper, placed);
    for (size_t p = row->first; p < row->first + row->n; p++)
        if (g_array_index(paper->pieces, Piece, p).is_office)
            return true;
    return false;
}

static void draw_office_column(Sheet *sheet, const Paper *paper)
{
    const double x = paper_office_start() - paper_mm(1.5);
    sheet_rule(sheet, (SheetPoint){x, paper->top + paper_mm(2)}, (SheetPoint){x, paper->bottom},
               0.5, false);
    draw_office_words(sheet, paper_say(paper, SAY("Office use")), paper->bottom + paper_mm(9));
}

/* Where staff write the number of a form that has none. */
static void draw_number_box(Sheet *sheet, const Paper *paper)
{
    const double width = paper_mm(34), height = paper_mm(9);
    const SheetPoint corner = {paper_office_end() - width, paper_mm(6)};
    const double size = PAPER_OFFICE_TENTHS / 10.0;
    const char *label = paper_say(paper, SAY("Office use: number of this form"));
    double room = paper_mm(60);
    g_auto(LabelLines) lines = label_lines(label, size, false, room);
    sheet_box(sheet, corner, width, height, 0.75);
    sheet_text(sheet, &lines.at[0],
               (SheetPoint){corner.x - lines.at[0].width - paper_mm(2),
                            corner.y + height / 2 + size * 0.357},
               size, false);
}

/* A tall question with its heading may need the head's room. */
static bool has_head(const Paper *paper, unsigned page)
{
    for (size_t i = 0; i < paper->placed->len; i++)
        if (placed_at(paper, i)->page == page && placed_at(paper, i)->y < paper->top)
            return false;
    return true;
}

/* The mark in its frame, in smaller type when it has too many words for two lines. */
static void draw_mark(Sheet *sheet, const Paper *paper)
{
    enum { LINES = 2 };
    const double room = paper_mm(120) - paper_start();
    double size = fmin(paper->measure->body, 14);
    while (size > 8 && label_measure(paper->style.mark, size, true, room).n_lines > LINES)
        size -= 0.5;
    g_auto(LabelLines) lines = label_lines(paper->style.mark, size, true, room);
    const size_t n = MIN(lines.n, LINES);
    const double first = paper_mm(head_mm) - (double)(n - 1) * size * 0.625;
    double widest = 0;
    for (size_t i = 0; i < n; i++) {
        const SheetPoint at = {paper_start() + paper_mm(2), first + (double)i * size * 1.25};
        widest = fmax(widest, lines.at[i].width);
        sheet_text(sheet, &lines.at[i], at, size, true);
    }
    sheet_box(sheet, (SheetPoint){paper_start(), first - size * 1.2}, widest + paper_mm(4),
              size * (0.4 + 1.25 * (double)n), 1.5);
}

static void draw_head(Sheet *sheet, const Paper *paper, unsigned page)
{
    const double size = paper->measure->body;
    if (paper->style.mark != NULL)
        draw_mark(sheet, paper);
    if (paper->style.mark != NULL || page == 0 || !has_head(paper, page))
        return;
    g_auto(LabelLines) lines = label_lines(paper->title, size, false, paper_mm(162));
    sheet_text(sheet, &lines.at[0], (SheetPoint){paper_start(), paper_mm(head_mm)}, size, false);
}

/* The parts of the foot from `first` to before `end`. */
static void draw_foot(Sheet *sheet, const Paper *paper, const char *serial, unsigned page,
                      size_t first, size_t end)
{
    FootPart parts[PAPER_FOOT];
    const double line = paper_line_height(paper, paper->measure->body);
    paper_foot(paper, serial, page, parts);
    for (size_t i = 0; i < PAPER_FOOT; i++) {
        double y = paper_mm(foot_mm) - line * (paper->n_footer_lines - 1 - parts[i].line);
        if (i >= first && i < end && *parts[i].words != '\0')
            draw_line(sheet, paper, parts[i].words, (SheetPoint){parts[i].x, y},
                      paper->measure->body, false);
        g_free(parts[i].words);
    }
}

/* A page as every copy has it. `next` is the first row of the page, and then that of the next. */
static void draw_page(Sheet *sheet, const Paper *paper, unsigned page, size_t *next)
{
    const size_t first = *next;
    while (*next < paper->placed->len && placed_at(paper, *next)->page == page)
        (*next)++;
    draw_read_aloud(sheet, paper, first, *next - first);
    bool is_coded = false;
    for (size_t i = first; i < *next; i++) {
        is_coded = is_coded || has_office(paper, placed_at(paper, i));
        draw_route(sheet, paper, first, i);
        draw_row(sheet, paper, placed_at(paper, i), true);
    }
    draw_head(sheet, paper, page);
    if (is_coded)
        draw_office_column(sheet, paper);
    if (page == 0 && paper->style.copies == NULL)
        draw_number_box(sheet, paper);
    if (paper->style.copies == NULL)
        draw_foot(sheet, paper, NULL, page, 0, PAPER_FOOT);
}

/* Where the receipt code stands on the last page. */
static void draw_receipt(Sheet *sheet, const Paper *paper, const char *serial)
{
    const PaperCopies *copies = paper->style.copies;
    char code[RECEIPT_CODE_BYTES];
    receipt_derive(copies->key, paper->survey->id, serial, code);
    for (size_t i = 0; i < paper->placed->len; i++) {
        const PlacedRow *placed = placed_at(paper, i);
        const PaperRow *row = row_of(paper, placed);
        for (size_t p = row->first; p < row->first + row->n; p++) {
            const Piece *piece = &g_array_index(paper->pieces, Piece, p);
            if (piece->kind == PIECE_RECEIPT)
                draw_line(sheet, paper, code, (SheetPoint){piece->x, placed->y + piece->y},
                          piece->size_pt, true);
        }
    }
}

static bool draw_copy(Sheet *sheet, const Paper *paper, const char *serial, GError **error)
{
    const double side = paper_mm(corner_mm);
    g_autoptr(Arena) arena = arena_new();
    g_autofree char *words =
        g_strdup_printf("%s/%s/%s", paper->survey->id, paper->style.copies->batch, serial);
    size_t n = 0;
    const uint8_t *modules = paper_modules(arena, words, &n, error);
    if (modules == NULL)
        return false;
    const double module = side / (double)(n + 8); /* a quiet zone of four on each side */
    const SheetPoint corner = {paper_width - paper_mm(5) - side + 4 * module,
                               paper_mm(4) + 4 * module};
    sheet_bookmark(sheet, 0, serial, 0);
    for (unsigned page = 0; page < paper->n_pages; page++) {
        sheet_form_show(sheet, page);
        sheet_modules(sheet, modules, n, corner, module * (double)n);
        draw_foot(sheet, paper, serial, page, 0, PAPER_FOOT);
        if (page + 1 == paper->n_pages && paper->has_codes)
            draw_receipt(sheet, paper, serial);
        sheet_page_end(sheet);
    }
    return true;
}

static bool draw_copies(Sheet *sheet, const Paper *paper, GError **error)
{
    const PaperCopies *copies = paper->style.copies;
    size_t next = 0;
    for (unsigned page = 0; page < paper->n_pages; page++) {
        sheet_form_begin(sheet);
        draw_page(sheet, paper, page, &next);
        sheet_form_end(sheet);
    }
    for (size_t i = 0; i < copies->n; i++) {
        if (!draw_copy(sheet, paper, copies->serials[i], error))
            return false;
        if (copies->tell != NULL)
            copies->tell(i + 1, copies->n);
    }
    return true;
}

GBytes *paper_draw(const Paper *paper, GError **error)
{
    const PdfAbout about = {.title = paper->title,
                            .author = paper->survey->owner,
                            .lang = paper->lang,
                            .date = paper->date};
    g_autoptr(Sheet) sheet = sheet_new(&about, paper_width, paper_height);
    if (paper->style.copies != NULL) {
        if (!draw_copies(sheet, paper, error))
            return NULL;
        return sheet_finish(g_steal_pointer(&sheet), error);
    }
    size_t next = 0;
    for (unsigned page = 0; page < paper->n_pages; page++) {
        draw_page(sheet, paper, page, &next);
        sheet_page_end(sheet);
    }
    return sheet_finish(g_steal_pointer(&sheet), error);
}
