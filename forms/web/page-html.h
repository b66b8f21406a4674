/* The body of a resident's page: error summary, heading, intro, notes, questions, the button. Not the frame around it
 * (header, languages, help, footer: survey-server/residents/layout.h).
 * In page-html.c, check-html.c and wording-html.c. */
#pragma once

#include "base/markup.h"
#include "forms/answers/journey.h"
#include "forms/survey/survey.h"

/* Write phrases with their em, strong, links and piped answers; `answers` NULL pipes the fallback words. An element whose
 * language is not `lang` gets its own lang attribute through a span. */
void wording_write(Markup *to, const Wording *words, const char *lang, const Survey *survey,
                   const Answers *answers);

/* Write each paragraph as a p. */
void wording_paragraphs_write(Markup *to, const Paragraphs *paragraphs, const char *lang,
                              const Survey *survey, const Answers *answers);

/* The id of a page's form: buttons outside it that send it name it. */
#define PAGE_FORM "page-form"

/* A button that cannot be seen or reached and comes before all others of the form: what Enter in a text box presses. */
void page_first_button_write(Markup *to, const char *lang);

/* The form of a page, from the error summary to the button. `with_errors`: show the problems of what was sent. */
void page_write(Markup *to, const Journey *journey, size_t page, bool with_errors);

/* The page's heading as plain words, for the title: its one question's, or the page's title. The error word and the
 * counts are added by the frame.
 * Returns: yours (free with g_free). */
char *page_heading(const Journey *journey, size_t page);

/* The check-answers list: a dl of questions, answers and Change links, page by page; off-route answers are named below
 * it as not counted. `base` is the survey's path. */
void check_answers_write(Markup *to, const Journey *journey);
