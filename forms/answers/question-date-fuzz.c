/* Fuzzer: whatever is typed as day, month and year (a line each) is a day of the calendar within the question's range, or
 * a problem. Begins in the project's folder: the definition is tests/data/form-types.xml. */
#include "forms/answers/answers.h"
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

static void check_day(Value day)
{
    g_assert_cmpint(day, >=, 20000101);
    g_assert_cmpint(day, <=, 20301231);
    g_assert_true(g_date_valid_dmy((GDateDay)(day % 100), (GDateMonth)(day / 100 % 100),
                                   (GDateYear)(day / 10000)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"q07_day", "q07_month", "q07_year"};
    const Survey *survey = load();
    const size_t page = survey_find_question(survey, "q07")->page;
    g_autofree char *raw = g_strndup((const char *)data, size);
    g_autofree char *text = g_utf8_make_valid(raw, -1);
    g_auto(GStrv) lines = g_strsplit(text, "\n", G_N_ELEMENTS(names));
    g_autoptr(Fields) fields = fields_new();
    for (size_t i = 0; i < G_N_ELEMENTS(names) && lines[i] != NULL; i++)
        fields_add(fields, names[i], lines[i]);
    g_autoptr(Answers) answers = answers_new(survey);
    g_autoptr(Problems) problems = problems_new();
    answers_read_page(answers, page, fields, problems);
    Value day = answers->values[variables_find(survey->variables, "q07")];
    if (day >= 0)
        check_day(day);
    g_assert_true(day < 0 || problems->list->len == 0);
    return 0;
}
