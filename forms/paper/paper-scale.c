/* A scale on paper: boxes in a row with their digits above and the words of the ends below. */
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-build.h"
#include "forms/survey/variables.h"
#include <math.h>

#include "base/banned.h"

typedef struct {
    Paper *paper;
    const Question *question;
    size_t item;
    double x;
} List;

/* One row of a scale's points: digits, boxes, and the words of the ends. */
static void add_points(const List *list, size_t first, size_t n, double cell)
{
    Paper *paper = list->paper;
    const Question *question = list->question;
    const PaperMeasure *measure = paper->measure;
    double line = paper_line_height(paper, measure->body);
    double box_top = line + paper_mm(1);
    double y = box_top + measure->box;
    paper_row_begin(paper, ROW_ONCE, SHEET_L);
    for (size_t i = first; i < first + n; i++) {
        const Option *option = &question->options[i];
        double x = list->x + cell * (double)(i - first);
        const Wording *end = option->code == question->own.scale.from ? &question->own.scale.low
                             : option->code == question->own.scale.to ? &question->own.scale.high
                                                                      : NULL;
        paper_tag_open(paper, SHEET_LI);
        paper_text(paper, paper_words(paper, &option->label),
                   (PaperText){.x = x, .width = cell, .align = AT_CENTRE, .option = option});
        paper_tick(paper, x + (cell - measure->box) / 2, box_top, option);
        if (end != NULL && wording_is(end)) {
            bool is_low = option->code == question->own.scale.from;
            double width = cell * fmax(2, (double)n / 2 - 0.5);
            y = fmax(y, paper_text(paper, paper_words(paper, end),
                                   (PaperText){.x = is_low ? x : x + cell - width,
                                               .y = box_top + measure->box + paper_mm(1),
                                               .width = width,
                                               .align = is_low ? AT_START : AT_END}));
        }
        paper_tag_close(paper);
    }
    g_autofree char *range =
        g_strdup_printf("%s–%s", paper_code_of(paper, list->item, &question->options[first]),
                        paper_code_of(paper, list->item, &question->options[first + n - 1]));
    paper_office(paper, range, box_top + measure->box / 2, NULL);
    paper_row_end(paper, y + paper_mm(2.5));
}

/* "If you ticked 6 to 10: go to question 10", for points that lead elsewhere together. */
static void add_scale_ways(const List *list, size_t n_points)
{
    Paper *paper = list->paper;
    const Question *question = list->question;
    const Question *next = paper_next(paper->survey, question);
    for (size_t i = 0; i < n_points;) {
        PaperWay way = paper_way(paper->survey, question, &question->options[i]);
        size_t last = i;
        while (last + 1 < n_points) {
            PaperWay other = paper_way(paper->survey, question, &question->options[last + 1]);
            if (other.is_known != way.is_known || other.to != way.to)
                break;
            last++;
        }
        if (way.is_known && way.to != next) {
            g_autofree char *from = g_strdup_printf("%d", question->options[i].code);
            g_autofree char *to = g_strdup_printf("%d", question->options[last].code);
            g_autofree char *words =
                text_fill(paper_say(paper, i == last ? SAY("If you ticked {from}:")
                                                     : SAY("If you ticked {from} to {to}:")),
                          "from", from, "to", to, NULL);
            double arrow = list->x + paper_text_width(paper, words, false) + paper_mm(4);
            paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
            paper_tag_open(paper, SHEET_P);
            double x = arrow + paper->measure->body * 1.3 + paper_mm(2);
            paper_text(paper, words, (PaperText){.x = list->x, .width = arrow - list->x});
            paper_arrow(paper, arrow, paper_line_height(paper, paper->measure->body) * 0.52);
            double y = paper_text(paper, paper_way_words(paper, way),
                                  (PaperText){.x = x, .width = paper_end() - x, .bold = true});
            paper_tag_close(paper);
            paper_row_end(paper, y + paper_mm(1));
        }
        i = last + 1;
    }
}

void paper_add_scale(Paper *paper, const Question *question, size_t first_item)
{
    const List list = {
        .paper = paper, .question = question, .item = first_item, .x = paper_answers_start(paper)};
    double room = paper_end() - list.x;
    size_t n_points = 0;
    while (n_points < question->n_options && question->options[n_points].is_point)
        n_points++;
    g_assert(n_points > 0); /* the loader refuses a scale without */
    size_t n_fit = MAX((size_t)(room / paper->measure->point), 2);
    size_t n_rows = (n_points + n_fit - 1) / n_fit;
    size_t in_row = (n_points + n_rows - 1) / n_rows;
    double cell = fmin(room / (double)in_row, paper_mm(in_row > 7 ? 16 : 24));
    for (size_t i = 0; i < n_points; i += in_row)
        add_points(&list, i, MIN(in_row, n_points - i), cell);
    add_scale_ways(&list, n_points);
    paper_add_options(paper, question, first_item);
}
