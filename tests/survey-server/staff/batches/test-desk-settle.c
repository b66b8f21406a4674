/* The desk's pages of settling, correcting, withdrawing, the audit, clerks and rules, asked over a real store. */
#include "base/day.h"
#include "survey-server/staff/batches/desk-test.h"

#include "base/banned.h"

/* A batch of one form, keyed by zoe and by bob; they differ in two fields. */
static Office *disputed_office(char address[64])
{
    Office *office = office_open();
    receive(office, "b1", 1);
    const Typed first = {.safe = "1", .picks = "12"};
    const Typed second = {.safe = "2", .why = "no <light>", .picks = "12"};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &first);
    g_autofree char *again = key_form(office, "bob", "b1", 1, &second);
    char serial[SERIAL_BYTES];
    g_snprintf(address, 64, DESK "/settle/%s", serial_of(1, serial));
    return office;
}

/* The letter under which a field's entry is shown: the value of the hidden field beside it. */
static const char *letter_of(const Paper *page, const char *item, const char *entry)
{
    g_autofree char *a = g_strdup_printf("name=\"a-%s\" value=\"%s\"", item, entry);
    g_autofree char *b = g_strdup_printf("name=\"b-%s\" value=\"%s\"", item, entry);
    const bool is_a = strstr(page->text, a) != NULL;
    g_assert_true(is_a || strstr(page->text, b) != NULL);
    return is_a ? "a" : "b";
}

static void a_third_person_sees_both_entries_and_not_whose(void)
{
    char address[64];
    g_autoptr(Office) office = disputed_office(address);
    g_autoptr(Paper) list = get(office, DESK "/settle");
    assert_says(list, address);
    assert_says_not(list, "For somebody else");
    g_autoptr(Paper) page = get(office, address);
    g_assert_cmpuint(page->status, ==, 200);
    assert_says(page, "2 questions");
    assert_says(page, "1 Safe");
    assert_says(page, "2 Unsafe");
    assert_says(page, "no &lt;light&gt;");
    assert_says(page, "left blank");
    assert_says_not(page, "is-picks");
    assert_says_not(page, "zoe");
    assert_says_not(page, "bob");
}

static void differences_stand_in_printed_order(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 1);
    const Typed first = {.safe = "1", .picks = "12"};
    const Typed second = {.safe = "2", .picks = "1"};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &first);
    g_autofree char *again = key_form(office, "bob", "b1", 1, &second);
    char serial[SERIAL_BYTES];
    g_autofree char *address = g_strconcat(DESK "/settle/", serial_of(1, serial), NULL);
    g_autoptr(Paper) page = get(office, address);
    const char *safe = strstr(page->text, "id=\"is-safe\"");
    const char *picks = strstr(page->text, "id=\"is-picks\"");
    g_assert_true(safe != NULL && picks != NULL && safe < picks);
}

static void who_keyed_a_form_does_not_settle_it(void)
{
    char address[64], serial[SERIAL_BYTES];
    g_autoptr(Office) office = disputed_office(address);
    static const char *const clerks[] = {"zoe", "bob", "Bob"};
    for (size_t i = 0; i < G_N_ELEMENTS(clerks); i++) {
        g_autoptr(Paper) list = ask_as(office, clerks[i], DESK "/settle", NULL);
        g_autofree char *own = g_strdup_printf("You keyed these yourself, so a third person "
                                               "settles them: %s.",
                                               serial_of(1, serial));
        assert_says(list, own);
        assert_says_not(list, address);
        g_autoptr(Paper) page = ask_as(office, clerks[i], address, NULL);
        g_assert_cmpuint(page->status, ==, 409);
        g_autoptr(Paper) sent = ask_as(office, clerks[i], address, "is-safe=a&a-safe=1&b-safe=2");
        g_assert_cmpuint(sent->status, ==, 409);
    }
}

static void what_cannot_settle_is_said_and_kept(void)
{
    char address[64];
    g_autoptr(Office) office = disputed_office(address);
    static const struct {
        const char *body, *says;
    } wrong[] = {
        {"", "Choose what the paper says for at least one question."},
        {"is-safe=other&entry-safe=&reason-safe=smudged", "Type what the paper says"},
        {"is-safe=other&entry-safe=7&reason-safe=smudged", "7 is not a code"},
        {"is-safe=other&entry-safe=-&reason-safe=", "Say why both entries are wrong"},
        {"is-safe=a&a-safe=*&b-safe=-", "This changed since the page was shown."},
        {"is-safe=z&a-safe=1&b-safe=2", "This changed since the page was shown."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(Paper) page = post(office, address, wrong[i].body);
        assert_mistake(page, wrong[i].says);
        assert_says(page, "2 questions");
    }
    g_autoptr(Paper) kept =
        post(office, address, "is-safe=other&entry-safe=7&reason-safe=%22smudged%22");
    assert_says(kept, "value=\"7\"");
    assert_says(kept, "value=\"&quot;smudged&quot;\"");
    assert_says(kept, "value=\"other\" checked");
}

static void what_the_paper_says_is_kept_field_by_field(void)
{
    char address[64];
    g_autoptr(Office) office = disputed_office(address);
    g_autoptr(Paper) page = get(office, address);
    g_autofree char *body =
        g_strdup_printf("is-safe=%s&a-safe=%s&b-safe=%s", letter_of(page, "safe", "2"),
                        g_str_equal(letter_of(page, "safe", "2"), "a") ? "2" : "1",
                        g_str_equal(letter_of(page, "safe", "2"), "a") ? "1" : "2");
    g_autoptr(Paper) one = post(office, address, body);
    g_autofree char *same = g_strconcat(address, "?done=settled", NULL);
    assert_leads(one, same);
    g_autoptr(Paper) rest = get(office, address);
    assert_says(rest, "1 question ");
    assert_says_not(rest, "is-safe");
    g_autoptr(Paper) two =
        post(office, address, "is-why=other&entry-why=no+lamp&reason-why=both+misread+it");
    assert_leads(two, DESK "/settle?done=all-settled");
    g_autoptr(Paper) list = get(office, two->location);
    assert_says(list, "There is nothing for you to settle.");
    g_autoptr(Paper) audit = get(office, DESK "/audit");
    assert_says(audit, "both misread it");
    g_autoptr(Paper) none = post(office, address, "is-safe=a&a-safe=1&b-safe=2");
    assert_says(none, "is left to settle: what you chose was not stored.");
    g_assert_cmpuint(none->status, ==, 409);
}

/* ---- Correcting ---- */

static void an_answer_is_corrected_with_its_reason(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 2);
    const Typed typed = {.safe = "2", .why = "too dark", .picks = "3"};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &typed);
    char serial[SERIAL_BYTES];
    g_autofree char *by_serial = g_strconcat("of=", serial_of(1, serial), NULL);
    g_autofree char *by_reference = g_strconcat("of=", reference, NULL);
    g_autofree char *response = g_strconcat(DESK "/correct?of=", reference, NULL);
    g_autofree char *question = g_strconcat(response, "&item=safe", NULL);
    g_autofree char *done = g_strconcat(response, "&done=corrected", NULL);
    const char *const ways[] = {by_serial, by_reference};
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(Paper) found = post(office, DESK "/correct", ways[i]);
        assert_leads(found, response);
    }
    g_autoptr(Paper) answers = get(office, response);
    assert_says(answers, "2 Unsafe");
    assert_says(answers, "too dark");
    g_autoptr(Paper) asked = get(office, question);
    assert_says(asked, "2 Unsafe");
    g_autoptr(Paper) corrected = post(office, question, "entry=1&reason=the+paper+says+1");
    assert_leads(corrected, done);
    g_autoptr(Paper) after = get(office, done);
    assert_says(after, "1 Safe");
    assert_says(after, "The answer is corrected.");
    g_autoptr(Paper) audit = get(office, DESK "/audit");
    assert_says(audit, "the paper says 1");
    assert_says(audit, "sam");
}

static void what_cannot_be_corrected_is_said(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 2);
    const Typed typed = {.safe = "2"};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &typed);
    char serial[SERIAL_BYTES];
    g_autofree char *not_keyed = g_strconcat("of=", serial_of(2, serial), NULL);
    const struct {
        const char *body, *says;
    } unfound[] = {
        {"of=", "Type the serial on the form, or the reference."},
        {"of=NO-SUCH", "NO-SUCH"},
        {not_keyed, "has no response: it is not keyed."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(unfound); i++) {
        g_autoptr(Paper) page = post(office, DESK "/correct", unfound[i].body);
        assert_mistake(page, unfound[i].says);
    }
    g_autofree char *question = g_strdup_printf(DESK "/correct?of=%s&item=safe", reference);
    static const struct {
        const char *body, *says;
    } wrong[] = {
        {"entry=7&reason=why+not", "7 is not a code"},
        {"entry=&reason=why+not", "Type the right answer"},
        {"entry=1&reason=", "Say why the answer is corrected"},
        {"entry=7&reason=", "7 is not a code"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(Paper) page = post(office, question, wrong[i].body);
        assert_mistake(page, wrong[i].says);
        assert_says(page, "2 Unsafe");
    }
    g_autofree char *no_item = g_strdup_printf(DESK "/correct?of=%s&item=nothing", reference);
    g_autoptr(Paper) unknown = get(office, no_item);
    g_assert_cmpuint(unknown->status, ==, 404);
    assert_says(unknown, "keys no question nothing");
    g_autoptr(Paper) nobody = get(office, DESK "/correct?of=%3Cb%3E");
    g_assert_cmpuint(nobody->status, ==, 404);
    assert_says_not(nobody, "<b>");
}

/* ---- Withdrawing ---- */

static void a_withdrawal_is_asked_first_and_keeps_the_code_out_of_addresses(void)
{
    g_autoptr(Office) office = office_open();
    receive(office, "b1", 1);
    const Typed typed = {.safe = "2", .receipt = "our blue door"};
    g_autofree char *reference = key_form(office, "zoe", "b1", 1, &typed);
    g_autofree char *response = g_strconcat(DESK "/correct?of=", reference, NULL);
    g_autoptr(Paper) empty = post(office, DESK "/withdraw", "code=");
    assert_mistake(empty, "Type the receipt code or word.");
    /* The last character checks the others: a slip is said before anybody is asked whether they are sure. */
    g_autoptr(Paper) slip = post(office, DESK "/withdraw", "code=7K3QF-9XMB5");
    g_assert_cmpuint(slip->status, ==, 400);
    assert_says_not(slip, "Withdraw this response?");
    g_autoptr(Paper) asked = post(office, DESK "/withdraw", "code=our+blue+door");
    g_assert_cmpuint(asked->status, ==, 200);
    assert_says(asked, "<title>Withdraw this response?");
    assert_says(asked, "our blue door");
    g_autoptr(Paper) there = get(office, response);
    g_assert_cmpuint(there->status, ==, 200);
    g_autoptr(Paper) wrong = post(office, DESK "/withdraw", "code=our+red+door&sure=yes");
    g_assert_cmpuint(wrong->status, ==, 400);
    assert_says(wrong, "value=\"our red door\"");
    g_autoptr(Paper) done = post(office, DESK "/withdraw", "code=our+blue+door&sure=yes");
    assert_leads(done, DESK "/withdraw?done=withdrawn");
    g_autoptr(Paper) gone = get(office, response);
    g_assert_cmpuint(gone->status, ==, 404);
    g_autoptr(Paper) audit = get(office, DESK "/audit");
    assert_says_not(audit, "blue door");
}

/* ---- Audit, clerks, rules ---- */

static void the_audit_is_newest_first_and_paged(void)
{
    g_autoptr(Office) office = office_open();
    for (unsigned i = 0; i < 120; i++) {
        g_autofree char *batch = g_strdup_printf("lot-%03u", i);
        receive(office, batch, 1);
    }
    g_autoptr(Paper) first = get(office, DESK "/audit");
    const char *newest = strstr(first->text, "lot-119");
    const char *older = strstr(first->text, "lot-118");
    g_assert_true(newest != NULL && older != NULL && newest < older);
    assert_says_not(first, "lot-000");
    assert_says(first, "Older lines");
    const char *link = strstr(first->text, "/audit?before=");
    g_assert_nonnull(link);
    g_autofree char *rest = g_strndup(link, strcspn(link, "\""));
    g_autofree char *target = g_strconcat(DESK, rest, NULL);
    g_autoptr(Paper) second = get(office, target);
    assert_says(second, "lot-000");
    assert_says_not(second, "lot-119");
    assert_says_not(second, "Older lines");
    assert_says(second, "Newest lines");
    g_autoptr(Paper) odd = get(office, DESK "/audit?before=x");
    assert_says(odd, "lot-119");
}

static void clerks_have_a_rate_with_its_base_and_no_rank(void)
{
    char address[64];
    g_autoptr(Office) office = disputed_office(address);
    g_autoptr(Paper) before = get(office, DESK "/clerks");
    assert_says(before, "zoe");
    assert_says(before, "Fields checked");
    g_autoptr(Paper) settled =
        post(office, address,
             "is-safe=other&entry-safe=1&reason-safe=x&is-why=other&entry-why=-"
             "&reason-why=y");
    g_assert_cmpuint(settled->status, ==, 303);
    g_autoptr(Paper) after = get(office, DESK "/clerks");
    const char *zoe = strstr(after->text, "zoe");
    const char *bob = strstr(after->text, "bob");
    g_assert_true(zoe != NULL && bob != NULL && bob < zoe);
    work_alone(office);
    g_autoptr(Paper) alone = get(office, DESK "/clerks");
    assert_says(alone, "One clerk keys this survey");
}

static void rules_are_changed_with_a_reason(void)
{
    g_autoptr(Office) office = office_open();
    g_autoptr(Paper) before = get(office, DESK "/rules");
    assert_says(before, "value=\"20\"");
    assert_says(before, "value=\"10\"");
    assert_says(before, "value=\"0.50\"");
    g_autoptr(Paper) done =
        post(office, DESK "/rules",
             "one_clerk=no&first_forms=5&sample_percent=20&wrong_per_1000=1.25&until=3+March+2027"
             "&reason=two+new+clerks");
    assert_leads(done, DESK "/rules?done=rules");
    KeyingRules rules;
    g_assert_true(keying_rules_load(office->store, "short-journey", &rules, NULL));
    g_assert_cmpuint(rules.first_forms, ==, 5);
    g_assert_cmpuint(rules.sample_percent, ==, 20);
    g_assert_cmpuint(rules.wrong_per_100k, ==, 125);
    g_assert_false(rules.one_clerk);
    int64_t end = 0;
    g_assert_true(day_moment_parse("2027-03-04", &end));
    g_assert_cmpint(rules.keying_until, ==, end);
    g_autoptr(Paper) after = get(office, DESK "/rules");
    assert_says(after, "value=\"3 March 2027\"");
    g_autoptr(Paper) audit = get(office, DESK "/audit");
    assert_says(audit, "two new clerks");
}

static void rules_out_of_range_are_said_and_nothing_changes(void)
{
    g_autoptr(Office) office = office_open();
    static const struct {
        const char *body, *says;
    } wrong[] = {
        {"first_forms=x&sample_percent=10&wrong_per_1000=0.5&reason=r", "how many first forms"},
        {"first_forms=20&sample_percent=101&wrong_per_1000=0.5&reason=r", "how many in 100"},
        {"first_forms=20&sample_percent=10&wrong_per_1000=0.555&reason=r", "the number in 1,000"},
        {"first_forms=20&sample_percent=10&wrong_per_1000=0.5&until=31/2/2027&reason=r",
         "There is no day 31/2/2027."},
        {"first_forms=20&sample_percent=10&wrong_per_1000=0.5&reason=",
         "Say why the rules are changed"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(Paper) page = post(office, DESK "/rules", wrong[i].body);
        assert_mistake(page, wrong[i].says);
    }
    KeyingRules rules;
    g_assert_true(keying_rules_load(office->store, "short-journey", &rules, NULL));
    g_assert_cmpuint(rules.first_forms, ==, 20);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/desk/a third person sees both entries and not whose",
                    a_third_person_sees_both_entries_and_not_whose);
    g_test_add_func("/desk/differences stand in printed order", differences_stand_in_printed_order);
    g_test_add_func("/desk/who keyed a form does not settle it",
                    who_keyed_a_form_does_not_settle_it);
    g_test_add_func("/desk/what cannot settle is said and kept",
                    what_cannot_settle_is_said_and_kept);
    g_test_add_func("/desk/what the paper says is kept field by field",
                    what_the_paper_says_is_kept_field_by_field);
    g_test_add_func("/desk/an answer is corrected with its reason",
                    an_answer_is_corrected_with_its_reason);
    g_test_add_func("/desk/what cannot be corrected is said", what_cannot_be_corrected_is_said);
    g_test_add_func("/desk/a withdrawal is asked first and keeps the code out of addresses",
                    a_withdrawal_is_asked_first_and_keeps_the_code_out_of_addresses);
    g_test_add_func("/desk/the audit is newest first and paged",
                    the_audit_is_newest_first_and_paged);
    g_test_add_func("/desk/clerks have a rate with its base and no rank",
                    clerks_have_a_rate_with_its_base_and_no_rank);
    g_test_add_func("/desk/rules are changed with a reason", rules_are_changed_with_a_reason);
    g_test_add_func("/desk/rules out of range are said and nothing changes",
                    rules_out_of_range_are_said_and_nothing_changes);
    return g_test_run();
}
