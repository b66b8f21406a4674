/* The command line that all programs share: `program SUBCOMMAND --options ARGUMENTS`, long GNU
 * options, --help, --version, and --config FILE (a GKeyFile: group of the program's name, keys are
 * long option names; the command line wins). Results go to standard output; a failure is one line
 * "program: message" on standard error. Exit codes: 0 done, 1 not done, 2 wrong usage
 * (ERROR_USAGE). What a program makes is its user's alone, and every command that takes a store or the
 * file of a key takes --allow-shared (base/private.h). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct CommandLine CommandLine;

typedef struct {
    const char *name; /* as typed: "import", "user add"; NULL for a program without subcommands */
    const char *arguments; /* for the help: "--store STORE FILE..." */
    const char *summary;   /* one line for the help */

    /* Parse with command_parse, do it, return whether it was done. */
    bool (*run)(CommandLine *line, GError **error);
} Command;

/* What a main returns: close what will be made to other users, choose the command, run it, print its
 * error.
 * Owns: nothing; everything is lent.   Threads: the main one, once. */
int command_main(int argc, char **argv, const char *program, const char *summary,
                 const Command *commands, size_t n_commands);

/* Parse the options of the chosen command into the variables that the entries name (closed by {0}),
 * and take between `min` and `max` arguments. Returns false without an error when --help was asked
 * for and printed: just return false. Strings filled in are the caller's (g_free, g_strfreev).
 * Errors: ERROR_USAGE, ERROR_FILE (the config file). */
bool command_parse(CommandLine *line, const GOptionEntry *options, size_t min, size_t max,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The arguments that command_parse took.
 * Owns: lent. */
size_t command_count(const CommandLine *line);
const char *command_argument(const CommandLine *line, size_t index);

/* Was an option given that cannot be left out? `option` is as typed, "--store".
 * Errors: false and ERROR_USAGE. */
bool command_need(const CommandLine *line, const char *option, const char *value, GError **error);
