#include "forms/definition/codebook.h"

#include "forms/survey/routes.h"
#include "forms/survey/variables.h"

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
    CsvWriter csv;
    const Survey *survey;
    const char *route; /* of the item at hand; "" when everyone is asked */
} Codebook;

static void append_row(Codebook *book, const Variable *variable, const Item *item,
                       const Option *option)
{
    const char *lang = book->survey->languages[0];
    bool is_reconstructed =
        item->question->reconstructed || (option != NULL && option->reconstructed);
    csv_append_words(&book->csv, variable->name);
    csv_append_words(&book->csv, item->question->id);
    csv_append_words(&book->csv, variables_item_label(item, lang));
    csv_append_words(&book->csv, measure_names[item->measure]);
    if (option != NULL)
        csv_append_int(&book->csv, option->code);
    else
        csv_append_words(&book->csv, "");
    csv_append_words(&book->csv, option != NULL ? wording_plain(&option->label, lang) : "");
    csv_append_words(&book->csv, option != NULL ? missing_name(option->missing) : "");
    csv_append_words(&book->csv, book->route);
    csv_append_words(&book->csv, is_reconstructed ? "yes" : "no");
    csv_end_row(&book->csv);
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

GBytes *codebook_csv(const Survey *survey, CsvForm form)
{
    static const char *const names[] = {"variable",   "question", "label", "measure",      "code",
                                        "code_label", "missing",  "route", "reconstructed"};
    g_autoptr(GString) text = g_string_new(NULL);
    Codebook book = {.csv = csv_begin(text, form), .survey = survey};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        csv_append_words(&book.csv, names[i]);
    csv_end_row(&book.csv);
    for (size_t i = 0; i < survey->variables->n_items; i++)
        append_item(&book, survey->variables, i);
    return g_string_free_to_bytes(g_steal_pointer(&text));
}
