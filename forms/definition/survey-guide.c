/* The vocabulary of definitions, read from the schema, so that a message can say what was probably meant. */
#include "forms/definition/survey-grammar.h"

#include <string.h>

#include "base/banned.h"

extern const unsigned char forms_definition_survey_xsd[];
extern const size_t forms_definition_survey_xsd_size;

#define SCHEMA "http://www.w3.org/2001/XMLSchema"

struct Guide {
    xmlDoc *doc;
    GHashTable *children;   /* element to GPtrArray of names */
    GHashTable *attributes; /* element to GPtrArray of names */
    GPtrArray *elements;
    GStringChunk *strings;
};

static bool is_schema(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           strcmp((const char *)node->ns->href, SCHEMA) == 0 &&
           (name == NULL || strcmp((const char *)node->name, name) == 0);
}

/* An attribute of the schema's, without the prefix before a colon; NULL when absent. */
static const char *value_of(const Guide *guide, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    if (value == NULL)
        return NULL;
    const char *text = (const char *)value;
    const char *colon = strrchr(text, ':');
    if (strncmp(text, "xml:", 4) == 0)
        colon = NULL;
    const char *kept =
        g_string_chunk_insert_const(guide->strings, colon != NULL ? colon + 1 : text);
    xmlFree(value);
    return kept;
}

/* The top-level definition of that kind and name, or NULL. */
static const xmlNode *definition(const Guide *guide, const char *kind, const char *name)
{
    const xmlNode *root = xmlDocGetRootElement(guide->doc);
    for (const xmlNode *node = root->children; node != NULL; node = node->next) {
        if (is_schema(node, kind) && g_strcmp0(value_of(guide, node, "name"), name) == 0)
            return node;
    }
    return NULL;
}

static void add_once(GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++) {
        if (strcmp(g_ptr_array_index(names, i), name) == 0)
            return;
    }
    g_ptr_array_add(names, (gpointer)(uintptr_t)name);
}

/* A named child, or the elements that may stand in for it. */
static void add_child(const Guide *guide, GPtrArray *children, const char *name)
{
    const xmlNode *root = xmlDocGetRootElement(guide->doc);
    bool is_head = false;
    for (const xmlNode *node = root->children; node != NULL; node = node->next) {
        if (!is_schema(node, "element") ||
            g_strcmp0(value_of(guide, node, "substitutionGroup"), name) != 0)
            continue;
        is_head = true;
        add_once(children, value_of(guide, node, "name"));
    }
    if (!is_head)
        add_once(children, name);
}

typedef struct {
    GPtrArray *children;
    GPtrArray *attributes;
} Content;

static void collect(const Guide *guide, const xmlNode *node, Content *content, unsigned depth);

static void collect_definition(const Guide *guide, const char *kind, const char *name,
                               Content *content, unsigned depth)
{
    const xmlNode *found = name != NULL ? definition(guide, kind, name) : NULL;
    if (found != NULL)
        collect(guide, found, content, depth + 1);
}

/* What an element, a type or a group holds. */
static void collect(const Guide *guide, const xmlNode *node, Content *content, unsigned depth)
{
    if (depth > 16)
        return;
    collect_definition(guide, "complexType", value_of(guide, node, "type"), content, depth);
    for (const xmlNode *part = node->children; part != NULL; part = part->next) {
        if (!is_schema(part, NULL))
            continue;
        const char *ref = value_of(guide, part, "ref");
        const char *name = ref != NULL ? ref : value_of(guide, part, "name");
        if (is_schema(part, "element")) {
            add_child(guide, content->children, name);
        } else if (is_schema(part, "attribute")) {
            add_once(content->attributes, name);
        } else if (is_schema(part, "attributeGroup")) {
            collect_definition(guide, "attributeGroup", ref, content, depth);
        } else if (is_schema(part, "group")) {
            collect_definition(guide, "group", ref, content, depth);
        } else {
            collect_definition(guide, "complexType", value_of(guide, part, "base"), content, depth);
            collect(guide, part, content, depth + 1);
        }
    }
}

static void free_names(gpointer names)
{
    g_ptr_array_unref(names);
}

Guide *survey_guide_new(void)
{
    Guide *guide = g_new0(Guide, 1);
    guide->doc = xmlReadMemory((const char *)forms_definition_survey_xsd,
                               (int)forms_definition_survey_xsd_size, NULL, NULL, XML_PARSE_NONET);
    g_assert(guide->doc != NULL);
    guide->strings = g_string_chunk_new(4096);
    guide->elements = g_ptr_array_new();
    guide->children = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_names);
    guide->attributes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_names);
    const xmlNode *root = xmlDocGetRootElement(guide->doc);
    for (const xmlNode *node = root->children; node != NULL; node = node->next) {
        if (!is_schema(node, "element") || value_of(guide, node, "abstract") != NULL)
            continue;
        const char *name = value_of(guide, node, "name");
        Content content = {g_ptr_array_new(), g_ptr_array_new()};
        collect(guide, node, &content, 0);
        add_once(guide->elements, name);
        g_hash_table_insert(guide->children, (gpointer)(uintptr_t)name, content.children);
        g_hash_table_insert(guide->attributes, (gpointer)(uintptr_t)name, content.attributes);
    }
    return guide;
}

void survey_guide_free(Guide *guide)
{
    if (guide == NULL)
        return;
    xmlFreeDoc(guide->doc);
    g_hash_table_destroy(guide->children);
    g_hash_table_destroy(guide->attributes);
    g_ptr_array_unref(guide->elements);
    g_string_chunk_free(guide->strings);
    g_free(guide);
}

static bool holds(const GPtrArray *names, const char *name)
{
    for (guint i = 0; names != NULL && i < names->len; i++) {
        if (strcmp(g_ptr_array_index(names, i), name) == 0)
            return true;
    }
    return false;
}

bool survey_guide_has_element(const Guide *guide, const char *element)
{
    return holds(guide->elements, element);
}

bool survey_guide_may_hold(const Guide *guide, const char *parent, const char *child)
{
    return holds(g_hash_table_lookup(guide->children, parent), child);
}

static GPtrArray *lend(GPtrArray *names)
{
    return names != NULL ? g_ptr_array_ref(names) : g_ptr_array_new();
}

GPtrArray *survey_guide_elements(const Guide *guide)
{
    return lend(guide->elements);
}

GPtrArray *survey_guide_children(const Guide *guide, const char *parent)
{
    return lend(g_hash_table_lookup(guide->children, parent));
}

GPtrArray *survey_guide_attributes(const Guide *guide, const char *element)
{
    return lend(g_hash_table_lookup(guide->attributes, element));
}

GPtrArray *survey_guide_parents(const Guide *guide, const char *child)
{
    GPtrArray *parents = g_ptr_array_new();
    for (guint i = 0; i < guide->elements->len; i++) {
        const char *element = g_ptr_array_index(guide->elements, i);
        if (survey_guide_may_hold(guide, element, child))
            add_once(parents, element);
    }
    return parents;
}
