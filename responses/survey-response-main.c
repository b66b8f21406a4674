/* survey-response: import, export, simulate, check, back up, erase. */
#include "base/command.h"
#include "base/error.h"
#include "base/text.h"
#include "forms/definition/survey-xml.h"
#include "responses/care/care.h"
#include "responses/errands/errand.h"
#include "responses/exchange/export.h"
#include "responses/exchange/simulate.h"
#include "responses/store/store.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static bool parse_channel(const char *name, Channel *out, GError **error)
{
    if (name == NULL || channel_find(name, out))
        return true;
    error_set(error, ERROR_USAGE,
              "--channel %s: it must be web, paper, phone, event, import or simulated", name);
    return false;
}

/* A definition with mistakes is told before a store is made or asked. */
static bool import_file(const char *address, const char *definition, const char *csv,
                        Channel channel, bool is_raw, GError **error)
{
    g_autoptr(Survey) survey = survey_load(definition, error);
    if (survey == NULL)
        return false;
    const char *name = strcmp(csv, "-") == 0 ? "standard input" : csv;
    const char *const words[] = {
        "import", definition, name, channel_name(channel), is_raw ? IMPORT_RAW_WORD : NULL, NULL};
    const char *const paths[] = {definition, csv, NULL};
    return errand_run(address, words, paths, error);
}

static bool run_import(CommandLine *line, GError **error)
{
    g_autofree char *store = NULL;
    g_autofree char *survey = NULL;
    g_autofree char *name = NULL;
    int is_raw = 0;
    const GOptionEntry options[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &store, "Where responses are kept", "STORE"},
        {"survey", 0, 0, G_OPTION_ARG_FILENAME, &survey, "The definition", "FILE"},
        {"channel", 0, 0, G_OPTION_ARG_STRING, &name,
         "Of rows that do not say theirs: web, paper, phone, event, import (default), simulated",
         "C"},
        {"raw", 0, 0, G_OPTION_ARG_NONE, &is_raw,
         "The file was written with --raw: words are as they stand", NULL},
        {0},
    };
    Channel channel = CHANNEL_IMPORT;
    return command_parse(line, options, 1, 1, error) &&
           command_need(line, "--store", store, error) &&
           command_need(line, "--survey", survey, error) && parse_channel(name, &channel, error) &&
           import_file(store, survey, command_argument(line, 0), channel, is_raw != 0, error);
}

/* For whom an export can be made, beside programs. */
static const struct {
    const char *name;
    CsvForm form;
} readers[] = {{"spreadsheet", CSV_SPREADSHEET}};

static bool parse_form(const char *reader, bool is_raw, CsvForm *out, GError **error)
{
    *out = is_raw ? CSV_RAW : CSV_GUARDED;
    if (reader == NULL)
        return true;
    if (is_raw) {
        error_set(error, ERROR_USAGE,
                  "--raw is for programs and --for %s is not: give one of the two", reader);
        return false;
    }
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
        if (strcmp(readers[i].name, reader) == 0) {
            *out = readers[i].form;
            return true;
        }
        g_string_append_printf(names, "%s%s", i > 0 ? " or " : "", readers[i].name);
    }
    error_set(error, ERROR_USAGE, "--for %s: it must be %s", reader, names->str);
    return false;
}

static bool run_export(CommandLine *line, GError **error)
{
    g_autofree char *address = NULL;
    g_autofree char *survey = NULL;
    g_autofree char *output = NULL;
    g_autofree char *reader = NULL;
    int is_raw = 0;
    const GOptionEntry options[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &address, "Where responses are kept", "STORE"},
        {"survey", 0, 0, G_OPTION_ARG_STRING, &survey, "The survey's id", "ID"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write there, not to standard output",
         "OUT.csv"},
        {"for", 0, 0, G_OPTION_ARG_STRING, &reader,
         "spreadsheet: with a byte-order mark and CRLF, so that Excel shows every letter",
         "spreadsheet"},
        {"raw", 0, 0, G_OPTION_ARG_NONE, &is_raw,
         "Words as they are, for programs: a spreadsheet may run them", NULL},
        {0},
    };
    CsvForm form = CSV_GUARDED;
    if (!command_parse(line, options, 0, 0, error) ||
        !command_need(line, "--store", address, error) ||
        !command_need(line, "--survey", survey, error) ||
        !parse_form(reader, is_raw != 0, &form, error))
        return false;
    g_autoptr(Store) store = store_open(address, STORE_READ, error);
    return store != NULL && export_csv(store, survey, output, form, error);
}

static bool parse_whole(const char *option, const char *text, uint64_t *out, GError **error)
{
    int64_t value = 0;
    if (text_parse_int(text, &value) && value >= 0) {
        *out = (uint64_t)value;
        return true;
    }
    error_set(error, ERROR_USAGE, "%s %s: it must be a whole number from 0 up", option, text);
    return false;
}

static bool run_simulate(CommandLine *line, GError **error)
{
    g_autofree char *file = NULL;
    g_autofree char *count = NULL;
    g_autofree char *seed = NULL;
    g_autofree char *shape = NULL;
    int is_raw = 0;
    const GOptionEntry options[] = {
        {"survey", 0, 0, G_OPTION_ARG_FILENAME, &file, "The definition", "FILE"},
        {"count", 0, 0, G_OPTION_ARG_STRING, &count, "How many responses", "N"},
        {"seed", 0, 0, G_OPTION_ARG_STRING, &seed, "The same seed gives the same responses", "S"},
        {"shape", 0, 0, G_OPTION_ARG_FILENAME, &shape,
         "variable,code,weight: which answers are likelier", "SHAPE.csv"},
        {"raw", 0, 0, G_OPTION_ARG_NONE, &is_raw,
         "Words as they are, for programs: a spreadsheet may run them", NULL},
        {0},
    };
    SimulateOptions wanted = {0};
    if (!command_parse(line, options, 0, 0, error) ||
        !command_need(line, "--survey", file, error) ||
        !command_need(line, "--count", count, error) ||
        !command_need(line, "--seed", seed, error) ||
        !parse_whole("--count", count, &wanted.count, error) ||
        !parse_whole("--seed", seed, &wanted.seed, error))
        return false;
    g_autoptr(Survey) survey = survey_load(file, error);
    wanted.shape = shape;
    wanted.form = is_raw != 0 ? CSV_RAW : CSV_GUARDED;
    return survey != NULL && simulate_csv(survey, &wanted, stdout, error);
}

static void print_finding(const char *finding, void *arg)
{
    (void)arg;
    printf("%s\n", finding);
}

static bool run_check(CommandLine *line, GError **error)
{
    g_autofree char *address = NULL;
    const GOptionEntry options[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &address, "Where responses are kept", "STORE"},
        {0},
    };
    if (!command_parse(line, options, 0, 0, error) ||
        !command_need(line, "--store", address, error))
        return false;
    g_autoptr(Store) store = store_open(address, STORE_READ, error);
    if (store == NULL)
        return false;
    int64_t n = care_verify(store, print_finding, NULL, error);
    if (n > 0)
        error_set(error, ERROR_STORE,
                  "%s: %" PRId64 " %s; take the affected responses from a backup", address, n,
                  n == 1 ? "thing is wrong" : "things are wrong");
    if (n == 0)
        printf("%s: all is well\n", address);
    return n == 0;
}

static bool run_backup(CommandLine *line, GError **error)
{
    g_autofree char *address = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry options[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &address, "Where responses are kept", "STORE"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The directory of the copy", "DIR"},
        {0},
    };
    if (!command_parse(line, options, 0, 0, error) ||
        !command_need(line, "--store", address, error) || !command_need(line, "-o", output, error))
        return false;
    g_autoptr(Store) store = store_open(address, STORE_READ, error);
    return store != NULL && care_backup(store, output, error);
}

static bool run_erase(CommandLine *line, GError **error)
{
    g_autofree char *address = NULL;
    g_autofree char *survey = NULL;
    g_autofree char *reference = NULL;
    const GOptionEntry options[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &address, "Where responses are kept", "STORE"},
        {"survey", 0, 0, G_OPTION_ARG_STRING, &survey, "The survey's id", "ID"},
        {"reference", 0, 0, G_OPTION_ARG_STRING, &reference, "The response", "R"},
        {0},
    };
    if (!command_parse(line, options, 0, 0, error) ||
        !command_need(line, "--store", address, error) ||
        !command_need(line, "--survey", survey, error) ||
        !command_need(line, "--reference", reference, error))
        return false;
    const char *const words[] = {"erase", survey, reference, NULL};
    const char *const no_paths[] = {NULL};
    return errand_run(address, words, no_paths, error);
}

int main(int argc, char **argv)
{
    static const Command commands[] = {
        {"import", "--store STORE --survey FILE CSV [--channel C] [--raw]",
         "Take in responses, all of the file or none.", run_import},
        {"export", "--store STORE --survey ID [-o OUT.csv] [--for spreadsheet | --raw]",
         "Write all responses as CSV.", run_export},
        {"simulate", "--survey FILE --count N --seed S [--shape SHAPE.csv] [--raw]",
         "Write invented responses as CSV for import.", run_simulate},
        {"check", "--store STORE", "Look for damage in the store.", run_check},
        {"backup", "--store STORE -o DIR", "Copy the store while it is in use, and check the copy.",
         run_backup},
        {"erase", "--store STORE --survey ID --reference R", "Delete one response for good.",
         run_erase},
    };
    return command_main(argc, argv, "survey-response", "responses to surveys in and out", commands,
                        G_N_ELEMENTS(commands));
}
