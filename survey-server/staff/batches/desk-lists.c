/* A batch as lists: the serials to write on its forms, and every form as a line of a spreadsheet. */
#include "base/csv.h"
#include "base/day.h"
#include "base/text.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

/* The forms of the batch that the address names; NULL and a reply when it cannot be shown.
 * Returns: yours. */
static GPtrArray *load_forms(const StaffPage *page, Reply **out_reply)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *forms =
        paper_forms_list(page->store, page->survey->id, staff_page_part(page, 1), &error);
    if (forms == NULL)
        *out_reply =
            staff_page_refusal(page, error, staff_page_url(page, "batches", NULL, NULL), "Batches");
    return forms;
}

/* ---- Serials to write ---- */

/* A number of the query, or `otherwise`. */
static int64_t query_number(const StaffPage *page, const char *name, int64_t otherwise)
{
    const char *value = staff_query(page->request, name);
    int64_t number = 0;
    return value != NULL && text_parse_int(value, &number) && number > 0 ? number : otherwise;
}

/* The serials of the batch that were received just now (`from` and `count`), or all that are not void.
 * Returns: yours (GArray of unsigned). */
static GArray *serials_asked(const StaffPage *page, const GPtrArray *forms)
{
    const int64_t from = query_number(page, "from", 0);
    const int64_t count = query_number(page, "count", LIMIT_SERIAL);
    GArray *serials = g_array_new(false, false, sizeof(unsigned));
    for (size_t i = 0; i < forms->len; i++) {
        const PaperForm *form = g_ptr_array_index(forms, i);
        if (form->serial >= from && form->serial - from < count && form->state != PAPER_FORM_VOID)
            g_array_append_val(serials, form->serial);
    }
    return serials;
}

/* "Write 1017-8 on the first form, 1018-6 on the second, and so on to 1066-8 on the last, the 50th."
 * Returns: yours (free with g_free). */
static char *writing_words(const GArray *serials)
{
    char first[SERIAL_BYTES], second[SERIAL_BYTES], last[SERIAL_BYTES];
    serial_text(g_array_index(serials, unsigned, 0), first);
    if (serials->len == 1)
        return g_strdup_printf("Write %s on the form.", first);
    serial_text(g_array_index(serials, unsigned, 1), second);
    if (serials->len == 2)
        return g_strdup_printf("Write %s on the first form and %s on the second.", first, second);
    serial_text(g_array_index(serials, unsigned, serials->len - 1), last);
    return g_strdup_printf("Write %s on the first form, %s on the second, and so on to %s on the "
                           "last of the %u.",
                           first, second, last, serials->len);
}

static void write_serials(Markup *to, const GArray *serials)
{
    markup_open(to, "ol");
    markup_attr(to, "class", "serials");
    for (size_t i = 0; i < serials->len; i++) {
        char text[SERIAL_BYTES];
        serial_text(g_array_index(serials, unsigned, i), text);
        markup_element(to, "li", text);
    }
    markup_close(to, "ol");
}

Reply *desk_batch_serials(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    g_autoptr(GPtrArray) forms = load_forms(page, &reply);
    if (forms == NULL)
        return reply;
    const char *batch = staff_page_part(page, 1);
    g_autofree char *heading = g_strdup_printf("Serials of batch %s", batch);
    g_autofree char *back = g_strdup_printf("Batch %s", batch);
    g_autoptr(GArray) serials = serials_asked(page, forms);
    Markup *to =
        staff_page_begin(page, heading, staff_page_url(page, "batches", batch, NULL), back);
    if (serials->len == 0) {
        staff_page_say(to, "No form of this batch has one of these serials.");
        return staff_page_end(page, to);
    }
    g_autofree char *words = writing_words(serials);
    staff_page_sum(to, words);
    staff_page_say(to, "Write the dash and the figure behind it too: with it a slip of the pen is "
                       "noticed when the form is keyed.");
    write_serials(to, serials);
    return staff_page_end(page, to);
}

/* ---- The spreadsheet ---- */

enum { N_CELLS = 8 };

static void append_row(CsvWriter *csv, const char *const *cells)
{
    for (size_t i = 0; i < N_CELLS; i++)
        csv_append_words(csv, cells[i]);
    csv_end_row(csv);
}

static void append_form(CsvWriter *csv, const PaperForm *form)
{
    char serial[SERIAL_BYTES];
    serial_text(form->serial, serial);
    g_autofree char *since = form->claimed_by != NULL ? day_moment_text(form->claimed) : NULL;
    const char *cells[N_CELLS] = {serial,           form->batch, staff_form_state(form->state),
                                  form->claimed_by, since,       form->reference,
                                  form->reason,     form->note};
    append_row(csv, cells);
}

Reply *desk_batch_report(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    g_autoptr(GPtrArray) forms = load_forms(page, &reply);
    if (forms == NULL)
        return reply;
    static const char *const names[N_CELLS] = {
        "serial",          "batch",     "state",  "on_screen_of",
        "on_screen_since", "reference", "reason", "note"};
    GString *text = g_string_new(NULL);
    CsvWriter csv = csv_begin(text, CSV_SPREADSHEET);
    append_row(&csv, names);
    for (size_t i = 0; i < forms->len; i++)
        append_form(&csv, g_ptr_array_index(forms, i));
    reply = reply_bytes(200, "text/csv; charset=utf-8", g_string_free_to_bytes(text));
    g_autofree char *name =
        g_strdup_printf("%s-%s.csv", page->survey->id, staff_page_part(page, 1));
    reply_set_file_name(reply, name);
    return reply;
}
