/* Places for some of the options: a select for first, second, third choice; no dragging. */
#include "base/say.h"
#include "base/text.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

static char *place_words(const char *lang, unsigned place)
{
    static const char *const words[] = {SAY("First choice"), SAY("Second choice"),
                                        SAY("Third choice"), SAY("Fourth choice"),
                                        SAY("Fifth choice")};
    if (place <= G_N_ELEMENTS(words))
        return g_strdup(say(lang, words[place - 1]));
    g_autofree char *number = g_strdup_printf("%u", place);
    return text_fill(say(lang, "Choice {number}"), "number", number, NULL);
}

static void write_option(const QuestionView *view, const Option *option, bool selected, Markup *to)
{
    const Phrase *phrase = wording_in(&option->label, view->lang);
    markup_open(to, "option");
    markup_attr_int(to, "value", option->code);
    markup_attr_on(to, "selected", selected);
    if (phrase != NULL && g_strcmp0(phrase->lang, view->lang) != 0)
        markup_attr(to, "lang", phrase->lang);
    markup_text(to, wording_plain(&option->label, view->lang));
    markup_close(to, "option");
}

static void write_place(const QuestionView *view, const Question *question, unsigned place,
                        bool in_error, Markup *to)
{
    g_autofree char *field = g_strdup_printf("%s_%u", question->id, place);
    g_autofree char *label = place_words(view->lang, place);
    markup_open(to, "div");
    markup_attr(to, "class", "place");
    markup_open(to, "label");
    markup_attr(to, "for", field);
    markup_text(to, label);
    markup_close(to, "label");
    markup_open(to, "select");
    markup_attr(to, "id", field);
    markup_attr(to, "name", field);
    if (in_error)
        markup_attr(to, "aria-invalid", "true");
    markup_open(to, "option");
    markup_attr(to, "value", "");
    markup_text(to, say(view->lang, "No choice"));
    markup_close(to, "option");
    for (size_t i = 0; i < question->n_options; i++) {
        g_autofree char *code = g_strdup_printf("%d", question->options[i].code);
        if (survey_option_is_offered(view->survey, &question->options[i]))
            write_option(view, &question->options[i],
                         view->fields != NULL && fields_has(view->fields, field, code), to);
    }
    markup_close(to, "select");
    markup_close(to, "div");
}

static void rank_render(const Question *question, size_t first_item, const QuestionView *view,
                        Markup *to)
{
    const QuestionHead head = {
        .id = question->id,
        .question = question,
        .item = first_item,
        .instruction = question->instruct
                           ? say(view->lang, "Select a different answer for each choice. "
                                             "You can leave some out.")
                           : NULL};
    const Problem *problem = question_view_problem(view, first_item);
    question_group_open(view, &head, true, to);
    for (unsigned place = 1; place <= question->picks.most; place++) {
        const bool in_error =
            problem != NULL && (problem->kind != PROBLEM_SAME_OPTION || problem->given == place ||
                                problem->limit == place);
        write_place(view, question, place, in_error, to);
    }
    question_write_ins_write(view, question, first_item, to);
    question_group_close(to);
}

extern const QuestionPage rank_page;
const QuestionPage rank_page = {
    .render = rank_render,
};
