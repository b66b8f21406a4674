/* Dates that staff change while a survey runs. */
#include "base/error.h"
#include "responses/fixture.h"
#include "responses/store/dates.h"

#include "base/banned.h"

enum { DAY = 24 * 60 * 60 };
static const int64_t first_of_may = 1777593600; /* 2026-05-01 */

static const Act act = {.who = "anna", .moment = 1777000000};

static Survey *with_dates(const char *opens, const char *closes)
{
    g_autofree char *attributes =
        g_strdup_printf("id=\"store-survey\" opens=\"%s\" closes=\"%s\"", opens, closes);
    return survey_edited((const char *[]){"id=\"store-survey\"", attributes, NULL});
}

static Dates load(Fixture *fixture, const Survey *survey)
{
    g_autoptr(GError) error = NULL;
    Dates dates = {-1, -1};
    bool is_done = dates_load(fixture->store, survey, &dates, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return dates;
}

static void save(Fixture *fixture, const Survey *survey, Dates dates, const char *reason)
{
    g_autoptr(GError) error = NULL;
    bool is_done = dates_save(fixture->store, survey, &dates, reason, &act, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static void test_a_change_counts_and_can_be_taken_back(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(Survey) survey = with_dates("2026-05-01", "2026-05-31");
    Dates defined = load(fixture, survey);
    g_assert_cmpint(defined.opens, ==, first_of_may);
    g_assert_cmpint(defined.closes, ==, first_of_may + 31 * DAY);
    save(fixture, survey, (Dates){first_of_may, first_of_may + 40 * DAY}, "few answers so far");
    g_assert_cmpint(load(fixture, survey).opens, ==, first_of_may);
    g_assert_cmpint(load(fixture, survey).closes, ==, first_of_may + 40 * DAY);
    save(fixture, survey, (Dates){0, 0}, "no end");
    g_assert_cmpint(load(fixture, survey).opens, ==, 0);
    g_assert_cmpint(load(fixture, survey).closes, ==, 0);
    save(fixture, survey, defined, "as it was");
    g_assert_cmpint(load(fixture, survey).closes, ==, first_of_may + 31 * DAY);
}

static void test_a_new_version_keeps_an_extension_of_the_same_date(Fixture *fixture,
                                                                   const void *data)
{
    (void)data;
    g_autoptr(Survey) survey = with_dates("2026-05-01", "2026-05-31");
    save(fixture, survey, (Dates){first_of_may, first_of_may + 40 * DAY}, "longer");
    g_autoptr(Survey) same = with_dates("2026-05-01", "2026-05-31");
    g_assert_cmpint(load(fixture, same).closes, ==, first_of_may + 40 * DAY);
    g_autoptr(Survey) other = with_dates("2026-05-01", "2026-05-20");
    g_assert_cmpint(load(fixture, other).closes, ==, first_of_may + 20 * DAY);
}

static void test_every_change_is_told(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    save(fixture, fixture->survey, (Dates){0, first_of_may}, "longer");
    save(fixture, fixture->survey, (Dates){0, first_of_may}, "once more");
    save(fixture, fixture->survey, (Dates){0, 0}, "as it was");
    g_autoptr(GPtrArray) changes = dates_history(fixture->store, "store-survey", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(changes->len, ==, 2); /* what is so already is not changed */
    const DateChange *newest = g_ptr_array_index(changes, 0);
    g_assert_true(newest->is_taken_back);
    const DateChange *oldest = g_ptr_array_index(changes, 1);
    g_assert_false(oldest->is_opens || oldest->is_taken_back);
    g_assert_cmpint(oldest->date, ==, first_of_may);
    g_assert_cmpint(oldest->moment, ==, act.moment);
    g_assert_cmpstr(oldest->who, ==, "anna");
    g_assert_cmpstr(oldest->reason, ==, "longer");
}

static void test_wrong_changes_are_refused(Fixture *fixture, const void *data)
{
    (void)data;
    static const struct {
        Dates dates;
        const char *reason, *message;
    } wrong[] = {
        {{0, 1777593600}, " ", "say why the dates are changed"},
        {{1777593600, 1777593600}, "why", "the survey would close before it opens"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(dates_save(fixture->store, fixture->survey, &wrong[i].dates, wrong[i].reason,
                                  &act, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_true(g_str_has_prefix(error->message, wrong[i].message));
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Survey) other = survey_edited((const char *[]){"store-survey", "other-survey", NULL});
    g_assert_false(dates_save(fixture->store, other, &wrong[0].dates, "why", &act, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_assert_cmpint(load(fixture, fixture->survey).closes, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/dates/a-change-counts-and-can-be-taken-back",
                 test_a_change_counts_and_can_be_taken_back);
    fixture_test("/dates/a-new-version-keeps-an-extension-of-the-same-date",
                 test_a_new_version_keeps_an_extension_of_the_same_date);
    fixture_test("/dates/every-change-is-told", test_every_change_is_told);
    fixture_test("/dates/wrong-changes-are-refused", test_wrong_changes_are_refused);
    return g_test_run();
}
