/* Pages of staff that say what was not done and why. */
#include "survey-server/staff-layout.h"

#include "base/banned.h"

enum { RETRY_AFTER_S = 10 };

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
    {413, "That is too much for one page",
     "Nothing was taken over. Go back in your browser, make it shorter and try again."},
    {415, "This request could not be read",
     "This page takes what its own form sends, nothing else. Nothing was changed."},
    {503, "The server is busy",
     "Nothing was changed. Wait a few seconds, go back in your browser and try again."},
    {500, "Something went wrong on the server",
     "Go back in your browser and try again. If it happens again, tell an administrator."},
};

static Reply *page(const Context *context, const Staff *staff, unsigned status, const char *heading,
                   const char *words, Url onward, const char *onward_words)
{
    const StaffFrame frame = {.context = context, .staff = staff, .heading = heading};
    Markup *to = staff_page_begin(&frame);
    markup_element(to, "p", words);
    staff_link(to, onward, onward_words);
    Reply *reply = staff_page_end(to, &frame, status);
    reply->retry_after_s = status == 503 ? RETRY_AFTER_S : 0;
    return reply;
}

Reply *staff_error(const Context *context, const Staff *staff, unsigned status)
{
    size_t i = 0;
    while (i + 1 < G_N_ELEMENTS(refusals) && refusals[i].status != status)
        i++;
    g_auto(Url) home = url_path("staff", "", NULL);
    return page(context, staff, status, refusals[i].heading, refusals[i].words, home,
                "Go to the staff page");
}

Reply *staff_refusal(const Context *context, const Staff *staff, const GError *error, Url onward,
                     const char *onward_words)
{
    return page(context, staff, reply_status_of(error), "This was not done", error->message, onward,
                onward_words);
}
