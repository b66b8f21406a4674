#include "forms/definition/editing/survey-edit.h"

#include "base/error.h"
#include "base/text.h"
#include "forms/definition/editing/survey-edit-tree.h"
#include <libxml/xmlsave.h>
#include <string.h>

#include "base/banned.h"

#define X(text) ((const xmlChar *)(text))

enum { WORDS_SHOWN = 60 };

/* ---- Reading ---- */

static const char *keep(Arena *arena, char *words)
{
    const char *kept = arena_strdup(arena, words);
    g_free(words);
    return kept;
}

static void read_languages(SurveyEdit *edit)
{
    Arena *arena = edit->tree->arena;
    xmlChar *base = xmlGetNsProp(edit->tree->root, X("lang"), XML_XML_NAMESPACE);
    g_autofree char *others = survey_element_attribute(edit->tree->root, "languages");
    g_auto(GStrv) tags = g_strsplit(others != NULL ? others : "", " ", -1);
    const char **languages = arena_new_array(arena, const char *, g_strv_length(tags) + 1);
    languages[0] = arena_strdup(arena, base != NULL ? (const char *)base : "en");
    xmlFree(base);
    edit->n_languages = 1;
    for (size_t i = 0; tags[i] != NULL; i++) {
        if (tags[i][0] != '\0' && strcmp(tags[i], languages[0]) != 0)
            languages[edit->n_languages++] = arena_strdup(arena, tags[i]);
    }
    edit->languages = languages;
}

/* The words of a text in one language. */
static EditWords words_of(const SurveyEdit *edit, const TextSpot *spot, size_t language)
{
    EditWords words = {.words = ""};
    Arena *arena = edit->tree->arena;
    const xmlNode *holder = spot->node;
    if (holder != NULL && spot->attribute != NULL) {
        char *value = survey_element_attribute(holder, spot->attribute);
        if (value != NULL)
            words.words = keep(arena, value);
        return words;
    }
    if (holder != NULL && language > 0)
        holder = survey_translation_find(holder, edit->languages[language]);
    if (holder == NULL)
        return words;
    words.words = keep(arena, survey_phrase_text(holder, &words.has_markup));
    g_autofree char *review = language > 0 ? survey_element_attribute(holder, "review") : NULL;
    words.needs_review = review != NULL;
    return words;
}

static void read_texts(const SurveyEdit *edit, xmlNode *node, EditPart *part)
{
    Arena *arena = edit->tree->arena;
    g_autoptr(GArray) spots = survey_edit_spots(arena, node, part->kind);
    EditText *texts = arena_new_array(arena, EditText, spots->len);
    for (guint i = 0; i < spots->len; i++) {
        const TextSpot *spot = &g_array_index(spots, TextSpot, i);
        bool is_setting = (spot->flags & SPOT_SETTING) != 0;
        size_t n = is_setting ? 1 : edit->n_languages;
        EditWords *in = arena_new_array(arena, EditWords, n);
        for (size_t language = 0; language < n; language++)
            in[language] = words_of(edit, spot, language);
        texts[i] = (EditText){.key = spot->key,
                              .label = spot->label,
                              .hint = spot->hint,
                              .is_optional = (spot->flags & SPOT_OPTIONAL) != 0,
                              .is_long = (spot->flags & SPOT_LONG) != 0,
                              .is_setting = is_setting,
                              .is_option = (spot->flags & SPOT_OPTION) != 0,
                              .is_retired = (spot->flags & SPOT_RETIRED) != 0,
                              .in = in};
    }
    part->n_texts = spots->len;
    part->texts = texts;
}

static char *base_words(const xmlNode *node, const char *child)
{
    const xmlNode *holder = child != NULL ? xml_child(node, child) : node;
    bool has_markup = false;
    return holder != NULL ? survey_phrase_text(holder, &has_markup) : g_strdup("");
}

/* What the parts of a kind are called, and where their words stand. */
static const struct {
    const char *key, *name, *words;
} kinds[] = {
    [PART_SURVEY] = {"survey", "About the survey", "title"},
    [PART_LIST] = {"list", "Shared answers", NULL},
    [PART_PAGE] = {"page", "Page", "title"},
    [PART_NOTE] = {"note", "Note", "p"},
    [PART_QUESTION] = {"question", "Question", "ask"},
};

static char *name_of(PartKind kind, const xmlNode *node, const char *words, const char *id)
{
    g_autofree char *begin = text_cut(words[0] != '\0' ? words : id, WORDS_SHOWN, TEXT_CUT_BESIDE);
    g_autofree char *number = survey_element_attribute(node, "number");
    if (kind == PART_SURVEY)
        return g_strdup(kinds[kind].name);
    if (kind == PART_QUESTION && number != NULL && number[0] != '\0')
        return g_strdup_printf("Question %s", number);
    return g_strdup_printf("%s “%s”", kinds[kind].name, begin);
}

/* The text of the first todo on or inside an element, without what stands on a page. */
static char *first_todo(const xmlNode *node)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    char *todo = survey_element_attribute(node, "todo");
    for (const xmlNode *child = xml_first(node); child != NULL && todo == NULL;
         child = xml_next(child)) {
        bool is_part = xml_is(child, "page") || xml_is(child, "lists") || xml_is(child, "note") ||
                       xml_is_question(child, &type);
        if (!is_part)
            todo = first_todo(child);
    }
    return todo;
}

static const char *unique_key(SurveyEdit *edit, GHashTable *keys, PartKind kind, const char *id)
{
    if (kind == PART_SURVEY)
        return kinds[kind].key;
    char *key = g_strdup_printf("%s-%s", kinds[kind].key, id);
    for (unsigned n = 2; g_hash_table_contains(keys, key); n++) {
        g_free(key);
        key = g_strdup_printf("%s-%s~%u", kinds[kind].key, id, n);
    }
    const char *kept = keep(edit->tree->arena, key);
    g_hash_table_add(keys, (gpointer)(uintptr_t)kept);
    return kept;
}

static void read_part(SurveyEdit *edit, GHashTable *keys, xmlNode *node, EditPart *part)
{
    Arena *arena = edit->tree->arena;
    g_autofree char *id = survey_element_attribute(node, "id");
    part->key = unique_key(edit, keys, part->kind, id != NULL ? id : "");
    part->words = keep(arena, part->kind == PART_LIST ? g_strdup(id != NULL ? id : "")
                                                      : base_words(node, kinds[part->kind].words));
    part->name = keep(arena, name_of(part->kind, node, part->words, id != NULL ? id : ""));
    part->type = part->kind == PART_QUESTION ? arena_strdup(arena, (const char *)node->name) : NULL;
    char *condition = survey_element_attribute(node, "if");
    part->condition = condition != NULL ? keep(arena, condition) : NULL;
    char *todo = first_todo(node);
    part->todo = todo != NULL ? keep(arena, todo) : NULL;
    g_autofree char *retired = survey_element_attribute(node, "retired");
    part->is_retired = retired != NULL;
    const xmlNode *from = xml_child(node, "options-from");
    g_autofree char *list = from != NULL ? survey_element_attribute(from, "list") : NULL;
    if (list != NULL)
        part->list = keep(arena, g_strdup_printf("%s-%s", kinds[PART_LIST].key, list));
    part->line = xml_line(node);
    read_texts(edit, node, part);
}

static void add_node(GPtrArray *nodes, GArray *parts, xmlNode *node, PartKind kind)
{
    EditPart part = {.kind = kind};
    g_ptr_array_add(nodes, node);
    g_array_append_val(parts, part);
}

static void find_on_page(GPtrArray *nodes, GArray *parts, xmlNode *page)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    add_node(nodes, parts, page, PART_PAGE);
    for (xmlNode *node = xml_first(page); node != NULL; node = xml_next(node)) {
        if (xml_is_question(node, &type))
            add_node(nodes, parts, node, PART_QUESTION);
        else if (xml_is(node, "note"))
            add_node(nodes, parts, node, PART_NOTE);
    }
}

static void read_parts(SurveyEdit *edit)
{
    g_autoptr(GPtrArray) nodes = g_ptr_array_new();
    g_autoptr(GArray) parts = g_array_new(false, false, sizeof(EditPart));
    xmlNode *root = edit->tree->root;
    add_node(nodes, parts, root, PART_SURVEY);
    xmlNode *lists = xml_child(root, "lists");
    for (xmlNode *list = lists != NULL ? xml_first(lists) : NULL; list != NULL;
         list = xml_next(list)) {
        if (xml_is(list, "list"))
            add_node(nodes, parts, list, PART_LIST);
    }
    for (xmlNode *page = xml_first(root); page != NULL; page = xml_next(page)) {
        if (xml_is(page, "page"))
            find_on_page(nodes, parts, page);
    }
    EditPart *read = arena_copy(edit->tree->arena, parts->data, parts->len, sizeof(EditPart));
    g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < parts->len; i++)
        read_part(edit, keys, g_ptr_array_index(nodes, i), &read[i]);
    edit->n_parts = parts->len;
    edit->parts = read;
    edit->tree->nodes = arena_copy(edit->tree->arena, nodes->pdata, nodes->len, sizeof(xmlNode *));
}

SurveyEdit *survey_edit_open(GBytes *source, Mistakes *mistakes)
{
    xmlDoc *doc = survey_document_parse(source, mistakes);
    if (doc == NULL)
        return NULL;
    xmlNode *root = xmlDocGetRootElement(doc);
    if (!xml_is(root, "survey")) {
        mistakes_add(mistakes, xml_line(root),
                     "this is XML, but not a survey of this program: a survey begins with "
                     "\"survey\" and xmlns=\"" SURVEY_NAMESPACE "\"");
        xmlFreeDoc(doc);
        return NULL;
    }
    SurveyEdit *edit = g_new0(SurveyEdit, 1);
    edit->tree = g_new0(struct EditTree, 1);
    edit->tree->doc = doc;
    edit->tree->root = root;
    edit->tree->arena = arena_new();
    edit->tree->touched = g_hash_table_new(NULL, NULL);
    edit->tree->doubted = g_hash_table_new(NULL, NULL);
    edit->tree->doomed = g_hash_table_new(NULL, NULL);
    char *id = survey_element_attribute(root, "id");
    edit->id = id != NULL ? keep(edit->tree->arena, id) : "";
    edit->version = MAX(1, survey_element_number(root, "version", 1));
    read_languages(edit);
    read_parts(edit);
    return edit;
}

void survey_edit_free(SurveyEdit *edit)
{
    if (edit == NULL)
        return;
    g_hash_table_unref(edit->tree->touched);
    g_hash_table_unref(edit->tree->doubted);
    g_hash_table_unref(edit->tree->doomed);
    xmlFreeDoc(edit->tree->doc);
    arena_free(edit->tree->arena);
    g_free(edit->tree);
    g_free(edit);
}

/* A container of paragraphs goes with its last one. */
static void remove_doomed(gpointer key, gpointer value, gpointer data)
{
    (void)value;
    xmlNode *node = key;
    xmlNode *parent = node->parent;
    const SurveyEdit *edit = data;
    survey_element_remove(node);
    bool is_part = false;
    for (size_t i = 0; i < edit->n_parts; i++)
        is_part |= edit->tree->nodes[i] == parent;
    if (!is_part && xml_first(parent) == NULL)
        survey_element_remove(parent);
}

void survey_edit_flush(SurveyEdit *edit)
{
    g_hash_table_foreach(edit->tree->doomed, remove_doomed, edit);
    g_hash_table_remove_all(edit->tree->doomed);
}

GBytes *survey_edit_bytes(SurveyEdit *edit)
{
    survey_edit_flush(edit);
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc(edit->tree->doc, &text, &length, "UTF-8");
    GBytes *bytes = g_bytes_new(text, (size_t)length);
    xmlFree(text);
    return bytes;
}

/* ---- Finding ---- */

const EditPart *survey_edit_find(const SurveyEdit *edit, const char *key)
{
    for (size_t i = 0; i < edit->n_parts; i++) {
        if (strcmp(edit->parts[i].key, key) == 0)
            return &edit->parts[i];
    }
    return NULL;
}

const EditText *survey_edit_text(const EditPart *part, const char *key)
{
    for (size_t i = 0; i < part->n_texts; i++) {
        if (strcmp(part->texts[i].key, key) == 0)
            return &part->texts[i];
    }
    return NULL;
}

const EditPart *survey_edit_at(const SurveyEdit *edit, unsigned line)
{
    const xmlNode *thanks = xml_child(edit->tree->root, "thanks");
    const EditPart *found = &edit->parts[0];
    if (thanks != NULL && line >= xml_line(thanks))
        return found;
    for (size_t i = 0; i < edit->n_parts && line > 0; i++) {
        if (edit->parts[i].line <= line)
            found = &edit->parts[i];
    }
    return found;
}

xmlNode *survey_edit_node(const SurveyEdit *edit, const char *part, GError **error)
{
    const EditPart *found = survey_edit_find(edit, part);
    xmlNode *node = found != NULL ? edit->tree->nodes[found - edit->parts] : NULL;
    if (node == NULL)
        error_set(error, ERROR_NOT_FOUND, "the survey has no part '%.60s'", part);
    return node;
}

PartKind survey_edit_kind(const SurveyEdit *edit, const char *part)
{
    return survey_edit_find(edit, part)->kind;
}
