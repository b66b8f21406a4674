/* The same answers for several statements: a list of small groups of radios, one a row, never a table. */
#include "base/say.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

static void write_row(const QuestionView *view, const Item *item, size_t index, Markup *to)
{
    const QuestionHead head = {.id = item->id, .question = item->question, .item = index};
    const Problem *problem = question_view_problem(view, index);
    g_autofree char *error_id = g_strdup_printf("%s-error", item->id);
    const OptionList list = {.type = "radio",
                             .field = item->id,
                             .id = item->id,
                             .item = index,
                             .options = item->options,
                             .n_options = item->n_options,
                             .class = "options"};
    markup_open(to, "fieldset");
    markup_attr(to, "class", problem != NULL ? "row in-error" : "row");
    markup_attr(to, "aria-describedby", problem != NULL ? error_id : NULL);
    markup_open(to, "legend");
    question_label_words_write(view, &item->row->label, to);
    markup_close(to, "legend");
    question_error_write(view, &head, to);
    question_options_write(view, &list, to);
    markup_close(to, "fieldset");
}

static void grid_render(const Question *question, size_t first_item, const QuestionView *view,
                        Markup *to)
{
    const Item *items = view->survey->variables->items;
    const QuestionHead head = {
        .id = question->id,
        .question = question,
        .item = SIZE_MAX,
        .instruction = question->instruct ? say(view->lang, "Select one answer for each.") : NULL};
    question_group_open(view, &head, false, to);
    markup_open(to, "div");
    markup_attr(to, "class", "grid");
    for (size_t r = 0; r < question->n_rows; r++)
        if (question_item_is_shown(view, first_item + r))
            write_row(view, &items[first_item + r], first_item + r, to);
    markup_close(to, "div");
    question_clear_write(view, question, to);
    question_group_close(to);
}

static bool has_radios(const Question *question)
{
    (void)question;
    return true;
}

extern const QuestionPage grid_page;
const QuestionPage grid_page = {
    .render = grid_render,
    .has_radios = has_radios,
};
