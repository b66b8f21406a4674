/* Values of attributes that are not as they should be: what is wrong, and what to write. Part of the loader. */
#pragma once

#include "forms/survey/mistakes.h"
#include <libxml/tree.h>

/* What a good value of this attribute looks like, as a half sentence.   Owns: static. */
const char *survey_value_advice(const xmlNode *node, const char *attribute);

/* Note what is wrong with an element's attribute; `attribute` NULL: with the text of the element. */
void survey_value_slip(const xmlNode *node, const char *attribute, Mistakes *mistakes);
