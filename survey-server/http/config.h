/* What the operator chose, and what follows from it. Made once at the start, then read by every thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *listen;     /* a numeric address */
    unsigned port;    /* the real one once the listener is bound */
    char *base_url;   /* without a closing slash: "https://survey.example.org" */
    char *origin;     /* what a browser sends as Origin: the base URL */
    char *host;       /* what a browser sends as Host */
    bool is_secure;   /* the base URL is https */
    bool is_loopback; /* listens on this machine only */
    bool is_preview;  /* a throw-away store, every page marked */
    unsigned connections_max;
    const char *cookie_name, *staff_cookie_name;
    char
        *trusted_proxy; /* address of the proxy that signs staff in; NULL: nobody's word is taken */
    char *user_header;  /* its header with the name; NULL with it */
} Config;

/* Work out the rest from the options; base_url NULL is allowed on loopback only.
 * Errors: NULL and ERROR_USAGE for an address, port or URL that cannot be used.   Returns: yours (free with config_free). */
Config *config_new(const char *listen, int port, const char *base_url, bool is_preview,
                   int connections_max, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void config_free(Config *config);

/* Take the word of a proxy at this address for who a member of staff is, in this header; both or neither.
 * Errors: false and ERROR_USAGE. */
bool config_trust_proxy(Config *config, const char *address, const char *header,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tell the real port (the listener calls it once, before any request); it ends the default base URL. */
void config_set_port(Config *config, unsigned port);

/* Is this Host one of ours? On a loopback connection every name of this machine is.   Threads: any (pure). */
bool config_is_our_host(const Config *config, const char *host, bool is_loopback_peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)
