/* Who may open what: the table of staff's addresses walked as every role and as nobody, forged and stale forms, sessions
 * that end, going on after them. */
#include "survey-server/staff/onward.h"
#include "survey-server/staff/staff-test.h"

#include "base/banned.h"

enum { NOBODY = ROLE_COUNT };

/* The addresses that need nobody signed in; a new row without a right is not among them. */
static bool is_open(const StaffRoute *route)
{
    static const char *const open[] = {"staff-redirect", "sign-in", "sign-in-take",
                                       "sign-out",       "welcome", "welcome-take"};
    for (size_t i = 0; i < G_N_ELEMENTS(open); i++) {
        if (g_str_equal(open[i], route->at.name))
            return true;
    }
    return false;
}

/* An address of a pattern: "/staff/{survey}/batches/{batch}" with words in the places. */
static char *address_of(const char *pattern)
{
    g_auto(GStrv) parts = g_strsplit(pattern, "/", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (parts[i][0] != '{')
            continue;
        bool is_survey = g_str_equal(parts[i], "{survey}");
        bool is_channel = g_str_equal(parts[i], "{channel}");
        g_free(parts[i]);
        parts[i] = g_strdup(is_survey ? "short-journey" : is_channel ? "phone" : "10017");
    }
    return g_strjoinv("/", parts);
}

static void assert_answer(TestServer *server, const StaffRoute *route, unsigned role,
                          const uint8_t *token)
{
    g_autofree char *address = address_of(route->at.pattern);
    g_autoptr(Request) request = route->at.method == METHOD_POST && token != NULL
                                     ? staff_test_post(address, token)
                                     : staff_test_ask(route->at.method, address, token);
    g_autoptr(Reply) reply = staff_test_answer(server, request);
    g_autofree char *body = staff_test_body(reply);
    bool is_asked = (reply->location != NULL &&
                     g_str_has_prefix(reply->location, "/staff/sign-in?next=%2Fstaff%2F")) ||
                    (reply->status == 403 && strstr(body, "Your session has ended") != NULL);
    bool is_forbidden = reply->status == 403 && strstr(body, "This page is for people who") != NULL;
    bool is_allowed = role != NOBODY && staff_role_may((Role)role, route->right);
    const char *who = role == NOBODY ? "nobody" : role_name((Role)role);
    if (is_asked != (role == NOBODY) || is_forbidden != (role != NOBODY && !is_allowed))
        g_error("%s as %s: %u\n%s", route->at.name, who, reply->status, body);
    if (is_allowed && strstr(body, "Send this again?") != NULL)
        g_error("%s as %s: its token was not taken", route->at.name, who);
    if (role == NOBODY && route->at.method == METHOD_GET)
        g_assert_cmpuint(reply->status, ==, 303);
}

static void every_row_is_asked_for_its_right(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t tokens[ROLE_COUNT][TOKEN_BYTES];
    static const char *const names[ROLE_COUNT] = {"ken", "sue", "ali", "anna"};
    for (size_t i = 0; i < ROLE_COUNT; i++)
        staff_test_person(&server, names[i], (Role)i, tokens[i]);
    const RouteTable table = staff_routes_table();
    const StaffRoute *routes = table.rows;
    const size_t n = table.n;
    g_assert_cmpuint(n, >, 20);
    for (size_t i = 0; i < n; i++) {
        g_assert_true(g_str_has_prefix(routes[i].at.pattern, "/staff"));
        g_assert_cmpint(routes[i].right == RIGHT_NONE, ==, is_open(&routes[i]));
        if (is_open(&routes[i]))
            continue;
        for (unsigned role = 0; role <= NOBODY; role++)
            assert_answer(&server, &routes[i], role, role == NOBODY ? NULL : tokens[role]);
    }
    test_context_stop(&server);
}

static void the_roles_have_their_rights(void)
{
    static const char rights[ROLE_COUNT][RIGHT_COUNT + 1] = {
        /* none, signed in, key, supervise, design, publish, accounts */
        [ROLE_KEYER] = "yyynnnn",
        [ROLE_SUPERVISOR] = "yyyynnn",
        [ROLE_ANALYST] = "yynnynn",
        [ROLE_ADMINISTRATOR] = "yyyyyyy",
    };
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        for (size_t right = 0; right < RIGHT_COUNT; right++)
            g_assert_cmpint(staff_role_may((Role)role, (Right)right), ==,
                            rights[role][right] == 'y');
    }
    const Staff nobody = {.name = "", .role = ROLE_ADMINISTRATOR};
    g_assert_true(staff_may(&nobody, RIGHT_NONE));
    g_assert_false(staff_may(&nobody, RIGHT_SIGNED_IN));
}

static void an_address_above_ones_role_says_who_can_help(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t anna[TOKEN_BYTES], ken[TOKEN_BYTES];
    staff_test_person(&server, "anna", ROLE_ADMINISTRATOR, anna);
    staff_test_person(&server, "ken", ROLE_KEYER, ken);
    g_autoptr(Request) request = staff_test_ask(METHOD_GET, "/staff/accounts", ken);
    g_autoptr(Reply) reply = staff_test_answer(&server, request);
    g_assert_cmpuint(reply->status, ==, 403);
    assert_body_has(reply, "people who look after accounts");
    assert_body_has(reply, "takes the role administrator; yours is keyer");
    assert_body_has(reply, "An administrator can give you another role: anna.");
    g_autoptr(Request) nowhere = staff_test_ask(METHOD_GET, "/staff/a/b/c/d", ken);
    g_autoptr(Reply) not_found = staff_test_answer(&server, nowhere);
    g_assert_cmpuint(not_found->status, ==, 404);
    g_autoptr(Request) wrong = staff_test_ask(METHOD_GET, "/staff/sign-out", ken);
    g_autoptr(Reply) not_allowed = staff_test_answer(&server, wrong);
    g_assert_cmpuint(not_allowed->status, ==, 405);
    g_assert_cmpstr(not_allowed->allow, ==, "POST");
    test_context_stop(&server);
}

/* ---- Forms that are forged or stale ---- */

static void add_person(Request *request, const char *name)
{
    fields_add(request->fields, "name", name);
    fields_add(request->fields, "role", "keyer");
}

static size_t n_accounts(TestServer *server)
{
    g_autoptr(GPtrArray) accounts = staff_list(server->context.store, NULL);
    return accounts->len;
}

static void a_form_without_its_token_changes_nothing(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t anna[TOKEN_BYTES], other[TOKEN_BYTES];
    staff_test_person(&server, "anna", ROLE_ADMINISTRATOR, anna);
    staff_test_person(&server, "olga", ROLE_ADMINISTRATOR, other);
    char csrf[2][TOKEN_CHARS + 1];
    staff_csrf_of(anna, csrf[0]);
    staff_csrf_of(other, csrf[1]);
    const char *const tokens[] = {NULL, "", "x", csrf[1]};
    for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++) {
        g_autoptr(Request) request = staff_test_ask(METHOD_POST, "/staff/accounts", anna);
        add_person(request, "new");
        if (tokens[i] != NULL)
            fields_add(request->fields, "csrf", tokens[i]);
        g_autoptr(Reply) reply = staff_test_answer(&server, request);
        g_assert_cmpuint(reply->status, ==, 403);
        /* What was typed is there to be sent again. */
        assert_body_has(reply, "Send this again?");
        assert_body_has(reply, "name=\"name\" value=\"new\"");
        assert_body_has(reply, csrf[0]);
        g_assert_cmpuint(n_accounts(&server), ==, 2);
    }
    static const char *const sites[] = {"cross-site", "same-site"};
    for (size_t i = 0; i < G_N_ELEMENTS(sites); i++) {
        g_autoptr(Request) request = staff_test_post("/staff/accounts", anna);
        add_person(request, "new");
        g_free(request->fetch_site);
        request->fetch_site = g_strdup(sites[i]);
        g_autoptr(Reply) reply = staff_test_answer(&server, request);
        g_assert_cmpuint(reply->status, ==, 403);
        assert_body_has(reply, "This came from another site");
        assert_body_lacks(reply, csrf[0]);
        g_assert_cmpuint(n_accounts(&server), ==, 2);
    }
    g_autoptr(Request) right = staff_test_post("/staff/accounts", anna);
    add_person(right, "new");
    g_autoptr(Reply) reply = staff_test_answer(&server, right);
    g_assert_cmpuint(reply->status, ==, 200);
    assert_body_has(reply, "/staff/welcome?link=");
    g_assert_cmpuint(n_accounts(&server), ==, 3);
    test_context_stop(&server);
}

static void nobody_signs_in_from_another_site(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t token[TOKEN_BYTES];
    staff_test_person(&server, "anna", ROLE_ADMINISTRATOR, token);
    g_autoptr(Request) request = staff_test_ask(METHOD_POST, "/staff/sign-in", NULL);
    g_free(request->fetch_site);
    request->fetch_site = g_strdup("cross-site");
    fields_add(request->fields, "name", "anna");
    fields_add(request->fields, "password", staff_password);
    g_autoptr(Reply) reply = staff_test_answer(&server, request);
    g_assert_cmpuint(reply->status, ==, 403);
    g_assert_null(reply->cookie);
    test_context_stop(&server);
}

/* ---- Sessions ---- */

static unsigned status_of(TestServer *server, const uint8_t token[TOKEN_BYTES])
{
    g_autoptr(Request) request = staff_test_ask(METHOD_GET, "/staff/password", token);
    g_autoptr(Reply) reply = staff_test_answer(server, request);
    return reply->status;
}

static Reply *sign_in(TestServer *server, const char *name, const char *password,
                      const uint8_t *cookie)
{
    g_autoptr(Request) request = staff_test_ask(METHOD_POST, "/staff/sign-in", cookie);
    fields_add(request->fields, "name", name);
    fields_add(request->fields, "password", password);
    return staff_test_answer(server, request);
}

static void a_session_cannot_be_planted(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t planted[TOKEN_BYTES] = {1, 2, 3};
    uint8_t first[TOKEN_BYTES], second[TOKEN_BYTES], token[TOKEN_BYTES];
    staff_test_person(&server, "anna", ROLE_ADMINISTRATOR, token);
    g_autoptr(Reply) reply = sign_in(&server, "anna", staff_password, planted);
    g_assert_cmpuint(reply->status, ==, 303);
    g_assert_true(staff_test_cookie(reply, first));
    g_assert_cmpint(memcmp(first, planted, sizeof first), !=, 0);
    g_assert_cmpuint(status_of(&server, planted), ==, 303);
    g_assert_cmpuint(status_of(&server, first), ==, 200);
    /* Signing in anew in the same browser ends the session before. */
    g_autoptr(Reply) again = sign_in(&server, "anna", staff_password, first);
    g_assert_true(staff_test_cookie(again, second));
    g_assert_cmpuint(status_of(&server, first), ==, 303);
    g_assert_cmpuint(status_of(&server, second), ==, 200);
    test_context_stop(&server);
}

static void sessions_end(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t one[TOKEN_BYTES], two[TOKEN_BYTES], anna[TOKEN_BYTES];
    staff_test_person(&server, "ken", ROLE_KEYER, one);
    staff_test_person(&server, "anna", ROLE_ADMINISTRATOR, anna);
    g_autoptr(Reply) reply = sign_in(&server, "ken", staff_password, NULL);
    g_assert_true(staff_test_cookie(reply, two));
    /* Two browsers: signing out in one leaves the other. */
    g_autoptr(Request) out = staff_test_post("/staff/sign-out", one);
    g_autoptr(Reply) gone = staff_test_answer(&server, out);
    g_assert_cmpuint(gone->status, ==, 303);
    g_assert_nonnull(strstr(gone->cookie, "Max-Age=0"));
    g_assert_cmpuint(status_of(&server, one), ==, 303);
    g_assert_cmpuint(status_of(&server, two), ==, 200);
    g_assert_true(staff_disable(server.context.store, "ken", true, &staff_test_act, NULL));
    g_assert_cmpuint(status_of(&server, two), ==, 303);
    staff_test_at(SESSION_IDLE_S - 1);
    g_assert_cmpuint(status_of(&server, anna), ==, 200);
    staff_test_at(2 * SESSION_IDLE_S);
    g_assert_cmpuint(status_of(&server, anna), ==, 303);
    staff_test_at(0);
    g_autoptr(Reply) again = sign_in(&server, "anna", staff_password, NULL);
    g_assert_true(staff_test_cookie(again, anna));
    for (int64_t later = 0; later < SESSION_LIFE_S; later += SESSION_IDLE_S - 60) {
        staff_test_at(later);
        g_assert_cmpuint(status_of(&server, anna), ==, 200);
    }
    staff_test_at(SESSION_LIFE_S);
    g_assert_cmpuint(status_of(&server, anna), ==, 303);
    test_context_stop(&server);
}

static void the_cookie_is_for_this_site_alone(void)
{
    g_autoptr(Config) config =
        config_new("127.0.0.1", 0, "https://survey.example.org", false, 100, NULL);
    g_autoptr(Config) plain = config_new("127.0.0.1", 0, NULL, false, 100, NULL);
    g_autoptr(Reply) reply = reply_html(200, g_bytes_new_static("x", 1));
    const uint8_t token[TOKEN_BYTES] = {1};
    reply_set_staff_cookie(reply, config, token);
    g_assert_cmpstr(reply->cookie, ==,
                    "__Host-staff=AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; Path=/; HttpOnly; "
                    "SameSite=Strict; Secure");
    reply_set_staff_cookie(reply, plain, token);
    g_assert_true(g_str_has_prefix(reply->cookie, "staff=AQAA"));
    g_assert_null(strstr(reply->cookie, "Secure"));
    reply_set_staff_cookie(reply, plain, NULL);
    g_assert_cmpstr(reply->cookie, ==, "staff=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
}

/* ---- Going on ---- */

/* Take the hidden fields of a sign-in page over into a request. */
static void take_hidden(const Reply *reply, Request *into)
{
    static const char *const names[] = {"next", "typed"};
    g_autofree char *body = staff_test_body(reply);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *mark =
            g_strdup_printf("<input type=\"hidden\" name=\"%s\" value=\"", names[i]);
        const char *found = strstr(body, mark);
        if (found == NULL)
            continue;
        found += strlen(mark);
        g_autofree char *escaped = g_strndup(found, strcspn(found, "\""));
        g_auto(GStrv) parts = g_strsplit(escaped, "&amp;", -1);
        g_autofree char *value = g_strjoinv("&", parts);
        fields_add(into->fields, names[i], value);
    }
}

static void what_was_typed_is_sent_after_signing_in(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t anna[TOKEN_BYTES], ken[TOKEN_BYTES], token[TOKEN_BYTES];
    staff_test_person(&server, "anna", ROLE_ADMINISTRATOR, anna);
    staff_test_person(&server, "ken", ROLE_KEYER, ken);
    staff_test_at(2 * SESSION_IDLE_S);
    g_autoptr(Request) late = staff_test_post("/staff/accounts", anna);
    add_person(late, "new");
    fields_add(late->fields, "note", "50% \"quoted\" & <more>");
    g_autoptr(Reply) asked = staff_test_answer(&server, late);
    g_assert_cmpuint(asked->status, ==, 403);
    assert_body_has(asked, "what you typed is kept");
    assert_body_lacks(asked, "csrf%3D");
    /* Wrong password: still kept. Somebody who may not: refused, and nothing is done. */
    static const struct {
        const char *name, *password, *words;
        unsigned status;
    } tries[] = {
        {"anna", "not the password", "name=\"typed\"", 403},
        {"ken", "harbour lentil crayon 41", "This page is for people who look after accounts", 403},
        {"anna", "harbour lentil crayon 41", "/staff/welcome?link=", 200},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
        g_assert_cmpuint(n_accounts(&server), ==, 2);
        g_autoptr(Request) request = staff_test_ask(METHOD_POST, "/staff/sign-in", NULL);
        take_hidden(asked, request);
        fields_add(request->fields, "name", tries[i].name);
        fields_add(request->fields, "password", tries[i].password);
        g_autoptr(Reply) reply = staff_test_answer(&server, request);
        g_assert_cmpuint(reply->status, ==, tries[i].status);
        assert_body_has(reply, tries[i].words);
        g_assert_cmpint(staff_test_cookie(reply, token), ==, i > 0);
    }
    g_assert_cmpuint(n_accounts(&server), ==, 3);
    g_assert_cmpuint(status_of(&server, token), ==, 200);
    test_context_stop(&server);
}

static void passwords_are_not_kept(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t ken[TOKEN_BYTES];
    staff_test_person(&server, "ken", ROLE_KEYER, ken);
    staff_test_at(2 * SESSION_IDLE_S);
    g_autoptr(Request) late = staff_test_post("/staff/password", ken);
    fields_add(late->fields, "old-password", staff_password);
    fields_add(late->fields, "password", "violet bucket ladder 7");
    g_autoptr(Reply) asked = staff_test_answer(&server, late);
    assert_body_has(asked, "files and passwords are not kept");
    assert_body_lacks(asked, "lentil");
    assert_body_lacks(asked, "violet");
    assert_body_has(asked, "name=\"next\" value=\"/staff/password\"");
    test_context_stop(&server);
}

static void signing_in_leads_on_within_the_site(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t anna[TOKEN_BYTES];
    staff_test_person(&server, "anna", ROLE_ADMINISTRATOR, anna);
    static const struct {
        const char *next, *leads_to;
    } cases[] = {
        {"/staff/accounts/person?name=ken%40x&changed=1",
         "/staff/accounts/person?name=ken%40x&changed=1"},
        {"/staff/accounts", "/staff/accounts"},
        {"https://evil.example/staff/", "/staff/"},
        {"//evil.example/staff/", "/staff/"},
        {"/staff//evil.example", "/staff/"},
        {"/staff/../evil", "/staff/"},
        {"/staff/sign-out", "/staff/"},
        {"/staff/sign-in", "/staff/"},
        {"/short-journey/", "/staff/"},
        {"/staff/accounts?x=\r\nSet-Cookie:", "/staff/accounts?x=%0D%0ASet-Cookie%3A"},
        {"", "/staff/"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Request) request = staff_test_ask(METHOD_POST, "/staff/sign-in", NULL);
        fields_add(request->fields, "next", cases[i].next);
        fields_add(request->fields, "name", "anna");
        fields_add(request->fields, "password", staff_password);
        g_autoptr(Reply) reply = staff_test_answer(&server, request);
        g_assert_cmpuint(reply->status, ==, 303);
        g_assert_cmpstr(reply->location, ==, cases[i].leads_to);
    }
    g_autoptr(Request) open =
        staff_test_ask(METHOD_GET, "/staff/sign-in?next=/staff/password", anna);
    g_autoptr(Reply) at_once = staff_test_answer(&server, open);
    g_assert_cmpuint(at_once->status, ==, 303);
    g_assert_cmpstr(at_once->location, ==, "/staff/password");
    g_autoptr(Request) opened =
        staff_test_ask(METHOD_GET, "/staff/accounts/person?name=ken%40x&changed=1", NULL);
    g_autoptr(Reply) asked = staff_test_answer(&server, opened);
    g_assert_cmpstr(asked->location, ==,
                    "/staff/sign-in?next=%2Fstaff%2Faccounts%2Fperson%3Fname%3Dken%2540x%26"
                    "changed%3D1");
    /* A link cannot smuggle in what somebody is to have typed. */
    g_autoptr(Request) link =
        staff_test_ask(METHOD_GET, "/staff/sign-in?next=/staff/accounts&typed=name%3Dx", NULL);
    g_autoptr(Reply) page = staff_test_answer(&server, link);
    assert_body_lacks(page, "name=\"typed\"");
    test_context_stop(&server);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/rights/every row is asked for its right", every_row_is_asked_for_its_right);
    g_test_add_func("/rights/the roles have their rights", the_roles_have_their_rights);
    g_test_add_func("/rights/an address above one's role says who can help",
                    an_address_above_ones_role_says_who_can_help);
    g_test_add_func("/csrf/a form without its token changes nothing",
                    a_form_without_its_token_changes_nothing);
    g_test_add_func("/csrf/nobody signs in from another site", nobody_signs_in_from_another_site);
    g_test_add_func("/session/a session cannot be planted", a_session_cannot_be_planted);
    g_test_add_func("/session/sessions end", sessions_end);
    g_test_add_func("/session/the cookie is for this site alone",
                    the_cookie_is_for_this_site_alone);
    g_test_add_func("/onward/what was typed is sent after signing in",
                    what_was_typed_is_sent_after_signing_in);
    g_test_add_func("/onward/passwords are not kept", passwords_are_not_kept);
    g_test_add_func("/onward/signing in leads on within the site",
                    signing_in_leads_on_within_the_site);
    return g_test_run();
}
