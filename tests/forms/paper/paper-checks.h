/* What must hold of every printed questionnaire as it is laid out: paper_check looks at each piece at its place, in all
 * languages and sizes of a survey. */
#pragma once

#include "forms/paper/paper-build.h"
#include "forms/survey/lifetime.h"
#include "forms/survey/variables.h"
#include <math.h>
#include <string.h>

static const double near_pt = 0.05;

static inline Paper *paper_laid(const Survey *survey, const char *lang, PaperSize size)
{
    g_autoptr(GError) error = NULL;
    const PaperStyle style = {
        .lang = lang, .size = size, .base_url = "https://survey.example.org", .closes = 1e9};
    Paper *paper = paper_lay(survey, &style, &error);
    g_assert_no_error(error);
    return paper;
}

/* ---- What is looked at: every piece at its place ---- */

static inline const PlacedRow *placed_at(const Paper *paper, size_t i)
{
    return &g_array_index(paper->placed, PlacedRow, i);
}

static inline const PaperRow *row_of(const Paper *paper, size_t i)
{
    return &g_array_index(paper->rows, PaperRow, placed_at(paper, i)->row);
}

static inline const PaperBlock *block_of(const Paper *paper, size_t i)
{
    return &g_array_index(paper->blocks, PaperBlock, placed_at(paper, i)->block);
}

typedef struct {
    const Piece *piece;
    const Question *question;
    unsigned page;
    double left, top, right, bottom; /* of the ink */
} Spot;

static inline Spot spot_of(const Paper *paper, size_t i, const Piece *piece)
{
    const PlacedRow *placed = placed_at(paper, i);
    Spot spot = {.piece = piece,
                 .question = block_of(paper, i)->question,
                 .page = placed->page,
                 .left = piece->x,
                 .top = placed->y + piece->y,
                 .right = piece->x + piece->width,
                 .bottom = placed->y + piece->y + piece->height};
    if (piece->kind == PIECE_TEXT) { /* y is the baseline */
        spot.bottom = spot.top + piece->size_pt * 0.1;
        spot.top -= piece->size_pt * 0.6;
    }
    return spot;
}

/* All pieces of some kinds, as Spot. */
static inline GArray *spots(const Paper *paper, bool (*is_wanted)(const Piece *))
{
    GArray *found = g_array_new(false, false, sizeof(Spot));
    for (size_t i = 0; i < paper->placed->len; i++) {
        const PaperRow *row = row_of(paper, i);
        for (size_t p = row->first; p < row->first + row->n; p++) {
            const Piece *piece = &g_array_index(paper->pieces, Piece, p);
            Spot spot = spot_of(paper, i, piece);
            if (is_wanted(piece))
                g_array_append_val(found, spot);
        }
    }
    return found;
}

static inline bool is_ink(const Piece *piece)
{
    return piece->kind == PIECE_TEXT || piece->kind == PIECE_BOX || piece->kind == PIECE_MODULES;
}

static inline bool is_any(const Piece *piece)
{
    return is_ink(piece) || piece->kind == PIECE_RULE || piece->kind == PIECE_ARROW;
}

static inline bool is_tick(const Piece *piece)
{
    return piece->is_tick;
}

static inline bool is_office(const Piece *piece)
{
    return piece->is_office;
}

/* ---- What must hold of every form ---- */

static inline void check_rows(const Paper *paper)
{
    for (size_t i = 0; i < paper->placed->len; i++) {
        const PlacedRow *placed = placed_at(paper, i);
        g_assert_cmpuint(placed->page, <, paper->n_pages);
        g_assert_cmpfloat(placed->y, >=, paper_mm(7.9));
        g_assert_cmpfloat(placed->y + row_of(paper, i)->height, <=, paper->bottom + near_pt);
        if (i == 0)
            continue;
        const PlacedRow *last = placed_at(paper, i - 1);
        g_assert_cmpuint(last->page, <=, placed->page);
        if (last->page == placed->page)
            g_assert_cmpfloat(last->y + row_of(paper, i - 1)->height, <=, placed->y + near_pt);
    }
}

/* A question stands on one page, or is taller than a page and says its words again where it goes on. */
static inline void check_splits(const Paper *paper)
{
    for (size_t i = 1; i < paper->placed->len; i++) {
        const PlacedRow *placed = placed_at(paper, i);
        const PlacedRow *last = placed_at(paper, i - 1);
        const PaperBlock *block = block_of(paper, i);
        if (placed->block != last->block || placed->page == last->page)
            continue;
        g_assert_cmpfloat(block->height, >, paper->bottom - paper->top);
        g_assert_cmpint(row_of(paper, i)->times, ==, ROW_CONTINUED);
        g_assert_true(placed_at(paper, i + 1)->is_again);
        g_assert_false(row_of(paper, i - 1)->keeps_next);
    }
}

/* A heading has its question, or a paragraph, on its page, unless the question fills the next one alone. */
static inline void check_headings(const Paper *paper)
{
    for (size_t i = 0; i + 1 < paper->placed->len; i++)
        if (block_of(paper, i)->keeps_next &&
            block_of(paper, i + 1)->height < (paper->bottom - paper->top) * 0.95)
            g_assert_cmpuint(placed_at(paper, i)->page, ==, placed_at(paper, i + 1)->page);
}

static inline void check_margins(const Paper *paper)
{
    g_autoptr(GArray) all = spots(paper, is_any);
    for (size_t i = 0; i < all->len; i++) {
        const Spot *spot = &g_array_index(all, Spot, i);
        const Piece *piece = spot->piece;
        if (piece->is_dashed)
            continue; /* from edge to edge */
        const bool is_coded = piece->is_office && spot->left > paper_end();
        g_assert_cmpfloat(spot->left, >=,
                          (is_coded ? paper_office_start() : paper_start()) - near_pt);
        if (spot->right > (is_coded ? paper_office_end() : paper_end()) + near_pt)
            g_error("'%s' ends at %.1f, beyond %.1f", piece->text != NULL ? piece->text : "a shape",
                    spot->right, paper_end());
    }
}

static inline bool overlap(const Spot *a, const Spot *b)
{
    return a->page == b->page && a->left < b->right - near_pt && b->left < a->right - near_pt &&
           a->top < b->bottom - near_pt && b->top < a->bottom - near_pt;
}

static inline void check_overlaps(const Paper *paper)
{
    g_autoptr(GArray) ink = spots(paper, is_ink);
    for (size_t i = 0; i < ink->len; i++)
        for (size_t j = i + 1; j < ink->len; j++) {
            const Spot *a = &g_array_index(ink, Spot, i);
            const Spot *b = &g_array_index(ink, Spot, j);
            if (b->page != a->page)
                break;
            const bool are_cells = a->piece->kind == PIECE_BOX && b->piece->kind == PIECE_BOX;
            if (!are_cells && overlap(a, b))
                g_error("size %d, page %u at %.1f,%.1f and %.1f,%.1f: '%s' stands on '%s'",
                        paper->style.size, a->page + 1, a->left, a->top, b->left, b->top,
                        a->piece->text != NULL ? a->piece->text : "box",
                        b->piece->text != NULL ? b->piece->text : "box");
        }
}

static inline void check_sizes(const Paper *paper)
{
    static const double least[PAPER_SIZE_COUNT] = {14, 12, 18};
    g_autoptr(GArray) ink = spots(paper, is_ink);
    for (size_t i = 0; i < ink->len; i++) {
        const Piece *piece = g_array_index(ink, Spot, i).piece;
        if (piece->kind == PIECE_TEXT && !piece->is_office)
            g_assert_cmpfloat(piece->size_pt, >=, least[paper->style.size]);
    }
}

/* 5 to 6 mm square (8 in large print), a line of 1 pt, 3 mm clear all round, in one straight column unless they are a
 * table or a scale. */
static inline void check_boxes(const Paper *paper)
{
    g_autoptr(GArray) ticks = spots(paper, is_tick);
    const double side = paper_mm(paper->style.size == PAPER_18 ? 8 : 5);
    for (size_t i = 0; i < ticks->len; i++) {
        const Spot *a = &g_array_index(ticks, Spot, i);
        g_assert_cmpfloat_with_epsilon(a->piece->width, a->piece->height, near_pt);
        g_assert_cmpfloat(a->piece->width, >=, side - near_pt);
        g_assert_cmpfloat_with_epsilon(a->piece->stroke, 1, near_pt);
        for (size_t j = i + 1; j < ticks->len; j++) {
            const Spot *b = &g_array_index(ticks, Spot, j);
            if (b->page != a->page)
                break;
            const double across = fmax(b->left - a->right, a->left - b->right);
            const double down = fmax(b->top - a->bottom, a->top - b->bottom);
            g_assert_cmpfloat(fmax(across, down), >=, paper_mm(3) - near_pt);
            const bool is_list = a->question == b->question &&
                                 a->question->type != QUESTION_SCALE &&
                                 a->question->type != QUESTION_GRID;
            if (is_list)
                g_assert_cmpfloat_with_epsilon(a->left, b->left, near_pt);
        }
    }
}

static inline size_t count_of(const GArray *all, const Option *option, const Question *question)
{
    size_t n = 0;
    for (size_t i = 0; i < all->len; i++) {
        const Spot *spot = &g_array_index(all, Spot, i);
        n += spot->piece->option == option && spot->question == question ? 1 : 0;
    }
    return n;
}

/* Every code of the keying plan is printed, beside the box of its answer (a scale has its first and last). */
static inline void check_codes(const Paper *paper)
{
    g_autoptr(GArray) ticks = spots(paper, is_tick);
    g_autoptr(GArray) office = spots(paper, is_office);
    for (size_t f = 0; f < paper->plan->n; f++) {
        const KeyField *field = &paper->plan->at[f];
        const Question *question = paper->survey->variables->items[field->item].question;
        for (size_t c = 0; c < field->n_codes; c++) {
            const KeyCode *code = &field->codes[c];
            size_t n_ticks = count_of(ticks, code->option, question);
            if (field->kind != KEY_RANK)
                g_assert_cmpuint(n_ticks, ==,
                                 question->type == QUESTION_GRID ? question->n_rows : 1);
            if (code->option->is_point)
                continue;
            bool is_printed = false;
            for (size_t i = 0; i < office->len && !is_printed; i++) {
                const Spot *spot = &g_array_index(office, Spot, i);
                is_printed = spot->piece->option == code->option && spot->question == question &&
                             strcmp(spot->piece->text, code->code) == 0;
            }
            if (!is_printed)
                g_error("the code %s of question %s is not printed", code->code, question->id);
        }
    }
}

/* The last page is the back of a sheet, and nothing stands behind its slip. */
static inline void check_slip(const Paper *paper)
{
    g_assert_cmpuint(paper->n_pages % 2, ==, 0);
    const PlacedRow *slip = placed_at(paper, paper->placed->len - 1);
    g_assert_cmpuint(slip->page, ==, paper->n_pages - 1);
    g_assert_cmpfloat_with_epsilon(slip->y, paper->bottom - paper->slip, near_pt);
    for (size_t i = 0; i < paper->placed->len; i++) {
        const PlacedRow *placed = placed_at(paper, i);
        if (placed->page == paper->n_pages - 2)
            g_assert_cmpfloat(placed->y + row_of(paper, i)->height, <=, slip->y + near_pt);
    }
}

/* Every question of the version stands there once, in printed order. */
static inline void check_order(const Paper *paper)
{
    const Question *expected = paper->survey->questions;
    const Question *const end = expected + paper->survey->n_questions;
    const Question *last = NULL;
    for (size_t i = 0; i < paper->placed->len; i++) {
        const Question *question = block_of(paper, i)->question;
        if (question == NULL || question == last)
            continue;
        while (expected < end && !lifetime_holds(expected->lifetime, paper->survey->version))
            expected++;
        g_assert_true(question == expected);
        expected++;
        last = question;
    }
    while (expected < end && !lifetime_holds(expected->lifetime, paper->survey->version))
        expected++;
    g_assert_true(expected == end);
}

static inline void paper_check(const Survey *survey)
{
    static void (*const checks[])(const Paper *) = {
        check_rows,  check_splits, check_headings, check_margins, check_overlaps,
        check_sizes, check_boxes,  check_codes,    check_slip,    check_order,
    };
    for (size_t l = 0; l < survey->n_languages; l++)
        for (PaperSize size = 0; size < PAPER_SIZE_COUNT; size++) {
            g_autoptr(Paper) paper = paper_laid(survey, survey->languages[l], size);
            for (size_t c = 0; c < G_N_ELEMENTS(checks); c++)
                checks[c](paper);
        }
}
