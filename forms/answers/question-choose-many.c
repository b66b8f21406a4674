/* Any number of answers from a list: tick boxes. */
#include "base/catalogue.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/web/question-html.h"
#include <string.h>

#include "base/banned.h"

static void choose_many_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = question_in_message(question);
    if (question->max_picks > question->n_options)
        mistakes_add(mistakes, question->line,
                     "%s allows %u answers but offers only %zu: lower max, or leave it out", name,
                     question->max_picks, question->n_options);
    if (question->min_picks > question->n_options)
        mistakes_add(mistakes, question->line,
                     "%s asks for %u answers but offers only %zu: lower min, or leave it out", name,
                     question->min_picks, question->n_options);
    if (question->max_picks > 0 && question->min_picks > question->max_picks)
        mistakes_add(
            mistakes, question->line,
            "%s asks for at least %u answers but allows only %u: min must not be above max", name,
            question->min_picks, question->max_picks);
}

/* Note the ticks that were sent, 1 in their variables; false when one is not offered. */
static bool read_ticks(const Question *question, size_t item, const Fields *fields,
                       Answers *answers, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    for (size_t i = 0; i < fields_count(fields); i++) {
        const Field field = fields_at(fields, i);
        int64_t code = 0;
        if (strcmp(field.name, question->id) != 0 || *field.value == '\0')
            continue;
        const Option *option = NULL;
        if (text_parse_int(field.value, &code) && code > 0 && code <= INT32_MAX)
            option = option_find(question->options, question->n_options, (int)code);
        if (option == NULL || !option_is_offered(answers->survey, option)) {
            const Problem problem = {.kind = PROBLEM_UNKNOWN_CODE,
                                     .item = item,
                                     .variable = it->first_variable,
                                     .given = code};
            problem_note(problems, problem, "%s", question->id);
            return false;
        }
        answers->values[it->first_variable + (size_t)(option - question->options)] = 1;
    }
    return true;
}

static void choose_many_read(const Question *question, size_t first_item, const Fields *fields,
                             Answers *answers, Problems *problems)
{
    const Item *item = &answers->survey->variables->items[first_item];
    const bool known = read_ticks(question, first_item, fields, answers, problems);
    (void)read_write_ins(answers, first_item, fields, problems);
    bool any = false;
    for (size_t i = 0; i < item->n_options; i++) {
        Value *value = &answers->values[item->first_variable + i];
        if (has_write_in_words(answers, first_item, item->options[i].code))
            *value = 1; /* words without a tick stand for their option */
        any |= *value == 1;
    }
    const size_t before = problems->list->len;
    if (known && any)
        check_ticks(answers, first_item, question->min_picks, question->max_picks, problems);
    const bool good = known && any && problems->list->len == before;
    for (size_t i = 0; i < item->n_options; i++) {
        Value *value = &answers->values[item->first_variable + i];
        if (!good)
            *value = VALUE_NONE;
        else if (*value == VALUE_NONE && option_is_offered(answers->survey, &item->options[i]))
            *value = 0;
    }
}

static void choose_many_check(const Answers *answers, size_t item, Problems *problems)
{
    const Question *question = answers->survey->variables->items[item].question;
    check_ticks(answers, item, question->min_picks, question->max_picks, problems);
}

/* "Select all that apply.", "Select up to 2.", "Select 2 to 4."
 * Owns: the caller. */
static char *instruction(const Question *question, const char *lang)
{
    g_autofree char *min = g_strdup_printf("%u", question->min_picks);
    g_autofree char *max = g_strdup_printf("%u", question->max_picks);
    if (question->min_picks > 1 && question->max_picks == question->min_picks)
        return text_fill(say(lang, "Select {max}."), "max", max, NULL);
    if (question->min_picks > 1 && question->max_picks > 0)
        return text_fill(say(lang, "Select {min} to {max}."), "min", min, "max", max, NULL);
    if (question->min_picks > 1)
        return text_fill(say(lang, "Select at least {min}."), "min", min, NULL);
    if (question->max_picks > 0)
        return text_fill(say(lang, "Select up to {max}."), "max", max, NULL);
    return g_strdup(say(lang, "Select all that apply."));
}

static void choose_many_render(const Question *question, size_t first_item,
                               const QuestionView *view, Markup *to)
{
    g_autofree char *generated = question->instruct ? instruction(question, view->lang) : NULL;
    const QuestionHead head = {
        .id = question->id, .question = question, .item = first_item, .instruction = generated};
    options_question_write(view, &head, "checkbox", "options", to);
}

const QuestionRules choose_many_rules = {
    .element = "choose-many",
    .measure = MEASURE_MULTIPLE,
    .complete = choose_many_complete,
    .read = choose_many_read,
    .check = choose_many_check,
    .render = choose_many_render,
};
