#include "base/env.h"
#include "base/text.h"
#include "responses/paper/batches.h"
#include "survey-server/http/log.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/staff-day.h"
#include "survey-server/staff/staff-layout.h"
#include "survey-server/staff/staff-pages.h"

#include "base/banned.h"

Reply *staff_home_redirect(const Request *request, Context *context, const Staff *staff)
{
    (void)request;
    (void)context;
    (void)staff;
    return reply_redirect(308, url_path("staff", "", NULL));
}

/* ---- Links: who may not open an address is not led to it ---- */

/* What waits in a survey. */
typedef enum {
    WAIT_NONE,
    WAIT_OPEN, /* batches that are not closed */
    WAIT_KEY,
    WAIT_VERIFY,
    WAIT_SETTLE,
    WAIT_NOTES, /* to the supervisor */
    WAIT_COUNT
} Wait;

typedef struct {
    const char *heading; /* begins a list, or NULL: goes on with the one before */
    const char *part, *more;
    const char *words, *hint;
    Wait waits[2]; /* shown beside it, when there is any */
} Link;

/* The last row is empty. */
static const Link home_links[] = {
    {"Setting up", "definitions", NULL, "Definitions", "Add, change, look at, pilot, publish", {0}},
    {NULL, "accounts", NULL, "Accounts", "Who may sign in, and as what", {0}},
    {"Your account", "password", NULL, "Your password", "Choose another", {0}},
    {NULL,
     "second-factor",
     NULL,
     "Second factor",
     "A code from your telephone at each sign-in",
     {0}},
    {0},
};

static const Link survey_links[] = {
    {"Entering",
     "key",
     NULL,
     "Key paper forms",
     "The next form of a batch, or one by its serial",
     {WAIT_KEY, WAIT_VERIFY}},
    {NULL,
     "interview",
     "phone",
     "Interview by telephone",
     "With the words that residents read",
     {0}},
    {NULL,
     "interview",
     "event",
     "Interview at the door or at an event",
     "The same, face to face",
     {0}},
    {"Paper forms",
     "batches",
     NULL,
     "Batches",
     "Receive forms, see what is missing, close",
     {WAIT_OPEN, WAIT_NOTES}},
    {NULL, "print", NULL, "Print numbered copies", "A PDF; each copy has a serial", {0}},
    {NULL,
     "settle",
     NULL,
     "Settle differences",
     "Where two clerks read a form differently",
     {WAIT_SETTLE}},
    {NULL, "clerks", NULL, "Clerks", "What was checked of each, and what was wrong", {0}},
    {NULL, "rules", NULL, "Rules of keying", "What is keyed twice, and until when", {0}},
    {"Responses", "correct", NULL, "Correct a response", "Later, with a reason", {0}},
    {NULL, "withdraw", NULL, "Withdraw a response", "By the code on the receipt", {0}},
    {NULL, "audit", NULL, "Audit", "Every change: who, when, old, new, why", {0}},
    {"Running", "dates", NULL, "Dates", "Open later, close later, end now", {0}},
    {0},
};

static const char *const wait_words[WAIT_COUNT] = {
    [WAIT_OPEN] = "open",
    [WAIT_KEY] = "to key",
    [WAIT_VERIFY] = "to key a second time",
    [WAIT_SETTLE] = "to settle",
    [WAIT_NOTES] = "with a note",
};

/* Count what waits; all of it is 0 when the batches cannot be read, which is logged. */
static void count_waiting(Store *store, const char *survey_id, unsigned out[WAIT_COUNT])
{
    for (Wait i = 0; i < WAIT_COUNT; i++)
        out[i] = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) batches = batches_list(store, survey_id, &error);
    if (batches == NULL) {
        log_event("batches", error->message);
        return;
    }
    for (size_t i = 0; i < batches->len; i++) {
        const Batch *batch = g_ptr_array_index(batches, i);
        out[WAIT_OPEN] += batch->state < BATCH_CLOSED ? 1 : 0;
        out[WAIT_KEY] += batch->n_received - batch->n_keyed - batch->n_void;
        out[WAIT_VERIFY] += batch->n_to_verify;
        out[WAIT_SETTLE] += batch->n_disputed;
        out[WAIT_NOTES] += batch->n_flagged;
    }
}

static void write_waiting(Markup *to, const Link *link, const unsigned waiting[WAIT_COUNT])
{
    for (size_t i = 0; i < G_N_ELEMENTS(link->waits); i++) {
        Wait wait = link->waits[i];
        if (wait == WAIT_NONE || waiting[wait] == 0)
            continue;
        g_autofree char *words = g_strdup_printf("%u %s", waiting[wait], wait_words[wait]);
        markup_open(to, "strong");
        markup_text(to, words);
        markup_close(to, "strong");
    }
}

static void write_link(Markup *to, const Link *link, Url url, const unsigned waiting[WAIT_COUNT])
{
    markup_open(to, "li");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, link->words);
    markup_close(to, "a");
    write_waiting(to, link, waiting);
    markup_open(to, "span");
    markup_attr(to, "class", "about");
    markup_text(to, link->hint);
    markup_close(to, "span");
    markup_close(to, "li");
}

/* Lists of the links that this person may open, each under its heading. */
static void write_links(Markup *to, const Context *context, const Staff *staff,
                        const Survey *survey, const unsigned waiting[WAIT_COUNT], const Link *links)
{
    const char *heading = NULL;
    bool is_open = false;
    for (size_t i = 0; links[i].part != NULL; i++) {
        heading = links[i].heading != NULL ? links[i].heading : heading;
        g_auto(Url) url = survey != NULL
                              ? url_path("staff", survey->id, links[i].part, links[i].more, NULL)
                              : url_path("staff", links[i].part, links[i].more, NULL);
        if (links[i].heading != NULL && is_open) {
            markup_close(to, "ul");
            is_open = false;
        }
        if (!staff_may_open(context, staff, url))
            continue;
        if (!is_open) {
            markup_element(to, "h2", heading);
            markup_open(to, "ul");
            markup_attr(to, "class", "links");
            is_open = true;
        }
        write_link(to, &links[i], url, waiting);
    }
    if (is_open)
        markup_close(to, "ul");
}

/* ---- Where a survey stands ---- */

/* "opens on 3 March 2027", "open until the end of 3 March 2027", "closed at 3 March 2027, 14:02 UTC".
 * Returns: yours (free with g_free). */
static char *state_words(const Served *served)
{
    static const char *const by_day[PHASE_COUNT] = {"opens on", "open until the end of",
                                                    "closed at the end of"};
    static const char *const by_minute[PHASE_COUNT] = {"opens at", "open until", "closed at"};
    Phase phase = site_served_phase(served, env_now());
    bool is_end = phase != PHASE_BEFORE; /* the first moment that is too late */
    int64_t moment = is_end ? served->dates.closes : served->dates.opens;
    bool is_day = moment % STAFF_DAY_S == 0;
    g_autofree char *when = staff_edge_words(moment, is_end);
    g_autofree char *state =
        moment == 0 ? g_strdup("open")
                    : g_strdup_printf("%s %s", is_day ? by_day[phase] : by_minute[phase], when);
    return g_strconcat(survey_is_pilot(served->survey) ? "pilot, " : "", state, NULL);
}

/* How many responses there are, in words.
 * Returns: yours (free with g_free). */
static char *responses_words(Store *store, const char *survey_id)
{
    g_autoptr(GError) error = NULL;
    StoreSummary summary;
    if (!store_summarise(store, survey_id, &summary, &error)) {
        log_event("responses", error->message);
        return g_strdup("cannot be counted at the moment");
    }
    return text_from_count(summary.n_responses);
}

/* ---- Pages ---- */

static void write_surveys(Markup *to, Context *context, const GPtrArray *surveys)
{
    static const char *const headers[] = {"Survey", "State",     "Responses", "Batches open",
                                          "To key", "To verify", "To settle"};
    static const Wait columns[] = {WAIT_OPEN, WAIT_KEY, WAIT_VERIFY, WAIT_SETTLE};
    enum { BEFORE = G_N_ELEMENTS(headers) - G_N_ELEMENTS(columns) };
    staff_table_begin(to, "Surveys and what came in", headers, G_N_ELEMENTS(headers));
    for (size_t i = 0; i < surveys->len; i++) {
        const Served *served = g_ptr_array_index(surveys, i);
        const Survey *survey = served->survey;
        g_autofree char *state = state_words(served);
        g_autofree char *responses = responses_words(context->store, survey->id);
        unsigned waiting[WAIT_COUNT];
        count_waiting(context->store, survey->id, waiting);
        const char *cells[G_N_ELEMENTS(headers)] = {
            wording_plain(&survey->title, survey->languages[0]), state, responses};
        char numbers[G_N_ELEMENTS(columns)][16];
        for (size_t j = 0; j < G_N_ELEMENTS(columns); j++) {
            g_snprintf(numbers[j], sizeof numbers[j], "%u", waiting[columns[j]]);
            cells[BEFORE + j] = numbers[j];
        }
        g_auto(Url) url = url_path("staff", survey->id, "", NULL);
        staff_row(to, cells, G_N_ELEMENTS(cells), &url);
    }
    staff_table_end(to);
}

/* The surveys whose files are lost, before all else: each day without them costs answers. */
static void write_lost(Markup *to, const GPtrArray *lost)
{
    if (lost->len == 0)
        return;
    markup_element(to, "h2", "Not here just now");
    markup_element(to, "p",
                   "Residents are told that these surveys are not here just now, and cannot answer "
                   "them. Tell whoever looks after the server what stands here.");
    markup_open(to, "ul");
    for (size_t i = 0; i < lost->len; i++) {
        g_autofree char *sentence =
            staff_sentence(((const LostSurvey *)g_ptr_array_index(lost, i))->sentence);
        markup_element(to, "li", sentence);
    }
    markup_close(to, "ul");
}

Reply *staff_home_show(const Request *request, Context *context, const Staff *staff)
{
    (void)request;
    const StaffFrame frame = {.context = context, .staff = staff, .heading = "Surveys"};
    Markup *to = staff_layout_begin(&frame);
    g_autoptr(GPtrArray) surveys = site_list(context->site);
    g_autoptr(GPtrArray) lost = site_list_lost(context->site);
    write_lost(to, lost);
    if (surveys->len == 0 && lost->len == 0)
        markup_element(to, "p", "No survey is served yet.");
    else if (surveys->len > 0)
        write_surveys(to, context, surveys);
    const unsigned nothing[WAIT_COUNT] = {0};
    write_links(to, context, staff, NULL, nothing, home_links);
    return staff_layout_end(to, &frame, 200);
}

static void write_fact(Markup *to, const char *name, const char *words)
{
    markup_open(to, "div");
    markup_element(to, "dt", name);
    markup_element(to, "dd", words);
    markup_close(to, "div");
}

static void write_facts(Markup *to, Context *context, const Served *served)
{
    const Survey *survey = served->survey;
    g_autofree char *state = state_words(served);
    g_autofree char *responses = responses_words(context->store, survey->id);
    g_autofree char *version = g_strdup_printf("%s, version %u", survey->id, survey->version);
    markup_open(to, "dl");
    markup_attr(to, "class", "facts");
    write_fact(to, "State", state);
    write_fact(to, "Responses", responses);
    write_fact(to, "Definition", version);
    markup_close(to, "dl");
}

Reply *staff_home_survey(const Request *request, Context *context, const Staff *staff)
{
    const Served *served = site_find(context->site, request->segments[1]);
    if (served == NULL)
        return staff_error(context, staff, 404);
    const Survey *survey = served->survey;
    const StaffFrame frame = {.context = context,
                              .staff = staff,
                              .heading = wording_plain(&survey->title, survey->languages[0])};
    Markup *to = staff_layout_begin(&frame);
    write_facts(to, context, served);
    g_auto(Url) residents = url_path(survey->id, "", NULL);
    staff_link(to, residents, "What residents see");
    unsigned waiting[WAIT_COUNT];
    count_waiting(context->store, survey->id, waiting);
    write_links(to, context, staff, survey, waiting, survey_links);
    return staff_layout_end(to, &frame, 200);
}
