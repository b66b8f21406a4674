/* Fuzzer: any bytes are either a survey that holds together, or mistakes that can be shown. */
#include "forms/definition/codebook.h"
#include "forms/definition/survey-xml.h"
#include "forms/survey/variables.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold_together(const Survey *survey)
{
    g_assert_cmpuint(strlen(survey->hash), ==, 64);
    for (size_t i = 0; i < survey->n_questions; i++) {
        const Question *question = &survey->questions[i];
        g_assert_true(survey_find_question(survey, question->id) == question);
        g_assert_cmpuint(question->page, <, survey->n_pages);
        g_assert_true((question->condition != NULL) == (question->condition_text != NULL));
        g_assert_true(wording_is(&question->ask));
    }
    for (size_t v = 0; v < survey->variables->n; v++)
        g_assert_cmpuint(variables_find(survey->variables, survey->variables->at[v].name), ==, v);
    g_autoptr(GBytes) codebook = codebook_csv(survey, CSV_GUARDED);
    g_assert_cmpuint(g_bytes_get_size(codebook), >, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(Mistakes) mistakes = mistakes_new("fuzz");
    g_autoptr(Survey) survey = survey_parse(bytes, mistakes);
    g_autofree char *text = mistakes_text(mistakes);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_true((survey == NULL) == (mistakes_count(mistakes) > 0));
    if (survey != NULL)
        hold_together(survey);
    return 0;
}
