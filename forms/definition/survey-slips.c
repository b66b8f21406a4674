/* What the parser could not read, in our words; and small helpers that all messages share. */
#include "forms/definition/survey-grammar.h"

#include "forms/definition/survey-reader.h"
#include "forms/definition/survey-scan.h"
#include <string.h>

#include "base/banned.h"

enum { NAME_MAX_BYTES = 60 };

/* How many single-letter changes lead from one name to another; letters' case does not count. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(b);
    if (strlen(a) > NAME_MAX_BYTES || n > NAME_MAX_BYTES)
        return SIZE_MAX;
    size_t row[NAME_MAX_BYTES + 1];
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t change = corner + (g_ascii_tolower(a[i]) != g_ascii_tolower(b[j]) ? 1 : 0);
            corner = row[j + 1];
            row[j + 1] = MIN(change, MIN(row[j], row[j + 1]) + 1);
        }
    }
    return row[n];
}

const char *survey_nearest_name(const char *name, const GPtrArray *names)
{
    const char *best = NULL;
    size_t best_distance = strlen(name) / 3 + 1;
    for (guint i = 0; i < names->len; i++) {
        const char *candidate = g_ptr_array_index(names, i);
        size_t d = distance(name, candidate);
        if (d < best_distance) {
            best = candidate;
            best_distance = d;
        }
    }
    return best;
}

/* A few bytes from a line and column on (both from 1).   Returns: yours (free with g_free). */
static char *text_at(const char *bytes, size_t length, int line, int column)
{
    const char *end = bytes + length;
    const char *at = bytes;
    for (int i = 1; i < line && at != NULL; i++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at != NULL ? at + 1 : NULL;
    }
    if (at == NULL || column < 1 || end - at < column - 1)
        return g_strdup("");
    at += column - 1;
    return g_strndup(at, MIN(8, (size_t)(end - at)));
}

static bool is_curly(const char *text)
{
    static const char *const curly[] = {"“", "”", "„", "‘", "’", "«", "»"};
    for (size_t i = 0; i < G_N_ELEMENTS(curly); i++) {
        if (g_str_has_prefix(text, curly[i]))
            return true;
    }
    return false;
}

static void slip_of_value(const xmlError *error, const char *here, Mistakes *mistakes)
{
    unsigned line = (unsigned)MAX(error->line, 1);
    if (is_curly(here))
        mistakes_add(
            mistakes, line,
            "curly quotes stand around a value; type straight ones, as in id=\"q01\" (a word "
            "processor makes them curly: use a plain text editor)");
    else
        mistakes_add(mistakes, line,
                     "a value has no quotes; write it between straight quotes, as in id=\"q01\"");
}

static void slip_of_name(const xmlError *error, Mistakes *mistakes)
{
    unsigned line = (unsigned)MAX(error->line, 1);
    if (strstr(error->message, "EntityRef") != NULL)
        mistakes_add(mistakes, line, "an \"&\" stands alone here; write &amp; for it");
    else if (strstr(error->message, "element name") != NULL)
        mistakes_add(mistakes, line,
                     "a \"less than\" sign stands alone here; write &lt; for it, or close the gap "
                     "between it and the tag's name");
    else
        mistakes_add(mistakes, line,
                     "a tag is not finished here; look for a missing \">\" before the next tag, or "
                     "for a stray quote");
}

static void slip_of_closing(const xmlError *error, Mistakes *mistakes)
{
    const char *opened = error->str1 != NULL ? error->str1 : "an element";
    if (error->str2 != NULL)
        mistakes_add(
            mistakes, (unsigned)MAX(error->line, 1),
            "the closing tag of \"%.40s\" comes before that of \"%.40s\", which was begun on "
            "line %d; close \"%.40s\" first",
            error->str2, opened, error->int1, opened);
    else
        mistakes_add(mistakes, (unsigned)MAX(error->line, 1),
                     "the file ends too soon: \"%.40s\", begun on line %d, is never closed", opened,
                     error->int1);
}

/* Slips whose sentence stands for itself. */
static const struct {
    int code;
    const char *message;
} plain_slips[] = {
    {XML_ERR_LT_IN_ATTRIBUTE,
     "a value has no closing quote on this line or further up; add a straight one, a curly one "
     "does "
     "not count (and inside a value, a \"less than\" sign is written &lt;)"},
    {XML_ERR_ATTRIBUTE_NOT_FINISHED, "a value has no closing quote on this line or further up; add "
                                     "a straight one, a curly one does "
                                     "not count"},
    {XML_ERR_ENTITYREF_SEMICOL_MISSING, "an \"&\" stands before a word here; write &amp; for it"},
    {XML_ERR_SPACE_REQUIRED,
     "after a value comes a space or the end of the tag; look for a missing quote before this "
     "place, or for a missing space"},
    {XML_ERR_DOCUMENT_END,
     "the survey is closed already, but more follows here; delete it, or move it in front of the "
     "survey's closing tag"},
    {XML_ERR_DOCUMENT_EMPTY, "this is not a survey definition: it does not begin with a tag"},
    {XML_ERR_RESERVED_XML_NAME,
     "the line with \"?xml\" has to be the very first of the file; delete what stands before it, "
     "spaces and empty lines too"},
};

static void slip_of_rest(const xmlError *error, Mistakes *mistakes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(plain_slips); i++) {
        if (plain_slips[i].code != error->code)
            continue;
        mistakes_add(mistakes, (unsigned)MAX(error->line, 1), "%s", plain_slips[i].message);
        return;
    }
    mistakes_add(
        mistakes, (unsigned)MAX(error->line, 1),
        "the file cannot be read here; look for a missing quote, bracket or closing tag on "
        "this line or the one before");
}

void survey_parser_slip(const xmlError *error, const char *bytes, size_t length, Mistakes *mistakes)
{
    unsigned line = (unsigned)MAX(error->line, 1);
    const char *name = error->str1 != NULL ? error->str1 : "";
    g_autofree char *after = text_at(bytes, length, error->line, error->int2);
    switch (error->code) {
    case XML_ERR_ATTRIBUTE_NOT_STARTED:
        slip_of_value(error, after, mistakes);
        break;
    case XML_ERR_NAME_REQUIRED:
        slip_of_name(error, mistakes);
        break;
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        mistakes_add(
            mistakes, line,
            "\"&%.40s;\" is not known here; type the character itself, or write &amp; when "
            "an \"&\" is meant",
            name);
        break;
    case XML_ERR_TAG_NAME_MISMATCH:
    case XML_ERR_TAG_NOT_FINISHED:
        slip_of_closing(error, mistakes);
        break;
    case XML_ERR_ATTRIBUTE_REDEFINED:
        mistakes_add(mistakes, line, "\"%.40s\" is given twice in one tag; keep one of them", name);
        break;
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
        mistakes_add(mistakes, line, "\"%.40s\" has no value; write %.40s=\"...\"", name, name);
        break;
    case XML_ERR_GT_REQUIRED:
        mistakes_add(mistakes, line, "the tag \"%.40s\" is not finished; add its \">\"", name);
        break;
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
        mistakes_add(mistakes, line, "\"%.40s:\" before a name is not known here; leave it out",
                     name);
        break;
    default:
        slip_of_rest(error, mistakes);
        break;
    }
}
