/* Receipt codes of paper forms: what a resident keeps of a form, and gives to have its answers withdrawn.
 *
 * The story. A numbered copy has its code printed on its tear-off slip and nowhere else. The code follows from the form's
 * serial under a secret key, so that staff who have the key file can make it again, and nobody else can. A copy without a
 * serial (downloaded, photocopied) has two boxes in which the resident writes the same word of their own, one on the form
 * and one on the slip. What is printed or typed is compared, hashed and kept in its normal form alone.
 *
 * A printed code has ten characters in two groups, "7K3QF-9XMB4": nine of the code, and one to check them by, which finds
 * every wrong character and every two that changed places. No I, L, O or U. */
#pragma once

#include "base/secret.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { RECEIPT_CODE_BYTES = 12, LIMIT_RECEIPT_CHARS = 100 };

typedef struct {
    uint8_t bytes[SECRET_KEY_BYTES];
} ReceiptKey;

/* The code of a form; `serial` as it is printed, with its check digit: "1017-8". Serials are unique in a survey, so the batch
 * is no part of it: a form may come back in another one.
 * Threads: any (pure).   Source: keyed BLAKE2b, RFC 7693, through libsodium. */
void receipt_derive(const ReceiptKey *key, const char *survey, const char *serial,
                    char out[RECEIPT_CODE_BYTES]);

/* The normal form of what was typed: of a printed code its ten characters ("7K3QF9XMB4"; small letters, spaces, dashes and
 * O, I, L for 0 and 1 are understood), of a word of the resident's own its letters, case and white space levelled.
 * Errors: NULL and ERROR_DATA for nothing, for more than LIMIT_RECEIPT_CHARS, and for two groups of five with a figure among
 * them whose check does not hold.   Returns: yours (free with g_free).   Threads: any (pure). */
char *receipt_normalise(const char *typed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read the key of a file of 64 hexadecimal digits; when there is none, make one that only its owner may read.
 * Whoever reads one that lies in no store judges it by private_check_key.
 * Errors: false and ERROR_FILE, naming the file. */
bool receipt_key_load(const char *path, ReceiptKey *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
