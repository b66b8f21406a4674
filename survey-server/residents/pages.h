/* The handlers of residents' pages, one file each (page-*.c), and what they share. Each takes a request that passed the
 * checks and gives a reply; those that keep something give an Answer.
 * In page-check.c, page-common.c, page-error.c, page-home.c, page-machine.c, page-paper.c, page-sent.c, page-start.c and
 * page-survey.c. */
#pragma once

#include "survey-server/http/context.h"
#include "survey-server/http/pending.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"
#include "survey-server/residents/layout.h"
#include "survey-server/residents/site.h"
#include "survey-server/residents/visit.h"
#include <stddef.h>

/* `/`: the surveys that are open.
 * Returns: yours (free with reply_free). */
Reply *page_home(const Request *request, Context *context);

/* `/{survey}`: leads to the start page.
 * Returns: yours (free with reply_free). */
Reply *page_start_redirect(const Request *request, Context *context);

/* `/{survey}/`: the start page; for someone whose draft is found, a way to go on with it.
 * Returns: yours (free with reply_free). */
Reply *page_start(const Request *request, Context *context);

/* A POST to the start page begins a new response with a new cookie.
 * Returns: yours (free with reply_free). */
Reply *page_start_again(const Request *request, Context *context);

/* Render the start pages of a survey that is about to be served, in each language and phase.
 * Threads: any, before others see it. */
void page_start_prepare(const Context *context, Served *served);

/* Draw the printed questionnaires of a survey that is about to be served, in each language and size; those of `before` are
 * taken over when nothing that they show has changed. What cannot be drawn is told to the log and left out.
 * Threads: any, before others see it. */
void page_paper_prepare(const Context *context, Served *served, const Served *before);

/* The links to them, for the start page; nothing when there are none. */
void page_paper_write_links(Markup *to, const Served *served, const char *lang);

/* `/{survey}/paper.pdf`: `lang` as everywhere, `size=large` for large print.
 * Returns: yours (free with reply_free). */
Reply *page_paper(const Request *request, Context *context);

/* The start page of a survey in one of its languages; before it opens and after it closed it says so.
 * Owns: the survey's.   Threads: any (pure). */
const StaticPage *page_start_find(const Served *served, const char *lang, Phase phase);

/* `/{survey}/{page}`: show a page of questions.
 * Returns: yours. */
Answer page_survey_show(const Request *request, Context *context);

/* A POST there: keep what was typed, lead on.
 * Returns: yours. */
Answer page_survey_take(const Request *request, Context *context);

/* `/{survey}/check-answers`: show the answers.
 * Returns: yours. */
Answer page_check_show(const Request *request, Context *context);

/* A POST there sends them.
 * Returns: yours. */
Answer page_check_send(const Request *request, Context *context);

/* `/{survey}/sent`: the reference.
 * Returns: yours (free with reply_free). */
Reply *page_sent(const Request *request, Context *context);

/* `/healthz`: is the server well? 200 and status ok; 503 and failing when nothing can be saved, degraded when a survey is
 * lost, which it names, and the others are served.
 * Returns: yours (free with reply_free). */
Reply *page_health(const Request *request, Context *context);

/* `/metrics`: how is it doing? For this machine alone.
 * Returns: yours (free with reply_free). */
Reply *page_metrics(const Request *request, Context *context);

/* `/assets/{name}`: the stylesheet.
 * Returns: yours (free with reply_free). */
Reply *page_asset(const Request *request, Context *context);

/* ---- Shared ---- */

/* The page that says what went wrong and what to do, for any status from 400 on. `served` may be NULL.
 * Returns: yours (free with reply_free). */
Reply *page_error(const Request *request, const Context *context, unsigned status);

/* The page for a survey that takes no answers at this time (403 to a POST), or for answers that are gone (404).
 * Returns: yours (free with reply_free). */
Reply *page_not_open(const Request *request, const Context *context, const Served *served,
                     Phase phase);
Reply *page_lost(const Request *request, const Context *context, const Visit *visit);

/* The page of a survey that is lost, whatever is asked of it (503): whom to tell, and that what was sent was not saved.
 * Returns: yours (free with reply_free). */
Reply *page_not_here(const Request *request, const Context *context, const LostSurvey *lost);

/* The survey of the request's first segment, when it takes answers now; else NULL and the reply that says why.
 * Returns: the survey is lent, the reply yours. */
const Served *page_open_survey(const Request *request, const Context *context, Reply **out_reply);

/* A resident's visit to it; NULL and a reply when the store cannot be read.
 * Returns: both are yours. */
Visit *page_open_visit(const Request *request, Context *context, const Served *served,
                       Reply **out_reply);

/* `/SURVEY/PAGE`, check answers for JOURNEY_CHECK, the start page for a place that is neither.
 * Returns: yours (free with url_clear). */
Url page_url(const Survey *survey, size_t page);

/* First keep the journey in its new language, then lead back to the same page; swallows the visit.
 * Returns: yours. */
Answer page_keep_language(Visit *visit, size_t page);
