/* survey-server: serves surveys to residents until it is told to stop. */
#include "base/command.h"
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/private.h"
#include "base/say.h"
#include "responses/accounts/user-command.h"
#include "responses/errands/errand.h"
#include "survey-server/errands.h"
#include "survey-server/http/listener.h"
#include "survey-server/http/log.h"
#include "survey-server/residents/pages.h"
#include "survey-server/routes.h"
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/banned.h"

enum { CONNECTIONS_DEFAULT = 4000, PORT_DEFAULT = 8080, ARENAS = 2 };

typedef struct {
    char *store, *listen, *base_url, *trusted_proxy, *user_header;
    int port, connections;
    int is_preview; /* GOption writes an int */
} Options;

static void options_clear(Options *options)
{
    g_free(options->store);
    g_free(options->listen);
    g_free(options->base_url);
    g_free(options->trusted_proxy);
    g_free(options->user_header);
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

/* There is no default password: when nobody can sign in, this is the way in. */
static void print_first_link(const Context *context)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *line = user_first_line(context->store, context->config->base_url, &error);
    if (line != NULL)
        printf("%s\n", line);
    else if (error != NULL)
        log_event("first link", error->message);
    fflush(stdout);
}

/* Residents are served, also where no socket can be made. */
static Errands *take_errands(Context *context, const char *store)
{
    g_autoptr(GError) error = NULL;
    Errands *errands = errands_start(context, store, &error);
    if (errands == NULL)
        log_event("no-errands", error->message);
    return errands;
}

static bool serve(Config *config, Context *context, const char *store, const sigset_t *set,
                  GError **error)
{
    Listener *listener = listener_start(config, context, error);
    if (listener == NULL)
        return false;
    Errands *errands = take_errands(context, store);
    print_addresses(context->site, config);
    print_first_link(context);
    wait_for_end(set);
    log_event("stopping", "");
    errands_stop(errands); /* an import that runs is taken back, and those who wait for it go on */
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
    g_autoptr(StaffGate) gate = staff_gate_new();
    context.gate = gate;
    routes_hand_down(&context);
    bool done = site_load(&context, paths, error) && serve(config, &context, address, set, error);
    /* The surveys must outlive the writer, which may still hold one. */
    g_clear_pointer(&store, store_close);
    log_event("stopped", "");
    return done;
}

static bool preview(Config *config, char **paths, const sigset_t *set, GError **error)
{
    g_autofree char *near = g_strdup_printf("%s/soundings-preview", g_get_tmp_dir());
    g_autofree char *directory = file_directory_begin(near, "preview", error);
    if (directory == NULL)
        return false;
    bool done = serve_from(config, directory, paths, set, error);
    file_directory_abandon(directory);
    return done;
}

static char **arguments_of(const CommandLine *line)
{
    char **paths = g_new0(char *, command_count(line) + 1);
    for (size_t i = 0; i < command_count(line); i++)
        paths[i] = g_strdup(command_argument(line, i));
    return paths;
}

static void log_shared(const char *sentence)
{
    log_event("shared-store", sentence);
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
        {"trusted-proxy", 0, 0, G_OPTION_ARG_STRING, &options.trusted_proxy,
         "Address of a proxy whose word is taken for who a member of staff is", "A"},
        {"user-header", 0, 0, G_OPTION_ARG_STRING, &options.user_header,
         "Its header with the name of the account", "NAME"},
        {"preview", 0, 0, G_OPTION_ARG_NONE, &options.is_preview,
         "Throw-away store, every page marked", NULL},
        {0},
    };
    if (!command_parse(line, entries, 0, 1000, error))
        return false;
    bool is_preview = options.is_preview != 0;
    if (is_preview && command_count(line) == 0) {
        error_set(error, ERROR_USAGE, "--preview: say which definitions to show");
        return false;
    }
    if (!is_preview && !command_need(line, "--store", options.store, error))
        return false;
    g_autoptr(Config) config = config_new(options.listen, options.port, options.base_url,
                                          is_preview, options.connections, error);
    if (config == NULL ||
        !config_trust_proxy(config, options.trusted_proxy, options.user_header, error))
        return false;
    private_tell_by(log_shared);
    sigset_t set;
    block_signals(&set);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before threads */
    mallopt(M_ARENA_MAX, ARENAS); /* an arena a thread would double the memory at rest */
    say_start(NULL);
    g_auto(GStrv) paths = arguments_of(line);
    return is_preview ? preview(config, paths, &set, error)
                      : serve_from(config, options.store, paths, &set, error);
}

/* ---- Accounts ---- */

static bool list_users(const char *address, GError **error)
{
    g_autoptr(Store) store = store_open(address, STORE_READ, error);
    const char *const words[] = {"list", NULL};
    g_autoptr(GString) out = g_string_new(NULL);
    if (store == NULL || !user_command(store, "", words, out, error))
        return false;
    fputs(out->str, stdout);
    return true;
}

/* Run `survey-server user WORD ARGUMENTS`; with a role, it follows the name. */
static bool run_user(CommandLine *line, const char *word, bool has_name, bool has_role,
                     GError **error)
{
    g_autofree char *address = NULL;
    g_autofree char *role = NULL;
    g_autofree char *base_url = NULL;
    const GOptionEntry entries[] = {
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &address, "Directory that keeps the responses",
         "STORE"},
        {"base-url", 0, 0, G_OPTION_ARG_STRING, &base_url,
         "Address at which staff open the site (that of the server that runs, else "
         "http://127.0.0.1:8080)",
         "U"},
        {has_role ? "role" : NULL, 0, 0, G_OPTION_ARG_STRING, &role,
         "keyer, supervisor, analyst or administrator", "ROLE"},
        {0},
    };
    size_t n = has_name ? 1 : 0;
    if (!command_parse(line, entries, n, n, error) ||
        !command_need(line, "--store", address, error) ||
        (has_role && !command_need(line, "--role", role, error)))
        return false;
    if (!has_name)
        return list_users(address, error);
    const char *const words[] = {
        "user", base_url != NULL ? base_url : "", word, command_argument(line, 0), role, NULL};
    const char *const no_paths[] = {NULL};
    return errand_run(address, words, no_paths, error);
}

static bool run_user_add(CommandLine *line, GError **error)
{
    return run_user(line, "add", true, true, error);
}

static bool run_user_list(CommandLine *line, GError **error)
{
    return run_user(line, "list", false, false, error);
}

static bool run_user_disable(CommandLine *line, GError **error)
{
    return run_user(line, "disable", true, false, error);
}

static bool run_user_enable(CommandLine *line, GError **error)
{
    return run_user(line, "enable", true, false, error);
}

static bool run_user_reset(CommandLine *line, GError **error)
{
    return run_user(line, "reset", true, false, error);
}

static bool run_user_nothing(CommandLine *line, GError **error)
{
    (void)line;
    const char *const words[] = {NULL};
    g_autoptr(GString) out = g_string_new(NULL);
    return user_command(NULL, "", words, out, error);
}

int main(int argc, char **argv)
{
    static const Command commands[] = {
        {NULL,
         "--store STORE [--listen A] [--port N] [--base-url U] [--connections N] [--preview] "
         "[--trusted-proxy A --user-header NAME] [FILE-or-DIR]...",
         "Serve these surveys, and those that staff published; pages for staff.\n"
         "      SIGTERM or SIGINT ends it once what is in hand is answered; SIGHUP does nothing",
         run},
        {"user add", "NAME --role ROLE --store STORE [--base-url U]",
         "Add an account of staff; prints its one-time link", run_user_add},
        {"user list", "--store STORE", "List the accounts of staff", run_user_list},
        {"user disable", "NAME --store STORE", "End an account; what was done with it stays",
         run_user_disable},
        {"user enable", "NAME --store STORE", "Let a disabled account in again", run_user_enable},
        {"user reset", "NAME --store STORE [--base-url U]",
         "End password, second factor and sessions; prints a new one-time link", run_user_reset},
        {"user", "add | list | disable | enable | reset", "Look after accounts of staff",
         run_user_nothing},
    };
    return command_main(argc, argv, "survey-server", "Serves surveys to residents.", commands,
                        G_N_ELEMENTS(commands));
}
