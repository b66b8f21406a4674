/* Fuzzer: whatever words a draft holds, they are refused with a message, or give a journey whose own words give the same.
 * Begins in the project's folder: the definition is tests/data/form-types.xml. */
#include "forms/answers/journey.h"
#include "forms/definition/survey-xml.h"

#include <stdint.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Survey *load(void)
{
    static Survey *survey; /* the one definition, for the life of the fuzzer */
    if (survey == NULL) {
        g_autoptr(GError) error = NULL;
        survey = survey_load("tests/data/form-types.xml", &error);
        g_assert_no_error(error);
    }
    return survey;
}

static void walk(const Survey *survey, const Journey *journey)
{
    for (size_t page = 0; page < survey->n_pages; page++) {
        size_t at = 0;
        size_t of = 0;
        size_t next = journey_next(journey, page);
        size_t back = journey_back(journey, page);
        g_assert_true(next == JOURNEY_CHECK || next < survey->n_pages);
        g_assert_true(back == SIZE_MAX || back < page);
        journey_progress(journey, page, &at, &of);
        g_assert_cmpuint(at, <=, of);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Survey *survey = load();
    g_autofree char *kept = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(Journey) journey = journey_parse(survey, kept, &error);
    g_assert_true((journey == NULL) == (error != NULL));
    if (journey == NULL)
        return 0;
    walk(survey, journey);
    g_autofree char *words = journey_encode(journey);
    g_autoptr(Journey) again = journey_parse(survey, words, &error);
    g_assert_no_error(error);
    g_autofree char *words_again = journey_encode(again);
    g_assert_cmpstr(words_again, ==, words);
    return 0;
}
