/* The pack as one page: contents, findings, method, and for each question its finding, chart and tables. No script, nothing
 * from elsewhere; the chart's figures are in the table below it. */
#include "reports/packs/pack.h"

#include "base/language.h"
#include "base/markup.h"
#include "base/say.h"
#include "base/text.h"
#include "reports/tables/rounding.h"
#include <string.h>

#include "base/banned.h"

static void link_to(Markup *to, Url address, const char *words)
{
    markup_open(to, "a");
    markup_attr_url(to, "href", address);
    markup_text(to, words);
    markup_close(to, "a");
    url_clear(&address);
}

static void write_head(Markup *to, const Pack *pack)
{
    g_auto(Url) style = url_file("pack.css", NULL);
    markup_open(to, "head");
    markup_open(to, "meta");
    markup_attr(to, "charset", "utf-8");
    markup_open(to, "meta");
    markup_attr(to, "name", "viewport");
    markup_attr(to, "content", "width=device-width, initial-scale=1");
    markup_element(to, "title", pack->title);
    markup_open(to, "link");
    markup_attr(to, "rel", "stylesheet");
    markup_attr_url(to, "href", style);
    markup_close(to, "head");
}

static void write_mark(Markup *to, const Pack *pack)
{
    if (pack->mark == NULL)
        return;
    markup_open(to, "p");
    markup_attr(to, "class", "mark");
    markup_text(to, pack->mark);
    markup_close(to, "p");
}

static void write_paragraph(Markup *to, const char *class, const char *words)
{
    markup_open(to, "p");
    markup_attr(to, "class", class);
    markup_text(to, words);
    markup_close(to, "p");
}

static void write_header(Markup *to, const Pack *pack)
{
    g_autofree char *n = text_from_count(pack->n_responses);
    g_autofree char *line =
        text_fill(say(pack->lang, "{n} responses. {dates} This pack is of {date}."), "n", n,
                  "dates", pack->dates_words, "date", pack->date_words, NULL);
    markup_open(to, "header");
    markup_element(to, "h1", pack->title);
    write_mark(to, pack);
    if (pack->owner != NULL)
        write_paragraph(to, "owner", pack->owner);
    write_paragraph(to, "facts", line);
    g_autofree char *version = g_strdup_printf("%u", pack->survey->version);
    g_autofree char *which =
        text_fill(say(pack->lang, "Made from the definition {id}, version {version}."), "id",
                  pack->survey->id, "version", version, NULL);
    write_paragraph(to, "facts", which);
    markup_open(to, "p");
    link_to(to, url_file("pack.pdf", NULL), say(pack->lang, "The pack as PDF"));
    markup_text(to, " · ");
    link_to(to, url_file("manifest.csv", NULL), say(pack->lang, "List of all files"));
    markup_close(to, "p");
    markup_close(to, "header");
}

/* "7. Reported to the Police: most often Yes, 51%": number, subject unless the title begins with it, title. */
static char *contents_line(const PackPage *page)
{
    const char *number = page->question->number;
    const char *subject = page->tables[0]->label;
    bool has_subject = page->n_tables > 1 || g_str_has_prefix(page->title, subject);
    return g_strdup_printf("%s%s%s%s%s", number == NULL ? "" : number, number == NULL ? "" : ". ",
                           has_subject ? "" : subject, has_subject ? "" : ". ", page->title);
}

static void write_contents(Markup *to, const Pack *pack)
{
    markup_open(to, "nav");
    markup_attr(to, "aria-labelledby", "contents");
    markup_open(to, "h2");
    markup_attr(to, "id", "contents");
    markup_text(to, say(pack->lang, "Contents"));
    markup_close(to, "h2");
    markup_open(to, "ul");
    markup_open(to, "li");
    link_to(to, url_fragment("findings"), say(pack->lang, "Key findings"));
    markup_close(to, "li");
    markup_open(to, "li");
    link_to(to, url_fragment("method"), say(pack->lang, "How to read this"));
    markup_close(to, "li");
    for (size_t p = 0; p < pack->n_pages; p++) {
        const PackPage *page = &pack->pages[p];
        g_autofree char *words = contents_line(page);
        markup_open(to, "li");
        link_to(to, url_fragment(page->name), words);
        markup_close(to, "li");
    }
    markup_close(to, "ul");
    markup_close(to, "nav");
}

static void write_findings(Markup *to, const Pack *pack)
{
    markup_open(to, "section");
    markup_attr(to, "id", "findings");
    markup_element(to, "h2", say(pack->lang, "Key findings"));
    if (pack->n_findings == 0)
        markup_element(to, "p", say(pack->lang, "Too few answers to name findings."));
    else
        markup_open(to, "ul");
    for (size_t f = 0; f < pack->n_findings; f++) {
        markup_open(to, "li");
        link_to(to, url_fragment(pack->pages[pack->findings[f].page].name), pack->findings[f].text);
        markup_close(to, "li");
    }
    if (pack->n_findings > 0)
        markup_close(to, "ul");
    markup_close(to, "section");
}

static void write_method(Markup *to, const Pack *pack)
{
    markup_open(to, "section");
    markup_attr(to, "id", "method");
    markup_element(to, "h2", say(pack->lang, "How to read this"));
    for (size_t i = 0; i < pack->n_method; i++)
        markup_element(to, "p", pack->method[i]);
    markup_close(to, "section");
}

static void header_cell(Markup *to, const char *words)
{
    markup_open(to, "th");
    markup_attr(to, "scope", "col");
    markup_text(to, words);
    markup_close(to, "th");
}

static const char *row_class(RowKind kind)
{
    static const char *const classes[] = {"option", "missing", "net", "statistic"};
    return classes[kind];
}

static void cell_text(Markup *to, const char *text)
{
    markup_element(to, "td", text);
}

static void cell_count(Markup *to, const TableRow *row, const Cell *cell)
{
    bool has_count = row->kind != ROW_STATISTIC || strcmp(row->code, "n") == 0;
    markup_open(to, "td");
    if (cell->is_hidden)
        markup_text(to, "[c]");
    else if (has_count)
        markup_text_count(to, cell->count);
    markup_close(to, "td");
}

static void row_header(Markup *to, const char *label)
{
    markup_open(to, "th");
    markup_attr(to, "scope", "row");
    markup_text(to, label);
    markup_close(to, "th");
}

static bool is_count_again(const TableRow *row)
{
    return row->kind == ROW_STATISTIC && strcmp(row->code, "n") == 0;
}

/* A missing kind that nobody has: the CSV gives it, a reader does not need it. */
static bool is_empty(const Table *table, const TableRow *row)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (row->kind != ROW_MISSING || row->cells[c].is_hidden || row->cells[c].count > 0)
            return false;
    return true;
}

/* Answer, number, percentage (or mean place). */
static void write_one_way(Markup *to, const Table *table)
{
    bool is_rank = table->item->measure == MEASURE_RANK;
    markup_open(to, "thead");
    markup_open(to, "tr");
    header_cell(to, say(table->lang, "Answer"));
    header_cell(to, is_rank ? say(table->lang, "First choices") : say(table->lang, "Number"));
    header_cell(to, say(table->lang, "Share"));
    if (is_rank)
        header_cell(to, say(table->lang, "Mean place"));
    markup_close(to, "tr");
    markup_close(to, "thead");
    markup_open(to, "tbody");
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        if (is_empty(table, row))
            continue;
        markup_open(to, "tr");
        markup_attr(to, "class", row_class(row->kind));
        row_header(to, row->label);
        cell_count(to, row, &row->cells[0]);
        cell_text(to, is_count_again(row) ? "" : row->cells[0].shown);
        if (is_rank) {
            g_autofree char *place = row->kind == ROW_OPTION && !row->cells[0].is_hidden
                                         ? rounding_decimal(row->cells[0].value)
                                         : g_strdup("");
            cell_text(to, place);
        }
        markup_close(to, "tr");
    }
    markup_close(to, "tbody");
}

/* The printed figure of a cross-table's cell: the percentage where there is one, else the number. */
static void cross_cell(Markup *to, const TableRow *row, const Cell *cell)
{
    if (*cell->shown != '\0')
        cell_text(to, cell->shown);
    else
        cell_count(to, row, cell);
}

static void write_cross(Markup *to, const Table *table)
{
    markup_open(to, "thead");
    markup_open(to, "tr");
    header_cell(to, say(table->lang, "Answer"));
    for (size_t c = 0; c < table->n_columns; c++)
        header_cell(to, c == 0 ? say(table->lang, "Everyone") : table->columns[c].by_label);
    markup_close(to, "tr");
    markup_close(to, "thead");
    markup_open(to, "tbody");
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        if (is_empty(table, row))
            continue;
        markup_open(to, "tr");
        markup_attr(to, "class", row_class(row->kind));
        row_header(to, row->label);
        for (size_t c = 0; c < table->n_columns; c++)
            cross_cell(to, row, &row->cells[c]);
        markup_close(to, "tr");
    }
    markup_open(to, "tr");
    row_header(to, say(table->lang, "Base"));
    for (size_t c = 0; c < table->n_columns; c++)
        cell_text(to, table->columns[c].base_shown);
    markup_close(to, "tr");
    markup_close(to, "tbody");
}

/* A part that may be wider than the screen: it scrolls, by keyboard too. */
static void open_scroll(Markup *to, const char *name)
{
    markup_open(to, "section");
    markup_attr(to, "class", "scroll");
    markup_attr(to, "aria-label", name);
    markup_attr_int(to, "tabindex", 0);
}

static void write_table(Markup *to, const Table *table)
{
    g_autofree char *caption =
        text_fill(table->by == NULL ? say(table->lang, "{title}. Base: {base}")
                                    : say(table->lang, "Percentages of each column. Base: {base}"),
                  "title", table->by == NULL ? table->label : table->title, "base",
                  table->columns[0].base_shown, NULL);
    g_autofree char *name =
        text_fill(say(table->lang, "Table {id}: {title}"), "id", table->item->id, "title",
                  table->by == NULL ? table->label : table->title, NULL);
    open_scroll(to, name);
    markup_open(to, "table");
    markup_element(to, "caption", caption);
    if (table->by == NULL)
        write_one_way(to, table);
    else
        write_cross(to, table);
    markup_close(to, "table");
    markup_close(to, "section");
    for (size_t i = 0; i < table->n_notes; i++)
        write_paragraph(to, "notes", table->notes[i]);
}

static void write_figure(Markup *to, const Pack *pack, const PackPage *page)
{
    if (page->picture == NULL)
        return;
    Markup *svg = markup_new_part(MARKUP_SVG);
    picture_write_svg(page->picture, svg, page->name);
    g_autofree char *name = text_fill(say(pack->lang, "Chart {id}: {title}"), "id", page->name,
                                      "title", page->title, NULL);
    open_scroll(to, name);
    markup_open(to, "figure");
    markup_insert(to, svg);
    markup_close(to, "figure");
    markup_close(to, "section");
}

static void write_files(Markup *to, const Pack *pack, const PackPage *page)
{
    g_autofree char *csv = g_strdup_printf("%s.csv", page->name);
    g_autofree char *svg = g_strdup_printf("%s.svg", page->name);
    g_autofree char *png = g_strdup_printf("%s.png", page->name);
    g_autofree char *table_words =
        text_fill(say(pack->lang, "Table as CSV ({file})"), "file", csv, NULL);
    markup_open(to, "p");
    link_to(to, url_file("tables", csv, NULL), table_words);
    if (page->picture != NULL) {
        g_autofree char *svg_words =
            text_fill(say(pack->lang, "Chart as SVG ({file})"), "file", svg, NULL);
        g_autofree char *png_words =
            text_fill(say(pack->lang, "Chart as PNG ({file})"), "file", png, NULL);
        markup_text(to, " · ");
        link_to(to, url_file("charts", svg, NULL), svg_words);
        markup_text(to, " · ");
        link_to(to, url_file("charts", png, NULL), png_words);
    }
    markup_close(to, "p");
}

static void write_breakdowns(Markup *to, const Pack *pack, const PackPage *page)
{
    for (size_t b = 0; b < page->n_breakdowns; b++) {
        const Table *table = page->breakdowns[b];
        markup_element(to, "h3", table->title);
        if (table->is_by_dropped)
            markup_element(
                to, "p",
                say(pack->lang, "The groups are not shown: too many of their numbers are small."));
        else
            write_table(to, table);
    }
}

static void write_page(Markup *to, const Pack *pack, const PackPage *page)
{
    markup_open(to, "section");
    markup_attr(to, "id", page->name);
    markup_attr(to, "class", "page");
    markup_element(to, "h2", page->title);
    g_autofree char *asked =
        g_strdup_printf("%s%s%s", page->question->number == NULL ? "" : page->question->number,
                        page->question->number == NULL ? "" : ". ", page->tables[0]->question);
    write_paragraph(to, "question", asked);
    write_paragraph(to, "base", page->subtitle);
    write_figure(to, pack, page);
    write_paragraph(to, "base", page->base_line);
    for (size_t t = 0; t < page->n_tables; t++)
        write_table(to, page->tables[t]);
    write_files(to, pack, page);
    write_breakdowns(to, pack, page);
    markup_close(to, "section");
}

GBytes *pack_html(const Pack *pack)
{
    Markup *to = markup_new(MARKUP_HTML);
    markup_open(to, "html");
    markup_attr(to, "lang", pack->lang);
    markup_attr(to, "dir", language_direction(pack->lang));
    write_head(to, pack);
    markup_open(to, "body");
    markup_open(to, "a");
    g_auto(Url) skip = url_fragment("main");
    markup_attr(to, "class", "skip");
    markup_attr_url(to, "href", skip);
    markup_text(to, say(pack->lang, "Skip to the findings"));
    markup_close(to, "a");
    write_header(to, pack);
    write_contents(to, pack);
    markup_open(to, "main");
    markup_attr(to, "id", "main");
    write_findings(to, pack);
    write_method(to, pack);
    for (size_t p = 0; p < pack->n_pages; p++)
        write_page(to, pack, &pack->pages[p]);
    markup_close(to, "main");
    markup_open(to, "footer");
    write_mark(to, pack);
    write_paragraph(to, "facts", pack->date_words);
    markup_close(to, "footer");
    markup_close(to, "body");
    markup_close(to, "html");
    return markup_finish(to);
}
