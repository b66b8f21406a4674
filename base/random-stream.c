#include "base/random-stream.h"

#include "base/banned.h"

static uint64_t rotate_left(uint64_t x, unsigned by)
{
    return (x << by) | (x >> (64U - by));
}

void random_stream_begin(RandomStream *stream, uint64_t seed)
{
    for (size_t i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15U;
        uint64_t z = seed;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        stream->state[i] = z ^ (z >> 31U);
    }
}

uint64_t random_stream_next(RandomStream *stream)
{
    uint64_t *s = stream->state;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17U;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return result;
}

double random_stream_unit(RandomStream *stream)
{
    return (double)(random_stream_next(stream) >> 11U) * 0x1p-53;
}

uint64_t random_stream_below(RandomStream *stream, uint64_t n)
{
    uint64_t limit = UINT64_MAX - UINT64_MAX % n; /* above it the last numbers would be rarer */
    uint64_t x = random_stream_next(stream);
    while (x >= limit)
        x = random_stream_next(stream);
    return x % n;
}

size_t random_stream_draw(RandomStream *stream, const double *weights, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += weights[i];
    if (!(sum > 0))
        return n;
    double at = random_stream_unit(stream) * sum;
    size_t last = n;
    for (size_t i = 0; i < n; i++) {
        if (weights[i] > 0) {
            last = i;
            if (at < weights[i])
                return i;
        }
        at -= weights[i];
    }
    return last;
}
