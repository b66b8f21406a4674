/* The plan as data for the keying script: what may be typed, and the condition trees that say what is asked. */
#include "base/limits.h"
#include "forms/keying/keying-codes.h"
#include "forms/keying/keying-html.h"
#include "forms/survey/condition.h"
#include "forms/survey/question-kind.h"

#include "base/banned.h"

static const char *const kinds[] = {
    [KEY_ONE] = "one",       [KEY_MANY] = "many", [KEY_RANK] = "rank",
    [KEY_NUMBER] = "number", [KEY_DATE] = "date", [KEY_WORDS] = "words",
};

static void append_string(GString *to, const char *text)
{
    g_string_append_c(to, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            g_string_append_c(to, '\\');
        if ((unsigned char)*at < ' ')
            g_string_append_printf(to, "\\u%04x", (unsigned)*at);
        else
            g_string_append_c(to, *at);
    }
    g_string_append_c(to, '"');
}

/* A whole number; an open end is null, so is what a script could not hold exactly. */
static void append_end(GString *to, int64_t value)
{
    static const int64_t exact = INT64_C(1) << 53;
    if (value < -exact || value > exact)
        g_string_append(to, "null");
    else
        g_string_append_printf(to, "%" G_GINT64_FORMAT, value);
}

/* ---- Conditions ---- */

static void append_test(GString *to, const KeyPlan *plan, const Condition *test)
{
    const size_t field = key_plan_find(plan, test->item);
    if (field == SIZE_MAX) { /* on no paper: nobody has answered it */
        g_string_append(to, "[\"never\"]");
        return;
    }
    if (test->kind == CONDITION_ANSWERED) {
        g_string_append_printf(to, "[\"answered\",%zu]", field);
        return;
    }
    g_string_append_printf(to, "[\"in\",%zu,[", field);
    for (size_t i = 0; i < test->n_ranges; i++) {
        g_string_append(to, i > 0 ? ",[" : "[");
        append_end(to, test->ranges[i].from);
        g_string_append_c(to, ',');
        append_end(to, test->ranges[i].to);
        g_string_append_c(to, ']');
    }
    g_string_append(to, "]]");
}

static void append_condition(GString *to, const KeyPlan *plan, const Condition *condition)
{
    switch (condition->kind) {
    case CONDITION_AND:
    case CONDITION_OR:
        g_string_append(to, condition->kind == CONDITION_AND ? "[\"and\"," : "[\"or\",");
        append_condition(to, plan, condition->left);
        g_string_append_c(to, ',');
        append_condition(to, plan, condition->right);
        g_string_append_c(to, ']');
        return;
    case CONDITION_NOT:
        g_string_append(to, "[\"not\",");
        append_condition(to, plan, condition->left);
        g_string_append_c(to, ']');
        return;
    case CONDITION_IN:
    case CONDITION_ANSWERED:
        append_test(to, plan, condition);
        return;
    }
}

/* Its page's condition, its question's, its row's; of words beside an answer that it is chosen. Each but the last opens an
 * "and". */
static void append_route(GString *to, const KeyPlan *plan, const Item *item)
{
    CodeRange chosen = {.from = item->parent_code, .to = item->parent_code};
    const Condition parent = {
        .kind = CONDITION_IN, .item = item->parent, .n_ranges = 1, .ranges = &chosen};
    const Condition *parts[] = {
        plan->survey->pages[item->question->page].condition,
        item->question->condition,
        item->row != NULL ? item->row->condition : NULL,
        item->role == ITEM_WRITE_IN ? &parent : NULL,
    };
    size_t n_left = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        n_left += parts[i] != NULL ? 1 : 0;
    const size_t n_open = n_left > 0 ? n_left - 1 : 0;
    if (n_left == 0)
        return;
    g_string_append(to, ",\"if\":");
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i] == NULL)
            continue;
        if (n_left-- > 1)
            g_string_append(to, "[\"and\",");
        append_condition(to, plan, parts[i]);
        if (n_left > 0)
            g_string_append_c(to, ',');
    }
    for (size_t i = 0; i < n_open; i++)
        g_string_append_c(to, ']');
}

/* ---- Fields ---- */

static void append_codes(GString *to, const KeyField *field, const Item *item)
{
    const bool has_range =
        field->kind == KEY_NUMBER || question_kind(item->question->type)->has_points;
    g_autoptr(GString) beside = g_string_new(NULL);
    g_autoptr(GString) alone = g_string_new(NULL);
    g_string_append_printf(to, ",\"digits\":%u,\"codes\":[", field->digits);
    for (size_t i = 0; i < field->n_codes; i++) {
        const Option *option = field->codes[i].option;
        g_string_append_printf(to, "%s[\"%s\",%d]", i > 0 ? "," : "", field->codes[i].code,
                               option->code);
        if (has_range && !option->is_point)
            g_string_append_printf(beside, "%s%d", beside->len > 0 ? "," : "", option->code);
        if (option->exclusive)
            g_string_append_printf(alone, "%s\"%s\"", alone->len > 0 ? "," : "",
                                   field->codes[i].code);
    }
    g_string_append_c(to, ']');
    if (beside->len > 0)
        g_string_append_printf(to, ",\"beside\":[%s]", beside->str);
    if (alone->len > 0)
        g_string_append_printf(to, ",\"alone\":[%s]", alone->str);
}

static void append_limits(GString *to, const KeyField *field, const Item *item)
{
    const Picks picks = item->question->picks;
    const Quantity *quantity = &item->question->quantity;
    switch (field->kind) {
    case KEY_ONE:
        return;
    case KEY_MANY:
        g_string_append_printf(to, ",\"least\":%u,\"most\":%u", picks.least, picks.most);
        return;
    case KEY_RANK:
        g_string_append_printf(to, ",\"places\":%u", picks.most);
        return;
    case KEY_NUMBER:
    case KEY_DATE:
        g_string_append_printf(to, ",\"places\":%u,\"least\":", quantity->places);
        append_end(to, quantity->has_min ? quantity->min : 0);
        g_string_append(to, ",\"most\":");
        append_end(to, quantity->has_max ? quantity->max : INT64_MAX);
        return;
    case KEY_WORDS:
        g_string_append_printf(to, ",\"most\":%u",
                               item->role == ITEM_WRITE_IN ? (unsigned)LIMIT_WRITE_IN_CHARS
                                                           : item->question->own.text.max_chars);
        return;
    }
}

char *key_plan_json(const KeyPlan *plan)
{
    GString *json = g_string_new("[");
    for (size_t f = 0; f < plan->n; f++) {
        const KeyField *field = &plan->at[f];
        const Item *item = &plan->survey->variables->items[field->item];
        g_autofree char *name = key_name_in_sentence(plan, f);
        g_string_append(json, f > 0 ? ",\n{\"id\":" : "{\"id\":");
        append_string(json, item->id);
        g_string_append(json, ",\"name\":");
        append_string(json, name);
        g_string_append_printf(json, ",\"kind\":\"%s\"", kinds[field->kind]);
        if (field->n_codes > 0)
            append_codes(json, field, item);
        append_limits(json, field, item);
        append_route(json, plan, item);
        g_string_append_c(json, '}');
    }
    g_string_append_c(json, ']');
    return g_string_free(json, false);
}
