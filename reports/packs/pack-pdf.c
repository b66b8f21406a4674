/* The pack as a tagged PDF: cover, contents, key findings, method, then a page a question in the questionnaire's order,
 * each with its finding, the wording, its chart, its base, its table and notes, and its breakdowns. */
#include "base/day.h"
#include "base/say.h"
#include "base/text.h"
#include "drawing/pdf.h"
#include "reports/charts/chart.h"
#include "reports/packs/pack.h"
#include "reports/tables/rounding.h"
#include <string.h>

#include "base/banned.h"

enum { GROUPS_IN_TABLE = 6, COLUMNS_MOST = GROUPS_IN_TABLE + 2 };

static const double label_share = 0.31;

static const char contents_anchor[] = "contents";
static const char findings_anchor[] = "findings";
static const char method_anchor[] = "method";

typedef struct {
    const Pack *pack;
    Pdf *pdf;
    GPtrArray *pictures; /* of breakdowns; they live until the file is made */
} PackWriter;

static char *page_words(const PackPage *page)
{
    const char *number = page->question->number;
    return number == NULL ? g_strdup(page->title) : g_strdup_printf("%s. %s", number, page->title);
}

static char *anchor_of(const PackPage *page)
{
    return g_strconcat("page-", page->name, NULL);
}

static void write_cover(const PackWriter *to)
{
    const Pack *pack = to->pack;
    g_autofree char *version = g_strdup_printf("%u", pack->survey->version);
    g_autofree char *responses = text_from_count(pack->n_responses);
    g_autofree char *count = text_fill(say(pack->lang, "{n} responses"), "n", responses, NULL);
    g_autofree char *made =
        text_fill(say(pack->lang, "This pack is of {date}."), "date", pack->date_words, NULL);
    g_autofree char *which =
        text_fill(say(pack->lang, "Made from the definition {id}, version {version}, hash {hash}."),
                  "id", pack->survey->id, "version", version, "hash", pack->survey->hash, NULL);
    pdf_space(to->pdf, 120);
    pdf_heading(to->pdf, 0, pack->title, NULL);
    pdf_space(to->pdf, 10);
    if (pack->owner != NULL)
        pdf_paragraph(to->pdf, PDF_LEAD, pack->owner);
    pdf_paragraph(to->pdf, PDF_LEAD, count);
    pdf_paragraph(to->pdf, PDF_LEAD, pack->dates_words);
    pdf_paragraph(to->pdf, PDF_LEAD, made);
    pdf_space(to->pdf, 30);
    if (pack->owner_email != NULL)
        pdf_paragraph(to->pdf, PDF_BODY, pack->owner_email);
    if (pack->owner_phone != NULL)
        pdf_paragraph(to->pdf, PDF_BODY, pack->owner_phone);
    pdf_paragraph(to->pdf, PDF_SMALL, which);
    if (pack->is_reconstructed)
        pdf_paragraph(
            to->pdf, PDF_STRONG,
            say(pack->lang, "Some of the wording was reconstructed: it is not in the source."));
}

static void write_contents(const PackWriter *to)
{
    const Pack *pack = to->pack;
    const char *group = NULL;
    pdf_page_begin(to->pdf);
    pdf_heading(to->pdf, 1, say(pack->lang, "Contents"), contents_anchor);
    pdf_contents(to->pdf, 1, say(pack->lang, "Key findings"), findings_anchor);
    pdf_contents(to->pdf, 1, say(pack->lang, "How to read this"), method_anchor);
    for (size_t p = 0; p < pack->n_pages; p++) {
        const PackPage *page = &pack->pages[p];
        if (page->group != NULL && g_strcmp0(page->group, group) != 0)
            pdf_paragraph(to->pdf, PDF_STRONG, page->group);
        group = page->group;
        g_autofree char *words = page_words(page);
        g_autofree char *anchor = anchor_of(page);
        pdf_contents(to->pdf, 2, words, anchor);
    }
}

/* Each finding, with its base, leads to its page. */
static void write_findings(const PackWriter *to)
{
    const Pack *pack = to->pack;
    pdf_page_begin(to->pdf);
    pdf_heading(to->pdf, 1, say(pack->lang, "Key findings"), findings_anchor);
    if (pack->n_findings == 0)
        pdf_paragraph(to->pdf, PDF_BODY, say(pack->lang, "Too few answers to name findings."));
    else
        pdf_paragraph(to->pdf, PDF_BODY, say(pack->lang, "The number at the end is the page."));
    for (size_t i = 0; i < pack->n_findings; i++) {
        g_autofree char *anchor = anchor_of(&pack->pages[pack->findings[i].page]);
        pdf_space(to->pdf, 8);
        pdf_contents(to->pdf, 0, pack->findings[i].text, anchor);
    }
}

static void write_method(const PackWriter *to)
{
    pdf_page_begin(to->pdf);
    pdf_heading(to->pdf, 1, say(to->pack->lang, "How to read this"), method_anchor);
    for (size_t i = 0; i < to->pack->n_method; i++)
        pdf_paragraph(to->pdf, PDF_BODY, to->pack->method[i]);
}

static char *count_of(const TableRow *row, const Cell *cell)
{
    bool has_count = row->kind != ROW_STATISTIC || strcmp(row->code, "n") == 0;
    if (cell->is_hidden)
        return g_strdup("[c]");
    return has_count ? text_from_count(cell->count) : g_strdup("");
}

static const char *share_of(const TableRow *row)
{
    return row->kind == ROW_STATISTIC && strcmp(row->code, "n") == 0 ? "" : row->cells[0].shown;
}

static void write_one_way(const PackWriter *to, const Table *table)
{
    static const double shares[] = {0.66, 0.17, 0.17};
    static const double rank_shares[] = {0.55, 0.15, 0.15, 0.15};
    bool is_rank = table->item->measure == MEASURE_RANK;
    const char *head[] = {say(table->lang, "Answer"),
                          is_rank ? say(table->lang, "First choices") : say(table->lang, "Number"),
                          say(table->lang, "Share or value"), say(table->lang, "Mean place")};
    pdf_table_begin(to->pdf, is_rank ? 4 : 3, is_rank ? rank_shares : shares);
    pdf_table_row(to->pdf, head, false);
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        const Cell *cell = &row->cells[0];
        g_autofree char *count = count_of(row, cell);
        g_autofree char *place = row->kind == ROW_OPTION && !cell->is_hidden
                                     ? rounding_decimal(cell->value)
                                     : g_strdup("");
        const char *cells[] = {row->label, count, share_of(row), place};
        pdf_table_row(to->pdf, cells, row->kind == ROW_NET);
    }
    pdf_table_end(to->pdf);
}

/* Some groups of a breakdown beside everyone: a wide one is given in several tables. */
static void write_groups(const PackWriter *to, const Table *table, size_t from, size_t n)
{
    double shares[COLUMNS_MOST] = {label_share};
    const char *head[COLUMNS_MOST] = {say(table->lang, "Answer"), say(table->lang, "Everyone")};
    const char *bases[COLUMNS_MOST] = {say(table->lang, "Base"), table->columns[0].base_shown};
    for (size_t i = 1; i < n + 2; i++)
        shares[i] = (1 - shares[0]) / (double)(n + 1);
    for (size_t i = 0; i < n; i++) {
        head[i + 2] = table->columns[from + i].by_label;
        bases[i + 2] = table->columns[from + i].base_shown;
    }
    pdf_table_begin(to->pdf, n + 2, shares);
    pdf_table_row(to->pdf, head, false);
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        char *cells[COLUMNS_MOST + 1] = {g_strdup(row->label)};
        for (size_t i = 0; i < n + 1; i++) {
            const Cell *cell = &row->cells[i == 0 ? 0 : from + i - 1];
            cells[i + 1] = *cell->shown != '\0' ? g_strdup(cell->shown) : count_of(row, cell);
        }
        pdf_table_row(to->pdf, (const char *const *)cells, row->kind == ROW_NET);
        for (size_t i = 0; i < n + 2; i++)
            g_free(cells[i]);
    }
    pdf_table_row(to->pdf, bases, true);
    pdf_table_end(to->pdf);
}

/* As many groups a table as leave room for the longest word over a column. */
static size_t groups_in_table(const PackWriter *to, const Table *table)
{
    size_t n_groups = table->n_columns - 1;
    for (size_t n = MIN(GROUPS_IN_TABLE, n_groups); n > 1; n--) {
        double share = (1 - label_share) / (double)(n + 1);
        bool fits = pdf_word_fits(to->pdf, say(table->lang, "Everyone"), share);
        for (size_t c = 1; fits && c < table->n_columns; c++)
            fits = pdf_word_fits(to->pdf, table->columns[c].by_label, share);
        if (fits)
            return n;
    }
    return 1;
}

static void write_notes(const PackWriter *to, const Table *table)
{
    for (size_t i = 0; i < table->n_notes; i++)
        pdf_paragraph(to->pdf, PDF_SMALL, table->notes[i]);
}

/* The notes of a breakdown stand before its tables, which may go on for pages. */
static void write_cross(const PackWriter *to, const Table *table)
{
    size_t n = groups_in_table(to, table);
    write_notes(to, table);
    for (size_t from = 1; from < table->n_columns; from += n)
        write_groups(to, table, from, MIN(n, table->n_columns - from));
}

/* What the mark on every page says need not be said again under the finding. */
static const char *without_mark(const Pack *pack, const char *subtitle)
{
    if (pack->mark == NULL || !g_str_has_prefix(subtitle, pack->mark))
        return subtitle;
    const char *rest = subtitle + strlen(pack->mark);
    return rest + strspn(rest, ". ");
}

static void write_breakdown(PackWriter *to, const Table *table)
{
    g_autofree char *heading =
        text_fill(say(table->lang, "{label} by {group}"), "label", table->label, "group",
                  variables_item_label(table->by, table->lang), NULL);
    pdf_page_begin(to->pdf);
    pdf_heading(to->pdf, 2, heading, NULL);
    pdf_paragraph(to->pdf, PDF_SMALL, without_mark(to->pack, table->subtitle));
    Picture *picture = chart_draw(table);
    if (picture != NULL) {
        g_ptr_array_add(to->pictures, picture);
        pdf_picture(to->pdf, picture, false);
    }
    write_cross(to, table);
}

static void write_page(PackWriter *to, const PackPage *page)
{
    const Pack *pack = to->pack;
    g_autofree char *words = page_words(page);
    g_autofree char *anchor = anchor_of(page);
    const char *ask = wording_plain(&page->question->ask, pack->lang);
    g_autofree char *wording = text_fill(say(pack->lang, "The question: {ask}"), "ask", ask, NULL);
    pdf_page_begin(to->pdf);
    pdf_heading(to->pdf, 1, words, anchor);
    pdf_paragraph(to->pdf, PDF_LEAD, without_mark(pack, page->subtitle));
    pdf_paragraph(to->pdf, PDF_BODY, wording);
    if (page->picture != NULL)
        pdf_picture(to->pdf, page->picture, false);
    if (page->n_tables == 1)
        pdf_paragraph(to->pdf, PDF_SMALL, page->base_line);
    for (size_t t = 0; t < page->n_tables; t++) {
        if (page->n_tables > 1) {
            pdf_heading(to->pdf, 3, page->tables[t]->label, NULL);
            pdf_paragraph(to->pdf, PDF_SMALL, page->tables[t]->base_line);
        }
        write_one_way(to, page->tables[t]);
        write_notes(to, page->tables[t]);
    }
    for (size_t b = 0; b < page->n_breakdowns; b++)
        write_breakdown(to, page->breakdowns[b]);
}

static void free_picture(void *picture)
{
    picture_free(picture);
}

static const char *language_tag(const char *lang)
{
    return strcmp(lang, "en") == 0 ? "en-GB" : lang;
}

GBytes *pack_pdf(const Pack *pack, GError **error)
{
    g_autofree char *date = day_text(day_of_moment(pack->date));
    PdfAbout about = {
        .title = pack->title,
        .author = pack->owner,
        .lang = language_tag(pack->lang),
        .date = date,
        .footer = pack->title,
        .page = say(pack->lang, "Page"),
        .mark = pack->mark,
    };
    PackWriter to = {.pack = pack, .pdf = pdf_new(&about)};
    to.pictures = g_ptr_array_new_with_free_func(free_picture);
    write_cover(&to);
    write_contents(&to);
    write_findings(&to);
    write_method(&to);
    for (size_t p = 0; p < pack->n_pages; p++)
        write_page(&to, &pack->pages[p]);
    GBytes *bytes = pdf_finish(to.pdf, error);
    g_ptr_array_unref(to.pictures);
    return bytes;
}
