/* What the server serves when it starts. */
#include "base/error.h"
#include "forms/definition/survey-xml.h"
#include "survey-server/http/context.h"
#include "survey-server/http/log.h"
#include "survey-server/residents/site.h"
#include <string.h>

#include "base/banned.h"

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The .xml files of a directory in the order of their names, or the file itself. */
static GPtrArray *find_files(const char *path, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_ptr_array_add(files, g_strdup(path));
        return g_steal_pointer(&files);
    }
    g_autoptr(GError) reason = NULL;
    g_autoptr(GDir) dir = g_dir_open(path, 0, &reason);
    if (dir == NULL) {
        error_set(error, ERROR_FILE, "%s: %s", path, reason->message);
        return NULL;
    }
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        if (g_str_has_suffix(name, ".xml"))
            g_ptr_array_add(files, g_build_filename(path, name, NULL));
    }
    g_ptr_array_sort(files, compare_names);
    if (files->len == 0) {
        error_set(error, ERROR_FILE, "%s: no .xml file is in this directory", path);
        return NULL;
    }
    return g_steal_pointer(&files);
}

/* Is what the store holds to be served, not this file? */
static bool is_outdone(Store *store, const Survey *survey, const char *word, bool *out_is,
                       GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(Survey) stored = store_load_survey(store, survey->id, 0, &reason);
    if (stored == NULL && !g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    bool is_by_staff = g_strcmp0(word, "on") == 0;
    *out_is = stored != NULL && (stored->version > survey->version ||
                                 (is_by_staff && stored->version == survey->version &&
                                  !g_str_equal(stored->hash, survey->hash)));
    return true;
}

static bool put_stored(Context *context, const char *id, GError **error)
{
    g_autofree char *detail =
        g_strdup_printf("%s: a newer one is published in the store, and that one is served", id);
    log_event("definition-not-used", detail);
    return site_put_stored(context, id, error);
}

/* Serve a definition that was given, unless staff decided otherwise; it is taken when it is served. */
static bool put_given(Context *context, Survey **given, GError **error)
{
    const char *id = (*given)->id;
    g_autofree char *word = NULL;
    bool is_newer_there = false;
    if (site_find(context->site, id) != NULL || site_find_lost(context->site, id) != NULL) {
        error_set(error, ERROR_CONFLICT, "survey %s is given twice: serve one definition of it",
                  id);
        return false;
    }
    if (!site_word(context->store, id, &word, error) ||
        !is_outdone(context->store, *given, word, &is_newer_there, error))
        return false;
    if (g_strcmp0(word, "off") == 0) {
        g_autofree char *detail =
            g_strdup_printf("%s: staff took it off the site, and can put it on again", id);
        log_event("survey-not-served", detail);
        return true;
    }
    if (is_newer_there)
        return put_stored(context, id, error);
    return site_put(context, g_steal_pointer(given), NULL, error);
}

/* One whose file is lost must not keep the others from being served. False when it failed for another reason. */
static bool lose(Context *context, const char *id, Survey *survey, const GError *reason)
{
    if (!g_error_matches(reason, SOUNDINGS_ERROR, ERROR_LOST)) {
        survey_free(survey);
        return false;
    }
    log_event("survey-lost", reason->message);
    site_lose(context->site, id, survey, reason->message);
    return true;
}

static bool put_file(Context *context, const char *file, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(Survey) survey = survey_load(file, error);
    if (survey == NULL)
        return false;
    g_autofree char *id = g_strdup(survey->id);
    if (put_given(context, &survey, &reason) || lose(context, id, g_steal_pointer(&survey), reason))
        return true;
    g_propagate_error(error, g_steal_pointer(&reason));
    error_prefix(error, "%s", file);
    return false;
}

/* What staff published. One that cannot be read must not keep the others from being served. */
static bool put_published(Context *context, GError **error)
{
    g_auto(GStrv) ids = store_survey_ids(context->store, error);
    if (ids == NULL)
        return false;
    for (size_t i = 0; ids[i] != NULL; i++) {
        g_autofree char *word = NULL;
        g_autoptr(GError) reason = NULL;
        if (site_find(context->site, ids[i]) != NULL ||
            site_find_lost(context->site, ids[i]) != NULL)
            continue;
        bool is_done = site_word(context->store, ids[i], &word, &reason) &&
                       (g_strcmp0(word, "on") != 0 || site_put_stored(context, ids[i], &reason));
        if (!is_done && !lose(context, ids[i], NULL, reason)) {
            error_prefix(&reason, "%s", ids[i]);
            log_event("survey-not-served", reason->message);
        }
    }
    return true;
}

bool site_load(Context *context, char **paths, GError **error)
{
    for (size_t i = 0; paths[i] != NULL; i++) {
        g_autoptr(GPtrArray) files = find_files(paths[i], error);
        if (files == NULL)
            return false;
        for (size_t f = 0; f < files->len; f++) {
            if (!put_file(context, g_ptr_array_index(files, f), error))
                return false;
        }
    }
    return put_published(context, error);
}
