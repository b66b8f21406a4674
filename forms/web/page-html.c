#include "forms/web/page-html.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/survey/condition.h"
#include "forms/survey/routes.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

/* A page as it is about to be drawn. */
typedef struct {
    const Survey *survey;
    const Page *page;
    size_t index;
    QuestionView view;
    Markup *to;
} Drawing;

/* Is the question shown: with rows, when one of them is? */
static bool is_shown(const QuestionView *view, const Question *question)
{
    const size_t first = variables_first_item(view->survey->variables, question);
    if (first == SIZE_MAX)
        return false;
    if (!question_kind(question->type)->has_rows)
        return question_item_is_shown(view, first);
    for (size_t r = 0; r < question->n_rows; r++)
        if (question_item_is_shown(view, first + r))
            return true;
    return false;
}

/* The only question that is shown, or NULL when there are none or several. */
static const Question *only_question(const QuestionView *view, const Page *page)
{
    const Question *only = NULL;
    for (size_t i = 0; i < page->n_entries; i++) {
        const Question *question = page->entries[i].question;
        if (question == NULL || !is_shown(view, question))
            continue;
        if (only != NULL)
            return NULL;
        only = question;
    }
    return only;
}

static QuestionView view_of(const Journey *journey, const Survey *survey, size_t page)
{
    QuestionView view = {.survey = survey,
                         .lang = journey_language(journey),
                         .answers = journey_answers(journey),
                         .fields = journey_fields(journey, page)};
    view.is_only_question = only_question(&view, &survey->pages[page]) != NULL;
    return view;
}

char *page_heading(const Journey *journey, size_t page)
{
    const Answers *answers = journey_answers(journey);
    const Survey *survey = answers->survey;
    const QuestionView view = view_of(journey, survey, page);
    const Question *only = only_question(&view, &survey->pages[page]);
    const Wording *words = only != NULL ? &only->ask : &survey->pages[page].title;
    if (!wording_is(words))
        words = &survey->title;
    return wording_said(words, view.lang, survey, answers);
}

/* One link of the error summary: the same words as beside the control. */
static void write_summary_entry(const Drawing *drawing, const Problem *problem)
{
    g_autofree char *sentence = question_problem_sentence(&drawing->view, problem);
    g_auto(Url) target = url_fragment(problem->control);
    markup_open(drawing->to, "li");
    markup_open(drawing->to, "a");
    markup_attr_url(drawing->to, "href", target);
    markup_text(drawing->to, sentence);
    markup_close(drawing->to, "a");
    markup_close(drawing->to, "li");
}

/* The first problem of each item, as its question shows it. */
static void write_summary(const Drawing *drawing)
{
    const Problems *problems = drawing->view.problems;
    Markup *to = drawing->to;
    if (problems == NULL || problems->list->len == 0)
        return;
    markup_open(to, "div");
    markup_attr(to, "id", "errors");
    markup_attr(to, "class", "error-summary");
    markup_attr(to, "tabindex", "-1");
    markup_attr(to, "role", "group");
    markup_attr(to, "aria-labelledby", "errors-title");
    markup_open(to, "h2");
    markup_attr(to, "id", "errors-title");
    markup_text(to, say(drawing->view.lang, "There is a problem"));
    markup_close(to, "h2");
    markup_open(to, "ul");
    for (size_t i = 0; i < problems->list->len; i++) {
        const Problem *problem = &g_array_index(problems->list, Problem, i);
        if (problems_find(problems, problem->item) == problem)
            write_summary_entry(drawing, problem);
    }
    markup_close(to, "ul");
    markup_close(to, "div");
}

/* The title above one question, or as the heading of several; then the introduction. */
static void write_heading(const Drawing *drawing)
{
    const Wording *title = &drawing->page->title;
    Markup *to = drawing->to;
    if (drawing->view.is_only_question) {
        if (wording_is(title)) {
            markup_open(to, "p");
            markup_attr(to, "class", "caption");
            question_label_words_write(&drawing->view, title, to);
            markup_close(to, "p");
        }
    } else {
        markup_open(to, "h1");
        question_label_words_write(&drawing->view,
                                   wording_is(title) ? title : &drawing->survey->title, to);
        markup_close(to, "h1");
    }
    wording_paragraphs_write(to, &drawing->page->intro, drawing->view.lang, drawing->survey,
                             drawing->view.answers);
}

static bool note_is_shown(const Drawing *drawing, const Note *note)
{
    const Answers *answers = drawing->view.answers;
    const Variables *variables = drawing->survey->variables;
    if (note->on == NOTE_PAPER)
        return false;
    if (note->condition == NULL ||
        question_condition_is_within(note->condition, variables, drawing->index))
        return true;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    const Columns row = answers_columns(answers, room);
    g_autoptr(Routes) routes = routes_new(variables, 1);
    routes_follow(routes, &row);
    return routes_shows_note(routes, note, &row);
}

static void write_note(const Drawing *drawing, const Note *note)
{
    const Variables *variables = drawing->survey->variables;
    Markup *to = drawing->to;
    if (!note_is_shown(drawing, note))
        return;
    markup_open(to, "div");
    markup_attr(to, "class", "note");
    if (question_condition_is_within(note->condition, variables, drawing->index)) {
        g_autofree char *condition =
            condition_words(note->condition, variables, drawing->view.lang);
        g_autofree char *words =
            text_fill(say(drawing->view.lang, "If {condition}:"), "condition", condition, NULL);
        markup_open(to, "p");
        markup_attr(to, "class", "condition");
        markup_text(to, words);
        markup_close(to, "p");
    }
    wording_paragraphs_write(to, &note->text, drawing->view.lang, drawing->survey,
                             drawing->view.answers);
    markup_close(to, "div");
}

static void write_support(const Drawing *drawing, const Paragraphs *support)
{
    if (support->n == 0)
        return;
    markup_open(drawing->to, "div");
    markup_attr(drawing->to, "class", "support");
    wording_paragraphs_write(drawing->to, support, drawing->view.lang, drawing->survey,
                             drawing->view.answers);
    markup_close(drawing->to, "div");
}

static void write_entries(const Drawing *drawing)
{
    for (size_t i = 0; i < drawing->page->n_entries; i++) {
        const Entry *entry = &drawing->page->entries[i];
        if (entry->note != NULL)
            write_note(drawing, entry->note);
        if (entry->question == NULL || !is_shown(&drawing->view, entry->question))
            continue;
        question_page(entry->question->type)
            ->render(entry->question,
                     variables_first_item(drawing->survey->variables, entry->question),
                     &drawing->view, drawing->to);
        write_support(drawing, &entry->question->support);
    }
}

void page_first_button_write(Markup *to, const char *lang)
{
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "form", PAGE_FORM);
    markup_attr(to, "class", "first-button");
    markup_attr(to, "tabindex", "-1");
    markup_attr(to, "aria-hidden", "true");
    markup_text(to, say(lang, "Continue"));
    markup_close(to, "button");
}

/* Enter in a text box presses the first button of a form. Where a "Clear my answer" stands before "Continue", an unseen
 * one that continues stands before both. */
static void write_first_button(const Drawing *drawing)
{
    bool needed = false;
    for (size_t i = 0; i < drawing->page->n_entries; i++) {
        const Question *question = drawing->page->entries[i].question;
        needed |= question != NULL && question_page_has_clear(question) &&
                  is_shown(&drawing->view, question);
    }
    if (needed)
        page_first_button_write(drawing->to, drawing->view.lang);
}

void page_write(Markup *to, const Journey *journey, size_t page, bool with_errors)
{
    const Survey *survey = journey_answers(journey)->survey;
    Drawing drawing = {.survey = survey,
                       .page = &survey->pages[page],
                       .index = page,
                       .view = view_of(journey, survey, page),
                       .to = to};
    if (with_errors)
        drawing.view.problems = journey_problems(journey, page);
    write_summary(&drawing);
    write_heading(&drawing);
    markup_open(to, "form");
    markup_attr(to, "id", PAGE_FORM);
    markup_attr(to, "method", "post");
    markup_attr_on(to, "novalidate", true);
    write_first_button(&drawing);
    write_entries(&drawing);
    write_support(&drawing, &drawing.page->support);
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "button");
    markup_text(to, say(drawing.view.lang, "Continue"));
    markup_close(to, "button");
    markup_close(to, "form");
}
