/* A new question, from a few lines of text. */
#include "forms/definition/editing/survey-edit-tree.h"

#include "base/error.h"
#include "base/text.h"
#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

/* Answers that every survey has, and what is meant by them. */
static const struct {
    const char *words;
    const char *code, *missing;
    bool is_exclusive; /* where several may be chosen */
} usual_answers[] = {
    {"prefer not to say", "99", "refused", true},
    {"do not know", "98", "dk", true},
    {"i do not know", "98", "dk", true},
    {"don't know", "98", "dk", true},
    {"don’t know", "98", "dk", true},
    {"not applicable", "98", "na", true},
    {"none of these", "96", NULL, true},
    {"none of the above", "96", NULL, true},
};

static void mark_usual(xmlNode *option, const char *words, bool is_many, GHashTable *codes)
{
    g_autofree char *level = g_utf8_strdown(words, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(usual_answers); i++) {
        if (strcmp(level, usual_answers[i].words) != 0 ||
            g_hash_table_contains(codes, usual_answers[i].code))
            continue;
        survey_element_set(option, "code", usual_answers[i].code);
        g_hash_table_add(codes, (gpointer)(uintptr_t)usual_answers[i].code);
        if (usual_answers[i].missing != NULL)
            survey_element_set(option, "missing", usual_answers[i].missing);
        if (is_many && usual_answers[i].is_exclusive)
            survey_element_set(option, "exclusive", "yes");
        return;
    }
}

static bool add_answers(SurveyEdit *edit, xmlNode *node, const QuestionKind *kind,
                        const char *answers, GError **error)
{
    g_autoptr(GHashTable) codes = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *normal = text_normalise(answers != NULL ? answers : "");
    g_auto(GStrv) lines = g_strsplit(normal, "\n", -1);
    unsigned n = 0;
    for (size_t i = 0; lines[i] != NULL; i++) {
        g_autofree char *words = survey_words_fold(lines[i]);
        if (words[0] == '\0')
            continue;
        if (!survey_words_are_fit(words, error))
            return false;
        xmlNode *option = survey_element_new(edit, "option", words);
        xmlAddChild(node, option);
        mark_usual(option, words, kind->measure == MEASURE_MULTIPLE, codes);
        g_autofree char *code = survey_element_attribute(option, "code");
        n++;
        if (code != NULL)
            continue;
        code = g_strdup_printf("%u", n < 90 ? n : n + 10);
        survey_element_set(option, "code", code);
    }
    if (n >= 2)
        return true;
    error_set(error, ERROR_DATA, "write at least two answers, each on a line of its own");
    return false;
}

static bool add_ends(SurveyEdit *edit, xmlNode *node, const NewQuestion *question, GError **error)
{
    if (question->from >= question->to || question->to > 100) {
        error_set(error, ERROR_DATA,
                  "the scale begins with a smaller number than it ends with; 100 is the most");
        return false;
    }
    g_autofree char *from = g_strdup_printf("%u", question->from);
    g_autofree char *to = g_strdup_printf("%u", question->to);
    survey_element_set(node, "from", from);
    survey_element_set(node, "to", to);
    const char *const ends[][2] = {{"low", question->low}, {"high", question->high}};
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        if (ends[i][1] == NULL || ends[i][1][0] == '\0')
            continue;
        if (!survey_words_are_fit(ends[i][1], error))
            return false;
        g_autofree char *words = survey_words_fold(ends[i][1]);
        xmlAddChild(node, survey_element_new(edit, ends[i][0], words));
    }
    return true;
}

/* q23 after q22: the next of the names that most questions have. */
static char *next_id(const SurveyEdit *edit)
{
    unsigned greatest = 0;
    for (size_t i = 0; i < edit->n_parts; i++) {
        const char *key = edit->parts[i].key + strlen("question-");
        int64_t number = 0;
        if (edit->parts[i].kind == PART_QUESTION && key[0] == 'q' && strlen(key) < 6 &&
            text_parse_int(key + 1, &number) && number > 0)
            greatest = MAX(greatest, (unsigned)number);
    }
    while (true) {
        char *id = g_strdup_printf("q%02u", ++greatest);
        if (!survey_edit_name_is_taken(edit, id))
            return id;
        g_free(id);
    }
}

typedef struct {
    const char *number;
    bool is_taken;
} NumberSearch;

static void look_at_number(xmlNode *node, void *arg)
{
    NumberSearch *search = arg;
    g_autofree char *number = survey_element_attribute(node, "number");
    search->is_taken |= g_strcmp0(number, search->number) == 0;
}

/* The question printed last before an element, in the order of the document. */
typedef struct {
    const xmlNode *until;
    bool is_past;
    char *number;
} Before;

static void look_before(xmlNode *node, void *arg)
{
    Before *before = arg;
    QuestionType type = QUESTION_TYPE_COUNT;
    before->is_past |= node == before->until;
    char *number = !before->is_past && xml_is_question(node, &type)
                       ? survey_element_attribute(node, "number")
                       : NULL;
    if (number == NULL)
        return;
    g_free(before->number);
    before->number = number;
}

/* A number for a question that stands among those of an earlier version: 5a after 5. */
static void number_between(SurveyEdit *edit, xmlNode *node)
{
    Before before = {.until = node};
    survey_elements_visit(edit->tree->root, look_before, &before);
    g_autofree char *last = before.number != NULL ? before.number : g_strdup("0");
    last[strspn(last, "0123456789")] = '\0';
    for (int letter = 'a'; letter <= 'z'; letter++) {
        g_autofree char *number = g_strdup_printf("%s%c", last, letter);
        NumberSearch search = {.number = number};
        survey_elements_visit(edit->tree->root, look_at_number, &search);
        if (search.is_taken)
            continue;
        survey_element_set(node, "number", number);
        return;
    }
}

/* Where it goes: behind an entry, or before the first one of a page. */
static void place(xmlNode *after, PartKind kind, xmlNode *question)
{
    if (kind != PART_PAGE) {
        survey_element_put(after->parent, after, question);
        return;
    }
    xmlNode *last = NULL;
    for (xmlNode *node = xml_first(after); node != NULL; node = xml_next(node)) {
        bool is_head = xml_is(node, "title") || xml_is(node, "intro") || xml_is(node, "support");
        last = is_head ? node : last;
    }
    survey_element_put(after, last, question);
}

/* Its children on lines of their own, one step further in than itself. */
static void lay_out(xmlNode *question)
{
    const char *indent = "\n";
    if (question->prev != NULL && question->prev->type == XML_TEXT_NODE) {
        const char *line = strrchr((const char *)question->prev->content, '\n');
        indent = line != NULL ? line : indent;
    }
    g_autofree char *inner = g_strconcat(indent, "  ", NULL);
    for (xmlNode *child = xml_first(question); child != NULL; child = xml_next(child))
        xmlAddPrevSibling(child, xmlNewDocText(question->doc, (const xmlChar *)inner));
    xmlAddChild(question, xmlNewDocText(question->doc, (const xmlChar *)indent));
}

static bool fill(SurveyEdit *edit, xmlNode *node, const QuestionKind *kind,
                 const NewQuestion *question, GError **error)
{
    g_autofree char *words = survey_words_fold(question->words);
    if (words[0] == '\0') {
        error_set(error, ERROR_DATA, "write the question");
        return false;
    }
    xmlAddChild(node, survey_element_new(edit, "ask", words));
    if (kind->has_points)
        return add_ends(edit, node, question, error);
    return !kind->is_list || add_answers(edit, node, kind, question->answers, error);
}

/* The kind of a question that can be added here; NULL when it cannot. */
static const QuestionKind *kind_to_add(const char *element)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    if (!question_kind_find(element, &type) || question_kind(type)->offer == NULL)
        return NULL;
    return question_kind(type);
}

bool survey_edit_add_question(SurveyEdit *edit, const char *after, const NewQuestion *question,
                              char **out_key, GError **error)
{
    xmlNode *node = survey_edit_node(edit, after, error);
    if (node == NULL || !survey_words_are_fit(question->words, error))
        return false;
    PartKind place_kind = survey_edit_kind(edit, after);
    const QuestionKind *kind = kind_to_add(question->type);
    if (place_kind == PART_SURVEY || place_kind == PART_LIST || kind == NULL) {
        error_set(error, ERROR_DATA, "choose one of the kinds of question");
        return false;
    }
    survey_edit_flush(edit);
    bool counted = survey_edit_is_counted(edit);
    g_autofree char *id = next_id(edit);
    xmlNode *added = survey_element_new(edit, question->type, NULL);
    survey_element_set(added, "id", id);
    if (!fill(edit, added, kind, question, error)) {
        xmlFreeNode(added);
        return false;
    }
    place(node, place_kind, added);
    lay_out(added);
    survey_edit_mark_new(edit, added);
    if (counted) {
        survey_element_set(added, "number", "0");
        survey_edit_count(edit);
    } else {
        number_between(edit, added);
    }
    *out_key = g_strdup_printf("question-%s", id);
    return true;
}
