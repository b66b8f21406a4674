/* Keying and interviews without a socket: forms found, claimed, sent wrong and right, kept, given back, keyed by others. */
#include "responses/store/store.h"
#include "survey-server/staff/batches/desk-test.h"

#include "base/banned.h"

#define KEY DESK "/key"

/* ---- Helpers ---- */

static Paper *key(Office *office, const char *who, const char *target, const char *body)
{
    return ask_as(office, who, target, body);
}

/* Everything that is asked of somebody who feels safe, and how it was sent. */
#define WHOLE "safe=1&picks=12&form-pass=1&form-lang=en&form-do=save"

static uint64_t count_responses(const Office *office, Channel channel)
{
    g_autoptr(GError) error = NULL;
    StoreSummary summary;
    g_assert_true(store_summarise(office->store, "short-journey", &summary, &error));
    return summary.by_channel[channel];
}

static void assert_refused(const Paper *paper, unsigned status, const char *words)
{
    assert_says(paper, words);
    assert_says(paper, DESK "/key\"");
    g_assert_cmpuint(paper->status, ==, status);
}

/* What was typed is still in its boxes. */
static void assert_kept(const Paper *paper, const char *name, const char *value)
{
    g_autofree char *box = g_strdup_printf("name=\"%s\"", name);
    const char *at = strstr(paper->text, box);
    g_assert_nonnull(at);
    g_autofree char *typed = g_strdup_printf("value=\"%s\"", value);
    const char *end = strchr(at, '>');
    const char *found = strstr(at, typed);
    g_assert_true(found != NULL && found < end);
}

/* ---- What to key ---- */

static void batches_with_work_are_listed(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(Paper) empty = get(office, KEY);
    assert_says(empty, "No batch has a form left to key.");
    receive(office, "library", 3);
    work_alone(office);
    g_autofree char *reference = key_form(office, "kim", "library", 1, &(Typed){.safe = "1"});
    g_autoptr(Paper) some = get(office, KEY);
    assert_says(some, "<a href=\"" KEY "/library\">library</a></th><td>2</td><td>0</td>");
    assert_says(some, DESK "/interview/phone");
    g_autoptr(Paper) next = get(office, KEY "/library");
    assert_leads(next, KEY "/library/2-7#safe");
}

static void a_serial_leads_to_its_form(void)
{
    static const struct {
        const char *typed, *location, *mistake;
    } cases[] = {
        {"2-7", KEY "/library/2-7", NULL},
        {"27", KEY "/library/2-7", NULL},
        {"short-journey/library/2-7", KEY "/library/2-7", NULL},
        {"2-6", NULL, "its last digit should be 7"},
        {"", NULL, "Type the serial of the form"},
        {"other-survey/library/2-7", NULL, "is a form of survey other-survey"},
        {"short-journey/library/4-3", NULL, "4-3"},
        {"x", NULL, "x is not a serial"},
    };
    g_autoptr(Office) office = office_open();
    receive(office, "library", 3);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Fields) fields = fields_new();
        fields_add(fields, "serial", cases[i].typed);
        g_autofree char *body = fields_encode(fields);
        g_autoptr(Paper) paper = post(office, KEY, body);
        if (cases[i].location != NULL) {
            assert_leads(paper, cases[i].location);
            continue;
        }
        assert_mistake(paper, cases[i].mistake);
        assert_kept(paper, "serial", cases[i].typed);
    }
}

/* ---- The form ---- */

static void a_form_is_claimed_and_shown(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "library", 3);
    g_autoptr(Paper) paper = key(office, "kim", KEY "/library/1-9", NULL);
    g_assert_cmpuint(paper->status, ==, 200);
    static const char *const wanted[] = {"<h1>Form 1-9 of library</h1>",
                                         "keying.",
                                         "data-plan=\"[{&quot;id&quot;:&quot;safe&quot;",
                                         "action=\"" KEY "/library/1-9",
                                         "name=\"csrf\" value=\"token\"",
                                         "<li><kbd>2</kbd> Unsafe</li>",
                                         "<li><kbd>3</kbd> Something else</li>",
                                         "id=\"key-status\" role=\"status\"",
                                         "Go on to the next box by itself",
                                         "<option value=\"cy\" lang=\"cy\">Cymraeg</option>",
                                         "name=\"form-receipt\"",
                                         "name=\"form-pass\" value=\"1\"",
                                         "value=\"save\">Save</button>"};
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
        assert_says(paper, wanted[i]);
    assert_says_not(paper, "save-blank");
    g_autoptr(Paper) again = key(office, "kim", KEY "/library/1-9", NULL);
    g_assert_cmpuint(again->status, ==, 200); /* it is theirs already */
}

static void close_batch(Office *office, const char *batch)
{
    g_autoptr(GError) error = NULL;
    const Act act = act_of("sam");
    const bool is_closed = batch_close(office->store, office->survey, batch, &act, &error);
    g_assert_no_error(error);
    g_assert_true(is_closed);
}

static void what_cannot_be_keyed_says_why(void)
{
    static const struct {
        const char *target;
        unsigned status;
        const char *words;
    } cases[] = {
        {KEY "/library/1-9", 409, "lea has serial 1-9 since"},
        {KEY "/library/2-7", 409, "2-7"}, /* void */
        {KEY "/library/3-5", 409, "3-5"}, /* keyed already */
        {KEY "/library/4-3", 404, "Serial 4-3 is not in batch library: it is in batch closed"},
        {KEY "/closed/4-3", 409, "closed"}, /* batch */
        {KEY "/library/9-4", 404, "9-4"},   /* never received */
        {KEY "/library/1-8", 400, "its last digit should be 9"},
        {KEY "/library/x", 400, "x is not a serial"},
        {KEY "/./1-9", 404, "There is no batch of that name"},
        {KEY "/nowhere", 404, "nowhere"},
        {KEY "/closed", 404, "Nothing is left for you to key in batch closed"},
    };
    g_autoptr(Office) office = office_open();
    g_autoptr(GError) error = NULL;
    const Act act = act_of("sam");
    receive(office, "library", 3);
    receive(office, "closed", 1);
    work_alone(office);
    g_autofree char *keyed = key_form(office, "kim", "library", 3, &(Typed){.safe = "1"});
    g_autofree char *other = key_form(office, "kim", "closed", 4, &(Typed){.safe = "1"});
    g_assert_true(paper_form_void(office->store, "short-journey", 2, "torn", &act, &error));
    close_batch(office, "closed");
    g_autoptr(Paper) hers = key(office, "lea", KEY "/library/1-9", NULL);
    g_assert_cmpuint(hers->status, ==, 200);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].target);
        g_autoptr(Paper) paper = key(office, "kim", cases[i].target, NULL);
        assert_refused(paper, cases[i].status, cases[i].words);
    }
}

/* ---- What is sent ---- */

static void wrong_entries_come_back_with_their_sentences(void)
{
    static const struct {
        const char *body, *mistake;
    } cases[] = {
        {"safe=3&picks=12", "3 is not a code of question &#39;safe&#39;. Its codes are 1 to 2."},
        {"safe=1&picks=123", "3 are ticked for question &#39;picks&#39;, which takes 2 at most."},
        {"safe=1&picks=12/", "These may be ticked together"},
        {"safe=1%2B&picks=12", "Write what the supervisor should look at in How safe do you feel?"},
        {"safe=1&picks=12&form-receipt=7K3QF-9XMB5", "7K3QF-9XMB5"},
    };
    g_autoptr(Office) office = office_open();
    receive(office, "library", 1);
    g_autoptr(Paper) claimed = key(office, "kim", KEY "/library/1-9", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].body);
        g_autoptr(Paper) paper = key(office, "kim", KEY "/library/1-9", cases[i].body);
        assert_mistake(paper, cases[i].mistake);
    }
    g_autoptr(Paper) paper = key(office, "kim", KEY "/library/1-9", cases[0].body);
    assert_kept(paper, "safe", "3");
    assert_kept(paper, "picks", "12");
    assert_says(paper, "data-fresh=\"no\"");
    g_assert_cmpuint(count_responses(office, CHANNEL_PAPER), ==, 0);
}

static void a_long_note_is_not_cut(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "library", 1);
    g_autoptr(Paper) claimed = key(office, "kim", KEY "/library/1-9", NULL);
    g_autofree char *note = g_strnfill(LIMIT_NOTE_CHARS + 1, 'a');
    g_autofree char *body = g_strconcat(WHOLE "&safe-note=", note, NULL);
    g_autoptr(Paper) paper = key(office, "kim", KEY "/library/1-9", body);
    assert_mistake(paper, "has 501 characters, and 500 are allowed");
    assert_kept(paper, "safe-note", note);
}

/* Enter sends the form wherever it is pressed: half of one is not stored unasked. */
static void half_a_form_is_asked_about(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "library", 4);
    static const struct {
        const char *target, *body, *asked;
    } cases[] = {
        {KEY "/library/1-9", "safe=1", "Nothing is typed for What matters most?"},
        {KEY "/library/1-9", "",
         "Nothing is typed from How safe do you feel? to What matters most?"},
        {KEY "/library/1-9", "safe=1&form-do=save-blank", NULL},
        {KEY "/library/2-7", "safe=1&form-walked=yes", NULL}, /* the script has walked it */
        {KEY "/library/3-5", "safe=1&picks=-", NULL},         /* left blank, and said */
        {KEY "/library/4-3", "picks=1", NULL}, /* only what is behind is asked about */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].body);
        g_autoptr(Paper) claimed = key(office, "kim", cases[i].target, NULL);
        g_autoptr(Paper) paper = key(office, "kim", cases[i].target, cases[i].body);
        if (cases[i].asked == NULL) {
            g_assert_cmpuint(paper->status, ==, 303);
            continue;
        }
        assert_says(paper, cases[i].asked);
        assert_says(paper, "value=\"save-blank\">Save, the rest is blank</button>");
        g_assert_cmpuint(paper->status, ==, 400);
    }
    g_assert_cmpuint(count_responses(office, CHANNEL_PAPER), ==, 4);
}

static void saving_leads_to_the_next_form(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "library", 2);
    work_alone(office);
    g_autoptr(Paper) first = key(office, "kim", KEY "/library/1-9", NULL);
    g_autoptr(Paper) saved =
        key(office, "kim", KEY "/library/1-9", "safe=2&why=dark&picks=12&form-lang=cy");
    assert_leads(saved, KEY "/library/2-7?saved=1-9&lang=cy#safe");
    g_autoptr(Paper) next = key(office, "kim", KEY "/library/2-7?saved=1-9&lang=cy", NULL);
    assert_says(next, "Form 1-9 saved. 1 left to key.");
    assert_says(next, "<option value=\"cy\" lang=\"cy\" selected>");
    g_autoptr(Paper) last = key(office, "kim", KEY "/library/2-7", WHOLE);
    assert_leads(last, KEY "?saved=2-7&lang=en");
    g_autoptr(Paper) done = key(office, "kim", KEY "?saved=2-7&lang=en", NULL);
    assert_says(done, "Form 2-7 saved. Nothing is left for you to key in its batch.");
    g_assert_cmpuint(count_responses(office, CHANNEL_PAPER), ==, 2);
}

static void sending_twice_stores_once(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "library", 2);
    g_autoptr(Paper) claimed = key(office, "kim", KEY "/library/1-9", NULL);
    g_autoptr(Paper) first = key(office, "kim", KEY "/library/1-9", WHOLE);
    g_autoptr(Paper) again = key(office, "kim", KEY "/library/1-9", WHOLE);
    assert_leads(first, again->location);
    g_assert_cmpuint(count_responses(office, CHANNEL_PAPER), ==, 1);
}

/* A supervisor gave the form to somebody else, or took it out, while it was typed: nothing typed is lost. */
static void a_form_that_went_to_others_keeps_what_was_typed(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(GError) error = NULL;
    const Act sam = act_of("sam");
    receive(office, "library", 1);
    g_autoptr(Paper) claimed = key(office, "kim", KEY "/library/1-9", NULL);
    g_assert_true(claim_take_back(office->store, "short-journey", 1, &sam, &error));
    g_autoptr(Paper) hers = key(office, "lea", KEY "/library/1-9", NULL);
    g_autoptr(Paper) paper = key(office, "kim", KEY "/library/1-9", WHOLE);
    g_assert_cmpuint(paper->status, ==, 409);
    assert_says(paper, "lea has serial 1-9");
    assert_kept(paper, "picks", "12");
    g_autoptr(Paper) put_away =
        key(office, "kim", KEY "/library/1-9", "safe=1&picks=12&form-do=keep");
    g_assert_cmpuint(put_away->status, ==, 409);
    assert_kept(put_away, "picks", "12");
    g_assert_cmpuint(count_responses(office, CHANNEL_PAPER), ==, 0);
}

static void what_is_put_away_comes_back(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "library", 1);
    g_autoptr(Paper) claimed = key(office, "kim", KEY "/library/1-9", NULL);
    g_autoptr(Paper) kept =
        key(office, "kim", KEY "/library/1-9", "safe=9&safe-note=odd&form-do=keep");
    assert_leads(kept, KEY "?kept=1-9");
    g_autoptr(Paper) said = key(office, "kim", KEY "?kept=1-9", NULL);
    assert_says(said, "Form 1-9 is kept for you");
    g_autoptr(Paper) back = key(office, "kim", KEY "/library/1-9", NULL);
    assert_says(back, "What you typed of this form before is here again.");
    assert_kept(back, "safe", "9"); /* right or wrong */
    assert_kept(back, "safe-note", "odd");
    g_autoptr(Paper) given = key(office, "kim", KEY "/library/1-9", "form-do=release");
    assert_leads(given, KEY "?released=1-9");
    g_autoptr(Paper) hers = key(office, "lea", KEY "/library/1-9", NULL);
    g_assert_cmpuint(hers->status, ==, 200);
    assert_says_not(hers, "value=\"9\""); /* what kim typed is not shown to others */
}

static void late_post_has_an_end(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(GError) error = NULL;
    KeyingRules rules;
    const Act act = act_of("sam");
    receive(office, "library", 1);
    g_autoptr(Paper) claimed = key(office, "kim", KEY "/library/1-9", NULL);
    g_assert_true(keying_rules_load(office->store, "short-journey", &rules, &error));
    rules.keying_until = env_now() - 60;
    g_assert_true(
        keying_rules_save(office->store, "short-journey", &rules, "it is late", &act, &error));
    g_autoptr(Paper) paper = key(office, "kim", KEY "/library/1-9", WHOLE);
    g_assert_cmpuint(paper->status, ==, 409);
    assert_says(paper, "The keying of this survey ended at");
    assert_kept(paper, "picks", "12");
    g_autoptr(Paper) shown = key(office, "kim", KEY "/library/1-9", NULL);
    assert_refused(shown, 409, "The keying of this survey ended at");
}

static void a_second_keying_is_blind(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "library", 1);
    g_autofree char *reference = key_form(office, "kim", "library", 1,
                                          &(Typed){.safe = "2", .why = "because", .picks = "1"});
    g_autoptr(Paper) own = key(office, "kim", KEY "/library/1-9", NULL);
    g_assert_cmpuint(own->status, ==, 409);
    g_autoptr(Paper) paper = key(office, "lea", KEY "/library/1-9", NULL);
    assert_says(paper, "<h1>Form 1-9 of library, keyed a second time</h1>");
    assert_says(paper, "name=\"form-pass\" value=\"2\"");
    assert_says_not(paper, "because");
    g_autoptr(Paper) saved = key(office, "lea", KEY "/library/1-9", "safe=1&picks=1&form-pass=2");
    g_assert_cmpuint(saved->status, ==, 303);
    g_assert_cmpuint(count_responses(office, CHANNEL_PAPER), ==, 1);
}

/* ---- Interviews ---- */

#define ONCE "&form-once=000102030405060708090a0b0c0d0e0f"

static void an_interview_is_stored_once_with_its_channel(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(Paper) paper = key(office, "kim", DESK "/interview/event?lang=cy", NULL);
    assert_says(paper, "<h1>Interview at the door or at an event</h1>");
    assert_says(paper, "Pa mor ddiogel ydych chi&#39;n teimlo?");
    assert_says(paper, "name=\"form-once\" value=\"");
    assert_says_not(paper, "form-receipt");
    g_autoptr(Paper) first = key(office, "kim", DESK "/interview/event", WHOLE ONCE);
    g_autoptr(Paper) again = key(office, "kim", DESK "/interview/event", WHOLE ONCE);
    assert_leads(first, again->location);
    g_assert_cmpuint(count_responses(office, CHANNEL_EVENT), ==, 1);
    g_autoptr(Paper) thanks = key(office, "kim", first->location, NULL);
    assert_says(thanks, "<strong id=\"ref\">");
    assert_says(thanks, DESK "/interview/event?lang=en");
    g_autoptr(Paper) phone = key(office, "kim", DESK "/interview/phone", WHOLE);
    g_assert_cmpuint(phone->status, ==, 303);
    g_assert_cmpuint(count_responses(office, CHANNEL_PHONE), ==, 1);
}

static void an_interview_with_mistakes_comes_back(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(Paper) wrong = key(office, "kim", DESK "/interview/phone", "safe=7&picks=12" ONCE);
    assert_mistake(wrong, "7 is not a code of question &#39;safe&#39;");
    assert_says(wrong, "value=\"000102030405060708090a0b0c0d0e0f\"");
    g_autoptr(Paper) noted =
        key(office, "kim", DESK "/interview/phone", "safe=1&picks=12&safe-note=odd" ONCE);
    assert_mistake(noted, "A note is for a form of paper.");
    g_autoptr(Paper) none = key(office, "kim", DESK "/interview/web", NULL);
    g_assert_cmpuint(none->status, ==, 404);
    g_autoptr(Paper) unknown = key(office, "kim", DESK "/interview/pigeon", WHOLE);
    g_assert_cmpuint(unknown->status, ==, 404);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(void);
    } tests[] = {
        {"choose/batches with work are listed", batches_with_work_are_listed},
        {"choose/a serial leads to its form", a_serial_leads_to_its_form},
        {"form/it is claimed and shown", a_form_is_claimed_and_shown},
        {"form/what cannot be keyed says why", what_cannot_be_keyed_says_why},
        {"send/wrong entries come back with their sentences",
         wrong_entries_come_back_with_their_sentences},
        {"send/a long note is not cut", a_long_note_is_not_cut},
        {"send/half a form is asked about", half_a_form_is_asked_about},
        {"send/saving leads to the next form", saving_leads_to_the_next_form},
        {"send/twice stores once", sending_twice_stores_once},
        {"send/a form that went to others keeps what was typed",
         a_form_that_went_to_others_keeps_what_was_typed},
        {"send/what is put away comes back", what_is_put_away_comes_back},
        {"send/late post has an end", late_post_has_an_end},
        {"send/a second keying is blind", a_second_keying_is_blind},
        {"interview/it is stored once with its channel",
         an_interview_is_stored_once_with_its_channel},
        {"interview/one with mistakes comes back", an_interview_with_mistakes_comes_back},
    };
    g_test_init(&argc, &argv, NULL);
    say_start(g_getenv("SOUNDINGS_LOCALE"));
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/keying-pages/", tests[i].path, NULL);
        g_test_add_func(path, tests[i].test);
    }
    return g_test_run();
}
