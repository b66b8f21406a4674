/* Staff's pages that belong to no part of their own: the home page and the page of one survey. */
#pragma once

#include "survey-server/staff.h"

/* `/staff` leads to `/staff/`.
 * Owns: the caller. */
Reply *staff_page_redirect(const Request *request, Context *context, const Staff *staff);
