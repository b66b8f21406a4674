/* The page after sending: the reference, and what happens next. Reloading it shows the same again. */
#include "base/say.h"
#include "forms/web/page-html.h"
#include "survey-server/residents/pages.h"

#include "base/banned.h"

static void write_reference(Markup *to, const Visit *visit)
{
    markup_open(to, "p");
    markup_text(to, say(visit->lang, "Your reference is"));
    markup_text(to, " ");
    markup_open(to, "strong");
    markup_attr(to, "id", "ref");
    markup_attr(to, "dir", "ltr");
    markup_text(to, visit->reference);
    markup_close(to, "strong");
    markup_close(to, "p");
    markup_element(to, "p",
                   say(visit->lang,
                       "Your answers have been received once, whatever was clicked or sent "
                       "again. You can print this page or note the reference."));
}

static void write_another(Markup *to, const Visit *visit)
{
    if (visit->survey->once == ONCE_BROWSER)
        return;
    markup_element(to, "h2", say(visit->lang, "Does somebody else want to answer on this device?"));
    markup_open(to, "form");
    markup_attr(to, "method", "post");
    g_auto(Url) start = url_path(visit->survey->id, "", NULL);
    markup_attr_url(to, "action", start);
    markup_element(to, "p",
                   say(visit->lang,
                       "They get an empty form. This page, and other surveys half answered in "
                       "this browser, can then no longer be reached."));
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "secondary");
    markup_text(to, say(visit->lang, "Start another response"));
    markup_close(to, "button");
    markup_close(to, "form");
}

Reply *page_sent(const Request *request, Context *context)
{
    const Served *served = site_find(context->site, request->segments[0]);
    if (served == NULL)
        return page_error(request, context, 404);
    Reply *failure = NULL;
    g_autoptr(Visit) visit = page_open_visit(request, context, served, &failure);
    if (visit == NULL)
        return failure;
    if (visit->reference[0] == '\0' && visit->has_draft)
        return reply_redirect(303, page_url(visit->survey, JOURNEY_CHECK));
    if (visit->reference[0] == '\0')
        return page_lost(request, context, visit);
    g_auto(Url) here = url_path(visit->survey->id, "sent", NULL);
    Frame frame = {.context = context,
                   .survey = visit->survey,
                   .lang = visit->lang,
                   .heading = say(visit->lang, "Your answers have been sent"),
                   .here = &here};
    Markup *to = layout_begin(&frame);
    markup_element(to, "h1", frame.heading);
    write_reference(to, visit);
    wording_paragraphs_write(to, &visit->survey->thanks, visit->lang, visit->survey, NULL);
    write_another(to, visit);
    return reply_html(200, layout_end(to, &frame));
}
