#include "responses/exchange/simulate.h"
#include "base/day.h"
#include "base/error.h"
#include "base/progress.h"
#include "forms/answers/draw.h"
#include "forms/survey/lifetime.h"
#include "forms/survey/routes.h"
#include "responses/exchange/response-csv.h"
#include "responses/exchange/shape.h"
#include "responses/store/reference.h"
#include <errno.h>
#include <string.h>

#include "base/banned.h"

enum {
    BLANK_PERCENT = 3,           /* of those asked leave a question out */
    DEFAULT_MOMENT = 1483952400, /* 2017-01-09T09:00:00Z, when the definition has no opening date */
    DEFAULT_SPAN_S = 28 * 24 * 60 * 60,
};

typedef struct {
    const Survey *survey;
    const Variables *variables;
    const Shape *shape;
    Routes *routes;
    RandomStream random;
    Answers *answers;
    const Value **room;
} Simulation;

static bool happens(Simulation *simulation, unsigned percent)
{
    return random_stream_below(&simulation->random, 100) < percent;
}

/* Is there a condition between the item and everyone? */
static bool has_condition(const Survey *survey, const Item *item)
{
    return survey->pages[item->question->page].condition != NULL ||
           item->question->condition != NULL || (item->row != NULL && item->row->condition != NULL);
}

/* Is the item on the route of the answers so far? */
static bool is_asked(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    const Value *values = simulation->answers->values;
    unsigned version = simulation->survey->version;
    if (item->role == ITEM_WRITE_IN) {
        const Item *parent = &simulation->variables->items[item->parent];
        if (parent->measure != MEASURE_MULTIPLE)
            return values[parent->first_variable] == item->parent_code;
        for (size_t k = 0; k < parent->n_variables; k++) {
            if (parent->options[k].code == item->parent_code)
                return values[parent->first_variable + k] == 1;
        }
        return false;
    }
    if (item->role == ITEM_CODES)
        return values[simulation->variables->items[item->parent].first_variable] == 1;
    if (!lifetime_holds(item->question->lifetime, version) ||
        (item->row != NULL && !lifetime_holds(item->row->lifetime, version)))
        return false;
    if (!has_condition(simulation->survey, item))
        return true;
    Columns columns = answers_columns(simulation->answers, simulation->room);
    routes_follow(simulation->routes, &columns);
    return routes_of_item(simulation->routes, i)[0] != 0;
}

static void answer_item(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    if (!is_asked(simulation, i) || draw_is_with_another(simulation->variables, i))
        return;
    bool may_be_blank = item->role == ITEM_ASKED && !item->question->required;
    if (may_be_blank && happens(simulation, BLANK_PERCENT))
        return;
    const Draw draw = {.answers = simulation->answers,
                       .random = &simulation->random,
                       .weights = simulation->shape->weights,
                       .more = simulation->shape->more};
    draw_item(&draw, i);
}

/* When the n-th response came in: evenly over the time the survey is open, so that moments ascend. */
static int64_t moment_of(const Survey *survey, uint64_t n, uint64_t count)
{
    int64_t from = survey->opens != 0 ? survey->opens : DEFAULT_MOMENT;
    int64_t to = survey->closes > from ? survey->closes : from + DEFAULT_SPAN_S;
    return from + (int64_t)((double)(to - from) * ((double)n / (double)count));
}

static void append_response(Simulation *simulation, uint64_t n, uint64_t count, CsvWriter *csv)
{
    uint64_t bits[2] = {GUINT64_TO_LE(random_stream_next(&simulation->random)),
                        GUINT64_TO_LE(random_stream_next(&simulation->random))};
    uint8_t bytes[10];
    char reference[REFERENCE_BYTES];
    memcpy(bytes, bits, sizeof bytes);
    reference_make(bytes, reference);
    simulation->answers = answers_new(simulation->survey);
    for (size_t i = 0; i < simulation->variables->n_items; i++)
        answer_item(simulation, i);
    answers_settle(simulation->answers);
    Columns columns = answers_columns(simulation->answers, simulation->room);
    Identity identity = {
        .reference = reference,
        .submitted = moment_of(simulation->survey, n, count),
        .channel = CHANNEL_SIMULATED,
        .version = simulation->survey->version,
        .language = simulation->survey->languages[0],
    };
    g_autofree const char *const **texts = g_new(const char *const *, simulation->variables->n + 1);
    for (size_t v = 0; v < simulation->variables->n; v++)
        texts[v] = (const char *const *)&simulation->answers->texts[v];
    response_csv_row(csv, simulation->variables, &identity, columns.at, texts, 0);
    g_clear_pointer(&simulation->answers, answers_free);
}

static bool write_text(GString *text, FILE *to, GError **error)
{
    bool is_done = fwrite(text->str, 1, text->len, to) == text->len;
    g_string_truncate(text, 0);
    if (!is_done)
        error_set(error, ERROR_FILE, "the responses could not be written: %s", g_strerror(errno));
    return is_done;
}

bool simulate_csv(const Survey *survey, const SimulateOptions *options, FILE *to, GError **error)
{
    g_autoptr(Shape) shape = shape_load(survey->variables, options->shape, error);
    if (shape == NULL)
        return false;
    g_autoptr(Routes) routes = routes_new(survey->variables, 1);
    g_autofree const Value **room = g_new(const Value *, survey->variables->n + 1);
    Simulation simulation = {.survey = survey,
                             .variables = survey->variables,
                             .shape = shape,
                             .routes = routes,
                             .room = room};
    random_stream_begin(&simulation.random, options->seed);
    g_autoptr(GString) text = g_string_sized_new(4096);
    CsvWriter csv = csv_begin(text, options->form);
    response_csv_header(&csv, survey->variables);
    bool is_done = true;
    progress_begin("Simulating responses");
    for (uint64_t n = 0; is_done && n < options->count; n++) {
        append_response(&simulation, n, options->count, &csv);
        is_done = write_text(text, to, error);
        progress_tell(n + 1, options->count);
    }
    progress_end();
    return is_done && write_text(text, to, error);
}
