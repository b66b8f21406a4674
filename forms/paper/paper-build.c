#include "forms/paper/paper-build.h"
#include "base/say.h"
#include <math.h>

#include "base/banned.h"

static const double leading = 0.91;    /* of a font's own line height */
static const double capital = 0.357;   /* half the height of a capital, of the size */
static const double tick_stroke = 1.0; /* a line that photocopies well */

static PaperBlock *open_block(Paper *paper)
{
    return &g_array_index(paper->blocks, PaperBlock, paper->blocks->len - 1);
}

static PaperRow *open_row(Paper *paper)
{
    return &g_array_index(paper->rows, PaperRow, paper->rows->len - 1);
}

static void add(Paper *paper, Piece piece)
{
    g_array_append_val(paper->pieces, piece);
}

void paper_block_begin(Paper *paper, const Question *question, double before)
{
    PaperBlock block = {
        .question = question, .first = paper->rows->len, .before = before, .route = paper->route};
    g_array_append_val(paper->blocks, block);
}

void paper_block_end(Paper *paper, bool keeps_next)
{
    PaperBlock *block = open_block(paper);
    block->n = paper->rows->len - block->first;
    block->keeps_next = keeps_next;
    for (size_t i = block->first; i < paper->rows->len; i++) {
        const PaperRow *row = &g_array_index(paper->rows, PaperRow, i);
        block->height += row->times != ROW_CONTINUED ? row->height : 0;
    }
}

void paper_row_begin(Paper *paper, RowTimes times, SheetTag container)
{
    PaperRow row = {.first = paper->pieces->len, .times = times, .container = container};
    g_array_append_val(paper->rows, row);
}

void paper_row_end(Paper *paper, double height)
{
    PaperRow *row = open_row(paper);
    row->n = paper->pieces->len - row->first;
    row->height = height;
}

bool paper_runs_rtl(const Paper *paper, const char *words)
{
    bool has_letter = false;
    if (!label_is_rtl_language(paper->lang))
        return label_is_rtl(words);
    for (const char *p = words; *p != '\0'; p = g_utf8_next_char(p)) {
        if (!g_unichar_isalpha(g_utf8_get_char(p)))
            continue;
        if (label_is_rtl(p))
            return true;
        has_letter = true;
    }
    return !has_letter;
}

double paper_text(Paper *paper, const char *words, PaperText at)
{
    double size = at.size_pt > 0 ? at.size_pt : paper->measure->body;
    g_auto(LabelLines) lines = label_lines(words, size, at.bold, at.width);
    const bool is_rtl = paper_runs_rtl(paper, words);
    double own_top = 0; /* of the line, as the font would set it */
    double y = at.y;
    for (size_t i = 0; i < lines.n; i++) {
        const LabelLine *line = &lines.at[i];
        const double above = fmax(line->baseline - own_top, paper->ascent * size);
        const double below = fmax(line->height - (line->baseline - own_top), paper->descent * size);
        const double slack = at.align == AT_START ? 0 : at.width - line->width;
        Piece piece = {.kind = PIECE_TEXT,
                       .x = at.x + (at.align == AT_CENTRE ? slack / 2 : slack),
                       .y = y + above - (above + below) * (1 - leading) / 2,
                       .width = line->width,
                       .height = (above + below) * leading,
                       .text = arena_strdup(paper->arena, line->text),
                       .size_pt = size,
                       .bold = at.bold,
                       .is_rtl = is_rtl,
                       .is_aside = at.is_aside,
                       .option = at.option};
        add(paper, piece);
        own_top += line->height;
        y += (above + below) * leading;
    }
    return y;
}

double paper_paragraph(Paper *paper, SheetTag tag, const char *words, PaperText at)
{
    if (*words == '\0')
        return at.y;
    if (at.width <= 0)
        at.width = paper_end() - at.x;
    paper_tag_open(paper, tag);
    double y = paper_text(paper, words, at);
    paper_tag_close(paper);
    return y;
}

double paper_text_width(const Paper *paper, const char *words, bool bold)
{
    return label_measure(words, paper->measure->body, bold, 0).width;
}

double paper_line_height(const Paper *paper, double size_pt)
{
    return (paper->ascent + paper->descent) * size_pt * leading;
}

double paper_beside(const Paper *paper, double centre)
{
    const double size = paper->measure->body;
    const double slack = (paper->ascent + paper->descent) * size * (1 - leading) / 2;
    return centre + size * capital - paper->ascent * size + slack;
}

void paper_tag_open(Paper *paper, SheetTag tag)
{
    add(paper, (Piece){.kind = PIECE_OPEN, .tag = tag});
}

void paper_tag_close(Paper *paper)
{
    add(paper, (Piece){.kind = PIECE_CLOSE});
}

void paper_tick(Paper *paper, double x, double y, const Option *option)
{
    double side = paper->measure->box;
    add(paper, (Piece){.kind = PIECE_BOX,
                       .x = x,
                       .y = y,
                       .width = side,
                       .height = side,
                       .stroke = tick_stroke,
                       .is_aside = true,
                       .is_tick = true,
                       .option = option});
}

void paper_box(Paper *paper, double x, double y, double width, double height)
{
    add(paper, (Piece){.kind = PIECE_BOX,
                       .x = x,
                       .y = y,
                       .width = width,
                       .height = height,
                       .stroke = tick_stroke,
                       .is_aside = true});
}

void paper_rule(Paper *paper, double x, double y, double width, double height, double stroke)
{
    add(paper, (Piece){.kind = PIECE_RULE,
                       .x = x,
                       .y = y,
                       .width = width,
                       .height = height,
                       .stroke = stroke,
                       .is_aside = true});
}

void paper_arrow(Paper *paper, double x, double y)
{
    add(paper, (Piece){.kind = PIECE_ARROW,
                       .x = x,
                       .y = y,
                       .width = paper->measure->body * 1.3,
                       .is_aside = true});
}

void paper_bookmark(Paper *paper, unsigned level, const char *title)
{
    add(paper, (Piece){.kind = PIECE_BOOKMARK, .level = level, .text = title, .is_aside = true});
}

static void add_office(Paper *paper, const char *words, double x, double centre,
                       const Option *option)
{
    const double size = PAPER_OFFICE_TENTHS / 10.0;
    LabelSize measured = label_measure(words, size, false, 0);
    add(paper, (Piece){.kind = PIECE_TEXT,
                       .x = x - measured.width / 2,
                       .y = centre + size * capital,
                       .width = measured.width,
                       .height = measured.height,
                       .text = arena_strdup(paper->arena, words),
                       .size_pt = size,
                       .is_aside = true,
                       .is_office = true,
                       .option = option});
}

void paper_office(Paper *paper, const char *words, double centre, const Option *option)
{
    if (words != NULL)
        add_office(paper, words, (paper_office_start() + paper_office_end()) / 2, centre, option);
}

void paper_office_at(Paper *paper, const char *words, double centre_x, double top,
                     const Option *option)
{
    if (words != NULL)
        add_office(paper, words, centre_x, top + PAPER_OFFICE_TENTHS / 20.0, option);
}

bool paper_code(Paper *paper, const char *words, double x, double y, double side, GError **error)
{
    size_t n = 0;
    const uint8_t *modules = paper_modules(paper->arena, words, &n, error);
    if (modules == NULL)
        return false;
    const double quiet = 4; /* modules, on each side */
    double module = side / ((double)n + 2 * quiet);
    add(paper, (Piece){.kind = PIECE_MODULES,
                       .x = x + quiet * module,
                       .y = y + quiet * module,
                       .width = module * (double)n,
                       .height = module * (double)n,
                       .is_aside = true,
                       .modules = modules,
                       .n_modules = n});
    return true;
}

const char *paper_say(const Paper *paper, const char *english)
{
    return say(paper->lang, english);
}

char *paper_isolated(const char *words)
{
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): one opens, the other closes */
    return g_strconcat("\u2068", words, "\u2069", NULL);
}

const char *paper_keep(Paper *paper, char *words)
{
    const char *kept = arena_strdup(paper->arena, words);
    g_free(words);
    return kept;
}
