/* A look at the bytes of a definition before any parser sees them: what the parser would be slow at, or should never be
 * given, is refused here: libxml2 is quadratic in places, so size, depth and long tags are bounded first. Part of the loader. */
#pragma once

#include "forms/survey/mistakes.h"
#include <stdbool.h>
#include <stddef.h>

/* Is this fit for the parser: UTF-8 without control characters, no DOCTYPE, size, tags, depth and number of elements in
 * bounds? If not, the first reason is noted with its line.
 * Units: bytes.   Threads: any. */
bool survey_scan_definition(const char *bytes, size_t length, Mistakes *mistakes);

/* Note that the file is larger than a definition may be. */
void survey_scan_too_large(Mistakes *mistakes);

/* The line, from 1, on which byte `at` stands. */
unsigned survey_scan_line(const char *bytes, size_t at);
