/* Staff's pages that belong to no part of their own: the home page and the page of one survey.
 * In staff-home.c. */
#pragma once

#include "survey-server/staff/staff.h"

/* `/staff` leads to `/staff/`.
 * Returns: yours (free with reply_free). */
Reply *staff_home_redirect(const Request *request, Context *context, const Staff *staff);

/* `/staff/`: the surveys and what waits in each; the ways to everything that is of no survey.
 * Returns: yours (free with reply_free). */
Reply *staff_home_show(const Request *request, Context *context, const Staff *staff);

/* `/staff/{survey}/`: where the survey stands, and the ways to its parts.
 * Returns: yours (free with reply_free). */
Reply *staff_home_survey(const Request *request, Context *context, const Staff *staff);
