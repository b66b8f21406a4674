/* A page of questions: shown from the draft, taken into the draft. Whatever was typed is kept, right or wrong; the answer
 * to a POST is always a redirect, so that reloading sends nothing twice.
 *
 * Two tabs: each POST loads the draft, puts its own page into it and saves it under the revision that it loaded. When
 * another request came between, it starts over with the newer draft, so both pages are kept; only when that fails again
 * and again is the page shown once more, with what was typed and the reason. */
#include "base/say.h"
#include "forms/web/page-html.h"
#include "survey-server/residents/page-fields.h"
#include "survey-server/residents/pages.h"
#include "survey-server/residents/saving.h"

#include "base/banned.h"

enum { ATTEMPTS_MAX = 4 };

static size_t find_page(const Survey *survey, const char *id)
{
    for (size_t i = 0; i < survey->n_pages; i++) {
        if (g_str_equal(survey->pages[i].id, id))
            return i;
    }
    return SIZE_MAX;
}

static bool has_problems(const Journey *journey, size_t page)
{
    if (!journey_was_sent(journey, page))
        return false;
    const Problems *problems = journey_problems(journey, page);
    return problems != NULL && problems->list->len > 0;
}

static GBytes *render(const Visit *visit, const Context *context, size_t page, const char *notice)
{
    const Journey *journey = visit->journey;
    bool with_errors = has_problems(journey, page);
    g_autofree char *heading = page_heading(journey, page);
    g_auto(Url) here = page_url(visit->survey, page);
    size_t back_page = journey_back(journey, page);
    g_auto(Url) back = back_page < visit->survey->n_pages ? page_url(visit->survey, back_page)
                                                          : url_path(visit->survey->id, "", NULL);
    Frame frame = {.context = context,
                   .survey = visit->survey,
                   .lang = visit->lang,
                   .heading = heading,
                   .is_error = with_errors || notice != NULL,
                   .here = &here,
                   .back = &back,
                   .has_form = true};
    journey_progress(journey, page, &frame.at, &frame.of);
    Markup *to = layout_begin(&frame);
    if (notice != NULL)
        layout_notice(to, visit->lang, notice);
    page_write(to, journey, page, with_errors);
    return layout_end(to, &frame);
}

/* The visit and the page of a request that may be at it; NULL and the reply otherwise. */
static Visit *open_page(const Request *request, Context *context, size_t *out_page,
                        Reply **out_reply)
{
    const Served *served = page_open_survey(request, context, out_reply);
    if (served == NULL)
        return NULL;
    g_autoptr(Visit) visit = page_open_visit(request, context, served, out_reply);
    if (visit == NULL)
        return NULL;
    *out_page = find_page(visit->survey, request->segments[1]);
    if (*out_page == SIZE_MAX) {
        *out_reply = page_error(request, context, 404);
        return NULL;
    }
    if (visit->reference[0] != '\0') {
        *out_reply = reply_redirect(303, url_path(visit->survey->id, "sent", NULL));
        return NULL;
    }
    return g_steal_pointer(&visit);
}

/* A page that is not on this resident's way leads to where they are. */
static Reply *off_route(const Visit *visit)
{
    size_t page =
        visit->has_draft ? journey_unfinished(visit->journey) : journey_first(visit->journey);
    return reply_redirect(303, page_url(visit->survey, page));
}

Answer page_survey_show(const Request *request, Context *context)
{
    size_t page = 0;
    Reply *elsewhere = NULL;
    g_autoptr(Visit) visit = open_page(request, context, &page, &elsewhere);
    if (visit == NULL)
        return answer_now(elsewhere);
    if (!journey_is_on_route(visit->journey, page))
        return answer_now(off_route(visit));
    if (visit->lang_is_new)
        return page_keep_language(g_steal_pointer(&visit), page);
    return answer_now(reply_html(200, render(visit, context, page, NULL)));
}

static Answer show_unsaved(const Saving *saving, Context *context, unsigned status,
                           const char *notice)
{
    Reply *reply = reply_html(status, render(saving->visit, context, saving->page, notice));
    reply->retry_after_s = status == 503 ? 30 : 0;
    return answer_now(reply);
}

static Answer taken(const Saving *saving, const Request *request, Context *context,
                    const PendingOutcome *outcome);

/* Put what was sent into the journey; the page before check answers marks that it was reached, so that Continue leads back
 * to it from a page that is changed afterwards. */
static void take_fields(const Request *request, Visit *visit, size_t page)
{
    journey_take(visit->journey, page, request->fields);
    if (journey_was_sent(visit->journey, page) && !has_problems(visit->journey, page) &&
        journey_next(visit->journey, page) == JOURNEY_CHECK)
        journey_set_checking(visit->journey, true);
}

/* Another request changed the draft meanwhile: put this page into the newer one. */
static Answer take_again(const Request *request, Context *context, unsigned attempt)
{
    size_t page = 0;
    Reply *elsewhere = NULL;
    g_autoptr(Visit) visit = open_page(request, context, &page, &elsewhere);
    if (visit == NULL)
        return answer_now(elsewhere);
    take_fields(request, visit, page);
    return saving_answer(
        (Saving){.visit = g_steal_pointer(&visit), .page = page, .attempt = attempt}, taken);
}

static Answer lead_on(const Saving *saving, const Context *context)
{
    const Visit *visit = saving->visit;
    Url url;
    if (has_problems(visit->journey, saving->page))
        url = url_with_fragment(page_url(visit->survey, saving->page), "errors");
    else if (!journey_was_sent(visit->journey, saving->page)) /* cleared, or another language */
        url = page_url(visit->survey, saving->page);
    else
        url = page_url(visit->survey, journey_next(visit->journey, saving->page));
    Reply *reply = reply_redirect(303, url);
    reply_set_cookie(reply, context->config, visit->site_token);
    return answer_now(reply);
}

static Answer taken(const Saving *saving, const Request *request, Context *context,
                    const PendingOutcome *outcome)
{
    const char *lang = saving->visit->lang;
    if (outcome->is_busy || outcome->status == STORE_FAILED)
        return show_unsaved(
            saving, context, 503,
            say(lang, "We could not save this page just now. What you typed is still here, and "
                      "your other answers are kept. Wait a minute, then select Continue again."));
    if (outcome->status == STORED || outcome->status == STORED_REPEATED)
        return lead_on(saving, context);
    if (saving->attempt + 1 < ATTEMPTS_MAX)
        return take_again(request, context, saving->attempt + 1);
    return show_unsaved(
        saving, context, 409,
        say(lang,
            "This page was not saved, because this survey is being answered in another tab or "
            "window at the same time. What you typed is still here. Select Continue to save "
            "it."));
}

Answer page_survey_take(const Request *request, Context *context)
{
    size_t page = 0;
    Reply *elsewhere = NULL;
    g_autoptr(Visit) visit = open_page(request, context, &page, &elsewhere);
    if (visit == NULL)
        return answer_now(elsewhere);
    if (!page_fields_are_known(visit->survey, page, request->fields))
        return answer_now(page_error(request, context, 400));
    take_fields(request, visit, page);
    return saving_answer((Saving){.visit = g_steal_pointer(&visit), .page = page}, taken);
}
