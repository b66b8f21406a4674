#include "base/env.h"
#include "base/error.h"
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/banned.h"

/* What the files did to the disk, in order: this program's own fsync, rename and link stand before the library's. */
static GString *steps;

int fsync(int fd)
{
    struct stat status;
    if (steps != NULL && fstat(fd, &status) == 0)
        g_string_append(steps, S_ISDIR(status.st_mode) ? "sync directory; " : "sync; ");
    return (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    if (steps != NULL)
        g_string_append(steps, "rename; ");
    return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int link(const char *from, const char *to)
{
    if (steps != NULL)
        g_string_append(steps, "link; ");
    return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* A new directory for one test; the path is the caller's. */
static char *new_place(void)
{
    return g_dir_make_tmp("files-XXXXXX", NULL);
}

static void put(const char *folder, const char *name, const char *words)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(words, strlen(words));
    g_autoptr(GError) error = NULL;
    g_assert_true(file_write(path, bytes, &error));
    g_assert_no_error(error);
}

static bool holds(const char *folder, const char *name, const char *words)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = file_read(path, 1000, NULL);
    g_autoptr(GBytes) want = g_bytes_new(words, strlen(words));
    return bytes != NULL && g_bytes_equal(bytes, want);
}

static size_t count_entries(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    size_t n = 0;
    while (g_dir_read_name(dir) != NULL)
        n++;
    g_dir_close(dir);
    return n;
}

static void a_file_is_replaced_whole_and_keeps_its_rights(void)
{
    g_autofree char *place = new_place();
    put(place, "a", "one");
    g_autofree char *path = g_build_filename(place, "a", NULL);
    g_assert_cmpint(chmod(path, 0640), ==, 0);
    put(place, "a", "two");
    g_assert_true(holds(place, "a", "two"));
    g_assert_cmpuint(count_entries(place), ==, 1);
    struct stat status;
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0640);
    file_directory_abandon(place);
}

static mode_t rights_of(const char *path)
{
    struct stat status;
    g_assert_cmpint(stat(path, &status), ==, 0);
    return status.st_mode & 0777;
}

static void what_is_written_has_no_more_rights_than_the_process_gives(void)
{
    static const struct {
        mode_t mask, old, file, directory; /* old 0: a new file */
    } cases[] = {
        {0022, 0, 0644, 0755},    {0077, 0, 0600, 0700},    {0027, 0, 0640, 0750},
        {0022, 0600, 0600, 0755}, {0077, 0644, 0600, 0700}, {0022, 0666, 0644, 0755},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *place = new_place();
        g_autofree char *path = g_build_filename(place, "a", NULL);
        g_autofree char *pack = g_build_filename(place, "above", "pack", NULL);
        g_autofree char *above = g_path_get_dirname(pack);
        if (cases[i].old != 0) {
            put(place, "a", "one");
            g_assert_cmpint(chmod(path, cases[i].old), ==, 0);
        }
        mode_t before = umask(cases[i].mask);
        put(place, "a", "two");
        g_autofree char *begun = file_directory_begin(pack, "a", NULL);
        g_assert_nonnull(begun);
        g_assert_true(file_directory_finish(begun, pack, NULL));
        g_assert_cmpuint(umask(before), ==, cases[i].mask);
        g_assert_cmpuint(rights_of(path), ==, cases[i].file);
        g_assert_cmpuint(rights_of(pack), ==, cases[i].directory);
        g_assert_cmpuint(rights_of(above), ==, cases[i].directory);
        file_directory_abandon(place);
    }
}

/* Write by each of the ways. */
static bool write_by(size_t way, const char *path, const char *words)
{
    g_autoptr(GBytes) bytes = g_bytes_new(words, strlen(words));
    FileBeside file;
    if (way == 0)
        return file_write(path, bytes, NULL);
    if (way == 1)
        return file_make(path, bytes);
    if (!file_begin(&file, path))
        return false;
    bool is_whole = fwrite(words, 1, strlen(words), file.to) == strlen(words);
    return file_finish(&file, is_whole);
}

static void a_file_is_synced_before_it_is_named(void)
{
    static const char *const expected[] = {"sync; rename; sync directory; ",
                                           "sync; link; sync directory; ",
                                           "sync; rename; sync directory; "};
    g_autofree char *place = new_place();
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_autofree char *name = g_strdup_printf("%zu", i);
        g_autofree char *path = g_build_filename(place, name, NULL);
        steps = g_string_new(NULL);
        g_assert_true(write_by(i, path, "whole"));
        g_assert_cmpstr(steps->str, ==, expected[i]);
        g_string_free(steps, true);
        steps = NULL;
        g_assert_true(holds(place, name, "whole"));
    }
    g_assert_cmpuint(count_entries(place), ==, G_N_ELEMENTS(expected));
    file_directory_abandon(place);
}

/* The system ends whoever writes more than 3 bytes, as a power cut would. */
static void a_file_that_is_cut_off_is_never_seen(void)
{
    for (size_t i = 0; i < 3; i++) {
        if (g_test_subprocess()) {
            const char *path = g_getenv("SOUNDINGS_TEST_PATH");
            const struct rlimit few = {3, 3};
            g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &few), ==, 0);
            (void)write_by((size_t)(g_getenv("SOUNDINGS_TEST_WAY")[0] - '0'), path, "whole");
            return;
        }
        g_autofree char *place = new_place();
        g_autofree char *path = g_build_filename(place, "a", NULL);
        g_autofree char *way = g_strdup_printf("%zu", i);
        put(place, "b", "old");
        g_setenv("SOUNDINGS_TEST_PATH", path, true);
        g_setenv("SOUNDINGS_TEST_WAY", way, true);
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_failed();
        g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
        g_assert_cmpuint(count_entries(place), ==, 2); /* what was cut off lies beside it */
        file_directory_abandon(place);
    }
}

static void a_file_is_made_once_for_its_owner_alone(void)
{
    g_autofree char *place = new_place();
    g_autofree char *path = g_build_filename(place, "a", NULL);
    g_autoptr(GBytes) first = g_bytes_new_static("one", 3);
    g_autoptr(GBytes) second = g_bytes_new_static("two", 3);
    struct stat status;
    g_assert_true(file_make(path, first));
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
    g_assert_false(file_make(path, second));
    g_assert_cmpint(errno, ==, EEXIST);
    g_assert_true(holds(place, "a", "one"));
    g_assert_cmpuint(count_entries(place), ==, 1);
    file_directory_abandon(place);
}

static void what_is_not_whole_is_thrown_away(void)
{
    g_autofree char *place = new_place();
    g_autofree char *path = g_build_filename(place, "a", NULL);
    put(place, "a", "old");
    FileBeside file;
    g_assert_true(file_begin(&file, path));
    g_assert_cmpint(fputs("ne", file.to), >=, 0);
    g_assert_false(file_finish(&file, false));
    g_assert_true(holds(place, "a", "old"));
    g_assert_cmpuint(count_entries(place), ==, 1);
    g_autofree char *nowhere = g_build_filename(place, "none", "a", NULL);
    g_assert_false(file_begin(&file, nowhere));
    g_assert_cmpint(errno, ==, ENOENT);
    file_directory_abandon(place);
}

static void reading_is_bounded(void)
{
    g_autofree char *place = new_place();
    put(place, "a", "12345");
    g_autofree char *path = g_build_filename(place, "a", NULL);
    g_autoptr(GBytes) all = file_read(path, 5, NULL);
    g_assert_cmpuint(g_bytes_get_size(all), ==, 5);
    g_autoptr(GError) error = NULL;
    g_assert_null(file_read(path, 4, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_assert_true(
        g_str_has_suffix(error->message, "is larger than 4 bytes, the most that is read"));
    file_directory_abandon(place);
}

static void what_cannot_be_read_or_written_is_named(void)
{
    g_autofree char *place = new_place();
    g_autoptr(GError) directory = NULL;
    g_assert_null(file_read(place, 10, &directory));
    g_assert_error(directory, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_true(g_str_has_suffix(directory->message, ": is a directory, not a file"));
    g_autofree char *path = g_build_filename(place, "none", "a", NULL);
    g_autoptr(GError) missing = NULL;
    g_assert_null(file_read(path, 10, &missing));
    g_assert_error(missing, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_true(
        g_str_has_suffix(missing->message, "none/a: cannot open it: No such file or directory"));
    g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
    g_autoptr(GError) unwritten = NULL;
    g_assert_false(file_write(path, bytes, &unwritten));
    g_assert_error(unwritten, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_true(g_str_has_suffix(unwritten->message,
                                   "none/a: cannot write beside it: No such file or directory"));
    file_directory_abandon(place);
}

static void a_directory_appears_whole_or_not_at_all(void)
{
    g_autofree char *place = new_place();
    g_autofree char *target = g_build_filename(place, "deep", "pack", NULL);
    g_autofree char *slashed = g_strconcat(target, "/", NULL);
    g_autofree char *parent = g_path_get_dirname(target);
    g_autoptr(GError) error = NULL;

    g_autofree char *dropped = file_directory_begin(target, "manifest.csv", &error);
    g_assert_no_error(error);
    put(dropped, "half", "x");
    file_directory_abandon(dropped);
    g_assert_cmpuint(count_entries(parent), ==, 0);

    g_autofree char *first = file_directory_begin(slashed, "manifest.csv", &error);
    put(first, "manifest.csv", "1");
    put(first, "old", "x");
    g_assert_true(file_directory_finish(first, slashed, &error));

    g_autofree char *second = file_directory_begin(target, "manifest.csv", &error);
    put(second, "manifest.csv", "2");
    g_assert_true(holds(target, "manifest.csv", "1"));
    g_assert_true(file_directory_finish(second, target, &error));
    g_assert_true(holds(target, "manifest.csv", "2"));
    g_assert_false(holds(target, "old", "x"));
    g_assert_cmpuint(count_entries(parent), ==, 1);
    file_directory_abandon(place);
}

static void a_directory_of_someone_else_is_not_replaced(void)
{
    g_autofree char *place = new_place();
    put(place, "letter", "dear");
    g_autoptr(GError) error = NULL;
    g_assert_null(file_directory_begin(place, "manifest.csv", &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_nonnull(strstr(error->message, "holds other files (no manifest.csv among them)"));
    g_autofree char *letter = g_build_filename(place, "letter", NULL);
    g_autoptr(GError) file = NULL;
    g_assert_null(file_directory_begin(letter, "manifest.csv", &file));
    g_assert_error(file, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_nonnull(strstr(file->message, "is there already and is not a directory"));
    g_assert_true(holds(place, "letter", "dear"));
    file_directory_abandon(place);
}

/* RFC 7693 has the 512-bit vector of "abc"; this one is b2sum -l 256. */
static void hashes_are_blake2b(void)
{
    g_autofree char *hash = file_hash_hex("abc", 3);
    g_assert_cmpstr(hash, ==, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void the_clock_can_be_fixed(void)
{
    /* NOLINTBEGIN(concurrency-mt-unsafe): there is one thread */
    setenv("SOUNDINGS_NOW", "1795253400", 1);
    g_assert_cmpint(env_now(), ==, 1795253400);
    setenv("SOUNDINGS_NOW", "noon", 1);
    g_assert_cmpint(env_now(), >, 1500000000);
    unsetenv("SOUNDINGS_NOW");
    /* NOLINTEND(concurrency-mt-unsafe) */
    g_assert_cmpint(env_now(), >, 1500000000);
}

static void random_bytes_differ(void)
{
    unsigned char a[32] = {0};
    unsigned char b[32] = {0};
    env_random(a, sizeof a);
    env_random(b, sizeof b);
    g_assert_cmpint(memcmp(a, b, sizeof a), !=, 0);
}

static void a_descriptor_is_closed_at_the_end_of_its_block(void)
{
    int number = -1;
    {
        auto_close int none = -1;
        auto_close int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
        number = fd;
        g_assert_cmpint(none, ==, -1);
        g_assert_cmpint(fcntl(number, F_GETFD), >=, 0);
    }
    g_assert_cmpint(fcntl(number, F_GETFD), ==, -1);
    g_assert_cmpint(errno, ==, EBADF);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/files/a file is replaced whole and keeps its rights",
                    a_file_is_replaced_whole_and_keeps_its_rights);
    g_test_add_func("/files/what is written has no more rights than the process gives",
                    what_is_written_has_no_more_rights_than_the_process_gives);
    g_test_add_func("/files/a file is synced before it is named",
                    a_file_is_synced_before_it_is_named);
    g_test_add_func("/files/a file that is cut off is never seen",
                    a_file_that_is_cut_off_is_never_seen);
    g_test_add_func("/files/a file is made once for its owner alone",
                    a_file_is_made_once_for_its_owner_alone);
    g_test_add_func("/files/what is not whole is thrown away", what_is_not_whole_is_thrown_away);
    g_test_add_func("/files/reading is bounded", reading_is_bounded);
    g_test_add_func("/files/what cannot be read or written is named",
                    what_cannot_be_read_or_written_is_named);
    g_test_add_func("/files/a directory appears whole or not at all",
                    a_directory_appears_whole_or_not_at_all);
    g_test_add_func("/files/a directory of someone else is not replaced",
                    a_directory_of_someone_else_is_not_replaced);
    g_test_add_func("/files/a descriptor is closed at the end of its block",
                    a_descriptor_is_closed_at_the_end_of_its_block);
    g_test_add_func("/files/hashes are BLAKE2b", hashes_are_blake2b);
    g_test_add_func("/env/the clock can be fixed", the_clock_can_be_fixed);
    g_test_add_func("/env/random bytes differ", random_bytes_differ);
    return g_test_run();
}
