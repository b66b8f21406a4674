/* References: what a respondent notes down. 80 random bits as 16 signs of an alphabet without I, L, O and U, and a
 * check sign, in groups: 7K3M-0QRT-9WXA-BC2D-H. A reference identifies a response and opens nothing. */
#pragma once

#include "responses/store/store.h"

/* Make one from 10 random bytes.
 * Shapes: out has room for REFERENCE_BYTES.   Threads: any (pure). */
void reference_make(const uint8_t random[10], char out[REFERENCE_BYTES]);

/* May it stand in the store: 1 to 23 ASCII letters, digits, dashes, dots or underscores (those of other systems come
 * with an import)?
 * Threads: any (pure). */
bool reference_is_allowed(const char *text);
