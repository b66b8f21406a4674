#include "base/error.h"
#include "base/text.h"
#include "responses/paper/form-rows.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include <inttypes.h>

#include "base/banned.h"

/* Serials from..to, both included. */
typedef struct {
    unsigned from, to;
} SerialSpan;

typedef struct {
    const char *survey_id;
    char *name;
    unsigned count; /* without serials; 0: spans */
    GArray *spans;  /* of SerialSpan, with printed serials */
    const char *serials;
    const Act *act;
    unsigned first;
} Receipt;

/* ---- What was typed ---- */

/* One part of the list: "155", or "101-150". */
static bool read_span(const char *text, SerialSpan *out, GError **error)
{
    g_auto(GStrv) ends = g_strsplit(text, "-", 3);
    int64_t from = 0;
    int64_t to = 0;
    size_t n = g_strv_length(ends);
    bool is_read = (n == 1 || n == 2) && text_parse_int(g_strstrip(ends[0]), &from) &&
                   text_parse_int(g_strstrip(ends[n - 1]), &to);
    if (!is_read || from < 1 || to > LIMIT_SERIAL) {
        error_set(error, ERROR_DATA,
                  "'%s' is not a serial or a range of them: write the numbers without check "
                  "digits, as in 101-150, 155",
                  text);
        return false;
    }
    if (from > to) {
        error_set(
            error, ERROR_DATA,
            "'%s' goes backwards: write serials without their check digits, the smaller first",
            text);
        return false;
    }
    *out = (SerialSpan){.from = (unsigned)from, .to = (unsigned)to};
    return true;
}

static bool add_span(GArray *spans, SerialSpan span, GError **error)
{
    for (size_t i = 0; i < spans->len; i++) {
        const SerialSpan *other = &g_array_index(spans, SerialSpan, i);
        if (span.from <= other->to && other->from <= span.to) {
            error_set(error, ERROR_DATA, "%u stands twice in the list",
                      MAX(span.from, other->from));
            return false;
        }
    }
    g_array_append_val(spans, span);
    return true;
}

static GArray *read_spans(const char *text, GError **error)
{
    g_autoptr(GArray) spans = g_array_new(false, false, sizeof(SerialSpan));
    g_auto(GStrv) parts = g_strsplit_set(text, ",;\n", LIMIT_BATCH_FORMS + 1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        SerialSpan span;
        if (*g_strstrip(parts[i]) == '\0')
            continue;
        if (!read_span(parts[i], &span, error) || !add_span(spans, span, error))
            return NULL;
    }
    return g_steal_pointer(&spans);
}

static uint64_t count_of(const Receipt *receipt)
{
    uint64_t n = receipt->count;
    for (size_t i = 0; i < receipt->spans->len; i++) {
        const SerialSpan *span = &g_array_index(receipt->spans, SerialSpan, i);
        n += span->to - span->from + 1;
    }
    return n;
}

/* ---- In the writer's thread ---- */

static bool too_many(const Receipt *receipt, uint64_t n, GError **error)
{
    error_set(error, ERROR_LIMIT,
              "batch %s would hold %" PRIu64 " forms, and a batch holds %d at most: open another",
              receipt->name, n, LIMIT_BATCH_FORMS);
    return false;
}

/* The batch of that name, made when it is not there. */
static bool open_batch(Db *db, Receipt *receipt, int64_t *out_id, GError **error)
{
    sqlite3_stmt *find = db_bind(db, BATCH_FIND, TEXT(receipt->name));
    int step = db_step(db, find, error);
    int64_t closed = step == 1 ? sqlite3_column_int64(find, 2) : 0;
    if (step == 1) {
        *out_id = sqlite3_column_int64(find, 0);
        g_free(receipt->name);
        receipt->name = g_strdup((const char *)sqlite3_column_text(find, 1));
    }
    sqlite3_reset(find);
    if (step < 0)
        return false;
    if (closed != 0) {
        error_set(error, ERROR_CONFLICT,
                  "batch %s is closed, it takes no more forms: receive them in another batch",
                  receipt->name);
        return false;
    }
    if (step == 1)
        return true;
    if (!db_run_with(db, error, BATCH_ADD, TEXT(receipt->name), INT(receipt->act->moment)))
        return false;
    *out_id = sqlite3_last_insert_rowid(db_connection(db));
    return true;
}

/* The number that a statement with up to two numbers as parameters gives; -1 and an error. */
static int64_t ask(Db *db, SurveyStatement statement, int64_t first, int64_t second, GError **error)
{
    int64_t number = -1;
    (void)db_ask(db, db_bind_some(db, statement, INT(first), INT(second)), &number, error);
    return number;
}

/* Choose the next run of free serials: behind the last one given, and past printed ones that came in. */
static bool choose_serials(Db *db, Receipt *receipt, GError **error)
{
    int64_t last = ask(db, SERIAL_LAST_GIVEN, 0, 0, error);
    while (last >= 0) {
        int64_t from = last + 1;
        int64_t to = last + receipt->count;
        if (to > LIMIT_SERIAL) {
            error_set(error, ERROR_LIMIT, "serials end at %d: none are left for %u forms",
                      LIMIT_SERIAL, receipt->count);
            return false;
        }
        int64_t taken = ask(db, SERIAL_LAST_BETWEEN, from, to, error);
        if (taken == 0) {
            SerialSpan span = {.from = (unsigned)from, .to = (unsigned)to};
            g_array_append_val(receipt->spans, span);
            return true;
        }
        last = taken;
    }
    return false;
}

static bool say_taken(Db *db, const Receipt *receipt, unsigned serial, GError **error)
{
    g_auto(PaperFormRow) row = {0};
    if (!form_row_load(db, receipt->survey_id, serial, &row, error))
        return false;
    error_set(error, ERROR_CONFLICT,
              "serial %s was received already, in batch %s: look at the number again; if it stands "
              "on two forms, strike it out on one and receive that one without a serial",
              serial_words(serial).text, row.form.batch);
    return false;
}

static bool add_form(Db *db, const Receipt *receipt, int64_t batch, unsigned serial, GError **error)
{
    sqlite3_stmt *add = db_bind(db, FORM_ADD, INT(serial), INT(batch),
                                INT(receipt->count == 0 ? 1 : 0), INT(receipt->act->moment));
    g_autoptr(GError) reason = NULL;
    if (db_run(db, add, &reason))
        return true;
    if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_CONFLICT))
        return say_taken(db, receipt, serial, error);
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

static bool add_forms(Db *db, const Receipt *receipt, int64_t batch, GError **error)
{
    for (size_t i = 0; i < receipt->spans->len; i++) {
        const SerialSpan *span = &g_array_index(receipt->spans, SerialSpan, i);
        for (unsigned serial = span->from; serial <= span->to; serial++) {
            if (!add_form(db, receipt, batch, serial, error))
                return false;
        }
    }
    return true;
}

static bool audit(Db *db, const Receipt *receipt, uint64_t n, GError **error)
{
    const SerialSpan *span = &g_array_index(receipt->spans, SerialSpan, 0);
    g_autoptr(GString) after = g_string_new(NULL);
    text_append_count(after, n);
    g_string_append(after, n == 1 ? " form" : " forms");
    if (receipt->count == 0)
        g_string_append_printf(after, " with printed serials: %s", receipt->serials);
    else
        g_string_append_printf(after, ": %s to %s", serial_words(span->from).text,
                               serial_words(span->to).text);
    AuditEntry line = {
        .moment = receipt->act->moment,
        .who = receipt->act->who,
        .action = "receive",
        .subject = receipt->name,
        .after = after->str,
    };
    return audit_add(db, &line, error);
}

static bool run_receive(SurveyFile *file, void *arg, GError **error)
{
    Receipt *receipt = arg;
    int64_t batch = 0;
    uint64_t n = count_of(receipt);
    if (!open_batch(file->db, receipt, &batch, error))
        return false;
    int64_t n_before = ask(file->db, BATCH_SIZE, batch, 0, error);
    if (n_before < 0)
        return false;
    if ((uint64_t)n_before + n > LIMIT_BATCH_FORMS)
        return too_many(receipt, (uint64_t)n_before + n, error);
    if (receipt->count > 0 && !choose_serials(file->db, receipt, error))
        return false;
    receipt->first = g_array_index(receipt->spans, SerialSpan, 0).from;
    return add_forms(file->db, receipt, batch, error) && audit(file->db, receipt, n, error);
}

static bool receive(Store *store, Receipt *receipt, GError **error)
{
    if (!serial_is_batch_name(receipt->name)) {
        error_set(error, ERROR_DATA,
                  "'%s' is not a name for a batch: use 1 to %d letters, digits and dashes, as in "
                  "library-3",
                  receipt->name, BATCH_NAME_CHARS);
        return false;
    }
    if ((receipt->count > 0) == (receipt->spans->len > 0)) {
        error_set(error, ERROR_DATA,
                  "say how many forms came in, or which serials are printed on them, one of both");
        return false;
    }
    uint64_t n = count_of(receipt);
    if (n > LIMIT_BATCH_FORMS)
        return too_many(receipt, n, error);
    return store_change(store, receipt->survey_id, CHANGE_KEEPS_LOG, run_receive, receipt, error);
}

bool batch_receive(Store *store, const BatchReceipt *given, unsigned *out_first, GError **error)
{
    g_autofree char *list = g_strstrip(g_strdup(given->serials == NULL ? "" : given->serials));
    g_autoptr(GArray) spans = read_spans(list, error);
    if (spans == NULL)
        return false;
    Receipt receipt = {
        .survey_id = given->survey_id,
        .name = g_strstrip(g_strdup(given->batch)),
        .count = given->count,
        .spans = spans,
        .serials = list,
        .act = given->act,
    };
    bool is_done = receive(store, &receipt, error);
    g_free(receipt.name);
    if (is_done)
        *out_first = receipt.first;
    return is_done;
}
