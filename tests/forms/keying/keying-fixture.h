/* What the tests of keying share: the survey with every kind of field, and the values of an item in words. */
#pragma once

#include "base/error.h"
#include "forms/definition/survey-xml.h"
#include "forms/keying/keying.h"
#include <string.h>

static inline Survey *load(const char *file)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    g_autofree char *path = g_build_filename(root != NULL ? root : ".", file, NULL);
    g_autoptr(GError) error = NULL;
    Survey *survey = survey_load(path, &error);
    g_assert_no_error(error);
    return survey;
}

static inline size_t field_of(const KeyPlan *plan, const char *id)
{
    const size_t item = variables_find_item(plan->survey->variables, id);
    g_assert_cmpuint(item, !=, SIZE_MAX);
    const size_t field = keying_plan_find(plan, item);
    g_assert_cmpuint(field, !=, SIZE_MAX);
    return field;
}

/* "many_1=1 many_2=0": the values that an item has. */
static inline char *values_of(const Answers *answers, size_t item)
{
    const Variables *variables = answers->survey->variables;
    const Item *it = &variables->items[item];
    GString *words = g_string_new(NULL);
    for (size_t v = it->first_variable; v < it->first_variable + it->n_variables; v++) {
        if (answers->values[v] == VALUE_NONE)
            continue;
        g_string_append(words, words->len > 0 ? " " : "");
        if (it->n_variables > 1)
            g_string_append_printf(words, "%s=", variables->at[v].name);
        if (answers->texts[v] != NULL)
            g_string_append_printf(words, "'%s'", answers->texts[v]);
        else
            g_string_append_printf(words, "%" G_GINT64_FORMAT, answers->values[v]);
    }
    return g_string_free(words, false);
}
