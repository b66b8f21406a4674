/* Lines of a survey's audit, written inside the transaction of what they tell. Reading: audit_scan (responses/paper/batches.h).
 * Answers stand in old and new values only, and those name their response, so that erasing it can take them away. */
#pragma once

#include "base/db.h"
#include <stdbool.h>
#include <stdint.h>

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
