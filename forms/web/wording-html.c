/* Texts of a definition on a page: emphasis, links, piped answers, and the language they are in. */
#include "base/language.h"
#include "base/limits.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/survey/routes.h"
#include "forms/web/page-html.h"
#include "forms/web/question-html.h"
#include <string.h>

#include "base/banned.h"

static bool is_on_route(const Answers *answers, size_t item)
{
    const Variables *variables = answers->survey->variables;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    const Columns row = answers_columns(answers, room);
    g_autoptr(Routes) routes = routes_new(variables, 1);
    routes_follow(routes, &row);
    return routes_of_item(routes, item)[0] != 0;
}

char *wording_piped(const Survey *survey, const char *id, const char *lang, const Answers *answers)
{
    const size_t item = answers != NULL ? variables_find_item(survey->variables, id) : SIZE_MAX;
    if (item == SIZE_MAX || !is_on_route(answers, item))
        return NULL;
    g_autofree char *words = answers_words(answers, item, lang);
    return words != NULL ? text_cut(words, LIMIT_PIPED_CHARS, TEXT_CUT_AS_IS) : NULL;
}

char *wording_said(const Wording *words, const char *lang, const Survey *survey,
                   const Answers *answers)
{
    const Phrase *phrase = wording_in(words, lang);
    if (phrase == NULL)
        return g_strdup("");
    GString *said = g_string_new(NULL);
    for (size_t i = 0; i < phrase->n_spans; i++) {
        const Span *span = &phrase->spans[i];
        g_autofree char *piped =
            span->kind == SPAN_ANSWER ? wording_piped(survey, span->target, lang, answers) : NULL;
        g_string_append(said, piped != NULL ? piped : span->text);
    }
    return g_string_free(said, false);
}

static void write_link(Markup *to, const Span *span)
{
    g_auto(Url) url = url_from_definition(span->target);
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, span->text);
    markup_close(to, "a");
}

static void write_answer(Markup *to, const Span *span, const char *lang, const Survey *survey,
                         const Answers *answers)
{
    g_autofree char *piped = wording_piped(survey, span->target, lang, answers);
    if (piped == NULL) {
        markup_text(to, span->text);
        return;
    }
    markup_element(to, "bdi", piped);
}

static void write_span(Markup *to, const Span *span, const char *lang, const Survey *survey,
                       const Answers *answers)
{
    switch (span->kind) {
    case SPAN_TEXT:
        markup_text(to, span->text);
        return;
    case SPAN_EM:
        markup_element(to, "em", span->text);
        return;
    case SPAN_STRONG:
        markup_element(to, "strong", span->text);
        return;
    case SPAN_LINK:
        write_link(to, span);
        return;
    case SPAN_ANSWER:
        write_answer(to, span, lang, survey, answers);
        return;
    }
}

void wording_write(Markup *to, const Wording *words, const char *lang, const Survey *survey,
                   const Answers *answers)
{
    const Phrase *phrase = wording_in(words, lang);
    if (phrase == NULL)
        return;
    const bool foreign = g_strcmp0(phrase->lang, lang) != 0;
    if (foreign) {
        markup_open(to, "span");
        markup_attr(to, "lang", phrase->lang);
        if (strcmp(language_direction(phrase->lang), language_direction(lang)) != 0)
            markup_attr(to, "dir", language_direction(phrase->lang));
    }
    for (size_t i = 0; i < phrase->n_spans; i++)
        write_span(to, &phrase->spans[i], lang, survey, answers);
    if (foreign)
        markup_close(to, "span");
}

void wording_paragraphs_write(Markup *to, const Paragraphs *paragraphs, const char *lang,
                              const Survey *survey, const Answers *answers)
{
    for (size_t i = 0; i < paragraphs->n; i++) {
        markup_open(to, "p");
        wording_write(to, &paragraphs->at[i], lang, survey, answers);
        markup_close(to, "p");
    }
}
