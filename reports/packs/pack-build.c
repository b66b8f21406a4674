#include "reports/packs/pack-build.h"

#include "base/arena.h"
#include "base/day.h"
#include "base/env.h"
#include "base/error.h"
#include "base/say.h"
#include <string.h>

#include "base/banned.h"

struct PackBuild {
    Survey *survey;
    Tally *tally;
    Arena *arena;
    Pack pack;
    PackPage *pages;
    GPtrArray *tables;   /* all that were made; owned */
    GPtrArray *pictures; /* owned */
    GArray *crosses;     /* of Cross: (item, by) pairs already planned */
    GPtrArray *extras;   /* tables without a page */
};

typedef struct {
    size_t item, by;
} Pair;

void pack_build_free(PackBuild *build)
{
    if (build == NULL)
        return;
    g_ptr_array_unref(build->tables);
    g_ptr_array_unref(build->pictures);
    g_ptr_array_unref(build->extras);
    g_array_unref(build->crosses);
    tally_free(build->tally);
    arena_free(build->arena);
    survey_free(build->survey);
    g_free(build);
}

static void table_done(void *table)
{
    table_free(table);
}

static void picture_done(void *picture)
{
    picture_free(picture);
}

static bool can_break_down(const Item *item)
{
    return item->measure == MEASURE_SINGLE || item->measure == MEASURE_MULTIPLE;
}

static bool check_breakdowns(const Variables *variables, const char *const *by, GError **error)
{
    for (size_t i = 0; by != NULL && by[i] != NULL; i++) {
        size_t item = variables_find_item(variables, by[i]);
        if (item == SIZE_MAX) {
            error_set(error, ERROR_NOT_FOUND,
                      "--by %s: the survey '%s' has no question of that name", by[i],
                      variables->survey->id);
            return false;
        }
        if (!can_break_down(&variables->items[item])) {
            error_set(error, ERROR_USAGE,
                      "--by %s: only a question with answers to choose from can break others down",
                      by[i]);
            return false;
        }
    }
    return true;
}

/* The same cross the other way round holds the same cells: it is left out, lest two sets of hidden cells give each other
 * away. */
static bool is_planned(const PackBuild *build, size_t item, size_t by)
{
    for (size_t i = 0; i < build->crosses->len; i++) {
        const Pair *pair = &g_array_index(build->crosses, Pair, i);
        bool is_same = pair->item == item && pair->by == by;
        if (is_same || (pair->item == by && pair->by == item))
            return true;
    }
    return false;
}

static void plan_cross(PackBuild *build, size_t item, const char *by_name)
{
    const Variables *variables = build->survey->variables;
    size_t by = variables_find_item(variables, by_name);
    if (by == SIZE_MAX || by == item || !can_break_down(&variables->items[by]))
        return;
    if (variables->items[item].measure == MEASURE_TEXT || is_planned(build, item, by))
        return;
    Pair pair = {item, by};
    g_array_append_val(build->crosses, pair);
    tally_want_by(build->tally, item, by);
}

static void plan(PackBuild *build, const PackRequest *request, const char *only)
{
    const Variables *variables = build->survey->variables;
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (only != NULL && strcmp(item->id, only) != 0 && strcmp(item->question->id, only) != 0)
            continue;
        tally_want(build->tally, i);
        if (item->role == ITEM_WRITE_IN || only != NULL)
            continue;
        const Report *report = &item->question->report;
        for (size_t b = 0; b < report->n_by; b++)
            plan_cross(build, i, report->by[b]);
        for (size_t b = 0; request->by != NULL && request->by[b] != NULL; b++)
            plan_cross(build, i, request->by[b]);
    }
}

static bool count_block(const StoreBlock *block, void *arg, GError **error)
{
    (void)error;
    tally_add(arg, &block->columns);
    return true;
}

static Table *make_table(PackBuild *build, size_t item, size_t by)
{
    Table *table = table_new(build->tally, build->survey->variables, item, by, build->pack.lang);
    g_ptr_array_add(build->tables, table);
    if (build->pack.mark != NULL)
        table_mark(table, build->pack.mark);
    return table;
}

static void add_crosses(PackBuild *build, size_t item, GPtrArray *to)
{
    for (size_t i = 0; i < build->crosses->len; i++) {
        const Pair *pair = &g_array_index(build->crosses, Pair, i);
        if (pair->item == item)
            g_ptr_array_add(to, make_table(build, item, pair->by));
    }
}

static Table *const *keep_tables(PackBuild *build, const GPtrArray *tables)
{
    return arena_copy(build->arena, tables->pdata, tables->len, sizeof(Table *));
}

/* A page for the items first..end of one question. */
static void add_page(PackBuild *build, const char *name, size_t first, size_t end)
{
    const Variables *variables = build->survey->variables;
    g_autoptr(GPtrArray) tables = g_ptr_array_new();
    g_autoptr(GPtrArray) crosses = g_ptr_array_new();
    for (size_t i = first; i < end; i++)
        g_ptr_array_add(tables, make_table(build, i, SIZE_MAX));
    for (size_t i = first; i < end; i++)
        add_crosses(build, i, crosses);
    const Table *table = g_ptr_array_index(tables, 0);
    PackPage *page = &build->pages[build->pack.n_pages++];
    *page = (PackPage){
        .question = variables->items[first].question,
        .name = name,
        .group = variables->items[first].question->report.group,
        .title = table->title,
        .subtitle = table->subtitle,
        .alt = table->alt,
        .base_line = table->base_line,
        .n_tables = tables->len,
        .tables = keep_tables(build, tables),
        .n_breakdowns = crosses->len,
        .breakdowns = keep_tables(build, crosses),
    };
    if (page->n_tables > 1)
        page->title = pack_grid_title(page->question, page->tables, page->n_tables,
                                      build->pack.lang, build->arena);
}

static bool belongs(const Variables *variables, size_t item, const char *only)
{
    const Item *of = &variables->items[item];
    return only == NULL || strcmp(of->id, only) == 0 || strcmp(of->question->id, only) == 0;
}

/* The end of the run of rows of one grid that begins at an item. */
static size_t end_of_rows(const Variables *variables, size_t first, const char *only)
{
    size_t end = first + 1;
    while (variables->items[first].row != NULL && end < variables->n_items &&
           variables->items[end].row != NULL &&
           variables->items[end].question == variables->items[first].question &&
           belongs(variables, end, only))
        end++;
    return end;
}

static void make_pages(PackBuild *build, const char *only)
{
    const Variables *variables = build->survey->variables;
    build->pages = arena_new_array(build->arena, PackPage, variables->n_items + 1);
    for (size_t i = 0; i < variables->n_items;) {
        const Item *item = &variables->items[i];
        size_t end = end_of_rows(variables, i, only);
        bool is_wanted = belongs(variables, i, only);
        bool is_coded =
            item->role == ITEM_CODES && is_wanted && tally_counts(build->tally, i)->asked > 0;
        if (is_wanted && item->role == ITEM_WRITE_IN)
            g_ptr_array_add(build->extras, make_table(build, i, SIZE_MAX));
        else if (is_wanted && (item->role == ITEM_ASKED || is_coded))
            add_page(build, item->row != NULL && only == NULL ? item->question->id : item->id, i,
                     end);
        i = end;
    }
    build->pack.pages = build->pages;
}

static bool choose_date(Pack *pack, const char *wanted, GError **error)
{
    pack->date = pack->summary.last > 0 ? pack->summary.last : env_now();
    if (wanted == NULL || day_moment_parse(wanted, &pack->date))
        return true;
    error_set(error, ERROR_USAGE, "--date %s: write a date as year-month-day, such as 2017-03-31",
              wanted);
    return false;
}

static bool count(PackBuild *build, Store *store, const PackRequest *request, const char *only,
                  GError **error)
{
    const Variables *variables = build->survey->variables;
    if (!check_breakdowns(variables, request->by, error))
        return false;
    if (only != NULL && variables_find_item(variables, only) == SIZE_MAX &&
        survey_find_question(build->survey, only) == NULL) {
        error_set(error, ERROR_NOT_FOUND, "the survey '%s' has no question or row '%s'",
                  build->survey->id, only);
        return false;
    }
    build->tally = tally_new(variables);
    plan(build, request, only);
    if (!store_summarise(store, request->survey_id, &build->pack.summary, error) ||
        !choose_date(&build->pack, request->date, error))
        return false;
    return store_scan(store, build->survey, SCAN_VALUES, count_block, build->tally, error);
}

PackBuild *pack_build(Store *store, const PackRequest *request, const char *only, GError **error)
{
    g_autoptr(PackBuild) build = g_new0(PackBuild, 1);
    build->arena = arena_new();
    build->tables = g_ptr_array_new_with_free_func(table_done);
    build->pictures = g_ptr_array_new_with_free_func(picture_done);
    build->extras = g_ptr_array_new();
    build->crosses = g_array_new(false, false, sizeof(Pair));
    build->survey = store_load_survey(store, request->survey_id, 0, error);
    if (build->survey == NULL || !count(build, store, request, only, error))
        return NULL;
    build->pack.survey = build->survey;
    build->pack.lang = build->survey->languages[0];
    build->pack.n_responses = tally_responses(build->tally);
    build->pack.is_simulated = build->pack.summary.by_channel[CHANNEL_SIMULATED] > 0;
    build->pack.mark = pack_mark(&build->pack);
    make_pages(build, only);
    pack_fill_words(&build->pack, build->arena);
    return g_steal_pointer(&build);
}

const Pack *pack_build_pack(const PackBuild *build)
{
    return &build->pack;
}

Table *const *pack_build_extras(const PackBuild *build, size_t *out_n)
{
    *out_n = build->extras->len;
    return (Table *const *)build->extras->pdata;
}

void pack_build_set_picture(PackBuild *build, size_t page, Picture *picture)
{
    g_assert(page < build->pack.n_pages && build->pages[page].picture == NULL);
    build->pages[page].picture = picture;
    if (picture != NULL) /* a grid's stands for all its rows */
        build->pages[page].alt = picture_description(picture);
    if (picture != NULL)
        g_ptr_array_add(build->pictures, picture);
}
