/* Who did what, when and why: the lines of a survey's audit, written inside the transaction of what they tell, and read again.
 * Answers stand in old and new values only, and those name their response, so that erasing it can take them away. */
#pragma once

#include "base/db.h"
#include "responses/store/store.h"
#include <stdbool.h>
#include <stdint.h>

/* Who does it and when; lent for the call. */
typedef struct {
    const char *who; /* name of the member of staff; a command's is "command line" */
    int64_t moment;
} Act;

/* ---- Writing ---- */

typedef struct {
    int64_t moment;
    const char *who; /* NULL: not known */
    const char *action, *subject;
    const char *reason;         /* NULL: none */
    const char *before, *after; /* NULL both: none */
    const char *reference;      /* of the response whose answers before and after are, or NULL */
    bool is_apart;              /* they are answers of special category */
} AuditEntry;

/* Add a line, in the open transaction.
 * Errors: false and as db_step. */
bool audit_add(Db *db, const AuditEntry *entry, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Reading ---- */

typedef struct {
    int64_t seq, moment;
    const char *who, *action, *subject, *before, *after, *reason; /* "" where there is none */
} AuditLine;

/* At most `most` lines of a survey's audit before `before_seq` (0: from the end). */
typedef struct {
    const char *survey_id;
    int64_t before_seq;
    size_t most;
} AuditSpan;

/* Hand the lines of a survey's audit to fn, newest first, at most `most` of those before `before_seq` (0: from the end).
 * The table takes additions only. Erasing a response empties its old and new values, never the lines.
 * Errors: false and fn's error or ERROR_STORE.   Owns: a line is lent for the call. */
bool audit_scan(Store *store, const AuditSpan *span,
                bool (*fn)(const AuditLine *line, void *arg, GError **error), void *arg,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
