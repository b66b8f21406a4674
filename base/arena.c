#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { CHUNK_BYTES = 16 * 1024 };

typedef struct Chunk Chunk;
struct Chunk {
    Chunk *next;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

struct Arena {
    Chunk *newest;
};

Arena *arena_new(void)
{
    return g_new0(Arena, 1);
}

void arena_free(Arena *arena)
{
    if (arena == NULL)
        return;
    Chunk *chunk = arena->newest;
    while (chunk != NULL) {
        Chunk *next = chunk->next;
        g_free(chunk);
        chunk = next;
    }
    g_free(arena);
}

static Chunk *add_chunk(Arena *arena, size_t room)
{
    size_t size = room > CHUNK_BYTES ? room : CHUNK_BYTES;
    g_assert(size <= SIZE_MAX - sizeof(Chunk));
    Chunk *chunk = g_malloc0(sizeof(Chunk) + size);
    chunk->size = size;
    if (room > CHUNK_BYTES && arena->newest != NULL) {
        /* A block with a chunk to itself goes behind, so that the newest keeps its free room. */
        chunk->next = arena->newest->next;
        arena->newest->next = chunk;
    } else {
        chunk->next = arena->newest;
        arena->newest = chunk;
    }
    return chunk;
}

void *arena_alloc(Arena *arena, size_t bytes)
{
    const size_t align = alignof(max_align_t);
    g_assert(bytes <= SIZE_MAX - align);
    size_t room = (bytes + align - 1) / align * align;
    if (room == 0)
        room = align;
    Chunk *chunk = arena->newest;
    if (chunk == NULL || chunk->size - chunk->used < room)
        chunk = add_chunk(arena, room);
    void *block = chunk->bytes + chunk->used;
    chunk->used += room;
    return block;
}

char *arena_strdup(Arena *arena, const char *text)
{
    if (text == NULL)
        return NULL;
    return arena_copy(arena, text, strlen(text) + 1, 1);
}

void *arena_copy(Arena *arena, const void *from, size_t n, size_t element_bytes)
{
    g_assert(element_bytes == 0 || n <= SIZE_MAX / element_bytes);
    void *block = arena_alloc(arena, n * element_bytes);
    if (n * element_bytes > 0)
        memcpy(block, from, n * element_bytes);
    return block;
}
