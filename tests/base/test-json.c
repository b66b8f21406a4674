#include "base/json.h"

#include "base/banned.h"

static void commas_come_by_themselves(void)
{
    g_autoptr(GString) to = g_string_new(NULL);
    json_begin_object(to);
    json_name_text(to, "a", "x");
    json_name(to, "b");
    json_begin_array(to);
    json_int(to, -3);
    json_null(to);
    json_begin_array(to);
    json_end_array(to);
    json_begin_object(to);
    json_end_object(to);
    json_end_array(to);
    json_name_int(to, "c", INT64_MIN);
    json_end_object(to);
    g_assert_cmpstr(to->str, ==, "{\"a\":\"x\",\"b\":[-3,null,[],{}],\"c\":-9223372036854775808}");
}

static void texts_are_escaped(void)
{
    static const char *const cases[][2] = {
        {"", "\"\""},
        {"say \"a\\b\"", "\"say \\\"a\\\\b\\\"\""},
        {"a\n\t\x01\x7f", "\"a\\u000a\\u0009\\u0001\\u007f\""},
        {"caf\u00e9 </script>", "\"caf\u00e9 </script>\""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) to = g_string_new(NULL);
        json_text(to, cases[i][0]);
        g_assert_cmpstr(to->str, ==, cases[i][1]);
    }
}

static void a_text_that_ends_like_an_opening_is_followed_by_a_comma(void)
{
    g_autoptr(GString) to = g_string_new(NULL);
    json_begin_array(to);
    json_text(to, "[");
    json_text(to, "{:");
    json_end_array(to);
    g_assert_cmpstr(to->str, ==, "[\"[\",\"{:\"]");
}

static void values_stand_on_lines_of_their_own(void)
{
    g_autoptr(GString) to = g_string_new(NULL);
    json_begin_array(to);
    json_int(to, 1);
    json_next_line(to);
    json_int(to, 2);
    json_end_array(to);
    g_assert_cmpstr(to->str, ==, "[1,\n2]");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/commas come by themselves", commas_come_by_themselves);
    g_test_add_func("/json/texts are escaped", texts_are_escaped);
    g_test_add_func("/json/a text that ends like an opening is followed by a comma",
                    a_text_that_ends_like_an_opening_is_followed_by_a_comma);
    g_test_add_func("/json/values stand on lines of their own", values_stand_on_lines_of_their_own);
    return g_test_run();
}
