/* The tables that name every handler: residents' in routes.c, staff's in staff-routes.c. Nothing below looks up at them; they are
 * handed down in the Context. */
#pragma once

#include "survey-server/http/context.h"

/* Put the tables and the mounts into a context that is being made. */
void routes_hand_down(Context *context);

/* Staff's table, whose rows are StaffRoute.   Owns: static. */
RouteTable staff_routes_table(void);
