/* The plan of a survey: its fields in printed order and their codes. */
#include "forms/keying/keying.h"
#include "base/arena.h"
#include "base/text.h"
#include "forms/keying/keying-type.h"
#include "forms/survey/lifetime.h"

#include "base/banned.h"

/* Words beside an answer are typed as words, a question's own entries as its type says. */
static KeyKind kind_of(const Item *item)
{
    return item->role == ITEM_WRITE_IN ? KEY_WORDS : keying_type(item->question->type)->kind;
}

/* Does the item stand on the paper of the survey's own version? */
static bool is_keyed(const Survey *survey, const Item *item)
{
    if (item->role == ITEM_CODES || !lifetime_holds(item->question->lifetime, survey->version))
        return false;
    if (item->row != NULL)
        return lifetime_holds(item->row->lifetime, survey->version);
    if (item->role == ITEM_ASKED)
        return true;
    const Question *question = item->question;
    return survey_option_is_offered(
        survey, survey_option_find(question->options, question->n_options, item->parent_code));
}

/* The number under the first box: a scale counts from its own first point, everything else from 1. */
static uint64_t first_number(const Item *item)
{
    return item->n_options > 0 && item->options[0].is_point ? (uint64_t)item->options[0].code : 1;
}

static void add_codes(const Survey *survey, const Item *item, Arena *arena, KeyField *field)
{
    KeyCode *codes = arena_new_array(arena, KeyCode, item->n_options);
    const uint64_t first = first_number(item);
    for (size_t i = 0; i < item->n_options; i++)
        if (survey_option_is_offered(survey, &item->options[i]))
            codes[field->n_codes++].option = &item->options[i];
    field->codes = codes;
    if (field->n_codes == 0)
        return;
    field->digits = text_count_digits(first + field->n_codes - 1);
    g_assert(field->digits + 2 <= KEY_CODE_BYTES);
    for (size_t i = 0; i < field->n_codes; i++)
        g_snprintf(codes[i].code, KEY_CODE_BYTES, "%s%0*" G_GUINT64_FORMAT,
                   field->kind == KEY_NUMBER ? "/" : "", (int)field->digits, first + i);
}

/* "a" for 0, "z" for 25, "aa" for 26. */
static void append_letters(GString *to, size_t index)
{
    if (index >= 26)
        append_letters(to, index / 26 - 1);
    g_string_append_c(to, (char)('a' + index % 26));
}

/* The number of the question as printed; a row's has its letter. */
static const char *number_of(const Item *item, size_t row, Arena *arena)
{
    const char *number = item->question->number;
    if (number == NULL || item->row == NULL)
        return number;
    g_autoptr(GString) lettered = g_string_new(number);
    append_letters(lettered, row);
    return arena_strdup(arena, lettered->str);
}

KeyPlan *keying_plan_new(const Survey *survey)
{
    const Variables *variables = survey->variables;
    Arena *arena = arena_new();
    KeyPlan *plan = arena_new_array(arena, KeyPlan, 1);
    KeyField *fields = arena_new_array(arena, KeyField, variables->n_items);
    *plan = (KeyPlan){.survey = survey, .at = fields, .arena = arena};
    size_t row = 0;
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (!is_keyed(survey, item))
            continue;
        const bool goes_on = plan->n > 0 && item->row != NULL &&
                             variables->items[fields[plan->n - 1].item].question == item->question;
        row = goes_on ? row + 1 : 0;
        KeyField *field = &fields[plan->n++];
        *field =
            (KeyField){.item = i, .kind = kind_of(item), .number = number_of(item, row, arena)};
        add_codes(survey, item, arena, field);
    }
    return plan;
}

void keying_plan_free(KeyPlan *plan)
{
    if (plan != NULL)
        arena_free(plan->arena);
}

size_t keying_plan_find(const KeyPlan *plan, size_t item)
{
    for (size_t f = 0; f < plan->n; f++)
        if (plan->at[f].item == item)
            return f;
    return SIZE_MAX;
}

const char *keying_label(const KeyPlan *plan, size_t field, const char *lang)
{
    return variables_item_label(&plan->survey->variables->items[plan->at[field].item], lang);
}
