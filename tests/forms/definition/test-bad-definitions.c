/* Every slip of tests/data/bad gives the messages of tests/golden/bad, in words for council staff.
 * `test-bad-definitions --update` writes the golden files anew; look at what changed before keeping them. */
#include "base/files.h"
#include "base/limits.h"
#include "forms/definition/survey-xml.h"
#include <string.h>

#include "base/banned.h"

static bool updates = false; /* set once, by main */

static char *path_in(const char *folder, const char *name, const char *ending)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    g_autofree char *file = g_strconcat(name, ending, NULL);
    return g_build_filename(root != NULL ? root : ".", "tests", folder, "bad",
                            file[0] != '\0' ? file : NULL, NULL);
}

/* What is said about a file; `*out_refused` tells whether it was refused. */
static char *messages_of(const char *path, const char *name, bool *out_refused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_read(path, LIMIT_DEFINITION_BYTES, &error);
    g_assert_no_error(error);
    g_autoptr(Mistakes) mistakes = mistakes_new(name);
    g_autoptr(Survey) survey = survey_parse(bytes, mistakes);
    *out_refused = survey == NULL;
    g_assert_cmpint(survey == NULL, ==, mistakes_count(mistakes) > 0);
    return mistakes_text(mistakes);
}

static void says_what_the_golden_file_says(const void *data)
{
    const char *name = data;
    g_autofree char *path = path_in("data", name, ".xml");
    g_autofree char *golden_path = path_in("golden", name, ".txt");
    bool refused = false;
    g_autofree char *text = messages_of(path, name, &refused);
    if (updates)
        g_assert_true(g_file_set_contents(golden_path, text, -1, NULL));
    g_autofree char *golden = NULL;
    g_assert_true(g_file_get_contents(golden_path, &golden, NULL, NULL));
    g_assert_cmpstr(text, ==, golden);
    g_assert_cmpint(refused, ==, strcmp(name, "habits") != 0); /* habits are only warned of */
}

static void uses_no_word_of_the_schema_trade(const void *data)
{
    static const char *const words[] = {
        "facet", "atomic",  "namespace",       "token",
        "xs:",   "pattern", "element content", "urn:x-soundings:survey:1}"};
    g_autofree char *path = path_in("data", data, ".xml");
    bool refused = false;
    g_autofree char *text = messages_of(path, "it", &refused);
    g_autofree char *small = g_ascii_strdown(text, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(small, words[i]) != NULL)
            g_error("%s: says \"%s\": %s", (const char *)data, words[i], text);
    }
}

static void names_file_and_line_in_each_mistake(const void *data)
{
    g_autofree char *path = path_in("data", data, ".xml");
    bool refused = false;
    g_autofree char *text = messages_of(path, "it", &refused);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
    for (size_t i = 0; lines[i] != NULL; i++) {
        if (strstr(lines[i], "it: warning: ") == lines[i])
            continue; /* of the whole file */
        g_assert_true(g_regex_match_simple("^it:[1-9][0-9]*: ", lines[i], 0, 0));
        g_assert_cmpuint(strlen(lines[i]), <, 400);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
    updates = argc > 1 && strcmp(argv[1], "--update") == 0;
    g_test_init(&argc, &argv, NULL);
    g_autofree char *folder = path_in("data", "", "");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *file = NULL; (file = g_dir_read_name(dir)) != NULL;) {
        if (g_str_has_suffix(file, ".xml"))
            g_ptr_array_add(names, g_strndup(file, strlen(file) - 4));
    }
    g_assert_cmpuint(names->len, >, 50);
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *said = g_strdup_printf("/bad/%s/says-what-the-golden-file-says", name);
        g_autofree char *plain = g_strdup_printf("/bad/%s/uses-no-word-of-the-schema-trade", name);
        g_autofree char *placed = g_strdup_printf("/bad/%s/names-file-and-line", name);
        g_test_add_data_func(said, name, says_what_the_golden_file_says);
        g_test_add_data_func(plain, name, uses_no_word_of_the_schema_trade);
        g_test_add_data_func(placed, name, names_file_and_line_in_each_mistake);
    }
    return g_test_run();
}
