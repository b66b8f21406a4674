/* Scores: how often each number came, and from that its mean, standard deviation and median.
 * Bounded by the number of different values, not of responses. Not for weights. Pure. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Scores Scores;

/* No score yet.
 * Returns: yours (free with tally_scores_free). */
Scores *tally_scores_new(void);
void tally_scores_free(Scores *scores);

/* Count a value `times` times. */
void tally_scores_add(Scores *scores, int64_t value, uint64_t times);

/* How many values came. */
uint64_t tally_scores_count(const Scores *scores);

/* A score and how often it came, for tally_scores_measure. */
typedef struct {
    double score;
    uint64_t times;
} ScoreTimes;

typedef struct {
    uint64_t n;
    double mean, sd, median; /* NaN when undefined: no value; sd of one value */
} ScoreMeasures;

/* Mean, sample standard deviation and median of scores given with their frequencies; sorts `at` in
 * place. Threads: any (pure).   Source: median of Hyndman and Fan 1996, definition 2 (average at
 * steps). */
ScoreMeasures tally_scores_measure(ScoreTimes *at, size_t n);

/* The same of the values counted, each divided by `divisor` (10^places). */
ScoreMeasures tally_scores_measures(const Scores *scores, double divisor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scores, tally_scores_free)
