#include "responses/wide.h"
#include "base/error.h"
#include "responses/statements.h"
#include "responses/store.h"
#include <string.h>

#include "base/banned.h"

/* One row of the table "variable". */
typedef struct {
    char *name;
    int64_t number;
    char *column_name;
    bool apart;
} Registered;

struct Wide {
    Db *db;
    unsigned version;
    char *hash;
    size_t n;
    Registered *at;    /* one a variable of the survey; number -1 when there is no column */
    size_t *by_number; /* the variables that have a column, in the order of their numbers */
    size_t n_by_number;
    size_t n_apart;
    sqlite3_stmt *insert_main;
    sqlite3_stmt *insert_special; /* NULL when nothing is apart */
};

static const char fixed_columns[] =
    "r._id, r.reference, r.submitted, r.channel, r.language, r.version, r._digest, "
    "r._digest_words, s._digest";

static void registered_free(void *data)
{
    Registered *one = data;
    g_free(one->name);
    g_free(one->column_name);
    g_free(one);
}

/* All registered variables, in the order of their numbers. */
static GPtrArray *registry_load(Db *db, GError **error)
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

static GHashTable *registry_index(const GPtrArray *list)
{
    GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < list->len; i++) {
        Registered *one = g_ptr_array_index(list, i);
        g_hash_table_insert(index, one->name, one);
    }
    return index;
}

/* Append a name as an identifier. Names are [a-z][a-z0-9_]*, and are quoted all the same. */
static void append_name(GString *sql, const char *name)
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
    append_name(sql, name);
    g_string_append(sql, " INTEGER");
    return db_run_generated(db, sql->str, error);
}

static bool register_variable(Db *db, const Variable *variable, int64_t number,
                              const char *column_name, unsigned since, GError **error)
{
    sqlite3_stmt *statement = db_statement(db, VARIABLE_ADD);
    sqlite3_bind_text(statement, 1, variable->name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, number);
    sqlite3_bind_text(statement, 3, column_name, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 4, variable->apart ? 1 : 0);
    sqlite3_bind_int64(statement, 5, since);
    return db_run(db, statement, error);
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
    g_autoptr(GPtrArray) list = registry_load(db, error);
    if (list == NULL)
        return false;
    g_autoptr(GHashTable) index = registry_index(list);
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

static int compare_numbers(const void *a, const void *b, void *data)
{
    const Wide *wide = data;
    int64_t x = wide->at[*(const size_t *)a].number;
    int64_t y = wide->at[*(const size_t *)b].number;
    return x < y ? -1 : x > y;
}

/* INSERT with the fixed columns first, then those variables of one table that have a column, in variable order. */
static sqlite3_stmt *prepare_insert(const Wide *wide, bool apart, GError **error)
{
    g_autoptr(GString) sql = g_string_new(
        apart ? "INSERT INTO special(_response, _digest"
              : "INSERT INTO response(reference, submitted, channel, language, version, "
                "_submit_key, _digest, _digest_words");
    size_t n = apart ? 2 : 8;
    for (size_t v = 0; v < wide->n; v++) {
        if (wide->at[v].number < 0 || wide->at[v].apart != apart)
            continue;
        g_string_append(sql, ", ");
        append_name(sql, wide->at[v].column_name);
        n++;
    }
    g_string_append(sql, ") VALUES (");
    for (size_t i = 0; i < n; i++)
        g_string_append(sql, i == 0 ? "?" : ", ?");
    g_string_append_c(sql, ')');
    return db_prepare_generated(wide->db, sql->str, error);
}

Wide *wide_bind(Db *db, const Survey *survey, GError **error)
{
    g_autoptr(GPtrArray) list = registry_load(db, error);
    if (list == NULL)
        return NULL;
    g_autoptr(GHashTable) index = registry_index(list);
    g_autoptr(Wide) wide = g_new0(Wide, 1);
    wide->db = db;
    wide->version = survey->version;
    wide->hash = g_strdup(survey->hash);
    wide->n = survey->variables->n;
    wide->at = g_new0(Registered, wide->n + 1);
    wide->by_number = g_new0(size_t, wide->n + 1);
    for (size_t v = 0; v < wide->n; v++) {
        const Registered *known = g_hash_table_lookup(index, survey->variables->at[v].name);
        wide->at[v].number = known == NULL ? -1 : known->number;
        wide->at[v].apart = known != NULL && known->apart;
        wide->at[v].column_name = known == NULL ? NULL : g_strdup(known->column_name);
        if (known == NULL)
            continue;
        wide->by_number[wide->n_by_number++] = v;
        wide->n_apart += known->apart ? 1 : 0;
    }
    g_qsort_with_data(wide->by_number, (int)wide->n_by_number, sizeof(size_t), compare_numbers,
                      wide);
    return g_steal_pointer(&wide);
}

void wide_free(Wide *wide)
{
    if (wide == NULL)
        return;
    sqlite3_finalize(wide->insert_main);
    sqlite3_finalize(wide->insert_special);
    for (size_t v = 0; v < wide->n; v++)
        g_free(wide->at[v].column_name);
    g_free(wide->at);
    g_free(wide->by_number);
    g_free(wide->hash);
    g_free(wide);
}

bool wide_is_of(const Wide *wide, const Survey *survey)
{
    return wide->version == survey->version && strcmp(wide->hash, survey->hash) == 0;
}

size_t wide_variable_of_number(const Wide *wide, int64_t number)
{
    size_t from = 0;
    size_t to = wide->n_by_number;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (wide->at[wide->by_number[middle]].number < number)
            from = middle + 1;
        else
            to = middle;
    }
    if (from == wide->n_by_number || wide->at[wide->by_number[from]].number != number)
        return SIZE_MAX;
    return wide->by_number[from];
}

int64_t wide_number(const Wide *wide, size_t variable)
{
    g_assert(variable < wide->n);
    return wide->at[variable].number;
}

/* The digest of a part's values, and how many there are. */
static size_t digest_values(const Wide *wide, Digest *digest, bool apart, const Value *values)
{
    size_t n = 0;
    for (size_t i = 0; i < wide->n_by_number; i++) {
        size_t v = wide->by_number[i];
        if (wide->at[v].apart != apart || values[v] == VALUE_NONE)
            continue;
        digest_add_value(digest, wide->at[v].number, values[v]);
        n++;
    }
    return n;
}

static size_t digest_texts(const Wide *wide, Digest *digest, char *const *texts)
{
    size_t n = 0;
    for (size_t i = 0; i < wide->n_by_number; i++) {
        size_t v = wide->by_number[i];
        if (texts[v] == NULL)
            continue;
        digest_add_words(digest, wide->at[v].number, texts[v], strlen(texts[v]));
        n++;
    }
    return n;
}

static void bind_values(const Wide *wide, sqlite3_stmt *statement, int column, bool apart,
                        const Value *values)
{
    for (size_t v = 0; v < wide->n; v++) {
        if (wide->at[v].number < 0 || wide->at[v].apart != apart)
            continue;
        if (values[v] == VALUE_NONE)
            sqlite3_bind_null(statement, column);
        else
            sqlite3_bind_int64(statement, column, values[v]);
        column++;
    }
}

/* Insert the special answers, when there are any. */
static bool insert_special(Wide *wide, int64_t id, const char *reference, const Value *values,
                           GError **error)
{
    if (wide->n_apart == 0)
        return true;
    Digest digest;
    digest_begin_special(&digest, reference);
    size_t n = digest_values(wide, &digest, true, values);
    uint8_t sum[DIGEST_BYTES];
    digest_end(&digest, sum);
    if (n == 0)
        return true;
    if (wide->insert_special == NULL)
        wide->insert_special = prepare_insert(wide, true, error);
    sqlite3_stmt *statement = wide->insert_special;
    if (statement == NULL)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_blob(statement, 2, sum, sizeof sum, SQLITE_STATIC);
    bind_values(wide, statement, 3, true, values);
    bool is_done = db_run(wide->db, statement, error);
    sqlite3_reset(statement);
    return is_done;
}

static bool insert_words(const Wide *wide, int64_t id, char *const *texts, GError **error)
{
    for (size_t i = 0; i < wide->n_by_number; i++) {
        size_t v = wide->by_number[i];
        if (texts[v] == NULL)
            continue;
        sqlite3_stmt *statement = db_statement(wide->db, WORDS_ADD);
        sqlite3_bind_int64(statement, 1, id);
        sqlite3_bind_int64(statement, 2, wide->at[v].number);
        sqlite3_bind_text(statement, 3, texts[v], -1, SQLITE_STATIC);
        if (!db_run(wide->db, statement, error))
            return false;
    }
    return true;
}

bool wide_insert(Wide *wide, const Identity *identity, const uint8_t *key, const Value *values,
                 char *const *texts, GError **error)
{
    if (wide->insert_main == NULL)
        wide->insert_main = prepare_insert(wide, false, error);
    sqlite3_stmt *statement = wide->insert_main;
    if (statement == NULL)
        return false;
    Digest digest;
    uint8_t sum[DIGEST_BYTES];
    uint8_t words_sum[DIGEST_BYTES];
    digest_begin_main(&digest, identity);
    digest_values(wide, &digest, false, values);
    digest_end(&digest, sum);
    digest_begin_words(&digest, identity->reference);
    size_t n_words = digest_texts(wide, &digest, texts);
    digest_end(&digest, words_sum);

    sqlite3_bind_text(statement, 1, identity->reference, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, identity->submitted);
    sqlite3_bind_int(statement, 3, (int)identity->channel);
    sqlite3_bind_text(statement, 4, identity->language, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 5, identity->version);
    sqlite3_bind_blob(statement, 6, key, key == NULL ? 0 : SUBMIT_KEY_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 7, sum, sizeof sum, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 8, n_words == 0 ? NULL : words_sum, sizeof words_sum,
                      SQLITE_STATIC);
    bind_values(wide, statement, 9, false, values);
    bool is_done = db_run(wide->db, statement, error);
    sqlite3_reset(statement);
    if (!is_done)
        return false;
    int64_t id = sqlite3_last_insert_rowid(db_connection(wide->db));
    return insert_special(wide, id, identity->reference, values, error) &&
           insert_words(wide, id, texts, error);
}

static void append_from(GString *sql)
{
    g_string_append(sql, " FROM response r LEFT JOIN special s ON s._response = r._id "
                         "ORDER BY r._id");
}

sqlite3_stmt *wide_select(const Wide *wide, GError **error)
{
    g_autoptr(GString) sql = g_string_new("SELECT ");
    g_string_append(sql, fixed_columns);
    for (size_t v = 0; v < wide->n; v++) {
        g_string_append(sql, ", ");
        if (wide->at[v].number < 0) {
            g_string_append(sql, "NULL");
            continue;
        }
        g_string_append(sql, wide->at[v].apart ? "s." : "r.");
        append_name(sql, wide->at[v].column_name);
    }
    append_from(sql);
    return db_prepare_generated(wide->db, sql->str, error);
}

bool wide_select_all(Db *db, GArray **out_columns, sqlite3_stmt **out_statement, GError **error)
{
    g_autoptr(GPtrArray) list = registry_load(db, error);
    if (list == NULL)
        return false;
    g_autoptr(GArray) columns = g_array_new(false, false, sizeof(WideColumn));
    g_autoptr(GString) sql = g_string_new("SELECT ");
    g_string_append(sql, fixed_columns);
    int64_t last = -1;
    for (size_t i = 0; i < list->len; i++) {
        const Registered *one = g_ptr_array_index(list, i);
        if (one->number == last)
            continue; /* an alias */
        last = one->number;
        g_string_append(sql, one->apart ? ", s." : ", r.");
        append_name(sql, one->column_name);
        WideColumn column = {.number = one->number, .apart = one->apart};
        g_array_append_val(columns, column);
    }
    append_from(sql);
    sqlite3_stmt *statement = db_prepare_generated(db, sql->str, error);
    if (statement == NULL)
        return false;
    *out_columns = g_steal_pointer(&columns);
    *out_statement = statement;
    return true;
}
