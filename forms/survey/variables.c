#include "forms/survey/variables.h"
#include "base/arena.h"
#include "forms/survey/question-kind.h"
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* What is under construction: items and variables in printed order. */
typedef struct {
    const Survey *survey;
    Arena *arena;
    GArray *items;
    GArray *variables;
} Maker;

static bool is_scored(const Option *options, size_t n)
{
    size_t scored = 0;
    for (size_t i = 0; i < n; i++) {
        if (options[i].missing != MISSING_NO)
            continue;
        if (!options[i].has_score)
            return false;
        scored++;
    }
    return scored > 0;
}

static void add_variable(Maker *maker, const Item *item, const char *name, int code)
{
    const Variable variable = {.name = name,
                               .measure = item->measure,
                               .item = maker->items->len,
                               .code = code,
                               .apart = item->apart};
    g_array_append_val(maker->variables, variable);
}

/* Append the item with its variables; a parent of SIZE_MAX means itself. */
static void add_item(Maker *maker, Item item)
{
    if (item.parent == SIZE_MAX)
        item.parent = maker->items->len;
    item.apart = item.question->sensitive == SENSITIVE_SPECIAL;
    item.first_variable = maker->variables->len;
    if (item.measure == MEASURE_MULTIPLE || item.measure == MEASURE_RANK) {
        for (size_t i = 0; i < item.n_options; i++) {
            g_autofree char *name = g_strdup_printf("%s_%d", item.id, item.options[i].code);
            add_variable(maker, &item, arena_strdup(maker->arena, name), item.options[i].code);
        }
    } else {
        add_variable(maker, &item, item.id, 0);
    }
    item.n_variables = maker->variables->len - item.first_variable;
    item.is_scored = item.measure == MEASURE_SINGLE && is_scored(item.options, item.n_options);
    g_array_append_val(maker->items, item);
}

static Item asked_item(const Question *question)
{
    const QuestionKind *kind = question_kind(question->type);
    return (Item){.id = question->id,
                  .measure = kind->measure,
                  .role = ITEM_ASKED,
                  .question = question,
                  .parent = SIZE_MAX,
                  .is_date = kind->is_date,
                  .n_options = question->n_options,
                  .options = question->options};
}

static void add_write_ins(Maker *maker, const Question *question, size_t parent)
{
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        if (option->write_in == NULL)
            continue;
        add_item(maker, (Item){.id = option->write_in,
                               .measure = MEASURE_TEXT,
                               .role = ITEM_WRITE_IN,
                               .question = question,
                               .parent = parent,
                               .parent_code = option->code});
    }
}

static void add_codes(Maker *maker, const Question *question, size_t parent)
{
    const AnswerList *frame = survey_find_list(maker->survey, question->frame);
    if (frame == NULL) /* a mistake that the loader tells */
        return;
    g_autofree char *id = g_strdup_printf("%s_code", question->id);
    add_item(maker, (Item){.id = arena_strdup(maker->arena, id),
                           .measure = MEASURE_MULTIPLE,
                           .role = ITEM_CODES,
                           .question = question,
                           .parent = parent,
                           .n_options = frame->n_options,
                           .options = frame->options});
}

static void add_question(Maker *maker, const Question *question)
{
    if (question_kind(question->type)->has_rows) {
        for (size_t r = 0; r < question->n_rows; r++) {
            Item item = asked_item(question);
            item.id = question->rows[r].id;
            item.row = &question->rows[r];
            add_item(maker, item);
        }
        return;
    }
    const size_t parent = maker->items->len;
    add_item(maker, asked_item(question));
    add_write_ins(maker, question, parent);
    if (question->frame != NULL)
        add_codes(maker, question, parent);
}

static int compare_names(const void *a, const void *b)
{
    const NameIndex *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static void sort_names(Variables *variables, Arena *arena)
{
    NameIndex *names = arena_new_array(arena, NameIndex, variables->n);
    NameIndex *ids = arena_new_array(arena, NameIndex, variables->n_items);
    for (size_t v = 0; v < variables->n; v++)
        names[v] = (NameIndex){variables->at[v].name, v};
    for (size_t i = 0; i < variables->n_items; i++)
        ids[i] = (NameIndex){variables->items[i].id, i};
    qsort(names, variables->n, sizeof *names, compare_names);
    qsort(ids, variables->n_items, sizeof *ids, compare_names);
    variables->by_name = names;
    variables->by_id = ids;
}

static size_t find_name(const NameIndex *names, size_t n, const char *name)
{
    const NameIndex wanted = {.name = name};
    const NameIndex *found = bsearch(&wanted, names, n, sizeof *names, compare_names);
    return found != NULL ? found->index : SIZE_MAX;
}

const Variables *variables_make(const Survey *survey, Arena *arena)
{
    Maker maker = {.survey = survey,
                   .arena = arena,
                   .items = g_array_new(false, true, sizeof(Item)),
                   .variables = g_array_new(false, true, sizeof(Variable))};
    for (size_t q = 0; q < survey->n_questions; q++)
        add_question(&maker, &survey->questions[q]);

    Variables *variables = arena_new_array(arena, Variables, 1);
    variables->survey = survey;
    variables->n = maker.variables->len;
    variables->at = arena_copy(arena, maker.variables->data, variables->n, sizeof(Variable));
    variables->n_items = maker.items->len;
    variables->items = arena_copy(arena, maker.items->data, variables->n_items, sizeof(Item));
    g_array_unref(maker.items);
    g_array_unref(maker.variables);
    sort_names(variables, arena);
    return variables;
}

size_t variables_find(const Variables *variables, const char *name)
{
    return find_name(variables->by_name, variables->n, name);
}

size_t variables_find_item(const Variables *variables, const char *id)
{
    return find_name(variables->by_id, variables->n_items, id);
}

size_t variables_first_item(const Variables *variables, const Question *question)
{
    for (size_t i = 0; i < variables->n_items; i++)
        if (variables->items[i].question == question)
            return i;
    return SIZE_MAX;
}

const char *variables_item_label(const Item *item, const char *lang)
{
    if (item->row != NULL)
        return wording_plain(&item->row->label, lang);
    if (item->role == ITEM_WRITE_IN) {
        const Question *question = item->question;
        const Option *option =
            survey_option_find(question->options, question->n_options, item->parent_code);
        return wording_plain(&option->label, lang);
    }
    if (wording_is(&item->question->short_label))
        return wording_plain(&item->question->short_label, lang);
    return wording_plain(&item->question->ask, lang);
}

bool variables_item_is_answered(const Variables *variables, size_t item, const Columns *columns,
                                size_t r)
{
    const Item *it = &variables->items[item];
    const bool by_option = it->measure == MEASURE_MULTIPLE || it->measure == MEASURE_RANK;
    for (size_t v = it->first_variable; v < it->first_variable + it->n_variables; v++)
        if (columns->at[v][r] >= (by_option ? 1 : 0))
            return true;
    return false;
}
