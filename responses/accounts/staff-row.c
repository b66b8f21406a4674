/* Accounts as rows, and the one transaction in which they change. */
#include "base/env.h"
#include "base/error.h"
#include "responses/accounts/staff-private.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

typedef struct {
    StaffWrite write;
    void *arg;
} Write;

static bool run_write(Writer *writer, void *arg, GError **error)
{
    const Write *write = arg;
    Db *engine = writer_engine(writer);
    if (!db_begin(engine, error))
        return false;
    if (write->write(engine, write->arg, error) && db_commit(engine, error))
        return true;
    db_rollback(engine);
    return false;
}

bool staff_write(Store *store, StaffWrite write, void *arg, GError **error)
{
    if (!store_needs_writer(store, error))
        return false;
    Write task = {write, arg};
    return writer_do(store->writer, run_write, &task, error);
}

bool staff_note(Db *engine, const Act *act, const char *action, const char *subject,
                const char *reason, GError **error)
{
    return db_run_with(engine, error, ENGINE_AUDIT_ADD, INT(act->moment), TEXT(act->who),
                       TEXT(action), TEXT(subject), TEXT(reason));
}

/* ---- Rows ---- */

static GBytes *bytes_of(sqlite3_stmt *row, int column)
{
    const void *bytes = sqlite3_column_blob(row, column);
    return bytes == NULL ? NULL : g_bytes_new(bytes, (size_t)sqlite3_column_bytes(row, column));
}

StaffRow staff_row_of(sqlite3_stmt *row)
{
    return (StaffRow){
        .name = g_strdup((const char *)sqlite3_column_text(row, 0)),
        .role = (Role)sqlite3_column_int(row, 1),
        .is_disabled = sqlite3_column_int(row, 2) != 0,
        .password = g_strdup((const char *)sqlite3_column_text(row, 3)),
        .totp = bytes_of(row, 4),
        .totp_waiting = bytes_of(row, 5),
        .totp_step = sqlite3_column_int64(row, 6),
        .has_auto_advance = sqlite3_column_int(row, 7) != 0,
        .last_seen = sqlite3_column_int64(row, 8),
    };
}

void staff_row_clear(StaffRow *row)
{
    g_free(row->name);
    g_free(row->password);
    g_clear_pointer(&row->totp, g_bytes_unref);
    g_clear_pointer(&row->totp_waiting, g_bytes_unref);
    *row = (StaffRow){0};
}

bool staff_row_find(Db *engine, const char *name, StaffRow *out, GError **error)
{
    sqlite3_stmt *find = db_bind(engine, STAFF_FIND, TEXT(name));
    int step = db_step(engine, find, error);
    *out = (StaffRow){0};
    if (step == 1)
        *out = staff_row_of(find);
    sqlite3_reset(find);
    return step >= 0;
}

bool staff_row_load(Store *store, const char *name, StaffRow *out, GError **error)
{
    Db *engine = store_take_engine(store, error);
    bool is_done = engine != NULL && staff_row_find(engine, name, out, error);
    store_give_back_engine(store, engine);
    return is_done;
}

bool staff_unknown(const char *name, GError **error)
{
    error_set(error, ERROR_NOT_FOUND, "there is no account '%s'", name);
    return false;
}

bool staff_name_check(const char *name, GError **error)
{
    size_t n = strlen(name);
    bool is_plain = n > 0 && n <= STAFF_NAME_CHARS && g_ascii_isalnum(name[0]);
    for (size_t i = 0; is_plain && i < n; i++)
        is_plain = g_ascii_isalnum(name[i]) || strchr("._@-", name[i]) != NULL;
    if (is_plain)
        return true;
    error_set(error, ERROR_DATA,
              "'%s' cannot be a name: use letters and figures, also . _ @ - inside, at most %d of "
              "them, such as mary.jones",
              name, STAFF_NAME_CHARS);
    return false;
}

void staff_hash(const uint8_t secret[TOKEN_BYTES], uint8_t out[STAFF_HASH_BYTES])
{
    static const char purpose[] = "soundings staff row";
    crypto_generichash(out, STAFF_HASH_BYTES, secret, TOKEN_BYTES, (const uint8_t *)purpose,
                       sizeof purpose);
}

/* ---- Audit ---- */

bool staff_audit_scan(Store *store, int64_t before_seq, size_t most,
                      bool (*fn)(const AuditLine *line, void *arg, GError **error), void *arg,
                      GError **error)
{
    Db *engine = store_take_engine(store, error);
    if (engine == NULL)
        return false;
    sqlite3_stmt *scan =
        db_bind(engine, ENGINE_AUDIT_SCAN, INT(before_seq > 0 ? before_seq : INT64_MAX), INT(most));
    int step = 1;
    bool is_well = true;
    while (is_well && (step = db_step(engine, scan, error)) == 1) {
        AuditLine line = {
            .seq = sqlite3_column_int64(scan, 0),
            .moment = sqlite3_column_int64(scan, 1),
            .who = (const char *)sqlite3_column_text(scan, 2),
            .action = (const char *)sqlite3_column_text(scan, 3),
            .subject = (const char *)sqlite3_column_text(scan, 4),
            .before = "",
            .after = "",
            .reason = (const char *)sqlite3_column_text(scan, 5),
        };
        is_well = fn(&line, arg, error);
    }
    sqlite3_reset(scan);
    store_give_back_engine(store, engine);
    return is_well && step == 0;
}
