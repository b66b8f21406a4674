#include "reports/table.h"

#include "base/banned.h"

uint64_t percent_half_up(uint64_t count, uint64_t base)
{
    g_assert(base > 0);
    return (200 * count + base) / (2 * base);
}
