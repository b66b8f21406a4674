/* The frame around every page of residents: doctype, language and direction, title, skip link, header (owner, languages,
 * Back), main, footer with help in the same place everywhere. What stands in main is the page's own. */
#pragma once

#include "base/markup.h"
#include "base/url.h"
#include "forms/survey/survey.h"
#include "survey-server/http/context.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const Context *context;
    const Survey *survey; /* NULL: a page of the site, not of a survey */
    const char *lang;
    const char *heading; /* first part of the title; NULL: the survey's title alone */
    bool is_error;       /* the title begins with "Error: " */
    size_t at, of;       /* page 4 of about 12; of 0: not counted */
    const Url *here;     /* for the language links; NULL: none are shown */
    const Url *back;     /* NULL: no Back link */
    const Url *start;    /* where privacy is told; NULL: the survey's start page */
    bool is_away;        /* the survey is lost: nothing leads to its pages */
    bool has_form;       /* a page of questions: another language sends what was typed along */
} Frame;

/* Begin a page and open main.
 * Returns: yours (end with layout_end). */
Markup *layout_begin(const Frame *frame);

/* A template with {day} of a moment filled in, in the page's language. A closing moment is the first that is too late: the
 * day that is named is that of the second before.
 * Returns: yours (free with g_free). */
char *layout_opens(const char *lang, const char *template, int64_t opens);
char *layout_closes(const char *lang, const char *template, int64_t closes);

/* A link that leads back, above main; nothing for NULL. Staff's pages have it too. */
void layout_back(Markup *to, const Url *back, const char *words);

/* Something that must be read first, in the place and form of an error summary, without links. */
void layout_notice(Markup *to, const char *lang, const char *words);

/* Close main, write the footer, finish.
 * Returns: yours (free with g_bytes_unref); swallows the markup. */
GBytes *layout_end(Markup *to, const Frame *frame);
