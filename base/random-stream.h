/* A stream of numbers that a seed determines, the same everywhere: for simulated responses, never for secrets. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t state[4];
} RandomStream;

/* Begin the stream of a seed.
 * Source: xoshiro256** 1.0 and splitmix64, D. Blackman and S. Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 47 (2021). */
void random_stream_begin(RandomStream *stream, uint64_t seed);

/* The next 64 bits; a whole number below n (n > 0); a number in [0, 1). */
uint64_t random_stream_next(RandomStream *stream);
uint64_t random_stream_below(RandomStream *stream, uint64_t n);
double random_stream_unit(RandomStream *stream);

/* An index drawn by weight; n when all weights are 0.
 * Shapes: n weights, none negative. */
size_t random_stream_draw(RandomStream *stream, const double *weights, size_t n);
