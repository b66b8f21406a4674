/* Pages that say what went wrong and what to do: one for every refusal. They never show what was sent or why a store
 * failed; the number at the end finds the line in the log. */
#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "survey-server/residents/pages.h"

#include "base/banned.h"

enum { RETRY_LOST_S = 600 }; /* a backup is not put back in a minute */

typedef struct {
    unsigned status;
    unsigned retry_after_s;
    const char *heading, *words;
} ErrorWords;

static const ErrorWords error_words[] = {
    {400, 0, SAY("This request could not be read"),
     SAY("Nothing has been changed and nothing was saved. Go back in your browser and try again.")},
    {403, 0, SAY("This form did not come from our own page"),
     SAY("Nothing has been changed. Open the survey from its own address and try again there.")},
    {404, 0, SAY("Page not found"),
     SAY("If you typed the address, check that it is right. If you followed a link, the survey may "
         "have "
         "moved.")},
    {405, 0, SAY("This page cannot be used in that way"),
     SAY("Go back in your browser and try again.")},
    {411, 0, SAY("This request could not be read"),
     SAY("Its length was not given. Nothing was saved. Go back in your browser and try again.")},
    {413, 0, SAY("That is too much text for one page"),
     SAY("Nothing from that page was saved. Go back in your browser: what you typed is still "
         "there. "
         "Make it shorter and try again.")},
    {414, 0, SAY("This address is too long"), SAY("Open the survey from its own address.")},
    {415, 0, SAY("This request could not be read"),
     SAY("Answers can only be sent with the form on our page. Nothing was saved.")},
    {421, 0, SAY("There is no survey at this address"), SAY("Check the address and try again.")},
    {500, 0, SAY("Something went wrong on our side"),
     SAY("Answers that were saved before are kept. Go back in your browser and try again.")},
    {501, 0, SAY("This request could not be read"), SAY("Only GET, HEAD and POST are answered.")},
    {503, 30, SAY("We cannot save answers at the moment"),
     SAY("Answers that were saved before are kept; what you have just sent was not saved. Wait a "
         "minute, "
         "go back in your browser and try again.")},
    {505, 0, SAY("This request could not be read"), SAY("Only HTTP/1.1 is answered.")},
};

static const ErrorWords *find_words(unsigned status)
{
    const ErrorWords *fallback = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(error_words); i++) {
        if (error_words[i].status == status)
            return &error_words[i];
        if (error_words[i].status == 500)
            fallback = &error_words[i];
    }
    return fallback;
}

static const Served *served_of(const Request *request, const Context *context)
{
    if (request->segments == NULL || request->n_segments == 0)
        return NULL;
    return site_find(context->site, request->segments[0]);
}

static Frame frame_of(const Request *request, const Context *context, const char *heading)
{
    const Served *served = served_of(request, context);
    Frame frame = {.context = context,
                   .lang = site_language(context->site, request->accept_language),
                   .heading = heading};
    if (served != NULL) {
        frame.survey = served->survey;
        frame.lang = site_served_language(served, request->accept_language);
    }
    return frame;
}

static void write_request_id(Markup *to, const Request *request, const char *lang)
{
    g_autofree char *line =
        text_fill(say(lang, "If you report this, give the number {id}."), "id", request->id, NULL);
    markup_element(to, "p", line);
}

static void write_way_on(Markup *to, const Frame *frame)
{
    g_auto(Url) url =
        frame->survey != NULL ? url_path(frame->survey->id, "", NULL) : url_path("", NULL);
    markup_open(to, "p");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, frame->survey != NULL ? say(frame->lang, "Go to the start of this survey")
                                          : say(frame->lang, "See all open surveys"));
    markup_close(to, "a");
    markup_close(to, "p");
}

Reply *page_error(const Request *request, const Context *context, unsigned status)
{
    const ErrorWords *words = find_words(status);
    Frame frame = frame_of(request, context, NULL);
    frame.heading = say(frame.lang, words->heading);
    Markup *to = layout_begin(&frame);
    markup_element(to, "h1", frame.heading);
    markup_element(to, "p", say(frame.lang, words->words));
    write_way_on(to, &frame);
    write_request_id(to, request, frame.lang);
    Reply *reply = reply_html(status, layout_end(to, &frame));
    reply->retry_after_s = words->retry_after_s;
    return reply;
}

/* For those in the middle of it when it closed: what became of what they typed. */
static Reply *closed_meanwhile(const Request *request, const Context *context, const Served *served)
{
    Frame frame = {.context = context,
                   .survey = served->survey,
                   .lang = site_served_language(served, request->accept_language)};
    frame.heading = say(frame.lang, "This survey takes no answers at the moment");
    Markup *to = layout_begin(&frame);
    markup_element(to, "h1", frame.heading);
    markup_element(to, "p",
                   say(frame.lang,
                       "The survey closed while you were answering, so this page could not be "
                       "saved or sent. What you saved before is kept for 30 days, in case the "
                       "survey opens again. Answers that were already sent count."));
    write_way_on(to, &frame);
    return reply_html(403, layout_end(to, &frame));
}

Reply *page_not_open(const Request *request, const Context *context, const Served *served,
                     Phase phase)
{
    if (request->method == METHOD_POST)
        return closed_meanwhile(request, context, served);
    const StaticPage *page =
        page_start_find(served, site_served_language(served, request->accept_language), phase);
    Reply *reply = asset_page_reply(page, request);
    reply->caching = CACHE_NEVER;
    return reply;
}

Reply *page_lost(const Request *request, const Context *context, const Visit *visit)
{
    Frame frame = {.context = context, .survey = visit->survey, .lang = visit->lang};
    frame.heading = say(frame.lang, "We cannot find your answers");
    Markup *to = layout_begin(&frame);
    markup_element(to, "h1", frame.heading);
    markup_element(to, "p",
                   say(frame.lang,
                       "Answers are kept for 30 days after the last page you sent, in this "
                       "browser, when it accepts our one cookie. Nothing has been sent."));
    write_way_on(to, &frame);
    write_request_id(to, request, frame.lang);
    return reply_html(404, layout_end(to, &frame));
}

/* ---- A survey that is lost ---- */

static const char *lost_language(const Request *request, const LostSurvey *lost)
{
    size_t n = 0;
    const char *const *offered = say_languages(&n);
    if (lost->survey != NULL) {
        offered = lost->survey->languages;
        n = lost->survey->n_languages;
    }
    const char *wanted = fields_find(request->query, "lang");
    for (size_t i = 0; wanted != NULL && i < n; i++) {
        if (g_ascii_strcasecmp(wanted, offered[i]) == 0)
            return offered[i];
    }
    return offered[language_choose(request->accept_language, offered, n)];
}

/* Whom to tell: its owner, and how, when the definition says it. */
static void write_whom_to_tell(Markup *to, const Survey *survey, const char *lang)
{
    bool is_reachable =
        survey != NULL && (survey->owner_phone != NULL || survey->owner_email != NULL);
    if (survey == NULL || survey->owner == NULL || !is_reachable) {
        markup_element(to, "p", say(lang, "Tell the council that runs it that it is not here."));
        return;
    }
    g_autofree char *words =
        text_fill(say(lang, "Tell {owner} that it is not here. Help, at the end of this page, "
                            "says how to reach them."),
                  "owner", survey->owner, NULL);
    markup_element(to, "p", words);
}

Reply *page_not_here(const Request *request, const Context *context, const LostSurvey *lost)
{
    const char *lang = lost_language(request, lost);
    bool is_post = request->method == METHOD_POST;
    g_auto(Url) here = url_path(lost->id, "", NULL);
    Frame frame = {.context = context,
                   .survey = lost->survey,
                   .lang = lang,
                   .heading = say(lang, "This survey is not here just now"),
                   .is_error = is_post,
                   .here = &here,
                   .is_away = true};
    Markup *to = layout_begin(&frame);
    if (is_post)
        layout_notice(to, lang,
                      say(lang, "What you have just sent was not saved. Go back in your browser: "
                                "what you typed is still there. Keep a copy of it, and send it "
                                "when the survey is here again."));
    markup_element(to, "h1", frame.heading);
    markup_element(to, "p",
                   say(lang, "Something is wrong on our side, not on yours. Come back later: when "
                             "it is put right, this address shows the survey again."));
    write_whom_to_tell(to, lost->survey, lang);
    markup_element(to, "p",
                   say(lang, "If you have sent your answers already, keep your reference."));
    const Frame site = {.lang = lang};
    write_way_on(to, &site);
    write_request_id(to, request, lang);
    Reply *reply = reply_html(503, layout_end(to, &frame));
    reply->retry_after_s = RETRY_LOST_S;
    return reply;
}
