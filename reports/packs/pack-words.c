/* What a pack says beside its tables: dates, key findings, method, marks. */
#include "reports/packs/pack-build.h"

#include "base/arena.h"
#include "base/day.h"
#include "base/limits.h"
#include "base/say.h"
#include "base/text.h"

#include "base/banned.h"

enum { FINDINGS_MOST = 8, BASE_FOR_FINDING = 50, METHOD_MOST = 24, GRID_LABEL_CHARS = 40 };

static const char *keep(Arena *arena, char *text)
{
    const char *kept = arena_strdup(arena, text);
    g_free(text);
    return kept;
}

static const char *count_words(Arena *arena, uint64_t count)
{
    return keep(arena, text_from_count(count));
}

/* The first net's row, or NULL. */
static const TableRow *first_net(const Table *table)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind == ROW_NET)
            return &table->rows[r];
    return NULL;
}

const char *pack_grid_title(const Question *question, Table *const *tables, size_t n,
                            const char *lang, Arena *arena)
{
    if (wording_is(&question->report.title))
        return wording_plain(&question->report.title, lang);
    const Table *best = NULL;
    const char *label = wording_is(&question->short_label)
                            ? wording_plain(&question->short_label, lang)
                            : wording_plain(&question->ask, lang);
    bool is_tied = false;
    for (size_t t = 0; t < n; t++) {
        const TableRow *net = first_net(tables[t]);
        if (net == NULL || net->cells[0].is_hidden || tables[t]->base < BASE_FOR_FINDING)
            return label;
        uint64_t share = rounding_percent(net->cells[0].count, tables[t]->base);
        uint64_t most =
            best == NULL ? 0 : rounding_percent(first_net(best)->cells[0].count, best->base);
        is_tied = best != NULL && (share == most || (is_tied && share < most));
        if (best == NULL || share > most)
            best = tables[t];
    }
    if (best == NULL || is_tied || text_count(best->label) > GRID_LABEL_CHARS)
        return label;
    const TableRow *net = first_net(best);
    return keep(arena, text_fill(say(lang, "{net}: most for {row}, {percent}"), "net", net->label,
                                 "row", best->label, "percent", net->cells[0].shown, NULL));
}

static void fill_dates(Pack *pack, Arena *arena)
{
    pack->date_words = keep(arena, day_moment_words(pack->date, MOMENT_DAY));
    pack->dates_words = "";
    if (pack->summary.n_responses == 0)
        return;
    g_autofree char *first = day_moment_words(pack->summary.first, MOMENT_DAY);
    g_autofree char *last = day_moment_words(pack->summary.last, MOMENT_DAY);
    pack->dates_words =
        keep(arena, text_fill(say(pack->lang, "Answers were given from {first} to {last}."),
                              "first", first, "last", last, NULL));
}

/* Is a page worth a place among the key findings: an answered question with a chart, not about the respondents? */
static bool is_finding(const PackPage *page)
{
    const Table *table = page->tables[0];
    bool is_about_people = page->question->sensitive == SENSITIVE_EQUALITY ||
                           page->question->sensitive == SENSITIVE_SPECIAL;
    bool has_figures = table->item->measure != MEASURE_TEXT && !table->item->is_date;
    return !is_about_people && has_figures && !table->is_hidden && table->base >= BASE_FOR_FINDING;
}

static void fill_findings(Pack *pack, Arena *arena)
{
    PackFinding *findings = arena_new_array(arena, PackFinding, FINDINGS_MOST);
    for (size_t p = 0; p < pack->n_pages && pack->n_findings < FINDINGS_MOST; p++) {
        const PackPage *page = &pack->pages[p];
        if (!is_finding(page))
            continue;
        const char *text =
            keep(arena, text_fill(say(pack->lang, "{title} ({label}; base {base})"), "title",
                                  page->title, "label", page->tables[0]->label, "base",
                                  count_words(arena, page->tables[0]->base), NULL));
        findings[pack->n_findings++] = (PackFinding){p, text};
    }
    pack->findings = findings;
}

typedef struct {
    const Pack *pack;
    Arena *arena;
    const char **at;
    size_t n;
} Method;

static void add(Method *method, const char *sentence)
{
    g_assert(method->n < METHOD_MOST);
    method->at[method->n++] = say(method->pack->lang, sentence);
}

static void add_sampling(Method *method)
{
    switch (method->pack->survey->sampling) {
    case SAMPLING_OPEN:
        add(method, "This was an open consultation: anyone could answer, and respondents chose "
                    "themselves. The figures are of "
                    "those who answered. They do not show what everyone in the area thinks, so no "
                    "margins of error are given.");
        return;
    case SAMPLING_PANEL:
        add(method, "The members of a panel were asked. The figures are of those who answered.");
        return;
    case SAMPLING_PROBABILITY:
        add(method,
            "A random sample was asked. The figures are of those who answered, without weights.");
        return;
    case SAMPLING_CENSUS:
        add(method, "Everyone in the group was asked. The figures are of those who answered.");
        return;
    }
    g_assert_not_reached();
}

static void add_channels(Method *method)
{
    static const char *const words[CHANNEL_COUNT] = {"on the web", "on paper", "by phone",
                                                     "at events",  "imported", "simulated"};
    g_autoptr(GString) list = g_string_new(NULL);
    for (size_t c = 0; c < CHANNEL_COUNT; c++) {
        uint64_t n = method->pack->summary.by_channel[c];
        if (n == 0)
            continue;
        g_string_append(list, list->len > 0 ? ", " : "");
        text_append_count(list, n);
        g_string_append_printf(list, " %s", say(method->pack->lang, words[c]));
    }
    if (list->len == 0) {
        add(method, "There are no responses yet.");
        return;
    }
    g_assert(method->n < METHOD_MOST);
    method->at[method->n++] =
        keep(method->arena, text_fill(say(method->pack->lang, "There are {n} responses: {list}."),
                                      "n", count_words(method->arena, method->pack->n_responses),
                                      "list", list->str, NULL));
}

static void add_thresholds(Method *method)
{
    unsigned said = method->pack->survey->suppress_below;
    g_autofree char *below =
        g_strdup_printf("%u", said > 0 ? said : (unsigned)SUPPRESS_BELOW_DEFAULT);
    g_autofree char *sensitive =
        g_strdup_printf("%u", said > 0 ? said : (unsigned)SUPPRESS_BELOW_SENSITIVE);
    g_assert(method->n < METHOD_MOST);
    method->at[method->n++] =
        keep(method->arena,
             text_fill(say(method->pack->lang, "So that nobody can be recognised, numbers below "
                                               "{below} ({sensitive} in questions about "
                                               "equality and health, unless a question has its own "
                                               "rule) are hidden and marked [c], and "
                                               "others with them, so that none can be worked out."),
                       "below", below, "sensitive", sensitive, NULL));
}

static void fill_method(Pack *pack, Arena *arena)
{
    Method method = {pack, arena, arena_new_array(arena, const char *, METHOD_MOST), 0};
    if (pack->is_simulated)
        add(&method, "Some or all of the responses are simulated: made by a program to try the "
                     "survey out. They are not "
                     "real answers and must not be published as such.");
    if (survey_is_pilot(pack->survey))
        add(&method, "The responses come from a pilot, which tested the questions. They are not "
                     "results and must not be published as such.");
    add_sampling(&method);
    add_channels(&method);
    if (*pack->dates_words != '\0')
        add(&method, pack->dates_words);
    add(&method, "Each figure has its own base: those who were asked and answered, unless the page "
                 "says otherwise. "
                 "A question that was not put to everyone says whom it was put to.");
    add(&method, "Percentages are rounded half up, each on its own, so they may not add up to "
                 "100%. Groups of answers are "
                 "counted, not added up from rounded percentages.");
    add(&method, "Where respondents could choose more than one answer, percentages are of "
                 "respondents and may add up to more "
                 "than 100%.");
    add(&method, "Those who did not know, preferred not to say or left a question blank are "
                 "counted and shown, but are not in "
                 "the percentages.");
    add_thresholds(&method);
    add(&method, "Where fewer than 100 answered, a line asks for caution. Below 50 percentages are "
                 "not printed and are marked "
                 "[u]; below 30 nothing is ranked; below 10 no chart is drawn.");
    if (pack->is_reconstructed)
        add(&method, "Some questions or answers of this edition were reconstructed: they are not "
                     "printed in the source. "
                     "Their tables say so.");
    pack->method = method.at;
    pack->n_method = method.n;
}

const char *pack_mark(const Pack *pack)
{
    if (!survey_is_pilot(pack->survey))
        return pack->is_simulated ? say(pack->lang, "Simulated responses: not real answers") : NULL;
    return pack->is_simulated ? say(pack->lang, "Pilot with simulated responses: not results")
                              : say(pack->lang, "Pilot responses: not results");
}

void pack_fill_words(Pack *pack, Arena *arena)
{
    const Survey *survey = pack->survey;
    pack->title = wording_plain(&survey->title, pack->lang);
    pack->owner = survey->owner;
    pack->owner_email = survey->owner_email;
    pack->owner_phone = survey->owner_phone;
    pack->is_reconstructed = survey->n_reconstructed > 0;
    fill_dates(pack, arena);
    fill_findings(pack, arena);
    fill_method(pack, arena);
}
