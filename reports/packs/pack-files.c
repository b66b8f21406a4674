#include "reports/packs/pack-files.h"

#include "base/error.h"
#include "base/files.h"
#include <errno.h>
#include <glib/gstdio.h>

#include "base/banned.h"

bool pack_put(PackFiles *files, const ManifestEntry *entry, GBytes *bytes, GError **error)
{
    g_autofree char *path = g_build_filename(files->directory, entry->path, NULL);
    if (!file_write(path, bytes, error))
        return false;
    manifest_add(files->manifest, entry, bytes);
    return true;
}

bool pack_files_begin(PackFiles *files, const char *target, CsvForm form, GError **error)
{
    static const char *const folders[] = {"charts", "tables"};
    *files = (PackFiles){.target = target, .form = form};
    files->directory = file_directory_begin(target, PACK_MARKER, error);
    if (files->directory == NULL)
        return false;
    files->manifest = manifest_new(form);
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(files->directory, folders[i], NULL);
        if (g_mkdir(path, 0777) != 0) {
            error_set(error, ERROR_FILE, "%s: cannot be made: %s", path, g_strerror(errno));
            return false;
        }
    }
    return true;
}

bool pack_files_finish(PackFiles *files, GError **error)
{
    g_autoptr(GBytes) manifest = manifest_csv(files->manifest);
    g_autofree char *path = g_build_filename(files->directory, PACK_MARKER, NULL);
    if (!file_write(path, manifest, error) ||
        !file_directory_finish(files->directory, files->target, error))
        return false;
    g_clear_pointer(&files->directory, g_free);
    return true;
}

void pack_files_end(PackFiles *files)
{
    if (files->directory != NULL)
        file_directory_abandon(files->directory);
    g_clear_pointer(&files->directory, g_free);
    g_clear_pointer(&files->manifest, manifest_free);
}

/* All notes of a table in one cell. */
char *pack_join_notes(const Table *table)
{
    g_autoptr(GString) notes = g_string_new(NULL);
    for (size_t i = 0; i < table->n_notes; i++)
        g_string_append_printf(notes, "%s%s", i > 0 ? " " : "", table->notes[i]);
    return g_string_free(g_steal_pointer(&notes), FALSE);
}

/* Put tables into one file; `entry` says all but base and notes. */
static bool put_table(PackFiles *files, ManifestEntry entry, const Table *const *tables, size_t n,
                      GError **error)
{
    g_autoptr(GBytes) bytes = table_csv(tables, n, files->form);
    g_autofree char *notes = pack_join_notes(tables[0]);
    entry.base = tables[0]->columns[0].base_shown;
    entry.notes = notes;
    return pack_put(files, &entry, bytes, error);
}

/* The breakdowns of a page by one item, the rows of a grid together: tables/q01.by.q14.csv. */
static bool put_breakdowns(PackFiles *files, const PackPage *page, size_t first, GError **error)
{
    g_autoptr(GPtrArray) same = g_ptr_array_new();
    const Table *begin = page->breakdowns[first];
    for (size_t b = 0; b < page->n_breakdowns; b++) {
        if (page->breakdowns[b]->by != begin->by)
            continue;
        if (b < first)
            return true; /* written with the earlier one */
        g_ptr_array_add(same, page->breakdowns[b]);
    }
    g_autofree char *path = g_strdup_printf("tables/%s.by.%s.csv", page->name, begin->by->id);
    return put_table(
        files,
        (ManifestEntry){
            .path = path, .kind = "breakdown", .variable = page->name, .title = begin->title},
        (const Table *const *)same->pdata, same->len, error);
}

bool pack_put_tables(PackFiles *files, const PackBuild *build, GError **error)
{
    const Pack *pack = pack_build_pack(build);
    for (size_t p = 0; p < pack->n_pages; p++) {
        const PackPage *page = &pack->pages[p];
        g_autofree char *path = g_strdup_printf("tables/%s.csv", page->name);
        if (!put_table(
                files,
                (ManifestEntry){
                    .path = path, .kind = "table", .variable = page->name, .title = page->title},
                (const Table *const *)page->tables, page->n_tables, error))
            return false;
        for (size_t b = 0; b < page->n_breakdowns; b++)
            if (!put_breakdowns(files, page, b, error))
                return false;
    }
    size_t n_extras = 0;
    Table *const *extras = pack_build_extras(build, &n_extras);
    for (size_t i = 0; i < n_extras; i++) {
        g_autofree char *path = g_strdup_printf("tables/%s.csv", extras[i]->item->id);
        if (!put_table(files,
                       (ManifestEntry){.path = path,
                                       .kind = "table",
                                       .variable = extras[i]->item->id,
                                       .title = extras[i]->title},
                       (const Table *const *)&extras[i], 1, error))
            return false;
    }
    return true;
}
