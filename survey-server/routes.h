/* Which handler answers which address: one table, the first match wins. A handler is a function of a request and the
 * context; it needs no socket, so tests call it. */
#pragma once

#include "survey-server/context.h"
#include "survey-server/reply.h"
#include "survey-server/request.h"
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

/* How many bytes the body of this POST may have; 0 when no survey takes it.   Threads: any (pure). */
size_t routes_body_max(const Request *request, const Context *context);

/* Find the route, let the guard decide, call the handler. *out_name is for the log.
 * Owns: the reply is the caller's. */
Reply *routes_answer(const Request *request, Context *context, const char **out_name);
