/* Points shared out are keyed as numbers, a field for each answer. */
#include "forms/keying/keying-type.h"

#include "base/banned.h"

extern const KeyingType share_keying;
const KeyingType share_keying = {.kind = KEY_NUMBER};
