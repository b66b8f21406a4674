#include "survey-server/staff/desk.h"
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
    [FORM_RECEIVED] = "to key",    [FORM_KEYED] = "keyed",       [FORM_TO_VERIFY] = "to verify",
    [FORM_DISPUTED] = "to settle", [FORM_VERIFIED] = "verified", [FORM_VOID] = "void",
};
_Static_assert(G_N_ELEMENTS(form_states) == FORM_STATE_COUNT, "words for each state");

const char *desk_batch_state(BatchState state)
{
    g_assert(state < BATCH_STATE_COUNT);
    return batch_states[state];
}

const char *desk_form_state(FormState state)
{
    g_assert(state < FORM_STATE_COUNT);
    return form_states[state];
}

Desk *desk_new(const Request *request, Context *context, const Staff *staff)
{
    Desk *desk = g_new0(Desk, 1);
    desk->request = request;
    desk->context = context;
    desk->staff = staff;
    desk->store = context->store;
    desk->mistakes = g_array_new(false, false, sizeof(StaffMistake));
    desk->words = g_string_chunk_new(256);
    return desk;
}

Desk *desk_open(const Request *request, Context *context, const Staff *staff, Reply **out_reply)
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
    Desk *desk = desk_new(request, context, staff);
    desk->survey = served->survey;
    return desk;
}

void desk_free(Desk *desk)
{
    if (desk == NULL)
        return;
    g_array_unref(desk->mistakes);
    g_string_chunk_free(desk->words);
    url_clear(&desk->back);
    g_free(desk);
}

const char *desk_part(const Desk *desk, size_t index)
{
    const size_t at = index + 2;
    return at < desk->request->n_segments ? desk->request->segments[at] : "";
}

Url desk_url(const Desk *desk, const char *page, const char *name, const char *verb)
{
    return url_path("staff", desk->survey->id, page, name, verb, NULL);
}

Url desk_form_url(const Desk *desk, unsigned serial, const char *verb)
{
    char text[SERIAL_BYTES];
    serial_text(serial, text);
    return desk_url(desk, "forms", text, verb);
}

bool desk_read_serial(const Desk *desk, const char *typed, unsigned *out_serial, GError **error)
{
    g_autofree char *survey = NULL;
    g_autofree char *batch = NULL;
    unsigned serial = 0;
    if (!serial_read(typed, &serial, &survey, &batch, error))
        return false;
    if (survey != NULL && !g_str_equal(survey, desk->survey->id)) {
        error_set(error, ERROR_DATA,
                  "%s is a form of survey %s, not of %s. Put it with the forms of that survey.",
                  typed, survey, desk->survey->id);
        return false;
    }
    *out_serial = serial;
    return true;
}

static const char *done_notice(const Desk *desk)
{
    const char *code = staff_query(desk->request, "done");
    if (desk->notice != NULL)
        return desk->notice;
    for (size_t i = 0; code != NULL && i < G_N_ELEMENTS(done_words); i++)
        if (g_str_equal(code, done_words[i].code))
            return done_words[i].words;
    return NULL;
}

Markup *desk_begin(Desk *desk, const char *heading, Url back, const char *back_words)
{
    url_clear(&desk->back);
    desk->back = back;
    desk->frame = (StaffFrame){
        .context = desk->context,
        .staff = desk->staff,
        .heading = g_string_chunk_insert(desk->words, heading),
        .survey = desk->survey,
        .back = back.text != NULL ? &desk->back : NULL,
        .back_words = back_words,
        .is_error = desk_has_mistakes(desk),
        .has_keying = desk->has_keying,
    };
    Markup *to = staff_page_begin(&desk->frame);
    if (desk_has_mistakes(desk)) {
        const StaffMistake *first = &g_array_index(desk->mistakes, StaffMistake, 0);
        staff_mistakes(to, first, desk->mistakes->len);
    } else {
        staff_notice(to, done_notice(desk));
    }
    return to;
}

Reply *desk_end(Desk *desk, Markup *to)
{
    return staff_page_end(to, &desk->frame, desk_has_mistakes(desk) ? 400 : 200);
}

Reply *desk_done(Url to, const char *code)
{
    return reply_redirect(303, url_with_query(to, "done", code));
}

Reply *desk_refusal(const Desk *desk, const GError *error, Url onward, const char *onward_words)
{
    Reply *reply = staff_refusal(desk->context, desk->staff, error, onward, onward_words);
    url_clear(&onward);
    return reply;
}

void desk_mistake(Desk *desk, const char *control, const char *words)
{
    const StaffMistake mistake = {
        .control = g_string_chunk_insert_const(desk->words, control),
        .words = g_string_chunk_insert(desk->words, words),
    };
    g_array_append_val(desk->mistakes, mistake);
}

void desk_mistake_of(Desk *desk, const char *control, const GError *error)
{
    g_autofree char *sentence = staff_sentence(error->message);
    desk_mistake(desk, control, sentence);
}

bool desk_has_mistakes(const Desk *desk)
{
    return desk->mistakes->len > 0;
}

bool desk_is_answerable(const GError *error)
{
    return error->code == ERROR_DATA || error->code == ERROR_CONFLICT ||
           error->code == ERROR_NOT_FOUND || error->code == ERROR_LIMIT;
}

const char *desk_typed(Desk *desk, const char *name)
{
    const char *value = staff_field(desk->request, name);
    g_autofree char *plain = text_normalise(value != NULL ? value : "");
    return g_string_chunk_insert(desk->words, plain);
}

bool desk_demands(Desk *desk, const char *name, const char *words)
{
    if (desk_typed(desk, name)[0] != '\0')
        return false;
    desk_mistake(desk, name, words);
    return true;
}

/* The mistake at a control, or NULL. */
static const char *mistake_at(const Desk *desk, const char *control)
{
    for (size_t i = 0; i < desk->mistakes->len; i++) {
        const StaffMistake *mistake = &g_array_index(desk->mistakes, StaffMistake, i);
        if (g_str_equal(mistake->control, control))
            return mistake->words;
    }
    return NULL;
}

static StaffBox filled(const Desk *desk, StaffBox box)
{
    const char *typed = staff_field(desk->request, box.name);
    if (typed != NULL)
        box.value = typed;
    box.mistake = mistake_at(desk, box.name);
    return box;
}

void desk_box(Desk *desk, Markup *to, StaffBox box)
{
    const StaffBox full = filled(desk, box);
    staff_box(to, &full);
}

void desk_area(Desk *desk, Markup *to, StaffBox box, unsigned lines)
{
    const StaffBox full = filled(desk, box);
    staff_area(to, &full, lines);
}

void desk_radios(Desk *desk, Markup *to, StaffRadios radios)
{
    const char *typed = staff_field(desk->request, radios.name);
    if (typed != NULL)
        radios.chosen = typed;
    radios.mistake = mistake_at(desk, radios.name);
    staff_radios(to, &radios);
}

void desk_form_begin(const Desk *desk, Markup *to, Url action)
{
    staff_form_begin(to, desk->staff, action);
    url_clear(&action);
}

void desk_say(Markup *to, const char *words)
{
    markup_element(to, "p", words);
}

void desk_sum(Markup *to, const char *words)
{
    markup_open(to, "p");
    markup_attr(to, "class", "sum");
    markup_text(to, words);
    markup_close(to, "p");
}

void desk_link(Markup *to, Url url, const char *words)
{
    staff_link(to, url, words);
    url_clear(&url);
}

void desk_item(Markup *to, Url url, const char *words)
{
    markup_open(to, "li");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, words);
    markup_close(to, "a");
    markup_close(to, "li");
    url_clear(&url);
}

void desk_fact(Markup *to, const char *term, const char *words)
{
    if (words == NULL)
        return;
    markup_open(to, "div");
    markup_element(to, "dt", term);
    markup_element(to, "dd", words);
    markup_close(to, "div");
}
