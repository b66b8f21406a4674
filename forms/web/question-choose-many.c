/* Any number of answers from a list: tick boxes. */
#include "base/say.h"
#include "base/text.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

/* "Select all that apply.", "Select up to 2.", "Select 2 to 4."
 * Returns: yours (free with g_free). */
static char *instruction(const Question *question, const char *lang)
{
    g_autofree char *min = g_strdup_printf("%u", question->picks.least);
    g_autofree char *max = g_strdup_printf("%u", question->picks.most);
    if (question->picks.least > 1 && question->picks.most == question->picks.least)
        return text_fill(say(lang, "Select {max}."), "max", max, NULL);
    if (question->picks.least > 1 && question->picks.most > 0)
        return text_fill(say(lang, "Select {min} to {max}."), "min", min, "max", max, NULL);
    if (question->picks.least > 1)
        return text_fill(say(lang, "Select at least {min}."), "min", min, NULL);
    if (question->picks.most > 0)
        return text_fill(say(lang, "Select up to {max}."), "max", max, NULL);
    return g_strdup(say(lang, "Select all that apply."));
}

static void choose_many_render(const Question *question, size_t first_item,
                               const QuestionView *view, Markup *to)
{
    g_autofree char *generated = question->instruct ? instruction(question, view->lang) : NULL;
    const QuestionHead head = {
        .id = question->id, .question = question, .item = first_item, .instruction = generated};
    question_with_options_write(view, &head, "checkbox", "options", to);
}

extern const QuestionPage choose_many_page;
const QuestionPage choose_many_page = {
    .render = choose_many_render,
};
