/* A resident's way over a real socket: pages, drafts, sending once, languages, conflicts. */
#include "survey-server/http-test.h"
#include <pthread.h>

#include "base/banned.h"

#define S "/short-journey"

typedef struct {
    TestServer server;
    Browser browser;
} Fixture;

static void set_up(Fixture *fixture, const void *data)
{
    (void)data;
    test_server_start(&fixture->server);
    fixture->browser = (Browser){.port = fixture->server.config->port};
}

static void tear_down(Fixture *fixture, const void *data)
{
    (void)data;
    g_free(fixture->browser.cookie);
    test_server_stop(&fixture->server);
}

static void expect(const char *answer, unsigned status, const char *words)
{
    if (http_status(answer) != status || strstr(answer, words) == NULL)
        g_error("expected %u with \"%s\", got:\n%s", status, words, answer);
}

static void expect_location(const char *answer, const char *location)
{
    g_autofree char *got = http_header(answer, "Location");
    g_assert_cmpuint(http_status(answer), ==, 303);
    g_assert_cmpstr(got, ==, location);
}

static uint64_t count_responses(Fixture *fixture)
{
    StoreSummary summary;
    g_autoptr(GError) error = NULL;
    bool done = store_summarise(fixture->server.context.store, "short-journey", &summary, &error);
    g_assert_no_error(error);
    g_assert_true(done);
    return summary.n_responses;
}

static void post_to(Fixture *fixture, const char *path, const char *body, const char *location)
{
    g_autofree char *answer = browser_post(&fixture->browser, path, body);
    expect_location(answer, location);
}

static void answer_all(Fixture *fixture)
{
    post_to(fixture, S "/p_safe", "safe=2", S "/p_why");
    post_to(fixture, S "/p_why", "why=Dark%0D%0Astreets", S "/p_picks");
    post_to(fixture, S "/p_picks", "picks=1&picks=3&picks_other=Buses", S "/check-answers");
}

static void the_whole_way_ends_with_a_reference(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *start = browser_get(&fixture->browser, S "/");
    expect(start, 200, "Start now");
    g_assert_null(fixture->browser.cookie);
    answer_all(fixture);
    g_assert_nonnull(fixture->browser.cookie);
    g_autofree char *check = browser_get(&fixture->browser, S "/check-answers");
    expect(check, 200, "Unsafe");
    expect(check, 200, "Send your answers");
    post_to(fixture, S "/check-answers", "", S "/sent");
    g_autofree char *sent = browser_get(&fixture->browser, S "/sent");
    g_autofree char *reference = page_reference(sent);
    g_assert_nonnull(reference);
    g_assert_cmpuint(count_responses(fixture), ==, 1);
    g_autofree char *again = browser_get(&fixture->browser, S "/sent");
    g_autofree char *same = page_reference(again);
    g_assert_cmpstr(same, ==, reference);
}

static void sending_again_gives_the_same_reference(Fixture *fixture, const void *data)
{
    (void)data;
    answer_all(fixture);
    g_autofree char *reference = NULL;
    for (int i = 0; i < 3; i++) {
        post_to(fixture, S "/check-answers", "", S "/sent");
        g_autofree char *sent = browser_get(&fixture->browser, S "/sent");
        g_autofree char *now = page_reference(sent);
        g_assert_nonnull(now);
        if (reference == NULL)
            reference = g_strdup(now);
        g_assert_cmpstr(now, ==, reference);
    }
    post_to(fixture, S "/p_safe", "safe=1", S "/sent");
    g_assert_cmpuint(count_responses(fixture), ==, 1);
}

static void *send_one(void *arg)
{
    Fixture *fixture = arg;
    Browser browser = {fixture->browser.port, g_strdup(fixture->browser.cookie)};
    g_autofree char *answer = browser_post(&browser, S "/check-answers", "");
    expect_location(answer, S "/sent");
    g_free(browser.cookie);
    return NULL;
}

static void eight_at_once_give_one_response(Fixture *fixture, const void *data)
{
    (void)data;
    answer_all(fixture);
    pthread_t threads[8];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_assert_cmpint(pthread_create(&threads[i], NULL, send_one, fixture), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        pthread_join(threads[i], NULL);
    g_assert_cmpuint(count_responses(fixture), ==, 1);
}

typedef struct {
    Fixture *fixture;
    const char *path, *body;
} Tab;

static void *post_in_tab(void *arg)
{
    Tab *tab = arg;
    for (int i = 0; i < 5; i++) {
        Browser browser = {tab->fixture->browser.port, g_strdup(tab->fixture->browser.cookie)};
        g_autofree char *answer = browser_post(&browser, tab->path, tab->body);
        unsigned status = http_status(answer);
        if (status != 303 && status != 409)
            g_error("%s: %s", tab->path, answer);
        if (status == 409)
            g_assert_nonnull(strstr(answer, "another tab"));
        g_free(browser.cookie);
    }
    return NULL;
}

static void two_tabs_lose_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    post_to(fixture, S "/p_safe", "safe=2", S "/p_why");
    Tab tabs[] = {{fixture, S "/p_why", "why=Darkness"}, {fixture, S "/p_picks", "picks=2"}};
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++)
        g_assert_cmpint(pthread_create(&threads[i], NULL, post_in_tab, &tabs[i]), ==, 0);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    g_autofree char *why = browser_get(&fixture->browser, S "/p_why");
    expect(why, 200, "Darkness");
    g_autofree char *check = browser_get(&fixture->browser, S "/check-answers");
    expect(check, 200, "Parks");
}

static void a_mistake_is_shown_with_what_was_typed(Fixture *fixture, const void *data)
{
    (void)data;
    post_to(fixture, S "/p_safe", "safe=1", S "/p_picks");
    post_to(fixture, S "/p_picks", "picks=1&picks=2&picks=3&picks_other=%3Cb%3EBuses",
            S "/p_picks#errors");
    g_autofree char *page = browser_get(&fixture->browser, S "/p_picks");
    expect(page, 200, "<title>Error: ");
    expect(page, 200, "id=\"errors\"");
    expect(page, 200, "&lt;b&gt;Buses");
    post_to(fixture, S "/check-answers", "", S "/p_picks#errors");
    g_assert_cmpuint(count_responses(fixture), ==, 0);
    post_to(fixture, S "/p_picks", "picks=1", S "/check-answers");
}

static void an_unfinished_way_cannot_be_sent(Fixture *fixture, const void *data)
{
    (void)data;
    post_to(fixture, S "/p_safe", "safe=1", S "/p_picks");
    post_to(fixture, S "/check-answers", "", S "/p_picks");
    g_assert_cmpuint(count_responses(fixture), ==, 0);
    g_autofree char *off_route = browser_get(&fixture->browser, S "/p_why");
    expect_location(off_route, S "/p_picks");
}

static void answers_that_are_gone_are_explained(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *answer = browser_post(&fixture->browser, S "/check-answers", "");
    expect(answer, 404, "We cannot find your answers");
    fixture->browser.cookie = g_strdup("draft=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    g_autofree char *expired = browser_get(&fixture->browser, S "/sent");
    expect(expired, 404, "30 days");
}

static void a_language_stays(Fixture *fixture, const void *data)
{
    (void)data;
    g_autofree char *first = browser_get(&fixture->browser, S "/p_safe?lang=cy");
    expect(first, 200, "Pa mor ddiogel");
    expect(first, 200, "<html lang=\"cy\"");
    post_to(fixture, S "/p_safe?lang=cy", "safe=1", S "/p_picks");
    g_autofree char *next = browser_get(&fixture->browser, S "/p_picks");
    expect(next, 200, "Strydoedd");
    g_autofree char *changed = browser_get(&fixture->browser, S "/p_picks?lang=en");
    expect_location(changed, S "/p_picks");
    g_autofree char *english = browser_get(&fixture->browser, S "/p_picks");
    expect(english, 200, "Streets");
    g_autofree char *kept = browser_get(&fixture->browser, S "/p_safe");
    expect(kept, 200, "checked");
}

/* Too many ticks, and words: typed, not yet sent with Continue. */
static void another_language_keeps_what_was_typed(Fixture *fixture, const void *data)
{
    (void)data;
    post_to(fixture, S "/p_safe", "safe=1", S "/p_picks");
    post_to(fixture, S "/p_picks", "picks=1&picks=2&picks=3&picks_other=Dogs&lang=cy",
            S "/p_picks");
    g_autofree char *welsh = browser_get(&fixture->browser, S "/p_picks");
    expect(welsh, 200, "<html lang=\"cy\"");
    expect(welsh, 200, "Strydoedd");
    expect(welsh, 200, "value=\"Dogs\"");
    expect(welsh, 200, "checked");
    g_assert_null(strstr(welsh, "id=\"errors\""));
    post_to(fixture, S "/p_picks", "picks=1&lang=en", S "/p_picks");
    g_autofree char *unknown = browser_post(&fixture->browser, S "/p_picks", "picks=1&lang=xx");
    expect(unknown, 400, "");
}

static void starting_again_takes_a_new_cookie(Fixture *fixture, const void *data)
{
    (void)data;
    answer_all(fixture);
    post_to(fixture, S "/check-answers", "", S "/sent");
    g_autofree char *old = g_strdup(fixture->browser.cookie);
    g_autofree char *again = browser_post(&fixture->browser, S "/", "");
    expect_location(again, S "/p_safe");
    g_assert_cmpstr(fixture->browser.cookie, !=, old);
    answer_all(fixture);
    post_to(fixture, S "/check-answers", "", S "/sent");
    g_assert_cmpuint(count_responses(fixture), ==, 2);
}

static void fields_of_nobody_are_refused(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const bodies[] = {
        "safe=1&safe=2", "safe=1&other=2", "safe%5B%5D=1", "why=early", "picks=1",      "safe_1=1",
        "safe=%",        "safe=%00",       "clear=picks",  "safe=%ff",  "clear=nobody",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        g_autofree char *answer = browser_post(&fixture->browser, S "/p_safe", bodies[i]);
        if (http_status(answer) != 400)
            g_error("%s: %s", bodies[i], answer);
    }
    g_assert_null(fixture->browser.cookie);
    g_autofree char *unknown = browser_post(&fixture->browser, S "/p_safe", "safe=9");
    expect_location(unknown, S "/p_safe#errors");
}

static void what_is_typed_comes_back_as_it_was(Fixture *fixture, const void *data)
{
    (void)data;
    post_to(fixture, S "/p_safe", "safe=2", S "/p_why");
    /* A family joined by zero width joiners, a combining mark, right-to-left override, U+2028. */
    const char *words = "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7e%CC%81%E2%80%AEx%E2%80%A8y";
    g_autofree char *body = g_strconcat("why=", words, NULL);
    post_to(fixture, S "/p_why", body, S "/p_picks");
    g_autofree char *page = browser_get(&fixture->browser, S "/p_why");
    expect(page, 200,
           "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"
           "e\xCC\x81\xE2\x80\xAEx\xE2\x80\xA8y");
}

static void a_stranger_cannot_post(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const lines[] = {"Origin: https://evil.example", "Origin: null",
                                        "Sec-Fetch-Site: cross-site"};
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *request =
            g_strdup_printf("POST " S "/p_safe HTTP/1.1\r\nHost: localhost:%u\r\n%s\r\nConnection: "
                            "close\r\nContent-Length: 6\r\n"
                            "Content-Type: application/x-www-form-urlencoded\r\n\r\nsafe=1",
                            fixture->browser.port, lines[i]);
        g_autofree char *answer = http_exchange(fixture->browser.port, request, strlen(request));
        expect(answer, 403, "did not come from our own page");
        g_assert_null(strstr(answer, "Set-Cookie"));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    static const struct {
        const char *path;
        void (*run)(Fixture *, const void *);
    } tests[] = {
        {"/journey/the whole way ends with a reference", the_whole_way_ends_with_a_reference},
        {"/journey/sending again gives the same reference", sending_again_gives_the_same_reference},
        {"/journey/eight at once give one response", eight_at_once_give_one_response},
        {"/journey/two tabs lose nothing", two_tabs_lose_nothing},
        {"/journey/a mistake is shown with what was typed", a_mistake_is_shown_with_what_was_typed},
        {"/journey/an unfinished way cannot be sent", an_unfinished_way_cannot_be_sent},
        {"/journey/answers that are gone are explained", answers_that_are_gone_are_explained},
        {"/journey/a language stays", a_language_stays},
        {"/journey/another language keeps what was typed", another_language_keeps_what_was_typed},
        {"/journey/starting again takes a new cookie", starting_again_takes_a_new_cookie},
        {"/journey/fields of nobody are refused", fields_of_nobody_are_refused},
        {"/journey/what is typed comes back as it was", what_is_typed_comes_back_as_it_was},
        {"/journey/a stranger cannot post", a_stranger_cannot_post},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
    return g_test_run();
}
