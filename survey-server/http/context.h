/* What handlers are given beside the request: everything lives as long as the server, nothing changes but the counters. Rooms
 * above hand themselves down in it as data: who answers which addresses, and what they alone look into. */
#pragma once

#include "responses/store/store.h"
#include "survey-server/http/assets.h"
#include "survey-server/http/config.h"
#include "survey-server/http/route.h"
#include "survey-server/http/workers.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { STAFF_ROUTES_MAX = 128 };

/* Counted for /metrics. */
typedef struct {
    atomic_uint_fast64_t staff[STAFF_ROUTES_MAX]; /* answers, by row of staff's table of routes */
    atomic_uint_fast64_t replies[6];              /* by the first digit of the status */
    atomic_uint_fast64_t refused;                 /* by the rules of request.h */
    atomic_uint_fast64_t reaped;                  /* connections that outlived a deadline */
    atomic_uint_fast64_t connections;             /* open now */
    atomic_uint_fast64_t in_hand;                 /* requests with all headers, not answered yet */
    atomic_uint_fast64_t waiting; /* of these, suspended until the store has spoken */
    atomic_bool is_stopping;      /* answers close their connection; who comes now stores nothing */
    atomic_bool is_over;          /* the stop waits for nobody any more */
} Counters;

typedef struct Site Site;           /* survey-server/residents/site.h */
typedef struct StaffGate StaffGate; /* responses/accounts/staff.h */

struct Context {
    const Config *config;
    Store *store;
    StaffGate *gate;
    Site *site;
    Assets *assets;
    Workers *workers; /* answer the pages of staff; the listener's */
    RouteTable residents_routes, staff_routes;
    const Mount *mounts; /* the last one takes every address */
    Counters counters;
};
