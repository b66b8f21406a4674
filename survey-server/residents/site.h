/* The surveys that are served. The site changes while the server runs: staff publish, pilot, change dates, take a survey
 * off; a command imports. A change makes a new Served (its start pages ready) and puts it in the place of the old one in
 * one step, so a lookup in any thread finds the one or the other, whole. What was handed out stays good until the server
 * ends: a Served that was replaced is retired, not freed, because residents are in the middle of it and the writer holds
 * its survey until their answers are stored. Changes are made by hand and are few, so what is retired is small. Older
 * versions of a definition stay at hand for those who began with one.
 *
 * What is served at the start: the definitions that the server is given, and those that staff published, pilots among
 * them. The store knows the latter by a setting of the survey (responses/store/settings.h), "site": "on", or "off" when staff
 * took it off, which holds even for one that the server is given. Where the store holds a newer version than a file, or
 * staff published another text of the same one, the store's is served.
 *
 * A survey whose file was lost (responses/store/store-files.h) is not served, and the others are: its pages say that it is not
 * here just now, with status 503.
 * In site.c and site-load.c. */
#pragma once

#include "forms/survey/survey.h"
#include "responses/store/dates.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Context Context; /* survey-server/http/context.h */

typedef enum { PHASE_BEFORE, PHASE_OPEN, PHASE_CLOSED, PHASE_COUNT } Phase;

/* One survey as it is served. Never changes. */
typedef struct {
    const Survey *survey; /* the newest version */
    GPtrArray *older;     /* of const Survey */
    Dates dates;          /* as staff changed them, else the definition's */
    size_t body_max;      /* bytes that a page of it may send */
    bool has_simulated;   /* its store holds simulated responses: the start page says so */
    GPtrArray *papers;    /* of StaticPage or NULL: by language, then size; made by page-paper.c */
    GPtrArray *starts;    /* of StaticPage: by language, then phase; made by page-start.c */
} Served;

/* A survey whose file was lost. Never changes. */
typedef struct {
    char *id;
    const Survey
        *survey; /* the definition that the server was given; NULL: it had none but the lost one */
    char *sentence;  /* what is lost and what to do, for staff and operators */
    size_t body_max; /* as in Served */
    bool is_pilot;   /* its id is told to nobody */
} LostSurvey;

typedef struct Site Site;

/* An empty site.
 * Returns: yours (free with site_free), when no thread looks at it any more. */
Site *site_new(void);
void site_free(Site *site);

/* At the start: read the definitions (files, or directories of .xml files), publish them in the store and serve them, and
 * serve what staff published. A preview (context->config) takes definitions with a todo as well.
 * Errors: false and what survey_load, store_publish or the directory said; ERROR_CONFLICT for one id in two files. */
bool site_load(Context *context, char **paths, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At the start: note that the file of a survey was lost; swallows the definition, which may be NULL. It holds until the survey
 * is served. */
void site_lose(Site *site, const char *id, Survey *survey, const char *sentence);

/* Publish a definition in the store and serve it from now on, in the place of an earlier one; swallows the survey. With
 * `act` (a member of staff does it) the next start serves it too; NULL for a file that the server is given.
 * Errors: false and what store_publish said; the site is as before.   Threads: any; waits for the writer. */
bool site_put(Context *context, Survey *survey, const Act *act,
              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Take a survey off the site, or end a pilot; its responses stay. And put it on again, as it is in the store. Both hold
 * for the next start.
 * Errors: false and ERROR_NOT_FOUND, ERROR_DATA (no reason), ERROR_STORE.   Threads: any; waits for the writer. */
bool site_take_off(Context *context, const char *id, const char *reason, const Act *act,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool site_put_on(Context *context, const char *id, const char *reason, const Act *act,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At the start: serve the newest version that the store holds, without publishing anything.
 * Errors: false and ERROR_NOT_FOUND, ERROR_STORE.   Threads: any. */
bool site_put_stored(Context *context, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What staff decided of a survey: "on", "off", or NULL; also when the store does not know it.
 * Errors: false and ERROR_STORE.   Returns: *out_word is yours. */
bool site_word(Store *store, const char *id, char **out_word,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Look again at what the store says of a survey that is served: newest version, dates, simulated responses. One that is
 * not served is left alone.
 * Errors: false and ERROR_STORE; the site is as before.   Threads: any. */
bool site_refresh(Context *context, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The surveys of this moment, in the order of their titles.
 * Returns: yours (free with g_ptr_array_unref); what it holds is the site's.   Threads: any. */
GPtrArray *site_list(Site *site);

/* The survey of that id, or NULL.   Owns: the site's, until the server ends.   Threads: any. */
const Served *site_find(Site *site, const char *id);

/* The lost survey of that id, or NULL; and all of them, by id.
 * Returns: yours (free with g_ptr_array_unref); what it holds is lent until the server ends.   Threads: any. */
const LostSurvey *site_find_lost(Site *site, const char *id);
GPtrArray *site_list_lost(Site *site);

/* The version that a draft answers, else the newest.   Owns: the site's.   Threads: any (pure). */
const Survey *site_served_version(const Served *served, unsigned version);

/* The survey's language for an Accept-Language header.   Owns: the survey's.   Threads: any (pure). */
const char *site_served_language(const Served *served, const char *accept_language);

/* The language of a page that is of no survey, for an Accept-Language header: English, or one of the surveys that are
 * served for which there is a catalogue.   Owns: static, or the site's.   Threads: any. */
const char *site_language(Site *site, const char *accept_language);

/* Would a lost survey be open at a moment, by the definition that the server was given?   Threads: any (pure). */
bool site_lost_is_open(const LostSurvey *lost, int64_t moment);

/* Where a survey stands at a moment.   Threads: any (pure). */
Phase site_served_phase(const Served *served, int64_t moment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)
