/* One request, checked: nothing of it is looked at by a page before it passed the rules here. libmicrohttpd lets
 * ambiguous requests through (two lengths, two hosts, chunked with a length, NUL in a path), so every header and the raw
 * target are judged in the first handler call, before any body is read. Needs no socket: tests call it with tables. */
#pragma once

#include "base/fields.h"
#include "base/multipart.h"
#include "base/secret.h"
#include "survey-server/http/config.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { METHOD_GET, METHOD_POST, METHOD_OTHER } Method;

enum { REQUEST_SEGMENTS_MAX = 6, REQUEST_ID_BYTES = 17 };

/* A header line as it came; lengths, because a value may hold a NUL. */
typedef struct {
    const char *name;
    size_t name_length;
    const char *value;
    size_t value_length;
} Header;

typedef struct {
    char id[REQUEST_ID_BYTES]; /* random, for the log and the error pages */
    Method method;             /* HEAD counts as GET */
    char *path;                /* raw, safe characters only */
    char **segments;           /* of the path: "/a/" has "a" and "" */
    size_t n_segments;
    Fields *query;  /* never NULL once checked */
    Fields *fields; /* of the body; NULL but for a POST that was decoded */
    GPtrArray *
        files; /* of FormFile, likewise; NULL unless it was multipart. Their bytes are the body's */
    char *boundary; /* of a multipart body, else NULL */
    uint64_t content_length;
    char *host, *origin, *fetch_site, *accept_language, *accept_encoding, *if_none_match;
    bool has_token;
    uint8_t token[TOKEN_BYTES]; /* of the draft cookie */
    bool has_staff_token;
    uint8_t staff_token[TOKEN_BYTES]; /* of the staff cookie */
    char *peer;          /* numeric address of who connected, or NULL; set before the check */
    char *forwarded_for; /* the addresses that proxies say they had the request from, or NULL */
    char *user;          /* in the trusted proxy's header: who it says this is, or NULL */
    bool is_loopback;    /* the peer is this machine */
    bool is_forwarded;   /* a proxy stands between */
    const char *refusal; /* static words for the log, when there is more to say than the status */
} Request;

/* A request with an id and nothing else.
 * Returns: yours (free with request_free). */
Request *request_new(void);
void request_free(Request *request);

/* The head of a request as it came. */
typedef struct {
    const char *method, *version, *target;
    const Header *headers;
    size_t n_headers;
} RequestHead;

/* Judge method, version, target and headers; fill the request.
 * Returns 0, or the HTTP status that refuses it (then the connection must be closed).
 * Threads: any (pure). */
unsigned request_check(Request *request, const Config *config, const RequestHead *head);

/* Judge a target ("/staff/accounts?name=x") and take it apart into path, segments and query: a part of request_check, and
 * for a target that somebody goes on to later.
 * Returns 0, or the HTTP status that refuses it.   Threads: any (pure). */
unsigned request_take_target(Request *request, const char *target);

/* Judge and decode the whole body of a POST into request->fields and request->files, which lend from the body.
 * Returns 0, or the HTTP status that refuses it.   Units: length in bytes.   Threads: any (pure). */
unsigned request_take_body(Request *request, const char *body, size_t length);

/* The address that asks: the peer's; where a proxy on this machine or the trusted one stands between, the last address
 * that it says. "" when there is none.   Returns: yours (free with g_free).   Threads: any (pure). */
char *request_client(const Request *request, const Config *config);

/* Does the client accept a content coding ("gzip", "br")?   Threads: any (pure). */
bool request_accepts(const Request *request, const char *coding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, request_free)
