#include "responses/exchange/shape.h"
#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

#include "base/banned.h"

static const double missing_weight = 0.1; /* "prefer not to say" and the like are rarer */
static const double more_picks = 0.4;

static Shape *shape_even(const Variables *variables)
{
    Shape *shape = g_new0(Shape, 1);
    shape->variables = variables;
    shape->weights = g_new0(double *, variables->n_items + 1);
    shape->more = g_new0(double, variables->n_items + 1);
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        shape->weights[i] = g_new0(double, item->n_options + 1);
        shape->more[i] = more_picks;
        for (size_t k = 0; k < item->n_options; k++) {
            bool is_rare = item->options[k].missing != MISSING_NO || item->options[k].exclusive;
            shape->weights[i][k] = is_rare ? missing_weight : 1;
        }
    }
    return shape;
}

void shape_free(Shape *shape)
{
    if (shape == NULL)
        return;
    for (size_t i = 0; i < shape->variables->n_items; i++)
        g_free(shape->weights[i]);
    g_free(shape->weights);
    g_free(shape->more);
    g_free(shape);
}

/* Does the whole text read as a number that is not negative? */
static bool parse_weight(const char *text, double *out)
{
    char *end = NULL;
    double weight = g_ascii_strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(weight) || weight < 0)
        return false;
    *out = weight;
    return true;
}

/* Take one row; returns what is wrong with it, or NULL. */
static const char *shape_row(Shape *shape, const CsvCell *cells, size_t n)
{
    double weight = 0;
    int64_t code = 0;
    if (n != 3)
        return "write three cells: variable, code, weight";
    size_t i = variables_find_item(shape->variables, cells[0].text);
    if (i == SIZE_MAX)
        return "there is no question of this name";
    if (!parse_weight(cells[2].text, &weight))
        return "the weight is not a number from 0 up";
    const Item *item = &shape->variables->items[i];
    if (cells[1].length == 0 && item->measure == MEASURE_MULTIPLE) {
        if (weight > 1)
            return "how likely a further pick is, is a number from 0 to 1";
        shape->more[i] = weight;
        return NULL;
    }
    if (!text_parse_int(cells[1].text, &code) || code < 0 || code > INT_MAX)
        return "the code is not a whole number";
    const Option *option = survey_option_find(item->options, item->n_options, (int)code);
    if (option == NULL)
        return "the question has no such code";
    shape->weights[i][option - item->options] = weight;
    return NULL;
}

static bool read_shape(Shape *shape, CsvReader *reader, const char *path, GError **error)
{
    const CsvCell *cells = NULL;
    size_t n = 0;
    bool is_header = true;
    g_autoptr(GError) reason = NULL;
    while (csv_reader_next(reader, &cells, &n, &reason)) {
        if (is_header && (n != 3 || strcmp(cells[0].text, "variable") != 0)) {
            error_set(error, ERROR_DATA, "%s: the first row must be variable,code,weight", path);
            return false;
        }
        const char *wrong = is_header ? NULL : shape_row(shape, cells, n);
        is_header = false;
        if (wrong != NULL) {
            error_set(error, ERROR_DATA, "%s:%zu: '%s': %s", path, csv_reader_line(reader),
                      cells[0].text, wrong);
            return false;
        }
    }
    if (reason == NULL)
        return true;
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

Shape *shape_load(const Variables *variables, const char *path, GError **error)
{
    g_autoptr(Shape) shape = shape_even(variables);
    if (path == NULL)
        return g_steal_pointer(&shape);
    g_autoptr(CsvReader) reader = csv_reader_open(path, error);
    if (reader == NULL || !read_shape(shape, reader, path, error))
        return NULL;
    return g_steal_pointer(&shape);
}
