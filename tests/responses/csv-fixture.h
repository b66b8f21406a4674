/* What the tests of import and export share: rows of the test survey's CSV, files in the fixture's folder. */
#pragma once

#include "base/error.h"
#include "responses/exchange/export.h"
#include "responses/exchange/import.h"
#include "responses/fixture.h"

#define CSV_HEADER                                                                                 \
    "reference,submitted,channel,language,version,q01,q02_1,q02_2,q02_3,q02_96,q02_97,q02_other,"  \
    "q03,q04,q05,q06,q06_code_1,q06_code_2,q07_a,q07_b,q08_1,q08_2,q08_3,q09\n"

enum { ROW_EDITS = 6 };

static inline char *write_file(const Fixture *fixture, const char *name, const char *text)
{
    char *path = g_build_filename(fixture->directory, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

/* A row under CSV_HEADER: all cells empty but those of the edits ("q01=3", raw CSV behind the sign). */
static inline char *csv_row(const char *const *edits)
{
    g_auto(GStrv) names = g_strsplit(CSV_HEADER, ",", -1);
    g_autoptr(GString) row = g_string_new(NULL);
    size_t n_used = 0;
    for (size_t c = 0; names[c] != NULL; c++) {
        if (c > 0)
            g_string_append_c(row, ',');
        for (size_t e = 0; e < ROW_EDITS && edits[e] != NULL; e++) {
            g_auto(GStrv) parts = g_strsplit(edits[e], "=", 2);
            if (strcmp(parts[0], g_strchomp(names[c])) != 0)
                continue;
            g_string_append(row, parts[1]);
            n_used++;
        }
    }
    for (size_t e = 0; e < ROW_EDITS && edits[e] != NULL; e++)
        n_used--;
    g_assert_cmpuint(n_used, ==, 0);
    g_string_append_c(row, '\n');
    return g_string_free(g_steal_pointer(&row), false);
}

static inline void import_well(const Fixture *fixture, const char *path, Channel channel,
                               ImportReport *report)
{
    GError *error = NULL;
    bool is_done = import_csv(fixture->store, fixture->survey, path, channel, report, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static inline void import_text(const Fixture *fixture, const char *text, ImportReport *report)
{
    g_autofree char *path = write_file(fixture, "in.csv", text);
    import_well(fixture, path, CHANNEL_IMPORT, report);
}

static inline char *export_for(Store *store, const char *path, CsvForm form)
{
    GError *error = NULL;
    char *text = NULL;
    bool is_done = export_csv(store, "store-survey", path, form, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static inline char *export_text(Store *store, const char *path)
{
    return export_for(store, path, CSV_GUARDED);
}
