/* Answers and problems in words: for the resident who gave them, and for staff. */
#include "base/day.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/answers.h"
#include "forms/answers/question-read.h"
#include <string.h>

#include "base/banned.h"

/* Append a label to a list: "a; b". */
static void append_label(GString *list, const char *label)
{
    if (list->len > 0)
        g_string_append(list, "; ");
    g_string_append(list, label);
}

static const char *label_of(const Item *item, int code, const char *lang)
{
    const Option *option = survey_option_find(item->options, item->n_options, code);
    return option != NULL ? wording_plain(&option->label, lang) : "";
}

static char *quantity_words(const Item *item, Value value, const char *lang)
{
    if (item->is_date)
        return day_words(value, lang);
    if (value <= INT32_MAX &&
        survey_option_find(item->options, item->n_options, (int)value) != NULL)
        return g_strdup(label_of(item, (int)value, lang));
    g_autofree char *number = text_from_decimal(value, item->question->quantity.places);
    if (!wording_is(&item->question->quantity.unit))
        return g_steal_pointer(&number);
    return text_fill(say(lang, "{number} {unit}"), "number", number, "unit",
                     wording_plain(&item->question->quantity.unit, lang), NULL);
}

static char *ticks_words(const Answers *answers, const Item *item, const char *lang)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (size_t i = 0; i < item->n_options; i++)
        if (answers->values[item->first_variable + i] == 1)
            append_label(list, wording_plain(&item->options[i].label, lang));
    return list->len > 0 ? g_strdup(list->str) : NULL;
}

/* "1. Parks; 2. Roads" in the order of the places. */
static char *places_words(const Answers *answers, const Item *item, const char *lang)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (Value place = 1; place <= (Value)item->n_options; place++) {
        for (size_t i = 0; i < item->n_options; i++) {
            if (answers->values[item->first_variable + i] != place)
                continue;
            g_autofree char *entry = g_strdup_printf("%" G_GINT64_FORMAT ". %s", place,
                                                     wording_plain(&item->options[i].label, lang));
            append_label(list, entry);
        }
    }
    return list->len > 0 ? g_strdup(list->str) : NULL;
}

char *answers_words(const Answers *answers, size_t item, const char *lang)
{
    const Item *it = &answers->survey->variables->items[item];
    const Value value = answers->values[it->first_variable];
    switch (it->measure) {
    case MEASURE_SINGLE:
        return value >= 0 ? g_strdup(label_of(it, (int)value, lang)) : NULL;
    case MEASURE_MULTIPLE:
        return ticks_words(answers, it, lang);
    case MEASURE_RANK:
        return places_words(answers, it, lang);
    case MEASURE_QUANTITY:
        return value >= 0 ? quantity_words(it, value, lang) : NULL;
    case MEASURE_TEXT:
        return g_strdup(answers->texts[it->first_variable]);
    case MEASURE_COUNT:
        break;
    }
    g_assert_not_reached();
}
