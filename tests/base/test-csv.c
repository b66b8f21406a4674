#include "base/csv.h"
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"

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
    g_autoptr(GString) row = g_string_new(NULL);
    bool first = true;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        csv_append(row, &first, texts[i], strcmp(texts[i], "-1") == 0);
    csv_append_int(row, &first, INT64_MIN);
    csv_append_double(row, &first, 0.1);
    csv_append_double(row, &first, 100.0 / 3.0);
    g_assert_cmpstr(row->str, ==,
                    "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\n\",, edge ,\"-1\","
                    "-9223372036854775808,0.1,33.333333333333336");
    g_string_append_c(row, '\n');
    g_autofree char *path = new_file(row->str, row->len);
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
    g_test_add_func("/csv/a byte-order mark may come in pieces",
                    a_byte_order_mark_may_come_in_pieces);
    return g_test_run();
}
