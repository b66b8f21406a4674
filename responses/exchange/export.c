#include "responses/exchange/export.h"
#include "base/error.h"
#include "base/progress.h"
#include "responses/exchange/response-csv.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

typedef struct {
    const Variables *variables;
    FILE *to;
    const char *name; /* of the file, for messages */
    CsvWriter csv;    /* on a text that is emptied after each block */
    uint64_t n_done, n_total;
} Export;

static bool flush_text(Export *export, GError **error)
{
    GString *text = export->csv.text;
    bool is_done = fwrite(text->str, 1, text->len, export->to) == text->len;
    g_string_truncate(text, 0);
    if (!is_done)
        error_set(error, ERROR_FILE, "%s could not be written: %s", export->name,
                  g_strerror(errno));
    return is_done;
}

static bool write_block(const StoreBlock *block, void *arg, GError **error)
{
    Export *export = arg;
    for (size_t r = 0; r < block->columns.n_rows; r++) {
        Identity identity = {
            .reference = block->references[r],
            .submitted = block->submitted[r],
            .channel = block->channels[r],
            .version = block->columns.versions[r],
            .language = block->languages[r],
        };
        response_csv_row(&export->csv, export->variables, &identity, block->columns.at,
                         block->texts, r);
    }
    export->n_done += block->columns.n_rows;
    progress_tell(export->n_done, export->n_total);
    return flush_text(export, error);
}

static bool write_all(Store *store, const Survey *survey, Export *export, GError **error)
{
    StoreSummary summary;
    if (!store_summarise(store, survey->id, &summary, error))
        return false;
    export->n_total = summary.n_responses;
    response_csv_header(&export->csv, survey->variables);
    progress_begin("Exporting responses");
    bool is_done =
        flush_text(export, error) &&
        store_scan(store, survey, SCAN_IDENTITY | SCAN_TEXTS, write_block, export, error);
    progress_end();
    return is_done;
}

/* Close the file and put it in its place. */
static bool put_in_place(Export *export, const char *part, const char *path, bool is_whole,
                         GError **error)
{
    is_whole = is_whole && fflush(export->to) == 0 && fsync(fileno(export->to)) == 0;
    is_whole = fclose(export->to) == 0 && is_whole;
    if (is_whole && rename(part, path) == 0)
        return true;
    if (error != NULL && *error == NULL)
        error_set(error, ERROR_FILE, "%s could not be written: %s", path, g_strerror(errno));
    unlink(part);
    return false;
}

bool export_csv(Store *store, const char *survey_id, const char *path, CsvForm form, GError **error)
{
    g_autoptr(Survey) survey = store_load_survey(store, survey_id, 0, error);
    if (survey == NULL)
        return false;
    g_autoptr(GString) text = g_string_sized_new((size_t)64 * 1024);
    Export export = {.variables = survey->variables, .to = stdout, .csv = csv_begin(text, form)};
    export.name = "standard output";
    if (path == NULL || strcmp(path, "-") == 0)
        return write_all(store, survey, &export, error);
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    export.name = path;
    unlink(part); /* of an export that was cut off, with the rights it had */
    export.to = fopen(part, "wxe");
    if (export.to == NULL) {
        error_set(error, ERROR_FILE, "%s could not be written: %s", path, g_strerror(errno));
        return false;
    }
    g_autoptr(GError) reason = NULL;
    bool is_whole = write_all(store, survey, &export, &reason);
    bool is_done = put_in_place(&export, part, path, is_whole, &reason);
    if (!is_done)
        g_propagate_error(error, g_steal_pointer(&reason));
    return is_done;
}
