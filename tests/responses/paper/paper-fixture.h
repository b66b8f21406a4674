/* What the tests of paper share: people, batches, and errors looked at closely. */
#pragma once

#include "base/error.h"
#include "responses/care/care.h"
#include "responses/fixture.h"
#include "responses/paper/keyings.h"
#include <sqlite3.h>

static const int64_t paper_moment = 1795253400; /* 09:30 UTC on 21 November 2026 */

static inline Act act_of(const char *who)
{
    return (Act){.who = who, .moment = paper_moment};
}

/* What is left of a call that was to fail, or to be done; the error is freed. */
static inline void check_refused(bool is_refused, GError *said, int code, const char *message)
{
    g_assert_error(said, SOUNDINGS_ERROR, code);
    g_assert_cmpstr(said->message, ==, message);
    g_assert_true(is_refused);
    g_error_free(said);
}

static inline void check_done(bool is_done, GError *said)
{
    g_assert_no_error(said);
    g_assert_true(is_done);
}

/* A call whose last argument is `error`. */
#define assert_refused(call, code, message)                                                        \
    do {                                                                                           \
        GError *said_ = NULL;                                                                      \
        GError **error = &said_;                                                                   \
        bool is_refused_ = !(call);                                                                \
        check_refused(is_refused_, said_, code, message);                                          \
    } while (0)

#define assert_done(call)                                                                          \
    do {                                                                                           \
        GError *said_ = NULL;                                                                      \
        GError **error = &said_;                                                                   \
        bool is_done_ = (call);                                                                    \
        check_done(is_done_, said_);                                                               \
    } while (0)

static inline unsigned receive_count(Store *store, const char *survey_id, const char *batch,
                                     unsigned count)
{
    unsigned first = 0;
    Act act = act_of("sue");
    assert_done(batch_receive(
        store,
        &(const BatchReceipt){.survey_id = survey_id, .batch = batch, .count = count, .act = &act},
        &first, error));
    return first;
}

static inline void receive_serials(Store *store, const char *survey_id, const char *batch,
                                   const char *serials)
{
    unsigned first = 0;
    Act act = act_of("sue");
    assert_done(
        batch_receive(store,
                      &(const BatchReceipt){
                          .survey_id = survey_id, .batch = batch, .serials = serials, .act = &act},
                      &first, error));
}

static inline PaperForm *form_at(Store *store, const char *survey_id, unsigned serial)
{
    GError *error = NULL;
    PaperForm *form = paper_form_load(store, survey_id, serial, &error);
    g_assert_no_error(error);
    return form;
}

static inline Batch *batch_at(Store *store, const char *survey_id, const char *name)
{
    GError *error = NULL;
    Batch *batch = batch_load(store, survey_id, name, &error);
    g_assert_no_error(error);
    return batch;
}

static inline bool paper_note_line(const AuditLine *line, void *arg, GError **error)
{
    (void)error;
    g_string_append_printf(arg, "%s|%s|%s|%s|%s|%s\n", line->who, line->action, line->subject,
                           line->before, line->after, line->reason);
    return true;
}

/* The newest lines of the audit as who|action|subject|before|after|reason, newest first. */
static inline char *audit_text(Store *store, const char *survey_id, size_t most)
{
    g_autoptr(GString) text = g_string_new(NULL);
    assert_done(audit_scan(store, &(const AuditSpan){.survey_id = survey_id, .most = most},
                           paper_note_line, text, error));
    return g_string_free(g_steal_pointer(&text), false);
}

static inline void paper_note_finding(const char *finding, void *arg)
{
    g_string_append_printf(arg, "%s\n", finding);
}

static inline char *paper_findings(Store *store)
{
    g_autoptr(GString) findings = g_string_new(NULL);
    GError *error = NULL;
    int64_t n = care_verify(store, paper_note_finding, findings, &error);
    g_assert_no_error(error);
    g_assert_cmpint(n, >=, 0);
    return g_string_free(g_steal_pointer(&findings), false);
}

/* Another program's connection to a survey's file; the number that it gives first. */
static inline int64_t paper_meddle(const Fixture *fixture, const char *survey_id, const char *sql)
{
    g_autofree char *name = g_strconcat(survey_id, ".db", NULL);
    g_autofree char *path = g_build_filename(fixture->path, name, NULL);
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), ==, SQLITE_OK);
    int step = sqlite3_step(statement);
    int64_t value = step == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        g_error("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

/* Do the bytes of the survey's file or of its log hold these words? */
static inline bool paper_holds(const Fixture *fixture, const char *survey_id, const char *words)
{
    static const char *const endings[] = {".db", ".db-wal"};
    bool holds = false;
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *name = g_strconcat(survey_id, endings[i], NULL);
        g_autofree char *path = g_build_filename(fixture->path, name, NULL);
        g_autofree char *bytes = NULL;
        size_t length = 0;
        holds = holds || (g_file_get_contents(path, &bytes, &length, NULL) &&
                          memmem(bytes, length, words, strlen(words)) != NULL);
    }
    return holds;
}
