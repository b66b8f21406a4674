#include "responses/store/wide.h"
#include "base/error.h"
#include "responses/store/statements.h"
#include "responses/store/store.h"
#include "responses/store/wide-columns.h"
#include <string.h>

#include "base/banned.h"

/* What is made for a small definition, version 1: a choose-one "safe", a choose-many "where" of 1 and 9, beside which words can be
 * typed ("where_other"), and a choose-one "ill" that is special. Both tables are there with their fixed columns alone
 * (responses/store/schema/survey-001.sql). Publishing it (wide_extend) runs, one a variable,
 *
 *     ALTER TABLE response ADD COLUMN "safe" INTEGER          and registers it as number 1
 *     ALTER TABLE response ADD COLUMN "where_1" INTEGER       2
 *     ALTER TABLE response ADD COLUMN "where_9" INTEGER       3
 *     ALTER TABLE response ADD COLUMN "where_other" INTEGER   4
 *     ALTER TABLE special ADD COLUMN "ill" INTEGER            5
 *
 * A response "no, elsewhere: the lake, ill" (wide_insert) is
 *
 *     INSERT INTO response(_id, reference, submitted, channel, language, version, _submit_key, _digest, _digest_words,
 *         "safe", "where_1", "where_9", "where_other") VALUES (?, ?, ... 13 times)   ... 2, 0, 1, 1: there are words
 *     INSERT INTO special(_response, _digest, "ill") VALUES (?, ?, ?)                ... 1; no row where nothing is to be kept
 *     INSERT INTO words(response, variable, words) VALUES (1, 4, 'the lake')
 *
 * and is read (wide_select) by
 *
 *     SELECT r._id, r.reference, ... s._digest, r."safe", r."where_1", r."where_9", r."where_other", s."ill"
 *     FROM response r LEFT JOIN special s ON s._response = r._id ORDER BY r._id
 *
 * Version 2 calls "safe" now "feel" (alias="safe") and adds a number "age". That adds one column,
 * ALTER TABLE response ADD COLUMN "age" INTEGER, as number 6; "feel" is registered as number 1 in column "safe", so that both
 * versions fill one column, and a digest, which knows numbers only, is the same under either name. A wide that is bound to
 * version 1 has no "age": its INSERT leaves the column NULL; one of version 2 reads version 1's responses there as not asked. */

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
    sqlite3_stmt *select_one;
};

static const char fixed_columns[] =
    "r._id, r.reference, r.submitted, r.channel, r.language, r.version, r._digest, "
    "r._digest_words, s._digest";

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
              : "INSERT INTO response(_id, reference, submitted, channel, language, version, "
                "_submit_key, _digest, _digest_words");
    size_t n = apart ? 2 : 9;
    for (size_t v = 0; v < wide->n; v++) {
        if (wide->at[v].number < 0 || wide->at[v].apart != apart)
            continue;
        g_string_append(sql, ", ");
        wide_append_name(sql, wide->at[v].column_name);
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
    g_autoptr(GPtrArray) list = wide_columns_load(db, error);
    if (list == NULL)
        return NULL;
    g_autoptr(GHashTable) index = wide_columns_index(list);
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
    sqlite3_finalize(wide->select_one);
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

typedef struct {
    int64_t id; /* 0: the next one */
    const Identity *identity;
    const uint8_t *key; /* NULL: none */
    const Value *values;
    char *const *texts;
} NewRow;

static bool insert(Wide *wide, const NewRow *new, GError **error)
{
    if (wide->insert_main == NULL)
        wide->insert_main = prepare_insert(wide, false, error);
    sqlite3_stmt *statement = wide->insert_main;
    if (statement == NULL)
        return false;
    Digest digest;
    uint8_t sum[DIGEST_BYTES];
    uint8_t words_sum[DIGEST_BYTES];
    digest_begin_main(&digest, new->identity);
    digest_values(wide, &digest, false, new->values);
    digest_end(&digest, sum);
    digest_begin_words(&digest, new->identity->reference);
    size_t n_words = digest_texts(wide, &digest, new->texts);
    digest_end(&digest, words_sum);

    if (new->id == 0)
        sqlite3_bind_null(statement, 1);
    else
        sqlite3_bind_int64(statement, 1, new->id);
    sqlite3_bind_text(statement, 2, new->identity->reference, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, new->identity->submitted);
    sqlite3_bind_int(statement, 4, (int)new->identity->channel);
    sqlite3_bind_text(statement, 5, new->identity->language, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 6, new->identity->version);
    sqlite3_bind_blob(statement, 7, new->key, new->key == NULL ? 0 : SUBMIT_KEY_BYTES,
                      SQLITE_STATIC);
    sqlite3_bind_blob(statement, 8, sum, sizeof sum, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 9, n_words == 0 ? NULL : words_sum, sizeof words_sum,
                      SQLITE_STATIC);
    bind_values(wide, statement, 10, false, new->values);
    bool is_done = db_run(wide->db, statement, error);
    sqlite3_reset(statement);
    if (!is_done)
        return false;
    int64_t row = sqlite3_last_insert_rowid(db_connection(wide->db));
    return insert_special(wide, row, new->identity->reference, new->values, error) &&
           insert_words(wide, row, new->texts, error);
}

bool wide_insert(Wide *wide, const Identity *identity, const uint8_t *key, const Value *values,
                 char *const *texts, GError **error)
{
    const NewRow new = {.identity = identity, .key = key, .values = values, .texts = texts};
    return insert(wide, &new, error);
}

/* ---- Reading ---- */

static void append_from(GString *sql)
{
    g_string_append(sql, " FROM response r LEFT JOIN special s ON s._response = r._id ");
}

/* A statement over the columns of the survey's variables, with what says which rows and in which order. */
static sqlite3_stmt *prepare_select(const Wide *wide, const char *which, GError **error)
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
        wide_append_name(sql, wide->at[v].column_name);
    }
    append_from(sql);
    g_string_append(sql, which);
    return db_prepare_generated(wide->db, sql->str, error);
}

sqlite3_stmt *wide_select(const Wide *wide, GError **error)
{
    return prepare_select(wide, "ORDER BY r._id", error);
}

sqlite3_stmt *wide_select_one(Wide *wide, const char *reference, GError **error)
{
    if (wide->select_one == NULL)
        wide->select_one = prepare_select(wide, "WHERE r.reference = ?1", error);
    if (wide->select_one == NULL)
        return NULL;
    sqlite3_reset(wide->select_one);
    sqlite3_bind_text(wide->select_one, 1, reference, -1, SQLITE_TRANSIENT);
    return wide->select_one;
}

/* What a row has besides its values: the key under which it was sent. False when there was none. */
static bool load_key(const Wide *wide, int64_t id, uint8_t out[SUBMIT_KEY_BYTES], bool *out_has,
                     GError **error)
{
    sqlite3_stmt *find = db_statement(wide->db, SUBMIT_KEY_OF);
    sqlite3_bind_int64(find, 1, id);
    int step = db_step(wide->db, find, error);
    *out_has = step == 1 && sqlite3_column_bytes(find, 0) == SUBMIT_KEY_BYTES;
    if (*out_has)
        memcpy(out, sqlite3_column_blob(find, 0), SUBMIT_KEY_BYTES);
    sqlite3_reset(find);
    return step >= 0;
}

bool wide_replace(Wide *wide, int64_t id, const Identity *identity, const Value *values,
                  char *const *texts, GError **error)
{
    uint8_t key[SUBMIT_KEY_BYTES];
    bool has_key = false;
    if (!load_key(wide, id, key, &has_key, error))
        return false;
    const NewRow new = {.id = id,
                        .identity = identity,
                        .key = has_key ? key : NULL,
                        .values = values,
                        .texts = texts};
    return db_run_with(wide->db, error, REFERENCE_DELETE, TEXT(identity->reference)) &&
           insert(wide, &new, error);
}

bool wide_select_all(Db *db, GArray **out_columns, sqlite3_stmt **out_statement, GError **error)
{
    g_autoptr(GPtrArray) list = wide_columns_load(db, error);
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
        wide_append_name(sql, one->column_name);
        WideColumn column = {.number = one->number, .apart = one->apart};
        g_array_append_val(columns, column);
    }
    append_from(sql);
    g_string_append(sql, "ORDER BY r._id");
    sqlite3_stmt *statement = db_prepare_generated(db, sql->str, error);
    if (statement == NULL)
        return false;
    *out_columns = g_steal_pointer(&columns);
    *out_statement = statement;
    return true;
}
