/* Dates as staff type them. */
#include "base/day.h"
#include "survey-server/staff/staff-day.h"
#include <string.h>

#include "base/banned.h"

static void a_day_is_read_however_it_is_typed(void)
{
    static const char *const typed[] = {"3/3/2027",      "03/03/2027",     "3.3.2027",
                                        "3-3-2027",      " 3 March 2027 ", "3 march 2027",
                                        "3rd Mar. 2027", "2027-03-03",     "3 MARCH, 2027"};
    int64_t wanted = 0;
    g_assert_true(day_moment_parse("2027-03-03", &wanted));
    for (size_t i = 0; i < G_N_ELEMENTS(typed); i++) {
        int64_t day = 0;
        g_assert_cmpstr(staff_day_read(typed[i], &day), ==, NULL);
        g_assert_cmpint(day, ==, wanted);
    }
}

static void what_is_no_day_says_what_to_type(void)
{
    static const struct {
        const char *typed, *begins;
    } wrong[] = {
        {"", "Type the date as day, month and year"},
        {"soon", "Type the date as day, month and year"},
        {"3/3", "Type the date as day, month and year"},
        {"3/3/27", "Type the date as day, month and year"},
        {"3/3/2027/1", "Type the date as day, month and year"},
        {"3 Brumaire 2027", "Type the date as day, month and year"},
        {"3 ma 2027", "Type the date as day, month and year"},
        {"31/02/2027", "There is no day 31/02/2027."},
        {"3/13/2027", "There is no day 3/13/2027."},
        {"31/12/9999", "Type a date in the years 1970 to 9998,"},
        {"31/12/1969", "Type a date in the years 1970 to 9998,"},
        {"-1/3/2027x", "Type the date as day, month and year"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        int64_t day = 7;
        g_autofree char *words = staff_day_read(wrong[i].typed, &day);
        g_assert_nonnull(words);
        g_assert_true(g_str_has_prefix(words, wrong[i].begins));
        g_assert_cmpint(day, ==, 7);
    }
}

static void a_moment_names_its_clock(void)
{
    int64_t moment = 0;
    g_assert_true(day_moment_parse("2026-11-21T09:14:59Z", &moment));
    g_autofree char *words = staff_moment_words(moment);
    g_assert_cmpstr(words, ==, "21 November 2026, 09:14 UTC");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/staff-day/a day is read however it is typed",
                    a_day_is_read_however_it_is_typed);
    g_test_add_func("/staff-day/what is no day says what to type",
                    what_is_no_day_says_what_to_type);
    g_test_add_func("/staff-day/a moment names its clock", a_moment_names_its_clock);
    return g_test_run();
}
