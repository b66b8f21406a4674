#include "responses/paper/paper-fixture.h"

#include "base/banned.h"

static const char id[] = "store-survey";

/* ---- Receiving ---- */

static void test_forms_without_serials_get_the_next_ones(Fixture *fixture, const void *data)
{
    (void)data;
    g_assert_cmpuint(receive_count(fixture->store, id, "library-3", 50), ==, 1);
    g_assert_cmpuint(receive_count(fixture->store, id, "event", 2), ==, 51);
    g_assert_cmpuint(receive_count(fixture->store, id, "Library-3", 1), ==, 53);
    g_autoptr(Batch) batch = batch_at(fixture->store, id, "LIBRARY-3");
    g_assert_cmpstr(batch->name, ==, "library-3");
    g_assert_cmpuint(batch->n_received, ==, 51);
    g_assert_cmpint(batch->state, ==, BATCH_RECEIVED);
    g_assert_cmpint(batch->received, ==, paper_moment);
    g_autoptr(PaperForm) form = form_at(fixture->store, id, 53);
    g_assert_cmpstr(form->batch, ==, "library-3");
    g_assert_cmpint(form->state, ==, PAPER_FORM_RECEIVED);
    g_autofree char *audit = audit_text(fixture->store, id, 1);
    g_assert_cmpstr(audit, ==, "sue|receive|library-3||1 form: 53-5 to 53-5|\n");
}

static void test_printed_serials_are_kept(Fixture *fixture, const void *data)
{
    (void)data;
    receive_serials(fixture->store, id, "post", " 101-103, 155;\n3 ");
    GError *reason = NULL;
    g_autoptr(GPtrArray) forms = paper_forms_list(fixture->store, id, "post", &reason);
    static const unsigned expected[] = {3, 101, 102, 103, 155};
    g_assert_cmpuint(forms->len, ==, G_N_ELEMENTS(expected));
    for (size_t i = 0; i < forms->len; i++)
        g_assert_cmpuint(((const PaperForm *)g_ptr_array_index(forms, i))->serial, ==, expected[i]);
    g_autofree char *audit = audit_text(fixture->store, id, 1);
    g_assert_cmpstr(audit, ==,
                    "sue|receive|post||5 forms with printed serials: 101-103, 155;\n3|\n");
}

static void test_given_serials_pass_printed_ones_by(Fixture *fixture, const void *data)
{
    (void)data;
    receive_serials(fixture->store, id, "post", "3, 9000001-9000010");
    g_assert_cmpuint(receive_count(fixture->store, id, "counter", 2), ==, 1);
    g_assert_cmpuint(receive_count(fixture->store, id, "counter", 2), ==, 4);
    receive_serials(fixture->store, id, "post", "9999990-9999999");
    g_assert_cmpuint(receive_count(fixture->store, id, "counter", 1), ==, 6);
}

static const struct {
    const char *batch;
    unsigned count;
    const char *serials;
    int code;
    const char *message;
} bad_receipts[] = {
    {"a b", 1, NULL, ERROR_DATA,
     "'a b' is not a name for a batch: use 1 to 40 letters, digits and dashes, as in "
     "library-3"},
    {"", 1, NULL, ERROR_DATA,
     "'' is not a name for a batch: use 1 to 40 letters, digits and dashes, as in library-3"},
    {"b", 0, NULL, ERROR_DATA,
     "say how many forms came in, or which serials are printed on them, one of both"},
    {"b", 0, " , ", ERROR_DATA,
     "say how many forms came in, or which serials are printed on them, one of both"},
    {"b", 2, "1-2", ERROR_DATA,
     "say how many forms came in, or which serials are printed on them, one of both"},
    {"b", 0, "12a", ERROR_DATA,
     "'12a' is not a serial or a range of them: write the numbers without check digits, as in "
     "101-150, 155"},
    {"b", 0, "1-2-3", ERROR_DATA,
     "'1-2-3' is not a serial or a range of them: write the numbers without check digits, as "
     "in 101-150, 155"},
    {"b", 0, "0", ERROR_DATA,
     "'0' is not a serial or a range of them: write the numbers without check digits, as in "
     "101-150, 155"},
    {"b", 0, "10000000", ERROR_DATA,
     "'10000000' is not a serial or a range of them: write the numbers without check digits, "
     "as in 101-150, 155"},
    {"b", 0, "1017-8", ERROR_DATA,
     "'1017-8' goes backwards: write serials without their check digits, the smaller first"},
    {"b", 0, "5, 1-9", ERROR_DATA, "5 stands twice in the list"},
    {"b", 10001, NULL, ERROR_LIMIT,
     "batch b would hold 10001 forms, and a batch holds 10000 at most: open another"},
    {"b", 0, "1-10001", ERROR_LIMIT,
     "batch b would hold 10001 forms, and a batch holds 10000 at most: open another"},
    {"full", 1, NULL, ERROR_LIMIT,
     "batch full would hold 10001 forms, and a batch holds 10000 at most: open another"},
    {"b", 0, "20000, 7", ERROR_CONFLICT,
     "serial 7-8 was received already, in batch full: look at the number again; if it stands "
     "on two forms, strike it out on one and receive that one without a serial"},
    {"closed", 1, NULL, ERROR_CONFLICT,
     "batch closed is closed, it takes no more forms: receive them in another batch"},
};

static void test_what_cannot_be_received_is_said(Fixture *fixture, const void *data)
{
    (void)data;
    receive_count(fixture->store, id, "full", 10000);
    unsigned only = receive_count(fixture->store, id, "closed", 1);
    Act sue = act_of("sue");
    assert_done(paper_form_void(fixture->store, id, only, "empty", &sue, error));
    assert_done(batch_close(fixture->store, fixture->survey, "closed", &sue, error));
    for (size_t i = 0; i < G_N_ELEMENTS(bad_receipts); i++) {
        unsigned first = 42;
        assert_refused(batch_receive(fixture->store,
                                     &(const BatchReceipt){.survey_id = id,
                                                           .batch = bad_receipts[i].batch,
                                                           .count = bad_receipts[i].count,
                                                           .serials = bad_receipts[i].serials,
                                                           .act = &sue},
                                     &first, error),
                       bad_receipts[i].code, bad_receipts[i].message);
        g_assert_cmpuint(first, ==, 42);
    }
    GError *reason = NULL;
    g_autoptr(GPtrArray) batches = batches_list(fixture->store, id, &reason);
    g_assert_cmpuint(batches->len, ==, 2); /* nothing half done: no batch b, no serial 20000 */
    assert_refused(paper_form_load(fixture->store, id, 20000, error), ERROR_NOT_FOUND,
                   "no batch of survey 'store-survey' has received serial 20000-2: look at the "
                   "number again, or receive the form first");
}

static void test_serials_end(Fixture *fixture, const void *data)
{
    (void)data;
    Act sue = act_of("sue");
    unsigned first = 0;
    receive_count(fixture->store, id, "a", 1);
    paper_meddle(fixture, id, "UPDATE form SET serial = 9999990 WHERE serial = 1");
    assert_refused(batch_receive(fixture->store,
                                 &(const BatchReceipt){
                                     .survey_id = id, .batch = "b", .count = 10, .act = &sue},
                                 &first, error),
                   ERROR_LIMIT, "serials end at 9999999: none are left for 10 forms");
    g_assert_cmpuint(receive_count(fixture->store, id, "b", 9), ==, 9999991);
}

/* ---- Where a form is ---- */

static void test_what_is_not_there_says_where_it_is(Fixture *fixture, const void *data)
{
    (void)data;
    static const char *const edits[] = {"id=\"store-survey\"", "id=\"citizens-panel-2016\"", NULL};
    g_autoptr(Survey) other = survey_edited(edits);
    assert_done(store_publish(fixture->store, other, error));
    receive_count(fixture->store, id, "b1", 3);
    receive_serials(fixture->store, "citizens-panel-2016", "a", "1017");
    assert_refused(paper_form_load(fixture->store, id, 1017, error), ERROR_NOT_FOUND,
                   "serial 1017-8 is not in survey store-survey: it is in survey "
                   "citizens-panel-2016, batch a");
    assert_refused(paper_form_load(fixture->store, id, 99, error), ERROR_NOT_FOUND,
                   "no batch of survey 'store-survey' has received serial 99-0: look at the number "
                   "again, or receive the form first");
    Act sue = act_of("sue");
    assert_refused(paper_form_void(fixture->store, id, 1017, "torn", &sue, error), ERROR_NOT_FOUND,
                   "serial 1017-8 is not in survey store-survey: it is in survey "
                   "citizens-panel-2016, batch a");
    assert_refused(batch_load(fixture->store, id, "a", error), ERROR_NOT_FOUND,
                   "survey 'store-survey' has no batch a: look at its name again, or receive its "
                   "forms first");
    assert_refused(paper_forms_list(fixture->store, id, "a", error), ERROR_NOT_FOUND,
                   "survey 'store-survey' has no batch a: look at its name again, or receive its "
                   "forms first");
    GError *reason = NULL;
    g_autoptr(GPtrArray) all = paper_forms_list(fixture->store, id, NULL, &reason);
    g_assert_cmpuint(all->len, ==, 3);
}

/* ---- Void ---- */

static void test_a_void_form_is_out_of_the_count_and_back(Fixture *fixture, const void *data)
{
    (void)data;
    Act sue = act_of("sue");
    receive_count(fixture->store, id, "b1", 2);
    assert_done(paper_form_void(fixture->store, id, 2, " torn in half ", &sue, error));
    g_autoptr(PaperForm) form = form_at(fixture->store, id, 2);
    g_assert_cmpint(form->state, ==, PAPER_FORM_VOID);
    g_assert_cmpstr(form->reason, ==, "torn in half");
    g_autoptr(Batch) batch = batch_at(fixture->store, id, "b1");
    g_assert_cmpuint(batch->n_void, ==, 1);
    g_assert_cmpint(batch->state, ==, BATCH_RECEIVED);
    assert_refused(paper_form_void(fixture->store, id, 2, "torn", &sue, error), ERROR_CONFLICT,
                   "serial 2-7 is void already");
    assert_done(paper_form_unvoid(fixture->store, id, 2, "the other half came", &sue, error));
    g_autoptr(PaperForm) back = form_at(fixture->store, id, 2);
    g_assert_cmpint(back->state, ==, PAPER_FORM_RECEIVED);
    g_assert_null(back->reason);
    assert_refused(paper_form_unvoid(fixture->store, id, 2, "again", &sue, error), ERROR_CONFLICT,
                   "serial 2-7 is not void");
    assert_refused(paper_form_void(fixture->store, id, 2, " ", &sue, error), ERROR_DATA,
                   "say why serial 2-7 is void");
    assert_refused(paper_form_unvoid(fixture->store, id, 2, NULL, &sue, error), ERROR_DATA,
                   "say why serial 2-7 is to be keyed after all");
    g_autofree char *audit = audit_text(fixture->store, id, 2);
    g_assert_cmpstr(audit, ==,
                    "sue|unvoid|2-7|||the other half came\nsue|void|2-7|||torn in half\n");
}

/* ---- Closing ---- */

static void test_a_batch_closes_only_when_the_count_is_right(Fixture *fixture, const void *data)
{
    (void)data;
    Act sue = act_of("sue");
    receive_count(fixture->store, id, "b1", 3);
    assert_done(paper_form_void(fixture->store, id, 1, "empty", &sue, error));
    assert_refused(batch_close(fixture->store, fixture->survey, "b1", &sue, error), ERROR_CONFLICT,
                   "batch b1 cannot be closed: of 3 received, 2 forms are neither keyed nor void");
    assert_refused(batch_destroy(fixture->store, id, "b1", &sue, error), ERROR_CONFLICT,
                   "batch b1 is not closed: close it before its paper is destroyed");
    assert_done(paper_form_void(fixture->store, id, 2, "empty", &sue, error));
    assert_done(paper_form_void(fixture->store, id, 3, "empty", &sue, error));
    g_autoptr(Batch) before = batch_at(fixture->store, id, "b1");
    g_assert_cmpint(before->state, ==, BATCH_VERIFIED);
    assert_done(batch_close(fixture->store, fixture->survey, "b1", &sue, error));
    g_autoptr(Batch) closed = batch_at(fixture->store, id, "b1");
    g_assert_cmpint(closed->state, ==, BATCH_CLOSED);
    g_assert_cmpint(closed->closed, ==, paper_moment);
    g_assert_cmpint(closed->destroy_by, ==, 0); /* the definition does not say */
    assert_refused(batch_close(fixture->store, fixture->survey, "b1", &sue, error), ERROR_CONFLICT,
                   "batch b1 is closed already, since 09:30 UTC on 21 November 2026");
    assert_refused(paper_form_unvoid(fixture->store, id, 3, "found", &sue, error), ERROR_CONFLICT,
                   "serial 3-5 cannot be changed: its batch b1 is closed, nothing in it changes "
                   "any more");
    assert_refused(batch_close(fixture->store, fixture->survey, "b2", &sue, error), ERROR_NOT_FOUND,
                   "survey 'store-survey' has no batch b2: look at its name again, or receive its "
                   "forms first");
    assert_done(batch_destroy(fixture->store, id, "b1", &sue, error));
    g_autoptr(Batch) gone = batch_at(fixture->store, id, "b1");
    g_assert_cmpint(gone->state, ==, BATCH_DESTROYED);
    assert_refused(batch_destroy(fixture->store, id, "b1", &sue, error), ERROR_CONFLICT,
                   "the paper of batch b1 was destroyed already, at 09:30 UTC on 21 November 2026");
    g_autofree char *audit = audit_text(fixture->store, id, 2);
    g_assert_cmpstr(audit, ==, "sue|destroy|b1|||\nsue|close|b1||received 3 = keyed 0 + void 3|\n");
}

static void test_paper_is_kept_as_long_as_the_definition_says(Fixture *fixture, const void *data)
{
    (void)data;
    Act sue = act_of("sue");
    static const char *const edits[] = {
        "<lists>",
        "<governance><controller>C</controller><contact email=\"a@b.example\">D</contact>"
        "<basis>B<translation xml:lang=\"cy\" review=\"needed\">B</translation></basis>"
        "<recipients>R<translation xml:lang=\"cy\" review=\"needed\">R</translation></recipients>"
        "<complaint>X<translation xml:lang=\"cy\" review=\"needed\">X</translation></complaint>"
        "<retention paper=\"P90D\"/></governance><lists>",
        NULL};
    g_autoptr(Survey) survey = survey_edited(edits);
    receive_count(fixture->store, id, "b1", 1);
    assert_done(paper_form_void(fixture->store, id, 1, "empty", &sue, error));
    assert_done(batch_close(fixture->store, survey, "b1", &sue, error));
    g_autoptr(Batch) batch = batch_at(fixture->store, id, "b1");
    g_assert_cmpint(batch->destroy_by, ==, paper_moment + INT64_C(90) * 24 * 60 * 60);
}

static void test_a_store_for_reading_takes_nothing(Fixture *fixture, const void *data)
{
    (void)data;
    Act sue = act_of("sue");
    unsigned first = 0;
    receive_count(fixture->store, id, "b1", 1);
    store_close(fixture->store);
    GError *reason = NULL;
    fixture->store = store_open(fixture->path, STORE_READ, &reason);
    g_assert_no_error(reason);
    g_autofree char *said = g_strdup_printf("the store %s is open for reading only", fixture->path);
    assert_refused(
        batch_receive(fixture->store,
                      &(const BatchReceipt){.survey_id = id, .batch = "b", .count = 1, .act = &sue},
                      &first, error),
        ERROR_STORE, said);
    assert_refused(paper_form_void(fixture->store, id, 1, "torn", &sue, error), ERROR_STORE, said);
    g_autoptr(Batch) batch = batch_at(fixture->store, id, "b1");
    g_assert_cmpuint(batch->n_received, ==, 1);
}

typedef struct {
    Store *store;
    unsigned first;
} Printer;

static void *print_ten(void *data)
{
    Printer *printer = data;
    Act sue = act_of("sue");
    assert_done(printed_serials_take(
        printer->store,
        &(const SerialsWanted){.survey_id = "store-survey", .batch = "b", .n = 10, .act = &sue},
        &printer->first, error));
    return NULL;
}

static void test_no_serial_is_printed_twice(Fixture *fixture, const void *data)
{
    (void)data;
    enum { PRINTERS = 8 };
    Printer printers[PRINTERS];
    pthread_t threads[PRINTERS];
    bool is_taken[PRINTERS] = {false};
    for (size_t i = 0; i < PRINTERS; i++) {
        printers[i] = (Printer){.store = fixture->store};
        g_assert_cmpint(pthread_create(&threads[i], NULL, print_ten, &printers[i]), ==, 0);
    }
    for (size_t i = 0; i < PRINTERS; i++) {
        pthread_join(threads[i], NULL);
        const unsigned at = (printers[i].first - 100001) / 10;
        g_assert_cmpuint(printers[i].first % 10, ==, 1);
        g_assert_cmpuint(at, <, PRINTERS);
        g_assert_false(is_taken[at]);
        is_taken[at] = true;
    }
    Act sue = act_of("sue");
    unsigned first = 0;
    assert_refused(printed_serials_take(fixture->store,
                                        &(const SerialsWanted){.survey_id = "store-survey",
                                                               .batch = "b",
                                                               .n = LIMIT_SERIAL,
                                                               .act = &sue},
                                        &first, error),
                   ERROR_LIMIT, "serials end at 9999999: print 9899919 copies at most");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_test("/batches/forms without serials get the next ones",
                 test_forms_without_serials_get_the_next_ones);
    fixture_test("/batches/printed serials are kept", test_printed_serials_are_kept);
    fixture_test("/batches/given serials pass printed ones by",
                 test_given_serials_pass_printed_ones_by);
    fixture_test("/batches/what cannot be received is said", test_what_cannot_be_received_is_said);
    fixture_test("/batches/serials end", test_serials_end);
    fixture_test("/batches/what is not there says where it is",
                 test_what_is_not_there_says_where_it_is);
    fixture_test("/batches/a void form is out of the count, and back",
                 test_a_void_form_is_out_of_the_count_and_back);
    fixture_test("/batches/a batch closes only when the count is right",
                 test_a_batch_closes_only_when_the_count_is_right);
    fixture_test("/batches/paper is kept as long as the definition says",
                 test_paper_is_kept_as_long_as_the_definition_says);
    fixture_test("/batches/a store for reading takes nothing",
                 test_a_store_for_reading_takes_nothing);
    fixture_test("/batches/no serial is printed twice", test_no_serial_is_printed_twice);
    return g_test_run();
}
