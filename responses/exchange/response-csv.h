/* CSV of responses, as docs/formats.md 3 tells it: five columns that identify a response, then the variables in order. */
#pragma once

#include "base/csv.h"
#include "forms/survey/variables.h"
#include "responses/store/digest.h"
#include <glib.h>

enum {
    IDENTITY_REFERENCE,
    IDENTITY_SUBMITTED,
    IDENTITY_CHANNEL,
    IDENTITY_LANGUAGE,
    IDENTITY_VERSION,
    IDENTITY_COUNT
};

/* The name of an identifying column.   Owns: static.   Threads: any. */
const char *response_csv_identity(size_t column);

/* Append the header, and one response.
 * Shapes: values[variable][row], texts[variable][row] (NULL where there are no words). */
void response_csv_header(CsvWriter *to, const Variables *variables);
void response_csv_row(CsvWriter *to, const Variables *variables, const Identity *identity,
                      const Value *const *values, const char *const *const *texts, size_t row);
