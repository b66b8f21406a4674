/* Elements put in and taken out so that everything around them stays as it was written. */
#include "forms/definition/editing/survey-edit-tree.h"

#include "base/text.h"
#include <string.h>

#include "base/banned.h"

#define X(text) ((const xmlChar *)(text))

/* The order of the grammar; what is not named comes after. */
static const struct {
    const char *parent; /* NULL: a question */
    const char *children[12];
} orders[] = {
    {"survey",
     {"title", "owner", "intro", "help", "privacy", "governance", "lists", "page", "thanks"}},
    {"governance", {"controller", "contact", "basis", "recipients", "complaint", "retention"}},
    {"page", {"title", "intro", "support"}},
    {"report", {"title", "base"}},
    {NULL, {"ask", "short", "hint", "paper", "support", "low", "high", "unit"}},
};

static size_t place_in_order(const xmlNode *parent, const char *name)
{
    size_t row = 0;
    while (orders[row].parent != NULL && !xml_is(parent, orders[row].parent))
        row++;
    size_t place = 0;
    while (place < G_N_ELEMENTS(orders[row].children) && orders[row].children[place] != NULL &&
           strcmp(orders[row].children[place], name) != 0)
        place++;
    return place;
}

xmlNode *survey_element_new(const SurveyEdit *edit, const char *name, const char *words)
{
    xmlNode *node = xmlNewDocNode(edit->tree->doc, edit->tree->root->ns, X(name), NULL);
    if (words != NULL)
        xmlAddChild(node, xmlNewDocText(edit->tree->doc, X(words)));
    return node;
}

void survey_element_set(xmlNode *node, const char *attribute, const char *value)
{
    xmlSetProp(node, X(attribute), X(value));
}

char *survey_element_attribute(const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, X(name));
    if (value == NULL)
        return NULL;
    char *folded = survey_words_fold((const char *)value);
    xmlFree(value);
    return folded;
}

unsigned survey_element_number(const xmlNode *node, const char *name, unsigned otherwise)
{
    g_autofree char *value = survey_element_attribute(node, name);
    int64_t number = 0;
    bool is_number =
        value != NULL && text_parse_int(value, &number) && number >= 0 && number <= 1000000;
    return is_number ? (unsigned)number : otherwise;
}

static bool is_blank(const xmlNode *node)
{
    return node != NULL && node->type == XML_TEXT_NODE && xmlIsBlankNode(node);
}

/* The white space from the last line break on, before an element that begins a line; NULL when it does not. */
static char *indent_of(const xmlNode *element)
{
    if (element == NULL || element->prev == NULL || element->prev->type != XML_TEXT_NODE)
        return NULL;
    const char *text = (const char *)element->prev->content;
    const char *line = strrchr(text, '\n');
    if (line == NULL || strspn(line, "\n \t") != strlen(line))
        return NULL;
    return g_strdup(line);
}

void survey_element_put(xmlNode *parent, xmlNode *after, xmlNode *element)
{
    g_autofree char *indent = indent_of(after != NULL ? after : xml_first(parent));
    if (after != NULL)
        xmlAddNextSibling(after, element);
    else if (parent->children != NULL)
        xmlAddPrevSibling(parent->children, element);
    else
        xmlAddChild(parent, element);
    if (indent != NULL)
        xmlAddPrevSibling(element, xmlNewDocText(parent->doc, X(indent)));
}

void survey_element_put_in_order(xmlNode *parent, xmlNode *element)
{
    size_t place = place_in_order(parent, (const char *)element->name);
    xmlNode *after = NULL;
    for (xmlNode *child = xml_first(parent); child != NULL; child = xml_next(child)) {
        if (place_in_order(parent, (const char *)child->name) <= place)
            after = child;
    }
    survey_element_put(parent, after, element);
}

void survey_element_remove(xmlNode *node)
{
    xmlNode *before = node->prev;
    if (is_blank(before) && (node->next == NULL || node->next->type == XML_TEXT_NODE)) {
        xmlUnlinkNode(before);
        xmlFreeNode(before);
    }
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

void survey_elements_visit(xmlNode *node, void (*visit)(xmlNode *element, void *arg), void *arg)
{
    visit(node, arg);
    for (xmlNode *child = xml_first(node); child != NULL; child = xml_next(child))
        survey_elements_visit(child, visit, arg);
}

bool survey_edit_is_earlier(const SurveyEdit *edit, const xmlNode *node)
{
    return survey_element_number(node, "since", 1) < edit->version;
}

void survey_edit_mark_new(const SurveyEdit *edit, xmlNode *node)
{
    if (edit->version < 2)
        return;
    g_autofree char *version = g_strdup_printf("%u", edit->version);
    survey_element_set(node, "since", version);
}

void survey_edit_tell(GPtrArray *told, const char *format, ...)
{
    if (told == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(told, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}
