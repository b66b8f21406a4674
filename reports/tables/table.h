/* A table as it is published: rows with counts, bases, percentages as printed, nets and statistics, small numbers already
 * hidden. Made once from a tally; CSV, HTML, PDF and charts only ever read this, so no figure can differ between them, and no
 * hidden figure can leak from one of them.
 * In table.c and rounding.c. */
#pragma once

#include "forms/survey/variables.h"
#include "reports/tally/tally.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { ROW_OPTION, ROW_MISSING, ROW_NET, ROW_STATISTIC, ROW_KIND_COUNT } RowKind;

/* One figure: a row in a column. */
typedef struct {
    uint64_t count;    /* undefined when hidden */
    double percent;    /* NaN when outside the percentage base, or hidden, or base 0 */
    double value;      /* ROW_STATISTIC: mean, median, sd, n; rank options: mean place; else NaN */
    bool is_hidden;    /* small number: shown is "[c]" */
    const char *shown; /* as printed: "69%", "[low]", "[c]", "[u]", "6.0", "" */
} Cell;

typedef struct {
    RowKind kind;
    const char *
        code; /* "3", a net's id, "not_asked" "blank" "unreadable" "several", "mean" "median" "sd" "n" */
    const char *label; /* in the table's language */
    bool is_last; /* "Other", "None", "Prefer not to say": after all others, whatever their size */
    int option;   /* index of the option, or -1 */
    const Cell *cells; /* one a column */
} TableRow;

typedef struct {
    const char *by_code;  /* NULL for all responses */
    const char *by_label; /* NULL for all responses */
    uint64_t base;        /* the percentage base, unweighted; 0 when hidden */
    bool is_base_hidden;
    const char *base_shown; /* as printed: "1,234", "[c]" */
} TableColumn;

typedef struct {
    const Item *item;
    size_t item_index;
    const Item *by; /* NULL: one-way */
    const char *lang;
    const char *label;    /* short words for the item */
    const char *question; /* what was asked, in full */
    const char *
        base_words; /* "People who were a victim of crime in the last 12 months", "Everyone who answered" */
    PercentOf percent_of;
    uint64_t all, asked, answered, not_asked, blank, unreadable, several; /* over all responses */
    uint64_t base; /* of column 0; 0 when hidden */
    /* So few answered that nothing may be told: every figure is hidden, and the numbers above that
     * are hidden are 0. Print base_line, not the numbers. */
    bool is_hidden;
    bool is_by_dropped; /* so much of the breakdown would be hidden that none of it is shown */
    /* "Asked: 500. Answered: 480. Not asked: 20. Left blank: 20.", small numbers left out. */
    const char *base_line;
    bool several_answers;  /* percentages may pass 100: "could choose more than one" */
    bool is_ordered;       /* answers have a natural order: never sorted by size */
    bool is_histogram;     /* points of a scale */
    ChartKind chart;       /* what suits, after the definition's hint */
    bool is_chart_refused; /* base under 10, or nothing to show */
    size_t n_columns; /* 1 for one-way; with a breakdown 1 + its options: column 0 is everyone */
    const TableColumn *columns;
    size_t n_rows; /* in the order of print: options, nets, missing, statistics */
    const TableRow *rows;
    size_t n_notes;
    const char *const *notes; /* caution and rounding lines, each a sentence */
    const char *title;        /* the finding */
    const char *subtitle;     /* measure, population, base */
    const char *alt;          /* text alternative of its chart, 40 to 300 characters */
    const char *mark; /* stands on everything made from it: "Simulated responses: ...", or NULL */
    struct Arena *arena;
} Table;

/* The published one-way table of an item (by SIZE_MAX), or broken down by another.
 * Returns: yours (free with table_free); lends the survey's life. */
Table *table_new(Tally *tally, const Variables *variables, size_t item, size_t by,
                 const char *lang);
void table_free(Table *table);

/* Mark a table, its subtitle and its text alternative, so that whatever is made from it says so.
 * Owns: mark is copied. */
void table_mark(Table *table, const char *mark);

/* Half-up whole percentage from integers: floor((200 count + base) / (2 base)); base > 0 (asserted).
 * Threads: any (pure).   Source: rounding rule of British Social Attitudes tables. */
uint64_t rounding_percent(uint64_t count, uint64_t base);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)
