#include "responses/paper/keying-fixture.h"

#include "base/banned.h"

static const char *const safe[] = {"q01", "1", "q02", "13", "q09", "2", NULL};
static const char *const unsafe[] = {
    "q01", "2", "q03", "07", "q04", "12.5", "q06", "Too dark at [name]'s corner", "q09", "1", NULL};

static uint64_t count_paper(Store *store)
{
    StoreSummary summary;
    assert_done(store_summarise(store, keying_id, &summary, error));
    return summary.by_channel[CHANNEL_PAPER];
}

static Value value_of(Store *store, const Survey *survey, const char *reference, const char *name)
{
    GError *reason = NULL;
    g_autoptr(Answers) answers = correction_load(store, survey, reference, &reason);
    g_assert_no_error(reason);
    return answers->values[find_variable(survey, name)];
}

static void test_the_first_keying_is_a_response_at_once(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    receive_count(fixture->store, keying_id, "b1", 2);
    KeyingReceipt receipt = key_typed(fixture->store, plan, 1, "b1", 1, unsafe, "ann");
    g_assert_true(receipt.is_to_verify);
    g_assert_cmpint(value_of(fixture->store, fixture->survey, receipt.reference, "q01"), ==, 3);
    g_assert_cmpint(value_of(fixture->store, fixture->survey, receipt.reference, "q04"), ==, 125);
    g_assert_cmpint(value_of(fixture->store, fixture->survey, receipt.reference, "q05"), ==, -1);
    g_assert_cmpint(value_of(fixture->store, fixture->survey, receipt.reference, "q09"), ==, 1);
    StoreSummary summary;
    assert_done(store_summarise(fixture->store, keying_id, &summary, error));
    g_assert_cmpuint(summary.by_channel[CHANNEL_PAPER], ==, 1);
    g_assert_cmpint(summary.first, ==, paper_moment);
    g_autoptr(PaperForm) form = form_at(fixture->store, keying_id, 1);
    g_assert_cmpint(form->state, ==, PAPER_FORM_TO_VERIFY);
    g_assert_cmpstr(form->reference, ==, receipt.reference);
    g_autofree char *audit = audit_text(fixture->store, keying_id, 1);
    g_assert_cmpstr(audit, ==, "ann|key|1-9|||\n");
    g_autofree char *findings = paper_findings(fixture->store);
    g_assert_cmpstr(findings, ==, "");
}

static void test_the_same_form_again_changes_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    receive_count(fixture->store, keying_id, "b1", 2);
    KeyingReceipt first = key_typed(fixture->store, plan, 1, "b1", 1, safe, "ann");
    KeyingReceipt again = key_typed(fixture->store, plan, 1, "b1", 1, safe, "Ann");
    g_assert_cmpstr(again.reference, ==, first.reference);
    g_assert_true(again.is_to_verify == first.is_to_verify);
    assert_refused(try_key(fixture->store, plan, 1, "b1", 1, unsafe, "ann", error), ERROR_CONFLICT,
                   "you have keyed serial 1-9 already, and what you typed now is different: it was "
                   "not stored. A supervisor can correct the response");
    assert_refused(try_key(fixture->store, plan, 1, "b1", 1, safe, "bob", error), ERROR_CONFLICT,
                   "ann has keyed serial 1-9 meanwhile: what you typed was not stored");
    g_assert_cmpuint(count_paper(fixture->store), ==, 1);
    KeyingReceipt second = key_typed(fixture->store, plan, 1, "b1", 2, unsafe, "bob");
    KeyingReceipt repeated = key_typed(fixture->store, plan, 1, "b1", 2, unsafe, "bob");
    g_assert_cmpuint(second.n_differences, >, 0);
    g_assert_cmpuint(repeated.n_differences, ==, second.n_differences);
    g_assert_cmpstr(repeated.reference, ==, first.reference);
    g_assert_cmpuint(count_paper(fixture->store), ==, 1);
}

static void test_what_cannot_be_keyed_is_said(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act sue = act_of("sue");
    receive_count(store, keying_id, "b1", 4);
    receive_count(store, keying_id, "shut", 1);
    assert_done(paper_form_void(store, keying_id, 2, "empty", &sue, error));
    assert_done(paper_form_void(store, keying_id, 5, "empty", &sue, error));
    assert_done(batch_close(store, fixture->survey, "shut", &sue, error));
    Claim claim = {0};
    Act bob = act_of("bob");
    assert_done(claim_form(
        store,
        &(const ClaimRequest){.survey_id = keying_id, .batch = "b1", .serial = 3, .act = &bob},
        &claim, error));
    claim_clear(&claim);
    key_typed(store, plan, 1, "b1", 1, safe, "ann");
    assert_refused(try_key(store, plan, 1, "b1", 2, safe, "ann", error), ERROR_CONFLICT,
                   "you keyed serial 1-9 yourself: somebody else keys it the second time");
    assert_refused(try_key(store, plan, 2, "b1", 1, safe, "ann", error), ERROR_CONFLICT,
                   "serial 2-7 is void (empty): a supervisor can take that back");
    assert_refused(try_key(store, plan, 3, "b1", 1, safe, "ann", error), ERROR_CONFLICT,
                   "bob has serial 3-5 since 09:30 UTC on 21 November 2026: take another form, or "
                   "ask a supervisor to give it back");
    assert_refused(try_key(store, plan, 4, "b2", 1, safe, "ann", error), ERROR_NOT_FOUND,
                   "serial 4-3 is not in batch b2: it is in batch b1");
    assert_refused(try_key(store, plan, 4, "b1", 2, safe, "ann", error), ERROR_CONFLICT,
                   "serial 4-3 cannot be keyed a second time, because it was not keyed yet: what "
                   "you typed was not stored");
    assert_refused(try_key(store, plan, 5, "shut", 1, safe, "ann", error), ERROR_CONFLICT,
                   "serial 5-1 cannot be changed: its batch shut is closed, nothing in it changes "
                   "any more");
    assert_refused(try_key(store, plan, 99, "b1", 1, safe, "ann", error), ERROR_NOT_FOUND,
                   "no batch of survey 'store-survey' has received serial 99-0: look at the number "
                   "again, or receive the form first");
    KeyingReceipt receipt = {0};
    g_autoptr(KeyingEntries) form = form_typed(plan, safe);
    g_autoptr(GError) wrong = NULL;
    g_assert_false(key_form(store, plan, 4, "b1", 1, form, "7K3QF-9XMB5", "ann", &receipt, &wrong));
    g_assert_error(wrong, SOUNDINGS_ERROR, ERROR_DATA);
    assert_refused(paper_form_void(store, keying_id, 1, "late", &sue, error), ERROR_CONFLICT,
                   "serial 1-9 is keyed already: a form that counts cannot become void");
    g_assert_cmpuint(count_paper(store), ==, 1);
}

/* ---- Claiming ---- */

static unsigned claim_next(Store *store, const char *who, unsigned *out_pass)
{
    Claim claim = {0};
    Act act = act_of(who);
    assert_done(
        claim_form(store, &(const ClaimRequest){.survey_id = keying_id, .batch = "b1", .act = &act},
                   &claim, error));
    g_assert_cmpstr(claim.batch, ==, "b1");
    unsigned serial = claim.serial;
    *out_pass = claim.pass;
    claim_clear(&claim);
    return serial;
}

static bool try_claim(Store *store, const char *batch, unsigned serial, const char *who,
                      GError **error)
{
    g_auto(Claim) claim = {0};
    Act act = act_of(who);
    return claim_form(store,
                      &(const ClaimRequest){
                          .survey_id = keying_id, .batch = batch, .serial = serial, .act = &act},
                      &claim, error);
}

static void test_claims_come_in_order(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    unsigned pass = 0;
    receive_count(store, keying_id, "b1", 3);
    g_assert_cmpuint(claim_next(store, "ann", &pass), ==, 1);
    g_assert_cmpuint(claim_next(store, "ann", &pass), ==, 1); /* hers again */
    g_assert_cmpuint(claim_next(store, "bob", &pass), ==, 2);
    key_typed(store, plan, 1, "b1", 1, safe, "ann");
    g_assert_cmpuint(claim_next(store, "ann", &pass), ==, 3);
    g_assert_cmpuint(pass, ==, 1);
    key_typed(store, plan, 3, "b1", 1, safe, "ann");
    assert_refused(try_claim(store, "b1", 0, "ann", error), ERROR_NOT_FOUND,
                   "nothing is left for you to key in batch b1; other clerks have 1 of its forms; "
                   "somebody else has to key 2 of yours a second time");
    key_typed(store, plan, 2, "b1", 1, safe, "bob");
    g_assert_cmpuint(claim_next(store, "bob", &pass), ==, 1);
    g_assert_cmpuint(pass, ==, 2);
    g_assert_cmpuint(claim_next(store, "ann", &pass), ==, 2);
    g_assert_cmpuint(pass, ==, 2);
    key_typed(store, plan, 1, "b1", 2, safe, "bob");
    key_typed(store, plan, 2, "b1", 2, safe, "ann");
    key_typed(store, plan, 3, "b1", 2, safe, "bob");
    assert_refused(try_claim(store, "b1", 0, "bob", error), ERROR_NOT_FOUND,
                   "nothing is left for you to key in batch b1");
}

static void test_what_cannot_be_claimed_is_said(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act sue = act_of("sue");
    receive_count(store, keying_id, "b1", 4);
    receive_count(store, keying_id, "shut", 1);
    assert_done(paper_form_void(store, keying_id, 2, "empty", &sue, error));
    assert_done(paper_form_void(store, keying_id, 5, "empty", &sue, error));
    assert_done(batch_close(store, fixture->survey, "shut", &sue, error));
    key_typed(store, plan, 1, "b1", 1, safe, "ann");
    assert_done(try_claim(store, "b1", 3, "bob", error));
    assert_done(try_claim(store, "B1", 3, "BOB", error));
    assert_refused(try_claim(store, "b1", 1, "ann", error), ERROR_CONFLICT,
                   "you keyed serial 1-9 yourself: somebody else keys it the second time");
    assert_refused(try_claim(store, "b1", 2, "ann", error), ERROR_CONFLICT,
                   "serial 2-7 is void (empty): a supervisor can take that back");
    assert_refused(try_claim(store, "b1", 3, "ann", error), ERROR_CONFLICT,
                   "bob has serial 3-5 since 09:30 UTC on 21 November 2026: take another form, or "
                   "ask a supervisor to give it back");
    assert_refused(try_claim(store, "shut", 4, "ann", error), ERROR_NOT_FOUND,
                   "serial 4-3 is not in batch shut: it is in batch b1");
    assert_refused(try_claim(store, "shut", 5, "ann", error), ERROR_CONFLICT,
                   "serial 5-1 cannot be changed: its batch shut is closed, nothing in it changes "
                   "any more");
    assert_refused(try_claim(store, "b9", 0, "ann", error), ERROR_NOT_FOUND,
                   "survey 'store-survey' has no batch b9: look at its name again, or receive its "
                   "forms first");
    key_typed(store, plan, 1, "b1", 2, safe, "bob");
    assert_refused(try_claim(store, "b1", 1, "cat", error), ERROR_CONFLICT,
                   "serial 1-9 is keyed already");
}

static void test_keying_ends_at_its_own_deadline(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    static const char said[] =
        "the keying of this survey ended at 09:29 UTC on 21 November 2026: a "
        "supervisor can set a later end";
    receive_count(store, keying_id, "b1", 1);
    KeyingRules rules = {.first_forms = 20, .sample_percent = 10, .wrong_per_100k = 50};
    rules.keying_until = paper_moment - 60;
    set_rules(store, keying_id, rules);
    assert_refused(try_claim(store, "b1", 1, "ann", error), ERROR_CONFLICT, said);
    assert_refused(try_claim(store, "b1", 0, "ann", error), ERROR_CONFLICT, said);
    assert_refused(try_key(store, plan, 1, "b1", 1, safe, "ann", error), ERROR_CONFLICT, said);
    rules.keying_until = paper_moment;
    set_rules(store, keying_id, rules);
    assert_done(try_claim(store, "b1", 1, "ann", error));
    KeyingReceipt receipt = key_typed(store, plan, 1, "b1", 1, safe, "ann");
    rules.keying_until = paper_moment - 60;
    set_rules(store, keying_id, rules); /* a repeated POST is answered all the same */
    KeyingReceipt again = key_typed(store, plan, 1, "b1", 1, safe, "ann");
    g_assert_cmpstr(again.reference, ==, receipt.reference);
}

static void test_what_was_typed_is_kept_for_who_typed_it(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Store *store = fixture->store;
    Act ann = act_of("ann");
    Act bob = act_of("bob");
    Act sue = act_of("sue");
    receive_count(store, keying_id, "b1", 1);
    assert_done(try_claim(store, "b1", 1, "ann", error));
    assert_done(claim_keep(store, keying_id, 1, "half of it", &ann, error));
    assert_done(claim_keep(store, keying_id, 1, "more of it", &ann, error));
    assert_refused(claim_keep(store, keying_id, 1, "other words", &bob, error), ERROR_CONFLICT,
                   "serial 1-9 is no longer yours: ann has it");
    g_auto(Claim) again = {0};
    assert_done(
        claim_form(store, &(const ClaimRequest){.survey_id = keying_id, .batch = "b1", .act = &ann},
                   &again, error));
    g_assert_cmpstr(again.words, ==, "more of it");
    assert_refused(claim_release(store, keying_id, 1, &bob, error), ERROR_CONFLICT,
                   "serial 1-9 is no longer yours: ann has it");
    assert_done(claim_take_back(store, keying_id, 1, &sue, error));
    g_autofree char *audit = audit_text(store, keying_id, 1);
    g_assert_cmpstr(audit, ==, "sue|release|1-9|ann||\n");
    assert_refused(claim_keep(store, keying_id, 1, "late words", &ann, error), ERROR_CONFLICT,
                   "serial 1-9 is no longer yours: nobody has it");
    assert_refused(claim_release(store, keying_id, 1, &ann, error), ERROR_CONFLICT,
                   "serial 1-9 is no longer yours: nobody has it");
    assert_refused(claim_take_back(store, keying_id, 1, &sue, error), ERROR_CONFLICT,
                   "nobody has serial 1-9: there is nothing to take back");
    g_auto(Claim) other = {0};
    assert_done(claim_form(
        store,
        &(const ClaimRequest){.survey_id = keying_id, .batch = "b1", .serial = 1, .act = &bob},
        &other, error));
    g_assert_null(other.words); /* ann's words are ann's */
    assert_done(claim_release(store, keying_id, 1, &bob, error));
    g_autofree char *same = audit_text(store, keying_id, 1);
    g_assert_cmpstr(same, ==, audit); /* one's own form back is no line */
    g_auto(Claim) back = {0};
    assert_done(claim_form(
        store,
        &(const ClaimRequest){.survey_id = keying_id, .batch = "b1", .serial = 1, .act = &ann},
        &back, error));
    g_assert_cmpstr(back.words, ==, "more of it");
    key_typed(store, plan, 1, "b1", 1, safe, "ann");
    g_assert_cmpint(paper_meddle(fixture, keying_id, "SELECT count(*) FROM unfinished"), ==, 0);
    g_autoptr(PaperForm) form = form_at(store, keying_id, 1);
    g_assert_null(form->claimed_by);
}

/* ---- Two at once ---- */

enum { N_CLERKS = 8 };

typedef struct {
    Store *store;
    const KeyPlan *plan;
    char who[8];
    unsigned serial; /* to claim; 0: the next */
    unsigned claimed;
    bool is_keyed;
} Clerking;

static void *claim_in_thread(void *arg)
{
    Clerking *clerking = arg;
    g_auto(Claim) claim = {0};
    g_autoptr(GError) reason = NULL;
    Act act = act_of(clerking->who);
    if (claim_form(
            clerking->store,
            &(const ClaimRequest){
                .survey_id = keying_id, .batch = "b1", .serial = clerking->serial, .act = &act},
            &claim, &reason))
        clerking->claimed = claim.serial;
    else
        g_assert_error(reason, SOUNDINGS_ERROR, ERROR_CONFLICT);
    return NULL;
}

static void *key_in_thread(void *arg)
{
    Clerking *clerking = arg;
    g_autoptr(GError) reason = NULL;
    clerking->is_keyed = try_key(clerking->store, clerking->plan, clerking->serial, "b1", 1, safe,
                                 clerking->who, &reason);
    if (!clerking->is_keyed)
        g_assert_error(reason, SOUNDINGS_ERROR, ERROR_CONFLICT);
    return NULL;
}

static void run_clerks(Clerking *clerks, void *(*run)(void *), const Clerking *of)
{
    pthread_t threads[N_CLERKS];
    for (size_t i = 0; i < N_CLERKS; i++) {
        clerks[i] = *of;
        g_snprintf(clerks[i].who, sizeof clerks[i].who, "clerk%zu", i);
        g_assert_cmpint(pthread_create(&threads[i], NULL, run, &clerks[i]), ==, 0);
    }
    for (size_t i = 0; i < N_CLERKS; i++)
        pthread_join(threads[i], NULL);
}

static void test_one_form_goes_to_one_clerk(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    Clerking clerks[N_CLERKS];
    receive_count(fixture->store, keying_id, "b1", N_CLERKS + 1);
    run_clerks(clerks, claim_in_thread, &(Clerking){.store = fixture->store, .serial = 1});
    unsigned n = 0;
    for (size_t i = 0; i < N_CLERKS; i++)
        n += clerks[i].claimed == 1 ? 1 : 0;
    g_assert_cmpuint(n, ==, 1);
    run_clerks(clerks, claim_in_thread, &(Clerking){.store = fixture->store});
    bool is_taken[N_CLERKS + 2] = {false};
    for (size_t i = 0; i < N_CLERKS; i++) {
        g_assert_cmpuint(clerks[i].claimed, >, 0);
        g_assert_false(is_taken[clerks[i].claimed]);
        is_taken[clerks[i].claimed] = true;
    }
    Act sue = act_of("sue");
    assert_done(claim_take_back(fixture->store, keying_id, 3, &sue, error));
    run_clerks(clerks, key_in_thread,
               &(Clerking){.store = fixture->store, .plan = plan, .serial = 3});
    n = 0;
    for (size_t i = 0; i < N_CLERKS; i++)
        n += clerks[i].is_keyed ? 1 : 0;
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpuint(count_paper(fixture->store), ==, 1);
}

/* ---- Interviews ---- */

static void test_an_interview_is_stored_once(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = keying_plan_new(fixture->survey);
    g_autoptr(KeyingEntries) form = form_typed(plan, unsafe);
    g_autoptr(Answers) answers = answers_typed(plan, form);
    static const uint8_t key[SUBMIT_KEY_BYTES] = {1, 2, 3};
    char first[REFERENCE_BYTES];
    char again[REFERENCE_BYTES];
    Act ann = act_of("ann");
    assert_done(keying_of_interview(fixture->store,
                                    &(const InterviewRequest){.plan = plan,
                                                              .answers = answers,
                                                              .channel = CHANNEL_PHONE,
                                                              .lang = "cy",
                                                              .submit_key = key,
                                                              .act = &ann},
                                    first, error));
    assert_done(keying_of_interview(fixture->store,
                                    &(const InterviewRequest){.plan = plan,
                                                              .answers = answers,
                                                              .channel = CHANNEL_PHONE,
                                                              .lang = "cy",
                                                              .submit_key = key,
                                                              .act = &ann},
                                    again, error));
    g_assert_cmpstr(first, ==, again);
    StoreSummary summary;
    assert_done(store_summarise(fixture->store, keying_id, &summary, error));
    g_assert_cmpuint(summary.n_responses, ==, 1);
    g_assert_cmpuint(summary.by_channel[CHANNEL_PHONE], ==, 1);
    g_autofree char *audit = audit_text(fixture->store, keying_id, 1);
    g_autofree char *expected = g_strdup_printf("ann|interview|%s|||\n", first);
    g_assert_cmpstr(audit, ==, expected);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/keyings/the first keying is a response at once",
                 test_the_first_keying_is_a_response_at_once);
    fixture_test("/keyings/the same form again changes nothing",
                 test_the_same_form_again_changes_nothing);
    fixture_test("/keyings/what cannot be keyed is said", test_what_cannot_be_keyed_is_said);
    fixture_test("/keyings/claims come in order", test_claims_come_in_order);
    fixture_test("/keyings/what cannot be claimed is said", test_what_cannot_be_claimed_is_said);
    fixture_test("/keyings/keying ends at its own deadline", test_keying_ends_at_its_own_deadline);
    fixture_test("/keyings/what was typed is kept for who typed it",
                 test_what_was_typed_is_kept_for_who_typed_it);
    fixture_test("/keyings/one form goes to one clerk", test_one_form_goes_to_one_clerk);
    fixture_test("/keyings/an interview is stored once", test_an_interview_is_stored_once);
    return g_test_run();
}
