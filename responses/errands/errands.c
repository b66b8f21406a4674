/* The errands themselves: one table. */
#include "base/env.h"
#include "base/files.h"
#include "base/limits.h"
#include "forms/definition/survey-xml.h"
#include "responses/accounts/user-command.h"
#include "responses/care/care.h"
#include "responses/errands/errand.h"
#include "responses/exchange/import.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

#define BASE_URL_DEFAULT "http://127.0.0.1:8080"

typedef bool (*ErrandFn)(Store *store, const Errand *errand, ErrandAnswer *answer, GError **error);

/* import DEFINITION CSV CHANNEL [raw], with both files. */
enum { IMPORT_DEFINITION = 1, IMPORT_CSV, IMPORT_CHANNEL, IMPORT_RAW };

static Survey *read_definition(const Errand *errand, GError **error)
{
    const char *name = errand->words[IMPORT_DEFINITION];
    g_autoptr(GBytes) bytes = file_read_open(errand->files[0], name, LIMIT_DEFINITION_BYTES, error);
    if (bytes == NULL)
        return NULL;
    g_autoptr(Mistakes) mistakes = mistakes_new(name);
    Survey *survey = survey_parse(bytes, mistakes);
    if (survey == NULL) {
        g_autofree char *text = mistakes_text(mistakes);
        error_set(error, ERROR_DEFINITION, "%s", g_strchomp(text));
    }
    return survey;
}

static bool run_import(Store *store, const Errand *errand, ErrandAnswer *answer, GError **error)
{
    ImportSource source = {.file = errand->files[1],
                           .name = errand->words[IMPORT_CSV],
                           .shows_progress = errand->shows_progress,
                           .is_wanted = errand->is_wanted,
                           .arg = errand->arg};
    if (!channel_find(errand->words[IMPORT_CHANNEL], &source.channel)) {
        error_set(error, ERROR_USAGE, "'%s' is not a channel", errand->words[IMPORT_CHANNEL]);
        return false;
    }
    const char *raw = errand->words[IMPORT_RAW]; /* or NULL, the end */
    source.is_raw = raw != NULL;
    if (raw != NULL && strcmp(raw, IMPORT_RAW_WORD) != 0) {
        error_set(error, ERROR_USAGE, "'%.40s' is not a way to import: use programs of one version",
                  raw);
        return false;
    }
    g_autoptr(Survey) survey = read_definition(errand, error);
    if (survey == NULL || !store_publish(store, survey, error))
        return false;
    answer->survey_id = g_strdup(survey->id);
    ImportReport report = {0};
    if (!import_from(store, survey, &source, &report, error))
        return false;
    if (report.warnings != NULL)
        g_string_append_printf(answer->err, "survey-response: warning: %s:\n%s\n", source.name,
                               report.warnings);
    g_string_append_printf(answer->out, "%" PRIu64 " responses imported into '%s'\n", report.n_rows,
                           survey->id);
    import_report_clear(&report);
    return true;
}

/* erase SURVEY REFERENCE */
static bool run_erase(Store *store, const Errand *errand, ErrandAnswer *answer, GError **error)
{
    answer->survey_id = g_strdup(errand->words[1]);
    return care_erase(store, errand->words[1], errand->words[2], error);
}

/* user BASE-URL WORD NAME [ROLE]; without the address, that of the server */
static bool run_user(Store *store, const Errand *errand, ErrandAnswer *answer, GError **error)
{
    const char *base_url = errand->words[1];
    if (*base_url == '\0')
        base_url = errand->base_url != NULL ? errand->base_url : BASE_URL_DEFAULT;
    return user_command(store, base_url, (const char *const *)errand->words + 2, answer->out,
                        error);
}

static const struct {
    const char *name;
    size_t min_words, max_words; /* its name among them */
    size_t n_files;
    ErrandFn run;
} errands[] = {
    {"import", 4, 5, 2, run_import},
    {"erase", 3, 3, 0, run_erase},
    {"user", 4, 5, 0, run_user},
};

void errand_do(Store *store, const Errand *errand, ErrandAnswer *answer)
{
    for (size_t i = 0; i < G_N_ELEMENTS(errands); i++) {
        if (strcmp(errands[i].name, errand->words[0]) != 0)
            continue;
        size_t n_words = g_strv_length(errand->words);
        if (n_words < errands[i].min_words || n_words > errands[i].max_words ||
            errand->n_files != errands[i].n_files)
            error_set(&answer->error, ERROR_DATA, "the request '%s' is not whole",
                      errand->words[0]);
        else
            errands[i].run(store, errand, answer, &answer->error);
        return;
    }
    error_set(&answer->error, ERROR_DATA,
              "'%.40s' is not a request that a server takes: use programs of one version",
              errand->words[0]);
}

ErrandAnswer *errand_answer_new(void)
{
    ErrandAnswer *answer = g_new0(ErrandAnswer, 1);
    answer->out = g_string_new(NULL);
    answer->err = g_string_new(NULL);
    return answer;
}

void errand_answer_free(ErrandAnswer *answer)
{
    if (answer == NULL)
        return;
    g_string_free(answer->out, true);
    g_string_free(answer->err, true);
    g_free(answer->survey_id);
    g_clear_error(&answer->error);
    g_free(answer);
}
