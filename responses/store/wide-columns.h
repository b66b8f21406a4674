/* Which variables have which columns: the table "variable" of SURVEY.db, for responses/store/wide.c. wide_extend (wide.h) adds to it. */
#pragma once

#include "base/db.h"
#include <stdbool.h>
#include <stdint.h>

/* One row of the table "variable". */
typedef struct {
    char *name;
    int64_t number;
    char *column_name;
    bool apart;
} Registered;

/* All registered variables, in the order of their numbers.
 * Errors: NULL and ERROR_STORE.   Returns: yours (GPtrArray of Registered with its free). */
GPtrArray *wide_columns_load(Db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same by name.   Returns: yours; lends the list's. */
GHashTable *wide_columns_index(const GPtrArray *list);

/* Append a name as an identifier. Names are [a-z][a-z0-9_]*, and are quoted all the same. */
void wide_append_name(GString *sql, const char *name);
