/* The site that changes while threads look at it: what is found is whole, what was handed out stays good. */
#include "base/error.h"
#include "survey-server/http-test.h"
#include "survey-server/routes.h"
#include <pthread.h>
#include <stdatomic.h>

#include "base/banned.h"

static Request *ask(const char *path)
{
    Request *request = request_new();
    request->method = METHOD_GET;
    request->path = g_strdup(path);
    request->segments = g_strsplit(path + 1, "/", -1);
    request->n_segments = g_strv_length(request->segments);
    request->query = fields_new();
    request->is_loopback = true;
    request->host = g_strdup("localhost:8080");
    return request;
}

/* The page at a path, as text.
 * Returns: yours (free with g_free). */
static char *page_of(TestServer *server, const char *path, unsigned status)
{
    const char *name = NULL;
    g_autoptr(Request) request = ask(path);
    g_autoptr(Reply) reply = test_answer(request, &server->context, &name);
    g_assert_cmpuint(reply->status, ==, status);
    return g_strndup(g_bytes_get_data(reply->body, NULL), g_bytes_get_size(reply->body));
}

/* The journey with another id, version and title. */
static Survey *variant(const char *id, unsigned version, const char *title)
{
    g_autofree char *path =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests/survey-server/journey.xml", NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_autofree char *start = g_strdup_printf("id=\"%s\" version=\"%u\"", id, version);
    g_autofree char *heading = g_strdup_printf("<title>%s<", title);
    g_autoptr(GString) words = g_string_new(text);
    g_string_replace(words, "id=\"short-journey\" version=\"1\"", start, 1);
    g_string_replace(words, "<title>A short journey<", heading, 1);
    g_autoptr(GBytes) bytes = g_bytes_new(words->str, words->len);
    g_autoptr(Mistakes) mistakes = mistakes_new("variant");
    Survey *survey = survey_parse(bytes, mistakes);
    g_assert_nonnull(survey);
    return survey;
}

static void put(TestServer *server, const char *id, unsigned version, const char *title)
{
    g_autoptr(GError) error = NULL;
    bool done = site_put(&server->context, variant(id, version, title), NULL, &error);
    g_assert_no_error(error);
    g_assert_true(done);
}

static void a_new_version_takes_the_place_of_the_old_one(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    const Served *before = site_find(server.context.site, "short-journey");
    put(&server, "short-journey", 2, "A longer journey");
    const Served *after = site_find(server.context.site, "short-journey");
    g_assert_true(after != before);
    g_assert_cmpuint(after->survey->version, ==, 2);
    g_assert_cmpuint(site_served_version(after, 1)->version, ==, 1);
    g_assert_cmpuint(before->survey->version, ==, 1); /* what was handed out stays good */
    g_assert_nonnull(page_start_find(before, "cy", PHASE_OPEN));
    g_autofree char *page = page_of(&server, "/short-journey/", 200);
    g_assert_nonnull(strstr(page, "A longer journey"));
    g_autoptr(GPtrArray) list = site_list(server.context.site);
    g_assert_cmpuint(list->len, ==, 1);
    test_context_stop(&server);
}

static void what_cannot_be_published_leaves_the_site_as_it_is(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    put(&server, "short-journey", 3, "Third");
    g_autoptr(GError) error = NULL;
    g_assert_false(site_put(&server.context, variant("short-journey", 2, "Second"), NULL, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "version 3 of 'short-journey' is published already"));
    g_assert_cmpuint(site_find(server.context.site, "short-journey")->survey->version, ==, 3);
    test_context_stop(&server);
}

static void a_survey_that_somebody_else_published_is_picked_up(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Survey) newer = variant("short-journey", 2, "Newer");
    g_assert_true(store_publish(server.context.store, newer, &error));
    g_autoptr(Survey) other = variant("another", 1, "Another");
    g_assert_true(store_publish(server.context.store, other, &error));
    g_assert_true(site_refresh(&server.context, "short-journey", &error));
    g_assert_true(site_refresh(&server.context, "another", &error));
    g_assert_no_error(error);
    g_assert_cmpuint(site_find(server.context.site, "short-journey")->survey->version, ==, 2);
    g_assert_null(site_find(server.context.site, "another")); /* nobody put it on the site */
    test_context_stop(&server);
}

static void a_pilot_is_marked_and_listed_nowhere(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    put(&server, "pilot-journey", 1, "A tried journey");
    g_autofree char *home = page_of(&server, "/", 200);
    g_assert_nonnull(strstr(home, "/short-journey/"));
    g_assert_null(strstr(home, "/pilot-journey/"));
    static const char *const paths[] = {"/pilot-journey/", "/pilot-journey/p_safe"};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autofree char *page = page_of(&server, paths[i], 200);
        g_assert_nonnull(strstr(page, "Pilot: your answers help to test this survey and are not "
                                      "counted."));
    }
    g_autofree char *real = page_of(&server, "/short-journey/p_safe", 200);
    g_assert_null(strstr(real, "Pilot:"));
    test_context_stop(&server);
}

static const Act act = {.who = "anna", .moment = 1777000000};

static void change_dates(TestServer *server, Dates dates)
{
    g_autoptr(GError) error = NULL;
    const Served *served = site_find(server->context.site, "short-journey");
    g_assert_true(
        dates_save(server->context.store, served->survey, &dates, "a test", &act, &error));
    g_assert_true(site_refresh(&server->context, "short-journey", &error));
    g_assert_no_error(error);
}

static void dates_change_without_a_new_version(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    enum { DAY = 24 * 60 * 60 };
    const int64_t midnight = 1798761600; /* 2027-01-01 */
    change_dates(&server, (Dates){0, midnight + 31 * DAY});
    g_autofree char *open = page_of(&server, "/short-journey/", 200);
    g_assert_nonnull(strstr(open, "You can answer until the end of 31 January 2027."));
    g_autofree char *home = page_of(&server, "/", 200);
    g_assert_nonnull(strstr(home, "Closes at the end of 31 January 2027."));
    change_dates(&server, (Dates){0, 946684800});
    g_autofree char *closed = page_of(&server, "/short-journey/", 200);
    g_assert_nonnull(strstr(closed, "This survey closed on 31 December 1999."));
    g_autofree char *page = page_of(&server, "/short-journey/p_safe", 200);
    g_assert_nonnull(strstr(page, "This survey closed on 31 December 1999."));
    g_autofree char *none = page_of(&server, "/", 200);
    g_assert_null(strstr(none, "/short-journey/"));
    g_autoptr(Request) late = ask("/short-journey/p_safe");
    late->method = METHOD_POST;
    late->fetch_site = g_strdup("same-origin");
    late->fields = fields_new();
    const char *name = NULL;
    g_autoptr(Reply) reply = test_answer(late, &server.context, &name);
    g_assert_cmpuint(reply->status, ==, 403);
    g_autofree char *words =
        g_strndup(g_bytes_get_data(reply->body, NULL), g_bytes_get_size(reply->body));
    g_assert_nonnull(strstr(words, "The survey closed while you were answering"));
    change_dates(&server, (Dates){0, 0});
    g_autofree char *again = page_of(&server, "/short-journey/p_safe", 200);
    g_assert_nonnull(strstr(again, "How safe do you feel?"));
    test_context_stop(&server);
}

/* As after a restart: a new site from the store, with the definition that the server is given. */
static void restart(TestServer *server)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "tests/survey-server/journey.xml", NULL);
    store_close(server->context.store);
    site_free(server->context.site);
    server->context.store = store_open(server->directory, STORE_WRITE, &error);
    g_assert_no_error(error);
    server->context.site = site_new();
    g_assert_true(site_load(&server->context, (char *[]){path, NULL}, &error));
    g_assert_no_error(error);
}

static void what_staff_decided_holds_after_a_restart(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autoptr(GError) error = NULL;
    Context *context = &server.context;
    g_assert_true(site_put(context, variant("short-journey", 2, "By staff"), &act, &error));
    g_assert_true(site_put(context, variant("pilot-new", 1, "Tried"), &act, &error));
    g_assert_true(site_put(context, variant("by-a-file", 1, "Given once"), NULL, &error));
    restart(&server);
    const Served *served = site_find(context->site, "short-journey");
    g_assert_cmpuint(served->survey->version, ==, 2); /* newer than the file's */
    g_assert_nonnull(site_served_version(served, 1));
    g_assert_nonnull(site_find(context->site, "pilot-new"));
    g_assert_null(site_find(context->site, "by-a-file"));
    g_assert_true(site_take_off(context, "pilot-new", "the pilot has ended", &act, &error));
    g_assert_true(site_take_off(context, "short-journey", "a mistake", &act, &error));
    g_assert_no_error(error);
    g_assert_null(site_find(context->site, "pilot-new"));
    restart(&server);
    g_assert_null(site_find(context->site, "pilot-new"));
    g_assert_null(site_find(context->site, "short-journey")); /* though its file is given */
    g_assert_true(site_put_on(context, "short-journey", "mended", &act, &error));
    g_assert_cmpuint(site_find(context->site, "short-journey")->survey->version, ==, 2);
    test_context_stop(&server);
}

/* The file says version 1 for ever; staff mended that version in the browser before anybody answered. */
static void a_file_that_staff_replaced_stays_replaced(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autoptr(GError) error = NULL;
    Context *context = &server.context;
    g_assert_true(site_put(context, variant("short-journey", 1, "Mended by staff"), &act, &error));
    g_assert_no_error(error);
    restart(&server);
    const Survey *served = site_find(context->site, "short-journey")->survey;
    g_assert_cmpuint(served->version, ==, 1);
    g_assert_cmpstr(wording_plain(&served->title, "en"), ==, "Mended by staff");
    test_context_stop(&server);
}

static void taking_off_asks_why_and_what(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(site_take_off(&server.context, "short-journey", "", &act, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_clear_error(&error);
    g_assert_nonnull(site_find(server.context.site, "short-journey"));
    g_assert_false(site_take_off(&server.context, "nothing", "why", &act, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    test_context_stop(&server);
}

/* The reply to a path with a query of one language and size.
 * Returns: yours (free with reply_free). */
static Reply *paper_of(TestServer *server, const char *lang, const char *size, const char *etag)
{
    const char *name = NULL;
    g_autoptr(Request) request = ask("/short-journey/paper.pdf");
    g_autofree char *query = g_strdup_printf("lang=%s%s%s", lang, *size != 0 ? "&size=" : "", size);
    fields_free(request->query);
    request->query = fields_decode(query, strlen(query), NULL);
    request->if_none_match = g_strdup(etag);
    Reply *reply = test_answer(request, &server->context, &name);
    g_assert_cmpstr(name, ==, "paper");
    return reply;
}

static void paper_forms_come_in_each_language_and_size(void)
{
    static const struct {
        const char *lang, *size, *file;
    } forms[] = {
        {"en", "", "short-journey-en.pdf"},
        {"cy", "", "short-journey-cy.pdf"},
        {"en", "large", "short-journey-en-large.pdf"},
        {"cy", "large", "short-journey-cy-large.pdf"},
    };
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autoptr(GHashTable) etags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autoptr(Reply) reply = paper_of(&server, forms[i].lang, forms[i].size, NULL);
        g_assert_cmpuint(reply->status, ==, 200);
        g_assert_cmpstr(reply->type, ==, "application/pdf");
        g_assert_nonnull(strstr(reply->disposition, forms[i].file));
        g_assert_cmpint(memcmp(g_bytes_get_data(reply->body, NULL), "%PDF-", 5), ==, 0);
        bool is_new = g_hash_table_add(etags, g_strdup(reply->etag));
        g_assert_true(is_new);
        g_autoptr(Reply) known = paper_of(&server, forms[i].lang, forms[i].size, reply->etag);
        g_assert_cmpuint(known->status, ==, 304);
    }
    g_autofree char *start = page_of(&server, "/short-journey/", 200);
    g_assert_nonnull(strstr(start, "href=\"/short-journey/paper.pdf?lang=en\""));
    g_assert_nonnull(strstr(start, "href=\"/short-journey/paper.pdf?lang=en&amp;size=large\""));
    test_context_stop(&server);
}

static void paper_forms_follow_the_dates(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autoptr(GError) error = NULL;
    const Served *before = site_find(server.context.site, "short-journey");
    g_assert_true(site_refresh(&server.context, "short-journey", &error));
    const Served *same = site_find(server.context.site, "short-journey");
    g_assert_true(same != before && same->papers == before->papers); /* not drawn once more */
    g_autoptr(Reply) undated = paper_of(&server, "en", "", NULL);
    change_dates(&server, (Dates){0, 1798761600});
    g_autoptr(Reply) dated = paper_of(&server, "en", "", undated->etag);
    g_assert_cmpuint(dated->status, ==, 200);
    test_context_stop(&server);
}

static void a_survey_without_paper_has_no_link_to_it(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    Served bare = *site_find(server.context.site, "short-journey");
    bare.papers = g_ptr_array_new();
    g_ptr_array_set_size(bare.papers, 4); /* as when the fonts are missing */
    Markup *to = markup_new(MARKUP_HTML);
    markup_open(to, "main");
    page_paper_write_links(to, &bare, "en");
    markup_close(to, "main");
    g_autoptr(GBytes) bytes = markup_finish(to);
    g_assert_cmpuint(g_bytes_get_size(bytes), <, 40);
    g_ptr_array_unref(bare.papers);
    test_context_stop(&server);
}

static char *page_in(TestServer *server, const char *path, const char *accept, unsigned status)
{
    const char *name = NULL;
    g_autoptr(Request) request = ask(path);
    request->accept_language = g_strdup(accept);
    g_autoptr(Reply) reply = test_answer(request, &server->context, &name);
    g_assert_cmpuint(reply->status, ==, status);
    return g_strndup(g_bytes_get_data(reply->body, NULL), g_bytes_get_size(reply->body));
}

static void pages_of_no_survey_speak_the_languages_of_the_site(void)
{
    static const struct {
        const char *accept, *lang, *home, *missing;
    } languages[] = {
        {"cy, en;q=0.5", "lang=\"cy\"", "Arolygon agored", "Heb ddod o hyd i’r dudalen"},
        {"en-GB, cy;q=0.5", "lang=\"en\"", "Open surveys", "Page not found"},
        {"ur", "lang=\"en\"", "Open surveys", "Page not found"}, /* no survey here has it */
        {NULL, "lang=\"en\"", "Open surveys", "Page not found"},
    };
    TestServer server = {0};
    test_context_start(&server, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_autofree char *home = page_in(&server, "/", languages[i].accept, 200);
        g_autofree char *missing = page_in(&server, "/nothing/", languages[i].accept, 404);
        g_assert_nonnull(strstr(home, languages[i].lang));
        g_assert_nonnull(strstr(home, languages[i].home));
        g_assert_nonnull(strstr(missing, languages[i].missing));
    }
    change_dates(&server, (Dates){0, 1798761600});
    g_autofree char *welsh = page_in(&server, "/", "cy", 200);
    g_assert_nonnull(strstr(welsh, "31 Rhagfyr 2026"));
    g_autofree char *start = page_in(&server, "/short-journey/", "cy", 200);
    g_assert_nonnull(strstr(start, "31 Rhagfyr 2026"));
    test_context_stop(&server);
}

typedef struct {
    TestServer *server;
    atomic_bool is_over;
    atomic_uint n_looks;
} Look;

static void *look_on(void *arg)
{
    Look *look = arg;
    unsigned version = 0;
    while (!atomic_load(&look->is_over)) {
        const Served *served = site_find(look->server->context.site, "short-journey");
        g_assert_cmpuint(served->survey->version, >=, version);
        version = served->survey->version;
        g_assert_cmpuint(served->older->len, ==, version - 1);
        g_assert_cmpuint(served->starts->len, ==, 2 * PHASE_COUNT);
        g_autoptr(GPtrArray) list = site_list(look->server->context.site);
        g_assert_cmpuint(list->len, >=, 1);
        g_autofree char *page = page_of(look->server, "/short-journey/", 200);
        atomic_fetch_add(&look->n_looks, 1);
    }
    return NULL;
}

static void readers_find_it_whole_while_it_changes(void)
{
    enum { READERS = 4, VERSIONS = 6 };
    TestServer server = {0};
    test_context_start(&server, NULL);
    Look look = {.server = &server};
    pthread_t readers[READERS];
    for (size_t i = 0; i < READERS; i++)
        g_assert_cmpint(pthread_create(&readers[i], NULL, look_on, &look), ==, 0);
    for (unsigned version = 2; version <= VERSIONS; version++) {
        unsigned seen = atomic_load(&look.n_looks);
        put(&server, "short-journey", version, "Changing");
        put(&server, version % 2 == 0 ? "one-more" : "pilot-more", version, "More");
        while (atomic_load(&look.n_looks) == seen)
            g_usleep(100);
    }
    atomic_store(&look.is_over, true);
    for (size_t i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    test_context_stop(&server);
}

int main(int argc, char **argv)
{
    say_start(NULL);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/site/a-new-version-takes-the-place-of-the-old-one",
                    a_new_version_takes_the_place_of_the_old_one);
    g_test_add_func("/site/what-cannot-be-published-leaves-the-site-as-it-is",
                    what_cannot_be_published_leaves_the_site_as_it_is);
    g_test_add_func("/site/a-survey-that-somebody-else-published-is-picked-up",
                    a_survey_that_somebody_else_published_is_picked_up);
    g_test_add_func("/site/a-pilot-is-marked-and-listed-nowhere",
                    a_pilot_is_marked_and_listed_nowhere);
    g_test_add_func("/site/dates-change-without-a-new-version", dates_change_without_a_new_version);
    g_test_add_func("/site/what-staff-decided-holds-after-a-restart",
                    what_staff_decided_holds_after_a_restart);
    g_test_add_func("/site/a-file-that-staff-replaced-stays-replaced",
                    a_file_that_staff_replaced_stays_replaced);
    g_test_add_func("/site/taking-off-asks-why-and-what", taking_off_asks_why_and_what);
    g_test_add_func("/site/paper-forms-come-in-each-language-and-size",
                    paper_forms_come_in_each_language_and_size);
    g_test_add_func("/site/paper-forms-follow-the-dates", paper_forms_follow_the_dates);
    g_test_add_func("/site/a-survey-without-paper-has-no-link-to-it",
                    a_survey_without_paper_has_no_link_to_it);
    g_test_add_func("/site/pages-of-no-survey-speak-the-languages-of-the-site",
                    pages_of_no_survey_speak_the_languages_of_the_site);
    g_test_add_func("/site/readers-find-it-whole-while-it-changes",
                    readers_find_it_whole_while_it_changes);
    return g_test_run();
}
