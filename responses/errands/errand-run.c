/* A command's end of an errand: here when the lock is free, else by the server that holds it. */
#include "base/files.h"
#include "responses/errands/errand.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/banned.h"

enum { COPY_BYTES = 64 * 1024 };

void errand_clear(Errand *errand)
{
    g_strfreev(errand->words);
    for (size_t i = 0; i < errand->n_files; i++)
        close(errand->files[i]);
    *errand = (Errand){0};
}

bool errand_address(const char *store, struct sockaddr_un *out, int *out_directory, GError **error)
{
    int directory = open(store, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        error_set(error, ERROR_FILE, "%s: cannot open it: %s", store, g_strerror(errno));
        return false;
    }
    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    g_snprintf(out->sun_path, sizeof out->sun_path, "/proc/self/fd/%d/socket", directory);
    *out_directory = directory;
    return true;
}

/* ---- Files ---- */

static bool open_files(Errand *errand, const char *const *paths, GError **error)
{
    for (size_t i = 0; paths[i] != NULL; i++) {
        g_assert(i < ERRAND_FILES_MOST);
        bool is_stdin = strcmp(paths[i], "-") == 0;
        int fd = is_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                          : open(paths[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            error_set(error, ERROR_FILE, "%s: cannot open it: %s",
                      is_stdin ? "standard input" : paths[i], g_strerror(errno));
            return false;
        }
        errand->files[errand->n_files++] = fd;
    }
    return true;
}

static bool copy_all(int from, int to)
{
    g_autofree char *block = g_malloc(COPY_BYTES);
    ssize_t n = 0;
    while ((n = read(from, block, COPY_BYTES)) != 0) {
        if (n < 0 && errno != EINTR)
            return false;
        for (ssize_t done = 0; done < n;) {
            ssize_t written = write(to, block + done, (size_t)(n - done));
            if (written < 0 && errno != EINTR)
                return false;
            done += MAX(written, 0);
        }
    }
    return lseek(to, 0, SEEK_SET) == 0;
}

/* A server reads files to their end and waits for nobody: what comes through a pipe is taken in first. */
static bool make_regular(int *file, GError **error)
{
    struct stat status;
    if (fstat(*file, &status) == 0 && S_ISREG(status.st_mode))
        return true;
    auto_close int copy = open(g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (copy < 0)
        copy = memfd_create("standard input", MFD_CLOEXEC);
    if (copy < 0 || !copy_all(*file, copy)) {
        error_set(error, ERROR_FILE, "standard input cannot be taken in: %s", g_strerror(errno));
        return false;
    }
    close(*file);
    *file = g_steal_fd(&copy);
    return true;
}

/* ---- The way to the server ---- */

/* Is somebody there who takes errands? -1 without an error when not. */
static int connect_to(const char *store, GError **error)
{
    struct sockaddr_un address;
    auto_close int directory = -1;
    if (!errand_address(store, &address, &directory, error))
        return -1;
    auto_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        error_set(error, ERROR_FILE, "no socket can be had: %s", g_strerror(errno));
        return -1;
    }
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return g_steal_fd(&fd);
    if (errno != ENOENT && errno != ECONNREFUSED)
        error_set(error, ERROR_BUSY,
                  "a server holds the store %s, and its socket cannot be reached: %s; run the "
                  "command as the user that the server runs as",
                  store, g_strerror(errno));
    return -1;
}

/* The descriptors go with the first bytes. */
static bool send_errand(int fd, const Errand *errand)
{
    g_autoptr(GBytes) frame = errand_frame((const char *const *)errand->words);
    size_t left = 0;
    const uint8_t *data = g_bytes_get_data(frame, &left);
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int) * ERRAND_FILES_MOST)];
    } control = {0};
    struct iovec part = {.iov_base = g_memdup2(data, left), .iov_len = left};
    g_autofree uint8_t *copy = part.iov_base;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (errand->n_files > 0) {
        message.msg_control = control.room;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * errand->n_files);
        struct cmsghdr *files = CMSG_FIRSTHDR(&message);
        files->cmsg_level = SOL_SOCKET;
        files->cmsg_type = SCM_RIGHTS;
        files->cmsg_len = CMSG_LEN(sizeof(int) * errand->n_files);
        memcpy(CMSG_DATA(files), errand->files, sizeof(int) * errand->n_files);
    }
    ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);
    for (size_t sent = 0; n > 0; n = send(fd, copy + sent, left - sent, MSG_NOSIGNAL)) {
        sent += (size_t)n;
        if (sent == left)
            return true;
    }
    return false;
}

static bool receive_all(int fd, uint8_t *to, size_t length)
{
    while (length > 0) {
        ssize_t n = recv(fd, to, length, 0);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        if (n > 0) {
            to += n;
            length -= (size_t)n;
        }
    }
    return true;
}

static ErrandAnswer *receive_answer(int fd, GError **error)
{
    uint8_t head[ERRAND_HEAD_BYTES];
    size_t length = 0;
    if (!receive_all(fd, head, sizeof head)) {
        error_set(error, ERROR_BUSY,
                  "the server ended before it answered: look whether it was done before you try "
                  "again");
        return NULL;
    }
    if (!errand_head_read(head, LIMIT_ANSWER_BYTES, &length, error))
        return NULL;
    g_autofree uint8_t *body = g_malloc(length + 1);
    if (receive_all(fd, body, length))
        return errand_answer_parse(body, length, error);
    error_set(error, ERROR_BUSY,
              "the server ended in the middle of its answer: look whether it "
              "was done before you try again");
    return NULL;
}

/* By the server; NULL without an error when there is none. */
static ErrandAnswer *hand_over(const char *address, Errand *errand, GError **error)
{
    auto_close int fd = connect_to(address, error);
    if (fd < 0)
        return NULL;
    for (size_t i = 0; i < errand->n_files; i++) {
        if (!make_regular(&errand->files[i], error))
            return NULL;
    }
    /* One that is refused unread is told why in an answer; so a failure to send is not the end. */
    (void)send_errand(fd, errand);
    return receive_answer(fd, error);
}

/* ---- Both ---- */

static ErrandAnswer *do_here(Store *store, Errand *errand)
{
    ErrandAnswer *answer = errand_answer_new();
    errand->shows_progress = true;
    errand_do(store, errand, answer);
    return answer;
}

static ErrandAnswer *do_anywhere(const char *address, Errand *errand, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(Store) store = store_open(address, STORE_WRITE, &reason);
    if (store != NULL)
        return do_here(store, errand);
    if (!g_error_matches(reason, SOUNDINGS_ERROR, ERROR_BUSY)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return NULL;
    }
    g_autoptr(GError) failure = NULL;
    ErrandAnswer *answer = hand_over(address, errand, &failure);
    if (answer == NULL)
        g_propagate_error(error,
                          failure != NULL ? g_steal_pointer(&failure) : g_steal_pointer(&reason));
    return answer;
}

bool errand_run(const char *address, const char *const *words, const char *const *paths,
                GError **error)
{
    g_auto(Errand) errand = {.words = g_strdupv((char **)(uintptr_t)words)};
    if (!open_files(&errand, paths, error))
        return false;
    g_autoptr(ErrandAnswer) answer = do_anywhere(address, &errand, error);
    if (answer == NULL)
        return false;
    fputs(answer->err->str, stderr);
    fputs(answer->out->str, stdout);
    if (answer->error == NULL)
        return true;
    g_propagate_error(error, g_steal_pointer(&answer->error));
    return false;
}
