/* The table of routes walked whole, the frame of pages, replies, assets and the reaper: no socket but a pair. */
#include "survey-server/http-test.h"
#include "survey-server/http/registry.h"
#include "survey-server/residents/page-fields.h"
#include "survey-server/residents/residents.h"
#include "survey-server/routes.h"

#include "base/banned.h"

static Request *ask(Method method, const char *path)
{
    Request *request = request_new();
    request->method = method;
    request->path = g_strdup(path);
    request->segments = g_strsplit(path + 1, "/", -1);
    request->n_segments = g_strv_length(request->segments);
    request->query = fields_new();
    request->is_loopback = true;
    request->host = g_strdup("localhost:8080");
    if (method == METHOD_POST)
        request->fields = fields_new();
    return request;
}

static void every_post_is_guarded(void)
{
    Context context = {0};
    routes_hand_down(&context);
    const ResidentsRoute *routes = context.residents_routes.rows;
    const size_t n = context.residents_routes.n;
    g_assert_cmpuint(n, >, 0);
    for (size_t i = 0; i < n; i++) {
        g_assert_cmpint(routes[i].at.pattern[0], ==, '/');
        g_assert_true(routes[i].at.method != METHOD_OTHER);
        g_assert_true((routes[i].flags & (ROUTE_PUBLIC | ROUTE_LOOPBACK)) != 0);
        if (routes[i].at.method == METHOD_POST)
            g_assert_true((routes[i].flags & ROUTE_SAME_SITE) != 0);
        for (size_t j = i + 1; j < n; j++)
            g_assert_false(routes[i].at.method == routes[j].at.method &&
                           g_str_equal(routes[i].at.pattern, routes[j].at.pattern));
    }
}

static void addresses_lead_to_their_routes(void)
{
    static const struct {
        Method method;
        const char *path, *name; /* NULL: no route */
        unsigned status;
    } paths[] = {
        {METHOD_GET, "/", "home", 0},
        {METHOD_GET, "/healthz", "healthz", 0},
        {METHOD_GET, "/metrics", "metrics", 0},
        {METHOD_GET, "/assets/site.0.css", "asset", 0},
        {METHOD_GET, "/s", "start-redirect", 0},
        {METHOD_GET, "/s/", "start", 0},
        {METHOD_POST, "/s/", "start-again", 0},
        {METHOD_GET, "/s/check-answers", "check", 0},
        {METHOD_POST, "/s/check-answers", "send", 0},
        {METHOD_GET, "/s/sent", "sent", 0},
        {METHOD_GET, "/s/paper.pdf", "paper", 0},
        {METHOD_GET, "/s/p", "page", 0},
        {METHOD_POST, "/s/p", "page-take", 0},
        {METHOD_POST, "/", NULL, 405},
        {METHOD_POST, "/healthz", NULL, 405},
        {METHOD_OTHER, "/s/p", NULL, 405},
        {METHOD_GET, "/s/p/q", NULL, 404},
        {METHOD_GET, "/s/p/", NULL, 404},
        {METHOD_POST, "/a/b/c", NULL, 404},
    };
    Context context = {0};
    routes_hand_down(&context);
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(Request) request = ask(paths[i].method, paths[i].path);
        unsigned status = 0;
        const char *allow = NULL;
        const Route *route = route_find(&context.residents_routes, request, &status, &allow);
        g_assert_cmpstr(route != NULL ? route->name : NULL, ==, paths[i].name);
        if (route == NULL)
            g_assert_cmpuint(status, ==, paths[i].status);
        g_assert_true((status == 405) == (allow != NULL));
    }
}

static unsigned status_of(TestServer *server, Request *request)
{
    const char *name = NULL;
    Answer answer = test_ask(request, &server->context, &name);
    const unsigned status = answer.pending != NULL ? 1 : answer.reply->status;
    answer_clear(&answer);
    return status;
}

static void metrics_are_for_this_machine(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    config_set_port(server.config, 8080);
    g_autoptr(Request) near = ask(METHOD_GET, "/metrics");
    g_assert_cmpuint(status_of(&server, near), ==, 200);
    g_autoptr(Request) far = ask(METHOD_GET, "/metrics");
    far->is_loopback = false;
    g_assert_cmpuint(status_of(&server, far), ==, 404);
    g_autoptr(Request) through_proxy = ask(METHOD_GET, "/metrics");
    through_proxy->is_forwarded = true;
    g_assert_cmpuint(status_of(&server, through_proxy), ==, 404);
    g_autoptr(Request) health = ask(METHOD_GET, "/healthz");
    health->is_loopback = false;
    g_assert_cmpuint(status_of(&server, health), ==, 200);
    test_context_stop(&server);
}

static void a_post_makes_a_job_and_no_reply(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    config_set_port(server.config, 8080);
    g_autoptr(Request) post = ask(METHOD_POST, "/short-journey/p_safe");
    fields_add(post->fields, "safe", "1");
    g_assert_cmpuint(status_of(&server, post), ==, 1);
    g_autoptr(Request) nowhere = ask(METHOD_POST, "/short-journey/p_none");
    g_assert_cmpuint(status_of(&server, nowhere), ==, 404);
    g_autoptr(Request) no_survey = ask(METHOD_POST, "/no-survey/p_safe");
    g_assert_cmpuint(status_of(&server, no_survey), ==, 404);
    test_context_stop(&server);
}

static void one_cookie_gives_one_submit_key(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    const Served *served = site_find(server.context.site, "short-journey");
    uint8_t keys[3][SUBMIT_KEY_BYTES];
    for (uint8_t i = 0; i < 3; i++) {
        g_autoptr(Request) request = ask(METHOD_GET, "/short-journey/p_safe");
        request->has_token = true;
        request->token[0] = i == 2; /* the third is somebody else */
        g_autoptr(GError) error = NULL;
        g_autoptr(Visit) visit = visit_open(request, &server.context, served, &error);
        g_assert_no_error(error);
        visit_submit_key(visit, keys[i]);
        g_assert_cmpint(memcmp(visit->token, request->token, sizeof visit->token), !=, 0);
    }
    g_assert_cmpint(memcmp(keys[0], keys[1], sizeof keys[0]), ==, 0);
    g_assert_cmpint(memcmp(keys[0], keys[2], sizeof keys[0]), !=, 0);
    test_context_stop(&server);
}

/* What the writer may say, without a writer: `rounds` times the same. */
static Reply *after(TestServer *server, Request *post, PendingOutcome outcome, size_t rounds)
{
    const char *name = NULL;
    Answer answer = test_ask(post, &server->context, &name);
    for (size_t i = 0; i < rounds; i++) {
        g_assert_nonnull(answer.pending);
        const Answer next =
            answer.pending->finish(answer.pending, post, &server->context, &outcome);
        answer_clear(&answer);
        answer = next;
    }
    g_assert_null(answer.pending);
    return answer.reply;
}

static void what_is_not_saved_stays_on_the_page(void)
{
    static const struct {
        PendingOutcome outcome;
        size_t rounds;
        unsigned status;
        const char *words;
    } cases[] = {
        {{.status = STORE_FAILED}, 1, 503, "could not save this page"},
        {{.is_busy = true}, 1, 503, "could not save this page"},
        {{.status = STORE_REFUSED}, 4, 409, "another tab"},
    };
    TestServer server = {0};
    test_context_start(&server, NULL);
    config_set_port(server.config, 8080);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Request) post = ask(METHOD_POST, "/short-journey/p_safe");
        fields_add(post->fields, "safe", "2");
        g_autoptr(Reply) reply = after(&server, post, cases[i].outcome, cases[i].rounds);
        g_assert_cmpuint(reply->status, ==, cases[i].status);
        g_assert_true((reply->retry_after_s > 0) == (cases[i].status == 503));
        g_autofree char *page =
            g_strndup(g_bytes_get_data(reply->body, NULL), g_bytes_get_size(reply->body));
        g_assert_nonnull(strstr(page, cases[i].words));
        g_assert_nonnull(strstr(page, "value=\"2\" checked"));
        g_assert_nonnull(strstr(page, "<title>Error: "));
    }
    test_context_stop(&server);
}

typedef struct {
    GString *lines;
} Collected;

static void collect(const char *name, const char *value, void *arg)
{
    Collected *collected = arg;
    g_string_append_printf(collected->lines, "%s: %s\n", name, value);
}

static char *headers_of(const Reply *reply, const Config *config)
{
    Collected collected = {g_string_new(NULL)};
    reply_visit_headers(reply, config, collect, &collected);
    return g_string_free(collected.lines, false);
}

static void every_reply_is_safe(void)
{
    g_autoptr(Config) config =
        config_new("127.0.0.1", 0, "https://survey.example.org", false, 100, NULL);
    g_autoptr(Reply) reply = reply_html(200, g_bytes_new_static("x", 1));
    uint8_t token[TOKEN_BYTES] = {1};
    reply_set_cookie(reply, config, token);
    g_autofree char *headers = headers_of(reply, config);
    static const char *const wanted[] = {
        "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff\n",
        "Cache-Control: no-store\n",
        "Strict-Transport-Security: ",
        "Set-Cookie: __Host-draft=AQAA",
        "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (strstr(headers, wanted[i]) == NULL)
            g_error("%s is missing in\n%s", wanted[i], headers);
    }
    g_autoptr(Config) plain = config_new("127.0.0.1", 0, NULL, false, 100, NULL);
    reply_set_cookie(reply, plain, token);
    g_assert_true(g_str_has_prefix(reply->cookie, "draft="));
    g_assert_null(strstr(reply->cookie, "Secure"));
}

static char *policy_of(const Reply *reply, const Config *config)
{
    static const char *const name = "Content-Security-Policy: ";
    g_autofree char *headers = headers_of(reply, config);
    const char *found = strstr(headers, name);
    g_assert_nonnull(found);
    g_assert_null(strstr(found + 1, name));
    found += strlen(name);
    return g_strndup(found, strcspn(found, "\n"));
}

static void scripts_run_only_where_staff_have_one(void)
{
    static const char *const residents =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri "
        "'none'; frame-ancestors 'none'; object-src 'none'";
    static const char *const paths[] = {
        "/",      "/short-journey/", "/short-journey/p_safe", "/no-survey", "/short-journey/sent",
        "/staff", "/staff/no",       "/short-journey/p_none", "/healthz"};
    TestServer server = {0};
    test_context_start(&server, NULL);
    config_set_port(server.config, 8080);
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(Request) request = ask(METHOD_GET, paths[i]);
        const char *name = NULL;
        g_autoptr(Reply) reply = test_answer(request, &server.context, &name);
        g_autofree char *policy = policy_of(reply, server.config);
        g_assert_cmpstr(policy, ==, residents);
        if (reply->body == NULL)
            continue;
        g_autofree char *page =
            g_strndup(g_bytes_get_data(reply->body, NULL), g_bytes_get_size(reply->body));
        g_assert_null(strstr(page, "<script"));
    }
    g_autoptr(Reply) keying = reply_html(200, g_bytes_new_static("x", 1));
    keying->runs_scripts = true;
    g_autofree char *policy = policy_of(keying, server.config);
    g_autofree char *wanted =
        g_strconcat(residents, "; script-src 'self'; connect-src 'self'", NULL);
    g_assert_cmpstr(policy, ==, wanted);
    test_context_stop(&server);
}

static void assets_are_found_by_their_hashed_names(void)
{
    static const struct {
        const char *file, *type;
    } files[] = {{"site.css", "text/css; charset=utf-8"},
                 {"staff.css", "text/css; charset=utf-8"},
                 {"keying.js", "text/javascript; charset=utf-8"}};
    g_autoptr(Assets) assets = assets_new();
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_auto(Url) url = assets_url(assets, files[i].file);
        g_assert_true(g_str_has_prefix(url.text, "/assets/"));
        const StaticPage *page = assets_find(assets, url.text + strlen("/assets/"));
        g_assert_nonnull(page);
        g_assert_cmpstr(page->type, ==, files[i].type);
        g_assert_cmpint(page->caching, ==, CACHE_FOREVER);
        g_assert_null(assets_find(assets, files[i].file));
    }
}

static void codes_of_errors_have_their_status(void)
{
    static const struct {
        ErrorCode code;
        unsigned status;
    } codes[] = {{ERROR_BUSY, 503},  {ERROR_CONFLICT, 409}, {ERROR_NOT_FOUND, 404},
                 {ERROR_LIMIT, 413}, {ERROR_STORE, 500},    {ERROR_DATA, 400}};
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        g_autoptr(GError) error = NULL;
        error_set(&error, codes[i].code, "x");
        g_assert_cmpuint(reply_status_of(error), ==, codes[i].status);
    }
}

static void the_frame_says_where_one_is(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    const Survey *survey = site_find(server.context.site, "short-journey")->survey;
    g_auto(Url) here = url_path(survey->id, "p_safe", NULL);
    g_auto(Url) back = url_path(survey->id, "", NULL);
    Frame frame = {.context = &server.context,
                   .survey = survey,
                   .lang = "en",
                   .heading = "Why <b>?",
                   .is_error = true,
                   .at = 2,
                   .of = 3,
                   .here = &here,
                   .back = &back};
    Markup *to = layout_begin(&frame);
    g_autoptr(GBytes) bytes = layout_end(to, &frame);
    g_autofree char *page = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    static const char *const wanted[] = {
        "<html lang=\"en\" dir=\"ltr\">",
        "<title>Error: Why &lt;b&gt;? (page 2 of about 3) – A short journey – Exampleshire "
        "Council</title>",
        "<body><a class=\"skip-link\" href=\"#main\">",
        "aria-label=\"Language\"",
        "lang=\"cy\" hreflang=\"cy\"",
        "<main id=\"main\"",
        "href=\"tel:01632960001\"",
        "href=\"mailto:team@example.org\"",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (strstr(page, wanted[i]) == NULL)
            g_error("%s is missing in\n%s", wanted[i], page);
    }
    g_assert_true(strstr(page, ">Back<") < strstr(page, "</header>"));
    g_assert_null(strstr(page, "<b>"));
    test_context_stop(&server);
}

static void start_pages_are_kept_and_known(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    config_set_port(server.config, 8080);
    const char *name = NULL;
    g_autoptr(Request) first = ask(METHOD_GET, "/short-journey/");
    first->accept_encoding = g_strdup("gzip, br");
    g_autoptr(Reply) reply = test_answer(first, &server.context, &name);
    g_assert_cmpuint(reply->status, ==, 200);
    g_assert_cmpstr(reply->coding, ==, "br");
    g_autoptr(Request) second = ask(METHOD_GET, "/short-journey/");
    second->if_none_match = g_strdup(reply->etag);
    g_autoptr(Reply) known = test_answer(second, &server.context, &name);
    g_assert_cmpuint(known->status, ==, 304);
    g_autoptr(Request) welsh = ask(METHOD_GET, "/short-journey/");
    welsh->accept_language = g_strdup("cy-GB, en;q=0.5");
    g_autoptr(Reply) other = test_answer(welsh, &server.context, &name);
    g_assert_cmpuint(other->status, ==, 200);
    g_assert_cmpstr(other->etag, !=, reply->etag);
    test_context_stop(&server);
}

static void phases_follow_the_dates(void)
{
    Served served = {.dates = {.opens = 100, .closes = 200}};
    g_assert_cmpint(site_served_phase(&served, 99), ==, PHASE_BEFORE);
    g_assert_cmpint(site_served_phase(&served, 100), ==, PHASE_OPEN); /* from this second on */
    g_assert_cmpint(site_served_phase(&served, 150), ==, PHASE_OPEN);
    g_assert_cmpint(site_served_phase(&served, 199), ==, PHASE_OPEN);
    g_assert_cmpint(site_served_phase(&served, 200), ==, PHASE_CLOSED); /* not one second more */
    g_assert_cmpint(site_served_phase(&served, 1000), ==, PHASE_CLOSED);
    Served always = {.dates = {0, 0}};
    g_assert_cmpint(site_served_phase(&always, 1), ==, PHASE_OPEN);
}

static void a_connection_past_its_deadline_is_ended(void)
{
    atomic_uint_fast64_t reaped = 0;
    g_autoptr(GError) error = NULL;
    Registry *registry = registry_new(&reaped, &error);
    g_assert_no_error(error);
    int ends[2];
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
    Connection *slow = registry_add(registry, ends[0], 100);
    g_assert_cmpuint(registry_reap(registry, 0), ==, 0);
    g_assert_cmpuint(registry_reap(registry, G_MAXINT64), ==, 1);
    g_assert_cmpuint(registry_reap(registry, G_MAXINT64), ==, 0);
    char byte;
    g_assert_cmpint(recv(ends[1], &byte, 1, 0), ==, 0);
    registry_remove(registry, slow);
    registry_free(registry);
    g_assert_cmpuint(reaped, ==, 1);
    close(ends[0]);
    close(ends[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/routes/every POST is guarded", every_post_is_guarded);
    g_test_add_func("/routes/addresses lead to their routes", addresses_lead_to_their_routes);
    g_test_add_func("/routes/metrics are for this machine", metrics_are_for_this_machine);
    g_test_add_func("/routes/a POST makes a job and no reply", a_post_makes_a_job_and_no_reply);
    g_test_add_func("/routes/what is not saved stays on the page",
                    what_is_not_saved_stays_on_the_page);
    g_test_add_func("/visit/one cookie gives one submit key", one_cookie_gives_one_submit_key);
    g_test_add_func("/reply/every reply is safe", every_reply_is_safe);
    g_test_add_func("/reply/scripts run only where staff have one",
                    scripts_run_only_where_staff_have_one);
    g_test_add_func("/assets/assets are found by their hashed names",
                    assets_are_found_by_their_hashed_names);
    g_test_add_func("/reply/codes of errors have their status", codes_of_errors_have_their_status);
    g_test_add_func("/layout/the frame says where one is", the_frame_says_where_one_is);
    g_test_add_func("/start/start pages are kept and known", start_pages_are_kept_and_known);
    g_test_add_func("/start/phases follow the dates", phases_follow_the_dates);
    g_test_add_func("/reaper/a connection past its deadline is ended",
                    a_connection_past_its_deadline_is_ended);
    return g_test_run();
}
