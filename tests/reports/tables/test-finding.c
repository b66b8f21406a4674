/* Titles, subtitles, notes, text alternatives and printed figures of tables. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "reports/made.h"
#include "reports/packs/manifest.h"
#include "reports/tables/rounding.h"
#include "reports/tables/table-csv.h"
#include "reports/tables/table.h"

#include "base/banned.h"

static const char single[] =
    "<page id='p1'><choose-one id='q01'><ask>Do you feel safe?</ask><short>Feeling safe</short>"
    "<option code='1'>All of the time</option><option code='2'>Most of the time</option>"
    "<option code='3'>Some of the time</option><option code='4'>Never</option>"
    "<option code='9' missing='dk'>Do not know</option>%s</choose-one></page>";
static const char multiple[] =
    "<page id='p1'><choose-many id='q01'><ask>Where?</ask><short>Where unsafe</short>"
    "<option code='1'>Town centre</option><option code='2'>Parks</option><option "
    "code='3'>Buses</option>"
    "<option code='4' exclusive='yes'>Nowhere</option>%s</choose-many></page>";
static const char scale[] =
    "<page id='p1'><scale id='q01' from='1' to='4'><ask>Score us</ask>%s</scale></page>";
static const char long_labels[] =
    "<page id='p1'><choose-one id='q01'><ask>Which?</ask><option code='1'>A very long answer that "
    "goes on and on and on "
    "for much longer than any title of a chart ought to be</option><option code='2'>B</option>"
    "<option code='3'>C</option><option code='4'>D</option>%s</choose-one></page>";

typedef struct {
    Survey *survey;
    Tally *tally;
    Table *table;
} Made;

/* One variable or one tick a respondent: counts[i] of them for option i, the last count left blank. */
static Made made_new(const char *question, const char *report, const unsigned counts[5])
{
    g_auto(GStrv) parts = g_strsplit(question, "%s", 2);
    g_autofree char *page = g_strconcat(parts[0], report, parts[1], NULL);
    Made made = {.survey = made_survey(page)};
    const Variables *variables = made.survey->variables;
    size_t n = 0;
    for (size_t i = 0; i < 5; i++)
        n += counts[i];
    MadeRows rows = made_rows(variables, n);
    const Item *item = &variables->items[0];
    size_t row = 0;
    for (size_t i = 0; i < 5; i++) {
        for (unsigned k = 0; k < counts[i]; k++, row++) {
            for (size_t v = 0; v < item->n_variables; v++)
                rows.at[v][row] = i == 4 ? VALUE_BLANK : (Value)(v == i);
            if (item->measure == MEASURE_SINGLE)
                rows.at[0][row] = i == 4 ? VALUE_BLANK : item->options[i].code;
        }
    }
    made.tally = tally_new(variables);
    tally_want(made.tally, 0);
    tally_add(made.tally, &rows.columns);
    made.table = table_new(made.tally, variables, 0, SIZE_MAX, "en");
    made_rows_clear(&rows);
    return made;
}

static void made_clear(Made *made)
{
    table_free(made->table);
    tally_free(made->tally);
    survey_free(made->survey);
}

#define NETS                                                                                       \
    "<report><net id='safe' codes='1 2'>Safe most or all of the time</net><net id='not' codes='3 " \
    "4'>Safe some of the "                                                                         \
    "time or never</net></report>"

static const struct {
    const char *question, *report;
    unsigned counts[5];
    const char *title;
} titles[] = {
    {single, NETS, {345, 344, 200, 111, 20}, "Safe most or all of the time: 69%"},
    {single,
     NETS,
     {100, 100, 150, 50, 0},
     "Level at 50% each: Safe most or all… and Safe some of the…"},
    {single, "", {100, 120, 30, 50, 0}, "Feeling safe: most often Most of the time, 40%"},
    {single,
     "",
     {110, 110, 30, 50, 0},
     "Feeling safe: All of the time and Most of the time level, 37% each"},
    {single,
     "",
     {1100, 1101, 300, 500, 0},
     "Feeling safe: All of the time and Most of the time level, 37% each"},
    {single, "", {20, 10, 6, 7, 0}, "Feeling safe: most often All of the time"},
    {single, "", {10, 5, 5, 5, 0}, "Feeling safe: fewer than 30 answers, too few to compare"},
    {single, "", {2, 1, 0, 0, 4}, "Feeling safe: too few answers to show"},
    {single, "", {0, 0, 0, 0, 7}, "Feeling safe: no answers"},
    {single,
     "<report><title>Most feel safe</title></report>",
     {100, 20, 6, 7, 0},
     "Most feel safe"},
    {multiple, "<report order='most'/>", {50, 200, 40, 30, 0}, "Most mentioned: Parks, 63%"},
    {multiple,
     "",
     {90, 90, 90, 90, 0},
     "Joint most mentioned: Town centre, Parks and 2 others, 25% each"},
    {scale, "", {100, 100, 100, 100, 0}, "Score us: average 2.5"},
    {long_labels,
     "",
     {100, 50, 50, 50, 0},
     "Which?: most often A very long answer that goes on and on and…, 40%"},
};

static void titles_state_what_the_figures_give(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
        Made made = made_new(titles[i].question, titles[i].report, titles[i].counts);
        g_assert_cmpstr(made.table->title, ==, titles[i].title);
        g_auto(GStrv) words = g_strsplit(made.table->title, " ", -1);
        g_assert_cmpuint(g_strv_length(words), <=, 15);
        g_assert_cmpuint(text_count(made.table->alt), >=, 40);
        g_assert_cmpuint(text_count(made.table->alt), <=, 300);
        g_assert_null(strstr(made.table->subtitle, "resident"));
        made_clear(&made);
    }
}

static void the_text_alternative_repeats_the_tables_figures(void)
{
    static const unsigned counts[5] = {50, 200, 40, 30, 10};
    Made made = made_new(multiple, "<report order='most'/>", counts);
    g_assert_cmpstr(made.table->alt, ==,
                    "Bar chart: Where unsafe. Base: 320 respondents. Highest: Parks, 63%. Lowest: "
                    "Nowhere, 9%. The table "
                    "holds all figures.");
    g_assert_cmpstr(made.table->subtitle, ==,
                    "Percentage of respondents, who could choose more than one answer. All "
                    "respondents who answered this "
                    "question. Base: 320");
    g_assert_cmpstr(made.table->base_line, ==,
                    "Asked: 330. Answered: 320. Percentages are of 320. Left blank: 10.");
    g_assert_cmpstr(made.table->rows[0].label, ==, "Parks");
    g_assert_cmpstr(made.table->rows[3].label, ==, "Nowhere");
    made_clear(&made);
}

static bool has_note(const Table *table, const char *start)
{
    for (size_t i = 0; i < table->n_notes; i++)
        if (g_str_has_prefix(table->notes[i], start))
            return true;
    return false;
}

static const struct {
    unsigned counts[5];
    const char *shown;
    bool is_caution, is_unreliable, is_chart;
} bases[] = {
    {{60, 20, 20, 20, 0}, "50%", false, false, true},
    {{40, 10, 10, 20, 0}, "50%", true, false, true},
    {{20, 6, 7, 8, 0}, "[u]", true, true, true},
    {{5, 0, 0, 0, 0}, "[u]", true, true, false},
};

static void small_bases_change_what_is_printed(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bases); i++) {
        Made made = made_new(single, "", bases[i].counts);
        g_assert_cmpstr(made.table->rows[0].cells[0].shown, ==, bases[i].shown);
        g_assert_cmpint(has_note(made.table, "Caution: fewer than 100"), ==, bases[i].is_caution);
        g_assert_cmpint(has_note(made.table, "[u]"), ==, bases[i].is_unreliable);
        g_assert_cmpint(!made.table->is_chart_refused, ==, bases[i].is_chart);
        made_clear(&made);
    }
}

static void percentages_are_rounded_half_up_and_never_forced_to_a_hundred(void)
{
    static const struct {
        uint64_t count, base;
        const char *shown;
    } cases[] = {{125, 1000, "13%"}, {365, 1000, "37%"}, {1, 201, "[low]"},
                 {1, 200, "1%"},     {0, 200, "0%"},     {200, 200, "100%"},
                 {1, 49, "[u]"},     {0, 0, "[x]"},      {689, 1000, "69%"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *shown = rounding_shown(cases[i].count, cases[i].base);
        g_assert_cmpstr(shown, ==, cases[i].shown);
    }
    static const unsigned thirds[5] = {100, 100, 100, 0, 0};
    Made made = made_new(single, "", thirds);
    g_assert_true(has_note(made.table, "Percentages are rounded one by one"));
    made_clear(&made);
}

static void means_have_one_decimal_place_half_up(void)
{
    static const struct {
        double value;
        const char *shown;
    } cases[] = {{6.25, "6.3"}, {6, "6.0"}, {-0.01, "0.0"}, {(double)NAN, "[x]"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *shown = rounding_decimal(cases[i].value);
        g_assert_cmpstr(shown, ==, cases[i].shown);
    }
}

static void tables_become_csv_with_the_documented_columns(void)
{
    static const unsigned counts[5] = {60, 30, 20, 10, 5};
    Made made = made_new(single, NETS, counts);
    const Table *const tables[] = {made.table};
    g_autoptr(GBytes) csv = table_csv(tables, 1, CSV_GUARDED);
    g_autofree char *text = g_strndup(g_bytes_get_data(csv, NULL), g_bytes_get_size(csv));
    g_assert_cmpstr(text, ==,
                    "variable,code,label,count,base,percent,shown,kind\n"
                    "q01,1,All of the time,60,120,50,50%,option\n"
                    "q01,2,Most of the time,30,120,25,25%,option\n"
                    "q01,3,Some of the time,20,120,16.666666666666668,17%,option\n"
                    "q01,4,Never,10,120,8.333333333333334,8%,option\n"
                    "q01,safe,Safe most or all of the time,90,120,75,75%,net\n"
                    "q01,not,Safe some of the time or never,30,120,25,25%,net\n"
                    "q01,9,Do not know,0,120,,,missing\n"
                    "q01,blank,Left blank,5,120,,,missing\n"
                    "q01,not_asked,Not asked,0,120,,,missing\n");
    made_clear(&made);
}

/* B was placed by 30 of 60: first by 10, second by 20. The mean place is theirs alone. */
static void a_mean_place_is_of_those_who_gave_one(void)
{
    Survey *survey = made_survey("<page id='p1'><rank id='q01' places='2'><ask>Order</ask>"
                                 "<option code='1'>A</option><option code='2'>B</option>"
                                 "<option code='3'>C</option></rank></page>");
    MadeRows rows = made_rows(survey->variables, 60);
    for (size_t r = 0; r < 60; r++) {
        rows.at[0][r] = r < 10 ? 2 : 1;
        rows.at[1][r] = r < 10 ? 1 : r < 30 ? 2 : 0;
        rows.at[2][r] = r < 30 ? 0 : 2;
    }
    Tally *tally = tally_new(survey->variables);
    tally_want(tally, 0);
    tally_add(tally, &rows.columns);
    g_autoptr(Table) table = table_new(tally, survey->variables, 0, SIZE_MAX, "en");
    g_assert_cmpstr(table->rows[1].label, ==, "B");
    g_assert_cmpuint(table->rows[1].cells[0].count, ==, 10);
    g_assert_cmpfloat_with_epsilon(table->rows[1].cells[0].value, 50.0 / 30, 1e-9);
    made_rows_clear(&rows);
    tally_free(tally);
    survey_free(survey);
}

static void a_hidden_figure_is_in_no_column_of_the_csv(void)
{
    static const unsigned counts[5] = {60, 30, 21, 3, 0};
    Made made = made_new(single, "", counts);
    const Table *const tables[] = {made.table};
    g_autoptr(GBytes) csv = table_csv(tables, 1, CSV_GUARDED);
    g_autofree char *text = g_strndup(g_bytes_get_data(csv, NULL), g_bytes_get_size(csv));
    g_assert_nonnull(strstr(text, "q01,3,Some of the time,,114,,[c],option\n"));
    g_assert_nonnull(strstr(text, "q01,4,Never,,114,,[c],option\n"));
    g_assert_null(strstr(made.table->alt, "Lowest"));
    made_clear(&made);
}

static void labels_and_titles_that_a_spreadsheet_runs_are_guarded(void)
{
    static const unsigned counts[5] = {60, 30, 20, 10, 5};
    static const char question[] =
        "<page id='p1'><choose-one id='q01'><ask>@Where?</ask><option code='1'>=1+1</option>"
        "<option code='2'>-2 or less</option><option code='3'>+44</option>"
        "<option code='4'>'=2</option>%s</choose-one></page>";
    Made made = made_new(question, "", counts);
    const Table *const tables[] = {made.table};
    g_autoptr(GBytes) csv = table_csv(tables, 1, CSV_GUARDED);
    g_autofree char *text = g_strndup(g_bytes_get_data(csv, NULL), g_bytes_get_size(csv));
    g_assert_nonnull(strstr(text, "\nq01,1,'=1+1,60,120,50,50%,option\n"));
    g_assert_nonnull(strstr(text, "\nq01,2,'-2 or less,30,"));
    g_assert_nonnull(strstr(text, "\nq01,3,'+44,20,"));
    g_assert_nonnull(strstr(text, "\nq01,4,''=2,10,"));
    g_autoptr(GBytes) raw = table_csv(tables, 1, CSV_RAW);
    g_autofree char *raw_text = g_strndup(g_bytes_get_data(raw, NULL), g_bytes_get_size(raw));
    g_assert_nonnull(strstr(raw_text, "\nq01,1,=1+1,60,120,50,50%,option\n"));
    g_autoptr(Manifest) manifest = manifest_new(CSV_GUARDED);
    const ManifestEntry entry = {"tables/q01.csv", "table", "q01", "=1+1", "@alt", "-5", "+n"};
    manifest_add(manifest, &entry, csv);
    g_autoptr(GBytes) list = manifest_csv(manifest);
    g_autofree char *lines = g_strndup(g_bytes_get_data(list, NULL), g_bytes_get_size(list));
    g_assert_true(g_str_has_prefix(lines, "file,kind,variable,title,alt,base,notes,sha256\n"
                                          "tables/q01.csv,table,q01,'=1+1,'@alt,'-5,'+n,"));
    made_clear(&made);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/finding/titles-state-what-the-figures-give",
                    titles_state_what_the_figures_give);
    g_test_add_func("/finding/the-text-alternative-repeats-the-tables-figures",
                    the_text_alternative_repeats_the_tables_figures);
    g_test_add_func("/finding/small-bases-change-what-is-printed",
                    small_bases_change_what_is_printed);
    g_test_add_func("/finding/percentages-are-rounded-half-up-and-never-forced-to-a-hundred",
                    percentages_are_rounded_half_up_and_never_forced_to_a_hundred);
    g_test_add_func("/finding/means-have-one-decimal-place-half-up",
                    means_have_one_decimal_place_half_up);
    g_test_add_func("/finding/tables-become-csv-with-the-documented-columns",
                    tables_become_csv_with_the_documented_columns);
    g_test_add_func("/finding/a-mean-place-is-of-those-who-gave-one",
                    a_mean_place_is_of_those_who_gave_one);
    g_test_add_func("/finding/a-hidden-figure-is-in-no-column-of-the-csv",
                    a_hidden_figure_is_in_no_column_of_the_csv);
    g_test_add_func("/finding/labels-and-titles-that-a-spreadsheet-runs-are-guarded",
                    labels_and_titles_that_a_spreadsheet_runs_are_guarded);
    return g_test_run();
}
