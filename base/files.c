#include "base/files.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static bool fail(GError **error, const char *path, const char *verb)
{
    error_set(error, ERROR_FILE, "%s: cannot %s: %s", path, verb, g_strerror(errno));
    return false;
}

void file_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* Read until the end, or until one byte more than allowed. */
static bool read_all(int fd, GByteArray *to, size_t max_bytes)
{
    unsigned char block[64 * 1024];
    while (to->len <= max_bytes) {
        ssize_t n = read(fd, block, MIN(sizeof block, max_bytes + 1 - to->len));
        if (n == 0)
            return true;
        if (n > 0)
            g_byte_array_append(to, block, (unsigned)n);
        else if (errno != EINTR)
            return false;
    }
    return true;
}

GBytes *file_read(const char *path, size_t max_bytes, GError **error)
{
    auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
    return file_read_open(fd, path, max_bytes, error);
}

GBytes *file_read_open(int fd, const char *name, size_t max_bytes, GError **error)
{
    g_assert(max_bytes < UINT_MAX);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0) {
        fail(error, name, "open it");
        return NULL;
    }
    if (S_ISDIR(status.st_mode)) {
        error_set(error, ERROR_FILE, "%s: is a directory, not a file", name);
        return NULL;
    }
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    if (!read_all(fd, bytes, max_bytes)) {
        fail(error, name, "read it");
        return NULL;
    }
    if (bytes->len > max_bytes) {
        error_set(error, ERROR_LIMIT, "%s: is larger than %zu bytes, the most that is read", name,
                  max_bytes);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

static bool write_all(int fd, GBytes *bytes)
{
    size_t left = 0;
    const char *from = g_bytes_get_data(bytes, &left);
    while (left > 0) {
        ssize_t n = write(fd, from, left);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            from += n;
            left -= (size_t)n;
        }
    }
    return true;
}

/* Make the names of a directory durable. */
static void sync_directory_of(const char *path)
{
    g_autofree char *parent = g_path_get_dirname(path);
    auto_close int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        fsync(fd);
}

/* A new file has the rights that the process gives to what it makes; take away those that the file it replaces has not. */
static bool narrow_rights(int fd, const char *path)
{
    struct stat made;
    struct stat old;
    if (stat(path, &old) != 0)
        return true;
    return fstat(fd, &made) == 0 && fchmod(fd, made.st_mode & old.st_mode & 0777) == 0;
}

/* Open a new file beside a path; -1 and errno. *out_beside is its name. */
static int open_beside(const char *path, mode_t mode, char **out_beside)
{
    *out_beside = g_strconcat(path, ".XXXXXX", NULL);
    return g_mkstemp_full(*out_beside, O_WRONLY | O_CLOEXEC, (int)mode);
}

/* Put a file that is written in its place. */
static bool put_in_place(int fd, const char *beside, const char *path)
{
    if (!narrow_rights(fd, path) || fsync(fd) != 0 || rename(beside, path) != 0)
        return false;
    sync_directory_of(path);
    return true;
}

/* Remove what was written in vain; errno stays what it was. */
static void remove_beside(const char *beside)
{
    int why = errno;
    unlink(beside);
    errno = why;
}

bool file_write(const char *path, GBytes *bytes, GError **error)
{
    g_autofree char *beside = NULL;
    auto_close int fd = open_beside(path, 0666, &beside);
    if (fd < 0)
        return fail(error, path, "write beside it");
    if (write_all(fd, bytes) && put_in_place(fd, beside, path))
        return true;
    remove_beside(beside);
    return fail(error, path, "write it");
}

bool file_make(const char *path, GBytes *bytes)
{
    g_autofree char *beside = NULL;
    auto_close int fd = open_beside(path, 0600, &beside);
    if (fd < 0)
        return false;
    /* A link, unlike a rename, never takes the place of what is there. */
    bool is_made = write_all(fd, bytes) && fsync(fd) == 0 && link(beside, path) == 0;
    remove_beside(beside);
    if (is_made)
        sync_directory_of(path);
    return is_made;
}

bool file_begin(FileBeside *file, const char *path)
{
    g_autofree char *beside = NULL;
    int fd = open_beside(path, 0666, &beside);
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (to == NULL) {
        if (fd >= 0)
            remove_beside(beside);
        file_close(&fd);
        return false;
    }
    *file = (FileBeside){to, g_strdup(path), g_steal_pointer(&beside)};
    return true;
}

bool file_finish(FileBeside *file, bool is_whole)
{
    bool is_done = is_whole && fflush(file->to) == 0 &&
                   put_in_place(fileno(file->to), file->beside, file->path);
    if (!is_done)
        remove_beside(file->beside);
    int why = errno;
    (void)fclose(file->to); /* it is synced, or thrown away */
    errno = why;
    g_free(file->path);
    g_free(file->beside);
    *file = (FileBeside){0};
    return is_done;
}

bool file_write_out(const char *path, GBytes *bytes, GError **error)
{
    if (path != NULL && strcmp(path, "-") != 0)
        return file_write(path, bytes, error);
    if (fflush(stdout) != 0 || !write_all(STDOUT_FILENO, bytes))
        return fail(error, "standard output", "write to it");
    return true;
}

/* A directory's path without its closing slashes. */
static char *without_slash(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return g_strndup(path, length);
}

/* Nothing there, an empty directory, or one that holds the marker? */
static bool may_be_replaced(const char *target, const char *marker, GError **error)
{
    struct stat status;
    if (lstat(target, &status) != 0)
        return errno == ENOENT || fail(error, target, "look at it");
    if (!S_ISDIR(status.st_mode)) {
        error_set(error, ERROR_FILE, "%s: is there already and is not a directory; name another",
                  target);
        return false;
    }
    g_autofree char *mark = g_build_filename(target, marker, NULL);
    if (access(mark, F_OK) == 0)
        return true;
    GDir *dir = g_dir_open(target, 0, NULL);
    if (dir == NULL)
        return fail(error, target, "look into it");
    bool is_empty = g_dir_read_name(dir) == NULL;
    g_dir_close(dir);
    if (!is_empty)
        error_set(
            error, ERROR_FILE,
            "%s: holds other files (no %s among them), so it is not replaced; name a new directory",
            target, marker);
    return is_empty;
}

char *file_directory_begin(const char *target, const char *marker, GError **error)
{
    g_autofree char *plain = without_slash(target);
    if (!may_be_replaced(plain, marker, error))
        return NULL;
    g_autofree char *parent = g_path_get_dirname(plain);
    if (g_mkdir_with_parents(parent, 0777) != 0) {
        fail(error, parent, "make the directory");
        return NULL;
    }
    g_autofree char *temporary = g_strconcat(plain, ".XXXXXX", NULL);
    if (g_mkdtemp_full(temporary, 0777) == NULL) {
        fail(error, plain, "make a directory beside it");
        return NULL;
    }
    return g_steal_pointer(&temporary);
}

bool file_directory_finish(const char *temporary, const char *target, GError **error)
{
    g_autofree char *plain = without_slash(target);
    if (rename(temporary, plain) == 0) {
        sync_directory_of(plain);
        return true;
    }
    /* A full directory stands there: the two change places in one step. */
    if ((errno != ENOTEMPTY && errno != EEXIST) ||
        renameat2(AT_FDCWD, temporary, AT_FDCWD, plain, RENAME_EXCHANGE) != 0)
        return fail(error, plain, "put the new directory in its place");
    sync_directory_of(plain);
    file_directory_abandon(temporary);
    return true;
}

void file_directory_abandon(const char *temporary)
{
    GDir *dir = g_dir_open(temporary, 0, NULL);
    if (dir == NULL)
        return;
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(temporary, name, NULL);
        struct stat status;
        if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
            file_directory_abandon(path);
        else
            unlink(path);
    }
    g_dir_close(dir);
    rmdir(temporary);
}

char *file_hash_hex(const void *bytes, size_t length)
{
    unsigned char digest[crypto_generichash_BYTES];
    _Static_assert(crypto_generichash_BYTES == 32, "256 bits");
    g_assert(sodium_init() >= 0);
    crypto_generichash(digest, sizeof digest, bytes, length, NULL, 0);
    char hex[2 * sizeof digest + 1];
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return g_strdup(hex);
}
