/* Numbered copies of the printed questionnaire, each with a serial that was never printed before. */
#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper.h"
#include "responses/paper/keyings.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

enum { LIMIT_COPIES = 200 };

static const StaffChoice sizes[PAPER_SIZE_COUNT] = {
    [PAPER_14] = {"14", "14 point", NULL},
    [PAPER_12] = {"12", "12 point, fewer sheets", NULL},
    [PAPER_18] = {"18", "18 point, large print", NULL},
};

/* What was chosen. */
typedef struct {
    const char *lang, *batch;
    PaperSize size;
    unsigned n;
} Order;

static Reply *refusal(const StaffPage *page, const GError *error)
{
    return staff_page_refusal(page, error, staff_page_url(page, "print", NULL, NULL),
                              "Print copies");
}

static Reply *show(StaffPage *page)
{
    const Survey *survey = page->survey;
    g_autofree StaffChoice *langs = g_new0(StaffChoice, survey->n_languages);
    for (size_t i = 0; i < survey->n_languages; i++)
        langs[i] = (StaffChoice){survey->languages[i], language_name(survey->languages[i]), NULL};
    Markup *to = staff_page_begin(page, "Print numbered copies", (Url){NULL}, NULL);
    staff_page_say(to,
                   "Each copy has a serial of its own on every page, which a scanner reads when it "
                   "comes back. Forms without a number can be photocopied: they get a serial when "
                   "they are received.");
    staff_page_form_begin(page, to, staff_page_url(page, "print", NULL, NULL));
    staff_page_box(page, to,
                   (StaffBox){.name = "copies",
                              .label = "How many copies",
                              .hint = "Up to 200 in one file. Make another for more.",
                              .inputmode = "numeric",
                              .width = 6});
    staff_page_box(page, to,
                   (StaffBox){.name = "batch",
                              .label = "Name of the batch they will come back in",
                              .hint = "Letters, digits and dashes, for example library-3.",
                              .width = 20});
    staff_page_radios(page, to,
                      (StaffRadios){.name = "lang",
                                    .legend = "Language",
                                    .choices = langs,
                                    .n = survey->n_languages,
                                    .chosen = survey->languages[0]});
    staff_page_radios(page, to,
                      (StaffRadios){.name = "size",
                                    .legend = "Size of the letters",
                                    .choices = sizes,
                                    .n = G_N_ELEMENTS(sizes),
                                    .chosen = "14"});
    staff_button(to, "Make the PDF", NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

Reply *desk_print_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    return page != NULL ? show(page) : reply;
}

/* ---- Making it ---- */

static PaperSize read_size(StaffPage *page)
{
    const char *typed = staff_page_typed(page, "size");
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
        if (g_str_equal(typed, sizes[i].value))
            return (PaperSize)i;
    return PAPER_14;
}

static Order read_order(StaffPage *page)
{
    int64_t n = 0;
    if (!text_parse_int(staff_page_typed(page, "copies"), &n) || n < 1 || n > LIMIT_COPIES)
        staff_page_mistake(page, "copies", "Type how many copies as a number from 1 to 200.");
    const char *batch = staff_page_typed(page, "batch");
    if (!serial_is_batch_name(batch))
        staff_page_mistake(page, "batch",
                           "Type a name of letters, digits and dashes, for example "
                           "library-3.");
    return (Order){.lang = survey_language(page->survey, staff_page_typed(page, "lang")),
                   .batch = batch,
                   .size = read_size(page),
                   .n = (unsigned)n};
}

static GBytes *make_paper(const StaffPage *page, const Order *order, unsigned first, GError **error)
{
    g_autoptr(GStringChunk) words = g_string_chunk_new(1024);
    g_autofree const char **serials = g_new0(const char *, order->n);
    for (unsigned i = 0; i < order->n; i++) {
        char text[SERIAL_BYTES];
        serial_text(first + i, text);
        serials[i] = g_string_chunk_insert(words, text);
    }
    const Served *served = site_find(page->context->site, page->survey->id);
    ReceiptKey key;
    if (!withdraw_key_of(page->store, &key, error))
        return NULL;
    const PaperCopies copies = {
        .batch = order->batch, .n = order->n, .serials = serials, .key = &key};
    const PaperStyle style = {.lang = order->lang,
                              .size = order->size,
                              .base_url = page->context->config->base_url,
                              .opens = served != NULL ? served->dates.opens : 0,
                              .closes = served != NULL ? served->dates.closes : 0,
                              .copies = &copies};
    return paper_make(page->survey, &style, error);
}

Reply *desk_print_make(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    const Order order = read_order(page);
    if (staff_page_has_mistakes(page))
        return show(page);
    unsigned first = 0;
    g_autoptr(GError) error = NULL;
    const Act act = staff_act(staff);
    const SerialsWanted wanted = {
        .survey_id = page->survey->id, .batch = order.batch, .n = order.n, .act = &act};
    if (!printed_serials_take(page->store, &wanted, &first, &error))
        return refusal(page, error);
    GBytes *pdf = make_paper(page, &order, first, &error);
    if (pdf == NULL)
        return refusal(page, error);
    reply = reply_bytes(200, "application/pdf", pdf);
    g_autofree char *name = g_strdup_printf("%s-%s-%s-%u-%u.pdf", page->survey->id, order.batch,
                                            order.lang, first, first + order.n - 1);
    reply_set_file_name(reply, name);
    return reply;
}
