/* Answers drawn at random, for trying things out: each by the rules of its type (forms/answers/question.h), so that what is
 * drawn is what may be answered. Whether an item is asked at all, and how many leave it out, is the caller's. Implemented in
 * draw-item.c and, what the types share, in draw.c. */
#pragma once

#include "base/random-stream.h"
#include "forms/answers/answers.h"

typedef struct {
    Answers *answers; /* so far; what is drawn goes there */
    RandomStream *random;
    double *const *weights; /* [item][option]; any number from 0 up */
    const double *more;     /* [item] of a multiple: how likely each further tick is, 0 to 1 */
} Draw;

/* Draw an answer for an item: a question's by its type, words beside an answer, codes of a text. */
void draw_item(const Draw *draw, size_t item);

/* Is the item drawn with an earlier one of its question, because their rule holds for all together?   Threads: any (pure). */
bool draw_is_with_another(const Variables *variables, size_t item);

/* ---- For the types ---- */

/* The weights of an item's options, 0 for those that are not offered.
 * Shapes: one an option, and room for one more.   Returns: yours. */
double *draw_weights(const Draw *draw, size_t item);

/* One option of an item of which one is chosen. */
void draw_option(const Draw *draw, size_t item);

/* n ticks, or one that excludes the others; never fewer than `least`, when there are any and options enough. */
void draw_ticks(const Draw *draw, size_t item, size_t n, size_t least);

/* Now and then an answer beside a number or date ("don't know"); false when it was none. */
bool draw_beside(const Draw *draw, size_t item);

/* Words of at most so many characters, from so many in a hundred. */
void draw_words(const Draw *draw, size_t item, unsigned percent, size_t most);
