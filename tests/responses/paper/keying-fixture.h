/* Clerks that key forms of the test survey: what the tests of keying and of verification share. */
#pragma once

#include "responses/paper/paper-fixture.h"

static const char keying_id[] = "store-survey";

/* A form on which some items are filled in: pairs of item and entry, closed by NULL. */
typedef const char *const *Typed;

static inline KeyingEntries *form_typed(const KeyPlan *plan, Typed typed)
{
    KeyingEntries *form = keying_entries_new(plan);
    for (size_t i = 0; typed != NULL && typed[i] != NULL; i += 2) {
        size_t item = variables_find_item(plan->survey->variables, typed[i]);
        g_assert_cmpuint(item, !=, SIZE_MAX);
        size_t field = keying_plan_find(plan, item);
        g_assert_cmpuint(field, !=, SIZE_MAX);
        g_free(form->entries[field]);
        form->entries[field] = g_strdup(typed[i + 1]);
    }
    return form;
}

static inline Answers *answers_typed(const KeyPlan *plan, const KeyingEntries *form)
{
    g_autofree char **problems = g_new0(char *, plan->n + 1);
    Answers *answers = keying_entries_answers(plan, form, problems);
    for (size_t f = 0; f < plan->n; f++) {
        if (problems[f] != NULL)
            g_error("%s", problems[f]);
    }
    g_assert_nonnull(answers);
    return answers;
}

/* Key a form without claiming it first; the receipt code may be NULL. */
static inline bool key_form(Store *store, const KeyPlan *plan, unsigned serial, const char *batch,
                            unsigned pass, const KeyingEntries *form, const char *code,
                            const char *who, KeyingReceipt *out, GError **error)
{
    g_autoptr(Answers) answers = answers_typed(plan, form);
    Keying keying = {
        .plan = plan,
        .serial = serial,
        .batch = batch,
        .pass = pass,
        .form = form,
        .answers = answers,
        .lang = "en",
        .receipt = code,
    };
    Act act = act_of(who);
    return keying_of_form(store, &keying, &act, out, error);
}

/* Key what is typed, which is expected to be stored. */
static inline KeyingReceipt key_typed(Store *store, const KeyPlan *plan, unsigned serial,
                                      const char *batch, unsigned pass, Typed typed,
                                      const char *who)
{
    KeyingReceipt receipt = {0};
    g_autoptr(KeyingEntries) form = form_typed(plan, typed);
    assert_done(key_form(store, plan, serial, batch, pass, form, NULL, who, &receipt, error));
    return receipt;
}

static inline bool try_key(Store *store, const KeyPlan *plan, unsigned serial, const char *batch,
                           unsigned pass, Typed typed, const char *who, GError **error)
{
    KeyingReceipt receipt = {0};
    g_autoptr(KeyingEntries) form = form_typed(plan, typed);
    return key_form(store, plan, serial, batch, pass, form, NULL, who, &receipt, error);
}

static inline void set_rules(Store *store, const char *survey_id, KeyingRules rules)
{
    Act act = act_of("sue");
    assert_done(keying_rules_save(store, survey_id, &rules, "agreed", &act, error));
}
