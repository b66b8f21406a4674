/* Withdrawing a response by the receipt code that was torn off the paper or shown on the web. The code never stands in an
 * address, where logs and histories would keep it. */
#include "forms/survey/receipt.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/desk.h"

#include "base/banned.h"

static Reply *show(Desk *desk)
{
    Markup *to = desk_begin(desk, "Withdraw a response", (Url){NULL}, NULL);
    desk_say(to,
             "When somebody who answered asks for it. They need the code or the word on the slip "
             "that they tore off the form.");
    desk_form_begin(desk, to, desk_url(desk, "withdraw", NULL, NULL));
    desk_box(desk, to, (StaffBox){.name = "code", .label = "Receipt code or word", .width = 20});
    staff_button(to, "Go on", NULL, NULL, false);
    staff_form_end(to);
    return desk_end(desk, to);
}

static Reply *ask(Desk *desk, const char *code)
{
    /* Not in the heading: that is the title too, which histories keep. */
    Markup *to = desk_begin(desk, "Withdraw this response?", desk_url(desk, "withdraw", NULL, NULL),
                            "Withdraw a response");
    markup_open(to, "dl");
    markup_attr(to, "class", "facts");
    desk_fact(to, "Receipt code or word", code);
    markup_close(to, "dl");
    desk_say(to, "Its answers are erased for good, from the tables and the charts too. Nothing "
                 "brings them back. The audit keeps that a response was withdrawn, and when, not "
                 "what it said.");
    desk_say(to, "Backups that were made before still hold it until they are replaced.");
    desk_form_begin(desk, to, desk_url(desk, "withdraw", NULL, NULL));
    staff_hidden(to, "code", code);
    staff_button(to, "Withdraw it for good", "sure", "yes", false);
    staff_form_end(to);
    return desk_end(desk, to);
}

Reply *desk_withdraw_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Desk) desk = desk_open(request, context, staff, &reply);
    return desk != NULL ? show(desk) : reply;
}

Reply *desk_withdraw_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Desk) desk = desk_open(request, context, staff, &reply);
    if (desk == NULL)
        return reply;
    if (desk_demands(desk, "code", "Type the receipt code or word."))
        return show(desk);
    const char *code = desk_typed(desk, "code");
    g_autoptr(GError) error = NULL;
    g_autofree char *normal = receipt_normalise(code, &error);
    if (normal == NULL) { /* before anybody is asked whether they are sure */
        desk_mistake_of(desk, "code", error);
        return show(desk);
    }
    if (!g_str_equal(desk_typed(desk, "sure"), "yes"))
        return ask(desk, code);
    const Act act = staff_act(staff);
    if (receipt_withdraw(desk->store, desk->survey->id, code, &act, &error))
        return desk_done(desk_url(desk, "withdraw", NULL, NULL), "withdrawn");
    if (!desk_is_answerable(error))
        return desk_refusal(desk, error, desk_url(desk, "withdraw", NULL, NULL),
                            "Withdraw a response");
    desk_mistake_of(desk, "code", error);
    return show(desk);
}
