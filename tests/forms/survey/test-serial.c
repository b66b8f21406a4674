#include "base/error.h"
#include "forms/survey/serial.h"
#include <glib.h>

#include "base/banned.h"

static void test_check_digits_are_those_of_the_standard(void)
{
    /* ISO 7064's own example, and numbers that are published with their check digit (tax numbers of Germany and Croatia). */
    static const struct {
        const char *digits;
        char check;
    } vectors[] = {
        {"0794", '5'},       {"8609574271", '9'}, {"4703689281", '6'}, {"6592997048", '9'},
        {"5754928501", '7'}, {"2576813141", '1'}, {"6943515153", '0'}, {"1017", '8'},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++)
        g_assert_cmpint(serial_check_digit(vectors[i].digits), ==, vectors[i].check);
}

static void assert_reads(const char *typed, unsigned expected)
{
    unsigned serial = 0;
    g_autofree char *survey = NULL;
    g_autofree char *batch = NULL;
    GError *error = NULL;
    g_assert_true(serial_read(typed, &serial, &survey, &batch, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(serial, ==, expected);
    g_assert_null(survey);
    g_assert_null(batch);
}

static void test_every_serial_is_read_back(void)
{
    for (unsigned serial = 1; serial <= LIMIT_SERIAL; serial += serial < 20000 ? 1 : 99991) {
        char text[SERIAL_BYTES];
        serial_text(serial, text);
        assert_reads(text, serial);
    }
    char last[SERIAL_BYTES];
    serial_text(LIMIT_SERIAL, last);
    assert_reads(last, LIMIT_SERIAL);
    assert_reads(" 10178\n", 1017);
    assert_reads("1017-8", 1017);
}

static void test_what_a_scanner_types_says_where_it_is_from(void)
{
    unsigned serial = 0;
    g_autofree char *survey = NULL;
    g_autofree char *batch = NULL;
    GError *error = NULL;
    g_assert_true(serial_read("doncaster-2017/library-3/1017-8", &serial, &survey, &batch, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(serial, ==, 1017);
    g_assert_cmpstr(survey, ==, "doncaster-2017");
    g_assert_cmpstr(batch, ==, "library-3");
}

static void test_every_wrong_digit_is_noticed(void)
{
    for (unsigned serial = 1; serial < 3000; serial += 7) {
        char text[SERIAL_BYTES];
        serial_text(serial, text);
        for (char *at = text; *at != '\0'; at++) {
            char right = *at;
            for (char wrong = '0'; g_ascii_isdigit(right) && wrong <= '9'; wrong++) {
                unsigned read = 0;
                g_autofree char *survey = NULL;
                g_autofree char *batch = NULL;
                *at = wrong;
                g_autoptr(GError) error = NULL;
                g_assert_true(serial_read(text, &read, &survey, &batch, &error) ==
                              (wrong == right));
            }
            *at = right;
        }
    }
}

static void test_what_is_not_a_serial_is_said(void)
{
    static const struct {
        const char *typed, *message;
    } wrong[] = {
        {"10175", "10175 is not a serial: its last digit should be 8. Type it again."},
        {"1017-5", "1017-5 is not a serial: its last digit should be 8. Type it again."},
        {"a/b/1017-5", "1017-5 is not a serial: its last digit should be 8. Type it again."},
        {"", "Type the serial that stands on the form, as 1017-8."},
        {"7", "7 is not a serial: a serial is 2 to 8 digits, as 1017-8. Type it again."},
        {"10-178", "10-178 is not a serial: a serial is 2 to 8 digits, as 1017-8. Type it again."},
        {"b/1017-8",
         "b/1017-8 is not a serial: a serial is 2 to 8 digits, as 1017-8. Type it again."},
        {"123456789",
         "123456789 is not a serial: a serial is 2 to 8 digits, as 1017-8. Type it again."},
        {"-1017", "-1017 is not a serial: a serial is 2 to 8 digits, as 1017-8. Type it again."},
        {"0-2", "0-2 is not a serial: serials begin with 1."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        unsigned serial = 0;
        g_autofree char *survey = NULL;
        g_autofree char *batch = NULL;
        g_autoptr(GError) error = NULL;
        g_assert_false(serial_read(wrong[i].typed, &serial, &survey, &batch, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_cmpstr(error->message, ==, wrong[i].message);
    }
}

static void test_a_batch_name_has_letters_digits_and_dashes(void)
{
    static const char *const names[] = {"library-3", "A", "7", "-",
                                        "0123456789012345678901234567890123456789"};
    static const char *const others[] = {
        "",    "library_3",   "library 3",
        "a/b", "lle\xc3\xb4", "01234567890123456789012345678901234567890"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_true(serial_is_batch_name(names[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(serial_is_batch_name(others[i]));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/serial/check digits are those of the standard",
                    test_check_digits_are_those_of_the_standard);
    g_test_add_func("/serial/every serial is read back", test_every_serial_is_read_back);
    g_test_add_func("/serial/what a scanner types says where it is from",
                    test_what_a_scanner_types_says_where_it_is_from);
    g_test_add_func("/serial/every wrong digit is noticed", test_every_wrong_digit_is_noticed);
    g_test_add_func("/serial/what is not a serial is said", test_what_is_not_a_serial_is_said);
    g_test_add_func("/serial/a batch's name has letters, digits and dashes",
                    test_a_batch_name_has_letters_digits_and_dashes);
    return g_test_run();
}
