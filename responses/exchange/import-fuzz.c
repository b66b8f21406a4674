/* Fuzzer: whatever a CSV file holds is refused with a message, or every response of it keeps the rules and reads back.
 * Begins in the project's folder: the definition is tests/data/store-survey.xml. */
#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "forms/definition/survey-xml.h"
#include "responses/exchange/import-layout.h"
#include "responses/exchange/response-csv.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Survey *load(void)
{
    static Survey *survey; /* the one definition, for the life of the fuzzer */
    if (survey == NULL) {
        g_autoptr(GError) error = NULL;
        survey = survey_load("tests/data/store-survey.xml", &error);
        g_assert_no_error(error);
    }
    return survey;
}

/* A reader of bytes in memory. */
static CsvReader *open_bytes(const void *data, size_t size, int *out_file)
{
    *out_file = memfd_create("fuzz", MFD_CLOEXEC);
    g_assert_cmpint(*out_file, >=, 0);
    g_assert_cmpint(write(*out_file, data, size), ==, (ssize_t)size);
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", *out_file);
    g_autoptr(GError) error = NULL;
    CsvReader *reader = csv_reader_open(path, &error);
    g_assert_no_error(error);
    return reader;
}

static char **read_header(CsvReader *reader)
{
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_autoptr(GError) error = NULL;
    if (!csv_reader_next(reader, &cells, &n, &error))
        return NULL;
    for (size_t c = 0; c < n; c++) {
        if (!text_is_clean(cells[c].text, cells[c].length))
            return NULL; /* as import refuses it */
    }
    char **names = g_new0(char *, n + 1);
    for (size_t c = 0; c < n; c++)
        names[c] = g_strdup(cells[c].text);
    return names;
}

/* As export writes it. */
static char *write_row(const Survey *survey, const Answers *answers, CsvForm form)
{
    Identity identity = {.reference = "R", .channel = CHANNEL_WEB, .version = 1, .language = "en"};
    g_autofree const Value **room = g_new(const Value *, survey->variables->n + 1);
    g_autofree const char *const **texts = g_new(const char *const *, survey->variables->n + 1);
    Columns columns = answers_columns(answers, room);
    for (size_t v = 0; v < survey->variables->n; v++)
        texts[v] = (const char *const *)&answers->texts[v];
    g_autoptr(GString) text = g_string_new(NULL);
    CsvWriter csv = csv_begin(text, form);
    response_csv_header(&csv, survey->variables);
    response_csv_row(&csv, survey->variables, &identity, columns.at, texts, 0);
    return g_string_free(g_steal_pointer(&text), false);
}

/* Read the first row of a file; NULL when it is refused. */
static Answers *read_back(const Survey *survey, const char *text, CsvForm form)
{
    int file = -1;
    g_autoptr(CsvReader) reader = open_bytes(text, strlen(text), &file);
    g_auto(GStrv) names = read_header(reader);
    g_autoptr(GError) error = NULL;
    g_autoptr(ImportLayout) layout =
        import_layout_new(survey, names, g_strv_length(names), true, &error);
    g_assert_no_error(error);
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_assert_true(csv_reader_next(reader, &cells, &n, &error));
    layout->is_raw = form == CSV_RAW;
    ImportMistakes mistakes = {.text = g_string_new(NULL)};
    g_autoptr(Answers) answers = answers_new(survey);
    import_read_row(layout, cells, 2, answers, &mistakes);
    g_assert_cmpstr(mistakes.text->str, ==, ""); /* what was taken is taken again */
    g_string_free(mistakes.text, true);
    close(file);
    answers_settle(answers);
    return g_steal_pointer(&answers);
}

/* Whoever it is written for: what is read back is what was written. */
static void check_round_trip(const Survey *survey, const Answers *answers, CsvForm form)
{
    g_autofree char *first = write_row(survey, answers, form);
    g_autoptr(Answers) again = read_back(survey, first, form);
    g_autofree char *second = write_row(survey, again, form);
    g_assert_cmpstr(second, ==, first);
    for (size_t v = 0; v < survey->variables->n; v++)
        g_assert_cmpstr(again->texts[v], ==, answers->texts[v]);
}

static void read_rows(const Survey *survey, CsvReader *reader, const ImportLayout *layout)
{
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_autoptr(GError) error = NULL;
    ImportMistakes mistakes = {.text = g_string_new(NULL)};
    for (uint64_t row = 2; csv_reader_next(reader, &cells, &n, &error); row++) {
        if (n != layout->n_columns)
            continue;
        g_autoptr(Answers) answers = answers_new(survey);
        if (!import_read_row(layout, cells, row, answers, &mistakes))
            continue;
        answers_settle(answers);
        check_round_trip(survey, answers, CSV_GUARDED);
        check_round_trip(survey, answers, CSV_RAW);
        check_round_trip(survey, answers, CSV_SPREADSHEET);
    }
    g_assert_true(g_utf8_validate(mistakes.text->str, -1, NULL));
    g_string_free(mistakes.text, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Survey *survey = load();
    int file = -1;
    CsvReader *reader = open_bytes(data, size, &file);
    g_auto(GStrv) names = read_header(reader);
    if (names != NULL) {
        g_autoptr(GError) error = NULL;
        g_autoptr(ImportLayout) layout =
            import_layout_new(survey, names, g_strv_length(names), false, &error);
        read_rows(survey, reader, layout);
    }
    csv_reader_free(reader);
    close(file);
    return 0;
}
