/* Commands that reach a store through the server that holds it: the same words and codes, whatever goes wrong on the way. */
#include "base/error.h"
#include "responses/errands/errand.h"
#include "responses/store/store-sqlite.h"
#include "survey-server/errands.h"
#include "survey-server/http-test.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "base/banned.h"

enum { ROWS = 300 };

typedef struct {
    TestServer server;
    Errands *errands;
    char *definition, *csv; /* paths */
} Fixture;

static void set_up(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    test_context_start(&fixture->server, NULL);
    fixture->errands = errands_start(&fixture->server.context, fixture->server.directory, &error);
    g_assert_no_error(error);
    fixture->definition =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests/survey-server/journey.xml", NULL);
    fixture->csv = g_build_filename(fixture->server.directory, "rows.csv", NULL);
    g_autoptr(GString) rows = g_string_new("safe,why,picks_1,picks_2,picks_3,picks_other\n");
    for (int i = 0; i < ROWS; i++)
        g_string_append(rows, "1,,1,0,0,\n");
    g_assert_true(g_file_set_contents(fixture->csv, rows->str, -1, NULL));
}

static void tear_down(Fixture *fixture, const void *data)
{
    (void)data;
    errands_stop(fixture->errands);
    test_context_stop(&fixture->server);
    g_free(fixture->definition);
    g_free(fixture->csv);
}

static uint64_t count(Fixture *fixture)
{
    StoreSummary summary;
    g_assert_true(store_summarise(fixture->server.context.store, "short-journey", &summary, NULL));
    return summary.n_responses;
}

static bool import(Fixture *fixture, GError **error)
{
    const char *const words[] = {"import", "journey.xml", "rows.csv", "paper", NULL};
    const char *const paths[] = {fixture->definition, fixture->csv, NULL};
    return errand_run(fixture->server.directory, words, paths, error);
}

static void test_an_import_is_handed_over(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    bool is_done = import(fixture, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    g_assert_cmpuint(count(fixture), ==, ROWS);
}

static void test_what_went_wrong_comes_back_with_its_code(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(
        fixture->csv, "safe,why,picks_1,picks_2,picks_3,picks_other\n7,,1,0,0,\n", -1, NULL));
    g_assert_false(import(fixture, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_assert_true(g_str_has_prefix(error->message, "rows.csv: 1 thing is wrong; nothing was "
                                                   "imported:\nrow 2"));
    g_clear_error(&error);
    const char *const erase[] = {"erase", "short-journey", "nothing", NULL};
    const char *const no_paths[] = {NULL};
    g_assert_false(errand_run(fixture->server.directory, erase, no_paths, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_assert_cmpstr(error->message, ==, "survey 'short-journey' has no response 'nothing'");
    g_clear_error(&error);
    const char *const other[] = {"import", "journey.xml", "rows.csv", "paper", "rwa", NULL};
    const char *const paths[] = {fixture->definition, fixture->csv, NULL};
    g_assert_false(errand_run(fixture->server.directory, other, paths, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_USAGE);
    g_assert_cmpstr(error->message, ==,
                    "'rwa' is not a way to import: use programs of one version");
}

static void test_a_version_that_is_imported_is_served(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(fixture->definition, &text, NULL, NULL));
    g_autoptr(GString) newer = g_string_new(text);
    g_string_replace(newer, "id=\"short-journey\" version=\"1\"",
                     "id=\"short-journey\" version=\"2\"", 1);
    g_free(fixture->definition);
    fixture->definition = g_build_filename(fixture->server.directory, "newer.xml", NULL);
    g_assert_true(g_file_set_contents(fixture->definition, newer->str, -1, NULL));
    g_assert_true(import(fixture, &error));
    g_assert_no_error(error);
    const Served *served = site_find(fixture->server.context.site, "short-journey");
    g_assert_cmpuint(served->survey->version, ==, 2);
}

/* ---- Requests that are none ---- */

static int connect_raw(Fixture *fixture)
{
    struct sockaddr_un address;
    int directory = -1;
    g_assert_true(errand_address(fixture->server.directory, &address, &directory, NULL));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    close(directory);
    return fd;
}

/* Send bytes and read the answer.
 * Returns: yours. */
static ErrandAnswer *ask_raw(Fixture *fixture, const void *bytes, size_t length)
{
    int fd = connect_raw(fixture);
    (void)send(fd, bytes, length,
               MSG_NOSIGNAL); /* who is refused unread is answered all the same */
    shutdown(fd, SHUT_WR);
    g_autoptr(GByteArray) all = g_byte_array_new();
    uint8_t block[4096];
    ssize_t n = 0;
    while ((n = recv(fd, block, sizeof block, 0)) > 0)
        g_byte_array_append(all, block, (unsigned)n);
    close(fd);
    g_assert_cmpuint(all->len, >, ERRAND_HEAD_BYTES);
    g_autoptr(GError) error = NULL;
    ErrandAnswer *answer =
        errand_answer_parse(all->data + ERRAND_HEAD_BYTES, all->len - ERRAND_HEAD_BYTES, &error);
    g_assert_no_error(error);
    return answer;
}

static void test_broken_requests_are_refused_with_a_sentence(Fixture *fixture, const void *data)
{
    (void)data;
    static const struct {
        const char *bytes;
        size_t length;
        ErrorCode code;
        const char *message;
    } broken[] = {
        {"GET / HTTP/1.1\r\n", 16, ERROR_DATA, "this is not a request of Soundings"},
        {"SND1\xff\xff\xff\x7f", 8, ERROR_LIMIT, "a request of 2147483647 bytes is too long"},
        {"SND1\x01\x00\x01\x00", 8, ERROR_LIMIT, "a request of 65537 bytes is too long"},
        {"SND1\x05\x00\x00\x00"
         "erase",
         13, ERROR_DATA, "the request is broken"},
        {"SND1\x00\x00\x00\x00", 8, ERROR_DATA, "the request is broken"},
        {"SND1\x09\x00\x00\x00\0\0\0\0\0\0\0\0\0", 17, ERROR_DATA, "the request is broken"},
        {"SND1\x06\x00\x00\x00"
         "erase\0",
         14, ERROR_DATA, "the request 'erase' is not whole"},
        {"SND1\x05\x00\x00\x00"
         "fly!\0",
         13, ERROR_DATA, "'fly!' is not a request"},
        {"SND1\x06\x00\x00\x00"
         "era",
         11, ERROR_DATA, "the request did not come whole"},
        {"SN", 2, ERROR_DATA, "the request did not come whole"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autoptr(ErrandAnswer) answer = ask_raw(fixture, broken[i].bytes, broken[i].length);
        g_assert_error(answer->error, SOUNDINGS_ERROR, broken[i].code);
        if (!g_str_has_prefix(answer->error->message, broken[i].message))
            g_error("%s: %s", broken[i].message, answer->error->message);
    }
    g_autoptr(GError) error = NULL;
    g_assert_true(import(fixture, &error)); /* and it goes on */
    g_assert_no_error(error);
}

static void test_what_is_no_file_is_not_read(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    const char *const words[] = {"import", "journey.xml", "standard input", "paper", NULL};
    g_autofree char *fifo = g_build_filename(fixture->server.directory, "pipe", NULL);
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    int end = open(fifo, O_RDWR | O_CLOEXEC); /* nobody will ever write or close it */
    int ends[3] = {open(fixture->definition, O_RDONLY | O_CLOEXEC), end, end};
    for (size_t n_files = 2; n_files <= 3; n_files++) { /* a pipe; and more than there may be */
        union {
            struct cmsghdr head;
            char room[CMSG_SPACE(sizeof ends)];
        } control = {0};
        g_autoptr(GBytes) frame = errand_frame(words);
        g_autofree void *bytes = g_memdup2(g_bytes_get_data(frame, NULL), g_bytes_get_size(frame));
        struct iovec part = {bytes, g_bytes_get_size(frame)};
        struct msghdr message = {.msg_iov = &part,
                                 .msg_iovlen = 1,
                                 .msg_control = control.room,
                                 .msg_controllen = CMSG_SPACE(sizeof(int) * n_files)};
        struct cmsghdr *files = CMSG_FIRSTHDR(&message);
        files->cmsg_level = SOL_SOCKET;
        files->cmsg_type = SCM_RIGHTS;
        files->cmsg_len = CMSG_LEN(sizeof(int) * n_files);
        memcpy(CMSG_DATA(files), ends, sizeof(int) * n_files);
        int fd = connect_raw(fixture);
        g_assert_cmpint(sendmsg(fd, &message, 0), >, 0);
        uint8_t answer[1024];
        ssize_t n = 0;
        size_t length = 0;
        while ((n = recv(fd, answer + length, sizeof answer - length, 0)) > 0)
            length += (size_t)n;
        close(fd);
        g_autoptr(ErrandAnswer) read =
            errand_answer_parse(answer + ERRAND_HEAD_BYTES, length - ERRAND_HEAD_BYTES, &error);
        g_assert_no_error(error);
        g_assert_nonnull(strstr(read->error->message, n_files == 2 ? "standard input is not a file"
                                                                   : "did not come whole"));
    }
    close(ends[0]);
    close(end);
}

static void test_a_client_that_says_nothing_goes_away(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    for (size_t i = 0; i < 3; i++)
        close(connect_raw(fixture));
    g_assert_true(import(fixture, &error));
    g_assert_no_error(error);
}

/* ---- In the middle ---- */

/* Keeps the writer busy until it is let go. */
typedef struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_held, may_go;
    Task task;
} Hold;

static bool run_hold(Writer *writer, void *arg, GError **error)
{
    (void)writer;
    (void)error;
    Hold *hold = arg;
    pthread_mutex_lock(&hold->mutex);
    hold->is_held = true;
    pthread_cond_signal(&hold->changed);
    while (!hold->may_go)
        pthread_cond_wait(&hold->changed, &hold->mutex);
    pthread_mutex_unlock(&hold->mutex);
    return true;
}

static void hold_begin(Hold *hold, Writer *writer)
{
    *hold = (Hold){.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    hold->task = (Task){.run = run_hold, .arg = hold};
    writer_begin_task(writer, &hold->task);
    pthread_mutex_lock(&hold->mutex);
    while (!hold->is_held)
        pthread_cond_wait(&hold->changed, &hold->mutex);
    pthread_mutex_unlock(&hold->mutex);
}

static void hold_end(Hold *hold, Writer *writer)
{
    pthread_mutex_lock(&hold->mutex);
    hold->may_go = true;
    pthread_cond_signal(&hold->changed);
    pthread_mutex_unlock(&hold->mutex);
    g_assert_true(writer_end_task(writer, &hold->task, NULL));
}

typedef struct {
    Fixture *fixture;
    GError *error;
    bool is_done;
    pthread_t thread;
} Client;

static void *run_client(void *arg)
{
    Client *client = arg;
    client->is_done = import(client->fixture, &client->error);
    return NULL;
}

static void begin_client(Client *client, Fixture *fixture)
{
    *client = (Client){.fixture = fixture};
    g_assert_cmpint(pthread_create(&client->thread, NULL, run_client, client), ==, 0);
}

static void test_a_second_client_waits_its_turn(Fixture *fixture, const void *data)
{
    (void)data;
    enum { CLIENTS = 4 };
    Client clients[CLIENTS];
    for (size_t i = 0; i < CLIENTS; i++)
        begin_client(&clients[i], fixture);
    for (size_t i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        g_assert_no_error(clients[i].error);
        g_assert_true(clients[i].is_done);
    }
    g_assert_cmpuint(count(fixture), ==, CLIENTS * ROWS);
}

static void test_an_import_goes_with_its_client(Fixture *fixture, const void *data)
{
    (void)data;
    Writer *writer = fixture->server.context.store->writer;
    Hold hold;
    hold_begin(&hold, writer);
    pid_t child = fork();
    if (child == 0) {
        alarm(1); /* killed while it waits for the answer, which is held */
        (void)import(fixture, NULL);
        _exit(0);
    }
    int status = 0;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));
    hold_end(&hold, writer);
    g_autoptr(GError) error = NULL;
    g_assert_true(import(fixture, &error)); /* comes after the other */
    g_assert_no_error(error);
    g_assert_cmpuint(count(fixture), ==, ROWS);
}

static void *stop(void *arg)
{
    errands_stop(arg);
    return NULL;
}

static void test_a_server_that_stops_takes_an_import_back(Fixture *fixture, const void *data)
{
    (void)data;
    Writer *writer = fixture->server.context.store->writer;
    Hold hold;
    Client client;
    pthread_t stopper;
    hold_begin(&hold, writer);
    begin_client(&client, fixture);
    /* The pause makes it likely that the request is in the server's hand; without it the answer is the same. */
    g_autofree char *path = g_build_filename(fixture->server.directory, "socket", NULL);
    g_usleep(200 * 1000);
    g_assert_cmpint(pthread_create(&stopper, NULL, stop, fixture->errands), ==, 0);
    while (g_file_test(path, G_FILE_TEST_EXISTS))
        g_usleep(1000);
    hold_end(&hold, writer);
    pthread_join(stopper, NULL);
    pthread_join(client.thread, NULL);
    fixture->errands = NULL;
    g_assert_false(client.is_done);
    g_assert_error(client.error, SOUNDINGS_ERROR, ERROR_BUSY);
    g_assert_cmpuint(count(fixture), ==, 0);
    g_clear_error(&client.error);
}

/* ---- Nobody there ---- */

static void test_without_a_socket_the_lock_is_the_answer(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    errands_stop(fixture->errands);
    fixture->errands = NULL;
    g_assert_false(import(fixture, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_BUSY);
    g_assert_nonnull(strstr(error->message, "is in use by a server or another command"));
}

static void test_a_socket_that_was_left_behind_is_replaced(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    errands_stop(fixture->errands);
    struct sockaddr_un address;
    int directory = -1;
    g_assert_true(errand_address(fixture->server.directory, &address, &directory, NULL));
    int left = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(left, (struct sockaddr *)&address, sizeof address), ==, 0);
    close(left);
    close(directory);
    g_assert_false(import(fixture, &error)); /* nobody listens there */
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_BUSY);
    g_clear_error(&error);
    fixture->errands = errands_start(&fixture->server.context, fixture->server.directory, &error);
    g_assert_no_error(error);
    g_assert_true(import(fixture, &error));
    g_assert_no_error(error);
}

static void test_another_user_is_refused(Fixture *fixture, const void *data)
{
    (void)data;
    if (geteuid() != 0) {
        g_test_skip("only root can try it");
        return;
    }
    g_autofree char *path = g_build_filename(fixture->server.directory, "socket", NULL);
    struct stat status;
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    g_assert_cmpint(chmod(path, 0666), ==, 0); /* somebody opened it by mistake */
    g_assert_cmpint(chmod(fixture->server.directory, 0755), ==, 0);
    const char *const words[] = {"erase", "short-journey", "nothing", NULL};
    g_autoptr(GBytes) frame = errand_frame(words);
    pid_t child = fork();
    if (child == 0) {
        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(2);
        g_autoptr(ErrandAnswer) answer =
            ask_raw(fixture, g_bytes_get_data(frame, NULL), g_bytes_get_size(frame));
        bool is_refused = answer->error != NULL &&
                          strstr(answer->error->message, "of its own user and of root only");
        _exit(is_refused ? 0 : 1);
    }
    int exit_status = 0;
    g_assert_cmpint(waitpid(child, &exit_status, 0), ==, child);
    g_assert_true(WIFEXITED(exit_status) && WEXITSTATUS(exit_status) == 0);
}

#define errand_test(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    say_start(NULL);
    g_test_init(&argc, &argv, NULL);
    errand_test("/errands/an-import-is-handed-over", test_an_import_is_handed_over);
    errand_test("/errands/what-went-wrong-comes-back-with-its-code",
                test_what_went_wrong_comes_back_with_its_code);
    errand_test("/errands/a-version-that-is-imported-is-served",
                test_a_version_that_is_imported_is_served);
    errand_test("/errands/broken-requests-are-refused-with-a-sentence",
                test_broken_requests_are_refused_with_a_sentence);
    errand_test("/errands/what-is-no-file-is-not-read", test_what_is_no_file_is_not_read);
    errand_test("/errands/a-client-that-says-nothing-goes-away",
                test_a_client_that_says_nothing_goes_away);
    errand_test("/errands/a-second-client-waits-its-turn", test_a_second_client_waits_its_turn);
    errand_test("/errands/an-import-goes-with-its-client", test_an_import_goes_with_its_client);
    errand_test("/errands/a-server-that-stops-takes-an-import-back",
                test_a_server_that_stops_takes_an_import_back);
    errand_test("/errands/without-a-socket-the-lock-is-the-answer",
                test_without_a_socket_the_lock_is_the_answer);
    errand_test("/errands/a-socket-that-was-left-behind-is-replaced",
                test_a_socket_that_was_left_behind_is_replaced);
    errand_test("/errands/another-user-is-refused", test_another_user_is_refused);
    return g_test_run();
}
