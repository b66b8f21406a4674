/* The printed questionnaire: a definition as a tagged A4 PDF, with tick boxes, routes in words and arrows, the keying codes
 * of forms/keying/keying.h at the outer edge, and a last page with the way back, help, privacy and a slip to keep. Pure: the same
 * survey and style give the same bytes; dates are given, not asked of a clock.
 *
 * The story: questions and words become rows, rows are placed on pages (forms/paper/paper-layout.h, where a test can ask what
 * stands where), and the pages are drawn (drawing/sheet.h). A question never stands on two pages, unless it is taller than
 * a page: then its answers go on with its words repeated. Everything is mirrored in a language written from the right. */
#pragma once

#include "forms/survey/receipt.h"
#include "forms/survey/survey.h"
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { PAPER_14, PAPER_12, PAPER_18, PAPER_SIZE_COUNT } PaperSize; /* 18: large print */

/* Copies that have numbers. They are printed, not read on a screen: their file shares the pages' words among all copies,
 * and has no tags. */
typedef struct {
    const char *batch;
    size_t n;
    const char *const *serials; /* as printed, with check digit: "1017-4" */
    const ReceiptKey *key; /* of the codes on their slips; NULL: the word of the resident's own */
    void (*tell)(uint64_t done, uint64_t total); /* after each copy; NULL: nobody listens */
} PaperCopies;

/* All may be left out: {0} is 14 pt in the base language. */
typedef struct {
    const char *lang; /* of the survey's; NULL: its base language */
    PaperSize size;
    const char *base_url;      /* of the web form, for the QR code; NULL: there is none */
    int64_t opens, closes;     /* moments; 0: the definition's */
    int64_t made;              /* the file's date; 0: the day on which it opens */
    const char *mark;          /* at the top of every page: that it is a pilot; NULL */
    const PaperCopies *copies; /* NULL: one without a number, to be copied */
} PaperStyle;

/* Make it.
 * Errors: NULL and ERROR_FILE (fonts or cairo), ERROR_NOT_FOUND (a language that the survey has not, naming those it has),
 * ERROR_LIMIT (what cannot be put into a QR code).   Returns: yours (free with g_bytes_unref).   Threads: any. */
GBytes *paper_make(const Survey *survey, const PaperStyle *style,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
