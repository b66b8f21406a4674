/* The start page: who asks, what about, until when, that everything is optional, what becomes of the answers. Made once
 * for each language and phase (before, open, closed) and kept. */
#include "base/env.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/web/page-html.h"
#include "survey-server/residents/pages.h"
#include <string.h>

#include "base/banned.h"

static bool has_required(const Survey *survey)
{
    for (size_t i = 0; i < survey->n_questions; i++) {
        if (survey->questions[i].required)
            return true;
    }
    return false;
}

static void write_notes(Markup *to, const Served *served, const char *lang)
{
    const Survey *survey = served->survey;
    if (survey->n_reconstructed > 0) {
        markup_open(to, "p");
        markup_attr(to, "class", "notice");
        markup_text(to,
                    say(lang,
                        "This survey is rebuilt from a published report. Some of its questions or "
                        "answers were not printed there and are reconstructed."));
        markup_close(to, "p");
    }
    if (served->has_simulated) {
        markup_open(to, "p");
        markup_attr(to, "class", "notice");
        markup_text(to,
                    say(lang, "This is a demonstration: it holds simulated responses, made by a "
                              "computer."));
        markup_close(to, "p");
    }
}

static void write_privacy(Markup *to, const Survey *survey, const char *lang)
{
    if (survey->privacy.n == 0)
        return;
    markup_open(to, "section");
    markup_attr(to, "aria-labelledby", "privacy");
    markup_open(to, "h2");
    markup_attr(to, "id", "privacy");
    markup_text(to, say(lang, "How we use your answers"));
    markup_close(to, "h2");
    wording_paragraphs_write(to, &survey->privacy, lang, survey, NULL);
    markup_close(to, "section");
}

static void write_facts(Markup *to, const Served *served, const char *lang)
{
    const Survey *survey = served->survey;
    if (served->dates.closes != 0) {
        g_autofree char *line = layout_closes(lang, SAY("You can answer until the end of {day}."),
                                              served->dates.closes);
        markup_element(to, "p", line);
    }
    markup_element(
        to, "p",
        has_required(survey)
            ? say(lang, "You can leave a question blank unless it says that it must be answered.")
            : say(lang, "You can leave any question blank."));
    markup_element(
        to, "p",
        say(lang, "Your answers are saved each time you select Continue. You can stop and come "
                  "back in this browser within 30 days. We use one cookie, to find your answers "
                  "again; it does nothing else."));
}

/* A link to the first page, in the language of this one. */
static void write_start_link(Markup *to, const Survey *survey, const char *lang)
{
    g_autoptr(Journey) journey = journey_new(survey, lang);
    g_auto(Url) url = page_url(survey, journey_first(journey));
    if (survey->n_languages > 1)
        url = url_with_query(url, "lang", lang);
    markup_open(to, "p");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_attr(to, "class", "button");
    markup_text(to, say(lang, "Start now"));
    markup_close(to, "a");
    markup_close(to, "p");
}

/* For someone whose draft was found: go on with it, or begin again. */
static void write_continue(Markup *to, const Visit *visit)
{
    const char *lang = visit->lang;
    size_t page = journey_unfinished(visit->journey);
    g_auto(Url) url = page_url(visit->survey, page);
    markup_open(to, "p");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_attr(to, "class", "button");
    markup_text(to, say(lang, "Continue where you left off"));
    markup_close(to, "a");
    markup_close(to, "p");
    if (visit->survey->once == ONCE_BROWSER)
        return;
    markup_open(to, "form");
    markup_attr(to, "method", "post");
    markup_element(
        to, "p",
        say(lang, "Or begin with an empty form. What was saved in this browser, for this survey "
                  "and for others, can then no longer be reached."));
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "secondary");
    markup_text(to, say(lang, "Start again"));
    markup_close(to, "button");
    markup_close(to, "form");
}

/* Why there is nothing to begin, when there is not. */
static void write_phase(Markup *to, const Served *served, const char *lang, Phase phase)
{
    g_autofree char *line = NULL;
    if (phase == PHASE_BEFORE && served->dates.opens != 0)
        line = layout_opens(lang, SAY("This survey opens on {day}. It takes no answers before."),
                            served->dates.opens);
    if (phase == PHASE_CLOSED && served->dates.closes != 0)
        line = layout_closes(lang, SAY("This survey closed on {day}. It takes no more answers."),
                             served->dates.closes);
    if (line != NULL)
        markup_element(to, "p", line);
}

static GBytes *render(const Context *context, const Served *served, const char *lang, Phase phase,
                      const Visit *visit)
{
    const Survey *survey = served->survey;
    g_auto(Url) here = url_path(survey->id, "", NULL);
    Frame frame = {.context = context, .survey = survey, .lang = lang, .here = &here};
    Markup *to = layout_begin(&frame);
    markup_element(to, "h1", wording_plain(&survey->title, lang));
    write_notes(to, served, lang);
    write_phase(to, served, lang, phase);
    wording_paragraphs_write(to, &survey->intro, lang, survey, NULL);
    if (phase == PHASE_OPEN) {
        write_facts(to, served, lang);
        if (visit != NULL)
            write_continue(to, visit);
        else
            write_start_link(to, survey, lang);
        page_paper_write_links(to, served, lang);
    }
    write_privacy(to, survey, lang);
    return layout_end(to, &frame);
}

void page_start_prepare(const Context *context, Served *served)
{
    for (size_t at = 0; at < served->survey->n_languages; at++) {
        for (Phase phase = 0; phase < PHASE_COUNT; phase++) {
            GBytes *bytes = render(context, served, served->survey->languages[at], phase, NULL);
            g_ptr_array_add(served->starts,
                            asset_page_new("text/html; charset=utf-8", CACHE_REVALIDATE, bytes));
        }
    }
}

const StaticPage *page_start_find(const Served *served, const char *lang, Phase phase)
{
    size_t at = 0;
    for (size_t i = 0; i < served->survey->n_languages; i++) {
        if (g_str_equal(served->survey->languages[i], lang))
            at = i;
    }
    return g_ptr_array_index(served->starts, at * PHASE_COUNT + phase);
}

Reply *page_start_redirect(const Request *request, Context *context)
{
    const Served *served = site_find(context->site, request->segments[0]);
    if (served == NULL)
        return page_error(request, context, 404);
    return reply_redirect(308, url_path(served->survey->id, "", NULL));
}

Reply *page_start(const Request *request, Context *context)
{
    const Served *served = site_find(context->site, request->segments[0]);
    if (served == NULL)
        return page_error(request, context, 404);
    Phase phase = site_served_phase(served, env_now());
    Reply *failure = NULL;
    g_autoptr(Visit) visit = page_open_visit(request, context, served, &failure);
    if (visit == NULL)
        return failure;
    if (phase == PHASE_OPEN && visit->reference[0] != '\0')
        return reply_redirect(303, url_path(served->survey->id, "sent", NULL));
    if (phase == PHASE_OPEN && visit->has_draft) {
        Reply *reply = reply_html(200, render(context, served, visit->lang, phase, visit));
        reply->varies = true;
        return reply;
    }
    return asset_page_reply(page_start_find(served, visit->lang, phase), request);
}

Reply *page_start_again(const Request *request, Context *context)
{
    Reply *failure = NULL;
    const Served *served = page_open_survey(request, context, &failure);
    if (served == NULL)
        return failure;
    if (served->survey->once == ONCE_BROWSER)
        return reply_redirect(303, url_path(served->survey->id, "", NULL));
    uint8_t token[TOKEN_BYTES];
    env_random(token, sizeof token);
    g_autoptr(Journey) journey = journey_new(served->survey, served->survey->languages[0]);
    Reply *reply = reply_redirect(303, page_url(served->survey, journey_first(journey)));
    reply_set_cookie(reply, context->config, token);
    return reply;
}
