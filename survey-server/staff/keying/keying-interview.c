/* Entry by telephone and in person: the residents' wording, the same keys, no serial. */
#include "base/env.h"
#include "responses/store/reference.h"
#include "survey-server/staff/keying/keying-pages.h"
#include "survey-server/staff/keying/keying-screen.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

enum { ONCE_CHARS = 2 * SUBMIT_KEY_BYTES };

static const struct {
    Channel channel;
    const char *heading;
} kinds[] = {
    {CHANNEL_PHONE, "Interview by telephone"},
    {CHANNEL_EVENT, "Interview at the door or at an event"},
};

/* The kind of interview that the address names; G_N_ELEMENTS(kinds) for none. */
static size_t find_kind(const StaffPage *page)
{
    Channel channel = CHANNEL_COUNT;
    size_t i = 0;
    if (!channel_find(staff_page_part(page, 1), &channel))
        return G_N_ELEMENTS(kinds);
    while (i < G_N_ELEMENTS(kinds) && kinds[i].channel != channel)
        i++;
    return i;
}

static Url interview_url(const StaffPage *page, size_t kind)
{
    return staff_page_url(page, "interview", channel_name(kinds[kind].channel), NULL);
}

/* ---- Once only: a repeated POST finds the response that is there ---- */

static void write_once(const uint8_t key[SUBMIT_KEY_BYTES], char out[ONCE_CHARS + 1])
{
    sodium_bin2hex(out, ONCE_CHARS + 1, key, SUBMIT_KEY_BYTES);
}

/* The key that the page was given; one of its own for a page that was not ours. */
static void read_once(const StaffPage *page, uint8_t out[SUBMIT_KEY_BYTES])
{
    const char *typed = staff_field(page->request, "form-once");
    const bool is_ours = typed != NULL && strlen(typed) == ONCE_CHARS &&
                         strspn(typed, "0123456789abcdef") == ONCE_CHARS;
    if (!is_ours || sodium_hex2bin(out, SUBMIT_KEY_BYTES, typed, ONCE_CHARS, NULL, NULL, NULL) != 0)
        env_random(out, SUBMIT_KEY_BYTES);
}

static Reply *show(Screen *screen, size_t kind, const uint8_t once[SUBMIT_KEY_BYTES])
{
    char text[ONCE_CHARS + 1];
    write_once(once, text);
    const char *const hidden[] = {"form-once", text, NULL};
    return keying_screen_reply(screen, kinds[kind].heading, hidden,
                               interview_url(screen->page, kind));
}

/* ---- Thanks ---- */

static Reply *thank(StaffPage *page, size_t kind, const char *reference)
{
    g_autofree char *words =
        g_strdup_printf("The answers are stored. Their reference is %s.", reference);
    page->notice = words;
    Markup *to =
        staff_page_begin(page, "Thank you", staff_page_url(page, "", NULL, NULL), "Survey");
    staff_page_say(
        to, "Read the reference to the person who was interviewed. It identifies the answers "
            "and opens nothing.");
    markup_open(to, "p");
    markup_open(to, "strong");
    markup_attr(to, "id", "ref");
    markup_text(to, reference);
    markup_close(to, "strong");
    markup_close(to, "p");
    const char *lang = staff_query(page->request, "lang");
    Url next = interview_url(page, kind);
    if (lang != NULL)
        next = url_with_query(next, "lang", survey_language(page->survey, lang));
    staff_page_link(to, next, "Next interview");
    return staff_page_end(page, to);
}

/* ---- The handlers ---- */

static StaffPage *interview_open(const Request *request, Context *context, const Staff *staff,
                                 size_t *out_kind, Reply **out_reply)
{
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, out_reply);
    if (page == NULL)
        return NULL;
    *out_kind = find_kind(page);
    if (*out_kind < G_N_ELEMENTS(kinds))
        return g_steal_pointer(&page);
    *out_reply = staff_error(context, staff, 404);
    return NULL;
}

Reply *keying_interview_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    size_t kind = 0;
    g_autoptr(StaffPage) page = interview_open(request, context, staff, &kind, &reply);
    if (page == NULL)
        return reply;
    const char *reference = staff_query(request, "done");
    if (reference != NULL && reference_is_allowed(reference))
        return thank(page, kind, reference);
    uint8_t once[SUBMIT_KEY_BYTES];
    env_random(once, sizeof once);
    g_autoptr(Screen) screen = keying_screen_new(g_steal_pointer(&page), true);
    return show(screen, kind, once);
}

static Reply *save(Screen *screen, size_t kind, const Answers *answers,
                   const uint8_t once[SUBMIT_KEY_BYTES])
{
    StaffPage *page = screen->page;
    const Act act = staff_act(page->staff);
    char reference[REFERENCE_BYTES];
    g_autoptr(GError) error = NULL;
    const InterviewRequest interview = {.plan = screen->plan,
                                        .answers = answers,
                                        .channel = kinds[kind].channel,
                                        .lang = screen->lang,
                                        .submit_key = once,
                                        .act = &act};
    if (!keying_of_interview(page->store, &interview, reference, &error)) {
        staff_page_mistake_of(page, "form-save", error);
        Reply *reply = show(screen, kind, once);
        reply->status = reply_status_of(error);
        return reply;
    }
    Url thanks = url_with_query(interview_url(page, kind), "done", reference);
    return reply_redirect(303, url_with_query(thanks, "lang", screen->lang));
}

Reply *keying_interview_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    size_t kind = 0;
    uint8_t once[SUBMIT_KEY_BYTES];
    g_autoptr(StaffPage) page = interview_open(request, context, staff, &kind, &reply);
    if (page == NULL)
        return reply;
    read_once(page, once);
    g_autoptr(Screen) screen = keying_screen_new(g_steal_pointer(&page), true);
    g_autoptr(Answers) answers = keying_screen_answers(screen);
    return answers != NULL ? save(screen, kind, answers, once) : show(screen, kind, once);
}
