#include "reports/tables/table-parts.h"

#include "forms/survey/condition.h"
#include "forms/survey/routes.h"
#include <string.h>

#include "base/banned.h"

RawRow *table_raw_rows(const Item *item, size_t *out_n)
{
    RawRow *rows = g_new0(RawRow, item->n_options + 5);
    size_t n = 0;
    for (size_t i = 0; i < item->n_options; i++)
        rows[n++] = (RawRow){RAW_OPTION, i, item->options[i].missing == MISSING_NO, true};
    if (item->measure == MEASURE_QUANTITY || item->measure == MEASURE_TEXT)
        rows[n++] = (RawRow){RAW_VALUES, 0, true, true};
    rows[n++] = (RawRow){RAW_BLANK, 0, false, false};
    rows[n++] = (RawRow){RAW_UNREADABLE, 0, false, false};
    rows[n++] = (RawRow){RAW_SEVERAL, 0, false, false};
    rows[n++] = (RawRow){RAW_NOT_ASKED, 0, false, false};
    *out_n = n;
    return rows;
}

static uint64_t count_values(const Counts *counts)
{
    uint64_t values = counts->answered;
    for (size_t i = 0; i < counts->n_options; i++)
        values -= counts->options[i];
    return values;
}

uint64_t table_raw_count(const RawRow *raw, const Counts *counts)
{
    switch (raw->kind) {
    case RAW_OPTION:
        return counts->options[raw->option];
    case RAW_VALUES:
        return count_values(counts);
    case RAW_BLANK:
        return counts->blank;
    case RAW_UNREADABLE:
        return counts->unreadable;
    case RAW_SEVERAL:
        return counts->several;
    case RAW_NOT_ASKED:
        return counts->not_asked;
    }
    g_assert_not_reached();
}

void table_one_way_clear(OneWay *one_way)
{
    g_free(one_way->hidden);
    *one_way = (OneWay){0};
}

/* Hide within one group: the base's rows, or the rest of those asked. */
static bool hide_part(const RawRow *raw, size_t n, const Counts *counts, bool is_base,
                      unsigned threshold, bool *hidden)
{
    g_autofree uint64_t *of = g_new0(uint64_t, n);
    g_autofree bool *is_guarded = g_new0(bool, n);
    g_autofree bool *part = g_new0(bool, n);
    for (size_t i = 0; i < n; i++) {
        bool is_in = raw[i].is_base == is_base && raw[i].kind != RAW_NOT_ASKED;
        of[i] = is_in ? table_raw_count(&raw[i], counts) : 0;
        is_guarded[i] = is_in && raw[i].is_guarded;
    }
    disclosure_hide_group(of, is_guarded, n, threshold, part);
    bool is_any = false;
    for (size_t i = 0; i < n; i++) {
        if (!part[i] || raw[i].is_base != is_base || raw[i].kind == RAW_NOT_ASKED)
            continue;
        hidden[i] = true;
        is_any = true;
    }
    return is_any;
}

typedef struct {
    Tally *tally;
    const Variables *variables;
    bool is_leaky;
} LeakSearch;

static bool condition_has(const Condition *test, int code)
{
    if (test->kind == CONDITION_ANSWERED)
        return true;
    for (size_t i = 0; i < test->n_ranges; i++)
        if (code >= test->ranges[i].from && code <= test->ranges[i].to)
            return true;
    return false;
}

/* Would the number of those for whom a test holds split a hidden group of the tested item? */
static void look_at_test(const Condition *test, void *arg)
{
    LeakSearch *search = arg;
    if (test->item == SIZE_MAX || search->is_leaky)
        return;
    const Item *item = &search->variables->items[test->item];
    OneWay hidden = table_one_way_hide(search->tally, search->variables, test->item);
    size_t n = 0;
    g_autofree RawRow *raw = table_raw_rows(item, &n);
    size_t n_in[2] = {0, 0}, n_out[2] = {0, 0};
    for (size_t i = 0; i < n; i++) {
        if (!hidden.hidden[i] || raw[i].kind == RAW_NOT_ASKED)
            continue;
        bool is_in =
            raw[i].kind == RAW_VALUES ||
            (raw[i].kind == RAW_OPTION && condition_has(test, item->options[raw[i].option].code));
        n_in[raw[i].is_base] += is_in;
        n_out[raw[i].is_base] += !is_in;
    }
    bool overlaps = item->measure == MEASURE_MULTIPLE || item->measure == MEASURE_RANK;
    for (size_t part = 0; part < 2; part++)
        if (n_in[part] > 0 && (n_out[part] > 0 || (overlaps && test->kind == CONDITION_IN)))
            search->is_leaky = true;
    if (hidden.is_base_hidden || hidden.is_asked_hidden)
        search->is_leaky = true;
    table_one_way_clear(&hidden);
}

/* A write-in is asked of those who chose one option. */
static bool parent_hides(Tally *tally, const Variables *variables, size_t item)
{
    const Item *of = &variables->items[item];
    if (of->role != ITEM_WRITE_IN)
        return false;
    const Item *parent = &variables->items[of->parent];
    OneWay hidden = table_one_way_hide(tally, variables, of->parent);
    bool is_hidden = hidden.is_base_hidden;
    for (size_t i = 0; i < parent->n_options; i++)
        is_hidden = is_hidden || (parent->options[i].code == of->parent_code && hidden.hidden[i]);
    table_one_way_clear(&hidden);
    return is_hidden;
}

static bool route_tells(Tally *tally, const Variables *variables, size_t item)
{
    LeakSearch search = {tally, variables, parent_hides(tally, variables, item)};
    routes_visit(variables, item, look_at_test, &search);
    return search.is_leaky;
}

OneWay table_one_way_hide(Tally *tally, const Variables *variables, size_t item)
{
    const Counts *counts = tally_counts(tally, item);
    unsigned threshold = disclosure_threshold(variables, item, SIZE_MAX);
    OneWay one_way = {0};
    g_autofree RawRow *raw = table_raw_rows(&variables->items[item], &one_way.n);
    one_way.hidden = g_new0(bool, one_way.n);
    bool is_small_asked = counts->asked > 0 && counts->asked < threshold;
    one_way.is_asked_hidden =
        (is_small_asked && counts->not_asked > 0) || route_tells(tally, variables, item);
    one_way.is_base_hidden =
        one_way.is_asked_hidden || (counts->in_base > 0 && counts->in_base < threshold);
    if (one_way.is_base_hidden) {
        for (size_t i = 0; i < one_way.n; i++)
            one_way.hidden[i] = raw[i].kind != RAW_NOT_ASKED || one_way.is_asked_hidden;
        one_way.is_rest_hidden = true;
        return one_way;
    }
    hide_part(raw, one_way.n, counts, true, threshold, one_way.hidden);
    one_way.is_rest_hidden = hide_part(raw, one_way.n, counts, false, threshold, one_way.hidden);
    return one_way;
}

/* What the breakdown's own table hides of its groups. */
static void groups_of(const TableMaker *maker, uint64_t *by_counts, bool *is_by_hidden)
{
    const Counts *by = tally_counts(maker->tally, maker->by);
    OneWay hidden = table_one_way_hide(maker->tally, maker->variables, maker->by);
    for (size_t c = 1; c < maker->n_columns; c++) {
        by_counts[c] = by->options[c - 1];
        is_by_hidden[c] = hidden.hidden[c - 1];
    }
    table_one_way_clear(&hidden);
}

/* Each raw row's net; false when there are no nets, or they share an answer. */
static bool nets_of(const TableMaker *maker, size_t *net_of)
{
    const Item *item = &maker->variables->items[maker->item];
    const Report *report = &item->question->report;
    for (size_t r = 0; r < maker->n_raw; r++)
        net_of[r] = SIZE_MAX;
    for (size_t n = 0; n < report->n_nets; n++) {
        for (size_t i = 0; i < report->nets[n].n_codes; i++) {
            for (size_t o = 0; o < item->n_options; o++) {
                if (item->options[o].code != report->nets[n].codes[i])
                    continue;
                if (net_of[o] != SIZE_MAX || !maker->raw[o].is_base)
                    return false;
                net_of[o] = n;
            }
        }
    }
    return report->n_nets > 0 && item->measure == MEASURE_SINGLE;
}

static void hide_cross(TableMaker *maker)
{
    size_t n = maker->n_columns;
    g_autofree bool *is_base = g_new0(bool, maker->n_raw);
    g_autofree bool *is_guarded = g_new0(bool, maker->n_raw);
    g_autofree bool *is_kept = g_new0(bool, maker->n_raw);
    g_autofree uint64_t *counts = g_new0(uint64_t, maker->n_raw * n);
    g_autofree uint64_t *bases = g_new0(uint64_t, n);
    g_autofree uint64_t *by_counts = g_new0(uint64_t, n);
    g_autofree bool *is_by_hidden = g_new0(bool, n);
    for (size_t r = 0; r < maker->n_raw; r++) {
        is_base[r] = maker->raw[r].is_base;
        is_guarded[r] = maker->raw[r].is_guarded;
        is_kept[r] = maker->raw[r].kind == RAW_NOT_ASKED;
        for (size_t c = 0; c < n; c++)
            counts[r * n + c] = table_raw_count(&maker->raw[r], maker->counts[c]);
    }
    for (size_t c = 0; c < n; c++)
        bases[c] = maker->counts[c]->in_base;
    groups_of(maker, by_counts, is_by_hidden);
    Cross cross = {
        .n_rows = maker->n_raw,
        .n_columns = n - 1,
        .is_base_row = is_base,
        .is_kept_row = is_kept,
        .is_guarded_row = is_guarded,
        .counts = counts,
        .bases = bases,
        .by_counts = by_counts,
        .is_by_hidden = is_by_hidden,
        .by_overlaps = maker->variables->items[maker->by].measure == MEASURE_MULTIPLE,
        .threshold = maker->threshold,
        .hidden = maker->hidden,
        .is_base_hidden = maker->is_base_hidden,
    };
    if (disclosure_hide_cross(&cross))
        return;
    g_autofree size_t *net_of = g_new0(size_t, maker->n_raw);
    if (nets_of(maker, net_of)) {
        cross.n_nets = maker->variables->items[maker->item].question->report.n_nets;
        cross.net_of = net_of;
        cross.is_net_hidden = maker->is_net_hidden =
            arena_new_array(maker->arena, bool, cross.n_nets *n);
        maker->is_nets_only = disclosure_hide_cross_to_nets(&cross);
    }
    maker->is_by_dropped = !maker->is_nets_only;
}

void table_hide(TableMaker *maker)
{
    OneWay one_way = table_one_way_hide(maker->tally, maker->variables, maker->item);
    for (size_t r = 0; r < maker->n_raw; r++)
        maker->hidden[r * maker->n_columns] = one_way.hidden[r];
    maker->is_base_hidden[0] = one_way.is_base_hidden;
    maker->is_asked_hidden = one_way.is_asked_hidden;
    maker->is_rest_hidden = one_way.is_rest_hidden;
    table_one_way_clear(&one_way);
    if (maker->by != SIZE_MAX)
        hide_cross(maker);
}
