#include "base/limits.h"
#include "responses/csv-fixture.h"

#include "base/banned.h"

/* ---- There and back ---- */

static const char round_trip[] = CSV_HEADER
    "R-1,2017-03-31T09:30:00Z,web,en,1,3,1,0,1,0,0,,10,12.5,2017-03-31,\"Dark, \"\"very\"\" "
    "dark\nñ\","
    "1,0,1,2,1,2,0,1\n"
    "R-2,2017-03-31T09:30:01Z,paper,cy,1,-3,-2,-2,-2,-2,-2,,,,,-2,,,-1,-3,-2,-2,-2,-2\n"
    "R-3,2017-03-31T09:30:02Z,phone,en,1,4,0,0,0,0,1,\"a,b\",-3,-2,-1,'-1,-1,-1,2,2,0,0,1,-3\n"
    "R-4,2017-03-31T09:30:03Z,event,en,1,1,0,0,0,1,0,,7,0.0,1900-01-01,👍🏽 مرحبا "
    "עִבְרִית,0,1,1,1,"
    "2,0,1,2\n"
    "R-5,2017-03-31T09:30:04Z,import,en,1,99,-1,-1,-1,-1,-1,,,,,-1,,,-1,-1,-1,-1,-1,-1\n"
    "R-6,2017-03-31T09:30:05Z,simulated,en,1,4,1,0,0,0,1,'-2,1,500.0,2030-12-31,'-3,-1,-1,"
    "1,1,2,1,0,1\n"
    "R-7,1969-12-31T23:59:59Z,web,en,1,-2,1,1,0,0,0,,,,,\"one\n\ntwo\",1,1,-2,1,0,2,1,-1\n";

static void test_export_gives_what_was_imported(Fixture *fixture, const void *data)
{
    (void)data;
    ImportReport report = {0};
    import_text(fixture, round_trip, &report);
    g_assert_cmpuint(report.n_rows, ==, 7);
    g_assert_cmpuint(report.n_off_route, ==, 3); /* q03, q04, q05 of R-4 */
    import_report_clear(&report);
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *first = export_text(fixture->store, out);
    g_assert_cmpstr(first, ==, round_trip);
}

static void test_a_fresh_store_exports_the_same_bytes(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    ImportReport report = {0};
    import_text(fixture, round_trip, &report);
    import_report_clear(&report);
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *first = export_text(fixture->store, out);
    g_autofree char *place = g_build_filename(fixture->directory, "fresh", NULL);
    g_autoptr(Store) fresh = store_open(place, STORE_WRITE, &error);
    g_assert_no_error(error);
    g_assert_true(store_publish(fresh, fixture->survey, &error));
    g_assert_true(import_csv(fresh, fixture->survey, out, CHANNEL_WEB, &report, &error));
    g_assert_no_error(error);
    import_report_clear(&report);
    g_autofree char *back = g_build_filename(fixture->directory, "back.csv", NULL);
    g_autofree char *second = export_text(fresh, back);
    g_assert_cmpstr(second, ==, first);
}

/* ---- What is filled in ---- */

typedef struct {
    const char *name;
    const char *edits[ROW_EDITS];
    const char *expected; /* from q01 on */
} Filling;

static const Filling fillings[] = {
    {"empty cells on the route are left blank",
     {"q01=3"},
     "3,-1,-1,-1,-1,-1,,-1,-1,-1,-1,,,-1,-1,-1,-1,-1,-1"},
    {"empty cells off the route stay empty",
     {"q01=1"},
     "1,-1,-1,-1,-1,-1,,,,,-1,,,-1,-1,-1,-1,-1,-1"},
    {"a multiple and a rank whose cells are all 0 are left blank",
     {"q01=1", "q02_1=0", "q02_97=0", "q08_1=0", "q08_2=0", "q08_3=0"},
     "1,-1,-1,-1,-1,-1,,,,,-1,,,-1,-1,-1,-1,-1,-1"},
    {"a multiple with one tick has 0 elsewhere",
     {"q01=1", "q02_2=1"},
     "1,0,1,0,0,0,,,,,-1,,,-1,-1,-1,-1,-1,-1"},
    {"a decimal gets its places",
     {"q01=4", "q04=7"},
     "4,-1,-1,-1,-1,-1,,-1,7.0,-1,-1,,,-1,-1,-1,-1,-1,-1"},
    {"a quoted missing kind is words",
     {"q01=1", "q06=\"-2\""},
     "1,-1,-1,-1,-1,-1,,,,,'-2,,,-1,-1,-1,-1,-1,-1"},
};

static void test_empty_cells_are_filled_in(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GString) text = g_string_new(CSV_HEADER);
    for (size_t i = 0; i < G_N_ELEMENTS(fillings); i++) {
        g_autofree char *row = csv_row(fillings[i].edits);
        g_string_append(text, row);
    }
    ImportReport report = {0};
    import_text(fixture, text->str, &report);
    g_assert_null(report.warnings);
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *all = export_text(fixture->store, out);
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    for (size_t i = 0; i < G_N_ELEMENTS(fillings); i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i + 1], ",", 6);
        g_test_message("%s", fillings[i].name);
        g_assert_cmpstr(cells[2], ==, "import");
        g_assert_cmpstr(cells[3], ==, "en");
        g_assert_cmpstr(cells[4], ==, "1");
        g_assert_cmpstr(cells[5], ==, fillings[i].expected);
    }
}

static void test_the_given_channel_is_for_rows_without_one(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *without = csv_row((const char *[ROW_EDITS]){"q01=1"});
    g_autofree char *with = csv_row((const char *[ROW_EDITS]){"q01=1", "channel=phone"});
    g_autofree char *text = g_strconcat(CSV_HEADER, without, with, without, NULL);
    g_autofree char *path = write_file(fixture, "in.csv", text);
    ImportReport report = {0};
    import_well(fixture, path, CHANNEL_PAPER, &report);
    StoreSummary summary;
    g_assert_true(store_summarise(fixture->store, "store-survey", &summary, NULL));
    g_assert_cmpuint(summary.by_channel[CHANNEL_PAPER], ==, 2);
    g_assert_cmpuint(summary.by_channel[CHANNEL_PHONE], ==, 1);
    g_assert_cmpuint(summary.n_responses, ==, 3);
}

static void test_off_route_values_are_kept_and_named(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *two = csv_row((const char *[ROW_EDITS]){"q01=1", "q03=5", "q04=1.5"});
    g_autofree char *one = csv_row((const char *[ROW_EDITS]){"q01=99", "q03=6"});
    g_autofree char *none = csv_row((const char *[ROW_EDITS]){"q01=3", "q03=7", "q05=2017-01-01"});
    g_autofree char *text = g_strconcat(CSV_HEADER, two, one, none, NULL);
    ImportReport report = {0};
    import_text(fixture, text, &report);
    g_assert_cmpuint(report.n_rows, ==, 3);
    g_assert_cmpuint(report.n_off_route, ==, 3);
    g_assert_cmpstr(report.warnings, ==,
                    "2 answered q03 although they were not asked it: kept, but not counted\n"
                    "1 answered q04 although they were not asked it: kept, but not counted");
    import_report_clear(&report);
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *all = export_text(fixture->store, out);
    g_assert_nonnull(strstr(all, ",1,-1,-1,-1,-1,-1,,5,1.5,,"));
    g_assert_nonnull(strstr(all, ",99,-1,-1,-1,-1,-1,,6,,,"));
}

/* A file of a million rows streams: more blocks than two, in order. */
static void test_many_rows_keep_their_order(Fixture *fixture, const void *data)
{
    (void)data;
    enum { N = 1500 };
    g_autoptr(GString) text = g_string_new(CSV_HEADER);
    for (unsigned i = 0; i < N; i++) {
        g_autofree char *reference = g_strdup_printf("reference=R%04u", i);
        g_autofree char *row = csv_row((const char *[ROW_EDITS]){reference, "q01=1"});
        g_string_append(text, row);
    }
    ImportReport report = {0};
    import_text(fixture, text->str, &report);
    g_assert_cmpuint(report.n_rows, ==, N);
    g_autofree char *out = g_build_filename(fixture->directory, "out.csv", NULL);
    g_autofree char *all = export_text(fixture->store, out);
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    for (unsigned i = 0; i < N; i++) {
        g_autofree char *start = g_strdup_printf("R%04u,", i);
        g_assert_true(g_str_has_prefix(lines[i + 1], start));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/import/export gives what was imported", test_export_gives_what_was_imported);
    fixture_test("/import/a fresh store exports the same bytes",
                 test_a_fresh_store_exports_the_same_bytes);
    fixture_test("/import/empty cells are filled in", test_empty_cells_are_filled_in);
    fixture_test("/import/--channel is for rows that do not say theirs",
                 test_the_given_channel_is_for_rows_without_one);
    fixture_test("/import/off-route values are kept, counted and named",
                 test_off_route_values_are_kept_and_named);
    fixture_test("/import/many rows keep their order", test_many_rows_keep_their_order);
    return g_test_run();
}
