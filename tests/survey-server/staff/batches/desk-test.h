/* For the tests of the desk: a store, a site with one survey, and members of staff who ask for pages without a socket. */
#pragma once

#include "base/env.h"
#include "responses/paper/keyings.h"
#include "survey-server/http-test.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff.h"

#define DESK "/staff/short-journey"

typedef struct {
    TestServer server;
    const Survey *survey;
    Store *store;
    KeyPlan *plan;
} Office;

static inline Office *office_open(void)
{
    Office *office = g_new0(Office, 1);
    test_context_start(&office->server, NULL);
    office->store = office->server.context.store;
    office->survey = site_find(office->server.context.site, "short-journey")->survey;
    office->plan = keying_plan_new(office->survey);
    return office;
}

static inline void office_close(Office *office)
{
    keying_plan_free(office->plan);
    test_context_stop(&office->server);
    g_free(office);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Office, office_close)

static inline Staff member(const char *name)
{
    Staff staff = {.name = name, .role = ROLE_SUPERVISOR, .is_signed_in = true};
    g_strlcpy(staff.csrf, "token", sizeof staff.csrf);
    return staff;
}

static inline Act act_of(const char *name)
{
    return (Act){.who = name, .moment = env_now()};
}

typedef struct {
    unsigned status;
    char *location, *file, *text;
} Paper;

static inline void paper_free(Paper *paper)
{
    g_free(paper->location);
    g_free(paper->file);
    g_free(paper->text);
    g_free(paper);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paper, paper_free)

/* A page by its address, through the table of routes: GET, or POST when there is a body. */
static inline Paper *ask_as(Office *office, const char *who, const char *target, const char *body)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Request) request = request_new();
    const char *mark = strchr(target, '?');
    request->method = body != NULL ? METHOD_POST : METHOD_GET;
    request->path = mark != NULL ? g_strndup(target, (size_t)(mark - target)) : g_strdup(target);
    request->segments = g_strsplit(request->path + 1, "/", -1);
    request->n_segments = g_strv_length(request->segments);
    request->query =
        mark != NULL ? fields_decode(mark + 1, strlen(mark + 1), &error) : fields_new();
    g_assert_no_error(error);
    if (body != NULL)
        request->fields = fields_decode(body, strlen(body), &error);
    g_assert_no_error(error);
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_route_find(&office->server.context, request, &status, &allow);
    g_assert_nonnull(route);
    g_assert_true(route->right == RIGHT_SUPERVISE || route->right == RIGHT_KEY);
    const Staff staff = member(who);
    g_autoptr(Reply) reply = route->handle(request, &office->server.context, &staff);
    Paper *paper = g_new0(Paper, 1);
    *paper = (Paper){.status = reply->status,
                     .location = g_strdup(reply->location),
                     .file = g_strdup(reply->disposition)};
    if (reply->body != NULL) {
        gsize length = 0;
        const char *bytes = g_bytes_get_data(reply->body, &length);
        paper->text = g_strndup(bytes, length);
    }
    return paper;
}

static inline Paper *get(Office *office, const char *target)
{
    return ask_as(office, "sam", target, NULL);
}

static inline Paper *post(Office *office, const char *target, const char *body)
{
    return ask_as(office, "sam", target, body);
}

#define assert_says(paper, words)                                                                  \
    do {                                                                                           \
        if (strstr((paper)->text, (words)) == NULL)                                                \
            g_error("does not say \"%s\": %s", (words), (paper)->text);                            \
    } while (0)

#define assert_says_not(paper, words) g_assert_null(strstr((paper)->text, (words)))

/* A mistake: the page again, with status 400, its title, the words in the summary and at the control. */
static inline void assert_mistake(const Paper *paper, const char *words)
{
    assert_says(paper, words);
    assert_says(paper, "<title>Error: ");
    g_assert_cmpuint(paper->status, ==, 400);
    const char *first = strstr(paper->text, words);
    g_assert_nonnull(strstr(first + 1, words));
}

static inline void assert_leads(const Paper *paper, const char *location)
{
    if (paper->status != 303)
        g_error("%u, not 303: %s", paper->status, paper->text);
    g_assert_cmpstr(paper->location, ==, location);
}

/* ---- Forms ---- */

static inline void receive(Office *office, const char *batch, unsigned count)
{
    g_autoptr(GError) error = NULL;
    const Act act = act_of("sam");
    unsigned first = 0;
    const bool is_done = batch_receive(
        office->store,
        &(const BatchReceipt){
            .survey_id = "short-journey", .batch = batch, .count = count, .act = &act},
        &first, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

/* Nobody keys a second time. */
static inline void work_alone(Office *office)
{
    g_autoptr(GError) error = NULL;
    KeyingRules rules;
    g_assert_true(keying_rules_load(office->store, "short-journey", &rules, &error));
    rules.one_clerk = true;
    const Act act = act_of("sam");
    const bool is_done = keying_rules_save(office->store, "short-journey", &rules,
                                           "nobody else is there", &act, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

typedef struct {
    const char *safe, *why, *picks, *note, *receipt;
} Typed;

/* Claim a form and key it; its reference. */
static inline char *key_form(Office *office, const char *who, const char *batch, unsigned serial,
                             const Typed *typed)
{
    g_autoptr(GError) error = NULL;
    const Act act = act_of(who);
    g_auto(Claim) claim = {0};
    const bool is_claimed =
        claim_form(office->store,
                   &(const ClaimRequest){
                       .survey_id = "short-journey", .batch = batch, .serial = serial, .act = &act},
                   &claim, &error);
    g_assert_no_error(error);
    g_assert_true(is_claimed);
    g_autoptr(Fields) fields = fields_new();
    fields_add(fields, "safe", typed->safe);
    fields_add(fields, "why", typed->why != NULL ? typed->why : "");
    fields_add(fields, "picks", typed->picks != NULL ? typed->picks : "");
    if (typed->note != NULL)
        fields_add(fields, "safe-note", typed->note);
    g_autoptr(KeyingEntries) form = keying_entries_take(office->plan, fields);
    g_autofree char **problems = g_new0(char *, office->plan->n);
    g_autoptr(Answers) answers = keying_entries_answers(office->plan, form, problems);
    g_assert_nonnull(answers);
    const Keying keying = {.plan = office->plan,
                           .serial = serial,
                           .batch = batch,
                           .pass = claim.pass,
                           .form = form,
                           .answers = answers,
                           .lang = "en",
                           .receipt = typed->receipt};
    KeyingReceipt receipt;
    const bool is_keyed = keying_of_form(office->store, &keying, &act, &receipt, &error);
    g_assert_no_error(error);
    g_assert_true(is_keyed);
    return g_strdup(receipt.reference);
}

/* "1-9" of 1. */
static inline const char *serial_of(unsigned serial, char room[SERIAL_BYTES])
{
    serial_text(serial, room);
    return room;
}
