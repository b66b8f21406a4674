/* The answers to a pilot are real and yet no results: every page and file of its pack says so. */
#include "base/files.h"
#include "forms/definition/survey-xml.h"
#include "reports/packs/pack.h"
#include "responses/exchange/import.h"
#include "responses/exchange/simulate.h"
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

#define MARK "Pilot responses: not results"

static char *read_text(const char *directory, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

/* The Doncaster survey as a pilot. */
static Survey *make_pilot(void)
{
    g_autofree char *whole =
        read_text(g_getenv("SOUNDINGS_SOURCE"), "forms/surveys/doncaster-safety-2017.xml");
    g_autoptr(GString) text = g_string_new(whole);
    g_string_replace(text, "id=\"doncaster-safety-2017\"", "id=\"pilot-doncaster\"", 1);
    g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
    g_autoptr(Mistakes) mistakes = mistakes_new("pilot.xml");
    Survey *survey = survey_parse(bytes, mistakes);
    g_assert_nonnull(survey);
    return survey;
}

static void put_answers(Store *store, const Survey *survey, const char *directory)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(directory, "answers.csv", NULL);
    FILE *file = fopen(path, "w");
    const SimulateOptions wanted = {.count = 200, .seed = 3};
    g_assert_true(simulate_csv(survey, &wanted, file, &error));
    fclose(file);
    g_autofree char *text = read_text(directory, "answers.csv");
    g_autoptr(GString) real = g_string_new(text);
    g_string_replace(real, ",simulated,", ",web,", 0);
    g_assert_true(g_file_set_contents(path, real->str, -1, NULL));
    ImportReport report = {0};
    g_assert_true(store_publish(store, survey, &error));
    g_assert_true(import_csv(store, survey, path, CHANNEL_WEB, &report, &error));
    g_assert_no_error(error);
    import_report_clear(&report);
}

static void check_pdf(const char *pack)
{
    g_autofree char *path = g_build_filename(pack, "pack.pdf", NULL);
    const char *argv[] = {"pdftotext", "-layout", path, "-", NULL};
    g_autofree char *text = NULL;
    g_assert_true(g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL, G_SPAWN_SEARCH_PATH, NULL,
                               NULL, &text, NULL, NULL, NULL));
    g_auto(GStrv) pages = g_strsplit(text, "\f", -1);
    size_t n = g_strv_length(pages) - 1; /* each page ends with one */
    g_assert_cmpuint(n, >, 10);
    for (size_t i = 0; i < n; i++)
        g_assert_nonnull(strstr(pages[i], MARK));
}

static void every_page_and_file_says_that_it_is_a_pilot(void)
{
    static const char *const files[] = {"index.html", "charts/q01.svg", "tables/q01.csv",
                                        "tables/q02.csv"};
    g_autoptr(GError) error = NULL;
    g_autofree char *directory = g_dir_make_tmp("soundings-XXXXXX", NULL);
    g_autofree char *address = g_build_filename(directory, "store", NULL);
    g_autofree char *pack = g_build_filename(directory, "pack", NULL);
    g_autoptr(Survey) survey = make_pilot();
    g_autoptr(Store) store = store_open(address, STORE_WRITE, &error);
    g_assert_no_error(error);
    put_answers(store, survey, directory);
    const PackRequest request = {.survey_id = "pilot-doncaster", .output = pack};
    g_assert_true(pack_make(store, &request, &error));
    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *text = read_text(pack, files[i]);
        if (strstr(text, MARK) == NULL)
            g_error("%s does not say that it is a pilot", files[i]);
        g_assert_null(strstr(text, "imulated"));
    }
    check_pdf(pack);
    g_clear_pointer(&store, store_close);
    file_directory_abandon(directory);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pilot/every-page-and-file-says-that-it-is-a-pilot",
                    every_page_and_file_says_that_it_is_a_pilot);
    return g_test_run();
}
