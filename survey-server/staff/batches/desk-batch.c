/* One batch: its reconciliation to the last form, and what is left to do before it can be closed. */
#include "base/day.h"
#include "base/text.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-day.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

/* A desk with the batch that the address names. */
typedef struct {
    StaffPage *page;
    Batch *batch;
} Opened;

static void opened_clear(Opened *opened)
{
    staff_page_free(opened->page);
    batch_free(opened->batch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Opened, opened_clear)

static bool open_batch(const Request *request, Context *context, const Staff *staff, Opened *out,
                       Reply **out_reply)
{
    g_autoptr(GError) error = NULL;
    out->page = staff_page_open(request, context, staff, out_reply);
    if (out->page == NULL)
        return false;
    StaffPage *page = out->page;
    out->batch = batch_load(page->store, page->survey->id, staff_page_part(page, 1), &error);
    if (out->batch == NULL)
        *out_reply =
            staff_page_refusal(page, error, staff_page_url(page, "batches", NULL, NULL), "Batches");
    return out->batch != NULL;
}

static Url batch_url(const Opened *opened, const char *verb)
{
    return staff_page_url(opened->page, "batches", opened->batch->name, verb);
}

/* "Batch library-3".
 * Owns: the desk's. */
static const char *batch_words(const Opened *opened)
{
    g_autofree char *words = g_strdup_printf("Batch %s", opened->batch->name);
    return g_string_chunk_insert_const(opened->page->words, words);
}

static void write_facts(const Opened *opened, Markup *to)
{
    const Batch *batch = opened->batch;
    g_autofree char *received = staff_moment_words(batch->received);
    g_autofree char *closed = batch->closed != 0 ? staff_moment_words(batch->closed) : NULL;
    g_autofree char *destroy_by =
        batch->destroy_by != 0 ? day_moment_words(batch->destroy_by, MOMENT_DAY) : NULL;
    g_autofree char *destroyed =
        batch->destroyed != 0 ? staff_moment_words(batch->destroyed) : NULL;
    markup_open(to, "dl");
    markup_attr(to, "class", "facts");
    staff_page_fact(to, "State", staff_batch_state(batch->state));
    staff_page_fact(to, "First received", received);
    staff_page_fact(to, "Closed", closed);
    staff_page_fact(to, "Destroy the paper by", destroy_by);
    staff_page_fact(to, "Paper destroyed", destroyed);
    markup_close(to, "dl");
}

/* What is left, each with a link to where it is done. */
static void write_left(const Opened *opened, Markup *to)
{
    const Batch *batch = opened->batch;
    const struct {
        unsigned n;
        const char *thing, *behind, *page, *name, *words;
    } left[] = {
        {batch->n_received - batch->n_keyed - batch->n_void, "form", "to key", "key", batch->name,
         "Key the next one"},
        {batch->n_to_verify, "form", "to key a second time, by somebody else", "key", batch->name,
         "Key the next one"},
        {batch->n_disputed, "form", "with differences to settle", "settle", NULL,
         "Settle differences"},
        {batch->n_flagged, "note", "for the supervisor: see the forms below", NULL, NULL, NULL},
    };
    markup_element(to, "h2", "Left to do");
    markup_open(to, "ul");
    for (size_t i = 0; i < G_N_ELEMENTS(left); i++) {
        if (left[i].n == 0)
            continue;
        g_autofree char *count = staff_count_words(left[i].n, left[i].thing);
        markup_open(to, "li");
        markup_text(to, count);
        markup_text(to, " ");
        markup_text(to, left[i].behind);
        if (left[i].page != NULL) {
            g_auto(Url) link = staff_page_url(opened->page, left[i].page, left[i].name, NULL);
            markup_text(to, ": ");
            markup_open(to, "a");
            markup_attr_url(to, "href", link);
            markup_text(to, left[i].words);
            markup_close(to, "a");
        }
        markup_close(to, "li");
    }
    markup_close(to, "ul");
}

/* What comes next with the batch as a whole: close it, or why not; destroy the paper. */
static void write_next(const Opened *opened, Markup *to)
{
    g_autofree char *left = staff_left_words(opened->batch);
    switch (opened->batch->state) {
    case BATCH_RECEIVED:
    case BATCH_KEYED:
        if (left != NULL) {
            write_left(opened, to);
            staff_page_say(to, "The batch can be closed when nothing of this is left.");
            return;
        }
        staff_page_link(to, batch_url(opened, "close"), "Close this batch");
        return;
    case BATCH_VERIFIED:
        if (left != NULL)
            write_left(opened, to);
        staff_page_link(to, batch_url(opened, "close"), "Close this batch");
        return;
    case BATCH_CLOSED:
        staff_page_link(to, batch_url(opened, "destroy"), "Record that the paper was destroyed");
        return;
    case BATCH_DESTROYED:
    case BATCH_STATE_COUNT:
        return;
    }
}

/* ---- The forms ---- */

/* "sam, since 21 November 2026, 09:14 UTC".
 * Returns: yours (free with g_free); NULL when nobody has it. */
static char *claim_words(const PaperForm *form)
{
    if (form->claimed_by == NULL)
        return NULL;
    g_autofree char *since = staff_moment_words(form->claimed);
    return g_strdup_printf("%s, since %s", form->claimed_by, since);
}

/* Why it is void, or the note to the supervisor; "" for neither.
 * Returns: yours (free with g_free). */
static char *why_words(const KeyPlan *plan, const PaperForm *form)
{
    if (form->reason != NULL)
        return g_strdup(form->reason);
    return form->note != NULL ? staff_note_words(plan, form->note) : g_strdup("");
}

static void write_form(const StaffPage *page, Markup *to, const KeyPlan *plan,
                       const PaperForm *form)
{
    char serial[SERIAL_BYTES];
    serial_text(form->serial, serial);
    g_autofree char *claim = claim_words(form);
    g_autofree char *why = why_words(plan, form);
    const char *cells[] = {serial, staff_form_state(form->state), claim != NULL ? claim : "",
                           form->reference != NULL ? form->reference : "", why};
    g_auto(Url) link = staff_page_form_url(page, form->serial, NULL);
    staff_row(to, cells, G_N_ELEMENTS(cells), &link);
}

static void write_forms(const StaffPage *page, Markup *to, const GPtrArray *forms)
{
    static const char *const headers[] = {"Serial", "State", "On the screen of", "Reference",
                                          "Why void, or note"};
    staff_table_begin(to, "Every form, by serial", headers, G_N_ELEMENTS(headers));
    g_autoptr(KeyPlan) plan = keying_plan_new(page->survey);
    for (size_t i = 0; i < forms->len; i++)
        write_form(page, to, plan, g_ptr_array_index(forms, i));
    staff_table_end(to);
}

static void write_downloads(const Opened *opened, Markup *to)
{
    const struct {
        const char *verb, *words;
    } links[] = {{"serials", "Serials to write on the forms"},
                 {"report.csv", "Every form as a spreadsheet (CSV)"}};
    markup_open(to, "ul");
    markup_attr(to, "class", "links");
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        staff_page_item(to, batch_url(opened, links[i].verb), links[i].words);
    }
    markup_close(to, "ul");
}

static void write_sum(const Batch *batch, Markup *to)
{
    g_autofree char *sum = staff_sum_words(batch->n_received, batch->n_keyed, batch->n_void);
    staff_page_sum(to, sum);
}

Reply *desk_batch_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_auto(Opened) opened = {NULL, NULL};
    if (!open_batch(request, context, staff, &opened, &reply))
        return reply;
    StaffPage *page = opened.page;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) forms =
        paper_forms_list(page->store, page->survey->id, opened.batch->name, &error);
    KeyingRules rules;
    if (forms == NULL || !keying_rules_load(page->store, page->survey->id, &rules, &error))
        return staff_page_refusal(page, error, staff_page_url(page, "batches", NULL, NULL),
                                  "Batches");
    Markup *to = staff_page_begin(page, batch_words(&opened),
                                  staff_page_url(page, "batches", NULL, NULL), "Batches");
    write_sum(opened.batch, to);
    if (rules.one_clerk)
        staff_page_say(to, keying_rules_caution(&rules));
    write_facts(&opened, to);
    write_next(&opened, to);
    write_downloads(&opened, to);
    write_forms(page, to, forms);
    return staff_page_end(page, to);
}

/* ---- Closing, destroying ---- */

typedef bool (*Ending)(const Opened *opened, GError **error);

static bool close_now(const Opened *opened, GError **error)
{
    const StaffPage *page = opened->page;
    const Act act = staff_act(page->staff);
    return batch_close(page->store, page->survey, opened->batch->name, &act, error);
}

static bool destroy_now(const Opened *opened, GError **error)
{
    const StaffPage *page = opened->page;
    const Act act = staff_act(page->staff);
    return batch_destroy(page->store, page->survey->id, opened->batch->name, &act, error);
}

/* The two endings of a batch: each is asked on a page of its own, because nothing takes it back. */
static const struct {
    const char *verb, *question, *button, *done;
    const char *says[3];
    Ending end;
} endings[] = {
    {"close",
     "Close batch %s?",
     "Close the batch",
     "closed",
     {"Nothing in a closed batch changes any more: no form can be added, keyed or made void.",
      "What was typed for the comparison of two clerks is deleted. The answers stay.", NULL},
     close_now},
    {"destroy",
     "Was the paper of batch %s destroyed?",
     "Record that it was destroyed",
     "destroyed",
     {"Record this after the forms were shredded, not before. It cannot be taken back.", NULL,
      NULL},
     destroy_now},
};

static Reply *ask(const Opened *opened, size_t ending)
{
    StaffPage *page = opened->page;
    g_autoptr(GString) heading = g_string_new(endings[ending].question);
    g_string_replace(heading, "%s", opened->batch->name, 1);
    Markup *to = staff_page_begin(page, heading->str, batch_url(opened, NULL), batch_words(opened));
    write_sum(opened->batch, to);
    for (size_t i = 0; endings[ending].says[i] != NULL; i++)
        staff_page_say(to, endings[ending].says[i]);
    staff_page_form_begin(page, to, batch_url(opened, endings[ending].verb));
    staff_button(to, endings[ending].button, NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

static Reply *end(const Opened *opened, size_t ending)
{
    g_autoptr(GError) error = NULL;
    if (!endings[ending].end(opened, &error))
        return staff_page_refusal(opened->page, error, batch_url(opened, NULL),
                                  batch_words(opened));
    return staff_page_done(batch_url(opened, NULL), endings[ending].done);
}

static Reply *answer_ending(const Request *request, Context *context, const Staff *staff,
                            size_t ending)
{
    Reply *reply = NULL;
    g_auto(Opened) opened = {NULL, NULL};
    if (!open_batch(request, context, staff, &opened, &reply))
        return reply;
    return request->method == METHOD_POST ? end(&opened, ending) : ask(&opened, ending);
}

Reply *desk_batch_close(const Request *request, Context *context, const Staff *staff)
{
    return answer_ending(request, context, staff, 0);
}

Reply *desk_batch_destroy(const Request *request, Context *context, const Staff *staff)
{
    return answer_ending(request, context, staff, 1);
}
