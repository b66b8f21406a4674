/* Points on a line as radios, and answers beside them such as "don't know". */
#include "base/say.h"
#include "base/text.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

/* What the ends mean: "1 means “not at all”, 10 means “very”." NULL when they have no words.
 * Returns: yours (free with g_free). */
static char *ends_in_words(const Question *question, const char *lang)
{
    if (!question->instruct || !wording_is(&question->own.scale.low) ||
        !wording_is(&question->own.scale.high))
        return NULL;
    g_autofree char *from = text_from_decimal(question->own.scale.from, 0);
    g_autofree char *to = text_from_decimal(question->own.scale.to, 0);
    return text_fill(say(lang, "{from} means “{low}”, {to} means “{high}”."), "from", from, "low",
                     wording_plain(&question->own.scale.low, lang), "to", to, "high",
                     wording_plain(&question->own.scale.high, lang), NULL);
}

static void scale_render(const Question *question, size_t first_item, const QuestionView *view,
                         Markup *to)
{
    g_autofree char *ends = ends_in_words(question, view->lang);
    const QuestionHead head = {
        .id = question->id, .question = question, .item = first_item, .instruction = ends};
    question_with_options_write(view, &head, "radio", "options scale", to);
}

static bool has_radios(const Question *question)
{
    (void)question;
    return true;
}

extern const QuestionPage scale_page;
const QuestionPage scale_page = {
    .render = scale_render,
    .has_radios = has_radios,
};
