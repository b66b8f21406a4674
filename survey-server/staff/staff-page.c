#include "survey-server/staff/staff-page.h"
#include "base/text.h"
#include "survey-server/residents/site.h"
#include <stdarg.h>
#include <string.h>

#include "base/banned.h"

/* What a page says after a 303, by the code in `?done=`. */
static const struct {
    const char *code, *words;
} done_words[] = {
    {"received", "The forms are received."},
    {"closed", "The batch is closed."},
    {"destroyed", "It is recorded that the paper was destroyed."},
    {"void", "The form is void: it is out of the count."},
    {"counted", "The form counts again."},
    {"released", "The form is given back: anybody may key it now. What was typed is kept."},
    {"note", "The note is dealt with."},
    {"settled", "What the paper says is kept, and is a line of the audit."},
    {"all-settled", "The form is settled. Each change is a line of the audit."},
    {"corrected", "The answer is corrected. The old and the new one are a line of the audit."},
    {"withdrawn", "The response is withdrawn: its answers are erased for good."},
    {"rules", "The rules are changed. The change is a line of the audit."},
};

static const char *const batch_states[] = {
    [BATCH_RECEIVED] = "received", [BATCH_KEYED] = "keyed",         [BATCH_VERIFIED] = "verified",
    [BATCH_CLOSED] = "closed",     [BATCH_DESTROYED] = "destroyed",
};
_Static_assert(G_N_ELEMENTS(batch_states) == BATCH_STATE_COUNT, "words for each state");

static const char *const form_states[] = {
    [PAPER_FORM_RECEIVED] = "to key",     [PAPER_FORM_KEYED] = "keyed",
    [PAPER_FORM_TO_VERIFY] = "to verify", [PAPER_FORM_DISPUTED] = "to settle",
    [PAPER_FORM_VERIFIED] = "verified",   [PAPER_FORM_VOID] = "void",
};
_Static_assert(G_N_ELEMENTS(form_states) == PAPER_FORM_STATE_COUNT, "words for each state");

const char *staff_batch_state(BatchState state)
{
    g_assert(state < BATCH_STATE_COUNT);
    return batch_states[state];
}

const char *staff_form_state(PaperFormState state)
{
    g_assert(state < PAPER_FORM_STATE_COUNT);
    return form_states[state];
}

StaffPage *staff_page_new(const Request *request, Context *context, const Staff *staff)
{
    StaffPage *page = g_new0(StaffPage, 1);
    page->request = request;
    page->context = context;
    page->staff = staff;
    page->store = context->store;
    page->mistakes = g_array_new(false, false, sizeof(StaffMistake));
    page->words = g_string_chunk_new(256);
    return page;
}

StaffPage *staff_page_open(const Request *request, Context *context, const Staff *staff,
                           Reply **out_reply)
{
    const char *id = request->segments[1];
    const Served *served = site_find(context->site, id);
    if (served == NULL) {
        g_autoptr(GError) error = NULL;
        error_set(&error, ERROR_NOT_FOUND,
                  "There is no survey %s here. Choose one on the staff page.", id);
        g_auto(Url) home = url_path("staff", "", NULL);
        *out_reply = staff_refusal(context, staff, error, home, "Go to the staff page");
        return NULL;
    }
    StaffPage *page = staff_page_new(request, context, staff);
    page->survey = served->survey;
    return page;
}

void staff_page_free(StaffPage *page)
{
    if (page == NULL)
        return;
    g_array_unref(page->mistakes);
    g_string_chunk_free(page->words);
    url_clear(&page->back);
    g_free(page);
}

const char *staff_page_part(const StaffPage *page, size_t index)
{
    const size_t at = index + 2;
    return at < page->request->n_segments ? page->request->segments[at] : "";
}

Url staff_page_url(const StaffPage *page, const char *part, const char *name, const char *verb)
{
    return url_path("staff", page->survey->id, part, name, verb, NULL);
}

Url staff_page_form_url(const StaffPage *page, unsigned serial, const char *verb)
{
    char text[SERIAL_BYTES];
    serial_text(serial, text);
    return staff_page_url(page, "forms", text, verb);
}

bool staff_page_read_serial(const StaffPage *page, const char *typed, unsigned *out_serial,
                            GError **error)
{
    g_autofree char *survey = NULL;
    g_autofree char *batch = NULL;
    unsigned serial = 0;
    if (!serial_read(typed, &serial, &survey, &batch, error))
        return false;
    if (survey != NULL && !g_str_equal(survey, page->survey->id)) {
        error_set(error, ERROR_DATA,
                  "%s is a form of survey %s, not of %s. Put it with the forms of that survey.",
                  typed, survey, page->survey->id);
        return false;
    }
    *out_serial = serial;
    return true;
}

static const char *done_notice(const StaffPage *page)
{
    const char *code = staff_query(page->request, "done");
    if (page->notice != NULL)
        return page->notice;
    for (size_t i = 0; code != NULL && i < G_N_ELEMENTS(done_words); i++)
        if (g_str_equal(code, done_words[i].code))
            return done_words[i].words;
    return NULL;
}

Markup *staff_page_begin(StaffPage *page, const char *heading, Url back, const char *back_words)
{
    url_clear(&page->back);
    page->back = back;
    page->frame = (StaffFrame){
        .context = page->context,
        .staff = page->staff,
        .heading = g_string_chunk_insert(page->words, heading),
        .survey = page->survey,
        .back = back.text != NULL ? &page->back : NULL,
        .back_words = back_words,
        .is_error = staff_page_has_mistakes(page),
        .has_keying = page->has_keying,
    };
    Markup *to = staff_layout_begin(&page->frame);
    if (staff_page_has_mistakes(page)) {
        const StaffMistake *first = &g_array_index(page->mistakes, StaffMistake, 0);
        staff_mistakes(to, first, page->mistakes->len);
    } else {
        staff_notice(to, done_notice(page));
    }
    return to;
}

Reply *staff_page_end(StaffPage *page, Markup *to)
{
    return staff_layout_end(to, &page->frame, staff_page_has_mistakes(page) ? 400 : 200);
}

Reply *staff_page_done(Url to, const char *code)
{
    return reply_redirect(303, url_with_query(to, "done", code));
}

Reply *staff_page_refusal(const StaffPage *page, const GError *error, Url onward,
                          const char *onward_words)
{
    Reply *reply = staff_refusal(page->context, page->staff, error, onward, onward_words);
    url_clear(&onward);
    return reply;
}

void staff_page_mistake(StaffPage *page, const char *control, const char *words)
{
    const StaffMistake mistake = {
        .control = g_string_chunk_insert_const(page->words, control),
        .words = g_string_chunk_insert(page->words, words),
    };
    g_array_append_val(page->mistakes, mistake);
}

void staff_page_mistake_of(StaffPage *page, const char *control, const GError *error)
{
    g_autofree char *sentence = staff_sentence(error->message);
    staff_page_mistake(page, control, sentence);
}

bool staff_page_has_mistakes(const StaffPage *page)
{
    return page->mistakes->len > 0;
}

bool staff_page_is_answerable(const GError *error)
{
    return error->code == ERROR_DATA || error->code == ERROR_CONFLICT ||
           error->code == ERROR_NOT_FOUND || error->code == ERROR_LIMIT;
}

const char *staff_page_typed(StaffPage *page, const char *name)
{
    const char *value = staff_field(page->request, name);
    g_autofree char *plain = text_normalise(value != NULL ? value : "");
    return g_string_chunk_insert(page->words, plain);
}

bool staff_page_demands(StaffPage *page, const char *name, const char *words)
{
    if (staff_page_typed(page, name)[0] != '\0')
        return false;
    staff_page_mistake(page, name, words);
    return true;
}

/* The mistake at a control, or NULL. */
static const char *mistake_at(const StaffPage *page, const char *control)
{
    for (size_t i = 0; i < page->mistakes->len; i++) {
        const StaffMistake *mistake = &g_array_index(page->mistakes, StaffMistake, i);
        if (g_str_equal(mistake->control, control))
            return mistake->words;
    }
    return NULL;
}

static StaffBox filled(const StaffPage *page, StaffBox box)
{
    const char *typed = staff_field(page->request, box.name);
    if (typed != NULL)
        box.value = typed;
    box.mistake = mistake_at(page, box.name);
    return box;
}

void staff_page_box(StaffPage *page, Markup *to, StaffBox box)
{
    const StaffBox full = filled(page, box);
    staff_box(to, &full);
}

void staff_page_area(StaffPage *page, Markup *to, StaffBox box, unsigned lines)
{
    const StaffBox full = filled(page, box);
    staff_area(to, &full, lines);
}

void staff_page_radios(StaffPage *page, Markup *to, StaffRadios radios)
{
    const char *typed = staff_field(page->request, radios.name);
    if (typed != NULL)
        radios.chosen = typed;
    radios.mistake = mistake_at(page, radios.name);
    staff_radios(to, &radios);
}

void staff_page_form_begin(const StaffPage *page, Markup *to, Url action)
{
    staff_form_begin(to, page->staff, action);
    url_clear(&action);
}

void staff_page_say(Markup *to, const char *words)
{
    markup_element(to, "p", words);
}

void staff_page_sum(Markup *to, const char *words)
{
    markup_open(to, "p");
    markup_attr(to, "class", "sum");
    markup_text(to, words);
    markup_close(to, "p");
}

void staff_page_link(Markup *to, Url url, const char *words)
{
    staff_link(to, url, words);
    url_clear(&url);
}

void staff_page_item(Markup *to, Url url, const char *words)
{
    markup_open(to, "li");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, words);
    markup_close(to, "a");
    markup_close(to, "li");
    url_clear(&url);
}

void staff_page_fact(Markup *to, const char *term, const char *words)
{
    if (words == NULL)
        return;
    markup_open(to, "div");
    markup_element(to, "dt", term);
    markup_element(to, "dd", words);
    markup_close(to, "div");
}
