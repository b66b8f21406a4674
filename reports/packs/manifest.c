#include "reports/packs/manifest.h"

#include "base/banned.h"

struct Manifest {
    GString *text;
    CsvWriter csv;
};

enum { N_CELLS = 8 };

static void append_row(Manifest *manifest, const char *const *cells)
{
    for (size_t i = 0; i < N_CELLS; i++)
        csv_append_words(&manifest->csv, cells[i]);
    csv_end_row(&manifest->csv);
}

Manifest *manifest_new(CsvForm form)
{
    static const char *const names[N_CELLS] = {"file", "kind", "variable", "title",
                                               "alt",  "base", "notes",    "sha256"};
    Manifest *manifest = g_new0(Manifest, 1);
    manifest->text = g_string_new(NULL);
    manifest->csv = csv_begin(manifest->text, form);
    append_row(manifest, names);
    return manifest;
}

void manifest_free(Manifest *manifest)
{
    if (manifest == NULL)
        return;
    g_string_free(manifest->text, true);
    g_free(manifest);
}

void manifest_add(Manifest *manifest, const ManifestEntry *entry, GBytes *bytes)
{
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    const char *cells[N_CELLS] = {entry->path, entry->kind, entry->variable, entry->title,
                                  entry->alt,  entry->base, entry->notes,    sum};
    append_row(manifest, cells);
}

GBytes *manifest_csv(const Manifest *manifest)
{
    return g_bytes_new(manifest->text->str, manifest->text->len);
}
