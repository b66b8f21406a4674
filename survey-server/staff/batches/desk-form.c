/* One form of paper: where it stands, and what a supervisor can do with it. */
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-day.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

/* A desk with the form that the address names. */
typedef struct {
    StaffPage *page;
    PaperForm *form;
    char serial[SERIAL_BYTES];
} Opened;

static void opened_clear(Opened *opened)
{
    staff_page_free(opened->page);
    paper_form_free(opened->form);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Opened, opened_clear)

static PaperForm *load_form(const StaffPage *page, GError **error)
{
    unsigned serial = 0;
    if (!staff_page_read_serial(page, staff_page_part(page, 1), &serial, error))
        return NULL;
    return paper_form_load(page->store, page->survey->id, serial, error);
}

static bool open_form(const Request *request, Context *context, const Staff *staff, Opened *out,
                      Reply **out_reply)
{
    g_autoptr(GError) error = NULL;
    out->page = staff_page_open(request, context, staff, out_reply);
    if (out->page == NULL)
        return false;
    out->form = load_form(out->page, &error);
    if (out->form == NULL) {
        *out_reply = staff_page_refusal(
            out->page, error, staff_page_url(out->page, "batches", NULL, NULL), "Batches");
        return false;
    }
    serial_text(out->form->serial, out->serial);
    return true;
}

/* ---- What can be done ---- */

typedef bool (*FormCall)(Store *store, const char *survey_id, unsigned serial, const char *reason,
                         const Act *act, GError **error);

static bool release(Store *store, const char *survey_id, unsigned serial, const char *reason,
                    const Act *act, GError **error)
{
    (void)reason;
    return claim_take_back(store, survey_id, serial, act, error);
}

/* A form of one button, with a reason before it unless `label` is NULL. */
typedef struct {
    const char *verb, *heading, *says, *name, *label, *hint, *button;
    FormCall call;
    const char *missing; /* said when there is no reason */
    const char *done;    /* the notice afterwards */
} Deed;

static const Deed deed_void = {
    .verb = "void",
    .heading = "Take it out of the count",
    .says = "For a form that will not be keyed. The paper stays in the batch.",
    .name = "reason",
    .label = "Why is it void?",
    .hint = "For example: nothing is filled in; a copy of 1018-6; the form of another survey.",
    .button = "Make it void",
    .call = paper_form_void,
    .missing = "Say why the form is void: nobody can look it up otherwise.",
    .done = "void",
};
static const Deed deed_unvoid = {
    .verb = "unvoid",
    .heading = "Count it again",
    .says = "The form is to be keyed after all.",
    .name = "reason",
    .label = "Why does it count again?",
    .button = "Count it again",
    .call = paper_form_unvoid,
    .missing = "Say why the form counts again.",
    .done = "counted",
};
static const Deed deed_release = {
    .verb = "release",
    .heading = "Give it back",
    .says = "For a clerk who went home in the middle of it. What was typed so far is kept.",
    .button = "Give it back",
    .call = release,
    .done = "released",
};
static const Deed deed_note = {
    .verb = "note",
    .heading = "Note for the supervisor",
    .name = "answer",
    .label = "What was done about it?",
    .hint = "It is written into the audit.",
    .button = "The note is dealt with",
    .call = differences_settle_note,
    .missing = "Say what was done about the note.",
    .done = "note",
};

static void write_deed(const Opened *opened, Markup *to, const Deed *deed, const char *quoted)
{
    StaffPage *page = opened->page;
    markup_element(to, "h2", deed->heading);
    if (deed->says != NULL)
        staff_page_say(to, deed->says);
    if (quoted != NULL)
        markup_element(to, "blockquote", quoted);
    staff_page_form_begin(page, to, staff_page_form_url(page, opened->form->serial, deed->verb));
    if (deed->label != NULL)
        staff_page_box(page, to,
                       (StaffBox){.name = deed->name, .label = deed->label, .hint = deed->hint});
    staff_button(to, deed->button, NULL, NULL, true);
    staff_form_end(to);
}

static void write_facts(const Opened *opened, Markup *to)
{
    const PaperForm *form = opened->form;
    g_autofree char *since = form->claimed_by != NULL ? staff_moment_words(form->claimed) : NULL;
    markup_open(to, "dl");
    markup_attr(to, "class", "facts");
    staff_page_fact(to, "Batch", form->batch);
    staff_page_fact(to, "State", staff_form_state(form->state));
    staff_page_fact(to, "Why void", form->reason);
    staff_page_fact(to, "On the screen of", form->claimed_by);
    staff_page_fact(to, "Since", since);
    staff_page_fact(to, "Reference of its response", form->reference);
    markup_close(to, "dl");
}

static void write_onward(const Opened *opened, Markup *to)
{
    const StaffPage *page = opened->page;
    const PaperForm *form = opened->form;
    if (form->state == PAPER_FORM_RECEIVED)
        staff_page_link(to, staff_page_url(page, "key", form->batch, opened->serial),
                        "Key this form");
    if (form->state == PAPER_FORM_DISPUTED)
        staff_page_link(to, staff_page_url(page, "settle", opened->serial, NULL),
                        "Settle its differences");
    if (form->reference != NULL)
        staff_page_link(
            to, url_with_query(staff_page_url(page, "correct", NULL, NULL), "of", form->reference),
            "Correct an answer of it");
}

static void write_deeds(const Opened *opened, Markup *to)
{
    const PaperForm *form = opened->form;
    if (form->note != NULL) {
        g_autoptr(KeyPlan) plan = keying_plan_new(opened->page->survey);
        g_autofree char *note = staff_note_words(plan, form->note);
        write_deed(opened, to, &deed_note, note);
    }
    if (form->claimed_by != NULL)
        write_deed(opened, to, &deed_release, NULL);
    if (form->state == PAPER_FORM_RECEIVED)
        write_deed(opened, to, &deed_void, NULL);
    else if (form->state == PAPER_FORM_VOID)
        write_deed(opened, to, &deed_unvoid, NULL);
}

static Reply *show(const Opened *opened)
{
    StaffPage *page = opened->page;
    g_autofree char *heading = g_strdup_printf("Form %s", opened->serial);
    g_autofree char *back = g_strdup_printf("Batch %s", opened->form->batch);
    Markup *to = staff_page_begin(page, heading,
                                  staff_page_url(page, "batches", opened->form->batch, NULL), back);
    write_facts(opened, to);
    write_onward(opened, to);
    write_deeds(opened, to);
    return staff_page_end(page, to);
}

Reply *desk_form_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_auto(Opened) opened = {.page = NULL};
    return open_form(request, context, staff, &opened, &reply) ? show(&opened) : reply;
}

/* ---- Doing it ---- */

static Reply *do_deed(const Request *request, Context *context, const Staff *staff,
                      const Deed *deed)
{
    Reply *reply = NULL;
    g_auto(Opened) opened = {.page = NULL};
    if (!open_form(request, context, staff, &opened, &reply))
        return reply;
    StaffPage *page = opened.page;
    if (deed->name != NULL && staff_page_demands(page, deed->name, deed->missing))
        return show(&opened);
    const char *reason = deed->name != NULL ? staff_page_typed(page, deed->name) : NULL;
    const Act act = staff_act(staff);
    const unsigned serial = opened.form->serial;
    g_autoptr(GError) error = NULL;
    if (!deed->call(page->store, page->survey->id, serial, reason, &act, &error))
        return staff_page_refusal(page, error, staff_page_form_url(page, serial, NULL),
                                  opened.serial);
    return staff_page_done(staff_page_form_url(page, serial, NULL), deed->done);
}

Reply *desk_form_void(const Request *request, Context *context, const Staff *staff)
{
    return do_deed(request, context, staff, &deed_void);
}

Reply *desk_form_unvoid(const Request *request, Context *context, const Staff *staff)
{
    return do_deed(request, context, staff, &deed_unvoid);
}

Reply *desk_form_release(const Request *request, Context *context, const Staff *staff)
{
    return do_deed(request, context, staff, &deed_release);
}

Reply *desk_form_note(const Request *request, Context *context, const Staff *staff)
{
    return do_deed(request, context, staff, &deed_note);
}
