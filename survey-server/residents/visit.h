/* One resident at one survey, as far as a request tells: the survey, the draft under their token, their journey.
 * One cookie serves the whole site; each survey's draft has a key of its own, made from it, so that several surveys can be
 * answered in one browser and none can be guessed from another. */
#pragma once

#include "forms/answers/journey.h"
#include "responses/store/store.h"
#include "survey-server/http/request.h"
#include "survey-server/residents/site.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Context Context; /* survey-server/http/context.h */

typedef struct {
    const Served *served;
    const Survey *survey;            /* the version that the draft answers */
    Journey *journey;                /* NULL once it was submitted */
    uint8_t site_token[TOKEN_BYTES]; /* of the cookie, or a new one */
    uint8_t token[TOKEN_BYTES];      /* of this survey's draft */
    bool had_cookie;
    bool has_draft;                  /* a draft was found */
    unsigned revision;               /* 0: the first save makes it */
    char reference[REFERENCE_BYTES]; /* "" until it was submitted */
    char *lang;                      /* to answer in: asked for, the draft's, or the browser's */
    bool lang_is_new;                /* ?lang= asks for another language than the draft's */
} Visit;

/* Who is this, and what have they answered so far? A draft that is not there (never made, or older than 30 days) gives a
 * journey that has not begun.
 * Errors: NULL and ERROR_STORE.   Returns: yours (free with visit_free). */
Visit *visit_open(const Request *request, Context *context, const Served *served,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void visit_free(Visit *visit);

/* The key that makes a repeated submission harmless: made from the draft's. */
void visit_submit_key(const Visit *visit, uint8_t out_key[SUBMIT_KEY_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Visit, visit_free)
