/* Lists of radios and tick boxes, and the words beside them. */
#include "base/say.h"
#include "base/text.h"
#include "forms/web/page-html.h"
#include "forms/web/question-html.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    const QuestionView *view;
    const OptionList *list;
    const Question *question;
    Markup *to;
    bool is_first; /* no control was written yet */
} OptionsWriter;

/* Was it ticked: sent so, or meant by the words typed beside it? */
static bool is_ticked(const OptionsWriter *writer, size_t index, const char *code)
{
    const QuestionView *view = writer->view;
    if (view->fields != NULL && fields_has(view->fields, writer->list->field, code))
        return true;
    if (view->answers == NULL || view->fields == NULL)
        return false;
    const Item *item = &view->survey->variables->items[writer->list->item];
    if (item->measure == MEASURE_MULTIPLE)
        return view->answers->values[item->first_variable + index] == 1;
    return view->answers->values[item->first_variable] == writer->list->options[index].code &&
           fields_find(view->fields, writer->list->field) == NULL &&
           writer->list->options[index].write_in != NULL;
}

/* The ends of a scale are said with the first and the last number. */
static void write_end(const OptionsWriter *writer, const Option *option)
{
    const Question *question = writer->question;
    const Wording *end = option->code == question->own.scale.from ? &question->own.scale.low
                                                                  : &question->own.scale.high;
    if (!option->is_point ||
        (option->code != question->own.scale.from && option->code != question->own.scale.to) ||
        !wording_is(end))
        return;
    markup_open(writer->to, "span");
    markup_attr(writer->to, "class", "visually-hidden");
    markup_text(writer->to, " (");
    question_label_words_write(writer->view, end, writer->to);
    markup_text(writer->to, ")");
    markup_close(writer->to, "span");
}

static void write_option(OptionsWriter *writer, size_t index)
{
    const OptionList *list = writer->list;
    const Option *option = &list->options[index];
    Markup *to = writer->to;
    g_autofree char *code = g_strdup_printf("%d", option->code);
    g_autofree char *id =
        writer->is_first ? g_strdup(list->id) : g_strdup_printf("%s-%s", list->id, code);
    writer->is_first = false;
    markup_open(to, "div");
    markup_attr(to, "class", "option");
    markup_open(to, "input");
    markup_attr(to, "type", list->type);
    markup_attr(to, "id", id);
    markup_attr(to, "name", list->field);
    markup_attr(to, "value", code);
    markup_attr_on(to, "checked", is_ticked(writer, index, code));
    markup_open(to, "label");
    markup_attr(to, "for", id);
    if (option->is_point)
        markup_text(to, code);
    else
        question_label_words_write(writer->view, &option->label, to);
    write_end(writer, option);
    markup_close(to, "label");
    if (option->support.n > 0) {
        markup_open(to, "div");
        markup_attr(to, "class", "support");
        wording_paragraphs_write(to, &option->support, writer->view->lang, writer->view->survey,
                                 writer->view->answers);
        markup_close(to, "div");
    }
    markup_close(to, "div");
}

static bool stands_apart(const Option *option)
{
    return option->missing != MISSING_NO || option->exclusive;
}

/* The options from which on all that are offered stand apart; n when the last does not. */
static size_t find_apart(const OptionsWriter *writer)
{
    size_t from = writer->list->n_options;
    while (from > 0 &&
           (stands_apart(&writer->list->options[from - 1]) ||
            !survey_option_is_offered(writer->view->survey, &writer->list->options[from - 1])))
        from--;
    return from;
}

static void write_write_in(const QuestionView *view, size_t index, Markup *to)
{
    const Item *item = &view->survey->variables->items[index];
    const Question *question = item->question;
    const Option *option =
        survey_option_find(question->options, question->n_options, item->parent_code);
    const QuestionHead head = {.id = item->id, .question = question, .item = index};
    g_autofree char *label =
        text_fill(say(view->lang, "If you chose “{answer}”, say more here (optional)"), "answer",
                  wording_plain(&option->label, view->lang), NULL);
    g_autofree char *error_id = g_strdup_printf("%s-error", item->id);
    const bool in_error = question_view_problem(view, index) != NULL;
    markup_open(to, "div");
    markup_attr(to, "class", "write-in");
    markup_open(to, "label");
    markup_attr(to, "for", item->id);
    markup_text(to, label);
    markup_close(to, "label");
    question_error_write(view, &head, to);
    markup_open(to, "input");
    markup_attr(to, "type", "text");
    markup_attr(to, "id", item->id);
    markup_attr(to, "name", item->id);
    markup_attr(to, "dir", "auto");
    markup_attr(to, "autocomplete", "off");
    markup_attr(to, "aria-describedby", in_error ? error_id : NULL);
    markup_attr(to, "aria-invalid", in_error ? "true" : NULL);
    markup_attr(to, "value", question_typed_value(view, item->id));
    markup_close(to, "div");
}

/* The write-ins of the options in one group (-1: of those in none). */
static void write_write_ins(const QuestionView *view, const Question *question, size_t first_item,
                            int group, Markup *to)
{
    const Variables *variables = view->survey->variables;
    for (size_t i = first_item + 1; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->role != ITEM_WRITE_IN || item->parent != first_item)
            return;
        const Option *option =
            survey_option_find(question->options, question->n_options, item->parent_code);
        if (option->group == group && survey_option_is_offered(view->survey, option))
            write_write_in(view, i, to);
    }
}

void question_write_ins_write(const QuestionView *view, const Question *question, size_t first_item,
                              Markup *to)
{
    write_write_ins(view, question, first_item, -1, to);
}

static void open_group(const OptionsWriter *writer, int group)
{
    markup_open(writer->to, "fieldset");
    markup_attr(writer->to, "class", "option-group");
    markup_open(writer->to, "legend");
    question_label_words_write(writer->view, &writer->question->groups[group], writer->to);
    markup_close(writer->to, "legend");
}

static void close_group(const OptionsWriter *writer, int group)
{
    write_write_ins(writer->view, writer->question, writer->list->item, group, writer->to);
    markup_close(writer->to, "fieldset");
}

static void write_or(const OptionsWriter *writer)
{
    markup_open(writer->to, "p");
    markup_attr(writer->to, "class", "or");
    markup_text(writer->to, say(writer->view->lang, "or"));
    markup_close(writer->to, "p");
}

/* Close what the next option (NULL: none) no longer stands in. */
static void leave(const OptionsWriter *writer, const Option *last, const Option *next)
{
    if (last == NULL)
        return;
    if (last->is_point && (next == NULL || !next->is_point))
        markup_close(writer->to, "div");
    if (last->group >= 0 && (next == NULL || next->group != last->group))
        close_group(writer, last->group);
}

static void enter(const OptionsWriter *writer, const Option *last, const Option *next)
{
    if (next->is_point && (last == NULL || !last->is_point)) {
        markup_open(writer->to, "div");
        markup_attr(writer->to, "class", "points");
    }
    if (next->group >= 0 && (last == NULL || last->group != next->group))
        open_group(writer, next->group);
}

void question_options_write(const QuestionView *view, const OptionList *list, Markup *to)
{
    OptionsWriter writer = {.view = view,
                            .list = list,
                            .question = view->survey->variables->items[list->item].question,
                            .to = to,
                            .is_first = true};
    size_t or_before = list->with_or ? 0 : find_apart(&writer);
    const Option *last = NULL;
    markup_open(to, "div");
    markup_attr(to, "class", list->class);
    for (size_t i = 0; i < list->n_options; i++) {
        const Option *option = &list->options[i];
        if (!survey_option_is_offered(view->survey, option))
            continue;
        leave(&writer, last, option);
        if (i >= or_before && (last != NULL || list->with_or)) {
            write_or(&writer);
            or_before = SIZE_MAX;
        }
        enter(&writer, last, option);
        write_option(&writer, i);
        last = option;
    }
    leave(&writer, last, NULL);
    markup_close(to, "div");
}

void question_with_options_write(const QuestionView *view, const QuestionHead *head,
                                 const char *type, const char *class, Markup *to)
{
    const Question *question = head->question;
    const OptionList list = {.type = type,
                             .field = question->id,
                             .id = question->id,
                             .item = head->item,
                             .options = question->options,
                             .n_options = question->n_options,
                             .class = class};
    question_group_open(view, head, false, to);
    question_options_write(view, &list, to);
    question_write_ins_write(view, question, head->item, to);
    if (strcmp(type, "radio") == 0)
        question_clear_write(view, question, to);
    question_group_close(to);
}
