/* Blind double keying at its size: 1,000 paper forms of the Doncaster survey, keyed by two clerks who slip 50 times. */
#include "base/random-stream.h"
#include "forms/definition/survey-xml.h"
#include "responses/csv-fixture.h"
#include "responses/exchange/simulate.h"
#include "responses/paper/paper-fixture.h"

#include "base/banned.h"

enum { N_FORMS = 1000, N_SLIPS = 50, SEED = 2017 };

/* A field of a form that one of the clerks keys wrong. */
typedef struct {
    size_t form, field;
    bool is_first;
    char *wrong;
    bool is_found;
} Slip;

typedef struct {
    Fixture fixture;
    Survey *survey;
    KeyPlan *plan;
    GPtrArray *truth; /* of Answers: what stands on the paper */
    Slip slips[N_SLIPS];
    unsigned first; /* serial of form 0 */
} Room;

/* ---- What stands on the paper ---- */

static void answers_free_data(void *data)
{
    answers_free(data);
}

static bool take_block(const StoreBlock *block, void *arg, GError **error)
{
    (void)error;
    Room *room = arg;
    for (size_t r = 0; r < block->columns.n_rows; r++) {
        Answers *answers = answers_new(room->survey);
        for (size_t v = 0; v < room->survey->variables->n; v++) {
            if (block->texts[v][r] != NULL)
                answers_set_text(answers, v, block->texts[v][r]);
            answers->values[v] = block->columns.at[v][r];
        }
        g_ptr_array_add(room->truth, answers);
    }
    return true;
}

/* Simulated answers, read back from a store of their own. */
static void make_truth(Room *room)
{
    g_autofree char *csv = g_build_filename(room->fixture.directory, "paper.csv", NULL);
    g_autofree char *place = g_build_filename(room->fixture.directory, "simulated", NULL);
    SimulateOptions options = {.count = N_FORMS, .seed = SEED};
    FILE *to = fopen(csv, "w");
    assert_done(simulate_csv(room->survey, &options, to, error));
    g_assert_cmpint(fclose(to), ==, 0);
    GError *reason = NULL;
    g_autoptr(Store) store = store_open(place, STORE_WRITE, &reason);
    g_assert_no_error(reason);
    assert_done(store_publish(store, room->survey, error));
    ImportReport report = {0};
    assert_done(import_csv(store, room->survey, csv, CHANNEL_IMPORT, &report, error));
    import_report_clear(&report);
    assert_done(store_scan(store, room->survey, SCAN_TEXTS, take_block, room, error));
    g_assert_cmpuint(room->truth->len, ==, N_FORMS);
}

static void room_set_up(Room *room, const void *data)
{
    fixture_set_up(&room->fixture, data);
    g_autofree char *path = g_build_filename(g_getenv("SOUNDINGS_SOURCE"),
                                             "forms/surveys/doncaster-safety-2017.xml", NULL);
    GError *reason = NULL;
    room->survey = survey_load(path, &reason);
    g_assert_no_error(reason);
    room->plan = keying_plan_new(room->survey);
    room->truth = g_ptr_array_new_with_free_func(answers_free_data);
    make_truth(room);
    assert_done(store_publish(room->fixture.store, room->survey, error));
    room->first = receive_count(room->fixture.store, room->survey->id, "all", N_FORMS);
    KeyingRules rules = {.first_forms = 20, .sample_percent = 100, .wrong_per_100k = 50};
    Act act = act_of("sue");
    assert_done(keying_rules_save(room->fixture.store, room->survey->id, &rules, "all of them",
                                  &act, error));
}

static void room_tear_down(Room *room, const void *data)
{
    for (size_t i = 0; i < N_SLIPS; i++)
        g_free(room->slips[i].wrong);
    g_ptr_array_unref(room->truth);
    keying_plan_free(room->plan);
    survey_free(room->survey);
    fixture_tear_down(&room->fixture, data);
}

/* ---- Slips ---- */

/* Another entry that a tired clerk could type: the next code, one digit or letter more; NULL when the field has none. */
static char *slip_of(const KeyPlan *plan, size_t field, const char *entry)
{
    const KeyField *it = &plan->at[field];
    if (*entry == '\0' || *entry == '-')
        return NULL;
    switch (it->kind) {
    case KEY_ONE:
    case KEY_MANY:
        for (size_t c = 0; c < it->n_codes; c++) {
            if (strcmp(it->codes[c].code, entry) != 0)
                return g_strdup(it->codes[c].code);
        }
        return NULL;
    case KEY_WORDS:
        return g_strconcat(entry, "s", NULL);
    case KEY_NUMBER:
    case KEY_RANK:
    case KEY_DATE:
        return g_strdup("*");
    }
    g_assert_not_reached();
}

static bool is_slipped(const Room *room, size_t n, size_t form, size_t field)
{
    for (size_t i = 0; i < n; i++) {
        if (room->slips[i].form == form && room->slips[i].field == field)
            return true;
    }
    return false;
}

static void seed_slips(Room *room)
{
    RandomStream stream;
    random_stream_begin(&stream, SEED);
    for (size_t n = 0; n < N_SLIPS;) {
        size_t form = random_stream_below(&stream, N_FORMS);
        size_t field = random_stream_below(&stream, room->plan->n);
        g_autofree char *right =
            keying_write(room->plan, field, g_ptr_array_index(room->truth, form));
        g_autofree char *wrong = slip_of(room->plan, field, right);
        if (wrong == NULL || is_slipped(room, n, form, field))
            continue;
        g_assert_false(keying_agrees(room->plan, field, right, wrong));
        room->slips[n] = (Slip){
            .form = form, .field = field, .is_first = n % 2 == 0, .wrong = g_steal_pointer(&wrong)};
        n++;
    }
}

/* ---- Keying ---- */

static KeyingEntries *type_form(const Room *room, size_t form, bool is_first)
{
    KeyingEntries *typed = keying_entries_new(room->plan);
    for (size_t f = 0; f < room->plan->n; f++) {
        g_free(typed->entries[f]);
        typed->entries[f] = keying_write(room->plan, f, g_ptr_array_index(room->truth, form));
    }
    for (size_t i = 0; i < N_SLIPS; i++) {
        const Slip *slip = &room->slips[i];
        if (slip->form != form || slip->is_first != is_first)
            continue;
        g_free(typed->entries[slip->field]);
        typed->entries[slip->field] = g_strdup(slip->wrong);
    }
    return typed;
}

/* Key a form as a clerk does, taking the next one; returns how many of its fields differ. */
static unsigned key_next(Room *room, const char *who, unsigned pass)
{
    g_auto(Claim) claim = {0};
    Act act = act_of(who);
    assert_done(claim_form(
        room->fixture.store,
        &(const ClaimRequest){.survey_id = room->survey->id, .batch = "all", .act = &act}, &claim,
        error));
    g_assert_cmpuint(claim.pass, ==, pass);
    g_autoptr(KeyingEntries) typed = type_form(room, claim.serial - room->first, pass == 1);
    g_autofree char **problems = g_new0(char *, room->plan->n + 1);
    g_autoptr(Answers) answers = keying_entries_answers(room->plan, typed, problems);
    for (size_t f = 0; f < room->plan->n; f++)
        g_assert_cmpstr(problems[f], ==, NULL);
    Keying keying = {.plan = room->plan,
                     .serial = claim.serial,
                     .batch = claim.batch,
                     .pass = pass,
                     .form = typed,
                     .answers = answers,
                     .lang = "en"};
    KeyingReceipt receipt = {0};
    assert_done(keying_of_form(room->fixture.store, &keying, &act, &receipt, error));
    g_assert_true(receipt.is_to_verify == (pass == 1));
    return receipt.n_differences;
}

static void mark_found(Room *room, unsigned serial, const Difference *difference)
{
    bool is_seeded = false;
    for (size_t i = 0; i < N_SLIPS; i++) {
        Slip *slip = &room->slips[i];
        const char *item = room->survey->variables->items[room->plan->at[slip->field].item].id;
        if (room->first + slip->form != serial || strcmp(item, difference->item) != 0)
            continue;
        g_assert_false(slip->is_found);
        slip->is_found = true;
        is_seeded = true;
    }
    if (!is_seeded)
        g_error("serial %u: %s is listed, and both clerks keyed it alike", serial,
                difference->item);
}

/* The third person looks at the paper, and finds a batch that cannot be closed before. */
static unsigned settle_all(Room *room)
{
    Act sue = act_of("sue");
    GError *reason = NULL;
    unsigned n = 0;
    g_autoptr(GArray) serials =
        differences_serials(room->fixture.store, room->survey->id, "sue", &reason);
    g_assert_no_error(reason);
    for (size_t s = 0; s < serials->len; s++) {
        unsigned serial = g_array_index(serials, unsigned, s);
        g_autoptr(GPtrArray) list =
            differences_load(room->fixture.store, room->survey->id, serial, "sue", &reason);
        g_assert_no_error(reason);
        for (size_t i = 0; i < list->len; i++, n++) {
            const Difference *difference = g_ptr_array_index(list, i);
            size_t field = keying_plan_find(
                room->plan, variables_find_item(room->survey->variables, difference->item));
            g_autofree char *right = keying_write(
                room->plan, field, g_ptr_array_index(room->truth, serial - room->first));
            mark_found(room, serial, difference);
            assert_done(difference_settle(room->fixture.store,
                                          &(const SettleRequest){.plan = room->plan,
                                                                 .serial = serial,
                                                                 .item = difference->item,
                                                                 .entry = right,
                                                                 .reason = "paper",
                                                                 .act = &sue},
                                          error));
        }
    }
    return n;
}

/* Every response says what its paper says, in every variable. */
static void assert_all_as_on_paper(Room *room)
{
    const Variables *variables = room->survey->variables;
    for (size_t form = 0; form < N_FORMS; form++) {
        GError *reason = NULL;
        const Answers *truth = g_ptr_array_index(room->truth, form);
        g_autoptr(PaperForm) paper =
            form_at(room->fixture.store, room->survey->id, room->first + (unsigned)form);
        g_autoptr(Answers) stored =
            correction_load(room->fixture.store, room->survey, paper->reference, &reason);
        g_assert_no_error(reason);
        for (size_t v = 0; v < variables->n; v++) {
            if (keying_plan_find(room->plan, variables->at[v].item) == SIZE_MAX)
                continue;
            if (stored->values[v] != truth->values[v])
                g_error("form %zu: %s", form, variables->at[v].name);
            g_assert_cmpstr(stored->texts[v], ==, truth->texts[v]);
        }
    }
}

static void test_every_slip_is_found_and_nothing_else(Room *room, const void *data)
{
    (void)data;
    Act sue = act_of("sue");
    const char *id = room->survey->id;
    unsigned n_differences = 0;
    seed_slips(room);
    for (size_t i = 0; i < N_FORMS; i++)
        key_next(room, "ann", 1);
    for (size_t i = 0; i < N_FORMS; i++)
        n_differences += key_next(room, "bob", 2);
    g_assert_cmpuint(n_differences, ==, N_SLIPS);
    g_autoptr(GError) open = NULL;
    g_assert_false(batch_close(room->fixture.store, room->survey, "all", &sue, &open));
    g_assert_error(open, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_cmpuint(settle_all(room), ==, N_SLIPS);
    for (size_t i = 0; i < N_SLIPS; i++)
        g_assert_true(room->slips[i].is_found);
    assert_all_as_on_paper(room);
    g_autoptr(Batch) batch = batch_at(room->fixture.store, id, "all");
    g_assert_cmpint(batch->state, ==, BATCH_VERIFIED);
    g_assert_cmpuint(batch->n_keyed, ==, N_FORMS);
    GError *reason = NULL;
    g_autoptr(GPtrArray) clerks = keying_clerks_list(room->fixture.store, id, &reason);
    g_assert_cmpuint(clerks->len, ==, 2);
    for (size_t i = 0; i < clerks->len; i++)
        g_assert_cmpuint(((const Clerk *)g_ptr_array_index(clerks, i))->n_wrong, ==, N_SLIPS / 2);
    assert_done(batch_close(room->fixture.store, room->survey, "all", &sue, error));
    g_autofree char *findings = paper_findings(room->fixture.store);
    g_assert_cmpstr(findings, ==, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/double-keying/every slip of 50 in 1,000 forms is found, and nothing else", Room,
               NULL, room_set_up, test_every_slip_is_found_and_nothing_else, room_tear_down);
    return g_test_run();
}
