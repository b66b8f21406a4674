#include "responses/exchange/export.h"
#include "base/error.h"
#include "base/files.h"
#include "base/progress.h"
#include "responses/exchange/response-csv.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

typedef struct {
    const Variables *variables;
    FILE *to;
    const char *name; /* of the file, for messages */
    CsvWriter csv;    /* on a text that is emptied after each block */
    uint64_t n_done, n_total;
} Export;

static bool not_written(const char *name, GError **error)
{
    error_set(error, ERROR_FILE, "%s could not be written: %s", name, g_strerror(errno));
    return false;
}

static bool flush_text(Export *export, GError **error)
{
    GString *text = export->csv.text;
    bool is_done = fwrite(text->str, 1, text->len, export->to) == text->len;
    g_string_truncate(text, 0);
    return is_done || not_written(export->name, error);
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
    export.name = path;
    FileBeside file;
    if (!file_begin(&file, path))
        return not_written(path, error);
    export.to = file.to;
    bool is_whole = write_all(store, survey, &export, error);
    return file_finish(&file, is_whole) || (is_whole && not_written(path, error));
}
