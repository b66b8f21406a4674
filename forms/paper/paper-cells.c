/* What is written in boxes: numbers and dates; and grids, as a table of boxes or row by row. */
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-build.h"
#include "forms/survey/condition.h"
#include "forms/survey/lifetime.h"
#include "forms/survey/variables.h"
#include <math.h>

#include "base/banned.h"

enum { DIGITS_UNBOUNDED = 6 };

/* Boxes for n figures side by side; returns where they end. */
static double add_figures(Paper *paper, double x, double y, unsigned n)
{
    const PaperMeasure *measure = paper->measure;
    for (unsigned i = 0; i < n; i++)
        paper_box(paper, x + i * measure->cell_width, y, measure->cell_width, measure->cell);
    return x + n * measure->cell_width;
}

static void add_number(Paper *paper, const Question *question)
{
    const Quantity *quantity = &question->quantity;
    const PaperMeasure *measure = paper->measure;
    double x = paper_answers_start(paper);
    double top = paper_mm(1);
    unsigned digits =
        quantity->has_max ? text_count_digits((uint64_t)MAX(quantity->max, 0)) : DIGITS_UNBOUNDED;
    unsigned whole = MAX(digits, quantity->places + 1) - quantity->places;
    double words_top = paper_beside(paper, top + measure->cell / 2);
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    /* Figures run from the left in every language: there the whole ones stand on the far side. */
    const bool is_far = label_is_rtl_language(paper->lang);
    x = add_figures(paper, x, top, is_far && quantity->places > 0 ? quantity->places : whole);
    if (quantity->places > 0) {
        double point = paper_mm(3);
        paper_text(paper, ".",
                   (PaperText){.x = x,
                               .y = words_top + paper_mm(1.5),
                               .width = point,
                               .bold = true,
                               .is_aside = true,
                               .align = AT_CENTRE});
        x = add_figures(paper, x + point, top, is_far ? whole : quantity->places);
    }
    if (wording_is(&quantity->unit))
        paper_paragraph(paper, SHEET_P, paper_words(paper, &quantity->unit),
                        (PaperText){.x = x + paper_mm(2.5), .y = words_top});
    paper_row_end(paper, top + measure->cell + paper_mm(2));
}

static void add_date(Paper *paper)
{
    static const struct {
        const char *name;
        unsigned n;
    } parts[] = {{SAY("Day"), 2}, {SAY("Month"), 2}, {SAY("Year"), 4}};
    const PaperMeasure *measure = paper->measure;
    double widths[G_N_ELEMENTS(parts)];
    double top = 0;
    double x = paper_answers_start(paper);
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        const char *name = paper_say(paper, parts[i].name);
        widths[i] = fmax(measure->cell_width * parts[i].n,
                         paper_text_width(paper, name, false) + paper_mm(1));
        top = fmax(top,
                   paper_paragraph(paper, SHEET_P, name, (PaperText){.x = x, .width = widths[i]}));
        x += widths[i] + paper_mm(5);
    }
    top += paper_mm(0.8);
    x = paper_answers_start(paper);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        add_figures(paper, x, top, parts[i].n);
        x += widths[i] + paper_mm(5);
    }
    paper_row_end(paper, top + measure->cell + paper_mm(2));
}

void paper_add_number(Paper *paper, const Question *question, size_t first_item)
{
    add_number(paper, question);
    paper_add_options(paper, question, first_item);
}

void paper_add_date(Paper *paper, const Question *question, size_t first_item)
{
    add_date(paper);
    paper_add_options(paper, question, first_item);
}

/* A grid as it is laid out. */
typedef struct {
    Paper *paper;
    const Question *question;
    double words, columns; /* where statements and columns begin */
    double column;         /* how wide each column is; 0: as its own words need */
} Grid;

/* What an answer's column takes at least: its widest word, or its box. */
static double least_column(Paper *paper, const Option *option)
{
    double least = paper->measure->box + paper_mm(8);
    g_auto(GStrv) words = g_strsplit(paper_words(paper, &option->label), " ", -1);
    for (size_t w = 0; words[w] != NULL; w++)
        least = fmax(least, paper_text_width(paper, words[w], false) + paper_mm(2.2));
    return least;
}

static double column_of(const Grid *grid, const Option *option)
{
    return grid->column > 0 ? grid->column : least_column(grid->paper, option);
}

/* Is there room for a table: no word of an answer broken, and statements that are not all in short lines? Columns are alike
 * where they can be. */
static bool fits_table(Grid *grid)
{
    Paper *paper = grid->paper;
    double n = 0, widest = 0, together = 0;
    for (size_t i = 0; i < grid->question->n_options; i++) {
        const Option *option = &grid->question->options[i];
        if (!survey_option_is_offered(paper->survey, option))
            continue;
        const double least = least_column(paper, option);
        widest = fmax(widest, least);
        together += least;
        n++;
    }
    grid->words = paper_answers_start(paper);
    const double room = paper_end() - grid->words;
    const double statements = paper_mm(42);
    grid->column = fmax(widest, fmin(paper_mm(24), room * 0.55 / n));
    if (room - grid->column * n < statements)
        grid->column = 0;
    grid->columns = paper_end() - (grid->column > 0 ? grid->column * n : together);
    return paper->measure->has_tables && grid->columns - grid->words >= statements;
}

bool paper_has_table(Paper *paper, const Question *question)
{
    Grid grid = {.paper = paper, .question = question};
    return fits_table(&grid);
}

/* "3a" before a statement, and its condition after it. */
static double add_statement(const Grid *grid, size_t index, SheetTag tag, double y, double end,
                            bool bold)
{
    Paper *paper = grid->paper;
    const Item *item = &paper->survey->variables->items[index];
    const size_t field = keying_plan_find(paper->plan, index);
    const char *number = field != SIZE_MAX ? paper->plan->at[field].number : NULL;
    const char *words = paper_words(paper, &item->row->label);
    if (item->row->condition != NULL) {
        g_autofree char *condition =
            condition_words(item->row->condition, paper->survey->variables, paper->lang);
        words = paper_keep(paper, text_fill(paper_say(paper, SAY("{words} (only if {condition})")),
                                            "words", words, "condition", condition, NULL));
    }
    paper_tag_open(paper, tag);
    if (number != NULL)
        paper_text(paper, number,
                   (PaperText){.x = paper->indent, .y = y, .width = paper_mm(20), .bold = true});
    y = paper_text(paper, words,
                   (PaperText){.x = grid->words, .y = y, .width = end - grid->words, .bold = bold});
    paper_tag_close(paper);
    return y;
}

/* The answers above their columns, each with its code. */
static void add_columns(const Grid *grid, size_t item)
{
    Paper *paper = grid->paper;
    const double pad = paper_mm(1);
    double y = 0;
    double x = grid->columns;
    paper_row_begin(paper, ROW_REPEATED, SHEET_TABLE);
    paper_tag_open(paper, SHEET_TR);
    paper_tag_open(paper, SHEET_TD);
    paper_tag_close(paper);
    for (size_t i = 0; i < grid->question->n_options; i++) {
        const Option *option = &grid->question->options[i];
        if (!survey_option_is_offered(paper->survey, option))
            continue;
        paper_tag_open(paper, SHEET_TH_COLUMN);
        y = fmax(y, paper_text(paper, paper_words(paper, &option->label),
                               (PaperText){.x = x + pad,
                                           .width = column_of(grid, option) - 2 * pad,
                                           .align = AT_CENTRE,
                                           .option = option}));
        paper_tag_close(paper);
        x += column_of(grid, option);
    }
    paper_tag_close(paper);
    x = grid->columns;
    for (size_t i = 0; i < grid->question->n_options; i++) {
        const Option *option = &grid->question->options[i];
        if (!survey_option_is_offered(paper->survey, option))
            continue;
        paper_office_at(paper, paper_code_of(paper, item, option), x + column_of(grid, option) / 2,
                        y + paper_mm(0.5), option);
        x += column_of(grid, option);
    }
    y += PAPER_OFFICE_TENTHS / 10.0 + paper_mm(1.5);
    paper_rule(paper, paper->indent, y, paper_end() - paper->indent, 0, 0.75);
    g_array_index(paper->rows, PaperRow, paper->rows->len - 1).keeps_next = true;
    paper_row_end(paper, y);
}

static void add_table_row(const Grid *grid, size_t index)
{
    Paper *paper = grid->paper;
    const PaperMeasure *measure = paper->measure;
    const double pad = measure->clear / 2;
    paper_row_begin(paper, ROW_ONCE, SHEET_TABLE);
    paper_tag_open(paper, SHEET_TR);
    double line = paper_line_height(paper, measure->body);
    double top = fmax(pad, paper_beside(paper, pad + measure->box / 2));
    double y = add_statement(grid, index, SHEET_TH_ROW, top, grid->columns - paper_mm(3), false);
    double height = fmax(measure->box + 2 * pad, y + pad * 0.6);
    double box_top = y - top > line * 1.5 ? (height - measure->box) / 2 : pad;
    double x = grid->columns;
    for (size_t i = 0; i < grid->question->n_options; i++) {
        const Option *option = &grid->question->options[i];
        if (!survey_option_is_offered(paper->survey, option))
            continue;
        const double column = column_of(grid, option);
        paper_tag_open(paper, SHEET_TD);
        paper_tick(paper, x + (column - measure->box) / 2, box_top, option);
        paper_tag_close(paper);
        x += column;
    }
    paper_tag_close(paper);
    paper_rule(paper, paper->indent, height, paper_end() - paper->indent, 0, 0.4);
    paper_row_end(paper, height);
}

/* A statement with the answers below it, kept together. */
static void add_list_row(const Grid *grid, size_t index)
{
    Paper *paper = grid->paper;
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    double y = add_statement(grid, index, SHEET_P, paper_mm(3), paper_end(), true);
    size_t first = paper->rows->len - 1;
    paper_row_end(paper, y + paper_mm(0.5));
    paper_add_options(paper, grid->question, index);
    for (size_t r = first; r + 1 < paper->rows->len; r++)
        g_array_index(paper->rows, PaperRow, r).keeps_next = true;
}

void paper_add_grid(Paper *paper, const Question *question, size_t first_item)
{
    Grid grid = {.paper = paper, .question = question};
    bool is_table = fits_table(&grid);
    if (is_table)
        add_columns(&grid, first_item);
    for (size_t r = 0; r < question->n_rows; r++) {
        const Item *item = &paper->survey->variables->items[first_item + r];
        if (!lifetime_holds(item->row->lifetime, paper->survey->version))
            continue;
        if (is_table)
            add_table_row(&grid, first_item + r);
        else
            add_list_row(&grid, first_item + r);
    }
    if (is_table) {
        paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
        paper_row_end(paper, paper_mm(1));
    }
}
