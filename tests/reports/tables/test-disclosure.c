/* Tables made of random answers, attacked with all that they print. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "reports/made.h"
#include "reports/tables/attacker.h"
#include "reports/tables/disclosure.h"
#include "reports/tables/table.h"

#include "base/banned.h"

static const char pages[] =
    "<page id='p1'><choose-one id='q01'><ask>Safe?</ask><option code='1'>Always</option><option "
    "code='2'>Mostly</option>"
    "<option code='3'>Seldom</option><option code='4'>Never</option><option code='9' "
    "missing='dk'>Don't know</option>"
    "<report><net id='safe' codes='1 2'>Safe</net><net id='odd' codes='1 "
    "4'>Odd</net></report></choose-one>"
    "<scale id='q02' from='1' to='4'><ask>Score</ask>"
    "<report><net id='low' codes='1 2'>Low</net><net id='high' codes='3 "
    "4'>High</net></report></scale>"
    "<choose-many id='q03'><ask>Where?</ask><option code='1'>Town</option><option "
    "code='2'>Park</option>"
    "<option code='3'>Home</option></choose-many>"
    "<choose-one id='ward'><ask>Ward</ask><option code='1'>North</option><option "
    "code='2'>South</option>"
    "<option code='3'>East</option><option code='9' missing='refused'>Rather not "
    "say</option></choose-one>"
    "<choose-many id='groups'><ask>Groups</ask><option code='1'>A</option><option "
    "code='2'>B</option></choose-many>"
    "</page>"
    "<page id='p2' if='q01 is 4'><choose-one id='q05'><ask>Told us?</ask><option "
    "code='1'>Yes</option>"
    "<option code='2'>No</option></choose-one></page>";

enum { MISSING_KINDS = 4 };
static const char *const kinds[MISSING_KINDS] = {"blank", "unreadable", "several", "not_asked"};

/* What an attacker writes down of one table with its breakdown. */
typedef struct {
    Lp lp;
    const Table *table;
    size_t n_rows, n_columns; /* the last column: in no group */
} Attack;

static size_t unknown_of(const Attack *attack, size_t row, size_t column)
{
    return row * (attack->n_columns + 1) + column;
}

static const TableRow *row_of(const Table *table, size_t row)
{
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *at = &table->rows[r];
        if (at->kind != ROW_OPTION && at->kind != ROW_MISSING)
            continue;
        if (at->option == (int)row || (row >= table->item->n_options &&
                                       strcmp(at->code, kinds[row - table->item->n_options]) == 0))
            return at;
    }
    return NULL;
}

static bool is_in_base(const Table *table, size_t row)
{
    return row < table->item->n_options && table->item->options[row].missing == MISSING_NO;
}

static double *equation(Attack *attack, double value)
{
    g_assert_cmpuint(attack->lp.m, <, LP_ROWS);
    attack->lp.b[attack->lp.m] = value;
    return attack->lp.a[attack->lp.m++];
}

static void write_down_cells(Attack *attack)
{
    for (size_t r = 0; r < attack->n_rows; r++) {
        const TableRow *row = row_of(attack->table, r);
        for (size_t c = 0; c < attack->n_columns; c++) {
            if (row == NULL)
                equation(attack, 0)[unknown_of(attack, r, c)] = 1;
            else if (!row->cells[c].is_hidden)
                equation(attack, (double)row->cells[c].count)[unknown_of(attack, r, c)] = 1;
        }
        if (attack->table->by == NULL || attack->table->by->measure == MEASURE_MULTIPLE)
            continue;
        double *sum = equation(attack, 0);
        for (size_t c = 1; c <= attack->n_columns; c++)
            sum[unknown_of(attack, r, c)] = 1;
        sum[unknown_of(attack, r, 0)] = -1;
    }
}

static void write_down_columns(Attack *attack, const Table *by)
{
    const Table *table = attack->table;
    for (size_t c = 0; c < attack->n_columns; c++) {
        const TableRow *group = c == 0 ? NULL : row_of(by, c - 1);
        bool is_size_known = c == 0 || !group->cells[0].is_hidden;
        if (!table->columns[c].is_base_hidden && table->item->measure == MEASURE_SINGLE) {
            double *base = equation(attack, (double)table->columns[c].base);
            for (size_t r = 0; r < attack->n_rows; r++)
                base[unknown_of(attack, r, c)] = is_in_base(table, r);
        }
        if (is_size_known && table->item->measure == MEASURE_SINGLE) {
            double *size =
                equation(attack, c == 0 ? (double)table->all : (double)group->cells[0].count);
            for (size_t r = 0; r < attack->n_rows; r++)
                size[unknown_of(attack, r, c)] = 1;
        }
    }
}

static bool is_in_net(const Table *table, const TableRow *row, int code)
{
    const Report *report = &table->item->question->report;
    for (size_t n = 0; n < report->n_nets; n++)
        for (size_t i = 0; i < report->nets[n].n_codes; i++)
            if (strcmp(report->nets[n].id, row->code) == 0 && report->nets[n].codes[i] == code)
                return true;
    return false;
}

/* Nets, and means as sums of scores. */
static void write_down_sums(Attack *attack)
{
    const Table *table = attack->table;
    for (size_t r = 0; r < table->n_rows; r++) {
        const TableRow *row = &table->rows[r];
        for (size_t c = 0; c < attack->n_columns && table->item->measure == MEASURE_SINGLE; c++) {
            bool is_mean = strcmp(row->code, "mean") == 0;
            if (row->cells[c].is_hidden || (row->kind != ROW_NET && !is_mean) ||
                isnan(row->cells[c].value) == is_mean)
                continue;
            double *sum =
                equation(attack, is_mean ? row->cells[c].value * (double)table->columns[c].base
                                         : (double)row->cells[c].count);
            for (size_t i = 0; i < table->item->n_options; i++) {
                const Option *option = &table->item->options[i];
                sum[unknown_of(attack, i, c)] =
                    is_mean ? option->score : is_in_net(table, row, option->code);
            }
        }
    }
}

/* Can any small answer that is hidden be told more closely than it should? The rest of those asked is known from the bases
 * as printed, so where it is itself small nothing can hide it. */
static unsigned attack_table(const Table *table, const Table *by, const Counts *const *truth,
                             unsigned threshold)
{
    g_autofree Attack *attack = g_new0(Attack, 1);
    unsigned n_attacked = 0;
    attack->table = table;
    attack->n_rows = table->item->n_options + MISSING_KINDS;
    attack->n_columns = table->n_columns;
    attack->lp.n = attack->n_rows * (attack->n_columns + 1);
    write_down_cells(attack);
    write_down_columns(attack, by);
    write_down_sums(attack);
    g_autofree size_t *index = lp_settle(&attack->lp);
    for (size_t r = 0; r < table->item->n_options; r++) {
        for (size_t c = 0; c < attack->n_columns; c++) {
            g_assert_nonnull(truth[c]);
            uint64_t count = truth[c]->options[r];
            if (count == 0 || count >= threshold || !is_in_base(table, r))
                continue;
            const TableRow *row = row_of(table, r);
            g_assert_true(row->cells[c].is_hidden);
            g_assert_cmpstr(row->cells[c].shown, ==, "[c]");
            g_assert_true(isnan(row->cells[c].percent));
            size_t unknown = index[unknown_of(attack, r, c)];
            g_assert_cmpuint(unknown, !=, SIZE_MAX);
            double low = lp_extreme(&attack->lp, unknown, -1);
            double high = lp_extreme(&attack->lp, unknown, 1);
            g_assert_cmpfloat(low, <=, (double)count + 1e-6);
            g_assert_cmpfloat(high, >=, (double)count - 1e-6);
            g_assert_cmpfloat(high - low, >=, (double)threshold - 1 - 1e-6);
            n_attacked++;
        }
    }
    return n_attacked;
}

typedef struct {
    Survey *survey;
    const Variables *variables;
    MadeRows rows;
    Tally *tally;
} Made;

static Value skewed(uint64_t *state, unsigned n)
{
    unsigned pick = made_number(state, n * n);
    Value value = 1;
    while ((unsigned)value * (unsigned)value < pick + 1)
        value++;
    return value;
}

/* Answers that pile up on some codes, so that others are rare. */
static void fill(Made *made, uint64_t seed)
{
    for (size_t r = 0; r < made->rows.columns.n_rows; r++) {
        for (size_t i = 0; i < made->variables->n_items; i++) {
            const Item *item = &made->variables->items[i];
            bool is_blank = made_number(&seed, 12) == 0;
            for (size_t v = 0; v < item->n_variables; v++)
                made->rows.at[item->first_variable + v][r] =
                    is_blank ? VALUE_BLANK : (Value)made_number(&seed, 4) / 3;
            if (item->measure == MEASURE_SINGLE && !is_blank)
                made->rows.at[item->first_variable][r] =
                    item->options[skewed(&seed, (unsigned)item->n_options) - 1].code;
        }
    }
}

static Made made_new(size_t n_rows, uint64_t seed)
{
    Made made = {.survey = made_survey(pages)};
    made.variables = made.survey->variables;
    made.rows = made_rows(made.variables, n_rows);
    made.tally = tally_new(made.variables);
    fill(&made, seed);
    for (size_t i = 0; i < made.variables->n_items; i++) {
        tally_want_by(made.tally, i, variables_find_item(made.variables, "ward"));
        tally_want_by(made.tally, i, variables_find_item(made.variables, "groups"));
    }
    tally_add(made.tally, &made.rows.columns);
    return made;
}

static void made_clear(Made *made)
{
    tally_free(made->tally);
    made_rows_clear(&made->rows);
    survey_free(made->survey);
}

static unsigned attack(Made *made, const char *id, const char *by_id)
{
    size_t item = variables_find_item(made->variables, id);
    size_t by = by_id == NULL ? SIZE_MAX : variables_find_item(made->variables, by_id);
    const Counts *truth[16] = {tally_counts(made->tally, item)};
    g_autoptr(Table) table = table_new(made->tally, made->variables, item, by, "en");
    g_autoptr(Table) groups =
        by_id == NULL ? NULL : table_new(made->tally, made->variables, by, SIZE_MAX, "en");
    for (size_t c = 1; c < table->n_columns; c++)
        truth[c] = tally_counts_by(made->tally, item, by, c - 1);
    unsigned n =
        attack_table(table, groups, truth, disclosure_threshold(made->variables, item, by));
    return table->is_by_dropped ? 0 : n; /* nothing to tell where nothing is shown */
}

static void no_hidden_answer_can_be_worked_out_of_a_one_way_table(void)
{
    unsigned n = 0;
    for (uint64_t seed = 1; seed < 60; seed++) {
        Made made = made_new(8 + 3 * seed, seed);
        n += attack(&made, "q01", NULL) + attack(&made, "q02", NULL) + attack(&made, "q03", NULL);
        made_clear(&made);
    }
    g_assert_cmpuint(n, >, 50);
}

/* Tables that show nets in groups whose answers they hide, over all attacks. */
static unsigned n_nets_only(const Table *table)
{
    bool is_net_shown = false, is_option_shown = false;
    for (size_t r = 0; r < table->n_rows; r++) {
        for (size_t c = 1; c < table->n_columns; c++) {
            is_net_shown = is_net_shown ||
                           (table->rows[r].kind == ROW_NET && !table->rows[r].cells[c].is_hidden);
            is_option_shown = is_option_shown || (table->rows[r].kind == ROW_OPTION &&
                                                  !table->rows[r].cells[c].is_hidden);
        }
    }
    return is_net_shown && !is_option_shown;
}

static void nets_can_stand_where_single_answers_are_too_few(void)
{
    unsigned n = 0, n_attacked = 0;
    for (uint64_t seed = 1; seed < 40; seed++) {
        Made made = made_new(50 + 3 * seed, seed);
        size_t q02 = variables_find_item(made.variables, "q02"),
               ward = variables_find_item(made.variables, "ward");
        g_autoptr(Table) table = table_new(made.tally, made.variables, q02, ward, "en");
        n += n_nets_only(table);
        n_attacked += attack(&made, "q02", "ward");
        made_clear(&made);
    }
    g_assert_cmpuint(n, >, 5);
    g_assert_cmpuint(n_attacked, >, 20);
}

static void no_hidden_answer_can_be_worked_out_of_a_cross_table(void)
{
    unsigned n = 0;
    for (uint64_t seed = 1; seed < 25; seed++) {
        Made made = made_new(60 + 12 * seed, seed);
        n += attack(&made, "q01", "ward") + attack(&made, "q02", "ward") +
             attack(&made, "q03", "ward") + attack(&made, "q01", "groups");
        made_clear(&made);
    }
    g_assert_cmpuint(n, >, 100);
}

/* Answers by hand: how many chose each option of q01, and each of q05. */
static Made made_of(const unsigned *counts, size_t n_counts, unsigned n_yes)
{
    unsigned n_rows = 0;
    for (size_t i = 0; i < n_counts; i++)
        n_rows += counts[i];
    Made made = {.survey = made_survey(pages)};
    made.variables = made.survey->variables;
    made.rows = made_rows(made.variables, n_rows);
    made.tally = tally_new(made.variables);
    size_t q01 = variables_find(made.variables, "q01"), q05 = variables_find(made.variables, "q05");
    size_t row = 0;
    for (size_t i = 0; i < n_counts; i++) {
        for (unsigned k = 0; k < counts[i]; k++, row++) {
            made.rows.at[q01][row] = made.variables->items[0].options[i].code;
            made.rows.at[q05][row] = i == 3 ? (k < n_yes ? 1 : 2) : VALUE_NONE;
        }
    }
    for (size_t i = 0; i < made.variables->n_items; i++)
        tally_want(made.tally, i);
    tally_add(made.tally, &made.rows.columns);
    return made;
}

static const char *shown(const Table *table, const char *code)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (strcmp(table->rows[r].code, code) == 0)
            return table->rows[r].cells[0].shown;
    g_assert_not_reached();
}

static void the_next_smallest_is_hidden_too(void)
{
    static const unsigned counts[] = {50, 30, 12, 3};
    Made made = made_of(counts, 4, 0);
    g_autoptr(Table) table = table_new(made.tally, made.variables, 0, SIZE_MAX, "en");
    g_assert_cmpstr(shown(table, "1"), ==, "53%");
    g_assert_cmpstr(shown(table, "2"), ==, "32%");
    g_assert_cmpstr(shown(table, "3"), ==, "[c]");
    g_assert_cmpstr(shown(table, "4"), ==, "[c]");
    g_assert_cmpstr(shown(table, "safe"), ==, "84%");
    g_assert_cmpstr(shown(table, "odd"), ==, "[c]"); /* would give the fourth answer away */
    made_clear(&made);
}

static void a_small_route_is_not_told_by_the_question_behind_it(void)
{
    static const unsigned counts[] = {50, 30, 12, 3};
    Made made = made_of(counts, 4, 1);
    g_autoptr(Table) table = table_new(made.tally, made.variables,
                                       variables_find_item(made.variables, "q05"), SIZE_MAX, "en");
    g_assert_true(table->is_hidden);
    g_assert_cmpuint(table->asked, ==, 0);
    g_assert_cmpuint(table->base, ==, 0);
    g_assert_cmpstr(table->base_line, ==, "Too few answered to show figures.");
    g_assert_cmpstr(shown(table, "not_asked"), ==, "[c]");
    made_clear(&made);
}

static void a_large_route_is_hidden_when_it_would_give_a_small_one_away(void)
{
    static const unsigned counts[] = {50, 30, 3,
                                      12}; /* the third is small, the fourth hidden with it */
    Made made = made_of(counts, 4, 6);
    g_autoptr(Table) table = table_new(made.tally, made.variables,
                                       variables_find_item(made.variables, "q05"), SIZE_MAX, "en");
    g_assert_true(table->is_hidden);
    made_clear(&made);
}

/* Rows of a survey in which only one question is answered by hand: code 0 leaves it blank. */
typedef struct {
    const char *name;
    Value value;
    unsigned n;
} Rows;

static Made made_with(const char *definition, const Rows *list, size_t n_list)
{
    unsigned n_rows = 0;
    for (size_t i = 0; i < n_list; i++)
        n_rows = MAX(n_rows, list[i].n);
    Made made = {.survey = made_survey(definition)};
    made.variables = made.survey->variables;
    made.rows = made_rows(made.variables, n_rows);
    made.tally = tally_new(made.variables);
    /* The n of a line counts from the first row: later lines write over earlier ones. */
    for (size_t i = 0; i < n_list; i++)
        for (unsigned r = 0; r < list[i].n; r++)
            made.rows.at[variables_find(made.variables, list[i].name)][r] = list[i].value;
    for (size_t i = 0; i < made.variables->n_items; i++)
        tally_want(made.tally, i);
    tally_add(made.tally, &made.rows.columns);
    return made;
}

#define TWO "<option code='1'>Yes</option><option code='2'>No</option>"

/* q02 is hidden because it would tell of q01; q03 is asked of all who answered q02, and would tell the same. */
static void a_hidden_question_is_not_told_by_one_behind_it(void)
{
    static const char chain[] =
        "<page id='p1'><choose-one id='q01'><ask>A</ask>" TWO "<option code='3'>Perhaps</option>"
        "<option code='4'>Never</option></choose-one></page>"
        "<page id='p2' if='q01 is 4'><choose-one id='q02'><ask>B</ask>" TWO "</choose-one></page>"
        "<page id='p3' if='q02 answered'><choose-one id='q03'><ask>C</ask>" TWO
        "</choose-one></page>";
    static const Rows list[] = {{"q01", 1, 95}, {"q01", 2, 45}, {"q01", 3, 15}, {"q01", 4, 12},
                                {"q02", 1, 12}, {"q02", 2, 6},  {"q03", 1, 12}, {"q03", 2, 6}};
    Made made = made_with(chain, list, G_N_ELEMENTS(list));
    for (size_t item = 1; item < 3; item++) {
        g_autoptr(Table) table = table_new(made.tally, made.variables, item, SIZE_MAX, "en");
        g_assert_true(table->is_hidden);
        g_assert_cmpuint(table->asked, ==, 0);
        g_assert_cmpstr(shown(table, "not_asked"), ==, "[c]");
    }
    made_clear(&made);
}

static void what_is_sensitive_has_the_higher_threshold(void)
{
    static const char kinds_of[] =
        "<page id='p1'><choose-one id='plain'><ask>A</ask>" TWO "</choose-one>"
        "<choose-one id='equality' sensitive='equality'><ask>B</ask>" TWO "</choose-one>"
        "<choose-one id='special' sensitive='special'><ask>C</ask>" TWO "</choose-one></page>";
    static const Rows list[] = {{"plain", 1, 100},  {"plain", 2, 7},     {"equality", 1, 100},
                                {"equality", 2, 7}, {"special", 1, 100}, {"special", 2, 7}};
    Made made = made_with(kinds_of, list, G_N_ELEMENTS(list));
    static const unsigned thresholds[] = {5, 10, 10};
    static const char *const printed[] = {"7%", "[c]", "[c]"};
    for (size_t item = 0; item < 3; item++) {
        g_assert_cmpuint(disclosure_threshold(made.variables, item, SIZE_MAX), ==,
                         thresholds[item]);
        /* A breakdown has the higher one of the two. */
        g_assert_cmpuint(disclosure_threshold(made.variables, 0, item), ==, thresholds[item]);
        g_autoptr(Table) table = table_new(made.tally, made.variables, item, SIZE_MAX, "en");
        g_assert_cmpstr(shown(table, "2"), ==, printed[item]);
    }
    made_clear(&made);
}

static void enough_answers_hide_nothing(void)
{
    static const unsigned counts[] = {50, 30, 0, 12};
    Made made = made_of(counts, 4, 6);
    for (size_t i = 0; i < 1; i++) {
        g_autoptr(Table) table = table_new(made.tally, made.variables, i, SIZE_MAX, "en");
        for (size_t r = 0; r < table->n_rows; r++)
            g_assert_false(table->rows[r].cells[0].is_hidden);
    }
    made_clear(&made);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/disclosure/the-next-smallest-is-hidden-too", the_next_smallest_is_hidden_too);
    g_test_add_func("/disclosure/enough-answers-hide-nothing", enough_answers_hide_nothing);
    g_test_add_func("/disclosure/a-small-route-is-not-told-by-the-question-behind-it",
                    a_small_route_is_not_told_by_the_question_behind_it);
    g_test_add_func("/disclosure/a-large-route-is-hidden-when-it-would-give-a-small-one-away",
                    a_large_route_is_hidden_when_it_would_give_a_small_one_away);
    g_test_add_func("/disclosure/a-hidden-question-is-not-told-by-one-behind-it",
                    a_hidden_question_is_not_told_by_one_behind_it);
    g_test_add_func("/disclosure/what-is-sensitive-has-the-higher-threshold",
                    what_is_sensitive_has_the_higher_threshold);
    g_test_add_func("/disclosure/no-hidden-answer-can-be-worked-out-of-a-one-way-table",
                    no_hidden_answer_can_be_worked_out_of_a_one_way_table);
    g_test_add_func("/disclosure/no-hidden-answer-can-be-worked-out-of-a-cross-table",
                    no_hidden_answer_can_be_worked_out_of_a_cross_table);
    g_test_add_func("/disclosure/nets-can-stand-where-single-answers-are-too-few",
                    nets_can_stand_where_single_answers_are_too_few);
    return g_test_run();
}
