#include <glib.h>
#include <math.h>
#include <string.h>

#include "reports/made.h"
#include "reports/tally/tally-scores.h"

#include "base/banned.h"

static const char pages[] =
    "<page id='p1'><choose-one id='q01'><ask>Safe?</ask><option code='1'>Always</option><option "
    "code='2'>Mostly</option>"
    "<option code='3'>Never</option><option code='9' missing='dk'>Don't know</option>"
    "<report><net id='safe' codes='1 2'>Safe</net></report></choose-one></page>"
    "<page id='p2' if='q01 is 3'><choose-many id='q02'><ask>Where?</ask><option "
    "code='1'>Town</option>"
    "<option code='2'>Park</option><option code='9' exclusive='yes' missing='refused'>Rather not "
    "say</option>"
    "<report><net id='any' codes='1 2'>Anywhere</net></report></choose-many></page>"
    "<page id='p3'><scale id='q03' from='1' to='5'><ask>Score</ask></scale>"
    "<number id='q04' max='120'><ask>Age</ask></number>"
    "<rank id='q05' places='2'><ask>Order</ask><option code='1'>A</option><option "
    "code='2'>B</option>"
    "<option code='3'>C</option></rank>"
    "<text id='q06'><ask>Why?</ask></text></page>";

typedef struct {
    Survey *survey;
    const Variables *variables;
    MadeRows rows;
    Tally *tally;
} Made;

static Made made_new(size_t n_rows)
{
    Made made = {.survey = made_survey(pages)};
    made.variables = made.survey->variables;
    made.rows = made_rows(made.variables, n_rows);
    made.tally = tally_new(made.variables);
    return made;
}

static void made_clear(Made *made)
{
    tally_free(made->tally);
    made_rows_clear(&made->rows);
    survey_free(made->survey);
}

static void put(Made *made, const char *name, size_t row, Value value)
{
    size_t v = variables_find(made->variables, name);
    g_assert_cmpuint(v, !=, SIZE_MAX);
    made->rows.at[v][row] = value;
}

static const Counts *count(Made *made, const char *id)
{
    return tally_counts(made->tally, variables_find_item(made->variables, id));
}

static void want_all(Made *made)
{
    for (size_t i = 0; i < made->variables->n_items; i++)
        tally_want(made->tally, i);
}

static void each_missing_kind_is_counted_apart(void)
{
    Made made = made_new(8);
    static const Value values[] = {1, 2, 3, 9, VALUE_BLANK, VALUE_UNREADABLE, VALUE_SEVERAL, 3};
    for (size_t r = 0; r < G_N_ELEMENTS(values); r++)
        put(&made, "q01", r, values[r]);
    want_all(&made);
    tally_add(made.tally, &made.rows.columns);
    const Counts *counts = count(&made, "q01");
    g_assert_cmpuint(counts->all, ==, 8);
    g_assert_cmpuint(counts->asked, ==, 8);
    g_assert_cmpuint(counts->answered, ==, 5);
    g_assert_cmpuint(counts->in_base, ==, 4);
    g_assert_cmpuint(counts->blank, ==, 1);
    g_assert_cmpuint(counts->unreadable, ==, 1);
    g_assert_cmpuint(counts->several, ==, 1);
    g_assert_cmpuint(counts->options[2], ==, 2);
    g_assert_cmpuint(counts->nets[0], ==, 2);
    made_clear(&made);
}

static void an_answer_off_its_route_never_counts(void)
{
    Made made = made_new(3);
    put(&made, "q01", 0, 1);
    put(&made, "q02_1", 0, 1); /* given, though not asked */
    put(&made, "q01", 1, 3);
    put(&made, "q02_1", 1, 1);
    put(&made, "q02_2", 1, 1);
    put(&made, "q01", 2, 1);
    want_all(&made);
    tally_add(made.tally, &made.rows.columns);
    const Counts *counts = count(&made, "q02");
    g_assert_cmpuint(counts->not_asked, ==, 2);
    g_assert_cmpuint(counts->off_route, ==, 1);
    g_assert_cmpuint(counts->options[0], ==, 1);
    g_assert_cmpuint(counts->picks, ==, 2);
    made_clear(&made);
}

/* 0 is an answer of a number, and of a box "not ticked": off its route neither is counted. */
static void nothing_of_value_0_counts_off_its_route(void)
{
    static const char routed[] =
        "<page id='p1'><choose-one id='q01'><ask>Safe?</ask><option code='1'>Yes</option>"
        "<option code='2'>No</option></choose-one></page>"
        "<page id='p2' if='q01 is 2'><number id='q02' max='120'><ask>How often?</ask></number>"
        "<choose-many id='q03'><ask>Where?</ask><option code='1'>Town</option>"
        "<option code='2'>Park</option></choose-many></page>";
    Made made = {.survey = made_survey(routed)};
    made.variables = made.survey->variables;
    made.rows = made_rows(made.variables, 3);
    made.tally = tally_new(made.variables);
    for (size_t r = 0; r < 3; r++) {
        put(&made, "q01", r, r == 0 ? 2 : 1);
        put(&made, "q02", r, r == 2 ? VALUE_NONE : 0);
        put(&made, "q03_1", r, r == 0 ? 1 : 0);
        put(&made, "q03_2", r, 0);
    }
    want_all(&made);
    tally_add(made.tally, &made.rows.columns);
    const Counts *number = count(&made, "q02");
    g_assert_cmpuint(number->in_base, ==, 1);
    g_assert_cmpuint(number->n_scores, ==, 1);
    g_assert_cmpuint(number->not_asked, ==, 2);
    g_assert_cmpuint(number->off_route, ==, 1); /* given all the same: a 0 is an answer */
    const Counts *many = count(&made, "q03");
    g_assert_cmpuint(many->in_base, ==, 1);
    g_assert_cmpuint(many->not_asked, ==, 2);
    g_assert_cmpuint(many->off_route, ==, 0); /* no box was ticked */
    made_clear(&made);
}

static void each_missing_kind_of_several_boxes_is_counted_apart(void)
{
    Made made = made_new(4);
    static const Value values[] = {1, VALUE_BLANK, VALUE_UNREADABLE, VALUE_SEVERAL};
    for (size_t r = 0; r < G_N_ELEMENTS(values); r++) {
        put(&made, "q01", r, 3);
        put(&made, "q02_1", r, values[r]);
        put(&made, "q02_2", r, values[r] == 1 ? 0 : values[r]);
        put(&made, "q02_9", r, values[r] == 1 ? 0 : values[r]);
    }
    want_all(&made);
    tally_add(made.tally, &made.rows.columns);
    const Counts *counts = count(&made, "q02");
    g_assert_cmpuint(counts->in_base, ==, 1);
    g_assert_cmpuint(counts->blank, ==, 1);
    g_assert_cmpuint(counts->unreadable, ==, 1);
    g_assert_cmpuint(counts->several, ==, 1);
    made_clear(&made);
}

static void a_net_of_several_answers_counts_each_respondent_once(void)
{
    Made made = made_new(4);
    for (size_t r = 0; r < 4; r++)
        put(&made, "q01", r, 3);
    put(&made, "q02_1", 3, 1); /* the first of the net's codes alone */
    put(&made, "q02_2", 3, 0);
    put(&made, "q02_1", 0, 1);
    put(&made, "q02_2", 0, 1);
    put(&made, "q02_2", 1, 1);
    put(&made, "q02_9", 2, 1);
    want_all(&made);
    tally_add(made.tally, &made.rows.columns);
    const Counts *counts = count(&made, "q02");
    g_assert_cmpuint(counts->nets[0], ==, 3);
    g_assert_cmpuint(counts->in_base, ==, 3);
    g_assert_cmpuint(counts->answered, ==, 4);
    made_clear(&made);
}

static void ranks_give_first_choices_and_mean_places(void)
{
    Made made = made_new(2);
    put(&made, "q05_1", 0, 1);
    put(&made, "q05_2", 0, 2);
    put(&made, "q05_3", 0, 0);
    put(&made, "q05_1", 1, 2);
    put(&made, "q05_2", 1, 0);
    put(&made, "q05_3", 1, 1);
    want_all(&made);
    tally_add(made.tally, &made.rows.columns);
    const Counts *counts = count(&made, "q05");
    g_assert_cmpuint(counts->options[0], ==, 1);
    g_assert_cmpuint(counts->options[1], ==, 0);
    g_assert_cmpuint(counts->places[0], ==, 3);
    g_assert_cmpuint(counts->placings[0], ==, 2);
    made_clear(&made);
}

static void scores_and_numbers_have_mean_deviation_and_median(void)
{
    Made made = made_new(4);
    static const Value scores[] = {1, 2, 4, 5}, ages[] = {30, 20, VALUE_BLANK, 25};
    for (size_t r = 0; r < 4; r++) {
        put(&made, "q03", r, scores[r]);
        put(&made, "q04", r, ages[r]);
    }
    want_all(&made);
    tally_add(made.tally, &made.rows.columns);
    g_assert_cmpfloat(count(&made, "q03")->mean, ==, 3);
    g_assert_cmpfloat(count(&made, "q03")->median, ==, 3);
    g_assert_cmpfloat(count(&made, "q04")->median, ==, 25);
    g_assert_cmpfloat(count(&made, "q04")->sd, ==, 5);
    g_assert_cmpuint(count(&made, "q04")->n_scores, ==, 3);
    made_clear(&made);
}

static void nothing_gives_no_number_at_all(void)
{
    g_autoptr(Scores) scores = tally_scores_new();
    g_assert_true(isnan(tally_scores_measures(scores, 1).mean));
    tally_scores_add(scores, 7, 1);
    g_assert_true(isnan(tally_scores_measures(scores, 1).sd));
    g_assert_cmpfloat(tally_scores_measures(scores, 10).median, ==, 0.7);
}

/* Random rows with every kind of value in every place, right or wrong. */
static void fill_at_random(Made *made, uint64_t seed)
{
    for (size_t v = 0; v < made->variables->n; v++) {
        for (size_t r = 0; r < made->rows.columns.n_rows; r++) {
            unsigned n = made_number(&seed, 9);
            made->rows.at[v][r] = n < 4 ? (Value)n : n == 4 ? VALUE_NONE : (Value)n - 8;
        }
    }
}

static void check_identities(const Item *item, const Counts *counts)
{
    g_assert_cmpuint(counts->all, ==, counts->not_asked + counts->asked);
    g_assert_cmpuint(counts->asked, ==,
                     counts->answered + counts->blank + counts->unreadable + counts->several);
    g_assert_cmpuint(counts->in_base, <=, counts->answered);
    uint64_t sum = 0;
    for (size_t i = 0; i < counts->n_options; i++)
        sum += counts->options[i];
    if (item->measure == MEASURE_SINGLE)
        g_assert_cmpuint(sum, ==, counts->answered);
    if (item->measure == MEASURE_MULTIPLE)
        g_assert_cmpuint(sum, >=, counts->answered);
}

static void identities_hold_for_every_item_and_column(void)
{
    Made made = made_new(3000);
    fill_at_random(&made, 1);
    const Variables *variables = made.variables;
    size_t by = variables_find_item(variables, "q01"),
           by_many = variables_find_item(variables, "q02");
    for (size_t i = 0; i < variables->n_items; i++) {
        tally_want_by(made.tally, i, by);
        tally_want_by(made.tally, i, by_many);
    }
    tally_add(made.tally, &made.rows.columns);
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        check_identities(item, tally_counts(made.tally, i));
        uint64_t in_columns = 0;
        for (size_t c = 0; c < variables->items[by].n_options; c++) {
            check_identities(item, tally_counts_by(made.tally, i, by, c));
            in_columns += tally_counts_by(made.tally, i, by, c)->all;
        }
        g_assert_cmpuint(in_columns, ==, tally_counts(made.tally, by)->answered);
        for (size_t c = 0; c < variables->items[by_many].n_options; c++)
            g_assert_cmpuint(tally_counts_by(made.tally, i, by_many, c)->all, ==,
                             tally_counts(made.tally, by_many)->options[c]);
    }
    made_clear(&made);
}

static void blocks_of_any_size_give_the_same_counts(void)
{
    Made whole = made_new(2500), parts = made_new(2500);
    fill_at_random(&whole, 7);
    fill_at_random(&parts, 7);
    want_all(&whole);
    want_all(&parts);
    tally_add(whole.tally, &whole.rows.columns);
    for (size_t r = 0; r < 2500; r += 100) {
        g_autofree const Value **at = g_new(const Value *, parts.variables->n);
        for (size_t v = 0; v < parts.variables->n; v++)
            at[v] = parts.rows.at[v] + r;
        Columns block = {.n_rows = 100, .at = at};
        tally_add(parts.tally, &block);
    }
    for (size_t i = 0; i < whole.variables->n_items; i++) {
        const Counts *a = tally_counts(whole.tally, i), *b = tally_counts(parts.tally, i);
        g_assert_true(memcmp(&a->all, &b->all, 10 * sizeof a->all) == 0);
        g_assert_true(memcmp(a->options, b->options, a->n_options * sizeof *a->options) == 0);
    }
    made_clear(&whole);
    made_clear(&parts);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tally/each-missing-kind-is-counted-apart",
                    each_missing_kind_is_counted_apart);
    g_test_add_func("/tally/an-answer-off-its-route-never-counts",
                    an_answer_off_its_route_never_counts);
    g_test_add_func("/tally/nothing-of-value-0-counts-off-its-route",
                    nothing_of_value_0_counts_off_its_route);
    g_test_add_func("/tally/each-missing-kind-of-several-boxes-is-counted-apart",
                    each_missing_kind_of_several_boxes_is_counted_apart);
    g_test_add_func("/tally/a-net-of-several-answers-counts-each-respondent-once",
                    a_net_of_several_answers_counts_each_respondent_once);
    g_test_add_func("/tally/ranks-give-first-choices-and-mean-places",
                    ranks_give_first_choices_and_mean_places);
    g_test_add_func("/tally/scores-and-numbers-have-mean-deviation-and-median",
                    scores_and_numbers_have_mean_deviation_and_median);
    g_test_add_func("/tally/nothing-gives-no-number-at-all", nothing_gives_no_number_at_all);
    g_test_add_func("/tally/identities-hold-for-every-item-and-column",
                    identities_hold_for_every_item_and_column);
    g_test_add_func("/tally/blocks-of-any-size-give-the-same-counts",
                    blocks_of_any_size_give_the_same_counts);
    return g_test_run();
}
