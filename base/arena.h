/* Memory that lives and dies together: a survey and all its words are one arena, freed in one call.
 * Blocks are zeroed and aligned for any type. Not for many threads at once while it grows. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct Arena Arena;

/* An empty arena.
 * Returns: yours (free with arena_free). */
Arena *arena_new(void);

/* Free it and everything taken from it. Accepts NULL. */
void arena_free(Arena *arena);

/* Zeroed memory.
 * Units: bytes.   Owns: the arena. */
void *arena_alloc(Arena *arena, size_t bytes);

/* A copy of a string; NULL gives NULL.
 * Owns: the arena. */
char *arena_strdup(Arena *arena, const char *text);

/* A copy of n elements of the given size (for arrays collected in a GArray).
 * Owns: the arena. */
void *arena_copy(Arena *arena, const void *from, size_t n, size_t element_bytes);

/* Zeroed room for n of a type. */
#define arena_new_array(arena, type, n) ((type *)arena_alloc((arena), (size_t)(n) * sizeof(type)))

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)
