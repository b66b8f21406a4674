#include "survey-server/residents/layout.h"
#include "base/day.h"
#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/web/page-html.h"
#include <string.h>

#include "base/banned.h"

/* Numbers as words for text_fill. */
static char *number_words(size_t number)
{
    return g_strdup_printf("%zu", number);
}

static char *progress_words(const Frame *frame, const char *template)
{
    g_autofree char *at = number_words(frame->at);
    g_autofree char *of = number_words(frame->of);
    return text_fill(say(frame->lang, template), "n", at, "total", of, NULL);
}

/* The title as it stands in the browser's tab.
 * Returns: yours (free with g_free). */
static char *page_title(const Frame *frame)
{
    g_autoptr(GString) title = g_string_new(NULL);
    if (frame->is_error)
        g_string_append_printf(title, "%s ", say(frame->lang, "Error:"));
    if (frame->heading != NULL)
        g_string_append(title, frame->heading);
    if (frame->heading != NULL && frame->of > 0) {
        g_autofree char *progress = progress_words(frame, SAY("page {n} of about {total}"));
        g_string_append_printf(title, " (%s)", progress);
    }
    if (frame->survey != NULL) {
        const char *name = wording_plain(&frame->survey->title, frame->lang);
        g_string_append_printf(title, "%s%s", frame->heading != NULL ? " – " : "", name);
        if (frame->survey->owner != NULL)
            g_string_append_printf(title, " – %s", frame->survey->owner);
    }
    return g_strdup(title->str);
}

static void write_head(Markup *to, const Frame *frame)
{
    markup_open(to, "head");
    markup_open(to, "meta");
    markup_attr(to, "charset", "utf-8");
    g_autofree char *title = page_title(frame);
    markup_element(to, "title", title);
    markup_open(to, "meta");
    markup_attr(to, "name", "viewport");
    markup_attr(to, "content", "width=device-width, initial-scale=1");
    markup_open(to, "link");
    markup_attr(to, "rel", "stylesheet");
    g_auto(Url) style = assets_url(frame->context->assets, "site.css");
    markup_attr_url(to, "href", style);
    markup_close(to, "head");
}

static Url with_language(const Url *here, const char *lang)
{
    Url copy = {g_strdup(here->text)};
    return url_with_query(copy, "lang", lang);
}

/* The way to a language: a link, or on a page of questions a button of its form, so that nothing typed is lost. */
static void write_language(Markup *to, const Frame *frame, const char *lang)
{
    if (frame->has_form) {
        markup_open(to, "button");
        markup_attr(to, "type", "submit");
        markup_attr(to, "form", PAGE_FORM);
        markup_attr(to, "name", "lang");
        markup_attr(to, "value", lang);
    } else {
        markup_open(to, "a");
        g_auto(Url) there = with_language(frame->here, lang);
        markup_attr_url(to, "href", there);
    }
    markup_attr(to, "lang", lang);
    if (!frame->has_form)
        markup_attr(to, "hreflang", lang);
    markup_attr(to, "dir", language_direction(lang));
    markup_text(to, language_name(lang));
    if (frame->has_form)
        markup_close(to, "button");
    else
        markup_close(to, "a");
}

static void write_languages(Markup *to, const Frame *frame)
{
    if (frame->survey == NULL || frame->here == NULL || frame->survey->n_languages < 2)
        return;
    if (frame->has_form)
        page_first_button_write(to, frame->lang);
    markup_open(to, "nav");
    markup_attr(to, "class", "languages");
    markup_attr(to, "aria-label", say(frame->lang, "Language"));
    markup_open(to, "ul");
    for (size_t i = 0; i < frame->survey->n_languages; i++) {
        const char *lang = frame->survey->languages[i];
        markup_open(to, "li");
        if (g_str_equal(lang, frame->lang)) {
            markup_open(to, "span");
            markup_attr(to, "aria-current", "true");
            markup_text(to, language_name(lang));
            markup_close(to, "span");
        } else {
            write_language(to, frame, lang);
        }
        markup_close(to, "li");
    }
    markup_close(to, "ul");
    markup_close(to, "nav");
}

void layout_back(Markup *to, const Url *back, const char *words)
{
    if (back == NULL)
        return;
    markup_open(to, "p");
    markup_attr(to, "class", "back");
    markup_open(to, "a");
    markup_attr_url(to, "href", *back);
    markup_text(to, words);
    markup_close(to, "a");
    markup_close(to, "p");
}

/* What every page of such a survey says at its top. */
static void write_mark(Markup *to, const char *words)
{
    markup_open(to, "p");
    markup_attr(to, "class", "preview");
    markup_text(to, words);
    markup_close(to, "p");
}

static void write_header(Markup *to, const Frame *frame)
{
    markup_open(to, "header");
    markup_attr(to, "class", "site-header");
    markup_open(to, "p");
    markup_attr(to, "class", "owner");
    if (frame->survey != NULL && frame->survey->owner != NULL) {
        if (!g_str_equal(frame->lang, frame->survey->languages[0]))
            markup_attr(to, "lang", frame->survey->languages[0]);
        markup_text(to, frame->survey->owner);
    } else {
        markup_text(to, say(frame->lang, "Surveys"));
    }
    markup_close(to, "p");
    if (frame->context->config->is_preview)
        write_mark(to, say(frame->lang, "Preview: answers given here are thrown away."));
    else if (frame->survey != NULL && survey_is_pilot(frame->survey))
        write_mark(to, say(frame->lang, "Pilot: your answers help to test this survey and are not "
                                        "counted."));
    write_languages(to, frame);
    layout_back(to, frame->back, say(frame->lang, "Back"));
    markup_close(to, "header");
}

Markup *layout_begin(const Frame *frame)
{
    Markup *to = markup_new(MARKUP_HTML);
    markup_open(to, "html");
    markup_attr(to, "lang", frame->lang);
    markup_attr(to, "dir", language_direction(frame->lang));
    write_head(to, frame);
    markup_open(to, "body");
    markup_open(to, "a");
    markup_attr(to, "class", "skip-link");
    g_auto(Url) main_url = url_fragment("main");
    markup_attr_url(to, "href", main_url);
    markup_text(to, say(frame->lang, "Skip to main content"));
    markup_close(to, "a");
    write_header(to, frame);
    markup_open(to, "main");
    markup_attr(to, "id", "main");
    markup_attr(to, "tabindex", "-1");
    if (frame->of > 0) {
        g_autofree char *progress = progress_words(frame, SAY("Page {n} of about {total}"));
        markup_open(to, "p");
        markup_attr(to, "class", "progress");
        markup_text(to, progress);
        markup_close(to, "p");
    }
    return to;
}

char *layout_opens(const char *lang, const char *template, int64_t opens)
{
    g_autofree char *day = day_words(day_of_moment(opens), lang);
    return text_fill(say(lang, template), "day", day, NULL);
}

char *layout_closes(const char *lang, const char *template, int64_t closes)
{
    return layout_opens(lang, template, closes - 1);
}

void layout_notice(Markup *to, const char *lang, const char *words)
{
    markup_open(to, "div");
    markup_attr(to, "class", "error-summary");
    markup_attr(to, "id", "notice");
    markup_attr(to, "role", "group");
    markup_attr(to, "tabindex", "-1");
    markup_attr(to, "aria-labelledby", "notice-heading");
    markup_open(to, "h2");
    markup_attr(to, "id", "notice-heading");
    markup_text(to, say(lang, "Not saved"));
    markup_close(to, "h2");
    markup_element(to, "p", words);
    markup_close(to, "div");
}

static void write_contact(Markup *to, const char *label, const char *scheme, const char *address)
{
    g_autofree char *joined = g_strconcat(scheme, address, NULL);
    g_autofree char *target = g_strdup(joined);
    /* A telephone number is dialled without its spaces. */
    char *end = target;
    for (const char *at = joined; *at != '\0'; at++) {
        if (*at != ' ')
            *end++ = *at;
    }
    *end = '\0';
    markup_open(to, "p");
    markup_text(to, label);
    markup_text(to, " ");
    if (url_is_allowed(target)) {
        g_auto(Url) url = url_from_definition(target);
        markup_open(to, "a");
        markup_attr_url(to, "href", url);
        markup_attr(to, "dir", "ltr");
        markup_text(to, address);
        markup_close(to, "a");
    } else {
        markup_element(to, "bdi", address);
    }
    markup_close(to, "p");
}

static void write_help(Markup *to, const Frame *frame)
{
    const Survey *survey = frame->survey;
    if (survey->help.n == 0 && survey->owner_phone == NULL && survey->owner_email == NULL)
        return;
    markup_open(to, "section");
    markup_attr(to, "class", "help");
    markup_attr(to, "aria-labelledby", "help-heading");
    markup_open(to, "h2");
    markup_attr(to, "id", "help-heading");
    markup_text(to, say(frame->lang, "Help"));
    markup_close(to, "h2");
    wording_paragraphs_write(to, &survey->help, frame->lang, survey, NULL);
    if (survey->owner_phone != NULL)
        write_contact(to, say(frame->lang, "Phone:"), "tel:", survey->owner_phone);
    if (survey->owner_email != NULL)
        write_contact(to, say(frame->lang, "Email:"), "mailto:", survey->owner_email);
    markup_close(to, "section");
}

GBytes *layout_end(Markup *to, const Frame *frame)
{
    markup_close(to, "main");
    markup_open(to, "footer");
    markup_attr(to, "class", "site-footer");
    if (frame->survey != NULL) {
        write_help(to, frame);
        if (frame->survey->privacy.n > 0 && !frame->is_away) {
            Url page = frame->start != NULL ? (Url){g_strdup(frame->start->text)}
                                            : url_path(frame->survey->id, "", NULL);
            g_auto(Url) start = url_with_fragment(page, "privacy");
            markup_open(to, "p");
            markup_open(to, "a");
            markup_attr_url(to, "href", start);
            markup_text(to, say(frame->lang, "How we use your answers"));
            markup_close(to, "a");
            markup_close(to, "p");
        }
    } else {
        markup_element(to, "p", say(frame->lang, "No account is needed to answer a survey."));
    }
    markup_close(to, "footer");
    markup_close(to, "body");
    markup_close(to, "html");
    return markup_finish(to);
}
