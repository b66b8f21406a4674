/* What the schema found, in our words: from the finding's number, element, attribute and value. */
#include "forms/definition/survey-grammar.h"

#include "forms/definition/survey-reader.h"
#include "forms/definition/survey-values.h"
#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

/* Names that people bring from elsewhere, and ours. */
static const struct {
    const char *theirs, *ours;
} synonyms[] = {
    {"question", "choose-one"},
    {"radio", "choose-one"},
    {"single", "choose-one"},
    {"checkbox", "choose-many"},
    {"multiple", "choose-many"},
    {"likert", "scale"},
    {"rating", "scale"},
    {"matrix", "grid"},
    {"open", "text"},
    {"textarea", "text"},
    {"choice", "option"},
    {"answer-option", "option"},
    {"item", "option"},
    {"section", "page"},
    {"heading", "title"},
    {"help-text", "hint"},
    {"para", "p"},
    {"b", "strong"},
    {"i", "em"},
    {"u", "em"},
    {"bold", "strong"},
    {"italic", "em"},
    {"link", "a"},
    {"prompt", "ask"},
    {"wording", "ask"},
    {"statement", "row"},
    {"order", "rank"},
    {"group", "option-group"},
    {"t", "translation"},
    {"lang", "xml:lang"},
    {"name", "id"},
    {"value", "code"},
    {"condition", "if"},
    {"relevant", "if"},
    {"mandatory", "required"},
    {"other", "write-in"},
    {"maximum", "max"},
    {"minimum", "min"},
    {"start", "opens"},
    {"end", "closes"},
    {"langs", "languages"},
    {"type", "as"},
};

static const char *meant_by(const char *name, const GPtrArray *names)
{
    for (size_t i = 0; i < G_N_ELEMENTS(synonyms); i++) {
        if (g_ascii_strcasecmp(synonyms[i].theirs, name) != 0)
            continue;
        for (guint j = 0; j < names->len; j++) {
            if (strcmp(g_ptr_array_index(names, j), synonyms[i].ours) == 0)
                return synonyms[i].ours;
        }
    }
    return survey_nearest_name(name, names);
}

/* "ask, short or hint". */
static char *list_words(const GPtrArray *names, const char *last_join)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++) {
        if (i > 0)
            g_string_append(text, i + 1 == names->len ? last_join : ", ");
        g_string_append(text, g_ptr_array_index(names, i));
    }
    return g_string_free(text, false);
}

/* The names after "Expected is" in a finding about elements, without the braces.   Returns: yours. */
static GPtrArray *expected_names(const char *message)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *at = strstr(message, "Expected is");
    while (at != NULL && (at = strchr(at, '}')) != NULL) {
        size_t n = strcspn(at + 1, " ,)");
        char *name = g_strndup(at + 1, n);
        if (strcmp(name, "question") == 0 || n == 0)
            g_free(name);
        else
            g_ptr_array_add(names, name);
        at += 1 + n;
    }
    return names;
}

/* A name without the braces that stand before it. */
static const char *plain_name(const char *name)
{
    const char *brace = strrchr(name, '}');
    return brace != NULL ? brace + 1 : name;
}

static bool is_inline_holder(const Guide *guide, const char *parent)
{
    return survey_guide_may_hold(guide, parent, "em") &&
           !survey_guide_may_hold(guide, parent, "page");
}

/* An element that is no word of the vocabulary. */
static void slip_unknown(const xmlNode *node, const char *parent, const Guide *guide,
                         Mistakes *mistakes)
{
    const char *name = (const char *)node->name;
    g_autofree char *place = xml_place_in_words(node->parent);
    g_autoptr(GPtrArray) children = survey_guide_children(guide, parent);
    g_autoptr(GPtrArray) elements = survey_guide_elements(guide);
    const char *meant = meant_by(name, children);
    if (meant == NULL)
        meant = meant_by(name, elements);
    if (meant != NULL)
        mistakes_add(mistakes, xml_line(node),
                     "%s: there is no element called \"%.40s\"; did you mean \"%s\"?", place, name,
                     meant);
    else if (is_inline_holder(guide, parent))
        mistakes_add(mistakes, xml_line(node),
                     "%s: \"%.40s\" cannot stand in a text; only em, strong, a and answer can",
                     place, name);
    else
        mistakes_add(mistakes, xml_line(node),
                     "%s: there is no element called \"%.40s\"; delete it, or see the examples in "
                     "forms/surveys",
                     place, name);
}

/* An element we know, where it cannot stand, or not in this place. */
static void slip_misplaced(const xmlNode *node, const char *parent, const xmlError *error,
                           const Guide *guide, Mistakes *mistakes)
{
    const char *name = (const char *)node->name;
    g_autofree char *place = xml_place_in_words(node->parent);
    g_autoptr(GPtrArray) expected = expected_names(error->message);
    g_autoptr(GPtrArray) children = survey_guide_children(guide, parent);
    if (!survey_guide_may_hold(guide, parent, name)) {
        g_autoptr(GPtrArray) parents = survey_guide_parents(guide, name);
        g_autofree char *where = list_words(parents, " or ");
        mistakes_add(mistakes, xml_line(node), "%s: \"%s\" cannot stand in \"%s\"; it stands in %s",
                     place, name, parent,
                     parents->len > 0 ? where : "nothing, but holds everything");
        return;
    }
    const char *first = expected->len == 1 ? g_ptr_array_index(expected, 0) : NULL;
    if (first != NULL && strcmp(first, "ask") == 0 && xml_child(node->parent, "ask") == NULL) {
        mistakes_add(mistakes, xml_line(node->parent),
                     "%s: the question itself is missing; write it in an \"ask\", before \"%s\"",
                     place, name);
        return;
    }
    if (first != NULL && xml_child(node->parent, first) == NULL &&
        !survey_guide_may_hold(guide, first, name) && strcmp(first, "report") != 0) {
        mistakes_add(mistakes, xml_line(node->parent), "%s: \"%s\" is missing before \"%s\"", place,
                     first, name);
        return;
    }
    g_autofree char *order = list_words(children, ", ");
    mistakes_add(mistakes, xml_line(node),
                 "%s: \"%s\" stands in the wrong place, or there is one too many; the order in "
                 "\"%s\" is %s",
                 place, name, parent, order);
}

static void slip_incomplete(const xmlNode *node, const xmlError *error, Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    g_autoptr(GPtrArray) expected = expected_names(error->message);
    const char *name = (const char *)node->name;
    QuestionType type = QUESTION_TYPE_COUNT;
    if (xml_is_question(node, &type) && xml_child(node, "ask") == NULL)
        mistakes_add(mistakes, xml_line(node),
                     "%s: the question itself is missing; write it in an \"ask\"", place);
    else if (xml_is_question(node, &type))
        mistakes_add(mistakes, xml_line(node), "%s: there are no %s; add them", place,
                     question_kind(type)->has_rows && (xml_child(node, "option") != NULL ||
                                                       xml_child(node, "options-from") != NULL)
                         ? "rows"
                         : "answers to choose from (option or options-from)");
    else if (strcmp(name, "page") == 0)
        mistakes_add(mistakes, xml_line(node),
                     "%s: nothing is asked on it; add a question or a note, or delete the page",
                     place);
    else if (expected->len > 0)
        mistakes_add(mistakes, xml_line(node), "%s: \"%s\" is not complete; add \"%s\"", place,
                     name, (const char *)g_ptr_array_index(expected, 0));
    else
        mistakes_add(mistakes, xml_line(node), "%s: \"%s\" is not complete", place, name);
}

static void slip_of_element(const xmlNode *node, const xmlError *error, const Guide *guide,
                            Mistakes *mistakes)
{
    const char *name = (const char *)node->name;
    if (strstr(error->message, "Missing child element") != NULL) {
        slip_incomplete(node, error, mistakes);
        return;
    }
    const char *parent =
        node->parent->type == XML_ELEMENT_NODE ? (const char *)node->parent->name : "";
    if (!survey_guide_has_element(guide, name))
        slip_unknown(node, parent, guide, mistakes);
    else if (!xml_is(node, name))
        mistakes_add(mistakes, xml_line(node),
                     "\"%s\" is not one of ours here; leave out its xmlns=\"...\" or the word and "
                     "colon before its name",
                     name);
    else
        slip_misplaced(node, parent, error, guide, mistakes);
}

/* "question" itself: the schema has it only as a name for all kinds. */
static void slip_of_kind(const xmlNode *node, Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    mistakes_add(mistakes, xml_line(node),
                 "%s: \"%s\" does not say which kind of question; write choose-one, choose-many, "
                 "rank, scale, number, date, text or grid instead",
                 place, (const char *)node->name);
}

static void slip_unknown_attribute(const xmlNode *node, const xmlError *error, const Guide *guide,
                                   Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    const char *name = plain_name(error->str1 != NULL ? error->str1 : "");
    g_autoptr(GPtrArray) attributes = survey_guide_attributes(guide, (const char *)node->name);
    const char *meant = meant_by(name, attributes);
    g_autofree char *all = list_words(attributes, " and ");
    if (meant != NULL && strcmp(meant, name) != 0)
        mistakes_add(mistakes, xml_line(node),
                     "%s: \"%s\" has no attribute \"%.40s\"; did you mean \"%s\"?", place,
                     (const char *)node->name, name, meant);
    else if (attributes->len > 0)
        mistakes_add(mistakes, xml_line(node),
                     "%s: \"%s\" has no attribute \"%.40s\"; what it can have is %s", place,
                     (const char *)node->name, name, all);
    else
        mistakes_add(mistakes, xml_line(node), "%s: \"%s\" has no attributes; delete \"%.40s\"",
                     place, (const char *)node->name, name);
}

static void slip_missing_attribute(const xmlNode *node, const xmlError *error, Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    const char *given = error->str1 != NULL ? error->str1 : "";
    const char *name = plain_name(given);
    bool is_lang = strcmp(name, "lang") == 0;
    if (xml_is(node, "option"))
        mistakes_add(mistakes, xml_line(node),
                     "%s: an answer has no code; give it a number of its own, as in code=\"1\"",
                     place);
    else if (is_lang && xml_is(node, "translation"))
        mistakes_add(mistakes, xml_line(node),
                     "%s: a translation does not say its language; add xml:lang, as in "
                     "xml:lang=\"cy\"",
                     place);
    else
        mistakes_add(mistakes, xml_line(node), "%s: \"%s\" needs %s%s=\"...\"; %s", place,
                     (const char *)node->name, is_lang ? "xml:" : "", name,
                     survey_value_advice(node, is_lang ? "xml:lang" : name));
}

static void slip_loose_text(const xmlNode *node, Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    for (const xmlNode *part = node->children; part != NULL; part = part->next) {
        if (part->type != XML_TEXT_NODE || xmlIsBlankNode(part))
            continue;
        g_autofree char *text = g_strstrip(g_strdup((const char *)part->content));
        if (g_utf8_strlen(text, -1) > 40)
            *g_utf8_offset_to_pointer(text, 40) = '\0';
        const char *home = xml_is(node, "note") || xml_is(node, "intro") ||
                                   xml_is(node, "privacy") || xml_is(node, "thanks") ||
                                   xml_is(node, "help") || xml_is(node, "support")
                               ? "put it in a \"p\""
                               : "put it inside one of its elements, or delete it";
        mistakes_add(mistakes, xml_line(part), "%s: the text \"%s\" stands loose in \"%s\"; %s",
                     place, text, (const char *)node->name, home);
        return;
    }
    mistakes_add(mistakes, xml_line(node), "%s: a text stands loose in \"%s\"; delete it", place,
                 (const char *)node->name);
}

/* The attribute a finding is about: libxml2 names it in its sentence only. */
static char *attribute_of(const xmlError *error)
{
    static const char mark[] = ", attribute '";
    const char *at = strstr(error->message, mark);
    if (at == NULL)
        return NULL;
    at += strlen(mark);
    char *name = g_strndup(at, strcspn(at, "'"));
    if (g_str_has_suffix(name, "}lang")) {
        g_free(name);
        name = g_strdup("xml:lang");
    }
    return name;
}

void survey_schema_slip(const xmlError *error, const Guide *guide, Mistakes *mistakes)
{
    const xmlNode *node = error->node;
    if (node == NULL || node->type != XML_ELEMENT_NODE) {
        mistakes_add(
            mistakes, error->line > 0 ? (unsigned)error->line : 0,
            "something here is not as a definition has it; compare it with the examples in "
            "forms/surveys");
        return;
    }
    g_autofree char *attribute = attribute_of(error);
    switch (error->code) {
    case XML_SCHEMAV_ELEMENT_CONTENT:
        slip_of_element(node, error, guide, mistakes);
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
        slip_unknown_attribute(node, error, guide, mistakes);
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
        slip_missing_attribute(node, error, mistakes);
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_4:
        slip_loose_text(node, mistakes);
        break;
    case XML_SCHEMAV_CVC_ELT_1:
        mistakes_add(mistakes, xml_line(node),
                     "the first element has to be \"survey\", with "
                     "xmlns=\"" SURVEY_NAMESPACE "\" in it");
        break;
    case XML_SCHEMAV_CVC_ELT_2:
        slip_of_kind(node, mistakes);
        break;
    case XML_SCHEMAV_CVC_TYPE_3_1_2:
        slip_of_element(xml_first(node) != NULL ? xml_first(node) : node, error, guide, mistakes);
        break;
    default:
        survey_value_slip(node, attribute, mistakes);
        break;
    }
}
