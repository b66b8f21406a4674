#include "reports/tally/tally-scores.h"

#include <math.h>
#include <stdlib.h>

#include "base/banned.h"

/* Open addressing with linear steps; a slot with times 0 is free. */
typedef struct {
    int64_t value;
    uint64_t times;
} Slot;

enum { SLOTS_AT_FIRST = 64 };

struct Scores {
    Slot *slots;
    size_t n_slots; /* a power of two */
    size_t n_used;
    uint64_t n;
};

Scores *tally_scores_new(void)
{
    Scores *scores = g_new0(Scores, 1);
    scores->n_slots = SLOTS_AT_FIRST;
    scores->slots = g_new0(Slot, scores->n_slots);
    return scores;
}

void tally_scores_free(Scores *scores)
{
    if (scores == NULL)
        return;
    g_free(scores->slots);
    g_free(scores);
}

static Slot *slot_of(Slot *slots, size_t n_slots, int64_t value)
{
    uint64_t mixed = (uint64_t)value * 0x9E3779B97F4A7C15u;
    size_t i = (size_t)(mixed >> 32) & (n_slots - 1);
    while (slots[i].times > 0 && slots[i].value != value)
        i = (i + 1) & (n_slots - 1);
    return &slots[i];
}

static void grow(Scores *scores)
{
    size_t n_slots = scores->n_slots * 2;
    Slot *slots = g_new0(Slot, n_slots);
    for (size_t i = 0; i < scores->n_slots; i++) {
        const Slot *old = &scores->slots[i];
        if (old->times > 0)
            *slot_of(slots, n_slots, old->value) = *old;
    }
    g_free(scores->slots);
    scores->slots = slots;
    scores->n_slots = n_slots;
}

void tally_scores_add(Scores *scores, int64_t value, uint64_t times)
{
    if (times == 0)
        return;
    if (scores->n_used * 2 >= scores->n_slots)
        grow(scores);
    Slot *slot = slot_of(scores->slots, scores->n_slots, value);
    if (slot->times == 0) {
        slot->value = value;
        scores->n_used++;
    }
    slot->times += times;
    scores->n += times;
}

uint64_t tally_scores_count(const Scores *scores)
{
    return scores->n;
}

static int compare_scores(const void *a, const void *b)
{
    double x = ((const ScoreTimes *)a)->score;
    double y = ((const ScoreTimes *)b)->score;
    return (x > y) - (x < y);
}

/* The value at a place of the sorted list, from 1. */
static double score_at(const ScoreTimes *sorted, size_t n, uint64_t place)
{
    uint64_t so_far = 0;
    for (size_t i = 0; i < n; i++) {
        so_far += sorted[i].times;
        if (so_far >= place)
            return sorted[i].score;
    }
    return (double)NAN;
}

static double median_of(const ScoreTimes *sorted, size_t n, uint64_t n_values)
{
    double lower = score_at(sorted, n, (n_values + 1) / 2);
    double upper = score_at(sorted, n, n_values / 2 + 1);
    return lower == upper ? lower : (lower + upper) / 2;
}

ScoreMeasures tally_scores_measure(ScoreTimes *at, size_t n)
{
    ScoreMeasures measures = {0, (double)NAN, (double)NAN, (double)NAN};
    long double sum = 0;
    for (size_t i = 0; i < n; i++) {
        measures.n += at[i].times;
        sum += (long double)at[i].score * (long double)at[i].times;
    }
    if (measures.n == 0)
        return measures;
    long double mean = sum / (long double)measures.n;
    long double squares = 0;
    for (size_t i = 0; i < n; i++) {
        long double off = (long double)at[i].score - mean;
        squares += off * off * (long double)at[i].times;
    }
    qsort(at, n, sizeof *at, compare_scores);
    measures.mean = (double)mean;
    if (measures.n > 1)
        measures.sd = (double)sqrtl(squares / (long double)(measures.n - 1));
    measures.median = median_of(at, n, measures.n);
    return measures;
}

ScoreMeasures tally_scores_measures(const Scores *scores, double divisor)
{
    g_autofree ScoreTimes *list = g_new(ScoreTimes, scores->n_used + 1);
    size_t n = 0;
    for (size_t i = 0; i < scores->n_slots; i++) {
        if (scores->slots[i].times > 0)
            list[n++] =
                (ScoreTimes){(double)scores->slots[i].value / divisor, scores->slots[i].times};
    }
    return tally_scores_measure(list, n);
}
