#include "base/command.h"
#include "base/error.h"
#include "base/private.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

struct CommandLine {
    const char *program;
    const Command *command;
    char **argv; /* [0] is the program's name, then what follows the subcommand; then the arguments
                    alone */
    bool is_helped;
};

/* How many words of argv the name of a command takes when they match it, else 0. */
static int command_matches(const Command *command, int argc, char **argv)
{
    g_auto(GStrv) words = g_strsplit(command->name, " ", -1);
    int n = (int)g_strv_length(words);
    if (argc - 1 < n)
        return 0;
    for (int i = 0; i < n; i++) {
        if (strcmp(argv[i + 1], words[i]) != 0)
            return 0;
    }
    return n;
}

static void print_help(FILE *to, const char *program, const char *summary, const Command *commands,
                       size_t n)
{
    fprintf(to, "%s: %s\n\nUsage:\n", program, summary);
    for (size_t i = 0; i < n; i++) {
        const char *name = commands[i].name;
        fprintf(to, "  %s%s%s %s\n      %s\n", program, name == NULL ? "" : " ",
                name == NULL ? "" : name, commands[i].arguments, commands[i].summary);
    }
    fprintf(to,
            "\n  --help, --version; options can stand in --config FILE, group [%s].\n"
            "  A store or key that other users of this machine can reach needs --allow-shared.\n",
            program);
}

/* The value of --config, taken out of argv; NULL when it is not there. */
static char *take_config(char **argv, GError **error)
{
    for (size_t i = 1; argv[i] != NULL && strcmp(argv[i], "--") != 0; i++) {
        size_t taken = 0;
        char *path = NULL;
        if (g_str_has_prefix(argv[i], "--config=")) {
            path = g_strdup(argv[i] + strlen("--config="));
            taken = 1;
        } else if (strcmp(argv[i], "--config") == 0) {
            if (argv[i + 1] == NULL) {
                error_set(error, ERROR_USAGE, "--config needs the name of a file");
                return NULL;
            }
            path = g_strdup(argv[i + 1]);
            taken = 2;
        }
        if (taken == 0)
            continue;
        for (size_t k = 0; k < taken; k++)
            g_free(argv[i + k]);
        for (size_t k = i; (argv[k] = argv[k + taken]) != NULL; k++)
            continue;
        return path;
    }
    return NULL;
}

/* Is the option there already, as --name or --name=...? Then the command line wins over the file.
 */
static bool has_option(char *const *argv, const GOptionEntry *option)
{
    g_autofree char *plain = g_strdup_printf("--%s", option->long_name);
    g_autofree char *with_value = g_strdup_printf("--%s=", option->long_name);
    for (size_t i = 1; argv[i] != NULL && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], plain) == 0 || g_str_has_prefix(argv[i], with_value))
            return true;
        if (option->short_name != 0 && argv[i][0] == '-' && argv[i][1] == option->short_name)
            return true;
    }
    return false;
}

static const GOptionEntry *find_option(const GOptionEntry *options, const char *name)
{
    for (size_t i = 0; options[i].long_name != NULL; i++) {
        if (strcmp(options[i].long_name, name) == 0)
            return &options[i];
    }
    return NULL;
}

static bool is_list(const GOptionEntry *option)
{
    return option->arg == G_OPTION_ARG_STRING_ARRAY || option->arg == G_OPTION_ARG_FILENAME_ARRAY;
}

/* Append one key of the file as it would stand on the command line. */
static bool config_append(GPtrArray *argv, GKeyFile *file, const char *group,
                          const GOptionEntry *option, GError **error)
{
    const char *name = option->long_name;
    if (option->arg == G_OPTION_ARG_NONE) {
        bool is_on = g_key_file_get_boolean(file, group, name, error) != 0;
        if (is_on)
            g_ptr_array_add(argv, g_strdup_printf("--%s", name));
        return error == NULL || *error == NULL;
    }
    if (is_list(option)) {
        g_auto(GStrv) values = g_key_file_get_string_list(file, group, name, NULL, error);
        for (size_t i = 0; values != NULL && values[i] != NULL; i++)
            g_ptr_array_add(argv, g_strdup_printf("--%s=%s", name, values[i]));
        return values != NULL;
    }
    g_autofree char *value = g_key_file_get_string(file, group, name, error);
    if (value == NULL)
        return false;
    g_ptr_array_add(argv, g_strdup_printf("--%s=%s", name, value));
    return true;
}

/* Options that name what is private: a command that has one of them takes --allow-shared too. */
static const char *const private_options[] = {"store", "receipts"};

/* The options of a command with those that it need not name itself.
 * Returns: yours (free with g_array_unref). */
static GArray *all_options(const GOptionEntry *options, int *out_is_shared)
{
    const GOptionEntry shared = {"allow-shared",
                                 0,
                                 0,
                                 G_OPTION_ARG_NONE,
                                 out_is_shared,
                                 "Open a store or key that other users of this machine can reach",
                                 NULL};
    GArray *all = g_array_new(true, true, sizeof(GOptionEntry));
    for (size_t i = 0; options[i].long_name != NULL; i++)
        g_array_append_val(all, options[i]);
    bool is_private = false;
    for (size_t i = 0; i < G_N_ELEMENTS(private_options); i++)
        is_private = is_private || find_option(options, private_options[i]) != NULL;
    if (is_private)
        g_array_append_val(all, shared);
    return all;
}

/* Put the options of the file before those of the command line. */
static bool config_apply(CommandLine *line, const char *path, const GOptionEntry *options,
                         GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) reason = NULL;
    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &reason)) {
        error_set(error, ERROR_FILE, "%s: the configuration cannot be read: %s", path,
                  reason->message);
        return false;
    }
    g_auto(GStrv) keys = g_key_file_get_keys(file, line->program, NULL, NULL);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_ptr_array_add(argv, g_strdup(line->argv[0]));
    for (size_t i = 0; keys != NULL && keys[i] != NULL; i++) {
        const GOptionEntry *option = find_option(options, keys[i]);
        if (option == NULL) {
            fprintf(stderr, "%s: %s: '%s' is not an option of this command and was not used\n",
                    line->program, path, keys[i]);
            continue;
        }
        if (has_option(line->argv, option))
            continue;
        if (!config_append(argv, file, line->program, option, &reason)) {
            g_ptr_array_set_free_func(argv, g_free);
            error_set(error, ERROR_USAGE, "%s: %s", path, reason->message);
            return false;
        }
    }
    for (size_t i = 1; line->argv[i] != NULL; i++)
        g_ptr_array_add(argv, line->argv[i]);
    g_ptr_array_add(argv, NULL);
    g_free(line->argv[0]);
    g_free(line->argv);
    line->argv = (char **)g_ptr_array_steal(argv, NULL);
    return true;
}

static bool check_count(const CommandLine *line, size_t min, size_t max, GError **error)
{
    size_t n = command_count(line);
    if (n >= min && n <= max)
        return true;
    const char *name = line->command->name == NULL ? "" : line->command->name;
    if (n < min)
        error_set(error, ERROR_USAGE, "something is missing; use it as: %s %s %s", line->program,
                  name, line->command->arguments);
    else
        error_set(error, ERROR_USAGE, "'%s' is too much; use it as: %s %s %s",
                  command_argument(line, max), line->program, name, line->command->arguments);
    return false;
}

bool command_parse(CommandLine *line, const GOptionEntry *options, size_t min, size_t max,
                   GError **error)
{
    g_autoptr(GError) reason = NULL;
    int is_shared = 0;
    g_autoptr(GArray) all = all_options(options, &is_shared);
    const GOptionEntry *entries = (const GOptionEntry *)(void *)all->data;
    g_autofree char *config = take_config(line->argv, &reason);
    if (reason != NULL) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    if (config != NULL && !config_apply(line, config, entries, error))
        return false;
    g_autoptr(GOptionContext) context = g_option_context_new(line->command->arguments);
    g_option_context_set_help_enabled(context, false);
    g_option_context_set_summary(context, line->command->summary);
    int is_help = 0;
    const GOptionEntry common[] = {
        {"help", 0, 0, G_OPTION_ARG_NONE, &is_help, "Show this help", NULL},
        {0},
    };
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_add_main_entries(context, common, NULL);
    if (!g_option_context_parse_strv(context, &line->argv, &reason)) {
        error_set(error, ERROR_USAGE, "%s; see --help", reason->message);
        return false;
    }
    private_allow_shared(is_shared != 0);
    if (is_help != 0) {
        g_autofree char *help = g_option_context_get_help(context, true, NULL);
        fputs(help, stdout);
        line->is_helped = true;
        return false;
    }
    if (line->argv[0] != NULL && line->argv[1] != NULL && strcmp(line->argv[1], "--") == 0) {
        g_free(line->argv[1]);
        for (size_t i = 1; (line->argv[i] = line->argv[i + 1]) != NULL; i++)
            continue;
    }
    return check_count(line, min, max, error);
}

size_t command_count(const CommandLine *line)
{
    return g_strv_length(line->argv) - 1;
}

const char *command_argument(const CommandLine *line, size_t index)
{
    g_assert(index < command_count(line));
    return line->argv[index + 1];
}

bool command_need(const CommandLine *line, const char *option, const char *value, GError **error)
{
    if (value != NULL)
        return true;
    const char *name = line->command->name == NULL ? "" : line->command->name;
    error_set(error, ERROR_USAGE, "%s is missing; use it as: %s %s %s", option, line->program, name,
              line->command->arguments);
    return false;
}

/* The program's name, for a warning that comes from below. */
static const char *warning_program;

static void warn_shared(const char *sentence)
{
    fprintf(stderr, "%s: warning: %s\n", warning_program, sentence);
}

/* Run the command with the words of argv that follow its name. */
static int run_command(const char *program, const Command *command, int argc, char **argv)
{
    CommandLine line = {.program = program, .command = command};
    line.argv = g_new0(char *, (size_t)argc + 2);
    line.argv[0] = command->name == NULL ? g_strdup(program)
                                         : g_strdup_printf("%s %s", program, command->name);
    for (int i = 0; i < argc; i++)
        line.argv[i + 1] = g_strdup(argv[i]);
    g_autoptr(GError) error = NULL;
    bool is_done = command->run(&line, &error);
    g_strfreev(line.argv);
    if (is_done && fflush(stdout) != 0) {
        error_set(&error, ERROR_FILE, "standard output could not be written");
        is_done = false;
    }
    if (is_done || line.is_helped)
        return 0;
    fprintf(stderr, "%s: %s\n", program, error == NULL ? "not done" : error->message);
    return g_error_matches(error, SOUNDINGS_ERROR, ERROR_USAGE) ? 2 : 1;
}

int command_main(int argc, char **argv, const char *program, const char *summary,
                 const Command *commands, size_t n_commands)
{
    private_begin();
    warning_program = program;
    private_tell_by(warn_shared);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before threads */
    setlocale(LC_ALL,
              "C.UTF-8"); /* arguments are UTF-8, numbers are plain, whatever the system says */
    const char *first = argc > 1 ? argv[1] : "";
    if (strcmp(first, "--version") == 0) {
        printf("%s (Soundings) %s\n", program, SOUNDINGS_VERSION);
        return 0;
    }
    bool is_single = n_commands == 1 && commands[0].name == NULL;
    if (strcmp(first, "--help") == 0 && !is_single) {
        print_help(stdout, program, summary, commands, n_commands);
        return 0;
    }
    for (size_t i = 0; i < n_commands; i++) {
        if (commands[i].name == NULL)
            continue;
        int taken = command_matches(&commands[i], argc, argv);
        if (taken > 0)
            return run_command(program, &commands[i], argc - 1 - taken, argv + 1 + taken);
    }
    for (size_t i = 0; i < n_commands; i++) {
        if (commands[i].name == NULL)
            return run_command(program, &commands[i], argc > 0 ? argc - 1 : 0, argv + 1);
    }
    if (argc > 1)
        fprintf(stderr, "%s: '%s' is not one of its commands\n", program, first);
    print_help(stderr, program, summary, commands, n_commands);
    return 2;
}
