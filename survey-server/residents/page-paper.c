/* `/{survey}/paper.pdf`: the printed questionnaire, in each language and in large print too. Drawn when the survey is put on
 * the site and when its dates change; a survey that cannot be drawn is served without it. */
#include "base/say.h"
#include "forms/paper/paper.h"
#include "survey-server/http/log.h"
#include "survey-server/residents/pages.h"
#include <string.h>

#include "base/banned.h"

static const struct {
    PaperSize size;
    const char *query; /* of the address; NULL: said by nothing */
    const char *link;  /* on the start page */
} sizes[] = {
    {PAPER_14, NULL, SAY("Print a paper form (PDF)")},
    {PAPER_18, "large", SAY("Print a paper form in large print (PDF)")},
};

static const char *mark_of(const Context *context, const Survey *survey, const char *lang)
{
    if (context->config->is_preview)
        return say(lang, "Preview: answers given here are thrown away.");
    return survey_is_pilot(survey) ? say(lang, "Pilot: your answers help to test this survey and "
                                               "are not counted.")
                                   : NULL;
}

static StaticPage *draw(const Context *context, const Served *served, const char *lang,
                        PaperSize size)
{
    g_autoptr(GError) error = NULL;
    const PaperStyle style = {.lang = lang,
                              .size = size,
                              .base_url = context->config->base_url,
                              .opens = served->dates.opens,
                              .closes = served->dates.closes,
                              .mark = mark_of(context, served->survey, lang)};
    GBytes *bytes = paper_make(served->survey, &style, &error);
    if (bytes != NULL)
        return asset_page_plain_new("application/pdf", CACHE_REVALIDATE, bytes);
    error_prefix(&error, "%s (%s)", served->survey->id, lang);
    log_event("no-paper-form", error->message);
    return NULL;
}

static bool is_the_same(const Served *served, const Served *before)
{
    return before != NULL && before->survey == served->survey &&
           before->dates.opens == served->dates.opens &&
           before->dates.closes == served->dates.closes;
}

static void free_page(void *data)
{
    asset_page_free(data);
}

void page_paper_prepare(const Context *context, Served *served, const Served *before)
{
    if (is_the_same(served, before)) {
        served->papers = g_ptr_array_ref(before->papers);
        return;
    }
    served->papers = g_ptr_array_new_with_free_func(free_page);
    for (size_t at = 0; at < served->survey->n_languages; at++) {
        for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++)
            g_ptr_array_add(served->papers,
                            draw(context, served, served->survey->languages[at], sizes[s].size));
    }
}

/* The paper form of a language and a row of `sizes`, or NULL. */
static const StaticPage *find_paper(const Served *served, const char *lang, size_t size)
{
    for (size_t at = 0; at < served->survey->n_languages; at++) {
        if (g_str_equal(served->survey->languages[at], lang))
            return g_ptr_array_index(served->papers, at * G_N_ELEMENTS(sizes) + size);
    }
    return NULL;
}

static void write_link(Markup *to, const Served *served, const char *lang, size_t size)
{
    g_auto(Url) url = url_path(served->survey->id, "paper.pdf", NULL);
    if (served->survey->n_languages > 1)
        url = url_with_query(url, "lang", lang);
    if (sizes[size].query != NULL)
        url = url_with_query(url, "size", sizes[size].query);
    markup_open(to, "li");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, say(lang, sizes[size].link));
    markup_close(to, "a");
    markup_close(to, "li");
}

void page_paper_write_links(Markup *to, const Served *served, const char *lang)
{
    if (find_paper(served, lang, 0) == NULL)
        return;
    markup_element(to, "h2", say(lang, "On paper"));
    markup_element(to, "p",
                   say(lang, "You can answer on paper instead. The form says where to send it."));
    markup_open(to, "ul");
    for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
        if (find_paper(served, lang, s) != NULL)
            write_link(to, served, lang, s);
    }
    markup_close(to, "ul");
}

Reply *page_paper(const Request *request, Context *context)
{
    const Served *served = site_find(context->site, request->segments[0]);
    if (served == NULL)
        return page_error(request, context, 404);
    const char *wanted = fields_find(request->query, "lang");
    const char *lang = wanted != NULL ? survey_language(served->survey, wanted)
                                      : site_served_language(served, request->accept_language);
    const char *query = fields_find(request->query, "size");
    size_t size = 0;
    for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
        if (g_strcmp0(sizes[s].query, query) == 0)
            size = s;
    }
    const StaticPage *paper = find_paper(served, lang, size);
    if (paper == NULL)
        return page_error(request, context, 404);
    Reply *reply = asset_page_reply(paper, request);
    g_autofree char *name = g_strconcat(served->survey->id, "-", lang, size > 0 ? "-" : "",
                                        size > 0 ? sizes[size].query : "", ".pdf", NULL);
    reply_set_file_name(reply, name);
    return reply;
}
