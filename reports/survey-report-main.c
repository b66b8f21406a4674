/* survey-report: tables, charts and chart packs from a store. */
#include "base/command.h"
#include "base/day.h"
#include "base/error.h"
#include "base/files.h"
#include "base/say.h"
#include "drawing/label.h"
#include "drawing/pdf.h"
#include "reports/charts/chart.h"
#include "reports/packs/pack-files.h"
#include "reports/packs/pack.h"
#include "reports/tables/table-csv.h"
#include <string.h>

#include "base/banned.h"

enum { PNG_SCALE = 2 };

typedef struct {
    char *store, *survey, *output, *date, *question;
    char **by;
    int is_raw;
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
static bool print_tables(const PackBuild *build, CsvForm form, GError **error)
{
    const Pack *pack = pack_build_pack(build);
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t p = 0; p < pack->n_pages; p++) {
        const PackPage *page = &pack->pages[p];
        g_autoptr(GBytes) csv = table_csv((const Table *const *)page->tables, page->n_tables, form);
        g_string_append(text, p > 0 ? "\n" : "");
        g_string_append_len(text, g_bytes_get_data(csv, NULL), (gssize)g_bytes_get_size(csv));
        for (size_t b = 0; b < page->n_breakdowns; b++) {
            const Table *const *breakdown = (const Table *const *)&page->breakdowns[b];
            g_autoptr(GBytes) cross = table_csv(breakdown, 1, form);
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
        {"raw", 0, 0, G_OPTION_ARG_NONE, &options.is_raw,
         "Words as they are, for programs: a spreadsheet may run them", NULL},
        {0},
    };
    g_autoptr(Store) store = NULL;
    if (!command_parse(line, entries, 0, 0, error) || !open_store(line, &options, &store, error))
        return false;
    PackRequest request = request_of(&options);
    g_autoptr(PackBuild) build = pack_build(store, &request, NULL, error);
    if (build == NULL)
        return false;
    const CsvForm form = options.is_raw != 0 ? CSV_RAW : CSV_GUARDED;
    if (options.output == NULL)
        return print_tables(build, form, error);
    PackFiles files;
    bool is_done = pack_files_begin(&files, options.output, form, error) &&
                   pack_put_tables(&files, build, error) && pack_files_finish(&files, error);
    pack_files_end(&files);
    return is_done;
}

/* The bytes of a picture in the format that the file's name asks for. */
static GBytes *picture_bytes(const Picture *picture, const char *path, const char *date,
                             GError **error)
{
    if (g_str_has_suffix(path, ".png"))
        return picture_png(picture, PNG_SCALE, error);
    if (g_str_has_suffix(path, ".pdf"))
        return pdf_from_picture(picture, date, error);
    Markup *markup = markup_new(MARKUP_SVG);
    picture_write_svg(picture, markup, "chart");
    return markup_finish(markup);
}

static bool check_format(const char *path, GError **error)
{
    if (g_str_has_suffix(path, ".svg") || g_str_has_suffix(path, ".png") ||
        g_str_has_suffix(path, ".pdf"))
        return true;
    error_set(error, ERROR_USAGE, "-o %s: the file's name must end in .svg, .png or .pdf", path);
    return false;
}

static bool draw_chart(Store *store, const Options *options, GError **error)
{
    PackRequest request = request_of(options);
    g_autoptr(PackBuild) build = pack_build(store, &request, options->question, error);
    if (build == NULL || !label_check(error))
        return false;
    pack_build_draw(build);
    const Pack *pack = pack_build_pack(build);
    if (pack->n_pages == 0 || pack->pages[0].picture == NULL) {
        error_set(error, ERROR_DATA, "%s has no chart: %s", options->question,
                  pack->n_pages == 0 ? "it is words only" : pack->pages[0].base_line);
        return false;
    }
    g_autofree char *date = day_text(day_of_moment(pack->date));
    g_autoptr(GBytes) bytes = picture_bytes(pack->pages[0].picture, options->output, date, error);
    return bytes != NULL && file_write(options->output, bytes, error);
}

static bool run_chart(CommandLine *line, GError **error)
{
    g_auto(Options) options = {0};
    const GOptionEntry entries[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &options.store, "The store", "STORE"},
        {"survey", 0, 0, G_OPTION_ARG_STRING, &options.survey, "The survey's id", "ID"},
        {"question", 0, 0, G_OPTION_ARG_STRING, &options.question, "The question or row of a grid",
         "VAR"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "OUT.svg, OUT.png or OUT.pdf",
         "FILE"},
        {0},
    };
    g_autoptr(Store) store = NULL;
    if (!command_parse(line, entries, 0, 0, error) ||
        !command_need(line, "--question", options.question, error) ||
        !command_need(line, "-o", options.output, error) || !check_format(options.output, error) ||
        !open_store(line, &options, &store, error))
        return false;
    return draw_chart(store, &options, error);
}

static bool run_pack(CommandLine *line, GError **error)
{
    g_auto(Options) options = {0};
    const GOptionEntry entries[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &options.store, "The store", "STORE"},
        {"survey", 0, 0, G_OPTION_ARG_STRING, &options.survey, "The survey's id", "ID"},
        {"by", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.by,
         "Break every table down by this question", "VAR"},
        {"date", 0, 0, G_OPTION_ARG_STRING, &options.date, "The pack's day (the newest response's)",
         "DATE"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "The directory of the pack",
         "DIR"},
        {0},
    };
    g_autoptr(Store) store = NULL;
    if (!command_parse(line, entries, 0, 0, error) ||
        !command_need(line, "-o", options.output, error) ||
        !open_store(line, &options, &store, error))
        return false;
    PackRequest request = request_of(&options);
    return pack_make(store, &request, error);
}

int main(int argc, char **argv)
{
    static const Command commands[] = {
        {"tables", "--store STORE --survey ID [--by VAR]... [-o DIR] [--raw]",
         "every table, one CSV a question", run_tables},
        {"chart", "--store STORE --survey ID --question VAR -o OUT.svg|.png|.pdf", "one chart",
         run_chart},
        {"pack", "--store STORE --survey ID -o DIR [--by VAR]... [--date D]", "the chart pack",
         run_pack},
    };
    say_start(NULL);
    return command_main(argc, argv, "survey-report", "tables, charts and chart packs", commands,
                        G_N_ELEMENTS(commands));
}
