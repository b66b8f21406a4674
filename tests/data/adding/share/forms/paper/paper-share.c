/* Points shared out on paper: boxes for figures before each answer. */
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-type.h"
#include "forms/survey/lifetime.h"

#include "base/banned.h"

enum { FIGURES = 3 };

extern const PaperType share_paper;

static void add_row(Paper *paper, const Row *row)
{
    const PaperMeasure *measure = paper->measure;
    double x = paper_answers_start(paper);
    const double top = measure->clear / 2;
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    for (unsigned i = 0; i < FIGURES; i++, x += measure->cell_width)
        paper_box(paper, x, top, measure->cell_width, measure->cell);
    double y = paper_paragraph(
        paper, SHEET_P, paper_words(paper, &row->label),
        (PaperText){.x = x + paper_mm(3), .y = paper_beside(paper, top + measure->cell / 2)});
    paper_row_end(paper, MAX(y, top + measure->cell) + top);
}

static void share_add(Paper *paper, const Question *question, size_t first_item)
{
    (void)first_item;
    for (size_t r = 0; r < question->n_rows; r++)
        if (lifetime_holds(question->rows[r].lifetime, paper->survey->version))
            add_row(paper, &question->rows[r]);
}

static const char *share_instruction(Paper *paper, const Question *question)
{
    g_autofree char *total = g_strdup_printf("%u", question->own.share.total);
    return paper_keep(paper, text_fill(paper_say(paper, SAY("Share out {total} points in all.")),
                                       "total", total, NULL));
}

const PaperType share_paper = {.add = share_add, .instruction = share_instruction};
