#include "responses/care/care.h"
#include "responses/csv-fixture.h"
#include "responses/paper/keying-fixture.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

static const char *const told[] = {"q01", "2",  "q02", "5",          "q02_other", "Zebra crossing",
                                   "q03", "07", "q06", "Pink walls", "q09",       "1",
                                   NULL};

static bool correct(Store *store, const KeyPlan *plan, const char *reference, const char *item,
                    const char *entry, GError **error)
{
    Act sue = act_of("sue");
    return correction_make(store,
                           &(const CorrectRequest){.plan = plan,
                                                   .reference = reference,
                                                   .item = item,
                                                   .entry = entry,
                                                   .reason = "rang us",
                                                   .act = &sue},
                           error);
}

static Answers *answers_of(Fixture *fixture, const char *reference)
{
    GError *reason = NULL;
    Answers *answers = correction_load(fixture->store, fixture->survey, reference, &reason);
    g_assert_no_error(reason);
    return answers;
}

static Value value_in(const Answers *answers, const char *name)
{
    return answers->values[find_variable(answers->survey, name)];
}

static const char *text_in(const Answers *answers, const char *name)
{
    return answers->texts[find_variable(answers->survey, name)];
}

static char *export_of(const Fixture *fixture)
{
    g_autofree char *path = g_build_filename(fixture->directory, "out.csv", NULL);
    return export_text(fixture->store, path);
}

/* ---- Corrections ---- */

static void test_every_part_of_a_response_can_be_corrected(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    receive_count(store, keying_id, "b1", 1);
    KeyingReceipt receipt = key_typed(store, plan, 1, "b1", 1, told, "ann");
    assert_done(correct(store, plan, receipt.reference, "q03", "10", error));
    assert_done(correct(store, plan, receipt.reference, "q09", "2", error));
    assert_done(correct(store, plan, receipt.reference, "q06", "pink Walls", error));
    assert_done(correct(store, plan, receipt.reference, "q02", "13", error));
    assert_done(correct(store, plan, receipt.reference, "q07_a", "*", error));
    g_autoptr(Answers) answers = answers_of(fixture, receipt.reference);
    g_assert_cmpint(value_in(answers, "q03"), ==, 10);
    g_assert_cmpint(value_in(answers, "q09"), ==, 2);
    g_assert_cmpstr(text_in(answers, "q06"), ==, "pink Walls");
    g_assert_cmpint(value_in(answers, "q02_1"), ==, 1);
    g_assert_cmpint(value_in(answers, "q02_97"), ==, 0);
    g_assert_cmpstr(text_in(answers, "q02_other"), ==, "Zebra crossing"); /* kept, off-route now */
    g_assert_cmpint(value_in(answers, "q07_a"), ==, VALUE_UNREADABLE);
    g_assert_cmpint(paper_meddle(fixture, keying_id, "SELECT count(*) FROM response"), ==, 1);
    g_assert_cmpint(paper_meddle(fixture, keying_id, "SELECT _id FROM response"), ==, 1);
    g_autofree char *findings = paper_findings(store);
    g_assert_cmpstr(findings, ==, "");
    g_autofree char *audit = audit_text(store, keying_id, 4);
    g_autofree char *expected =
        g_strdup_printf("sue|correct|%s q07_a|left blank|cannot be read|rang us\n"
                        "sue|correct|%s q02|5 Elsewhere|1 Town; 3 Bus|rang us\n"
                        "sue|correct|%s q06|Pink walls|pink Walls|rang us\n"
                        "sue|correct|%s q09|1 Yes|2 No|rang us\n",
                        receipt.reference, receipt.reference, receipt.reference, receipt.reference);
    g_assert_cmpstr(audit, ==, expected);
}

static void test_routes_are_followed_anew(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    receive_count(store, keying_id, "b1", 1);
    KeyingReceipt receipt = key_typed(store, plan, 1, "b1", 1, told, "ann");
    g_autoptr(Answers) before = answers_of(fixture, receipt.reference);
    g_assert_cmpint(value_in(before, "q04"), ==, VALUE_BLANK);
    assert_done(correct(store, plan, receipt.reference, "q01", "1", error));
    g_autoptr(Answers) off = answers_of(fixture, receipt.reference);
    g_assert_cmpint(value_in(off, "q04"), ==, VALUE_NONE); /* nobody asked it */
    g_assert_cmpint(value_in(off, "q03"), ==, 7);          /* but what was written stays */
    assert_done(correct(store, plan, receipt.reference, "q01", "3", error));
    g_autoptr(Answers) on = answers_of(fixture, receipt.reference);
    g_assert_cmpint(value_in(on, "q04"), ==, VALUE_BLANK);
    g_autofree char *findings = paper_findings(store);
    g_assert_cmpstr(findings, ==, "");
}

static void test_what_cannot_be_corrected_is_said(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act sue = act_of("sue");
    receive_count(store, keying_id, "b1", 1);
    KeyingReceipt receipt = key_typed(store, plan, 1, "b1", 1, told, "ann");
    g_autofree char *before = export_of(fixture);
    assert_refused(correct(store, plan, receipt.reference, "q01", "9", error), ERROR_DATA,
                   "9 is not a code of question 'q01'. Its codes are 1 to 4.");
    assert_refused(correct(store, plan, receipt.reference, "q99", "1", error), ERROR_DATA,
                   "'q99' is not asked on paper in version 1 of survey 'store-survey'");
    assert_refused(correct(store, plan, receipt.reference, "q06_code", "1", error), ERROR_DATA,
                   "'q06_code' is not asked on paper in version 1 of survey 'store-survey'");
    assert_refused(correct(store, plan, "R-9", "q01", "1", error), ERROR_NOT_FOUND,
                   "survey 'store-survey' has no response 'R-9'");
    assert_refused(correction_make(store,
                                   &(const CorrectRequest){.plan = plan,
                                                           .reference = receipt.reference,
                                                           .item = "q01",
                                                           .entry = "1",
                                                           .reason = " ",
                                                           .act = &sue},
                                   error),
                   ERROR_DATA, "say why the response is corrected");
    assert_refused(correction_load(store, fixture->survey, "R-9", error), ERROR_NOT_FOUND,
                   "survey 'store-survey' has no response 'R-9'");
    g_autofree char *after = export_of(fixture);
    g_assert_cmpstr(before, ==, after);
    g_autofree char *audit = audit_text(store, keying_id, 1);
    g_assert_cmpstr(audit, ==, "ann|key|1-9|||\n");
}

static void test_a_response_is_corrected_by_its_own_version(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const edits[] = {
        "version=\"1\"",
        "version=\"2\"",
        "<option code=\"99\" missing=\"refused\">",
        "<option code=\"5\" since=\"2\">No</option><option code=\"99\" missing=\"refused\">",
        "<choose-one id=\"q09\"",
        "<number id=\"q10\" since=\"2\"><ask>Age?</ask></number><choose-one id=\"q09\"",
        NULL};
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    receive_count(store, keying_id, "b1", 2);
    KeyingReceipt old = key_typed(store, plan, 1, "b1", 1, told, "ann");
    g_autoptr(Survey) second = survey_edited(edits);
    assert_done(store_publish(store, second, error));
    g_autoptr(KeyPlan) new_plan = keying_plan_new(second);
    KeyingReceipt new = key_typed(store, new_plan, 2, "b1", 1, told, "ann");
    assert_done(correct(store, new_plan, old.reference, "q09", "2", error));
    assert_refused(correct(store, new_plan, old.reference, "q10", "40", error), ERROR_DATA,
                   "'q10' is not asked on paper in version 1 of survey 'store-survey'");
    assert_done(correct(store, plan, new.reference, "q10", "40", error));
    g_autoptr(Answers) answers = answers_of(fixture, old.reference);
    g_assert_cmpint(value_in(answers, "q09"), ==, 2);
    g_autofree char *findings = paper_findings(store);
    g_assert_cmpstr(findings, ==, "");
}

static void test_a_corrected_response_is_still_sent_once(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    g_autoptr(KeyingEntries) form = form_typed(plan, told);
    g_autoptr(Answers) answers = answers_typed(plan, form);
    static const uint8_t key[SUBMIT_KEY_BYTES] = {7};
    char first[REFERENCE_BYTES];
    char again[REFERENCE_BYTES];
    Act ann = act_of("ann");
    Store *store = fixture->store;
    assert_done(keying_of_interview(store,
                                    &(const InterviewRequest){.plan = plan,
                                                              .answers = answers,
                                                              .channel = CHANNEL_PHONE,
                                                              .lang = "en",
                                                              .submit_key = key,
                                                              .act = &ann},
                                    first, error));
    assert_done(correct(store, plan, first, "q03", "09", error));
    assert_done(keying_of_interview(store,
                                    &(const InterviewRequest){.plan = plan,
                                                              .answers = answers,
                                                              .channel = CHANNEL_PHONE,
                                                              .lang = "en",
                                                              .submit_key = key,
                                                              .act = &ann},
                                    again, error));
    g_assert_cmpstr(first, ==, again);
    g_assert_cmpuint(count_responses(store), ==, 1);
    g_autoptr(Answers) stored = answers_of(fixture, first);
    g_assert_cmpint(value_in(stored, "q03"), ==, 9);
}

/* ---- Withdrawal and erasing ---- */

static KeyingReceipt key_with_code(Fixture *fixture, const KeyPlan *plan, unsigned serial,
                                   const char *code)
{
    KeyingReceipt receipt = {0};
    g_autoptr(KeyingEntries) form = form_typed(plan, told);
    form->notes[0] = g_strdup("Zebra note");
    assert_done(
        key_form(fixture->store, plan, serial, "b1", 1, form, code, "ann", &receipt, error));
    return receipt;
}

static bool withdraw(Store *store, const char *code, GError **error)
{
    Act sue = act_of("sue");
    return withdraw_response(store, keying_id, code, &sue, error);
}

static void test_a_receipt_code_withdraws_a_response(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    static const char missing[] =
        "no response of survey 'store-survey' has this receipt code: look at it again; if the form "
        "is not keyed yet, try later";
    receive_count(store, keying_id, "b1", 4);
    KeyingReceipt receipt = key_with_code(fixture, plan, 1, "purple elephant");
    key_typed(store, plan, 1, "b1", 2,
              (const char *const[]){"q01", "3", "q06", "Zebra walls", NULL}, "bob");
    assert_done(correct(store, plan, receipt.reference, "q06", "Zebra stripes", error));
    g_assert_false(paper_holds(fixture, keying_id, "elephant"));
    assert_refused(withdraw(store, "purple elephants", error), ERROR_NOT_FOUND, missing);
    assert_done(withdraw(store, " Purple  ELEPHANT", error));
    g_assert_cmpuint(count_responses(store), ==, 0);
    g_assert_false(paper_holds(fixture, keying_id, "Zebra"));
    g_assert_false(paper_holds(fixture, keying_id, "Pink walls"));
    g_autoptr(PaperForm) form = form_at(store, keying_id, 1);
    g_assert_null(form->reference);
    g_assert_null(form->note);
    g_assert_cmpint(form->state, ==, PAPER_FORM_KEYED); /* it counts: the paper did come in */
    g_autofree char *audit = audit_text(store, keying_id, 2);
    g_autofree char *expected = g_strdup_printf(
        "sue|withdraw|%s|||\nsue|correct|%s q06|||rang us\n", receipt.reference, receipt.reference);
    g_assert_cmpstr(audit, ==, expected);
    assert_refused(withdraw(store, "purple elephant", error), ERROR_NOT_FOUND, missing);
    assert_refused(try_key(store, plan, 1, "b1", 1, told, "ann", error), ERROR_CONFLICT,
                   "serial 1-9 was keyed, and its response was erased since");
    g_autofree char *findings = paper_findings(store);
    g_assert_cmpstr(findings, ==, "");
}

static void test_two_forms_with_one_word_are_not_guessed(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    receive_count(store, keying_id, "b1", 2);
    key_with_code(fixture, plan, 1, "fish");
    KeyingReceipt second = key_with_code(fixture, plan, 2, "Fish");
    assert_refused(withdraw(store, "fish", error), ERROR_CONFLICT,
                   "several responses of survey 'store-survey' have this receipt code, so that it "
                   "does not say which to erase: find the form by what else stands on it, and "
                   "erase its response by its reference");
    g_assert_cmpuint(count_responses(store), ==, 2);
    assert_done(care_erase(store, keying_id, second.reference, error));
    assert_done(withdraw(store, "fish", error));
    g_assert_cmpuint(count_responses(store), ==, 0);
    g_autofree char *audit = audit_text(store, keying_id, 2);
    g_assert_nonnull(strstr(audit, "command line|erase|"));
    g_autoptr(GError) nothing = NULL;
    g_assert_false(withdraw(store, " ", &nothing));
    g_assert_error(nothing, SOUNDINGS_ERROR, ERROR_DATA);
}

static void test_a_printed_code_is_known_once_its_form_is_keyed(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    ReceiptKey key;
    char code[RECEIPT_CODE_BYTES], serial[SERIAL_BYTES];
    assert_done(withdraw_key_of(store, &key, error));
    serial_text(101, serial);
    receipt_derive(&key, keying_id, serial, code);
    receive_serials(store, keying_id, "b1", "101-102");
    assert_refused(withdraw(store, code, error), ERROR_NOT_FOUND,
                   "no response of survey 'store-survey' has this receipt code: look at it again; "
                   "if the form is not keyed yet, try later");
    key_with_code(fixture, plan, 101, NULL);
    key_with_code(fixture, plan, 102, NULL);
    assert_done(withdraw(store, code, error));
    g_autoptr(PaperForm) erased = form_at(store, keying_id, 101);
    g_autoptr(PaperForm) other = form_at(store, keying_id, 102);
    g_assert_null(erased->reference);
    g_assert_nonnull(other->reference);
}

/* ---- Damage, copies, exports ---- */

static void test_what_does_not_belong_together_is_found(Fixture *fixture, const void *data)
{
    (void)data;
    static const struct {
        const char *damage, *repair, *finding;
    } cases[] = {
        {"UPDATE form SET reference = 'R-9' WHERE serial = 1",
         "UPDATE form SET reference = (SELECT subject FROM kept) WHERE serial = 1",
         "store-survey: form 1-9 is keyed, but its response is not there\n"},
        {"UPDATE form SET reference = NULL WHERE serial = 1",
         "UPDATE form SET reference = (SELECT subject FROM kept) WHERE serial = 1",
         "store-survey: form 1-9 is keyed, but its response is not there\n"},
        {"UPDATE form SET serial = 77 WHERE serial = 1",
         "UPDATE form SET serial = 1 WHERE serial = 77",
         "store-survey: form 1-9 was keyed, but the form itself is gone\n"},
        {"UPDATE form SET state = 5 WHERE serial = 1", "UPDATE form SET state = 2 WHERE serial = 1",
         "store-survey: form 1-9 counts as not keyed, but it was keyed\n"},
        {"UPDATE form SET state = 4 WHERE serial = 1", "UPDATE form SET state = 2 WHERE serial = 1",
         "store-survey: form 1-9: its state does not fit its keyings and differences\n"},
        {"UPDATE batch SET closed = 1", "UPDATE batch SET closed = 0",
         "store-survey: batch b1 is closed, but not all of its forms are done\n"},
        {"UPDATE receipt SET reference = 'R-9'",
         "UPDATE receipt SET reference = (SELECT subject FROM kept)",
         "store-survey: a receipt code stands for response R-9, which is not there\n"},
        {"INSERT INTO audit_value VALUES (1, 'a', 'b', 'R-9', 0)",
         "DELETE FROM audit_value WHERE seq = 1",
         "store-survey: the audit holds answers of response R-9, which is not there\n"},
        {"UPDATE keying SET words = words || 'x' WHERE serial = 1",
         "UPDATE keying SET words = substr(words, 1, length(words) - 1) WHERE serial = 1",
         "store-survey: form 1-9: what was typed of it was changed or damaged after it was "
         "stored\n"},
        {"UPDATE keying SET who = 'eve' WHERE serial = 1",
         "UPDATE keying SET who = 'ann' WHERE serial = 1",
         "store-survey: form 1-9: what was typed of it was changed or damaged after it was "
         "stored\n"},
        {"INSERT INTO audit(seq, moment, action, subject) VALUES (99, 1, 'x', 'y')", NULL,
         " lines of the audit are missing\n"},
    };
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    receive_count(fixture->store, keying_id, "b1", 2);
    key_with_code(fixture, plan, 1, "fish");
    paper_meddle(fixture, keying_id,
                 "CREATE TABLE kept AS SELECT reference AS subject FROM form "
                 "WHERE serial = 1");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].damage);
        paper_meddle(fixture, keying_id, cases[i].damage);
        g_autofree char *findings = paper_findings(fixture->store);
        g_assert_nonnull(strstr(findings, cases[i].finding));
        if (cases[i].repair == NULL)
            continue;
        paper_meddle(fixture, keying_id, cases[i].repair);
        g_autofree char *none = paper_findings(fixture->store);
        g_assert_cmpstr(none, ==, "");
    }
}

static void test_a_copy_has_everything(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    receive_count(fixture->store, keying_id, "b1", 2);
    KeyingReceipt receipt = key_with_code(fixture, plan, 1, "fish");
    g_autofree char *place = g_build_filename(fixture->directory, "copy", NULL);
    assert_done(care_backup(fixture->store, place, error));
    g_autofree char *before = audit_text(fixture->store, keying_id, 100);
    store_close(fixture->store);
    GError *reason = NULL;
    fixture->store = store_open(place, STORE_WRITE, &reason);
    g_assert_no_error(reason);
    g_autofree char *after = audit_text(fixture->store, keying_id, 100);
    g_assert_cmpstr(before, ==, after);
    g_autoptr(PaperForm) form = form_at(fixture->store, keying_id, 1);
    g_assert_cmpstr(form->reference, ==, receipt.reference);
    KeyingReceipt again = key_typed(fixture->store, plan, 1, "b1", 2, told, "bob");
    g_assert_cmpstr(again.reference, ==, receipt.reference);
    assert_done(withdraw(fixture->store, "fish", error));
}

static void test_an_export_is_as_before(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    receive_count(fixture->store, keying_id, "b1", 1);
    KeyingReceipt receipt = key_typed(fixture->store, plan, 1, "b1", 1, told, "ann");
    g_autofree char *text = export_of(fixture);
    g_autofree char *expected =
        g_strdup_printf("%s%s,2026-11-21T09:30:00Z,paper,en,1,3,0,0,0,0,1,Zebra crossing,7,-1,-1,"
                        "Pink walls,,,-1,-1,-1,-1,-1,1\n",
                        CSV_HEADER, receipt.reference);
    g_assert_cmpstr(text, ==, expected);
}

/* ---- Kill ---- */

/* In a process of its own: receive, key, key again, settle and close, without end; tell of each form that was stored. */
static void key_until_killed(const Fixture *fixture, int tell)
{
    GError *reason = NULL;
    Store *store = store_open(fixture->path, STORE_WRITE, &reason);
    g_assert_no_error(reason);
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    static const char *const other[] = {"q01", "3", NULL};
    for (unsigned i = 0;; i++) {
        g_autofree char *batch = g_strdup_printf("b%u", i);
        unsigned first = receive_count(store, keying_id, batch, 2);
        for (unsigned serial = first; serial < first + 2; serial++) {
            key_typed(store, plan, serial, batch, 1, told, "ann");
            if (write(tell, &serial, sizeof serial) != sizeof serial)
                _exit(1);
            key_typed(store, plan, serial, batch, 2, other, "bob");
        }
    }
}

static void test_a_killed_writer_leaves_nothing_half_written(Fixture *fixture, const void *data)
{
    (void)data;
    enum { N_KILLS = 5 };
    KeyingRules all = {.first_forms = 20, .sample_percent = 100, .wrong_per_100k = 50};
    set_rules(fixture->store, keying_id, all);
    store_close(fixture->store);
    fixture->store = NULL;
    for (unsigned kill_after = 1; kill_after <= N_KILLS; kill_after++) {
        int ends[2];
        unsigned last = 0;
        g_assert_cmpint(pipe(ends), ==, 0);
        pid_t child = fork();
        if (child == 0) {
            key_until_killed(fixture, ends[1]);
            _exit(0);
        }
        close(ends[1]);
        for (unsigned n = 0; n < kill_after * 3; n++)
            g_assert_cmpint(read(ends[0], &last, sizeof last), ==, sizeof last);
        kill(child, SIGKILL);
        g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
        close(ends[0]);
        fixture_open(fixture);
        g_autofree char *findings = paper_findings(fixture->store);
        g_assert_cmpstr(findings, ==, "");
        g_autoptr(PaperForm) form =
            form_at(fixture->store, keying_id, last); /* what was told is there */
        g_assert_nonnull(form->reference);
        g_assert_cmpint(paper_meddle(fixture, keying_id,
                                     "SELECT (SELECT count(*) FROM response) - (SELECT count(*) "
                                     "FROM keying WHERE pass = 1)"),
                        ==, 0);
        store_close(fixture->store);
        fixture->store = NULL;
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/corrections/every part of a response can be corrected",
                 test_every_part_of_a_response_can_be_corrected);
    fixture_test("/corrections/routes are followed anew", test_routes_are_followed_anew);
    fixture_test("/corrections/what cannot be corrected is said",
                 test_what_cannot_be_corrected_is_said);
    fixture_test("/corrections/a response is corrected by its own version",
                 test_a_response_is_corrected_by_its_own_version);
    fixture_test("/corrections/a corrected response is still sent once",
                 test_a_corrected_response_is_still_sent_once);
    fixture_test("/withdrawal/a receipt code withdraws a response",
                 test_a_receipt_code_withdraws_a_response);
    fixture_test("/withdrawal/a printed code is known once its form is keyed",
                 test_a_printed_code_is_known_once_its_form_is_keyed);
    fixture_test("/withdrawal/two forms with one word are not guessed",
                 test_two_forms_with_one_word_are_not_guessed);
    fixture_test("/paper/what does not belong together is found",
                 test_what_does_not_belong_together_is_found);
    fixture_test("/paper/a copy has everything", test_a_copy_has_everything);
    fixture_test("/paper/an export is as before", test_an_export_is_as_before);
    fixture_test("/paper/a killed writer leaves nothing half written",
                 test_a_killed_writer_leaves_nothing_half_written);
    return g_test_run();
}
