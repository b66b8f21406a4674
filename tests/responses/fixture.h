/* What the tests of the store share: the test survey (and edits of it), a store in a fresh directory, a submission
 * that waits for its receipt. */
#pragma once

#include "base/files.h"
#include "base/private.h"
#include "forms/definition/survey-xml.h"
#include "responses/store/store.h"
#include <ftw.h>
#include <glib.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    char *directory; /* of everything; removed at the end */
    char *path;      /* of the store in it */
    Survey *survey;
    Store *store;
} Fixture;

/* A receipt to wait for. */
typedef struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t n_done;
    StoreReceipt last;
    char message[256];
} Waiter;

#define WAITER_INIT                                                                                \
    {                                                                                              \
        .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER                    \
    }

static inline void waiter_done(const StoreReceipt *receipt, void *arg)
{
    Waiter *waiter = arg;
    pthread_mutex_lock(&waiter->mutex);
    waiter->last = *receipt;
    g_strlcpy(waiter->message, receipt->message == NULL ? "" : receipt->message,
              sizeof waiter->message);
    waiter->n_done++;
    pthread_cond_signal(&waiter->changed);
    pthread_mutex_unlock(&waiter->mutex);
}

static inline StoreReceipt waiter_wait(Waiter *waiter, size_t n)
{
    pthread_mutex_lock(&waiter->mutex);
    while (waiter->n_done < n)
        pthread_cond_wait(&waiter->changed, &waiter->mutex);
    StoreReceipt receipt = waiter->last;
    pthread_mutex_unlock(&waiter->mutex);
    return receipt;
}

static inline char *data_path(const char *name)
{
    return g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests", "data", name, NULL);
}

static inline char *survey_text(void)
{
    g_autofree char *path = data_path("store-survey.xml");
    char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

/* The survey of a text in which `from` is replaced by `to` (each once at least; a pair closed by NULL). */
static inline Survey *survey_edited(const char *const *edits)
{
    g_autofree char *text = survey_text();
    for (size_t i = 0; edits != NULL && edits[i] != NULL; i += 2) {
        g_auto(GStrv) parts = g_strsplit(text, edits[i], -1);
        g_assert_cmpuint(g_strv_length(parts), >, 1);
        g_free(text);
        text = g_strjoinv(edits[i + 1], parts);
    }
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(Mistakes) mistakes = mistakes_new("test.xml");
    Survey *survey = survey_parse(bytes, mistakes);
    if (survey == NULL) {
        g_autofree char *all = mistakes_text(mistakes);
        g_error("%s", all);
    }
    return survey;
}

static inline void fixture_open(Fixture *fixture)
{
    GError *error = NULL;
    fixture->store = store_open(fixture->path, STORE_WRITE, &error);
    g_assert_no_error(error);
}

static inline void fixture_set_up(Fixture *fixture, const void *data)
{
    (void)data;
    GError *error = NULL;
    private_begin(); /* as every program does: a store that others can read is not opened again */
    fixture->directory = g_dir_make_tmp("soundings-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->directory, "store", NULL);
    fixture->survey = survey_edited(NULL);
    fixture_open(fixture);
    g_assert_true(store_publish(fixture->store, fixture->survey, &error));
    g_assert_no_error(error);
}

static inline int remove_one(const char *path, const struct stat *status, int kind, struct FTW *at)
{
    (void)status;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline void fixture_tear_down(Fixture *fixture, const void *data)
{
    (void)data;
    store_close(fixture->store);
    survey_free(fixture->survey);
    nftw(fixture->directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    g_free(fixture->directory);
    g_free(fixture->path);
}

#define fixture_test(path, function)                                                               \
    g_test_add(path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

static inline size_t find_variable(const Survey *survey, const char *name)
{
    size_t v = variables_find(survey->variables, name);
    g_assert_cmpuint(v, !=, SIZE_MAX);
    return v;
}

/* Answers with q01 = code, everything else left blank. */
static inline Answers *answers_with(const Survey *survey, Value code)
{
    Answers *answers = answers_new(survey);
    answers->values[find_variable(survey, "q01")] = code;
    answers_settle(answers);
    return answers;
}

static inline Submission submission_of(const Survey *survey, Answers *answers)
{
    return (Submission){.survey = survey,
                        .answers = answers,
                        .channel = CHANNEL_WEB,
                        .lang = "en",
                        .moment = 1700000000};
}

static inline StoreReceipt submit_and_wait(Store *store, const Submission *submission)
{
    Waiter waiter = WAITER_INIT;
    GError *error = NULL;
    g_assert_true(store_submit(store, submission, waiter_done, &waiter, &error));
    g_assert_no_error(error);
    return waiter_wait(&waiter, 1);
}

static inline uint64_t count_responses(Store *store)
{
    StoreSummary summary;
    GError *error = NULL;
    g_assert_true(store_summarise(store, "store-survey", &summary, &error));
    g_assert_no_error(error);
    return summary.n_responses;
}
