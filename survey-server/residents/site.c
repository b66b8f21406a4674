#include "survey-server/residents/site.h"
#include "base/error.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/say.h"
#include "survey-server/http/context.h"
#include "survey-server/residents/pages.h"
#include <pthread.h>
#include <string.h>

#include "base/banned.h"

#define SITE_SETTING "site"
#define SITE_ON      "on"
#define SITE_OFF     "off"

/* A character of four bytes, each as %XX. */
enum { ENCODED_CHAR_BYTES = 12, ENCODED_FIELD_BYTES = LIMIT_FIELD_NAME_BYTES + 8 };

struct Site {
    pthread_mutex_t changing; /* one change at a time, held while it waits for the store */
    pthread_rwlock_t lock;    /* guards served; held for a look or a step, never while waiting */
    GPtrArray *served;        /* of Served, by title: what is found */
    GPtrArray *lost;          /* of LostSurvey, by id: these are found too */
    GPtrArray *all;           /* of Served: these and the retired ones, owned */
    GPtrArray *all_lost;      /* of LostSurvey: these and those that came back, owned */
    GPtrArray *surveys;       /* of Survey: all that was ever lent, owned */
};

static void served_free(void *data)
{
    Served *served = data;
    g_ptr_array_unref(served->older);
    g_clear_pointer(&served->papers, g_ptr_array_unref);
    g_ptr_array_unref(served->starts);
    g_free(served);
}

static void lost_free(void *data)
{
    LostSurvey *lost = data;
    g_free(lost->id);
    g_free(lost->sentence);
    g_free(lost);
}

static void free_survey(void *data)
{
    survey_free(data);
}

static void free_page(void *data)
{
    asset_page_free(data);
}

Site *site_new(void)
{
    Site *site = g_new0(Site, 1);
    pthread_mutex_init(&site->changing, NULL);
    pthread_rwlock_init(&site->lock, NULL);
    site->served = g_ptr_array_new();
    site->lost = g_ptr_array_new();
    site->all_lost = g_ptr_array_new_with_free_func(lost_free);
    site->all = g_ptr_array_new_with_free_func(served_free);
    site->surveys = g_ptr_array_new_with_free_func(free_survey);
    return site;
}

void site_free(Site *site)
{
    if (site == NULL)
        return;
    g_ptr_array_unref(site->served);
    g_ptr_array_unref(site->lost);
    g_ptr_array_unref(site->all_lost);
    g_ptr_array_unref(site->all);
    g_ptr_array_unref(site->surveys);
    pthread_rwlock_destroy(&site->lock);
    pthread_mutex_destroy(&site->changing);
    g_free(site);
}

/* ---- Making a Served ---- */

/* The most that an honest browser can send from one page. */
static size_t body_need(const Survey *survey)
{
    size_t most = 0;
    g_autofree size_t *needs = g_new0(size_t, survey->n_pages + 1);
    for (size_t i = 0; i < survey->variables->n_items; i++) {
        const Item *item = &survey->variables->items[i];
        size_t chars = item->measure != MEASURE_TEXT ? 0
                       : item->role == ITEM_WRITE_IN ? LIMIT_WRITE_IN_CHARS
                                                     : item->question->own.text.max_chars;
        size_t *need = &needs[item->question->page];
        *need += chars * ENCODED_CHAR_BYTES + (item->n_options + 3) * ENCODED_FIELD_BYTES;
        most = MAX(most, *need);
    }
    return CLAMP(most, (size_t)LIMIT_BODY_BYTES, (size_t)LIMIT_BODY_MAX_BYTES);
}

static Survey *find_version(GPtrArray *surveys, unsigned version)
{
    for (size_t i = 0; i < surveys->len; i++) {
        Survey *survey = g_ptr_array_index(surveys, i);
        if (survey->version == version)
            return survey;
    }
    return NULL;
}

/* Gather the earlier versions: from what is served already, else from the store. */
static bool find_older(Site *site, Store *store, const Served *before, Served *served,
                       GError **error)
{
    for (unsigned version = 1; version < served->survey->version; version++) {
        Survey *older = before != NULL ? find_version(before->older, version) : NULL;
        g_autoptr(GError) reason = NULL;
        if (older == NULL) {
            older = store_load_survey(store, served->survey->id, version, &reason);
            if (older != NULL)
                g_ptr_array_add(site->surveys, older);
        }
        if (older != NULL)
            g_ptr_array_add(served->older, older);
        else if (!g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND)) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return false;
        }
    }
    return true;
}

static bool look_up(Served *served, Store *store, GError **error)
{
    StoreSummary summary;
    if (!store_summarise(store, served->survey->id, &summary, error))
        return false;
    served->has_simulated = summary.by_channel[CHANNEL_SIMULATED] > 0;
    return dates_load(store, served->survey, &served->dates, error);
}

static int compare_titles(const void *a, const void *b)
{
    const Survey *left = (*(Served *const *)a)->survey;
    const Survey *right = (*(Served *const *)b)->survey;
    int order = strcmp(wording_plain(&left->title, left->languages[0]),
                       wording_plain(&right->title, right->languages[0]));
    return order != 0 ? order : strcmp(left->id, right->id);
}

static LostSurvey *find_lost(const Site *site, const char *id)
{
    for (size_t i = 0; i < site->lost->len; i++) {
        LostSurvey *lost = g_ptr_array_index(site->lost, i);
        if (g_str_equal(lost->id, id))
            return lost;
    }
    return NULL;
}

/* The one step that others see: put `after` (or nothing) in the place of `before` (or of nothing). */
static void replace(Site *site, const Served *before, Served *after)
{
    pthread_rwlock_wrlock(&site->lock);
    for (size_t i = 0; before != NULL && i < site->served->len; i++) {
        if (g_ptr_array_index(site->served, i) == before)
            g_ptr_array_remove_index(site->served, (unsigned)i);
    }
    if (after != NULL) {
        g_ptr_array_remove(site->lost, find_lost(site, after->survey->id));
        g_ptr_array_add(site->served, after);
    }
    g_ptr_array_sort(site->served, compare_titles);
    pthread_rwlock_unlock(&site->lock);
}

/* Serve a published survey that the site owns. */
static bool serve(Context *context, const Survey *survey, GError **error)
{
    Site *site = context->site;
    const Served *before = site_find(site, survey->id);
    Served *served = g_new0(Served, 1);
    served->survey = survey;
    served->older = g_ptr_array_new();
    served->starts = g_ptr_array_new_with_free_func(free_page);
    served->body_max = body_need(survey);
    g_ptr_array_add(site->all, served);
    if (!find_older(site, context->store, before, served, error) ||
        !look_up(served, context->store, error))
        return false;
    page_paper_prepare(context, served, before);
    page_start_prepare(context, served);
    replace(site, before, served);
    return true;
}

/* ---- Changing ---- */

static bool decide(Context *context, const char *id, const char *word, const char *reason,
                   const Act *act, GError **error)
{
    const SettingChange setting = {
        .survey_id = id, .name = SITE_SETTING, .value = word, .reason = reason, .act = act};
    return setting_put(context->store, &setting, error);
}

static bool publish(Context *context, Survey *survey, const Act *act, GError **error)
{
    g_autofree char *reason = g_strdup_printf("version %u published", survey->version);
    return store_publish(context->store, survey, error) &&
           (act == NULL || decide(context, survey->id, SITE_ON, reason, act, error)) &&
           serve(context, survey, error);
}

bool site_put(Context *context, Survey *survey, const Act *act, GError **error)
{
    Site *site = context->site;
    pthread_mutex_lock(&site->changing);
    g_ptr_array_add(site->surveys, survey);
    /* What is still to be settled is what a preview is for; its store is thrown away. */
    if (context->config->is_preview)
        survey->n_todos = 0;
    bool is_done = publish(context, survey, act, error);
    pthread_mutex_unlock(&site->changing);
    return is_done;
}

/* Serve what the store holds; the survey that is served already when it is the same. */
static bool serve_stored(Context *context, const char *id, GError **error)
{
    const Served *before = site_find(context->site, id);
    Survey *newest = store_load_survey(context->store, id, 0, error);
    if (newest == NULL)
        return false;
    if (before != NULL && g_str_equal(newest->hash, before->survey->hash)) {
        survey_free(newest);
        return serve(context, before->survey, error);
    }
    g_ptr_array_add(context->site->surveys, newest);
    return serve(context, newest, error);
}

bool site_put_stored(Context *context, const char *id, GError **error)
{
    pthread_mutex_lock(&context->site->changing);
    bool is_done = serve_stored(context, id, error);
    pthread_mutex_unlock(&context->site->changing);
    return is_done;
}

bool site_refresh(Context *context, const char *id, GError **error)
{
    Site *site = context->site;
    pthread_mutex_lock(&site->changing);
    const Served *before = site_find(site, id);
    bool is_done = before == NULL || serve_stored(context, id, error);
    pthread_mutex_unlock(&site->changing);
    return is_done;
}

static int compare_lost(const void *a, const void *b)
{
    return strcmp((*(LostSurvey *const *)a)->id, (*(LostSurvey *const *)b)->id);
}

void site_lose(Site *site, const char *id, Survey *survey, const char *sentence)
{
    LostSurvey *lost = g_new0(LostSurvey, 1);
    lost->id = g_strdup(id);
    lost->survey = survey;
    lost->sentence = g_strdup(sentence);
    lost->body_max = survey != NULL ? body_need(survey) : (size_t)LIMIT_BODY_MAX_BYTES;
    lost->is_pilot = survey_id_is_pilot(id);
    pthread_mutex_lock(&site->changing);
    if (survey != NULL)
        g_ptr_array_add(site->surveys, survey);
    g_ptr_array_add(site->all_lost, lost);
    pthread_rwlock_wrlock(&site->lock);
    g_ptr_array_add(site->lost, lost);
    g_ptr_array_sort(site->lost, compare_lost);
    pthread_rwlock_unlock(&site->lock);
    pthread_mutex_unlock(&site->changing);
}

bool site_take_off(Context *context, const char *id, const char *reason, const Act *act,
                   GError **error)
{
    Site *site = context->site;
    pthread_mutex_lock(&site->changing);
    bool is_done = decide(context, id, SITE_OFF, reason, act, error);
    const Served *before = is_done ? site_find(site, id) : NULL;
    if (before != NULL)
        replace(site, before, NULL);
    pthread_mutex_unlock(&site->changing);
    return is_done;
}

bool site_put_on(Context *context, const char *id, const char *reason, const Act *act,
                 GError **error)
{
    pthread_mutex_lock(&context->site->changing);
    bool is_done =
        decide(context, id, SITE_ON, reason, act, error) && serve_stored(context, id, error);
    pthread_mutex_unlock(&context->site->changing);
    return is_done;
}

/* ---- Looking ---- */

bool site_word(Store *store, const char *id, char **out_word, GError **error)
{
    g_autoptr(GError) reason = NULL;
    if (setting_get(store, id, SITE_SETTING, out_word, &reason))
        return true;
    if (!g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    *out_word = NULL;
    return true;
}

GPtrArray *site_list(Site *site)
{
    pthread_rwlock_rdlock(&site->lock);
    GPtrArray *list = g_ptr_array_copy(site->served, NULL, NULL);
    pthread_rwlock_unlock(&site->lock);
    return list;
}

const Served *site_find(Site *site, const char *id)
{
    const Served *found = NULL;
    pthread_rwlock_rdlock(&site->lock);
    for (size_t i = 0; found == NULL && i < site->served->len; i++) {
        const Served *served = g_ptr_array_index(site->served, i);
        if (g_str_equal(served->survey->id, id))
            found = served;
    }
    pthread_rwlock_unlock(&site->lock);
    return found;
}

const LostSurvey *site_find_lost(Site *site, const char *id)
{
    pthread_rwlock_rdlock(&site->lock);
    const LostSurvey *found = find_lost(site, id);
    pthread_rwlock_unlock(&site->lock);
    return found;
}

GPtrArray *site_list_lost(Site *site)
{
    pthread_rwlock_rdlock(&site->lock);
    GPtrArray *list = g_ptr_array_copy(site->lost, NULL, NULL);
    pthread_rwlock_unlock(&site->lock);
    return list;
}

const Survey *site_served_version(const Served *served, unsigned version)
{
    const Survey *older = find_version(served->older, version);
    return older != NULL ? older : served->survey;
}

const char *site_served_language(const Served *served, const char *accept_language)
{
    const Survey *survey = served->survey;
    return survey
        ->languages[language_choose(accept_language, survey->languages, survey->n_languages)];
}

static bool holds(const GPtrArray *languages, const char *lang)
{
    for (size_t i = 0; i < languages->len; i++) {
        if (g_str_equal(g_ptr_array_index(languages, i), lang))
            return true;
    }
    return false;
}

const char *site_language(Site *site, const char *accept_language)
{
    g_autoptr(GPtrArray) list = site_list(site);
    g_autoptr(GPtrArray) languages = g_ptr_array_new();
    g_ptr_array_add(languages, (char[]){"en"});
    for (size_t i = 0; i < list->len; i++) {
        const Survey *survey = ((const Served *)g_ptr_array_index(list, i))->survey;
        for (size_t l = 0; l < survey->n_languages; l++) {
            union {
                const char *lent;
                void *held;
            } lang = {.lent = survey->languages[l]};
            if (!holds(languages, lang.lent) && say_has(lang.lent))
                g_ptr_array_add(languages, lang.held);
        }
    }
    const char *const *offered = (const char *const *)languages->pdata;
    size_t chosen = language_choose(accept_language, offered, languages->len);
    return chosen == 0 ? "en" : offered[chosen];
}

Phase site_served_phase(const Served *served, int64_t moment)
{
    const Dates *dates = &served->dates;
    if (dates->opens != 0 && moment < dates->opens)
        return PHASE_BEFORE;
    return dates->closes == 0 || moment < dates->closes ? PHASE_OPEN : PHASE_CLOSED;
}

bool site_lost_is_open(const LostSurvey *lost, int64_t moment)
{
    return lost->survey != NULL && survey_is_open(lost->survey, moment);
}
