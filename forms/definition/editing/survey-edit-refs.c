/* Who refers to a question, a row or a code: conditions, repeated answers, breakdowns, totals. */
#include "forms/definition/editing/survey-edit-tree.h"
#include "forms/definition/survey-grammar.h"
#include "forms/survey/condition.h"
#include <string.h>

#include "base/banned.h"

#define X(text) ((const xmlChar *)(text))

typedef struct {
    const char *item;
    int code; /* 0: any */
    const xmlNode *within;
    GString *found;
    bool is_named; /* by the condition that is looked at */
} Search;

static void look_at_test(const Condition *test, void *arg)
{
    Search *search = arg;
    if (test->name == NULL || strcmp(test->name, search->item) != 0)
        return;
    if (search->code == 0)
        search->is_named = true;
    for (size_t i = 0; test->kind == CONDITION_IN && i < test->n_ranges; i++)
        search->is_named |=
            test->ranges[i].from <= search->code && search->code <= test->ranges[i].to;
}

static bool condition_names(Search *search, const char *text)
{
    g_autoptr(Arena) arena = arena_new();
    ConditionSlip slip = {0};
    const Condition *condition = condition_parse(arena, text, &slip);
    g_free(slip.message);
    search->is_named = false;
    if (condition != NULL)
        condition_visit(condition, look_at_test, search);
    return search->is_named;
}

static void note(Search *search, const xmlNode *node, const char *what)
{
    g_autofree char *place = xml_place_in_words(node);
    g_string_append_printf(search->found, "%s%s %s", search->found->len > 0 ? "; " : "", place,
                           what);
}

static bool is_inside(const xmlNode *node, const xmlNode *within)
{
    while (node != NULL && node != within)
        node = node->parent;
    return within != NULL && node == within;
}

static void look(xmlNode *node, void *arg)
{
    Search *search = arg;
    if (is_inside(node, search->within))
        return;
    g_autofree char *condition = survey_element_attribute(node, "if");
    if (condition != NULL && condition_names(search, condition))
        note(search, node,
             search->code == 0 ? "is asked or shown depending on it"
                               : "is asked or shown depending on that answer");
    g_autofree char *of = xml_is(node, "answer") ? survey_element_attribute(node, "of") : NULL;
    if (search->code == 0 && g_strcmp0(of, search->item) == 0)
        note(search, node, "repeats its answer");
}

char *survey_references_to(const SurveyEdit *edit, const char *item, int code,
                           const xmlNode *within)
{
    Search search = {.item = item, .code = code, .within = within, .found = g_string_new(NULL)};
    survey_elements_visit(edit->tree->root, look, &search);
    return g_string_free(search.found, false);
}

bool survey_element_list_drop(xmlNode *node, const char *attribute, const char *word)
{
    g_autofree char *list = survey_element_attribute(node, attribute);
    if (list == NULL)
        return false;
    g_auto(GStrv) words = g_strsplit(list, " ", -1);
    g_autoptr(GString) kept = g_string_new(NULL);
    bool was_there = false;
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], word) == 0)
            was_there = true;
        else
            g_string_append_printf(kept, "%s%s", kept->len > 0 ? " " : "", words[i]);
    }
    if (was_there && kept->len > 0)
        survey_element_set(node, attribute, kept->str);
    else if (was_there)
        xmlUnsetProp(node, X(attribute));
    return was_there;
}

typedef struct {
    const char *item;
    GPtrArray *told;
} Drop;

static void drop_by(xmlNode *node, void *arg)
{
    const Drop *drop = arg;
    if (!xml_is(node, "report") || !survey_element_list_drop(node, "by", drop->item))
        return;
    g_autofree char *place = xml_place_in_words(node);
    survey_edit_tell(drop->told, "The results of %s are no longer broken down by it.", place);
}

void survey_references_drop_by(SurveyEdit *edit, const char *item, GPtrArray *told)
{
    Drop drop = {item, told};
    survey_elements_visit(edit->tree->root, drop_by, &drop);
}

void survey_references_drop_code(xmlNode *owner, int code, GPtrArray *told)
{
    xmlNode *report = xml_child(owner, "report");
    g_autofree char *word = g_strdup_printf("%d", code);
    xmlNode *next = NULL;
    for (xmlNode *net = report != NULL ? xml_first(report) : NULL; net != NULL; net = next) {
        next = xml_next(net);
        if (!xml_is(net, "net") || !survey_element_list_drop(net, "codes", word))
            continue;
        bool has_markup = false;
        g_autofree char *label = survey_phrase_text(net, &has_markup);
        g_autofree char *left = survey_element_attribute(net, "codes");
        if (left != NULL) {
            survey_edit_tell(told, "The total \"%s\" of the results no longer includes it.", label);
            continue;
        }
        survey_edit_tell(told, "The total \"%s\" of the results is gone: it held nothing else.",
                         label);
        survey_element_remove(net);
    }
}
