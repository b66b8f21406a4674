#include "responses/care/care-paper.h"
#include "base/error.h"
#include "responses/paper/form-rows.h"
#include "responses/paper/keying-rows.h"
#include "responses/store/statements.h"
#include <string.h>

#include "base/banned.h"

/* A statement whose rows are all wrong, and what is said of each. */
typedef struct {
    SurveyStatement statement;
    bool is_serial; /* its one column is a serial, else words */
    const char *before, *after;
} Rule;

static const Rule rules[] = {
    {CHECK_WITHOUT_RESPONSE, true, "form ", " is keyed, but its response is not there"},
    {CHECK_WITHOUT_FORM, true, "form ", " was keyed, but the form itself is gone"},
    {CHECK_NOT_KEYED, true, "form ", " counts as not keyed, but it was keyed"},
    {CHECK_STATES, true, "form ", ": its state does not fit its keyings and differences"},
    {CHECK_CLOSED, false, "batch ", " is closed, but not all of its forms are done"},
    {CHECK_RECEIPTS, false, "a receipt code stands for response ", ", which is not there"},
    {CHECK_AUDIT_VALUES, false, "the audit holds answers of response ", ", which is not there"},
    {CHECK_AUDIT_GAPS, false, "", " lines of the audit are missing"},
};

static char *subject(sqlite3_stmt *row, bool is_serial)
{
    int64_t serial = is_serial ? sqlite3_column_int64(row, 0) : 0;
    if (serial >= 1 && serial <= LIMIT_SERIAL)
        return g_strdup(serial_words((unsigned)serial).text);
    return g_strdup((const char *)sqlite3_column_text(row, 0));
}

static bool check_rule(Db *db, const Rule *rule, void (*report)(const char *, void *), void *arg,
                       GError **error)
{
    sqlite3_stmt *rows = db_statement(db, rule->statement);
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1) {
        g_autofree char *what = subject(rows, rule->is_serial);
        g_autofree char *finding = g_strconcat(rule->before, what, rule->after, NULL);
        report(finding, arg);
    }
    sqlite3_reset(rows);
    return step == 0;
}

static bool is_digest(sqlite3_stmt *row)
{
    uint8_t sum[DIGEST_BYTES];
    keying_digest((unsigned)sqlite3_column_int64(row, 0), (unsigned)sqlite3_column_int64(row, 1),
                  (const char *)sqlite3_column_text(row, 2),
                  (const char *)sqlite3_column_text(row, 3), sum);
    return sqlite3_column_bytes(row, 4) == DIGEST_BYTES &&
           memcmp(sqlite3_column_blob(row, 4), sum, DIGEST_BYTES) == 0;
}

static bool check_digests(Db *db, void (*report)(const char *, void *), void *arg, GError **error)
{
    sqlite3_stmt *rows = db_statement(db, KEYING_LIST);
    int step = 0;
    while ((step = db_step(db, rows, error)) == 1) {
        if (is_digest(rows))
            continue;
        g_autofree char *what = subject(rows, true);
        g_autofree char *finding = g_strdup_printf(
            "form %s: what was typed of it was changed or damaged after it was stored", what);
        report(finding, arg);
    }
    sqlite3_reset(rows);
    return step == 0;
}

bool care_verify_paper(Db *db, void (*report)(const char *finding, void *arg), void *arg,
                       GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (!check_rule(db, &rules[i], report, arg, error))
            return false;
    }
    return check_digests(db, report, arg, error);
}
