#include "survey-server/residents/page-fields.h"
#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

/* A part of a question's own controls: the day of a date, the answers beside a number. */
static bool is_part(const Item *item, const char *rest)
{
    const QuestionKind *kind = question_kind(item->question->type);
    if (item->role != ITEM_ASKED || item->row != NULL)
        return false;
    for (size_t i = 0; i < kind->n_parts; i++)
        if (g_str_equal(rest, kind->parts[i].suffix))
            return !kind->parts[i].is_with_options || item->n_options > 0;
    return false;
}

static bool is_place(const char *rest, unsigned places)
{
    size_t digits = strlen(rest) - 1;
    if (rest[0] != '_' || digits == 0 || digits > 3 || rest[1] == '0' ||
        strspn(rest + 1, "0123456789") != digits)
        return false;
    return g_ascii_strtoull(rest + 1, NULL, 10) <= places;
}

static bool item_has_field(const Item *item, const char *name)
{
    if (!g_str_has_prefix(name, item->id) || item->role == ITEM_CODES)
        return false;
    const char *rest = name + strlen(item->id);
    if (item->measure == MEASURE_RANK)
        return rest[0] != '\0' && is_place(rest, item->question->picks.most);
    return rest[0] == '\0' || is_part(item, rest);
}

/* The item of a page that a field belongs to; NULL when there is none. */
static const Item *find_item(const Survey *survey, size_t page, const char *name)
{
    for (size_t i = 0; i < survey->variables->n_items; i++) {
        const Item *item = &survey->variables->items[i];
        if (item->question->page == page && item_has_field(item, name))
            return item;
    }
    return NULL;
}

/* The button "Clear my answer" of a question on the page. */
static bool is_clear(const Survey *survey, size_t page, Field field)
{
    const Question *question =
        g_str_equal(field.name, "clear") ? survey_find_question(survey, field.value) : NULL;
    return question != NULL && question->page == page;
}

/* The button of another language in the header. */
static bool is_language(const Survey *survey, Field field)
{
    return g_str_equal(field.name, "lang") &&
           g_str_equal(survey_language(survey, field.value), field.value);
}

static size_t count_of(const Fields *fields, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < fields_count(fields); i++)
        n += g_str_equal(fields_at(fields, i).name, name) ? 1 : 0;
    return n;
}

bool page_fields_are_known(const Survey *survey, size_t page, const Fields *fields)
{
    for (size_t i = 0; i < fields_count(fields); i++) {
        const char *name = fields_at(fields, i).name;
        const Item *item = find_item(survey, page, name);
        if (item == NULL && !is_clear(survey, page, fields_at(fields, i)) &&
            !is_language(survey, fields_at(fields, i)))
            return false;
        bool may_repeat = item != NULL && item->measure == MEASURE_MULTIPLE;
        if (!may_repeat && count_of(fields, name) > 1)
            return false;
    }
    return true;
}
