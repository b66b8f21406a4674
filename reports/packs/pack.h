/* The chart pack: one scan of a survey's responses, its tables, and from them a directory of files
 * (docs/formats.md 6): pack.pdf, index.html, charts, tables, manifest.csv. Everything is written
 * beside its place and renamed, so a failure leaves nothing half done. Same data and date: the same
 * bytes, in any locale and time zone.
 * In pack.c, pack-html.c and pack-pdf.c. */
#pragma once

#include "drawing/picture.h"
#include "reports/tables/table.h"
#include "responses/store/store.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* One page of the pack: a question's table, or all rows of a grid together. */
typedef struct {
    const Question *question;
    const char *name;  /* of its files and anchors: "q01"; a grid's own id */
    const char *group; /* heading above it in the contents, or NULL; the same as the page before it:
                          not repeated */
    const char *title; /* the finding, at most 15 words */
    const char *subtitle;  /* measure, population, base */
    const char *alt;       /* of its chart */
    const char *base_line; /* asked, answered, routed past, left blank: one sentence, small numbers
                              hidden */
    size_t n_tables;       /* 1; a grid: its rows */
    Table *const *tables;
    size_t n_breakdowns; /* of those tables by other questions, in order */
    Table *const *breakdowns;
    Picture *picture; /* NULL: no chart */
} PackPage;

/* A finding for the key findings page. */
typedef struct {
    size_t page; /* index into pages */
    const char *text;
} PackFinding;

/* All that pack-pdf.c and pack-html.c read; nothing else. */
typedef struct {
    const Survey *survey;
    const char *lang;
    const char *title, *owner;
    const char *owner_email, *owner_phone; /* or NULL */
    StoreSummary summary;
    uint64_t n_responses;
    int64_t date;            /* the pack's own day: a moment */
    const char *date_words;  /* "31 March 2017" */
    const char *dates_words; /* "Answers were given from 3 January 2017 to 31 March 2017." or "" */
    size_t n_pages;          /* in questionnaire order */
    const PackPage *pages;
    size_t n_findings; /* at most 8 */
    const PackFinding *findings;
    size_t n_method; /* sentences of the method page: how people came, channels, rounding, small
                        numbers, how to read */
    const char *const *method;
    bool is_simulated;     /* some or all responses are */
    bool is_reconstructed; /* some wording is not in the source; a sentence of `method` says so */
    const char *
        mark; /* "Simulated responses: not real answers", and the like for a pilot: on every page and in
                              every file; or NULL */
} Pack;

typedef struct {
    const char *survey_id;
    const char *output;    /* the directory */
    const char *const *by; /* names of items for every table, beside the definition's own;
                              NULL-terminated, or NULL */
    const char *date;      /* yyyy-mm-dd; NULL: the day of the newest response */
} PackRequest;

/* Make the pack.
 * Errors: false and ERROR_NOT_FOUND (survey, variable), ERROR_USAGE (date), ERROR_FILE,
 * ERROR_STORE; nothing is then left. */
bool pack_make(Store *store, const PackRequest *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The pack as a tagged PDF: cover, contents, key findings, method, one page a question with its
 * chart and table, breakdowns after it. The mark, when there is one, on every page. Errors: NULL
 * and ERROR_FILE or ERROR_LIMIT.   Returns: yours (free with g_bytes_unref). */
GBytes *pack_pdf(const Pack *pack, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The pack as one accessible page with inline SVG and tables; links `pack.css` beside it.
 * Returns: yours (free with g_bytes_unref). */
GBytes *pack_html(const Pack *pack);
