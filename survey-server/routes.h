/* Which handler answers which address: one table, the first match wins. A handler is a function of a request and the
 * context; it needs no socket, so tests call it. */
#pragma once

#include "survey-server/context.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"
#include <stddef.h>

typedef Reply *(*Handler)(const Request *request, Context *context);

enum {
    ROUTE_PUBLIC = 1,    /* anybody may ask */
    ROUTE_SAME_SITE = 2, /* changes something: guard.h decides */
    ROUTE_LOOPBACK = 4,  /* this machine only, and not through a proxy */
};

typedef struct {
    Method method;
    const char *pattern; /* "/{survey}/{page}": a segment in braces matches any that is not empty */
    const char *name;    /* for the log, in place of the target */
    Handler handle;
    unsigned flags;
} Route;

/* The table and its length.   Owns: static. */
const Route *routes_table(size_t *out_n);

/* The route of a request; NULL and the status when there is none: 404, or 405 with the methods that are allowed.
 * Owns: static.   Threads: any (pure). */
const Route *routes_find(const Request *request, unsigned *out_status, const char **out_allow);

/* Does this request match a row of a table? Notes the methods of rows that match but for theirs: when the whole table was
 * walked in vain, methods_status gives 404, or 405 with what is allowed.   Threads: any (pure). */
typedef struct {
    bool takes_get, takes_post;
} MethodsFound;
bool route_takes(const char *pattern, Method method, const Request *request, MethodsFound *found);
unsigned methods_status(const MethodsFound *found, const char **out_allow);

/* Is it an address of staff (survey-server/staff/staff.h)? Then routes_answer may wait: a worker calls it.   Threads: any (pure). */
bool routes_is_staff(const Request *request);

/* What may be sent with this POST.   Threads: any (pure). */
typedef struct {
    size_t bytes_max;
    bool takes_files;
    bool
        is_drained; /* more is read to its end before it is refused: browsers show no answer that comes earlier */
} BodyRule;
BodyRule routes_body_rule(const Request *request, const Context *context);

/* Find the route, let the guard decide, call the handler; addresses of staff go to staff_answer. *out_name is for the log.
 * Owns: the reply is the caller's. */
Reply *routes_answer(const Request *request, Context *context, const char **out_name);
