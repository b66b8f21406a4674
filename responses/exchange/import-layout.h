/* How the columns of a CSV file map to a survey's variables, and what is wrong in its cells. For import.c. */
#pragma once

#include "base/csv.h"
#include "forms/answers/answers.h"
#include <glib.h>

/* Wrong cells, the first LIMIT_CSV_MISTAKES in words, the rest counted. */
typedef struct {
    GString *text;
    uint64_t n;
} ImportMistakes;

/* Note a wrong cell: "row 12, column q05: '7' is not ...". A long value is shortened.
 * Units: row counts the header as 1. */
void import_mistake(ImportMistakes *mistakes, uint64_t row, const char *column, const char *value,
                    const char *what);

#define COLUMN_UNKNOWN  SIZE_MAX       /* not in this version */
#define COLUMN_IDENTITY (SIZE_MAX - 1) /* reference, submitted, ... */

/* One definition's view of the file. */
typedef struct {
    const Survey *survey;
    size_t n_columns;
    char *const *names; /* of the file's columns */
    size_t *variables;  /* column to variable, or one of the two below */
    size_t *columns;    /* variable to column; SIZE_MAX: not in the file */
    size_t *identity;   /* IDENTITY_... to column; SIZE_MAX: not in the file */
    uint8_t **codes;    /* item to a bitmap of its codes (single); NULL for other measures */
    bool is_raw;        /* words are as they stand; false: they lose their guards */
    Problems *problems; /* room for import_check_row */
} ImportLayout;

/* The layout of a file whose header is given. With `must_fit`, refuses a column that is no variable, one that stands
 * twice, and a variable without a column (but write-ins and codes of a text may be missing).
 * Errors: NULL and ERROR_DATA, naming all of them.   Returns: yours (free with import_layout_free); lends names and survey. */
ImportLayout *import_layout_new(const Survey *survey, char *const *names, size_t n_columns,
                                bool must_fit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void import_layout_free(ImportLayout *layout);

/* Read the variables of a row into the answers and check every item; mistakes are noted.
 * Returns whether the row is good. */
bool import_read_row(const ImportLayout *layout, const CsvCell *cells, uint64_t row,
                     Answers *answers, ImportMistakes *mistakes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportLayout, import_layout_free)
