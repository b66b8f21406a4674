#include "reports/tables/rounding.h"

#include "reports/tables/table.h"
#include <math.h>

#include "base/banned.h"

enum { BASE_RELIABLE = 50 };

uint64_t rounding_percent(uint64_t count, uint64_t base)
{
    g_assert(base > 0);
    return (200 * count + base) / (2 * base);
}

char *rounding_shown(uint64_t count, uint64_t base)
{
    if (base == 0)
        return g_strdup("[x]");
    if (base < BASE_RELIABLE)
        return g_strdup("[u]");
    uint64_t percent = rounding_percent(count, base);
    if (percent == 0 && count > 0)
        return g_strdup("[low]");
    return g_strdup_printf("%" G_GUINT64_FORMAT "%%", (guint64)percent);
}

char *rounding_decimal(double value)
{
    if (!isfinite(value))
        return g_strdup("[x]");
    double tenths = round(value * 10);
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(text, sizeof text, "%.1f", tenths == 0 ? 0.0 : tenths / 10);
    return g_strdup(text);
}
