/* Who was asked what: the route of every page, item and note, for rows of values. The same code serves a resident's one
 * row and a block of a thousand stored ones.
 *
 * The route of an item = its version, and its page's condition, and its question's, and its row's, each test of which
 * holds only where the tested item is itself on-route. A write-in is on-route where its option is chosen; codes of a text
 * where the text is on-route and has been coded. */
#pragma once

#include "forms/survey/variables.h"
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Routes Routes;

/* Room to follow the routes of at most max_rows rows at once.
 * Returns: yours (free with routes_free); lends the variables' life.   Threads: one at a time. */
Routes *routes_new(const Variables *variables, size_t max_rows);
void routes_free(Routes *routes);

/* Compute all masks for these rows; the columns must live no longer than the call. */
void routes_follow(Routes *routes, const Columns *columns);

/* Masks, a byte a row, 1 = on-route; valid until the next routes_follow.
 * Owns: lent. */
const uint8_t *routes_of_item(const Routes *routes, size_t item);
const uint8_t *routes_of_page(const Routes *routes, size_t page);

/* Is the note (an entry of a page) shown for row 0?  */
bool routes_shows_note(const Routes *routes, const Note *note, const Columns *columns);

/* Visit each test on an item's route: its page's, its question's, its row's conditions. */
void routes_visit(const Variables *variables, size_t item,
                  void (*visit)(const Condition *test, void *arg), void *arg);

/* The whole condition of an item in words, for the base of a table and the code book: page, question and row joined;
 * NULL when everyone is asked.
 * Returns: yours (free with g_free). */
char *routes_words(const Variables *variables, size_t item, const char *lang);

/* The same of a whole question: its page and itself, without the rows of a grid.
 * Returns: yours (free with g_free). */
char *routes_question_words(const Survey *survey, const Question *question, const char *lang);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Routes, routes_free)
