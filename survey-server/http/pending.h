/* What a handler gives when a request cannot be answered yet: something to wait for. The exchange suspends the connection, starts
 * it, and lets it finish in a thread of its own once the writer has spoken. No handler of residents waits itself. */
#pragma once

#include "responses/store/store.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"
#include <glib.h>
#include <stdbool.h>

typedef struct Context Context; /* survey-server/http/context.h */
typedef struct Pending Pending;

/* What became of it, copied out of the writer's receipt. */
typedef struct {
    StoreStatus status;
    char reference[REFERENCE_BYTES];
    bool is_busy; /* the queue was full, or the server is stopping: nothing was even tried */
} PendingOutcome;

/* A reply, or something to wait for first: one of the two is set.
 * Owns: both are the holder's. */
typedef struct {
    Reply *reply;
    Pending *pending;
} Answer;

/* The first member of what a room waits for. */
struct Pending {
    /* Hand it to the store's writer, which calls `done` exactly once, perhaps at once.
     * Errors: false and ERROR_BUSY: nothing was queued and `done` is not called. */
    bool (*start)(const Pending *pending, Context *context, StoreDone done, void *arg,
                  GError **error);

    /* What is answered then; it may be to wait again. Freed after the call. */
    Answer (*finish)(const Pending *pending, const Request *request, Context *context,
                     const PendingOutcome *outcome);

    void (*free)(Pending *pending);
};

/* Free it. Accepts NULL. */
static inline void pending_free(Pending *pending)
{
    if (pending != NULL)
        pending->free(pending);
}

/* Free what it holds. */
static inline void answer_clear(Answer *answer)
{
    reply_free(answer->reply);
    pending_free(answer->pending);
    *answer = (Answer){0};
}

/* A reply that is there already; swallows it. */
static inline Answer answer_now(Reply *reply)
{
    return (Answer){.reply = reply};
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pending, pending_free)
