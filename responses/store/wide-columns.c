#include "responses/store/wide-columns.h"
#include "base/error.h"
#include "responses/store/statements.h"
#include "responses/store/wide.h"
#include <string.h>

#include "base/banned.h"

static void registered_free(void *data)
{
    Registered *one = data;
    g_free(one->name);
    g_free(one->column_name);
    g_free(one);
}

GPtrArray *wide_columns_load(Db *db, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(registered_free);
    sqlite3_stmt *statement = db_statement(db, VARIABLE_LIST);
    int step = 0;
    while ((step = db_step(db, statement, error)) == 1) {
        Registered *one = g_new0(Registered, 1);
        one->name = g_strdup((const char *)sqlite3_column_text(statement, 0));
        one->number = sqlite3_column_int64(statement, 1);
        one->column_name = g_strdup((const char *)sqlite3_column_text(statement, 2));
        one->apart = sqlite3_column_int(statement, 3) != 0;
        g_ptr_array_add(list, one);
    }
    sqlite3_reset(statement);
    return step < 0 ? NULL : g_steal_pointer(&list);
}

static const Registered *registry_find(const GPtrArray *list, const char *name)
{
    for (size_t i = 0; i < list->len; i++) {
        const Registered *one = g_ptr_array_index(list, i);
        if (strcmp(one->name, name) == 0)
            return one;
    }
    return NULL;
}

GHashTable *wide_columns_index(const GPtrArray *list)
{
    GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < list->len; i++) {
        Registered *one = g_ptr_array_index(list, i);
        g_hash_table_insert(index, one->name, one);
    }
    return index;
}

void wide_append_name(GString *sql, const char *name)
{
    g_string_append_c(sql, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"')
            g_string_append_c(sql, '"');
        g_string_append_c(sql, *name);
    }
    g_string_append_c(sql, '"');
}

/* Has the table that column already? */
static bool has_column(Db *db, bool apart, const char *name, bool *out_has, GError **error)
{
    sqlite3_stmt *statement = db_statement(db, apart ? SPECIAL_COLUMNS : RESPONSE_COLUMNS);
    int step = 0;
    *out_has = false;
    while ((step = db_step(db, statement, error)) == 1) {
        if (strcmp((const char *)sqlite3_column_text(statement, 0), name) == 0)
            *out_has = true;
    }
    sqlite3_reset(statement);
    return step == 0;
}

static bool add_column(Db *db, bool apart, const char *name, GError **error)
{
    g_autoptr(GString) sql = g_string_new("ALTER TABLE ");
    g_string_append(sql, apart ? "special" : "response");
    g_string_append(sql, " ADD COLUMN ");
    wide_append_name(sql, name);
    g_string_append(sql, " INTEGER");
    return db_run_generated(db, sql->str, error);
}

static bool register_variable(Db *db, const Variable *variable, int64_t number,
                              const char *column_name, unsigned since, GError **error)
{
    return db_run_with(db, error, VARIABLE_ADD, TEXT(variable->name), INT(number),
                       TEXT(column_name), INT(variable->apart), INT(since));
}

/* The registered variable under an earlier name of the question or row, or NULL. */
static const Registered *find_alias(const GPtrArray *list, const Item *item, const char *name)
{
    size_t n = item->row != NULL ? item->row->n_aliases : item->question->n_aliases;
    const char *const *aliases = item->row != NULL ? item->row->aliases : item->question->aliases;
    const char *id = item->row != NULL ? item->row->id : item->question->id;
    if (!g_str_has_prefix(name, id))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        g_autofree char *old = g_strconcat(aliases[i], name + strlen(id), NULL);
        const Registered *found = registry_find(list, old);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Register one variable that is new, with its column. */
static bool extend_one(Db *db, const Survey *survey, size_t v, const GPtrArray *list,
                       int64_t *last_number, GError **error)
{
    const Variable *variable = &survey->variables->at[v];
    const Item *item = &survey->variables->items[variable->item];
    const Registered *alias = find_alias(list, item, variable->name);
    if (alias != NULL && alias->apart == variable->apart)
        return register_variable(db, variable, alias->number, alias->column_name, survey->version,
                                 error);
    bool has = false;
    if (!has_column(db, variable->apart, variable->name, &has, error))
        return false;
    if (!has && !add_column(db, variable->apart, variable->name, error))
        return false;
    *last_number += 1;
    return register_variable(db, variable, *last_number, variable->name, survey->version, error);
}

bool wide_extend(Db *db, const Survey *survey, GError **error)
{
    g_autoptr(GPtrArray) list = wide_columns_load(db, error);
    if (list == NULL)
        return false;
    g_autoptr(GHashTable) index = wide_columns_index(list);
    int64_t last = 0;
    for (size_t i = 0; i < list->len; i++)
        last = MAX(last, ((const Registered *)g_ptr_array_index(list, i))->number);
    for (size_t v = 0; v < survey->variables->n; v++) {
        const Variable *variable = &survey->variables->at[v];
        const Registered *known = g_hash_table_lookup(index, variable->name);
        if (known == NULL) {
            if (!extend_one(db, survey, v, list, &last, error))
                return false;
        } else if (known->apart != variable->apart) {
            error_set(error, ERROR_CONFLICT,
                      "'%s' was stored %s and cannot change that: give the question a new id",
                      variable->name, known->apart ? "as special" : "with the ordinary answers");
            return false;
        }
    }
    return true;
}
