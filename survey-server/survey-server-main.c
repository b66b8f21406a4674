/* survey-server: serves surveys to residents until it is told to stop. */
#include "base/catalogue.h"
#include "base/command.h"
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "survey-server/listener.h"
#include "survey-server/log.h"
#include "survey-server/pages.h"
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/banned.h"

enum { CONNECTIONS_DEFAULT = 4000, PORT_DEFAULT = 8080, ARENAS = 2 };

typedef struct {
    char *store, *listen, *base_url;
    int port, connections;
    int is_preview; /* GOption writes an int */
} Options;

static void options_clear(Options *options)
{
    g_free(options->store);
    g_free(options->listen);
    g_free(options->base_url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* Signals are taken by sigwait in the main thread alone: they must be blocked before any thread exists. */
static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void wait_for_end(const sigset_t *set)
{
    int got = SIGHUP;
    while (got == SIGHUP) /* a terminal that goes away does not end a survey */
        sigwait(set, &got);
}

static void print_addresses(Site *site, const Config *config)
{
    printf("Serving %s/\n", config->base_url);
    g_autoptr(GPtrArray) list = site_list(site);
    for (size_t i = 0; i < list->len; i++) {
        const Served *served = g_ptr_array_index(list, i);
        printf("Serving %s/%s/\n", config->base_url, served->survey->id);
    }
    fflush(stdout);
}

static bool serve(Config *config, Context *context, const sigset_t *set, GError **error)
{
    Listener *listener = listener_start(config, context, error);
    if (listener == NULL)
        return false;
    print_addresses(context->site, config);
    wait_for_end(set);
    log_event("stopping", "");
    if (!listener_stop(listener, TIMEOUT_STOP_S - 2)) {
        log_event("stopped",
                  "the store did not finish in time; what was not acknowledged may be missing");
        fflush(stderr);
        _exit(1);
    }
    return true;
}

static bool serve_from(Config *config, const char *address, char **paths, const sigset_t *set,
                       GError **error)
{
    Context context = {.config = config};
    g_autoptr(Store) store = store_open(address, STORE_WRITE, error);
    if (store == NULL)
        return false;
    g_autoptr(Site) site = site_new();
    g_autoptr(Assets) assets = assets_new();
    context.store = store;
    context.site = site;
    context.assets = assets;
    bool done = site_load(&context, paths, error) && serve(config, &context, set, error);
    /* The surveys must outlive the writer, which may still hold one. */
    g_clear_pointer(&store, store_close);
    log_event("stopped", "");
    return done;
}

static bool preview(Config *config, char **paths, const sigset_t *set, GError **error)
{
    g_autofree char *near = g_strdup_printf("%s/soundings-preview", g_get_tmp_dir());
    g_autofree char *directory = dir_begin(near, "preview", error);
    if (directory == NULL)
        return false;
    bool done = serve_from(config, directory, paths, set, error);
    dir_abandon(directory);
    return done;
}

static char **arguments_of(const CommandLine *line)
{
    char **paths = g_new0(char *, command_count(line) + 1);
    for (size_t i = 0; i < command_count(line); i++)
        paths[i] = g_strdup(command_argument(line, i));
    return paths;
}

static bool run(CommandLine *line, GError **error)
{
    g_auto(Options) options = {.port = PORT_DEFAULT, .connections = CONNECTIONS_DEFAULT};
    const GOptionEntry entries[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &options.store, "Directory that keeps the responses",
         "STORE"},
        {"listen", 0, 0, G_OPTION_ARG_STRING, &options.listen, "Address to listen on (127.0.0.1)",
         "A"},
        {"port", 0, 0, G_OPTION_ARG_INT, &options.port,
         "Port to listen on (8080; 0 is any free one)", "N"},
        {"base-url", 0, 0, G_OPTION_ARG_STRING, &options.base_url, "Address that residents use",
         "U"},
        {"connections", 0, 0, G_OPTION_ARG_INT, &options.connections,
         "Most connections at once (4000)", "N"},
        {"preview", 0, 0, G_OPTION_ARG_NONE, &options.is_preview,
         "Throw-away store, every page marked", NULL},
        {0},
    };
    if (!command_parse(line, entries, 1, 1000, error))
        return false;
    bool is_preview = options.is_preview != 0;
    if (!is_preview && !command_need(line, "--store", options.store, error))
        return false;
    g_autoptr(Config) config = config_new(options.listen, options.port, options.base_url,
                                          is_preview, options.connections, error);
    if (config == NULL)
        return false;
    sigset_t set;
    block_signals(&set);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before threads */
    mallopt(M_ARENA_MAX, ARENAS); /* an arena a thread would double the memory at rest */
    catalogue_start(NULL);
    g_auto(GStrv) paths = arguments_of(line);
    return is_preview ? preview(config, paths, &set, error)
                      : serve_from(config, options.store, paths, &set, error);
}

int main(int argc, char **argv)
{
    static const Command commands[] = {
        {NULL, "--store STORE FILE-or-DIR...", "Serve surveys to residents", run},
    };
    return command_main(argc, argv, "survey-server", "Serves surveys to residents.", commands,
                        G_N_ELEMENTS(commands));
}
