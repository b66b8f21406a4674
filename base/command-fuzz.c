/* Fuzzer: whatever a configuration file holds, the command runs with it or ends with a message and its exit code. */
#include "base/command.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool run_show(CommandLine *line, GError **error)
{
    g_autofree char *store = NULL;
    g_auto(GStrv) by = NULL;
    int port = 0;
    int preview = 0;
    const GOptionEntry options[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &store, "The store", "STORE"},
        {"by", 0, 0, G_OPTION_ARG_STRING_ARRAY, &by, "Breakdown", "VAR"},
        {"port", 'p', 0, G_OPTION_ARG_INT, &port, "Port", "N"},
        {"preview", 0, 0, G_OPTION_ARG_NONE, &preview, "Preview", NULL},
        {0},
    };
    if (!command_parse(line, options, 1, 1, error))
        return false;
    /* The command line wins, whatever the file says. */
    g_assert_cmpstr(store, ==, "typed");
    g_assert_cmpstr(command_argument(line, 0), ==, "argument");
    return true;
}

/* What commands say of wrong files goes nowhere; the sanitizers write to the descriptor and are heard. */
static void be_quiet(void)
{
    static FILE *nowhere;
    if (nowhere == NULL) {
        nowhere = fopen("/dev/null", "w");
        g_assert_nonnull(nowhere);
        stderr = nowhere;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Command commands[] = {{"show", "--store STORE FILE", "Shows.", run_show}};
    be_quiet();
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    g_assert_cmpint(file, >=, 0);
    g_assert_cmpint(write(file, data, size), ==, (ssize_t)size);
    g_autofree char *config = g_strdup_printf("--config=/proc/self/fd/%d", file);
    char *argv[] = {(char[]){"fuzz"},  (char[]){"show"},     config, (char[]){"--store"},
                    (char[]){"typed"}, (char[]){"argument"}, NULL};
    int code = command_main((int)G_N_ELEMENTS(argv) - 1, argv, "fuzz", "Tries things", commands,
                            G_N_ELEMENTS(commands));
    g_assert_true(code == 0 || code == 1 || code == 2);
    close(file);
    return 0;
}
