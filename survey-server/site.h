/* The surveys that are served: read and published before the first request, unchanged afterwards, so that threads share
 * them without locks. Older versions stay at hand for those who began with one. */
#pragma once

#include "forms/survey.h"
#include "responses/store.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum { PHASE_BEFORE, PHASE_OPEN, PHASE_CLOSED, PHASE_COUNT } Phase;

/* One survey. */
typedef struct {
    Survey *survey;     /* the newest version */
    GPtrArray *older;   /* of Survey */
    size_t body_max;    /* bytes that a page of it may send */
    bool has_simulated; /* its store holds simulated responses: the start page says so */
    GPtrArray *starts;  /* of StaticPage: by language, then phase; made by page-start.c */
} Served;

typedef struct Site Site;

/* Read the definitions (files, or directories of .xml files) and publish them in the store. A preview takes definitions
 * with a todo as well.
 * Errors: NULL and what survey_load, store_publish or the directory said; ERROR_CONFLICT for one id in two files.
 * Owns: the caller (site_free). */
Site *site_load(Store *store, char **paths, bool is_preview,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same from a survey that is already read (tests); swallows it.
 * Errors: as site_load. */
bool site_add(Site *site, Store *store, Survey *survey, bool is_preview, GError **error);
Site *site_new(void);
void site_free(Site *site);

/* How many, and each, in the order of their titles. */
size_t site_count(const Site *site);
const Served *site_at(const Site *site, size_t index);

/* The survey of that id, or NULL.   Owns: the site's.   Threads: any. */
const Served *site_find(const Site *site, const char *id);

/* The version that a draft answers, else the newest.   Owns: the site's.   Threads: any (pure). */
const Survey *served_version(const Served *served, unsigned version);

/* The survey's language for an Accept-Language header.   Owns: the survey's.   Threads: any (pure). */
const char *served_language(const Served *served, const char *accept_language);

/* Where a survey stands at a moment.   Threads: any (pure). */
Phase survey_phase(const Survey *survey, int64_t moment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)
