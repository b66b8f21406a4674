/* survey-report: tables, charts and chart packs from a store. */
#include "base/catalogue.h"
#include "base/command.h"
#include "base/error.h"
#include "base/files.h"
#include "reports/pack-files.h"
#include "reports/pack.h"
#include "reports/table-csv.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    char *store, *survey, *output, *date, *question;
    char **by;
} Options;

static void options_clear(Options *options)
{
    g_free(options->store);
    g_free(options->survey);
    g_free(options->output);
    g_free(options->date);
    g_free(options->question);
    g_strfreev(options->by);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static PackRequest request_of(const Options *options)
{
    return (PackRequest){
        .survey_id = options->survey,
        .output = options->output,
        .by = (const char *const *)options->by,
        .date = options->date,
    };
}

static bool open_store(CommandLine *line, const Options *options, Store **out_store, GError **error)
{
    if (!command_need(line, "--store", options->store, error) ||
        !command_need(line, "--survey", options->survey, error))
        return false;
    *out_store = store_open(options->store, STORE_READ, error);
    return *out_store != NULL;
}

/* To standard output, one table after another, an empty line between them. */
static bool print_tables(const PackBuild *build, GError **error)
{
    const Pack *pack = pack_build_pack(build);
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t p = 0; p < pack->n_pages; p++) {
        const PackPage *page = &pack->pages[p];
        g_autoptr(GBytes) csv = table_csv((const Table *const *)page->tables, page->n_tables);
        g_string_append(text, p > 0 ? "\n" : "");
        g_string_append_len(text, g_bytes_get_data(csv, NULL), (gssize)g_bytes_get_size(csv));
        for (size_t b = 0; b < page->n_breakdowns; b++) {
            const Table *const *breakdown = (const Table *const *)&page->breakdowns[b];
            g_autoptr(GBytes) cross = table_csv(breakdown, 1);
            g_string_append_c(text, '\n');
            g_string_append_len(text, g_bytes_get_data(cross, NULL),
                                (gssize)g_bytes_get_size(cross));
        }
    }
    g_autoptr(GBytes) bytes = g_string_free_to_bytes(g_steal_pointer(&text));
    return file_write_out(NULL, bytes, error);
}

static bool run_tables(CommandLine *line, GError **error)
{
    g_auto(Options) options = {0};
    const GOptionEntry entries[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &options.store, "The store", "STORE"},
        {"survey", 0, 0, G_OPTION_ARG_STRING, &options.survey, "The survey's id", "ID"},
        {"by", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.by,
         "Break every table down by this question", "VAR"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "A directory for one CSV a question", "DIR"},
        {0},
    };
    g_autoptr(Store) store = NULL;
    if (!command_parse(line, entries, 0, 0, error) || !open_store(line, &options, &store, error))
        return false;
    PackRequest request = request_of(&options);
    g_autoptr(PackBuild) build = pack_build(store, &request, NULL, error);
    if (build == NULL)
        return false;
    if (options.output == NULL)
        return print_tables(build, error);
    PackFiles files;
    bool is_done = pack_files_begin(&files, options.output, error) &&
                   pack_put_tables(&files, build, error) && pack_files_finish(&files, error);
    pack_files_end(&files);
    return is_done;
}

int main(int argc, char **argv)
{
    static const Command commands[] = {
        {"tables", "--store STORE --survey ID [--by VAR]... [-o DIR]",
         "every table, one CSV a question", run_tables},
    };
    catalogue_start(NULL);
    return command_main(argc, argv, "survey-report", "tables, charts and chart packs", commands,
                        G_N_ELEMENTS(commands));
}
