#include "responses/paper/keying-fixture.h"

#include "base/banned.h"

static const char *const paper[] = {"q01", "2",        "q02", "13", "q03", "07",
                                    "q06", "Too dark", "q09", "1",  NULL};
static const char *const slipped[] = {"q01", "3",         "q02", "13", "q03", "06",
                                      "q06", "too  DARK", "q09", "2",  NULL};

static const KeyingRules standard = {.first_forms = 20, .sample_percent = 10, .wrong_per_100k = 50};

static void assert_state(Store *store, unsigned serial, PaperFormState state)
{
    g_autoptr(PaperForm) form = form_at(store, keying_id, serial);
    g_assert_cmpint(form->state, ==, state);
}

static bool settle(Store *store, const KeyPlan *plan, unsigned serial, const char *item,
                   const char *entry, const char *who, GError **error)
{
    Act act = act_of(who);
    return difference_settle(store,
                             &(const SettleRequest){.plan = plan,
                                                    .serial = serial,
                                                    .item = item,
                                                    .entry = entry,
                                                    .reason = "as on paper",
                                                    .act = &act},
                             error);
}

static GPtrArray *differences_of(Store *store, unsigned serial, const char *who)
{
    GError *reason = NULL;
    GPtrArray *list = differences_load(store, keying_id, serial, who, &reason);
    g_assert_no_error(reason);
    return list;
}

static Value stored_value(Fixture *fixture, unsigned serial, const char *name)
{
    GError *reason = NULL;
    g_autoptr(PaperForm) form = form_at(fixture->store, keying_id, serial);
    g_autoptr(Answers) answers =
        correction_load(fixture->store, fixture->survey, form->reference, &reason);
    g_assert_no_error(reason);
    return answers->values[find_variable(fixture->survey, name)];
}

/* The figures of a clerk; zero when there is none of that name. */
static Clerk clerk_of(Store *store, const char *who)
{
    GError *reason = NULL;
    g_autoptr(GPtrArray) list = keying_clerks_list(store, keying_id, &reason);
    g_assert_no_error(reason);
    Clerk found = {0};
    for (size_t i = 0; i < list->len; i++) {
        const Clerk *clerk = g_ptr_array_index(list, i);
        if (strcmp(clerk->who, who) == 0)
            found = *clerk;
    }
    return found;
}

/* ---- Differences ---- */

static void test_forms_that_agree_are_verified(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    static const char *const again[] = {"q01", "2",   "q02",       " 3 1", "q03", "07", "q04",
                                        "-",   "q06", "too  DARK", "q09",  "1",   NULL};
    receive_count(fixture->store, keying_id, "b1", 1);
    key_typed(fixture->store, plan, 1, "b1", 1, paper, "ann");
    KeyingReceipt receipt = key_typed(fixture->store, plan, 1, "b1", 2, again, "bob");
    g_assert_cmpuint(receipt.n_differences, ==, 0);
    assert_state(fixture->store, 1, PAPER_FORM_VERIFIED);
    g_autoptr(Batch) batch = batch_at(fixture->store, keying_id, "b1");
    g_assert_cmpint(batch->state, ==, BATCH_VERIFIED);
    Clerk ann = clerk_of(fixture->store, "ann");
    g_assert_cmpuint(ann.n_forms, ==, 1);
    g_assert_cmpuint(ann.n_fields_checked, >, 5);
    g_assert_cmpuint(ann.n_wrong, ==, 0);
    g_assert_cmpuint(clerk_of(fixture->store, "bob").n_second, ==, 1);
    assert_refused(settle(fixture->store, plan, 1, "q01", "2", "sue", error), ERROR_NOT_FOUND,
                   "serial 1-9 has no difference in q01");
}

static void test_differing_fields_go_to_a_third_person(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    receive_count(store, keying_id, "b1", 1);
    key_typed(store, plan, 1, "b1", 1, slipped, "ann");
    KeyingReceipt receipt = key_typed(store, plan, 1, "b1", 2, paper, "bob");
    g_assert_cmpuint(receipt.n_differences, ==, 3); /* q01, q03, q09 */
    assert_state(store, 1, PAPER_FORM_DISPUTED);
    g_autoptr(GPtrArray) list = differences_of(store, 1, "sue");
    g_assert_cmpuint(list->len, ==, 3);
    const Difference *one = g_ptr_array_index(list, 0);
    g_assert_cmpstr(one->item, ==, "q01");
    g_assert_true((strcmp(one->a, "3") == 0 && strcmp(one->b, "2") == 0) ||
                  (strcmp(one->a, "2") == 0 && strcmp(one->b, "3") == 0));
    assert_done(settle(store, plan, 1, "q01", "2", "sue", error)); /* the second was right */
    g_assert_cmpint(stored_value(fixture, 1, "q01"), ==, 3);
    assert_done(settle(store, plan, 1, "q03", "06", "sue", error)); /* the first was right */
    g_assert_cmpint(stored_value(fixture, 1, "q03"), ==, 6);
    assert_state(store, 1, PAPER_FORM_DISPUTED);
    assert_done(settle(store, plan, 1, "q09", "-", "sue", error)); /* neither was */
    g_assert_cmpint(stored_value(fixture, 1, "q09"), ==, VALUE_BLANK);
    assert_state(store, 1, PAPER_FORM_VERIFIED);
    g_assert_cmpuint(clerk_of(store, "ann").n_wrong, ==, 2);
    g_assert_cmpuint(clerk_of(store, "bob").n_wrong, ==, 2);
    g_autofree char *audit = audit_text(store, keying_id, 3);
    g_assert_cmpstr(audit, ==,
                    "sue|settle|1-9 q09|2 No|left blank|as on paper\n"
                    "sue|settle|1-9 q03|06 6|06 6|as on paper\n"
                    "sue|settle|1-9 q01|3 Never|2 Sometimes|as on paper\n");
    g_autofree char *findings = paper_findings(store);
    g_assert_cmpstr(findings, ==, "");
    g_assert_cmpint(
        paper_meddle(fixture, keying_id, "SELECT count(*) FROM difference WHERE first IS NOT NULL"),
        ==, 0);
}

static void test_three_people_are_three_people(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    static const char said[] =
        "you keyed serial 1-9 yourself: somebody who did not settles its differences";
    receive_count(store, keying_id, "b1", 2);
    key_typed(store, plan, 1, "b1", 1, slipped, "ann");
    key_typed(store, plan, 1, "b1", 2, paper, "bob");
    static const char *const own[] = {"ann", "bob", "ANN"};
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
        GError *reason = NULL;
        g_autoptr(GArray) none = differences_serials(store, keying_id, own[i], &reason);
        g_assert_cmpuint(none->len, ==, 0);
        assert_refused(differences_load(store, keying_id, 1, own[i], error), ERROR_CONFLICT, said);
        assert_refused(settle(store, plan, 1, "q01", "2", own[i], error), ERROR_CONFLICT, said);
    }
    GError *reason = NULL;
    g_autoptr(GArray) serials = differences_serials(store, keying_id, "sue", &reason);
    g_assert_cmpuint(serials->len, ==, 1);
    g_assert_cmpuint(g_array_index(serials, unsigned, 0), ==, 1);
}

static void test_what_cannot_be_settled_is_said(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    receive_count(store, keying_id, "b1", 2);
    key_typed(store, plan, 1, "b1", 1, slipped, "ann");
    key_typed(store, plan, 1, "b1", 2, paper, "bob");
    assert_refused(settle(store, plan, 1, "q01", "7", "sue", error), ERROR_DATA,
                   "7 is not a code of question 'q01'. Its codes are 1 to 4.");
    assert_refused(settle(store, plan, 1, "q02", "1", "sue", error), ERROR_NOT_FOUND,
                   "serial 1-9 has no difference in q02");
    assert_refused(settle(store, plan, 1, "nothing", "1", "sue", error), ERROR_DATA,
                   "'nothing' is not asked on paper in version 1 of survey 'store-survey'");
    assert_refused(settle(store, plan, 1, "q06_code", "1", "sue", error), ERROR_DATA,
                   "'q06_code' is not asked on paper in version 1 of survey 'store-survey'");
    assert_refused(settle(store, plan, 2, "q01", "1", "sue", error), ERROR_NOT_FOUND,
                   "serial 2-7 has no response to settle");
    assert_refused(settle(store, plan, 99, "q01", "1", "sue", error), ERROR_NOT_FOUND,
                   "no batch of survey 'store-survey' has received serial 99-0: look at the number "
                   "again, or receive the form first");
    assert_done(settle(store, plan, 1, "q01", "2", "sue", error));
    assert_refused(settle(store, plan, 1, "q01", "3", "tom", error), ERROR_CONFLICT,
                   "q01 of serial 1-9 was settled meanwhile");
    g_assert_cmpint(stored_value(fixture, 1, "q01"), ==, 3);
}

static void test_the_order_of_both_entries_tells_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    enum { N_FORMS = 40 };
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    KeyingRules all = standard;
    all.sample_percent = 100;
    set_rules(fixture->store, keying_id, all);
    receive_count(fixture->store, keying_id, "b1", N_FORMS);
    unsigned n_first_is_a = 0;
    unsigned n_mixed =
        0; /* forms in which one field has the first clerk's entry as a, another as b */
    for (unsigned serial = 1; serial <= N_FORMS; serial++) {
        key_typed(fixture->store, plan, serial, "b1", 1, slipped, "ann");
        key_typed(fixture->store, plan, serial, "b1", 2, paper, "bob");
        g_autoptr(GPtrArray) list = differences_of(fixture->store, serial, "sue");
        g_autoptr(GPtrArray) again = differences_of(fixture->store, serial, "tom");
        unsigned n = 0;
        g_assert_cmpuint(list->len, ==, 3);
        for (size_t i = 0; i < 3; i++) {
            static const char *const first[] = {"3", "06", "2"};
            const Difference *one = g_ptr_array_index(list, i);
            const Difference *same = g_ptr_array_index(again, i);
            g_assert_cmpstr(one->a, ==, same->a);
            n += strcmp(one->a, first[i]) == 0 ? 1 : 0;
        }
        n_first_is_a += n;
        n_mixed += n > 0 && n < list->len ? 1 : 0;
    }
    g_assert_cmpuint(n_first_is_a, >, 3 * N_FORMS / 4);
    g_assert_cmpuint(n_first_is_a, <, 3 * N_FORMS * 3 / 4);
    g_assert_cmpuint(n_mixed, >, N_FORMS / 3);
}

/* ---- Which forms are keyed twice ---- */

/* Key forms from..to once; returns how many are asked a second time, and notes which. */
static unsigned key_many(Fixture *fixture, const KeyPlan *plan, unsigned from, unsigned to,
                         const char *who, GString *which)
{
    unsigned n = 0;
    for (unsigned serial = from; serial <= to; serial++) {
        KeyingReceipt receipt = key_typed(fixture->store, plan, serial, "b1", 1, paper, who);
        n += receipt.is_to_verify ? 1 : 0;
        if (which != NULL)
            g_string_append_c(which, receipt.is_to_verify ? '1' : '0');
    }
    return n;
}

static void test_the_first_forms_and_then_a_sample(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    KeyingRules rules = {.first_forms = 5, .sample_percent = 0, .wrong_per_100k = 50};
    set_rules(fixture->store, keying_id, rules);
    receive_count(fixture->store, keying_id, "b1", 400);
    g_assert_cmpuint(key_many(fixture, plan, 1, 5, "ann", NULL), ==, 5);
    g_assert_cmpuint(key_many(fixture, plan, 6, 20, "ann", NULL), ==, 0);
    g_assert_cmpuint(key_many(fixture, plan, 21, 30, "bob", NULL), ==, 5);
    rules.sample_percent = 100;
    set_rules(fixture->store, keying_id, rules);
    g_assert_cmpuint(key_many(fixture, plan, 31, 40, "ann", NULL), ==, 10);
    rules.sample_percent = 30;
    set_rules(fixture->store, keying_id, rules);
    g_autoptr(GString) which = g_string_new(NULL);
    unsigned n = key_many(fixture, plan, 41, 240, "ann", which);
    g_assert_cmpuint(n, >, 30); /* 60 are expected, with a deviation of 6.5 */
    g_assert_cmpuint(n, <, 90);
    /* Another store draws another sample: nobody can foresee it from the serials. */
    Fixture other = {0};
    fixture_set_up(&other, NULL);
    set_rules(other.store, keying_id, rules);
    receive_count(other.store, keying_id, "b1", 400);
    key_many(&other, plan, 1, 5, "ann", NULL);
    g_autoptr(GString) others = g_string_new(NULL);
    key_many(&other, plan, 41, 240, "ann", others);
    g_assert_cmpstr(which->str, !=, others->str);
    fixture_tear_down(&other, NULL);
}

static void test_all_forms_once_the_rate_is_passed(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act sue = act_of("sue");
    KeyingRules rules = {.first_forms = 2, .sample_percent = 0, .wrong_per_100k = 50};
    set_rules(store, keying_id, rules);
    receive_count(store, keying_id, "b0", 1);
    receive_count(store, keying_id, "b1", 20);
    key_typed(store, plan, 1, "b0", 1, paper, "ann");
    key_typed(store, plan, 1, "b0", 2, paper, "bob");
    assert_done(batch_close(store, fixture->survey, "b0", &sue, error));
    key_typed(store, plan, 2, "b1", 1, slipped, "ann");
    g_assert_cmpuint(key_many(fixture, plan, 3, 6, "ann", NULL), ==, 0);
    g_assert_cmpuint(key_many(fixture, plan, 7, 8, "cat", NULL), ==, 2);
    g_assert_cmpuint(key_many(fixture, plan, 9, 10, "cat", NULL), ==, 0);
    key_typed(store, plan, 2, "b1", 2, paper, "bob");
    g_assert_false(clerk_of(store, "ann").is_all_verified);
    assert_done(settle(store, plan, 2, "q01", "2", "sue", error));
    g_assert_true(
        clerk_of(store, "ann").is_all_verified); /* one of a few fields is more than 0.05 % */
    g_assert_false(clerk_of(store, "bob").is_all_verified);
    for (unsigned serial = 3; serial <= 6; serial++)
        assert_state(store, serial,
                     PAPER_FORM_TO_VERIFY); /* her earlier ones too, in open batches */
    assert_state(store, 1, PAPER_FORM_VERIFIED);
    assert_state(store, 9, PAPER_FORM_KEYED); /* another clerk's are left alone */
    g_assert_cmpuint(key_many(fixture, plan, 11, 13, "ann", NULL), ==, 3);
    rules.wrong_per_100k = 100000;
    set_rules(store, keying_id, rules);
    g_assert_false(clerk_of(store, "ann").is_all_verified);
    g_assert_cmpuint(key_many(fixture, plan, 14, 16, "ann", NULL), ==, 0);
    rules.wrong_per_100k = 50;
    set_rules(store, keying_id, rules); /* a stricter rule holds for what is keyed already */
    for (unsigned serial = 14; serial <= 16; serial++)
        assert_state(store, serial, PAPER_FORM_TO_VERIFY);
}

static void test_one_clerk_keys_nothing_twice(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    KeyingRules rules = standard;
    receive_count(store, keying_id, "b1", 3);
    key_many(fixture, plan, 1, 2, "ann", NULL);
    assert_state(store, 1, PAPER_FORM_TO_VERIFY);
    g_assert_null(keying_rules_caution(&rules));
    rules.one_clerk = true;
    set_rules(store, keying_id, rules);
    assert_state(store, 1, PAPER_FORM_KEYED);
    g_assert_cmpuint(key_many(fixture, plan, 3, 3, "ann", NULL), ==, 0);
    g_autoptr(Batch) batch = batch_at(store, keying_id, "b1");
    g_assert_cmpint(batch->state, ==, BATCH_VERIFIED);
    g_assert_nonnull(strstr(keying_rules_caution(&rules), "how many fields were keyed wrong"));
    rules.one_clerk = false;
    set_rules(store, keying_id, rules);
    for (unsigned serial = 1; serial <= 3; serial++)
        assert_state(store, serial, PAPER_FORM_TO_VERIFY);
    g_autofree char *findings = paper_findings(store);
    g_assert_cmpstr(findings, ==, "");
}

static void test_rules_are_kept_and_audited(Fixture *fixture, const void *data)
{
    (void)data;
    KeyingRules rules;
    Act sue = act_of("sue");
    assert_done(keying_rules_load(fixture->store, keying_id, &rules, error));
    g_assert_cmpuint(rules.first_forms, ==, 20);
    g_assert_cmpuint(rules.sample_percent, ==, 10);
    g_assert_cmpuint(rules.wrong_per_100k, ==, 50);
    g_assert_false(rules.one_clerk);
    g_assert_cmpint(rules.keying_until, ==, 0);
    rules = (KeyingRules){.first_forms = 20,
                          .sample_percent = 25,
                          .wrong_per_100k = 50,
                          .one_clerk = true,
                          .keying_until = paper_moment};
    assert_done(keying_rules_save(fixture->store, keying_id, &rules, "few hands", &sue, error));
    KeyingRules kept;
    assert_done(keying_rules_load(fixture->store, keying_id, &kept, error));
    g_assert_cmpuint(kept.sample_percent, ==, 25);
    g_assert_true(kept.one_clerk);
    g_assert_cmpint(kept.keying_until, ==, paper_moment);
    g_autofree char *audit = audit_text(fixture->store, keying_id, 4);
    g_assert_cmpstr(audit, ==,
                    "sue|set|keying-until||2026-11-21T09:30:00Z|few hands\n"
                    "sue|set|one-clerk||yes|few hands\n"
                    "sue|set|verify-sample-percent||25|few hands\n"
                    "|publish|version 1|||\n");
    rules.sample_percent = 101;
    assert_refused(keying_rules_save(fixture->store, keying_id, &rules, "x", &sue, error),
                   ERROR_DATA,
                   "101 cannot be the per cent of later forms that are keyed twice: give a number "
                   "from 0 to 100");
    rules.sample_percent = 10;
    assert_refused(keying_rules_save(fixture->store, keying_id, &rules, "", &sue, error),
                   ERROR_DATA, "say why the rules are changed");
    g_autofree char *said =
        g_strdup_printf("there is no survey 'nothing': %s holds store-survey", fixture->path);
    assert_refused(keying_rules_load(fixture->store, "nothing", &rules, error), ERROR_NOT_FOUND,
                   said);
}

/* ---- Notes, states, closing ---- */

static void test_a_note_holds_the_batch_open(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act sue = act_of("sue");
    KeyingRules none = standard;
    none.one_clerk = true;
    set_rules(store, keying_id, none);
    receive_count(store, keying_id, "b1", 1);
    g_autoptr(KeyingEntries) form = form_typed(plan, paper);
    form->notes[0] = g_strdup("ring between 2 and 3");
    form->notes[1] = g_strdup("");
    KeyingReceipt receipt = {0};
    assert_done(key_form(store, plan, 1, "b1", 1, form, NULL, "ann", &receipt, error));
    g_autoptr(PaperForm) flagged = form_at(store, keying_id, 1);
    g_assert_cmpstr(flagged->note, ==, "q01: ring between 2 and 3");
    g_autoptr(Batch) batch = batch_at(store, keying_id, "b1");
    g_assert_cmpuint(batch->n_flagged, ==, 1);
    g_assert_cmpint(batch->state, ==, BATCH_KEYED);
    assert_refused(batch_close(store, fixture->survey, "b1", &sue, error), ERROR_CONFLICT,
                   "batch b1 cannot be closed: of 1 received, 1 has a note for the supervisor");
    assert_done(differences_settle_note(store, keying_id, 1, "2 is meant", &sue, error));
    g_autoptr(PaperForm) next = form_at(store, keying_id, 1);
    g_assert_cmpstr(next->note, ==, "q02");
    assert_done(differences_settle_note(store, keying_id, 1, NULL, &sue, error));
    assert_refused(differences_settle_note(store, keying_id, 1, "again", &sue, error),
                   ERROR_NOT_FOUND, "serial 1-9 has no note that is not settled");
    g_autofree char *audit = audit_text(store, keying_id, 2);
    g_assert_cmpstr(audit, ==,
                    "sue|note|1-9|q02||\n"
                    "sue|note|1-9|q01: ring between 2 and 3||2 is meant\n");
    assert_done(batch_close(store, fixture->survey, "b1", &sue, error));
}

static void test_closing_says_everything_that_lacks(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act sue = act_of("sue");
    receive_count(store, keying_id, "b1", 7);
    key_many(fixture, plan, 1, 5, "ann", NULL);
    key_typed(store, plan, 1, "b1", 2, slipped, "bob");
    key_typed(store, plan, 2, "b1", 2, paper, "bob");
    assert_done(paper_form_void(store, keying_id, 7, "empty", &sue, error));
    g_autoptr(Batch) batch = batch_at(store, keying_id, "b1");
    g_assert_cmpuint(batch->n_received, ==, 7);
    g_assert_cmpuint(batch->n_keyed, ==, 5);
    g_assert_cmpuint(batch->n_void, ==, 1);
    g_assert_cmpuint(batch->n_to_verify, ==, 3);
    g_assert_cmpuint(batch->n_disputed, ==, 1);
    g_assert_cmpint(batch->state, ==, BATCH_RECEIVED);
    assert_refused(batch_close(store, fixture->survey, "b1", &sue, error), ERROR_CONFLICT,
                   "batch b1 cannot be closed: of 7 received, 1 form is neither keyed nor void; 3 "
                   "are still to be keyed a second time; 1 has differences to settle");
}

static void test_closing_takes_away_what_was_typed(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act sue = act_of("sue");
    static const char *const told[] = {"q01", "2", "q09", "1", "q06", "Zebra crossing", NULL};
    receive_count(store, keying_id, "b1", 1);
    KeyingReceipt receipt = key_typed(store, plan, 1, "b1", 1, told, "ann");
    key_typed(store, plan, 1, "b1", 2, told, "bob");
    g_assert_true(paper_holds(fixture, keying_id, "Zebra+crossing"));
    assert_done(batch_close(store, fixture->survey, "b1", &sue, error));
    g_assert_false(paper_holds(fixture, keying_id, "Zebra+crossing"));
    g_assert_true(paper_holds(fixture, keying_id, "Zebra crossing")); /* the response's own words */
    KeyingReceipt again = key_typed(store, plan, 1, "b1", 1, told, "ann");
    g_assert_cmpstr(again.reference, ==, receipt.reference);
    g_autofree char *audit = audit_text(store, keying_id, 1);
    g_assert_cmpstr(audit, ==, "sue|close|b1||received 1 = keyed 1 + void 0|\n");
    g_autofree char *findings = paper_findings(store);
    g_assert_cmpstr(findings, ==, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/verification/forms that agree are verified", test_forms_that_agree_are_verified);
    fixture_test("/verification/differing fields go to a third person",
                 test_differing_fields_go_to_a_third_person);
    fixture_test("/verification/three people are three people", test_three_people_are_three_people);
    fixture_test("/verification/what cannot be settled is said",
                 test_what_cannot_be_settled_is_said);
    fixture_test("/verification/the order of both entries tells nothing",
                 test_the_order_of_both_entries_tells_nothing);
    fixture_test("/verification/the first forms and then a sample",
                 test_the_first_forms_and_then_a_sample);
    fixture_test("/verification/all forms once the rate is passed",
                 test_all_forms_once_the_rate_is_passed);
    fixture_test("/verification/one clerk keys nothing twice", test_one_clerk_keys_nothing_twice);
    fixture_test("/verification/rules are kept and audited", test_rules_are_kept_and_audited);
    fixture_test("/verification/a note holds the batch open", test_a_note_holds_the_batch_open);
    fixture_test("/verification/closing says everything that lacks",
                 test_closing_says_everything_that_lacks);
    fixture_test("/verification/closing takes away what was typed",
                 test_closing_takes_away_what_was_typed);
    return g_test_run();
}
