/* Two authors at once, the way back, XML by hand, previews, pilots, publishing, dates. */
#include "base/env.h"
#include "base/limits.h"
#include "forms/definition/editing/survey-edit.h"
#include "survey-server/staff/authors/author-test.h"
#include <pthread.h>

#include "base/banned.h"

static void with_server(void (*body)(TestServer *server))
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    body(&server);
    test_context_stop(&server);
}

/* ---- Two authors ---- */

static void two_authors(TestServer *server)
{
    begin(server);
    g_autoptr(Shown) first = ask_as(server, "ben", "/staff/definitions/1/part",
                                    "part=question-q02&revision=1&ask-en=Ben%3F&short-en=Old");
    assert_leads(first, "/staff/definitions/1/?saved=2");
    g_autoptr(Shown) both = post(server, "/staff/definitions/1/part",
                                 "part=question-q02&revision=1&ask-en=Anna%3F&option-1-en=Always&"
                                 "short-en=How+often+people+feel+safe");
    assert_mistake(both, "ben has changed this meanwhile to: “Ben?”.");
    assert_says(both, "Anna?");
    assert_says(both, "name=\"revision\" value=\"1\"");
    assert_says(both, "name=\"seen\" value=\"ask-en=Ben?\"");
    g_autofree char *untouched = source_of(server, 1);
    g_assert_nonnull(strstr(untouched, "<ask>Ben?"));
    g_assert_null(strstr(untouched, "Always"));
    g_autoptr(Shown) mine = post(server, "/staff/definitions/1/part",
                                 "part=question-q02&revision=1&ask-en=Anna%3F&option-1-en=Always&"
                                 "short-en=How+often+people+feel+safe&seen=ask-en%3DBen%3F");
    assert_leads(mine, "/staff/definitions/1/?saved=3");
    g_autofree char *merged = source_of(server, 1);
    g_assert_nonnull(strstr(merged, "<ask>Anna?"));
    g_assert_nonnull(strstr(merged, "<short>Old<"));
    g_assert_nonnull(strstr(merged, ">Always<"));
    static const char *const others[][2] = {
        {"/staff/definitions/1/", "up=question-q03&revision=1"},
        {"/staff/definitions/1/remove", "part=question-q06&revision=1"},
        {"/staff/definitions/1/history", "to=1&revision=1"},
        {"/staff/definitions/1/throw-away", "revision=1"},
        {"/staff/definitions/1/pilot", "do=begin&revision=1"},
        {"/staff/definitions/1/publish", "revision=1"},
        {"/staff/definitions/1/publish", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autoptr(Shown) sheet = post(server, others[i][0], others[i][1]);
        g_assert_cmpuint(sheet->status, ==, 409);
        assert_says(sheet, "anna has changed this definition since you opened the page.");
    }
    g_autofree char *after = source_of(server, 1);
    g_assert_cmpstr(after, ==, merged);
}

static void two_authors_see_what_the_other_wrote_and_overwrite_nothing(void)
{
    with_server(two_authors);
}

static void going_back(TestServer *server)
{
    begin(server);
    g_autofree char *before = source_of(server, 1);
    g_autoptr(Shown) changed =
        post(server, "/staff/definitions/1/part", "part=question-q02&revision=1&ask-en=New%3F");
    g_assert_cmpuint(changed->status, ==, 303);
    g_autoptr(Shown) history = get(server, "/staff/definitions/1/history");
    assert_says(history, "Question 2 changed.");
    assert_says(history, "Begun from a template.");
    g_autoptr(Shown) wrong = post(server, "/staff/definitions/1/history", "to=2&revision=2");
    assert_mistake(wrong, "Type the number of an earlier change.");
    g_autoptr(Shown) back = post(server, "/staff/definitions/1/history", "to=1&revision=2");
    assert_leads(back, "/staff/definitions/1/?saved=3");
    g_autofree char *after = source_of(server, 1);
    g_assert_cmpstr(after, ==, before);
    g_autoptr(Shown) file = get(server, "/staff/definitions/1/download");
    g_assert_cmpstr(file->text, ==, before);
    g_assert_nonnull(strstr(file->file, "safer.xml"));
    g_autoptr(Shown) thrown = post(server, "/staff/definitions/1/throw-away", "revision=3");
    assert_leads(thrown, "/staff/definitions?done=thrown");
    g_assert_cmpuint(count_pieces(server), ==, 0);
}

static void every_change_can_be_taken_back(void)
{
    with_server(going_back);
}

static void by_hand(TestServer *server)
{
    begin(server);
    g_autoptr(Shown) torn =
        post(server, "/staff/definitions/1/source", "revision=1&source=%3Csurvey%3E%0A%3Cx");
    assert_mistake(torn, "Not kept. On line ");
    assert_says(torn, "&lt;survey&gt;");
    g_autoptr(Shown) doctype = post(server, "/staff/definitions/1/source",
                                    "revision=1&source=%3C!DOCTYPE+survey%3E%3Csurvey%2F%3E");
    assert_mistake(doctype, "no DOCTYPE");
    g_autoptr(Shown) old = post(server, "/staff/definitions/1/source", "revision=9&source=mine");
    assert_mistake(old, "Somebody else has changed this definition meanwhile.");
    assert_says(old, "mine");
    assert_says(old, "As it is now");
    g_autofree char *source = source_of(server, 1);
    g_autofree char *text = g_strdup(source);
    char *at = strstr(text, "Safer Streets");
    memcpy(at, "Quiet Streets", strlen("Quiet Streets"));
    g_autoptr(Fields) fields = fields_new();
    fields_add(fields, "revision", "1");
    fields_add(fields, "source", text);
    g_autofree char *body = fields_encode(fields);
    g_autoptr(Shown) saved = post(server, "/staff/definitions/1/source", body);
    assert_leads(saved, "/staff/definitions/1/?saved=2");
    g_autofree char *after = source_of(server, 1);
    g_assert_cmpstr(after, ==, text);
}

static void xml_by_hand_is_kept_when_it_can_be_read(void)
{
    with_server(by_hand);
}

/* ---- Looking and trying ---- */

static void faces(TestServer *server)
{
    begin(server);
    g_autoptr(Shown) faces = get(server, "/staff/definitions/1/preview");
    assert_says(faces, "Residents’ pages, in Welsh");
    assert_says(faces, "Not in Welsh yet");
    assert_says(faces, "About the survey: 1 text");
    g_autoptr(Shown) page = get(server, "/staff/definitions/1/preview/web?page=3&lang=cy");
    assert_says(page, "Preview, page 3 of 16: nothing is kept.");
    assert_says(page, "This page is shown only if you answered");
    assert_says(page, "<html lang=\"cy\"");
    g_autoptr(Shown) on =
        post(server, "/staff/definitions/1/preview/web?page=3&lang=cy", "csrf=token&q04=1");
    assert_leads(on, "/staff/definitions/1/preview/web?page=4&lang=cy");
    g_autoptr(Shown) end = post(server, "/staff/definitions/1/preview/web?page=16", "csrf=token");
    assert_leads(end, "/staff/definitions/1/preview");
    g_autoptr(Shown) beyond = get(server, "/staff/definitions/1/preview/web?page=99&lang=xx");
    assert_says(beyond, "page 16 of 16");
    g_autoptr(Shown) keying = get(server, "/staff/definitions/1/preview/keying");
    assert_says(keying, "name=\"q02\"");
    g_autoptr(Shown) paper = get(server, "/staff/definitions/1/preview/paper.pdf?lang=cy");
    g_assert_cmpuint(paper->status, ==, 200);
    g_assert_true(g_str_has_prefix(paper->text, "%PDF-"));
}

static void all_three_faces_can_be_looked_at(void)
{
    with_server(faces);
}

static char *pilot_of(TestServer *server)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Workpiece) piece = workshop_load(server->context.store, 1, 0, &error);
    g_assert_no_error(error);
    return g_strdup(piece->pilot_id);
}

enum { IMPATIENT = 4 };

static void *press_begin(void *arg)
{
    g_autoptr(Shown) sheet = post(arg, "/staff/definitions/1/pilot", "do=begin&revision=1");
    g_assert_true(sheet->status == 303 || sheet->status == 409);
    return NULL;
}

static void pressing_twice(TestServer *server)
{
    begin(server);
    pthread_t threads[IMPATIENT];
    for (size_t i = 0; i < IMPATIENT; i++)
        g_assert_cmpint(pthread_create(&threads[i], NULL, press_begin, server), ==, 0);
    for (size_t i = 0; i < IMPATIENT; i++)
        pthread_join(threads[i], NULL);
    g_autoptr(GPtrArray) served = site_list(server->context.site);
    size_t n_pilots = 0;
    for (size_t i = 0; i < served->len; i++)
        n_pilots += survey_is_pilot(((const Served *)g_ptr_array_index(served, i))->survey) ? 1 : 0;
    g_assert_cmpuint(n_pilots, ==, 1);
    g_autofree char *noted = pilot_of(server);
    g_assert_nonnull(site_find(server->context.site, noted));
}

static void whoever_presses_twice_begins_one_pilot(void)
{
    with_server(pressing_twice);
}

static void piloting(TestServer *server)
{
    begin(server);
    g_autoptr(Shown) begun = post(server, "/staff/definitions/1/pilot", "do=begin&revision=1");
    assert_leads(begun, "/staff/definitions/1/pilot");
    g_autofree char *first = pilot_of(server);
    g_assert_true(g_regex_match_simple("^pilot-[a-z2-9]{10}$", first, 0, 0));
    g_assert_nonnull(site_find(server->context.site, first));
    g_assert_null(site_find(server->context.site, "safer"));
    g_autoptr(Shown) page = get(server, "/staff/definitions/1/pilot");
    assert_says(page, first);
    assert_says(page, "0 answered forms");
    g_autoptr(Shown) kept = post(server, "/staff/definitions/1/throw-away", "revision=1");
    g_assert_cmpuint(kept->status, ==, 409);
    assert_says(kept, "end the pilot first");
    g_autoptr(Shown) changed =
        post(server, "/staff/definitions/1/part", "part=question-q02&revision=1&ask-en=New%3F");
    g_assert_cmpuint(changed->status, ==, 303);
    g_autoptr(Shown) older = get(server, "/staff/definitions/1/pilot");
    assert_says(older, "You have changed the definition since the pilot began.");
    g_autoptr(Shown) again = post(server, "/staff/definitions/1/pilot", "do=begin&revision=2");
    g_assert_cmpuint(again->status, ==, 303);
    g_autofree char *second = pilot_of(server);
    g_assert_cmpstr(first, !=, second);
    g_assert_null(site_find(server->context.site, first));
    g_autoptr(Shown) ended = post(server, "/staff/definitions/1/pilot", "do=end&revision=2");
    g_assert_cmpuint(ended->status, ==, 303);
    g_assert_null(site_find(server->context.site, second));
    g_autoptr(Shown) after = get(server, "/staff/definitions/1/pilot");
    assert_says(after, "The last pilot has ended.");
}

static void a_pilot_begins_and_ends(void)
{
    with_server(piloting);
}

/* ---- Publishing ---- */

static void todo(TestServer *server)
{
    begin(server);
    g_autofree char *source = source_of(server, 1);
    g_auto(GStrv) halves = g_strsplit(source, "id=\"q02\"", 2);
    g_autofree char *text =
        g_strjoin("id=\"q02\" todo=\"ask the police\"", halves[0], halves[1], NULL);
    g_autoptr(Shown) kept = upload(server, text, strlen(text));
    assert_leads(kept, "/staff/definitions/2/?saved=1");
    g_autoptr(Shown) list = get(server, "/staff/definitions/2/publish");
    assert_says(list, "1 thing is to be settled");
    assert_says_not(list, "Publish it now");
    g_autoptr(Shown) refused = post(server, "/staff/definitions/2/publish", "revision=1");
    assert_says(refused, "1 thing is to be settled");
    g_autoptr(Shown) part = get(server, "/staff/definitions/2/part?part=question-q02");
    assert_says(part, "This is settled: ask the police");
    g_autoptr(Shown) settled =
        post(server, "/staff/definitions/2/part", "part=question-q02&revision=1&settled=yes");
    assert_leads(settled, "/staff/definitions/2/?saved=2");
    g_autoptr(Shown) after = get(server, "/staff/definitions/2/publish");
    assert_says(after, "Publish it now");
    g_autoptr(Shown) late =
        post(server, "/staff/definitions/2/part", "part=survey&revision=2&closes-en=1+March+2001");
    g_assert_cmpuint(late->status, ==, 303);
    g_autoptr(Shown) past = post(server, "/staff/definitions/2/publish", "revision=3");
    assert_says(past, "Its last day is in the past: nobody could answer");
    g_assert_null(site_find(server->context.site, "safer"));
}

static void what_is_not_ready_is_not_published(void)
{
    with_server(todo);
}

static void publishing(TestServer *server)
{
    begin(server);
    g_autoptr(Shown) pilot = post(server, "/staff/definitions/1/pilot", "do=begin&revision=1");
    g_assert_cmpuint(pilot->status, ==, 303);
    g_autofree char *pilot_id = pilot_of(server);
    g_autoptr(Shown) list = get(server, "/staff/definitions/1/publish");
    assert_says(list, "Look at it: it has changed since, or was never looked at");
    assert_says(list, "It was tried out");
    g_autoptr(Shown) done = post(server, "/staff/definitions/1/publish", "revision=1");
    g_assert_cmpuint(done->status, ==, 200);
    assert_says(done, "/safer/\" id=\"published-address\"");
    g_assert_nonnull(site_find(server->context.site, "safer"));
    g_assert_null(site_find(server->context.site, pilot_id));
    g_assert_cmpuint(count_pieces(server), ==, 0);
    g_autoptr(Shown) again = post(server, "/staff/definitions/1/publish", "revision=1");
    g_assert_cmpuint(again->status, ==, 404);
}

static void what_is_published_is_served_and_its_pilot_ends(void)
{
    with_server(publishing);
}

/* One response to the survey of the tests. */
static void answer_once(TestServer *server)
{
    g_autoptr(GError) error = NULL;
    const Survey *survey = site_find(server->context.site, "short-journey")->survey;
    g_assert_true(store_import_begin(server->context.store, survey, &error));
    Answers *answers = answers_new(survey);
    answers_settle(answers);
    const Submission row = {.survey = survey,
                            .answers = answers,
                            .channel = CHANNEL_WEB,
                            .lang = "en",
                            .moment = env_now()};
    g_assert_true(store_import_add(server->context.store, &row, &error));
    g_assert_true(store_import_commit(server->context.store, &error));
    g_assert_no_error(error);
}

static void next_version(TestServer *server)
{
    answer_once(server);
    g_autoptr(Shown) begun = post(server, "/staff/definitions", "next=short-journey");
    assert_leads(begun, "/staff/definitions/1/?saved=1");
    g_autofree char *source = source_of(server, 1);
    g_autoptr(GBytes) bytes = g_bytes_new(source, strlen(source));
    g_autoptr(Mistakes) slips = mistakes_new("test");
    g_autoptr(SurveyEdit) edit = survey_edit_open(bytes, slips);
    const char *question = NULL;
    for (size_t i = 0; i < edit->n_parts && question == NULL; i++)
        question = edit->parts[i].kind == PART_QUESTION ? edit->parts[i].key : NULL;
    g_autofree char *body = g_strdup_printf("part=%s&revision=1&ask-en=Otherwise%%3F", question);
    g_autoptr(Shown) changed = post(server, "/staff/definitions/1/part", body);
    assert_leads(changed, "/staff/definitions/1/?saved=2");
    g_autoptr(Shown) list = get(server, "/staff/definitions/1/publish");
    assert_says(list, "What changes against version 1");
    assert_says(list, "Changes freely");
    assert_says(list, "is worded differently");
    g_autoptr(Shown) done = post(server, "/staff/definitions/1/publish", "revision=2");
    g_assert_cmpuint(done->status, ==, 200);
    g_assert_cmpuint(site_find(server->context.site, "short-journey")->survey->version, ==, 2);
    g_autoptr(Shown) frozen = upload(server, source, strlen(source));
    assert_leads(frozen, "/staff/definitions/2/?saved=1");
    GString *refused = g_string_new(source);
    g_string_replace(refused, "version=\"2\"", "version=\"3\"", 1);
    g_string_replace(refused, question + strlen("question-"), "renamed", 0);
    g_autofree char *renamed = g_string_free(refused, false);
    g_autoptr(Shown) third = upload(server, renamed, strlen(renamed));
    assert_leads(third, "/staff/definitions/3/?saved=1");
    g_autoptr(Shown) told = get(server, "/staff/definitions/3/publish");
    assert_says(told, "May not change, because people have answered");
    assert_says_not(told, "Publish it now");
    g_autoptr(Shown) held = post(server, "/staff/definitions/3/publish", "revision=1");
    g_assert_cmpuint(held->status, ==, 409);
    assert_says(held, "cannot follow version 1");
    g_assert_cmpuint(site_find(server->context.site, "short-journey")->survey->version, ==, 2);
}

static void a_next_version_says_what_changes_and_what_may_not(void)
{
    with_server(next_version);
}

/* ---- Dates ---- */

static void dates(TestServer *server)
{
    static const struct {
        const char *body, *words;
    } cases[] = {
        {"do=change&opens=&closes=31+March+2100&reason=", "Say why: it is kept with the change."},
        {"do=change&opens=&closes=soon&reason=R", "soon"},
        {"do=change&opens=1+May+2100&closes=1+April+2100&reason=R",
         "It would close before it opens."},
        {"do=close&reason=", "Say why: it is kept with the change."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Shown) sheet = post(server, "/staff/short-journey/dates", cases[i].body);
        assert_mistake(sheet, cases[i].words);
    }
    g_autoptr(Shown) closed = post(server, "/staff/short-journey/dates", "do=close&reason=Enough");
    assert_leads(closed, "/staff/short-journey/dates?done=dates");
    const Served *served = site_find(server->context.site, "short-journey");
    g_assert_cmpint(site_served_phase(served, env_now() + 1), ==, PHASE_CLOSED);
    g_autoptr(Shown) extended =
        post(server, "/staff/short-journey/dates",
             "do=change&opens=&closes=31+March+2100&reason=Leaflets+came+late");
    assert_leads(extended, "/staff/short-journey/dates?done=dates");
    served = site_find(server->context.site, "short-journey");
    g_assert_cmpint(site_served_phase(served, env_now() + 1), ==, PHASE_OPEN);
    g_assert_cmpuint(served->survey->version, ==, 1);
    g_autoptr(Shown) page = get(server, "/staff/short-journey/dates?done=dates");
    assert_says(page, "The dates are changed.");
    assert_says(page, "value=\"31 March 2100\"");
    assert_says(page, "Leaflets came late");
    assert_says(page, "Enough");
    g_autoptr(Shown) none = get(server, "/staff/no-survey/dates");
    g_assert_cmpuint(none->status, ==, 404);
}

static void dates_change_with_a_reason_and_without_a_version(void)
{
    with_server(dates);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/author/two", two_authors_see_what_the_other_wrote_and_overwrite_nothing);
    g_test_add_func("/author/back", every_change_can_be_taken_back);
    g_test_add_func("/author/xml", xml_by_hand_is_kept_when_it_can_be_read);
    g_test_add_func("/author/faces", all_three_faces_can_be_looked_at);
    g_test_add_func("/author/pilot", a_pilot_begins_and_ends);
    g_test_add_func("/author/not-ready", what_is_not_ready_is_not_published);
    g_test_add_func("/author/publish", what_is_published_is_served_and_its_pilot_ends);
    g_test_add_func("/author/next", a_next_version_says_what_changes_and_what_may_not);
    g_test_add_func("/author/dates", dates_change_with_a_reason_and_without_a_version);
    g_test_add_func("/author/pilot-pressed-twice", whoever_presses_twice_begins_one_pilot);
    return g_test_run();
}
