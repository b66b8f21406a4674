/* Surveys and rows made up for the tests of counting: a definition from its words, columns from a function of the row. */
#pragma once

#include "forms/definition/survey-xml.h"
#include "forms/survey/variables.h"
#include "reports/tally/tally.h"

#define MADE_HEAD                                                                                  \
    "<survey xmlns='urn:x-soundings:survey:1' id='made' version='1' "                              \
    "xml:lang='en'><title>Made</title><owner>Us</owner>"
#define MADE_FOOT "</survey>"

static inline Survey *made_survey(const char *pages)
{
    g_autofree char *text = g_strconcat(MADE_HEAD, pages, MADE_FOOT, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(Mistakes) mistakes = mistakes_new("made.xml");
    Survey *survey = survey_parse(bytes, mistakes);
    if (survey == NULL) {
        g_autofree char *words = mistakes_text(mistakes);
        g_error("%s", words);
    }
    return survey;
}

/* Rows by column, every value none at first. */
typedef struct {
    Columns columns;
    Value **at;
    size_t n_variables;
} MadeRows;

static inline MadeRows made_rows(const Variables *variables, size_t n_rows)
{
    MadeRows rows = {.at = g_new0(Value *, variables->n), .n_variables = variables->n};
    for (size_t v = 0; v < variables->n; v++) {
        rows.at[v] = g_new(Value, n_rows + 1);
        for (size_t r = 0; r <= n_rows; r++)
            rows.at[v][r] = VALUE_NONE;
    }
    rows.columns = (Columns){.n_rows = n_rows, .at = (const Value *const *)rows.at};
    return rows;
}

static inline void made_rows_clear(MadeRows *rows)
{
    for (size_t v = 0; v < rows->n_variables; v++)
        g_free(rows->at[v]);
    g_free(rows->at);
}

/* The next of a fixed sequence of numbers, below a limit. */
static inline unsigned made_number(uint64_t *state, unsigned below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((*state >> 33) % below);
}
