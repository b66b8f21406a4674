/* `/`: the surveys that take answers today. */
#include "base/catalogue.h"
#include "base/env.h"
#include "base/text.h"
#include "survey-server/pages.h"

#include "base/banned.h"

static void write_survey(Markup *to, const Survey *survey, const Request *request)
{
    const char *const *languages = survey->languages;
    const char *lang =
        languages[language_choose(request->accept_language, languages, survey->n_languages)];
    markup_open(to, "li");
    markup_open(to, "a");
    g_auto(Url) url = url_path(survey->id, "", NULL);
    markup_attr_url(to, "href", url);
    const Phrase *title = words_in(&survey->title, lang);
    if (title != NULL && !g_str_equal(title->lang, "en"))
        markup_attr(to, "lang", title->lang);
    markup_text(to, words_plain(&survey->title, lang));
    markup_close(to, "a");
    if (survey->closes != 0) {
        g_autofree char *day = env_day_words(survey->closes);
        g_autofree char *line =
            text_fill(say("en", "Closes at the end of {day}."), "day", day, NULL);
        markup_text(to, " ");
        markup_text(to, line);
    }
    markup_close(to, "li");
}

Reply *page_home(const Request *request, Context *context)
{
    Frame frame = {.context = context, .lang = "en", .heading = say("en", "Open surveys")};
    Markup *to = layout_begin(&frame);
    markup_element(to, "h1", frame.heading);
    size_t n_open = 0;
    for (size_t i = 0; i < site_count(context->site); i++)
        n_open += survey_is_open(site_at(context->site, i)->survey, env_now()) ? 1 : 0;
    if (n_open == 0) {
        markup_element(to, "p", say("en", "No survey is open at the moment."));
    } else {
        markup_open(to, "ul");
        markup_attr(to, "class", "surveys");
        for (size_t i = 0; i < site_count(context->site); i++) {
            const Survey *survey = site_at(context->site, i)->survey;
            if (survey_is_open(survey, env_now()))
                write_survey(to, survey, request);
        }
        markup_close(to, "ul");
    }
    return reply_html(200, layout_end(to, &frame));
}
