/* Staff's pages that belong to no part of their own: the home page and the page of one survey. */
#pragma once

#include "survey-server/staff/staff.h"

/* `/staff` leads to `/staff/`.
 * Owns: the caller. */
Reply *staff_page_redirect(const Request *request, Context *context, const Staff *staff);

/* `/staff/`: the surveys and what waits in each; the ways to everything that is of no survey.
 * Owns: the caller. */
Reply *staff_page_home(const Request *request, Context *context, const Staff *staff);

/* `/staff/{survey}/`: where the survey stands, and the ways to its parts.
 * Owns: the caller. */
Reply *staff_page_survey(const Request *request, Context *context, const Staff *staff);
