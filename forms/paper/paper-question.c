/* A question on paper: its number and words, how to answer it, and what is ticked or written, by its type. */
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-type.h"

#include "base/banned.h"

static void add_route(Paper *paper, const char *words)
{
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    double y = paper_paragraph(paper, SHEET_P, words, (PaperText){.x = paper->indent});
    PaperRow *row = &g_array_index(paper->rows, PaperRow, paper->rows->len - 1);
    row->keeps_next = true;
    paper_row_end(paper, y + paper_mm(2));
}

/* "Question 5, continued", which stands where a tall question goes on. */
static void add_continued(Paper *paper, const Question *question)
{
    const char *words =
        question->number != NULL
            ? paper_keep(paper, text_fill(paper_say(paper, SAY("Question {number}, continued")),
                                          "number", question->number, NULL))
            : paper_say(paper, SAY("Continued"));
    paper_row_begin(paper, ROW_CONTINUED, SHEET_NONE);
    double y = paper_paragraph(paper, SHEET_P, words, (PaperText){.x = paper->indent});
    paper_row_end(paper, y + paper_mm(1));
}

/* The number at the start and the words beside it. */
static double add_ask(Paper *paper, const Question *question, double x)
{
    const char *ask = paper_words(paper, &question->ask);
    paper_tag_open(paper, SHEET_H3);
    if (question->number != NULL) {
        const char *number = paper_keep(paper, g_strdup_printf("%s.", question->number));
        paper_text(paper, number,
                   (PaperText){.x = paper->indent, .width = x - paper->indent, .bold = true});
        paper_bookmark(paper, 1, paper_keep(paper, g_strdup_printf("%s %s", number, ask)));
    } else {
        paper_bookmark(paper, 1, ask);
    }
    double y = paper_text(paper, ask, (PaperText){.x = x, .width = paper_end() - x, .bold = true});
    paper_tag_close(paper);
    return y;
}

static void add_head(Paper *paper, const Question *question)
{
    const double x = paper_answers_start(paper);
    const char *instruction = paper_instruction(paper, question);
    paper_row_begin(paper, ROW_REPEATED, SHEET_NONE);
    double y = add_ask(paper, question, x);
    if (wording_is(&question->hint))
        y = paper_paragraph(paper, SHEET_P, paper_words(paper, &question->hint),
                            (PaperText){.x = x, .y = y + paper_mm(0.8)});
    for (size_t i = 0; i < question->support.n; i++)
        y = paper_paragraph(paper, SHEET_P, paper_words(paper, &question->support.at[i]),
                            (PaperText){.x = x, .y = y + paper_mm(0.8)});
    if (instruction != NULL)
        y = paper_paragraph(paper, SHEET_P, instruction,
                            (PaperText){.x = x, .y = y + paper_mm(0.8)});
    PaperRow *row = &g_array_index(paper->rows, PaperRow, paper->rows->len - 1);
    row->keeps_next = true;
    paper_row_end(paper, y + paper_mm(1.5));
}

void paper_add_question(Paper *paper, const Question *question, const char *route_words)
{
    const PaperBlock *last = &g_array_index(paper->blocks, PaperBlock, paper->blocks->len - 1);
    paper_block_begin(paper, question, last->keeps_next ? paper_mm(2.5) : paper->measure->gap);
    if (route_words != NULL)
        add_route(paper, route_words);
    add_continued(paper, question);
    add_head(paper, question);
    paper_type(question->type)
        ->add(paper, question, variables_first_item(paper->survey->variables, question));
    paper_block_end(paper, false);
}

double paper_answers_start(const Paper *paper)
{
    return paper->indent + paper_text_width(paper, "00b", true) + paper_mm(2);
}

void paper_add_lines(Paper *paper, const Question *question, size_t first_item)
{
    (void)first_item;
    const double x = paper_answers_start(paper);
    for (unsigned i = 0; i < MAX(question->own.text.lines, 1); i++) {
        paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
        paper_rule(paper, x, paper->measure->line, paper_end() - x, 0, 0.75);
        paper_row_end(paper, paper->measure->line);
    }
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    paper_row_end(paper, paper_mm(1));
}
