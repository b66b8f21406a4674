/* A survey whose file is gone, with a running server: its pages, the others, what machines and staff are told. */
#include "base/error.h"
#include "responses/store/workshop.h"
#include "survey-server/staff/staff-pages.h"
#include "survey-server/staff/staff-test.h"
#include <sys/wait.h>

#include "base/banned.h"

#define LOST "all-types"

typedef struct {
    TestServer server;
    uint8_t token[TOKEN_BYTES]; /* of an administrator */
    Browser resident, staff;
    char *kept; /* the file as it was */
    size_t kept_bytes;
} Loss;

static char *source_path(const char *name)
{
    return g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests", name, NULL);
}

static char *lost_path(const Loss *loss)
{
    return g_build_filename(loss->server.directory, LOST ".db", NULL);
}

/* End the server, and begin it again on what lies there; with_lost: it is given the definition. */
static void stop(Loss *loss)
{
    g_assert_true(loss->server.listener == NULL || listener_stop(loss->server.listener, 10));
    store_close(loss->server.context.store);
    site_free(loss->server.context.site);
    loss->server.listener = NULL;
}

static void start(Loss *loss, bool with_lost)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *journey = source_path("survey-server/journey.xml");
    g_autofree char *lost = source_path("data/all-types.xml");
    char *paths[] = {journey, with_lost ? lost : NULL, NULL};
    Context *context = &loss->server.context;
    context->store = store_open(loss->server.directory, STORE_WRITE, &error);
    g_assert_no_error(error);
    staff_gate_cheapen(context->gate);
    context->site = site_new();
    g_assert_true(site_load(context, paths, &error));
    g_assert_no_error(error);
    config_set_port(loss->server.config, 0);
    loss->server.listener = listener_start(loss->server.config, context, &error);
    g_assert_no_error(error);
    loss->resident.port = loss->staff.port = loss->server.config->port;
}

static void begin(Loss *loss)
{
    *loss = (Loss){0};
    signal(SIGPIPE, SIG_IGN);
    staff_test_start(&loss->server);
    g_autoptr(Reply) signed_in = reply_redirect(303, url_path("", NULL));
    staff_test_person(&loss->server, "anna", ROLE_ADMINISTRATOR, loss->token);
    reply_set_staff_cookie(signed_in, loss->server.config, loss->token);
    loss->staff.cookie = g_strndup(signed_in->cookie, strcspn(signed_in->cookie, ";"));
    stop(loss);
    start(loss, true);
    stop(loss);
    g_autofree char *path = lost_path(loss);
    g_assert_true(g_file_get_contents(path, &loss->kept, &loss->kept_bytes, NULL));
}

static void end(Loss *loss)
{
    stop(loss);
    staff_gate_free(loss->server.context.gate);
    assets_free(loss->server.context.assets);
    config_free(loss->server.config);
    file_directory_abandon(loss->server.directory);
    g_free(loss->server.directory);
    g_free(loss->resident.cookie);
    g_free(loss->staff.cookie);
    g_free(loss->kept);
}

static void lose_by_removing(const Loss *loss)
{
    g_autofree char *path = lost_path(loss);
    g_assert_cmpint(g_remove(path), ==, 0);
}

static void lose_by_emptying(const Loss *loss)
{
    g_autofree char *path = lost_path(loss);
    g_assert_true(g_file_set_contents(path, "", 0, NULL));
}

/* Whatever in the store bears the survey's name, with its size.   Returns: yours (free with g_free). */
static char *traces(const Loss *loss)
{
    g_autoptr(GString) list = g_string_new(NULL);
    g_autoptr(GDir) dir = g_dir_open(loss->server.directory, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        GStatBuf status;
        g_autofree char *path = g_build_filename(loss->server.directory, name, NULL);
        if (g_str_has_prefix(name, LOST) && g_stat(path, &status) == 0)
            g_string_append_printf(list, "%s %ld;", name, (long)status.st_size);
    }
    return g_string_free(g_steal_pointer(&list), false);
}

static void assert_says(const char *answer, unsigned status, const char *words)
{
    if (http_status(answer) != status || strstr(answer, words) == NULL)
        g_error("not %u, or without \"%s\":\n%s", status, words, answer);
}

/* ---- Residents ---- */

static const struct {
    const char *path, *body; /* NULL: a GET */
} lost_pages[] = {
    {"/all-types", NULL},
    {"/all-types/", NULL},
    {"/all-types/", ""},
    {"/all-types/p_one", NULL},
    {"/all-types/p_one", "q_one=2"},
    {"/all-types/check-answers", NULL},
    {"/all-types/check-answers", ""},
    {"/all-types/sent", NULL},
    {"/all-types/paper.pdf", NULL},
    {"/all-types/none", NULL},
};

static void residents_are_told(Loss *loss)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lost_pages); i++) {
        const char *body = lost_pages[i].body;
        g_autofree char *answer = body == NULL
                                      ? browser_get(&loss->resident, lost_pages[i].path)
                                      : browser_post(&loss->resident, lost_pages[i].path, body);
        g_test_message("%s", lost_pages[i].path);
        assert_says(answer, 503, "<h1>This survey is not here just now</h1>");
        assert_says(answer, 503, "Tell Exampleshire Council that it is not here.");
        assert_says(answer, 503, "01632 960001");
        assert_says(answer, 503, "keep your reference");
        bool is_told = strstr(answer, "What you have just sent was not saved.") != NULL;
        g_assert_cmpint(is_told, ==, body != NULL);
        g_autofree char *retry = http_header(answer, "Retry-After");
        g_assert_cmpstr(retry, ==, "600");
        g_assert_null(strstr(answer, "#privacy"));
    }
    g_autofree char *welsh = browser_get(&loss->resident, "/all-types/?lang=cy");
    assert_says(welsh, 503, "Nid yw’r arolwg hwn yma ar hyn o bryd");
    g_autofree char *urdu = browser_get(&loss->resident, "/all-types/?lang=ur");
    assert_says(urdu, 503, "یہ سروے اس وقت یہاں نہیں ہے");
    assert_says(urdu, 503, "dir=\"rtl\"");
}

static void the_other_survey_is_served(Loss *loss)
{
    g_autofree char *list = browser_get(&loss->resident, "/");
    assert_says(list, 200, "A short journey</a>");
    assert_says(list, 200, "Every kind of question</a> It is not here just now.");
    g_autofree char *first = browser_get(&loss->resident, "/short-journey/");
    assert_says(first, 200, "A short journey");
    g_autofree char *sent = browser_post(&loss->resident, "/short-journey/p_safe", "safe=1");
    g_assert_cmpuint(http_status(sent), ==, 303);
}

/* ---- Machines and staff ---- */

static void machines_are_told(Loss *loss)
{
    g_autofree char *health = browser_get(&loss->resident, "/healthz");
    assert_says(health, 503, "{\"status\":\"degraded\",\"queued\":0,\"lost\":[\"all-types\"]}\n");
    g_autofree char *metrics = browser_get(&loss->resident, "/metrics");
    assert_says(metrics, 200, "soundings_surveys_lost 1\n");
}

/* An address of a route, with something in each place.   Returns: yours (free with g_free). */
static char *target_of(const StaffRoute *route)
{
    g_auto(GStrv) parts = g_strsplit(route->at.pattern, "/", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (parts[i][0] != '{')
            continue;
        const char *words = g_str_equal(parts[i], "{survey}") ? LOST : "any";
        g_free(parts[i]);
        parts[i] = g_strdup(words);
    }
    return g_strjoinv("/", parts);
}

static void staff_are_told(Loss *loss, const char *why)
{
    g_autofree char *home = browser_get(&loss->staff, "/staff/");
    assert_says(home, 200, "<h2>Not here just now</h2>");
    assert_says(home, 200, "Survey &#39;all-types&#39; is lost: ");
    assert_says(home, 200, why);
    assert_says(home, 200, "put all-types.db back from the newest backup");
    assert_says(home, 200, "A short journey</a>");
    g_autofree char *page = browser_get(&loss->staff, "/staff/all-types/");
    assert_says(page, 503, "put all-types.db back from the newest backup");
    size_t n_asked = 0;
    const RouteTable table = loss->server.context.staff_routes;
    const StaffRoute *routes = table.rows;
    const size_t n = table.n;
    for (size_t i = 0; i < n; i++) {
        if (!g_str_has_prefix(routes[i].at.pattern, "/staff/{survey}"))
            continue;
        g_autofree char *target = target_of(&routes[i]);
        g_autoptr(Request) request = routes[i].at.method == METHOD_POST
                                         ? staff_test_post(target, loss->token)
                                         : staff_test_ask(METHOD_GET, target, loss->token);
        g_autoptr(Reply) reply = staff_test_answer(&loss->server, request);
        g_test_message("%s", target);
        g_assert_cmpuint(reply->status, ==, 503);
        assert_body_has(reply, "<h1>This survey is not here just now</h1>");
        assert_body_has(reply, why);
        n_asked++;
    }
    g_assert_cmpuint(n_asked, >, 25);
    g_autofree char *stranger = browser_get(&loss->resident, "/staff/all-types/");
    g_assert_cmpuint(http_status(stranger), ==, 303); /* first who asks, then what */
}

/* `survey-response WORD --store ...`: its exit code, and what it prints on both streams. */
static int run(const Loss *loss, const char *word, const char *option, char **out_words)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *program =
        g_build_filename(g_getenv("SOUNDINGS_BUILD"), "bin", "survey-response", NULL);
    const char *arguments[] = {program, word, "--store", loss->server.directory,
                               option,  LOST, NULL};
    if (option == NULL)
        arguments[4] = NULL;
    g_autofree char *out = NULL;
    g_autofree char *err = NULL;
    int status = 0;
    g_assert_true(g_spawn_sync(NULL, (char **)(uintptr_t)arguments, NULL, G_SPAWN_DEFAULT, NULL,
                               NULL, &out, &err, &status, &error));
    *out_words = g_strconcat(out, err, NULL);
    return WEXITSTATUS(status);
}

static void commands_are_told(const Loss *loss, const char *why)
{
    static const struct {
        const char *word, *option;
    } commands[] = {{"check", NULL}, {"export", "--survey"}, {"backup", "-o"}};
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autofree char *words = NULL;
        g_assert_cmpint(run(loss, commands[i].word, commands[i].option, &words), ==, 1);
        if (strstr(words, why) == NULL || strstr(words, "put all-types.db back") == NULL)
            g_error("%s says: %s", commands[i].word, words);
    }
    g_assert_false(g_file_test(LOST, G_FILE_TEST_EXISTS));
}

/* ---- Tests ---- */

static void lose(void (*by)(const Loss *), const char *why)
{
    Loss loss;
    begin(&loss);
    by(&loss);
    g_autofree char *before = traces(&loss);
    start(&loss, true);
    residents_are_told(&loss);
    the_other_survey_is_served(&loss);
    machines_are_told(&loss);
    staff_are_told(&loss, why);
    commands_are_told(&loss, why);
    stop(&loss);
    g_autofree char *after = traces(&loss);
    g_assert_cmpstr(after, ==, before);
    /* Put back as it is told, it is served again. */
    g_autofree char *path = lost_path(&loss);
    g_assert_true(g_file_set_contents(path, loss.kept, (gssize)loss.kept_bytes, NULL));
    start(&loss, true);
    g_autofree char *back = browser_get(&loss.resident, "/all-types/");
    assert_says(back, 200, "Every kind of question");
    g_autofree char *health = browser_get(&loss.resident, "/healthz");
    assert_says(health, 200, "{\"status\":\"ok\",\"queued\":0}\n");
    end(&loss);
}

static void a_missing_file_costs_one_survey(void)
{
    lose(lose_by_removing, "all-types.db is missing");
}

static void an_emptied_file_costs_one_survey(void)
{
    lose(lose_by_emptying, "all-types.db is empty");
}

/* Published in the browser, so that its definition is gone too. */
static void a_survey_without_its_definition_is_told_of_too(void)
{
    Loss loss;
    begin(&loss);
    lose_by_removing(&loss);
    start(&loss, false);
    g_autofree char *answer = browser_get(&loss.resident, "/all-types/");
    assert_says(answer, 503, "Tell the council that runs it that it is not here.");
    g_autofree char *welsh = browser_get(&loss.resident, "/all-types/?lang=cy");
    assert_says(welsh, 503, "Nid yw’r arolwg hwn yma ar hyn o bryd");
    /* How much it may send is not known, so what is long is not refused as too long. */
    g_autofree char *long_words = g_strnfill(150000, 'x');
    g_autofree char *long_body = g_strconcat("q_text=", long_words, NULL);
    g_autofree char *long_answer = browser_post(&loss.resident, "/all-types/p_text", long_body);
    assert_says(long_answer, 503, "What you have just sent was not saved.");
    g_autofree char *list = browser_get(&loss.resident, "/");
    assert_says(list, 200, "A short journey</a>");
    g_assert_null(strstr(list, LOST));
    machines_are_told(&loss);
    end(&loss);
}

/* Its next version, at work when the file was lost, is not published as if there had been none before. */
static void a_lost_survey_is_not_published_anew(void)
{
    Loss loss;
    begin(&loss);
    lose_by_removing(&loss);
    g_autofree char *before = traces(&loss);
    start(&loss, true);
    g_autoptr(GError) error = NULL;
    const LostSurvey *lost = site_find_lost(loss.server.context.site, LOST);
    int64_t id = 0;
    const WorkpieceSave save = {.survey_id = LOST,
                                .title = "Every kind of question",
                                .source = lost->survey->source,
                                .what = "next version"};
    g_assert_true(workshop_begin(loss.server.context.store, &save, &staff_test_act, &id, &error));
    g_assert_no_error(error);
    g_autofree char *target =
        g_strdup_printf("/staff/definitions/%" G_GINT64_FORMAT "/publish", id);
    g_autoptr(Request) look = staff_test_ask(METHOD_GET, target, loss.token);
    g_autoptr(Reply) page = staff_test_answer(&loss.server, look);
    assert_body_has(page, "Its survey is published, and its file is lost");
    assert_body_lacks(page, "Publish it now");
    g_autoptr(Request) order = staff_test_post(target, loss.token);
    fields_add(order->fields, "revision", "1");
    g_autoptr(Reply) refused = staff_test_answer(&loss.server, order);
    g_assert_cmpuint(refused->status, ==, 503);
    assert_body_has(refused, "put all-types.db back from the newest backup");
    g_autofree char *after = traces(&loss);
    g_assert_cmpstr(after, ==, before);
    end(&loss);
}

static void the_address_of_a_pilot_stays_a_secret(void)
{
    Loss loss;
    begin(&loss);
    start(&loss, true);
    site_lose(loss.server.context.site, "pilot-x7", NULL, "survey 'pilot-x7' is lost: gone");
    g_autofree char *health = browser_get(&loss.resident, "/healthz");
    assert_says(health, 503, "\"lost\":[\"a pilot\"]");
    g_assert_null(strstr(health, "x7"));
    g_autofree char *pilot = browser_get(&loss.resident, "/pilot-x7/");
    assert_says(pilot, 503, "This survey is not here just now");
    end(&loss);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/lost/a missing file costs one survey", a_missing_file_costs_one_survey);
    g_test_add_func("/lost/an emptied file costs one survey", an_emptied_file_costs_one_survey);
    g_test_add_func("/lost/a survey without its definition is told of too",
                    a_survey_without_its_definition_is_told_of_too);
    g_test_add_func("/lost/a lost survey is not published anew",
                    a_lost_survey_is_not_published_anew);
    g_test_add_func("/lost/the address of a pilot stays a secret",
                    the_address_of_a_pilot_stays_a_secret);
    return g_test_run();
}
