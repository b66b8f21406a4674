/* What is sent: a value, made by a handler and sent by the exchange. A handler that must wait first gives a Pending instead
 * (pending.h). */
#pragma once

#include "base/error.h"
#include "base/url.h"
#include "survey-server/http/config.h"
#include "survey-server/http/request.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
    CACHE_NEVER,      /* forms, errors, anything personal: no-store */
    CACHE_REVALIDATE, /* start pages: kept, asked about each time by ETag */
    CACHE_FOREVER,    /* assets: the name changes with the content */
} Caching;

typedef struct {
    unsigned status;
    const char *type; /* static */
    GBytes *body;     /* NULL: empty */
    Caching caching;
    const char *coding; /* "gzip", "br" or NULL; static */
    bool varies;        /* by Accept-Encoding, Accept-Language and the draft's cookie */
    char *location;
    char *etag;
    char *cookie;      /* the whole value of Set-Cookie */
    char *disposition; /* of a file that is to be saved, or NULL */
    const char *allow; /* for 405; static */
    unsigned retry_after_s;
    bool closes;       /* the connection is not used again */
    bool runs_scripts; /* the page loads a script of ours (pages of staff alone) */
} Reply;

/* A page; swallows the bytes.
 * Returns: yours (free with reply_free). */
Reply *reply_html(unsigned status, GBytes *body);

/* Plain text, or another static type; swallows the bytes.
 * Returns: yours (free with reply_free). */
Reply *reply_bytes(unsigned status, const char *type, GBytes *body);

/* A redirect to a path of ours; takes the Url.
 * Returns: yours (free with reply_free). */
Reply *reply_redirect(unsigned status, Url to);

/* Free it. Accepts NULL. */
void reply_free(Reply *reply);

/* Give the draft's cookie along: HttpOnly, SameSite=Lax, the whole site, Secure under https. */
void reply_set_cookie(Reply *reply, const Config *config, const uint8_t token[TOKEN_BYTES]);

/* Give the staff's cookie along: HttpOnly, SameSite=Strict, until the browser ends, Secure under https. NULL takes it back. */
void reply_set_staff_cookie(Reply *reply, const Config *config, const uint8_t *token);

/* The browser saves it as a file of that name; letters, digits, dots and dashes stay, all else becomes a dash. */
void reply_set_file_name(Reply *reply, const char *name);

/* Call `add` for each header of the reply, those of safety included, which every reply carries. */
void reply_visit_headers(const Reply *reply, const Config *config,
                         void (*add)(const char *name, const char *value, void *arg), void *arg);

/* The status that a failure of the environment is shown as: one table.   Threads: any (pure). */
unsigned reply_status_of(const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reply, reply_free)
