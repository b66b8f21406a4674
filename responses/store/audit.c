#include "responses/store/audit.h"
#include "base/error.h"
#include "responses/store/statements.h"
#include "responses/store/store-sqlite.h"

#include "base/banned.h"

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool add_values(Db *db, const AuditEntry *entry, GError **error)
{
    return db_run_with(db, error, AUDIT_VALUE_ADD,
                       INT(sqlite3_last_insert_rowid(db_connection(db))),
                       TEXT(or_empty(entry->before)), TEXT(or_empty(entry->after)),
                       TEXT(entry->reference), INT(entry->is_apart ? 1 : 0));
}

bool audit_add(Db *db, const AuditEntry *entry, GError **error)
{
    if (!db_run_with(db, error, AUDIT_ADD, INT(entry->moment), TEXT(entry->action),
                     TEXT(entry->subject), TEXT(or_empty(entry->who)),
                     TEXT(or_empty(entry->reason))))
        return false;
    return (entry->before == NULL && entry->after == NULL) || add_values(db, entry, error);
}

static const char *column(sqlite3_stmt *row, int at)
{
    return or_empty((const char *)sqlite3_column_text(row, at));
}

static bool scan(Db *db, int64_t before_seq, size_t most,
                 bool (*fn)(const AuditLine *, void *, GError **), void *arg, GError **error)
{
    sqlite3_stmt *list = db_bind(db, AUDIT_LIST, INT(before_seq <= 0 ? INT64_MAX : before_seq),
                                 INT(most > INT64_MAX ? INT64_MAX : (int64_t)most));
    int step = 0;
    bool is_wanted = true;
    while (is_wanted && (step = db_step(db, list, error)) == 1) {
        AuditLine line = {
            .seq = sqlite3_column_int64(list, 0),
            .moment = sqlite3_column_int64(list, 1),
            .who = column(list, 2),
            .action = column(list, 3),
            .subject = column(list, 4),
            .before = column(list, 5),
            .after = column(list, 6),
            .reason = column(list, 7),
        };
        is_wanted = fn(&line, arg, error);
    }
    sqlite3_reset(list);
    return is_wanted && step == 0;
}

bool audit_scan(Store *store, const AuditSpan *span,
                bool (*fn)(const AuditLine *line, void *arg, GError **error), void *arg,
                GError **error)
{
    Db *db = store_take_reader(store, span->survey_id, error);
    if (db == NULL)
        return false;
    bool is_done = scan(db, span->before_seq, span->most, fn, arg, error);
    store_give_back(store, span->survey_id, db);
    return is_done;
}
