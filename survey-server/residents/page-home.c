/* `/`: the surveys that take answers today, and those that would if they were not lost. */
#include "base/env.h"
#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "survey-server/residents/pages.h"

#include "base/banned.h"

/* An item with the survey's title, in its own language, and what is said of it in the page's. */
static void write_survey(Markup *to, const Survey *survey, const char *words,
                         const Request *request, const char *page_lang)
{
    const char *const *languages = survey->languages;
    const char *lang =
        languages[language_choose(request->accept_language, languages, survey->n_languages)];
    markup_open(to, "li");
    markup_open(to, "a");
    g_auto(Url) url = url_path(survey->id, "", NULL);
    markup_attr_url(to, "href", url);
    const Phrase *title = wording_in(&survey->title, lang);
    if (title != NULL && !g_str_equal(title->lang, page_lang))
        markup_attr(to, "lang", title->lang);
    markup_text(to, wording_plain(&survey->title, lang));
    markup_close(to, "a");
    if (words != NULL) {
        markup_text(to, " ");
        markup_text(to, words);
    }
    markup_close(to, "li");
}

static void write_served(Markup *to, const Served *served, const Request *request,
                         const char *page_lang)
{
    g_autofree char *line =
        served->dates.closes != 0
            ? layout_closes(page_lang, SAY("Closes at the end of {day}."), served->dates.closes)
            : NULL;
    write_survey(to, served->survey, line, request, page_lang);
}

/* Who looks for it learns that it is not over: it is listed, with its state. */
static bool is_listed_lost(const LostSurvey *lost)
{
    return !lost->is_pilot && site_lost_is_open(lost, env_now());
}

/* A pilot is for those who were given its address. */
static bool is_listed(const Served *served)
{
    return !survey_is_pilot(served->survey) && site_served_phase(served, env_now()) == PHASE_OPEN;
}

Reply *page_home(const Request *request, Context *context)
{
    Frame frame = {.context = context,
                   .lang = site_language(context->site, request->accept_language)};
    frame.heading = say(frame.lang, "Open surveys");
    Markup *to = layout_begin(&frame);
    markup_element(to, "h1", frame.heading);
    g_autoptr(GPtrArray) listed = site_list(context->site);
    for (size_t i = listed->len; i-- > 0;) {
        if (!is_listed(g_ptr_array_index(listed, i)))
            g_ptr_array_remove_index(listed, (unsigned)i);
    }
    g_autoptr(GPtrArray) lost = site_list_lost(context->site);
    for (size_t i = lost->len; i-- > 0;) {
        if (!is_listed_lost(g_ptr_array_index(lost, i)))
            g_ptr_array_remove_index(lost, (unsigned)i);
    }
    if (listed->len == 0 && lost->len == 0) {
        markup_element(to, "p", say(frame.lang, "No survey is open at the moment."));
    } else {
        markup_open(to, "ul");
        markup_attr(to, "class", "surveys");
        for (size_t i = 0; i < listed->len; i++)
            write_served(to, g_ptr_array_index(listed, i), request, frame.lang);
        for (size_t i = 0; i < lost->len; i++)
            write_survey(to, ((const LostSurvey *)g_ptr_array_index(lost, i))->survey,
                         say(frame.lang, "It is not here just now."), request, frame.lang);
        markup_close(to, "ul");
    }
    Reply *reply = reply_html(200, layout_end(to, &frame));
    reply->varies = true;
    return reply;
}
