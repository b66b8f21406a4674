/* How figures are printed: rounded half up, each on its own, never forced to sum to 100. Pure. */
#pragma once

#include <stdint.h>

/* A percentage as printed: "69%", "0%" for a true zero, "[low]" above 0 and below half a percent, "[u]" for a base under
 * 50 (unreliable), "[x]" for a base of 0.
 * Returns: yours (free with g_free).   Source: shorthand of the UK Government Statistical Service. */
char *rounding_shown(uint64_t count, uint64_t base);

/* One decimal place, half up (away from zero): 6.25 is "6.3". Never the locale's form. "[x]" for what is undefined.
 * Returns: yours (free with g_free). */
char *rounding_decimal(double value);
