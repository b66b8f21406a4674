#include "forms/survey/answer-classes.h"

#include "base/limits.h"
#include <string.h>

#include "base/banned.h"

enum {
    ROWS_MOST = 4096,
    ATOMS_MOST = 12,
    OPTIONS_MOST = 200,
    TESTS_MOST = 200,
    CLASSES_MOST = 256
};

/* Answers to try, one a row: the values of the item's variables. */
typedef struct {
    const Variables *variables;
    const Item *item;
    GArray *values; /* of Value, row after row */
    size_t n_rows;
} Trial;

static Value *add_row(Trial *trial)
{
    size_t n = trial->item->n_variables;
    g_array_set_size(trial->values, (guint)((trial->n_rows + 1) * n));
    Value *row = &g_array_index(trial->values, Value, trial->n_rows * n);
    trial->n_rows++;
    return row;
}

static void add_value(Trial *trial, Value value)
{
    *add_row(trial) = value;
}

static void add_blank(Trial *trial)
{
    Value *row = add_row(trial);
    for (size_t v = 0; v < trial->item->n_variables; v++)
        row[v] = VALUE_BLANK;
}

/* A number near an end of a range, when it may be given. */
static void add_number(Trial *trial, int64_t value)
{
    const Quantity *quantity = &trial->item->question->quantity;
    int64_t least = quantity->has_min ? quantity->min : 0;
    if (value >= least && (!quantity->has_max || value <= quantity->max))
        add_value(trial, value);
}

/* The numbers at which a test's outcome can change. */
static void add_numbers(Trial *trial, const Condition *const *tests, size_t n_tests)
{
    const Quantity *quantity = &trial->item->question->quantity;
    add_number(trial, quantity->has_min ? quantity->min : 0);
    add_number(trial, quantity->has_max ? quantity->max : INT64_MAX / 2);
    for (size_t t = 0; t < n_tests; t++) {
        for (size_t i = 0; i < tests[t]->n_ranges; i++) {
            CodeRange range = tests[t]->ranges[i];
            if (range.from > INT64_MIN)
                add_number(trial, range.from);
            if (range.from > INT64_MIN + 1)
                add_number(trial, range.from - 1);
            if (range.to < INT64_MAX)
                add_number(trial, range.to);
            if (range.to < INT64_MAX - 1)
                add_number(trial, range.to + 1);
        }
    }
}

/* The outcomes of the tests for each row: outcomes[row * n_tests + test]. */
static uint8_t *try_rows(const Trial *trial, const Condition *const *tests, size_t n_tests)
{
    size_t n = trial->n_rows, width = trial->item->n_variables;
    g_autofree Value *columns = g_new(Value, n * width);
    g_autofree const Value **at = g_new0(const Value *, trial->variables->n);
    for (size_t v = 0; v < width; v++) {
        at[trial->item->first_variable + v] = &columns[v * n];
        for (size_t r = 0; r < n; r++)
            columns[v * n + r] = g_array_index(trial->values, Value, r * width + v);
    }
    g_autofree uint8_t *on = g_malloc(n);
    memset(on, 1, n);
    g_autofree const uint8_t **masks = g_new(const uint8_t *, trial->variables->n_items);
    for (size_t i = 0; i < trial->variables->n_items; i++)
        masks[i] = on;
    Columns rows = {.n_rows = n, .at = at};
    g_autofree uint8_t *out = g_malloc(n);
    uint8_t *outcomes = g_malloc(n * n_tests);
    for (size_t t = 0; t < n_tests; t++) {
        condition_mask(tests[t], trial->variables, &rows, masks, out);
        for (size_t r = 0; r < n; r++)
            outcomes[r * n_tests + t] = out[r];
    }
    return outcomes;
}

/* Options that no test tells apart, and that are exclusive or not alike, as one atom. */
typedef struct {
    size_t option; /* one of them */
    size_t n;
    bool is_exclusive;
} Atom;

static size_t find_atoms(const Trial *trial, const Condition *const *tests, size_t n_tests,
                         Atom atoms[static ATOMS_MOST])
{
    const Item *item = trial->item;
    Trial alone = {.variables = trial->variables,
                   .item = item,
                   .values = g_array_new(false, true, sizeof(Value))};
    for (size_t i = 0; i < item->n_options; i++) {
        Value *row = add_row(&alone);
        memset(row, 0, item->n_variables * sizeof *row);
        row[i] = 1;
    }
    g_autofree uint8_t *outcomes = try_rows(&alone, tests, n_tests);
    g_array_free(alone.values, true);
    size_t n_atoms = 0;
    for (size_t i = 0; i < item->n_options; i++) {
        size_t a = 0;
        while (a < n_atoms &&
               (atoms[a].is_exclusive != item->options[i].exclusive ||
                memcmp(&outcomes[atoms[a].option * n_tests], &outcomes[i * n_tests], n_tests) != 0))
            a++;
        if (a == ATOMS_MOST)
            return 0;
        if (a == n_atoms) {
            atoms[a] = (Atom){.option = i, .is_exclusive = item->options[i].exclusive};
            n_atoms++;
        }
        atoms[a].n++;
    }
    return n_atoms;
}

/* May these atoms be ticked together, keeping to the limits and to the exclusive options? */
static bool is_allowed(Picks picks, const Atom *atoms, size_t n_atoms, unsigned set)
{
    size_t n_chosen = 0, n_available = 0;
    bool has_exclusive = false;
    for (size_t a = 0; a < n_atoms; a++) {
        if ((set >> a & 1U) == 0)
            continue;
        n_chosen++;
        n_available += atoms[a].n;
        has_exclusive = has_exclusive || atoms[a].is_exclusive;
    }
    if (has_exclusive)
        return n_chosen == 1;
    return (picks.most == 0 || n_chosen <= picks.most) && n_available >= picks.least;
}

static bool add_sets(Trial *trial, const Condition *const *tests, size_t n_tests)
{
    Atom atoms[ATOMS_MOST];
    const Item *item = trial->item;
    size_t n_atoms = find_atoms(trial, tests, n_tests, atoms);
    for (unsigned set = 1; set < 1U << n_atoms; set++) {
        if (!is_allowed(item->question->picks, atoms, n_atoms, set))
            continue;
        Value *row = add_row(trial);
        memset(row, 0, item->n_variables * sizeof *row);
        for (size_t a = 0; a < n_atoms; a++)
            row[atoms[a].option] = (set >> a & 1U) != 0 ? 1 : 0;
    }
    return n_atoms > 0;
}

/* Fill the trial with enough answers; false when there are too many. */
static bool add_answers(Trial *trial, const Condition *const *tests, size_t n_tests)
{
    const Item *item = trial->item;
    if (!item->question->required || item->role != ITEM_ASKED)
        add_blank(trial);
    switch (item->measure) {
    case MEASURE_QUANTITY:
        if (!item->is_date)
            add_numbers(trial, tests, n_tests);
        else
            add_value(trial, 20000101);
        for (size_t i = 0; i < item->n_options; i++)
            add_value(trial, item->options[i].code);
        break;
    case MEASURE_SINGLE:
        for (size_t i = 0; i < item->n_options; i++)
            add_value(trial, item->options[i].code);
        break;
    case MEASURE_TEXT:
        add_value(trial, 1);
        break;
    case MEASURE_MULTIPLE:
    case MEASURE_RANK:
        return add_sets(trial, tests, n_tests);
    case MEASURE_COUNT:
        break;
    }
    return trial->n_rows > 0 && trial->n_rows <= ROWS_MOST;
}

size_t answer_classes(const Variables *variables, size_t item, const Condition *const *tests,
                      size_t n_tests, uint8_t **out_outcomes)
{
    Trial trial = {.variables = variables,
                   .item = &variables->items[item],
                   .values = g_array_new(false, true, sizeof(Value))};
    if (trial.item->n_options > OPTIONS_MOST || n_tests > TESTS_MOST ||
        !add_answers(&trial, tests, n_tests)) {
        g_array_free(trial.values, true);
        return 0;
    }
    uint8_t *outcomes = try_rows(&trial, tests, n_tests);
    size_t n = 0;
    for (size_t r = 0; r < trial.n_rows && n <= CLASSES_MOST; r++) {
        size_t same = 0;
        while (same < n && memcmp(&outcomes[same * n_tests], &outcomes[r * n_tests], n_tests) != 0)
            same++;
        if (same == n) {
            memmove(&outcomes[n * n_tests], &outcomes[r * n_tests], n_tests);
            n++;
        }
    }
    g_array_free(trial.values, true);
    if (n > CLASSES_MOST) {
        g_free(outcomes);
        return 0;
    }
    *out_outcomes = outcomes;
    return n;
}
