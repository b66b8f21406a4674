#include "responses/csv-fixture.h"
#include "responses/exchange/simulate.h"

#include "base/banned.h"

/* ---- Helpers ---- */

static char *simulated(const Fixture *fixture, const Survey *survey, uint64_t count, uint64_t seed,
                       const char *shape)
{
    g_autofree char *path = g_build_filename(fixture->directory, "simulated.csv", NULL);
    SimulateOptions options = {.count = count, .seed = seed, .shape = shape};
    GError *error = NULL;
    FILE *to = fopen(path, "we");
    g_assert_nonnull(to);
    bool is_done = simulate_csv(survey, &options, to, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    g_assert_cmpint(fclose(to), ==, 0);
    char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

/* How many rows have this cell in the column. */
static size_t count_cells(const char *csv, const char *column, const char *value)
{
    g_auto(GStrv) lines = g_strsplit(csv, "\n", -1);
    g_auto(GStrv) names = g_strsplit(lines[0], ",", -1);
    size_t c = 0;
    while (names[c] != NULL && strcmp(names[c], column) != 0)
        c++;
    g_assert_nonnull(names[c]);
    size_t n = 0;
    for (size_t i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], ",", -1);
        g_assert_cmpuint(c, <, g_strv_length(cells));
        n += strcmp(cells[c], value) == 0 ? 1 : 0;
    }
    return n;
}

/* ---- Bytes ---- */

static void test_a_seed_decides_every_byte(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *first = simulated(fixture, fixture->survey, 50, 7, NULL);
    g_autofree char *again = simulated(fixture, fixture->survey, 50, 7, NULL);
    g_autofree char *other = simulated(fixture, fixture->survey, 50, 8, NULL);
    g_autofree char *none = simulated(fixture, fixture->survey, 0, 7, NULL);
    g_assert_cmpstr(first, ==, again);
    g_assert_cmpstr(first, !=, other);
    g_assert_cmpstr(none, ==, CSV_HEADER);
}

/* ---- Every definition ---- */

static void import_simulated(Fixture *fixture, const char *path)
{
    GError *error = NULL;
    g_autoptr(Survey) survey = survey_load(path, &error);
    g_assert_no_error(error);
    g_autofree char *text = simulated(fixture, survey, 300, 42, NULL);
    g_autofree char *csv = write_file(fixture, "in.csv", text);
    g_assert_true(store_publish(fixture->store, survey, &error));
    g_assert_no_error(error);
    ImportReport report = {0};
    bool is_done = import_csv(fixture->store, survey, csv, CHANNEL_WEB, &report, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    g_assert_cmpuint(report.n_rows, ==, 300);
    g_assert_cmpuint(report.n_off_route, ==, 0);
    g_assert_null(report.warnings);
    StoreSummary summary;
    g_assert_true(store_summarise(fixture->store, survey->id, &summary, &error));
    g_assert_cmpuint(summary.by_channel[CHANNEL_SIMULATED], ==, 300);
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_assert_true(export_csv(fixture->store, survey->id, out, CSV_GUARDED, &error));
    g_assert_no_error(error);
    g_autofree char *back = NULL;
    g_assert_true(g_file_get_contents(out, &back, NULL, NULL));
    g_assert_cmpstr(back, ==, text);
}

static void test_what_is_simulated_is_valid(Fixture *fixture, const void *data)
{
    (void)data;
    const char *const files[] = {"all-types.xml",   "store-survey.xml", "form-types.xml",
                                 "form-routes.xml", "loader.xml",       "keying.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = data_path(files[i]);
        g_test_message("%s", files[i]);
        import_simulated(fixture, path);
    }
    g_autofree char *folder =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "forms", "surveys", NULL);
    g_autoptr(GDir) surveys = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(surveys);
    size_t n = 0;
    for (const char *name; (name = g_dir_read_name(surveys)) != NULL; n++) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_test_message("%s", name);
        import_simulated(fixture, path);
    }
    g_assert_cmpuint(n, >, 0);
}

static void test_dates_keep_their_ends(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const ends[] = {"max=\"1940-06-30\"", "min=\"2100-12-30\"",
                                       "min=\"2016-02-29\" max=\"2016-02-29\"",
                                       "min=\"2015-12-31\" max=\"2016-01-01\"", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *const edits[] = {"min=\"1900-01-01\" max=\"2030-12-31\"", ends[i], NULL};
        g_autoptr(Survey) survey = survey_edited(edits);
        g_autofree char *text = simulated(fixture, survey, 100, 3, NULL);
        g_autofree char *path = g_build_filename(fixture->directory, "simulated.csv", NULL);
        g_autofree char *place = g_strdup_printf("%s/dates-%zu", fixture->directory, i);
        GError *error = NULL;
        g_autoptr(Store) store = store_open(place, STORE_WRITE, &error);
        g_assert_no_error(error);
        g_assert_true(store_publish(store, survey, &error));
        g_assert_no_error(error);
        ImportReport report = {0};
        bool is_done = import_csv(store, survey, path, CHANNEL_WEB, &report, &error);
        g_assert_no_error(error);
        g_assert_true(is_done);
        g_assert_cmpuint(report.n_rows, ==, 100);
    }
}

/* ---- Shapes ---- */

static void test_a_shape_bends_the_shares(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *shape =
        write_file(fixture, "shape.csv",
                   "variable,code,weight\nq01,1,0\nq01,3,9\nq01,4,1\nq01,99,0\nq02,1,1\nq02,2,0\n"
                   "q02,3,0\nq02,96,0\nq02,97,0\nq02,,0\n");
    g_autofree char *even = simulated(fixture, fixture->survey, 2000, 1, NULL);
    g_autofree char *bent = simulated(fixture, fixture->survey, 2000, 1, shape);
    size_t n_always = count_cells(even, "q01", "1");
    g_assert_cmpuint(n_always, >, 500);
    g_assert_cmpuint(n_always, <, 750);
    g_assert_cmpuint(count_cells(bent, "q01", "1"), ==, 0);
    g_assert_cmpuint(count_cells(bent, "q01", "99"), ==, 0);
    size_t n_sometimes = count_cells(bent, "q01", "3");
    size_t n_never = count_cells(bent, "q01", "4");
    g_assert_cmpuint(n_sometimes, >, 8 * n_never);
    g_assert_cmpuint(n_sometimes, <, 10 * n_never + 150);
    g_assert_cmpuint(count_cells(bent, "q02_1", "1"), >, 1800);
    g_assert_cmpuint(count_cells(bent, "q02_2", "1"), ==, 0);
    g_assert_cmpuint(count_cells(bent, "q02_96", "1"), ==, 0);
}

typedef struct {
    const char *text;
    const char *message; /* behind the file's name */
} WrongShape;

static const WrongShape wrong_shapes[] = {
    {"q01,1,5\n", ": the first row must be variable,code,weight"},
    {"variable,code\n", ": the first row must be variable,code,weight"},
    {"variable,code,weight\nq01,1\n", ":2: 'q01': write three cells: variable, code, weight"},
    {"variable,code,weight\nq01,1,1\nq77,1,5\n", ":3: 'q77': there is no question of this name"},
    {"variable,code,weight\nq01,1,much\n", ":2: 'q01': the weight is not a number from 0 up"},
    {"variable,code,weight\nq01,1,-1\n", ":2: 'q01': the weight is not a number from 0 up"},
    {"variable,code,weight\nq01,1,nan\n", ":2: 'q01': the weight is not a number from 0 up"},
    {"variable,code,weight\nq01,1,1e999\n", ":2: 'q01': the weight is not a number from 0 up"},
    {"variable,code,weight\nq01,one,1\n", ":2: 'q01': the code is not a whole number"},
    {"variable,code,weight\nq01,,1\n", ":2: 'q01': the code is not a whole number"},
    {"variable,code,weight\nq01,2,1\n", ":2: 'q01': the question has no such code"},
    {"variable,code,weight\nq02,,1.5\n",
     ":2: 'q02': how likely a further pick is, is a number from 0 to 1"},
    {"variable,code,weight\nq06,1,1\n", ":2: 'q06': the question has no such code"},
    {"variable,code,weight\n\"q01,1,1\n", ":2: a quote that is opened here is never closed"},
};

/* Weights that leave one answer to draw, where two or three are to be ticked. */
static void test_weights_never_leave_too_few_ticks(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    g_autofree char *path = data_path("form-routes.xml");
    g_autoptr(Survey) survey = survey_load(path, &error);
    g_assert_no_error(error);
    g_autofree char *shape = write_file(fixture, "shape.csv",
                                        "variable,code,weight\nq02,2,0\nq02,3,0\nq02,5,0\n"
                                        "q02,96,0\nq02,97,0\n");
    g_autofree char *text = simulated(fixture, survey, 200, 4, shape);
    g_autofree char *csv = write_file(fixture, "in.csv", text);
    g_assert_true(store_publish(fixture->store, survey, &error));
    g_assert_no_error(error);
    ImportReport report = {0};
    bool is_done = import_csv(fixture->store, survey, csv, CHANNEL_WEB, &report, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    g_assert_cmpuint(count_cells(text, "q02_1", "1"), >, 150);
    g_assert_cmpuint(count_cells(text, "q02_2", "1"), >, 150); /* the next in printed order */
}

static void test_wrong_shapes_are_named_by_line(Fixture *fixture, const void *data)
{
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong_shapes); i++) {
        g_autofree char *path = write_file(fixture, "shape.csv", wrong_shapes[i].text);
        g_autofree char *output = g_build_filename(fixture->directory, "out.csv", NULL);
        SimulateOptions options = {.count = 10, .seed = 1, .shape = path};
        g_autoptr(GError) error = NULL;
        FILE *to = fopen(output, "we");
        g_assert_nonnull(to);
        g_assert_false(simulate_csv(fixture->survey, &options, to, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_autofree char *expected = g_strconcat(path, wrong_shapes[i].message, NULL);
        g_assert_cmpstr(error->message, ==, expected);
        g_assert_cmpint(ftell(to), ==, 0);
        g_assert_cmpint(fclose(to), ==, 0);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/simulate/a seed decides every byte", test_a_seed_decides_every_byte);
    fixture_test("/simulate/what is simulated is imported without a mistake",
                 test_what_is_simulated_is_valid);
    fixture_test("/simulate/dates stay between their ends", test_dates_keep_their_ends);
    fixture_test("/simulate/a shape bends the shares", test_a_shape_bends_the_shares);
    fixture_test("/simulate/weights never leave too few ticks",
                 test_weights_never_leave_too_few_ticks);
    fixture_test("/simulate/a wrong shape is named by line", test_wrong_shapes_are_named_by_line);
    return g_test_run();
}
