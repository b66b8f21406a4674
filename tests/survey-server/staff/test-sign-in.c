/* The pages of signing in, one-time links, passwords, the second factor; the word of a trusted proxy; `user` commands. */
#include "base/error.h"
#include "responses/accounts/user-command.h"
#include "survey-server/staff/staff-test.h"
#include <liboath/oath.h>

#include "base/banned.h"

static const char new_password[] = "violet bucket ladder 7";

typedef struct {
    const char *name, *value;
} Pair;

/* POST pairs (closed by a NULL name) to a target. */
static Reply *post(TestServer *server, const char *target, const uint8_t *token, const Pair *pairs)
{
    g_autoptr(Request) request =
        token != NULL ? staff_test_post(target, token) : staff_test_ask(METHOD_POST, target, NULL);
    for (; pairs->name != NULL; pairs++)
        fields_add(request->fields, pairs->name, pairs->value);
    return staff_test_answer(server, request);
}

static Reply *get(TestServer *server, const char *target, const uint8_t *token)
{
    g_autoptr(Request) request = staff_test_ask(METHOD_GET, target, token);
    return staff_test_answer(server, request);
}

/* ---- Signing in ---- */

static void wrong_passwords_wait_and_say_how_long(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t token[TOKEN_BYTES];
    staff_test_person(&server, "ken", ROLE_KEYER, token);
    static const char *const names[] = {"ken", "nobody"};
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        /* Clients of a proxy on this machine are told apart by the address that it gives. */
        g_autofree char *forwarded = g_strdup_printf("203.0.113.9, 192.0.2.%zu", n);
        for (size_t i = 0; i < 7; i++) {
            g_autoptr(Request) request = staff_test_ask(METHOD_POST, "/staff/sign-in", NULL);
            request->forwarded_for = g_strdup(forwarded);
            fields_add(request->fields, "name", names[n]);
            fields_add(request->fields, "password", "wrong");
            g_autoptr(Reply) reply = staff_test_answer(&server, request);
            g_assert_cmpuint(reply->status, ==, i < 5 ? 403 : 429);
            assert_body_has(reply, i < 5 ? "The name or the password is not right"
                                         : "Try again in 1 minute.");
            g_assert_null(reply->cookie);
        }
    }
    test_context_stop(&server);
}

static void something_must_be_typed(void)
{
    TestServer server;
    staff_test_start(&server);
    static const Pair cases[][3] = {{{NULL, NULL}},
                                    {{"name", "ken"}, {NULL, NULL}},
                                    {{"name", "ken"}, {"password", ""}, {NULL, NULL}}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Reply) reply = post(&server, "/staff/sign-in", NULL, cases[i]);
        g_assert_cmpuint(reply->status, ==, 403);
        assert_body_has(reply, "Type your name and your password.");
    }
    test_context_stop(&server);
}

/* ---- One-time links ---- */

static void a_link_lets_in_once(void)
{
    TestServer server;
    staff_test_start(&server);
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    uint8_t token[TOKEN_BYTES];
    g_assert_true(
        staff_add(server.context.store, "ken", ROLE_KEYER, &staff_test_act, &link, &error));
    g_autofree char *target = g_strdup_printf("/staff/welcome?link=%s", link);
    const Pair differ[] = {
        {"link", link}, {"password", new_password}, {"password-again", "x"}, {NULL, NULL}};
    const Pair weak[] = {{"link", link},
                         {"password", "password1234"},
                         {"password-again", "password1234"},
                         {NULL, NULL}};
    const Pair good[] = {
        {"link", link}, {"password", new_password}, {"password-again", new_password}, {NULL, NULL}};
    for (size_t i = 0; i < 2; i++) { /* looking at it does not use it up */
        g_autoptr(Reply) page = get(&server, target, NULL);
        g_assert_cmpuint(page->status, ==, 200);
        assert_body_has(page, "value=\"ken\"");
        assert_body_has(page, "autocomplete=\"new-password\"");
    }
    g_autoptr(Reply) not_same = post(&server, "/staff/welcome", NULL, differ);
    assert_body_has(not_same, "The two passwords are not the same");
    g_autoptr(Reply) too_easy = post(&server, "/staff/welcome", NULL, weak);
    g_assert_cmpuint(too_easy->status, ==, 400);
    assert_body_has(too_easy, "too easy to guess");
    g_autoptr(Reply) in = post(&server, "/staff/welcome", NULL, good);
    g_assert_cmpuint(in->status, ==, 303);
    g_assert_true(staff_test_cookie(in, token));
    g_autoptr(Reply) home = get(&server, "/staff/", token);
    g_assert_cmpuint(home->status, ==, 200);
    g_autoptr(Reply) again = post(&server, "/staff/welcome", NULL, good);
    g_assert_cmpuint(again->status, ==, 404);
    assert_body_has(again, "This link was used already");
    g_autoptr(Reply) seen = get(&server, target, NULL);
    g_assert_cmpuint(seen->status, ==, 404);

    g_autofree char *second = NULL;
    g_assert_true(staff_reset(server.context.store, "ken", &staff_test_act, &second, &error));
    staff_test_at(STAFF_LINK_LIFE_S);
    const Pair late[] = {{"link", second},
                         {"password", new_password},
                         {"password-again", new_password},
                         {NULL, NULL}};
    g_autoptr(Reply) over = post(&server, "/staff/welcome", NULL, late);
    g_assert_cmpuint(over->status, ==, 404);
    assert_body_has(over, "older than three days");
    test_context_stop(&server);
}

static void the_first_administrator_comes_in_by_the_console(void)
{
    TestServer server;
    staff_test_start(&server);
    g_autoptr(GError) error = NULL;
    g_autofree char *line = user_first_line(server.context.store, "http://x", &error);
    g_assert_true(g_str_has_prefix(line, "Staff: open http://x/staff/welcome?link="));
    g_assert_true(g_str_has_suffix(line, " to make the first administrator"));
    const char *begin = strstr(line, "link=") + strlen("link=");
    g_autofree char *link = g_strndup(begin, strcspn(begin, " "));
    const Pair no_name[] = {{"link", link},
                            {"name", "a b"},
                            {"password", new_password},
                            {"password-again", new_password},
                            {NULL, NULL}};
    g_autoptr(Reply) wrong = post(&server, "/staff/welcome", NULL, no_name);
    g_assert_cmpuint(wrong->status, ==, 400);
    assert_body_has(wrong, "href=\"#name\"");
    const Pair good[] = {{"link", link},
                         {"name", "anna"},
                         {"password", new_password},
                         {"password-again", new_password},
                         {NULL, NULL}};
    g_autoptr(Reply) in = post(&server, "/staff/welcome", NULL, good);
    g_assert_cmpuint(in->status, ==, 303);
    uint8_t token[TOKEN_BYTES];
    g_assert_true(staff_test_cookie(in, token));
    g_autoptr(Reply) accounts = get(&server, "/staff/accounts", token);
    g_assert_cmpuint(accounts->status, ==, 200);
    g_assert_null(user_first_line(server.context.store, "http://x", &error));
    g_assert_no_error(error);
    test_context_stop(&server);
}

/* ---- Password and second factor ---- */

static void a_new_password_ends_other_sessions(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t token[TOKEN_BYTES], fresh[TOKEN_BYTES];
    staff_test_person(&server, "ken", ROLE_KEYER, token);
    const Pair wrong[] = {{"old-password", "wrong"},
                          {"password", new_password},
                          {"password-again", new_password},
                          {NULL, NULL}};
    g_autoptr(Reply) refused = post(&server, "/staff/password", token, wrong);
    g_assert_cmpuint(refused->status, ==, 400);
    assert_body_has(refused, "href=\"#old-password\"");
    const Pair right[] = {{"old-password", staff_password},
                          {"password", new_password},
                          {"password-again", new_password},
                          {NULL, NULL}};
    g_autoptr(Reply) done = post(&server, "/staff/password", token, right);
    g_assert_cmpuint(done->status, ==, 303);
    g_assert_true(staff_test_cookie(done, fresh));
    g_autoptr(Reply) old = get(&server, "/staff/password", token);
    g_autoptr(Reply) new = get(&server, "/staff/password", fresh);
    g_assert_cmpuint(old->status, ==, 303);
    g_assert_cmpuint(new->status, ==, 200);
    test_context_stop(&server);
}

/* The text between two marks of a page.   Returns: yours (free with g_free). */
static char *between(const Reply *reply, const char *from, const char *to)
{
    g_autofree char *body = staff_test_body(reply);
    const char *begin = strstr(body, from);
    g_assert_nonnull(begin);
    begin += strlen(from);
    const char *end = strstr(begin, to);
    g_assert_nonnull(end);
    return g_strndup(begin, (size_t)(end - begin));
}

static void half_signed_in_is_not_signed_in(void)
{
    TestServer server;
    staff_test_start(&server);
    uint8_t token[TOKEN_BYTES], half[TOKEN_BYTES], full[TOKEN_BYTES];
    staff_test_person(&server, "ken", ROLE_KEYER, token);
    g_autoptr(Reply) begun =
        post(&server, "/staff/second-factor", token,
             (Pair[]){{"do", "begin"}, {"password", staff_password}, {NULL, NULL}});
    g_autofree char *secret = between(begun, "otpauth://totp/Soundings:ken?secret=", "&amp;issuer");
    char *seed = NULL;
    size_t n = 0;
    char code[7], next[7];
    g_assert_cmpint(oath_base32_decode(secret, strlen(secret), &seed, &n), ==, OATH_OK);
    oath_totp_generate(seed, n, 1800000000, 30, 0, 6, code);
    oath_totp_generate(seed, n, 1800000030, 30, 0, 6, next);
    free(seed);
    g_autoptr(Reply) wrong = post(&server, "/staff/second-factor", token,
                                  (Pair[]){{"do", "confirm"}, {"code", "000000"}, {NULL, NULL}});
    g_assert_cmpuint(wrong->status, ==, 400);
    assert_body_has(wrong, secret); /* the secret stays on the page */
    g_autoptr(Reply) on = post(&server, "/staff/second-factor", token,
                               (Pair[]){{"do", "confirm"}, {"code", code}, {NULL, NULL}});
    g_assert_cmpuint(on->status, ==, 303);

    g_autoptr(Reply) asked = post(&server, "/staff/sign-in", NULL,
                                  (Pair[]){{"name", "ken"},
                                           {"password", staff_password},
                                           {"next", "/staff/password"},
                                           {NULL, NULL}});
    g_assert_cmpuint(asked->status, ==, 200);
    assert_body_has(asked, "autocomplete=\"one-time-code\"");
    assert_body_has(asked, "name=\"next\" value=\"/staff/password\"");
    g_assert_true(staff_test_cookie(asked, half));
    g_autoptr(Reply) kept_out = get(&server, "/staff/password", half);
    g_assert_cmpuint(kept_out->status, ==, 303);
    g_assert_true(g_str_has_prefix(kept_out->location, "/staff/sign-in"));
    g_autoptr(Reply) again =
        post(&server, "/staff/sign-in", half, (Pair[]){{"code", "000000"}, {NULL, NULL}});
    g_assert_cmpuint(again->status, ==, 403);
    g_autoptr(Reply) in = post(&server, "/staff/sign-in", half,
                               (Pair[]){{"code", next}, {"next", "/staff/password"}, {NULL, NULL}});
    g_assert_cmpuint(in->status, ==, 303);
    g_assert_cmpstr(in->location, ==, "/staff/password");
    g_assert_true(staff_test_cookie(in, full));
    g_autoptr(Reply) page = get(&server, "/staff/password", full);
    g_assert_cmpuint(page->status, ==, 200);
    g_autoptr(Reply) used = get(&server, "/staff/password", half);
    g_assert_cmpuint(used->status, ==, 303);
    test_context_stop(&server);
}

/* ---- The word of a trusted proxy ---- */

static unsigned judge(Request *request, const Config *config, const char *peer, const char *names)
{
    g_auto(GStrv) values = g_strsplit(names, ",", -1);
    Header headers[8] = {{"Host", 4, "survey.example.org", 18}};
    size_t n = 1;
    for (size_t i = 0; values[i] != NULL && *names != '\0'; i++)
        headers[n++] = (Header){"X-Remote-USER", 13, values[i], strlen(values[i])};
    request->peer = g_strdup(peer);
    return request_check(request, config,
                         &(const RequestHead){.method = "GET",
                                              .version = "HTTP/1.1",
                                              .target = "/staff/password",
                                              .headers = headers,
                                              .n_headers = n});
}

static void the_header_of_the_user_is_taken_from_the_proxy_alone(void)
{
    static const struct {
        const char *peer, *names, *user; /* NULL: refused, "": taken, and nobody is named */
    } cases[] = {
        {"10.0.0.5", "ken", "ken"},    {"10.0.0.5", "", ""},      {"10.0.0.5", "ken,anna", NULL},
        {"10.0.0.5", "ken,ken", NULL}, {"10.0.0.6", "ken", NULL}, {"127.0.0.1", "anna", NULL},
        {"10.0.0.50", "anna", NULL},   {"10.0.0.6", "", ""},
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config =
        config_new("127.0.0.1", 0, "https://survey.example.org", false, 100, NULL);
    g_assert_true(config_trust_proxy(config, "10.0.0.5", "x-remote-user", &error));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Request) request = request_new();
        unsigned status = judge(request, config, cases[i].peer, cases[i].names);
        g_assert_cmpuint(status, ==, cases[i].user == NULL ? 400 : 0);
        g_assert_true((request->refusal != NULL) == (cases[i].user == NULL));
        if (status == 0)
            g_assert_cmpstr(request->user != NULL ? request->user : "", ==, cases[i].user);
    }
    /* Without the options the header is nothing. */
    g_autoptr(Config) plain =
        config_new("127.0.0.1", 0, "https://survey.example.org", false, 100, NULL);
    g_autoptr(Request) request = request_new();
    g_assert_cmpuint(judge(request, plain, "10.0.0.5", "anna"), ==, 0);
    g_assert_null(request->user);
}

static void a_proxy_is_named_whole(void)
{
    static const struct {
        const char *address, *header, *says;
    } cases[] = {
        {"10.0.0.5", NULL, "go together"},           {NULL, "X-User", "go together"},
        {"proxy.local", "X-User", "numeric"},        {"10.0.0.5", "Cookie", "nothing else uses"},
        {"10.0.0.5", "X User", "nothing else uses"}, {"10.0.0.5", "", "nothing else uses"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Config) config = config_new("127.0.0.1", 0, NULL, false, 100, NULL);
        g_assert_false(config_trust_proxy(config, cases[i].address, cases[i].header, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_USAGE);
        g_assert_nonnull(strstr(error->message, cases[i].says));
    }
    g_autoptr(Config) config = config_new("127.0.0.1", 0, NULL, false, 100, NULL);
    g_assert_true(config_trust_proxy(config, NULL, NULL, NULL));
    g_assert_true(config_trust_proxy(config, "2001:DB8:0::5", "X-User", NULL));
    g_assert_cmpstr(config->trusted_proxy, ==, "2001:db8::5");
}

static Reply *vouched(TestServer *server, Method method, const char *target, const char *user,
                      const char *csrf)
{
    g_autoptr(Request) request = staff_test_ask(method, target, NULL);
    request->user = g_strdup(user);
    if (csrf != NULL)
        fields_add(request->fields, "csrf", csrf);
    if (method == METHOD_POST) {
        fields_add(request->fields, "name", "new");
        fields_add(request->fields, "role", "keyer");
    }
    return staff_test_answer(server, request);
}

static void a_vouched_person_has_their_rights_and_a_token(void)
{
    TestServer server;
    staff_test_start(&server);
    g_autofree char *link = NULL;
    g_assert_true(
        staff_add(server.context.store, "anna", ROLE_ADMINISTRATOR, &staff_test_act, &link, NULL));
    g_autofree char *second = NULL;
    g_assert_true(
        staff_add(server.context.store, "ken", ROLE_KEYER, &staff_test_act, &second, NULL));
    g_autoptr(Reply) page = vouched(&server, METHOD_GET, "/staff/accounts", "anna", NULL);
    g_assert_cmpuint(page->status, ==, 200);
    g_autoptr(Reply) keyer = vouched(&server, METHOD_GET, "/staff/accounts", "ken", NULL);
    g_assert_cmpuint(keyer->status, ==, 403);
    g_autofree char *token = between(page, "name=\"csrf\" value=\"", "\"");
    g_assert_cmpuint(strlen(token), ==, TOKEN_CHARS);
    g_autofree char *keyers = between(keyer, "name=\"csrf\" value=\"", "\"");
    g_assert_cmpstr(token, !=, keyers);
    const char *const wrong[] = {NULL, "", keyers};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(Reply) forged =
            vouched(&server, METHOD_POST, "/staff/accounts", "anna", wrong[i]);
        g_assert_cmpuint(forged->status, ==, 403);
        assert_body_has(forged, "Send this again?");
    }
    g_autoptr(Reply) added = vouched(&server, METHOD_POST, "/staff/accounts", "anna", token);
    g_assert_cmpuint(added->status, ==, 200);
    static const char *const unknown[] = {"nobody", "", "anna "};
    for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++) {
        g_autoptr(Reply) reply = vouched(&server, METHOD_GET, "/staff/accounts", unknown[i], NULL);
        g_assert_cmpuint(reply->status, ==, 403);
        assert_body_has(reply, "no account of that name here");
    }
    g_autoptr(Reply) out = vouched(&server, METHOD_POST, "/staff/sign-out", "anna", token);
    g_assert_cmpuint(out->status, ==, 409);
    assert_body_has(out, "Sign out there.");
    test_context_stop(&server);
}

/* ---- Commands ---- */

static void user_commands_do_what_they_say(void)
{
    TestServer server;
    staff_test_start(&server);
    static const struct {
        const char *words[4];
        ErrorCode code; /* ERROR_CODE_COUNT: done */
        const char *says;
    } cases[] = {
        {{"add", "ken", "keyer"}, ERROR_CODE_COUNT, "http://x/staff/welcome?link="},
        {{"add", "ken", "keyer"}, ERROR_CONFLICT, "there is an account 'ken' already"},
        {{"add", "sue", "king"}, ERROR_USAGE, "--role king: it must be keyer"},
        {{"add", "a b", "keyer"}, ERROR_DATA, "'a b' cannot be a name"},
        {{"list"},
         ERROR_CODE_COUNT,
         "name,role,state,second_factor,last_seen\nken,keyer,no password,no,\n"},
        {{"disable", "ken"}, ERROR_CODE_COUNT, ""},
        {{"list"}, ERROR_CODE_COUNT, "ken,keyer,disabled,no,"},
        {{"enable", "ken"}, ERROR_CODE_COUNT, ""},
        {{"reset", "ken"}, ERROR_CODE_COUNT, "http://x/staff/welcome?link="},
        {{"reset", "nobody"}, ERROR_NOT_FOUND, "there is no account 'nobody'"},
        {{"disable"}, ERROR_USAGE, "use it as: survey-server user add"},
        {{"list", "ken"}, ERROR_USAGE, "use it as"},
        {{NULL}, ERROR_USAGE, "use it as"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GString) out = g_string_new(NULL);
        bool is_done = user_command(server.context.store, "http://x", cases[i].words, out, &error);
        g_assert_cmpint(is_done, ==, cases[i].code == ERROR_CODE_COUNT);
        if (!is_done)
            g_assert_error(error, SOUNDINGS_ERROR, (int)cases[i].code);
        const char *said = is_done ? out->str : error->message;
        if (strstr(said, cases[i].says) == NULL)
            g_error("\"%s\" is not in \"%s\"", cases[i].says, said);
    }
    test_context_stop(&server);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/sign-in/wrong passwords wait and say how long",
                    wrong_passwords_wait_and_say_how_long);
    g_test_add_func("/sign-in/something must be typed", something_must_be_typed);
    g_test_add_func("/link/a link lets in once", a_link_lets_in_once);
    g_test_add_func("/link/the first administrator comes in by the console",
                    the_first_administrator_comes_in_by_the_console);
    g_test_add_func("/account/a new password ends other sessions",
                    a_new_password_ends_other_sessions);
    g_test_add_func("/account/half signed in is not signed in", half_signed_in_is_not_signed_in);
    g_test_add_func("/proxy/the header of the user is taken from the proxy alone",
                    the_header_of_the_user_is_taken_from_the_proxy_alone);
    g_test_add_func("/proxy/a proxy is named whole", a_proxy_is_named_whole);
    g_test_add_func("/proxy/a vouched person has their rights and a token",
                    a_vouched_person_has_their_rights_and_a_token);
    g_test_add_func("/command/user commands do what they say", user_commands_do_what_they_say);
    return g_test_run();
}
