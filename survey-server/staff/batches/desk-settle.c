/* Differences between two clerks, settled by a third person with the paper in hand: both entries in words, and not who
 * typed which. */
#include "base/error.h"
#include "base/text.h"
#include "responses/paper/corrections.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

/* ---- The list ---- */

static bool has_serial(const GArray *serials, unsigned serial)
{
    for (size_t i = 0; i < serials->len; i++)
        if (g_array_index(serials, unsigned, i) == serial)
            return true;
    return false;
}

static void write_offered(const StaffPage *page, Markup *to, const GArray *serials,
                          const GPtrArray *forms)
{
    static const char *const headers[] = {"Serial", "Batch"};
    if (serials->len == 0) {
        staff_page_say(to, "There is nothing for you to settle.");
        return;
    }
    staff_page_say(to,
                   "Two clerks typed different things. Take the paper of each form and say what it "
                   "says.");
    staff_table_begin(to, "Forms with differences", headers, G_N_ELEMENTS(headers));
    for (size_t i = 0; i < forms->len; i++) {
        const PaperForm *form = g_ptr_array_index(forms, i);
        if (!has_serial(serials, form->serial))
            continue;
        char text[SERIAL_BYTES];
        serial_text(form->serial, text);
        const char *cells[] = {text, form->batch};
        g_auto(Url) link = staff_page_url(page, "settle", text, NULL);
        staff_row(to, cells, G_N_ELEMENTS(cells), &link);
    }
    staff_table_end(to);
}

/* The forms that are not offered, because the reader keyed them. */
static void write_own(Markup *to, const GArray *offered, const GPtrArray *forms)
{
    g_autoptr(GString) own = g_string_new(NULL);
    for (size_t i = 0; i < forms->len; i++) {
        const PaperForm *form = g_ptr_array_index(forms, i);
        if (form->state != PAPER_FORM_DISPUTED || has_serial(offered, form->serial))
            continue;
        char text[SERIAL_BYTES];
        serial_text(form->serial, text);
        g_string_append_printf(own, "%s%s", own->len > 0 ? ", " : "", text);
    }
    if (own->len == 0)
        return;
    markup_element(to, "h2", "For somebody else");
    g_autofree char *words = g_strdup_printf("You keyed these yourself, so a third person settles "
                                             "them: %s.",
                                             own->str);
    staff_page_say(to, words);
}

Reply *desk_settle_list(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    g_autoptr(GError) error = NULL;
    const char *survey = page->survey->id;
    g_autoptr(GArray) serials = differences_serials(page->store, survey, staff->name, &error);
    g_autoptr(GPtrArray) forms =
        serials != NULL ? paper_forms_list(page->store, survey, NULL, &error) : NULL;
    if (forms == NULL)
        return staff_page_refusal(page, error, staff_page_url(page, "batches", NULL, NULL),
                                  "Batches");
    Markup *to = staff_page_begin(page, "Differences to settle", (Url){NULL}, NULL);
    write_offered(page, to, serials, forms);
    write_own(to, serials, forms);
    return staff_page_end(page, to);
}

/* ---- One form ---- */

/* A desk with the differences of the form that the address names. */
typedef struct {
    StaffPage *page;
    unsigned serial;
    PaperForm *form;
    GPtrArray *differences; /* of Difference */
    KeyPlan *newest;
    ResponsePlan own;    /* the plan by which the form was keyed */
    const KeyPlan *plan; /* the same, lent */
} Settling;

static void settling_clear(Settling *settling)
{
    if (settling->differences != NULL)
        g_ptr_array_unref(settling->differences);
    paper_form_free(settling->form);
    correction_plan_clear(&settling->own);
    keying_plan_free(settling->newest);
    staff_page_free(settling->page);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Settling, settling_clear)

/* The plan of the version that the form's response answers; of the newest when it has none any more. */
static bool load_plan(Settling *to, GError **error)
{
    const StaffPage *page = to->page;
    to->form = paper_form_load(page->store, page->survey->id, to->serial, error);
    if (to->form == NULL)
        return false;
    to->newest = keying_plan_new(page->survey);
    to->plan = to->newest;
    if (to->form->reference == NULL)
        return true;
    if (!correction_plan_find(page->store, to->newest, to->form->reference, &to->own, error))
        return false;
    to->plan = to->own.plan;
    return true;
}

static size_t field_of(const Settling *settling, const Difference *difference)
{
    const Variables *variables = settling->plan->survey->variables;
    const size_t item = variables_find_item(variables, difference->item);
    return item != SIZE_MAX ? keying_plan_find(settling->plan, item) : SIZE_MAX;
}

static int by_field(const void *a, const void *b, void *settling)
{
    const size_t one = field_of(settling, *(const Difference *const *)a);
    const size_t other = field_of(settling, *(const Difference *const *)b);
    return (one > other) - (one < other);
}

static bool settling_load(Settling *to, GError **error)
{
    const StaffPage *page = to->page;
    if (!staff_page_read_serial(page, staff_page_part(page, 1), &to->serial, error))
        return false;
    to->differences =
        differences_load(page->store, page->survey->id, to->serial, page->staff->name, error);
    if (to->differences == NULL || !load_plan(to, error))
        return false;
    g_ptr_array_sort_with_data(to->differences, by_field, to);
    return true;
}

static bool settling_open(const Request *request, Context *context, const Staff *staff,
                          Settling *out, Reply **out_reply)
{
    g_autoptr(GError) error = NULL;
    out->page = staff_page_open(request, context, staff, out_reply);
    if (out->page == NULL)
        return false;
    if (settling_load(out, &error))
        return true;
    *out_reply = staff_page_refusal(
        out->page, error, staff_page_url(out->page, "settle", NULL, NULL), "Differences to settle");
    return false;
}

/* Names of a difference's controls: `is-ID` (a, b or other), `a-ID` and `b-ID` as they were shown, `entry-ID`, `reason-ID`.
 * Owns: the desk's. */
static const char *control(const Settling *settling, const Difference *difference, const char *what)
{
    g_autofree char *name = g_strconcat(what, "-", difference->item, NULL);
    return g_string_chunk_insert_const(settling->page->words, name);
}

/* The two entries under a letter each. What the letters stood for goes along in hidden fields, so that a page that was
 * shown earlier cannot mean something else now. */
static void write_entries(const Settling *settling, Markup *to, const Difference *difference,
                          size_t field)
{
    StaffPage *page = settling->page;
    const char *entries[] = {difference->a, difference->b};
    StaffChoice choices[] = {
        {"a", NULL, NULL}, {"b", NULL, NULL}, {"other", "Something else", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
        g_autofree char *words = staff_entry_words(settling->plan, field, entries[i]);
        choices[i].label = g_string_chunk_insert(page->words, words);
        staff_hidden(to, control(settling, difference, choices[i].value), entries[i]);
    }
    g_autofree char *question = staff_field_words(settling->plan, field, difference->item);
    g_autofree char *legend = g_strdup_printf("%s. What does the paper say?", question);
    staff_page_radios(page, to,
                      (StaffRadios){.name = control(settling, difference, "is"),
                                    .legend = legend,
                                    .choices = choices,
                                    .n = G_N_ELEMENTS(choices)});
}

static void write_difference(const Settling *settling, Markup *to, const Difference *difference)
{
    StaffPage *page = settling->page;
    const size_t field = field_of(settling, difference);
    markup_open(to, "section");
    markup_attr(to, "class", "difference");
    write_entries(settling, to, difference, field);
    markup_open(to, "div");
    markup_attr(to, "class", "third");
    staff_codes(to, settling->plan, field);
    staff_entry_box(page, to, settling->plan, field,
                    (StaffBox){.name = control(settling, difference, "entry"),
                               .label = "Something else: what?"});
    staff_page_box(page, to,
                   (StaffBox){.name = control(settling, difference, "reason"),
                              .label = "Something else: why did both type it otherwise?"});
    markup_close(to, "div");
    markup_close(to, "section");
}

static Reply *show(const Settling *settling)
{
    StaffPage *page = settling->page;
    char serial[SERIAL_BYTES];
    serial_text(settling->serial, serial);
    g_autofree char *heading = g_strdup_printf("Settle form %s", serial);
    Markup *to = staff_page_begin(page, heading, staff_page_url(page, "settle", NULL, NULL),
                                  "Differences to settle");
    if (settling->differences->len == 0) {
        staff_page_say(to, "Nothing of this form is left to settle.");
        return staff_page_end(page, to);
    }
    g_autofree char *count = staff_count_words(settling->differences->len, "question");
    g_autofree char *words =
        g_strdup_printf("Two clerks keyed this form, and %s came out differently. Look at the "
                        "paper with serial %s in batch %s. What you leave open stays on the list.",
                        count, serial, settling->form->batch);
    staff_page_say(to, words);
    staff_page_form_begin(page, to, staff_page_url(page, "settle", serial, NULL));
    for (size_t i = 0; i < settling->differences->len; i++)
        write_difference(settling, to, g_ptr_array_index(settling->differences, i));
    staff_button(to, "Keep what the paper says", NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

Reply *desk_settle_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_auto(Settling) settling = {.page = NULL};
    if (!settling_open(request, context, staff, &settling, &reply))
        return reply;
    return show(&settling);
}

/* ---- Taking the outcome ---- */

/* What the third person typed, when it is neither; NULL with the mistakes noted. */
static const char *read_third(const Settling *settling, const Difference *difference)
{
    StaffPage *page = settling->page;
    const char *name = control(settling, difference, "entry");
    bool is_wrong =
        staff_page_demands(page, name, "Type what the paper says; - when it is left blank.");
    const char *entry = staff_page_typed(page, name);
    const size_t field = field_of(settling, difference);
    if (!is_wrong && field != SIZE_MAX) {
        g_autoptr(Answers) answers = answers_new(settling->plan->survey);
        g_autofree char *problem = keying_read(settling->plan, field, entry, answers);
        if (problem != NULL)
            staff_page_mistake(page, name, problem);
        is_wrong = problem != NULL;
    }
    if (staff_page_demands(page, control(settling, difference, "reason"),
                           "Say why both entries are wrong: it is kept in the audit."))
        is_wrong = true;
    return is_wrong ? NULL : entry;
}

/* The entry that was chosen: one of both, a third, or NULL (nothing chosen, or a mistake noted). */
static const char *survey_read_choice(const Settling *settling, const Difference *difference)
{
    StaffPage *page = settling->page;
    const char *chosen = staff_page_typed(page, control(settling, difference, "is"));
    if (chosen[0] == '\0')
        return NULL;
    if (g_str_equal(chosen, "other"))
        return read_third(settling, difference);
    const char *shown = staff_page_typed(page, control(settling, difference, chosen));
    const char *entries[] = {difference->a, difference->b};
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
        g_autofree char *plain = text_normalise(entries[i]);
        if (g_str_equal(shown, plain))
            return entries[i];
    }
    staff_page_mistake(page, control(settling, difference, "is"),
                       "This changed since the page was shown. Look at both entries again.");
    return NULL;
}

/* Read all choices into one entry a difference; how many there are. */
static unsigned read_choices(const Settling *settling, const char **entries)
{
    unsigned n = 0;
    for (size_t i = 0; i < settling->differences->len; i++) {
        entries[i] = survey_read_choice(settling, g_ptr_array_index(settling->differences, i));
        n += entries[i] != NULL ? 1 : 0;
    }
    if (n == 0 && !staff_page_has_mistakes(settling->page)) {
        const Difference *first = g_ptr_array_index(settling->differences, 0);
        staff_page_mistake(settling->page, control(settling, first, "is"),
                           "Choose what the paper says for at least one question.");
    }
    return n;
}

static bool settle(const Settling *settling, const char *const *entries, GError **error)
{
    StaffPage *page = settling->page;
    const Act act = staff_act(page->staff);
    for (size_t i = 0; i < settling->differences->len; i++) {
        const Difference *difference = g_ptr_array_index(settling->differences, i);
        const char *reason = staff_page_typed(page, control(settling, difference, "reason"));
        if (entries[i] != NULL &&
            !difference_settle(page->store,
                               &(const SettleRequest){.plan = settling->plan,
                                                      .serial = settling->serial,
                                                      .item = difference->item,
                                                      .entry = entries[i],
                                                      .reason = reason,
                                                      .act = &act},
                               error))
            return false;
    }
    return true;
}

/* Somebody else was quicker, or the response was withdrawn: what was chosen here is not dropped without a word. */
static Reply *settled_meanwhile(const Settling *settling)
{
    const StaffPage *page = settling->page;
    char serial[SERIAL_BYTES];
    serial_text(settling->serial, serial);
    g_autoptr(GError) error = NULL;
    error_set(&error, ERROR_CONFLICT,
              "Nothing of form %s is left to settle: what you chose was not stored. The audit says "
              "who settled it, and how; where that is wrong, correct the answer.",
              serial);
    return staff_page_refusal(page, error, staff_page_url(page, "settle", NULL, NULL),
                              "Differences to settle");
}

Reply *desk_settle_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_auto(Settling) settling = {.page = NULL};
    if (!settling_open(request, context, staff, &settling, &reply))
        return reply;
    StaffPage *page = settling.page;
    const unsigned n = settling.differences->len;
    if (n == 0)
        return settled_meanwhile(&settling);
    g_autofree const char **entries = g_new0(const char *, n);
    const unsigned n_chosen = read_choices(&settling, entries);
    if (staff_page_has_mistakes(page))
        return show(&settling);
    char serial[SERIAL_BYTES];
    serial_text(settling.serial, serial);
    g_autoptr(GError) error = NULL;
    if (!settle(&settling, entries, &error))
        return staff_page_refusal(page, error, staff_page_url(page, "settle", serial, NULL),
                                  "See what is left of this form");
    return n_chosen == n
               ? staff_page_done(staff_page_url(page, "settle", NULL, NULL), "all-settled")
               : staff_page_done(staff_page_url(page, "settle", serial, NULL), "settled");
}
