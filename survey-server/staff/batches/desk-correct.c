/* Correcting a stored answer: find the response, choose the question, say what the answer is and why. */
#include "responses/paper/corrections.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

/* A desk with the response that `of` names, and the field of it that `item` names. */
typedef struct {
    StaffPage *page;
    const char *reference; /* NULL: none is asked for */
    KeyPlan *newest;
    ResponsePlan own;    /* the plan of the version that was answered */
    const KeyPlan *plan; /* the same, lent */
    Answers *answers;
    size_t field; /* SIZE_MAX: none is asked for */
} Correcting;

static void correcting_clear(Correcting *correcting)
{
    answers_free(correcting->answers);
    correction_plan_clear(&correcting->own);
    keying_plan_free(correcting->newest);
    staff_page_free(correcting->page);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Correcting, correcting_clear)

static Url response_url(const Correcting *correcting, const char *item)
{
    Url url = url_with_query(staff_page_url(correcting->page, "correct", NULL, NULL), "of",
                             correcting->reference);
    return item != NULL ? url_with_query(url, "item", item) : url;
}

static const char *item_id(const Correcting *correcting, size_t field)
{
    return correcting->plan->survey->variables->items[correcting->plan->at[field].item].id;
}

/* Load the response with the plan of its version.
 * Errors: false and what correction_plan_find and correction_load say. */
static bool load_response(Correcting *correcting, GError **error)
{
    const StaffPage *page = correcting->page;
    correcting->newest = keying_plan_new(page->survey);
    if (!correction_plan_find(page->store, correcting->newest, correcting->reference,
                              &correcting->own, error))
        return false;
    correcting->plan = correcting->own.plan;
    correcting->answers =
        correction_load(page->store, correcting->plan->survey, correcting->reference, error);
    return correcting->answers != NULL;
}

/* Load what the query asks for.
 * Errors: false and what load_response says, or ERROR_NOT_FOUND for a question that is not keyed. */
static bool load_asked(Correcting *correcting, GError **error)
{
    const StaffPage *page = correcting->page;
    correcting->field = SIZE_MAX;
    correcting->reference = staff_query(page->request, "of");
    if (correcting->reference == NULL)
        return true;
    if (!load_response(correcting, error))
        return false;
    const char *id = staff_query(page->request, "item");
    if (id == NULL)
        return true;
    const size_t item = variables_find_item(correcting->plan->survey->variables, id);
    if (item != SIZE_MAX)
        correcting->field = keying_plan_find(correcting->plan, item);
    if (correcting->field == SIZE_MAX)
        error_set(error, ERROR_NOT_FOUND,
                  "Survey %s keys no question %s. Choose one of the questions of the response.",
                  page->survey->id, id);
    return correcting->field != SIZE_MAX;
}

static bool open_response(const Request *request, Context *context, const Staff *staff,
                          Correcting *out, Reply **out_reply)
{
    g_autoptr(GError) error = NULL;
    out->page = staff_page_open(request, context, staff, out_reply);
    if (out->page == NULL)
        return false;
    if (load_asked(out, &error))
        return true;
    *out_reply =
        staff_page_refusal(out->page, error, staff_page_url(out->page, "correct", NULL, NULL),
                           "Find another response");
    return false;
}

/* ---- Pages ---- */

static Reply *show_finder(StaffPage *page)
{
    Markup *to = staff_page_begin(page, "Correct an answer", (Url){NULL}, NULL);
    staff_page_say(to,
                   "For an answer that was keyed wrongly, or a slip that the person who answered "
                   "has told you about. The old answer, the new one, your name and the reason are "
                   "kept in the audit.");
    staff_page_form_begin(page, to, staff_page_url(page, "correct", NULL, NULL));
    staff_page_box(page, to,
                   (StaffBox){.name = "of",
                              .label = "Serial of the form, or reference of the response",
                              .hint = "For example 1017-8.",
                              .width = 24});
    staff_button(to, "Find", NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

/* What a field holds now, in words.
 * Returns: yours (free with g_free). */
static char *answer_words(const Correcting *correcting, size_t field)
{
    const Item *item =
        &correcting->plan->survey->variables->items[correcting->plan->at[field].item];
    if (correcting->answers->values[item->first_variable] == VALUE_NONE)
        return g_strdup("not asked");
    g_autofree char *entry = keying_write(correcting->plan, field, correcting->answers);
    return staff_entry_words(correcting->plan, field, entry);
}

static Reply *show_answers(const Correcting *correcting)
{
    static const char *const headers[] = {"Question to correct", "Answer now"};
    StaffPage *page = correcting->page;
    g_autofree char *heading = g_strdup_printf("Correct response %s", correcting->reference);
    Markup *to = staff_page_begin(page, heading, staff_page_url(page, "correct", NULL, NULL),
                                  "Correct an answer");
    staff_table_begin(to, "Choose the question", headers, G_N_ELEMENTS(headers));
    for (size_t f = 0; f < correcting->plan->n; f++) {
        g_autofree char *question = staff_field_words(correcting->plan, f, item_id(correcting, f));
        g_autofree char *answer = answer_words(correcting, f);
        const char *cells[] = {question, answer};
        g_auto(Url) link = response_url(correcting, item_id(correcting, f));
        staff_row(to, cells, G_N_ELEMENTS(cells), &link);
    }
    staff_table_end(to);
    return staff_page_end(page, to);
}

static Reply *show_question(const Correcting *correcting)
{
    StaffPage *page = correcting->page;
    const size_t field = correcting->field;
    g_autofree char *question = staff_field_words(correcting->plan, field, "");
    g_autofree char *back = g_strdup_printf("Response %s", correcting->reference);
    g_autofree char *old = answer_words(correcting, field);
    Markup *to = staff_page_begin(page, question, response_url(correcting, NULL), back);
    markup_open(to, "dl");
    markup_attr(to, "class", "facts");
    staff_page_fact(to, "Answer now", old);
    markup_close(to, "dl");
    staff_codes(to, correcting->plan, field);
    staff_page_form_begin(page, to, response_url(correcting, item_id(correcting, field)));
    const bool is_words = correcting->plan->at[field].kind == KEY_WORDS;
    g_autofree char *entry = keying_write(correcting->plan, field, correcting->answers);
    staff_entry_box(page, to, correcting->plan, field,
                    (StaffBox){.name = "entry",
                               .label = "What it should be",
                               .value = is_words ? entry : NULL});
    staff_page_box(page, to,
                   (StaffBox){.name = "reason",
                              .label = "Why is it corrected?",
                              .hint = "For example: code 3 was keyed, the paper says 4."});
    staff_button(to, "Correct it", NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

Reply *desk_correct_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_auto(Correcting) correcting = {.page = NULL};
    if (!open_response(request, context, staff, &correcting, &reply))
        return reply;
    if (correcting.reference == NULL)
        return show_finder(correcting.page);
    return correcting.field != SIZE_MAX ? show_question(&correcting) : show_answers(&correcting);
}

/* ---- Finding ---- */

/* The reference for what was typed: of the form with that serial, or the reference itself.
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE; ERROR_CONFLICT for a form without a response.   Returns: yours (free with g_free). */
static char *find_reference(const StaffPage *page, const char *typed, GError **error)
{
    unsigned serial = 0;
    if (!staff_page_read_serial(page, typed, &serial, NULL)) {
        g_autoptr(Answers) answers = correction_load(page->store, page->survey, typed, error);
        return answers != NULL ? g_strdup(typed) : NULL;
    }
    g_autoptr(PaperForm) form = paper_form_load(page->store, page->survey->id, serial, error);
    if (form == NULL)
        return NULL;
    if (form->reference == NULL)
        error_set(error, ERROR_CONFLICT, "Form %s has no response: it is %s. Key it first.", typed,
                  form->state == PAPER_FORM_VOID ? "void" : "not keyed");
    return g_strdup(form->reference);
}

static Reply *find(StaffPage *page)
{
    g_autoptr(GError) error = NULL;
    if (staff_page_demands(page, "of", "Type the serial on the form, or the reference."))
        return show_finder(page);
    g_autofree char *reference = find_reference(page, staff_page_typed(page, "of"), &error);
    if (reference != NULL)
        return reply_redirect(
            303, url_with_query(staff_page_url(page, "correct", NULL, NULL), "of", reference));
    if (!staff_page_is_answerable(error))
        return staff_page_refusal(page, error, staff_page_url(page, "correct", NULL, NULL),
                                  "Correct an answer");
    staff_page_mistake_of(page, "of", error);
    return show_finder(page);
}

/* ---- Correcting ---- */

/* What was typed, when it may stand; else the mistakes are noted. */
static const char *read_entry(const Correcting *correcting)
{
    StaffPage *page = correcting->page;
    const char *entry = staff_page_typed(page, "entry");
    if (!staff_page_demands(page, "entry", "Type the right answer; - when it was left blank.")) {
        g_autoptr(Answers) answers = answers_new(correcting->plan->survey);
        g_autofree char *problem = keying_read(correcting->plan, correcting->field, entry, answers);
        if (problem != NULL)
            staff_page_mistake(page, "entry", problem);
    }
    staff_page_demands(page, "reason", "Say why the answer is corrected: it is kept in the audit.");
    return entry;
}

static Reply *correct(const Correcting *correcting)
{
    StaffPage *page = correcting->page;
    const char *entry = read_entry(correcting);
    if (staff_page_has_mistakes(page))
        return show_question(correcting);
    const Act act = staff_act(page->staff);
    g_autoptr(GError) error = NULL;
    const CorrectRequest correction = {.plan = correcting->plan,
                                       .reference = correcting->reference,
                                       .item = item_id(correcting, correcting->field),
                                       .entry = entry,
                                       .reason = staff_page_typed(page, "reason"),
                                       .act = &act};
    if (correction_make(page->store, &correction, &error))
        return staff_page_done(response_url(correcting, NULL), "corrected");
    if (error->code != ERROR_DATA)
        return staff_page_refusal(page, error, response_url(correcting, NULL), "See the response");
    staff_page_mistake_of(page, "entry", error);
    return show_question(correcting);
}

Reply *desk_correct_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_auto(Correcting) correcting = {.page = NULL};
    if (!open_response(request, context, staff, &correcting, &reply))
        return reply;
    if (correcting.reference == NULL)
        return find(correcting.page);
    return correcting.field != SIZE_MAX ? correct(&correcting) : show_answers(&correcting);
}
