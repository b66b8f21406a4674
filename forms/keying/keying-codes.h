/* The codes of one entry, taken apart: what reading an entry and telling it in words share. Only keying-*.c use it.
 * In keying-read.c. */
#pragma once

#include "forms/keying/keying.h"

#define CODE_LEFT_OUT SIZE_MAX /* a rank's place without an option: zeros */

typedef struct {
    GArray *codes;   /* of size_t: into the field's codes, as they were typed */
    bool is_against; /* with a slash: ticked against the rule */
} EntryCodes;

/* Take apart the digits and the slash of an entry of a field with codes (not a number's).
 * Returns NULL, else the part that is no code: "7", "1x".   Returns: both are yours (keying_codes_clear, g_free). */
char *keying_codes_split(const KeyField *field, const char *entry, EntryCodes *out);
void keying_codes_clear(EntryCodes *codes);

/* The entry without white space around it, and of a field with keys none inside either.
 * Returns: yours (free with g_free). */
char *keying_clean(const KeyField *field, const char *entry);

/* Words that are a sign (- * /) behind backslashes: the first of these is not part of them. */
bool keying_is_escaped(const char *words);

/* The code as typed beside a number, or NULL. */
const KeyCode *keying_find_code(const KeyField *field, const char *code);

/* What a sentence calls the field: "question 7a"; without a number its id; "the words beside question 2".
 * Returns: yours (free with g_free). */
char *keying_name_in_sentence(const KeyPlan *plan, size_t field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(EntryCodes, keying_codes_clear)
