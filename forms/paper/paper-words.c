/* Words of the printed questionnaire: texts of the definition, and the generated instructions. */
#include "base/catalogue.h"
#include "base/error.h"
#include "base/text.h"
#include "forms/paper/paper-build.h"
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

const char *paper_words(Paper *paper, const Words *words)
{
    const Phrase *phrase = words_in(words, paper->lang);
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

/* "Tick up to 2 boxes." and its kind. */
static const char *many_instruction(Paper *paper, const Question *question)
{
    g_autofree char *min = g_strdup_printf("%u", question->min_picks);
    g_autofree char *max = g_strdup_printf("%u", question->max_picks);
    const char *template = paper_say(paper, SAY("Tick all that apply."));
    if (question->min_picks > 1 && question->max_picks == question->min_picks)
        template = paper_say(paper, SAY("Tick {max} boxes."));
    else if (question->min_picks > 1 && question->max_picks > 0)
        template = paper_say(paper, SAY("Tick {min} to {max} boxes."));
    else if (question->min_picks > 1)
        template = paper_say(paper, SAY("Tick at least {min} boxes."));
    else if (question->max_picks == 1)
        template = paper_say(paper, SAY("Tick one box only."));
    else if (question->max_picks > 0)
        template = paper_say(paper, SAY("Tick up to {max} boxes."));
    return paper_keep(paper, text_fill(template, "min", min, "max", max, NULL));
}

/* "Write 1, 2 and 3 in the boxes: 1 for your first choice." */
static const char *rank_instruction(Paper *paper, const Question *question)
{
    g_autofree char *last = g_strdup_printf("%u", question->places);
    const char *template =
        question->places == 1 ? SAY("Write 1 in the box beside your first choice.")
        : question->places == 2
            ? SAY("Write 1 beside your first choice and 2 beside your second. Leave the others "
                  "blank.")
            : SAY("Write 1 beside your first choice, 2 beside your second, and so on to {last}. "
                  "Leave the others blank.");
    return paper_keep(paper, text_fill(paper_say(paper, template), "last", last, NULL));
}

static const char *scale_instruction(Paper *paper, const Question *question)
{
    const char *tick = paper_say(paper, SAY("Tick one box only."));
    if (!words_are(&question->low) || !words_are(&question->high))
        return tick;
    g_autofree char *from = text_from_decimal(question->from, 0);
    g_autofree char *to = text_from_decimal(question->to, 0);
    g_autofree char *ends =
        text_fill(paper_say(paper, SAY("{from} means “{low}”, {to} means “{high}”.")), "from", from,
                  "low", words_plain(&question->low, paper->lang), "to", to, "high",
                  words_plain(&question->high, paper->lang), NULL);
    return paper_keep(paper, g_strconcat(ends, " ", tick, NULL));
}

const char *paper_instruction(Paper *paper, const Question *question)
{
    if (words_are(&question->paper))
        return paper_words(paper, &question->paper);
    if (!question->instruct)
        return NULL;
    switch (question->type) {
    case QUESTION_CHOOSE_ONE:
        return paper_say(paper, SAY("Tick one box only."));
    case QUESTION_CHOOSE_MANY:
        return many_instruction(paper, question);
    case QUESTION_RANK:
        return rank_instruction(paper, question);
    case QUESTION_SCALE:
        return scale_instruction(paper, question);
    case QUESTION_GRID:
        return paper_say(paper, paper_has_table(paper, question)
                                    ? SAY("Tick one box on each line.")
                                    : SAY("Tick one box below each line."));
    case QUESTION_NUMBER:
        return paper_say(paper, SAY("Write one figure in each box."));
    case QUESTION_DATE:
        return paper_say(paper, SAY("Write the day, the month and the year in figures."));
    case QUESTION_TEXT:
        return paper_say(paper, question->lines <= 1 ? SAY("Write on the line.")
                                                     : SAY("Write on the lines."));
    case QUESTION_TYPE_COUNT:
        break;
    }
    g_assert_not_reached();
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
