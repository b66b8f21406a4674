#include "base/csv.h"

#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { BLOCK_BYTES = 64 * 1024, END = -1 };

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* A cell under construction: where it begins in the row's text. */
typedef struct {
    size_t start;
    size_t length;
    bool quoted;
} Span;

struct CsvReader {
    int fd;
    char *path;
    uint64_t total;
    uint64_t taken; /* bytes of the file that left the block */
    size_t line;    /* of the byte that comes next */
    size_t row_line;
    unsigned char block[BLOCK_BYTES];
    size_t at;
    size_t end;
    GString *text; /* the row's cells, each closed by NUL */
    GArray *spans; /* of Span */
    GArray *cells; /* of CsvCell */
};

/* Read more behind what is in the block; *out_n is 0 at the end of the file. */
static bool fill(CsvReader *reader, size_t *out_n, GError **error)
{
    while (true) {
        ssize_t n =
            read(reader->fd, reader->block + reader->end, sizeof reader->block - reader->end);
        if (n >= 0) {
            reader->end += (size_t)n;
            *out_n = (size_t)n;
            return true;
        }
        if (errno != EINTR) {
            error_set(error, ERROR_FILE, "%s: cannot read it: %s", reader->path, g_strerror(errno));
            return false;
        }
    }
}

/* What the next byte is, without taking it; END at the end. */
static bool peek(CsvReader *reader, int *out_byte, GError **error)
{
    size_t n = 1;
    if (reader->at == reader->end) {
        reader->at = reader->end = 0;
        if (!fill(reader, &n, error))
            return false;
    }
    *out_byte = n == 0 ? END : reader->block[reader->at];
    return true;
}

static void take(CsvReader *reader)
{
    if (reader->block[reader->at] == '\n')
        reader->line++;
    reader->at++;
    reader->taken++;
}

/* A pipe may give the file byte by byte. */
static bool skip_byte_order_mark(CsvReader *reader, GError **error)
{
    const size_t length = strlen(BYTE_ORDER_MARK);
    for (size_t n = 1; n > 0 && reader->end < length;) {
        if (!fill(reader, &n, error))
            return false;
    }
    if (reader->end >= length && memcmp(reader->block, BYTE_ORDER_MARK, length) == 0) {
        reader->at = length;
        reader->taken = length;
    }
    return true;
}

CsvReader *csv_reader_open(const char *path, GError **error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    return csv_reader_new(fd, is_stdin ? "standard input" : path, error);
}

CsvReader *csv_reader_new(int fd, const char *name, GError **error)
{
    g_autoptr(CsvReader) reader = g_new0(CsvReader, 1);
    reader->path = g_strdup(name);
    reader->line = 1;
    reader->row_line = 1;
    reader->text = g_string_new(NULL);
    reader->spans = g_array_new(false, false, sizeof(Span));
    reader->cells = g_array_new(false, false, sizeof(CsvCell));
    reader->fd = fd;
    struct stat status;
    if (reader->fd < 0 || fstat(reader->fd, &status) != 0) {
        error_set(error, ERROR_FILE, "%s: cannot open it: %s", reader->path, g_strerror(errno));
        return NULL;
    }
    if (S_ISDIR(status.st_mode)) {
        error_set(error, ERROR_FILE, "%s: is a directory, not a CSV file", reader->path);
        return NULL;
    }
    reader->total = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    if (!skip_byte_order_mark(reader, error))
        return NULL;
    return g_steal_pointer(&reader);
}

static bool fail(const CsvReader *reader, size_t line, GError **error, const char *words)
{
    error_set(error, ERROR_DATA, "%s:%zu: %s", reader->path, line, words);
    return false;
}

/* Take a byte into the cell. */
static bool keep(CsvReader *reader, Span *cell, int byte, GError **error)
{
    if (byte == 0)
        return fail(reader, reader->line, error, "a NUL byte; save the file as CSV in UTF-8");
    if (cell->length == LIMIT_CSV_CELL_BYTES)
        return fail(reader, reader->line, error,
                    "a cell longer than 65,536 bytes; is a quote missing?");
    g_string_append_c(reader->text, (char)byte);
    cell->length++;
    take(reader);
    return true;
}

/* The part of a cell between quotes; the opening quote was taken. */
static bool read_quoted(CsvReader *reader, Span *cell, GError **error)
{
    size_t opened = reader->line;
    int byte = END;
    while (peek(reader, &byte, error)) {
        if (byte == END)
            return fail(reader, opened, error, "a quote that is opened here is never closed");
        if (byte == '"') {
            take(reader);
            if (!peek(reader, &byte, error))
                return false;
            if (byte != '"')
                return true;
        }
        if (!keep(reader, cell, byte, error))
            return false;
    }
    return false;
}

/* Take LF or CRLF; false when a CR stands alone. */
static bool end_row(CsvReader *reader, int byte, GError **error)
{
    take(reader);
    if (byte == '\n')
        return true;
    if (!peek(reader, &byte, error))
        return false;
    if (byte == '\n')
        take(reader);
    else if (byte != END)
        return fail(reader, reader->line, error, "a carriage return inside a row; quote the cell");
    return true;
}

/* Read one cell and what closes it; *out_more says whether a comma did. */
static bool read_cell(CsvReader *reader, bool *out_more, GError **error)
{
    Span cell = {.start = reader->text->len};
    int byte = END;
    if (!peek(reader, &byte, error))
        return false;
    if (byte == '"') {
        cell.quoted = true;
        take(reader);
        if (!read_quoted(reader, &cell, error) || !peek(reader, &byte, error))
            return false;
        if (byte != ',' && byte != '\n' && byte != '\r' && byte != END)
            return fail(reader, reader->line, error,
                        "text after a closing quote; a quote inside a cell is written twice");
    }
    while (byte != ',' && byte != '\n' && byte != '\r' && byte != END) {
        if (byte == '"')
            return fail(reader, reader->line, error,
                        "a quote inside an unquoted cell; quote the whole cell and write it twice");
        if (!keep(reader, &cell, byte, error) || !peek(reader, &byte, error))
            return false;
    }
    g_string_append_c(reader->text, '\0');
    g_array_append_val(reader->spans, cell);
    *out_more = byte == ',';
    if (byte == ',')
        take(reader);
    else if (byte != END)
        return end_row(reader, byte, error);
    return true;
}

bool csv_reader_next(CsvReader *reader, const CsvCell **out_cells, size_t *out_count,
                     GError **error)
{
    g_string_truncate(reader->text, 0);
    g_array_set_size(reader->spans, 0);
    g_array_set_size(reader->cells, 0);
    reader->row_line = reader->line;
    int byte = END;
    if (!peek(reader, &byte, error) || byte == END)
        return false;
    for (bool more = true; more;) {
        if (reader->spans->len == LIMIT_CSV_COLUMNS)
            return fail(reader, reader->row_line, error, "more than 4,000 cells in a row");
        if (!read_cell(reader, &more, error))
            return false;
    }
    for (unsigned i = 0; i < reader->spans->len; i++) {
        const Span *span = &g_array_index(reader->spans, Span, i);
        CsvCell cell = {reader->text->str + span->start, span->length, span->quoted};
        g_array_append_val(reader->cells, cell);
    }
    *out_cells = &g_array_index(reader->cells, CsvCell, 0);
    *out_count = reader->cells->len;
    return true;
}

size_t csv_reader_line(const CsvReader *reader)
{
    return reader->row_line;
}

void csv_reader_position(const CsvReader *reader, uint64_t *out_done, uint64_t *out_total)
{
    *out_done = reader->taken;
    *out_total = reader->total;
}

void csv_reader_free(CsvReader *reader)
{
    if (reader == NULL)
        return;
    if (reader->fd >= 0)
        close(reader->fd);
    g_free(reader->path);
    g_string_free(reader->text, true);
    g_array_unref(reader->spans);
    g_array_unref(reader->cells);
    g_free(reader);
}

/* ---- Writing ---- */

/* Would a spreadsheet run it, or is it such words with guards in front? */
static bool is_guardable(const char *words)
{
    const char sign = words[strspn(words, "'")];
    return sign != '\0' && strchr("=+-@\t\r", sign) != NULL;
}

const char *csv_unguard(const char *cell)
{
    return cell[0] == '\'' && is_guardable(cell) ? cell + 1 : cell;
}

CsvWriter csv_begin(GString *text, CsvForm form)
{
    if (form == CSV_SPREADSHEET)
        g_string_append(text, BYTE_ORDER_MARK);
    return (CsvWriter){.text = text, .form = form};
}

static void begin_cell(CsvWriter *to)
{
    if (to->is_in_row)
        g_string_append_c(to->text, ',');
    to->is_in_row = true;
}

static void append_guard(CsvWriter *to, const char *words)
{
    if (to->form != CSV_RAW && is_guardable(words))
        g_string_append_c(to->text, '\'');
}

void csv_append_quoted(CsvWriter *to, const char *words)
{
    begin_cell(to);
    g_string_append_c(to->text, '"');
    append_guard(to, words);
    for (const char *p = words; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(to->text, '"');
        g_string_append_c(to->text, *p);
    }
    g_string_append_c(to->text, '"');
}

void csv_append_words(CsvWriter *to, const char *words)
{
    if (words == NULL)
        words = "";
    if (strpbrk(words, ",\"\r\n") != NULL) {
        csv_append_quoted(to, words);
        return;
    }
    begin_cell(to);
    append_guard(to, words);
    g_string_append(to->text, words);
}

void csv_append_figure(CsvWriter *to, const char *figure)
{
    begin_cell(to);
    g_string_append(to->text, figure);
}

void csv_append_int(CsvWriter *to, int64_t value)
{
    begin_cell(to);
    g_string_append_printf(to->text, "%" G_GINT64_FORMAT, value);
}

void csv_append_double(CsvWriter *to, double value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    /* The shortest form that reads back as the same number. */
    for (int precision = 15; precision <= 17; precision++) {
        char format[8];
        g_snprintf(format, sizeof format, "%%.%dg", precision);
        g_ascii_formatd(digits, sizeof digits, format, value);
        if (g_ascii_strtod(digits, NULL) >= value && g_ascii_strtod(digits, NULL) <= value)
            break;
    }
    csv_append_figure(to, digits);
}

void csv_end_row(CsvWriter *to)
{
    g_string_append(to->text, to->form == CSV_SPREADSHEET ? "\r\n" : "\n");
    to->is_in_row = false;
}
