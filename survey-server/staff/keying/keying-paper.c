/* One form of paper on the screen: claimed, shown, stored, and on to the next one. */
#include "survey-server/staff/keying/keying-pages.h"
#include "survey-server/staff/keying/keying-screen.h"
#include <string.h>

#include "base/banned.h"

/* The form that the address names, and who asks for it. */
typedef struct {
    Desk *desk;     /* the screen's as soon as there is one */
    Screen *screen; /* NULL until the form may be shown */
    const char *batch;
    unsigned serial;
    char text[SERIAL_BYTES];
} Paper;

static void paper_clear(Paper *paper)
{
    if (paper->screen != NULL)
        screen_free(paper->screen);
    else
        desk_free(paper->desk);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Paper, paper_clear)

static Reply *refuse(const Desk *desk, const GError *error)
{
    return desk_refusal(desk, error, desk_url(desk, "key", NULL, NULL), "Choose another form");
}

/* Read batch and serial (when the address has one); NULL, or the reply that says what is wrong with them. */
static Reply *paper_open(const Request *request, Context *context, const Staff *staff, Paper *out)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    out->desk = desk_open(request, context, staff, &reply);
    if (out->desk == NULL)
        return reply;
    out->batch = desk_part(out->desk, 1);
    const char *serial = desk_part(out->desk, 2);
    if (!serial_is_batch_name(out->batch)) {
        error_set(&error, ERROR_NOT_FOUND, "There is no batch of that name.");
        return refuse(out->desk, error);
    }
    if (*serial == '\0')
        return NULL;
    if (!desk_read_serial(out->desk, serial, &out->serial, &error))
        return refuse(out->desk, error);
    serial_text(out->serial, out->text);
    return NULL;
}

static Url form_url(const Desk *desk, const char *batch, unsigned serial)
{
    char text[SERIAL_BYTES];
    serial_text(serial, text);
    return desk_url(desk, "key", batch, text);
}

/* ---- One after the other ---- */

/* Claim the next form of the batch and lead to its first box; with nothing left, to the choice of batches. `saved` is the
 * form before, or NULL; `lang` what it was printed in. */
static Reply *lead_on(const Desk *desk, const char *batch, const char *saved, const char *lang)
{
    const Act act = staff_act(desk->staff);
    g_autoptr(GError) error = NULL;
    g_auto(Claim) claim = {0};
    Url to = {NULL};
    const ClaimRequest claimed = {.survey_id = desk->survey->id, .batch = batch, .act = &act};
    const bool is_next = form_claim(desk->store, &claimed, &claim, &error);
    if (!is_next && saved == NULL)
        return refuse(desk, error);
    to = is_next ? form_url(desk, claim.batch, claim.serial) : desk_url(desk, "key", NULL, NULL);
    if (saved != NULL)
        to = url_with_query(to, "saved", saved);
    if (lang != NULL)
        to = url_with_query(to, "lang", lang);
    g_autoptr(KeyPlan) plan = key_plan_new(desk->survey);
    const char *first = screen_first_field(plan);
    return reply_redirect(303, is_next && first != NULL ? url_with_fragment(to, first) : to);
}

Reply *keying_next(const Request *request, Context *context, const Staff *staff)
{
    g_auto(Paper) paper = {0};
    Reply *reply = paper_open(request, context, staff, &paper);
    return reply != NULL ? reply : lead_on(paper.desk, paper.batch, NULL, NULL);
}

/* ---- The page ---- */

/* "Form 1017-4 saved. 12 left to key.", of `?saved=`; what was kept of this form.
 * Owns: the caller; NULL when there is nothing to say. */
static char *notice_of(const Paper *paper, bool is_kept)
{
    const Desk *desk = paper->desk;
    const char *typed = staff_query(desk->request, "saved");
    const char *kept = is_kept ? "What you typed of this form before is here again." : "";
    g_autoptr(Batch) batch = NULL;
    unsigned serial = 0;
    char text[SERIAL_BYTES];
    if (typed == NULL || !desk_read_serial(desk, typed, &serial, NULL))
        return is_kept ? g_strdup(kept) : NULL;
    serial_text(serial, text);
    batch = batch_load(desk->store, desk->survey->id, paper->batch, NULL);
    const unsigned left = batch != NULL ? batch->n_received - batch->n_keyed - batch->n_void : 0;
    const unsigned second = batch != NULL ? batch->n_to_verify : 0;
    g_autofree char *again =
        second > 0 ? g_strdup_printf(" %u to key a second time.", second) : g_strdup("");
    return g_strdup_printf("Form %s saved. %u left to key.%s%s%s", text, left, again,
                           is_kept ? " " : "", kept);
}

static Reply *show(Paper *paper, unsigned pass)
{
    g_autofree char *heading = g_strdup_printf("Form %s of %s%s", paper->text, paper->batch,
                                               pass > 1 ? ", keyed a second time" : "");
    const char *const hidden[] = {"form-pass", pass > 1 ? "2" : "1", NULL};
    return screen_reply(paper->screen, heading, hidden,
                        form_url(paper->desk, paper->batch, paper->serial));
}

/* Take over what a session that ended had kept of this form. */
static bool take_kept(Paper *paper, const Claim *claim)
{
    if (claim->words == NULL)
        return false;
    KeyedForm *kept = keyed_form_parse(paper->screen->plan, claim->words, NULL);
    if (kept == NULL)
        return false;
    keyed_form_free(paper->screen->form);
    paper->screen->form = kept;
    return true;
}

Reply *keying_form_show(const Request *request, Context *context, const Staff *staff)
{
    g_auto(Paper) paper = {0};
    Reply *reply = paper_open(request, context, staff, &paper);
    if (reply != NULL)
        return reply;
    Desk *desk = paper.desk;
    const Act act = staff_act(staff);
    g_autoptr(GError) error = NULL;
    g_auto(Claim) claim = {0};
    const ClaimRequest claimed = {
        .survey_id = desk->survey->id, .batch = paper.batch, .serial = paper.serial, .act = &act};
    if (!form_claim(desk->store, &claimed, &claim, &error))
        return refuse(desk, error);
    paper.screen = screen_new(desk, false);
    g_autofree char *notice = notice_of(&paper, take_kept(&paper, &claim));
    desk->notice = notice;
    return show(&paper, claim.pass);
}

/* ---- What was sent ---- */

static unsigned pass_of(const Desk *desk)
{
    const char *typed = staff_field(desk->request, "form-pass");
    return typed != NULL && strcmp(typed, "2") == 0 ? 2 : 1;
}

/* What was typed stays on the screen, under what the store said. */
static Reply *show_refused(Paper *paper, const GError *error)
{
    desk_mistake_of(paper->desk, "form-save", error);
    Reply *reply = show(paper, pass_of(paper->desk));
    reply->status = reply_status_of(error);
    return reply;
}

/* Put the form away for later, or give it back. */
static Reply *put_away(Paper *paper, ScreenVerb verb)
{
    const Desk *desk = paper->desk;
    const Act act = staff_act(desk->staff);
    g_autoptr(GError) error = NULL;
    g_autofree char *words = keyed_form_words(paper->screen->plan, paper->screen->form);
    const bool is_done =
        verb == SCREEN_KEEP
            ? form_keep(desk->store, desk->survey->id, paper->serial, words, &act, &error)
            : form_release(desk->store, desk->survey->id, paper->serial, &act, &error);
    if (!is_done)
        return show_refused(paper, error);
    return reply_redirect(303,
                          url_with_query(desk_url(desk, "key", NULL, NULL),
                                         verb == SCREEN_KEEP ? "kept" : "released", paper->text));
}

static Reply *save(Paper *paper, const Answers *answers)
{
    Desk *desk = paper->desk;
    const Act act = staff_act(desk->staff);
    const char *receipt = desk_typed(desk, "form-receipt");
    const Keying keying = {.plan = paper->screen->plan,
                           .serial = paper->serial,
                           .batch = paper->batch,
                           .pass = pass_of(desk),
                           .form = paper->screen->form,
                           .answers = answers,
                           .lang = paper->screen->lang,
                           .receipt = *receipt != '\0' ? receipt : NULL};
    KeyingReceipt stored = {0};
    g_autoptr(GError) error = NULL;
    if (!form_key(desk->store, &keying, &act, &stored, &error))
        return show_refused(paper, error);
    return lead_on(desk, paper->batch, paper->text, paper->screen->lang);
}

Reply *keying_form_take(const Request *request, Context *context, const Staff *staff)
{
    g_auto(Paper) paper = {0};
    Reply *reply = paper_open(request, context, staff, &paper);
    if (reply != NULL)
        return reply;
    paper.screen = screen_new(paper.desk, false);
    const ScreenVerb verb = screen_verb(paper.screen);
    if (verb == SCREEN_KEEP || verb == SCREEN_RELEASE)
        return put_away(&paper, verb);
    g_autoptr(Answers) answers = screen_answers(paper.screen);
    return answers != NULL ? save(&paper, answers) : show(&paper, pass_of(paper.desk));
}
