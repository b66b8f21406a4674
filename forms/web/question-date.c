/* A date: three boxes for day, month and year. */
#include "base/say.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

static void write_part(const QuestionView *view, const Question *question, int part, bool in_error,
                       Markup *to)
{
    static const char *const labels[3] = {SAY("Day"), SAY("Month"), SAY("Year")};
    g_autofree char *name = question_kind_field(question, (size_t)part);
    markup_open(to, "div");
    markup_open(to, "label");
    markup_attr(to, "for", name);
    markup_text(to, say(view->lang, labels[part]));
    markup_close(to, "label");
    markup_open(to, "input");
    markup_attr(to, "type", "text");
    markup_attr(to, "id", name);
    markup_attr(to, "name", name);
    markup_attr(to, "class", part == 2 ? "year" : "day");
    markup_attr(to, "inputmode", part == 1 ? NULL : "numeric");
    markup_attr(to, "autocomplete", "off");
    markup_attr(to, "spellcheck", "false");
    if (in_error)
        markup_attr(to, "aria-invalid", "true");
    markup_attr(to, "value", question_typed_value(view, name));
    markup_close(to, "div");
}

static void date_render(const Question *question, size_t first_item, const QuestionView *view,
                        Markup *to)
{
    const QuestionHead head = {.id = question->id,
                               .question = question,
                               .item = first_item,
                               .instruction = question->instruct && !wording_is(&question->hint)
                                                  ? say(view->lang, "For example, 27 3 2007.")
                                                  : NULL};
    const Problem *problem = question_view_problem(view, first_item);
    question_group_open(view, &head, true, to);
    markup_open(to, "div");
    markup_attr(to, "class", "date");
    for (int part = 0; part < 3; part++) {
        const bool in_error =
            problem != NULL && (problem->kind != PROBLEM_DATE_PART || problem->code == part + 1);
        write_part(view, question, part, in_error, to);
    }
    markup_close(to, "div");
    question_group_close(to);
}

extern const QuestionPage date_page;
const QuestionPage date_page = {
    .render = date_render,
};
