#include "base/limits.h"
#include "responses/csv-fixture.h"

#include "base/banned.h"

/* Import a text that must be refused; the message without the file's own path is the result. */
static char *refuse(const Fixture *fixture, const char *text, gssize length, int code)
{
    g_autofree char *path = g_build_filename(fixture->directory, "in.csv", NULL);
    g_assert_true(g_file_set_contents(path, text, length, NULL));
    ImportReport report = {0};
    g_autoptr(GError) error = NULL;
    g_assert_false(
        import_csv(fixture->store, fixture->survey, path, CHANNEL_IMPORT, &report, &error));
    g_assert_error(error, SOUNDINGS_ERROR, code);
    g_assert_null(report.warnings);
    g_assert_cmpuint(count_responses(fixture->store), ==, 0);
    g_assert_true(g_str_has_prefix(error->message, path));
    return g_strdup(error->message + strlen(path));
}

/* ---- Cells ---- */

typedef struct {
    const char *name;
    const char *edits[ROW_EDITS];
    const char *message; /* behind "row 3, column " */
} WrongCell;

#define CODES_OF_Q01                                                                               \
    "is not a code of the question; allowed are 1 (Always), 3 (Sometimes), 4 (Never), 99 (Prefer " \
    "not to say)"

static const WrongCell wrong_cells[] = {
    {"an unknown code", {"q01=2"}, "q01: '2' " CODES_OF_Q01},
    {"a huge code", {"q01=99999999999"}, "q01: '99999999999' " CODES_OF_Q01},
    {"a code that is no number",
     {"q01=Never"},
     "q01: 'Never' is not a code: codes are whole numbers"},
    {"an unknown missing kind", {"q01=-4"}, "q01: '-4' is not a code: codes are whole numbers"},
    {"a code past 64 bits",
     {"q01=99999999999999999999"},
     "q01: '99999999999999999999' is not a code: codes are whole numbers"},
    {"a cell with spaces", {"q01= 1"}, "q01: ' 1' is not a code: codes are whole numbers"},
    {"a point off the scale",
     {"q01=3", "q03=11"},
     "q03: '11' is not a code of the question; allowed are 1 (1), 2 (2), 3 (3), 4 (4), 5 (5), 6 "
     "(6), 7 (7), 8 (8), 9 (9), 10 (10)"},
    {"a row of a grid",
     {"q07_b=3"},
     "q07_b: '3' is not a code of the question; allowed are 1 (Yes), 2 (No)"},
    {"more picks than the limit",
     {"q02_1=1", "q02_2=1", "q02_3=1"},
     "q02_1: '1' is not allowed: q02 has 3 options ticked, at most 2 are allowed"},
    {"exclusive with others",
     {"q02_1=1", "q02_96=1"},
     "q02_96: '1' is not allowed: q02 has 96 (Nowhere) together with 1 (Town), which exclude each "
     "other"},
    {"a tick that is neither 0 nor 1",
     {"q02_1=2"},
     "q02_1: '2' is not allowed: 1 is ticked, 0 is not ticked"},
    {"ticked against the rule, but not in every column",
     {"q02_1=-3"},
     "q02_1: '-3' stands beside other values: -1, -2 and -3 stand in all columns of the question "
     "or in none"},
    {"a missing kind beside a tick",
     {"q02_1=-1", "q02_2=1"},
     "q02_1: '-1' stands beside other values: -1, -2 and -3 stand in all columns of the question "
     "or "
     "in none"},
    {"a place twice",
     {"q08_1=1", "q08_2=1"},
     "q08_2: '1' is not allowed: q08 has the place 1 at both 1 and 2"},
    {"a place past the last",
     {"q08_1=1", "q08_2=3"},
     "q08_2: '3' is not allowed: q08 has the place 3, allowed are 1 to 2"},
    {"a place that is no number",
     {"q08_1=first"},
     "q08_1: 'first' is not a place: 1 is the first, 0 is none"},
    {"a date that is no date",
     {"q05=31/03/2017"},
     "q05: '31/03/2017' is not a date: write it as 2017-03-31"},
    {"a day that does not exist",
     {"q05=2017-02-29"},
     "q05: '2017-02-29' is not allowed: q05 is not a date"},
    {"a date out of range",
     {"q05=2031-01-01"},
     "q05: '2031-01-01' is not allowed: q05 is 2031-01-01, allowed is 1900-01-01 to 2030-12-31"},
    {"a number out of range",
     {"q04=500.1"},
     "q04: '500.1' is not allowed: q04 is 500.1, allowed is 0.0 to 500.0"},
    {"a number too precise",
     {"q04=1.25"},
     "q04: '1.25' is not a number from 0 up with as many decimal places as the question has"},
    {"a number below 0",
     {"q04=-7"},
     "q04: '-7' is not a number from 0 up with as many decimal places as the question has"},
    {"a code of a text that is neither 0 nor 1",
     {"q06=x", "q06_code_1=7"},
     "q06_code_1: '7' is not allowed: 1 is ticked, 0 is not ticked"},
    {"text that is not UTF-8",
     {"q06=caf\xe9"},
     "q06: 'caf\\357\\277\\275' is not clean text: write UTF-8 without control characters"},
    {"text with a control character",
     {"q06=a\x01z"},
     "q06: 'a\x01z' is not clean text: write UTF-8 without control characters"},
    {"an unknown channel",
     {"channel=post"},
     "channel: 'post' is not a channel: web, paper, phone, event, import, simulated"},
    {"an unknown language",
     {"language=fr"},
     "language: 'fr' is not a language of the survey: en cy"},
    {"an unknown version",
     {"version=2"},
     "version: '2' is not a version that is published here: import a file of that version with its "
     "own definition first"},
    {"a version that is no number",
     {"version=one"},
     "version: 'one' is not a version that is published here: import a file of that version with "
     "its own definition first"},
    {"a moment that is none",
     {"submitted=31.3.2017"},
     "submitted: '31.3.2017' is not a moment: write it as 2017-03-31T09:30:00Z or 2017-03-31"},
    {"a reference with a space",
     {"reference=A B"},
     "reference: 'A B' is not a reference: at most 23 letters, digits, dashes, dots and "
     "underscores"},
    {"a reference too long",
     {"reference=123456789012345678901234"},
     "reference: '123456789012345678901234' is not a reference: at most 23 letters, digits, "
     "dashes, "
     "dots and underscores"},
};

static void test_wrong_cells_are_named(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *good = csv_row((const char *[ROW_EDITS]){"q01=1"});
    for (size_t i = 0; i < G_N_ELEMENTS(wrong_cells); i++) {
        g_autofree char *row = csv_row(wrong_cells[i].edits);
        g_autofree char *text = g_strconcat(CSV_HEADER, good, row, good, NULL);
        g_autofree char *message = refuse(fixture, text, -1, ERROR_DATA);
        g_autofree char *expected =
            g_strconcat(": 1 thing is wrong; nothing was imported:\nrow 3, column ",
                        wrong_cells[i].message, NULL);
        g_test_message("%s", wrong_cells[i].name);
        g_assert_cmpstr(message, ==, expected);
    }
}

static void test_long_words_are_refused(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *most = g_strnfill(200, 'x');
    g_autofree char *good = g_strconcat("q06=", most, NULL);
    g_autofree char *long_one = g_strconcat(good, "y", NULL);
    g_autofree char *row = csv_row((const char *[ROW_EDITS]){"q01=1", long_one});
    g_autofree char *text = g_strconcat(CSV_HEADER, row, NULL);
    g_autofree char *message = refuse(fixture, text, -1, ERROR_DATA);
    g_autofree char *shown = g_strnfill(60, 'x');
    g_autofree char *expected =
        g_strconcat(": 1 thing is wrong; nothing was imported:\nrow 2, column q06: '", shown,
                    "...' is not allowed: q06 has 201 characters, at most 200 are allowed", NULL);
    g_assert_cmpstr(message, ==, expected);
    g_autofree char *good_row = csv_row((const char *[ROW_EDITS]){"q01=1", good});
    g_autofree char *good_text = g_strconcat(CSV_HEADER, good_row, NULL);
    ImportReport report = {0};
    import_text(fixture, good_text, &report);
    g_assert_cmpuint(report.n_rows, ==, 1);
}

/* ---- Files ---- */

static char *header_edited(const char *from, const char *to)
{
    g_auto(GStrv) parts = g_strsplit(CSV_HEADER, from, 2);
    g_assert_cmpuint(g_strv_length(parts), ==, 2);
    return g_strjoinv(to, parts);
}

typedef struct {
    const char *name;
    const char *from, *to; /* an edit of the header */
    const char *message;
} WrongHeader;

static const WrongHeader wrong_headers[] = {
    {"an unknown column", ",q09", ",q09,q10",
     "\ncolumn 25: 'q10' is not a variable of 'store-survey': take it out"},
    {"a column twice", ",q09", ",q09,q01", "\ncolumn 25: 'q01' stands in column 6 already"},
    {"an identifying column twice", ",q09", ",q09,channel",
     "\ncolumn 25: 'channel' stands in column 3 already"},
    {"a missing column", ",q09", "",
     "\ncolumn 'q09' is missing: add it; its empty cells mean left blank"},
    {"a column without a name", ",q09", ",q09,",
     "\ncolumn 25: '' is not a variable of 'store-survey': take it out"},
    {"a name in capitals", ",q09", ",Q09",
     "\ncolumn 24: 'Q09' is not a variable of 'store-survey': take it out"
     "\ncolumn 'q09' is missing: add it; its empty cells mean left blank"},
};

static void test_wrong_headers_are_named(Fixture *fixture, const void *data)
{
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong_headers); i++) {
        g_autofree char *text = header_edited(wrong_headers[i].from, wrong_headers[i].to);
        g_autofree char *message = refuse(fixture, text, -1, ERROR_DATA);
        g_autofree char *expected = g_strconcat(
            ": the first row does not fit the survey 'store-survey':", wrong_headers[i].message,
            NULL);
        g_test_message("%s", wrong_headers[i].name);
        g_assert_cmpstr(message, ==, expected);
    }
}

static void test_columns_that_may_be_missing(Fixture *fixture, const void *data)
{
    (void)data;
    static const char text[] = "q01,q02_1,q02_2,q02_3,q02_96,q02_97,q03,q04,q05,q06,q07_a,q07_b,"
                               "q08_1,q08_2,q08_3,q09\n1,1,,,,,,,,words,1,1,,,,2\n";
    ImportReport report = {0};
    import_text(fixture, text, &report);
    g_assert_cmpuint(report.n_rows, ==, 1);
}

typedef struct {
    const char *name;
    const char *text;
    gssize length;
    const char *message;
} WrongFile;

static const WrongFile wrong_files[] = {
    {"an empty file", "", 0, ": the file is empty: its first row names the variables"},
    {"a mark and nothing else", "\xEF\xBB\xBF", 3,
     ": the file is empty: its first row names the variables"},
    {"a header that is not UTF-8", "q\xff\n", 3, ": the first row is not clean text: write UTF-8"},
    {"a short row", CSV_HEADER "R-1,,web\n", -1,
     ": 1 thing is wrong; nothing was imported:\nrow 2 has 3 cells, but the first row has 24"},
    {"a long row", CSV_HEADER ",,,,,1,,,,,,,,,,,,,,,,,,,\n", -1,
     ": 1 thing is wrong; nothing was imported:\nrow 2 has 25 cells, but the first row has 24"},
    {"a quote never closed", CSV_HEADER "\"R-1,,web\n\n\n", -1,
     ":2: a quote that is opened here is never closed"},
    {"a stray quote", CSV_HEADER "R\"1,,web\n", -1,
     ":2: a quote inside an unquoted cell; quote the whole cell and write it twice"},
    {"a NUL", CSV_HEADER "R\0", sizeof CSV_HEADER + 1,
     ":2: a NUL byte; save the file as CSV in UTF-8"},
    {"an unclosed quote in the header", "\"q01\n", -1,
     ":1: a quote that is opened here is never closed"},
};

static void test_wrong_files_are_named(Fixture *fixture, const void *data)
{
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong_files); i++) {
        const WrongFile *file = &wrong_files[i];
        g_test_message("%s", file->name);
        g_autofree char *message = refuse(fixture, file->text, file->length, ERROR_DATA);
        g_assert_cmpstr(message, ==, file->message);
    }
}

static void test_a_file_that_is_not_there(Fixture *fixture, const void *data)
{
    (void)data;
    ImportReport report = {0};
    GError *error = NULL;
    g_autofree char *path = g_build_filename(fixture->directory, "none.csv", NULL);
    g_assert_false(
        import_csv(fixture->store, fixture->survey, path, CHANNEL_IMPORT, &report, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
    g_autofree char *expected =
        g_strconcat(path, ": cannot open it: No such file or directory", NULL);
    g_assert_cmpstr(error->message, ==, expected);
    g_error_free(error);
}

static void test_a_reference_twice_stores_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    static const char taken[] = ": the reference 'R-1' is taken: it stands twice in the file, or "
                                "was imported before";
    g_autofree char *row = csv_row((const char *[ROW_EDITS]){"reference=R-1", "q01=1"});
    g_autofree char *other = csv_row((const char *[ROW_EDITS]){"q01=1"});
    g_autofree char *twice = g_strconcat(CSV_HEADER, row, other, row, NULL);
    g_autofree char *message = refuse(fixture, twice, -1, ERROR_CONFLICT);
    g_assert_cmpstr(message, ==, taken);
    g_autofree char *once = g_strconcat(CSV_HEADER, row, NULL);
    ImportReport report = {0};
    import_text(fixture, once, &report);
    GError *error = NULL;
    g_autofree char *path = write_file(fixture, "in.csv", twice);
    g_assert_false(
        import_csv(fixture->store, fixture->survey, path, CHANNEL_IMPORT, &report, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_cmpstr(error->message + strlen(path), ==, taken);
    g_error_free(error);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

/* Enough good rows before the bad one that blocks were handed over already. */
static void test_a_late_mistake_takes_back_what_was_stored(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GString) text = g_string_new(CSV_HEADER);
    g_autofree char *good = csv_row((const char *[ROW_EDITS]){"q01=1", "q06=words", "q09=1"});
    g_autofree char *bad = csv_row((const char *[ROW_EDITS]){"q01=7"});
    for (size_t i = 0; i < 1500; i++)
        g_string_append(text, good);
    size_t good_length = text->len;
    g_string_append(text, bad);
    g_autofree char *message = refuse(fixture, text->str, -1, ERROR_DATA);
    g_assert_cmpstr(
        message, ==,
        ": 1 thing is wrong; nothing was imported:\nrow 1502, column q01: '7' " CODES_OF_Q01);
    g_string_truncate(text, good_length);
    ImportReport report = {0};
    import_text(fixture, text->str, &report);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1500);
}

static void test_many_mistakes_are_listed_then_counted(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GString) text = g_string_new(CSV_HEADER);
    g_autofree char *bad = csv_row((const char *[ROW_EDITS]){"q01=7"});
    for (size_t i = 0; i < LIMIT_CSV_MISTAKES + 37; i++)
        g_string_append(text, bad);
    g_autofree char *message = refuse(fixture, text->str, -1, ERROR_DATA);
    g_auto(GStrv) lines = g_strsplit(message, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 1 + LIMIT_CSV_MISTAKES + 1);
    g_assert_cmpstr(lines[0], ==, ": 137 things are wrong; nothing was imported:");
    g_assert_cmpstr(lines[LIMIT_CSV_MISTAKES], ==, "row 101, column q01: '7' " CODES_OF_Q01);
    g_assert_cmpstr(lines[LIMIT_CSV_MISTAKES + 1], ==, "and 37 more");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/import-refusals/every wrong cell is named", test_wrong_cells_are_named);
    fixture_test("/import-refusals/words that are too long", test_long_words_are_refused);
    fixture_test("/import-refusals/every wrong header is named", test_wrong_headers_are_named);
    fixture_test("/import-refusals/write-ins and codes may be missing",
                 test_columns_that_may_be_missing);
    fixture_test("/import-refusals/every wrong file is named", test_wrong_files_are_named);
    fixture_test("/import-refusals/a file that is not there", test_a_file_that_is_not_there);
    fixture_test("/import-refusals/a reference twice stores nothing",
                 test_a_reference_twice_stores_nothing);
    fixture_test("/import-refusals/a late mistake takes back what was stored",
                 test_a_late_mistake_takes_back_what_was_stored);
    fixture_test("/import-refusals/over a hundred mistakes are listed, then counted",
                 test_many_mistakes_are_listed_then_counted);
    return g_test_run();
}
