/* Check answers, and sending them. A response is acknowledged only after the writer says that it is durable; the submit
 * key comes from the draft, so the same form sent twice gives one response and the same reference. */
#include "base/say.h"
#include "forms/web/page-html.h"
#include "survey-server/residents/pages.h"
#include "survey-server/residents/saving.h"

#include "base/banned.h"

static GBytes *render(const Visit *visit, const Context *context, const char *notice)
{
    g_auto(Url) here = page_url(visit->survey, JOURNEY_CHECK);
    g_auto(Url) back =
        page_url(visit->survey, journey_back(visit->journey, visit->survey->n_pages));
    Frame frame = {.context = context,
                   .survey = visit->survey,
                   .lang = visit->lang,
                   .heading = say(visit->lang, "Check your answers"),
                   .is_error = notice != NULL,
                   .here = &here,
                   .back = &back};
    Markup *to = layout_begin(&frame);
    if (notice != NULL)
        layout_notice(to, visit->lang, notice);
    markup_element(to, "h1", frame.heading);
    check_answers_write(to, visit->journey);
    markup_open(to, "form");
    markup_attr(to, "method", "post");
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "button");
    markup_text(to, say(visit->lang, "Send your answers"));
    markup_close(to, "button");
    markup_close(to, "form");
    return layout_end(to, &frame);
}

/* The draft is gone once it was sent, so a language that is not the survey's first travels in the address. */
static Url sent_url(const Visit *visit)
{
    Url url = url_path(visit->survey->id, "sent", NULL);
    const bool is_first = g_str_equal(visit->lang, visit->survey->languages[0]);
    return is_first ? url : url_with_query(url, "lang", visit->lang);
}

/* Where somebody must go before they can check and send; NULL when they can. */
static Reply *way_elsewhere(const Request *request, Context *context, const Visit *visit)
{
    if (visit->reference[0] != '\0')
        return reply_redirect(303, sent_url(visit));
    if (!visit->has_draft)
        return page_lost(request, context, visit);
    size_t unfinished = journey_unfinished(visit->journey);
    if (unfinished == JOURNEY_CHECK)
        return NULL;
    Url url = page_url(visit->survey, unfinished);
    if (journey_was_sent(visit->journey, unfinished))
        url = url_with_fragment(url, "errors");
    return reply_redirect(303, url);
}

Answer page_check_show(const Request *request, Context *context)
{
    Reply *elsewhere = NULL;
    const Served *served = page_open_survey(request, context, &elsewhere);
    if (served == NULL)
        return answer_now(elsewhere);
    g_autoptr(Visit) visit = page_open_visit(request, context, served, &elsewhere);
    if (visit == NULL)
        return answer_now(elsewhere);
    elsewhere = way_elsewhere(request, context, visit);
    if (elsewhere != NULL)
        return answer_now(elsewhere);
    if (visit->lang_is_new)
        return page_keep_language(g_steal_pointer(&visit), JOURNEY_CHECK);
    return answer_now(reply_html(200, render(visit, context, NULL)));
}

static Answer sent(const Saving *saving, const Request *request, Context *context,
                   const PendingOutcome *outcome)
{
    (void)request;
    if (!outcome->is_busy && (outcome->status == STORED || outcome->status == STORED_REPEATED))
        return answer_now(reply_redirect(303, sent_url(saving->visit)));
    const char *lang = saving->visit->lang;
    const char *notice =
        say(lang, "Your answers have not been sent, because we cannot store them at the moment. "
                  "They are all kept. Wait a minute, then select Send your answers again.");
    Reply *reply = reply_html(503, render(saving->visit, context, notice));
    reply->retry_after_s = 30;
    return answer_now(reply);
}

Answer page_check_send(const Request *request, Context *context)
{
    Reply *elsewhere = NULL;
    const Served *served = page_open_survey(request, context, &elsewhere);
    if (served == NULL)
        return answer_now(elsewhere);
    if (fields_count(request->fields) > 0)
        return answer_now(page_error(request, context, 400));
    g_autoptr(Visit) visit = page_open_visit(request, context, served, &elsewhere);
    if (visit == NULL)
        return answer_now(elsewhere);
    elsewhere = way_elsewhere(request, context, visit);
    if (elsewhere != NULL)
        return answer_now(elsewhere);
    return saving_answer((Saving){.kind = SAVING_SUBMISSION,
                                  .visit = g_steal_pointer(&visit),
                                  .page = JOURNEY_CHECK},
                         sent);
}
