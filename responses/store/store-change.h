/* A change of one survey that its caller waits for: run in the writer's thread, in one transaction, whole or not at all. */
#pragma once

#include "responses/store/writer.h"

/* Run `change` between begin and commit, after an import that runs; when it fails, nothing of it stays. With `forget`, the log is emptied behind it,
 * because pages of what was deleted would still stand in it.
 * Errors: those of change; ERROR_NOT_FOUND (no such survey, naming those there are), ERROR_STORE. */
typedef enum { CHANGE_KEEPS_LOG, CHANGE_EMPTIES_LOG } ChangeLog;
typedef bool (*ChangeFn)(SurveyFile *file, void *arg, GError **error);
bool store_change(Store *store, const char *survey_id, ChangeLog log, ChangeFn change, void *arg,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
