/* Languages by their tags (BCP 47): direction, name, and the best of those that are offered. */
#pragma once

#include <stddef.h>

/* "rtl" for right-to-left languages (ar, fa, he, ur, ps, yi, ...), else "ltr".
 * Threads: any (pure). */
const char *language_direction(const char *lang);

/* A language's name in itself: cy -> "Cymraeg"; the tag when it is unknown.
 * Threads: any (pure). */
const char *language_name(const char *lang);

/* The best of `offered` (n tags) for an Accept-Language header; offered[0] when nothing fits or header is NULL.
 * Returns an index.   Threads: any (pure).   Source: RFC 9110 section 12.5.4, RFC 4647 look-up. */
size_t language_choose(const char *accept, const char *const *offered, size_t n);
