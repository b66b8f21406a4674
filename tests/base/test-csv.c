#include "base/csv.h"
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/random-cells.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/banned.h"

/* A file of these bytes in the place of tests; the path is the caller's. */
static char *new_file(const char *bytes, size_t length)
{
    g_autoptr(GError) error = NULL;
    char *path = NULL;
    int fd = g_file_open_tmp("csv-XXXXXX", &path, &error);
    g_assert_no_error(error);
    close(fd);
    g_autoptr(GBytes) content = g_bytes_new(bytes, length);
    g_assert_true(file_write(path, content, &error));
    return path;
}

/* The rows as "a|b;c|*d;": a star before a quoted cell. */
static char *read_back(const char *bytes, GError **error)
{
    g_autofree char *path = new_file(bytes, strlen(bytes));
    g_autoptr(CsvReader) reader = csv_reader_open(path, error);
    g_assert_nonnull(reader);
    GString *out = g_string_new(NULL);
    const CsvCell *cells = NULL;
    size_t n = 0;
    while (csv_reader_next(reader, &cells, &n, error)) {
        for (size_t i = 0; i < n; i++) {
            g_assert_cmpuint(strlen(cells[i].text), ==, cells[i].length);
            g_string_append_printf(out, "%s%s%s", i > 0 ? "|" : "", cells[i].quoted ? "*" : "",
                                   cells[i].text);
        }
        g_string_append_c(out, ';');
    }
    g_unlink(path);
    return g_string_free(out, false);
}

static void rows_are_read_as_written(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"a,b\nc,d\n", "a|b;c|d;"},
        {"a,b\r\nc,d", "a|b;c|d;"},
        {"\xEF\xBB\xBF"
         "a,b\n",
         "a|b;"},
        {"a,\n,\n", "a|;|;"},
        {"\"a,\"\"b\"\"\r\nc\",-1,\"-1\"\n", "*a,\"b\"\r\nc|-1|*-1;"},
        {"\"\",\n", "*|;"},
        {"\n", ";"},
        {"caf\u00e9, x \n", "caf\u00e9| x ;"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = read_back(cases[i][0], &error);
        g_assert_no_error(error);
        g_assert_cmpstr(got, ==, cases[i][1]);
    }
}

static void broken_rows_are_refused_by_line(void)
{
    static const struct {
        const char *bytes;
        const char *message;
    } cases[] = {
        {"a\nb\"c\n", ":2: a quote inside an unquoted cell"},
        {"a\n\"b\" c\n", ":2: text after a closing quote"},
        {"a\n\nb,\"c\nd\n", ":3: a quote that is opened here is never closed"},
        {"a\rb\n", ":1: a carriage return inside a row"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = read_back(cases[i].bytes, &error);
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_nonnull(strstr(error->message, cases[i].message));
    }
}

static void nul_bytes_and_endless_cells_are_refused(void)
{
    g_autofree char *path = new_file("a\0b\n", 4);
    g_autoptr(GError) error = NULL;
    g_autoptr(CsvReader) reader = csv_reader_open(path, &error);
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_assert_false(csv_reader_next(reader, &cells, &n, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_assert_nonnull(strstr(error->message, ":1: a NUL byte"));
    g_unlink(path);

    g_autofree char *longest = g_strnfill(LIMIT_CSV_CELL_BYTES, 'x');
    g_autoptr(GError) second = NULL;
    g_autofree char *got = read_back(longest, &second);
    g_assert_no_error(second);
    g_autofree char *too_long = g_strconcat(longest, "x", NULL);
    g_autofree char *none = read_back(too_long, &second);
    g_assert_error(second, SOUNDINGS_ERROR, ERROR_DATA);
    g_assert_nonnull(strstr(second->message, ":1: a cell longer than 65,536 bytes"));
    g_assert_cmpstr(none, ==, "");
}

static void a_missing_file_is_named(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(csv_reader_open("no-such/file.csv", &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_cmpstr(error->message, ==,
                    "no-such/file.csv: cannot open it: No such file or directory");
}

static void a_reader_knows_its_line_and_position(void)
{
    const char *bytes = "a\n\"b\nc\"\nd\n";
    g_autofree char *path = new_file(bytes, strlen(bytes));
    g_autoptr(CsvReader) reader = csv_reader_open(path, NULL);
    static const size_t lines[] = {1, 2, 4};
    const CsvCell *cells = NULL;
    size_t n = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_assert_true(csv_reader_next(reader, &cells, &n, NULL));
        g_assert_cmpuint(csv_reader_line(reader), ==, lines[i]);
    }
    uint64_t done = 0;
    uint64_t total = 0;
    csv_reader_position(reader, &done, &total);
    g_assert_cmpuint(done, ==, strlen(bytes));
    g_assert_cmpuint(total, ==, strlen(bytes));
    g_unlink(path);
}

static void what_is_written_is_read_back(void)
{
    static const char *const texts[] = {"plain",  "a,b", "say \"x\"", "two\nlines",
                                        "cr\r\n", "",    " edge ",    "-1"};
    g_autoptr(GString) text = g_string_new(NULL);
    CsvWriter to = csv_begin(text, CSV_RAW);
    for (size_t i = 0; i + 1 < G_N_ELEMENTS(texts); i++)
        csv_append_words(&to, texts[i]);
    csv_append_quoted(&to, "-1");
    csv_append_int(&to, INT64_MIN);
    csv_append_double(&to, 0.1);
    csv_append_double(&to, 100.0 / 3.0);
    csv_end_row(&to);
    g_assert_cmpstr(text->str, ==,
                    "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\n\",, edge ,\"-1\","
                    "-9223372036854775808,0.1,33.333333333333336\n");
    g_autofree char *path = new_file(text->str, text->len);
    g_autoptr(CsvReader) reader = csv_reader_open(path, NULL);
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_assert_true(csv_reader_next(reader, &cells, &n, NULL));
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(texts) + 3);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_cmpstr(cells[i].text, ==, texts[i]);
    g_assert_true(cells[7].quoted);
    g_unlink(path);
}

static void words_that_a_spreadsheet_runs_get_an_apostrophe(void)
{
    static const char *const cases[][2] = {
        /* words, as they are written */
        {"=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\t=1", "'\t=1"},
        {"\r=1", "\"'\r=1\""},
        {"'=1", "''=1"},
        {"''=1", "'''=1"},
        {"=", "'="},
        /* and what they leave alone */
        {"'", "'"},
        {"''", "''"},
        {"'tis", "'tis"},
        {"a=1", "a=1"},
        {" =1", " =1"},
        {"’=1", "’=1"},
        {"＝1", "＝1"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        CsvWriter to = csv_begin(text, CSV_GUARDED);
        csv_append_words(&to, cases[i][0]);
        g_assert_cmpstr(text->str, ==, cases[i][1]);
    }
    g_assert_cmpstr(csv_unguard("=1"), ==, "=1"); /* of a file that was not written here */
    g_assert_cmpstr(csv_unguard("'=1"), ==, "=1");
    g_assert_cmpstr(csv_unguard("'1"), ==, "'1");
}

static void numbers_stay_numbers_in_every_form(void)
{
    static const char *const written[] = {"-3,-0.5,-1.20,'-1\n", "-3,-0.5,-1.20,-1\n",
                                          "\xEF\xBB\xBF-3,-0.5,-1.20,'-1\r\n"};
    for (unsigned form = CSV_GUARDED; form <= CSV_SPREADSHEET; form++) {
        g_autoptr(GString) text = g_string_new(NULL);
        CsvWriter to = csv_begin(text, (CsvForm)form);
        csv_append_int(&to, -3);
        csv_append_double(&to, -0.5);
        csv_append_figure(&to, "-1.20");
        csv_append_words(&to, "-1");
        csv_end_row(&to);
        g_assert_cmpstr(text->str, ==, written[form]);
    }
}

enum { ROW_CELLS = 10 };

/* The cells as a CSV, ten a row. */
static GString *write_cells(const GPtrArray *words, CsvForm form)
{
    GString *text = g_string_new(NULL);
    CsvWriter to = csv_begin(text, form);
    for (size_t i = 0; i < words->len; i++) {
        csv_append_words(&to, g_ptr_array_index(words, i));
        if (i % ROW_CELLS == ROW_CELLS - 1)
            csv_end_row(&to);
    }
    return text;
}

static void check_cells(const GPtrArray *words, CsvForm form)
{
    g_autoptr(GString) text = write_cells(words, form);
    g_autofree char *path = new_file(text->str, text->len);
    g_autoptr(CsvReader) reader = csv_reader_open(path, NULL);
    g_autoptr(GError) error = NULL;
    const CsvCell *cells = NULL;
    size_t n = 0;
    size_t n_read = 0;
    while (csv_reader_next(reader, &cells, &n, &error)) {
        g_assert_cmpuint(n, ==, ROW_CELLS);
        for (size_t c = 0; c < n; c++) {
            const char *back = form == CSV_RAW ? cells[c].text : csv_unguard(cells[c].text);
            g_assert_cmpstr(back, ==, g_ptr_array_index(words, n_read++));
            g_assert_true(form == CSV_RAW || !cell_runs(cells[c].text));
        }
    }
    g_assert_no_error(error);
    g_assert_cmpuint(n_read, ==, words->len);
    g_unlink(path);
}

static void no_cell_runs_and_each_comes_back(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    size_t n_running = 0;
    for (size_t i = 0; i < RANDOM_CELLS; i++) {
        g_ptr_array_add(words, random_cell(random));
        n_running += cell_runs(g_ptr_array_index(words, i)) ? 1 : 0;
    }
    g_assert_cmpuint(n_running, >, RANDOM_CELLS / 20);
    check_cells(words, CSV_GUARDED);
    check_cells(words, CSV_RAW);
    check_cells(words, CSV_SPREADSHEET);
}

/* A socket of packets gives each of them to a read of its own, as a slow pipe does. */
static void a_byte_order_mark_may_come_in_pieces(void)
{
    static const char *const pieces[] = {"\xEF", "\xBB",
                                         "\xBF"
                                         "a",
                                         ",b\r\n"};
    int ends[2];
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++)
        g_assert_cmpint(send(ends[0], pieces[i], strlen(pieces[i]), 0), ==,
                        (ssize_t)strlen(pieces[i]));
    close(ends[0]);
    g_autoptr(GError) error = NULL;
    g_autoptr(CsvReader) reader = csv_reader_new(ends[1], "pieces", &error);
    g_assert_no_error(error);
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_assert_true(csv_reader_next(reader, &cells, &n, &error));
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpstr(cells[0].text, ==, "a");
    g_assert_cmpstr(cells[1].text, ==, "b");
    g_assert_false(csv_reader_next(reader, &cells, &n, &error));
    g_assert_no_error(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv/rows are read as written", rows_are_read_as_written);
    g_test_add_func("/csv/broken rows are refused by line", broken_rows_are_refused_by_line);
    g_test_add_func("/csv/NUL bytes and endless cells are refused",
                    nul_bytes_and_endless_cells_are_refused);
    g_test_add_func("/csv/a missing file is named", a_missing_file_is_named);
    g_test_add_func("/csv/a reader knows its line and position",
                    a_reader_knows_its_line_and_position);
    g_test_add_func("/csv/what is written is read back", what_is_written_is_read_back);
    g_test_add_func("/csv/words that a spreadsheet runs get an apostrophe",
                    words_that_a_spreadsheet_runs_get_an_apostrophe);
    g_test_add_func("/csv/numbers stay numbers in every form", numbers_stay_numbers_in_every_form);
    g_test_add_func("/csv/no cell runs and each comes back", no_cell_runs_and_each_comes_back);
    g_test_add_func("/csv/a byte-order mark may come in pieces",
                    a_byte_order_mark_may_come_in_pieces);
    return g_test_run();
}
