/* Small numbers: which figures of a table must not be published, so that nobody can be recognised in it and no hidden
 * figure can be worked out from those that are shown. Pure; in a fixed order, so the same counts hide the same cells.
 *
 * A count above 0 and below the threshold is hidden (primary). Others are hidden with it (secondary) until an attacker
 * who knows everything that is printed, totals and bases included, can narrow a primary cell to no less than
 * `threshold - 1`.
 * In disclosure.c, disclosure-cross.c and disclosure-flows.c. */
#pragma once

#include "forms/survey/variables.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The threshold for an item, alone (by SIZE_MAX) or broken down: the question's own, else the survey's, else
 * SUPPRESS_BELOW_DEFAULT, or SUPPRESS_BELOW_SENSITIVE for equality and special questions. The larger of the two items.
 * Threads: any (pure). */
unsigned disclosure_threshold(const Variables *variables, size_t item, size_t by);

/* Hide cells of one group whose total is published. When one is hidden the next smallest (above 0; the earlier of two
 * equal ones) is hidden too, until the hidden ones sum to the threshold. Returns false when that cannot be reached: then
 * all are hidden, and their total is still known.
 * Shapes: counts and hidden have n; is_guarded (or NULL: all) says which may be primary. */
bool disclosure_hide_group(const uint64_t *counts, const bool *is_guarded, size_t n,
                           unsigned threshold, bool *hidden);

/* A cross-table. Column 0 is everyone, columns 1..n_columns the groups; row r of column c stands at
 * r * (n_columns + 1) + c. Rows of the base sum to its percentage base (a multiple's: to its ticks). */
typedef struct {
    size_t n_rows, n_columns;
    const bool
        *is_base_row; /* n_rows: an answer in the percentage base; else a missing option or kind */
    const bool *is_kept_row; /* n_rows: not asked, which is never hidden with the missing kinds */
    const bool
        *is_guarded_row; /* n_rows: an answer or missing option, that small numbers of are hidden */
    const uint64_t *counts;
    const uint64_t *bases;     /* n_columns + 1: the published bases */
    const uint64_t *by_counts; /* n_columns + 1: how many are in each group; [0] is not used */
    const bool *is_by_hidden;  /* n_columns + 1: hidden in the breakdown's own table */
    bool by_overlaps;          /* the groups overlap: a multiple as breakdown */
    unsigned threshold;
    size_t n_nets;        /* nets that share no row; 0: none are looked at */
    const size_t *net_of; /* n_rows: its net, SIZE_MAX for none */
    bool *is_net_hidden;  /* n_nets by n_columns + 1; out, by disclosure_hide_cross_to_nets */
    bool *hidden;         /* cells; in: column 0 as in the one-way table. out: all */
    bool *
        is_base_hidden; /* n_columns + 1; in: [0]. out: all. A hidden base hides its whole column */
} Cross;

/* Hide cells and bases of columns 1..; where missing options are too few to be protected among
 * themselves, they and the missing kinds are hidden altogether (their sum still follows from the
 * bases). False when answers cannot be protected, when over 40% of the cells of the groups that stand would go, or when
 * more than half of the groups would: then all of columns 1.. are hidden. */
bool disclosure_hide_cross(Cross *cross);

/* The same with every answer of the base hidden in columns 1.., so that as many nets as possible can stand: what is left of
 * a breakdown whose answers are too few one by one. Returns false as above, counting nets. */
bool disclosure_hide_cross_to_nets(Cross *cross);

/* A network of flows, each a published or hidden number; at each node what comes in goes out. */
typedef struct {
    size_t from, to;
    uint64_t value;
    bool is_hidden;  /* the attacker does not know it */
    bool is_fixed;   /* cannot be hidden */
    bool is_guarded; /* once hidden, it must not be narrowed down */
} Flow;

typedef struct {
    uint64_t low, high;
} FlowRange;

/* The smallest and largest value of a hidden flow in all networks that agree with what is known. The largest is counted
 * only up to value + enough.
 * Source: intervals of cells by maximum flow, as in Gusfield 1988 for two-way tables. */
FlowRange disclosure_interval(const Flow *flows, size_t n, size_t n_nodes, size_t flow,
                              uint64_t enough);

/* Hide more flows, the cheapest first, until every guarded hidden flow has an interval of at least `width`.
 * Returns false when that is impossible. */
bool disclosure_protect(Flow *flows, size_t n, size_t n_nodes, uint64_t width);
