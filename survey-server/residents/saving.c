#include "survey-server/residents/saving.h"
#include "base/env.h"
#include "survey-server/http/context.h"

#include "base/banned.h"

/* With how it ends, which nobody else need see. */
typedef struct {
    Saving saving;
    SavingFinish finish;
} Begun;

static bool queue_submission(const Visit *visit, Context *context, StoreDone done, void *arg,
                             GError **error)
{
    Answers *answers = answers_copy(journey_answers(visit->journey));
    answers_settle(answers);
    uint8_t submit_key[SUBMIT_KEY_BYTES];
    visit_submit_key(visit, submit_key);
    Submission submission = {
        .survey = visit->survey,
        .answers = answers,
        .channel = CHANNEL_WEB,
        .lang = journey_language(visit->journey),
        .moment = env_now(),
        .submit_key = submit_key,
        .token = visit->token,
    };
    return store_submit(context->store, &submission, done, arg, error);
}

static bool start(const Pending *pending, Context *context, StoreDone done, void *arg,
                  GError **error)
{
    const Saving *saving = (const Saving *)pending;
    const Visit *visit = saving->visit;
    if (saving->kind == SAVING_SUBMISSION)
        return queue_submission(visit, context, done, arg, error);
    g_autofree char *words = journey_encode(visit->journey);
    const DraftSave save = {.survey = visit->survey,
                            .token = visit->token,
                            .words = words,
                            .expected_revision = visit->revision,
                            .done = done,
                            .arg = arg};
    return store_draft_save(context->store, &save, error);
}

static Answer finish(const Pending *pending, const Request *request, Context *context,
                     const PendingOutcome *outcome)
{
    const Begun *begun = (const Begun *)pending;
    return begun->finish(&begun->saving, request, context, outcome);
}

static void release(Pending *pending)
{
    Begun *begun = (Begun *)pending;
    visit_free(begun->saving.visit);
    g_free(begun);
}

Answer saving_answer(Saving saving, SavingFinish how)
{
    Begun *begun = g_new0(Begun, 1);
    *begun = (Begun){.saving = saving, .finish = how};
    begun->saving.pending = (Pending){start, finish, release};
    return (Answer){.pending = &begun->saving.pending};
}
