#include "survey-server/errands.h"
#include "base/error.h"
#include "base/files.h"
#include "responses/errands/errand.h"
#include "survey-server/http/log.h"
#include "survey-server/residents/site.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/banned.h"

enum { BACKLOG = 16, REQUEST_MS = 10 * 1000, NAME_CHARS = 20 };

struct Errands {
    Context *context;
    int listener, end; /* the second becomes readable when the server stops */
    int directory;     /* what the address leans on */
    struct sockaddr_un address;
    atomic_bool is_stopping;
    pthread_t thread;
};

/* ---- Reading and writing, with a deadline, until the server stops ---- */

/* Wait until something can be read (POLLIN) or written (POLLOUT); false when that takes too long, or the server stops. */
static bool wait_for(const Errands *errands, int fd, short what, int64_t deadline_us)
{
    int64_t left_ms = (deadline_us - g_get_monotonic_time()) / 1000;
    struct pollfd both[] = {{.fd = fd, .events = what}, {.fd = errands->end, .events = POLLIN}};
    return left_ms > 0 && poll(both, G_N_ELEMENTS(both), (int)MIN(left_ms, REQUEST_MS)) > 0 &&
           both[1].revents == 0 && both[0].revents != 0;
}

static int64_t deadline(void)
{
    return g_get_monotonic_time() + (int64_t)REQUEST_MS * 1000;
}

/* Take the descriptors that came along. More than there may be are closed, and make the request a broken one. */
static bool take_files(struct msghdr *message, Errand *errand)
{
    bool is_right = (message->msg_flags & MSG_CTRUNC) == 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part != NULL;
         part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        size_t n = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < n; i++) {
            int fd = -1;
            memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            if (errand->n_files < ERRAND_FILES_MOST) {
                errand->files[errand->n_files++] = fd;
            } else {
                close(fd);
                is_right = false;
            }
        }
    }
    return is_right;
}

/* Receive exactly `length` bytes; with `errand`, descriptors too. */
static bool receive(const Errands *errands, int fd, uint8_t *to, size_t length, Errand *errand,
                    int64_t until)
{
    for (size_t at = 0; at < length;) {
        union {
            struct cmsghdr head;
            char room[CMSG_SPACE(sizeof(int) * (ERRAND_FILES_MOST + 1))];
        } control;
        struct iovec part = {.iov_base = to + at, .iov_len = length - at};
        struct msghdr message = {.msg_iov = &part,
                                 .msg_iovlen = 1,
                                 .msg_control = control.room,
                                 .msg_controllen = sizeof control.room};
        if (!wait_for(errands, fd, POLLIN, until))
            return false;
        ssize_t n = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (n > 0 && !take_files(&message, errand))
            return false;
        if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static void send_answer(const Errands *errands, int fd, const ErrandAnswer *answer)
{
    g_autoptr(GBytes) frame = errand_answer_frame(answer);
    size_t left = 0;
    const uint8_t *from = g_bytes_get_data(frame, &left);
    int64_t until = deadline();
    while (left > 0) {
        ssize_t n = send(fd, from, left, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0) {
            from += n;
            left -= (size_t)n;
        } else if ((errno != EAGAIN && errno != EINTR) || !wait_for(errands, fd, POLLOUT, until)) {
            return; /* it went away */
        }
    }
}

/* ---- One errand ---- */

static bool check_peer(int fd, GError **error)
{
    struct ucred peer = {0};
    socklen_t length = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
        (peer.uid == geteuid() || peer.uid == 0))
        return true;
    error_set(error, ERROR_FILE,
              "the server takes requests of its own user and of root only: run the command as "
              "the user that the server runs as");
    return false;
}

static bool check_files(const Errand *errand, GError **error)
{
    for (size_t i = 0; i < errand->n_files; i++) {
        struct stat status;
        if (fstat(errand->files[i], &status) == 0 && S_ISREG(status.st_mode))
            continue;
        error_set(error, ERROR_FILE, "%s is not a file: a server reads files alone",
                  errand->words[MIN(i + 1, (size_t)g_strv_length(errand->words) - 1)]);
        return false;
    }
    return true;
}

static bool receive_errand(const Errands *errands, int fd, Errand *errand, GError **error)
{
    int64_t until = deadline();
    uint8_t head[ERRAND_HEAD_BYTES];
    size_t length = 0;
    bool is_whole = receive(errands, fd, head, sizeof head, errand, until);
    if (is_whole && !errand_head_read(head, LIMIT_ERRAND_BYTES, &length, error))
        return false;
    g_autofree uint8_t *body = g_malloc(length + 1);
    if (!is_whole || !receive(errands, fd, body, length, errand, until)) {
        error_set(error, ERROR_DATA, "the request did not come whole: try again");
        return false;
    }
    errand->words = errand_words(body, length, error);
    return errand->words != NULL && check_files(errand, error);
}

typedef struct {
    const Errands *errands;
    int fd;
} Client;

/* A client that has hung up does not want its import any more; nor does a server that stops. */
static bool is_wanted(void *arg)
{
    const Client *client = arg;
    struct pollfd poll_client = {.fd = client->fd, .events = POLLRDHUP};
    return !atomic_load(&client->errands->is_stopping) && poll(&poll_client, 1, 0) == 0;
}

static void answer_client(const Errands *errands, int fd)
{
    g_auto(Errand) errand = {0};
    g_autoptr(ErrandAnswer) answer = errand_answer_new();
    Client client = {errands, fd};
    Context *context = errands->context;
    if (check_peer(fd, &answer->error) && receive_errand(errands, fd, &errand, &answer->error)) {
        errand.base_url = context->config->base_url;
        errand.is_wanted = is_wanted;
        errand.arg = &client;
        errand_do(context->store, &errand, answer);
        g_autofree char *name = g_strndup(errand.words[0], NAME_CHARS);
        log_event(answer->error == NULL ? "errand-done" : "errand-not-done", name);
    }
    g_autoptr(GError) reason = NULL;
    if (answer->survey_id != NULL && !site_refresh(context, answer->survey_id, &reason))
        log_event("survey-not-refreshed", reason->message);
    send_answer(errands, fd, answer);
}

static void *take_errands(void *arg)
{
    Errands *errands = arg;
    while (!atomic_load(&errands->is_stopping)) {
        if (!wait_for(errands, errands->listener, POLLIN, G_MAXINT64))
            continue;
        auto_close int fd = accept4(errands->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0)
            answer_client(errands, fd);
    }
    return NULL;
}

/* ---- Beginning and end ---- */

static bool open_listener(Errands *errands, const char *store, GError **error)
{
    if (!errand_address(store, &errands->address, &errands->directory, error))
        return false;
    const char *path = errands->address.sun_path;
    unlink(path);
    errands->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    /* Nobody can connect before it listens, so the rights are in time. */
    if (errands->listener >= 0 &&
        bind(errands->listener, (const struct sockaddr *)&errands->address,
             sizeof errands->address) == 0 &&
        chmod(path, 0600) == 0 && listen(errands->listener, BACKLOG) == 0)
        return true;
    error_set(error, ERROR_FILE, "%s/socket cannot be made: %s", store, g_strerror(errno));
    return false;
}

static void errands_free(Errands *errands)
{
    file_close(&errands->listener);
    file_close(&errands->end);
    file_close(&errands->directory);
    g_free(errands);
}

Errands *errands_start(Context *context, const char *store, GError **error)
{
    Errands *errands = g_new0(Errands, 1);
    errands->context = context;
    errands->listener = -1;
    errands->directory = -1;
    errands->end = eventfd(0, EFD_CLOEXEC);
    if (errands->end < 0)
        error_set(error, ERROR_FILE, "no descriptor is left: %s", g_strerror(errno));
    if (errands->end < 0 || !open_listener(errands, store, error)) {
        errands_free(errands);
        return NULL;
    }
    int failed = pthread_create(&errands->thread, NULL, take_errands, errands);
    g_assert(failed == 0);
    return errands;
}

void errands_stop(Errands *errands)
{
    if (errands == NULL)
        return;
    atomic_store(&errands->is_stopping, true);
    unlink(errands->address.sun_path);
    eventfd_write(errands->end, 1);
    pthread_join(errands->thread, NULL);
    errands_free(errands);
}
