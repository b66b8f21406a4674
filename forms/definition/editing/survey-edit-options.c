/* Answers and rows added, removed, retired. */
#include "forms/definition/editing/survey-edit-tree.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

enum { FIRST_SPECIAL = 90, LAST_CODE = 9999 };

/* Does the visit find this code? And the last answer that is an ordinary one, the greatest ordinary code, the greatest. */
typedef struct {
    unsigned ordinary, greatest;
    xmlNode *last; /* of the ordinary ones */
    size_t n;
} Codes;

static void look_at_option(xmlNode *node, void *arg)
{
    Codes *codes = arg;
    if (!xml_is(node, "option"))
        return;
    unsigned code = survey_element_number(node, "code", 0);
    codes->n++;
    codes->greatest = MAX(codes->greatest, code);
    g_autofree char *missing = survey_element_attribute(node, "missing");
    if (code >= FIRST_SPECIAL || missing != NULL)
        return;
    codes->ordinary = MAX(codes->ordinary, code);
    codes->last = node;
}

/* The list whose answers come before a question's own. */
static xmlNode *shared_list(const SurveyEdit *edit, const xmlNode *node)
{
    const xmlNode *from = xml_child(node, "options-from");
    xmlNode *lists = xml_child(edit->tree->root, "lists");
    g_autofree char *name = from != NULL ? survey_element_attribute(from, "list") : NULL;
    for (xmlNode *list = lists != NULL && name != NULL ? xml_first(lists) : NULL; list != NULL;
         list = xml_next(list)) {
        g_autofree char *id = survey_element_attribute(list, "id");
        if (g_strcmp0(id, name) == 0)
            return list;
    }
    return NULL;
}

static unsigned next_code(const Codes *codes)
{
    if (codes->ordinary + 1 < FIRST_SPECIAL)
        return codes->ordinary + 1;
    return MAX(codes->greatest + 1, 100);
}

bool survey_edit_add_option(SurveyEdit *edit, const char *part, const char *words, GError **error)
{
    xmlNode *node = survey_edit_node(edit, part, error);
    g_autofree char *folded = survey_words_fold(words);
    if (node == NULL || !survey_words_are_fit(words, error))
        return false;
    Codes codes = {0}, all = {0};
    survey_elements_visit(node, look_at_option, &codes);
    all = codes;
    xmlNode *list = shared_list(edit, node);
    if (list != NULL)
        survey_elements_visit(list, look_at_option, &all);
    xmlNode *first = xml_first(node);
    while (first != NULL && !xml_is(first, "option") && !xml_is(first, "option-group"))
        first = xml_next(first);
    if (folded[0] == '\0' || codes.n == 0 || first == NULL) {
        error_set(error, ERROR_DATA,
                  folded[0] == '\0' ? "write the words of the new answer"
                                    : "the answers of this question are not its own: add to the "
                                      "shared answers instead");
        return false;
    }
    unsigned code = next_code(&all);
    if (code > LAST_CODE) {
        error_set(error, ERROR_LIMIT, "there is no code left for another answer");
        return false;
    }
    g_autofree char *number = g_strdup_printf("%u", code);
    xmlNode *option = survey_element_new(edit, "option", folded);
    survey_element_set(option, "code", number);
    survey_edit_mark_new(edit, option);
    if (codes.last != NULL)
        survey_element_put(codes.last->parent, codes.last, option);
    else
        xmlAddPrevSibling(first, option);
    return true;
}

/* Does any element have that id, or a write-in of that name? */
typedef struct {
    const char *name;
    bool is_taken;
} NameSearch;

static void look_at_name(xmlNode *node, void *arg)
{
    NameSearch *search = arg;
    g_autofree char *id = survey_element_attribute(node, "id");
    g_autofree char *write_in = survey_element_attribute(node, "write-in");
    search->is_taken |= g_strcmp0(id, search->name) == 0 || g_strcmp0(write_in, search->name) == 0;
}

bool survey_edit_name_is_taken(const SurveyEdit *edit, const char *name)
{
    NameSearch search = {.name = name};
    survey_elements_visit(edit->tree->root, look_at_name, &search);
    return search.is_taken;
}

bool survey_edit_add_row(SurveyEdit *edit, const char *part, const char *words, GError **error)
{
    xmlNode *node = survey_edit_node(edit, part, error);
    g_autofree char *folded = survey_words_fold(words);
    if (node == NULL || !survey_words_are_fit(words, error))
        return false;
    xmlNode *last = NULL;
    for (xmlNode *child = xml_first(node); child != NULL; child = xml_next(child))
        last = xml_is(child, "row") ? child : last;
    g_autofree char *id = survey_element_attribute(node, "id");
    if (folded[0] == '\0' || last == NULL || id == NULL) {
        error_set(error, ERROR_DATA,
                  folded[0] == '\0' ? "write the words of the new row" : "only a grid has rows");
        return false;
    }
    unsigned n = 1;
    g_autofree char *name = g_strdup_printf("%.22s_%u", id, n);
    while (survey_edit_name_is_taken(edit, name)) {
        g_free(name);
        name = g_strdup_printf("%.22s_%u", id, ++n);
    }
    xmlNode *row = survey_element_new(edit, "row", folded);
    survey_element_set(row, "id", name);
    survey_edit_mark_new(edit, row);
    survey_element_put(node, last, row);
    return true;
}

/* ---- Removing ---- */

/* The questions whose answers these are: the part's own, or all that use the list. */
typedef struct {
    const SurveyEdit *edit;
    const char *list; /* id, or NULL */
    const char *code;
    GString *found;
    GPtrArray *told;
    bool is_dropping;
} Users;

static void refer_to_code(Users *users, xmlNode *question)
{
    int64_t code = 0;
    if (!text_parse_int(users->code, &code) || code < 1 || code > LAST_CODE)
        return;
    if (users->is_dropping) {
        survey_references_drop_code(question, (int)code, users->told);
        return;
    }
    for (xmlNode *node = question; node != NULL;
         node = node == question ? xml_first(question) : xml_next(node)) {
        g_autofree char *id =
            node == question || xml_is(node, "row") ? survey_element_attribute(node, "id") : NULL;
        if (id == NULL)
            continue;
        g_autofree char *found = survey_references_to(users->edit, id, (int)code, NULL);
        if (found[0] != '\0')
            g_string_append_printf(users->found, "%s%s", users->found->len > 0 ? "; " : "", found);
    }
}

static void look_at_user(xmlNode *node, void *arg)
{
    Users *users = arg;
    const xmlNode *from = xml_child(node, "options-from");
    g_autofree char *list = from != NULL ? survey_element_attribute(from, "list") : NULL;
    if (list != NULL && g_strcmp0(list, users->list) == 0)
        refer_to_code(users, node);
}

static void visit_users(Users *users, xmlNode *node)
{
    if (users->list != NULL)
        survey_elements_visit(users->edit->tree->root, look_at_user, users);
    else
        refer_to_code(users, node);
}

static xmlNode *find_option(SurveyEdit *edit, xmlNode *node, const char *part, const char *key,
                            GError **error)
{
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GArray) spots = survey_edit_spots(arena, node, survey_edit_kind(edit, part));
    for (guint i = 0; i < spots->len; i++) {
        const TextSpot *spot = &g_array_index(spots, TextSpot, i);
        if (strcmp(spot->key, key) == 0 && (spot->flags & SPOT_OPTION) != 0)
            return spot->node;
    }
    error_set(error, ERROR_NOT_FOUND, "that answer is not there any more");
    return NULL;
}

static void retire(const SurveyEdit *edit, xmlNode *node, GPtrArray *told)
{
    g_autofree char *version = g_strdup_printf("%u", edit->version);
    survey_element_set(node, "retired", version);
    survey_edit_tell(
        told,
        "It is no longer asked from version %u on. What was answered before stays in the "
        "results.",
        edit->version);
}

static size_t count_alike(const xmlNode *option)
{
    size_t n = 0;
    for (const xmlNode *node = xml_first(option->parent); node != NULL; node = xml_next(node))
        n += strcmp((const char *)node->name, (const char *)option->name) == 0 ? 1 : 0;
    return n;
}

bool survey_edit_remove_option(SurveyEdit *edit, const char *part, const char *key, GPtrArray *told,
                               GError **error)
{
    xmlNode *node = survey_edit_node(edit, part, error);
    survey_edit_flush(edit);
    xmlNode *option = node != NULL ? find_option(edit, node, part, key, error) : NULL;
    if (option == NULL)
        return false;
    g_autofree char *list =
        survey_edit_kind(edit, part) == PART_LIST ? survey_element_attribute(node, "id") : NULL;
    g_autofree char *code = survey_element_attribute(option, "code");
    g_autofree char *row = xml_is(option, "row") ? survey_element_attribute(option, "id") : NULL;
    Users users = {.edit = edit, .list = list, .code = code, .told = told};
    g_autofree char *to_row = row != NULL ? survey_references_to(edit, row, 0, NULL) : NULL;
    users.found = g_string_new(to_row);
    if (code != NULL)
        visit_users(&users, node);
    g_autofree char *found = g_string_free(users.found, false);
    if (found[0] != '\0') {
        error_set(error, ERROR_CONFLICT, "it cannot be removed: %s", found);
        return false;
    }
    if (edit->version > 1 && survey_edit_is_earlier(edit, option)) {
        retire(edit, option, told);
        return true;
    }
    if (count_alike(option) == 1) {
        error_set(error, ERROR_CONFLICT, "it cannot be removed: it is the last one here");
        return false;
    }
    users.is_dropping = true;
    if (code != NULL)
        visit_users(&users, node);
    survey_element_remove(option);
    return true;
}
