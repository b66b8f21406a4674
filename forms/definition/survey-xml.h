/* A definition file to a Survey, in two passes: the schema (forms/definition/survey.xsd, compiled in), then our own rules
 * (forms/definition/survey-check.h). A definition is data from outside: size, depth and tags are bounded before the parser runs,
 * any DOCTYPE is refused, no file or network is ever opened. At load only, never while serving. */
#pragma once

#include "forms/survey/mistakes.h"
#include "forms/survey/survey.h"
#include <glib.h>

/* Read and check a definition from memory. `file` is only for messages.
 * Errors: NULL when there is any mistake; all of them are in `mistakes` (warnings too, on success as well).
 * Returns: yours (free with survey_free).   Threads: any, one at a time for each `mistakes`. */
Survey *survey_parse(GBytes *bytes, Mistakes *mistakes);

/* The same of a definition that somebody wrote, which is never a pilot: the server makes those, with names that nobody guesses.
 * `pilot_mistake` is the sentence for one that is, with {id} for its id.
 * Errors: as survey_parse.   Returns: yours (free with survey_free).   Threads: as survey_parse. */
Survey *survey_parse_written(GBytes *bytes, const char *pilot_mistake, Mistakes *mistakes);

/* Read a file and parse it; as survey_parse_written, for those who show mistakes and warnings themselves.
 * Errors: NULL and ERROR_FILE when it cannot be read; NULL without an error when there are mistakes.
 * Returns: yours (free with survey_free). */
Survey *survey_read(const char *path, Mistakes *mistakes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read a file and parse it; mistakes become one GError whose message is mistakes_text.
 * Errors: NULL and ERROR_FILE or ERROR_DEFINITION.   Returns: yours (free with survey_free). */
Survey *survey_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
