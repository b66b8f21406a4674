/* What secrets are made into: tokens as text, signs of codes that people copy, files of keys. Random bytes come from
 * base/env.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TOKEN_BYTES = 32,
    TOKEN_CHARS = 43, /* base64url without padding */
    SECRET_KEY_BYTES = 32
};

/* A token as text, for cookies, links and hidden fields.
 * Threads: any (pure). */
void secret_token_text(const uint8_t token[TOKEN_BYTES], char out[TOKEN_CHARS + 1]);

/* Read such a text.
 * Errors: false when it is none; *out is then of no use.   Threads: any (pure). */
bool secret_token_read(const char *text, uint8_t out[TOKEN_BYTES]);

/* Are two texts the same? How long that takes does not tell where they differ.
 * Threads: any (pure). */
bool secret_is_same(const char *a, const char *b);

/* The sign of a value below 32 in Crockford's alphabet, which has no I, L, O and U.
 * Threads: any (pure).   Source: Douglas Crockford, Base 32. */
char secret_sign(unsigned value);

/* The value of a sign; small letters, and O, I and L for 0 and 1, are understood. -1 when it is none.
 * Threads: any (pure). */
int secret_sign_value(char sign);

/* The value that checks n others: the sum of each times a power of x that grows from the end, in the field of 32 elements
 * modulo x^5 + x^2 + 1. It finds every wrong sign and every two neighbours that changed places.
 * Threads: any (pure). */
unsigned secret_check_value(const unsigned *values, size_t n);

/* A kind of key file: how the key is written, and the sentences for what can go wrong, with {file} and {why}. */
typedef struct {
    bool is_hex; /* 64 hexadecimal digits on a line, else 32 bytes */
    bool may_be_link;
    const char *not_made, *not_read;
    const char *not_a_key; /* it is empty, too short, or something else */
} SecretFile;

/* Read a key; when there is no file, make one that only its owner may read. It is whole and synced before it has its name, and
 * of two who make it at once both read the same.
 * Errors: false and ERROR_FILE with the sentence of the kind; *out is then of no use. */
bool secret_key_load(const SecretFile *kind, const char *path, uint8_t out[SECRET_KEY_BYTES],
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
