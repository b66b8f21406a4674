/* The door: libmicrohttpd with two epoll threads. It collects a bounded body, has it checked (request.h) and answered
 * (route.h), and waits for the store with the connection suspended, never with a thread.
 *
 * libmicrohttpd is not trusted with hostile bytes: its time-out is inactivity only (registry.h gives each request a total one),
 * its form parser is not used (base/fields.h, base/multipart.h), and nothing is read from it before our own checks. It gives up on
 * some requests without saying so: what is made for a request belongs to its connection, and the parameters of an address are
 * hidden from it. Of a request of staff that is too large the rest is read and thrown away before it is refused: browsers show nothing that comes earlier. */
#pragma once

#include "survey-server/http/config.h"
#include "survey-server/http/context.h"
#include <glib.h>
#include <stdbool.h>

typedef struct Listener Listener;

/* Bind, note the real port in the config, and begin to answer.
 * Errors: NULL and ERROR_BUSY (port taken, too few descriptors) or ERROR_USAGE.   Returns: yours (end with listener_stop). */
Listener *listener_start(Config *config, Context *context,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Let no new connection in, answer what is in hand (at most `seconds`), end. Who comes meanwhile on a connection that is kept
 * is answered too, but stores nothing: 503, with what was typed. Returns false when something was still waiting
 * for the store then: the process must exit without closing more.
 * Owns: frees the listener when it returns true. */
bool listener_stop(Listener *listener, unsigned seconds);
