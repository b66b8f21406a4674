/* Fuzzer: any text is either a condition whose tests can be visited, or a slip with a sentence and a place. */
#include "forms/survey/condition.h"

#include "base/limits.h"
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const Condition *test, void *arg)
{
    size_t *n = arg;
    g_assert_nonnull(test->name);
    g_assert_true(test->kind == CONDITION_IN || test->kind == CONDITION_ANSWERED);
    g_assert_true((test->n_ranges > 0) == (test->kind == CONDITION_IN));
    for (size_t i = 0; i < test->n_ranges; i++)
        g_assert_cmpint(test->ranges[i].from, <=, test->ranges[i].to);
    (*n)++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(Arena) arena = arena_new();
    ConditionSlip slip = {0};
    Condition *condition = condition_parse(arena, text, &slip);
    if (condition == NULL) {
        g_assert_nonnull(slip.message);
        g_assert_cmpuint(slip.at, >=, 1);
        g_free(slip.message);
        return 0;
    }
    size_t n = 0;
    condition_visit(condition, look_at, &n);
    g_assert_cmpuint(n, >, 0);
    g_assert_cmpuint(n, <=, LIMIT_CONDITION_CHARS);
    return 0;
}
