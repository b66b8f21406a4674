/* Fuzzer: whatever bytes come through the local socket are refused with a message, or are words that make the same frame
 * again; an answer that can be read can be written and read once more. */
#include "responses/errands/errand.h"
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_words(const uint8_t *body, size_t length)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) words = errand_words(body, length, &error);
    g_assert((words == NULL) == (error != NULL));
    if (words == NULL)
        return;
    g_autoptr(GBytes) frame = errand_frame((const char *const *)words);
    g_assert(g_bytes_get_size(frame) == length + ERRAND_HEAD_BYTES);
    const uint8_t *bytes = g_bytes_get_data(frame, NULL);
    g_assert(memcmp(bytes + ERRAND_HEAD_BYTES, body, length) == 0);
}

static void try_answer(const uint8_t *body, size_t length)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ErrandAnswer) answer = errand_answer_parse(body, length, &error);
    g_assert((answer == NULL) == (error != NULL));
    if (answer == NULL)
        return;
    g_autoptr(GBytes) frame = errand_answer_frame(answer);
    const uint8_t *bytes = g_bytes_get_data(frame, NULL);
    g_autoptr(ErrandAnswer) again = errand_answer_parse(
        bytes + ERRAND_HEAD_BYTES, g_bytes_get_size(frame) - ERRAND_HEAD_BYTES, &error);
    g_assert(again != NULL && g_string_equal(again->out, answer->out));
    g_assert((again->error == NULL) == (answer->error == NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t length = 0;
    if (size < ERRAND_HEAD_BYTES)
        return 0;
    const uint8_t *body = data + ERRAND_HEAD_BYTES;
    size_t rest = size - ERRAND_HEAD_BYTES;
    g_autoptr(GError) error = NULL;
    if (errand_head_read(data, LIMIT_ERRAND_BYTES, &length, &error) && length <= rest)
        rest = length;
    try_words(body, rest);
    try_answer(body, rest);
    return 0;
}
