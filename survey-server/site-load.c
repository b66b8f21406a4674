/* What the server serves when it starts. */
#include "base/error.h"
#include "forms/survey-xml.h"
#include "survey-server/context.h"
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

static bool put_file(Context *context, const char *file, GError **error)
{
    Survey *survey = survey_load(file, error);
    if (survey == NULL)
        return false;
    if (site_find(context->site, survey->id) != NULL) {
        error_set(error, ERROR_CONFLICT, "%s: survey %s is given twice: serve one definition of it",
                  file, survey->id);
        survey_free(survey);
        return false;
    }
    if (site_put(context, survey, error))
        return true;
    error_prefix(error, "%s", file);
    return false;
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
    return true;
}
