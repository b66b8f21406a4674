/* What changed between two versions of a definition, and whether that may happen once responses exist. Pure.
 *
 *   free      wording, hints, translations, required to not required
 *   recorded  new questions, options, rows (with `since`), retiring, routes, raised limits
 *   refused   another type, codes deleted or used again, scale ends, lowered limits, names that are gone, special or not
 *
 * Compared by id and code, never by position. */
#pragma once

#include "forms/survey/survey.h"
#include <glib.h>

typedef enum { EDIT_FREE, EDIT_RECORDED, EDIT_REFUSED } EditKind;

typedef struct {
    EditKind kind;
    char *sentence; /* names the question and the code, and says what to do */
} Edit;

/* All edits that lead from `before` to `after`, in the order of `before`, then what is new.
 * Returns: yours (free with g_ptr_array_unref).   Threads: any (pure). */
GPtrArray *publish_compare(const Survey *before, const Survey *after);

/* The sentences of a kind, one a line, at most `most` and then how many more; NULL when there is none.
 * Returns: yours (free with g_free). */
char *publish_sentences(const GPtrArray *edits, EditKind kind, size_t most);
