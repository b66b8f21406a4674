/* Fuzzer: whatever is typed for a form, or kept of one, is read or refused with a sentence; what is read is written and
 * reads back the same. Begins in the project's folder: the definition is tests/data/keying.xml. */
#include "forms/definition/survey-xml.h"
#include "forms/keying/keying.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const KeyPlan *load(void)
{
    static KeyPlan *plan; /* of the one definition, for the life of the fuzzer */
    if (plan == NULL) {
        g_autoptr(GError) error = NULL;
        Survey *survey = survey_load("tests/data/keying.xml", &error);
        g_assert_no_error(error);
        plan = keying_plan_new(survey);
    }
    return plan;
}

/* A right entry says the same when it is written anew; a wrong one leaves no value and has a sentence. */
static void try_entry(const KeyPlan *plan, size_t field, const char *entry)
{
    g_autoptr(Answers) answers = answers_new(plan->survey);
    g_autofree char *sentence = keying_read(plan, field, entry, answers);
    g_autofree char *words = keying_words(plan, field, entry, "en");
    g_autofree char *written = keying_write(plan, field, answers);
    g_assert_nonnull(words);
    if (sentence != NULL) {
        g_assert_cmpstr(written, ==, "");
        return;
    }
    g_assert_true(keying_agrees(plan, field, entry, written));
    g_autoptr(Problems) problems = problems_new();
    answers_check_item(answers, plan->at[field].item, problems);
    g_assert_cmpuint(problems->list->len, ==, 0); /* what was read keeps every rule */
}

static void try_form(const KeyPlan *plan, const KeyingEntries *form)
{
    g_autofree char **sentences = g_new0(char *, plan->n);
    for (size_t f = 0; f < plan->n; f++)
        try_entry(plan, f, form->entries[f]);
    g_autoptr(Answers) answers = keying_entries_answers(plan, form, sentences);
    for (size_t f = 0; f < plan->n; f++)
        g_free(sentences[f]);
    g_autofree char *words = keying_entries_words(plan, form);
    g_autoptr(GError) error = NULL;
    g_autoptr(KeyingEntries) again = keying_entries_parse(plan, words, &error);
    g_assert_no_error(error);
    g_autofree char *words_again = keying_entries_words(plan, again);
    g_assert_cmpstr(words_again, ==, words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const KeyPlan *plan = load();
    g_autofree char *typed = g_strndup((const char *)data, size);
    for (size_t f = 0; f < plan->n; f++)
        try_entry(plan, f, typed);
    g_autoptr(Fields) fields = fields_decode(typed, strlen(typed), NULL);
    if (fields != NULL) {
        g_autoptr(KeyingEntries) form = keying_entries_take(plan, fields);
        try_form(plan, form);
    }
    g_autoptr(KeyingEntries) kept = keying_entries_parse(plan, typed, NULL);
    if (kept != NULL)
        try_form(plan, kept);
    return 0;
}
