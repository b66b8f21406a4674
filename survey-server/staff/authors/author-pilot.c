/* A pilot: the definition as it is now, under an address that nobody guesses. Its answers are kept apart from all others. */
#include "base/env.h"
#include "base/error.h"
#include "forms/definition/survey-xml.h"
#include "survey-server/http/log.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

enum { SECRET_CHARS = 10 };

/* Ten characters of 31: nobody guesses them, and none is taken for another. */
static void make_secret(char out[SECRET_CHARS + 1])
{
    static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
    const size_t n = sizeof signs - 1;
    for (size_t i = 0; i < SECRET_CHARS;) {
        uint8_t byte = 0;
        env_random(&byte, 1);
        if (byte < 256 / n * n)
            out[i++] = signs[byte % n];
    }
    out[SECRET_CHARS] = '\0';
}

/* ---- Showing ---- */

static void write_button(Markup *to, const Author *author, const char *words, const char *name,
                         bool is_secondary)
{
    staff_page_form_begin(author->page, to, author_url(author, "pilot"));
    author_write_revision(to, author);
    staff_button(to, words, "do", name, is_secondary);
    staff_form_end(to);
}

static void write_link(Markup *to, const Author *author)
{
    g_autofree char *address =
        g_strdup_printf("%s/%s/", author->page->context->config->base_url, author->piece->pilot_id);
    g_auto(Url) url = url_path(author->piece->pilot_id, "", NULL);
    markup_element(to, "h2", "Give this address to those who try it out");
    markup_open(to, "p");
    markup_attr(to, "class", "link");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_attr(to, "id", "pilot-address");
    markup_text(to, address);
    markup_close(to, "a");
    markup_close(to, "p");
    staff_page_say(
        to, "It is listed nowhere: only who has it can open it. Every page of it says that it "
            "is a pilot and that answers are not counted.");
}

static void write_count(Markup *to, const Author *author)
{
    StoreSummary summary = {0};
    g_autoptr(GError) error = NULL;
    if (!store_summarise(author->page->store, author->piece->pilot_id, &summary, &error))
        return;
    g_autofree char *n = staff_count_words(summary.n_responses, "answered form");
    staff_page_sum(to, n);
}

static Reply *show(Author *author)
{
    Markup *to = author_begin_page(author, "Try it out");
    if (author->survey == NULL) {
        author_write_mistakes(to, author, false);
        staff_page_say(to, "It can be tried out once these things are put right.");
        return staff_page_end(author->page, to);
    }
    if (author_has_pilot(author)) {
        write_link(to, author);
        write_count(to, author);
        if (author->piece->pilot_revision != author->piece->revision) {
            staff_page_say(
                to, "You have changed the definition since the pilot began. The pilot shows it "
                    "as it was then.");
            write_button(to, author, "Begin a new pilot with what has changed", "begin", true);
        }
        write_button(to, author, "End the pilot", "end", true);
        return staff_page_end(author->page, to);
    }
    if (author->piece->pilot_id != NULL) {
        staff_page_say(to, "The last pilot has ended.");
        write_count(to, author);
    }
    staff_page_say(to,
                   "Ask a few people to fill it in before you publish it: colleagues, and some who "
                   "were not there when it was written. You get an address to give to them. Their "
                   "answers are kept apart and are never counted.");
    write_button(to, author, "Begin a pilot", "begin", false);
    return staff_page_end(author->page, to);
}

Reply *author_pilot_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    return author != NULL ? show(author) : reply;
}

/* ---- Beginning and ending ---- */

static bool end_pilot(Author *author, GError **error)
{
    const Act act = staff_act(author->page->staff);
    return site_take_off(author->page->context, author->piece->pilot_id, "the pilot has ended",
                         &act, error) &&
           workshop_note_pilot(author->page->store, author->piece->id, author->piece->pilot_id, 0,
                               error);
}

static bool begin_pilot(Author *author, GError **error)
{
    char secret[SECRET_CHARS + 1];
    make_secret(secret);
    const Act act = staff_act(author->page->staff);
    survey_edit_pilot(author->edit, secret);
    g_autoptr(GBytes) source = survey_edit_bytes(author->edit);
    g_autoptr(Mistakes) mistakes = mistakes_new(author->piece->survey_id);
    Survey *pilot = survey_parse(source, mistakes);
    if (pilot == NULL) { /* it had no mistakes: the pilot's longer id makes it too large */
        error_set(error, ERROR_LIMIT, "There is no pilot: %s", mistakes_at(mistakes, 0)->message);
        return false;
    }
    g_autofree char *id = g_strdup(pilot->id);
    Context *context = author->page->context;
    if (!site_put(context, pilot, &act, error))
        return false;
    if (workshop_note_pilot(context->store, author->piece->id, id, author->piece->revision, error))
        return true;
    g_autoptr(GError) other = NULL; /* what is noted nowhere could never be ended */
    if (!site_take_off(context, id, "another pilot was begun", &act, &other))
        log_event("pilot-not-ended", other->message);
    return false;
}

Reply *author_pilot_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    if (author->survey == NULL)
        return show(author);
    if (!author_is_current(author))
        return author_conflict(author);
    bool is_begin = g_strcmp0(staff_field(request, "do"), "begin") == 0;
    if (author_has_pilot(author) && !end_pilot(author, &error))
        return author_refusal(author, error);
    if (is_begin && !begin_pilot(author, &error))
        return author_refusal(author, error);
    return reply_redirect(303, author_url(author, "pilot"));
}
