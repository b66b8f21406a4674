/* Elements of a definition: which they are, their children, and where they stand, in words. */
#include "forms/definition/survey-grammar.h"
#include "forms/definition/survey-reader.h"
#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

bool xml_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 &&
           node->ns != NULL && strcmp((const char *)node->ns->href, SURVEY_NAMESPACE) == 0;
}

static xmlNode *element_from(xmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

xmlNode *xml_first(const xmlNode *parent)
{
    return element_from(parent->children);
}

xmlNode *xml_next(const xmlNode *node)
{
    return element_from(node->next);
}

xmlNode *xml_child(const xmlNode *parent, const char *name)
{
    for (xmlNode *node = xml_first(parent); node != NULL; node = xml_next(node)) {
        if (xml_is(node, name))
            return node;
    }
    return NULL;
}

unsigned xml_line(const xmlNode *node)
{
    long line = xmlGetLineNo(node);
    return line > 0 ? (unsigned)line : 0;
}

bool xml_is_question(const xmlNode *node, QuestionType *out_type)
{
    const char *name = (const char *)node->name;
    return question_kind_find(name, out_type) && xml_is(node, name);
}

static char *named(const char *kind, const xmlNode *node, const char *attribute)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)attribute);
    if (value == NULL || value[0] == '\0') {
        xmlFree(value);
        return NULL;
    }
    char *words = strcmp(attribute, "number") == 0
                      ? g_strdup_printf("%s %.20s", kind, (char *)value)
                      : g_strdup_printf("%s '%.40s'", kind, (char *)value);
    xmlFree(value);
    return words;
}

char *xml_place_in_words(const xmlNode *node)
{
    static const char *const kinds[] = {"page", "list", "note"};
    for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent) {
        QuestionType type = QUESTION_TYPE_COUNT;
        char *words = NULL;
        if (xml_is_question(node, &type)) {
            words = named("question", node, "number");
            if (words == NULL)
                words = named("question", node, "id");
            return words != NULL ? words : g_strdup("this question");
        }
        for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
            if (!xml_is(node, kinds[i]))
                continue;
            words = named(kinds[i], node, "id");
            return words != NULL ? words : g_strdup_printf("this %s", kinds[i]);
        }
    }
    return g_strdup("the survey");
}
