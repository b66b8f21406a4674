/* Points shared out: a box beside each answer. */
#include "forms/web/question-html.h"

#include "base/banned.h"

extern const QuestionPage share_page;

static void write_row(const QuestionView *view, size_t index, Markup *to)
{
    const Item *item = &view->survey->variables->items[index];
    const QuestionHead head = {.id = item->id, .question = item->question, .item = index};
    g_autofree char *error_id = g_strdup_printf("%s-error", item->id);
    const bool in_error = question_view_problem(view, index) != NULL;
    markup_open(to, "div");
    markup_attr(to, "class", "number");
    markup_open(to, "label");
    markup_attr(to, "for", item->id);
    question_label_words_write(view, &item->row->label, to);
    markup_close(to, "label");
    question_error_write(view, &head, to);
    markup_open(to, "input");
    markup_attr(to, "type", "text");
    markup_attr(to, "id", item->id);
    markup_attr(to, "name", item->id);
    markup_attr(to, "class", "short");
    markup_attr(to, "inputmode", "numeric");
    markup_attr(to, "aria-describedby", in_error ? error_id : NULL);
    markup_attr(to, "aria-invalid", in_error ? "true" : NULL);
    markup_attr(to, "value", question_typed_value(view, item->id));
    markup_close(to, "div");
}

static void share_render(const Question *question, size_t first_item, const QuestionView *view,
                         Markup *to)
{
    const QuestionHead head = {.id = question->id, .question = question, .item = SIZE_MAX};
    question_group_open(view, &head, true, to);
    for (size_t r = 0; r < question->n_rows; r++)
        if (question_item_is_shown(view, first_item + r))
            write_row(view, first_item + r, to);
    question_group_close(to);
}

const QuestionPage share_page = {
    .render = share_render,
};
