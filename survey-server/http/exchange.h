/* One request on its way through the listener: collected, checked, answered, perhaps waiting for the store or for a worker
 * in between.
 * Made when the request line came, freed when libmicrohttpd is done with it or with its connection. */
#pragma once

#include "survey-server/http/context.h"
#include "survey-server/http/pending.h"
#include "survey-server/http/registry.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"
#include <glib.h>
#include <microhttpd.h>
#include <stdatomic.h>

typedef struct Exchange Exchange;

/* Note the raw target (cut beyond any use when it is too long); the place is its connection's.
 * Returns: yours (free with exchange_free). */
Exchange *exchange_new(Context *context, Registry *registry, Connection *place, const char *target);
void exchange_free(Exchange *exchange);

/* What libmicrohttpd's access handler does: called for the headers, for each piece of body, at its end, and once more each
 * time the store or a worker has spoken. */
enum MHD_Result exchange_handle(Exchange *exchange, struct MHD_Connection *connection,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size);
