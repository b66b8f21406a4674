/* How the types are keyed, in the order of the list. */
#include "forms/keying/keying-type.h"

#include "base/banned.h"

extern const KeyingType choose_one_keying, choose_many_keying, rank_keying, scale_keying,
    number_keying, date_keying, text_keying, grid_keying;

const KeyingType choose_one_keying = {.kind = KEY_ONE};
const KeyingType choose_many_keying = {.kind = KEY_MANY};
const KeyingType rank_keying = {.kind = KEY_RANK};
const KeyingType scale_keying = {.kind = KEY_ONE};
const KeyingType number_keying = {.kind = KEY_NUMBER};
const KeyingType date_keying = {.kind = KEY_DATE};
const KeyingType text_keying = {.kind = KEY_WORDS, .may_have_area = true};
const KeyingType grid_keying = {.kind = KEY_ONE};
