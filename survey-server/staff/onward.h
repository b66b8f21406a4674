/* Where somebody was going when they were asked to sign in: an address, and what they had typed. It travels in hidden
 * fields of the sign-in page, and after it the request is carried out as if nothing had been between. */
#pragma once

#include "base/markup.h"
#include "survey-server/staff/staff.h"

typedef struct {
    char *target; /* "/staff/accounts?name=x", checked to be one of ours */
    char *typed;  /* the fields of a POST, encoded; NULL: the address is only opened */
} Onward;

/* What the hidden fields (or the query) of a request say; no address, or one that is not ours, is the staff's home.
 * Returns: yours (free with onward_clear).   Threads: any (pure). */
Onward onward_read(const Request *request, const Context *context);
void onward_clear(Onward *onward);

/* The address of a request as a target.   Returns: yours (free with g_free).   Threads: any (pure). */
char *onward_target(const Request *request);

/* The address to go on to.   Returns: yours. */
Url onward_url(const Onward *onward);

/* The hidden fields of a form that leads on. */
void onward_write(Markup *to, const Onward *onward);

/* Go on, under a new session: open the address, or carry out what was typed, if this person may. The session's cookie
 * goes along.
 * Returns: yours (free with reply_free). */
Reply *onward_go(const Onward *onward, const Request *request, Context *context,
                 const uint8_t token[TOKEN_BYTES]);

/* The sign-in page for a POST whose session has ended, with everything that was typed but passwords and files.
 * Returns: yours (free with reply_free). */
Reply *onward_sign_in(const Request *request, Context *context);

/* The page for a POST from a page of another session: nothing was done; a button sends it again, with the right token.
 * Returns: yours (free with reply_free). */
Reply *onward_send_again(const Request *request, const Context *context, const Staff *staff);

/* The page for a request that no thread can take now: the server stops, or all are busy. A POST shows a button that sends
 * it again, with everything that was typed but passwords and files.
 * Returns: yours (free with reply_free).   Threads: any. */
Reply *onward_later(const Request *request, const Context *context);

/* The page for a POST that came from another site.
 * Returns: yours (free with reply_free). */
Reply *onward_stranger(const Context *context);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Onward, onward_clear)
