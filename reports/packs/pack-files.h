/* The directory of a pack while it is written, and the files of its tables. */
#pragma once

#include "reports/packs/manifest.h"
#include "reports/packs/pack-build.h"
#include "reports/tables/table-csv.h"

#define PACK_MARKER                                                                                \
    "manifest.csv" /* a directory that holds it is one of ours and may be replaced */

typedef struct {
    const char *target;
    char *directory; /* beside the target; NULL once it is in place */
    CsvForm form;    /* of its CSVs */
    Manifest *manifest;
} PackFiles;

/* Begin the directory with its folders; pack_files_end cleans up whatever happened.
 * Errors: false and ERROR_FILE. */
bool pack_files_begin(PackFiles *files, const char *target, CsvForm form,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write the manifest and put the directory in its place.
 * Errors: false and ERROR_FILE. */
bool pack_files_finish(PackFiles *files, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void pack_files_end(PackFiles *files);

/* Write a file and note it in the manifest.
 * Errors: false and ERROR_FILE. */
bool pack_put(PackFiles *files, const ManifestEntry *entry, GBytes *bytes,
              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write every table and breakdown.
 * Errors: false and ERROR_FILE. */
bool pack_put_tables(PackFiles *files, const PackBuild *build,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All notes of a table in one cell.
 * Returns: yours (free with g_free). */
char *pack_join_notes(const Table *table);
