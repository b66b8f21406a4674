/* Places for some of the options: a select for first, second, third choice; no dragging. */
#include "base/catalogue.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

static void rank_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = question_in_message(question);
    if (question->n_options < 2)
        mistakes_add(mistakes, question->line,
                     "%s: there must be at least two answers to put in order", name);
    else if (question->places == 0 || question->places > question->n_options)
        mistakes_add(mistakes, question->line,
                     "%s: places says how many answers get a place, from 1 to %zu", name,
                     question->n_options);
    else if (question->places > 5)
        mistakes_warn(mistakes, question->line,
                      "%s asks for %u places: few people can put more than five in order", name,
                      question->places);
}

static void rank_read(const Question *question, size_t first_item, const Fields *fields,
                      Answers *answers, Problems *problems)
{
    const Item *item = &answers->survey->variables->items[first_item];
    const size_t before = problems->list->len;
    bool any = false;
    for (unsigned place = 1; place <= question->places; place++) {
        g_autofree char *field = g_strdup_printf("%s_%u", question->id, place);
        const Option *option = read_choice_of(answers, first_item, field, fields, problems);
        if (option == NULL)
            continue;
        any = true;
        Value *value = &answers->values[item->first_variable + (size_t)(option - item->options)];
        if (*value == VALUE_NONE) {
            *value = place;
            continue;
        }
        const Problem problem = {.kind = PROBLEM_SAME_OPTION,
                                 .item = first_item,
                                 .variable = item->first_variable,
                                 .code = option->code,
                                 .given = *value,
                                 .limit = place};
        problem_note(problems, problem, "%s", field);
    }
    const bool good = any && problems->list->len == before;
    for (size_t i = 0; i < item->n_options; i++) {
        Value *value = &answers->values[item->first_variable + i];
        if (!good)
            *value = VALUE_NONE;
        else if (*value == VALUE_NONE && option_is_offered(answers->survey, &item->options[i]))
            *value = 0;
    }
    (void)read_write_ins(answers, first_item, fields, problems);
}

static void rank_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value *values = &answers->values[it->first_variable];
    for (size_t i = 0; i < it->n_options; i++) {
        Problem problem = {.kind = PROBLEM_PLACE,
                           .item = item,
                           .variable = it->first_variable + i,
                           .code = it->options[i].code,
                           .given = values[i],
                           .limit = it->question->places};
        if (values[i] > problem.limit || (values[i] < VALUE_SEVERAL && values[i] != VALUE_NONE)) {
            problem_note(problems, problem, "%s_1", it->id);
            return;
        }
        for (size_t j = 0; j < i && values[i] > 0; j++) {
            if (values[j] != values[i])
                continue;
            problem.kind = PROBLEM_SAME_PLACE;
            problem.other_code = it->options[j].code;
            problem_note(problems, problem, "%s_%" G_GINT64_FORMAT, it->id, values[i]);
            return;
        }
    }
}

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
    const Phrase *phrase = words_in(&option->label, view->lang);
    markup_open(to, "option");
    markup_attr_int(to, "value", option->code);
    markup_attr_on(to, "selected", selected);
    if (phrase != NULL && g_strcmp0(phrase->lang, view->lang) != 0)
        markup_attr(to, "lang", phrase->lang);
    markup_text(to, words_plain(&option->label, view->lang));
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
        if (option_is_offered(view->survey, &question->options[i]))
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
    const Problem *problem = view_problem(view, first_item);
    group_open(view, &head, true, to);
    for (unsigned place = 1; place <= question->places; place++) {
        const bool in_error =
            problem != NULL && (problem->kind != PROBLEM_SAME_OPTION || problem->given == place ||
                                problem->limit == place);
        write_place(view, question, place, in_error, to);
    }
    write_ins_write(view, question, first_item, to);
    group_close(to);
}

const QuestionRules rank_rules = {
    .element = "rank",
    .measure = MEASURE_RANK,
    .complete = rank_complete,
    .read = rank_read,
    .check = rank_check,
    .render = rank_render,
};
