/* The digest of a part of a stored response, so that damage is found even where the database is well. Pure.
 * Canonical encoding: the part's letter, the reference and a zero byte; the ordinary part then has moment (8 bytes),
 * channel (4), version (4), language and a zero byte; then for each variable with a value, in the order of the variables'
 * numbers: number (4) and value (8), or number, length (8) and words. All little-endian.
 * Variables without a value leave no trace, so that a new column does not touch old digests. */
#pragma once

#include "forms/survey/variables.h"
#include "responses/store/channel.h"
#include <glib.h>
#include <sodium.h>
#include <stdint.h>

enum { DIGEST_BYTES = 16 };

/* What identifies a response. */
typedef struct {
    const char *reference;
    int64_t submitted;
    Channel channel;
    unsigned version;
    const char *language;
} Identity;

typedef struct {
    crypto_generichash_state state;
    uint8_t buffer[2048]; /* one call of the hash for many small values */
    size_t used;
} Digest;

/* Begin the digest of the ordinary values, of the special values, or of the words.   Threads: any (pure). */
void digest_begin_main(Digest *digest, const Identity *identity);
void digest_begin_special(Digest *digest, const char *reference);
void digest_begin_words(Digest *digest, const char *reference);

/* Add a value (VALUE_NONE adds nothing), or words.
 * Units: length in bytes. */
void digest_add_value(Digest *digest, int64_t number, Value value);
void digest_add_words(Digest *digest, int64_t number, const char *words, size_t length);

/* The result.   Source: BLAKE2b, RFC 7693, through libsodium. */
void digest_end(Digest *digest, uint8_t out[DIGEST_BYTES]);
