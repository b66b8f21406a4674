/* Matching a request to a row of a table of routes, and to the mount that answers it. The tables name handlers of rooms above:
 * they stand in survey-server/routes.c and staff-routes.c, and come down as data in the Context. The first match wins. */
#pragma once

#include "survey-server/http/pending.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct Context Context; /* survey-server/http/context.h */

/* What a row of any table begins with. */
typedef struct {
    Method method;
    const char *pattern; /* "/{survey}/{page}": a segment in braces matches any that is not empty */
    const char *name;    /* for the log, in place of the target */
} Route;

/* Rows of one type, each of which begins with a Route. */
typedef struct {
    const void *rows;
    size_t row_bytes, n;
} RouteTable;

#define ROUTE_TABLE(array)                                                                         \
    (RouteTable)                                                                                   \
    {                                                                                              \
        (array), sizeof(array)[0], G_N_ELEMENTS(array)                                             \
    }

/* A row; the row that takes a request, and NULL and the status when there is none: 404, or 405 with the methods that are
 * allowed.
 * Owns: the table's.   Threads: any (pure). */
const Route *route_at(const RouteTable *table, size_t i);
const Route *route_find(const RouteTable *table, const Request *request, unsigned *out_status,
                        const char **out_allow);

/* What may be sent with a POST. */
typedef struct {
    size_t bytes_max;
    bool takes_files;
    bool
        is_drained; /* more is read to its end before it is refused: browsers show no answer that comes earlier */
} BodyRule;

/* All addresses that begin with one segment, and who answers them. */
typedef struct {
    const char *segment; /* "staff"; NULL: every address */
    bool waits;          /* its handlers may wait, so a worker calls them */

    /* What may be sent with this POST.   Threads: any (pure). */
    BodyRule (*body_rule)(const Request *request, const Context *context);

    /* Find the route, decide who may, call the handler. *out_name is for the log. One that waits gives a reply. */
    Answer (*answer)(const Request *request, Context *context, const char **out_name);

    /* The page that says what went wrong, for any status from 400 on. */
    Reply *(*error)(const Request *request, const Context *context, unsigned status);

    /* One that waits: the page for a request that comes too late, or while every worker is busy. It keeps what was typed. */
    Reply *(*later)(const Request *request, const Context *context);
} Mount;

/* Count an answer of the row of that name among staff's, if there is one.   Threads: any. */
void route_count_staff(Context *context, const char *name);

/* Who answers a request.   Owns: static.   Threads: any (pure). */
const Mount *route_mount(const Context *context, const Request *request);
