#include "reports/tables/table-csv.h"

#include <math.h>

#include "base/banned.h"

static const char *const kind_names[] = {"option", "missing", "net", "statistic"};
_Static_assert(G_N_ELEMENTS(kind_names) == ROW_KIND_COUNT, "one name per kind");

typedef struct {
    bool has_by, has_mean_place, has_value, has_mark;
} TableCsvColumns;

static TableCsvColumns shape_of(const Table *const *tables, size_t n)
{
    TableCsvColumns shape = {false, false, false, false};
    for (size_t t = 0; t < n; t++) {
        shape.has_by = shape.has_by || tables[t]->by != NULL;
        shape.has_mark = shape.has_mark || tables[t]->mark != NULL;
        shape.has_mean_place = shape.has_mean_place || tables[t]->item->measure == MEASURE_RANK;
        for (size_t r = 0; r < tables[t]->n_rows; r++)
            shape.has_value = shape.has_value || tables[t]->rows[r].kind == ROW_STATISTIC;
    }
    return shape;
}

static void append_number(CsvWriter *to, double value)
{
    if (isfinite(value))
        csv_append_double(to, value);
    else
        csv_append_words(to, NULL);
}

static void append_header(CsvWriter *to, TableCsvColumns shape)
{
    static const char *const names[] = {"variable", "code",    "label", "count",
                                        "base",     "percent", "shown", "kind"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        csv_append_words(to, names[i]);
    if (shape.has_by) {
        csv_append_words(to, "by");
        csv_append_words(to, "by_code");
        csv_append_words(to, "by_label");
    }
    if (shape.has_mean_place)
        csv_append_words(to, "mean_place");
    if (shape.has_value)
        csv_append_words(to, "value");
    if (shape.has_mark)
        csv_append_words(to, "mark");
    csv_end_row(to);
}

static void append_cell(CsvWriter *to, TableCsvColumns shape, const Table *table,
                        const TableRow *row, size_t c)
{
    const TableColumn *column = &table->columns[c];
    const Cell *cell = &row->cells[c];
    csv_append_words(to, table->item->id);
    csv_append_words(to, row->code);
    csv_append_words(to, row->label);
    if (cell->is_hidden)
        csv_append_words(to, NULL);
    else
        csv_append_int(to, (int64_t)cell->count);
    if (column->is_base_hidden)
        csv_append_words(to, NULL);
    else
        csv_append_int(to, (int64_t)column->base);
    append_number(to, cell->is_hidden ? (double)NAN : cell->percent);
    csv_append_words(to, cell->shown);
    csv_append_words(to, kind_names[row->kind]);
    if (shape.has_by) {
        csv_append_words(to, table->by->id);
        csv_append_words(to, column->by_code);
        csv_append_words(to, column->by_label);
    }
    double value = cell->is_hidden ? (double)NAN : cell->value;
    if (shape.has_mean_place)
        append_number(to, row->kind == ROW_OPTION ? value : (double)NAN);
    if (shape.has_value)
        append_number(to, row->kind == ROW_STATISTIC ? value : (double)NAN);
    if (shape.has_mark)
        csv_append_words(to, table->mark);
    csv_end_row(to);
}

GBytes *table_csv(const Table *const *tables, size_t n, CsvForm form)
{
    TableCsvColumns shape = shape_of(tables, n);
    g_autoptr(GString) text = g_string_new(NULL);
    CsvWriter csv = csv_begin(text, form);
    append_header(&csv, shape);
    for (size_t t = 0; t < n; t++)
        for (size_t c = 0; c < tables[t]->n_columns; c++)
            for (size_t r = 0; r < tables[t]->n_rows; r++)
                append_cell(&csv, shape, tables[t], &tables[t]->rows[r], c);
    return g_string_free_to_bytes(g_steal_pointer(&text));
}
