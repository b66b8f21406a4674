#include "responses/store/digest.h"
#include <string.h>

#include "base/banned.h"

static void flush(Digest *digest)
{
    if (digest->used > 0)
        crypto_generichash_update(&digest->state, digest->buffer, digest->used);
    digest->used = 0;
}

static void add_bytes(Digest *digest, const void *bytes, size_t length)
{
    if (digest->used + length > sizeof digest->buffer)
        flush(digest);
    if (length > sizeof digest->buffer) {
        crypto_generichash_update(&digest->state, bytes, length);
        return;
    }
    memcpy(digest->buffer + digest->used, bytes, length);
    digest->used += length;
}

static void add_number(Digest *digest, uint64_t number, size_t n_bytes)
{
    uint64_t little = GUINT64_TO_LE(number);
    add_bytes(digest, &little, n_bytes);
}

static void begin(Digest *digest, char part, const char *reference)
{
    crypto_generichash_init(&digest->state, NULL, 0, DIGEST_BYTES);
    digest->used = 0;
    add_bytes(digest, &part, 1);
    add_bytes(digest, reference, strlen(reference) + 1);
}

void digest_begin_main(Digest *digest, const Identity *identity)
{
    begin(digest, 'm', identity->reference);
    add_number(digest, (uint64_t)identity->submitted, 8);
    add_number(digest, (uint64_t)identity->channel, 4);
    add_number(digest, identity->version, 4);
    add_bytes(digest, identity->language, strlen(identity->language) + 1);
}

void digest_begin_special(Digest *digest, const char *reference)
{
    begin(digest, 's', reference);
}

void digest_begin_words(Digest *digest, const char *reference)
{
    begin(digest, 'w', reference);
}

void digest_add_value(Digest *digest, int64_t number, Value value)
{
    if (value == VALUE_NONE)
        return;
    add_number(digest, (uint64_t)number, 4);
    add_number(digest, (uint64_t)value, 8);
}

void digest_add_words(Digest *digest, int64_t number, const char *words, size_t length)
{
    add_number(digest, (uint64_t)number, 4);
    add_number(digest, length, 8);
    add_bytes(digest, words, length);
}

void digest_end(Digest *digest, uint8_t out[DIGEST_BYTES])
{
    flush(digest);
    crypto_generichash_final(&digest->state, out, DIGEST_BYTES);
}
