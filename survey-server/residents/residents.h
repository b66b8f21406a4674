/* Answering at residents' addresses: the rows of their table, who may ask for what. A handler is a function of a request and
 * the context; it needs no socket, so tests call it. */
#pragma once

#include "survey-server/http/context.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"

typedef Reply *(*Handler)(const Request *request, Context *context);

/* One that may give something to be stored first. */
typedef Answer (*WaitingHandler)(const Request *request, Context *context);

enum {
    ROUTE_PUBLIC = 1,    /* anybody may ask */
    ROUTE_SAME_SITE = 2, /* changes something: guard.h decides */
    ROUTE_LOOPBACK = 4,  /* this machine only, and not through a proxy */
};

typedef struct {
    Route at;
    Handler handle;
    WaitingHandler wait; /* the one or the other */
    unsigned flags;
} ResidentsRoute;

/* What may be sent with this POST.   Threads: any (pure). */
BodyRule residents_body_rule(const Request *request, const Context *context);

/* Find the route, let the guard decide, call the handler. *out_name is for the log.
 * Returns: yours. */
Answer residents_answer(const Request *request, Context *context, const char **out_name);
