/* What to key: the batches with forms left, or a serial that was typed or scanned. */
#include "base/text.h"
#include "survey-server/staff/desk.h"
#include "survey-server/staff/keying/keying-pages.h"

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
static void note_done(Desk *desk)
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
        const char *typed = staff_query(desk->request, done[i].name);
        unsigned serial = 0;
        char text[SERIAL_BYTES];
        if (typed == NULL || !desk_read_serial(desk, typed, &serial, NULL))
            continue;
        serial_text(serial, text);
        g_autofree char *words = text_fill(done[i].words, "serial", text, NULL);
        desk->notice = g_string_chunk_insert(desk->words, words);
    }
}

static void write_batch(const Desk *desk, Markup *to, const Batch *batch)
{
    g_autofree char *left = g_strdup_printf("%u", left_to_key(batch));
    g_autofree char *second = g_strdup_printf("%u", batch->n_to_verify);
    const char *cells[] = {batch->name, left, second};
    g_auto(Url) link = desk_url(desk, "key", batch->name, NULL);
    staff_row(to, cells, G_N_ELEMENTS(cells), &link);
}

static void write_batches(const Desk *desk, Markup *to, const GPtrArray *batches)
{
    static const char *const headers[] = {"Batch", "Left to key", "To key a second time"};
    size_t n = 0;
    for (size_t i = 0; i < batches->len; i++)
        n += has_work(g_ptr_array_index(batches, i)) ? 1 : 0;
    if (n == 0) {
        desk_say(to, "No batch has a form left to key.");
        return;
    }
    staff_table_begin(to, "Batches with forms to key", headers, G_N_ELEMENTS(headers));
    for (size_t i = 0; i < batches->len; i++) {
        const Batch *batch = g_ptr_array_index(batches, i);
        if (has_work(batch))
            write_batch(desk, to, batch);
    }
    staff_table_end(to);
}

static void write_serial_box(Desk *desk, Markup *to)
{
    desk_form_begin(desk, to, desk_url(desk, "key", NULL, NULL));
    desk_box(desk, to,
             (StaffBox){.name = "serial",
                        .label = "Or one form: its serial",
                        .hint = "As it is written or printed on the form, for example 1017-8. A "
                                "scanner can type it.",
                        .width = 24});
    staff_button(to, "Key this form", NULL, NULL, true);
    staff_form_end(to);
}

static Reply *choose(Desk *desk)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) batches = batches_list(desk->store, desk->survey->id, &error);
    if (batches == NULL)
        return desk_refusal(desk, error, desk_url(desk, "", NULL, NULL), "Survey");
    note_done(desk);
    Markup *to = desk_begin(desk, "Key forms", desk_url(desk, "", NULL, NULL), "Survey");
    write_batches(desk, to, batches);
    write_serial_box(desk, to);
    markup_element(to, "h2", "Interviews");
    markup_open(to, "ul");
    markup_attr(to, "class", "links");
    desk_item(to, desk_url(desk, "interview", "phone", NULL), "By telephone");
    desk_item(to, desk_url(desk, "interview", "event", NULL), "At the door or at an event");
    markup_close(to, "ul");
    return desk_end(desk, to);
}

Reply *keying_choose_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Desk) desk = desk_open(request, context, staff, &reply);
    return desk != NULL ? choose(desk) : reply;
}

/* The address of the form whose serial was typed; NULL in it and a mistake when there is none. */
static Url find_form(Desk *desk, const char *typed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Form) form = NULL;
    unsigned serial = 0;
    if (desk_read_serial(desk, typed, &serial, &error))
        form = form_load(desk->store, desk->survey->id, serial, &error);
    if (form == NULL) {
        desk_mistake_of(desk, "serial", error);
        return (Url){NULL};
    }
    char text[SERIAL_BYTES];
    serial_text(serial, text);
    return desk_url(desk, "key", form->batch, text);
}

Reply *keying_choose_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Desk) desk = desk_open(request, context, staff, &reply);
    if (desk == NULL)
        return reply;
    if (desk_demands(desk, "serial", "Type the serial of the form, for example 1017-8."))
        return choose(desk);
    const Url form = find_form(desk, desk_typed(desk, "serial"));
    return form.text != NULL ? reply_redirect(303, form) : choose(desk);
}
