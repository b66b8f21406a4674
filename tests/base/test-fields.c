#include "base/error.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/url.h"

#include <string.h>

#include "base/banned.h"

static void fields_survive_a_round_trip(void)
{
    g_autoptr(Fields) fields = fields_new();
    fields_add(fields, "q01", "1");
    fields_add(fields, "q02", "");
    fields_add(fields, "q02", "a b&c=d+e%\u00e9\r\n\tz");
    fields_add(fields, "\u00fc ?", "*-._~");
    g_autofree char *bytes = fields_encode(fields);
    g_autoptr(GError) error = NULL;
    g_autoptr(Fields) again = fields_decode(bytes, strlen(bytes), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(fields_count(again), ==, 4);
    for (size_t i = 0; i < 4; i++) {
        g_assert_cmpstr(fields_at(again, i).name, ==, fields_at(fields, i).name);
        g_assert_cmpstr(fields_at(again, i).value, ==, fields_at(fields, i).value);
    }
}

static void pairs_are_found_and_removed_by_name(void)
{
    const char *body = "&&a=1&b=2&a=3&&";
    g_autoptr(Fields) fields = fields_decode(body, strlen(body), NULL);
    g_assert_nonnull(fields);
    g_assert_cmpuint(fields_count(fields), ==, 3);
    g_assert_cmpstr(fields_find(fields, "a"), ==, "1");
    g_assert_null(fields_find(fields, "c"));
    g_assert_true(fields_has(fields, "a", "3"));
    g_assert_false(fields_has(fields, "b", "3"));
    fields_remove(fields, "a");
    g_assert_cmpuint(fields_count(fields), ==, 1);
    g_assert_cmpstr(fields_at(fields, 0).name, ==, "b");
}

static void bad_bodies_are_refused(void)
{
    static const struct {
        const char *body;
        size_t length;
        const char *message;
    } cases[] = {
        {"a=%", 3, "bad escape"},
        {"a=%4", 4, "bad escape"},
        {"a=%4&b=1", 8, "bad escape"},
        {"a=%zz", 5, "bad escape"},
        {"a=%00", 5, "control character"},
        {"a=\0", 3, "control character"},
        {"a=%1B", 5, "control character"},
        {"a=%FF", 5, "not UTF-8"},
        {"a=%ED%A0%80", 11, "not UTF-8"},
        {"%FF=a", 5, "not UTF-8"},
        {"=a", 2, "no name"},
        {"a", 1, "has no '='"},
        {"a=1&b", 5, "has no '='"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].body);
        g_autoptr(GError) error = NULL;
        g_assert_null(fields_decode(cases[i].body, cases[i].length, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_assert_nonnull(strstr(error->message, cases[i].message));
    }
}

static void bodies_over_a_limit_are_refused(void)
{
    g_autoptr(GString) many = g_string_new(NULL);
    for (int i = 0; i < LIMIT_FIELDS; i++)
        g_string_append(many, "a=1&");
    g_autoptr(Fields) fields = fields_decode(many->str, many->len, NULL);
    g_assert_nonnull(fields);
    g_string_append(many, "a=1");
    g_autoptr(GError) error = NULL;
    g_assert_null(fields_decode(many->str, many->len, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_assert_cmpstr(error->message, ==, "form data: more than 2048 fields");

    g_autofree char *name = g_strnfill(LIMIT_FIELD_NAME_BYTES + 1, 'n');
    g_autofree char *body = g_strconcat(name, "=1", NULL);
    g_autoptr(GError) too_long = NULL;
    g_assert_null(fields_decode(body, strlen(body), &too_long));
    g_assert_error(too_long, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_assert_cmpstr(too_long->message, ==, "form data: a field's name is longer than 64 bytes");
}

static void addresses_are_escaped_by_part(void)
{
    g_auto(Url) root = url_path("", NULL);
    g_assert_cmpstr(root.text, ==, "/");
    g_auto(Url) start = url_path("citizens-panel-2016", "", NULL);
    g_assert_cmpstr(start.text, ==, "/citizens-panel-2016/");
    g_auto(Url) odd = url_path("a/b?c#d", "\u00e9 x", NULL);
    g_assert_cmpstr(odd.text, ==, "/a%2Fb%3Fc%23d/%C3%A9%20x");
    g_auto(Url) full = url_with_query(url_path("s", NULL), "a", "1&2");
    full = url_with_fragment(url_with_query(full, "b", "x y"), "q01");
    g_assert_cmpstr(full.text, ==, "/s?a=1%262&b=x%20y#q01");
    g_auto(Url) part = url_fragment("q01");
    g_assert_cmpstr(part.text, ==, "#q01");
}

static void only_harmless_addresses_are_allowed(void)
{
    static const struct {
        const char *text;
        bool ok;
    } cases[] = {
        {"https://www.example.org/a?b=c#d", true},
        {"HTTP://example.org", true},
        {"mailto:safety@example.org", true},
        {"tel:+441302000000", true},
        {"javascript:alert(1)", false},
        {"data:text/html,x", false},
        {"//example.org", false},
        {"/path", false},
        {"https://", false},
        {"https:///x", false},
        {" https://example.org", false},
        {"https://example.org/\nx", false},
        {"https://example.org/\"x", false},
        {"", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        g_assert_cmpint(url_is_allowed(cases[i].text), ==, cases[i].ok);
    }
    g_auto(Url) url = url_from_definition("tel:101");
    g_assert_cmpstr(url.text, ==, "tel:101");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fields/they survive a round trip", fields_survive_a_round_trip);
    g_test_add_func("/fields/pairs are found and removed by name",
                    pairs_are_found_and_removed_by_name);
    g_test_add_func("/fields/bad bodies are refused", bad_bodies_are_refused);
    g_test_add_func("/fields/bodies over a limit are refused", bodies_over_a_limit_are_refused);
    g_test_add_func("/url/addresses are escaped by part", addresses_are_escaped_by_part);
    g_test_add_func("/url/only harmless addresses are allowed",
                    only_harmless_addresses_are_allowed);
    return g_test_run();
}
