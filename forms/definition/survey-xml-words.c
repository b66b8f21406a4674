/* Texts of a definition: attributes, words with a little markup, translations. */
#include "base/limits.h"
#include "base/text.h"
#include "forms/definition/survey-grammar.h"
#include "forms/definition/survey-reader.h"
#include <string.h>

#include "base/banned.h"

const char *survey_question_in_words(Arena *arena, const Question *question)
{
    g_autofree char *words = survey_question_in_message(question);
    return arena_strdup(arena, words);
}

/* Append text with each run of white space as one space, none at the beginning. */
static void append_folded(GString *to, const char *text)
{
    for (; *text != '\0'; text++) {
        if (!g_ascii_isspace(*text))
            g_string_append_c(to, *text);
        else if (to->len > 0 && to->str[to->len - 1] != ' ')
            g_string_append_c(to, ' ');
    }
}

static void trim_end(GString *text)
{
    if (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate(text, text->len - 1);
}

static const char *folded_copy(Arena *arena, const char *text)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    append_folded(folded, text);
    trim_end(folded);
    return arena_strdup(arena, folded->str);
}

const char *survey_read_attribute(const SurveyReader *reader, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    if (value == NULL)
        return NULL;
    const char *copy = folded_copy(reader->arena, (const char *)value);
    xmlFree(value);
    return copy;
}

int64_t survey_read_whole(const SurveyReader *reader, const xmlNode *node, const char *name,
                          int64_t most, int64_t otherwise)
{
    int64_t value = 0;
    const char *text = survey_read_attribute(reader, node, name);
    if (text == NULL)
        return otherwise;
    if (text[0] == '+')
        text++;
    bool is_whole = text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
    if (!is_whole)
        return otherwise; /* the schema has said so */
    if (!text_parse_int(text, &value) || value > most) {
        g_autofree char *place = xml_place_in_words(node);
        mistakes_add(reader->mistakes, xml_line(node),
                     "%s: %s=\"%.40s\" is too large; %" G_GINT64_FORMAT " is the most", place, name,
                     text, most);
        return otherwise;
    }
    return value;
}

bool survey_read_yes(const SurveyReader *reader, const xmlNode *node, const char *name)
{
    return g_strcmp0(survey_read_attribute(reader, node, name), "yes") == 0;
}

unsigned survey_read_choice(const SurveyReader *reader, const xmlNode *node, const char *name,
                            const char *const *names, size_t n)
{
    const char *value = survey_read_attribute(reader, node, name);
    for (size_t i = 0; value != NULL && i < n; i++) {
        if (strcmp(names[i], value) == 0)
            return (unsigned)i;
    }
    return 0;
}

const char *const *survey_read_list(const SurveyReader *reader, const xmlNode *node,
                                    const char *name, size_t *out_n)
{
    const char *value = survey_read_attribute(reader, node, name);
    *out_n = 0;
    if (value == NULL || value[0] == '\0')
        return NULL;
    g_auto(GStrv) parts = g_strsplit(value, " ", -1);
    size_t n = g_strv_length(parts);
    const char **list = arena_new_array(reader->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        list[i] = arena_strdup(reader->arena, parts[i]);
    *out_n = n;
    return list;
}

Lifetime survey_read_lifetime(const SurveyReader *reader, const xmlNode *node)
{
    Lifetime lifetime = {
        .since = (unsigned)survey_read_whole(reader, node, "since", 1000000, 1),
        .retired = (unsigned)survey_read_whole(reader, node, "retired", 1000000, 0),
    };
    return lifetime;
}

const char *survey_read_plain(const SurveyReader *reader, const xmlNode *node)
{
    if (node == NULL)
        return NULL;
    xmlChar *text = xmlNodeGetContent(node);
    const char *copy = folded_copy(reader->arena, text != NULL ? (const char *)text : "");
    xmlFree(text);
    return copy;
}

/* One phrase under construction. */
typedef struct {
    GArray *spans;  /* of Span */
    GString *plain; /* all so far */
} PhraseMaker;

static void phrase_add(const SurveyReader *reader, PhraseMaker *maker, SpanKind kind,
                       const char *target, const char *text)
{
    size_t before = maker->plain->len;
    append_folded(maker->plain, text);
    const char *added = maker->plain->str + before;
    if (added[0] == '\0' && kind != SPAN_ANSWER)
        return;
    Span span = {.kind = kind, .text = arena_strdup(reader->arena, added), .target = target};
    g_array_append_val(maker->spans, span);
}

/* Without the space at the very end. */
static void phrase_trim(const SurveyReader *reader, PhraseMaker *maker)
{
    if (maker->plain->len == 0 || maker->plain->str[maker->plain->len - 1] != ' ')
        return;
    trim_end(maker->plain);
    Span *last = &g_array_index(maker->spans, Span, maker->spans->len - 1);
    size_t length = strlen(last->text);
    if (length <= 1 && last->kind != SPAN_ANSWER) {
        g_array_set_size(maker->spans, maker->spans->len - 1);
        return;
    }
    char *shorter = arena_strdup(reader->arena, last->text);
    if (length > 0 && shorter[length - 1] == ' ')
        shorter[length - 1] = '\0';
    last->text = shorter;
}

static Phrase phrase_finish(const SurveyReader *reader, PhraseMaker *maker, const char *lang,
                            unsigned line)
{
    phrase_trim(reader, maker);
    if (g_utf8_strlen(maker->plain->str, -1) > LIMIT_LABEL_CHARS)
        mistakes_add(reader->mistakes, line,
                     "this text is longer than %d characters; divide it into paragraphs",
                     LIMIT_LABEL_CHARS);
    Phrase phrase = {
        .lang = lang,
        .plain = arena_strdup(reader->arena, maker->plain->str),
        .n_spans = maker->spans->len,
        .spans = arena_copy(reader->arena, maker->spans->data, maker->spans->len, sizeof(Span)),
    };
    g_array_set_size(maker->spans, 0);
    g_string_truncate(maker->plain, 0);
    return phrase;
}

/* Add the node to the phrase when it is text or one of the four inline elements. */
static void phrase_take(const SurveyReader *reader, PhraseMaker *maker, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        phrase_add(reader, maker, SPAN_TEXT, NULL, (const char *)node->content);
    if (node->type != XML_ELEMENT_NODE)
        return;
    static const struct {
        const char *element, *target;
        SpanKind kind;
    } inlines[] = {
        {"em", NULL, SPAN_EM},
        {"strong", NULL, SPAN_STRONG},
        {"a", "href", SPAN_LINK},
        {"answer", "of", SPAN_ANSWER},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(inlines); i++) {
        if (!xml_is(node, inlines[i].element))
            continue;
        const char *target = inlines[i].target != NULL
                                 ? survey_read_attribute(reader, node, inlines[i].target)
                                 : NULL;
        if (inlines[i].target != NULL && target == NULL)
            return;
        xmlChar *text = xmlNodeGetContent(node);
        phrase_add(reader, maker, inlines[i].kind, target, text != NULL ? (const char *)text : "");
        xmlFree(text);
    }
}

static Phrase read_translation(const SurveyReader *reader, PhraseMaker *maker, const xmlNode *node)
{
    xmlChar *lang = xmlGetNsProp(node, (const xmlChar *)"lang", XML_XML_NAMESPACE);
    for (const xmlNode *part = node->children; part != NULL; part = part->next)
        phrase_take(reader, maker, part);
    Phrase phrase = phrase_finish(
        reader, maker, arena_strdup(reader->arena, lang != NULL ? (const char *)lang : ""),
        xml_line(node));
    phrase.needs_review = g_strcmp0(survey_read_attribute(reader, node, "review"), "needed") == 0;
    xmlFree(lang);
    return phrase;
}

Wording survey_read_words(const SurveyReader *reader, const xmlNode *node)
{
    Wording words = {0};
    if (node == NULL)
        return words;
    words.line = xml_line(node);
    words.todo = survey_read_attribute(reader, node, "todo");
    PhraseMaker maker = {g_array_new(false, false, sizeof(Span)), g_string_new(NULL)};
    PhraseMaker other = {g_array_new(false, false, sizeof(Span)), g_string_new(NULL)};
    GArray *phrases = g_array_new(false, false, sizeof(Phrase));
    Phrase base = {0};
    g_array_append_val(phrases, base);
    size_t length_at_translation = SIZE_MAX;
    for (const xmlNode *part = node->children; part != NULL; part = part->next) {
        if (!xml_is(part, "translation")) {
            phrase_take(reader, &maker, part);
            continue;
        }
        if (length_at_translation == SIZE_MAX)
            length_at_translation = maker.plain->len;
        Phrase phrase = read_translation(reader, &other, part);
        if (phrase.plain[0] != '\0' && phrase.lang[0] != '\0')
            g_array_append_val(phrases, phrase);
    }
    base = phrase_finish(reader, &maker, reader->survey->languages[0], words.line);
    if (length_at_translation != SIZE_MAX && strlen(base.plain) > length_at_translation) {
        g_autofree char *place = xml_place_in_words(node);
        mistakes_add(reader->mistakes, words.line,
                     "%s: the words in the survey's own language (%s) come first, the translations "
                     "after them; move the text in front of the first translation",
                     place, reader->survey->languages[0]);
    }
    g_array_index(phrases, Phrase, 0) = base;
    if (base.n_spans > 0) {
        words.n_phrases = phrases->len;
        words.phrases = arena_copy(reader->arena, phrases->data, phrases->len, sizeof(Phrase));
    }
    g_array_free(phrases, true);
    g_array_free(maker.spans, true);
    g_array_free(other.spans, true);
    g_string_free(maker.plain, true);
    g_string_free(other.plain, true);
    return words;
}

Paragraphs survey_read_paragraphs(const SurveyReader *reader, const xmlNode *node)
{
    Paragraphs paragraphs = {0};
    if (node == NULL)
        return paragraphs;
    GArray *list = g_array_new(false, false, sizeof(Wording));
    for (const xmlNode *p = xml_first(node); p != NULL; p = xml_next(p)) {
        if (!xml_is(p, "p"))
            continue;
        Wording words = survey_read_words(reader, p);
        g_array_append_val(list, words);
    }
    paragraphs.n = list->len;
    paragraphs.at = arena_copy(reader->arena, list->data, list->len, sizeof(Wording));
    g_array_free(list, true);
    return paragraphs;
}
