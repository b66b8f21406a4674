#include "forms/codebook.h"

#include "base/csv.h"
#include "forms/routes.h"
#include "forms/variables.h"

#include "base/banned.h"

static const char *const measure_names[MEASURE_COUNT] = {
    [MEASURE_SINGLE] = "single",     [MEASURE_MULTIPLE] = "multiple", [MEASURE_RANK] = "rank",
    [MEASURE_QUANTITY] = "quantity", [MEASURE_TEXT] = "text",
};

static const char *missing_name(MissingKind missing)
{
    switch (missing) {
    case MISSING_NO:
        return "";
    case MISSING_DK:
        return "dk";
    case MISSING_REFUSED:
        return "refused";
    case MISSING_NA:
        return "na";
    }
    g_assert_not_reached();
}

typedef struct {
    GString *csv;
    const Survey *survey;
    const char *route; /* of the item at hand; "" when everyone is asked */
} Codebook;

static void append_row(Codebook *book, const Variable *variable, const Item *item,
                       const Option *option)
{
    bool first = true;
    const char *lang = book->survey->languages[0];
    bool is_reconstructed =
        item->question->reconstructed || (option != NULL && option->reconstructed);
    csv_append(book->csv, &first, variable->name, false);
    csv_append(book->csv, &first, item->question->id, false);
    csv_append(book->csv, &first, item_label(item, lang), false);
    csv_append(book->csv, &first, measure_names[item->measure], false);
    if (option != NULL)
        csv_append_int(book->csv, &first, option->code);
    else
        csv_append(book->csv, &first, "", false);
    csv_append(book->csv, &first, option != NULL ? words_plain(&option->label, lang) : "", false);
    csv_append(book->csv, &first, option != NULL ? missing_name(option->missing) : "", false);
    csv_append(book->csv, &first, book->route, false);
    csv_append(book->csv, &first, is_reconstructed ? "yes" : "no", false);
    g_string_append_c(book->csv, '\n');
}

static void append_item(Codebook *book, const Variables *variables, size_t index)
{
    const Item *item = &variables->items[index];
    g_autofree char *route = routes_words(variables, index, book->survey->languages[0]);
    book->route = route != NULL ? route : "";
    const Variable *first = &variables->at[item->first_variable];
    if (item->measure == MEASURE_MULTIPLE || item->measure == MEASURE_RANK) {
        for (size_t i = 0; i < item->n_variables; i++)
            append_row(book, &first[i], item, &item->options[i]);
        return;
    }
    if (item->measure == MEASURE_QUANTITY || item->measure == MEASURE_TEXT)
        append_row(book, first, item, NULL);
    for (size_t i = 0; i < item->n_options; i++)
        append_row(book, first, item, &item->options[i]);
}

GBytes *codebook_csv(const Survey *survey)
{
    static const char head[] =
        "variable,question,label,measure,code,code_label,missing,route,reconstructed\n";
    Codebook book = {.csv = g_string_new(head), .survey = survey};
    for (size_t i = 0; i < survey->variables->n_items; i++)
        append_item(&book, survey->variables, i);
    return g_string_free_to_bytes(book.csv);
}
