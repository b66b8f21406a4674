#include "responses/exchange/import-layout.h"
#include "base/day.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "responses/exchange/response-csv.h"
#include <string.h>

#include "base/banned.h"

enum { CODE_MAX = 9999, BITMAP_BYTES = CODE_MAX / 8 + 1, SHOWN_CHARS = 60 };

void import_mistake(ImportMistakes *mistakes, uint64_t row, const char *column, const char *value,
                    const char *what)
{
    mistakes->n++;
    if (mistakes->n > LIMIT_CSV_MISTAKES)
        return;
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    g_autofree char *escaped = g_strescape(valid, NULL);
    const char *shown =
        g_utf8_validate(value, -1, NULL) && strpbrk(value, "\r\n\t") == NULL ? valid : escaped;
    bool is_long = g_utf8_strlen(shown, -1) > SHOWN_CHARS;
    g_autofree char *start = g_utf8_substring(shown, 0, is_long ? SHOWN_CHARS : -1);
    g_string_append_printf(mistakes->text, "\nrow %" G_GUINT64_FORMAT ", column %s: '%s%s' %s", row,
                           column, start, is_long ? "..." : "", what);
}

/* ---- The header ---- */

static size_t find_identity(const char *name)
{
    for (size_t i = 0; i < IDENTITY_COUNT; i++) {
        if (strcmp(name, response_csv_identity(i)) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Bind column c; a sentence is added to wrong when it cannot be. */
static void bind_column(ImportLayout *layout, size_t c, GString *wrong)
{
    const char *name = layout->names[c];
    size_t identity = find_identity(name);
    size_t variable =
        identity == SIZE_MAX ? variables_find(layout->survey->variables, name) : SIZE_MAX;
    size_t *place = identity != SIZE_MAX   ? &layout->identity[identity]
                    : variable != SIZE_MAX ? &layout->columns[variable]
                                           : NULL;
    if (place == NULL) {
        g_string_append_printf(wrong, "\ncolumn %zu: '%s' is not a variable of '%s': take it out",
                               c + 1, name, layout->survey->id);
        return;
    }
    if (*place != SIZE_MAX) {
        g_string_append_printf(wrong, "\ncolumn %zu: '%s' stands in column %zu already", c + 1,
                               name, *place + 1);
        return;
    }
    *place = c;
    layout->variables[c] = identity != SIZE_MAX ? COLUMN_IDENTITY : variable;
}

static void check_missing(const ImportLayout *layout, GString *wrong)
{
    const Variables *variables = layout->survey->variables;
    for (size_t v = 0; v < variables->n; v++) {
        const Variable *variable = &variables->at[v];
        if (layout->columns[v] != SIZE_MAX || variables->items[variable->item].role != ITEM_ASKED)
            continue;
        g_string_append_printf(wrong,
                               "\ncolumn '%s' is missing: add it; its empty cells mean left blank",
                               variable->name);
    }
}

static uint8_t *make_bitmap(const Item *item)
{
    if (item->measure != MEASURE_SINGLE)
        return NULL;
    uint8_t *bitmap = g_new0(uint8_t, BITMAP_BYTES);
    for (size_t i = 0; i < item->n_options; i++) {
        int code = item->options[i].code;
        if (code >= 0 && code <= CODE_MAX)
            bitmap[code / 8] |= (uint8_t)(1U << (code % 8));
    }
    return bitmap;
}

static size_t *indices_new(size_t n)
{
    size_t *indices = g_new(size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        indices[i] = SIZE_MAX;
    return indices;
}

ImportLayout *import_layout_new(const Survey *survey, char *const *names, size_t n_columns,
                                bool must_fit, GError **error)
{
    const Variables *variables = survey->variables;
    g_autoptr(ImportLayout) layout = g_new0(ImportLayout, 1);
    layout->survey = survey;
    layout->n_columns = n_columns;
    layout->names = names;
    layout->variables = indices_new(n_columns);
    layout->columns = indices_new(variables->n);
    layout->identity = indices_new(IDENTITY_COUNT);
    layout->codes = g_new0(uint8_t *, variables->n_items + 1);
    layout->problems = problems_new();
    for (size_t i = 0; i < variables->n_items; i++)
        layout->codes[i] = make_bitmap(&variables->items[i]);
    g_autoptr(GString) wrong = g_string_new(NULL);
    for (size_t c = 0; c < n_columns; c++)
        bind_column(layout, c, wrong);
    if (must_fit)
        check_missing(layout, wrong);
    if (must_fit && wrong->len > 0) {
        error_set(error, ERROR_DATA, "the first row does not fit the survey '%s':%s", survey->id,
                  wrong->str);
        return NULL;
    }
    return g_steal_pointer(&layout);
}

void import_layout_free(ImportLayout *layout)
{
    if (layout == NULL)
        return;
    for (size_t i = 0; layout->codes != NULL && i < layout->survey->variables->n_items; i++)
        g_free(layout->codes[i]);
    g_free(layout->codes);
    g_free(layout->variables);
    g_free(layout->columns);
    g_free(layout->identity);
    problems_free(layout->problems);
    g_free(layout);
}

/* ---- Cells ---- */

/* -1, -2, -3, for measures that know it. */
static bool read_missing(const CsvCell *cell, Measure measure, Value *out)
{
    const char *text = cell->text;
    if (cell->length != 2 || text[0] != '-' || text[1] < '1' || text[1] > '3')
        return false;
    if (measure == MEASURE_TEXT && (cell->quoted || text[1] == '3'))
        return false;
    *out = -(Value)(text[1] - '0');
    return true;
}

/* Words of a cell; returns what is wrong with them, or NULL. */
static const char *survey_read_words(Answers *answers, size_t variable, const CsvCell *cell,
                                     bool is_raw)
{
    if (!text_is_clean(cell->text, cell->length))
        return "is not clean text: write UTF-8 without control characters";
    g_autofree char *words = text_normalise(is_raw ? cell->text : csv_unguard(cell->text));
    if (*words != '\0')
        answers_set_text(answers, variable, words);
    return NULL;
}

static const char *read_quantity(const Item *item, const CsvCell *cell, Value *out)
{
    if (item->is_date) {
        int64_t code = 0;
        if (day_parse(cell->text, out))
            return NULL;
        if (text_parse_int(cell->text, &code) &&
            survey_option_find(item->options, item->n_options, (int)CLAMP(code, 0, CODE_MAX)) !=
                NULL) {
            *out = code;
            return NULL;
        }
        return "is not a date: write it as 2017-03-31";
    }
    if (!text_parse_decimal(cell->text, item->question->quantity.places, out) || *out < 0)
        return item->question->quantity.places == 0
                   ? "is not a whole number from 0 up"
                   : "is not a number from 0 up with as many decimal places as the question has";
    return NULL;
}

/* Read one cell into its variable; returns what is wrong, or NULL. */
static const char *read_cell(Answers *answers, size_t variable, const Item *item,
                             const CsvCell *cell, bool is_raw)
{
    Value value = VALUE_NONE;
    if (read_missing(cell, item->measure, &value)) {
        answers->values[variable] = value;
        return NULL;
    }
    switch (item->measure) {
    case MEASURE_TEXT:
        return survey_read_words(answers, variable, cell, is_raw);
    case MEASURE_MULTIPLE:
        if (cell->length != 1 || (cell->text[0] != '0' && cell->text[0] != '1'))
            return "is not allowed: 1 is ticked, 0 is not ticked";
        value = cell->text[0] - '0';
        break;
    case MEASURE_QUANTITY: {
        const char *wrong = read_quantity(item, cell, &value);
        if (wrong != NULL)
            return wrong;
        break;
    }
    case MEASURE_SINGLE:
    case MEASURE_RANK:
        if (!text_parse_int(cell->text, &value) || value < 0)
            return item->measure == MEASURE_SINGLE ? "is not a code: codes are whole numbers"
                                                   : "is not a place: 1 is the first, 0 is none";
        break;
    case MEASURE_COUNT:
        g_assert_not_reached();
    }
    answers->values[variable] = value;
    return NULL;
}

/* ---- Items ---- */

/* "is not one of 1 (Yes), 2 (No)": the codes of an item. */
static char *allowed_codes(const Survey *survey, const Item *item)
{
    g_autoptr(GString) text = g_string_new("is not a code of the question; allowed are");
    for (size_t i = 0; i < item->n_options && i < 30; i++)
        g_string_append_printf(text, "%s %d (%s)", i == 0 ? "" : ",", item->options[i].code,
                               wording_plain(&item->options[i].label, survey->languages[0]));
    if (item->n_options > 30)
        g_string_append_printf(text, " and %zu more", item->n_options - 30);
    return g_string_free(g_steal_pointer(&text), false);
}

/* A missing kind in one variable of an item must stand in all of them, but for options that the version does not offer. */
static bool has_mixed_missing(const Survey *survey, const Item *item, const Value *values)
{
    Value kind = VALUE_NONE;
    for (size_t i = 0; i < item->n_variables; i++)
        if (values[i] < 0 && kind == VALUE_NONE)
            kind = values[i];
    for (size_t i = 0; kind != VALUE_NONE && i < item->n_variables; i++)
        if (values[i] != kind &&
            (values[i] != VALUE_NONE || survey_option_is_offered(survey, &item->options[i])))
            return true;
    return false;
}

/* Is it good without asking the rules: no value, a missing kind, a code of the bitmap? */
static bool is_plainly_good(const ImportLayout *layout, size_t i, const Value *values)
{
    const Item *item = &layout->survey->variables->items[i];
    if (item->measure == MEASURE_MULTIPLE || item->measure == MEASURE_RANK) {
        bool is_empty = true;
        for (size_t k = 0; is_empty && k < item->n_variables; k++)
            is_empty = values[k] == VALUE_NONE || values[k] == 0;
        return is_empty;
    }
    Value value = values[0];
    if (value < 0)
        return true;
    return layout->codes[i] != NULL && value <= CODE_MAX &&
           (layout->codes[i][value / 8] & (1U << (value % 8))) != 0;
}

static const char *cell_text(const ImportLayout *layout, const CsvCell *cells, size_t variable)
{
    size_t column = layout->columns[variable];
    return column == SIZE_MAX ? "" : cells[column].text;
}

/* Check the item; false when something is wrong. */
static bool check_item(const ImportLayout *layout, const CsvCell *cells, uint64_t row, size_t i,
                       const Answers *answers, ImportMistakes *mistakes)
{
    const Variables *variables = layout->survey->variables;
    const Item *item = &variables->items[i];
    const Value *values = answers->values + item->first_variable;
    if (is_plainly_good(layout, i, values))
        return true;
    if (has_mixed_missing(layout->survey, item, values)) {
        size_t v = item->first_variable;
        import_mistake(mistakes, row, variables->at[v].name, cell_text(layout, cells, v),
                       "stands beside other values: -1, -2 and -3 stand in all columns of the "
                       "question or in none");
        return false;
    }
    Problems *problems = layout->problems;
    g_array_set_size(problems->list, 0);
    answers_check_item(answers, i, problems);
    for (size_t p = 0; p < problems->list->len; p++) {
        const Problem *problem = &g_array_index(problems->list, Problem, p);
        g_autofree char *words = problem->kind == PROBLEM_UNKNOWN_CODE
                                     ? allowed_codes(layout->survey, item)
                                     : problem_words_for_staff(problem, layout->survey);
        g_autofree char *what = problem->kind == PROBLEM_UNKNOWN_CODE
                                    ? g_strdup(words)
                                    : g_strdup_printf("is not allowed: %s", words);
        import_mistake(mistakes, row, variables->at[problem->variable].name,
                       cell_text(layout, cells, problem->variable), what);
    }
    return problems->list->len == 0;
}

/* Where something is ticked or placed, empty cells of the options that are offered mean 0. */
static void fill_item(const Survey *survey, const Item *item, Value *values)
{
    bool is_given = false;
    if (item->measure != MEASURE_MULTIPLE && item->measure != MEASURE_RANK)
        return;
    for (size_t k = 0; k < item->n_variables; k++)
        is_given = is_given || values[k] > 0;
    for (size_t k = 0; is_given && k < item->n_variables; k++) {
        if (values[k] == VALUE_NONE && survey_option_is_offered(survey, &item->options[k]))
            values[k] = 0;
    }
}

bool import_read_row(const ImportLayout *layout, const CsvCell *cells, uint64_t row,
                     Answers *answers, ImportMistakes *mistakes)
{
    const Variables *variables = layout->survey->variables;
    uint64_t n_before = mistakes->n;
    for (size_t c = 0; c < layout->n_columns; c++) {
        size_t v = layout->variables[c];
        if (v == COLUMN_IDENTITY || cells[c].length == 0)
            continue;
        const char *wrong =
            v == COLUMN_UNKNOWN
                ? "cannot stand here: the version that this row answers has no such variable"
                : read_cell(answers, v, &variables->items[variables->at[v].item], &cells[c],
                            layout->is_raw);
        if (wrong != NULL)
            import_mistake(mistakes, row, layout->names[c], cells[c].text, wrong);
    }
    if (mistakes->n > n_before)
        return false;
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        fill_item(layout->survey, item, answers->values + item->first_variable);
        check_item(layout, cells, row, i, answers, mistakes);
    }
    return mistakes->n == n_before;
}
