#include "responses/exchange/import.h"
#include "base/day.h"
#include "base/env.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/progress.h"
#include "base/text.h"
#include "forms/survey/routes.h"
#include "responses/exchange/import-layout.h"
#include "responses/exchange/response-csv.h"
#include "responses/store/reference.h"
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { ROWS_BETWEEN_QUESTIONS = 64 }; /* whether it is still wanted */

/* An import that runs. */
typedef struct {
    Store *store;
    const Survey *survey;
    const ImportSource *source;
    int64_t now;
    CsvReader *reader;
    char **names; /* the header */
    size_t n_columns;
    GPtrArray
        *layouts; /* of ImportLayout: [0] is the survey's own, then those of earlier versions met */
    GPtrArray *earlier; /* of Survey, owned */
    uint64_t row;       /* the header is 1 */
    uint64_t n_rows, n_off_route;
    uint64_t *off_route; /* by variable of the survey's own version */
    ImportMistakes mistakes;
} Import;

static void layout_free_data(void *data)
{
    import_layout_free(data);
}

static void survey_free_data(void *data)
{
    survey_free(data);
}

static void import_clear(Import *import)
{
    csv_reader_free(import->reader);
    g_strfreev(import->names);
    g_ptr_array_unref(import->layouts);
    g_ptr_array_unref(import->earlier);
    g_free(import->off_route);
    g_string_free(import->mistakes.text, true);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Import, import_clear)

/* ---- The header and the versions ---- */

static bool add_layout(Import *import, const Survey *survey, GError **error)
{
    bool is_own = survey == import->survey;
    ImportLayout *layout =
        import_layout_new(survey, import->names, import->n_columns, is_own, error);
    if (layout == NULL)
        return false;
    layout->is_raw = import->source->is_raw;
    g_ptr_array_add(import->layouts, layout);
    return true;
}

static bool read_header(Import *import, GError **error)
{
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_autoptr(GError) reason = NULL;
    if (!csv_reader_next(import->reader, &cells, &n, &reason)) {
        if (reason != NULL)
            g_propagate_error(error, g_steal_pointer(&reason));
        else
            error_set(error, ERROR_DATA, "the file is empty: its first row names the variables");
        return false;
    }
    import->names = g_new0(char *, n + 1);
    import->n_columns = n;
    for (size_t c = 0; c < n; c++) {
        if (!text_is_clean(cells[c].text, cells[c].length)) {
            error_set(error, ERROR_DATA, "the first row is not clean text: write UTF-8");
            return false;
        }
        import->names[c] = g_strdup(cells[c].text);
    }
    import->row = 1;
    return add_layout(import, import->survey, error);
}

/* The layout of a published version; NULL and *error when there is no such version. */
static const ImportLayout *layout_of_version(Import *import, int64_t version, GError **error)
{
    for (size_t i = 0; i < import->layouts->len; i++) {
        const ImportLayout *layout = g_ptr_array_index(import->layouts, i);
        if (layout->survey->version == version)
            return layout;
    }
    if (version < 1 || version > UINT_MAX) {
        error_set(error, ERROR_DATA, "no version has this number");
        return NULL;
    }
    Survey *earlier =
        store_load_survey(import->store, import->survey->id, (unsigned)version, error);
    if (earlier == NULL)
        return NULL;
    g_ptr_array_add(import->earlier, earlier);
    if (!add_layout(import, earlier, error))
        return NULL;
    return g_ptr_array_index(import->layouts, import->layouts->len - 1);
}

/* ---- One row ---- */

/* The cell of an identifying column, or NULL when the file has none or it is empty. */
static const CsvCell *identity_cell(const Import *import, const CsvCell *cells, size_t identity)
{
    const ImportLayout *layout = g_ptr_array_index(import->layouts, 0);
    size_t column = layout->identity[identity];
    return column == SIZE_MAX || cells[column].length == 0 ? NULL : &cells[column];
}

static void note_identity(Import *import, size_t identity, const CsvCell *cell, const char *what)
{
    import_mistake(&import->mistakes, import->row, response_csv_identity(identity), cell->text,
                   what);
}

static bool has_language(const Survey *survey, const char *lang)
{
    for (size_t i = 0; i < survey->n_languages; i++) {
        if (strcmp(survey->languages[i], lang) == 0)
            return true;
    }
    return false;
}

static void read_channel(Import *import, const CsvCell *cells, Submission *row)
{
    const CsvCell *cell = identity_cell(import, cells, IDENTITY_CHANNEL);
    row->channel = import->source->channel;
    if (cell != NULL && !channel_find(cell->text, &row->channel))
        note_identity(import, IDENTITY_CHANNEL, cell,
                      "is not a channel: web, paper, phone, event, import, simulated");
}

static void read_language(Import *import, const CsvCell *cells, Submission *row)
{
    const CsvCell *cell = identity_cell(import, cells, IDENTITY_LANGUAGE);
    row->lang = import->survey->languages[0];
    if (cell == NULL)
        return;
    if (has_language(import->survey, cell->text)) {
        row->lang = cell->text;
        return;
    }
    g_autoptr(GString) what = g_string_new("is not a language of the survey:");
    for (size_t i = 0; i < import->survey->n_languages; i++)
        g_string_append_printf(what, " %s", import->survey->languages[i]);
    note_identity(import, IDENTITY_LANGUAGE, cell, what->str);
}

static void read_reference_and_moment(Import *import, const CsvCell *cells, Submission *row)
{
    const CsvCell *reference = identity_cell(import, cells, IDENTITY_REFERENCE);
    const CsvCell *submitted = identity_cell(import, cells, IDENTITY_SUBMITTED);
    row->moment = import->now;
    if (reference != NULL)
        row->reference = import->source->is_raw ? reference->text : csv_unguard(reference->text);
    if (reference != NULL && !reference_is_allowed(row->reference))
        note_identity(import, IDENTITY_REFERENCE, reference,
                      "is not a reference: at most 23 letters, digits, dashes, dots and "
                      "underscores");
    if (submitted != NULL && !day_moment_parse(submitted->text, &row->moment))
        note_identity(import, IDENTITY_SUBMITTED, submitted,
                      "is not a moment: write it as 2017-03-31T09:30:00Z or 2017-03-31");
}

/* The layout of the version that a row says it answers; NULL when a mistake was noted. */
static const ImportLayout *read_version(Import *import, const CsvCell *cells)
{
    const CsvCell *cell = identity_cell(import, cells, IDENTITY_VERSION);
    if (cell == NULL)
        return g_ptr_array_index(import->layouts, 0);
    int64_t version = 0;
    g_autoptr(GError) reason = NULL;
    const ImportLayout *layout =
        text_parse_int(cell->text, &version) ? layout_of_version(import, version, &reason) : NULL;
    if (layout == NULL)
        note_identity(import, IDENTITY_VERSION, cell,
                      "is not a version that is published here: import a file of that version "
                      "with its own definition first");
    return layout;
}

/* Count the values of this row that are off-route, by variable. */
static void count_off_route(Import *import, const Answers *answers)
{
    if (answers_count_off_route(answers) == 0)
        return;
    const Variables *variables = answers->survey->variables;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    Columns columns = answers_columns(answers, room);
    g_autoptr(Routes) routes = routes_new(variables, 1);
    routes_follow(routes, &columns);
    for (size_t i = 0; i < variables->n_items; i++) {
        if (routes_of_item(routes, i)[0] != 0 ||
            !variables_item_is_answered(variables, i, &columns, 0))
            continue;
        size_t own = variables_find_item(import->survey->variables, variables->items[i].id);
        if (own == SIZE_MAX)
            continue;
        import->off_route[own]++;
        import->n_off_route++;
    }
}

static bool import_row(Import *import, const CsvCell *cells, GError **error)
{
    uint64_t n_before = import->mistakes.n;
    Submission row = {0};
    read_reference_and_moment(import, cells, &row);
    read_channel(import, cells, &row);
    read_language(import, cells, &row);
    const ImportLayout *layout = read_version(import, cells);
    if (layout == NULL)
        return true;
    g_autoptr(Answers) answers = answers_new(layout->survey);
    import_read_row(layout, cells, import->row, answers, &import->mistakes);
    if (import->mistakes.n > n_before || import->mistakes.n > 0)
        return true; /* nothing will be stored: go on only to find the other mistakes */
    answers_settle(answers);
    count_off_route(import, answers);
    import->n_rows++;
    row.survey = layout->survey;
    row.answers = g_steal_pointer(&answers);
    return store_import_add(import->store, &row, error);
}

/* ---- All rows ---- */

static bool check_width(Import *import, size_t n)
{
    if (n == import->n_columns)
        return true;
    import->mistakes.n++;
    if (import->mistakes.n <= LIMIT_CSV_MISTAKES)
        g_string_append_printf(import->mistakes.text,
                               "\nrow %" PRIu64 " has %zu cells, but the first row has %zu",
                               import->row, n, import->n_columns);
    return false;
}

static bool check_wanted(const Import *import, GError **error)
{
    const ImportSource *source = import->source;
    if (source->is_wanted == NULL || source->is_wanted(source->arg))
        return true;
    error_set(error, ERROR_BUSY, "stopped before its end; nothing was imported");
    return false;
}

static bool import_rows(Import *import, GError **error)
{
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_autoptr(GError) reason = NULL;
    while (csv_reader_next(import->reader, &cells, &n, &reason)) {
        import->row++;
        if (import->row % ROWS_BETWEEN_QUESTIONS == 0 && !check_wanted(import, error))
            return false;
        if (n == 1 && cells[0].length == 0 && !cells[0].quoted && import->n_columns > 1)
            continue; /* an empty line */
        if (check_width(import, n) && !import_row(import, cells, error))
            return false;
        uint64_t done = 0;
        uint64_t total = 0;
        csv_reader_position(import->reader, &done, &total);
        progress_tell(done, total);
    }
    if (reason != NULL) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    if (import->mistakes.n == 0)
        return true;
    if (import->mistakes.n > LIMIT_CSV_MISTAKES)
        g_string_append_printf(import->mistakes.text, "\nand %" PRIu64 " more",
                               import->mistakes.n - LIMIT_CSV_MISTAKES);
    error_set(error, ERROR_DATA, "%" PRIu64 " %s wrong; nothing was imported:%s",
              import->mistakes.n, import->mistakes.n == 1 ? "thing is" : "things are",
              import->mistakes.text->str);
    return false;
}

static char *off_route_words(const Import *import)
{
    if (import->n_off_route == 0)
        return NULL;
    const Variables *variables = import->survey->variables;
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < variables->n_items; i++) {
        if (import->off_route[i] > 0)
            g_string_append_printf(text,
                                   "%s%" PRIu64 " answered %s although they were not asked it: "
                                   "kept, but not counted",
                                   text->len == 0 ? "" : "\n", import->off_route[i],
                                   variables->items[i].id);
    }
    return g_string_free(g_steal_pointer(&text), false);
}

static bool import_stream(Import *import, GError **error)
{
    if (!store_import_begin(import->store, import->survey, error))
        return false;
    if (import->source->shows_progress)
        progress_begin("Importing responses");
    bool is_read = import_rows(import, error);
    if (import->source->shows_progress)
        progress_end();
    if (is_read && check_wanted(import, error))
        return store_import_commit(import->store, error);
    store_import_abandon(import->store);
    return false;
}

/* Begin the message with the file's name, unless the reader did, with the line. */
static void name_file(const char *name, GError **error)
{
    if (error != NULL && *error != NULL && !g_str_has_prefix((*error)->message, name))
        error_prefix(error, "%s", name);
}

bool import_from(Store *store, const Survey *survey, const ImportSource *source, ImportReport *out,
                 GError **error)
{
    g_auto(Import) import = {
        .store = store,
        .survey = survey,
        .source = source,
        .now = env_now(),
        .layouts = g_ptr_array_new_with_free_func(layout_free_data),
        .earlier = g_ptr_array_new_with_free_func(survey_free_data),
        .off_route = g_new0(uint64_t, survey->variables->n_items + 1),
        .mistakes = {.text = g_string_new(NULL)},
    };
    import.reader = csv_reader_new(source->file < 0 ? -1 : dup(source->file), source->name, error);
    if (import.reader == NULL)
        return false;
    if (!read_header(&import, error) || !import_stream(&import, error)) {
        name_file(source->name, error);
        return false;
    }
    out->n_rows = import.n_rows;
    out->n_off_route = import.n_off_route;
    out->warnings = off_route_words(&import);
    return true;
}

bool import_csv(Store *store, const Survey *survey, const char *path, Channel channel,
                ImportReport *out, GError **error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    ImportSource source = {
        .name = is_stdin ? "standard input" : path, .channel = channel, .shows_progress = true};
    source.file = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    bool is_done = import_from(store, survey, &source, out, error);
    if (source.file >= 0)
        close(source.file);
    return is_done;
}

void import_report_clear(ImportReport *report)
{
    g_clear_pointer(&report->warnings, g_free);
}
