/* All batches of a survey, and the receipt of forms. */
#include "base/day.h"
#include "base/text.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-page.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    unsigned n_received, n_keyed, n_void;
} Totals;

static Totals totals_of(const GPtrArray *batches)
{
    Totals totals = {0};
    for (size_t i = 0; i < batches->len; i++) {
        const Batch *batch = g_ptr_array_index(batches, i);
        totals.n_received += batch->n_received;
        totals.n_keyed += batch->n_keyed;
        totals.n_void += batch->n_void;
    }
    return totals;
}

/* When the paper goes: "destroyed 3 March 2027", "by 3 March 2027", or "" while the batch is open.
 * Returns: yours (free with g_free). */
static char *paper_words(const Batch *batch)
{
    const int64_t moment = batch->destroyed != 0 ? batch->destroyed : batch->destroy_by;
    if (moment == 0)
        return g_strdup(batch->state == BATCH_CLOSED ? "no date is set" : "");
    g_autofree char *day = day_moment_words(moment, MOMENT_DAY);
    return g_strdup_printf("%s %s", batch->destroyed != 0 ? "destroyed" : "by", day);
}

static void write_batch(const StaffPage *page, Markup *to, const Batch *batch)
{
    const unsigned numbers[] = {
        batch->n_received,  batch->n_keyed,
        batch->n_void,      batch->n_received - batch->n_keyed - batch->n_void,
        batch->n_to_verify, batch->n_disputed,
        batch->n_flagged};
    enum { BEFORE = 2, CELLS = BEFORE + G_N_ELEMENTS(numbers) + 1 };
    g_autoptr(GStringChunk) words = g_string_chunk_new(64);
    g_autofree char *paper = paper_words(batch);
    const char *cells[CELLS] = {batch->name, staff_batch_state(batch->state)};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autofree char *number = text_from_count(numbers[i]);
        cells[BEFORE + i] = g_string_chunk_insert(words, number);
    }
    cells[CELLS - 1] = paper;
    g_auto(Url) link = staff_page_url(page, "batches", batch->name, NULL);
    staff_row(to, cells, G_N_ELEMENTS(cells), &link);
}

static void write_batches(const StaffPage *page, Markup *to, const GPtrArray *batches)
{
    static const char *const headers[] = {"Batch",  "State",     "Received",  "Keyed", "Void",
                                          "To key", "To verify", "To settle", "Notes", "Paper"};
    if (batches->len == 0) {
        staff_page_say(to, "No paper form has been received yet. Receive the first ones below.");
        return;
    }
    const Totals totals = totals_of(batches);
    g_autofree char *sum = staff_sum_words(totals.n_received, totals.n_keyed, totals.n_void);
    staff_page_sum(to, sum);
    staff_table_begin(to, "Batches by first receipt", headers, G_N_ELEMENTS(headers));
    for (size_t i = 0; i < batches->len; i++)
        write_batch(page, to, g_ptr_array_index(batches, i));
    staff_table_end(to);
}

static void write_receipt(StaffPage *page, Markup *to, unsigned n_received)
{
    markup_element(to, "h2", "Receive forms");
    staff_page_form_begin(page, to, staff_page_url(page, "batches", NULL, NULL));
    g_autofree char *known = g_strdup_printf("%u", n_received);
    staff_hidden(to, "known", known);
    staff_page_box(
        page, to,
        (StaffBox){.name = "batch",
                   .label = "Name of the batch",
                   .hint = "Letters, digits and dashes, for example library-3. The name of an "
                           "open batch adds to it.",
                   .width = 20});
    staff_page_box(
        page, to,
        (StaffBox){.name = "count",
                   .label = "How many forms carry no serial",
                   .hint = "Photocopies and downloads. Count them: each gets a serial, which "
                           "you then write on it.",
                   .inputmode = "numeric",
                   .width = 6});
    staff_page_area(page, to,
                    (StaffBox){.name = "serials",
                               .label = "Or the serials that are printed on the forms",
                               .hint = "As they are printed, for example 101-1 to 150-5, 155-6. A "
                                       "scanner may send one a line."},
                    3);
    staff_button(to, "Receive", NULL, NULL, false);
    staff_form_end(to);
}

static void write_finder(StaffPage *page, Markup *to)
{
    markup_element(to, "h2", "Find a form");
    staff_page_form_begin(page, to, staff_page_url(page, "forms", NULL, NULL));
    staff_page_box(page, to,
                   (StaffBox){.name = "serial",
                              .label = "Serial",
                              .hint = "With its check digit, for example 1017-8.",
                              .inputmode = "numeric",
                              .width = 12});
    staff_button(to, "Find", NULL, NULL, true);
    staff_form_end(to);
}

static Reply *show(StaffPage *page)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) batches = batches_list(page->store, page->survey->id, &error);
    if (batches == NULL)
        return staff_page_refusal(page, error, staff_page_url(page, "", NULL, NULL),
                                  page->survey->id);
    Markup *to = staff_page_begin(page, "Batches of paper forms", (Url){NULL}, NULL);
    write_batches(page, to, batches);
    write_receipt(page, to, totals_of(batches).n_received);
    write_finder(page, to);
    return staff_page_end(page, to);
}

Reply *desk_batches_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    return page != NULL ? show(page) : reply;
}

/* ---- Receiving ---- */

/* One printed serial; 0 with the mistake noted. */
static unsigned read_printed_serial(StaffPage *page, const char *typed)
{
    g_autofree char *plain = text_normalise(typed);
    g_autoptr(GError) error = NULL;
    unsigned serial = 0;
    if (!staff_page_read_serial(page, plain, &serial, &error))
        staff_page_mistake_of(page, "serials", error);
    return serial;
}

/* "101-1 to 150-5" to "101-150", the form in which batch_receive takes it. A dash with spaces around it, or a long one, is
 * a "to" as well. */
static void append_range(StaffPage *page, GString *list, const char *part)
{
    g_autoptr(GString) plain = g_string_new(part);
    g_string_replace(plain, "–", " to ", 0);
    g_string_replace(plain, " - ", " to ", 0);
    g_auto(GStrv) ends = g_strsplit(plain->str, " to ", -1);
    const unsigned n = g_strv_length(ends);
    const unsigned first = read_printed_serial(page, ends[0]);
    const unsigned last = n > 1 ? read_printed_serial(page, ends[1]) : first;
    if (first == 0 || last == 0)
        return;
    if (n > 2 || last < first) {
        g_autofree char *words = g_strdup_printf(
            "%s is no run of serials. Type the lower one first, for example 101-1 to 150-5.", part);
        staff_page_mistake(page, "serials", words);
        return;
    }
    g_string_append_printf(list, "%s%u-%u", list->len > 0 ? ", " : "", first, last);
}

/* The printed serials that were typed, without check digits; NULL when there are none or one is wrong.
 * Returns: yours (free with g_free). */
static char *read_printed(StaffPage *page)
{
    g_auto(GStrv) parts = g_strsplit_set(staff_page_typed(page, "serials"), ",;\n", -1);
    g_autoptr(GString) list = g_string_new(NULL);
    for (size_t i = 0; parts[i] != NULL && !staff_page_has_mistakes(page); i++) {
        g_strstrip(parts[i]);
        if (parts[i][0] != '\0')
            append_range(page, list, parts[i]);
    }
    return list->len > 0 && !staff_page_has_mistakes(page) ? g_strdup(list->str) : NULL;
}

static unsigned read_count(StaffPage *page)
{
    int64_t count = 0;
    const bool is_number = text_parse_int(staff_page_typed(page, "count"), &count);
    if (is_number && count >= 1 && count <= LIMIT_BATCH_FORMS)
        return (unsigned)count;
    staff_page_mistake(page, "count", "Type how many forms there are as a number from 1 to 10000.");
    return 0;
}

/* Were forms received since the page was made that this POST comes from? Then it was sent twice, or two people counted. */
static void check_known(StaffPage *page)
{
    g_autoptr(GPtrArray) batches = batches_list(page->store, page->survey->id, NULL);
    int64_t known = 0;
    if (batches == NULL || !text_parse_int(staff_page_typed(page, "known"), &known))
        return;
    if (known != (int64_t)totals_of(batches).n_received)
        staff_page_mistake(
            page, "batch",
            "Forms were received since this page was shown. Look at the table: if these "
            "are not among them, press Receive again.");
}

typedef struct {
    const char *batch;
    unsigned count;
    char *printed; /* or NULL */
    unsigned first;
} Receipt;

static void read_receipt(StaffPage *page, Receipt *receipt)
{
    const bool has_count = staff_page_typed(page, "count")[0] != '\0';
    const bool has_serials = staff_page_typed(page, "serials")[0] != '\0';
    receipt->batch = staff_page_typed(page, "batch");
    if (!serial_is_batch_name(receipt->batch))
        staff_page_mistake(
            page, "batch",
            "Type a name for the batch: up to 40 letters, digits and dashes, for example "
            "library-3.");
    if (has_count && has_serials)
        staff_page_mistake(
            page, "count",
            "Type a number of forms or the printed serials, not both. Receive the others "
            "afterwards.");
    else if (has_serials)
        receipt->printed = read_printed(page);
    else if (has_count)
        receipt->count = read_count(page);
    else
        staff_page_mistake(page, "count", "Type how many forms came in, or their printed serials.");
}

static bool receive(StaffPage *page, Receipt *receipt, GError **error)
{
    const Act act = staff_act(page->staff);
    const BatchReceipt received = {.survey_id = page->survey->id,
                                   .batch = receipt->batch,
                                   .count = receipt->count,
                                   .serials = receipt->printed,
                                   .act = &act};
    return batch_receive(page->store, &received, &receipt->first, error);
}

/* Where a refusal of the store belongs: a closed batch is a matter of its name, the rest of the number or the serials. */
static const char *control_of(const StaffPage *page, const Receipt *receipt)
{
    g_autoptr(Batch) batch = batch_load(page->store, page->survey->id, receipt->batch, NULL);
    if (batch != NULL && batch->closed != 0)
        return "batch";
    return receipt->printed != NULL ? "serials" : "count";
}

static Reply *received(const StaffPage *page, const Receipt *receipt)
{
    if (receipt->printed != NULL)
        return staff_page_done(staff_page_url(page, "batches", receipt->batch, NULL), "received");
    g_autofree char *from = g_strdup_printf("%u", receipt->first);
    g_autofree char *count = g_strdup_printf("%u", receipt->count);
    Url to = staff_page_url(page, "batches", receipt->batch, "serials");
    to = url_with_query(url_with_query(to, "from", from), "count", count);
    return staff_page_done(to, "received");
}

Reply *desk_batches_receive(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    Receipt receipt = {0};
    read_receipt(page, &receipt);
    g_autofree char *printed = receipt.printed;
    if (!staff_page_has_mistakes(page))
        check_known(page);
    g_autoptr(GError) error = NULL;
    if (!staff_page_has_mistakes(page) && !receive(page, &receipt, &error)) {
        if (!staff_page_is_answerable(error))
            return staff_page_refusal(page, error, staff_page_url(page, "batches", NULL, NULL),
                                      "Batches");
        staff_page_mistake_of(page, control_of(page, &receipt), error);
    }
    return staff_page_has_mistakes(page) ? show(page) : received(page, &receipt);
}

/* ---- Finding ---- */

Reply *desk_form_find(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    g_autoptr(GError) error = NULL;
    unsigned serial = 0;
    if (!staff_page_demands(page, "serial", "Type the serial that stands on the form.") &&
        !staff_page_read_serial(page, staff_page_typed(page, "serial"), &serial, &error))
        staff_page_mistake_of(page, "serial", error);
    if (staff_page_has_mistakes(page))
        return show(page);
    g_autoptr(PaperForm) form = paper_form_load(page->store, page->survey->id, serial, &error);
    if (form != NULL)
        return reply_redirect(303, staff_page_form_url(page, serial, NULL));
    if (!staff_page_is_answerable(error))
        return staff_page_refusal(page, error, staff_page_url(page, "batches", NULL, NULL),
                                  "Batches");
    staff_page_mistake_of(page, "serial", error);
    return show(page);
}
