/* The kinds of chart: the one list from which the enum, the values of a definition's chart="...", the text alternatives and
 * the table of drawing functions are made. A kind is a row here, a value in forms/definition/survey.xsd, and
 * reports/charts/chart-PREFIX.c with `Picture *chart_PREFIX(const Table *)`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* clang-format off */
/* row(enum, prefix of the function, chart="..." in a definition ("" when it cannot be asked for), what a text alternative
 * calls it, what it measures as its subtitle says it ("" for what suits the measure: "Percentage of respondents"), when it is
 * drawn). The last row whose condition on `fit` (a const ChartFit *) holds is drawn. */
#define CHART_KINDS(row)                                                                  \
    row(BAR, bars, "bar", "Bar chart", "", true)                                          \
    row(COLUMN, columns, "column", "Column chart", "",                                    \
        !fit->is_by && fit->is_single && fit->wanted == CHART_COLUMN)                     \
    row(GROUPED, grouped, "", "Bar chart", "", fit->is_by)                                \
    row(STACK, stack, "stack", "Stacked bar chart", "",                                   \
        fit->is_single && (fit->is_by ? fit->n_options <= 6 : fit->wanted == CHART_STACK)) \
    row(HISTOGRAM, histogram, "histogram", "Column chart of scores", "",                  \
        !fit->is_by && fit->is_single &&                                                  \
            (fit->wanted == CHART_AUTO ? fit->is_scale : fit->wanted == CHART_HISTOGRAM)) \
    row(NONE, none, "none", "Table", "", !fit->is_counted || fit->wanted == CHART_NONE)
/* clang-format on */

#define CHART_KIND_NAMED(name, prefix, asked, noun, sentence, condition) CHART_##name,

typedef enum { CHART_AUTO, CHART_KINDS(CHART_KIND_NAMED) CHART_KIND_COUNT } ChartKind;

/* What decides which chart is drawn. */
typedef struct {
    ChartKind wanted; /* by the definition; CHART_AUTO: what suits */
    bool is_by;       /* broken down by another question */
    bool is_counted;  /* answers are counted: neither numbers nor words */
    bool is_single;   /* one answer each */
    bool is_scale;    /* all answers but missing ones are points of a scale, three or more */
    size_t n_options;
} ChartFit;

/* The kind that suits; never CHART_AUTO.   Threads: any (pure). */
ChartKind chart_kinds_choose(const ChartFit *fit);

/* Its name in a definition, "" for none; what a text alternative calls it and what it measures, "" for what suits the
 * measure, as interface words.   Owns: static. */
const char *chart_kinds_asked(ChartKind kind);
const char *chart_kinds_noun(ChartKind kind);
const char *chart_kinds_sentence(ChartKind kind);

/* "write bar, column, stack, histogram or none": the values of chart="...", for authors.   Owns: static.   Threads: any. */
const char *chart_kinds_advice(void);
