#include "responses/store/reference.h"
#include "base/secret.h"
#include <string.h>

#include "base/banned.h"

enum { SIGNS = 16, GROUP = 4 };

void reference_make(const uint8_t random[10], char out[REFERENCE_BYTES])
{
    unsigned signs[SIGNS];
    for (size_t i = 0; i < SIGNS; i++) {
        size_t bit = i * 5;
        unsigned pair = (unsigned)random[bit / 8] << 8;
        if (bit / 8 + 1 < 10)
            pair |= random[bit / 8 + 1];
        signs[i] = (pair >> (11 - bit % 8)) & 31U;
    }
    size_t n = 0;
    for (size_t i = 0; i < SIGNS; i++) {
        out[n++] = secret_sign(signs[i]);
        if (i % GROUP == GROUP - 1)
            out[n++] = '-';
    }
    out[n++] = secret_sign(secret_check_value(signs, SIGNS));
    out[n] = '\0';
    g_assert(n < REFERENCE_BYTES);
}

bool reference_is_allowed(const char *text)
{
    size_t n = 0;
    for (; text[n] != '\0'; n++) {
        if (!g_ascii_isalnum(text[n]) && strchr("-._", text[n]) == NULL)
            return false;
    }
    return n > 0 && n < REFERENCE_BYTES;
}
