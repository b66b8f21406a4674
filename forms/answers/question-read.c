#include "forms/answers/question-read.h"
#include "base/limits.h"
#include "base/text.h"
#include <stdarg.h>
#include <string.h>

#include "base/banned.h"

/* Every script's decimal digits as 0 to 9. */
static char *ascii_digits(const char *text)
{
    GString *plain = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        const int digit = g_unichar_digit_value(c);
        g_string_append_unichar(plain, digit >= 0 ? (gunichar)('0' + digit) : c);
    }
    return g_string_free(plain, false);
}

char *question_field_value(const Fields *fields, const char *name, bool *out_more)
{
    char *first = NULL;
    *out_more = false;
    for (size_t i = 0; i < fields_count(fields); i++) {
        const Field field = fields_at(fields, i);
        if (strcmp(field.name, name) != 0)
            continue;
        g_autofree char *normal = text_normalise(field.value);
        g_autofree char *value = ascii_digits(normal);
        if (*value == '\0')
            continue;
        if (first == NULL)
            first = g_steal_pointer(&value);
        else if (strcmp(first, value) != 0)
            *out_more = true;
    }
    return first;
}

void question_problem_note(Problems *problems, Problem problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *control = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    problem.control = control;
    problems_add(problems, problem);
}

static Problem problem_of(const Answers *answers, size_t item, ProblemKind kind)
{
    return (Problem){.kind = kind,
                     .item = item,
                     .variable = answers->survey->variables->items[item].first_variable};
}

const Option *question_read_choice(const Answers *answers, size_t item, const char *field,
                                   const Fields *fields, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    bool more = false;
    g_autofree char *value = question_field_value(fields, field, &more);
    if (value == NULL)
        return NULL;
    Problem problem = problem_of(answers, item, PROBLEM_UNKNOWN_CODE);
    if (more) {
        problem.kind = PROBLEM_TWO_ANSWERS;
        question_problem_note(problems, problem, "%s", field);
        return NULL;
    }
    int64_t code = 0;
    const Option *option = NULL;
    if (text_parse_int(value, &code) && code > INT32_MIN && code < INT32_MAX)
        option = survey_option_find(it->options, it->n_options, (int)code);
    if (option == NULL || !survey_option_is_offered(answers->survey, option)) {
        problem.given = code;
        question_problem_note(problems, problem, "%s", field);
        return NULL;
    }
    return option;
}

bool question_check_words(const Answers *answers, size_t item, const char *words, unsigned limit,
                          const char *control, Problems *problems)
{
    Problem problem = problem_of(answers, item, PROBLEM_NOT_CLEAN);
    if (!text_is_clean(words, strlen(words))) {
        question_problem_note(problems, problem, "%s", control);
        return false;
    }
    problem.given = (int64_t)text_count(words);
    problem.limit = limit;
    problem.kind = PROBLEM_TOO_LONG;
    if (problem.given <= problem.limit)
        return true;
    question_problem_note(problems, problem, "%s", control);
    return false;
}

int question_read_write_ins(Answers *answers, size_t first_item, const Fields *fields,
                            Problems *problems)
{
    const Variables *variables = answers->survey->variables;
    int code = 0;
    size_t n = 0;
    for (size_t i = first_item + 1; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->role != ITEM_WRITE_IN || item->parent != first_item)
            break;
        const char *typed = fields_find(fields, item->id);
        g_autofree char *words = text_normalise(typed != NULL ? typed : "");
        if (*words == '\0')
            continue;
        code = item->parent_code;
        n++;
        if (question_check_words(answers, i, words, LIMIT_WRITE_IN_CHARS, item->id, problems))
            answers_set_text(answers, item->first_variable, words);
    }
    return n == 1 ? code : 0;
}

bool question_has_write_in_words(const Answers *answers, size_t first_item, int code)
{
    const Variables *variables = answers->survey->variables;
    for (size_t i = first_item + 1; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->role != ITEM_WRITE_IN || item->parent != first_item)
            return false;
        if (item->parent_code == code)
            return answers->texts[item->first_variable] != NULL;
    }
    return false;
}

bool question_is_none_or_code(const Item *item, Value value)
{
    if (value == VALUE_NONE || (value < 0 && value >= VALUE_SEVERAL))
        return true;
    return value >= 0 && value <= INT32_MAX &&
           survey_option_find(item->options, item->n_options, (int)value) != NULL;
}

void question_check_single(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value value = answers->values[it->first_variable];
    if (question_is_none_or_code(it, value))
        return;
    Problem problem = problem_of(answers, item, PROBLEM_UNKNOWN_CODE);
    problem.given = value;
    question_problem_note(problems, problem, "%s", it->id);
}

/* The clash of an option that excludes others with the first other one that is ticked. */
static void check_exclusive(const Answers *answers, size_t item, Problem problem,
                            Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    for (size_t i = 0; i < it->n_options; i++) {
        if (!it->options[i].exclusive || answers->values[it->first_variable + i] <= 0)
            continue;
        for (size_t j = 0; j < it->n_options; j++) {
            if (j == i || answers->values[it->first_variable + j] <= 0)
                continue;
            problem.kind = PROBLEM_EXCLUSIVE;
            problem.code = it->options[i].code;
            problem.other_code = it->options[j].code;
            problem.variable = it->first_variable + i;
            question_problem_note(problems, problem, "%s", it->id);
            return;
        }
    }
}

void question_check_ticks(const Answers *answers, size_t item, unsigned min, unsigned max,
                          Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    Problem problem = problem_of(answers, item, PROBLEM_UNKNOWN_CODE);
    bool exclusive = false;
    for (size_t i = 0; i < it->n_options; i++) {
        const Value value = answers->values[it->first_variable + i];
        if (value > 1 || (value < VALUE_SEVERAL && value != VALUE_NONE)) {
            problem.variable = it->first_variable + i;
            problem.given = value;
            question_problem_note(problems, problem, "%s", it->id);
            return;
        }
        if (value == 1 && it->options[i].exclusive)
            exclusive = true;
        problem.given += value == 1 ? 1 : 0;
    }
    const size_t before = problems->list->len;
    check_exclusive(answers, item, problem, problems);
    if (problems->list->len > before)
        return;
    problem.limit = max;
    problem.kind = PROBLEM_TOO_MANY;
    if (max > 0 && problem.given > problem.limit)
        question_problem_note(problems, problem, "%s", it->id);
    problem.limit = min;
    problem.kind = PROBLEM_TOO_FEW;
    if (problem.given > 0 && problem.given < problem.limit && !exclusive)
        question_problem_note(problems, problem, "%s", it->id);
}

void question_check_range(const Answers *answers, size_t item, Value value, const char *control,
                          Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Quantity *quantity = &it->question->quantity;
    Problem problem = problem_of(answers, item, PROBLEM_OUT_OF_RANGE);
    problem.given = value;
    problem.limit = quantity->has_min ? quantity->min : INT64_MIN;
    problem.limit_high = quantity->has_max ? quantity->max : INT64_MAX;
    if (!quantity->has_min && !it->is_date)
        problem.limit = 0; /* negative values are the missing kinds */
    if (value < problem.limit || value > problem.limit_high)
        question_problem_note(problems, problem, "%s", control);
}

void question_set_all(Answers *answers, size_t item, Value value)
{
    const Item *it = &answers->survey->variables->items[item];
    for (size_t v = it->first_variable; v < it->first_variable + it->n_variables; v++) {
        if (it->measure == MEASURE_TEXT)
            answers_set_text(answers, v, NULL);
        answers->values[v] = value;
    }
}
