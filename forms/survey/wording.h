/* Words of a definition: a text with a little markup in its base language, and its translations.
 * Inside a text only em, strong, a link and an answer to repeat (piping); everything else is plain. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef enum { SPAN_TEXT, SPAN_EM, SPAN_STRONG, SPAN_LINK, SPAN_ANSWER } SpanKind;

typedef struct {
    SpanKind kind;
    const char *text;   /* for SPAN_ANSWER: the words used when there is no answer, and on paper */
    const char *target; /* SPAN_LINK: the address; SPAN_ANSWER: the question's id; else NULL */
} Span;

/* One language of a text. */
typedef struct {
    const char *lang;
    const char *plain; /* all spans' text joined, white space folded; for tables, charts, lists */
    bool needs_review; /* review="needed": translated by nobody qualified yet */
    size_t n_spans;
    const Span *spans;
} Phrase;

/* A text in all its languages; phrases[0] is the base language. n_phrases 0: the text is not there. */
typedef struct {
    size_t n_phrases;
    const Phrase *phrases;
    unsigned line;    /* of the definition, for messages */
    const char *todo; /* what is still to be settled, or NULL */
} Wording;

typedef struct {
    size_t n;
    const Wording *at;
} Paragraphs;

/* Is there a text at all?   Threads: any (pure). */
bool wording_is(const Wording *words);

/* The phrase in a language, else in the base language (phrase->lang says which it is); NULL when there is no text.
 * Owns: lent for the survey's life.   Threads: any (pure). */
const Phrase *wording_in(const Wording *words, const char *lang);

/* The plain text of wording_in; "" when there is no text.
 * Owns: lent for the survey's life.   Threads: any (pure). */
const char *wording_plain(const Wording *words, const char *lang);
