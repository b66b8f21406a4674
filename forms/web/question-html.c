#include "forms/web/question-html.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/survey/condition.h"
#include "forms/survey/lifetime.h"
#include "forms/survey/routes.h"
#include "forms/web/page-html.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    const Variables *variables;
    size_t page;
    bool is_within;
} Within;

static void look_within(const Condition *test, void *arg)
{
    Within *within = arg;
    const Question *question = within->variables->items[test->item].question;
    within->is_within |= question->page == within->page;
}

bool question_condition_is_within(const Condition *condition, const Variables *variables,
                                  size_t page)
{
    if (condition == NULL)
        return false;
    Within within = {.variables = variables, .page = page};
    condition_visit(condition, look_within, &within);
    return within.is_within;
}

bool question_item_is_shown(const QuestionView *view, size_t item)
{
    const Survey *survey = view->survey;
    const Variables *variables = survey->variables;
    const Item *it = &variables->items[item];
    const Condition *own = it->question->condition;
    const Condition *of_row = it->row != NULL ? it->row->condition : NULL;
    if (!lifetime_holds(it->question->lifetime, survey->version) ||
        (it->row != NULL && !lifetime_holds(it->row->lifetime, survey->version)))
        return false;
    if (own == NULL && of_row == NULL)
        return true;
    if (question_condition_is_within(own, variables, it->question->page) ||
        question_condition_is_within(of_row, variables, it->question->page))
        return true;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    const Columns row = answers_columns(view->answers, room);
    g_autoptr(Routes) routes = routes_new(variables, 1);
    routes_follow(routes, &row);
    return routes_of_item(routes, item)[0] != 0;
}

const Problem *question_view_problem(const QuestionView *view, size_t item)
{
    return view->problems != NULL ? problems_find(view->problems, item) : NULL;
}

const char *question_typed_value(const QuestionView *view, const char *name)
{
    const char *typed = view->fields != NULL ? fields_find(view->fields, name) : NULL;
    return typed != NULL ? typed : "";
}

void question_label_words_write(const QuestionView *view, const Wording *words, Markup *to)
{
    wording_write(to, words, view->lang, view->survey, view->answers);
}

char *question_problem_sentence(const QuestionView *view, const Problem *problem)
{
    const Survey *survey = view->survey;
    const Item *item = &survey->variables->items[problem->item];
    g_autofree char *sentence = problem_words(problem, survey, view->lang);
    if (view->is_only_question && item->row == NULL && item->role == ITEM_ASKED)
        return g_steal_pointer(&sentence);
    if (problem->kind == PROBLEM_REQUIRED) /* it names its question itself */
        return g_steal_pointer(&sentence);
    if (item->row == NULL && item->role == ITEM_ASKED && item->question->number != NULL)
        return text_fill(say(view->lang, "Question {number}: {sentence}"), "number",
                         item->question->number, "sentence", sentence, NULL);
    return text_fill(say(view->lang, "{question} – {sentence}"), "question",
                     variables_item_label(item, view->lang), "sentence", sentence, NULL);
}

/* A survey without any compulsory question says so on its start page; in another, the free ones are marked. */
static bool is_marked_optional(const QuestionView *view, const Question *question)
{
    if (question->required)
        return false;
    for (size_t i = 0; i < view->survey->n_questions; i++)
        if (view->survey->questions[i].required)
            return true;
    return false;
}

/* Condition (where it hangs on this page), number, words, "(optional)". */
static void write_ask(const QuestionView *view, const Question *question, Markup *to)
{
    const Variables *variables = view->survey->variables;
    if (question->instruct &&
        question_condition_is_within(question->condition, variables, question->page)) {
        g_autofree char *condition = condition_words(question->condition, variables, view->lang);
        g_autofree char *words =
            text_fill(say(view->lang, "If {condition}:"), "condition", condition, NULL);
        markup_open(to, "span");
        markup_attr(to, "class", "condition");
        markup_text(to, words);
        markup_close(to, "span");
        markup_text(to, " ");
    }
    if (question->number != NULL) {
        g_autofree char *number = g_strdup_printf("%s.", question->number);
        markup_open(to, "span");
        markup_attr(to, "class", "question-number");
        markup_text(to, number);
        markup_close(to, "span");
        markup_text(to, " ");
    }
    question_label_words_write(view, &question->ask, to);
    if (is_marked_optional(view, question)) {
        markup_text(to, " ");
        markup_text(to, say(view->lang, "(optional)"));
    }
}

static bool has_hint(const QuestionHead *head)
{
    return head->instruction != NULL || wording_is(&head->question->hint);
}

char *question_described_by(const QuestionView *view, const QuestionHead *head, const char *more)
{
    g_autoptr(GString) ids = g_string_new(NULL);
    if (has_hint(head))
        g_string_append_printf(ids, "%s-hint ", head->id);
    if (head->item != SIZE_MAX && question_view_problem(view, head->item) != NULL)
        g_string_append_printf(ids, "%s-error ", head->id);
    if (more != NULL)
        g_string_append_printf(ids, "%s ", more);
    if (ids->len == 0)
        return NULL;
    g_string_truncate(ids, ids->len - 1);
    return g_strdup(ids->str);
}

void question_hint_write(const QuestionView *view, const QuestionHead *head, Markup *to)
{
    if (!has_hint(head))
        return;
    g_autofree char *id = g_strdup_printf("%s-hint", head->id);
    markup_open(to, "p");
    markup_attr(to, "id", id);
    markup_attr(to, "class", "hint");
    if (wording_is(&head->question->hint)) {
        question_label_words_write(view, &head->question->hint, to);
        markup_text(to, " ");
    }
    if (head->instruction != NULL)
        markup_text(to, head->instruction);
    markup_close(to, "p");
}

void question_error_write(const QuestionView *view, const QuestionHead *head, Markup *to)
{
    const Problem *problem =
        head->item != SIZE_MAX ? question_view_problem(view, head->item) : NULL;
    if (problem == NULL)
        return;
    g_autofree char *id = g_strdup_printf("%s-error", head->id);
    g_autofree char *sentence = question_problem_sentence(view, problem);
    markup_open(to, "p");
    markup_attr(to, "id", id);
    markup_attr(to, "class", "error-message");
    markup_open(to, "span");
    markup_attr(to, "class", "visually-hidden");
    markup_text(to, say(view->lang, "Error:"));
    markup_close(to, "span");
    markup_text(to, " ");
    markup_text(to, sentence);
    markup_close(to, "p");
}

void question_group_open(const QuestionView *view, const QuestionHead *head, bool is_spoken_group,
                         Markup *to)
{
    g_autofree char *description = question_described_by(view, head, NULL);
    const bool in_error = head->item != SIZE_MAX && question_view_problem(view, head->item) != NULL;
    markup_open(to, "fieldset");
    markup_attr(to, "class", in_error ? "question in-error" : "question");
    markup_attr(to, "role", is_spoken_group ? "group" : NULL);
    markup_attr(to, "aria-describedby", description);
    markup_open(to, "legend");
    if (view->is_only_question) {
        markup_open(to, "h1");
        write_ask(view, head->question, to);
        markup_close(to, "h1");
    } else {
        write_ask(view, head->question, to);
    }
    markup_close(to, "legend");
    question_hint_write(view, head, to);
    question_error_write(view, head, to);
}

void question_group_close(Markup *to)
{
    markup_close(to, "fieldset");
}

void question_label_write(const QuestionView *view, const QuestionHead *head, Markup *to)
{
    if (view->is_only_question)
        markup_open(to, "h1");
    markup_open(to, "label");
    markup_attr(to, "for", head->id);
    markup_attr(to, "class", "ask");
    write_ask(view, head->question, to);
    markup_close(to, "label");
    if (view->is_only_question)
        markup_close(to, "h1");
    question_hint_write(view, head, to);
    question_error_write(view, head, to);
}

bool question_may_clear(const Question *question)
{
    if (question->required)
        return false;
    for (size_t i = 0; i < question->n_options; i++)
        if (question->options[i].missing != MISSING_NO)
            return false;
    return true;
}

void question_clear_write(const QuestionView *view, const Question *question, Markup *to)
{
    if (!question_may_clear(question))
        return;
    g_autofree char *label = g_strdup(wording_is(&question->short_label)
                                          ? wording_plain(&question->short_label, view->lang)
                                          : wording_plain(&question->ask, view->lang));
    markup_open(to, "p");
    markup_attr(to, "class", "clear");
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "button-link");
    markup_attr(to, "name", "clear");
    markup_attr(to, "value", question->id);
    markup_text(to, question_kind(question->type)->has_rows ? say(view->lang, "Clear my answers")
                                                            : say(view->lang, "Clear my answer"));
    markup_open(to, "span");
    markup_attr(to, "class", "visually-hidden");
    markup_text(to, ": ");
    markup_text(to, label);
    markup_close(to, "span");
    markup_close(to, "button");
    markup_close(to, "p");
}
