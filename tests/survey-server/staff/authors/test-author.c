/* Definitions are begun, uploaded and changed from the browser; what cannot be is said, and nothing is lost. */
#include "base/limits.h"
#include "forms/definition/editing/survey-edit.h"
#include "survey-server/staff/authors/author-test.h"

#include "base/banned.h"

static void with_server(void (*body)(TestServer *server))
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    body(&server);
    test_context_stop(&server);
}

static void beginning(TestServer *server)
{
    static const struct {
        const char *body, *words;
    } cases[] = {
        {"template=nothing&title=T&address=a", "Choose a template."},
        {"template=community-safety&title=&address=a", "Type the title of your survey."},
        {"template=community-safety&title=T&address=Safer+Streets",
         "Small letters, digits and hyphens only"},
        {"template=community-safety&title=T&address=pilot-a", "It may not begin with pilot-."},
        {"template=community-safety&title=T&address=short-journey",
         "There is a survey with that address already."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Shown) sheet = post(server, "/staff/definitions", cases[i].body);
        assert_mistake(sheet, cases[i].words);
        g_assert_cmpuint(count_pieces(server), ==, 0);
    }
    begin(server);
    g_autoptr(Shown) overview = get(server, "/staff/definitions/1/?saved=1");
    assert_says(overview, "Begun from a template.");
    assert_says(overview, "Page 2: Feeling safe");
    assert_says(overview, "Only if: you answered");
    g_autoptr(Shown) list = get(server, "/staff/definitions");
    assert_says(list, "Safer Streets");
    assert_says(list, "Begin version 2 of “A short journey”");
}

static void a_survey_is_begun_from_a_template(void)
{
    with_server(beginning);
}

static void next_version(TestServer *server)
{
    g_autoptr(Shown) sheet = post(server, "/staff/definitions", "next=short-journey");
    assert_leads(sheet, "/staff/definitions/1/?saved=1");
    g_autofree char *source = source_of(server, 1);
    g_assert_nonnull(strstr(source, "id=\"short-journey\" version=\"2\""));
    g_autoptr(Shown) none = post(server, "/staff/definitions", "next=no-survey");
    g_assert_cmpuint(none->status, ==, 404);
    assert_says(none, "There is no survey &#39;no-survey&#39;");
}

static void the_next_version_is_begun_from_what_is_published(void)
{
    with_server(next_version);
}

static void uploads(TestServer *server)
{
    static const char doctype[] =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE survey [<!ENTITY a \"b\">]>\n<survey/>";
    static const struct {
        const char *bytes;
        size_t length;
        const char *words;
    } cases[] = {
        {doctype, sizeof doctype - 1,
         "The file was not kept. On its line 2: a definition has no DOCTYPE"},
        {"\xff\xfe<\0s\0", 6, "The file was not kept: this file is saved as UTF-16"},
        {"<survey>caf\xe9</survey>", 21, "a character here that is not UTF-8"},
        {"PK\x03\x04", 4, "an invisible control character"},
        {"hello there", 11, "The file was not kept"},
        {"<survey><title></survey>", 24, "The file was not kept"},
        {"<html></html>", 13, "this is XML, but not a survey of this program"},
        {"", 0, "This file is empty. Choose another one."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Shown) sheet = upload(server, cases[i].bytes, cases[i].length);
        assert_mistake(sheet, cases[i].words);
        g_assert_cmpuint(count_pieces(server), ==, 0);
    }
    g_autofree char *large = g_strnfill(LIMIT_DEFINITION_BYTES + 1, ' ');
    g_autoptr(Shown) too_large = upload(server, large, LIMIT_DEFINITION_BYTES + 1);
    assert_mistake(too_large, "larger than 1024 KB");
    g_autoptr(Shown) none = post(server, "/staff/definitions/upload", "csrf=token");
    assert_mistake(none, "Choose the file first, then press Upload.");
    g_assert_cmpuint(count_pieces(server), ==, 0);
    g_autoptr(GBytes) bytes = template_source("over-to-you-2015");
    g_autoptr(Shown) kept = upload(server, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    assert_leads(kept, "/staff/definitions/1/?saved=1");
}

/* A template with `filler` before its end, to `length` bytes.
 * Returns: yours (free with g_free). */
static char *filled(const char *begin, char filler, const char *end, size_t length)
{
    g_autoptr(GBytes) bytes = template_source("community-safety");
    g_autoptr(Mistakes) slips = mistakes_new("filled");
    g_autoptr(SurveyEdit) edit = survey_edit_open(bytes, slips);
    g_assert_true(survey_edit_name(edit, "a", 1, NULL));
    g_autoptr(GBytes) anew = survey_edit_bytes(edit);
    size_t size = 0;
    const char *text = g_bytes_get_data(anew, &size);
    const char *tail = g_strrstr_len(text, (gssize)size, "</survey>");
    g_autofree char *head = g_strndup(text, (size_t)(tail - text));
    g_autofree char *rest = g_strndup(tail, size - (size_t)(tail - text));
    g_autofree char *middle = g_strnfill(length - size - strlen(begin) - strlen(end), filler);
    return g_strconcat(head, begin, middle, end, rest, NULL);
}

static void growing(TestServer *server)
{
    g_autofree char *grows = filled("", '>', "", LIMIT_DEFINITION_BYTES / 2);
    g_autoptr(Shown) sheet = upload(server, grows, strlen(grows));
    assert_says(sheet, "This was not kept: ");
    g_assert_cmpuint(sheet->status, ==, 413);
    g_assert_cmpuint(count_pieces(server), ==, 0);

    g_autofree char *full = filled("<!--", 'x', "-->", LIMIT_DEFINITION_BYTES);
    g_autoptr(Shown) kept = upload(server, full, strlen(full));
    assert_leads(kept, "/staff/definitions/1/?saved=1");
    g_autoptr(Shown) pilot = post(server, "/staff/definitions/1/pilot", "revision=1&do=begin");
    assert_says(pilot, "There is no pilot: ");
    g_assert_cmpuint(pilot->status, ==, 413);
}

static void what_grows_too_large_when_written_is_refused(void)
{
    with_server(growing);
}

static void what_is_no_definition_is_not_kept(void)
{
    with_server(uploads);
}

static void mistakes_in_file(TestServer *server)
{
    static const char text[] =
        "<survey xmlns=\"urn:x-soundings:survey:1\" id=\"pilot-x\" version=\"1\" xml:lang=\"en\">\n"
        "<title>T</title><owner>O</owner>\n<page id=\"p1\">\n"
        "<choose-one id=\"q01\" number=\"1\"><ask>A?</ask>\n"
        "<option code=\"1\">Yes</option>\n<option code=\"1\">No</option></choose-one>\n"
        "</page></survey>";
    g_autoptr(Shown) kept = upload(server, text, sizeof text - 1);
    assert_leads(kept, "/staff/definitions/1/?saved=1");
    g_autoptr(Shown) overview = get(server, "/staff/definitions/1/");
    assert_says(overview, "One thing to put right");
    assert_says(overview,
                "href=\"/staff/definitions/1/part?part=question-q01\">Question 1: code 1 is "
                "used twice");
    static const char *const closed[] = {
        "preview", "preview/web?page=1", "preview/paper.pdf", "preview/keying", "pilot", "publish"};
    for (size_t i = 0; i < G_N_ELEMENTS(closed); i++) {
        g_autofree char *target = g_strconcat("/staff/definitions/1/", closed[i], NULL);
        g_autoptr(Shown) sheet = get(server, target);
        assert_says(sheet, "thing");
        assert_says_not(sheet, "Publish it now");
        assert_says_not(sheet, "Begin a pilot");
    }
    g_autoptr(Shown) refused = post(server, "/staff/definitions/1/publish", "revision=1");
    assert_says(refused, "It can be published when nothing above is marked Needed.");
    g_assert_null(site_find(server->context.site, "pilot-x"));
    g_autofree char *mended = g_strdup(text);
    strstr(mended, "<option code=\"1\">No")[strlen("<option code=\"")] = '2';
    g_autoptr(Shown) second = upload(server, mended, strlen(mended));
    assert_leads(second, "/staff/definitions/2/?saved=1");
    g_autoptr(Shown) named = get(server, "/staff/definitions/2/");
    assert_says(named, "One thing to put right");
    assert_says(named, "The address of the survey begins with pilot-");
}

static void a_definition_with_mistakes_is_kept_and_each_is_shown_at_its_place(void)
{
    with_server(mistakes_in_file);
}

static void changing(TestServer *server)
{
    begin(server);
    g_autoptr(Shown) page = get(server, "/staff/definitions/1/part?part=question-q02");
    assert_says(page, "Overall, how much of the time do you feel safe in Rivermere?");
    g_autoptr(Shown) empty = post(server, "/staff/definitions/1/part",
                                  "part=question-q02&revision=1&ask-en=+&option-1-en=Always");
    assert_mistake(empty, "Write something here: Question.");
    assert_says(empty, "value=\"Always\"");
    g_autoptr(Shown) saved =
        post(server, "/staff/definitions/1/part",
             "part=question-q02&revision=1&ask-en=%3Cb%3EHow+safe%3C%2Fb%3E%3F&option-1-en=Always");
    assert_leads(saved, "/staff/definitions/1/?saved=2");
    g_autofree char *source = source_of(server, 1);
    g_assert_nonnull(strstr(source, "<ask>&lt;b&gt;How safe&lt;/b&gt;?"));
    g_assert_nonnull(strstr(source, "<option code=\"1\">Always<"));
    g_autoptr(Shown) overview = get(server, "/staff/definitions/1/?saved=2");
    assert_says(overview, "Question 2 changed.");
    assert_says(overview, "&lt;b&gt;How safe&lt;/b&gt;?");
    g_autoptr(Shown) gone = get(server, "/staff/definitions/1/part?part=question-q99");
    g_assert_cmpuint(gone->status, ==, 404);
    g_autoptr(Shown) nothing = get(server, "/staff/definitions/77/");
    g_assert_cmpuint(nothing->status, ==, 404);
    assert_says(nothing, "is not worked on any more");
}

static void words_are_changed_and_kept(void)
{
    with_server(changing);
}

static void settings(TestServer *server)
{
    static const struct {
        const char *body, *words;
    } cases[] = {
        {"closes-en=someday", "someday"},
        {"keep-paper-en=long", "Type a number and days, weeks, months or years"},
        {"title-en=", "Write something here: Title of the survey."},
        {"address=short-journey", "Another survey has that address."},
        {"address=No+Way", "the address of a survey has small letters"},
    };
    begin(server);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *body = g_strconcat("part=survey&revision=1&", cases[i].body, NULL);
        g_autoptr(Shown) sheet = post(server, "/staff/definitions/1/part", body);
        assert_mistake(sheet, cases[i].words);
    }
    g_autoptr(Shown) saved =
        post(server, "/staff/definitions/1/part",
             "part=survey&revision=1&opens-en=1+March+2100&closes-en=1%2F2%2F2100&"
             "keep-paper-en=6+months&keep-text-en=&owner-phone-en=01632+1&address=safest");
    assert_leads(saved, "/staff/definitions/1/?saved=2");
    g_autofree char *source = source_of(server, 1);
    g_assert_nonnull(strstr(source, "id=\"safest\""));
    g_assert_nonnull(strstr(source, "opens=\"2100-03-01\" closes=\"2100-02-01\""));
    g_assert_nonnull(
        strstr(source, "<retention special=\"P1Y\" responses=\"P3Y\" paper=\"P6M\"/>"));
    g_autoptr(Shown) overview = get(server, "/staff/definitions/1/");
    assert_says(overview, "One thing to put right");
    assert_says(overview, "The survey closes before it opens");
    g_autoptr(Shown) again = get(server, "/staff/definitions/1/part?part=survey");
    assert_says(again, "value=\"1 February 2100\"");
    assert_says(again, "value=\"6 months\"");
    g_autoptr(Shown) dropped =
        post(server, "/staff/definitions/1/part", "part=survey&revision=2&drop-cy=yes");
    assert_leads(dropped, "/staff/definitions/1/?saved=3");
    g_autofree char *english = source_of(server, 1);
    g_assert_null(strstr(english, "</translation>"));
}

static void dates_and_spans_are_typed_as_people_write_them(void)
{
    with_server(settings);
}

static void parts(TestServer *server)
{
    begin(server);
    g_autoptr(Shown) refused = post(server, "/staff/definitions/1/part",
                                    "part=question-q02&revision=1&remove=option-3&ask-en=Kept%3F");
    assert_mistake(refused, "Answer 3: it cannot be removed: page &#39;p_unsafe&#39;");
    assert_says(refused, "Kept?");
    g_autoptr(Shown) added =
        post(server, "/staff/definitions/1/part",
             "part=question-q02&revision=1&new-option=It+depends&remove=option-98");
    assert_leads(added, "/staff/definitions/1/part?part=question-q02&saved=2");
    g_autofree char *source = source_of(server, 1);
    g_assert_nonnull(strstr(source, "<option code=\"5\">It depends</option>"));
    g_autoptr(Shown) asked = get(server, "/staff/definitions/1/remove?part=question-q07");
    assert_says(asked, "Remove Question 7?");
    g_autoptr(Shown) held =
        post(server, "/staff/definitions/1/remove", "part=question-q02&revision=2");
    g_assert_cmpuint(held->status, ==, 409);
    assert_says(held,
                "Question 2: it cannot be removed: page &#39;p_unsafe&#39; is asked or shown");
    g_autoptr(Shown) last =
        post(server, "/staff/definitions/1/remove", "part=question-q07&revision=2");
    assert_says(last, "remove the page instead");
    g_autoptr(Shown) gone =
        post(server, "/staff/definitions/1/remove", "part=page-p_problems&revision=2");
    assert_leads(gone, "/staff/definitions/1/?saved=3");
    g_autoptr(Shown) moved = post(server, "/staff/definitions/1/", "down=question-q02&revision=3");
    assert_leads(moved, "/staff/definitions/1/?saved=4");
    g_autoptr(Shown) stuck = post(server, "/staff/definitions/1/", "up=question-q01&revision=4");
    g_assert_cmpuint(stuck->status, ==, 409);
    assert_says(stuck, "Question 1 is the first on its page already");
}

static void answers_questions_and_pages_come_and_go(void)
{
    with_server(parts);
}

static void new_question(TestServer *server)
{
    static const struct {
        const char *body, *words;
    } cases[] = {
        {"type=choose-one&words=&answers=A%0AB", "Write the question."},
        {"type=choose-one&words=W%3F&answers=A", "Write at least two answers"},
        {"type=scale&words=W%3F&from=x&to=5", "Type a whole number from 0 to 100."},
        {"type=scale&words=W%3F&from=5&to=2", "The scale begins with a smaller number"},
        {"type=grid&words=W%3F", "Choose one of the kinds of question."},
    };
    begin(server);
    g_autoptr(Shown) page = get(server, "/staff/definitions/1/question?after=page-p_safe");
    assert_says(page, "It will stand first on Page “Feeling safe”.");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *body = g_strconcat("after=page-p_safe&revision=1&", cases[i].body, NULL);
        g_autoptr(Shown) sheet = post(server, "/staff/definitions/1/question", body);
        assert_mistake(sheet, cases[i].words);
    }
    g_autoptr(Shown) added =
        post(server, "/staff/definitions/1/question",
             "after=page-p_safe&revision=1&type=choose-many&words=Where%3F&answers=A%0D%0AB");
    assert_leads(added, "/staff/definitions/1/part?part=question-q28&saved=2");
    g_autoptr(Shown) late = ask_as(server, "ben", "/staff/definitions/1/question",
                                   "after=page-p_safe&revision=1&type=text&words=And%3F");
    assert_mistake(late, "anna has changed this definition meanwhile.");
    assert_says(late, "And?");
}

static void a_question_is_added(void)
{
    with_server(new_question);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/author/template", a_survey_is_begun_from_a_template);
    g_test_add_func("/author/next-version", the_next_version_is_begun_from_what_is_published);
    g_test_add_func("/author/upload", what_is_no_definition_is_not_kept);
    g_test_add_func("/author/grows", what_grows_too_large_when_written_is_refused);
    g_test_add_func("/author/mistakes",
                    a_definition_with_mistakes_is_kept_and_each_is_shown_at_its_place);
    g_test_add_func("/author/words", words_are_changed_and_kept);
    g_test_add_func("/author/settings", dates_and_spans_are_typed_as_people_write_them);
    g_test_add_func("/author/parts", answers_questions_and_pages_come_and_go);
    g_test_add_func("/author/new-question", a_question_is_added);
    return g_test_run();
}
