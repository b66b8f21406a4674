#include "base/command.h"
#include "base/error.h"
#include "base/files.h"
#include <glib/gstdio.h>

#include "base/banned.h"

static char *seen_store;
static char **seen_by;
static int seen_flag;
static size_t seen_count;

static bool run_show(CommandLine *line, GError **error)
{
    g_clear_pointer(&seen_store, g_free);
    g_clear_pointer(&seen_by, g_strfreev);
    seen_flag = 0;
    const GOptionEntry options[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &seen_store, "The store", "STORE"},
        {"by", 0, 0, G_OPTION_ARG_STRING_ARRAY, &seen_by, "Breakdown", "VAR"},
        {"preview", 0, 0, G_OPTION_ARG_NONE, &seen_flag, "Preview", NULL},
        {0},
    };
    if (!command_parse(line, options, 0, 2, error))
        return false;
    seen_count = command_count(line);
    return command_need(line, "--store", seen_store, error);
}

static bool run_fail(CommandLine *line, GError **error)
{
    const GOptionEntry options[] = {{0}};
    if (!command_parse(line, options, 0, 0, error))
        return false;
    error_set(error, ERROR_DATA, "row 3 is wrong");
    return false;
}

static const Command commands[] = {
    {"show all", "--store STORE [FILE]...", "Shows.", run_show},
    {"fail", "", "Fails.", run_fail},
};

static int run(const char *text)
{
    g_auto(GStrv) argv = g_strsplit(text, " ", -1);
    return command_main((int)g_strv_length(argv), argv, "prog", "Tries things", commands,
                        G_N_ELEMENTS(commands));
}

static void test_exit_codes(void)
{
    static const struct {
        const char *line;
        int code;
    } cases[] = {
        {"prog show all --store d", 0},
        {"prog show all", 2},
        {"prog show all --store d a b c", 2},
        {"prog show all --store", 2},
        {"prog show all --nonsense", 2},
        {"prog show all --store d --allow-shared", 0},
        {"prog fail --allow-shared", 2}, /* it opens no store */
        {"prog fail", 1},
        {"prog fail x", 2},
        {"prog", 2},
        {"prog other", 2},
        {"prog --version", 0},
        {"prog show all --config", 2},
        {"prog show all --config /nonexistent/file", 1},
        {"prog fail --help", 0},
        {"prog --help", 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].line);
        g_assert_cmpint(run(cases[i].line), ==, cases[i].code);
    }
}

static void test_arguments_after_two_dashes(void)
{
    g_assert_cmpint(run("prog show all --store d -- --by x"), ==, 0);
    g_assert_cmpuint(seen_count, ==, 2);
}

static void test_config_fills_in_and_command_line_wins(void)
{
    g_autofree char *directory = g_dir_make_tmp("soundings-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "config", NULL);
    g_assert_true(g_file_set_contents(path,
                                      "[prog]\nstore=from-file\nby=q1;q2\npreview=true\n"
                                      "port=3\n[other]\nstore=x\n",
                                      -1, NULL));
    g_autofree char *plain = g_strdup_printf("prog show all --config %s one", path);
    g_assert_cmpint(run(plain), ==, 0);
    g_assert_cmpstr(seen_store, ==, "from-file");
    g_assert_cmpuint(g_strv_length(seen_by), ==, 2);
    g_assert_cmpint(seen_flag, ==, 1);
    g_assert_cmpuint(seen_count, ==, 1);
    g_autofree char *both = g_strdup_printf("prog show all --store=mine --config=%s", path);
    g_assert_cmpint(run(both), ==, 0);
    g_assert_cmpstr(seen_store, ==, "mine");
    g_unlink(path);
    g_rmdir(directory);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/command/exit codes are 0 done, 1 not done, 2 wrong usage", test_exit_codes);
    g_test_add_func("/command/what follows two dashes is an argument",
                    test_arguments_after_two_dashes);
    g_test_add_func("/command/a config file fills in and the command line wins",
                    test_config_fills_in_and_command_line_wins);
    int result = g_test_run();
    g_clear_pointer(&seen_store, g_free);
    g_clear_pointer(&seen_by, g_strfreev);
    return result;
}
