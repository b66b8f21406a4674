/* Which fields a page's form may send: its own, each as often as it can be. Anything else did not come from our form. */
#pragma once

#include "base/fields.h"
#include "forms/survey/survey.h"
#include <stdbool.h>
#include <stddef.h>

/* Are all these fields of this page, and those that hold one value there at most once?   Threads: any (pure). */
bool page_fields_are_known(const Survey *survey, size_t page, const Fields *fields);
