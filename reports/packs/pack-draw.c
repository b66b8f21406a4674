#include "reports/charts/chart.h"
#include "reports/packs/pack-build.h"

#include "base/banned.h"

void pack_build_draw(PackBuild *build)
{
    const Pack *pack = pack_build_pack(build);
    for (size_t p = 0; p < pack->n_pages; p++) {
        const PackPage *page = &pack->pages[p];
        const Table *const *tables = (const Table *const *)page->tables;
        Picture *picture = page->n_tables > 1 ? chart_draw_grid(tables, page->n_tables, page->title)
                                              : chart_draw(tables[0]);
        pack_build_set_picture(build, p, picture);
    }
}
