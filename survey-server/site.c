#include "survey-server/site.h"
#include "base/catalogue.h"
#include "base/error.h"
#include "base/limits.h"
#include "forms/survey-xml.h"
#include "survey-server/asset.h"
#include <string.h>

#include "base/banned.h"

/* A character of four bytes, each as %XX. */
enum { ENCODED_CHAR_BYTES = 12, ENCODED_FIELD_BYTES = LIMIT_FIELD_NAME_BYTES + 8 };

struct Site {
    GPtrArray *served; /* of Served */
};

static void served_free(void *data)
{
    Served *served = data;
    survey_free(served->survey);
    g_ptr_array_unref(served->older);
    g_ptr_array_unref(served->starts);
    g_free(served);
}

static void free_survey(void *data)
{
    survey_free(data);
}

static void free_page(void *data)
{
    static_page_free(data);
}

Site *site_new(void)
{
    Site *site = g_new0(Site, 1);
    site->served = g_ptr_array_new_with_free_func(served_free);
    return site;
}

void site_free(Site *site)
{
    if (site == NULL)
        return;
    g_ptr_array_unref(site->served);
    g_free(site);
}

/* The most that an honest browser can send from one page. */
static size_t body_need(const Survey *survey)
{
    size_t most = 0;
    g_autofree size_t *needs = g_new0(size_t, survey->n_pages + 1);
    for (size_t i = 0; i < survey->variables->n_items; i++) {
        const Item *item = &survey->variables->items[i];
        size_t chars = item->measure != MEASURE_TEXT ? 0
                       : item->role == ITEM_WRITE_IN ? LIMIT_WRITE_IN_CHARS
                                                     : item->question->max_chars;
        size_t *need = &needs[item->question->page];
        *need += chars * ENCODED_CHAR_BYTES + (item->n_options + 3) * ENCODED_FIELD_BYTES;
        most = MAX(most, *need);
    }
    return CLAMP(most, (size_t)LIMIT_BODY_BYTES, (size_t)LIMIT_BODY_MAX_BYTES);
}

static bool load_older(Served *served, Store *store, GError **error)
{
    for (unsigned version = 1; version < served->survey->version; version++) {
        g_autoptr(GError) reason = NULL;
        Survey *older = store_load_survey(store, served->survey->id, version, &reason);
        if (older != NULL)
            g_ptr_array_add(served->older, older);
        else if (!g_error_matches(reason, SOUNDINGS_ERROR, ERROR_NOT_FOUND)) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return false;
        }
    }
    return true;
}

bool site_add(Site *site, Store *store, Survey *survey, bool is_preview, GError **error)
{
    Served *served = g_new0(Served, 1);
    served->survey = survey;
    served->older = g_ptr_array_new_with_free_func(free_survey);
    served->starts = g_ptr_array_new_with_free_func(free_page);
    served->body_max = body_need(survey);
    bool is_twice = site_find(site, survey->id) != NULL;
    g_ptr_array_add(site->served, served);
    if (is_twice) {
        error_set(error, ERROR_CONFLICT, "survey %s is given twice: serve one definition of it",
                  survey->id);
        return false;
    }
    /* What is still to be settled is what a preview is for; its store is thrown away. */
    if (is_preview)
        survey->n_todos = 0;
    if (!store_publish(store, survey, error) || !load_older(served, store, error))
        return false;
    StoreSummary summary;
    if (!store_summarise(store, survey->id, &summary, error))
        return false;
    served->has_simulated = summary.by_channel[CHANNEL_SIMULATED] > 0;
    return true;
}

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

static bool add_path(Site *site, Store *store, const char *path, bool is_preview, GError **error)
{
    g_autoptr(GPtrArray) files = find_files(path, error);
    if (files == NULL)
        return false;
    for (size_t i = 0; i < files->len; i++) {
        const char *file = g_ptr_array_index(files, i);
        Survey *survey = survey_load(file, error);
        if (survey == NULL)
            return false;
        if (!site_add(site, store, survey, is_preview, error)) {
            error_prefix(error, "%s", file);
            return false;
        }
    }
    return true;
}

static int compare_titles(const void *a, const void *b)
{
    const Served *left = *(Served *const *)a;
    const Served *right = *(Served *const *)b;
    const char *title = words_plain(&left->survey->title, left->survey->languages[0]);
    return strcmp(title, words_plain(&right->survey->title, right->survey->languages[0]));
}

Site *site_load(Store *store, char **paths, bool is_preview, GError **error)
{
    g_autoptr(Site) site = site_new();
    for (size_t i = 0; paths[i] != NULL; i++) {
        if (!add_path(site, store, paths[i], is_preview, error))
            return NULL;
    }
    g_ptr_array_sort(site->served, compare_titles);
    return g_steal_pointer(&site);
}

size_t site_count(const Site *site)
{
    return site->served->len;
}

const Served *site_at(const Site *site, size_t index)
{
    g_assert(index < site->served->len);
    return g_ptr_array_index(site->served, index);
}

const Served *site_find(const Site *site, const char *id)
{
    for (size_t i = 0; i < site->served->len; i++) {
        const Served *served = g_ptr_array_index(site->served, i);
        if (g_str_equal(served->survey->id, id))
            return served;
    }
    return NULL;
}

const Survey *served_version(const Served *served, unsigned version)
{
    for (size_t i = 0; i < served->older->len; i++) {
        const Survey *older = g_ptr_array_index(served->older, i);
        if (older->version == version)
            return older;
    }
    return served->survey;
}

const char *served_language(const Served *served, const char *accept_language)
{
    const Survey *survey = served->survey;
    return survey
        ->languages[language_choose(accept_language, survey->languages, survey->n_languages)];
}

Phase survey_phase(const Survey *survey, int64_t moment)
{
    if (survey_is_open(survey, moment))
        return PHASE_OPEN;
    return survey->opens != 0 && moment < survey->opens ? PHASE_BEFORE : PHASE_CLOSED;
}
