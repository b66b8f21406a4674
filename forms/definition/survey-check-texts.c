/* Texts: none empty, links that may stand, answers that may be repeated, translations. */
#include "forms/definition/survey-check.h"

#include "base/url.h"
#include "forms/survey/variables.h"
#include <string.h>

#include "base/banned.h"

enum { LINES_LISTED = 8 };

/* What is known of one language after the walk. */
typedef struct {
    size_t n_missing;
    size_t n_for_review;
    size_t n_lines;
    unsigned last_line;
    GString *lines; /* of the first texts without a translation */
} LanguageCount;

typedef struct {
    const Survey *survey;
    Mistakes *mistakes;
    size_t n_texts;
    LanguageCount *counts; /* one a language */
} TextCheck;

static char *place_words(const TextPlace *place)
{
    if (place->owner != NULL)
        return survey_question_in_message(place->owner);
    return place->page != NULL ? g_strdup_printf("page '%s'", place->page->id)
                               : g_strdup("the survey");
}

static void check_answer(const TextCheck *check, const TextPlace *place, const Span *span,
                         const char *owner)
{
    const Variables *variables = check->survey->variables;
    if (!place->may_pipe) {
        mistakes_add(check->mistakes, place->line,
                     "%s: \"%s\" cannot repeat an answer, because it is printed where nobody has "
                     "answered; write it without \"answer\"",
                     owner, place->what);
        return;
    }
    size_t index = variables_find_item(variables, span->target);
    const Item *item = index != SIZE_MAX ? &variables->items[index] : NULL;
    if (item == NULL || item->role == ITEM_CODES) {
        mistakes_add(check->mistakes, place->line,
                     "%s: answer of=\"%.40s\": no question has that id", owner, span->target);
        return;
    }
    if ((size_t)(item->question - check->survey->questions) >= place->before_question)
        mistakes_add(check->mistakes, place->line,
                     "%s: answer of=\"%s\": only an earlier question can be repeated", owner,
                     span->target);
    if (item->question->sensitive != SENSITIVE_NO)
        mistakes_add(check->mistakes, place->line,
                     "%s: answer of=\"%s\": that question is sensitive, so its answer is never "
                     "repeated",
                     owner, span->target);
    if (span->text[0] == '\0')
        mistakes_add(check->mistakes, place->line,
                     "%s: answer of=\"%s\" is empty; put the words in it that paper shows instead, "
                     "as in: your answer",
                     owner, span->target);
}

static void check_spans(const TextCheck *check, const TextPlace *place, const char *owner)
{
    for (size_t i = 0; i < place->words->n_phrases; i++) {
        const Phrase *phrase = &place->words->phrases[i];
        for (size_t j = 0; j < phrase->n_spans; j++) {
            const Span *span = &phrase->spans[j];
            if (span->kind == SPAN_LINK && !url_is_allowed(span->target))
                mistakes_add(
                    check->mistakes, place->line,
                    "%s: a link cannot lead to \"%.60s\"; it begins with https://, http://, "
                    "mailto: or tel:",
                    owner, span->target);
            if (span->kind == SPAN_ANSWER)
                check_answer(check, place, span, owner);
        }
    }
}

static size_t language_index(const Survey *survey, const char *lang)
{
    for (size_t i = 0; i < survey->n_languages; i++) {
        if (strcmp(survey->languages[i], lang) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Each translation once, in a language of the survey; counts those that are not there. */
static void check_translations(TextCheck *check, const TextPlace *place, const char *owner)
{
    const Survey *survey = check->survey;
    g_autofree bool *seen = g_new0(bool, survey->n_languages);
    check->n_texts++;
    for (size_t i = 1; i < place->words->n_phrases; i++) {
        const Phrase *phrase = &place->words->phrases[i];
        size_t index = language_index(survey, phrase->lang);
        if (index == SIZE_MAX)
            mistakes_add(check->mistakes, place->line,
                         "%s: there is a translation into \"%.20s\", but the survey does not name "
                         "that language; add it to languages=\"...\" at the top",
                         owner, phrase->lang);
        else if (index == 0)
            mistakes_add(
                check->mistakes, place->line,
                "%s: \"%s\" is the survey's own language; write these words in front of the "
                "translations",
                owner, phrase->lang);
        else if (seen[index])
            mistakes_add(check->mistakes, place->line,
                         "%s: \"%s\" has two translations into \"%s\"; keep one", owner,
                         place->what, phrase->lang);
        if (index == SIZE_MAX)
            continue;
        seen[index] = true;
        check->counts[index].n_for_review += phrase->needs_review ? 1 : 0;
    }
    for (size_t i = 1; i < survey->n_languages; i++) {
        LanguageCount *count = &check->counts[i];
        if (seen[i])
            continue;
        count->n_missing++;
        if (place->line == count->last_line)
            continue;
        count->last_line = place->line;
        if (count->n_lines++ < LINES_LISTED)
            g_string_append_printf(count->lines, "%s%u", count->lines->len > 0 ? ", " : "",
                                   place->line);
    }
}

static void check_text(const TextPlace *place, void *arg)
{
    TextCheck *check = arg;
    g_autofree char *owner = place_words(place);
    if (place->words->n_phrases == 0) {
        mistakes_add(check->mistakes, place->line, "%s: \"%s\" is empty; write its words", owner,
                     place->what);
        return;
    }
    check_spans(check, place, owner);
    check_translations(check, place, owner);
}

static void report_language(const TextCheck *check, size_t index)
{
    const LanguageCount *count = &check->counts[index];
    const char *lang = check->survey->languages[index];
    if (count->n_missing > 0)
        mistakes_warn(
            check->mistakes, 0,
            "%zu of %zu texts have no translation into \"%s\" and will be shown in \"%s\" "
            "(lines %s%s)",
            count->n_missing, check->n_texts, lang, check->survey->languages[0], count->lines->str,
            count->n_lines > LINES_LISTED ? ", ..." : "");
    if (count->n_for_review > 0)
        mistakes_warn(
            check->mistakes, 0,
            "%zu of the translations into \"%s\" still say review=\"needed\"; have them read by "
            "someone qualified",
            count->n_for_review, lang);
}

void survey_check_texts(const Survey *survey, Mistakes *mistakes)
{
    TextCheck check = {.survey = survey, .mistakes = mistakes};
    check.counts = g_new0(LanguageCount, survey->n_languages);
    for (size_t i = 0; i < survey->n_languages; i++)
        check.counts[i].lines = g_string_new(NULL);
    survey_texts_visit(survey, check_text, &check);
    for (size_t i = 0; i < survey->n_languages; i++) {
        if (i > 0)
            report_language(&check, i);
        g_string_free(check.counts[i].lines, true);
    }
    g_free(check.counts);
}
