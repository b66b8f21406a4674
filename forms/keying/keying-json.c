/* The plan as data for the keying script: what may be typed, and the condition trees that say what is asked. */
#include "base/json.h"
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

/* A whole number; an open end is null, so is what a script could not hold exactly. */
static void append_end(GString *to, int64_t value)
{
    static const int64_t exact = INT64_C(1) << 53;
    if (value < -exact || value > exact)
        json_null(to);
    else
        json_int(to, value);
}

/* ---- Conditions ---- */

/* An array that begins with a word. */
static void begin_list(GString *to, const char *word)
{
    json_begin_array(to);
    json_text(to, word);
}

static void append_test(GString *to, const KeyPlan *plan, const Condition *test)
{
    const size_t field = keying_plan_find(plan, test->item);
    if (field == SIZE_MAX) { /* on no paper: nobody has answered it */
        begin_list(to, "never");
        json_end_array(to);
        return;
    }
    begin_list(to, test->kind == CONDITION_ANSWERED ? "answered" : "in");
    json_int(to, (int64_t)field);
    if (test->kind != CONDITION_ANSWERED) {
        json_begin_array(to);
        for (size_t i = 0; i < test->n_ranges; i++) {
            json_begin_array(to);
            append_end(to, test->ranges[i].from);
            append_end(to, test->ranges[i].to);
            json_end_array(to);
        }
        json_end_array(to);
    }
    json_end_array(to);
}

static void append_condition(GString *to, const KeyPlan *plan, const Condition *condition)
{
    switch (condition->kind) {
    case CONDITION_AND:
    case CONDITION_OR:
        begin_list(to, condition->kind == CONDITION_AND ? "and" : "or");
        append_condition(to, plan, condition->left);
        append_condition(to, plan, condition->right);
        json_end_array(to);
        return;
    case CONDITION_NOT:
        begin_list(to, "not");
        append_condition(to, plan, condition->left);
        json_end_array(to);
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
    json_name(to, "if");
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i] == NULL)
            continue;
        if (n_left-- > 1)
            begin_list(to, "and");
        append_condition(to, plan, parts[i]);
    }
    for (size_t i = 0; i < n_open; i++)
        json_end_array(to);
}

/* ---- Fields ---- */

/* The codes of the options that stand beside a range, as numbers. */
static void append_beside(GString *to, const KeyField *field, const Item *item)
{
    bool is_begun = false;
    if (field->kind != KEY_NUMBER && !question_kind(item->question->type)->has_points)
        return;
    for (size_t i = 0; i < field->n_codes; i++) {
        if (field->codes[i].option->is_point)
            continue;
        if (!is_begun) {
            json_name(to, "beside");
            json_begin_array(to);
            is_begun = true;
        }
        json_int(to, field->codes[i].option->code);
    }
    if (is_begun)
        json_end_array(to);
}

/* What is typed for options that allow no other. */
static void append_alone(GString *to, const KeyField *field)
{
    bool is_begun = false;
    for (size_t i = 0; i < field->n_codes; i++) {
        if (!field->codes[i].option->exclusive)
            continue;
        if (!is_begun) {
            json_name(to, "alone");
            json_begin_array(to);
            is_begun = true;
        }
        json_text(to, field->codes[i].code);
    }
    if (is_begun)
        json_end_array(to);
}

static void append_codes(GString *to, const KeyField *field, const Item *item)
{
    json_name_int(to, "digits", field->digits);
    json_name(to, "codes");
    json_begin_array(to);
    for (size_t i = 0; i < field->n_codes; i++) {
        begin_list(to, field->codes[i].code);
        json_int(to, field->codes[i].option->code);
        json_end_array(to);
    }
    json_end_array(to);
    append_beside(to, field, item);
    append_alone(to, field);
}

static void append_limits(GString *to, const KeyField *field, const Item *item)
{
    const Picks picks = item->question->picks;
    const Quantity *quantity = &item->question->quantity;
    switch (field->kind) {
    case KEY_ONE:
        return;
    case KEY_MANY:
        json_name_int(to, "least", picks.least);
        json_name_int(to, "most", picks.most);
        return;
    case KEY_RANK:
        json_name_int(to, "places", picks.most);
        return;
    case KEY_NUMBER:
    case KEY_DATE:
        json_name_int(to, "places", quantity->places);
        json_name(to, "least");
        append_end(to, quantity->has_min ? quantity->min : 0);
        json_name(to, "most");
        append_end(to, quantity->has_max ? quantity->max : INT64_MAX);
        return;
    case KEY_WORDS:
        json_name_int(to, "most",
                      item->role == ITEM_WRITE_IN ? LIMIT_WRITE_IN_CHARS
                                                  : item->question->own.text.max_chars);
        return;
    }
}

char *keying_plan_json(const KeyPlan *plan)
{
    GString *json = g_string_new(NULL);
    json_begin_array(json);
    for (size_t f = 0; f < plan->n; f++) {
        const KeyField *field = &plan->at[f];
        const Item *item = &plan->survey->variables->items[field->item];
        g_autofree char *name = keying_name_in_sentence(plan, f);
        if (f > 0)
            json_next_line(json);
        json_begin_object(json);
        json_name_text(json, "id", item->id);
        json_name_text(json, "name", name);
        json_name_text(json, "kind", kinds[field->kind]);
        if (field->n_codes > 0)
            append_codes(json, field, item);
        append_limits(json, field, item);
        append_route(json, plan, item);
        json_end_object(json);
    }
    json_end_array(json);
    return g_string_free(json, false);
}
