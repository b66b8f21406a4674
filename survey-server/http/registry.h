/* The open connections and their deadlines. libmicrohttpd's own time-out is for silence only: a client that sends a byte
 * a second lives for ever. A thread of ours (the reaper) looks once a second and shuts sockets down that are past their
 * deadline. shutdown() happens under the lock under which a connection leaves the registry before its socket is closed, so
 * it never meets a descriptor that was given to somebody else. */
#pragma once

#include <glib.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Registry Registry;
typedef struct Connection Connection; /* an entry of the registry */

typedef enum {
    STAGE_IDLE,      /* no request, or the headers of one are on their way */
    STAGE_RECEIVING, /* a body is on its way */
    STAGE_ANSWERING,
} Stage;

/* An empty registry and its reaper thread, which counts what it ends.
 * Errors: NULL and ERROR_BUSY when no thread can be had.   Returns: yours (free with registry_free). */
Registry *registry_new(atomic_uint_fast64_t *reaped, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stop the reaper; every connection has left by then. Accepts NULL. */
void registry_free(Registry *registry);

/* A connection came, and is idle; it must be further on within `seconds`.   Threads: any.
 * Owns: the registry, until registry_remove. */
Connection *registry_add(Registry *registry, int socket, unsigned seconds);

/* It is further on: a new deadline, from now.   Threads: any. */
void registry_extend(Registry *registry, Connection *connection, Stage stage, unsigned seconds);

/* It leaves, before its socket is closed.   Threads: any. */
void registry_remove(Registry *registry, Connection *connection);

/* End, for a stop, those of whom nothing is to be expected: who are idle, or went away in the middle of a body. What they
 * sent before is still read.   Threads: any. */
void registry_end_quiet(Registry *registry);

/* Shut down what is past its deadline at a moment of the monotonic clock, in seconds; returns how many (tests). */
size_t registry_reap(Registry *registry, int64_t now_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Registry, registry_free)
