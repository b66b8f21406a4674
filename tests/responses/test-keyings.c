#include "keying-fixture.h"

#include "base/banned.h"

static const char *const safe[] = {"q01", "1", "q02", "13", "q09", "2", NULL};
static const char *const unsafe[] = {
    "q01", "2", "q03", "07", "q04", "12.5", "q06", "Too dark at [name]'s corner", "q09", "1", NULL};

/* ---- The first keying ---- */

static Value value_of(Store *store, const Survey *survey, const char *reference, const char *name)
{
    GError *reason = NULL;
    g_autoptr(Answers) answers = response_load(store, survey, reference, &reason);
    g_assert_no_error(reason);
    return answers->values[find_variable(survey, name)];
}

static void test_the_first_keying_is_a_response_at_once(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(KeyPlan) plan = key_plan_new(fixture->survey);
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
    g_autoptr(Form) form = form_at(fixture->store, keying_id, 1);
    g_assert_cmpint(form->state, ==, FORM_TO_VERIFY);
    g_assert_cmpstr(form->reference, ==, receipt.reference);
    g_autofree char *audit = audit_text(fixture->store, keying_id, 1);
    g_assert_cmpstr(audit, ==, "ann|key|1-9|||\n");
    g_autofree char *findings = paper_findings(fixture->store);
    g_assert_cmpstr(findings, ==, "");
    (void)safe;
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/keyings/the first keying is a response at once",
                 test_the_first_keying_is_a_response_at_once);
    return g_test_run();
}
