/* Names of a definition: every variable, field and page has a name of its own. Part of the loader.
 */
#pragma once

#include "forms/definition/survey-reader.h"

/* Note each name that is used twice, clashes with a derived variable, or is refused, and give such
 * a thing another name, so that the rest of the definition can still be checked. An option whose
 * code is used twice is left out. */
void survey_names_check(SurveyReader *reader);
