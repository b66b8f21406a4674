#include "survey-server/residents/job.h"
#include "base/env.h"
#include "survey-server/http/context.h"

#include "base/banned.h"

Job *job_new(JobKind kind, Visit *visit, size_t page, JobFinish finish)
{
    Job *job = g_new0(Job, 1);
    job->kind = kind;
    job->visit = visit;
    job->page = page;
    job->finish = finish;
    return job;
}

void job_free(Job *job)
{
    if (job == NULL)
        return;
    visit_free(job->visit);
    g_free(job);
}

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

bool job_queue(const Job *job, Context *context, StoreDone done, void *arg, GError **error)
{
    const Visit *visit = job->visit;
    if (job->kind == JOB_SUBMIT)
        return queue_submission(visit, context, done, arg, error);
    g_autofree char *words = journey_words(visit->journey);
    return store_draft_save(context->store, visit->survey, visit->token, words, visit->revision,
                            done, arg, error);
}

void job_outcome_of(const StoreReceipt *receipt, JobOutcome *out)
{
    *out = (JobOutcome){.status = receipt->status};
    g_strlcpy(out->reference, receipt->reference, sizeof out->reference);
}
