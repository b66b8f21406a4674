/* What stands around the questions: title and introduction, how to fill the form in, sections with their words, notes, and
 * who answers what. */
#include "base/day.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/paper/paper-build.h"
#include "forms/survey/condition.h"
#include "forms/survey/routes.h"
#include "forms/survey/variables.h"
#include <string.h>

#include "base/banned.h"

/* How far questions that only some answer stand in. */
static double route_indent(void)
{
    return paper_mm(5);
}

/* A block of one paragraph. */
static void add_words(Paper *paper, const char *words, double before, bool keeps_next)
{
    if (*words == '\0')
        return;
    paper_block_begin(paper, NULL, before);
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    double y = paper_paragraph(paper, SHEET_P, words, (PaperText){.x = paper->indent});
    paper_row_end(paper, y);
    paper_block_end(paper, keeps_next);
}

void paper_add_paragraphs(Paper *paper, const Paragraphs *paragraphs, double before,
                          bool keeps_next)
{
    for (size_t i = 0; i < paragraphs->n; i++)
        add_words(paper, paper_words(paper, &paragraphs->at[i]), before, keeps_next);
}

void paper_add_heading(Paper *paper, const char *words, double before)
{
    if (*words == '\0')
        return;
    paper_block_begin(paper, NULL, before);
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    paper_bookmark(paper, 0, words);
    double y = paper_paragraph(
        paper, SHEET_H2, words,
        (PaperText){.x = paper->indent, .size_pt = paper->measure->section, .bold = true});
    paper_row_end(paper, y + paper_mm(0.5));
    paper_block_end(paper, true);
}

static void add_title(Paper *paper)
{
    const Survey *survey = paper->survey;
    paper_block_begin(paper, NULL, 0);
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    paper_bookmark(paper, 0, wording_plain(&survey->title, paper->lang));
    double y = paper_paragraph(
        paper, SHEET_H1, paper_words(paper, &survey->title),
        (PaperText){.x = paper_start(), .size_pt = paper->measure->title, .bold = true});
    y = paper_paragraph(paper, SHEET_P, survey->owner,
                        (PaperText){.x = paper_start(), .y = y + paper_mm(1)});
    paper_row_end(paper, y + paper_mm(1));
    paper_block_end(paper, true);
}

static bool has_required(const Survey *survey)
{
    for (size_t i = 0; i < survey->n_questions; i++)
        if (survey->questions[i].required)
            return true;
    return false;
}

const char *paper_last_day(Paper *paper)
{
    const int64_t closes = paper->style.closes != 0 ? paper->style.closes : paper->survey->closes;
    if (closes == 0)
        return NULL;
    const int64_t day = day_of_moment(closes - 1); /* closed from there on */
    return paper_keep(paper, day_words(day, paper->lang));
}

/* Items of a list, each with its dot. */
static void add_items(Paper *paper, const char *const *items, size_t n)
{
    const double indent = paper_mm(5);
    paper_block_begin(paper, NULL, paper_mm(1.5));
    for (size_t i = 0; i < n; i++) {
        paper_row_begin(paper, ROW_ONCE, SHEET_L);
        paper_tag_open(paper, SHEET_LI);
        paper_text(
            paper, "•",
            (PaperText){.x = paper_start(), .width = indent, .bold = true, .is_aside = true});
        double y = paper_text(paper, items[i],
                              (PaperText){.x = paper_start() + indent,
                                          .width = paper_end() - paper_start() - indent});
        paper_tag_close(paper);
        paper_row_end(paper, y + paper_mm(0.8));
    }
    paper_block_end(paper, false);
}

static void add_how(Paper *paper)
{
    const char *items[6], *last_day = paper_last_day(paper);
    size_t n = 0;
    items[n++] = paper_say(paper, SAY("Use a black or blue pen."));
    items[n++] = paper_say(paper, SAY("Put a tick in the box beside your answer. If you tick the "
                                      "wrong box, cross it out and tick the right one."));
    if (paper->has_arrows)
        items[n++] = paper_say(paper, SAY("Some answers have an arrow, which shows the question to "
                                          "answer next. Where there is no arrow, go on to the next "
                                          "question."));
    items[n++] = has_required(paper->survey)
                     ? paper_say(paper, SAY("You can leave out any question that you do not want "
                                            "to answer, but most of them help us."))
                     : paper_say(paper, SAY("You can leave out any question that you do not want "
                                            "to answer."));
    items[n++] = paper_say(paper, SAY("Leave the column at the edge of the page empty. It is for "
                                      "our staff."));
    if (last_day != NULL)
        items[n++] = paper_keep(
            paper, text_fill(paper_say(paper, SAY("Send the form back by {day}. The last page says "
                                                  "how.")),
                             "day", last_day, NULL));
    else
        items[n++] = paper_say(paper, SAY("The last page says how to send the form back."));
    paper_add_heading(paper, paper_say(paper, SAY("How to fill in this form")),
                      paper->measure->gap);
    add_items(paper, items, n);
}

void paper_add_front(Paper *paper)
{
    const Survey *survey = paper->survey;
    add_title(paper);
    if (survey->n_reconstructed > 0)
        add_words(paper,
                  paper_say(paper, SAY("This survey is rebuilt from a published report. Some of "
                                       "its questions or answers were not printed there and are "
                                       "reconstructed.")),
                  paper_mm(2.5), false);
    paper_add_paragraphs(paper, &survey->intro, paper_mm(2.5), false);
    add_how(paper);
}

/* "Answer question 9 only if ...", for the questions from `first` to `last`. */
static char *route_sentence(const Paper *paper, const Question *first, const Question *last,
                            const char *condition)
{
    const bool has_numbers = first->number != NULL && last->number != NULL;
    const Question *second = paper_next(paper->survey, first);
    const size_t shape = first == last ? 0 : !has_numbers ? 1 : second == last ? 2 : 3;
    static const char *const for_some[] = {
        SAY("Answer this question if {condition}."),
        SAY("Answer these questions if {condition}."),
        SAY("Answer questions {first} and {last} if {condition}."),
        SAY("Answer questions {first} to {last} if {condition}."),
    };
    static const char *const for_all[] = {
        SAY("Everyone answers this question."),
        SAY("Everyone answers these questions."),
        SAY("Everyone answers questions {first} and {last}."),
        SAY("Everyone answers questions {first} to {last}."),
    };
    const char *template = condition != NULL ? for_some[shape] : for_all[shape];
    return text_fill(paper_say(paper, template), "condition", condition != NULL ? condition : "",
                     "first", first->number != NULL ? first->number : "", "last",
                     last->number != NULL ? last->number : "", NULL);
}

/* The last question of a run with the same route; one that only some answer ends with its page. */
static const Question *end_of_run(const Paper *paper, const Question *from, const char *condition)
{
    const Question *last = from;
    for (const Question *next = paper_next(paper->survey, from); next != NULL;
         next = paper_next(paper->survey, next)) {
        g_autofree char *other = routes_question_words(paper->survey, next, paper->lang);
        if (g_strcmp0(other, condition) != 0 || (condition != NULL && next->page != from->page))
            break;
        last = next;
    }
    return last;
}

/* Say who answers where that changes; the block's rule is told apart by its number. */
static void add_question(Paper *paper, const Question *question, const Question **run_end,
                         bool *was_routed)
{
    g_autofree char *condition = routes_question_words(paper->survey, question, paper->lang);
    g_autofree char *sentence = NULL;
    if (*run_end == NULL || question > *run_end) {
        *run_end = end_of_run(paper, question, condition);
        if (condition != NULL || *was_routed)
            sentence = route_sentence(paper, question, *run_end, condition);
        paper->route = condition != NULL ? (unsigned)(question - paper->survey->questions) + 1 : 0;
        *was_routed = condition != NULL;
    }
    paper->indent = paper_start() + (paper->route > 0 ? route_indent() : 0);
    paper_add_question(paper, question, sentence);
    paper->indent = paper_start();
}

static void add_note(Paper *paper, const Note *note)
{
    if (note->on == NOTE_WEB)
        return;
    paper->indent = paper_start() + (paper->route > 0 ? route_indent() : 0);
    if (note->condition != NULL) {
        g_autofree char *condition =
            condition_words(note->condition, paper->survey->variables, paper->lang);
        g_autofree char *words =
            text_fill(paper_say(paper, SAY("If {condition}:")), "condition", condition, NULL);
        add_words(paper, words, paper->measure->gap, true);
    }
    paper_add_paragraphs(paper, &note->text,
                         note->condition != NULL ? paper_mm(1) : paper->measure->gap, false);
    paper->indent = paper_start();
}

/* A page of the web is a section here. */
static void add_section(Paper *paper, const Page *page, const Question **run_end, bool *was_routed)
{
    const size_t first = paper->blocks->len;
    paper->route = 0;
    paper_add_heading(paper, paper_words(paper, &page->title), paper->measure->gap * 1.6);
    paper_add_paragraphs(paper, &page->intro, paper_mm(1.5), true);
    paper_add_paragraphs(paper, &page->support, paper_mm(1.5), true);
    for (size_t i = 0; i < page->n_entries; i++) {
        const Entry *entry = &page->entries[i];
        if (entry->question != NULL && paper_asks(paper->survey, entry->question))
            add_question(paper, entry->question, run_end, was_routed);
        else if (entry->note != NULL)
            add_note(paper, entry->note);
    }
    paper->route = 0;
    if (page->new_sheet && first < paper->blocks->len)
        g_array_index(paper->blocks, PaperBlock, first).begins_sheet = true;
}

void paper_add_pages(Paper *paper)
{
    const Question *run_end = NULL;
    bool was_routed = false;
    for (size_t p = 0; p < paper->survey->n_pages; p++)
        add_section(paper, &paper->survey->pages[p], &run_end, &was_routed);
}
