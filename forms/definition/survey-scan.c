#include "forms/definition/survey-scan.h"

#include "base/limits.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    const char *bytes;
    size_t length;
    size_t at;
    size_t depth;
    size_t elements;
    Mistakes *mistakes;
} Scan;

unsigned survey_scan_line(const char *bytes, size_t at)
{
    unsigned line = 1;
    const char *end = bytes + at;
    for (const char *p = bytes; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        line++;
    return line;
}

static unsigned line_here(const Scan *scan)
{
    return survey_scan_line(scan->bytes, scan->at);
}

static bool begins(const Scan *scan, const char *with)
{
    size_t n = strlen(with);
    return scan->length - scan->at >= n &&
           g_ascii_strncasecmp(scan->bytes + scan->at, with, n) == 0;
}

/* Move behind the next `mark`; false, and a mistake, when there is none. */
static bool skip_behind(Scan *scan, const char *mark, const char *what)
{
    size_t left = scan->length - scan->at;
    const char *found = memmem(scan->bytes + scan->at, left, mark, strlen(mark));
    if (found == NULL) {
        mistakes_add(scan->mistakes, line_here(scan),
                     "a %s that begins here is never closed; end it with %s", what, mark);
        return false;
    }
    scan->at = (size_t)(found - scan->bytes) + strlen(mark);
    return true;
}

/* The parser takes quadratic time over hyphens in comments, so they are looked at here. */
static bool comment_is_fit(Scan *scan)
{
    size_t start = scan->at;
    scan->at += 4;
    size_t left = scan->length - scan->at;
    const char *hyphens = memmem(scan->bytes + scan->at, left, "--", 2);
    if (hyphens == NULL) {
        scan->at = start;
        return skip_behind(scan, "-->", "comment");
    }
    scan->at = (size_t)(hyphens - scan->bytes) + 2;
    if (scan->at < scan->length && scan->bytes[scan->at] == '>')
        return true;
    mistakes_add(scan->mistakes, line_here(scan),
                 "two hyphens stand side by side inside a comment; write one, or a dash");
    return false;
}

/* Only UTF-8 is read. A definition that begins in UTF-16 has a mark, or a zero byte beside its first character. */
static bool encoding_is_fit(const char *bytes, size_t length, Mistakes *mistakes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    if (length >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff) ||
                        b[0] == 0 || b[1] == 0)) {
        mistakes_add(mistakes, 1,
                     "this file is saved as UTF-16; save it again with the encoding UTF-8");
        return false;
    }
    const char *end = NULL;
    if (!g_utf8_validate(bytes, (gssize)length, &end)) {
        size_t at = (size_t)(end - bytes);
        if (*end == '\0')
            mistakes_add(mistakes, survey_scan_line(bytes, at),
                         "there is a zero byte here: this is not a text file");
        else
            mistakes_add(mistakes, survey_scan_line(bytes, at),
                         "there is a character here that is not UTF-8 (byte %02X); save the file "
                         "again with the encoding UTF-8",
                         (unsigned char)*end);
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (b[i] < 0x20 && b[i] != '\t' && b[i] != '\n' && b[i] != '\r') {
            mistakes_add(mistakes, survey_scan_line(bytes, i),
                         "there is an invisible control character here (number %u); delete it",
                         b[i]);
            return false;
        }
    }
    return true;
}

/* The first line may say how the file is saved; anything but UTF-8 is refused. */
static bool declaration_is_fit(const Scan *scan)
{
    if (!begins(scan, "\x3c?xml "))
        return true;
    const char *text = scan->bytes + scan->at;
    size_t left = scan->length - scan->at;
    const char *end = memmem(text, left, "?>", 2);
    const char *name = end != NULL ? memmem(text, (size_t)(end - text), "encoding", 8) : NULL;
    if (name == NULL)
        return true;
    name += strlen("encoding");
    while (name < end && (g_ascii_isspace(*name) || *name == '='))
        name++;
    if (name >= end || (*name != '"' && *name != '\''))
        return true; /* the parser will say what is wrong */
    name++;
    size_t n = 0;
    while (name + n < end && name[n] != '"' && name[n] != '\'')
        n++;
    if (n == 5 && g_ascii_strncasecmp(name, "utf-8", 5) == 0)
        return true;
    mistakes_add(scan->mistakes, 1,
                 "the first line says encoding=\"%.*s\"; save the file as UTF-8 and write "
                 "encoding=\"UTF-8\" there",
                 (int)MIN(n, 40), name);
    return false;
}

/* From a tag's first character to behind its end. A '<' inside quotes ends the tag too: the parser will name that slip. */
static bool tag_is_fit(Scan *scan)
{
    size_t start = scan->at;
    char quote = '\0';
    bool is_end = scan->bytes[start + 1 < scan->length ? start + 1 : start] == '/';
    bool is_empty = false;
    for (scan->at++; scan->at < scan->length; scan->at++) {
        char c = scan->bytes[scan->at];
        if (scan->at - start > LIMIT_DEFINITION_TAG_BYTES) {
            mistakes_add(scan->mistakes, survey_scan_line(scan->bytes, start),
                         "a tag that begins here is longer than %d bytes; look for a missing "
                         "bracket or quote, or for far too many attributes",
                         LIMIT_DEFINITION_TAG_BYTES);
            return false;
        }
        if (c == '\x3c')
            break;
        if (quote != '\0') {
            if (c == quote)
                quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            is_empty = scan->bytes[scan->at - 1] == '/';
            scan->at++;
            break;
        }
    }
    if (is_end)
        scan->depth -= scan->depth > 0 ? 1 : 0;
    else if (!is_empty)
        scan->depth++;
    scan->elements += is_end ? 0 : 1;
    return true;
}

static bool is_in_bounds(const Scan *scan, size_t start)
{
    if (scan->depth > LIMIT_DEFINITION_DEPTH) {
        mistakes_add(scan->mistakes, survey_scan_line(scan->bytes, start),
                     "more than %d elements stand inside one another here; look for a missing "
                     "closing tag further up",
                     LIMIT_DEFINITION_DEPTH);
        return false;
    }
    if (scan->elements > LIMIT_DEFINITION_NODES) {
        mistakes_add(scan->mistakes, survey_scan_line(scan->bytes, start),
                     "there are more than %d elements; divide the survey in two",
                     LIMIT_DEFINITION_NODES);
        return false;
    }
    return true;
}

static bool markup_is_fit(Scan *scan)
{
    while (scan->at < scan->length) {
        const char *next = memchr(scan->bytes + scan->at, '\x3c', scan->length - scan->at);
        if (next == NULL)
            return true;
        scan->at = (size_t)(next - scan->bytes);
        size_t start = scan->at;
        bool is_fit = true;
        if (begins(scan, "\x3c!--")) {
            is_fit = comment_is_fit(scan);
        } else if (begins(scan, "\x3c![CDATA[")) {
            is_fit = skip_behind(scan, "]]>", "CDATA section");
        } else if (begins(scan, "\x3c?")) {
            is_fit = skip_behind(scan, "?>", "processing instruction");
        } else if (begins(scan, "\x3c!")) {
            mistakes_add(scan->mistakes, line_here(scan),
                         "a definition has no DOCTYPE and no declarations of its own; delete "
                         "everything from here to the line that begins the survey");
            is_fit = false;
        } else {
            is_fit = tag_is_fit(scan) && is_in_bounds(scan, start);
        }
        if (!is_fit)
            return false;
    }
    return true;
}

void survey_scan_too_large(Mistakes *mistakes)
{
    mistakes_add(mistakes, 1, "this file is larger than %d KB; divide the survey in two",
                 LIMIT_DEFINITION_BYTES / 1024);
}

bool survey_scan_definition(const char *bytes, size_t length, Mistakes *mistakes)
{
    if (length == 0) {
        mistakes_add(mistakes, 1, "this file is empty");
        return false;
    }
    if (length > LIMIT_DEFINITION_BYTES) {
        survey_scan_too_large(mistakes);
        return false;
    }
    Scan scan = {.bytes = bytes, .length = length, .mistakes = mistakes};
    if (!encoding_is_fit(bytes, length, mistakes))
        return false;
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        scan.at = 3;
    return declaration_is_fit(&scan) && markup_is_fit(&scan);
}
