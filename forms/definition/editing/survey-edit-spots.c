/* Which texts and settings a part has, in the order in which one reads them. */
#include "forms/definition/editing/survey-edit-tree.h"
#include "forms/survey/question-kind.h"

#include <string.h>

#include "base/banned.h"

#define KEEP_HINT                                                                                  \
    "How long it is kept after the survey closes: 90 days, 6 months, 2 years. Empty: not said."

typedef struct {
    const char *key, *under, *element, *attribute, *label, *hint;
    unsigned flags;
} Slot;

static const Slot survey_slots[] = {
    {"title", NULL, "title", NULL, "Title of the survey", NULL, 0},
    {"opens", NULL, NULL, "opens", "Opens on", "For example, 1 March 2026. Empty: at once.",
     SPOT_SETTING | SPOT_OPTIONAL},
    {"closes", NULL, NULL, "closes", "Last day",
     "For example, 31 March 2026. It closes when that day ends. Empty: no end.",
     SPOT_SETTING | SPOT_OPTIONAL},
    {"owner", NULL, "owner", NULL, "Who runs the survey", "Shown at the top of every page.",
     SPOT_SETTING},
    {"owner-email", NULL, "owner", "email", "E-mail address for questions and help",
     "Shown on every page.", SPOT_SETTING | SPOT_OPTIONAL},
    {"owner-phone", NULL, "owner", "phone", "Telephone number for questions and help",
     "Shown on every page.", SPOT_SETTING | SPOT_OPTIONAL},
    {"owner-address", NULL, "owner", "address", "Where paper forms are sent",
     "As on an envelope, with commas between its lines. Printed on the paper form.",
     SPOT_SETTING | SPOT_OPTIONAL},
    {"intro", NULL, "intro", NULL, "Introduction", NULL,
     SPOT_PARAGRAPH | SPOT_LONG | SPOT_OPTIONAL},
    {"help", NULL, "help", NULL, "Ways to get help", NULL,
     SPOT_PARAGRAPH | SPOT_LONG | SPOT_OPTIONAL},
    {"privacy", NULL, "privacy", NULL, "Privacy", NULL, SPOT_PARAGRAPH | SPOT_LONG | SPOT_OPTIONAL},
    {"controller", "governance", "controller", NULL, "Who is responsible for the answers",
     "The data controller.", SPOT_SETTING},
    {"contact", "governance", "contact", NULL, "Whom to ask about privacy",
     "For example, Data Protection Officer.", SPOT_SETTING},
    {"contact-email", "governance", "contact", "email", "Their e-mail address", NULL,
     SPOT_SETTING | SPOT_OPTIONAL},
    {"contact-phone", "governance", "contact", "phone", "Their telephone number", NULL,
     SPOT_SETTING | SPOT_OPTIONAL},
    {"basis", "governance", "basis", NULL, "Why you may ask",
     "The legal basis. Ask your data protection officer.", SPOT_LONG},
    {"recipients", "governance", "recipients", NULL, "Who sees the answers", NULL,
     SPOT_LONG | SPOT_OPTIONAL},
    {"complaint", "governance", "complaint", NULL, "How to complain", NULL,
     SPOT_LONG | SPOT_OPTIONAL},
    {"keep-responses", "governance", "retention", "responses", "Keep answers for", KEEP_HINT,
     SPOT_SETTING | SPOT_OPTIONAL},
    {"keep-text", "governance", "retention", "text", "Keep what people wrote for", KEEP_HINT,
     SPOT_SETTING | SPOT_OPTIONAL},
    {"keep-special", "governance", "retention", "special",
     "Keep answers about health, ethnicity, belief and the like for", KEEP_HINT,
     SPOT_SETTING | SPOT_OPTIONAL},
    {"keep-paper", "governance", "retention", "paper", "Keep paper forms for",
     "How long they are kept after their batch is closed, for example 90 days. Empty: not said.",
     SPOT_SETTING | SPOT_OPTIONAL},
    {"thanks", NULL, "thanks", NULL, "Thanks, after sending", NULL,
     SPOT_PARAGRAPH | SPOT_LONG | SPOT_OPTIONAL},
};

static const Slot page_slots[] = {
    {"title", NULL, "title", NULL, "Title of the page", NULL, SPOT_OPTIONAL},
    {"intro", NULL, "intro", NULL, "Introduction of the page", NULL,
     SPOT_PARAGRAPH | SPOT_LONG | SPOT_OPTIONAL},
    {"support", NULL, "support", NULL, "Where to get support",
     "Help lines, shown with the questions of the page.",
     SPOT_PARAGRAPH | SPOT_LONG | SPOT_OPTIONAL},
};

static const Slot question_slots[] = {
    {"ask", NULL, "ask", NULL, "Question", NULL, SPOT_LONG},
    {"short", NULL, "short", NULL, "Short name in tables and charts",
     "A few words, not a question. Empty: the question itself is used.", SPOT_OPTIONAL},
    {"hint", NULL, "hint", NULL, "Help below the question", "Empty: there is none.",
     SPOT_OPTIONAL | SPOT_LONG},
};

static const char *print(Arena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);
static const char *print(Arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return arena_strdup(arena, text);
}

/* One spot for each paragraph, and one for another. */
static void add_paragraphs(Arena *arena, GArray *spots, const TextSpot *slot, xmlNode *holder,
                           bool is_last_optional)
{
    unsigned n = 0;
    TextSpot spot = *slot;
    spot.element = "p";
    spot.parent = holder;
    for (xmlNode *p = holder != NULL ? xml_first(holder) : NULL; p != NULL; p = xml_next(p)) {
        if (!xml_is(p, "p"))
            continue;
        n++;
        spot.node = p;
        spot.hint = n == 1 ? slot->hint : NULL;
        spot.key = print(arena, "%s-%u", slot->key, n);
        spot.label = print(arena, "%s, paragraph %u", slot->label, n);
        g_array_append_val(spots, spot);
    }
    if (n == 1 && !is_last_optional)
        g_array_index(spots, TextSpot, spots->len - 1).flags &= ~(unsigned)SPOT_OPTIONAL;
    spot.node = NULL;
    spot.hint = n == 0 ? slot->hint : "Empty: there is none.";
    spot.key = print(arena, "%s-%u", slot->key, n + 1);
    spot.label = n == 0 ? slot->label : print(arena, "%s, one more paragraph", slot->label);
    g_array_append_val(spots, spot);
}

static void add_slots(Arena *arena, GArray *spots, xmlNode *node, const Slot *slots, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const Slot *slot = &slots[i];
        xmlNode *parent = slot->under == NULL ? node : xml_child(node, slot->under);
        TextSpot spot = {.key = slot->key,
                         .label = slot->label,
                         .hint = slot->hint,
                         .parent = parent,
                         .under = slot->under,
                         .element = slot->element,
                         .attribute = slot->attribute,
                         .flags = slot->flags};
        if (slot->element == NULL)
            spot.node = node;
        else if (parent != NULL)
            spot.node = xml_child(parent, slot->element);
        if ((slot->flags & SPOT_PARAGRAPH) == 0)
            g_array_append_val(spots, spot);
        else {
            spot.under = slot->element;
            add_paragraphs(arena, spots, &spot, spot.node, true);
        }
    }
}

static bool is_retired(xmlNode *node)
{
    g_autofree char *retired = survey_element_attribute(node, "retired");
    return retired != NULL;
}

static void add_answer(GArray *spots, xmlNode *node, const char *key, const char *label)
{
    TextSpot spot = {.key = key, .label = label, .node = node, .parent = node->parent};
    spot.element = (const char *)node->name;
    spot.flags = SPOT_OPTION | (is_retired(node) ? SPOT_RETIRED : 0);
    g_autofree char *write_in = survey_element_attribute(node, "write-in");
    if (write_in != NULL)
        spot.hint = "With a box to write in.";
    g_array_append_val(spots, spot);
}

/* Answers, their headings, rows, totals of the results. */
static void add_answers(Arena *arena, GArray *spots, xmlNode *node)
{
    unsigned n = 0, n_rows = 0, n_groups = 0;
    for (xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        if (xml_is(child, "option")) {
            n++;
            g_autofree char *code = survey_element_attribute(child, "code");
            add_answer(spots, child,
                       code != NULL ? print(arena, "option-%s", code)
                                    : print(arena, "option~%u", n),
                       print(arena, "Answer %u", n));
        } else if (xml_is(child, "row")) {
            n_rows++;
            g_autofree char *id = survey_element_attribute(child, "id");
            add_answer(spots, child,
                       id != NULL ? print(arena, "row-%s", id) : print(arena, "row~%u", n_rows),
                       print(arena, "Row %u", n_rows));
        } else if (xml_is(child, "option-group")) {
            TextSpot spot = {.key = print(arena, "group-%u", ++n_groups),
                             .label = "Heading of the next answers",
                             .parent = child,
                             .element = "label",
                             .node = xml_child(child, "label")};
            g_array_append_val(spots, spot);
            for (xmlNode *option = xml_first(child); option != NULL; option = xml_next(option)) {
                g_autofree char *code =
                    xml_is(option, "option") ? survey_element_attribute(option, "code") : NULL;
                if (code != NULL)
                    add_answer(spots, option, print(arena, "option-%s", code),
                               print(arena, "Answer %u", ++n));
            }
        }
    }
}

static void add_report(Arena *arena, GArray *spots, xmlNode *node)
{
    xmlNode *report = xml_child(node, "report");
    for (xmlNode *child = report != NULL ? xml_first(report) : NULL; child != NULL;
         child = xml_next(child)) {
        TextSpot spot = {.parent = report, .element = (const char *)child->name, .node = child};
        if (xml_is(child, "net")) {
            g_autofree char *id = survey_element_attribute(child, "id");
            spot.key = print(arena, "net-%s", id != NULL ? id : "");
            spot.label = "Name of a total in the results";
        } else if (xml_is(child, "base")) {
            spot.key = "base";
            spot.label = "Who is counted, in the results";
            spot.flags = SPOT_OPTIONAL;
        } else if (xml_is(child, "title")) {
            spot.key = "report-title";
            spot.label = "Title of the chart";
            spot.flags = SPOT_OPTIONAL;
        } else {
            continue;
        }
        g_array_append_val(spots, spot);
    }
}

/* The words that its type alone has: those at the ends of a scale. */
static void add_own_words(Arena *arena, GArray *spots, xmlNode *node)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    if (!xml_is_question(node, &type))
        return;
    const QuestionKind *kind = question_kind(type);
    for (size_t i = 0; i < kind->n_own_words; i++) {
        const OwnWords *own = &kind->own_words[i];
        const Slot slot = {own->element, NULL, own->element, NULL, own->label, NULL, SPOT_OPTIONAL};
        if (own->label != NULL)
            add_slots(arena, spots, node, &slot, 1);
    }
}

GArray *survey_edit_spots(Arena *arena, xmlNode *node, PartKind kind)
{
    GArray *spots = g_array_new(false, true, sizeof(TextSpot));
    const TextSpot note = {.key = "p", .label = "Note", .flags = SPOT_LONG | SPOT_OPTIONAL};
    switch (kind) {
    case PART_SURVEY:
        add_slots(arena, spots, node, survey_slots, G_N_ELEMENTS(survey_slots));
        break;
    case PART_LIST:
        add_answers(arena, spots, node);
        break;
    case PART_PAGE:
        add_slots(arena, spots, node, page_slots, G_N_ELEMENTS(page_slots));
        break;
    case PART_NOTE:
        add_paragraphs(arena, spots, &note, node, false);
        break;
    case PART_QUESTION:
        add_slots(arena, spots, node, question_slots, G_N_ELEMENTS(question_slots));
        add_own_words(arena, spots, node);
        add_answers(arena, spots, node);
        add_report(arena, spots, node);
        break;
    }
    return spots;
}
