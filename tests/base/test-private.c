#include "base/error.h"
#include "base/files.h"
#include "base/private.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static char *told; /* the last sentence */
static size_t n_told;

static void take_sentence(const char *sentence)
{
    g_free(told);
    told = g_strdup(sentence);
    n_told++;
}

/* A store in a directory of its own, with the files of a real one, all private. */
typedef struct {
    char *place, *store;
} Fixture;

static void make(const char *folder, const char *name, mode_t mode)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    g_assert_cmpint(file, >=, 0);
    g_assert_cmpint(fchmod(file, mode), ==, 0);
    close(file);
}

static void set_up(Fixture *fixture, const void *data)
{
    static const char *const names[] = {"engine.db", "a.db",        "a.db-wal", "a.db-shm",
                                        "staff.key", "receipt.key", "lock"};
    (void)data;
    private_allow_shared(false);
    private_tell_by(take_sentence);
    g_clear_pointer(&told, g_free);
    n_told = 0;
    fixture->place = g_dir_make_tmp("private-XXXXXX", NULL);
    fixture->store = g_build_filename(fixture->place, "store", NULL);
    g_assert_cmpint(g_mkdir(fixture->store, 0700), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        make(fixture->store, names[i], 0600);
}

static void tear_down(Fixture *fixture, const void *data)
{
    (void)data;
    private_allow_shared(false);
    file_directory_abandon(fixture->place);
    g_free(fixture->place);
    g_free(fixture->store);
    g_clear_pointer(&told, g_free);
}

static void set_mode(const char *path, mode_t mode)
{
    g_assert_cmpint(chmod(path, mode), ==, 0);
}

static mode_t mode_of(const char *path)
{
    struct stat status;
    g_assert_cmpint(stat(path, &status), ==, 0);
    return status.st_mode & 07777;
}

/* The error comes by its place: it is not there before the call that is asserted. */
static void assert_refused(bool is_done, GError *const *error, const char *words)
{
    g_assert_false(is_done);
    g_assert_error(*error, SOUNDINGS_ERROR, ERROR_FILE);
    if (strstr((*error)->message, words) == NULL)
        g_error("no '%s' in: %s", words, (*error)->message);
}

/* Run the command of the message, as whoever reads it would. */
static void run_command_of(const GError *error)
{
    const char *begin = strstr(error->message, ": run ");
    g_assert_nonnull(begin);
    const char *end = strstr(begin, ", or give --allow-shared if that is meant");
    g_assert_nonnull(end);
    begin += strlen(": run ");
    g_autofree char *command = g_strndup(begin, (size_t)(end - begin));
    const char *argv[] = {"sh", "-c", command, NULL};
    int status = 1;
    g_assert_true(g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL, G_SPAWN_SEARCH_PATH, NULL,
                               NULL, NULL, NULL, &status, NULL));
    g_assert_cmpint(status, ==, 0);
}

static void what_is_open_is_refused_and_mended(Fixture *fixture, const void *data)
{
    static const struct {
        const char *name;
        mode_t mode;
        const char *words; /* NULL: nobody minds */
    } cases[] = {
        {".", 0755, " is 0755): run chmod -R go= "},
        {".", 0701, " is 0701): run chmod -R go= "},
        {".", 01770, " is 1770): run chmod -R go= "},
        {"engine.db", 0644, "/engine.db is 0644): run chmod -R go= "},
        {"a.db", 0640, "/a.db is 0640): run chmod -R go= "},
        {"a.db", 0602, "/a.db is 0602): run chmod -R go= "},
        {"a.db-wal", 0644, "/a.db-wal is 0644)"},
        {"a.db-shm", 0644, "/a.db-shm is 0644)"},
        {"staff.key", 0640, "/staff.key is 0640)"},
        {"receipt.key", 0604, "/receipt.key is 0604)"},
        {".", 0700, NULL},
        {".", 0500, NULL},
        {"a.db", 0400, NULL},
        {"lock", 0644, NULL},
    };
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = strcmp(cases[i].name, ".") == 0
                                    ? g_strdup(fixture->store)
                                    : g_build_filename(fixture->store, cases[i].name, NULL);
        mode_t before = mode_of(path);
        g_test_message("%s %o", cases[i].name, cases[i].mode);
        set_mode(path, cases[i].mode);
        g_autoptr(GError) error = NULL;
        bool is_done = private_check_store(fixture->store, &error);
        if (cases[i].words == NULL) {
            g_assert_no_error(error);
            g_assert_true(is_done);
            set_mode(path, before);
            continue;
        }
        assert_refused(is_done, &error, cases[i].words);
        run_command_of(error);
        g_assert_true(private_check_store(fixture->store, NULL));
        set_mode(path, before);
    }
}

static void a_link_is_judged_by_what_it_leads_to(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *link = g_build_filename(fixture->place, "link", NULL);
    g_autofree char *outside = g_build_filename(fixture->place, "outside.db", NULL);
    g_autofree char *inside = g_build_filename(fixture->store, "b.db", NULL);
    g_autofree char *nowhere = g_build_filename(fixture->store, "c.db", NULL);
    g_assert_cmpint(symlink("store", link), ==, 0);
    g_assert_cmpint(symlink("../outside.db", inside), ==, 0);
    g_assert_cmpint(symlink("../nothing.db", nowhere), ==, 0);
    make(fixture->place, "outside.db", 0600);
    g_assert_true(private_check_store(link, NULL));
    set_mode(fixture->store, 0750);
    set_mode(outside, 0644);
    g_autoptr(GError) error = NULL;
    g_autofree char *words = g_strdup_printf("run chmod -R go= %s %s/b.db, or", link, link);
    assert_refused(private_check_store(link, &error), &error, words);
    run_command_of(error);
    g_assert_true(private_check_store(link, NULL));
    g_assert_cmpuint(mode_of(fixture->store), ==, 0700);
    g_assert_cmpuint(mode_of(outside), ==, 0600);
}

static void paths_are_words_of_a_shell(Fixture *fixture, const void *data)
{
    static const char *const names[] = {"-key", "a key", "it's", "$(touch x)",
                                        "a;b",  "\"",    "~",    "k\xc3\xa9y"};
    (void)data;
    g_autofree char *here = g_get_current_dir();
    g_assert_cmpint(g_chdir(fixture->place), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        make(".", names[i], 0644);
        g_autoptr(GError) error = NULL;
        g_test_message("%s", names[i]);
        assert_refused(private_check_key(names[i], &error), &error, " is 0644): run chmod go= ");
        run_command_of(error);
        g_assert_true(private_check_key(names[i], NULL));
    }
    g_assert_true(private_check_key("none", NULL));
    g_assert_cmpint(g_access("x", F_OK), !=, 0);
    g_assert_cmpint(g_chdir(here), ==, 0);
}

static void what_is_allowed_is_told(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    private_allow_shared(true);
    g_assert_true(private_check_store(fixture->store, &error));
    g_assert_cmpuint(n_told, ==, 0); /* nothing is shared */
    set_mode(fixture->store, 0755);
    g_autofree char *key = g_build_filename(fixture->store, "staff.key", NULL);
    set_mode(key, 0644);
    g_assert_true(private_check_store(fixture->store, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(n_told, ==, 1);
    g_autofree char *words =
        g_strdup_printf("the store %s is open to other users of this machine (%s is 0755)",
                        fixture->store, fixture->store);
    g_assert_cmpstr(told, ==, words);
    g_assert_true(private_check_key(key, &error));
    g_assert_cmpuint(n_told, ==, 2);
    private_tell_by(NULL);
    g_assert_true(private_check_store(fixture->store, &error));
    private_allow_shared(false);
    g_assert_false(private_check_store(fixture->store, NULL));
}

static void a_new_directory_is_private(Fixture *fixture, const void *data)
{
    static const struct {
        mode_t mode; /* 0: it is not there */
        bool is_allowed, is_full;
        mode_t after;
    } cases[] = {
        {0, false, false, 0700},    {0, true, false, 0700},       {0755, false, false, 0700},
        {0777, false, false, 0700}, {0755, false, true, 0755},    {0750, true, false, 0750},
        {0700, false, true, 0700},  {01777, false, false, 01700},
    };
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = g_strdup_printf("new-%zu", i);
        g_autofree char *path = g_build_filename(fixture->place, name, NULL);
        g_autoptr(GError) error = NULL;
        if (cases[i].mode != 0) {
            g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
            set_mode(path, cases[i].mode);
        }
        if (cases[i].is_full)
            make(path, "letter", 0644);
        private_allow_shared(cases[i].is_allowed);
        g_assert_true(private_make_directory(path, &error));
        g_assert_no_error(error);
        g_assert_cmpuint(mode_of(path), ==, cases[i].after);
    }
    private_allow_shared(false);
    g_autofree char *full = g_build_filename(fixture->place, "new-4", NULL);
    g_autofree char *words = g_strdup_printf("(%s is 0755): run chmod go= %s, or", full, full);
    g_autoptr(GError) open = NULL;
    assert_refused(private_check_store(full, &open), &open, words);
    g_autofree char *under = g_build_filename(full, "letter", "store", NULL);
    g_autoptr(GError) error = NULL;
    assert_refused(private_make_directory(under, &error), &error, "cannot be made: ");
}

static void what_a_process_makes_is_private(void)
{
    mode_t before = umask(0);
    private_begin();
    g_assert_cmpuint(umask(before), ==, 077);
}

#define private_test(path, function)                                                               \
    g_test_add("/private/" path, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/private/what a process makes is private", what_a_process_makes_is_private);
    private_test("what is open is refused, and mended by its message",
                 what_is_open_is_refused_and_mended);
    private_test("a link is judged by what it leads to", a_link_is_judged_by_what_it_leads_to);
    private_test("paths are words of a shell", paths_are_words_of_a_shell);
    private_test("what is allowed is told", what_is_allowed_is_told);
    private_test("a new directory is private", a_new_directory_is_private);
    return g_test_run();
}
