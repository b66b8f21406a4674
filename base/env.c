#include "base/env.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/banned.h"

int64_t env_now(void)
{
    int64_t moment = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it later */
    const char *fixed = g_getenv("SOUNDINGS_NOW");
    if (fixed != NULL && text_parse_int(fixed, &moment))
        return moment;
    return (int64_t)time(NULL);
}

void env_random(void *to, size_t length)
{
    g_assert(sodium_init() >= 0);
    randombytes_buf(to, length);
}
