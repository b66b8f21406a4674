/* What every page of staff is given beside the request: who asks, and what they may do. Staff handlers run in a worker
 * thread of their own (never in the listener's), so they may wait: for the writer, for a password, for a PDF. They need no
 * socket; tests call them with a Staff made by hand.
 *
 * Rights are asked in one place: survey-server/staff-routes.c has one row an address with the right it needs, and staff_answer looks at it
 * before the handler runs. A handler asks staff_may only to leave out a link. */
#pragma once

#include "responses/accounts/staff.h"
#include "survey-server/http/context.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"
#include <stdbool.h>

typedef enum {
    RIGHT_NONE,      /* nobody need be signed in: the sign-in page, a one-time link */
    RIGHT_SIGNED_IN, /* any role: the staff's home, signing out, one's own password */
    RIGHT_KEY,       /* key forms and interviews */
    RIGHT_SUPERVISE, /* batches, settling, corrections, withdrawals, the audit of a survey */
    RIGHT_DESIGN,    /* definitions: write, look at, pilot */
    RIGHT_PUBLISH,   /* publish, dates */
    RIGHT_ACCOUNTS,  /* people */
    RIGHT_COUNT
} Right;

typedef struct {
    const char *name; /* "" when nobody is signed in */
    Role role;
    bool is_signed_in;
    char csrf[TOKEN_CHARS + 1]; /* of this session: a hidden field `csrf` of every form */
    bool has_auto_advance;      /* the clerk's own setting */
} Staff;

/* May this role do that? One table of roles and rights.   Threads: any (pure). */
bool staff_role_may(Role role, Right right);
bool staff_may(const Staff *staff, Right right);

/* Act of this person now, for the calls of responses/.   Owns: lends the name. */
Act staff_act(const Staff *staff);

typedef Reply *(*StaffHandler)(const Request *request, Context *context, const Staff *staff);

typedef struct {
    Route at; /* its pattern: "/staff/{survey}/batches/{batch}" */
    StaffHandler handle;
    Right right;
    size_t
        body_max; /* POST: bytes; 0: LIMIT_BODY_BYTES. With a file: of the file; the form around it may have that */
    const char *
        file; /* POST with a file, as multipart/form-data (staff_file_of): "A definition"; NULL: none */
} StaffRoute;

/* The route of a request; NULL and the status when there is none: 404, or 405 with the methods that are allowed.
 * Owns: static.   Threads: any (pure). */
const StaffRoute *staff_route_find(const Context *context, const Request *request,
                                   unsigned *out_status, const char **out_allow);

/* May this person open that address (is it one, and have they its right)? For links.   Threads: any (pure). */
bool staff_may_open(const Context *context, const Staff *staff, Url url);

/* The token of a session's forms, in the place of which a proxy's word has bytes of its own.   Threads: any (pure). */
void staff_csrf_of(const uint8_t token[TOKEN_BYTES], char out[TOKEN_CHARS + 1]);

/* The page for an address above one's role: it names the right, who has it, and who can give it.
 * Returns: yours (free with reply_free). */
Reply *staff_forbidden(const Context *context, const Staff *staff, Right right);

/* Find the route, find who asks (session or the proxy's header), look at the right and at the csrf field of a POST, call the
 * handler. Whoever is not signed in is led to the sign-in page and back; a POST whose session has ended shows the sign-in
 * page with everything that was typed in hidden fields, and goes on after it: nothing has to be typed twice.
 * Returns: yours (free with reply_free).   Threads: a worker's. */
Reply *staff_answer(const Request *request, Context *context, const char **out_name);

/* What may be sent with this POST, by its route.   Threads: any (pure). */
BodyRule staff_body_rule(const Request *request, const Context *context);

/* A value of the query, or of the fields of a POST; NULL when there is none.   Owns: lent. */
const char *staff_query(const Request *request, const char *name);
const char *staff_field(const Request *request, const char *name);

/* The file that was chosen in the box of that name; NULL when there is none.   Owns: lent. */
const FormFile *staff_file_of(const Request *request, const char *name);
