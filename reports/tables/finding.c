/* Titles that state the finding, and the statistical line below them. Nothing is claimed that the figures do not give:
 * equal figures are named as equal, small bases give no percentages, a hidden figure gives no rank. */
#include "reports/tables/table-parts.h"

#include "base/say.h"
#include "base/text.h"
#include "reports/tables/rounding.h"
#include <math.h>
#include <string.h>

#include "base/banned.h"

enum {
    TITLE_WORDS_MOST = 15,
    BASE_FOR_PERCENT = 50,
    BASE_FOR_RANK = 30,
    TIES_NAMED_MOST = 3,
    SUBJECT_WORDS_MOST = 5,
    NET_WORDS_ALONE = 4
};

/* A template with one {label}, which is cut so that the whole has at most 15 words. */
static const char *title_with(TableMaker *maker, const char *template, const char *label,
                              const char *name, const char *value)
{
    g_autofree char *bare = text_fill(template, "label", "x", name, value, NULL);
    size_t rest = text_count_words(bare) - 1;
    g_autofree char *cut =
        text_cut_words(label, rest < TITLE_WORDS_MOST ? TITLE_WORDS_MOST - rest : 1);
    return table_words(maker, template, "label", cut, name, value);
}

/* The rows of a kind with the largest figure; equal as printed counts as equal. */
static size_t find_top(const Table *table, RowKind kind, const TableRow **out_top, size_t room)
{
    uint64_t most = 0;
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == kind && !table->rows[r].cells[0].is_hidden)
            most = MAX(most, table->rows[r].cells[0].count);
    if (most == 0 || table->base == 0)
        return 0;
    uint64_t printed = rounding_percent(most, table->base);
    size_t n = 0;
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        if (row->kind != kind || row->cells[0].is_hidden || row->cells[0].count == 0)
            continue;
        bool is_top = row->cells[0].count == most ||
                      (table->base >= BASE_FOR_PERCENT &&
                       rounding_percent(row->cells[0].count, table->base) == printed);
        if (is_top && n < room)
            out_top[n] = row;
        n += is_top;
    }
    return n;
}

static char *percent_of_row(const Table *table, const TableRow *row)
{
    return g_strdup_printf("%u%%", (unsigned)rounding_percent(row->cells[0].count, table->base));
}

/* "Town centre", "Town centre and Parks", "A, B and C", "A, B and 4 others". */
static char *join_ties(TableMaker *maker, const TableRow *const *top, size_t n)
{
    g_autoptr(GString) names = g_string_new(NULL);
    size_t named = n > TIES_NAMED_MOST ? TIES_NAMED_MOST - 1 : n;
    for (size_t i = 0; i < named; i++) {
        bool is_final = i + 1 == n;
        g_string_append(names, i == 0 ? "" : is_final ? say(maker->lang, " and ") : ", ");
        g_autofree char *label = text_cut_words(top[i]->label, n > 1 ? 4 : 10);
        g_string_append(names, label);
    }
    if (named < n) {
        g_autofree char *more = g_strdup_printf("%zu", n - named);
        g_autofree char *others = text_fill(say(maker->lang, " and {n} others"), "n", more, NULL);
        g_string_append(names, others);
    }
    return g_string_free(g_steal_pointer(&names), FALSE);
}

typedef struct {
    const char *one, *one_bare; /* with and without the percentage */
    const char *ties, *ties_bare;
} TopTemplates;

static const TopTemplates net_titles = {"{label}: {value}", "{label}",
                                        "Level at {value} each: {label}", "Level: {label}"};
static const TopTemplates short_net_titles = {"{subject}: {label}, {value}", "{subject}: {label}",
                                              "{subject}: {label} level, {value} each",
                                              "{subject}: {label} level"};
static const TopTemplates mentioned_titles = {
    "Most mentioned: {label}, {value}", "Most mentioned: {label}",
    "Joint most mentioned: {label}, {value} each", "Joint most mentioned: {label}"};
static const TopTemplates common_titles = {
    "{subject}: most often {label}, {value}", "{subject}: most often {label}",
    "{subject}: {label} level, {value} each", "{subject}: {label} level"};
static const TopTemplates first_titles = {
    "Most often put first: {label}, {value}", "Most often put first: {label}",
    "Joint most often put first: {label}, {value} each", "Joint most often put first: {label}"};

/* A table's label short enough for a title: up to its first comma or bracket when it is long, else cut. */
static char *subject_of(const Table *table)
{
    if (text_count_words(table->label) <= SUBJECT_WORDS_MOST)
        return g_strdup(table->label);
    size_t until = strcspn(table->label, ",(;:");
    g_autofree char *start = g_strndup(table->label, until);
    return text_cut_words(g_strchomp(start), SUBJECT_WORDS_MOST);
}

/* A title from the row or rows with the largest figure; NULL when there is none. */
static const char *title_from_top(TableMaker *maker, RowKind kind, const TopTemplates *templates)
{
    const Table *table = maker->table;
    const TableRow *top[TIES_NAMED_MOST] = {NULL};
    size_t n = find_top(table, kind, top, TIES_NAMED_MOST);
    if (n == 0)
        return NULL;
    bool has_percent = table->base >= BASE_FOR_PERCENT;
    const char *template = n == 1 ? (has_percent ? templates->one : templates->one_bare)
                                  : (has_percent ? templates->ties : templates->ties_bare);
    g_autofree char *label = join_ties(maker, top, n);
    g_autofree char *percent = percent_of_row(table, top[0]);
    g_autofree char *subject = subject_of(table);
    g_autofree char *filled = text_fill(say(maker->lang, template), "subject", subject, NULL);
    return title_with(maker, filled, label, "value", percent);
}

static const Cell *find_statistic(const Table *table, const char *code)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_STATISTIC && strcmp(table->rows[r].code, code) == 0)
            return &table->rows[r].cells[0];
    return NULL;
}

static const char *title_from_mean(TableMaker *maker)
{
    const Table *table = maker->table;
    const Cell *mean = find_statistic(table, "mean");
    if (mean == NULL || mean->is_hidden || !isfinite(mean->value) || table->base < BASE_FOR_PERCENT)
        return NULL;
    const char *unit = wording_plain(&table->item->question->quantity.unit, maker->lang);
    g_autofree char *value = g_strdup_printf("%s%s%s", mean->shown, *unit == '\0' ? "" : " ", unit);
    return title_with(maker, say(maker->lang, "{label}: average {value}"), table->label, "value",
                      value);
}

static const char *title_from_count(TableMaker *maker)
{
    const Table *table = maker->table;
    const char *template = table->item->measure == MEASURE_TEXT
                               ? "{label}: {value} respondents wrote an answer"
                               : "{label}: {value} respondents answered";
    return title_with(maker, say(maker->lang, template), table->label, "value",
                      table_count(maker, table->base));
}

static const char *plain_title(TableMaker *maker, const char *template)
{
    return title_with(maker, say(maker->lang, template), maker->table->label, "value", "");
}

static const TopTemplates *templates_for(Measure measure)
{
    if (measure == MEASURE_RANK)
        return &first_titles;
    return measure == MEASURE_MULTIPLE ? &mentioned_titles : &common_titles;
}

/* Are the nets named so briefly ("5 or below") that they need their subject beside them? */
static bool has_short_nets(const Table *table)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_NET &&
            text_count_words(table->rows[r].label) < NET_WORDS_ALONE)
            return true;
    return false;
}

static const char *find_title(TableMaker *maker)
{
    const Table *table = maker->table;
    Measure measure = table->item->measure;
    if (table->is_hidden)
        return plain_title(maker, "{label}: too few answers to show");
    if (table->base == 0)
        return plain_title(maker, "{label}: no answers");
    if (measure == MEASURE_TEXT || table->item->is_date)
        return title_from_count(maker);
    if (table->base < BASE_FOR_RANK)
        return plain_title(maker, "{label}: fewer than 30 answers, too few to compare");
    const char *title = NULL;
    if (measure == MEASURE_QUANTITY)
        title = title_from_mean(maker);
    else
        title =
            title_from_top(maker, ROW_NET, has_short_nets(table) ? &short_net_titles : &net_titles);
    if (title == NULL && table->is_histogram)
        title = title_from_mean(maker);
    if (title == NULL && measure != MEASURE_QUANTITY)
        title = title_from_top(maker, ROW_OPTION, templates_for(measure));
    return title != NULL ? title : title_from_count(maker);
}

static const char *measure_words(const Table *table)
{
    const char *of_chart = chart_kinds_sentence(table->chart);
    if (*of_chart != '\0')
        return of_chart;
    switch (table->item->measure) {
    case MEASURE_SINGLE:
        return "Percentage of respondents";
    case MEASURE_MULTIPLE:
        return "Percentage of respondents, who could choose more than one answer";
    case MEASURE_RANK:
        return "Percentage of respondents who put each first";
    case MEASURE_QUANTITY:
        return table->item->is_date ? "Number of answers" : "Average of the numbers given";
    case MEASURE_TEXT:
        return "Number of written answers";
    case MEASURE_COUNT:
        break;
    }
    g_assert_not_reached();
}

static const char *find_subtitle(TableMaker *maker)
{
    const Table *table = maker->table;
    const char *base = table->is_hidden ? "[c]" : table_count(maker, table->base);
    g_autofree char *measure = g_strdup(say(maker->lang, measure_words(table)));
    if (table->by != NULL)
        return table_words(maker, say(maker->lang, "{measure}, by {by}. {people}. Base: {base}"),
                           "measure", measure, "by", variables_item_label(table->by, maker->lang),
                           "people", table->base_words, "base", base);
    return table_words(maker, say(maker->lang, "{measure}. {people}. Base: {base}"), "measure",
                       measure, "people", table->base_words, "base", base);
}

void finding_fill(TableMaker *maker)
{
    Table *table = maker->table;
    const Wording *said = &table->item->question->report.title;
    table->subtitle = find_subtitle(maker);
    if (table->by != NULL)
        table->title = title_with(maker, say(maker->lang, "{label}, by {value}"), table->label,
                                  "value", variables_item_label(table->by, maker->lang));
    else if (wording_is(said) && table->item->row == NULL && table->item->role == ITEM_ASKED)
        table->title = wording_plain(said, maker->lang);
    else
        table->title = find_title(maker);
}
