#include "reports/packs/pack.h"

#include "drawing/label.h"
#include "reports/packs/pack-build.h"
#include "reports/packs/pack-files.h"

#include "base/banned.h"

extern const unsigned char reports_packs_pack_css[];
extern const size_t reports_packs_pack_css_size;

enum { PNG_SCALE = 2 };

static bool put_chart(PackFiles *files, const PackPage *page, GError **error)
{
    g_autofree char *svg_path = g_strdup_printf("charts/%s.svg", page->name);
    g_autofree char *png_path = g_strdup_printf("charts/%s.png", page->name);
    g_autofree char *notes = pack_join_notes(page->tables[0]);
    ManifestEntry entry = {svg_path,    "chart",   page->name,
                           page->title, page->alt, page->tables[0]->columns[0].base_shown,
                           notes};
    Markup *markup = markup_new(MARKUP_SVG);
    picture_write_svg(page->picture, markup, page->name);
    g_autoptr(GBytes) svg = markup_finish(markup);
    if (!pack_put(files, &entry, svg, error))
        return false;
    g_autoptr(GBytes) png = picture_png(page->picture, PNG_SCALE, error);
    entry.path = png_path;
    return png != NULL && pack_put(files, &entry, png, error);
}

static bool put_documents(PackFiles *files, const Pack *pack, GError **error)
{
    g_autoptr(GBytes) pdf = pack_pdf(pack, error);
    ManifestEntry entry = {
        .path = "pack.pdf", .kind = "pack", .title = pack->title, .notes = pack->mark};
    if (pdf == NULL || !pack_put(files, &entry, pdf, error))
        return false;
    g_autoptr(GBytes) html = pack_html(pack);
    entry.path = "index.html";
    entry.kind = "page";
    if (!pack_put(files, &entry, html, error))
        return false;
    g_autoptr(GBytes) css = g_bytes_new_static(reports_packs_pack_css, reports_packs_pack_css_size);
    ManifestEntry style = {.path = "pack.css", .kind = "style"};
    return pack_put(files, &style, css, error);
}

static bool put_all(PackFiles *files, const PackBuild *build, GError **error)
{
    const Pack *pack = pack_build_pack(build);
    if (!put_documents(files, pack, error))
        return false;
    for (size_t p = 0; p < pack->n_pages; p++)
        if (pack->pages[p].picture != NULL && !put_chart(files, &pack->pages[p], error))
            return false;
    return pack_put_tables(files, build, error);
}

bool pack_make(Store *store, const PackRequest *request, GError **error)
{
    g_autoptr(PackBuild) build = pack_build(store, request, NULL, error);
    if (build == NULL)
        return false;
    if (!label_check(error))
        return false;
    pack_build_draw(build);
    PackFiles files;
    bool is_done = pack_files_begin(&files, request->output, CSV_GUARDED, error) &&
                   put_all(&files, build, error) && pack_files_finish(&files, error);
    pack_files_end(&files);
    return is_done;
}
