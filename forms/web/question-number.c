/* A number typed in, and answers beside it such as "don't know". */
#include "forms/web/question-html.h"

#include "base/banned.h"

static void write_input(const QuestionView *view, const QuestionHead *head, Markup *to)
{
    const Question *question = head->question;
    const bool has_unit = wording_is(&question->quantity.unit);
    g_autofree char *unit_id = g_strdup_printf("%s-unit", question->id);
    g_autofree char *description = question_described_by(view, head, has_unit ? unit_id : NULL);
    markup_open(to, "div");
    markup_attr(to, "class", "number");
    markup_open(to, "input");
    markup_attr(to, "type", "text");
    markup_attr(to, "id", question->id);
    markup_attr(to, "name", question->id);
    markup_attr(to, "class", "short");
    markup_attr(to, "inputmode", question->quantity.places > 0 ? "decimal" : "numeric");
    markup_attr(to, "autocomplete", "off");
    markup_attr(to, "spellcheck", "false");
    markup_attr(to, "aria-describedby", description);
    if (question_view_problem(view, head->item) != NULL)
        markup_attr(to, "aria-invalid", "true");
    markup_attr(to, "value", question_typed_value(view, question->id));
    if (has_unit) {
        markup_open(to, "span");
        markup_attr(to, "id", unit_id);
        markup_attr(to, "class", "unit");
        question_label_words_write(view, &question->quantity.unit, to);
        markup_close(to, "span");
    }
    markup_close(to, "div");
}

static void number_render(const Question *question, size_t first_item, const QuestionView *view,
                          Markup *to)
{
    const QuestionHead head = {.id = question->id, .question = question, .item = first_item};
    markup_open(to, "div");
    markup_attr(to, "class", "question");
    question_label_write(view, &head, to);
    write_input(view, &head, to);
    if (question->n_options > 0) {
        g_autofree char *field = question_kind_field(question, 0);
        const OptionList list = {.type = "checkbox",
                                 .field = field,
                                 .id = field,
                                 .item = first_item,
                                 .options = question->options,
                                 .n_options = question->n_options,
                                 .class = "options",
                                 .with_or = true};
        question_options_write(view, &list, to);
    }
    markup_close(to, "div");
}

extern const QuestionPage number_page;
const QuestionPage number_page = {
    .render = number_render,
};
