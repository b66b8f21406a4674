/* Words of the printed questionnaire: texts of the definition, and the generated instructions. */
#include "base/error.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-type.h"
#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "base/banned.h"

/* The address of a link without what a browser adds, or NULL when the words say it already. */
static const char *address_of(const Span *span)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
    for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
        if (!g_str_has_prefix(span->target, schemes[i]))
            continue;
        const char *address = span->target + strlen(schemes[i]);
        bool is_said = strstr(span->text, address) != NULL ||
                       (i == 3 && strpbrk(span->text, "0123456789") != NULL);
        return is_said ? NULL : address;
    }
    return NULL;
}

const char *paper_words(Paper *paper, const Wording *words)
{
    const Phrase *phrase = wording_in(words, paper->lang);
    if (phrase == NULL)
        return "";
    GString *said = g_string_new(NULL);
    for (size_t i = 0; i < phrase->n_spans; i++) {
        const Span *span = &phrase->spans[i];
        g_string_append(said, span->text);
        const char *address = span->kind == SPAN_LINK ? address_of(span) : NULL;
        if (address != NULL)
            g_string_append_printf(said, " (%s)", address);
    }
    return paper_keep(paper, g_string_free(said, false));
}

const char *paper_instruction(Paper *paper, const Question *question)
{
    if (wording_is(&question->paper))
        return paper_words(paper, &question->paper);
    if (!question->instruct)
        return NULL;
    return paper_type(question->type)->instruction(paper, question);
}

const uint8_t *paper_modules(Arena *arena, const char *words, size_t *out_n, GError **error)
{
    QRcode *code = QRcode_encodeString(words, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL) {
        error_set(error, ERROR_LIMIT, "\"%s\" cannot be put into a QR code: %s. Make it shorter",
                  words, errno == ERANGE ? "it is too long" : g_strerror(errno));
        return NULL;
    }
    *out_n = (size_t)code->width;
    const uint8_t *modules = arena_copy(arena, code->data, *out_n * *out_n, 1);
    QRcode_free(code);
    return modules;
}
