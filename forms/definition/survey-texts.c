/* A walk over every text of a survey. */
#include "forms/definition/survey-check.h"
#include "forms/survey/question-kind.h"

#include "base/banned.h"

typedef struct {
    void (*visit)(const TextPlace *place, void *arg);
    void *arg;
    size_t before_question;
    const Question *owner;
    const Page *page;
} Walk;

static void visit_words(const Walk *walk, const Wording *words, const char *what, bool may_pipe)
{
    if (words->line == 0)
        return; /* it was left out */
    TextPlace place = {
        .words = words,
        .what = what,
        .owner = walk->owner,
        .page = walk->page,
        .before_question = walk->before_question,
        .line = words->line,
        .may_pipe = may_pipe,
    };
    walk->visit(&place, walk->arg);
}

static void visit_paragraphs(const Walk *walk, const Paragraphs *paragraphs, const char *what,
                             bool may_pipe)
{
    for (size_t i = 0; i < paragraphs->n; i++)
        visit_words(walk, &paragraphs->at[i], what, may_pipe);
}

static void visit_options(Walk *walk, const Option *options, size_t n, const Wording *groups,
                          size_t n_groups)
{
    for (size_t i = 0; i < n_groups; i++)
        visit_words(walk, &groups[i], "label", false);
    for (size_t i = 0; i < n; i++) {
        if (options[i].is_point)
            continue;
        visit_words(walk, &options[i].label, "option", false);
        visit_paragraphs(walk, &options[i].support, "support", false);
    }
}

static void visit_report(const Walk *walk, const Report *report)
{
    visit_words(walk, &report->title, "title of the report", false);
    visit_words(walk, &report->base, "base", false);
    for (size_t i = 0; i < report->n_nets; i++)
        visit_words(walk, &report->nets[i].label, "net", false);
}

static bool has_list_options(const Survey *survey, const Question *question)
{
    for (size_t i = 0; i < survey->n_lists; i++) {
        if (survey->lists[i].n_options > 0 && survey->lists[i].options == question->options)
            return true;
    }
    return false;
}

static void visit_question(Walk *walk, const Survey *survey, const Question *question)
{
    walk->owner = question;
    walk->before_question = (size_t)(question - survey->questions);
    visit_words(walk, &question->ask, "ask", true);
    visit_words(walk, &question->short_label, "short", false);
    visit_words(walk, &question->hint, "hint", true);
    visit_words(walk, &question->paper, "paper", false);
    visit_paragraphs(walk, &question->support, "support", true);
    const QuestionKind *kind = question_kind(question->type);
    for (size_t i = 0; i < kind->n_own_words; i++) {
        const void *words = (const char *)question + kind->own_words[i].offset;
        visit_words(walk, words, kind->own_words[i].element, false);
    }
    if (!has_list_options(survey, question))
        visit_options(walk, question->options, question->n_options, question->groups,
                      question->n_groups);
    for (size_t i = 0; i < question->n_rows; i++) {
        visit_words(walk, &question->rows[i].label, "row", true);
    }
    visit_report(walk, &question->report);
    walk->owner = NULL;
    walk->before_question++;
}

static void visit_page(Walk *walk, const Survey *survey, const Page *page)
{
    walk->page = page;
    visit_words(walk, &page->title, "title", true);
    visit_paragraphs(walk, &page->intro, "intro", true);
    visit_paragraphs(walk, &page->support, "support", true);
    for (size_t i = 0; i < page->n_entries; i++) {
        if (page->entries[i].question != NULL)
            visit_question(walk, survey, page->entries[i].question);
        if (page->entries[i].note != NULL)
            visit_paragraphs(walk, &page->entries[i].note->text, "note", true);
    }
    walk->page = NULL;
}

void survey_texts_visit(const Survey *survey, void (*visit)(const TextPlace *place, void *arg),
                        void *arg)
{
    Walk walk = {.visit = visit, .arg = arg};
    visit_words(&walk, &survey->title, "title", false);
    visit_paragraphs(&walk, &survey->intro, "intro", false);
    visit_paragraphs(&walk, &survey->help, "help", false);
    visit_paragraphs(&walk, &survey->privacy, "privacy", false);
    visit_words(&walk, &survey->governance.basis, "basis", false);
    visit_words(&walk, &survey->governance.recipients, "recipients", false);
    visit_words(&walk, &survey->governance.complaint, "complaint", false);
    for (size_t i = 0; i < survey->n_lists; i++) {
        const AnswerList *list = &survey->lists[i];
        visit_options(&walk, list->options, list->n_options, list->groups, list->n_groups);
    }
    for (size_t i = 0; i < survey->n_pages; i++)
        visit_page(&walk, survey, &survey->pages[i]);
    visit_paragraphs(&walk, &survey->thanks, "thanks", false);
}
