/* The home page of staff and the page of a survey, for each role, without a socket. */
#include "responses/paper/batches.h"
#include "survey-server/http-test.h"
#include "survey-server/staff/staff-pages.h"

#include "base/banned.h"

static Request *ask(const char *path)
{
    Request *request = request_new();
    request->method = METHOD_GET;
    request->path = g_strdup(path);
    request->segments = g_strsplit(path + 1, "/", -1);
    request->n_segments = g_strv_length(request->segments);
    request->query = fields_new();
    return request;
}

static char *page_of(TestServer *server, StaffHandler handle, const char *path, Role role,
                     unsigned status)
{
    const Staff staff = {.name = "ann", .role = role, .is_signed_in = true, .csrf = "a-token"};
    g_autoptr(Request) request = ask(path);
    g_autoptr(Reply) reply = handle(request, &server->context, &staff);
    g_assert_cmpuint(reply->status, ==, status);
    return g_strndup(g_bytes_get_data(reply->body, NULL), g_bytes_get_size(reply->body));
}

/* Every link of staff's in the page leads to an address that this role may open. */
static size_t check_links(const Context *context, const char *page, Role role)
{
    const Staff staff = {.name = "ann", .role = role, .is_signed_in = true};
    static const char *const mark = "href=\"/staff";
    size_t n = 0;
    for (const char *at = strstr(page, mark); at != NULL; at = strstr(at + 1, mark)) {
        const char *from = at + strlen("href=\"");
        g_auto(Url) url = {g_strndup(from, strcspn(from, "\"?#"))};
        if (!staff_may_open(context, &staff, url))
            g_error("%s is led to %s", role_name(role), url.text);
        n++;
    }
    return n;
}

static void everyone_is_led_where_they_may_go(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    for (Role role = 0; role < ROLE_COUNT; role++) {
        g_autofree char *home = page_of(&server, staff_home_show, "/staff/", role, 200);
        g_assert_cmpuint(check_links(&server.context, home, role), >=, 2);
        g_assert_nonnull(strstr(home, "<th scope=\"row\"><a href=\"/staff/short-journey/\">"
                                      "A short journey</a></th><td>open</td><td>0</td><td>0</td>"));
        g_autofree char *survey =
            page_of(&server, staff_home_survey, "/staff/short-journey/", role, 200);
        g_assert_cmpuint(check_links(&server.context, survey, role), >=, 1);
        g_assert_nonnull(strstr(survey, "<h1>A short journey</h1>"));
        g_assert_nonnull(strstr(survey, "<dt>Definition</dt>\n<dd>short-journey, version 1</dd>"));
        g_assert_nonnull(strstr(survey, "<a href=\"/short-journey/\">What residents see</a>"));
    }
    test_context_stop(&server);
}

static void what_waits_is_counted(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    const Act act = {"ann", 1800000000};
    unsigned first = 0;
    g_autoptr(GError) error = NULL;
    bool is_received = batch_receive(
        server.context.store,
        &(const BatchReceipt){
            .survey_id = "short-journey", .batch = "library-1", .count = 7, .act = &act},
        &first, &error);
    g_assert_no_error(error);
    g_assert_true(is_received);
    bool is_void =
        paper_form_void(server.context.store, "short-journey", first, "empty", &act, &error);
    g_assert_no_error(error);
    g_assert_true(is_void);
    g_autofree char *home = page_of(&server, staff_home_show, "/staff/", ROLE_SUPERVISOR, 200);
    g_assert_nonnull(strstr(home, "<td>open</td><td>0</td><td>1</td><td>6</td><td>0</td>"
                                  "<td>0</td>"));
    g_autofree char *survey =
        page_of(&server, staff_home_survey, "/staff/short-journey/", ROLE_SUPERVISOR, 200);
    g_assert_nonnull(strstr(survey, ">Batches</a><strong>1 open</strong>"));
    test_context_stop(&server);
}

static void a_survey_that_is_not_there_is_not_found(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autofree char *page =
        page_of(&server, staff_home_survey, "/staff/no-survey/", ROLE_KEYER, 404);
    g_assert_nonnull(strstr(page, "Page not found"));
    test_context_stop(&server);
}

static void an_address_is_open_to_its_right_alone(void)
{
    const Staff nobody = {.name = ""}, keyer = {.name = "ann", .is_signed_in = true};
    static const struct {
        const char *path;
        bool nobody, keyer;
    } cases[] = {
        {"/staff", true, true},       {"/staff/", false, true},
        {"/staff/any/", false, true}, {"/staff/any/no/such/page", false, false},
        {"/other", false, false},
    };
    Context context = {0};
    routes_hand_down(&context);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(Url) url = {g_strdup(cases[i].path)};
        g_assert_true(staff_may_open(&context, &nobody, url) == cases[i].nobody);
        g_assert_true(staff_may_open(&context, &keyer, url) == cases[i].keyer);
    }
}

/* A request for the pattern itself: a name in braces is as good a segment as any. */
static void the_table_has_no_row_that_cannot_be_reached(void)
{
    Context context = {0};
    routes_hand_down(&context);
    const RouteTable table = context.staff_routes;
    const StaffRoute *routes = table.rows;
    const size_t n = table.n;
    for (size_t i = 0; i < n; i++) {
        g_autoptr(Request) request = ask(routes[i].at.pattern);
        request->method = routes[i].at.method;
        unsigned status = 0;
        const char *allow = NULL;
        const StaffRoute *found = staff_route_find(&context, request, &status, &allow);
        if (found != &routes[i])
            g_error("%s is answered by %s", routes[i].at.pattern, found->at.pattern);
        g_assert_true(g_str_has_prefix(routes[i].at.pattern, "/staff"));
        g_assert_cmpuint(request->n_segments, <=, REQUEST_SEGMENTS_MAX);
        g_assert_true(routes[i].right < RIGHT_COUNT);
        g_assert_true(routes[i].at.method == METHOD_POST ||
                      (routes[i].body_max == 0 && routes[i].file == NULL));
        for (size_t j = i + 1; j < n; j++)
            g_assert_cmpstr(routes[i].at.name, !=, routes[j].at.name);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/staff/everyone is led where they may go", everyone_is_led_where_they_may_go);
    g_test_add_func("/staff/what waits is counted", what_waits_is_counted);
    g_test_add_func("/staff/a survey that is not there is not found",
                    a_survey_that_is_not_there_is_not_found);
    g_test_add_func("/staff/the table has no row that cannot be reached",
                    the_table_has_no_row_that_cannot_be_reached);
    g_test_add_func("/staff/an address is open to its right alone",
                    an_address_is_open_to_its_right_alone);
    return g_test_run();
}
