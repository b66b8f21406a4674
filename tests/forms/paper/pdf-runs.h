/* Words as they stand on the pages of a PDF, found by poppler's pdftohtml -xml; and a few helpers with libxml2. */
#pragma once

#include <glib.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline const xmlChar *xml(const char *words)
{
    return (const xmlChar *)words;
}

/* The number that words begin with. */
static inline int number_in(const char *words)
{
    return (int)g_ascii_strtoll(words, NULL, 10);
}

static inline xmlNodeSet *find(xmlXPathContext *in, xmlNode *from, const char *path,
                               xmlXPathObject **hold)
{
    in->node = from;
    *hold = xmlXPathEvalExpression(xml(path), in);
    g_assert_nonnull(*hold);
    return (*hold)->nodesetval;
}

static inline int size_of(const xmlNodeSet *nodes)
{
    return nodes != NULL ? nodes->nodeNr : 0;
}

typedef struct {
    int page, top, left, right, height;
    bool bold;
    char *text;
} Run; /* words beside one another */

static inline void run_clear(void *run)
{
    g_free(((Run *)run)->text);
}

static inline int compare_runs(const void *a, const void *b)
{
    const Run *x = a, *y = b;
    if (x->page != y->page)
        return x->page - y->page;
    return x->top != y->top ? x->top - y->top : x->left - y->left;
}

static inline int number_of(xmlNode *node, const char *name)
{
    xmlChar *words = xmlGetProp(node, xml(name));
    const int number = number_in((const char *)words);
    xmlFree(words);
    return number;
}

/* What pdftohtml finds, in lines from the top; ligatures, which it tells apart, are joined to their words again. */
static inline GArray *read_runs(const char *out)
{
    GArray *all = g_array_new(false, true, sizeof(Run));
    xmlDoc *doc =
        xmlReadMemory(out, (int)strlen(out), NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOWARNING);
    g_assert_nonnull(doc);
    xmlXPathContext *in = xmlXPathNewContext(doc);
    xmlXPathObject *hold = NULL;
    xmlNodeSet *nodes = find(in, xmlDocGetRootElement(doc), "//text", &hold);
    for (int i = 0; i < size_of(nodes); i++) {
        xmlNode *node = nodes->nodeTab[i];
        xmlChar *words = xmlNodeGetContent(node);
        Run run = {.page = number_of(node->parent, "number"),
                   .top = number_of(node, "top"),
                   .left = number_of(node, "left"),
                   .height = number_of(node, "height"),
                   .bold = node->children != NULL &&
                           strcmp((const char *)node->children->name, "b") == 0,
                   .text = g_strdup((const char *)words)};
        run.right = run.left + number_of(node, "width");
        xmlFree(words);
        g_array_append_val(all, run);
    }
    xmlXPathFreeObject(hold);
    xmlXPathFreeContext(in);
    xmlFreeDoc(doc);
    g_array_sort(all, compare_runs);
    GArray *joined = g_array_new(false, true, sizeof(Run));
    g_array_set_clear_func(joined, run_clear);
    for (size_t i = 0; i < all->len; i++) {
        Run *run = &g_array_index(all, Run, i);
        Run *last = joined->len > 0 ? &g_array_index(joined, Run, joined->len - 1) : NULL;
        if (last == NULL || last->page != run->page || last->top != run->top ||
            last->bold != run->bold || abs(run->left - last->right) > 3) {
            g_array_append_val(joined, *run);
            continue;
        }
        char *words = g_strconcat(last->text, run->text, NULL);
        g_free(last->text);
        g_free(run->text);
        last->text = words;
        last->right = run->right;
    }
    g_array_unref(all);
    return joined;
}
