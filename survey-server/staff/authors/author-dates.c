/* When a survey takes answers, changed while it runs: with a reason, without a new version. */
#include "base/env.h"
#include "responses/store/dates.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/staff-day.h"
#include "survey-server/staff/staff-page.h"
#include <string.h>

#include "base/banned.h"

/* A moment as it stands in a box: a day where it begins or ends one, else day and time; "" for none.
 * Returns: yours (free with g_free). */
static char *shown(int64_t moment, bool is_end)
{
    return moment == 0 ? g_strdup("") : staff_edge_words(moment, is_end);
}

static void write_history(StaffPage *page, Markup *to)
{
    static const char *const headers[] = {"When", "By", "What", "Why"};
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) history = dates_history(page->store, page->survey->id, &error);
    if (history == NULL || history->len == 0)
        return;
    markup_element(to, "h2", "What was changed");
    staff_table_begin(to, "Changes of dates", headers, G_N_ELEMENTS(headers));
    for (guint i = 0; i < history->len; i++) {
        const DateChange *change = g_ptr_array_index(history, i);
        g_autofree char *moment = staff_moment_words(change->moment);
        g_autofree char *date = shown(change->date, !change->is_opens);
        const char *which = change->is_opens ? "Opens on" : "Last day";
        g_autofree char *what =
            change->is_taken_back
                ? g_strdup_printf("%s: as in the definition again", which)
                : g_strdup_printf("%s: %s", which, date[0] != '\0' ? date : "none");
        const char *const cells[] = {moment, change->who, what, change->reason};
        staff_row(to, cells, G_N_ELEMENTS(cells), NULL);
    }
    staff_table_end(to);
}

static Reply *show(StaffPage *page, const Dates *dates)
{
    g_autofree char *opens = shown(dates->opens, false);
    g_autofree char *closes = shown(dates->closes, true);
    if (g_strcmp0(staff_query(page->request, "done"), "dates") == 0)
        page->notice = "The dates are changed. Residents see them from now on.";
    Markup *to = staff_page_begin(page, "Dates", url_path("staff", page->survey->id, "", NULL),
                                  "Back to the survey");
    staff_page_say(
        to, "Nothing else about the survey changes, and it stays the same version. Each change "
            "is kept with its reason.");
    staff_page_form_begin(page, to, url_path("staff", page->survey->id, "dates", NULL));
    staff_page_box(page, to,
                   (StaffBox){.name = "opens",
                              .label = "Opens on",
                              .hint = "For example 1 March 2027. Empty: at once.",
                              .value = opens,
                              .width = 28});
    staff_page_box(
        page, to,
        (StaffBox){.name = "closes",
                   .label = "Last day",
                   .hint = "It closes when this day ends (midnight, UTC). A later day opens a "
                           "closed survey again. Empty: no end.",
                   .value = closes,
                   .width = 28});
    staff_page_box(page, to,
                   (StaffBox){.name = "reason",
                              .label = "Why?",
                              .hint = "For example, extended because leaflets came late."});
    staff_button(to, "Change the dates", "do", "change", false);
    staff_button(to, "Close it at this moment", "do", "close", true);
    staff_form_end(to);
    write_history(page, to);
    return staff_page_end(page, to);
}

static Reply *refusal(const StaffPage *page, const GError *error)
{
    return staff_page_refusal(page, error, url_path("staff", page->survey->id, "", NULL),
                              "Back to the survey");
}

Reply *author_dates_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    Dates dates = {0};
    if (page == NULL)
        return reply;
    if (!dates_load(page->store, page->survey, &dates, &error))
        return refusal(page, error);
    return show(page, &dates);
}

/* What is typed; what stands there already stays to the second. */
static int64_t read_date(StaffPage *page, const char *name, int64_t present, bool is_end)
{
    const char *typed = staff_page_typed(page, name);
    g_autofree char *as_shown = shown(present, is_end);
    int64_t day = 0;
    if (strcmp(typed, as_shown) == 0)
        return present;
    if (typed[0] == '\0')
        return 0;
    g_autofree char *mistake = staff_day_read(typed, &day);
    if (mistake != NULL)
        staff_page_mistake(page, name, mistake);
    return day + (is_end ? STAFF_DAY_S : 0);
}

Reply *author_dates_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    Dates present = {0};
    if (page == NULL)
        return reply;
    if (!dates_load(page->store, page->survey, &present, &error))
        return refusal(page, error);
    bool is_close = g_strcmp0(staff_field(request, "do"), "close") == 0;
    Dates dates = present;
    if (is_close) {
        dates.closes = env_now();
    } else {
        dates.opens = read_date(page, "opens", present.opens, false);
        dates.closes = read_date(page, "closes", present.closes, true);
    }
    (void)staff_page_demands(page, "reason", "Say why: it is kept with the change.");
    if (dates.opens != 0 && dates.closes != 0 && dates.closes <= dates.opens &&
        !staff_page_has_mistakes(page))
        staff_page_mistake(page, is_close ? "opens" : "closes",
                           "It would close before it opens. Change one of the two days.");
    const Act act = staff_act(staff);
    if (staff_page_has_mistakes(page))
        return show(page, &present);
    if (!dates_save(page->store, page->survey, &dates, staff_page_typed(page, "reason"), &act,
                    &error) ||
        !site_refresh(context, page->survey->id, &error))
        return refusal(page, error);
    return staff_page_done(url_path("staff", page->survey->id, "dates", NULL), "dates");
}
