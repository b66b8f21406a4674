/* Is a thing asked or offered in a version of its definition? */
#pragma once

#include "forms/survey/survey.h"
#include <stdbool.h>

/* since <= version, and version < retired unless retired is 0.   Threads: any (pure). */
static inline bool lifetime_holds(Lifetime lifetime, unsigned version)
{
    return lifetime.since <= version && (lifetime.retired == 0 || version < lifetime.retired);
}
