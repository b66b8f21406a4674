/* Fuzzer: whatever a browser sends to a page is read, drawn again with its errors and kept in a draft that reads back.
 * Begins in the project's folder: the definition is tests/data/form-routes.xml. */
#include "forms/answers/journey.h"
#include "forms/definition/survey-xml.h"
#include "forms/web/page-html.h"

#include <stdint.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Survey *load(void)
{
    static Survey *survey; /* the one definition, for the life of the fuzzer */
    if (survey == NULL) {
        g_autoptr(GError) error = NULL;
        survey = survey_load("tests/data/form-routes.xml", &error);
        g_assert_no_error(error);
    }
    return survey;
}

static void draw(const Journey *journey, size_t page)
{
    Markup *part = markup_new_part(MARKUP_HTML);
    page_write(part, journey, page, true);
    check_answers_write(part, journey);
    g_autoptr(GBytes) bytes = markup_finish(part);
    g_assert_cmpuint(g_bytes_get_size(bytes), >, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Survey *survey = load();
    g_autoptr(Journey) journey = journey_new(survey, "en");
    for (size_t page = 0; page < survey->n_pages; page++) {
        g_autoptr(Fields) fields = fields_decode((const char *)data, size, NULL);
        if (fields == NULL)
            return 0;
        journey_take(journey, page, fields);
        draw(journey, page);
    }
    g_autofree char *words = journey_encode(journey);
    g_autoptr(GError) error = NULL;
    g_autoptr(Journey) again = journey_parse(survey, words, &error);
    g_assert_no_error(error);
    g_autofree char *words_again = journey_encode(again);
    g_assert_cmpstr(words_again, ==, words);
    g_autoptr(Answers) answers = answers_copy(journey_answers(journey));
    answers_settle(answers);
    g_autoptr(Problems) problems = problems_new();
    for (size_t item = 0; item < survey->variables->n_items; item++)
        answers_check_item(answers, item, problems);
    g_assert_cmpuint(problems->list->len, ==, 0); /* what was taken keeps every rule */
    return 0;
}
