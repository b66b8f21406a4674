/* Addresses as values: a link in a page can only be made from a Url, never from a string.
 * A Url is a path of ours (built from escaped segments), an address of a definition that was checked, or a fragment. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *text; /* complete and escaped for a URL; the markup writer escapes it again for HTML */
} Url;

/* A path of this site from segments, closed by NULL: url_path("citizens-panel-2016", "p_panel", NULL) is
 * "/citizens-panel-2016/p_panel". A last segment "" gives a closing slash. Segments are percent-escaped.
 * Returns: yours (free with url_clear). */
Url url_path(const char *segment, ...) G_GNUC_NULL_TERMINATED;

/* A file beside or below the present page: url_file("tables", "q01.csv", NULL) is "tables/q01.csv".
 * Returns: yours (free with url_clear). */
Url url_file(const char *segment, ...) G_GNUC_NULL_TERMINATED;

/* The same address with ?name=value (or &name=value) added, escaped.
 * Returns: yours; takes `url`. */
Url url_with_query(Url url, const char *name, const char *value);

/* The same address with #fragment.
 * Returns: yours; takes `url`. */
Url url_with_fragment(Url url, const char *fragment);

/* A fragment of the same page: "#q01".
 * Returns: yours. */
Url url_fragment(const char *fragment);

/* Is the text of a definition an address that may stand in a link: http, https, mailto, tel, nothing else?
 * Threads: any (pure). */
bool url_is_allowed(const char *text);

/* An address of a definition; asserted to be allowed.
 * Returns: yours. */
Url url_from_definition(const char *text);

/* Free what a Url holds; a cleared Url may be cleared again. */
void url_clear(Url *url);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Url, url_clear)
