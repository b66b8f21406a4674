#include "base/day.h"
#include "base/say.h"

#include "base/banned.h"

static void a_day_is_read_and_written(void)
{
    static const struct {
        const char *text;
        bool is_read;
        int64_t day;
        bool is_real;
    } cases[] = {
        {"2026-11-21", true, 20261121, true},  {"2024-02-29", true, 20240229, true},
        {"2023-02-29", true, 20230229, false}, {"1900-02-29", true, 19000229, false},
        {"2023-13-01", true, 20231301, false}, {"2023-00-10", true, 20230010, false},
        {"2023-01-00", true, 20230100, false}, {"0000-01-01", true, 101, false},
        {"0001-01-01", true, 10101, true},     {"9999-12-31", true, 99991231, true},
        {"2026-1-21", false, 0, false},        {"2026-11-21 ", false, 0, false},
        {"-026-11-21", false, 0, false},       {"2026/11/21", false, 0, false},
        {"20261121", false, 0, false},         {"", false, 0, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t day = 42;
        g_test_message("'%s'", cases[i].text);
        g_assert_cmpint(day_parse(cases[i].text, &day), ==, cases[i].is_read);
        g_assert_cmpint(day, ==, cases[i].is_read ? cases[i].day : 42);
        if (!cases[i].is_read)
            continue;
        g_autofree char *text = day_text(day);
        g_assert_cmpstr(text, ==, cases[i].text);
        g_assert_cmpint(day_is_real(day_parts(day)), ==, cases[i].is_real);
        g_assert_cmpint(day_of(day_parts(day)), ==, day);
    }
    g_assert_false(day_is_real((DayParts){10000, 1, 1}));
    g_assert_false(day_is_real((DayParts){2026, 257, 1})); /* 1 in a byte */
    g_assert_false(day_is_real((DayParts){2026, 1, 257}));
    g_assert_false(day_is_real((DayParts){65536 + 2026, 1, 1}));
}

static void a_day_has_its_words(void)
{
    for (int64_t month = 1; month <= 12; month++) {
        g_autofree char *words = day_words(20260003 + month * 100, "en");
        g_autofree char *wanted = g_strdup_printf("3 %s 2026", day_months[month - 1]);
        g_assert_cmpstr(words, ==, wanted);
    }
    g_assert_cmpstr(day_months[0], ==, "January");
    g_assert_cmpstr(day_months[11], ==, "December");
    g_autofree char *early = day_words(5000131, "en");
    g_assert_cmpstr(early, ==, "31 January 500");
}

static void a_day_is_typed_with_its_ending(void)
{
    static const struct {
        const char *typed;
        bool is_one;
        int64_t number;
    } cases[] = {{"27", true, 27}, {"1st", true, 1},  {"2ND", true, 2},    {"3rd", true, 3},
                 {"4th", true, 4}, {"th", false, 0},  {"4 th", false, 0},  {"", false, 0},
                 {"x", false, 0},  {"27.", false, 0}, {"4thth", false, 0}, {"-1", true, -1}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t number = 42;
        g_test_message("'%s'", cases[i].typed);
        g_assert_cmpint(day_read_number(cases[i].typed, &number), ==, cases[i].is_one);
        g_assert_cmpint(number, ==, cases[i].is_one ? cases[i].number : 42);
    }
}

static void a_moment_has_its_words(void)
{
    static const char *const wanted[MOMENT_WORDING_COUNT] = {
        [MOMENT_DAY] = "1 March 2026",
        [MOMENT_DAY_TIME] = "1 March 2026, 09:05 UTC",
        [MOMENT_TIME_DAY] = "09:05 UTC on 1 March 2026",
        [MOMENT_FIGURES] = "2026-03-01 09:05"};
    int64_t moment = 0;
    g_assert_true(day_moment_parse("2026-03-01T09:05:59Z", &moment));
    g_assert_cmpint(day_of_moment(moment), ==, 20260301);
    for (MomentWording i = 0; i < MOMENT_WORDING_COUNT; i++) {
        g_autofree char *words = day_moment_words(moment, i);
        g_assert_cmpstr(words, ==, wanted[i]);
    }
}

static void a_day_ends_before_midnight(void)
{
    g_assert_cmpint(day_of_moment(0), ==, 19700101);
    g_assert_cmpint(day_of_moment(-1), ==, 19691231);
    g_assert_cmpint(day_of_moment(INT64_C(1709251199)), ==, 20240229);
    g_assert_cmpint(day_of_moment(INT64_C(1709251200)), ==, 20240301);
}

static void moments_are_read_and_written(void)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t moment;
    } cases[] = {
        {"1970-01-01T00:00:00Z", true, 0},  {"2026-11-21T09:30:00Z", true, 1795253400},
        {"2026-11-21", true, 1795219200},   {"2024-02-29", true, 1709164800},
        {"2023-02-29", false, 0},           {"2023-13-01", false, 0},
        {"2023-00-10", false, 0},           {"2023-01-01T24:00:00Z", false, 0},
        {"2023-01-01T00:00:60Z", false, 0}, {"2023-01-01T00:00:00", false, 0},
        {"31/03/2017", false, 0},           {"", false, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t got = 42;
        g_test_message("%s", cases[i].text);
        g_assert_cmpint(day_moment_parse(cases[i].text, &got), ==, cases[i].ok);
        g_assert_cmpint(got, ==, cases[i].ok ? cases[i].moment : 42);
    }
    g_autofree char *text = day_moment_text(1795253400);
    g_assert_cmpstr(text, ==, "2026-11-21T09:30:00Z");
    g_autofree char *words = day_moment_words(1795253400, MOMENT_DAY);
    g_assert_cmpstr(words, ==, "21 November 2026");
}

static void a_duration_leads_to_another_moment(void)
{
    static const struct {
        const char *from, *duration, *to; /* to NULL: refused */
    } cases[] = {
        {"2026-11-21T09:30:00Z", "P6M", "2027-05-21T09:30:00Z"},
        {"2026-11-21T09:30:00Z", "P2Y", "2028-11-21T09:30:00Z"},
        {"2026-11-21T09:30:00Z", "P90D", "2027-02-19T09:30:00Z"},
        {"2026-08-31T00:00:00Z", "P6M", "2027-02-28T00:00:00Z"},
        {"2026-11-21T09:30:00Z", "P1Y2M3DT4H5M6S", "2028-01-24T13:35:06Z"},
        {"2026-11-21T09:30:00Z", "PT12H", "2026-11-21T21:30:00Z"},
        {"2026-11-21T09:30:00Z", "P", NULL},
        {"2026-11-21T09:30:00Z", "PT", NULL},
        {"2026-11-21T09:30:00Z", "P6MT", NULL},
        {"2026-11-21T09:30:00Z", "P6", NULL},
        {"2026-11-21T09:30:00Z", "6M", NULL},
        {"2026-11-21T09:30:00Z", "-P6M", NULL},
        {"2026-11-21T09:30:00Z", "P6M2Y", NULL},
        {"2026-11-21T09:30:00Z", "P9999Y", NULL},
        {"2026-11-21T09:30:00Z", "P99999999999999999999D", NULL},
        {"2026-11-21T09:30:00Z", "", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t from = 0;
        int64_t to = 42;
        g_test_message("%s", cases[i].duration);
        g_assert_true(day_moment_parse(cases[i].from, &from));
        g_assert_cmpint(day_moment_after(from, cases[i].duration, &to), ==, cases[i].to != NULL);
        g_autofree char *text = cases[i].to == NULL ? NULL : day_moment_text(to);
        g_assert_cmpstr(text, ==, cases[i].to);
        if (cases[i].to == NULL)
            g_assert_cmpint(to, ==, 42);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/day/a day is read and written", a_day_is_read_and_written);
    g_test_add_func("/day/a day has its words", a_day_has_its_words);
    g_test_add_func("/day/a day is typed with its ending", a_day_is_typed_with_its_ending);
    g_test_add_func("/day/a moment has its words", a_moment_has_its_words);
    g_test_add_func("/day/a day ends before midnight", a_day_ends_before_midnight);
    g_test_add_func("/day/moments are read and written", moments_are_read_and_written);
    g_test_add_func("/day/a duration leads to another moment", a_duration_leads_to_another_moment);
    return g_test_run();
}
