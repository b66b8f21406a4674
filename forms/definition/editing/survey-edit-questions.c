/* Questions, notes and pages added, removed, moved; printed numbers; the survey's name. */
#include "forms/definition/editing/survey-edit-tree.h"

#include "base/error.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

#define X(text) ((const xmlChar *)(text))

/* ---- Printed numbers ---- */

typedef struct {
    unsigned next;
    bool is_counted; /* 1, 2, 3 ... so far */
    bool is_writing;
} Count;

static void count_question(xmlNode *node, void *arg)
{
    Count *count = arg;
    QuestionType type = QUESTION_TYPE_COUNT;
    g_autofree char *present =
        xml_is_question(node, &type) ? survey_element_attribute(node, "number") : NULL;
    if (present == NULL)
        return;
    g_autofree char *number = g_strdup_printf("%u", ++count->next);
    if (count->is_writing && strcmp(present, number) != 0)
        survey_element_set(node, "number", number);
    else if (strcmp(present, number) != 0)
        count->is_counted = false;
}

/* Are the printed numbers 1, 2, 3 ..., and may they change? Those of an answered version stay. */
bool survey_edit_is_counted(const SurveyEdit *edit)
{
    Count count = {.is_counted = true};
    survey_elements_visit(edit->tree->root, count_question, &count);
    return count.is_counted && edit->version < 2;
}

void survey_edit_count(SurveyEdit *edit)
{
    Count count = {.is_writing = true};
    survey_elements_visit(edit->tree->root, count_question, &count);
}

/* ---- Moving ---- */

static bool is_entry(const xmlNode *node)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    return xml_is_question(node, &type) || xml_is(node, "note") || xml_is(node, "block");
}

/* The entry before or after one. */
static xmlNode *neighbour(xmlNode *node, bool is_before)
{
    xmlNode *other = is_before ? node->prev : node->next;
    while (other != NULL && other->type != XML_ELEMENT_NODE)
        other = is_before ? other->prev : other->next;
    return other != NULL && is_entry(other) ? other : NULL;
}

/* Put a node before another. libxml2 would merge text into text and free it, so it takes the place of a comment. */
static void put_before(xmlNode *node, xmlNode *target)
{
    xmlNode *place = xmlNewDocComment(target->doc, X(""));
    xmlUnlinkNode(node);
    xmlAddPrevSibling(target, place);
    xmlReplaceNode(place, node);
    xmlFreeNode(place);
}

/* An entry begins with the white space and comments that stand before it. */
static xmlNode *beginning(xmlNode *entry)
{
    while (entry->prev != NULL && entry->prev->type != XML_ELEMENT_NODE)
        entry = entry->prev;
    return entry;
}

static void bring_before(xmlNode *moved, xmlNode *other)
{
    xmlNode *target = beginning(other);
    xmlNode *node = beginning(moved);
    while (node != moved) {
        xmlNode *next = node->next;
        put_before(node, target);
        node = next;
    }
    put_before(moved, target);
}

bool survey_edit_move(SurveyEdit *edit, const char *part, bool is_up, GError **error)
{
    xmlNode *node = survey_edit_node(edit, part, error);
    if (node == NULL)
        return false;
    survey_edit_flush(edit);
    xmlNode *other = is_entry(node) ? neighbour(node, is_up) : NULL;
    if (other == NULL) {
        error_set(error, ERROR_CONFLICT, "%s is the %s on its page already",
                  survey_edit_find(edit, part)->name, is_up ? "first" : "last");
        return false;
    }
    bool counted = survey_edit_is_counted(edit);
    bring_before(is_up ? node : other, is_up ? other : node);
    if (counted)
        survey_edit_count(edit);
    return true;
}

/* ---- Removing ---- */

static char *conflict(const SurveyEdit *edit, xmlNode *node)
{
    GString *found = g_string_new(NULL);
    QuestionType type = QUESTION_TYPE_COUNT;
    bool is_question = xml_is_question(node, &type);
    for (xmlNode *child = node; child != NULL;
         child = child == node ? xml_first(node) : xml_next(child)) {
        bool is_named = child == node ? is_question : xml_is(child, "row");
        g_autofree char *id = is_named ? survey_element_attribute(child, "id") : NULL;
        g_autofree char *refers =
            id != NULL
                ? survey_references_to(edit, id, 0, node->parent == edit->tree->root ? node : NULL)
                : NULL;
        if (refers != NULL && refers[0] != '\0')
            g_string_append_printf(found, "%s%s", found->len > 0 ? "; " : "", refers);
    }
    return g_string_free(found, false);
}

/* What refers to a page's questions from outside the page. */
static char *conflict_of_page(const SurveyEdit *edit, xmlNode *page)
{
    GString *found = g_string_new(NULL);
    QuestionType type = QUESTION_TYPE_COUNT;
    for (xmlNode *node = xml_first(page); node != NULL; node = xml_next(node)) {
        if (!xml_is_question(node, &type))
            continue;
        g_autofree char *id = survey_element_attribute(node, "id");
        g_autofree char *refers =
            id != NULL ? survey_references_to(edit, id, 0, page) : g_strdup("");
        for (xmlNode *row = xml_first(node); row != NULL && refers[0] == '\0';
             row = xml_next(row)) {
            g_autofree char *name = xml_is(row, "row") ? survey_element_attribute(row, "id") : NULL;
            if (name == NULL)
                continue;
            g_free(refers);
            refers = survey_references_to(edit, name, 0, page);
        }
        if (refers[0] != '\0')
            g_string_append_printf(found, "%s%s", found->len > 0 ? "; " : "", refers);
    }
    return g_string_free(found, false);
}

static void drop_breakdowns(SurveyEdit *edit, const xmlNode *node, GPtrArray *told)
{
    g_autofree char *id = survey_element_attribute(node, "id");
    if (id != NULL)
        survey_references_drop_by(edit, id, told);
    for (const xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        g_autofree char *row = xml_is(child, "row") ? survey_element_attribute(child, "id") : NULL;
        if (row != NULL)
            survey_references_drop_by(edit, row, told);
    }
}

static void forget(SurveyEdit *edit, const xmlNode *node)
{
    for (size_t i = 0; i < edit->n_parts; i++) {
        xmlNode *part = edit->tree->nodes[i];
        if (part == node || (part != NULL && part->parent == node))
            edit->tree->nodes[i] = NULL;
    }
}

static bool page_may_go(const SurveyEdit *edit, const xmlNode *page, GError **error)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    size_t n = 0;
    for (const xmlNode *node = xml_first(page->parent); node != NULL; node = xml_next(node))
        n += xml_is(node, "page") ? 1 : 0;
    if (n == 1) {
        error_set(error, ERROR_CONFLICT, "it cannot be removed: a survey has at least one page");
        return false;
    }
    for (const xmlNode *node = xml_first(page); node != NULL && edit->version > 1;
         node = xml_next(node)) {
        if (!xml_is_question(node, &type) || !survey_edit_is_earlier(edit, node))
            continue;
        error_set(error, ERROR_CONFLICT,
                  "it cannot be removed: an earlier version asked its questions; remove each "
                  "question instead, then nobody sees the page");
        return false;
    }
    return true;
}

static bool entry_may_go(const xmlNode *node, GError **error)
{
    size_t n = 0;
    for (const xmlNode *child = xml_first(node->parent); child != NULL; child = xml_next(child))
        n += is_entry(child) ? 1 : 0;
    if (n > 1)
        return true;
    error_set(error, ERROR_CONFLICT,
              "it cannot be removed: nothing else stands on its page; remove the page instead");
    return false;
}

bool survey_edit_remove(SurveyEdit *edit, const char *part, GPtrArray *told, GError **error)
{
    xmlNode *node = survey_edit_node(edit, part, error);
    if (node == NULL)
        return false;
    survey_edit_flush(edit);
    PartKind kind = survey_edit_kind(edit, part);
    if (kind == PART_SURVEY || kind == PART_LIST) {
        error_set(error, ERROR_CONFLICT, "this cannot be removed");
        return false;
    }
    g_autofree char *refers =
        kind == PART_PAGE ? conflict_of_page(edit, node) : conflict(edit, node);
    if (refers[0] != '\0') {
        error_set(error, ERROR_CONFLICT, "it cannot be removed: %s", refers);
        return false;
    }
    bool is_retired =
        kind == PART_QUESTION && edit->version > 1 && survey_edit_is_earlier(edit, node);
    if (kind == PART_PAGE ? !page_may_go(edit, node, error)
                          : !is_retired && !entry_may_go(node, error))
        return false;
    if (kind == PART_QUESTION)
        drop_breakdowns(edit, node, told);
    for (xmlNode *child = kind == PART_PAGE ? xml_first(node) : NULL; child != NULL;
         child = xml_next(child))
        drop_breakdowns(edit, child, told);
    if (is_retired) {
        g_autofree char *version = g_strdup_printf("%u", edit->version);
        survey_element_set(node, "retired", version);
        survey_edit_tell(
            told, "%s is no longer asked from version %u on. Its answers stay in the results.",
            survey_edit_find(edit, part)->name, edit->version);
        return true;
    }
    bool counted = survey_edit_is_counted(edit);
    forget(edit, node);
    survey_element_remove(node);
    if (counted)
        survey_edit_count(edit);
    return true;
}

/* ---- Marks and names ---- */

static bool is_part_inside(const xmlNode *node)
{
    return xml_is(node, "page") || xml_is(node, "lists") || is_entry(node);
}

static void clear_review(xmlNode *node, const char *lang)
{
    for (xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        if (is_part_inside(child))
            continue;
        clear_review(child, lang);
        if (!xml_is(child, "translation"))
            continue;
        xmlChar *tag = xmlGetNsProp(child, X("lang"), XML_XML_NAMESPACE);
        if (g_strcmp0((const char *)tag, lang) == 0)
            xmlUnsetProp(child, X("review"));
        xmlFree(tag);
    }
}

bool survey_edit_reviewed(SurveyEdit *edit, const char *part, const char *lang, GError **error)
{
    xmlNode *node = survey_edit_node(edit, part, error);
    if (node == NULL)
        return false;
    clear_review(node, lang);
    return true;
}

static void clear_todo(xmlNode *node)
{
    xmlUnsetProp(node, X("todo"));
    for (xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        if (!is_part_inside(child))
            clear_todo(child);
    }
}

bool survey_edit_settled(SurveyEdit *edit, const char *part, GError **error)
{
    xmlNode *node = survey_edit_node(edit, part, error);
    if (node == NULL)
        return false;
    clear_todo(node);
    return true;
}

bool survey_edit_name(SurveyEdit *edit, const char *id, unsigned version, GError **error)
{
    size_t length = strlen(id);
    bool is_fit = length > 0 && length <= 60 && g_ascii_islower(id[0]) &&
                  strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
    if (!is_fit || survey_id_is_pilot(id)) {
        error_set(error, ERROR_DATA,
                  is_fit ? "an address that begins with pilot- is kept for pilots: choose another"
                         : "the address of a survey has small letters, digits and hyphens only, "
                           "begins with a letter and has at most 60 of them, as in "
                           "safer-streets-2027");
        return false;
    }
    g_autofree char *number = g_strdup_printf("%u", version);
    survey_element_set(edit->tree->root, "id", id);
    survey_element_set(edit->tree->root, "version", number);
    edit->version = version;
    return true;
}

void survey_edit_pilot(SurveyEdit *edit, const char *secret)
{
    g_autofree char *id = g_strconcat(SURVEY_PILOT, secret, NULL);
    survey_element_set(edit->tree->root, "id", id);
    xmlUnsetProp(edit->tree->root, X("opens"));
    xmlUnsetProp(edit->tree->root, X("closes"));
}
