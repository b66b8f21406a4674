/* Withdrawing a response by the receipt code that was torn off the paper or shown on the web. The code never stands in an
 * address, where logs and histories would keep it. */
#include "forms/survey/receipt.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

static Reply *show(StaffPage *page)
{
    Markup *to = staff_page_begin(page, "Withdraw a response", (Url){NULL}, NULL);
    staff_page_say(
        to, "When somebody who answered asks for it. They need the code or the word on the slip "
            "that they tore off the form.");
    staff_page_form_begin(page, to, staff_page_url(page, "withdraw", NULL, NULL));
    staff_page_box(page, to,
                   (StaffBox){.name = "code", .label = "Receipt code or word", .width = 20});
    staff_button(to, "Go on", NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

static Reply *ask(StaffPage *page, const char *code)
{
    /* Not in the heading: that is the title too, which histories keep. */
    Markup *to =
        staff_page_begin(page, "Withdraw this response?",
                         staff_page_url(page, "withdraw", NULL, NULL), "Withdraw a response");
    markup_open(to, "dl");
    markup_attr(to, "class", "facts");
    staff_page_fact(to, "Receipt code or word", code);
    markup_close(to, "dl");
    staff_page_say(to,
                   "Its answers are erased for good, from the tables and the charts too. Nothing "
                   "brings them back. The audit keeps that a response was withdrawn, and when, not "
                   "what it said.");
    staff_page_say(to, "Backups that were made before still hold it until they are replaced.");
    staff_page_form_begin(page, to, staff_page_url(page, "withdraw", NULL, NULL));
    staff_hidden(to, "code", code);
    staff_button(to, "Withdraw it for good", "sure", "yes", false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

Reply *desk_withdraw_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    return page != NULL ? show(page) : reply;
}

Reply *desk_withdraw_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    if (staff_page_demands(page, "code", "Type the receipt code or word."))
        return show(page);
    const char *code = staff_page_typed(page, "code");
    g_autoptr(GError) error = NULL;
    g_autofree char *normal = receipt_normalise(code, &error);
    if (normal == NULL) { /* before anybody is asked whether they are sure */
        staff_page_mistake_of(page, "code", error);
        return show(page);
    }
    if (!g_str_equal(staff_page_typed(page, "sure"), "yes"))
        return ask(page, code);
    const Act act = staff_act(staff);
    if (withdraw_response(page->store, page->survey->id, code, &act, &error))
        return staff_page_done(staff_page_url(page, "withdraw", NULL, NULL), "withdrawn");
    if (!staff_page_is_answerable(error))
        return staff_page_refusal(page, error, staff_page_url(page, "withdraw", NULL, NULL),
                                  "Withdraw a response");
    staff_page_mistake_of(page, "code", error);
    return show(page);
}
