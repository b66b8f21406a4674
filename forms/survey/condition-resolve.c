/* Names of a condition looked up, and the condition evaluated for rows of values. */
#include "base/limits.h"
#include "forms/survey/condition.h"
#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    const Variables *variables;
    size_t before_item;
    ConditionSlip *slip;
} Resolver;

static void fail_at(const Resolver *resolver, const Condition *test, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static void fail_at(const Resolver *resolver, const Condition *test, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    resolver->slip->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    resolver->slip->at = test->at;
}

/* The item a test names; SIZE_MAX and a slip when it cannot be asked about. */
static size_t find_item(const Resolver *resolver, const Condition *test)
{
    const Variables *variables = resolver->variables;
    const size_t found = variables_find_item(variables, test->name);
    if (found == SIZE_MAX) {
        const Question *question = survey_find_question(variables->survey, test->name);
        const QuestionKind *kind = question != NULL ? question_kind(question->type) : NULL;
        if (kind != NULL && kind->has_rows)
            fail_at(resolver, test, "%s is a %s: name one of its rows, e.g. %s", test->name,
                    kind->element,
                    question->n_rows > 0 ? question->rows[0].id : "its first row's id");
        else
            fail_at(resolver, test,
                    "no question has the id %s: write the id of an earlier question", test->name);
        return SIZE_MAX;
    }
    if (found >= resolver->before_item) {
        fail_at(resolver, test,
                "%s is not asked before this: a condition can only look at earlier questions",
                test->name);
        return SIZE_MAX;
    }
    if (variables->items[found].role == ITEM_CODES && resolver->before_item != SIZE_MAX) {
        fail_at(resolver, test,
                "%s is coded after the survey: a condition can only look at what was answered",
                test->name);
        return SIZE_MAX;
    }
    return found;
}

static bool is_offered(const Item *item, CodeRange range)
{
    for (size_t i = 0; i < item->n_options; i++)
        if (item->options[i].code >= range.from && item->options[i].code <= range.to)
            return true;
    return false;
}

static bool check_codes(const Resolver *resolver, const Condition *test, const Item *item)
{
    for (size_t i = 0; i < test->n_ranges; i++) {
        const CodeRange range = test->ranges[i];
        if (is_offered(item, range))
            continue;
        const bool one = range.from == range.to;
        fail_at(resolver, test, "%s has no answer with the code %" G_GINT64_FORMAT "%s", test->name,
                range.from == INT64_MIN ? range.to : range.from,
                one ? ": use one of its codes" : ", nor another in that range: use its codes");
        return false;
    }
    return true;
}

static void scale_ranges(Condition *test, const Item *item)
{
    int64_t factor = 1;
    for (unsigned i = 0; i < item->question->quantity.places; i++)
        factor *= 10;
    for (size_t i = 0; i < test->n_ranges; i++) {
        if (test->ranges[i].from != INT64_MIN)
            test->ranges[i].from *= factor;
        if (test->ranges[i].to != INT64_MAX)
            test->ranges[i].to *= factor;
    }
}

static bool resolve_test(const Resolver *resolver, Condition *test)
{
    if (test->item != SIZE_MAX) /* done already: ranges are scaled once */
        return true;
    const size_t found = find_item(resolver, test);
    if (found == SIZE_MAX)
        return false;
    const Item *item = &resolver->variables->items[found];
    if (test->kind == CONDITION_IN) {
        if (item->measure == MEASURE_TEXT || item->is_date) {
            fail_at(resolver, test, "%s is a %s: it can only be tested with '%s answered'",
                    test->name, item->is_date ? "date" : "text", test->name);
            return false;
        }
        if (item->measure == MEASURE_QUANTITY)
            scale_ranges(test, item);
        else if (!check_codes(resolver, test, item))
            return false;
    }
    test->item = found;
    return true;
}

static bool resolve(const Resolver *resolver, Condition *condition)
{
    switch (condition->kind) {
    case CONDITION_AND:
    case CONDITION_OR:
        return resolve(resolver, condition->left) && resolve(resolver, condition->right);
    case CONDITION_NOT:
        return resolve(resolver, condition->left);
    case CONDITION_IN:
    case CONDITION_ANSWERED:
        return resolve_test(resolver, condition);
    }
    g_assert_not_reached();
}

bool condition_resolve(Condition *condition, const Variables *variables, size_t before_item,
                       ConditionSlip *out_slip)
{
    const Resolver resolver = {
        .variables = variables, .before_item = before_item, .slip = out_slip};
    return resolve(&resolver, condition);
}

/* Answers beside the points of a scale or the numbers: a range never means them. */
static bool is_beside(const Item *item, Value value)
{
    if (item->measure != MEASURE_QUANTITY && !question_kind(item->question->type)->has_points)
        return false;
    for (size_t i = 0; i < item->n_options; i++)
        if (item->options[i].code == value)
            return !item->options[i].is_point;
    return false;
}

static bool is_in(const Condition *test, const Item *item, Value value)
{
    if (value < 0)
        return false;
    for (size_t i = 0; i < test->n_ranges; i++) {
        const CodeRange range = test->ranges[i];
        if (value < range.from || value > range.to)
            continue;
        if (range.from == range.to || !is_beside(item, value))
            return true;
    }
    return false;
}

static void mask_answered(const Condition *test, const Variables *variables, const Columns *columns,
                          const uint8_t *route, uint8_t *out)
{
    for (size_t r = 0; r < columns->n_rows; r++)
        out[r] =
            route[r] != 0 && variables_item_is_answered(variables, test->item, columns, r) ? 1 : 0;
}

static void mask_in(const Condition *test, const Variables *variables, const Columns *columns,
                    const uint8_t *route, uint8_t *out)
{
    const Item *item = &variables->items[test->item];
    if (item->measure != MEASURE_MULTIPLE && item->measure != MEASURE_RANK) {
        const Value *column = columns->at[item->first_variable];
        for (size_t r = 0; r < columns->n_rows; r++)
            out[r] = route[r] != 0 && is_in(test, item, column[r]) ? 1 : 0;
        return;
    }
    memset(out, 0, columns->n_rows);
    for (size_t v = item->first_variable; v < item->first_variable + item->n_variables; v++) {
        if (!is_in(test, item, variables->at[v].code))
            continue;
        const Value *column = columns->at[v];
        for (size_t r = 0; r < columns->n_rows; r++)
            out[r] |= route[r] != 0 && column[r] > 0 ? 1 : 0;
    }
}

void condition_mask(const Condition *condition, const Variables *variables, const Columns *columns,
                    const uint8_t *const *masks, uint8_t *out)
{
    const size_t n = columns->n_rows;
    switch (condition->kind) {
    case CONDITION_AND:
    case CONDITION_OR: {
        g_autofree uint8_t *other = g_malloc(n + 1);
        condition_mask(condition->left, variables, columns, masks, out);
        condition_mask(condition->right, variables, columns, masks, other);
        for (size_t r = 0; r < n; r++)
            out[r] = condition->kind == CONDITION_AND ? out[r] & other[r] : out[r] | other[r];
        return;
    }
    case CONDITION_NOT:
        condition_mask(condition->left, variables, columns, masks, out);
        for (size_t r = 0; r < n; r++)
            out[r] = out[r] != 0 ? 0 : 1;
        return;
    case CONDITION_IN:
        g_assert(condition->item != SIZE_MAX);
        mask_in(condition, variables, columns, masks[condition->item], out);
        return;
    case CONDITION_ANSWERED:
        g_assert(condition->item != SIZE_MAX);
        mask_answered(condition, variables, columns, masks[condition->item], out);
        return;
    }
}
