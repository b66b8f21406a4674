/* Classes of answers to one item that a set of tests can tell apart, for forms/definition/reachability.h. Pure. */
#pragma once

#include "forms/survey/condition.h"
#include "forms/survey/variables.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The distinct outcomes that `tests` (all of them about this item, on-route) can have together for answers that may be
 * given; leaving the item blank is among them unless it is required.
 * Shapes: *out_outcomes[i * n_tests + t] is 0 or 1; returns how many outcomes there are, 0 when there are too many
 * answers to be tried.   Returns: *out_outcomes is yours (free with g_free).   Threads: any (pure). */
size_t answer_classes(const Variables *variables, size_t item, const Condition *const *tests,
                      size_t n_tests, uint8_t **out_outcomes);
