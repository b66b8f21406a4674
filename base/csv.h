/* Reading and writing CSV (RFC 4180): UTF-8, comma, double quotes. Writing: quotes only where needed.
 * A cell remembers whether it was quoted: "-1" in quotes is the words minus one, -1 bare is a missing kind.
 *
 * Spreadsheets run a cell that begins with a sign, quoted or not, and what strangers typed stands in cells. So words are
 * guarded (docs/formats.md 2): any number of apostrophes and then one of = + - @ TAB CR gets one more apostrophe in front when
 * written, and loses one when read: what is read is what was written. Numbers are never guarded; hence there is a call for
 * words and there are others for numbers. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *text; /* NUL-terminated, without its quotes */
    size_t length;    /* bytes */
    bool quoted;
} CsvCell;

typedef struct CsvReader CsvReader;

/* Open a file ("-" is standard input). A byte-order mark is skipped; CRLF and LF both end a row.
 * Errors: NULL and ERROR_FILE.   Returns: yours (free with csv_reader_free).   Threads: one at a time. */
CsvReader *csv_reader_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a file that is open already; `name` is for messages.
 * Errors: as csv_reader_open.   Owns: swallows the descriptor (-1: errno says why there is none). */
CsvReader *csv_reader_new(int fd, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read the next row into *out_cells (lent until the next call) and their number; false at the end or on error:
 * tell them apart by *error. Refuses a stray quote, an unclosed quote, a NUL, a cell over LIMIT_CSV_CELL_BYTES,
 * each named by line. Invalid UTF-8 is not refused here: the importer names row and column.
 * Errors: ERROR_DATA.   Owns: cells are the reader's. */
bool csv_reader_next(CsvReader *reader, const CsvCell **out_cells, size_t *out_count,
                     GError **error);

/* The line of the file on which the current row begins, from 1. */
size_t csv_reader_line(const CsvReader *reader);

/* Bytes read so far and the file's size (0 when unknown), for progress. */
void csv_reader_position(const CsvReader *reader, uint64_t *out_done, uint64_t *out_total);

/* Close. Accepts NULL. */
void csv_reader_free(CsvReader *reader);

/* For whom a CSV is written. */
typedef enum {
    CSV_GUARDED, /* anybody: words guarded, LF */
    CSV_RAW,     /* programs: words as they are, LF */
    CSV_SPREADSHEET, /* spreadsheets: words guarded, a byte-order mark, CRLF; newlines inside cells stay */
} CsvForm;

/* A CSV under construction. The text may be emptied between rows. */
typedef struct {
    GString *text; /* lent */
    CsvForm form;
    bool is_in_row; /* the row has a cell */
} CsvWriter;

/* Begin a file at the end of the text.
 * Owns: lends the text. */
CsvWriter csv_begin(GString *text, CsvForm form);

/* Append words as a cell, guarded unless the form is raw; NULL is an empty cell. */
void csv_append_words(CsvWriter *to, const char *words);

/* The same in quotes, needed or not. */
void csv_append_quoted(CsvWriter *to, const char *words);

/* Append a cell that is no words and has no comma, quote or newline: a date, a moment, a decimal. */
void csv_append_figure(CsvWriter *to, const char *figure);

/* Append a whole number as a cell. */
void csv_append_int(CsvWriter *to, int64_t value);

/* Append a double at full precision (17 significant digits at most, never the locale's form). */
void csv_append_double(CsvWriter *to, double value);

/* Close the row. */
void csv_end_row(CsvWriter *to);

/* The words of a cell that was written guarded: one apostrophe less where there is a guard.
 * Owns: lent by the cell.   Threads: any (pure). */
const char *csv_unguard(const char *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvReader, csv_reader_free)
