/* Where the blocks of a printed questionnaire stand: pages are filled from the top, a question goes to the next page when it
 * does not fit, and the last page is the back of a sheet, with a slip at its foot behind which no answer may stand. */
#include "base/error.h"
#include "forms/paper/paper-build.h"
#include <math.h>

#include "base/banned.h"

static const double rounding_pt = 0.01; /* sums of lengths are not exact */

typedef struct {
    Paper *paper;
    unsigned page;
    double y;
    bool is_top;
    unsigned short_page; /* the page behind the slip; UINT_MAX: none */
} Cursor;

static double bottom_of(const Cursor *at)
{
    return at->paper->bottom - (at->page == at->short_page ? at->paper->slip : 0);
}

static PaperBlock *block_at(const Paper *paper, size_t index)
{
    return &g_array_index(paper->blocks, PaperBlock, index);
}

static const PaperRow *row_at(const Paper *paper, size_t index)
{
    return &g_array_index(paper->rows, PaperRow, index);
}

/* What a page has to spare at its top when it does without its head; a mark must stay. */
static double head_room(const Paper *paper)
{
    return paper->style.mark == NULL ? paper_mm(11) : 0;
}

static void next_page(Cursor *at)
{
    at->page++;
    at->y = at->paper->top;
    at->is_top = true;
}

static bool has_room(const Cursor *at, double height)
{
    return at->y + height <= bottom_of(at) + rounding_pt;
}

static void place_row(Cursor *at, size_t block, size_t row, bool is_again)
{
    const PlacedRow placed = {
        .block = block, .row = row, .page = at->page, .y = at->y, .is_again = is_again};
    g_array_append_val(at->paper->placed, placed);
    at->y += row_at(at->paper, row)->height;
    at->is_top = false;
}

/* The rows that stand on top of the page on which a question goes on. */
static void place_again(Cursor *at, size_t index)
{
    const PaperBlock *block = block_at(at->paper, index);
    for (size_t r = block->first; r < block->first + block->n; r++)
        if (row_at(at->paper, r)->times != ROW_ONCE)
            place_row(at, index, r, row_at(at->paper, r)->times == ROW_REPEATED);
}

/* The height of a row with those that it keeps. */
static double kept_height(const Paper *paper, const PaperBlock *block, size_t row)
{
    double height = 0;
    for (size_t r = row; r < block->first + block->n; r++) {
        if (row_at(paper, r)->times == ROW_CONTINUED)
            continue;
        height += row_at(paper, r)->height;
        if (!row_at(paper, r)->keeps_next)
            break;
    }
    return height;
}

/* What is taller than a page goes on on the next, between rows. */
static void place_broken(Cursor *at, size_t index)
{
    const PaperBlock *block = block_at(at->paper, index);
    bool was_kept = false;
    for (size_t r = block->first; r < block->first + block->n; r++) {
        const PaperRow *row = row_at(at->paper, r);
        if (row->times == ROW_CONTINUED)
            continue;
        bool may_break = !was_kept && !at->is_top && row->times == ROW_ONCE;
        double whole = kept_height(at->paper, block, r);
        bool is_hopeless = whole > bottom_of(at) - at->paper->top;
        if ((may_break && !has_room(at, is_hopeless ? row->height : whole)) ||
            (was_kept && !at->is_top && !has_room(at, row->height))) {
            next_page(at);
            place_again(at, index);
        }
        place_row(at, index, r, false);
        was_kept = row->keeps_next;
    }
}

/* How much of a question that is taller than a page must stand where it begins. */
static double least_height(const Paper *paper, const PaperBlock *block)
{
    const double room = paper->bottom - paper->top;
    return block->height > room ? fmax(room / 3, kept_height(paper, block, block->first))
                                : block->height;
}

/* The height of a block, with all that it must not be parted from. */
static double chain_height(const Paper *paper, const GArray *order, size_t i)
{
    double height = 0;
    for (; i < order->len; i++) {
        const PaperBlock *block = block_at(paper, g_array_index(order, size_t, i));
        height += (height > 0 ? block->before : 0) + least_height(paper, block);
        if (!block->keeps_next)
            break;
    }
    return height;
}

static void begin_sheet(Cursor *at)
{
    if (!at->is_top)
        next_page(at);
    if (at->page % 2 == 0)
        return;
    paper_add_blank(at->paper);
    place_row(at, at->paper->blocks->len - 1, at->paper->rows->len - 1, false);
    next_page(at);
}

static void place_block(Cursor *at, const GArray *order, size_t i)
{
    Paper *paper = at->paper;
    const size_t index = g_array_index(order, size_t, i);
    if (block_at(paper, index)->begins_sheet)
        begin_sheet(at);
    const PaperBlock block = *block_at(paper, index);
    const double room = at->paper->bottom - paper->top;
    const double chain = chain_height(paper, order, i);
    const double over = chain - room;
    const double before = at->is_top ? 0 : block.before;
    const bool is_chain = over <= head_room(paper);
    if (!at->is_top && !has_room(at, before + (is_chain ? chain : least_height(paper, &block))))
        next_page(at);
    if (!at->is_top)
        at->y += block.before;
    else if (over > 0 && over <= head_room(paper) && at->page > 0)
        at->y -= over; /* a heading and a question that are just too tall */
    if (block.height > room) {
        place_broken(at, index);
        return;
    }
    for (size_t r = block.first; r < block.first + block.n; r++)
        if (row_at(paper, r)->times != ROW_CONTINUED)
            place_row(at, index, r, false);
}

/* Place the flow; the page `short_page` leaves the slip's height free at its foot. Returns where it ended. */
static Cursor place_flow(Paper *paper, const GArray *order, unsigned short_page)
{
    Cursor at = {.paper = paper, .y = paper->top, .is_top = true, .short_page = short_page};
    g_array_set_size(paper->placed, 0);
    for (size_t i = 0; i < order->len; i++)
        place_block(&at, order, i);
    return at;
}

static double parts_height(const Paper *paper, const GArray *last)
{
    double height = 0;
    for (size_t i = 0; i < last->len; i++) {
        const PaperBlock *block = block_at(paper, g_array_index(last, size_t, i));
        height += (i > 0 ? block->before : 0) + block->height;
    }
    return height;
}

/* Share out the parts of the end: what fits stays on the last page, the rest goes before it. */
static bool share_out(Paper *paper, const GArray *parts, GArray *flow, GArray *last, GError **error)
{
    const double room = paper->bottom - paper->top - paper->slip - paper_mm(4);
    const size_t n_blocks = g_array_index(parts, LastPart, 0).block;
    for (unsigned moved = LAST_PRIVACY + 1; moved > LAST_STAYS; moved--) {
        g_array_set_size(flow, 0);
        g_array_set_size(last, 0);
        for (size_t b = 0; b < n_blocks; b++)
            g_array_append_val(flow, b);
        for (size_t i = 0; i < parts->len; i++) {
            const LastPart *part = &g_array_index(parts, LastPart, i);
            if (part->move < moved)
                g_array_append_val(last, part->block);
            else if (part->move == LAST_PRIVACY || part->move == LAST_WEB)
                g_array_insert_val(flow, (guint)paper->n_front, part->block);
            else
                g_array_append_val(flow, part->block);
        }
        if (parts_height(paper, last) <= room)
            return true;
    }
    error_set(error, ERROR_LIMIT,
              "The last page of the paper form of survey %s has too many words for one page: "
              "shorten its owner, address or title",
              paper->survey->id);
    return false;
}

static void place_last(Paper *paper, const GArray *last, size_t slip)
{
    Cursor at = {.paper = paper,
                 .page = paper->n_pages - 1,
                 .y = paper->top,
                 .is_top = true,
                 .short_page = UINT_MAX};
    for (size_t i = 0; i < last->len; i++) {
        const size_t index = g_array_index(last, size_t, i);
        const PaperBlock *block = block_at(paper, index);
        at.y += i > 0 ? block->before : 0;
        for (size_t r = block->first; r < block->first + block->n; r++)
            place_row(&at, index, r, false);
    }
    at.y = paper->bottom - paper->slip;
    place_row(&at, slip, block_at(paper, slip)->first, false);
}

static void place_more_room(Paper *paper, unsigned page)
{
    paper_add_more_room(paper, paper->bottom - paper->top - paper->slip);
    Cursor at = {
        .paper = paper, .page = page, .y = paper->top, .is_top = true, .short_page = UINT_MAX};
    place_row(&at, paper->blocks->len - 1, paper->rows->len - 1, false);
}

/* Page 1 is the front of a sheet. */
static bool is_front(const Cursor *at)
{
    return at->page % 2 == 0;
}

bool paper_place(Paper *paper, GError **error)
{
    g_autoptr(GArray) flow = g_array_new(false, false, sizeof(size_t));
    g_autoptr(GArray) last = g_array_new(false, false, sizeof(size_t));
    g_autoptr(GArray) parts = g_array_new(false, false, sizeof(LastPart));
    if (!paper_add_last_page(paper, parts, error))
        return false;
    const size_t slip = paper->blocks->len - 1;
    if (!share_out(paper, parts, flow, last, error))
        return false;
    const double short_bottom = paper->bottom - paper->slip;
    Cursor end = place_flow(paper, flow, UINT_MAX);
    if (is_front(&end) && end.y > short_bottom)
        end = place_flow(paper, flow, end.page);
    if (is_front(&end) && end.y > short_bottom) /* a question as tall as its page */
        place_more_room(paper, ++end.page);
    if (!is_front(&end))
        place_more_room(paper, ++end.page);
    paper->n_pages = end.page + 2;
    place_last(paper, last, slip);
    return true;
}
