#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <string.h>

#include "base/banned.h"

static void clean_text_is_told_from_dirty(void)
{
    static const struct {
        const char *text;
        size_t length;
        bool is_clean;
    } cases[] = {
        {"", 0, true},       {"Caf\u00e9 \u0627\u0631\u062f\u0648\n\tx\r\n", 19, true},
        {"a\0b", 3, false},  {"a\x01", 2, false},
        {"a\x7f", 2, false}, {"\xc2\x85", 2, false},
        {"\xc3", 1, false},  {"\xed\xa0\x80", 3, false},
        {"\xff", 1, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("case %zu", i);
        g_assert_cmpint(text_is_clean(cases[i].text, cases[i].length), ==, cases[i].is_clean);
    }
}

static void normalising_trims_and_unifies_newlines(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"  \u00a0\t\n ", ""},
        {" a b ", "a b"},
        {"a\r\nb\rc\nd", "a\nb\nc\nd"},
        {"\r\n\r\nx\r\n", "x"},
        {"\u2003\u00e9\u3000", "\u00e9"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = text_normalise(cases[i][0]);
        g_assert_cmpstr(got, ==, cases[i][1]);
    }
}

static void whole_numbers_are_read_strictly(void)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"-3", true, -3},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x1", false, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t got = 42;
        g_test_message("%s", cases[i].text);
        g_assert_cmpint(text_parse_int(cases[i].text, &got), ==, cases[i].ok);
        g_assert_cmpint(got, ==, cases[i].ok ? cases[i].value : 42);
    }
}

static void decimal_numbers_are_read_at_their_places(void)
{
    static const struct {
        const char *text;
        unsigned places;
        bool ok;
        int64_t value;
    } cases[] = {
        {"12.5", 1, true, 125},   {"12", 1, true, 120},   {"12", 0, true, 12},
        {".5", 1, true, 5},       {"-0.5", 1, true, -5},  {"\u00a31,234.50", 2, true, 123450},
        {"1 000", 0, true, 1000}, {"12.55", 1, false, 0}, {"12.", 1, false, 0},
        {"12.5", 0, false, 0},    {"1,", 0, false, 0},    {",1", 0, false, 0},
        {"1,,000", 0, false, 0},  {"", 2, false, 0},      {".", 2, false, 0},
        {"1.2.3", 2, false, 0},   {"ten", 0, false, 0},   {"9223372036854775807", 1, false, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t got = 42;
        g_test_message("%s", cases[i].text);
        g_assert_cmpint(text_parse_decimal(cases[i].text, cases[i].places, &got), ==, cases[i].ok);
        g_assert_cmpint(got, ==, cases[i].ok ? cases[i].value : 42);
    }
}

static void decimal_numbers_are_written_back(void)
{
    static const struct {
        int64_t value;
        unsigned places;
        const char *text;
    } cases[] = {
        {125, 1, "12.5"}, {5, 1, "0.5"},     {-5, 1, "-0.5"},
        {0, 2, "0.00"},   {1234, 0, "1234"}, {INT64_MIN, 0, "-9223372036854775808"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = text_from_decimal(cases[i].value, cases[i].places);
        g_assert_cmpstr(got, ==, cases[i].text);
        int64_t again = 1;
        g_assert_true(text_parse_decimal(got, cases[i].places, &again));
        g_assert_cmpint(again, ==, cases[i].value);
    }
}

static void counts_have_thousands_separators(void)
{
    static const struct {
        uint64_t count;
        const char *text;
    } cases[] = {
        {0, "0"},        {999, "999"},        {1000, "1,000"},
        {5381, "5,381"}, {100000, "100,000"}, {UINT64_MAX, "18,446,744,073,709,551,615"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) got = g_string_new(NULL);
        text_append_count(got, cases[i].count);
        g_assert_cmpstr(got->str, ==, cases[i].text);
    }
}

static void numbers_have_so_many_digits(void)
{
    static const struct {
        uint64_t number;
        unsigned digits;
    } cases[] = {{0, 1}, {9, 1}, {10, 2}, {999, 3}, {1000, 4}, {UINT64_MAX, 20}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(text_count_digits(cases[i].number), ==, cases[i].digits);
    g_autofree char *thousands = text_from_count(5381);
    g_assert_cmpstr(thousands, ==, "5,381");
}

static void places_are_filled_by_name(void)
{
    g_autofree char *plain = text_fill("{n} of {total}", "n", "3", "total", "9", NULL);
    g_assert_cmpstr(plain, ==, "3 of 9");
    g_autofree char *unknown = text_fill("{x} {n", "n", "3", NULL);
    g_assert_cmpstr(unknown, ==, "{x} {n");
    g_autofree char *once = text_fill("{a}{b}", "a", "{b}", "b", "B", NULL);
    g_assert_cmpstr(once, ==, "{b}B");
}

static void characters_are_counted_not_bytes(void)
{
    g_assert_cmpuint(text_count(""), ==, 0);
    g_assert_cmpuint(text_count("caf\u00e9 \U0001f600"), ==, 6);
}

static void long_texts_are_cut_by_characters(void)
{
    static const struct {
        const char *text;
        size_t n;
        const char *within, *as_is, *beside;
    } cases[] = {
        {"", 3, "", "", ""},
        {"caf\u00e9", 4, "caf\u00e9", "caf\u00e9", "caf\u00e9"},
        {"caf\u00e9s", 4, "caf\u2026", "caf\u2026", "caf\u00e9\u2026"},
        {"ab  def", 4, "ab\u2026", "ab \u2026", "ab  \u2026"},
        {"\u0627\u0631\u062f\u0648", 1, "\u2026", "\u2026", "\u0627\u2026"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *within = text_cut(cases[i].text, cases[i].n, TEXT_CUT_WITHIN);
        g_autofree char *as_is = text_cut(cases[i].text, cases[i].n, TEXT_CUT_AS_IS);
        g_autofree char *beside = text_cut(cases[i].text, cases[i].n, TEXT_CUT_BESIDE);
        g_assert_cmpstr(within, ==, cases[i].within);
        g_assert_cmpstr(as_is, ==, cases[i].as_is);
        g_assert_cmpstr(beside, ==, cases[i].beside);
    }
}

static void long_texts_are_cut_by_words(void)
{
    static const struct {
        const char *text;
        size_t n, n_words;
        const char *cut;
    } cases[] = {
        {"", 2, 0, ""},
        {"one  two", 2, 2, "one  two"},
        {" one,  two,; three", 2, 3, "one, two\u2026"},
        {"a\tb\nc", 3, 3, "a\tb\nc"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *cut = text_cut_words(cases[i].text, cases[i].n);
        g_assert_cmpstr(cut, ==, cases[i].cut);
        g_assert_cmpuint(text_count_words(cases[i].text), ==, cases[i].n_words);
    }
}

static void errors_carry_code_and_prefix(void)
{
    g_autoptr(GError) error = NULL;
    error_set(&error, ERROR_DATA, "row %d is wrong", 3);
    error_prefix(&error, "%s:%d", "a.csv", 7);
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_assert_cmpstr(error->message, ==, "a.csv:7: row 3 is wrong");
    error_set(NULL, ERROR_DATA, "nobody listens");
    error_prefix(NULL, "nobody");
}

static void an_arena_gives_zeroed_aligned_blocks(void)
{
    g_autoptr(Arena) arena = arena_new();
    for (size_t i = 0; i < 3000; i++) {
        size_t bytes = i * 37 % 900 + (i % 500 == 0 ? 40000 : 0);
        unsigned char *block = arena_alloc(arena, bytes);
        g_assert_cmpuint((uintptr_t)block % _Alignof(max_align_t), ==, 0);
        for (size_t k = 0; k < bytes; k++)
            g_assert_cmpuint(block[k], ==, 0);
        memset(block, 0xAB, bytes);
    }
    int numbers[] = {1, 2, 3};
    int *copied = arena_copy(arena, numbers, 3, sizeof(int));
    g_assert_cmpint(memcmp(copied, numbers, sizeof numbers), ==, 0);
    g_assert_cmpstr(arena_strdup(arena, "words"), ==, "words");
    g_assert_null(arena_strdup(arena, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/clean text is told from dirty", clean_text_is_told_from_dirty);
    g_test_add_func("/text/normalising trims and unifies newlines",
                    normalising_trims_and_unifies_newlines);
    g_test_add_func("/text/whole numbers are read strictly", whole_numbers_are_read_strictly);
    g_test_add_func("/text/decimal numbers are read at their places",
                    decimal_numbers_are_read_at_their_places);
    g_test_add_func("/text/decimal numbers are written back", decimal_numbers_are_written_back);
    g_test_add_func("/text/counts have thousands separators", counts_have_thousands_separators);
    g_test_add_func("/text/numbers have so many digits", numbers_have_so_many_digits);
    g_test_add_func("/text/places are filled by name", places_are_filled_by_name);
    g_test_add_func("/text/characters are counted, not bytes", characters_are_counted_not_bytes);
    g_test_add_func("/text/long texts are cut by characters", long_texts_are_cut_by_characters);
    g_test_add_func("/text/long texts are cut by words", long_texts_are_cut_by_words);
    g_test_add_func("/error/errors carry code and prefix", errors_carry_code_and_prefix);
    g_test_add_func("/arena/blocks are zeroed and aligned", an_arena_gives_zeroed_aligned_blocks);
    return g_test_run();
}
