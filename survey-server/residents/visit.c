#include "survey-server/residents/visit.h"
#include "base/env.h"
#include "base/error.h"
#include "survey-server/http/context.h"
#include "survey-server/residents/site.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

/* A key from a key and what it is for.   Source: keyed BLAKE2b, RFC 7693, through libsodium. */
static void derive(uint8_t *out, size_t out_bytes, const uint8_t *key, size_t key_bytes,
                   const char *purpose, const char *id)
{
    g_autofree char *message = g_strconcat(purpose, ":", id, NULL);
    int failed = crypto_generichash(out, out_bytes, (const unsigned char *)message, strlen(message),
                                    key, key_bytes);
    g_assert(failed == 0);
}

void visit_submit_key(const Visit *visit, uint8_t out_key[SUBMIT_KEY_BYTES])
{
    derive(out_key, SUBMIT_KEY_BYTES, visit->token, sizeof visit->token, "submit",
           visit->survey->id);
}

static bool take_draft(Visit *visit, const StoreDraft *draft, GError **error)
{
    visit->has_draft = true;
    visit->revision = draft->revision;
    visit->survey = site_served_version(visit->served, draft->version);
    g_strlcpy(visit->reference, draft->reference, sizeof visit->reference);
    if (draft->words == NULL)
        return true;
    visit->journey = journey_parse(visit->survey, draft->words, error);
    return visit->journey != NULL;
}

/* Find the draft. Words that are no journey of this survey are the store's fault, not the resident's. */
static bool load_draft(Visit *visit, Store *store, GError **error)
{
    g_autoptr(GError) reason = NULL;
    StoreDraft draft = {0};
    if (!store_draft_load(store, visit->survey->id, visit->token, &draft, &reason)) {
        if (g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND))
            return true;
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    bool done = take_draft(visit, &draft, error);
    store_draft_clear(&draft);
    return done;
}

static void choose_language(Visit *visit, const Request *request)
{
    const char *wanted = fields_find(request->query, "lang");
    const char *offered = wanted != NULL ? survey_language(visit->survey, wanted) : NULL;
    bool is_offered = offered != NULL && g_ascii_strcasecmp(offered, wanted) == 0;
    if (visit->journey == NULL || !visit->has_draft) {
        if (!is_offered)
            offered = site_served_language(visit->served, request->accept_language);
    } else if (!is_offered) {
        offered = journey_language(visit->journey);
    } else {
        visit->lang_is_new = !g_str_equal(offered, journey_language(visit->journey));
    }
    visit->lang = g_strdup(offered);
    if (visit->journey != NULL)
        journey_set_language(visit->journey, visit->lang);
}

Visit *visit_open(const Request *request, Context *context, const Served *served, GError **error)
{
    g_autoptr(Visit) visit = g_new0(Visit, 1);
    visit->served = served;
    visit->survey = served->survey;
    visit->had_cookie = request->has_token;
    if (request->has_token)
        memcpy(visit->site_token, request->token, sizeof visit->site_token);
    else
        env_random(visit->site_token, sizeof visit->site_token);
    derive(visit->token, sizeof visit->token, visit->site_token, sizeof visit->site_token, "draft",
           served->survey->id);
    if (request->has_token && !load_draft(visit, context->store, error))
        return NULL;
    if (visit->journey == NULL && visit->reference[0] == '\0')
        visit->journey = journey_new(visit->survey, visit->survey->languages[0]);
    choose_language(visit, request);
    return g_steal_pointer(&visit);
}

void visit_free(Visit *visit)
{
    if (visit == NULL)
        return;
    journey_free(visit->journey);
    g_free(visit->lang);
    sodium_memzero(visit->site_token, sizeof visit->site_token);
    sodium_memzero(visit->token, sizeof visit->token);
    g_free(visit);
}
