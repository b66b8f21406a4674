#include "forms/definition/reachability.h"

#include "forms/definition/survey-check.h"
#include "forms/survey/answer-classes.h"
#include "forms/survey/condition.h"
#include "forms/survey/variables.h"
#include <string.h>

#include "base/banned.h"

/* The search on a small survey. Page p asks q1 (1 yes, 2 no, 3 not sure; it may be left blank). Page r asks q2 (1 good, 2 bad)
 * if "q1 is 1" and has note n if "q1 is 2 and q2 is 1". Page z asks the text q3.
 *
 * Tests, numbered as their conditions are met:   0 "q1 is 1" of q2    1 "q1 is 2" of n    2 "q2 is 1" of n
 * Classes, what the tests about an item can say together: of q1 (tests 0, 1) blank and 3 say 00, 1 says 10, 2 says 01: three
 * classes for four answers. Of q2 (test 2) blank and 2 say 0, 1 says 1. Nothing looks at q3: it does not branch.
 * Slots: test 0 has slot 0 from item q1 to question q2, which looks at it; then it is free, and test 2 has it from item q2 to
 * note n. Test 1 has slot 1 from item q1 to note n. So a key has 2 + 3 bytes: slot 0, slot 1 | page on, page shown, question on.
 *
 *     step          keys after it                                                     questions asked so far
 *     start         00|000                                                            0
 *     page p        00|100                                                            0
 *     question q1   00|111                                                            1
 *     item q1       00|111  10|111  01|111            one for each class              1 1 1
 *     end of p      00|000  10|000  01|000            the page was shown: 1 page      1 1 1
 *     page r        00|100  10|100  01|100                                            1 1 1
 *     question q2   00|100  00|111  01|100            10 met it; its test is gone     1 2 1
 *     item q2       00|100  00|111  10|111  01|100    only who is asked branches      1 2 2 1
 *     note n        00|100  00|111                    10|111 became 00|111, 01|100    1 2
 *                                                     became 00|100: kept once
 *     end of r      00|000                            1 to 2 pages                    1 to 2
 *     page z, question and item q3, end of z: 00|000  2 to 3 pages                    2 to 3
 *
 * States that nothing later tells apart are one state with a range of lengths: that is what keeps the search small, and why one
 * state is left at the end. At note n no key had both slots set, so nobody meets its condition: n can never be reached. */

enum { COST_MOST = 100000 }; /* of one search, in states of 64 bytes: some tens of milliseconds */

/* The survey in the order in which it is walked. */
typedef enum { STEP_PAGE, STEP_QUESTION, STEP_ITEM, STEP_NOTE, STEP_PAGE_END } StepKind;

typedef struct {
    StepKind kind;
    const Condition *condition; /* NULL: always */
    const char *text;           /* as written */
    char *owner;                /* in words */
    unsigned line;
    size_t first_test; /* the condition's tests are numbered from here, left to right */
    size_t n_tests;
    size_t item;    /* STEP_ITEM */
    bool counts;    /* STEP_QUESTION: asked in this version */
    size_t n_about; /* STEP_ITEM: how many tests look at this item, which ones, */
    size_t *about;
    size_t n_classes; /* and what they can say together */
    uint8_t *classes;
    size_t parent_test; /* STEP_ITEM of a write-in: the number of the test "its option is chosen" */
    bool was_met, was_missed; /* found by the search: somebody meets it, somebody does not */
    bool was_tried;           /* somebody gets as far as here */
} Step;

/* All that matters of somebody who has come this far. Key: one byte a test that is still to be looked at, and three more. */
typedef struct {
    Ways ways;
    size_t n_key;
    uint8_t key[];
} State;

typedef struct {
    const Survey *survey;
    GArray *steps;    /* of Step */
    GPtrArray *tests; /* of Condition, by number */
    GPtrArray *made;  /* tests made here, for write-ins */
    size_t *slots;    /* of a key: where a test's outcome stands from its item to its condition */
    size_t n_slots;
    size_t n_key;
    GHashTable *now; /* of State */
    size_t cost;
} Search;

static uint8_t *page_on(const Search *search, State *state)
{
    return &state->key[search->n_slots];
}

static uint8_t *page_shown(const Search *search, State *state)
{
    return &state->key[search->n_slots + 1];
}

static uint8_t *question_on(const Search *search, State *state)
{
    return &state->key[search->n_slots + 2];
}

static unsigned hash_state(gconstpointer of)
{
    const State *state = of;
    unsigned hash = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < state->n_key; i++)
        hash = (hash ^ state->key[i]) * 16777619U;
    return hash;
}

static int equal_states(gconstpointer a, gconstpointer b)
{
    const State *left = a, *right = b;
    return memcmp(left->key, right->key, left->n_key) == 0;
}

/* Put a state among those that follow; takes it. */
static void keep(GHashTable *states, State *state)
{
    State *same = g_hash_table_lookup(states, state);
    if (same == NULL) {
        g_hash_table_add(states, state);
        return;
    }
    same->ways.pages_least = MIN(same->ways.pages_least, state->ways.pages_least);
    same->ways.pages_most = MAX(same->ways.pages_most, state->ways.pages_most);
    same->ways.questions_least = MIN(same->ways.questions_least, state->ways.questions_least);
    same->ways.questions_most = MAX(same->ways.questions_most, state->ways.questions_most);
    g_free(state);
}

static State *copy_state(const State *state)
{
    size_t size = sizeof *state + state->n_key;
    State *copy = g_malloc(size);
    memcpy(copy, state, size);
    return copy;
}

/* The condition for a state; tests are counted off in the order in which they were numbered. */
static bool holds(const Search *search, const Condition *condition, const State *state,
                  size_t *test)
{
    bool left = false, right = false;
    switch (condition->kind) {
    case CONDITION_AND:
        left = holds(search, condition->left, state, test);
        right = holds(search, condition->right, state, test);
        return left && right;
    case CONDITION_OR:
        left = holds(search, condition->left, state, test);
        right = holds(search, condition->right, state, test);
        return left || right;
    case CONDITION_NOT:
        return !holds(search, condition->left, state, test);
    case CONDITION_IN:
    case CONDITION_ANSWERED:
        return state->key[search->slots[(*test)++]] != 0;
    }
    g_assert_not_reached();
}

static bool meets(const Search *search, Step *step, const State *state)
{
    size_t test = step->first_test;
    bool met = step->condition == NULL || holds(search, step->condition, state, &test);
    step->was_tried = true;
    step->was_met = step->was_met || met;
    step->was_missed = step->was_missed || !met;
    return met;
}

/* Forget what no later condition looks at. */
static void forget(const Search *search, const Step *step, State *state)
{
    for (size_t t = 0; t < step->n_tests; t++)
        state->key[search->slots[step->first_test + t]] = 0;
}

/* Follow each answer that makes a difference. */
static void branch(Search *search, Step *step, State *state, GHashTable *next)
{
    bool is_on = *question_on(search, state) != 0 && meets(search, step, state);
    if (step->parent_test != SIZE_MAX) {
        is_on = is_on && state->key[search->slots[step->parent_test]] != 0;
        state->key[search->slots[step->parent_test]] = 0;
    }
    forget(search, step, state);
    size_t n = is_on && step->n_about > 0 ? step->n_classes : 1;
    for (size_t i = 0; i < n; i++) {
        State *after = i + 1 < n ? copy_state(state) : state;
        for (size_t t = 0; t < step->n_about && is_on; t++)
            after->key[search->slots[step->about[t]]] = step->classes[i * step->n_about + t];
        search->cost += 1 + search->n_key / 64;
        keep(next, after);
    }
}

static void follow(Search *search, Step *step, State *state, GHashTable *next)
{
    search->cost += 1 + search->n_key / 64;
    switch (step->kind) {
    case STEP_PAGE:
        *page_on(search, state) = meets(search, step, state) ? 1 : 0;
        break;
    case STEP_QUESTION:
        *question_on(search, state) =
            *page_on(search, state) != 0 && meets(search, step, state) ? 1 : 0;
        if (*question_on(search, state) != 0 && step->counts) {
            state->ways.questions_least++;
            state->ways.questions_most++;
            *page_shown(search, state) = 1;
        }
        break;
    case STEP_NOTE:
        if (*page_on(search, state) != 0)
            (void)meets(search, step, state);
        break;
    case STEP_ITEM:
        branch(search, step, state, next);
        return;
    case STEP_PAGE_END:
        state->ways.pages_least += *page_shown(search, state);
        state->ways.pages_most += *page_shown(search, state);
        *page_shown(search, state) = *page_on(search, state) = *question_on(search, state) = 0;
        break;
    }
    forget(search, step, state);
    keep(next, state);
}

static void number_test(const Condition *test, void *arg)
{
    g_ptr_array_add(arg, (gpointer)(uintptr_t)test);
}

static Step *add_step(Search *search, StepKind kind, const Condition *condition, const char *text,
                      char *owner, unsigned line)
{
    Step step = {.kind = kind,
                 .condition = condition,
                 .text = text,
                 .owner = owner,
                 .line = line,
                 .first_test = search->tests->len,
                 .item = SIZE_MAX,
                 .parent_test = SIZE_MAX};
    if (condition != NULL)
        condition_visit(condition, number_test, search->tests);
    step.n_tests = search->tests->len - step.first_test;
    g_array_append_val(search->steps, step);
    return &g_array_index(search->steps, Step, search->steps->len - 1);
}

/* The items of a question: rows with their conditions, write-ins with the test whether their option is chosen. */
static void add_items(Search *search, const Question *question)
{
    const Variables *variables = search->survey->variables;
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->question != question || item->role == ITEM_CODES)
            continue;
        const Row *row = item->row;
        Step *step = add_step(search, STEP_ITEM, row != NULL ? row->condition : NULL,
                              row != NULL ? row->condition_text : NULL,
                              g_strdup_printf("row '%s'", item->id),
                              row != NULL ? row->line : question->line);
        step->item = i;
        if (item->role != ITEM_WRITE_IN)
            continue;
        Condition *chosen = g_new0(Condition, 1);
        CodeRange *range = g_new0(CodeRange, 1);
        *range = (CodeRange){item->parent_code, item->parent_code};
        *chosen =
            (Condition){.kind = CONDITION_IN, .item = item->parent, .n_ranges = 1, .ranges = range};
        step->parent_test = search->tests->len;
        g_ptr_array_add(search->tests, chosen);
        g_ptr_array_add(search->made, chosen);
    }
}

static bool is_asked_now(const Survey *survey, Lifetime lifetime)
{
    return lifetime.since <= survey->version &&
           (lifetime.retired == 0 || survey->version < lifetime.retired);
}

static void add_page(Search *search, const Page *page)
{
    add_step(search, STEP_PAGE, page->condition, page->condition_text,
             g_strdup_printf("page '%s'", page->id), page->line);
    for (size_t i = 0; i < page->n_entries; i++) {
        const Question *question = page->entries[i].question;
        const Note *note = page->entries[i].note;
        if (question != NULL) {
            Step *step =
                add_step(search, STEP_QUESTION, question->condition, question->condition_text,
                         survey_question_in_message(question), question->line);
            step->counts = is_asked_now(search->survey, question->lifetime);
            add_items(search, question);
        } else if (note != NULL) {
            add_step(search, STEP_NOTE, note->condition, note->condition_text,
                     g_strdup_printf("note '%s'", note->id), note->line);
        }
    }
    add_step(search, STEP_PAGE_END, NULL, NULL, NULL, 0);
}

/* For each item the tests that look at it, and what they can say; false when that is too much. */
static bool find_classes(Search *search)
{
    const Variables *variables = search->survey->variables;
    g_autofree size_t *about = g_new(size_t, search->tests->len + 1);
    /* The tests of an item as a chain: first[item], then next[test], in the order of their numbers. */
    g_autofree size_t *first = g_new(size_t, variables->n_items + 1);
    g_autofree size_t *next = g_new(size_t, search->tests->len + 1);
    for (size_t i = 0; i < variables->n_items; i++)
        first[i] = SIZE_MAX;
    for (size_t t = search->tests->len; t-- > 0;) {
        const Condition *test = g_ptr_array_index(search->tests, t);
        next[t] = first[test->item];
        first[test->item] = t;
    }
    g_autofree const Condition **tests = g_new(const Condition *, search->tests->len + 1);
    for (size_t s = 0; s < search->steps->len; s++) {
        Step *step = &g_array_index(search->steps, Step, s);
        if (step->kind != STEP_ITEM)
            continue;
        for (size_t t = first[step->item]; t != SIZE_MAX; t = next[t]) {
            tests[step->n_about] = g_ptr_array_index(search->tests, t);
            about[step->n_about++] = t;
        }
        if (step->n_about == 0)
            continue;
        step->about = g_memdup2(about, step->n_about * sizeof *about);
        step->n_classes =
            answer_classes(variables, step->item, tests, step->n_about, &step->classes);
        if (step->n_classes == 0)
            return false;
    }
    return true;
}

/* Give each test a place in the keys for as long as it matters: from its item to the condition it stands in. */
static void assign_slots(Search *search)
{
    g_autoptr(GArray) unused = g_array_new(false, false, sizeof(size_t));
    search->slots = g_new0(size_t, search->tests->len + 1);
    for (size_t s = 0; s < search->steps->len; s++) {
        const Step *step = &g_array_index(search->steps, Step, s);
        g_array_append_vals(unused, &search->slots[step->first_test], (guint)step->n_tests);
        if (step->parent_test != SIZE_MAX)
            g_array_append_val(unused, search->slots[step->parent_test]);
        for (size_t t = 0; t < step->n_about; t++) {
            size_t slot = search->n_slots;
            if (unused->len > 0) {
                slot = g_array_index(unused, size_t, unused->len - 1);
                g_array_set_size(unused, unused->len - 1);
            } else {
                search->n_slots++;
            }
            search->slots[step->about[t]] = slot;
        }
    }
    search->n_key = search->n_slots + 3;
}

/* Walk all states through all steps; false when there are too many. */
static bool walk(Search *search)
{
    State *start = g_malloc0(sizeof *start + search->n_key);
    start->n_key = search->n_key;
    keep(search->now, start);
    for (size_t s = 0; s < search->steps->len; s++) {
        GHashTable *next = g_hash_table_new_full(hash_state, equal_states, g_free, NULL);
        GHashTableIter iterator;
        gpointer state = NULL;
        g_hash_table_iter_init(&iterator, search->now);
        while (search->cost <= COST_MOST && g_hash_table_iter_next(&iterator, &state, NULL)) {
            g_hash_table_iter_steal(&iterator);
            follow(search, &g_array_index(search->steps, Step, s), state, next);
        }
        g_hash_table_destroy(search->now);
        search->now = next;
        if (search->cost > COST_MOST)
            return false;
    }
    return true;
}

static void note_dead(const Step *step, Mistakes *mistakes)
{
    const char *owner = step->owner;
    if (step->text == NULL || !step->was_tried)
        return;
    if (!step->was_met)
        mistakes_add(
            mistakes, step->line,
            "%s can never be reached: no answers that can be given meet if=\"%s\", because "
            "its parts, or the conditions of the questions it names, exclude one another",
            owner, step->text);
    else if (!step->was_missed)
        mistakes_warn(mistakes, step->line,
                      "%s: everyone who comes this far meets if=\"%s\"; leave it out", owner,
                      step->text);
}

static void free_search(Search *search)
{
    for (size_t s = 0; s < search->steps->len; s++) {
        Step *step = &g_array_index(search->steps, Step, s);
        g_free(step->owner);
        g_free(step->about);
        g_free(step->classes);
    }
    for (size_t i = 0; i < search->made->len; i++) {
        Condition *test = g_ptr_array_index(search->made, i);
        g_free(test->ranges);
        g_free(test);
    }
    g_array_free(search->steps, true);
    g_ptr_array_free(search->tests, true);
    g_ptr_array_free(search->made, true);
    g_free(search->slots);
    g_hash_table_destroy(search->now);
}

/* Without a search: nothing that has a condition on the shortest way, everything on the longest. */
static Ways count_only(const Survey *survey)
{
    Ways ways = {.is_known = false};
    for (size_t i = 0; i < survey->n_questions; i++) {
        const Question *question = &survey->questions[i];
        const Page *page = &survey->pages[question->page];
        bool is_asked = is_asked_now(survey, question->lifetime);
        ways.questions_most += is_asked ? 1 : 0;
        if (question->condition_text == NULL && page->condition_text == NULL)
            ways.questions_least += is_asked ? 1 : 0;
    }
    for (size_t i = 0; i < survey->n_pages; i++) {
        ways.pages_most++;
        ways.pages_least += survey->pages[i].condition_text == NULL ? 1 : 0;
    }
    return ways;
}

Ways reachability_check(const Survey *survey, Mistakes *mistakes)
{
    Search search = {
        .survey = survey,
        .steps = g_array_new(false, true, sizeof(Step)),
        .tests = g_ptr_array_new(),
        .made = g_ptr_array_new(),
        .now = g_hash_table_new_full(hash_state, equal_states, g_free, NULL),
    };
    for (size_t i = 0; i < survey->n_pages; i++)
        add_page(&search, &survey->pages[i]);
    Ways ways = count_only(survey);
    bool is_possible = find_classes(&search);
    if (is_possible)
        assign_slots(&search);
    if (is_possible && walk(&search)) {
        g_assert(g_hash_table_size(search.now) == 1);
        GHashTableIter iterator;
        gpointer last = NULL;
        g_hash_table_iter_init(&iterator, search.now);
        (void)g_hash_table_iter_next(&iterator, &last, NULL);
        ways = ((const State *)last)->ways;
        ways.is_known = true;
        for (size_t s = 0; s < search.steps->len; s++)
            note_dead(&g_array_index(search.steps, Step, s), mistakes);
    }
    free_search(&search);
    return ways;
}
