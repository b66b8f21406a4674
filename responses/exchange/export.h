/* Responses as CSV: export and, its counterpart, import. Export, import into a fresh store, export: the same bytes. */
#pragma once

#include "base/csv.h"
#include "responses/store/store.h"
#include <glib.h>

/* Write all responses of a survey, with the columns of its newest version, to a file (written beside its place and
 * renamed) or, when path is NULL or "-", to standard output.
 * Errors: false and ERROR_NOT_FOUND, ERROR_STORE, ERROR_FILE. */
bool export_csv(Store *store, const char *survey_id, const char *path, CsvForm form,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
