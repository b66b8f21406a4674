#include "forms/survey/routes.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/survey/condition.h"
#include "forms/survey/lifetime.h"
#include <string.h>

#include "base/banned.h"

struct Routes {
    const Variables *variables;
    size_t max_rows;
    uint8_t *bytes;        /* all masks: items first, then pages, then one for work */
    const uint8_t **items; /* one mask an item */
    size_t n_items, n_pages;
};

static uint8_t *mask_at(const Routes *routes, size_t index)
{
    return routes->bytes + index * routes->max_rows;
}

Routes *routes_new(const Variables *variables, size_t max_rows)
{
    g_assert(max_rows > 0);
    Routes *routes = g_new0(Routes, 1);
    routes->variables = variables;
    routes->max_rows = max_rows;
    routes->n_items = variables->n_items;
    routes->n_pages = variables->survey->n_pages;
    routes->bytes = g_malloc0_n(routes->n_items + routes->n_pages + 1, max_rows);
    routes->items = g_new0(const uint8_t *, routes->n_items + 1);
    for (size_t i = 0; i < routes->n_items; i++)
        routes->items[i] = mask_at(routes, i);
    return routes;
}

void routes_free(Routes *routes)
{
    if (routes == NULL)
        return;
    g_free(routes->bytes);
    g_free(routes->items);
    g_free(routes);
}

/* Narrow a mask to the rows for which a condition holds; NULL narrows nothing. */
static void narrow(Routes *routes, const Condition *condition, const Columns *columns,
                   uint8_t *mask)
{
    if (condition == NULL)
        return;
    uint8_t *work = mask_at(routes, routes->n_items + routes->n_pages);
    condition_mask(condition, routes->variables, columns, routes->items, work);
    for (size_t r = 0; r < columns->n_rows; r++)
        mask[r] &= work[r];
}

static void narrow_by_lifetime(const Routes *routes, Lifetime lifetime, const Columns *columns,
                               uint8_t *mask)
{
    if (lifetime.since <= 1 && lifetime.retired == 0)
        return;
    const unsigned own = routes->variables->survey->version;
    for (size_t r = 0; r < columns->n_rows; r++) {
        const unsigned version = columns->versions != NULL ? columns->versions[r] : own;
        mask[r] &= lifetime_holds(lifetime, version) ? 1 : 0;
    }
}

/* A write-in stands where its option is chosen: the code of a single, a tick or a place of the others. */
static void narrow_by_option(const Routes *routes, const Item *item, const Columns *columns,
                             uint8_t *mask)
{
    const Item *parent = &routes->variables->items[item->parent];
    size_t variable = parent->first_variable;
    if (parent->measure != MEASURE_MULTIPLE && parent->measure != MEASURE_RANK) {
        for (size_t r = 0; r < columns->n_rows; r++)
            mask[r] &= columns->at[variable][r] == item->parent_code ? 1 : 0;
        return;
    }
    while (routes->variables->at[variable].code != item->parent_code)
        variable++;
    for (size_t r = 0; r < columns->n_rows; r++)
        mask[r] &= columns->at[variable][r] > 0 ? 1 : 0;
}

static void narrow_by_coding(const Item *item, const Columns *columns, uint8_t *mask)
{
    for (size_t r = 0; r < columns->n_rows; r++) {
        bool coded = false;
        for (size_t v = 0; v < item->n_variables && !coded; v++)
            coded = columns->at[item->first_variable + v][r] != VALUE_NONE;
        mask[r] &= coded ? 1 : 0;
    }
}

static void follow_item(Routes *routes, size_t index, const Columns *columns)
{
    const Item *item = &routes->variables->items[index];
    uint8_t *mask = mask_at(routes, index);
    if (item->role != ITEM_ASKED) {
        memcpy(mask, routes->items[item->parent], columns->n_rows);
        if (item->role == ITEM_WRITE_IN)
            narrow_by_option(routes, item, columns, mask);
        else
            narrow_by_coding(item, columns, mask);
        return;
    }
    memcpy(mask, mask_at(routes, routes->n_items + item->question->page), columns->n_rows);
    narrow_by_lifetime(routes, item->question->lifetime, columns, mask);
    narrow(routes, item->question->condition, columns, mask);
    if (item->row != NULL) {
        narrow_by_lifetime(routes, item->row->lifetime, columns, mask);
        narrow(routes, item->row->condition, columns, mask);
    }
}

void routes_follow(Routes *routes, const Columns *columns)
{
    g_assert(columns->n_rows <= routes->max_rows);
    const Survey *survey = routes->variables->survey;
    size_t item = 0;
    for (size_t p = 0; p < routes->n_pages; p++) {
        uint8_t *mask = mask_at(routes, routes->n_items + p);
        memset(mask, 1, columns->n_rows);
        narrow(routes, survey->pages[p].condition, columns, mask);
        for (; item < routes->n_items && routes->variables->items[item].question->page == p; item++)
            follow_item(routes, item, columns);
    }
    g_assert(item == routes->n_items);
}

const uint8_t *routes_of_item(const Routes *routes, size_t item)
{
    g_assert(item < routes->n_items);
    return routes->items[item];
}

const uint8_t *routes_of_page(const Routes *routes, size_t page)
{
    g_assert(page < routes->n_pages);
    return mask_at(routes, routes->n_items + page);
}

bool routes_shows_note(const Routes *routes, const Note *note, const Columns *columns)
{
    if (note->condition == NULL)
        return true;
    const Columns first = {.n_rows = 1, .at = columns->at, .versions = columns->versions};
    uint8_t shown = 0;
    condition_mask(note->condition, routes->variables, &first, routes->items, &shown);
    return shown != 0;
}

/* Two conditions as one; either may be NULL. The joint node is in `*room`. */
static const Condition *both(const Condition *first, const Condition *second, Condition *room)
{
    if (first == NULL || second == NULL || first == second)
        return first != NULL ? first : second;
    *room = (Condition){.kind = CONDITION_AND, .item = SIZE_MAX};
    memcpy(&room->left, &first, sizeof first); /* read only: condition_words takes const */
    memcpy(&room->right, &second, sizeof second);
    return room;
}

static const Condition *of_question(const Survey *survey, const Question *question, Condition *room)
{
    return both(survey->pages[question->page].condition, question->condition, room);
}

char *routes_question_words(const Survey *survey, const Question *question, const char *lang)
{
    Condition room;
    const Condition *all = of_question(survey, question, &room);
    return all != NULL ? condition_words(all, survey->variables, lang) : NULL;
}

char *routes_words(const Variables *variables, size_t item, const char *lang)
{
    const Item *it = &variables->items[item];
    Condition rooms[3];
    const Condition *all = of_question(variables->survey, it->question, &rooms[0]);
    all = both(all, it->row != NULL ? it->row->condition : NULL, &rooms[1]);
    CodeRange range = {.from = it->parent_code, .to = it->parent_code};
    const Condition chosen = {.kind = CONDITION_IN,
                              .name = variables->items[it->parent].id,
                              .item = it->parent,
                              .is_single_value = true,
                              .n_ranges = 1,
                              .ranges = &range};
    if (it->role == ITEM_WRITE_IN)
        all = both(all, &chosen, &rooms[2]);
    return all != NULL ? condition_words(all, variables, lang) : NULL;
}

void routes_visit(const Variables *variables, size_t item,
                  void (*visit)(const Condition *test, void *arg), void *arg)
{
    const Item *it = &variables->items[item];
    const Condition *conditions[] = {
        variables->survey->pages[it->question->page].condition,
        it->question->condition,
        it->row == NULL ? NULL : it->row->condition,
    };
    for (size_t c = 0; c < G_N_ELEMENTS(conditions); c++)
        if (conditions[c] != NULL)
            condition_visit(conditions[c], visit, arg);
}
