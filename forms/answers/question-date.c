/* A date as day, month and year, typed; the month in figures or as its name in any of the survey's languages. */
#include "base/day.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"
#include <string.h>

#include "base/banned.h"

/* Is what was typed a month's name, or its first three letters or more? */
static bool is_month_name(const char *typed, const char *name)
{
    g_autofree char *small = g_utf8_casefold(typed, -1);
    g_autofree char *full = g_utf8_casefold(name, -1);
    size_t length = strlen(small);
    if (length > 0 && small[length - 1] == '.') /* "Sept." */
        small[--length] = '\0';
    return strcmp(small, full) == 0 || (text_count(small) >= 3 && g_str_has_prefix(full, small));
}

static bool read_month(const Survey *survey, const char *typed, int64_t *out)
{
    if (text_parse_int(typed, out))
        return true;
    for (int64_t month = 1; month <= 12; month++) {
        const char *english = day_months[month - 1];
        bool is = is_month_name(typed, english);
        for (size_t i = 0; i < survey->n_languages && !is; i++)
            is = is_month_name(typed, say(survey->languages[i], english));
        if (is) {
            *out = month;
            return true;
        }
    }
    return false;
}

bool question_date_is_valid(int64_t year, int64_t month, int64_t day)
{
    return year >= 1000 && day_is_real((DayParts){year, month, day});
}

/* The three parts that were typed; how many of them are there, and which is missing first (1 to 3). */
static int find_parts(const Question *question, const Fields *fields, char *typed[3],
                      int *out_missing)
{
    int n = 0;
    *out_missing = 0;
    for (int i = 0; i < 3; i++) {
        g_autofree char *name = question_kind_field(question, (size_t)i);
        bool more = false;
        typed[i] = question_field_value(fields, name, &more);
        if (typed[i] != NULL)
            n++;
        else if (*out_missing == 0)
            *out_missing = i + 1;
    }
    return n;
}

static void read_parts(const Question *question, size_t item, char *const typed[3],
                       Answers *answers, Problems *problems)
{
    const size_t variable = answers->survey->variables->items[item].first_variable;
    Problem problem = {.kind = PROBLEM_NOT_A_DATE, .item = item, .variable = variable};
    int64_t day = 0;
    int64_t month = 0;
    int64_t year = 0;
    if (!day_read_number(typed[0], &day) || !read_month(answers->survey, typed[1], &month) ||
        !text_parse_int(typed[2], &year) || !question_date_is_valid(year, month, day)) {
        question_problem_note(problems, problem, "%s_day", question->id);
        return;
    }
    const Value value = day_of((DayParts){year, month, day});
    g_autofree char *control = g_strdup_printf("%s_day", question->id);
    const size_t before = problems->list->len;
    question_check_range(answers, item, value, control, problems);
    if (problems->list->len == before)
        answers->values[variable] = value;
}

static void date_read(const Question *question, size_t first_item, const Fields *fields,
                      Answers *answers, Problems *problems)
{
    char *typed[3] = {NULL, NULL, NULL};
    int missing = 0;
    const int n = find_parts(question, fields, typed, &missing);
    if (n == 3) {
        read_parts(question, first_item, typed, answers, problems);
    } else if (n > 0) {
        const Problem problem = {.kind = PROBLEM_DATE_PART,
                                 .item = first_item,
                                 .variable =
                                     answers->survey->variables->items[first_item].first_variable,
                                 .code = missing};
        g_autofree char *control = question_kind_field(question, (size_t)missing - 1);
        question_problem_note(problems, problem, "%s", control);
    }
    for (int i = 0; i < 3; i++)
        g_free(typed[i]);
}

static void date_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value value = answers->values[it->first_variable];
    if (value == VALUE_NONE || (value < 0 && value >= VALUE_SEVERAL))
        return;
    const DayParts day = day_parts(value);
    if (!question_date_is_valid(day.year, day.month, day.day)) {
        const Problem problem = {.kind = PROBLEM_NOT_A_DATE,
                                 .item = item,
                                 .variable = it->first_variable,
                                 .given = value};
        question_problem_note(problems, problem, "%s_day", it->id);
        return;
    }
    g_autofree char *control = g_strdup_printf("%s_day", it->id);
    question_check_range(answers, item, value, control, problems);
}

enum { FIRST_YEAR = 1950, LAST_YEAR = 2016 }; /* of dates that are not bounded */

static Value draw_day(const Draw *draw, const Quantity *quantity)
{
    int from = quantity->has_min ? (int)day_parts(quantity->min).year : FIRST_YEAR;
    int to = quantity->has_max ? (int)day_parts(quantity->max).year : MAX(from, LAST_YEAR);
    from = MIN(from, to);
    while (true) {
        Value year =
            from + (Value)random_stream_below(draw->random, (uint64_t)to - (uint64_t)from + 1);
        Value month = 1 + (Value)random_stream_below(draw->random, 12);
        Value day = 1 + (Value)random_stream_below(draw->random, 28);
        Value date = day_of((DayParts){year, month, day});
        if ((!quantity->has_min || date >= quantity->min) &&
            (!quantity->has_max || date <= quantity->max))
            return date;
        if (from == to && quantity->has_min)
            return quantity->min; /* a range of days: do not wait for luck */
    }
}

static void date_draw(const Draw *draw, size_t item)
{
    const Item *it = &draw->answers->survey->variables->items[item];
    if (!draw_beside(draw, item))
        draw->answers->values[it->first_variable] = draw_day(draw, &it->question->quantity);
}

extern const QuestionRules date_rules;
const QuestionRules date_rules = {
    .read = date_read,
    .check = date_check,
    .draw = date_draw,
};
