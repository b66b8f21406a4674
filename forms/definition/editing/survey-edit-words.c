/* Words of a text changed in place: inline elements stay while their words do, comments and white space stay. */
#include "forms/definition/editing/survey-edit-tree.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

enum { SETTING_CHARS = 300 }; /* a tag is bounded */

#define X(text) ((const xmlChar *)(text))

static const struct {
    const char *element, *what, *attribute;
} inlines[] = {
    {"em", "the slanted words", NULL},
    {"strong", "the bold words", NULL},
    {"a", "the link to", "href"},
    {"answer", "the repeated answer to question", "of"},
};

static size_t inline_kind(const xmlNode *node)
{
    size_t kind = 0;
    while (kind < G_N_ELEMENTS(inlines) && !xml_is(node, inlines[kind].element))
        kind++;
    return kind;
}

static bool is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static bool is_content(const xmlNode *node)
{
    return is_text(node) || inline_kind(node) < G_N_ELEMENTS(inlines);
}

/* Where the words of a holder end: its translations, or the support of an option. */
static bool is_end(const xmlNode *node)
{
    return node == NULL || xml_is(node, "translation") || xml_is(node, "support");
}

char *survey_words_fold(const char *words)
{
    GString *folded = g_string_new(NULL);
    for (; *words != '\0'; words++) {
        if (!g_ascii_isspace(*words))
            g_string_append_c(folded, *words);
        else if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
            g_string_append_c(folded, ' ');
    }
    if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
        g_string_truncate(folded, folded->len - 1);
    return g_string_free(folded, false);
}

char *survey_phrase_text(const xmlNode *holder, bool *out_has_markup)
{
    g_autoptr(GString) raw = g_string_new(NULL);
    *out_has_markup = false;
    for (const xmlNode *node = holder->children; !is_end(node); node = node->next) {
        if (!is_content(node))
            continue;
        xmlChar *text = xmlNodeGetContent(node);
        g_string_append(raw, text != NULL ? (const char *)text : "");
        xmlFree(text);
        *out_has_markup |= !is_text(node);
    }
    return survey_words_fold(raw->str);
}

xmlNode *survey_translation_find(const xmlNode *holder, const char *lang)
{
    for (xmlNode *node = xml_first(holder); node != NULL; node = xml_next(node)) {
        if (!xml_is(node, "translation"))
            continue;
        xmlChar *tag = xmlGetNsProp(node, X("lang"), XML_XML_NAMESPACE);
        bool is_it = g_strcmp0((const char *)tag, lang) == 0;
        xmlFree(tag);
        if (is_it)
            return node;
    }
    return NULL;
}

bool survey_words_are_fit(const char *words, GError **error)
{
    /* U+FFFE and U+FFFF are no characters of XML. */
    if (!text_is_clean(words, strlen(words)) || strstr(words, "\xef\xbf\xbe") != NULL ||
        strstr(words, "\xef\xbf\xbf") != NULL) {
        error_set(error, ERROR_DATA,
                  "there is a character in these words that cannot be kept: "
                  "type them again instead of pasting them");
        return false;
    }
    if (text_count(words) > LIMIT_LABEL_CHARS) {
        error_set(error, ERROR_LIMIT, "these words are longer than %d characters: shorten them",
                  LIMIT_LABEL_CHARS);
        return false;
    }
    return true;
}

/* ---- Setting a phrase ---- */

/* Where `part` stands in `text` as words of its own, or NULL. */
static const char *find_words(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (const char *at = text; length > 0 && (at = strstr(at, part)) != NULL; at++) {
        bool begins = at == text || !g_ascii_isalnum(at[-1]);
        if (begins && !g_ascii_isalnum(at[length]))
            return at;
    }
    return NULL;
}

typedef struct {
    xmlNode *holder;
    xmlNode *anchor; /* new content goes before it; NULL: at the end */
    GPtrArray *told;
    const char *where; /* whose words: for what is told */
} WordsEdit;

static void put(const WordsEdit *setting, xmlNode *node)
{
    if (setting->anchor != NULL)
        xmlAddPrevSibling(setting->anchor, node);
    else
        xmlAddChild(setting->holder, node);
}

static void put_text(const WordsEdit *setting, const char *text, size_t length)
{
    if (length > 0)
        put(setting, xmlNewDocTextLen(setting->holder->doc, X(text), (int)length));
}

static void tell_lost(const WordsEdit *setting, const xmlNode *node, const char *words)
{
    size_t kind = inline_kind(node);
    g_autofree char *target = inlines[kind].attribute != NULL
                                  ? survey_element_attribute(node, inlines[kind].attribute)
                                  : NULL;
    survey_edit_tell(setting->told, "%s: changing the words has taken away %s %s%s\"%s\"",
                     setting->where, inlines[kind].what, target != NULL ? target : "",
                     target != NULL ? ", on " : "", words);
}

/* Put the words before the anchor, with every old inline element whose words are still there. */
static void put_words(const WordsEdit *setting, const char *words, GPtrArray *old)
{
    const char *rest = words;
    for (guint i = 0; i < old->len; i++) {
        xmlNode *node = g_ptr_array_index(old, i);
        if (is_text(node)) {
            xmlFreeNode(node);
            continue;
        }
        xmlChar *content = xmlNodeGetContent(node);
        g_autofree char *folded = survey_words_fold(content != NULL ? (const char *)content : "");
        xmlFree(content);
        const char *found = find_words(rest, folded);
        if (found == NULL) {
            tell_lost(setting, node, folded);
            xmlFreeNode(node);
            continue;
        }
        put_text(setting, rest, (size_t)(found - rest));
        put(setting, node);
        rest = found + strlen(folded);
    }
    put_text(setting, rest, strlen(rest));
}

/* The white space that a text begins or ends with.   Returns: yours (free with g_free). */
static char *space_at(const xmlNode *node, bool is_begin)
{
    if (node == NULL || !is_text(node))
        return g_strdup("");
    const char *text = (const char *)node->content;
    size_t length = strlen(text);
    size_t n = 0;
    while (n < length && g_ascii_isspace(is_begin ? text[n] : text[length - 1 - n]))
        n++;
    return is_begin ? g_strndup(text, n) : g_strdup(text + length - n);
}

static void set_phrase(xmlNode *holder, const char *words, const char *where, GPtrArray *told)
{
    WordsEdit setting = {.holder = holder, .told = told, .where = where};
    g_autoptr(GPtrArray) old = g_ptr_array_new();
    xmlNode *node = holder->children;
    for (; !is_end(node); node = node->next) {
        if (is_content(node))
            g_ptr_array_add(old, node);
    }
    const xmlNode *first = old->len > 0 ? g_ptr_array_index(old, 0) : NULL;
    const xmlNode *last = old->len > 0 ? g_ptr_array_index(old, old->len - 1) : NULL;
    bool is_blank = first == last && first != NULL && xmlIsBlankNode(first);
    g_autofree char *before = is_blank ? g_strdup("") : space_at(first, true);
    g_autofree char *after = space_at(last, false);
    setting.anchor = last != NULL ? last->next : node;
    for (guint i = 0; i < old->len; i++)
        xmlUnlinkNode(g_ptr_array_index(old, i));
    put_text(&setting, before, strlen(before));
    put_words(&setting, words, old);
    put_text(&setting, after, strlen(after));
}

/* ---- Setting a text ---- */

static void set_translation(SurveyEdit *edit, xmlNode *holder, const char *lang, const char *words,
                            const char *where, GPtrArray *told)
{
    xmlNode *node = survey_translation_find(holder, lang);
    if (node != NULL && words[0] == '\0') {
        survey_element_remove(node);
        return;
    }
    if (node == NULL && words[0] == '\0')
        return;
    if (node == NULL) {
        node = survey_element_new(edit, "translation", NULL);
        xmlNs *xml = xmlSearchNs(edit->tree->doc, edit->tree->root, X("xml"));
        xmlSetNsProp(node, xml, X("lang"), X(lang));
        xmlNode *support = xml_child(holder, "support");
        if (support != NULL)
            xmlAddPrevSibling(support, node);
        else
            xmlAddChild(holder, node);
    }
    bool has_markup = false;
    g_autofree char *present = survey_phrase_text(node, &has_markup);
    if (strcmp(present, words) == 0)
        return;
    g_hash_table_add(edit->tree->touched, node);
    set_phrase(node, words, where, told);
    if (g_hash_table_remove(edit->tree->doubted, node))
        xmlUnsetProp(node, X("review"));
}

/* The words they translate have changed. */
static void doubt_translations(SurveyEdit *edit, const xmlNode *holder)
{
    for (xmlNode *node = xml_first(holder); node != NULL; node = xml_next(node)) {
        g_autofree char *review = survey_element_attribute(node, "review");
        if (!xml_is(node, "translation") || review != NULL ||
            g_hash_table_contains(edit->tree->touched, node))
            continue;
        survey_element_set(node, "review", "needed");
        g_hash_table_add(edit->tree->doubted, node);
    }
}

/* The parent of a spot, made where it is missing. */
static xmlNode *make_parent(const SurveyEdit *edit, xmlNode *node, const TextSpot *spot)
{
    if (spot->parent != NULL || spot->under == NULL)
        return spot->parent != NULL ? spot->parent : node;
    xmlNode *parent = xml_child(node, spot->under);
    if (parent != NULL)
        return parent;
    parent = survey_element_new(edit, spot->under, NULL);
    survey_element_put_in_order(node, parent);
    return parent;
}

static xmlNode *make_spot(const SurveyEdit *edit, xmlNode *node, const TextSpot *spot)
{
    xmlNode *parent = make_parent(edit, node, spot);
    xmlNode *element = survey_element_new(edit, spot->element, NULL);
    if ((spot->flags & SPOT_PARAGRAPH) == 0) {
        survey_element_put_in_order(parent, element);
        return element;
    }
    xmlNode *last = NULL;
    for (xmlNode *p = xml_first(parent); p != NULL; p = xml_next(p))
        last = p;
    survey_element_put(parent, last, element);
    return element;
}

static void set_setting(const SurveyEdit *edit, xmlNode *node, const TextSpot *spot,
                        const char *words)
{
    xmlNode *element = spot->node;
    if (element == NULL && words[0] == '\0')
        return;
    if (element == NULL)
        element = make_spot(edit, node, spot);
    bool has_markup = false;
    g_autofree char *present = spot->attribute != NULL
                                   ? survey_element_attribute(element, spot->attribute)
                                   : survey_phrase_text(element, &has_markup);
    if (g_strcmp0(present, words) == 0)
        return;
    if (spot->attribute == NULL)
        set_phrase(element, words, "", NULL);
    else if (words[0] == '\0')
        xmlUnsetProp(element, X(spot->attribute));
    else
        survey_element_set(element, spot->attribute, words);
}

static void set_text(SurveyEdit *edit, xmlNode *node, const TextSpot *spot,
                     const TextChange *change, const char *where)
{
    xmlNode *element = spot->node;
    bool is_base = strcmp(change->lang, edit->languages[0]) == 0;
    if (element == NULL && change->words[0] == '\0')
        return;
    if (element == NULL)
        element = make_spot(edit, node, spot);
    bool has_markup = false;
    g_autofree char *present = survey_phrase_text(element, &has_markup);
    if (!is_base)
        set_translation(edit, element, change->lang, change->words, where, change->told);
    else if (strcmp(present, change->words) != 0) {
        set_phrase(element, change->words, where, change->told);
        doubt_translations(edit, element);
    }
    if (is_base && change->words[0] == '\0' && (spot->flags & SPOT_OPTIONAL) != 0)
        g_hash_table_add(edit->tree->doomed, element);
    else if (change->words[0] != '\0')
        g_hash_table_remove(edit->tree->doomed, element);
}

static bool is_language(const SurveyEdit *edit, const char *lang)
{
    for (size_t i = 0; i < edit->n_languages; i++) {
        if (strcmp(edit->languages[i], lang) == 0)
            return true;
    }
    return false;
}

bool survey_edit_set(SurveyEdit *edit, const TextChange *change, GError **error)
{
    xmlNode *node = survey_edit_node(edit, change->part, error);
    if (node == NULL || !survey_words_are_fit(change->words, error))
        return false;
    g_autofree char *folded = survey_words_fold(change->words);
    TextChange plain = *change;
    plain.words = folded;
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GArray) spots = survey_edit_spots(arena, node, survey_edit_kind(edit, change->part));
    for (guint i = 0; i < spots->len; i++) {
        const TextSpot *spot = &g_array_index(spots, TextSpot, i);
        if (strcmp(spot->key, change->key) != 0)
            continue;
        bool is_setting = (spot->flags & SPOT_SETTING) != 0;
        if (is_setting && text_count(folded) > SETTING_CHARS) {
            error_set(error, ERROR_LIMIT, "this is longer than %d characters: shorten it",
                      SETTING_CHARS);
            return false;
        }
        if (!is_setting && !is_language(edit, change->lang)) {
            error_set(error, ERROR_NOT_FOUND, "the survey has no language '%.20s'", change->lang);
            return false;
        }
        g_autofree char *where =
            g_strdup_printf("%s, %s", survey_edit_find(edit, change->part)->name, spot->label);
        if (is_setting)
            set_setting(edit, node, spot, folded);
        else
            set_text(edit, node, spot, &plain, where);
        return true;
    }
    error_set(error, ERROR_NOT_FOUND, "%s has no text '%.40s'",
              survey_edit_find(edit, change->part)->name, change->key);
    return false;
}

/* ---- Languages ---- */

static void drop_translation(xmlNode *node, void *arg)
{
    xmlNode *translation = survey_translation_find(node, arg);
    if (translation != NULL)
        survey_element_remove(translation);
}

bool survey_edit_drop_language(SurveyEdit *edit, const char *lang, GError **error)
{
    survey_edit_flush(edit);
    if (!survey_element_list_drop(edit->tree->root, "languages", lang)) {
        error_set(error, ERROR_NOT_FOUND, "the survey is not translated into '%.20s'", lang);
        return false;
    }
    g_autofree char *tag = g_strdup(lang);
    survey_elements_visit(edit->tree->root, drop_translation, tag);
    return true;
}
