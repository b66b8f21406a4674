#include "reports/table-csv.h"

#include "base/csv.h"
#include <math.h>

#include "base/banned.h"

static const char *const kind_names[] = {"option", "missing", "net", "statistic"};
_Static_assert(G_N_ELEMENTS(kind_names) == ROW_KIND_COUNT, "one name per kind");

typedef struct {
    bool has_by, has_mean_place, has_value, has_mark;
} Shape;

static Shape shape_of(const Table *const *tables, size_t n)
{
    Shape shape = {false, false, false, false};
    for (size_t t = 0; t < n; t++) {
        shape.has_by = shape.has_by || tables[t]->by != NULL;
        shape.has_mark = shape.has_mark || tables[t]->mark != NULL;
        shape.has_mean_place = shape.has_mean_place || tables[t]->item->measure == MEASURE_RANK;
        for (size_t r = 0; r < tables[t]->n_rows; r++)
            shape.has_value = shape.has_value || tables[t]->rows[r].kind == ROW_STATISTIC;
    }
    return shape;
}

static void append_words(GString *to, bool *first, const char *words)
{
    csv_append(to, first, words == NULL ? "" : words, false);
}

static void append_number(GString *to, bool *first, double value)
{
    if (isfinite(value))
        csv_append_double(to, first, value);
    else
        append_words(to, first, "");
}

static void append_header(GString *to, Shape shape)
{
    static const char *const names[] = {"variable", "code",    "label", "count",
                                        "base",     "percent", "shown", "kind"};
    bool first = true;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        append_words(to, &first, names[i]);
    if (shape.has_by) {
        append_words(to, &first, "by");
        append_words(to, &first, "by_code");
        append_words(to, &first, "by_label");
    }
    if (shape.has_mean_place)
        append_words(to, &first, "mean_place");
    if (shape.has_value)
        append_words(to, &first, "value");
    if (shape.has_mark)
        append_words(to, &first, "mark");
    g_string_append_c(to, '\n');
}

static void append_cell(GString *to, Shape shape, const Table *table, const TableRow *row, size_t c)
{
    const TableColumn *column = &table->columns[c];
    const Cell *cell = &row->cells[c];
    bool first = true;
    append_words(to, &first, table->item->id);
    append_words(to, &first, row->code);
    append_words(to, &first, row->label);
    if (cell->is_hidden)
        append_words(to, &first, "");
    else
        csv_append_int(to, &first, (int64_t)cell->count);
    if (column->is_base_hidden)
        append_words(to, &first, "");
    else
        csv_append_int(to, &first, (int64_t)column->base);
    append_number(to, &first, cell->is_hidden ? (double)NAN : cell->percent);
    append_words(to, &first, cell->shown);
    append_words(to, &first, kind_names[row->kind]);
    if (shape.has_by) {
        append_words(to, &first, table->by->id);
        append_words(to, &first, column->by_code);
        append_words(to, &first, column->by_label);
    }
    double value = cell->is_hidden ? (double)NAN : cell->value;
    if (shape.has_mean_place)
        append_number(to, &first, row->kind == ROW_OPTION ? value : (double)NAN);
    if (shape.has_value)
        append_number(to, &first, row->kind == ROW_STATISTIC ? value : (double)NAN);
    if (shape.has_mark)
        append_words(to, &first, table->mark);
    g_string_append_c(to, '\n');
}

GBytes *table_csv(const Table *const *tables, size_t n)
{
    Shape shape = shape_of(tables, n);
    g_autoptr(GString) text = g_string_new(NULL);
    append_header(text, shape);
    for (size_t t = 0; t < n; t++)
        for (size_t c = 0; c < tables[t]->n_columns; c++)
            for (size_t r = 0; r < tables[t]->n_rows; r++)
                append_cell(text, shape, tables[t], &tables[t]->rows[r], c);
    return g_string_free_to_bytes(g_steal_pointer(&text));
}
