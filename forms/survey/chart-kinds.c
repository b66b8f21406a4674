#include "forms/survey/chart-kinds.h"
#include <glib.h>
#include <pthread.h>

#include "base/banned.h"

/* One row a kind. */
static const struct {
    const char *asked, *noun, *sentence;
} table[] = {[CHART_AUTO] = {"", "", ""},
#define LISTED(name, prefix, asked, noun, sentence, condition)                                     \
    [CHART_##name] = {asked, noun, sentence},
             CHART_KINDS(LISTED)
#undef LISTED
};

ChartKind chart_kinds_choose(const ChartFit *fit)
{
#define SUITS(name, prefix, asked, noun, sentence, condition) [CHART_##name] = (condition),
    const bool suits[] = {CHART_KINDS(SUITS)};
#undef SUITS
    unsigned kind = CHART_KIND_COUNT - 1;
    while (!suits[kind])
        kind--;
    return (ChartKind)kind;
}

const char *chart_kinds_asked(ChartKind kind)
{
    g_assert(kind < CHART_KIND_COUNT);
    return table[kind].asked;
}

const char *chart_kinds_noun(ChartKind kind)
{
    g_assert(kind < CHART_KIND_COUNT);
    return table[kind].noun;
}

const char *chart_kinds_sentence(ChartKind kind)
{
    g_assert(kind < CHART_KIND_COUNT);
    return table[kind].sentence;
}

static pthread_once_t advice_once = PTHREAD_ONCE_INIT;
static char *advice;

static void make_advice(void)
{
    GString *words = g_string_new("write ");
    const char *last = NULL;
    for (unsigned kind = 0; kind < CHART_KIND_COUNT; kind++) {
        if (*table[kind].asked == '\0')
            continue;
        if (last != NULL)
            g_string_append_printf(words, "%s, ", last);
        last = table[kind].asked;
    }
    g_string_truncate(words, words->len - 2);
    g_string_append_printf(words, " or %s", last);
    advice = g_string_free(words, false);
}

const char *chart_kinds_advice(void)
{
    pthread_once(&advice_once, make_advice);
    return advice;
}
