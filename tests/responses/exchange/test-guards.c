/* Words that a spreadsheet would run: guarded on their way out, themselves again on their way in. */
#include "base/random-cells.h"
#include "base/text.h"
#include "responses/csv-fixture.h"
#include <fcntl.h>
#include <unistd.h>

#include "base/banned.h"

enum { N_ROWS = RANDOM_CELLS / 2 }; /* two cells of words a row: q02_other and q06 */

/* The columns of CSV_HEADER that hold words. */
static const size_t word_columns[] = {0, 11, 15};

static bool import_for(Store *store, const Survey *survey, const char *path, CsvForm form,
                       GError **error)
{
    const ImportSource source = {.file = open(path, O_RDONLY | O_CLOEXEC),
                                 .name = path,
                                 .channel = CHANNEL_IMPORT,
                                 .is_raw = form == CSV_RAW};
    ImportReport report = {0};
    bool is_done = import_from(store, survey, &source, &report, error);
    import_report_clear(&report);
    close(source.file);
    return is_done;
}

/* Import the file into a store of its own and export it again. */
static char *through_a_fresh_store(const Fixture *fixture, const char *name, const char *path,
                                   CsvForm form)
{
    GError *error = NULL;
    g_autofree char *place = g_build_filename(fixture->directory, name, NULL);
    g_autofree char *out = g_strconcat(place, ".csv", NULL);
    g_autoptr(Store) fresh = store_open(place, STORE_WRITE, &error);
    g_assert_no_error(error);
    g_assert_true(store_publish(fresh, fixture->survey, &error));
    bool is_done = import_for(fresh, fixture->survey, path, form, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return export_for(fresh, out, form);
}

/* Words that a response can hold: as they come in, trimmed; what is nothing then is "x". */
static char *random_words(GRand *random)
{
    g_autofree char *cell = random_cell(random);
    char *words = text_normalise(cell);
    if (*words != '\0')
        return words;
    g_free(words);
    return g_strdup("x");
}

static void append_quoted(GString *text, const char *words)
{
    g_auto(GStrv) parts = g_strsplit(words, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    g_string_append_printf(text, "\"%s\"", doubled);
}

/* A raw file, every cell of words in quotes; what was written is added to words, three a row. */
static char *write_raw(GPtrArray *words)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(11);
    g_autoptr(GString) text = g_string_new(CSV_HEADER);
    for (unsigned i = 0; i < N_ROWS; i++) {
        g_ptr_array_add(words, g_strdup_printf("%sR%05u", i % 3 == 0 ? "-" : "", i));
        g_ptr_array_add(words, random_words(random));
        g_ptr_array_add(words, random_words(random));
        append_quoted(text, g_ptr_array_index(words, words->len - 3));
        g_string_append(text, ",2017-03-31T09:30:00Z,web,en,1,1,0,0,0,0,1,");
        append_quoted(text, g_ptr_array_index(words, words->len - 2));
        g_string_append(text, ",,,,");
        append_quoted(text, g_ptr_array_index(words, words->len - 1));
        g_string_append(text, ",1,0,1,2,1,2,0,1\n");
    }
    return g_string_free(g_steal_pointer(&text), false);
}

/* Every cell of words of a file is what was written, guarded where it has to be; coded ones are bare numbers. */
static void check_cells(const char *path, const GPtrArray *words, CsvForm form)
{
    GError *error = NULL;
    g_autoptr(CsvReader) reader = csv_reader_open(path, &error);
    g_assert_no_error(error);
    const CsvCell *cells = NULL;
    size_t n = 0;
    size_t n_checked = 0;
    g_assert_true(csv_reader_next(reader, &cells, &n, &error)); /* the names */
    while (csv_reader_next(reader, &cells, &n, &error)) {
        for (size_t k = 0; k < G_N_ELEMENTS(word_columns); k++) {
            const char *cell = cells[word_columns[k]].text;
            const char *wanted = g_ptr_array_index(words, n_checked++);
            g_assert_cmpstr(form == CSV_RAW ? cell : csv_unguard(cell), ==, wanted);
            g_assert_true(form == CSV_RAW || !cell_runs(cell));
        }
    }
    g_assert_no_error(error);
    g_assert_cmpuint(n_checked, ==, words->len);
}

static void test_ten_thousand_cells_come_back(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const names[] = {"guarded", "raw", "spreadsheet"};
    GError *error = NULL;
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *raw = write_raw(words);
    g_autofree char *in = write_file(fixture, "in.csv", raw);
    bool is_done = import_for(fixture->store, fixture->survey, in, CSV_RAW, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    for (unsigned form = CSV_GUARDED; form <= CSV_SPREADSHEET; form++) {
        g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
        g_autofree char *first = export_for(fixture->store, out, (CsvForm)form);
        check_cells(out, words, (CsvForm)form);
        g_autofree char *second = through_a_fresh_store(fixture, names[form], out, (CsvForm)form);
        g_assert_true(strcmp(first, second) == 0);
    }
}

/* ---- What is taken off, and where ---- */

/* The cell of q06 in a raw export of the only response. */
static char *stored_words(Fixture *fixture, const char *cell, CsvForm form)
{
    static unsigned n;
    GError *error = NULL;
    g_autofree char *edit = g_strconcat("q06=", cell, NULL);
    g_autofree char *row = csv_row((const char *[ROW_EDITS]){"q01=1", edit});
    g_autofree char *text = g_strconcat(CSV_HEADER, row, NULL);
    g_autofree char *path = write_file(fixture, "in.csv", text);
    g_autofree char *place = g_strdup_printf("%s/store-%u", fixture->directory, n++);
    g_autofree char *out = g_strconcat(place, ".csv", NULL);
    g_autoptr(Store) fresh = store_open(place, STORE_WRITE, &error);
    g_assert_true(store_publish(fresh, fixture->survey, &error));
    g_assert_true(import_for(fresh, fixture->survey, path, form, &error));
    g_assert_no_error(error);
    g_autofree char *all = export_for(fresh, out, CSV_RAW);
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    g_auto(GStrv) cells = g_strsplit(lines[1], ",", -1);
    return g_strdup(cells[word_columns[2]]);
}

static void test_import_takes_one_guard_off_and_raw_none(Fixture *fixture, const void *data)
{
    (void)data;
    static const struct {
        const char *cell, *words, *raw_words;
    } cases[] = {
        {"'=1+1", "=1+1", "'=1+1"},
        {"''=1+1", "'=1+1", "''=1+1"},
        {"=1+1", "=1+1", "=1+1"}, /* of a file that was made elsewhere */
        {"'tis dark", "'tis dark", "'tis dark"},
        {"'-1", "\"-1\"", "'-1"},
        {"''-1", "'-1", "''-1"},
        {"\"-1\"", "\"-1\"", "\"-1\""},
        {"-1", "-1", "-1"}, /* left blank */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = stored_words(fixture, cases[i].cell, CSV_GUARDED);
        g_assert_cmpstr(words, ==, cases[i].words);
        g_autofree char *raw = stored_words(fixture, cases[i].cell, CSV_RAW);
        g_assert_cmpstr(raw, ==, cases[i].raw_words);
    }
}

static void test_an_apostrophe_in_a_coded_cell_is_a_mistake(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *row = csv_row((const char *[ROW_EDITS]){
        "q01='3", "q02_1='-1", "q04='-1", "q05='-2", "reference='-", "q08_1='-3"});
    g_autofree char *text = g_strconcat(CSV_HEADER, row, NULL);
    g_autofree char *path = write_file(fixture, "in.csv", text);
    g_assert_false(import_for(fixture->store, fixture->survey, path, CSV_GUARDED, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    static const char *const told[] = {
        "5 things are wrong; nothing was imported:", /* the reference "-" is one that is allowed */
        "\nrow 2, column q01: ''3' is not a code: ",
        "\nrow 2, column q02_1: ''-1' is not allowed: ",
        "\nrow 2, column q04: ''-1' is not a number from 0 up",
        "\nrow 2, column q05: ''-2' is not a date: ",
        "\nrow 2, column q08_1: ''-3' is not a place: ",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(told); i++) {
        if (strstr(error->message, told[i]) == NULL)
            g_error("'%s' is not in: %s", told[i], error->message);
    }
}

static void test_a_file_for_spreadsheets_is_taken(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    g_autofree char *row = csv_row((const char *[ROW_EDITS]){
        "reference='-R", "q01=3", "q06=\"'@one\nand\ntwo\"", "submitted=2017-03-31T09:30:00Z"});
    g_autofree char *text = g_strconcat(CSV_HEADER, row, NULL);
    g_autofree char *path = write_file(fixture, "in.csv", text);
    g_assert_true(import_for(fixture->store, fixture->survey, path, CSV_GUARDED, &error));
    g_assert_no_error(error);
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *all = export_for(fixture->store, out, CSV_SPREADSHEET);
    g_assert_true(g_str_has_prefix(all, "\xEF\xBB\xBFreference,submitted,"));
    g_assert_nonnull(strstr(all, ",q09\r\n'-R,2017-03-31T09:30:00Z,"));
    g_assert_nonnull(strstr(all, ",\"'@one\nand\ntwo\","));
    g_assert_true(g_str_has_suffix(all, ",-1\r\n"));
    g_autofree char *again = through_a_fresh_store(fixture, "again", out, CSV_SPREADSHEET);
    g_assert_cmpstr(again, ==, all);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/guards/ten thousand cells come back", test_ten_thousand_cells_come_back);
    fixture_test("/guards/import takes one guard off, and raw none",
                 test_import_takes_one_guard_off_and_raw_none);
    fixture_test("/guards/an apostrophe in a coded cell is a mistake",
                 test_an_apostrophe_in_a_coded_cell_is_a_mistake);
    fixture_test("/guards/a file for spreadsheets is taken", test_a_file_for_spreadsheets_is_taken);
    return g_test_run();
}
