/* What the types draw with: options by their weights, ticks, words. */
#include "forms/answers/draw.h"

#include "base/banned.h"

enum { BESIDE_PERCENT = 5 };

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

static const Item *item_of(const Draw *draw, size_t item)
{
    return &draw->answers->survey->variables->items[item];
}

double *draw_weights(const Draw *draw, size_t item)
{
    const Item *it = item_of(draw, item);
    double *weights = g_new0(double, it->n_options + 1);
    for (size_t k = 0; k < it->n_options; k++)
        if (survey_option_is_offered(draw->answers->survey, &it->options[k]))
            weights[k] = draw->weights[item][k];
    return weights;
}

void draw_option(const Draw *draw, size_t item)
{
    const Item *it = item_of(draw, item);
    g_autofree double *weights = draw_weights(draw, item);
    const size_t drawn = random_stream_draw(draw->random, weights, it->n_options);
    if (drawn < it->n_options)
        draw->answers->values[it->first_variable] = it->options[drawn].code;
}

/* Weights can leave too few to draw: the others then come in printed order, and if they are not enough either, the question
 * is left out. */
static void fill_ticks(const Draw *draw, size_t item, size_t n_ticked, size_t least)
{
    const Item *it = item_of(draw, item);
    Value *values = draw->answers->values + it->first_variable;
    for (size_t k = 0; k < it->n_options && n_ticked < least; k++) {
        if (values[k] == 1 || it->options[k].exclusive ||
            !survey_option_is_offered(draw->answers->survey, &it->options[k]))
            continue;
        values[k] = 1;
        n_ticked++;
    }
    for (size_t k = 0; k < it->n_options && n_ticked < least; k++)
        values[k] = VALUE_NONE;
}

void draw_ticks(const Draw *draw, size_t item, size_t n, size_t least)
{
    const Item *it = item_of(draw, item);
    Value *values = draw->answers->values + it->first_variable;
    g_autofree double *weights = draw_weights(draw, item);
    size_t n_ticked = 0;
    for (size_t k = 0; k < it->n_options; k++)
        values[k] = 0;
    while (n_ticked < n) {
        const size_t drawn = random_stream_draw(draw->random, weights, it->n_options);
        if (drawn == it->n_options)
            break;
        values[drawn] = 1;
        weights[drawn] = 0;
        n_ticked++;
        if (it->options[drawn].exclusive)
            return;
        for (size_t k = 0; k < it->n_options; k++) {
            if (it->options[k].exclusive)
                weights[k] = 0;
        }
    }
    if (n_ticked > 0 && n_ticked < least)
        fill_ticks(draw, item, n_ticked, least);
}

static bool happens(const Draw *draw, unsigned percent)
{
    return random_stream_below(draw->random, 100) < percent;
}

bool draw_beside(const Draw *draw, size_t item)
{
    if (item_of(draw, item)->n_options == 0 || !happens(draw, BESIDE_PERCENT))
        return false;
    draw_option(draw, item);
    return true;
}

void draw_words(const Draw *draw, size_t item, unsigned percent, size_t most)
{
    if (!happens(draw, percent))
        return;
    const size_t n = random_stream_below(draw->random, G_N_ELEMENTS(sample_words));
    g_autofree char *words = g_strndup(sample_words[n], most);
    g_autofree char *clean = g_strdup(g_strstrip(words));
    if (*clean != '\0')
        answers_set_text(draw->answers, item_of(draw, item)->first_variable, clean);
}
