#include "responses/exchange/response-csv.h"
#include "base/day.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

static const char *const identity_names[] = {
    [IDENTITY_REFERENCE] = "reference", [IDENTITY_SUBMITTED] = "submitted",
    [IDENTITY_CHANNEL] = "channel",     [IDENTITY_LANGUAGE] = "language",
    [IDENTITY_VERSION] = "version",
};
_Static_assert(G_N_ELEMENTS(identity_names) == IDENTITY_COUNT, "one name per column");

const char *response_csv_identity(size_t column)
{
    g_assert(column < IDENTITY_COUNT);
    return identity_names[column];
}

void response_csv_header(CsvWriter *to, const Variables *variables)
{
    for (size_t i = 0; i < IDENTITY_COUNT; i++)
        csv_append_words(to, identity_names[i]);
    for (size_t v = 0; v < variables->n; v++)
        csv_append_words(to, variables->at[v].name);
    csv_end_row(to);
}

/* Words that would be read as a missing kind if they stood bare. */
static bool reads_as_missing(const char *words)
{
    return words[0] == '-' && words[1] >= '1' && words[1] <= '3' && words[2] == '\0';
}

static void append_quantity(CsvWriter *to, const Item *item, Value value)
{
    if (item->is_date) {
        g_autofree char *date = day_text(value);
        csv_append_figure(to, date);
    } else if (item->question->quantity.places == 0 ||
               survey_option_find(item->options, item->n_options, (int)value) != NULL) {
        csv_append_int(to, value);
    } else {
        g_autofree char *number = text_from_decimal(value, item->question->quantity.places);
        csv_append_figure(to, number);
    }
}

/* Words with a guard in front read as words, without one they need quotes. */
static void append_text(CsvWriter *to, const char *words)
{
    if (to->form == CSV_RAW && words != NULL && reads_as_missing(words))
        csv_append_quoted(to, words);
    else
        csv_append_words(to, words);
}

static void append_value(CsvWriter *to, const Item *item, Value value, const char *words)
{
    if (item->measure == MEASURE_TEXT && value == 1)
        append_text(to, words);
    else if (value == VALUE_NONE)
        csv_append_words(to, NULL);
    else if (item->measure == MEASURE_QUANTITY && value >= 0)
        append_quantity(to, item, value);
    else
        csv_append_int(to, value);
}

void response_csv_row(CsvWriter *to, const Variables *variables, const Identity *identity,
                      const Value *const *values, const char *const *const *texts, size_t row)
{
    g_autofree char *submitted = day_moment_text(identity->submitted);
    csv_append_words(to, identity->reference);
    csv_append_figure(to, submitted);
    csv_append_words(to, channel_name(identity->channel));
    csv_append_words(to, identity->language);
    csv_append_int(to, identity->version);
    for (size_t v = 0; v < variables->n; v++) {
        const Item *item = &variables->items[variables->at[v].item];
        append_value(to, item, values[v][row], texts == NULL ? NULL : texts[v][row]);
    }
    csv_end_row(to);
}
