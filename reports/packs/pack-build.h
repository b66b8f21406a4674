/* From a store to the pages of a pack: which items make a page, which breakdowns it gets, one scan, the tables. The tables
 * command and the pack both start here, so that their figures are the same.
 * In pack-build.c, pack-draw.c and pack-words.c. */
#pragma once

#include "reports/packs/pack.h"

typedef struct PackBuild PackBuild;

/* Load the survey, count all responses in one scan, make the tables. `survey-report chart` gives the one variable that it
 * needs (else NULL).
 * Errors: NULL and ERROR_NOT_FOUND (survey, variable), ERROR_USAGE (a breakdown by words or numbers, a date), ERROR_STORE.
 * Returns: yours (free with pack_build_free). */
PackBuild *pack_build(Store *store, const PackRequest *request, const char *only,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void pack_build_free(PackBuild *build);

/* Its pages and words; pictures only after pack_build_draw.
 * Owns: lent. */
const Pack *pack_build_pack(const PackBuild *build);

/* Tables that have no page of their own: words typed beside an option.
 * Owns: lent. */
Table *const *pack_build_extras(const PackBuild *build, size_t *out_n);

/* Give a page its picture; NULL: none.
 * Owns: swallows the picture. */
void pack_build_set_picture(PackBuild *build, size_t page, Picture *picture);

/* Draw every page's chart. */
void pack_build_draw(PackBuild *build);

/* What every page and file of the pack says of its responses: simulated, of a pilot, both; NULL when they are real.
 * Owns: static. */
const char *pack_mark(const Pack *pack);

/* Findings, method, dates of a pack whose pages are there (pack-words.c). */
void pack_fill_words(Pack *pack, struct Arena *arena);

/* The title of a page of several tables (a grid): the definition's, else the row with the largest share of the first net. */
const char *pack_grid_title(const Question *question, Table *const *tables, size_t n,
                            const char *lang, struct Arena *arena);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackBuild, pack_build_free)
