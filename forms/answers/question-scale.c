/* Points on a line, and answers beside them such as "don't know". Reads as a choose-one. */
#include "base/catalogue.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/survey/variables.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

enum { POINTS_MAX = 101 }; /* 0 to 100; more cannot be shown as buttons */

static Words point_words(Arena *arena, const Question *question, int64_t point)
{
    g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, point);
    Span *span = arena_new_array(arena, Span, 1);
    Phrase *phrase = arena_new_array(arena, Phrase, 1);
    span->kind = SPAN_TEXT;
    span->text = arena_strdup(arena, digits);
    phrase->lang = question->ask.n_phrases > 0 ? question->ask.phrases[0].lang : "en";
    phrase->plain = span->text;
    phrase->n_spans = 1;
    phrase->spans = span;
    return (Words){.n_phrases = 1, .phrases = phrase, .line = question->line};
}

static void scale_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    g_autofree char *name = question_in_message(question);
    const int64_t n_points = question->to - question->from + 1;
    if (n_points < 2 || n_points > POINTS_MAX) {
        mistakes_add(mistakes, question->line,
                     "%s: a scale runs from a smaller number to a larger one, at most %d apart; "
                     "write for example from=\"1\" to=\"10\"",
                     name, POINTS_MAX - 1);
        return;
    }
    Option *options = arena_new_array(arena, Option, (size_t)n_points + question->n_options);
    for (int64_t i = 0; i < n_points; i++)
        options[i] = (Option){.code = (int)(question->from + i),
                              .label = point_words(arena, question, question->from + i),
                              .has_score = true,
                              .score = (double)(question->from + i),
                              .is_point = true,
                              .group = -1,
                              .line = question->line};
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        if (option->code >= question->from && option->code <= question->to)
            mistakes_add(mistakes, option->line,
                         "%s: the code %d is a point of the scale already: give this answer a "
                         "code outside the scale, such as 98",
                         name, option->code);
        options[(size_t)n_points + i] = *option;
    }
    question->options = options;
    question->n_options += (size_t)n_points;
}

/* What the ends mean: "1 means “not at all”, 10 means “very”." NULL when they have no words.
 * Owns: the caller. */
static char *ends_in_words(const Question *question, const char *lang)
{
    if (!question->instruct || !words_are(&question->low) || !words_are(&question->high))
        return NULL;
    g_autofree char *from = text_from_decimal(question->from, 0);
    g_autofree char *to = text_from_decimal(question->to, 0);
    return text_fill(say(lang, "{from} means “{low}”, {to} means “{high}”."), "from", from, "low",
                     words_plain(&question->low, lang), "to", to, "high",
                     words_plain(&question->high, lang), NULL);
}

static void scale_render(const Question *question, size_t first_item, const QuestionView *view,
                         Markup *to)
{
    g_autofree char *ends = ends_in_words(question, view->lang);
    const QuestionHead head = {
        .id = question->id, .question = question, .item = first_item, .instruction = ends};
    options_question_write(view, &head, "radio", "options scale", to);
}

const QuestionRules scale_rules = {
    .element = "scale",
    .measure = MEASURE_SINGLE,
    .complete = scale_complete,
    .read = read_one,
    .check = check_single,
    .render = scale_render,
};
