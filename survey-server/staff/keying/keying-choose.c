/* What to key: the batches with forms left, or a serial that was typed or scanned. */
#include "base/text.h"
#include "survey-server/staff/keying/keying-pages.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

static unsigned left_to_key(const Batch *batch)
{
    return batch->n_received - batch->n_keyed - batch->n_void;
}

static bool has_work(const Batch *batch)
{
    return left_to_key(batch) > 0 || batch->n_to_verify > 0;
}

/* What was done with the form before: `?saved=1017-4`, `?kept=`, `?released=`. */
static void note_done(StaffPage *page)
{
    static const struct {
        const char *name, *words;
    } done[] = {
        {"saved", "Form {serial} saved. Nothing is left for you to key in its batch."},
        {"kept",
         "Form {serial} is kept for you as far as it is typed. Choose its batch to go on with it."},
        {"released", "Form {serial} is given back. Anybody may key it now."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(done); i++) {
        const char *typed = staff_query(page->request, done[i].name);
        unsigned serial = 0;
        char text[SERIAL_BYTES];
        if (typed == NULL || !staff_page_read_serial(page, typed, &serial, NULL))
            continue;
        serial_text(serial, text);
        g_autofree char *words = text_fill(done[i].words, "serial", text, NULL);
        page->notice = g_string_chunk_insert(page->words, words);
    }
}

static void write_batch(const StaffPage *page, Markup *to, const Batch *batch)
{
    g_autofree char *left = g_strdup_printf("%u", left_to_key(batch));
    g_autofree char *second = g_strdup_printf("%u", batch->n_to_verify);
    const char *cells[] = {batch->name, left, second};
    g_auto(Url) link = staff_page_url(page, "key", batch->name, NULL);
    staff_row(to, cells, G_N_ELEMENTS(cells), &link);
}

static void write_batches(const StaffPage *page, Markup *to, const GPtrArray *batches)
{
    static const char *const headers[] = {"Batch", "Left to key", "To key a second time"};
    size_t n = 0;
    for (size_t i = 0; i < batches->len; i++)
        n += has_work(g_ptr_array_index(batches, i)) ? 1 : 0;
    if (n == 0) {
        staff_page_say(to, "No batch has a form left to key.");
        return;
    }
    staff_table_begin(to, "Batches with forms to key", headers, G_N_ELEMENTS(headers));
    for (size_t i = 0; i < batches->len; i++) {
        const Batch *batch = g_ptr_array_index(batches, i);
        if (has_work(batch))
            write_batch(page, to, batch);
    }
    staff_table_end(to);
}

static void write_serial_box(StaffPage *page, Markup *to)
{
    staff_page_form_begin(page, to, staff_page_url(page, "key", NULL, NULL));
    staff_page_box(page, to,
                   (StaffBox){.name = "serial",
                              .label = "Or one form: its serial",
                              .hint =
                                  "As it is written or printed on the form, for example 1017-8. A "
                                  "scanner can type it.",
                              .width = 24});
    staff_button(to, "Key this form", NULL, NULL, true);
    staff_form_end(to);
}

static Reply *choose(StaffPage *page)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) batches = batches_list(page->store, page->survey->id, &error);
    if (batches == NULL)
        return staff_page_refusal(page, error, staff_page_url(page, "", NULL, NULL), "Survey");
    note_done(page);
    Markup *to =
        staff_page_begin(page, "Key forms", staff_page_url(page, "", NULL, NULL), "Survey");
    write_batches(page, to, batches);
    write_serial_box(page, to);
    markup_element(to, "h2", "Interviews");
    markup_open(to, "ul");
    markup_attr(to, "class", "links");
    staff_page_item(to, staff_page_url(page, "interview", "phone", NULL), "By telephone");
    staff_page_item(to, staff_page_url(page, "interview", "event", NULL),
                    "At the door or at an event");
    markup_close(to, "ul");
    return staff_page_end(page, to);
}

Reply *keying_choose_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    return page != NULL ? choose(page) : reply;
}

/* The address of the form whose serial was typed; NULL in it and a mistake when there is none. */
static Url find_form(StaffPage *page, const char *typed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PaperForm) form = NULL;
    unsigned serial = 0;
    if (staff_page_read_serial(page, typed, &serial, &error))
        form = paper_form_load(page->store, page->survey->id, serial, &error);
    if (form == NULL) {
        staff_page_mistake_of(page, "serial", error);
        return (Url){NULL};
    }
    char text[SERIAL_BYTES];
    serial_text(serial, text);
    return staff_page_url(page, "key", form->batch, text);
}

Reply *keying_choose_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    if (staff_page_demands(page, "serial", "Type the serial of the form, for example 1017-8."))
        return choose(page);
    const Url form = find_form(page, staff_page_typed(page, "serial"));
    return form.text != NULL ? reply_redirect(303, form) : choose(page);
}
