/* The server's end of the local socket (responses/errands/errand.h): commands that find the store held by this server hand their
 * errands over. A thread of its own takes one after the other and does it on the server's store; then the site looks
 * again at the survey that was changed. The socket is for this user and root alone. A client that goes away in the middle
 * of an import takes it back with it, and so does the end of the server; nothing of it is then stored. */
#pragma once

#include "survey-server/http/context.h"
#include <glib.h>

typedef struct Errands Errands;

/* Make the socket (one that an earlier server left behind is replaced: whoever holds the store's lock may) and begin.
 * Errors: NULL and ERROR_FILE.   Returns: yours (end with errands_stop).   Threads: any. */
Errands *errands_start(Context *context, const char *store,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* End: a long errand is taken back and its client told. Accepts NULL.   Threads: not the errands' own. */
void errands_stop(Errands *errands);
