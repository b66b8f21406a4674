/* A resident's way through a survey: what was sent on each page, where they are, where they go next. Pure: it is made
 * from the words of a draft and gives words for a draft; nothing here knows HTTP, cookies or the store.
 * Everything a resident sent is kept as it was sent, right or wrong, so that nothing has to be typed twice. */
#pragma once

#include "base/fields.h"
#include "forms/answers/answers.h"
#include "forms/survey/survey.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Journey Journey;

#define JOURNEY_CHECK SIZE_MAX /* the place after the last page: check answers */

/* A journey that has not begun.
 * Returns: yours (free with journey_free); lends the survey. */
Journey *journey_new(const Survey *survey, const char *lang);
void journey_free(Journey *journey);

/* Words of a draft, and back: journey_parse(journey_encode(j)) is the same journey.
 * Errors: NULL and ERROR_DATA for words that are not a journey of this survey.   Returns: yours. */
Journey *journey_parse(const Survey *survey, const char *words,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *journey_encode(const Journey *journey);

/* Take what a page's form sent. Problems of that page are then journey_problems. */
void journey_take(Journey *journey, size_t page, const Fields *fields);

/* Did this page get sent, and were there problems in what it sent?
 * Owns: problems are lent until the next journey_take. */
bool journey_was_sent(const Journey *journey, size_t page);
const Problems *journey_problems(const Journey *journey, size_t page);

/* What the page sent, to show again; NULL when it never was sent.   Owns: lent. */
const Fields *journey_fields(const Journey *journey, size_t page);

/* All answers so far (pages without problems and the good parts of those with), unsettled.   Owns: lent. */
const Answers *journey_answers(const Journey *journey);

/* Is the page on the route, with at least one question on its route for these answers? */
bool journey_is_on_route(const Journey *journey, size_t page);

/* The page to show after this one: normally the next on the route; when the resident came from check answers, the next
 * on-route page that was never sent or has problems, else JOURNEY_CHECK. SIZE_MAX is JOURNEY_CHECK. */
size_t journey_next(const Journey *journey, size_t page);

/* The first page; the page a Back link leads to (SIZE_MAX: the start page). */
size_t journey_first(const Journey *journey);
size_t journey_back(const Journey *journey, size_t page);

/* The first on-route page that was never sent or has problems, JOURNEY_CHECK when there is none: check answers sends
 * people there before it lets them submit. */
size_t journey_unfinished(const Journey *journey);

/* Mark that check answers was reached: from then on journey_next returns to it. */
void journey_set_checking(Journey *journey, bool checking);

/* The language of the pages.   Owns: lent. */
const char *journey_language(const Journey *journey);
void journey_set_language(Journey *journey, const char *lang);

/* Where this page stands among the on-route pages (from 1) and about how many there are. */
void journey_progress(const Journey *journey, size_t page, size_t *out_at, size_t *out_of);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Journey, journey_free)
