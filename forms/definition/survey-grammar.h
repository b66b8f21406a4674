/* The schema that runs, forms/definition/survey.xsd, and what its findings mean for the person who wrote the definition. libxml2's
 * own sentences are never shown: each finding is put into our words from its number, element, attribute and value. Part
 * of the loader.
 * In survey-grammar.c, survey-guide.c, survey-schema-slips.c, survey-slips.c and xml-nodes.c. */
#pragma once

#include "forms/survey/mistakes.h"
#include <glib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdbool.h>

/* Let libxml2 open nothing at all but the two schemas compiled into this program. For the whole process, once.
 * Threads: any. */
void survey_grammar_deny_files(void);

/* Hold a document against the schema; every finding is noted.
 * Owns: nothing; the document is only read.   Threads: any. */
void survey_grammar_check(xmlDoc *doc, Mistakes *mistakes);

/* What the parser could not read, as a mistake in our words. `bytes` is the definition.
 * Threads: any. */
void survey_parser_slip(const xmlError *error, const char *bytes, size_t length,
                        Mistakes *mistakes);

/* A finding of the schema as a mistake in our words; `guide` knows the vocabulary.
 * Threads: any. */
typedef struct Guide Guide;
void survey_schema_slip(const xmlError *error, const Guide *guide, Mistakes *mistakes);

/* The vocabulary, read from the schema's own text.
 * Returns: yours (free with survey_guide_free). */
Guide *survey_guide_new(void);
void survey_guide_free(Guide *guide);

/* Is there an element of that name at all?   Threads: any (pure). */
bool survey_guide_has_element(const Guide *guide, const char *element);

/* May `child` stand in `parent`?   Threads: any (pure). */
bool survey_guide_may_hold(const Guide *guide, const char *parent, const char *child);

/* The names of all elements; those that may stand in one, in their order; those one may stand in; its attributes.
 * Returns: yours (free with g_ptr_array_unref); the names are the guide's. */
GPtrArray *survey_guide_elements(const Guide *guide);
GPtrArray *survey_guide_children(const Guide *guide, const char *parent);
GPtrArray *survey_guide_parents(const Guide *guide, const char *child);
GPtrArray *survey_guide_attributes(const Guide *guide, const char *element);

/* The name nearest to a misspelt one, or NULL when none is near.   Owns: lent from `names`. */
const char *survey_nearest_name(const char *name, const GPtrArray *names);

/* The question, page, list or note an element stands in, in words: question 4, page 'p1'; "the survey" at the top.
 * Returns: yours (free with g_free). */
char *xml_place_in_words(const xmlNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Guide, survey_guide_free)
