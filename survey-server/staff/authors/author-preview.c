/* The three faces of a definition: residents' pages, paper, keying screen. Nothing that is typed here is kept. */
#include "base/text.h"
#include "forms/keying/keying-html.h"
#include "forms/paper/paper.h"
#include "forms/survey/condition.h"
#include "forms/web/page-html.h"
#include "survey-server/residents/layout.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include <string.h>

#include "base/banned.h"

/* ---- What can be looked at ---- */

/* Only what has no mistakes can be shown as it will be. */
static Reply *not_yet(Author *author)
{
    Markup *to = author_begin_page(author, "Look at it");
    author_write_mistakes(to, author, false);
    staff_page_say(to, "It can be looked at once these things are put right.");
    return staff_page_end(author->page, to);
}

/* The definition that the address names, when it can be shown; else NULL and the reply that says why. */
static Author *open_whole(const Request *request, Context *context, const Staff *staff,
                          Reply **out_reply)
{
    g_autoptr(Author) author = author_open(request, context, staff, out_reply);
    if (author == NULL || author->survey != NULL)
        return g_steal_pointer(&author);
    *out_reply = not_yet(author);
    return NULL;
}

static Url face_url(const Author *author, const char *face)
{
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, author->piece->id);
    return url_path("staff", "definitions", id, "preview", face, NULL);
}

static Url web_url(const Author *author, size_t page, const char *lang)
{
    g_autofree char *number = g_strdup_printf("%zu", page);
    Url url = url_with_query(face_url(author, "web"), "page", number);
    return url_with_query(url, "lang", lang);
}

/* How many texts have no translation, for each language. */
static void write_translations(Markup *to, const Author *author)
{
    const SurveyEdit *edit = author->edit;
    for (size_t l = 1; l < edit->n_languages; l++) {
        g_autofree char *lang = author_language_words(edit->languages[l]);
        bool is_open = false;
        for (size_t i = 0; i < edit->n_parts; i++) {
            const EditPart *part = &edit->parts[i];
            size_t n = 0;
            for (size_t t = 0; t < part->n_texts; t++)
                n += !part->texts[t].is_setting && part->texts[t].in[0].words[0] != '\0' &&
                             part->texts[t].in[l].words[0] == '\0'
                         ? 1
                         : 0;
            if (n == 0)
                continue;
            if (!is_open) {
                g_autofree char *heading = g_strdup_printf("Not in %s yet", lang);
                markup_element(to, "h2", heading);
                author_list_begin(to);
            }
            is_open = true;
            g_autofree char *words =
                g_strdup_printf("%s: %zu %s", part->name, n, n == 1 ? "text" : "texts");
            staff_page_item(to, author_part_url(author, "part", part->key), words);
        }
        if (is_open)
            markup_close(to, "ul");
    }
}

static void write_faces(Markup *to, const Author *author, size_t language)
{
    const char *lang = author->survey->languages[language];
    g_autofree char *name = author_language_words(lang);
    g_autofree char *web = g_strdup_printf("Residents’ pages, in %s", name);
    g_autofree char *paper = g_strdup_printf("Printed questionnaire, in %s (PDF)", name);
    g_autofree char *large = g_strdup_printf("Large print, in %s (PDF)", name);
    staff_page_item(to, web_url(author, 0, lang), web);
    staff_page_item(to, url_with_query(face_url(author, "paper.pdf"), "lang", lang), paper);
    staff_page_item(to,
                    url_with_query(url_with_query(face_url(author, "paper.pdf"), "lang", lang),
                                   "size", "large"),
                    large);
}

Reply *author_preview_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = open_whole(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    if (!workshop_note_preview(context->store, author->piece->id, author->piece->revision, &error))
        return author_refusal(author, error);
    Markup *to = author_begin_page(author, "Look at it");
    staff_page_say(to, "This is how it will be. Nothing that you type in a preview is kept.");
    author_list_begin(to);
    for (size_t i = 0; i < author->survey->n_languages; i++)
        write_faces(to, author, i);
    staff_page_item(to, face_url(author, "keying"), "Keying screen, as clerks see it");
    markup_close(to, "ul");
    write_translations(to, author);
    return staff_page_end(author->page, to);
}

/* ---- Residents' pages ---- */

static size_t wanted_page(const Author *author)
{
    const char *typed = staff_query(author->page->request, "page");
    int64_t page = 0;
    if (typed == NULL || !text_parse_int(typed, &page) || page < 0)
        return 0;
    return MIN((size_t)page, author->survey->n_pages);
}

static const char *wanted_language(const Author *author)
{
    const char *typed = staff_query(author->page->request, "lang");
    return survey_language(author->survey, typed != NULL ? typed : "");
}

static void write_step(Markup *to, Url url, const char *words)
{
    markup_text(to, " ");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, words);
    markup_close(to, "a");
    url_clear(&url);
}

/* What every page of the preview says at its top, in the language of staff. */
static void write_mark(Markup *to, const Author *author, size_t page, const char *lang)
{
    size_t n = author->survey->n_pages;
    g_autofree char *words =
        page == 0 ? g_strdup("Preview of the start page: nothing is kept.")
                  : g_strdup_printf("Preview, page %zu of %zu: nothing is kept.", page, n);
    markup_open(to, "div");
    markup_attr(to, "class", "preview");
    markup_attr(to, "lang", "en");
    markup_attr(to, "dir", "ltr");
    markup_text(to, words);
    if (page > 0)
        write_step(to, web_url(author, page - 1, lang), "Page before");
    if (page < n)
        write_step(to, web_url(author, page + 1, lang), "Next page");
    write_step(to, face_url(author, NULL), "Back to the definition");
    markup_close(to, "div");
}

/* The questions and the page that only some people get: in the preview nobody has answered anything. */
static void write_hidden(Markup *to, const Author *author, const Page *page)
{
    const Variables *variables = author->survey->variables;
    if (page->condition != NULL) {
        g_autofree char *when = condition_words(page->condition, variables, "en");
        g_autofree char *words = g_strdup_printf("This page is shown only if %s.", when);
        staff_page_say(to, words);
    }
    for (size_t i = 0; i < page->n_entries; i++) {
        const Question *question = page->entries[i].question;
        if (question == NULL || question->condition == NULL)
            continue;
        g_autofree char *when = condition_words(question->condition, variables, "en");
        g_autofree char *words =
            g_strdup_printf("Question %s (“%s”) is shown only if %s.",
                            question->number != NULL ? question->number : question->id,
                            wording_plain(&question->ask, NULL), when);
        staff_page_say(to, words);
    }
}

/* The token of staff's forms, for a form that is written for residents. */
static void write_token(Markup *to, const Author *author)
{
    markup_open(to, "input");
    markup_attr(to, "type", "hidden");
    markup_attr(to, "name", "csrf");
    markup_attr(to, "form", PAGE_FORM);
    markup_attr(to, "value", author->page->staff->csrf);
}

static void write_start(Markup *to, const Survey *survey, const char *lang)
{
    const Paragraphs *const texts[] = {&survey->intro, &survey->help};
    markup_element(to, "h1", wording_plain(&survey->title, lang));
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        wording_paragraphs_write(to, texts[i], lang, survey, NULL);
    markup_open(to, "div");
    markup_attr(to, "id", "privacy");
    wording_paragraphs_write(to, &survey->privacy, lang, survey, NULL);
    markup_close(to, "div");
}

Reply *author_preview_web(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = open_whole(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    size_t page = wanted_page(author);
    const char *lang = wanted_language(author);
    g_autoptr(Journey) journey = journey_new(author->survey, lang);
    g_autofree char *heading = page > 0 ? page_heading(journey, page - 1) : NULL;
    g_auto(Url) start = web_url(author, 0, lang);
    const Frame frame = {.context = context,
                         .start = &start,
                         .survey = author->survey,
                         .lang = lang,
                         .heading = heading,
                         .at = page,
                         .of = page > 0 ? author->survey->n_pages : 0};
    Markup *to = layout_begin(&frame);
    write_mark(to, author, page, lang);
    if (page == 0) {
        write_start(to, author->survey, lang);
    } else {
        markup_open(to, "div");
        markup_attr(to, "class", "preview-note");
        markup_attr(to, "lang", "en");
        markup_attr(to, "dir", "ltr");
        write_hidden(to, author, &author->survey->pages[page - 1]);
        markup_close(to, "div");
        write_token(to, author);
        page_write(to, journey, page - 1, false);
    }
    return reply_html(200, layout_end(to, &frame));
}

/* "Continue" in the preview: the next page, and nothing is kept. */
Reply *author_preview_on(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = open_whole(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    size_t page = wanted_page(author);
    if (page < author->survey->n_pages)
        return reply_redirect(303, web_url(author, page + 1, wanted_language(author)));
    return reply_redirect(303, author_url(author, "preview"));
}

/* ---- Paper and keying ---- */

Reply *author_preview_paper(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = open_whole(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    const char *size = staff_query(request, "size");
    const PaperStyle style = {.lang = wanted_language(author),
                              .size = g_strcmp0(size, "large") == 0 ? PAPER_18 : PAPER_14,
                              .base_url = context->config->base_url,
                              .mark = "Preview: not for use"};
    GBytes *pdf = paper_make(author->survey, &style, &error);
    if (pdf == NULL)
        return author_refusal(author, error);
    return reply_bytes(200, "application/pdf", pdf);
}

Reply *author_preview_keying(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = open_whole(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    g_autoptr(KeyPlan) plan = keying_plan_new(author->survey);
    g_autoptr(KeyingEntries) form = keying_entries_new(plan);
    const KeyView view = {.plan = plan, .form = form, .lang = author->survey->languages[0]};
    Markup *to = author_begin_page(author, "Keying screen: preview");
    markup_open(to, "p");
    markup_attr(to, "class", "preview");
    markup_text(to, "Preview: this is what clerks see beside a paper form. Nothing is kept.");
    markup_close(to, "p");
    keying_fields_write(to, &view);
    return staff_page_end(author->page, to);
}
