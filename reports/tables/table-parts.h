/* Inside of table_new: what is known while a table is made. Nobody else includes this.
 * In alt.c, finding.c, table-hide.c, table-rows.c, table-words.c and table.c. */
#pragma once

#include "base/arena.h"
#include "reports/tables/disclosure.h"
#include "reports/tables/table.h"
#include "reports/tally/tally.h"

/* A count of the tally before it becomes a row: an option, the values of a quantity or a text, or a missing kind. */
typedef enum {
    RAW_OPTION,
    RAW_VALUES,
    RAW_BLANK,
    RAW_UNREADABLE,
    RAW_SEVERAL,
    RAW_NOT_ASKED
} RawKind;

typedef struct {
    RawKind kind;
    size_t option;   /* RAW_OPTION */
    bool is_base;    /* in the percentage base */
    bool is_guarded; /* its small numbers are hidden */
} RawRow;

typedef struct {
    const Variables *variables;
    Tally *tally;
    size_t item, by; /* by SIZE_MAX: one-way */
    const char *lang;
    Arena *arena;
    Table *table;
    unsigned threshold;
    size_t n_columns;
    const Counts **counts; /* n_columns */
    size_t n_raw;
    RawRow *raw;
    bool *hidden;         /* raw rows by columns */
    bool *is_base_hidden; /* n_columns */
    bool
        is_asked_hidden; /* how many were asked would tell a hidden figure of the question that the route tests */
    bool is_rest_hidden; /* some missing kind is hidden, so `answered` is too */
    bool is_nets_only;   /* of the breakdown, only nets can be shown */
    bool *is_net_hidden; /* nets by columns, when only nets are shown */
    bool is_by_dropped;  /* the breakdown as a whole cannot be shown */
} TableMaker;

/* The raw rows of an item: options, then values, then missing kinds.
 * Returns: yours (free with g_free). */
RawRow *table_raw_rows(const Item *item, size_t *out_n);
uint64_t table_raw_count(const RawRow *raw, const Counts *counts);

/* What is hidden in an item's one-way table. */
typedef struct {
    size_t n;
    bool *hidden; /* raw rows */
    bool is_base_hidden, is_rest_hidden, is_asked_hidden;
} OneWay;

/* Decide it, with its route looked at: a count of those asked must not tell what the tested question hides.
 * Returns: yours (free with table_one_way_clear). */
OneWay table_one_way_hide(Tally *tally, const Variables *variables, size_t item);
void table_one_way_clear(OneWay *one_way);

/* Decide what is hidden in the maker's table. */
void table_hide(TableMaker *maker);

/* The percentage base of a column. */
uint64_t table_base(const TableMaker *maker, size_t column);

/* Fill rows and their cells. */
void table_fill_rows(TableMaker *maker);

/* The sentence of bases, the base in words, the notes. */
void table_fill_words(TableMaker *maker);

/* The finding, the subtitle, the text alternative; the table is complete but for them. */
void finding_fill(TableMaker *maker);
void alt_fill(TableMaker *maker);

/* Words with names filled in (base/text.h), kept in the arena. Pairs closed by NULL. */
#define table_words(maker, ...) table_keep((maker), text_fill(__VA_ARGS__, NULL))

/* Keep words in the arena.
 * Owns: swallows `text`; the result is the arena's. */
const char *table_keep(TableMaker *maker, char *text);

/* "1,234", kept in the arena. */
const char *table_count(TableMaker *maker, uint64_t count);

/* "6.0": one decimal place, half up. */
const char *table_decimal(TableMaker *maker, double value);
