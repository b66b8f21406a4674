/* The text alternative of a table's chart: its kind; what, of whom, how many; the highest and the lowest. 40 to 300
 * characters; each figure as the table prints it. */
#include "reports/tables/table-parts.h"

#include "base/say.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

enum { ALT_CHARS_MOST = 300, BASE_FOR_RANK = 30, LABEL_CHARS_MOST = 60 };

static bool hides_any(const Table *table)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_OPTION && table->rows[r].cells[0].is_hidden)
            return true;
    return false;
}

/* Does another answer have the same figure? */
static bool has_equal(const Table *table, const TableRow *row)
{
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *other = &table->rows[r];
        if (other != row && other->kind == ROW_OPTION && !other->cells[0].is_hidden &&
            other->cells[0].count == row->cells[0].count)
            return true;
    }
    return false;
}

static const TableRow *find_extreme(const Table *table, bool is_highest)
{
    const TableRow *best = NULL;
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        if (row->kind != ROW_OPTION || row->cells[0].is_hidden)
            continue;
        bool is_better = best == NULL || (is_highest ? row->cells[0].count > best->cells[0].count
                                                     : row->cells[0].count < best->cells[0].count);
        if (is_better)
            best = row;
    }
    return best;
}

/* "Town centre, 41%"; the count instead where the percentage is not printed. */
static char *figure_words(TableMaker *maker, const TableRow *row)
{
    const Cell *cell = &row->cells[0];
    g_autofree char *label = text_cut(row->label, LABEL_CHARS_MOST, TEXT_CUT_WITHIN);
    bool is_marked = cell->shown[0] == '[' || cell->shown[0] == '\0';
    const char *figure = is_marked ? table_count(maker, cell->count) : cell->shown;
    const char *equal =
        has_equal(maker->table, row) ? say(maker->lang, " (equal with others)") : "";
    return g_strdup_printf("%s, %s%s", label, figure, equal);
}

static void append_extremes(TableMaker *maker, GString *alt)
{
    const TableRow *highest = find_extreme(maker->table, true);
    const TableRow *lowest = find_extreme(maker->table, false);
    if (highest == NULL || maker->table->base < BASE_FOR_RANK)
        return;
    g_autofree char *high = figure_words(maker, highest);
    g_autofree char *high_words =
        text_fill(say(maker->lang, " Highest: {figure}."), "figure", high, NULL);
    g_string_append(alt, high_words);
    if (lowest == highest || hides_any(maker->table))
        return;
    g_autofree char *low = figure_words(maker, lowest);
    g_autofree char *low_words =
        text_fill(say(maker->lang, " Lowest: {figure}."), "figure", low, NULL);
    g_string_append(alt, low_words);
}

static void append_mean(TableMaker *maker, GString *alt)
{
    const Table *table = maker->table;
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        bool is_mean = row->kind == ROW_STATISTIC && strcmp(row->code, "mean") == 0;
        if (!is_mean || row->cells[0].is_hidden || row->cells[0].shown[0] == '[')
            continue;
        g_autofree char *words =
            text_fill(say(maker->lang, " Mean: {mean}."), "mean", row->cells[0].shown, NULL);
        g_string_append(alt, words);
    }
}

void alt_fill(TableMaker *maker)
{
    Table *table = maker->table;
    g_autofree char *label = text_cut(table->label, LABEL_CHARS_MOST, TEXT_CUT_WITHIN);
    const char *template = table->is_hidden ? "{kind}: {label}. Too few answered to show figures."
                           : table->by != NULL
                               ? "{kind}: {label}, by {by}. Base: {base} respondents."
                               : "{kind}: {label}. Base: {base} respondents.";
    g_autofree char *by =
        text_cut(table->by == NULL ? "" : variables_item_label(table->by, maker->lang),
                 LABEL_CHARS_MOST, TEXT_CUT_WITHIN);
    g_autofree char *start = text_fill(
        say(maker->lang, template), "kind", say(maker->lang, chart_kinds_noun(table->chart)),
        "label", label, "by", by, "base", table_count(maker, table->base), NULL);
    g_autoptr(GString) alt = g_string_new(start);
    if (!table->is_hidden && table->base > 0) {
        append_extremes(maker, alt);
        append_mean(maker, alt);
    }
    const char *ending = say(maker->lang, " The table holds all figures.");
    if (text_count(alt->str) + text_count(ending) <= ALT_CHARS_MOST)
        g_string_append(alt, ending);
    table->alt = table_keep(maker, text_cut(alt->str, ALT_CHARS_MOST, TEXT_CUT_WITHIN));
}
