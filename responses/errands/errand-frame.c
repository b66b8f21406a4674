/* Frames of errands and of their answers: bytes to words and back. Pure. */
#include "base/text.h"
#include "responses/errands/errand.h"
#include <string.h>

#include "base/banned.h"

static const char mark[] = {'S', 'N', 'D', '1'};

#define DONE "done"

enum { ANSWER_CODE, ANSWER_OUT, ANSWER_ERR, ANSWER_MESSAGE, ANSWER_WORDS };

GBytes *errand_frame(const char *const *words)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    for (size_t i = 0; words[i] != NULL; i++)
        g_byte_array_append(body, (const uint8_t *)words[i], (unsigned)strlen(words[i]) + 1);
    GByteArray *frame = g_byte_array_new();
    g_byte_array_append(frame, (const uint8_t *)mark, sizeof mark);
    for (unsigned shift = 0; shift < 32; shift += 8) {
        uint8_t byte = (uint8_t)(body->len >> shift);
        g_byte_array_append(frame, &byte, 1);
    }
    g_byte_array_append(frame, body->data, body->len);
    return g_byte_array_free_to_bytes(frame);
}

bool errand_head_read(const uint8_t head[ERRAND_HEAD_BYTES], size_t most, size_t *out_length,
                      GError **error)
{
    if (memcmp(head, mark, sizeof mark) != 0) {
        error_set(error, ERROR_DATA,
                  "this is not a request of Soundings, or one of another version");
        return false;
    }
    size_t length = 0;
    for (size_t i = 0; i < 4; i++)
        length |= (size_t)head[sizeof mark + i] << (8 * i);
    if (length > most) {
        error_set(error, ERROR_LIMIT, "a request of %zu bytes is too long: at most %zu are read",
                  length, most);
        return false;
    }
    *out_length = length;
    return true;
}

char **errand_words(const void *body, size_t length, GError **error)
{
    const char *text = body;
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    size_t at = 0;
    while (at < length && words->len < ERRAND_WORDS_MOST) {
        const char *end = memchr(text + at, '\0', length - at);
        if (end == NULL)
            break;
        g_ptr_array_add(words, g_strdup(text + at));
        at = (size_t)(end - text) + 1;
    }
    if (at < length || words->len == 0) {
        error_set(error, ERROR_DATA, "the request is broken: it is not made of words");
        return NULL;
    }
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_steal(words, NULL);
}

/* The text, cut where it would make a frame too long. */
static char *within_limit(const char *text)
{
    static const char *const more = "\n...\n";
    enum { MOST = LIMIT_ANSWER_BYTES / ANSWER_WORDS - 64 };
    if (strlen(text) <= MOST)
        return g_strdup(text);
    const char *end = g_utf8_find_prev_char(text, text + MOST);
    g_autofree char *head = g_strndup(text, (size_t)(end - text));
    return g_strconcat(head, more, NULL);
}

GBytes *errand_answer_frame(const ErrandAnswer *answer)
{
    const GError *error = answer->error;
    g_autofree char *code =
        error == NULL ? g_strdup(DONE) : text_from_decimal((int64_t)error->code, 0);
    g_autofree char *out = within_limit(answer->out->str);
    g_autofree char *err = within_limit(answer->err->str);
    g_autofree char *message = within_limit(error == NULL ? "" : error->message);
    const char *const words[] = {code, out, err, message, NULL};
    return errand_frame(words);
}

ErrandAnswer *errand_answer_parse(const void *body, size_t length, GError **error)
{
    g_auto(GStrv) words = errand_words(body, length, error);
    if (words == NULL)
        return NULL;
    int64_t code = -1;
    bool is_done = g_strcmp0(words[ANSWER_CODE], DONE) == 0;
    bool is_failed = !is_done && text_parse_int(words[ANSWER_CODE], &code) && code >= 0 &&
                     code < ERROR_CODE_COUNT;
    if (g_strv_length(words) != ANSWER_WORDS || (!is_done && !is_failed)) {
        error_set(error, ERROR_DATA, "the server's answer cannot be read");
        return NULL;
    }
    ErrandAnswer *answer = errand_answer_new();
    g_string_append(answer->out, words[ANSWER_OUT]);
    g_string_append(answer->err, words[ANSWER_ERR]);
    if (is_failed)
        error_set(&answer->error, (ErrorCode)code, "%s", words[ANSWER_MESSAGE]);
    return answer;
}
