/* Pages of staff that say what was not done and why. */
#include "base/limits.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/staff-layout.h"
#include <string.h>

#include "base/banned.h"

static const struct {
    unsigned status;
    const char *heading, *words;
} refusals[] = {
    {400, "This request could not be read",
     "Nothing was changed. Go back in your browser and try again."},
    {403, "Your account may not open this page",
     "Nothing was changed. An administrator can give your account another role."},
    {404, "Page not found", "The address is wrong, or what stood here is gone."},
    {405, "This page cannot be used in that way", "Go back in your browser and try again."},
    {411, "This request could not be read", "Its length was not given. Nothing was changed."},
    {415, "This request could not be read",
     "This page takes what its own form sends, nothing else. Nothing was changed."},
    {503, "The server is busy",
     "Nothing was changed. Wait a few seconds, go back in your browser and try again."},
    {500, "Something went wrong on the server",
     "Go back in your browser and try again. If it happens again, tell an administrator."},
};

/* Where a refusal leads on to. */
typedef struct {
    Url address;
    const char *words;
} WayOn;

static Reply *page(const Context *context, const Staff *staff, unsigned status, const char *heading,
                   const char *words, WayOn onward)
{
    const StaffFrame frame = {.context = context, .staff = staff, .heading = heading};
    Markup *to = staff_layout_begin(&frame);
    markup_element(to, "p", words);
    staff_link(to, onward.address, onward.words);
    Reply *reply = staff_layout_end(to, &frame, status);
    reply->retry_after_s = status == 503 ? STAFF_RETRY_AFTER_S : 0;
    return reply;
}

Reply *staff_error(const Context *context, const Staff *staff, unsigned status)
{
    size_t i = 0;
    while (i + 1 < G_N_ELEMENTS(refusals) && refusals[i].status != status)
        i++;
    g_auto(Url) home = url_path("staff", "", NULL);
    return page(context, staff, status, refusals[i].heading, refusals[i].words,
                (WayOn){home, "Go to the staff page"});
}

Reply *staff_not_here(const Context *context, const Staff *staff, const LostSurvey *lost)
{
    g_autofree char *sentence = staff_sentence(lost->sentence);
    g_autofree char *words = g_strconcat(
        sentence,
        " Nothing was changed. What you have just typed is still there when you go back in your "
        "browser.",
        NULL);
    g_auto(Url) home = url_path("staff", "", NULL);
    return page(context, staff, 503, "This survey is not here just now", words,
                (WayOn){home, "Go to the staff page"});
}

/* "20.0 MB", "1 MB", "64 KB": as file managers count.
 * Returns: yours (free with g_free). */
static char *size_words(uint64_t bytes)
{
    enum { KILO = 1024, MEGA = KILO * KILO };
    if (bytes < MEGA)
        return g_strdup_printf("%.0f KB", (double)bytes / KILO);
    return g_strdup_printf("%.*f MB", bytes % MEGA == 0 ? 0 : 1, (double)bytes / MEGA);
}

static Reply *too_large(const Request *request, const Context *context)
{
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_route_find(context, request, &status, &allow);
    bool is_file = route != NULL && route->file != NULL;
    size_t most = route != NULL && route->body_max > 0 ? route->body_max : LIMIT_BODY_BYTES;
    g_autofree char *sent = size_words(request->content_length);
    g_autofree char *limit = size_words(most);
    g_autofree char *words =
        is_file
            ? g_strdup_printf("This file has %s. %s may have %s at most. Nothing was taken over.",
                              sent, route->file, limit)
            : g_strdup_printf("What was sent has %s. This page takes %s at most. Nothing was "
                              "taken over. Go back in your browser: what you typed is still "
                              "there.",
                              sent, limit);
    const Staff nobody = {.name = ""};
    g_auto(Url) home = url_path("staff", "", NULL);
    return page(context, &nobody, 413, is_file ? "The file is too large" : "That is too much",
                words, (WayOn){home, "Go to the staff page"});
}

Reply *staff_refuse(const Request *request, const Context *context, unsigned status)
{
    return status == 413 ? too_large(request, context) : staff_error(context, NULL, status);
}

char *staff_sentence(const char *message)
{
    /* The words with which the store begins; anything else may be a name or a number that was typed. */
    static const char *const beginnings[] = {"batch ",      "serial ",
                                             "serials ",    "survey ",
                                             "the ",        "there ",
                                             "this ",       "say ",
                                             "nothing ",    "form ",
                                             "no batch ",   "no response ",
                                             "nobody has ", "several responses ",
                                             "you keyed ",  "you have "};
    g_autoptr(GString) sentence = g_string_new(message);
    for (size_t i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (g_str_has_prefix(message, beginnings[i]))
            sentence->str[0] = g_ascii_toupper(message[0]);
    if (sentence->len > 0 && strchr(".?!", sentence->str[sentence->len - 1]) == NULL)
        g_string_append_c(sentence, '.');
    return g_strdup(sentence->str);
}

Reply *staff_refusal(const Context *context, const Staff *staff, const GError *error, Url onward,
                     const char *onward_words)
{
    g_autofree char *words = staff_sentence(error->message);
    return page(context, staff, reply_status_of(error), "This was not done", words,
                (WayOn){onward, onward_words});
}
