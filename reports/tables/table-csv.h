/* Tables as CSV (docs/formats.md 4): one row a figure. Hidden cells have no count and no percentage. */
#pragma once

#include "base/csv.h"
#include "reports/tables/table.h"
#include <glib.h>
#include <stddef.h>

/* One file from tables of the same kind: one, or the rows of a grid one after the other; one-way, or all broken down by the
 * same item. Columns: variable,code,label,count,base,percent,shown,kind; by,by_code,by_label when broken down (everyone's
 * rows have no by_code); mean_place for a rank; value, at full precision, where there are statistics;
 * mark where the responses are simulated.
 * Returns: yours (free with g_bytes_unref). */
GBytes *table_csv(const Table *const *tables, size_t n, CsvForm form);
