#include "reports/manifest.h"

#include "base/csv.h"

#include "base/banned.h"

struct Manifest {
    GString *text;
};

Manifest *manifest_new(void)
{
    Manifest *manifest = g_new0(Manifest, 1);
    manifest->text = g_string_new("file,kind,variable,title,alt,base,notes,sha256\n");
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
    const char *cells[] = {entry->path, entry->kind, entry->variable, entry->title,
                           entry->alt,  entry->base, entry->notes,    sum};
    bool first = true;
    for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
        csv_append(manifest->text, &first, cells[i] == NULL ? "" : cells[i], false);
    g_string_append_c(manifest->text, '\n');
}

GBytes *manifest_csv(const Manifest *manifest)
{
    return g_bytes_new(manifest->text->str, manifest->text->len);
}
