/* The surveys that come with the program, to begin one's own from: forms/surveys/, compiled in. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct {
    const char *name;  /* of the file: "community-safety" */
    const char *title; /* in English, for staff */
    const char *words; /* what it is good for */
} Template;

/* All of them, the one to begin with first.   Owns: static. */
const Template *templates_list(size_t *out_n);

/* The definition of a template; NULL when there is none of that name.
 * Returns: yours (free with g_bytes_unref). */
GBytes *template_source(const char *name);
