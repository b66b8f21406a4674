/* One answer from a list: radios, or a select where the list is long. */
#include "base/say.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

static void write_select_option(const QuestionView *view, const Question *question,
                                const Option *option, Markup *to)
{
    g_autofree char *code = g_strdup_printf("%d", option->code);
    const Phrase *phrase = wording_in(&option->label, view->lang);
    markup_open(to, "option");
    markup_attr(to, "value", code);
    markup_attr_on(to, "selected",
                   view->fields != NULL && fields_has(view->fields, question->id, code));
    if (phrase != NULL && g_strcmp0(phrase->lang, view->lang) != 0)
        markup_attr(to, "lang", phrase->lang);
    markup_text(to, wording_plain(&option->label, view->lang));
    markup_close(to, "option");
}

static void write_group_attributes(const QuestionView *view, const Wording *label, Markup *to)
{
    const Phrase *phrase = wording_in(label, view->lang);
    if (phrase != NULL && g_strcmp0(phrase->lang, view->lang) != 0)
        markup_attr(to, "lang", phrase->lang);
    markup_attr(to, "label", wording_plain(label, view->lang));
}

static void write_select(const QuestionView *view, const QuestionHead *head, Markup *to)
{
    const Question *question = head->question;
    g_autofree char *description = question_described_by(view, head, NULL);
    markup_open(to, "select");
    markup_attr(to, "id", question->id);
    markup_attr(to, "name", question->id);
    markup_attr(to, "aria-describedby", description);
    if (question_view_problem(view, head->item) != NULL)
        markup_attr(to, "aria-invalid", "true");
    markup_open(to, "option");
    markup_attr(to, "value", "");
    markup_text(to, say(view->lang, "Choose an answer"));
    markup_close(to, "option");
    int group = -1;
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        if (!survey_option_is_offered(view->survey, option))
            continue;
        if (option->group != group && group >= 0)
            markup_close(to, "optgroup");
        if (option->group != group && option->group >= 0) {
            markup_open(to, "optgroup");
            write_group_attributes(view, &question->groups[option->group], to);
        }
        group = option->group;
        write_select_option(view, question, option, to);
    }
    if (group >= 0)
        markup_close(to, "optgroup");
    markup_close(to, "select");
}

static void choose_one_render(const Question *question, size_t first_item, const QuestionView *view,
                              Markup *to)
{
    const QuestionHead head = {.id = question->id, .question = question, .item = first_item};
    if (question->own.choose_one.is_dropdown) {
        markup_open(to, "div");
        markup_attr(to, "class", "question");
        question_label_write(view, &head, to);
        write_select(view, &head, to);
        question_write_ins_write(view, question, first_item, to);
        markup_close(to, "div");
        return;
    }
    question_with_options_write(view, &head, "radio", "options", to);
}

static bool has_radios(const Question *question)
{
    return !question->own.choose_one.is_dropdown;
}

extern const QuestionPage choose_one_page;
const QuestionPage choose_one_page = {
    .render = choose_one_render,
    .has_radios = has_radios,
};
