#include "base/error.h"
#include "base/limits.h"
#include "responses/fixture.h"
#include "responses/store/statements.h"
#include "responses/store/store-drafts.h"
#include "responses/store/store-sqlite.h"
#include <sodium.h>
#include <sqlite3.h>

#include "base/banned.h"

static const uint8_t token[TOKEN_BYTES] = {7, 7, 7};
static const uint8_t other_token[TOKEN_BYTES] = {8, 8, 8};

static StoreReceipt save(Fixture *fixture, const uint8_t *with, const char *words,
                         unsigned expected)
{
    Waiter waiter = WAITER_INIT;
    g_assert_true(store_draft_save(fixture->store,
                                   &(const DraftSave){.survey = fixture->survey,
                                                      .token = with,
                                                      .words = words,
                                                      .expected_revision = expected,
                                                      .done = waiter_done,
                                                      .arg = &waiter},
                                   NULL));
    return waiter_wait(&waiter, 1);
}

static bool load(Fixture *fixture, const uint8_t *with, StoreDraft *out, GError **error)
{
    return store_draft_load(fixture->store, "store-survey", with, out, error);
}

static void test_draft_is_read_back(Fixture *fixture, const void *data)
{
    (void)data;
    StoreReceipt receipt = save(fixture, token, "q01=3&q06=Too+dark", 0);
    g_assert_cmpint(receipt.status, ==, STORED);
    g_assert_cmpuint(receipt.revision, ==, 1);
    receipt = save(fixture, token, "q01=4", 1);
    g_assert_cmpint(receipt.status, ==, STORED);
    g_assert_cmpuint(receipt.revision, ==, 2);
    StoreDraft draft;
    g_assert_true(load(fixture, token, &draft, NULL));
    g_assert_cmpstr(draft.words, ==, "q01=4");
    g_assert_cmpuint(draft.revision, ==, 2);
    g_assert_cmpuint(draft.version, ==, 1);
    g_assert_cmpstr(draft.reference, ==, "");
    store_draft_clear(&draft);
}

static void test_two_tabs_cannot_overwrite(Fixture *fixture, const void *data)
{
    (void)data;
    save(fixture, token, "first", 0);
    g_assert_cmpint(save(fixture, token, "tab one", 1).status, ==, STORED);
    g_assert_cmpint(save(fixture, token, "tab two", 1).status, ==, STORE_REFUSED);
    g_assert_cmpint(save(fixture, token, "anew", 0).status, ==, STORE_REFUSED);
    StoreDraft draft;
    g_assert_true(load(fixture, token, &draft, NULL));
    g_assert_cmpstr(draft.words, ==, "tab one");
    store_draft_clear(&draft);
}

static void test_other_token_finds_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    save(fixture, token, "secret words", 0);
    StoreDraft draft;
    g_autoptr(GError) error = NULL;
    g_assert_false(load(fixture, other_token, &draft, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
}

/* Is the text anywhere in the bytes of the store's files? */
static bool is_in_files(const Fixture *fixture, const char *needle, size_t length)
{
    static const char *const names[] = {"store-survey.db", "store-survey.db-wal", "engine.db"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(fixture->path, names[i], NULL);
        g_autofree char *bytes = NULL;
        size_t n = 0;
        if (g_file_get_contents(path, &bytes, &n, NULL) && memmem(bytes, n, needle, length) != NULL)
            return true;
    }
    return false;
}

static void test_words_and_token_are_not_in_the_files(Fixture *fixture, const void *data)
{
    (void)data;
    static const uint8_t unlikely[TOKEN_BYTES] = "an unlikely token of 32 bytes..";
    save(fixture, unlikely, "q06=very+secret+words", 0);
    g_assert_true(is_in_files(fixture, "store-survey", 12));
    g_assert_false(is_in_files(fixture, "very+secret", 11));
    g_assert_false(is_in_files(fixture, (const char *)unlikely, TOKEN_BYTES));
}

static void test_row_moved_under_another_token_is_unreadable(Fixture *fixture, const void *data)
{
    (void)data;
    save(fixture, token, "secret words", 0);
    save(fixture, other_token, "mine", 0);
    store_close(fixture->store);
    g_autofree char *path = g_build_filename(fixture->path, "store-survey.db", NULL);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db,
                                 "CREATE TEMP TABLE kept AS SELECT token_hash, sealed FROM draft;"
                                 "UPDATE draft SET sealed = (SELECT sealed FROM kept k "
                                 "WHERE k.token_hash != draft.token_hash)",
                                 NULL, NULL, NULL),
                    ==, SQLITE_OK);
    sqlite3_close(db);
    fixture_open(fixture);
    StoreDraft draft;
    g_autoptr(GError) error = NULL;
    g_assert_false(load(fixture, other_token, &draft, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_STORE);
    g_assert_nonnull(strstr(error->message, "damaged"));
}

/* Who has the files has the hash of the token: it must not be the key. */
static void test_what_names_the_row_does_not_open_it(Fixture *fixture, const void *data)
{
    (void)data;
    save(fixture, token, "secret words", 0);
    uint8_t hash[TOKEN_HASH_BYTES];
    store_draft_hash_token(token, hash);
    _Static_assert(sizeof hash == crypto_secretbox_KEYBYTES, "it could be one");
    Db *db = store_take_reader(fixture->store, "store-survey", NULL);
    sqlite3_stmt *find = db_statement(db, DRAFT_FIND);
    sqlite3_bind_blob(find, 1, hash, sizeof hash, SQLITE_STATIC);
    g_assert_cmpint(db_step(db, find, NULL), ==, 1);
    const uint8_t *sealed = sqlite3_column_blob(find, 3);
    size_t n = (size_t)sqlite3_column_bytes(find, 3);
    g_autofree uint8_t *words = g_malloc0(n);
    g_assert_cmpint(crypto_secretbox_open_easy(words, sealed + crypto_secretbox_NONCEBYTES,
                                               n - crypto_secretbox_NONCEBYTES, sealed, hash),
                    !=, 0);
    sqlite3_reset(find);
    store_give_back(fixture->store, "store-survey", db);
}

static void test_submission_ends_the_draft(Fixture *fixture, const void *data)
{
    (void)data;
    save(fixture, token, "q01=3", 0);
    Submission submission = submission_of(fixture->survey, answers_with(fixture->survey, 3));
    submission.token = token;
    StoreReceipt receipt = submit_and_wait(fixture->store, &submission);
    g_assert_cmpint(receipt.status, ==, STORED);
    StoreDraft draft;
    g_assert_true(load(fixture, token, &draft, NULL));
    g_assert_null(draft.words);
    g_assert_cmpstr(draft.reference, ==, receipt.reference);
    g_assert_cmpint(save(fixture, token, "later", draft.revision).status, ==, STORE_REFUSED);
    submission.answers = answers_with(fixture->survey, 4);
    StoreReceipt again = submit_and_wait(fixture->store, &submission);
    g_assert_cmpint(again.status, ==, STORED_REPEATED);
    g_assert_cmpstr(again.reference, ==, receipt.reference);
    g_assert_cmpuint(count_responses(fixture->store), ==, 1);
}

static void set_now(int64_t moment)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, moment);
    g_setenv("SOUNDINGS_NOW", text, true);
}

static void test_drafts_expire(Fixture *fixture, const void *data)
{
    (void)data;
    StoreDraft draft;
    g_autoptr(GError) error = NULL;
    set_now(1700000000);
    save(fixture, token, "q01=3", 0);
    set_now(1700000000 + DRAFT_LIFE_S - 1);
    g_assert_true(load(fixture, token, &draft, NULL));
    store_draft_clear(&draft);
    set_now(1700000000 + DRAFT_LIFE_S);
    g_assert_false(load(fixture, token, &draft, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_assert_cmpint(save(fixture, token, "q01=1", 0).status, ==, STORED);
    g_assert_true(load(fixture, token, &draft, NULL));
    g_assert_cmpstr(draft.words, ==, "q01=1");
    store_draft_clear(&draft);
    g_unsetenv("SOUNDINGS_NOW");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/drafts/a draft is read back as it was saved last", test_draft_is_read_back);
    fixture_test("/drafts/two tabs cannot overwrite each other", test_two_tabs_cannot_overwrite);
    fixture_test("/drafts/another token finds nothing", test_other_token_finds_nothing);
    fixture_test("/drafts/neither words nor token stand in the files",
                 test_words_and_token_are_not_in_the_files);
    fixture_test("/drafts/words under another token are unreadable",
                 test_row_moved_under_another_token_is_unreadable);
    fixture_test("/drafts/what names the row does not open it",
                 test_what_names_the_row_does_not_open_it);
    fixture_test("/drafts/a submission deletes the words and keeps the reference",
                 test_submission_ends_the_draft);
    fixture_test("/drafts/drafts expire after thirty days", test_drafts_expire);
    return g_test_run();
}
