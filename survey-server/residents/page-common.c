/* What the pages of a survey share: finding the survey and the visit, addresses, keeping a language. */
#include "base/env.h"
#include "survey-server/http/log.h"
#include "survey-server/residents/pages.h"
#include "survey-server/residents/saving.h"

#include "base/banned.h"

const Served *page_open_survey(const Request *request, const Context *context, Reply **out_reply)
{
    const Served *served = site_find(context->site, request->segments[0]);
    if (served == NULL) {
        *out_reply = page_error(request, context, 404);
        return NULL;
    }
    Phase phase = site_served_phase(served, env_now());
    if (phase == PHASE_OPEN)
        return served;
    *out_reply = page_not_open(request, context, served, phase);
    return NULL;
}

Visit *page_open_visit(const Request *request, Context *context, const Served *served,
                       Reply **out_reply)
{
    g_autoptr(GError) error = NULL;
    Visit *visit = visit_open(request, context, served, &error);
    if (visit == NULL) {
        log_event("store", error->message);
        *out_reply = page_error(request, context, reply_status_of(error));
    }
    return visit;
}

Url page_url(const Survey *survey, size_t page)
{
    if (page == JOURNEY_CHECK)
        return url_path(survey->id, "check-answers", NULL);
    if (page >= survey->n_pages)
        return url_path(survey->id, "", NULL);
    return url_path(survey->id, survey->pages[page].id, NULL);
}

static Answer language_kept(const Saving *saving, const Request *request, Context *context,
                            const PendingOutcome *outcome)
{
    (void)context;
    (void)outcome; /* not kept: the page is shown in the draft's language, nothing is lost */
    (void)request;
    return answer_now(reply_redirect(303, page_url(saving->visit->survey, saving->page)));
}

Answer page_keep_language(Visit *visit, size_t page)
{
    return saving_answer((Saving){.visit = visit, .page = page}, language_kept);
}
