#include "reports/tables/table-parts.h"

#include "base/say.h"
#include "base/text.h"
#include "forms/survey/routes.h"

#include "base/banned.h"

enum {
    BASE_CAUTION = 100,
    BASE_UNRELIABLE = 50,
    BLANK_NOTE_PERCENT = 10,
    BLANK_CAUTION_PERCENT = 30
};

/* Who the percentages are of, in words. */
static void fill_base_words(TableMaker *maker)
{
    Table *table = maker->table;
    const Wording *said = &table->item->question->report.base;
    if (wording_is(said)) {
        table->base_words = wording_plain(said, maker->lang);
        return;
    }
    g_autofree char *route = routes_words(maker->variables, maker->item, maker->lang);
    const char *everyone = table->percent_of == PERCENT_OF_ALL ? "All respondents"
                           : table->percent_of == PERCENT_OF_ASKED
                               ? "All respondents who were asked this question"
                               : "All respondents who answered this question";
    if (route == NULL || table->percent_of == PERCENT_OF_ALL) {
        table->base_words = say(maker->lang, everyone);
        return;
    }
    table->base_words = table_words(
        maker, say(maker->lang, "Respondents who were asked this question because {route}"),
        "route", route);
}

static void add_part(TableMaker *maker, GString *to, const char *template, uint64_t count)
{
    if (to->len > 0)
        g_string_append_c(to, ' ');
    g_autofree char *part =
        text_fill(say(maker->lang, template), "n", table_count(maker, count), NULL);
    g_string_append(to, part);
}

/* What the definition's percentage base is, when it is neither all who were asked nor all who answered. */
static void fill_base_line(TableMaker *maker)
{
    const Table *table = maker->table;
    g_autoptr(GString) line = g_string_new(NULL);
    if (!maker->is_asked_hidden)
        add_part(maker, line, "Asked: {n}.", table->asked);
    if (!table->is_hidden && !maker->is_rest_hidden)
        add_part(maker, line, "Answered: {n}.", table->answered);
    if (!table->is_hidden && table->base != table->asked)
        add_part(maker, line, "Percentages are of {n}.", table->base);
    if (!maker->is_asked_hidden && table->not_asked > 0)
        add_part(maker, line, "Not asked: {n}.", table->not_asked);
    if (!table->is_hidden && !maker->is_rest_hidden && table->blank > 0)
        add_part(maker, line, "Left blank: {n}.", table->blank);
    if (table->is_hidden) {
        g_string_append(line, line->len > 0 ? " " : "");
        g_string_append(line, say(maker->lang, "Too few answered to show figures."));
    }
    maker->table->base_line = arena_strdup(maker->arena, line->str);
}

/* Does any cell print this mark? */
static bool prints(const Table *table, const char *mark)
{
    for (size_t r = 0; r < table->n_rows; r++)
        for (size_t c = 0; c < table->n_columns; c++)
            if (g_str_equal(table->rows[r].cells[c].shown, mark))
                return true;
    return false;
}

/* Do the printed whole percentages of column 0 miss 100, where they are parts of one whole? */
static bool misses_hundred(const Table *table)
{
    uint64_t sum = 0;
    if (table->item->measure != MEASURE_SINGLE || table->percent_of != PERCENT_OF_ANSWERED ||
        table->base < BASE_UNRELIABLE)
        return false;
    for (size_t r = 0; r < table->n_rows; r++) {
        const Cell *cell = &table->rows[r].cells[0];
        if (table->rows[r].kind != ROW_OPTION)
            continue;
        if (cell->is_hidden)
            return false;
        sum += rounding_percent(cell->count, table->base);
    }
    return sum != 100;
}

static bool has_reconstructed(const Item *item)
{
    if (item->question->reconstructed)
        return true;
    for (size_t i = 0; i < item->n_options; i++)
        if (item->options[i].reconstructed)
            return true;
    return false;
}

enum { NOTES_MOST = 16 };

typedef struct {
    const char *at[NOTES_MOST];
    size_t n;
} Notes;

static void note(Notes *notes, const char *sentence)
{
    g_assert(notes->n < NOTES_MOST);
    notes->at[notes->n++] = sentence;
}

static void add_base_notes(TableMaker *maker, Notes *notes)
{
    const Table *table = maker->table;
    uint64_t least = table->base;
    for (size_t c = 1; c < table->n_columns; c++)
        if (table->columns[c].base > 0)
            least = MIN(least, table->columns[c].base);
    if (!table->is_hidden && table->base < BASE_CAUTION)
        note(notes, "Caution: fewer than 100 respondents, so small differences mean little.");
    else if (!table->is_hidden && least < BASE_CAUTION)
        note(notes, "Caution: some groups have fewer than 100 respondents, so small "
                    "differences mean little.");
    uint64_t without = table->blank + table->unreadable + table->several;
    if (table->item->role != ITEM_ASKED || table->asked == 0)
        return;
    if (without * 100 > table->asked * BLANK_CAUTION_PERCENT)
        note(notes, "Caution: more than 30% of those who were asked gave no answer.");
    else if (without * 100 > table->asked * BLANK_NOTE_PERCENT)
        note(notes, "More than 10% of those who were asked gave no answer.");
}

static void add_mark_notes(TableMaker *maker, Notes *notes)
{
    const Table *table = maker->table;
    if (table->several_answers)
        note(notes, "Respondents could choose more than one answer, so percentages may "
                    "add up to more than 100%.");
    if (table->item->measure == MEASURE_RANK)
        note(notes, "Percentages are of first choices.");
    if (misses_hundred(table))
        note(notes, "Percentages are rounded one by one, so they do not add up to 100%.");
    if (prints(table, "[low]"))
        note(notes, "[low]: more than none, but less than half a percent.");
    if (prints(table, "[u]"))
        note(notes, "[u]: unreliable, because the base is under 50.");
    if (prints(table, "[x]"))
        note(notes, "[x]: nobody to take a percentage of.");
    if (prints(table, "[c]") || table->is_hidden)
        note(notes, "[c]: hidden, because the number is small or would give a small number away.");
    if (maker->is_nets_only)
        note(
            notes,
            "The groups show only answers taken together: one by one, too many numbers are small.");
    if (table->is_by_dropped)
        note(notes, "The groups are not shown: too many of their numbers are small.");
    if (has_reconstructed(table->item))
        note(notes, "Some of the wording was reconstructed: it is not in the source.");
}

void table_fill_words(TableMaker *maker)
{
    fill_base_words(maker);
    fill_base_line(maker);
    Notes notes = {{NULL}, 0};
    add_base_notes(maker, &notes);
    add_mark_notes(maker, &notes);
    const char **kept = arena_new_array(maker->arena, const char *, notes.n + 1);
    for (size_t i = 0; i < notes.n; i++)
        kept[i] = say(maker->lang, notes.at[i]);
    maker->table->notes = kept;
    maker->table->n_notes = notes.n;
}
