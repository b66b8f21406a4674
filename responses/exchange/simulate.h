/* Responses that nobody gave: random but valid answers along the routes of a definition, as CSV for import, channel
 * `simulated`. The same definition, seed and shape give the same bytes. */
#pragma once

#include "base/csv.h"
#include "forms/survey/survey.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct {
    uint64_t count;
    uint64_t seed;
    const char *shape; /* a CSV file variable,code,weight that bends the shares, or NULL */
    CsvForm form;
} SimulateOptions;

/* Write the header and the responses.
 * Errors: false and ERROR_FILE, ERROR_DATA (a shape that names no variable, code or weight, by line). */
bool simulate_csv(const Survey *survey, const SimulateOptions *options, FILE *to,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
