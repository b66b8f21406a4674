/* Answers that are ticked: a straight column of boxes, one answer a line, with what is written beside an answer, where it
 * leads, and its code at the outer edge. */
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-build.h"
#include "forms/survey/question-kind.h"
#include <math.h>

#include "base/banned.h"

enum { WAYS_FOR_ALL = 5 }; /* with more answers, only those that lead elsewhere say where */

typedef struct {
    Paper *paper;
    const Question *question;
    size_t item;
    double x, words; /* of the boxes, and of the words beside them */
    double ways;     /* where all arrows begin; 0: none */
    bool for_all;    /* every answer says where it leads */
} List;

/* Does an answer decide alone where to go on? */
static bool decides(const Question *question, const Option *option)
{
    const QuestionKind *kind = question_kind(question->type);
    return (kind->measure == MEASURE_SINGLE && !kind->has_rows) ||
           (kind->measure == MEASURE_MULTIPLE && option->exclusive);
}

bool paper_forks(const Survey *survey, const Question *question, const Option *option)
{
    if (!decides(question, option) || !survey_option_is_offered(survey, option))
        return false;
    PaperWay way = paper_way(survey, question, option);
    return way.is_known && way.to != paper_next(survey, question);
}

/* The words of where an answer leads, or NULL when it leads on. */
static const char *way_of(const List *list, const Option *option)
{
    if (list->ways <= 0 || !decides(list->question, option) ||
        (!list->for_all && !paper_forks(list->paper->survey, list->question, option)))
        return NULL;
    PaperWay way = paper_way(list->paper->survey, list->question, option);
    return way.is_known ? paper_way_words(list->paper, way) : NULL;
}

/* Find where arrows begin: after the longest answer that has one. */
static void plan_ways(List *list)
{
    const Question *question = list->question;
    const Survey *survey = list->paper->survey;
    size_t n_offered = 0;
    double longest = 0, widest_way = 0;
    bool is_fork = false;
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        if (!survey_option_is_offered(survey, option))
            continue;
        const char *label = paper_words(list->paper, &option->label);
        n_offered++;
        longest = fmax(longest, paper_text_width(list->paper, label, false));
        is_fork = is_fork || paper_forks(survey, question, option);
        if (!decides(question, option))
            continue;
        const char *way = paper_way_words(list->paper, paper_way(survey, question, option));
        widest_way = fmax(widest_way, paper_text_width(list->paper, way, true));
    }
    if (!is_fork)
        return;
    list->for_all = n_offered <= WAYS_FOR_ALL;
    double latest = paper_end() - widest_way - list->paper->measure->body * 1.3 - paper_mm(2.5);
    list->ways = fmax(list->words, fmin(list->words + longest + paper_mm(6), latest));
}

/* The arrow and the words after it, beside or below the answer; returns where they end. */
static double add_way(const List *list, const Option *option, double top, double label_width,
                      double below)
{
    Paper *paper = list->paper;
    const char *words = way_of(list, option);
    if (words == NULL)
        return below;
    const double body = paper->measure->body;
    const double line = paper_line_height(paper, body);
    bool is_beside = list->words + label_width + paper_mm(3) <= list->ways;
    double y = is_beside ? top : below;
    double x = is_beside ? list->ways : list->words;
    double text = x + body * 1.3 + paper_mm(2);
    paper_arrow(paper, x, y + line * 0.52);
    return fmax(
        below,
        paper_text(paper, words,
                   (PaperText){.x = text, .y = y, .width = paper_end() - text, .bold = true}));
}

/* A line to write on, beside the words or below them; returns where it ends. */
static double add_write_in(const List *list, double first, double label_width, double below)
{
    Paper *paper = list->paper;
    double line = paper_line_height(paper, paper->measure->body);
    double beside = list->words + label_width + paper_mm(3);
    bool fits = paper_end() - beside >= paper_mm(45) && below - first <= line * 1.5;
    double x = fits ? beside : list->words;
    double y = fits ? first + line : below + paper->measure->line * 0.85;
    paper_rule(paper, x, y, paper_end() - x, 0, 0.75);
    return fmax(below, y);
}

/* Is a place written in the box, and not a tick? */
static bool takes_places(const Question *question)
{
    return question_kind(question->type)->measure == MEASURE_RANK;
}

/* A box to tick, or to write a place in. */
static double add_control(const List *list, const Option *option, double top)
{
    const PaperMeasure *measure = list->paper->measure;
    if (!takes_places(list->question)) {
        paper_tick(list->paper, list->x, top, option);
        return measure->box;
    }
    double side = measure->box * 1.35;
    paper_box(list->paper, list->x, top, side, side);
    return side;
}

static void add_option(const List *list, const Option *option)
{
    Paper *paper = list->paper;
    const PaperMeasure *measure = paper->measure;
    const char *label = paper_words(paper, &option->label);
    double room = paper_end() - list->words;
    paper_row_begin(paper, ROW_ONCE, SHEET_L);
    paper_tag_open(paper, SHEET_LI);
    double control = add_control(list, option, measure->clear / 2);
    double centre = (measure->clear + control) / 2;
    double top = paper_beside(paper, centre);
    double width = fmin(room, paper_text_width(paper, label, false));
    double y = paper_text(paper, label,
                          (PaperText){.x = list->words, .y = top, .width = room, .option = option});
    y = add_way(list, option, top, width, y);
    if (option->write_in != NULL)
        y = add_write_in(list, top, list->ways > 0 ? room : width, y);
    for (size_t i = 0; i < option->support.n; i++)
        y = paper_text(paper, paper_words(paper, &option->support.at[i]),
                       (PaperText){.x = list->words, .y = y, .width = room});
    paper_tag_close(paper);
    paper_office(paper, paper_code_of(paper, list->item, option), centre, option);
    paper_row_end(paper, fmax(control + measure->clear, y + top));
}

static void add_group(const List *list, int group)
{
    Paper *paper = list->paper;
    const double above = paper_mm(1.5);
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    double y = paper_paragraph(paper, SHEET_P, paper_words(paper, &list->question->groups[group]),
                               (PaperText){.x = list->x, .y = above, .bold = true});
    g_array_index(paper->rows, PaperRow, paper->rows->len - 1).keeps_next = true;
    paper_row_end(paper, y + paper_mm(0.5));
}

/* Room before an answer that says nothing, or excludes the others. */
static void add_room(const List *list, double height)
{
    paper_row_begin(list->paper, ROW_ONCE, SHEET_L);
    paper_row_end(list->paper, height);
}

static bool stands_apart(const Option *option)
{
    return option->missing != MISSING_NO || option->exclusive;
}

/* The answers of a list but for the points of a scale. */
static void add_list(const List *list)
{
    const Question *question = list->question;
    const Option *last = NULL;
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        if (option->is_point || !survey_option_is_offered(list->paper->survey, option))
            continue;
        bool is_other_group = last == NULL ? option->group >= 0 : option->group != last->group;
        if (option->group >= 0 && is_other_group)
            add_group(list, option->group);
        else if (last != NULL && (is_other_group || (stands_apart(option) && !stands_apart(last))))
            add_room(list, paper_mm(1.5));
        add_option(list, option);
        last = option;
    }
}

static List list_of(Paper *paper, const Question *question, size_t item)
{
    List list = {
        .paper = paper, .question = question, .item = item, .x = paper_answers_start(paper)};
    double side = paper->measure->box * (takes_places(question) ? 1.35 : 1);
    list.words = list.x + side + paper_mm(3.5);
    return list;
}

void paper_add_options(Paper *paper, const Question *question, size_t first_item)
{
    List list = list_of(paper, question, first_item);
    plan_ways(&list);
    add_list(&list);
}
