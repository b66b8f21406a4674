#include "forms/definition/survey-values.h"
#include "base/day.h"

#include "base/text.h"
#include "forms/definition/question-definition.h"
#include "forms/definition/survey-grammar.h"
#include <string.h>

#include "base/banned.h"

static const char name_advice[] =
    "small letters, digits and _, beginning with a letter, at most 30 in all";
static const char slug_advice[] =
    "small letters, digits and hyphens, beginning with a letter, at most 40 in all";
static const char day_advice[] = "write the day as year-month-day, as in 2026-11-21";
static const char count_advice[] = "write a whole number, 1 or more";
static const char yes_advice[] = "write yes or no";
static const char keep_advice[] = "write P6M for six months, P2Y for two years";

/* The first row that fits is taken; "*" is any element. */
static const struct {
    const char *element, *attribute, *advice;
} advices[] = {
    {"survey", "id", slug_advice},
    {"block", "ref", slug_advice},
    {"*", "id", name_advice},
    {"*", "write-in", name_advice},
    {"*", "of", "give the id of an earlier question"},
    {"*", "list", "give the id of a list"},
    {"*", "frame", "give the id of a list for coding"},
    {"*", "by", "give ids of questions with spaces between them, as in q14 q19"},
    {"*", "codes", "give codes with spaces between them, as in 1 2"},
    {"*", "code", "write a whole number from 1 to 9999"},
    {"*", "opens", day_advice},
    {"*", "closes", day_advice},
    {"*", "score", "write a number, with a point for decimals"},
    {"retention", "*", keep_advice},
    {"*", "required", yes_advice},
    {"*", "exclusive", yes_advice},
    {"*", "reconstructed", yes_advice},
    {"*", "new-sheet", yes_advice},
    {"*", "missing", "write dk (don't know), refused (prefer not to say) or na (not applicable)"},
    {"*", "sampling", "write open, panel, probability or census"},
    {"*", "sensitive", "write no, personal, equality or special"},
    {"*", "role", "the only role is breakdown; leave it out otherwise"},
    {"*", "instruct", "write none when the wording carries its own instruction, else leave it out"},
    {"*", "layout", "write pages or one-page"},
    {"*", "once", "write none, browser or token"},
    {"*", "results", "write closed or published"},
    {"*", "for", "write answers or coding"},
    {"*", "on", "write web or paper, or leave it out for both"},
    {"*", "order", "write list, most or least"},
    {"*", "percent-of", "write answered, asked or all"},
    {"*", "review", "the only value is needed; leave it out otherwise"},
    {"*", "xml:lang", "give a language code, as in en, cy or pl"},
    {"*", "languages", "give language codes with spaces between them, as in cy pl"},
    {"*", "href", "give a web address, as in https://www.example.org/"},
    {"*", "quick-exit", "give a web address, as in https://www.example.org/"},
    {"*", "alias", "give names of at most 64 letters with spaces between them"},
    {"*", "if", "write a condition, as in q01 in (3, 4)"},
    {"*", "*", count_advice},
};

/* What a type of question says about an attribute of its own; NULL when it says nothing. */
static const char *advice_of_type(const xmlNode *node, const char *attribute)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    if (!xml_is_question(node, &type))
        return NULL;
    const QuestionDefinition *definition = question_definition(type);
    for (size_t i = 0; i < definition->n_advices; i++) {
        const AttributeAdvice *advice = &definition->advices[i];
        if (strcmp(advice->attribute, attribute) == 0)
            return advice->advice != NULL ? advice->advice : day_advice;
    }
    return NULL;
}

const char *survey_value_advice(const xmlNode *node, const char *attribute)
{
    const char *advice = advice_of_type(node, attribute);
    if (advice != NULL)
        return advice;
    if (strcmp(attribute, "chart") == 0)
        return chart_kinds_advice();
    for (size_t i = 0; i < G_N_ELEMENTS(advices); i++) {
        bool fits_element = strcmp(advices[i].element, "*") == 0 ||
                            strcmp(advices[i].element, (const char *)node->name) == 0;
        bool fits_attribute =
            strcmp(advices[i].attribute, "*") == 0 || strcmp(advices[i].attribute, attribute) == 0;
        if (fits_element && fits_attribute)
            return advices[i].advice;
    }
    return count_advice;
}

/* An id of small letters from what was written; NULL when nothing is left of it. */
static char *mended_name(const char *value, char joint)
{
    GString *name = g_string_new(NULL);
    for (const char *p = value; *p != '\0' && name->len < 30; p++) {
        if (g_ascii_isalnum(*p))
            g_string_append_c(name, g_ascii_tolower(*p));
        else if (name->len > 0 && name->str[name->len - 1] != joint)
            g_string_append_c(name, joint);
    }
    if (name->len > 0 && name->str[name->len - 1] == joint)
        g_string_truncate(name, name->len - 1);
    if (name->len > 0 && g_ascii_isdigit(name->str[0]))
        g_string_prepend(name, "q");
    return g_string_free(name, name->len == 0);
}

static void slip_of_id(const xmlNode *node, const char *attribute, const char *value,
                       Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    const char *advice = survey_value_advice(node, attribute);
    bool is_slug = advice == slug_advice;
    g_autofree char *mended = mended_name(value, is_slug ? '-' : '_');
    const char *what = is_slug ? slug_advice : name_advice;
    if (mended != NULL && strcmp(mended, value) != 0)
        mistakes_add(mistakes, xml_line(node),
                     "%s: %s=\"%.60s\" is not a name that can be used; write %s, as in %s=\"%s\"",
                     place, attribute, value, what, attribute, mended);
    else
        mistakes_add(mistakes, xml_line(node),
                     "%s: %s=\"%.60s\" is not a name that can be used; write %s", place, attribute,
                     value, what);
}

static void slip_of_code(const xmlNode *node, const char *value, Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    int64_t number = 0;
    if (text_parse_int(value, &number) && number <= 0)
        mistakes_add(mistakes, xml_line(node),
                     "%s: code=\"%s\" cannot be used; codes begin at 1, because 0 and negative "
                     "numbers mean \"no answer\" in the data",
                     place, value);
    else if (text_parse_int(value, &number))
        mistakes_add(mistakes, xml_line(node),
                     "%s: code=\"%s\" is too large; codes go from 1 to 9999", place, value);
    else
        mistakes_add(mistakes, xml_line(node),
                     "%s: code=\"%.40s\" is not a number; a code is a whole number from 1 to 9999, "
                     "and the words of the answer stand between its tags",
                     place, value);
}

/* 31/03/2017, 31.3.2017 or 31-03-2017 as 2017-03-31; NULL when it is nothing like that. */
static char *mended_day(const char *value)
{
    g_auto(GStrv) parts = g_strsplit_set(value, "/.-", 4);
    int64_t day = 0, month = 0, year = 0;
    if (g_strv_length(parts) != 3 || !text_parse_int(parts[0], &day) ||
        !text_parse_int(parts[1], &month) || !text_parse_int(parts[2], &year))
        return NULL;
    if (day < 1 || day > 31 || month < 1 || month > 12 || year < 1000 || year > 9999)
        return NULL;
    return day_text(day_of((DayParts){year, month, day}));
}

static void slip_of_day(const xmlNode *node, const char *attribute, const char *value,
                        Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    g_autofree char *mended = mended_day(value);
    if (mended != NULL)
        mistakes_add(mistakes, xml_line(node),
                     "%s: %s=\"%s\" is not how a day is written here; write %s=\"%s\"", place,
                     attribute, value, attribute, mended);
    else
        mistakes_add(mistakes, xml_line(node), "%s: %s=\"%.40s\" is not a day in the calendar; %s",
                     place, attribute, value, day_advice);
}

/* Characters that no condition has. */
static void slip_of_condition(const xmlNode *node, const char *value, Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    const char *advice = "write it with small letters, numbers and brackets, as in q01 in (3, 4)";
    if (strchr(value, '=') != NULL)
        advice = "write \"is\" or \"in\" instead of =, as in q01 is 1 or q01 in (3, 4)";
    else if (strpbrk(value, "\x3c>") != NULL)
        advice =
            "write a range instead of \"less than\" and \"more than\", as in q08 in 1..5 or q08 "
            "in 6..";
    else if (strpbrk(value, "'\"") != NULL || strstr(value, "‘") != NULL ||
             strstr(value, "“") != NULL)
        advice = "name answers by their codes, not by their words, as in q01 is 1";
    else if (strchr(value, '-') != NULL)
        advice = "write two dots for a range, as in q08 in 1..5; names have _ instead of a hyphen";
    else if (strpbrk(value, "&|!") != NULL)
        advice = "write \"and\", \"or\" and \"not\" in letters";
    else if (value[0] == '\0')
        advice = "write a condition, as in q01 in (3, 4), or leave \"if\" out";
    else if (strpbrk(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL)
        advice = "write it in small letters throughout, as in q01 in (3, 4)";
    mistakes_add(mistakes, xml_line(node), "%s: if=\"%.80s\" cannot be read; %s", place, value,
                 advice);
}

static bool is_id(const char *attribute)
{
    return strcmp(attribute, "id") == 0 || strcmp(attribute, "write-in") == 0 ||
           strcmp(attribute, "ref") == 0 || strcmp(attribute, "of") == 0 ||
           strcmp(attribute, "list") == 0 || strcmp(attribute, "frame") == 0;
}

static char *value_of(const xmlNode *node, const char *attribute)
{
    xmlChar *value = strcmp(attribute, "xml:lang") == 0
                         ? xmlGetNsProp(node, (const xmlChar *)"lang", XML_XML_NAMESPACE)
                         : xmlGetNoNsProp(node, (const xmlChar *)attribute);
    char *copy = g_strdup(value != NULL ? (const char *)value : "");
    xmlFree(value);
    return copy;
}

void survey_value_slip(const xmlNode *node, const char *attribute, Mistakes *mistakes)
{
    g_autofree char *place = xml_place_in_words(node);
    if (attribute == NULL) {
        mistakes_add(mistakes, xml_line(node),
                     "%s: \"%s\" is not as it should be; compare it with the examples in "
                     "forms/surveys",
                     place, (const char *)node->name);
        return;
    }
    if (attribute[0] == '{') {
        mistakes_add(
            mistakes, xml_line(node),
            "%s: \"%s\" has an attribute with a colon in its name that means nothing here; "
            "delete it",
            place, (const char *)node->name);
        return;
    }
    g_autofree char *value = value_of(node, attribute);
    const char *advice = survey_value_advice(node, attribute);
    if (is_id(attribute)) {
        slip_of_id(node, attribute, value, mistakes);
    } else if (strcmp(attribute, "code") == 0) {
        slip_of_code(node, value, mistakes);
    } else if (strcmp(attribute, "if") == 0) {
        slip_of_condition(node, value, mistakes);
    } else if (advice == day_advice) {
        slip_of_day(node, attribute, value, mistakes);
    } else {
        mistakes_add(mistakes, xml_line(node), "%s: %s=\"%.60s\" cannot be used; %s", place,
                     attribute, value, advice);
    }
}
