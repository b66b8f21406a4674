/* A number typed in, and answers beside it such as "don't know". */
#include "base/catalogue.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

enum { PLACES_MAX = 6 };

/* A coded answer is stored where the number is, so the two must never be the same. */
static void check_codes(const Question *question, Mistakes *mistakes)
{
    g_autofree char *name = question_in_message(question);
    if (question->n_options > 0 && question->places > 0)
        mistakes_add(
            mistakes, question->line,
            "%s: answers such as \"don't know\" can only stand beside whole numbers: leave "
            "out places, or the answers",
            name);
    if (question->n_options > 0 && !question->has_max)
        mistakes_add(
            mistakes, question->line,
            "%s: beside answers such as \"don't know\" a number needs a max, so that a code "
            "is never taken for a number: write for example max=\"120\"",
            name);
    for (size_t i = 0; i < question->n_options; i++)
        if (question->has_max && question->options[i].code <= question->max)
            mistakes_add(mistakes, question->options[i].line,
                         "%s: the code %d could be an answer in numbers: give this answer a code "
                         "above max",
                         name, question->options[i].code);
}

static void number_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = question_in_message(question);
    if (question->has_min && question->has_max && question->min > question->max)
        mistakes_add(mistakes, question->line, "%s: min is above max: swap them", name);
    if (question->places > PLACES_MAX)
        mistakes_add(mistakes, question->line, "%s: places may be %d at most", name, PLACES_MAX);
    check_codes(question, mistakes);
}

static const char *option_field(const Question *question, char **room)
{
    *room = g_strdup_printf("%s_option", question->id);
    return *room;
}

static void number_read(const Question *question, size_t first_item, const Fields *fields,
                        Answers *answers, Problems *problems)
{
    const size_t variable = answers->survey->variables->items[first_item].first_variable;
    Problem problem = {.item = first_item, .variable = variable};
    const size_t before = problems->list->len;
    g_autofree char *room = NULL;
    bool more = false;
    g_autofree char *typed = field_value(fields, question->id, &more);
    const Option *option =
        read_choice_of(answers, first_item, option_field(question, &room), fields, problems);
    Value value = VALUE_NONE;
    if (problems->list->len > before)
        return;
    if (option != NULL)
        value = option->code;
    if (typed != NULL && (more || option != NULL)) {
        problem.kind = PROBLEM_TWO_ANSWERS;
        problem.code = option != NULL ? option->code : 0;
        problem_note(problems, problem, "%s", question->id);
    } else if (typed != NULL && !text_parse_decimal(typed, question->places, &value)) {
        Value finer = 0;
        const bool is_number = text_parse_decimal(typed, PLACES_MAX + 6, &finer);
        problem.kind = is_number ? PROBLEM_TOO_PRECISE : PROBLEM_NOT_A_NUMBER;
        problem.limit = question->places;
        problem_note(problems, problem, "%s", question->id);
    } else if (typed != NULL) {
        check_range(answers, first_item, value, question->id, problems);
    }
    if (problems->list->len == before)
        answers->values[variable] = value;
}

static void number_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value value = answers->values[it->first_variable];
    if (is_none_or_code(it, value))
        return;
    check_range(answers, item, value, it->id, problems);
}

static void write_input(const QuestionView *view, const QuestionHead *head, Markup *to)
{
    const Question *question = head->question;
    const bool has_unit = words_are(&question->unit);
    g_autofree char *unit_id = g_strdup_printf("%s-unit", question->id);
    g_autofree char *description = described_by(view, head, has_unit ? unit_id : NULL);
    markup_open(to, "div");
    markup_attr(to, "class", "number");
    markup_open(to, "input");
    markup_attr(to, "type", "text");
    markup_attr(to, "id", question->id);
    markup_attr(to, "name", question->id);
    markup_attr(to, "class", "short");
    markup_attr(to, "inputmode", question->places > 0 ? "decimal" : "numeric");
    markup_attr(to, "autocomplete", "off");
    markup_attr(to, "spellcheck", "false");
    markup_attr(to, "aria-describedby", description);
    if (view_problem(view, head->item) != NULL)
        markup_attr(to, "aria-invalid", "true");
    markup_attr(to, "value", typed_value(view, question->id));
    if (has_unit) {
        markup_open(to, "span");
        markup_attr(to, "id", unit_id);
        markup_attr(to, "class", "unit");
        label_words_write(view, &question->unit, to);
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
    label_write(view, &head, to);
    write_input(view, &head, to);
    if (question->n_options > 0) {
        g_autofree char *room = NULL;
        const char *field = option_field(question, &room);
        const OptionList list = {.type = "checkbox",
                                 .field = field,
                                 .id = field,
                                 .item = first_item,
                                 .options = question->options,
                                 .n_options = question->n_options,
                                 .class = "options",
                                 .with_or = true};
        options_write(view, &list, to);
    }
    markup_close(to, "div");
}

const QuestionRules number_rules = {
    .element = "number",
    .measure = MEASURE_QUANTITY,
    .complete = number_complete,
    .read = number_read,
    .check = number_check,
    .render = number_render,
};
