#include "forms/definition/survey-xml.h"

#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/text.h"
#include "forms/definition/reachability.h"
#include "forms/definition/survey-check.h"
#include "forms/definition/survey-grammar.h"
#include "forms/definition/survey-reader.h"
#include "forms/definition/survey-scan.h"
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

#include "base/banned.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlParserCtxt, xmlFreeParserCtxt)

typedef struct {
    const char *bytes;
    size_t length;
    bool has_slip;
    xmlParserCtxt *context;
    Mistakes *mistakes;
} Parsing;

/* Only the first slip is told: those after it follow from it. */
static void note_slip(void *arg, xmlErrorPtr error)
{
    Parsing *parsing = arg;
    if (parsing->has_slip || error->level < XML_ERR_ERROR)
        return;
    parsing->has_slip = true;
    xmlStopParser(parsing->context);
    survey_parser_slip(error, parsing->bytes, parsing->length, parsing->mistakes);
}

xmlDoc *survey_document_parse(GBytes *bytes, Mistakes *mistakes)
{
    Parsing parsing = {.mistakes = mistakes};
    parsing.bytes = g_bytes_get_data(bytes, &parsing.length);
    if (!survey_scan_definition(parsing.bytes, parsing.length, mistakes))
        return NULL;
    survey_grammar_deny_files();
    g_autoptr(xmlParserCtxt) context = xmlNewParserCtxt();
    parsing.context = context;
    xmlSetStructuredErrorFunc(&parsing, note_slip);
    xmlDoc *doc =
        xmlCtxtReadMemory(context, parsing.bytes, (int)parsing.length, NULL, NULL, XML_PARSE_NONET);
    xmlSetStructuredErrorFunc(NULL, NULL);
    if (doc != NULL && !parsing.has_slip && doc->intSubset == NULL)
        return doc;
    if (!parsing.has_slip)
        mistakes_add(mistakes, 1, "this file cannot be read as XML");
    xmlFreeDoc(doc);
    return NULL;
}

/* The hash of the canonical form: comments, the order of attributes and the kind of quotes do not matter. NULL, with a
 * mistake noted, when there is no such form. */
static const char *hash_of(Arena *arena, xmlDoc *doc, Mistakes *mistakes)
{
    xmlChar *canonical = NULL;
    int length = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_0, NULL, 0, &canonical);
    if (length < 0) {
        mistakes_add(mistakes, 1, "an xmlns=\"...\" in this file is not a whole address");
        return NULL;
    }
    g_autofree char *hash = file_hash_hex(canonical, (size_t)length);
    xmlFree(canonical);
    return arena_strdup(arena, hash);
}

static void keep_quiet(void *arg, xmlErrorPtr error)
{
    (void)arg;
    (void)error;
}

/* Warnings about a question that has mistakes say nothing sure. */
static void forget_followers(const Survey *survey, Mistakes *mistakes)
{
    for (size_t i = 0; i < survey->n_questions && mistakes_count(mistakes) > 0; i++) {
        unsigned next = i + 1 < survey->n_questions ? survey->questions[i + 1].line : UINT_MAX;
        mistakes_forget_warnings(mistakes, survey->questions[i].line,
                                 MAX(next, survey->questions[i].line + 1));
    }
}

static Survey *make_survey(xmlDoc *doc, GBytes *bytes, Mistakes *mistakes)
{
    Arena *arena = arena_new();
    Survey *survey = arena_new_array(arena, Survey, 1);
    survey->arena = arena;
    survey->source = g_bytes_ref(bytes);
    SurveyReader reader = {
        .arena = arena,
        .mistakes = mistakes,
        .survey = survey,
        .is_clean = mistakes_count(mistakes) == 0,
        .pending = g_array_new(false, false, sizeof(PendingCondition)),
        .notes = g_ptr_array_new(),
    };
    survey_read_root(&reader, xmlDocGetRootElement(doc));
    survey_reader_finish(&reader);
    survey_check(survey, mistakes);
    if (mistakes_count(mistakes) == 0)
        (void)reachability_check(survey, mistakes);
    forget_followers(survey, mistakes);
    if (mistakes_count(mistakes) == 0)
        survey->hash = hash_of(arena, doc, mistakes);
    g_array_free(reader.pending, true);
    g_ptr_array_free(reader.notes, true);
    return survey;
}

Survey *survey_parse(GBytes *bytes, Mistakes *mistakes)
{
    g_autoptr(xmlDoc) doc = survey_document_parse(bytes, mistakes);
    if (doc == NULL)
        return NULL;
    survey_grammar_check(doc, mistakes);
    if (!xml_is(xmlDocGetRootElement(doc), "survey"))
        return NULL;
    xmlSetStructuredErrorFunc(NULL, keep_quiet);
    g_autoptr(Survey) survey = make_survey(doc, bytes, mistakes);
    xmlSetStructuredErrorFunc(NULL, NULL);
    return mistakes_count(mistakes) == 0 ? g_steal_pointer(&survey) : NULL;
}

Survey *survey_parse_written(GBytes *bytes, const char *pilot_mistake, Mistakes *mistakes)
{
    g_autoptr(Survey) survey = survey_parse(bytes, mistakes);
    if (survey == NULL || !survey_is_pilot(survey))
        return g_steal_pointer(&survey);
    g_autofree char *mistake = text_fill(pilot_mistake, "id", survey->id, NULL);
    mistakes_add(mistakes, 1, "%s", mistake);
    return NULL;
}

Survey *survey_read(const char *path, Mistakes *mistakes, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(GBytes) bytes = file_read(path, LIMIT_DEFINITION_BYTES, &reason);
    if (bytes != NULL)
        return survey_parse_written(
            bytes,
            "the survey's id '{id}' begins with pilot-, which is kept for pilots; choose another "
            "one",
            mistakes);
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_LIMIT))
        survey_scan_too_large(mistakes);
    else
        g_propagate_error(error, g_steal_pointer(&reason));
    return NULL;
}

Survey *survey_load(const char *path, GError **error)
{
    g_autoptr(Mistakes) mistakes = mistakes_new(path);
    Survey *survey = survey_read(path, mistakes, error);
    if (survey == NULL && mistakes_count(mistakes) > 0) {
        g_autofree char *text = mistakes_text(mistakes);
        error_set(error, ERROR_DEFINITION, "%s", g_strchomp(text));
    }
    return survey;
}
