/* The desk's pages of batches and forms, asked over a real store. */
#include "survey-server/staff/batches/desk-test.h"

#include "base/banned.h"

static void every_address_needs_a_supervisor(void)
{
    const RouteTable table = staff_routes_table();
    const StaffRoute *routes = table.rows;
    const size_t n = table.n;
    static const char *const pages[] = {"batches",  "forms", "settle", "correct",
                                        "withdraw", "audit", "clerks", "rules"};
    unsigned n_found = 0;
    for (size_t i = 0; i < n; i++) {
        g_auto(GStrv) parts = g_strsplit(routes[i].at.pattern, "/", -1);
        if (g_strv_length(parts) < 4 || !g_str_equal(parts[2], "{survey}"))
            continue;
        for (size_t p = 0; p < G_N_ELEMENTS(pages); p++) {
            if (!g_str_equal(parts[3], pages[p]))
                continue;
            g_assert_cmpint(routes[i].right, ==, RIGHT_SUPERVISE);
            n_found++;
        }
    }
    g_assert_cmpuint(n_found, >=, 25);
}

/* ---- Receiving ---- */

static void forms_are_received_and_their_serials_are_said(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(Paper) empty = get(office, DESK "/batches");
    g_assert_cmpuint(empty->status, ==, 200);
    assert_says(empty, "No paper form has been received yet.");
    g_autoptr(Paper) done =
        post(office, DESK "/batches", "batch=library-3&count=+3+&serials=&known=0");
    assert_leads(done, DESK "/batches/library-3/serials?from=1&count=3&done=received");
    g_autoptr(Paper) serials = get(office, done->location);
    char one[SERIAL_BYTES], two[SERIAL_BYTES], three[SERIAL_BYTES];
    g_autofree char *words = g_strdup_printf(
        "Write %s on the first form, %s on the second, and so on to %s on the last of the 3.",
        serial_of(1, one), serial_of(2, two), serial_of(3, three));
    assert_says(serials, words);
    assert_says(serials, "The forms are received.");
    assert_says(serials, three);
    g_autoptr(Paper) rest =
        get(office, DESK "/batches/library-3/serials?from=2&count=9223372036854775807");
    assert_says(rest, three);
    g_autoptr(Paper) list = get(office, DESK "/batches");
    assert_says(list, "3 received = 0 keyed + 0 void + 3 left to key");
    assert_says(list, DESK "/batches/library-3\"");
}

static void printed_serials_are_received_as_printed_or_scanned(void)
{
    g_autoptr(Office) office = office_open();
    char from[SERIAL_BYTES], to[SERIAL_BYTES], one[SERIAL_BYTES];
    g_autofree char *body = g_strdup_printf(
        "batch=b1&count=&known=0&serials=%s+to+%s%%0D%%0Ashort-journey%%2Fb1%%2F%s%%0D%%0A",
        serial_of(101, from), serial_of(105, to), serial_of(117, one));
    g_autoptr(Paper) done = post(office, DESK "/batches", body);
    assert_leads(done, DESK "/batches/b1?done=received");
    g_autoptr(Paper) batch = get(office, done->location);
    assert_says(batch, "6 received = 0 keyed + 0 void + 6 left to key");
    assert_says(batch, one);
    assert_says(batch, "The forms are received.");
}

static void a_run_of_serials_is_typed_with_to_or_a_dash(void)
{
    g_autoptr(Office) office = office_open();
    static const char *const between[] = {"+to+", "+-+", "%E2%80%93", "++%E2%80%93++"};
    for (unsigned i = 0; i < G_N_ELEMENTS(between); i++) {
        char from[SERIAL_BYTES], to[SERIAL_BYTES];
        g_autofree char *body =
            g_strdup_printf("batch=b1&known=%u&serials=%s%s%s", i * 5,
                            serial_of(100 + i * 10, from), between[i], serial_of(104 + i * 10, to));
        g_autoptr(Paper) done = post(office, DESK "/batches", body);
        assert_leads(done, DESK "/batches/b1?done=received");
    }
    g_autoptr(Paper) batch = get(office, DESK "/batches/b1");
    assert_says(batch, "20 received = 0 keyed");
}

static void what_cannot_be_received_is_said_at_its_control(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 5);
    char first[SERIAL_BYTES], last[SERIAL_BYTES];
    serial_text(3, first);
    serial_text(9, last);
    g_autofree char *taken = g_strdup_printf("batch=b2&serials=%s", first);
    g_autofree char *backwards = g_strdup_printf("batch=b2&serials=%s+to+%s", last, first);
    g_autofree char *foreign =
        g_strdup_printf("batch=b2&serials=citizens-panel-2016%%2Fa%%2F%s", last);
    const struct {
        const char *body, *says;
    } wrong[] = {
        {"batch=&count=5", "Type a name for the batch"},
        {"batch=b+2%21&count=5", "Type a name for the batch"},
        {"batch=b2", "Type how many forms came in, or their printed serials."},
        {"batch=b2&count=5&serials=7", "not both"},
        {"batch=b2&count=0", "as a number from 1 to 10000"},
        {"batch=b2&count=-1", "as a number from 1 to 10000"},
        {"batch=b2&count=ten", "as a number from 1 to 10000"},
        {"batch=b2&count=10001", "as a number from 1 to 10000"},
        {"batch=b2&serials=10170", "is not a serial"},
        {"batch=b2&serials=x", "is not a serial"},
        {taken, "b1"},
        {backwards, "is no run of serials"},
        {foreign, "is a form of survey citizens-panel-2016, not of short-journey"},
        {"batch=b2&count=5&known=3", "Forms were received since this page was shown."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *body = strstr(wrong[i].body, "known") != NULL
                                    ? g_strdup(wrong[i].body)
                                    : g_strconcat(wrong[i].body, "&known=5", NULL);
        g_autoptr(Paper) page = post(office, DESK "/batches", body);
        assert_mistake(page, wrong[i].says);
        assert_says(page, "5 received = 0 keyed");
    }
    g_autoptr(Paper) kept = post(office, DESK "/batches", "batch=kept%3Cb%3E&count=many&known=5");
    assert_says(kept, "value=\"kept&lt;b&gt;\"");
    assert_says(kept, "value=\"many\"");
}

/* ---- The reconciliation ---- */

static void a_batch_adds_up_to_the_last_form(void)
{
    g_autoptr(Office) office = office_open();
    work_alone(office);
    receive(office, "b1", 4);
    const Typed typed = {.safe = "1", .picks = "12"};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &typed);
    char serial[SERIAL_BYTES];
    g_autofree char *address = g_strconcat(DESK "/forms/", serial_of(2, serial), "/void", NULL);
    g_autoptr(Paper) done = post(office, address, "reason=nothing+is+filled+in");
    g_assert_cmpuint(done->status, ==, 303);
    g_auto(Claim) claim = {0};
    const Act act = act_of("bob");
    g_assert_true(
        claim_form(office->store,
                   &(const ClaimRequest){
                       .survey_id = "short-journey", .batch = "b1", .serial = 3, .act = &act},
                   &claim, NULL));
    g_autoptr(Paper) batch = get(office, DESK "/batches/b1");
    assert_says(batch, "4 received = 1 keyed + 1 void + 2 left to key");
    for (unsigned i = 1; i <= 4; i++)
        assert_says(batch, serial_of(i, serial));
    assert_says(batch, reference);
    assert_says(batch, "nothing is filled in");
    assert_says(batch, "bob, since ");
    assert_says(batch, "2 forms to key");
    assert_says(batch, "The batch can be closed when nothing of this is left.");
    assert_says_not(batch, DESK "/batches/b1/close");
}

static void a_batch_closes_when_nothing_is_left_and_never_changes_again(void)
{
    g_autoptr(Office) office = office_open();
    work_alone(office);
    receive(office, "b1", 2);
    g_autoptr(Paper) early = post(office, DESK "/batches/b1/close", "");
    g_assert_cmpuint(early->status, ==, 409);
    assert_says(early, "2 forms");
    g_autoptr(Paper) not_yet = post(office, DESK "/batches/b1/destroy", "");
    g_assert_cmpuint(not_yet->status, ==, 409);
    const Typed typed = {.safe = "1", .picks = "12"};
    g_autofree char *first = key_form(office, "zoe", "b1", 1, &typed);
    g_autofree char *second = key_form(office, "zoe", "b1", 2, &typed);
    g_autoptr(Paper) batch = get(office, DESK "/batches/b1");
    assert_says(batch, DESK "/batches/b1/close");
    g_autoptr(Paper) asked = get(office, DESK "/batches/b1/close");
    assert_says(asked, "Close batch b1?");
    g_autoptr(Paper) closed = post(office, DESK "/batches/b1/close", "");
    assert_leads(closed, DESK "/batches/b1?done=closed");
    g_autoptr(Paper) after = get(office, closed->location);
    assert_says(after, "The batch is closed.");
    g_autoptr(Paper) more = post(office, DESK "/batches", "batch=b1&count=5&known=2");
    assert_mistake(more, "closed");
    g_autoptr(Paper) destroyed = post(office, DESK "/batches/b1/destroy", "");
    assert_leads(destroyed, DESK "/batches/b1?done=destroyed");
    g_autoptr(Paper) gone = get(office, DESK "/batches/b1");
    assert_says(gone, "Paper destroyed");
    assert_says_not(gone, DESK "/batches/b1/destroy");
}

static void the_spreadsheet_has_a_line_a_form_and_no_formula(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 3);
    char serial[SERIAL_BYTES];
    static const char *const reasons[] = {"reason=%3DHYPERLINK%28%22x%22%29", "reason=-1%2B2",
                                          "reason=%40SUM%2C+1"};
    for (unsigned i = 0; i < G_N_ELEMENTS(reasons); i++) {
        g_autofree char *address =
            g_strconcat(DESK "/forms/", serial_of(i + 1, serial), "/void", NULL);
        g_autoptr(Paper) done = post(office, address, reasons[i]);
        g_assert_cmpuint(done->status, ==, 303);
    }
    g_autoptr(Paper) csv = get(office, DESK "/batches/b1/report.csv");
    g_assert_cmpstr(csv->file, ==, "attachment; filename=\"short-journey-b1.csv\"");
    g_auto(GStrv) lines = g_strsplit(csv->text, "\r\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 5); /* names, three forms, nothing */
    g_assert_cmpstr(
        lines[0], ==,
        "\xEF\xBB\xBFserial,batch,state,on_screen_of,on_screen_since,reference,reason,note");
    g_assert_true(g_str_has_suffix(lines[1], ",b1,void,,,,\"'=HYPERLINK(\"\"x\"\")\","));
    g_assert_true(g_str_has_suffix(lines[2], ",b1,void,,,,'-1+2,"));
    g_assert_true(g_str_has_suffix(lines[3], ",b1,void,,,,\"'@SUM, 1\","));
}

/* ---- Forms ---- */

static void a_form_is_found_by_its_serial(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 2);
    char one[SERIAL_BYTES], nine[SERIAL_BYTES];
    serial_text(1, one);
    serial_text(9, nine);
    g_autofree char *right = g_strconcat("serial=", one, NULL);
    g_autofree char *leads = g_strconcat(DESK "/forms/", one, NULL);
    g_autoptr(Paper) found = post(office, DESK "/forms", right);
    assert_leads(found, leads);
    g_autoptr(Paper) form = get(office, leads);
    assert_says(form, "b1");
    g_autofree char *absent = g_strconcat("serial=", nine, NULL);
    g_autoptr(Paper) missing = post(office, DESK "/forms", absent);
    assert_mistake(missing, nine);
    g_autoptr(Paper) nothing = post(office, DESK "/forms", "serial=");
    assert_mistake(nothing, "Type the serial that stands on the form.");
    g_autoptr(Paper) wrong = post(office, DESK "/forms", "serial=12345");
    assert_mistake(wrong, "is not a serial");
}

static void a_form_is_void_with_a_reason_only_and_counts_again(void)
{
    g_autoptr(Office) office = office_open();
    work_alone(office);
    receive(office, "b1", 2);
    char serial[SERIAL_BYTES];
    g_autofree char *form = g_strconcat(DESK "/forms/", serial_of(1, serial), NULL);
    g_autofree char *make_void = g_strconcat(form, "/void", NULL);
    g_autofree char *count = g_strconcat(form, "/unvoid", NULL);
    g_autofree char *done = g_strconcat(form, "?done=void", NULL);
    g_autoptr(Paper) unreasoned = post(office, make_void, "reason=++");
    assert_mistake(unreasoned, "Say why the form is void");
    g_autoptr(Paper) made =
        post(office, make_void, "reason=%3Cscript%3Ealert%281%29%3C%2Fscript%3E");
    assert_leads(made, done);
    g_autoptr(Paper) shown = get(office, done);
    assert_says(shown, "The form is void");
    assert_says(shown, "&lt;script&gt;alert(1)&lt;/script&gt;");
    assert_says_not(shown, "<script>alert");
    g_autoptr(Paper) batch = get(office, DESK "/batches/b1");
    assert_says_not(batch, "<script>alert");
    g_autoptr(Paper) why = post(office, count, "reason=");
    assert_mistake(why, "Say why the form counts again.");
    g_autoptr(Paper) again = post(office, count, "reason=it+has+answers");
    g_assert_cmpuint(again->status, ==, 303);
    const Typed typed = {.safe = "1"};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &typed);
    g_autoptr(Paper) keyed = post(office, make_void, "reason=too+late");
    g_assert_cmpuint(keyed->status, ==, 409);
}

static void a_form_is_given_back_and_a_note_dealt_with(void)
{
    g_autoptr(Office) office = office_open();
    work_alone(office);
    receive(office, "b1", 2);
    char serial[SERIAL_BYTES];
    g_autofree char *form = g_strconcat(DESK "/forms/", serial_of(1, serial), NULL);
    g_autofree char *release = g_strconcat(form, "/release", NULL);
    g_autofree char *note = g_strconcat(form, "/note", NULL);
    g_auto(Claim) claim = {0};
    const Act act = act_of("bob");
    g_assert_true(
        claim_form(office->store,
                   &(const ClaimRequest){
                       .survey_id = "short-journey", .batch = "b1", .serial = 1, .act = &act},
                   &claim, NULL));
    g_autoptr(Paper) taken = get(office, form);
    assert_says(taken, "bob");
    g_autoptr(Paper) given = post(office, release, "");
    g_assert_cmpuint(given->status, ==, 303);
    g_autoptr(Paper) twice = post(office, release, "");
    g_assert_cmpuint(twice->status, ==, 409);
    const Typed typed = {.safe = "1", .note = "page 2 is \"missing\""};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &typed);
    g_autoptr(Paper) noted = get(office, form);
    assert_says(noted, "page 2 is &quot;missing&quot;");
    assert_says(noted, reference);
    g_autoptr(Paper) silent = post(office, note, "answer=");
    assert_mistake(silent, "Say what was done about the note.");
    g_autoptr(Paper) settled = post(office, note, "answer=asked+the+library");
    g_assert_cmpuint(settled->status, ==, 303);
    g_autoptr(Paper) after = get(office, form);
    assert_says_not(after, "page 2 is");
}

static void what_is_not_there_is_said(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 1);
    char nine[SERIAL_BYTES];
    g_autofree char *absent = g_strconcat(DESK "/forms/", serial_of(9, nine), NULL);
    const struct {
        const char *target, *says;
        unsigned status;
    } pages[] = {
        {"/staff/no-such/batches", "There is no survey no-such here.", 404},
        {DESK "/batches/none", "none", 404},
        {DESK "/batches/none/serials", "none", 404},
        {DESK "/batches/none/report.csv", "none", 404},
        {DESK "/batches/./close", "batch", 404},
        {DESK "/forms/12345", "is not a serial", 400},
        {absent, nine, 404},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(Paper) page = get(office, pages[i].target);
        assert_says(page, pages[i].says);
        g_assert_cmpuint(page->status, ==, pages[i].status);
    }
}

/* ---- Printing ---- */

static void numbered_copies_never_have_the_same_serial(void)
{
    g_autoptr(Office) office = office_open();
    const char *const order = "copies=2&batch=library-3&lang=cy&size=12";
    g_autoptr(Paper) first = post(office, DESK "/print", order);
    g_assert_cmpuint(first->status, ==, 200);
    g_assert_true(g_str_has_prefix(first->text, "%PDF-"));
    g_assert_cmpstr(first->file, ==,
                    "attachment; filename=\"short-journey-library-3-cy-100001-100002.pdf\"");
    g_autoptr(Paper) second = post(office, DESK "/print", order);
    g_assert_cmpstr(second->file, ==,
                    "attachment; filename=\"short-journey-library-3-cy-100003-100004.pdf\"");
    g_autoptr(Paper) audit = get(office, DESK "/audit");
    assert_says(audit, "2 numbered copies for batch library-3 were made");
    char from[SERIAL_BYTES], to[SERIAL_BYTES];
    g_autofree char *body = g_strdup_printf("batch=library-3&known=0&serials=%s+to+%s",
                                            serial_of(100001, from), serial_of(100004, to));
    g_autoptr(Paper) received = post(office, DESK "/batches", body);
    assert_leads(received, DESK "/batches/library-3?done=received");
}

static void what_cannot_be_printed_is_said(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(Paper) page = get(office, DESK "/print");
    assert_says(page, "How many copies");
    static const struct {
        const char *body, *says;
    } wrong[] = {
        {"copies=0&batch=b1", "Type how many copies as a number from 1 to 200."},
        {"copies=201&batch=b1", "Type how many copies as a number from 1 to 200."},
        {"copies=&batch=b1", "Type how many copies as a number from 1 to 200."},
        {"copies=5&batch=b+1", "Type a name of letters, digits and dashes"},
        {"copies=5&batch=", "Type a name of letters, digits and dashes"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(Paper) refused = post(office, DESK "/print", wrong[i].body);
        assert_mistake(refused, wrong[i].says);
    }
    g_autoptr(Paper) audit = get(office, DESK "/audit");
    assert_says_not(audit, "numbered copies");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/desk/every address needs a supervisor", every_address_needs_a_supervisor);
    g_test_add_func("/desk/forms are received and their serials are said",
                    forms_are_received_and_their_serials_are_said);
    g_test_add_func("/desk/printed serials are received as printed or scanned",
                    printed_serials_are_received_as_printed_or_scanned);
    g_test_add_func("/desk/a run of serials is typed with to or a dash",
                    a_run_of_serials_is_typed_with_to_or_a_dash);
    g_test_add_func("/desk/what cannot be received is said at its control",
                    what_cannot_be_received_is_said_at_its_control);
    g_test_add_func("/desk/a batch adds up to the last form", a_batch_adds_up_to_the_last_form);
    g_test_add_func("/desk/a batch closes when nothing is left and never changes again",
                    a_batch_closes_when_nothing_is_left_and_never_changes_again);
    g_test_add_func("/desk/the spreadsheet has a line a form and no formula",
                    the_spreadsheet_has_a_line_a_form_and_no_formula);
    g_test_add_func("/desk/a form is found by its serial", a_form_is_found_by_its_serial);
    g_test_add_func("/desk/a form is void with a reason only and counts again",
                    a_form_is_void_with_a_reason_only_and_counts_again);
    g_test_add_func("/desk/a form is given back and a note dealt with",
                    a_form_is_given_back_and_a_note_dealt_with);
    g_test_add_func("/desk/what is not there is said", what_is_not_there_is_said);
    g_test_add_func("/desk/numbered copies never have the same serial",
                    numbered_copies_never_have_the_same_serial);
    g_test_add_func("/desk/what cannot be printed is said", what_cannot_be_printed_is_said);
    return g_test_run();
}
