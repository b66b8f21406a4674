/* Fuzzer: whatever staff type as a day is the midnight of one that reads back from its own words, or has a sentence. */
#include "survey-server/staff/staff-day.h"

#include <stdint.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *raw = g_strndup((const char *)data, size);
    g_autofree char *typed = g_utf8_make_valid(raw, -1); /* as every field of a form is */
    int64_t moment = -1;
    g_autofree char *sentence = staff_day_read(typed, &moment);
    if (sentence != NULL) {
        g_assert_cmpint(moment, ==, -1);
        g_assert_true(g_utf8_validate(sentence, -1, NULL));
        return 0;
    }
    g_assert_cmpint(moment % STAFF_DAY_S, ==, 0);
    g_autofree char *words = staff_edge_words(moment, false);
    g_autofree char *last = staff_edge_words(moment + STAFF_DAY_S, true);
    g_assert_cmpstr(last, ==, words);
    int64_t again = -1;
    g_autofree char *none = staff_day_read(words, &again);
    g_assert_null(none);
    g_assert_cmpint(again, ==, moment);
    return 0;
}
