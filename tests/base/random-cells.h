/* Cells as strangers and spreadsheets might write them: the same ones in every run. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { RANDOM_CELLS = 10000 };

/* One more cell: apostrophes, then often a sign, then whatever. May be empty.
 * Returns: yours (free with g_free). */
static inline char *random_cell(GRand *random)
{
    static const char *const leads[] = {"",   "=",  "+",   "-",  "@",  "\t",  "\r",        "\n",
                                        " ",  "a", /* the six that run, and others */
                                        "\"", ",",  "\"=", ",=", " =", "\n=", "\xC2\xA0=", "0",
                                        ";=", "＝", "＋",  "－", "＠", "−1",  "`="};
    static const char *const pieces[] = {"HYPERLINK(\"https://x.example\",\"Prize\")",
                                         "1",
                                         "-2",
                                         "'",
                                         "=",
                                         "\"",
                                         ",",
                                         "\n",
                                         "\r\n",
                                         "\r",
                                         "\t",
                                         " ",
                                         "é",
                                         "👍🏽",
                                         "مرحبا",
                                         "@",
                                         "cmd|' /C calc'!A0"};
    g_autoptr(GString) cell = g_string_new(NULL);
    for (int n = g_rand_int_range(random, 0, 5); n > 1; n--)
        g_string_append_c(cell, '\'');
    g_string_append(cell, leads[g_rand_int_range(random, 0, G_N_ELEMENTS(leads))]);
    for (int n = g_rand_int_range(random, 0, 5); n > 0; n--)
        g_string_append(cell, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
    return g_string_free(g_steal_pointer(&cell), false);
}

/* Does it begin with what a spreadsheet runs? */
static inline bool cell_runs(const char *cell)
{
    static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r"};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (g_str_has_prefix(cell, signs[i]))
            return true;
    }
    return false;
}
