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
static size_t find_kind(const Desk *desk)
{
    Channel channel = CHANNEL_COUNT;
    size_t i = 0;
    if (!channel_find(desk_part(desk, 1), &channel))
        return G_N_ELEMENTS(kinds);
    while (i < G_N_ELEMENTS(kinds) && kinds[i].channel != channel)
        i++;
    return i;
}

static Url interview_url(const Desk *desk, size_t kind)
{
    return desk_url(desk, "interview", channel_name(kinds[kind].channel), NULL);
}

/* ---- Once only: a repeated POST finds the response that is there ---- */

static void write_once(const uint8_t key[SUBMIT_KEY_BYTES], char out[ONCE_CHARS + 1])
{
    sodium_bin2hex(out, ONCE_CHARS + 1, key, SUBMIT_KEY_BYTES);
}

/* The key that the page was given; one of its own for a page that was not ours. */
static void read_once(const Desk *desk, uint8_t out[SUBMIT_KEY_BYTES])
{
    const char *typed = staff_field(desk->request, "form-once");
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
    return screen_reply(screen, kinds[kind].heading, hidden, interview_url(screen->desk, kind));
}

/* ---- Thanks ---- */

static Reply *thank(Desk *desk, size_t kind, const char *reference)
{
    g_autofree char *words =
        g_strdup_printf("The answers are stored. Their reference is %s.", reference);
    desk->notice = words;
    Markup *to = desk_begin(desk, "Thank you", desk_url(desk, "", NULL, NULL), "Survey");
    desk_say(to, "Read the reference to the person who was interviewed. It identifies the answers "
                 "and opens nothing.");
    markup_open(to, "p");
    markup_open(to, "strong");
    markup_attr(to, "id", "ref");
    markup_text(to, reference);
    markup_close(to, "strong");
    markup_close(to, "p");
    const char *lang = staff_query(desk->request, "lang");
    Url next = interview_url(desk, kind);
    if (lang != NULL)
        next = url_with_query(next, "lang", survey_language(desk->survey, lang));
    desk_link(to, next, "Next interview");
    return desk_end(desk, to);
}

/* ---- The handlers ---- */

static Desk *interview_open(const Request *request, Context *context, const Staff *staff,
                            size_t *out_kind, Reply **out_reply)
{
    g_autoptr(Desk) desk = desk_open(request, context, staff, out_reply);
    if (desk == NULL)
        return NULL;
    *out_kind = find_kind(desk);
    if (*out_kind < G_N_ELEMENTS(kinds))
        return g_steal_pointer(&desk);
    *out_reply = staff_error(context, staff, 404);
    return NULL;
}

Reply *keying_interview_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    size_t kind = 0;
    g_autoptr(Desk) desk = interview_open(request, context, staff, &kind, &reply);
    if (desk == NULL)
        return reply;
    const char *reference = staff_query(request, "done");
    if (reference != NULL && reference_is_allowed(reference))
        return thank(desk, kind, reference);
    uint8_t once[SUBMIT_KEY_BYTES];
    env_random(once, sizeof once);
    g_autoptr(Screen) screen = screen_new(g_steal_pointer(&desk), true);
    return show(screen, kind, once);
}

static Reply *save(Screen *screen, size_t kind, const Answers *answers,
                   const uint8_t once[SUBMIT_KEY_BYTES])
{
    Desk *desk = screen->desk;
    const Act act = staff_act(desk->staff);
    char reference[REFERENCE_BYTES];
    g_autoptr(GError) error = NULL;
    const InterviewRequest interview = {.plan = screen->plan,
                                        .answers = answers,
                                        .channel = kinds[kind].channel,
                                        .lang = screen->lang,
                                        .submit_key = once,
                                        .act = &act};
    if (!interview_key(desk->store, &interview, reference, &error)) {
        desk_mistake_of(desk, "form-save", error);
        Reply *reply = show(screen, kind, once);
        reply->status = reply_status_of(error);
        return reply;
    }
    Url thanks = url_with_query(interview_url(desk, kind), "done", reference);
    return reply_redirect(303, url_with_query(thanks, "lang", screen->lang));
}

Reply *keying_interview_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    size_t kind = 0;
    uint8_t once[SUBMIT_KEY_BYTES];
    g_autoptr(Desk) desk = interview_open(request, context, staff, &kind, &reply);
    if (desk == NULL)
        return reply;
    read_once(desk, once);
    g_autoptr(Screen) screen = screen_new(g_steal_pointer(&desk), true);
    g_autoptr(Answers) answers = screen_answers(screen);
    return answers != NULL ? save(screen, kind, answers, once) : show(screen, kind, once);
}
