/* manifest.csv: every file of a pack with what it is, its title, text alternative, base, notes and SHA-256; itself left out. */
#pragma once

#include "base/csv.h"
#include "reports/tables/table.h"
#include <glib.h>

typedef struct Manifest Manifest;

/* An empty list.
 * Returns: yours (free with manifest_free). */
Manifest *manifest_new(CsvForm form);
void manifest_free(Manifest *manifest);

/* What is told of a file; any but path and kind may be NULL. */
typedef struct {
    const char *path; /* below the pack */
    const char *kind; /* "pack", "page", "style", "chart", "table", "breakdown" */
    const char *variable, *title, *alt, *base, *notes;
} ManifestEntry;

/* Add a file with its bytes.
 * Owns: everything is copied. */
void manifest_add(Manifest *manifest, const ManifestEntry *entry, GBytes *bytes);

/* The list as CSV, in the order of adding.
 * Returns: yours (free with g_bytes_unref). */
GBytes *manifest_csv(const Manifest *manifest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Manifest, manifest_free)
