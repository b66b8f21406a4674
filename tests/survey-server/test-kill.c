/* kill -9 under 32 concurrent submitters: whatever was acknowledged is in the export exactly once, with its own words,
 * and whatever was in flight can be sent again without a second response. SOUNDINGS_KILL_ROUNDS rounds (3). */
#include "base/csv.h"
#include "survey-server/http-test.h"
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/banned.h"

enum { SUBMITTERS = 32, ROUNDS_DEFAULT = 3 };

#define S "/short-journey"

/* One response, as its submitter knows it. */
typedef struct {
    char *words; /* unlike any other's */
    char *cookie;
    char *reference; /* NULL: not seen before the kill */
    bool was_acknowledged;
} Sent;

typedef struct {
    unsigned round, number, port;
    GPtrArray *sent; /* of Sent whose sending was begun */
} Submitter;

typedef struct {
    GPid pid;
    unsigned port;
    int out;
    double ready_ms;
} Server;

static void sent_free(void *data)
{
    Sent *sent = data;
    g_free(sent->words);
    g_free(sent->cookie);
    g_free(sent->reference);
    g_free(sent);
}

static char *build_path(const char *program)
{
    return g_build_filename(g_getenv("SOUNDINGS_BUILD"), "bin", program, NULL);
}

static unsigned read_port(int fd)
{
    char line[512] = "";
    size_t length = 0;
    while (length + 1 < sizeof line && strchr(line, '\n') == NULL) {
        ssize_t n = read(fd, line + length, sizeof line - 1 - length);
        if (n <= 0)
            return 0;
        length += (size_t)n;
        line[length] = '\0';
    }
    const char *colon = strstr(line, "127.0.0.1:");
    return colon == NULL ? 0 : (unsigned)g_ascii_strtoull(colon + strlen("127.0.0.1:"), NULL, 10);
}

static Server start_server(const char *store)
{
    g_autofree char *program = build_path("survey-server");
    g_autofree char *survey =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests/survey-server/journey.xml", NULL);
    char *arguments[] = {
        program, (char[]){"--store"}, g_strdup(store), (char[]){"--port"}, (char[]){"0"}, survey,
        NULL};
    g_autoptr(GError) error = NULL;
    Server server = {0};
    gint64 began = g_get_monotonic_time();
    g_spawn_async_with_pipes(NULL, arguments, NULL,
                             G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                             &server.pid, NULL, &server.out, NULL, &error);
    g_assert_no_error(error);
    g_free(arguments[2]);
    server.port = read_port(server.out);
    if (server.port == 0)
        g_error("the server did not start on %s", store);
    Browser browser = {.port = server.port};
    g_autofree char *health = browser_get(&browser, "/healthz");
    g_assert_cmpuint(http_status(health), ==, 200);
    server.ready_ms = (double)(g_get_monotonic_time() - began) / 1000.0;
    return server;
}

static int end_server(Server *server, int signal_number)
{
    int status = 0;
    kill(server->pid, signal_number);
    waitpid(server->pid, &status, 0);
    g_spawn_close_pid(server->pid);
    close(server->out);
    return status;
}

static bool leads_to(const char *answer, const char *place)
{
    g_autofree char *location = http_header(answer, "Location");
    return http_status(answer) == 303 && g_strcmp0(location, place) == 0;
}

static bool post(Browser *browser, const char *path, const char *body, const char *place)
{
    g_autofree char *answer = browser_post(browser, path, body);
    return leads_to(answer, place);
}

static char *ask_reference(Browser *browser)
{
    g_autofree char *page = browser_get(browser, S "/sent");
    return page_reference(page);
}

/* One journey; false when the server is gone. */
static bool submit_one(Submitter *submitter)
{
    Browser browser = {.port = submitter->port};
    g_autofree char *words =
        g_strdup_printf("r%u-s%u-%u", submitter->round, submitter->number, submitter->sent->len);
    g_autofree char *body = g_strconcat("why=", words, NULL);
    bool is_ready = post(&browser, S "/p_safe", "safe=2", S "/p_why") &&
                    post(&browser, S "/p_why", body, S "/p_picks") &&
                    post(&browser, S "/p_picks", "picks=2", S "/check-answers");
    if (!is_ready) {
        g_free(browser.cookie);
        return false;
    }
    Sent *sent = g_new0(Sent, 1);
    sent->words = g_steal_pointer(&words);
    sent->cookie = browser.cookie;
    g_ptr_array_add(submitter->sent, sent);
    sent->was_acknowledged = post(&browser, S "/check-answers", "", S "/sent");
    if (sent->was_acknowledged)
        sent->reference = ask_reference(&browser);
    return sent->reference != NULL;
}

static void *run_submitter(void *arg)
{
    while (submit_one(arg))
        continue;
    return NULL;
}

/* After the restart: what was acknowledged has its reference, what was in flight is sent again. */
static void settle(const Sent *sent, unsigned port, char **out_reference)
{
    Browser browser = {port, g_strdup(sent->cookie)};
    if (!sent->was_acknowledged && !post(&browser, S "/check-answers", "", S "/sent"))
        g_error("%s cannot be sent again", sent->words);
    *out_reference = ask_reference(&browser);
    if (*out_reference == NULL)
        g_error("%s was %s and has no reference", sent->words,
                sent->was_acknowledged ? "acknowledged" : "sent again");
    if (sent->reference != NULL)
        g_assert_cmpstr(*out_reference, ==, sent->reference);
    g_free(browser.cookie);
}

typedef struct {
    size_t acknowledged, in_flight;
    double ready_worst_ms;
} Figures;

static void run_round(unsigned round, int signal_number, const char *store,
                      GHashTable *words_of_reference, Figures *figures)
{
    Submitter submitters[SUBMITTERS];
    pthread_t threads[SUBMITTERS];
    Server server = start_server(store);
    figures->ready_worst_ms = MAX(figures->ready_worst_ms, server.ready_ms);
    for (unsigned i = 0; i < SUBMITTERS; i++) {
        submitters[i] =
            (Submitter){round, i, server.port, g_ptr_array_new_with_free_func(sent_free)};
        g_assert_cmpint(pthread_create(&threads[i], NULL, run_submitter, &submitters[i]), ==, 0);
    }
    g_usleep((gulong)g_random_int_range(300, 1500) * 1000);
    gint64 told = g_get_monotonic_time();
    int ended = end_server(&server, signal_number);
    if (signal_number == SIGTERM) {
        g_assert_true(WIFEXITED(ended));
        g_assert_cmpint(WEXITSTATUS(ended), ==, 0);
        g_assert_cmpint(g_get_monotonic_time() - told, <, 10 * G_USEC_PER_SEC);
    }
    for (unsigned i = 0; i < SUBMITTERS; i++)
        pthread_join(threads[i], NULL);
    server = start_server(store);
    figures->ready_worst_ms = MAX(figures->ready_worst_ms, server.ready_ms);
    for (unsigned i = 0; i < SUBMITTERS; i++) {
        for (size_t at = 0; at < submitters[i].sent->len; at++) {
            Sent *sent = g_ptr_array_index(submitters[i].sent, at);
            char *reference = NULL;
            settle(sent, server.port, &reference);
            figures->acknowledged += sent->was_acknowledged ? 1 : 0;
            figures->in_flight += sent->was_acknowledged ? 0 : 1;
            g_assert_false(g_hash_table_contains(words_of_reference, reference));
            g_hash_table_insert(words_of_reference, reference, g_strdup(sent->words));
        }
        g_ptr_array_unref(submitters[i].sent);
    }
    int status = end_server(&server, SIGTERM);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

static size_t column_of(const CsvCell *cells, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (g_str_equal(cells[i].text, name))
            return i;
    }
    g_error("the export has no column %s", name);
}

static void run_program(char **arguments)
{
    g_autoptr(GError) error = NULL;
    int status = 0;
    g_spawn_sync(NULL, arguments, NULL, 0, NULL, NULL, NULL, NULL, &status, &error);
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
}

/* Every reference once, with its own words, and nothing else. */
static void audit(const char *store, const char *directory, GHashTable *words_of_reference)
{
    g_autofree char *program = build_path("survey-response");
    g_autofree char *csv = g_build_filename(directory, "export.csv", NULL);
    char *export[] = {program,
                      (char[]){"export"},
                      (char[]){"--store"},
                      g_strdup(store),
                      (char[]){"--survey"},
                      (char[]){"short-journey"},
                      (char[]){"-o"},
                      csv,
                      NULL};
    run_program(export);
    char *check[] = {program, (char[]){"check"}, (char[]){"--store"}, export[3], NULL};
    run_program(check);
    g_free(export[3]);
    g_autoptr(GError) error = NULL;
    g_autoptr(CsvReader) reader = csv_reader_open(csv, &error);
    g_assert_no_error(error);
    const CsvCell *cells = NULL;
    size_t n = 0;
    g_assert_true(csv_reader_next(reader, &cells, &n, &error));
    size_t reference_at = column_of(cells, n, "reference");
    size_t words_at = column_of(cells, n, "why");
    size_t rows = 0;
    for (; csv_reader_next(reader, &cells, &n, &error); rows++) {
        const char *words = g_hash_table_lookup(words_of_reference, cells[reference_at].text);
        if (words == NULL)
            g_error("%s is in the export twice, or nobody sent it", cells[reference_at].text);
        g_assert_cmpstr(cells[words_at].text, ==, words);
        g_hash_table_remove(words_of_reference, cells[reference_at].text);
    }
    g_assert_no_error(error);
    if (g_hash_table_size(words_of_reference) > 0)
        g_error("%u references are not in the export of %zu rows",
                g_hash_table_size(words_of_reference), rows);
}

static void run_rounds(unsigned rounds, int signal_number)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *directory = g_dir_make_tmp("soundings-kill-XXXXXX", &error);
    g_assert_no_error(error);
    g_autofree char *store = g_build_filename(directory, "store", NULL);
    g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Figures figures = {0};
    for (unsigned round = 0; round < rounds; round++)
        run_round(round, signal_number, store, words, &figures);
    size_t total = g_hash_table_size(words);
    g_assert_cmpuint(total, ==, figures.acknowledged + figures.in_flight);
    audit(store, directory, words);
    g_test_message("%u rounds: %zu acknowledged, %zu in flight and sent again, 0 lost, 0 double; "
                   "ready in %.0f ms "
                   "at worst",
                   rounds, figures.acknowledged, figures.in_flight, figures.ready_worst_ms);
    g_assert_cmpuint(figures.acknowledged, >, rounds * SUBMITTERS / 2);
    file_directory_abandon(directory);
}

static void what_was_acknowledged_is_there_once(void)
{
    const char *wanted = g_getenv("SOUNDINGS_KILL_ROUNDS");
    run_rounds(wanted != NULL ? (unsigned)g_ascii_strtoull(wanted, NULL, 10) : ROUNDS_DEFAULT,
               SIGKILL);
}

static void a_polite_stop_under_load_ends_well(void)
{
    run_rounds(1, SIGTERM);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    signal(SIGPIPE, SIG_IGN);
    g_test_add_func("/kill/what was acknowledged is there once",
                    what_was_acknowledged_is_there_once);
    g_test_add_func("/kill/a polite stop under load ends well", a_polite_stop_under_load_ends_well);
    return g_test_run();
}
