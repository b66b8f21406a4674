/* One form of paper on the screen: claimed, shown, stored, and on to the next one. */
#include "survey-server/staff/keying/keying-pages.h"
#include "survey-server/staff/keying/keying-screen.h"
#include <string.h>

#include "base/banned.h"

/* The form that the address names, and who asks for it. */
typedef struct {
    StaffPage *page; /* the screen's as soon as there is one */
    Screen *screen;  /* NULL until the form may be shown */
    const char *batch;
    unsigned serial;
    char text[SERIAL_BYTES];
} KeyingPaper;

static void paper_clear(KeyingPaper *paper)
{
    if (paper->screen != NULL)
        keying_screen_free(paper->screen);
    else
        staff_page_free(paper->page);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KeyingPaper, paper_clear)

static Reply *refuse(const StaffPage *page, const GError *error)
{
    return staff_page_refusal(page, error, staff_page_url(page, "key", NULL, NULL),
                              "Choose another form");
}

/* Read batch and serial (when the address has one); NULL, or the reply that says what is wrong with them. */
static Reply *paper_open(const Request *request, Context *context, const Staff *staff,
                         KeyingPaper *out)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    out->page = staff_page_open(request, context, staff, &reply);
    if (out->page == NULL)
        return reply;
    out->batch = staff_page_part(out->page, 1);
    const char *serial = staff_page_part(out->page, 2);
    if (!serial_is_batch_name(out->batch)) {
        error_set(&error, ERROR_NOT_FOUND, "There is no batch of that name.");
        return refuse(out->page, error);
    }
    if (*serial == '\0')
        return NULL;
    if (!staff_page_read_serial(out->page, serial, &out->serial, &error))
        return refuse(out->page, error);
    serial_text(out->serial, out->text);
    return NULL;
}

static Url form_url(const StaffPage *page, const char *batch, unsigned serial)
{
    char text[SERIAL_BYTES];
    serial_text(serial, text);
    return staff_page_url(page, "key", batch, text);
}

/* ---- One after the other ---- */

/* Claim the next form of the batch and lead to its first box; with nothing left, to the choice of batches. `saved` is the
 * form before, or NULL; `lang` what it was printed in. */
static Reply *lead_on(const StaffPage *page, const char *batch, const char *saved, const char *lang)
{
    const Act act = staff_act(page->staff);
    g_autoptr(GError) error = NULL;
    g_auto(Claim) claim = {0};
    Url to = {NULL};
    const ClaimRequest claimed = {.survey_id = page->survey->id, .batch = batch, .act = &act};
    const bool is_next = claim_form(page->store, &claimed, &claim, &error);
    if (!is_next && saved == NULL)
        return refuse(page, error);
    to = is_next ? form_url(page, claim.batch, claim.serial)
                 : staff_page_url(page, "key", NULL, NULL);
    if (saved != NULL)
        to = url_with_query(to, "saved", saved);
    if (lang != NULL)
        to = url_with_query(to, "lang", lang);
    g_autoptr(KeyPlan) plan = keying_plan_new(page->survey);
    const char *first = keying_screen_first_field(plan);
    return reply_redirect(303, is_next && first != NULL ? url_with_fragment(to, first) : to);
}

Reply *keying_next(const Request *request, Context *context, const Staff *staff)
{
    g_auto(KeyingPaper) paper = {0};
    Reply *reply = paper_open(request, context, staff, &paper);
    return reply != NULL ? reply : lead_on(paper.page, paper.batch, NULL, NULL);
}

/* ---- The page ---- */

/* "Form 1017-4 saved. 12 left to key.", of `?saved=`; what was kept of this form.
 * Returns: yours (free with g_free); NULL when there is nothing to say. */
static char *notice_of(const KeyingPaper *paper, bool is_kept)
{
    const StaffPage *page = paper->page;
    const char *typed = staff_query(page->request, "saved");
    const char *kept = is_kept ? "What you typed of this form before is here again." : "";
    g_autoptr(Batch) batch = NULL;
    unsigned serial = 0;
    char text[SERIAL_BYTES];
    if (typed == NULL || !staff_page_read_serial(page, typed, &serial, NULL))
        return is_kept ? g_strdup(kept) : NULL;
    serial_text(serial, text);
    batch = batch_load(page->store, page->survey->id, paper->batch, NULL);
    const unsigned left = batch != NULL ? batch->n_received - batch->n_keyed - batch->n_void : 0;
    const unsigned second = batch != NULL ? batch->n_to_verify : 0;
    g_autofree char *again =
        second > 0 ? g_strdup_printf(" %u to key a second time.", second) : g_strdup("");
    return g_strdup_printf("Form %s saved. %u left to key.%s%s%s", text, left, again,
                           is_kept ? " " : "", kept);
}

static Reply *show(KeyingPaper *paper, unsigned pass)
{
    g_autofree char *heading = g_strdup_printf("Form %s of %s%s", paper->text, paper->batch,
                                               pass > 1 ? ", keyed a second time" : "");
    const char *const hidden[] = {"form-pass", pass > 1 ? "2" : "1", NULL};
    return keying_screen_reply(paper->screen, heading, hidden,
                               form_url(paper->page, paper->batch, paper->serial));
}

/* Take over what a session that ended had kept of this form. */
static bool take_kept(KeyingPaper *paper, const Claim *claim)
{
    if (claim->words == NULL)
        return false;
    KeyingEntries *kept = keying_entries_parse(paper->screen->plan, claim->words, NULL);
    if (kept == NULL)
        return false;
    keying_entries_free(paper->screen->form);
    paper->screen->form = kept;
    return true;
}

Reply *keying_form_show(const Request *request, Context *context, const Staff *staff)
{
    g_auto(KeyingPaper) paper = {0};
    Reply *reply = paper_open(request, context, staff, &paper);
    if (reply != NULL)
        return reply;
    StaffPage *page = paper.page;
    const Act act = staff_act(staff);
    g_autoptr(GError) error = NULL;
    g_auto(Claim) claim = {0};
    const ClaimRequest claimed = {
        .survey_id = page->survey->id, .batch = paper.batch, .serial = paper.serial, .act = &act};
    if (!claim_form(page->store, &claimed, &claim, &error))
        return refuse(page, error);
    paper.screen = keying_screen_new(page, false);
    g_autofree char *notice = notice_of(&paper, take_kept(&paper, &claim));
    page->notice = notice;
    return show(&paper, claim.pass);
}

/* ---- What was sent ---- */

static unsigned pass_of(const StaffPage *page)
{
    const char *typed = staff_field(page->request, "form-pass");
    return typed != NULL && strcmp(typed, "2") == 0 ? 2 : 1;
}

/* What was typed stays on the screen, under what the store said. */
static Reply *show_refused(KeyingPaper *paper, const GError *error)
{
    staff_page_mistake_of(paper->page, "form-save", error);
    Reply *reply = show(paper, pass_of(paper->page));
    reply->status = reply_status_of(error);
    return reply;
}

/* Put the form away for later, or give it back. */
static Reply *put_away(KeyingPaper *paper, ScreenVerb verb)
{
    const StaffPage *page = paper->page;
    const Act act = staff_act(page->staff);
    g_autoptr(GError) error = NULL;
    g_autofree char *words = keying_entries_words(paper->screen->plan, paper->screen->form);
    const bool is_done =
        verb == SCREEN_KEEP
            ? claim_keep(page->store, page->survey->id, paper->serial, words, &act, &error)
            : claim_release(page->store, page->survey->id, paper->serial, &act, &error);
    if (!is_done)
        return show_refused(paper, error);
    return reply_redirect(303,
                          url_with_query(staff_page_url(page, "key", NULL, NULL),
                                         verb == SCREEN_KEEP ? "kept" : "released", paper->text));
}

static Reply *save(KeyingPaper *paper, const Answers *answers)
{
    StaffPage *page = paper->page;
    const Act act = staff_act(page->staff);
    const char *receipt = staff_page_typed(page, "form-receipt");
    const Keying keying = {.plan = paper->screen->plan,
                           .serial = paper->serial,
                           .batch = paper->batch,
                           .pass = pass_of(page),
                           .form = paper->screen->form,
                           .answers = answers,
                           .lang = paper->screen->lang,
                           .receipt = *receipt != '\0' ? receipt : NULL};
    KeyingReceipt stored = {0};
    g_autoptr(GError) error = NULL;
    if (!keying_of_form(page->store, &keying, &act, &stored, &error))
        return show_refused(paper, error);
    return lead_on(page, paper->batch, paper->text, paper->screen->lang);
}

Reply *keying_form_take(const Request *request, Context *context, const Staff *staff)
{
    g_auto(KeyingPaper) paper = {0};
    Reply *reply = paper_open(request, context, staff, &paper);
    if (reply != NULL)
        return reply;
    paper.screen = keying_screen_new(paper.page, false);
    const ScreenVerb verb = keying_screen_verb(paper.screen);
    if (verb == SCREEN_KEEP || verb == SCREEN_RELEASE)
        return put_away(&paper, verb);
    g_autoptr(Answers) answers = keying_screen_answers(paper.screen);
    return answers != NULL ? save(&paper, answers) : show(&paper, pass_of(paper.page));
}
