/* Counting, and nothing else: blocks of columns go in once, counts come out. Pure: no store, no
 * rounding, no words.
 *
 * The story. Before the pass one says which items are to be counted by which. For each item the
 * tally keeps the bases and the counts over all responses (column 0), and again for each answer of
 * each item it is to be broken down by (columns 1.., one for each option of that item, in order).
 * Routes are followed first, so an answer that is off-route never counts.
 *
 * Identities, held for every item and column (asserted by tests):
 *   all = not_asked + asked        asked = answered + blank + unreadable + several
 *   a single: the sum of its option counts = answered
 *   a value on-route that is none (not settled) counts as blank; one that is no code of the
 * definition as unreadable unanswered kinds are never merged with one another. */
#pragma once

#include "forms/survey/variables.h"
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* Counts of one item in one column. */
typedef struct {
    uint64_t all;       /* responses */
    uint64_t not_asked; /* routed past, or not in that version */
    uint64_t asked;
    uint64_t answered; /* asked less blank, unreadable, several */
    uint64_t blank, unreadable, several;
    uint64_t
        in_base; /* answered with a number, words, or at least one option that is not `missing` */
    uint64_t off_route; /* values given but not counted */
    uint64_t picks;     /* multiple: ticks of options that are not `missing`; rank: placings */
    size_t n_options;
    const uint64_t *options; /* single, multiple: those who chose it; rank: first choices; quantity:
                                coded answers */
    const uint64_t *places;  /* rank: sum of the places given to each option; else NULL */
    const uint64_t *placings; /* rank: how many gave it a place; else NULL */
    size_t n_nets;
    const uint64_t *nets; /* of the question's report, in order: those who chose any of its codes
                             (rank: first choice) */
    uint64_t n_scores;    /* scored single, or quantity: values that enter mean and median; a date
                             gives none */
    double mean, sd, median; /* NaN when undefined (no value; sd of one value). Scores, or numbers
                                with their places */
} Counts;

typedef struct Tally Tally;

/* Start: no item is counted yet.
 * Returns: yours (free with tally_free); lends the variables' life. */
Tally *tally_new(const Variables *variables);
void tally_free(Tally *tally);

/* Count an item over all; and by another item (single or multiple). Before the first block; repeats
 * are harmless. Items that its route tests, and the parent of a write-in, are counted too: small
 * numbers need them. */
void tally_want(Tally *tally, size_t item);
void tally_want_by(Tally *tally, size_t item, size_t by);

/* Count a block.   Threads: one at a time. */
void tally_add(Tally *tally, const Columns *columns);

/* Responses counted so far. */
uint64_t tally_responses(const Tally *tally);

/* Counts of an item over all; of an item among those who chose option `column` (from 0) of `by`.
 * Asserts that they were wanted. Mean and median are computed at the first look. Owns: lent until
 * the next tally_add. */
const Counts *tally_counts(Tally *tally, size_t item);
const Counts *tally_counts_by(Tally *tally, size_t item, size_t by, size_t column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tally, tally_free)
