/* The type that was added: shown, answered, refused with its own sentence, keyed. */
#include "base/error.h"
#include "base/markup.h"
#include "forms/answers/journey.h"
#include "forms/definition/survey-xml.h"
#include "forms/keying/keying.h"
#include "forms/web/page-html.h"
#include <string.h>

#include "base/banned.h"

static Survey *load(void)
{
    g_autofree char *path =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests/data/adding/share.xml", NULL);
    g_autoptr(GError) error = NULL;
    Survey *survey = survey_load(path, &error);
    g_assert_no_error(error);
    return survey;
}

static void take(Journey *journey, const char *encoded)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) fields = fields_decode(encoded, strlen(encoded), &error);
    g_assert_no_error(error);
    journey_take(journey, 0, fields);
}

static char *page_of(const Journey *journey)
{
    Markup *to = markup_new_part(MARKUP_HTML);
    page_write(to, journey, 0, true);
    g_autoptr(GBytes) bytes = markup_finish(to);
    size_t n = 0;
    const char *text = g_bytes_get_data(bytes, &n);
    return g_strndup(text, n);
}

static void is_shown_and_answered(void)
{
    g_autoptr(Survey) survey = load();
    g_autoptr(Journey) journey = journey_new(survey, "en");
    g_autofree char *empty = page_of(journey);
    g_assert_nonnull(strstr(empty, "name=\"q01_3\""));
    g_assert_nonnull(strstr(empty, "Buses"));
    take(journey, "q01_1=20&q01_2=30");
    g_assert_cmpuint(journey_problems(journey, 0)->list->len, ==, 0);
    const Answers *answers = journey_answers(journey);
    g_assert_cmpint(answers->values[0], ==, 20);
    g_assert_cmpint(answers->values[1], ==, 30);
    g_assert_cmpint(answers->values[2], ==, 0);
}

static void a_wrong_sum_is_refused_with_its_own_sentence(void)
{
    g_autoptr(Survey) survey = load();
    g_autoptr(Journey) journey = journey_new(survey, "en");
    take(journey, "q01_1=20&q01_2=31");
    g_assert_cmpuint(journey_problems(journey, 0)->list->len, ==, 1);
    g_autofree char *page = page_of(journey);
    g_assert_nonnull(strstr(page, "Share out 50 points in all. Yours add up to 51."));
    g_assert_cmpint(journey_answers(journey)->values[0], ==, VALUE_NONE);
}

static Answers *keyed(const KeyPlan *plan, const char *encoded, char **out_problems)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) fields = fields_decode(encoded, strlen(encoded), &error);
    g_assert_no_error(error);
    g_autoptr(KeyingEntries) form = keying_entries_take(plan, fields);
    return keying_entries_answers(plan, form, out_problems);
}

static void is_keyed(void)
{
    g_autoptr(Survey) survey = load();
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    char *problems[5] = {NULL};
    g_assert_cmpuint(plan->n, ==, 5);
    g_assert_cmpstr(plan->at[2].number, ==, "1c");
    g_assert_cmpint(plan->at[2].kind, ==, KEY_NUMBER);
    g_autoptr(Answers) right = keyed(plan, "q01_1=5&q01_2=45&q01_3=0&q02=1", problems);
    g_assert_nonnull(right);
    g_assert_cmpint(right->values[1], ==, 45);
    g_assert_null(keyed(plan, "q01_1=5&q01_2=40&q01_3=0&q02=1", problems));
    g_assert_nonnull(strstr(problems[0], "the points of q01 add up to 45, not to 50"));
    g_free(problems[0]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/share/shown-and-answered", is_shown_and_answered);
    g_test_add_func("/share/wrong-sum", a_wrong_sum_is_refused_with_its_own_sentence);
    g_test_add_func("/share/keyed", is_keyed);
    return g_test_run();
}
