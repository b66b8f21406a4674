#include "responses/exchange/simulate.h"
#include "base/error.h"
#include "base/progress.h"
#include "forms/answers/answers.h"
#include "forms/survey/routes.h"
#include "responses/exchange/random-stream.h"
#include "responses/exchange/response-csv.h"
#include "responses/exchange/shape.h"
#include "responses/store/reference.h"
#include <errno.h>
#include <string.h>

#include "base/banned.h"

enum {
    BLANK_PERCENT = 3,  /* of those asked leave a question out */
    WORDS_PERCENT = 35, /* of those asked write something */
    WRITE_IN_PERCENT = 70,
    DEFAULT_MOMENT = 1483952400, /* 2017-01-09T09:00:00Z, when the definition has no opening date */
    DEFAULT_SPAN_S = 28 * 24 * 60 * 60,
    NUMBER_SPAN = 100,
};

static const char *const sample_words[] = {
    "More police officers on foot in the evenings would help.",
    "Street lighting near the bus station is poor.",
    "I reported it twice and nobody called back.",
    "Groups of people drinking outside the shops put me off going there.",
    "Speeding cars outside the school every morning.",
    "The wardens we have are very good, we need more of them.",
    "Fly-tipping in the back lanes is never dealt with.",
    "Please tell us what happened after we report something.",
    "Young people have nowhere to go after six o'clock.",
    "I feel fine in my own street, less so in town after dark.",
    "Better cameras, and somebody who watches them.",
    "Nothing to add, thank you for asking.",
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

static bool is_offered(Lifetime lifetime, unsigned version)
{
    return lifetime.since <= version && (lifetime.retired == 0 || version < lifetime.retired);
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
    if (!is_offered(item->question->lifetime, version) ||
        (item->row != NULL && !is_offered(item->row->lifetime, version)))
        return false;
    if (!has_condition(simulation->survey, item))
        return true;
    Columns columns = answers_columns(simulation->answers, simulation->room);
    routes_follow(simulation->routes, &columns);
    return routes_of_item(simulation->routes, i)[0] != 0;
}

/* Weights of the options that are offered in this version. */
static size_t copy_weights(const Simulation *simulation, size_t i, double *to)
{
    const Item *item = &simulation->variables->items[i];
    for (size_t k = 0; k < item->n_options; k++)
        to[k] = is_offered(item->options[k].lifetime, simulation->survey->version)
                    ? simulation->shape->weights[i][k]
                    : 0;
    return item->n_options;
}

static void answer_single(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    g_autofree double *weights = g_new0(double, item->n_options + 1);
    size_t n = copy_weights(simulation, i, weights);
    size_t drawn = random_stream_draw(&simulation->random, weights, n);
    if (drawn < n)
        simulation->answers->values[item->first_variable] = item->options[drawn].code;
}

/* How many to pick: one, and each further one with the shape's likelihood, within the limits. */
static size_t count_picks(Simulation *simulation, size_t i)
{
    const Question *question = simulation->variables->items[i].question;
    size_t most = question->max_picks == 0 ? SIZE_MAX : question->max_picks;
    size_t n = MAX(1, question->min_picks);
    while (n < most && random_stream_unit(&simulation->random) < simulation->shape->more[i])
        n++;
    return n;
}

static void answer_multiple(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    Value *values = simulation->answers->values + item->first_variable;
    g_autofree double *weights = g_new0(double, item->n_options + 1);
    size_t n = copy_weights(simulation, i, weights);
    size_t n_picks = item->role == ITEM_CODES ? 1 : count_picks(simulation, i);
    for (size_t k = 0; k < n; k++)
        values[k] = 0;
    for (size_t picked = 0; picked < n_picks; picked++) {
        size_t drawn = random_stream_draw(&simulation->random, weights, n);
        if (drawn == n)
            return;
        values[drawn] = 1;
        weights[drawn] = 0;
        if (item->options[drawn].exclusive)
            return;
        for (size_t k = 0; k < n; k++) {
            if (item->options[k].exclusive)
                weights[k] = 0;
        }
    }
}

static void answer_rank(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    Value *values = simulation->answers->values + item->first_variable;
    g_autofree double *weights = g_new0(double, item->n_options + 1);
    size_t n = copy_weights(simulation, i, weights);
    for (size_t k = 0; k < n; k++)
        values[k] = 0;
    for (unsigned place = 1; place <= item->question->places; place++) {
        size_t drawn = random_stream_draw(&simulation->random, weights, n);
        if (drawn == n)
            return;
        values[drawn] = place;
        weights[drawn] = 0;
    }
}

static Value random_date(Simulation *simulation, const Question *question)
{
    int from = question->has_min ? (int)(question->min / 10000) : 1950;
    int to = question->has_max ? (int)(question->max / 10000) : MAX(from, 2016);
    from = MIN(from, to);
    while (true) {
        Value year = from + (Value)random_stream_below(&simulation->random,
                                                       (uint64_t)to - (uint64_t)from + 1);
        Value month = 1 + (Value)random_stream_below(&simulation->random, 12);
        Value date =
            year * 10000 + month * 100 + 1 + (Value)random_stream_below(&simulation->random, 28);
        if ((!question->has_min || date >= question->min) &&
            (!question->has_max || date <= question->max))
            return date;
        if (from == to && question->has_min)
            return question->min; /* a range of days: do not wait for luck */
    }
}

static void answer_quantity(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    const Question *question = item->question;
    if (item->n_options > 0 && happens(simulation, 5)) {
        answer_single(simulation, i);
        return;
    }
    Value *value = &simulation->answers->values[item->first_variable];
    if (item->is_date) {
        *value = random_date(simulation, question);
        return;
    }
    Value unit = 1;
    for (unsigned p = 0; p < question->places; p++)
        unit *= 10;
    Value from = question->has_min ? question->min : 0;
    Value to = question->has_max ? question->max : from + NUMBER_SPAN * unit;
    *value = from + (Value)random_stream_below(&simulation->random, (uint64_t)(to - from) + 1);
}

static void answer_text(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    unsigned percent = item->role == ITEM_WRITE_IN ? WRITE_IN_PERCENT
                       : item->question->required  ? 100
                                                   : WORDS_PERCENT;
    if (!happens(simulation, percent))
        return;
    size_t n = random_stream_below(&simulation->random, G_N_ELEMENTS(sample_words));
    size_t most = item->role == ITEM_WRITE_IN ? 500 : item->question->max_chars;
    g_autofree char *words = g_strndup(sample_words[n], most);
    g_autofree char *clean = g_strdup(g_strstrip(words));
    if (*clean != '\0')
        answers_set_text(simulation->answers, item->first_variable, clean);
}

static void answer_item(Simulation *simulation, size_t i)
{
    const Item *item = &simulation->variables->items[i];
    if (!is_asked(simulation, i))
        return;
    bool may_be_blank = item->role == ITEM_ASKED && !item->question->required;
    if (may_be_blank && happens(simulation, BLANK_PERCENT))
        return;
    switch (item->measure) {
    case MEASURE_SINGLE:
        answer_single(simulation, i);
        break;
    case MEASURE_MULTIPLE:
        answer_multiple(simulation, i);
        break;
    case MEASURE_RANK:
        answer_rank(simulation, i);
        break;
    case MEASURE_QUANTITY:
        answer_quantity(simulation, i);
        break;
    case MEASURE_TEXT:
        answer_text(simulation, i);
        break;
    case MEASURE_COUNT:
        g_assert_not_reached();
    }
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
