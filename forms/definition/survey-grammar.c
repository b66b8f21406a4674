#include "forms/definition/survey-grammar.h"

#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <pthread.h>
#include <string.h>

#include "base/banned.h"

extern const unsigned char forms_definition_survey_xsd[];
extern const size_t forms_definition_survey_xsd_size;
extern const unsigned char forms_definition_xml_xsd[];

static pthread_once_t denied = PTHREAD_ONCE_INIT;

/* The schema names xml.xsd, for xml:lang; nothing else is there to be opened. */
static xmlParserInputPtr serve(const char *address, const char *id, xmlParserCtxtPtr context)
{
    (void)id;
    if (g_strcmp0(address, "xml.xsd") == 0)
        return xmlNewStringInputStream(context, forms_definition_xml_xsd);
    return NULL;
}

static void deny(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(serve);
}

void survey_grammar_deny_files(void)
{
    pthread_once(&denied, deny);
}

typedef struct {
    const Guide *guide;
    Mistakes *mistakes;
} Finding;

static void note_finding(void *arg, xmlErrorPtr error)
{
    const Finding *finding = arg;
    if (error->level >= XML_ERR_ERROR)
        survey_schema_slip(error, finding->guide, finding->mistakes);
}

void survey_grammar_check(xmlDoc *doc, Mistakes *mistakes)
{
    survey_grammar_deny_files();
    xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(
        (const char *)forms_definition_survey_xsd, (int)forms_definition_survey_xsd_size);
    xmlSchema *schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    g_assert(schema != NULL);
    g_autoptr(Guide) guide = survey_guide_new();
    Finding finding = {guide, mistakes};
    xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt(schema);
    xmlSchemaSetValidStructuredErrors(context, note_finding, &finding);
    (void)xmlSchemaValidateDoc(context, doc);
    xmlSchemaFreeValidCtxt(context);
    xmlSchemaFree(schema);
}
