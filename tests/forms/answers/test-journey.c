/* A resident's way: forwards, back, errors, check answers, changing an answer, clearing one; and drafts. */
#include "base/error.h"
#include "base/say.h"
#include "forms/answers/journey.h"
#include "forms/definition/survey-xml.h"
#include <string.h>

#include "base/banned.h"

static Survey *survey;

static void load(void)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    g_autofree char *path =
        g_build_filename(root != NULL ? root : ".", "tests/data/form-routes.xml", NULL);
    g_autoptr(GError) error = NULL;
    survey = survey_load(path, &error);
    g_assert_no_error(error);
}

static size_t page(const char *id)
{
    const Page *found = survey_find_page(survey, id);
    g_assert_nonnull(found);
    return (size_t)(found - survey->pages);
}

static void take(Journey *journey, const char *id, const char *sent)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) fields = fields_decode(sent, strlen(sent), &error);
    g_assert_no_error(error);
    journey_take(journey, page(id), fields);
}

static Value value_of(const Journey *journey, const char *name)
{
    return journey_answers(journey)->values[variables_find(survey->variables, name)];
}

static void pages_follow_the_route(void)
{
    g_autoptr(Journey) journey = journey_new(survey, "en");
    g_assert_cmpuint(journey_first(journey), ==, page("p1"));
    g_assert_cmpuint(journey_back(journey, page("p1")), ==, SIZE_MAX);
    take(journey, "p1", "q01=2");
    g_assert_cmpuint(journey_next(journey, page("p1")), ==, page("p2"));
    take(journey, "p2", "r1=2");
    g_assert_cmpuint(journey_next(journey, page("p2")), ==, JOURNEY_CHECK);
    take(journey, "p2", "r1=1");
    g_assert_cmpuint(journey_next(journey, page("p2")), ==, page("p3"));
    g_assert_cmpuint(journey_back(journey, page("p3")), ==, page("p2"));
    g_assert_cmpuint(journey_back(journey, JOURNEY_CHECK), ==, page("p3"));
    g_assert_false(journey_is_on_route(journey, page("p4")));
}

static void what_was_sent_is_kept_right_or_wrong(void)
{
    g_autoptr(Journey) journey = journey_new(survey, "en");
    take(journey, "p1", "q01=1&q04=ten&q05=words&other=x");
    g_assert_true(journey_was_sent(journey, page("p1")));
    g_assert_cmpuint(journey_problems(journey, page("p1"))->list->len, ==, 1);
    g_assert_cmpstr(fields_find(journey_fields(journey, page("p1")), "q04"), ==, "ten");
    g_assert_null(fields_find(journey_fields(journey, page("p1")), "other"));
    g_assert_cmpint(value_of(journey, "q01"), ==, 1);
    g_assert_cmpint(value_of(journey, "q04"), ==, VALUE_NONE);
    take(journey, "p2", "r1=1&q05=smuggled"); /* q05 is asked on another page */
    g_assert_null(fields_find(journey_fields(journey, page("p2")), "q05"));
    take(journey, "p1", "q01=1&q04=ten&q05=words");
    g_assert_cmpuint(journey_unfinished(journey), ==, page("p1"));
}

/* A required question is demanded where it is asked, and nowhere else. */
static void a_required_answer_is_demanded_on_its_route_only(void)
{
    g_autoptr(Journey) journey = journey_new(survey, "en");
    take(journey, "p1", "");
    take(journey, "p2", "r1=1");
    take(journey, "p3", "r2=1");
    take(journey, "p4", "");
    const Problems *problems = journey_problems(journey, page("p4"));
    g_assert_cmpuint(problems->list->len, ==, 1);
    g_assert_cmpint(g_array_index(problems->list, Problem, 0).kind, ==, PROBLEM_REQUIRED);
    take(journey, "p3", "r2=2");
    g_assert_cmpuint(journey_problems(journey, page("p4"))->list->len, ==, 0);
    g_assert_cmpuint(journey_unfinished(journey), ==, JOURNEY_CHECK);
}

static void a_slip_in_what_is_not_asked_is_none(void)
{
    g_autoptr(Journey) journey = journey_new(survey, "en");
    take(journey, "p2", "r1=1");
    take(journey, "p3", "r2=1");
    take(journey, "p4", "r3=7");
    g_assert_cmpuint(journey_problems(journey, page("p4"))->list->len, ==, 1);
    take(journey, "p3", "r2=2");
    g_assert_cmpuint(journey_problems(journey, page("p4"))->list->len, ==, 0);
}

static Journey *finished(void)
{
    Journey *journey = journey_new(survey, "en");
    take(journey, "p1", "q01=2");
    take(journey, "p2", "r1=2");
    journey_set_checking(journey, true);
    return journey;
}

static void changing_an_answer_walks_only_what_it_opens(void)
{
    g_autoptr(Journey) journey = finished();
    take(journey, "p1", "q01=3");
    g_assert_cmpuint(journey_next(journey, page("p1")), ==, JOURNEY_CHECK);
    take(journey, "p2", "r1=1");
    g_assert_cmpuint(journey_next(journey, page("p2")), ==, page("p3"));
    take(journey, "p3", "r2=1");
    g_assert_cmpuint(journey_next(journey, page("p3")), ==, page("p4"));
    take(journey, "p4", "r3=1");
    g_assert_cmpuint(journey_next(journey, page("p4")), ==, JOURNEY_CHECK);
    take(journey, "p2", "r1=2"); /* closes both: their answers stay, off-route */
    g_assert_cmpuint(journey_next(journey, page("p2")), ==, JOURNEY_CHECK);
    g_assert_cmpint(value_of(journey, "r3"), ==, 1);
    g_assert_cmpuint(answers_count_off_route(journey_answers(journey)), ==, 2);
}

static void clearing_an_answer_shows_the_page_again(void)
{
    g_autoptr(Journey) journey = finished();
    take(journey, "p1", "q01=1&q01_other=x&q04=ten&q08_a=1&clear=q01");
    g_assert_cmpint(value_of(journey, "q01"), ==, VALUE_NONE);
    g_assert_cmpint(value_of(journey, "q08_a"), ==, 1);
    g_assert_null(fields_find(journey_fields(journey, page("p1")), "q01"));
    g_assert_null(fields_find(journey_fields(journey, page("p1")), "q01_other"));
    g_assert_cmpstr(fields_find(journey_fields(journey, page("p1")), "q04"), ==, "ten");
    g_assert_cmpuint(journey_problems(journey, page("p1"))->list->len, ==, 0);
    g_assert_false(journey_was_sent(journey, page("p1")));
    g_assert_cmpuint(journey_next(journey, page("p1")), ==, page("p1"));
    g_assert_cmpuint(journey_unfinished(journey), ==, page("p1"));
    take(journey, "p1", "q08_a=1");
    g_assert_cmpuint(journey_next(journey, page("p1")), ==, JOURNEY_CHECK);
}

static void clearing_a_grid_clears_its_rows(void)
{
    g_autoptr(Journey) journey = journey_new(survey, "en");
    take(journey, "p1", "q08_a=1&q08_b=2&q01=1&clear=q08");
    g_assert_cmpint(value_of(journey, "q08_a"), ==, VALUE_NONE);
    g_assert_cmpint(value_of(journey, "q08_b"), ==, VALUE_NONE);
    g_assert_cmpint(value_of(journey, "q01"), ==, 1);
}

static void the_words_of_a_draft_give_the_same_journey(void)
{
    g_autoptr(Journey) journey = finished();
    take(journey, "p1", "q01=97&q01_other=a%26b%3D%C3%A9+%0D%0A&q02=1&q02=2&q04=ten");
    take(journey, "p2", "r1=1&clear=r1");
    journey_set_language(journey, "cy");
    g_autofree char *words = journey_encode(journey);
    g_autoptr(GError) error = NULL;
    g_autoptr(Journey) again = journey_parse(survey, words, &error);
    g_assert_no_error(error);
    g_autofree char *words_again = journey_encode(again);
    g_assert_cmpstr(words_again, ==, words);
    g_assert_cmpstr(journey_language(again), ==, "cy");
    g_assert_cmpuint(journey_problems(again, page("p1"))->list->len, ==, 1);
    g_assert_false(journey_was_sent(again, page("p2")));
    g_assert_cmpint(value_of(again, "q02_2"), ==, 1);
    g_assert_cmpuint(journey_next(again, page("p1")), ==, page("p1"));
}

static void words_that_are_no_journey_are_refused(void)
{
    static const char *const cases[][2] = {
        {"", "the draft cannot be read: it is cut short"},
        {"journey 1 en walking", "the draft cannot be read: it is cut short"},
        {"journey 2 en walking\n",
         "the draft cannot be read: its first line is not that of a journey"},
        {"journey 1 en flying\n",
         "the draft cannot be read: its first line does not end with walking or checking"},
        {"journey 1 en walking\np1 sent\n",
         "the draft cannot be read: a line does not hold a page, its state and its fields"},
        {"journey 1 en walking\np1 lost q01=1\n",
         "the draft cannot be read: a page is neither sent nor begun"},
        {"journey 1 en walking\np9 sent q01=1\n",
         "the draft cannot be read: it names a page that the survey has not"},
        {"journey 1 en walking\np1 sent q01=1\np1 sent q01=1\n",
         "the draft cannot be read: it names a page twice"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(journey_parse(survey, cases[i][0], &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_cmpstr(error->message, ==, cases[i][1]);
    }
}

static void progress_counts_the_pages_on_the_route(void)
{
    g_autoptr(Journey) journey = journey_new(survey, "en");
    size_t at = 0;
    size_t of = 0;
    take(journey, "p1", "q01=1");
    journey_progress(journey, page("p5"), &at, &of);
    g_assert_cmpuint(at, ==, 3);
    g_assert_cmpuint(of, ==, 3);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    load();
    g_test_add_func("/journey/pages follow the route", pages_follow_the_route);
    g_test_add_func("/journey/what was sent is kept, right or wrong",
                    what_was_sent_is_kept_right_or_wrong);
    g_test_add_func("/journey/a required answer is demanded on its route only",
                    a_required_answer_is_demanded_on_its_route_only);
    g_test_add_func("/journey/a slip in what is not asked is none",
                    a_slip_in_what_is_not_asked_is_none);
    g_test_add_func("/journey/changing an answer walks only what it opens",
                    changing_an_answer_walks_only_what_it_opens);
    g_test_add_func("/journey/clearing an answer shows the page again",
                    clearing_an_answer_shows_the_page_again);
    g_test_add_func("/journey/clearing a grid clears its rows", clearing_a_grid_clears_its_rows);
    g_test_add_func("/journey/the words of a draft give the same journey",
                    the_words_of_a_draft_give_the_same_journey);
    g_test_add_func("/journey/words that are no journey are refused",
                    words_that_are_no_journey_are_refused);
    g_test_add_func("/journey/progress counts the pages on the route",
                    progress_counts_the_pages_on_the_route);
    const int result = g_test_run();
    survey_free(survey);
    return result;
}
