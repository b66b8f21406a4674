/* An import into a store that is in use: what else is written for the survey waits for its end and is then done, once. */
#include "base/error.h"
#include "responses/care/care.h"
#include "responses/fixture.h"
#include "responses/store/store-sqlite.h"

#include "base/banned.h"

static void begin(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(store_import_begin(fixture->store, fixture->survey, &error));
    g_assert_no_error(error);
}

static void add(Fixture *fixture, const char *reference)
{
    g_autoptr(GError) error = NULL;
    Submission row = submission_of(fixture->survey, answers_with(fixture->survey, 2));
    row.reference = reference;
    g_assert_true(store_import_add(fixture->store, &row, &error));
    g_assert_no_error(error);
}

static void submit(Fixture *fixture, Waiter *waiter)
{
    g_autoptr(GError) error = NULL;
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 1));
    g_assert_true(store_submit(fixture->store, &submission, waiter_done, waiter, &error));
    g_assert_no_error(error);
}

/* What was queued before has been looked at when a submission to another survey, queued behind it, is answered. */
static void let_the_writer_look(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Survey) next = survey_edited((const char *[]){"store-survey", "next-survey", NULL});
    g_assert_true(store_publish(fixture->store, next, &error));
    g_assert_no_error(error);
    Submission submission = submission_of(next, answers_with(next, 1));
    g_assert_cmpint(submit_and_wait(fixture->store, &submission).status, ==, STORED);
}

static void test_submissions_wait_for_an_import(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Waiter waiter = WAITER_INIT;
    begin(fixture);
    add(fixture, "I-1");
    for (size_t i = 0; i < 3; i++)
        submit(fixture, &waiter);
    let_the_writer_look(fixture);
    g_assert_cmpuint(waiter.n_done, ==, 0);
    StoreHealth health = {0};
    store_health(fixture->store, &health);
    g_assert_cmpuint(health.n_queued, ==, 3); /* waiting still counts as waiting */
    g_assert_cmpuint(count_responses(fixture->store), ==, 0);
    g_assert_true(store_import_commit(fixture->store, &error));
    g_assert_no_error(error);
    g_assert_cmpint(waiter_wait(&waiter, 3).status, ==, STORED);
    g_assert_cmpuint(count_responses(fixture->store), ==, 4);
}

static void test_an_abandoned_import_leaves_those_who_waited(Fixture *fixture, const void *data)
{
    (void)data;
    Waiter waiter = WAITER_INIT;
    begin(fixture);
    add(fixture, "I-1");
    submit(fixture, &waiter);
    let_the_writer_look(fixture);
    store_import_abandon(fixture->store);
    g_assert_cmpint(waiter_wait(&waiter, 1).status, ==, STORED);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

static void test_other_surveys_go_on_meanwhile(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Survey) other = survey_edited((const char *[]){"store-survey", "other-survey", NULL});
    g_assert_true(store_publish(fixture->store, other, &error));
    begin(fixture);
    Submission submission = submission_of(other, answers_with(other, 1));
    g_assert_cmpint(submit_and_wait(fixture->store, &submission).status, ==, STORED);
    store_import_abandon(fixture->store);
}

typedef struct {
    Fixture *fixture;
    GError *error;
    bool is_done;
} Erasing;

static void *erase(void *arg)
{
    Erasing *erasing = arg;
    erasing->is_done = care_erase(erasing->fixture->store, "store-survey", "I-1", &erasing->error);
    return NULL;
}

static void test_a_task_waits_for_an_import(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    begin(fixture);
    add(fixture, "I-1");
    add(fixture, "I-2");
    Erasing erasing = {.fixture = fixture};
    pthread_t thread;
    g_assert_cmpint(pthread_create(&thread, NULL, erase, &erasing), ==, 0);
    let_the_writer_look(fixture);
    g_assert_true(store_import_commit(fixture->store, &error));
    pthread_join(thread, NULL);
    g_assert_no_error(erasing.error); /* it came after the import, or I-1 would not be there */
    g_assert_true(erasing.is_done);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

static void test_a_store_that_closes_takes_an_import_back(Fixture *fixture, const void *data)
{
    (void)data;
    Waiter waiter = WAITER_INIT;
    begin(fixture);
    add(fixture, "I-1");
    submit(fixture, &waiter);
    store_close(fixture->store);
    g_assert_cmpint(waiter_wait(&waiter, 1).status, ==, STORED);
    fixture_open(fixture);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/import-held/submissions-wait-for-an-import",
                 test_submissions_wait_for_an_import);
    fixture_test("/import-held/an-abandoned-import-leaves-those-who-waited",
                 test_an_abandoned_import_leaves_those_who_waited);
    fixture_test("/import-held/other-surveys-go-on-meanwhile", test_other_surveys_go_on_meanwhile);
    fixture_test("/import-held/a-task-waits-for-an-import", test_a_task_waits_for_an_import);
    fixture_test("/import-held/a-store-that-closes-takes-an-import-back",
                 test_a_store_that_closes_takes_an_import_back);
    return g_test_run();
}
