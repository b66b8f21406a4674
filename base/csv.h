/* Reading and writing CSV (RFC 4180): UTF-8, comma, double quotes. Writing: LF, quotes only where needed.
 * A cell remembers whether it was quoted: "-1" in quotes is the words minus one, -1 bare is a missing kind. */
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
 * Errors: NULL and ERROR_FILE.   Owns: the caller (csv_reader_free).   Threads: one at a time. */
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

/* Append a cell to a row under construction: a comma first unless the row is empty (`*first` is true), quotes where
 * needed. `force_quotes` quotes it anyway (words that read like a missing kind). */
void csv_append(GString *row, bool *first, const char *text, bool force_quotes);

/* Append a whole number as a cell. */
void csv_append_int(GString *row, bool *first, int64_t value);

/* Append a double at full precision (17 significant digits at most, never the locale's form). */
void csv_append_double(GString *row, bool *first, double value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvReader, csv_reader_free)
