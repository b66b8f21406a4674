#include "forms/survey-xml.h"

#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "forms/survey-reader.h"
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/banned.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlParserCtxt, xmlFreeParserCtxt)

static void note_error(void *arg, xmlErrorPtr error)
{
    Mistakes *mistakes = arg;
    mistakes_add(mistakes, error->line > 0 ? (unsigned)error->line : 0, "%s", error->message);
}

static xmlDoc *parse(GBytes *bytes, Mistakes *mistakes)
{
    g_autoptr(xmlParserCtxt) context = xmlNewParserCtxt();
    size_t length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    xmlSetStructuredErrorFunc(mistakes, note_error);
    xmlDoc *doc = xmlCtxtReadMemory(context, data, (int)length, NULL, NULL, XML_PARSE_NONET);
    xmlSetStructuredErrorFunc(NULL, NULL);
    return doc;
}

/* The hash of the canonical form: comments, the order of attributes and the kind of quotes do not
 * matter. */
static const char *hash_of(Arena *arena, xmlDoc *doc)
{
    xmlChar *canonical = NULL;
    int length = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_0, NULL, 0, &canonical);
    g_assert(length >= 0);
    g_autofree char *hash = hash_hex(canonical, (size_t)length);
    xmlFree(canonical);
    return arena_strdup(arena, hash);
}

static Survey *make_survey(xmlDoc *doc, GBytes *bytes, Mistakes *mistakes)
{
    Arena *arena = arena_new();
    Survey *survey = arena_new_array(arena, Survey, 1);
    survey->arena = arena;
    survey->source = g_bytes_ref(bytes);
    Reader reader = {
        .arena = arena,
        .mistakes = mistakes,
        .survey = survey,
        .pending = g_array_new(false, false, sizeof(PendingCondition)),
        .notes = g_ptr_array_new(),
    };
    read_survey(&reader, xmlDocGetRootElement(doc));
    reader_finish(&reader);
    survey->hash = hash_of(arena, doc);
    g_array_free(reader.pending, true);
    g_ptr_array_free(reader.notes, true);
    return survey;
}

Survey *survey_parse(GBytes *bytes, Mistakes *mistakes)
{
    g_autoptr(xmlDoc) doc = parse(bytes, mistakes);
    if (doc == NULL)
        return NULL;
    g_autoptr(Survey) survey = make_survey(doc, bytes, mistakes);
    return mistakes_count(mistakes) == 0 ? g_steal_pointer(&survey) : NULL;
}

Survey *survey_load(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = file_read(path, LIMIT_DEFINITION_BYTES, error);
    if (bytes == NULL)
        return NULL;
    g_autoptr(Mistakes) mistakes = mistakes_new(path);
    Survey *survey = survey_parse(bytes, mistakes);
    if (survey == NULL) {
        g_autofree char *text = mistakes_text(mistakes);
        error_set(error, ERROR_DEFINITION, "%s", g_strchomp(text));
    }
    return survey;
}
