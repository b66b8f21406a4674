#include "base/error.h"
#include "base/limits.h"
#include "responses/fixture.h"
#include "responses/store/store-sqlite.h"

#include "base/banned.h"

typedef struct {
    GHashTable *references; /* reference to how often */
    size_t n_rows;
    Value last_q01;
    char *last_words;
    int64_t last_moment;
    Channel last_channel;
    const Survey *survey;
} Seen;

static bool see_block(const StoreBlock *block, void *arg, GError **error)
{
    (void)error;
    Seen *seen = arg;
    size_t q01 = find_variable(seen->survey, "q01");
    size_t q06 = find_variable(seen->survey, "q06");
    g_assert_cmpuint(block->columns.n_rows, <=, STORE_BLOCK_ROWS);
    for (size_t r = 0; r < block->columns.n_rows; r++) {
        char *reference = g_strdup(block->references[r]);
        size_t n = (size_t)(uintptr_t)g_hash_table_lookup(seen->references, reference) + 1;
        g_hash_table_insert(seen->references, reference, (void *)(uintptr_t)n);
        seen->last_q01 = block->columns.at[q01][r];
        g_free(seen->last_words);
        seen->last_words = g_strdup(block->texts[q06][r]);
        seen->last_moment = block->submitted[r];
        seen->last_channel = block->channels[r];
    }
    seen->n_rows += block->columns.n_rows;
    return true;
}

static Seen see_all(Store *store, const Survey *survey)
{
    Seen seen = {.survey = survey};
    seen.references = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GError *error = NULL;
    g_assert_true(store_scan(store, survey, SCAN_IDENTITY | SCAN_TEXTS, see_block, &seen, &error));
    g_assert_no_error(error);
    return seen;
}

static void seen_clear(Seen *seen)
{
    g_hash_table_unref(seen->references);
    g_free(seen->last_words);
}

static void test_submission_is_read_back(Fixture *fixture, const void *data)
{
    (void)data;
    Answers *answers = answers_with(fixture->survey, 3);
    answers_set_text(answers, find_variable(fixture->survey, "q06"), "Too dark, \"they\" say\nñ");
    Submission submission = submission_of(fixture->survey, answers);
    StoreReceipt receipt = submit_and_wait(fixture->store, &submission);
    g_assert_cmpint(receipt.status, ==, STORED);
    Seen seen = see_all(fixture->store, fixture->survey);
    g_assert_cmpuint(seen.n_rows, ==, 1);
    g_assert_true(g_hash_table_contains(seen.references, receipt.reference));
    g_assert_cmpint(seen.last_q01, ==, 3);
    g_assert_cmpstr(seen.last_words, ==, "Too dark, \"they\" say\nñ");
    g_assert_cmpint(seen.last_moment, ==, 1700000000);
    g_assert_cmpint(seen.last_channel, ==, CHANNEL_WEB);
    seen_clear(&seen);
}

static void test_scan_gives_more_than_one_block(Fixture *fixture, const void *data)
{
    (void)data;
    enum { ROWS = 2 * STORE_BLOCK_ROWS + 7 };
    Waiter waiter = WAITER_INIT;
    for (size_t i = 0; i < ROWS; i++) {
        Answers *answers = answers_with(fixture->survey, 4);
        g_autofree char *words = g_strdup_printf("words %zu", i);
        if (i % 3 == 0 || i == ROWS - 1)
            answers_set_text(answers, find_variable(fixture->survey, "q06"), words);
        Submission submission = submission_of(fixture->survey, answers);
        g_assert_true(store_submit(fixture->store, &submission, waiter_done, &waiter, NULL));
    }
    waiter_wait(&waiter, ROWS);
    Seen seen = see_all(fixture->store, fixture->survey);
    g_assert_cmpuint(seen.n_rows, ==, ROWS);
    g_autofree char *last = g_strdup_printf("words %d", ROWS - 1);
    g_assert_cmpstr(seen.last_words, ==, last);
    seen_clear(&seen);
}

static bool refuse_block(const StoreBlock *block, void *arg, GError **error)
{
    (void)block;
    (void)arg;
    error_set(error, ERROR_LIMIT, "enough");
    return false;
}

static void test_scan_stops_with_the_callers_error(Fixture *fixture, const void *data)
{
    (void)data;
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
    submit_and_wait(fixture->store, &submission);
    g_autoptr(GError) error = NULL;
    g_assert_false(
        store_scan(fixture->store, fixture->survey, SCAN_VALUES, refuse_block, NULL, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_assert_cmpstr(error->message, ==, "enough");
}

static void test_the_same_key_is_one_response(Fixture *fixture, const void *data)
{
    (void)data;
    enum { TIMES = 8 };
    static const uint8_t key[SUBMIT_KEY_BYTES] = {1, 2, 3};
    StoreReceipt receipts[TIMES];
    Waiter waiters[TIMES];
    for (size_t i = 0; i < TIMES; i++) {
        waiters[i] = (Waiter)WAITER_INIT;
        Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
        submission.submit_key = key;
        g_assert_true(store_submit(fixture->store, &submission, waiter_done, &waiters[i], NULL));
    }
    size_t n_stored = 0;
    for (size_t i = 0; i < TIMES; i++) {
        receipts[i] = waiter_wait(&waiters[i], 1);
        g_assert_cmpstr(receipts[i].reference, ==, receipts[0].reference);
        n_stored += receipts[i].status == STORED ? 1 : 0;
        g_assert_true(receipts[i].status == STORED || receipts[i].status == STORED_REPEATED);
    }
    g_assert_cmpuint(n_stored, ==, 1);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

typedef struct {
    Fixture *fixture;
    size_t n;
    char (*references)[REFERENCE_BYTES];
} Submitter;

static void *submit_many(void *data)
{
    Submitter *submitter = data;
    for (size_t i = 0; i < submitter->n; i++) {
        const Survey *survey = submitter->fixture->survey;
        Submission submission = submission_of(survey, answers_with(survey, 4));
        StoreReceipt receipt = submit_and_wait(submitter->fixture->store, &submission);
        g_assert_cmpint(receipt.status, ==, STORED);
        memcpy(submitter->references[i], receipt.reference, REFERENCE_BYTES);
    }
    return NULL;
}

static void test_many_threads_are_all_there_once(Fixture *fixture, const void *data)
{
    (void)data;
    enum { THREADS = 32, EACH = 20 };
    static char references[THREADS][EACH][REFERENCE_BYTES];
    pthread_t threads[THREADS];
    Submitter submitters[THREADS];
    for (size_t t = 0; t < THREADS; t++) {
        submitters[t] = (Submitter){fixture, EACH, references[t]};
        g_assert_cmpint(pthread_create(&threads[t], NULL, submit_many, &submitters[t]), ==, 0);
    }
    for (size_t t = 0; t < THREADS; t++)
        pthread_join(threads[t], NULL);
    Seen seen = see_all(fixture->store, fixture->survey);
    g_assert_cmpuint(seen.n_rows, ==, THREADS * EACH);
    for (size_t t = 0; t < THREADS; t++) {
        for (size_t i = 0; i < EACH; i++)
            g_assert_cmpuint((uintptr_t)g_hash_table_lookup(seen.references, references[t][i]), ==,
                             1);
    }
    StoreHealth health;
    store_health(fixture->store, &health);
    g_assert_cmpuint(health.n_committed, ==, THREADS * EACH);
    g_assert_false(health.is_failing);
    seen_clear(&seen);
}

/* Holds the writer's thread until it is let go. */
typedef struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_held, is_let_go;
} Hold;

static bool run_hold(Writer *writer, void *arg, GError **error)
{
    (void)writer;
    (void)error;
    Hold *hold = arg;
    pthread_mutex_lock(&hold->mutex);
    hold->is_held = true;
    pthread_cond_broadcast(&hold->changed);
    while (!hold->is_let_go)
        pthread_cond_wait(&hold->changed, &hold->mutex);
    pthread_mutex_unlock(&hold->mutex);
    return true;
}

static void hold_begin(Hold *hold, Writer *writer, Task *task)
{
    writer_begin_task(writer, task);
    pthread_mutex_lock(&hold->mutex);
    while (!hold->is_held)
        pthread_cond_wait(&hold->changed, &hold->mutex);
    pthread_mutex_unlock(&hold->mutex);
}

static void hold_end(Hold *hold, Writer *writer, Task *task)
{
    pthread_mutex_lock(&hold->mutex);
    hold->is_let_go = true;
    pthread_cond_broadcast(&hold->changed);
    pthread_mutex_unlock(&hold->mutex);
    g_assert_true(writer_end_task(writer, task, NULL));
}

static void test_a_full_queue_refuses_and_loses_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    Hold hold = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    Task task = {.run = run_hold, .arg = &hold};
    Writer *writer = fixture->store->writer;
    hold_begin(&hold, writer, &task);
    Waiter waiter = WAITER_INIT;
    for (size_t i = 0; i < LIMIT_QUEUE; i++) {
        Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
        g_assert_true(store_submit(fixture->store, &submission, waiter_done, &waiter, NULL));
    }
    Submission one_more = submission_of(fixture->survey, answers_with(fixture->survey, 1));
    g_autoptr(GError) error = NULL;
    g_assert_false(store_submit(fixture->store, &one_more, waiter_done, &waiter, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_BUSY);
    g_assert_nonnull(strstr(error->message, "try again"));
    StoreHealth health;
    store_health(fixture->store, &health);
    g_assert_cmpuint(health.n_queued, ==, LIMIT_QUEUE);
    hold_end(&hold, writer, &task);
    waiter_wait(&waiter, LIMIT_QUEUE);
    g_assert_cmpuint(count_responses(fixture->store), ==, LIMIT_QUEUE);
}

/* A job that loses the transaction of the whole batch, as a full disk does. */
static bool write_badly(Job *job, SurveyFile *file, GError **error)
{
    (void)job;
    db_rollback(file->db);
    error_set(error, ERROR_STORE, "the disk is full");
    return false;
}

static void free_nothing(Job *job)
{
    (void)job;
}

static void test_a_lost_batch_is_retried_one_by_one(Fixture *fixture, const void *data)
{
    (void)data;
    enum { EACH_SIDE = 5 };
    Hold hold = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    Task task = {.run = run_hold, .arg = &hold};
    Writer *writer = fixture->store->writer;
    Waiter good = WAITER_INIT;
    Waiter bad = WAITER_INIT;
    Job job = {.survey_id = "store-survey",
               .write = write_badly,
               .free = free_nothing,
               .done = waiter_done,
               .arg = &bad};
    hold_begin(&hold, writer, &task);
    for (size_t i = 0; i < 2 * EACH_SIDE; i++) {
        if (i == EACH_SIDE)
            g_assert_true(writer_queue(writer, &job, NULL));
        Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
        g_assert_true(store_submit(fixture->store, &submission, waiter_done, &good, NULL));
    }
    hold_end(&hold, writer, &task);
    g_assert_cmpint(waiter_wait(&good, 2 * EACH_SIDE).status, ==, STORED);
    g_assert_cmpint(waiter_wait(&bad, 1).status, ==, STORE_FAILED);
    g_assert_cmpstr(bad.message, ==, "the disk is full");
    g_assert_cmpuint(count_responses(fixture->store), ==, 2 * EACH_SIDE);
    StoreHealth health;
    store_health(fixture->store, &health);
    g_assert_cmpuint(health.n_committed, ==, 2 * EACH_SIDE);
    g_assert_true(health.is_failing);
}

/* Loses transactions as they are committed, as many as it is told. */
static int refuse_commit(void *arg)
{
    unsigned *n_left = arg;
    if (*n_left == 0)
        return 0;
    --*n_left;
    return 1;
}

static bool run_refuse_commits(Writer *writer, void *arg, GError **error)
{
    SurveyFile *file = writer_file(writer, "store-survey", false, error);
    if (file != NULL)
        sqlite3_commit_hook(db_connection(file->db), refuse_commit, arg);
    return file != NULL;
}

static void test_a_lost_commit_is_retried_and_never_reported_as_stored(Fixture *fixture,
                                                                       const void *data)
{
    (void)data;
    enum { JOBS = 5 };
    unsigned n_left = 2; /* the batch's commit, and that of the first job alone */
    Hold hold = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    Task task = {.run = run_hold, .arg = &hold};
    Writer *writer = fixture->store->writer;
    Waiter waiters[JOBS];
    g_assert_true(writer_do(writer, run_refuse_commits, &n_left, NULL));
    hold_begin(&hold, writer, &task);
    for (size_t i = 0; i < JOBS; i++) {
        waiters[i] = (Waiter)WAITER_INIT;
        Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
        g_assert_true(store_submit(fixture->store, &submission, waiter_done, &waiters[i], NULL));
    }
    hold_end(&hold, writer, &task);
    for (size_t i = 0; i < JOBS; i++)
        g_assert_cmpint(waiter_wait(&waiters[i], 1).status, ==, i == 0 ? STORE_FAILED : STORED);
    g_assert_cmpuint(count_responses(fixture->store), ==, JOBS - 1);
}

static void test_a_reference_that_is_taken_fails_alone(Fixture *fixture, const void *data)
{
    (void)data;
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
    submission.reference = "R-1";
    g_assert_cmpint(submit_and_wait(fixture->store, &submission).status, ==, STORED);
    submission.answers = answers_with(fixture->survey, 1);
    g_assert_cmpint(submit_and_wait(fixture->store, &submission).status, ==, STORE_FAILED);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

static void test_two_writers_are_refused(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_null(store_open(fixture->path, STORE_WRITE, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_BUSY);
    g_assert_nonnull(strstr(error->message, "in use by a server or another command"));
    g_autoptr(Store) reader = store_open(fixture->path, STORE_READ, NULL);
    g_assert_nonnull(reader);
    g_clear_error(&error);
    g_assert_false(store_publish(reader, fixture->survey, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_STORE);
}

static void test_what_was_stored_outlives_the_process(Fixture *fixture, const void *data)
{
    (void)data;
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 3));
    submit_and_wait(fixture->store, &submission);
    store_close(fixture->store);
    fixture_open(fixture);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
    g_autoptr(Survey) survey = store_load_survey(fixture->store, "store-survey", 0, NULL);
    g_assert_cmpstr(survey->hash, ==, fixture->survey->hash);
}

static void test_unknown_surveys_are_named(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_null(store_load_survey(fixture->store, "other", 0, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_assert_nonnull(strstr(error->message, "there is no survey 'other'"));
    g_assert_nonnull(strstr(error->message, "holds store-survey"));
    g_clear_error(&error);
    g_assert_null(store_load_survey(fixture->store, "../engine", 0, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(store_load_survey(fixture->store, "store-survey", 7, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(store_open("/nonexistent/store", STORE_READ, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/store/a submission is read back as it was", test_submission_is_read_back);
    fixture_test("/store/a scan gives block after block", test_scan_gives_more_than_one_block);
    fixture_test("/store/a scan stops with its caller's error",
                 test_scan_stops_with_the_callers_error);
    fixture_test("/store/one key sent eight times is one response",
                 test_the_same_key_is_one_response);
    fixture_test("/store/what 32 threads submit is there exactly once",
                 test_many_threads_are_all_there_once);
    fixture_test("/store/a full queue refuses and loses nothing",
                 test_a_full_queue_refuses_and_loses_nothing);
    fixture_test("/store/a lost batch is retried job by job",
                 test_a_lost_batch_is_retried_one_by_one);
    fixture_test("/store/a lost commit is retried and never reported as stored",
                 test_a_lost_commit_is_retried_and_never_reported_as_stored);
    fixture_test("/store/a reference that is taken fails alone",
                 test_a_reference_that_is_taken_fails_alone);
    fixture_test("/store/a second writer is refused with a sentence", test_two_writers_are_refused);
    fixture_test("/store/what was stored is there after closing",
                 test_what_was_stored_outlives_the_process);
    fixture_test("/store/what is not there is named", test_unknown_surveys_are_named);
    return g_test_run();
}
