/* An ordered list of name=value pairs: what a browser's form sends, and what a draft keeps.
 * Decoding is strict: nothing is cut, repaired or replaced silently. Names may repeat (tick boxes). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *name;
    const char *value;
} Field;

typedef struct Fields Fields;

/* An empty list.
 * Returns: yours (free with fields_free). */
Fields *fields_new(void);

/* Decode application/x-www-form-urlencoded bytes of a body or a query.
 * Refuses: bad or cut escapes, NUL, control characters other than TAB CR LF, invalid UTF-8, an empty or
 * over-long name, more than LIMIT_FIELDS pairs. Empty pairs ("&&") are skipped; a pair without '=' is refused.
 * Units: length in bytes.   Errors: NULL and ERROR_DATA or ERROR_LIMIT.   Returns: yours (free with fields_free).
 * Threads: any (pure).   Source: WHATWG URL standard, urlencoded parsing, made strict. */
Fields *fields_decode(const char *bytes, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The urlencoded form of the list, in its order; fields_decode gives back the same list.
 * Returns: yours (free with g_free). */
char *fields_encode(const Fields *fields);

/* Free the list and its strings. Accepts NULL. */
void fields_free(Fields *fields);

/* Append a pair; copies both. */
void fields_add(Fields *fields, const char *name, const char *value);

/* Remove every pair of that name. */
void fields_remove(Fields *fields, const char *name);

/* How many pairs there are. */
size_t fields_count(const Fields *fields);

/* The pair at an index below fields_count.
 * Owns: lent until the list changes or dies. */
Field fields_at(const Fields *fields, size_t index);

/* The value of the first pair of that name, or NULL.
 * Owns: lent until the list changes or dies. */
const char *fields_find(const Fields *fields, const char *name);

/* Is this very pair in the list (a tick box that is ticked)? */
bool fields_has(const Fields *fields, const char *name, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fields, fields_free)
