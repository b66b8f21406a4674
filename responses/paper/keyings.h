/* Keying and verifying the forms of batches (responses/paper/batches.h).
 *
 * The story. A clerk CLAIMS a form: nobody else can key it meanwhile. What was typed is KEPT when a session ends in the
 * middle of it. The first keying becomes a response of channel paper at once, with a reference, so that nothing waits to be
 * counted for a second clerk. Some forms are keyed a second time, blind, by somebody else: the first 20 of each clerk, then a
 * sample of a tenth, and all of theirs once their wrong fields pass 0.5 per 1,000 (all of these are settings). Fields whose
 * entries do not agree are DIFFERENCES; a third person, who keyed neither, sees the serial and both entries, not who typed
 * which, looks at the paper and settles each. The outcome changes the response, and is a line of the audit.
 *
 * All calls wait for the writer.
 * In keyings.c, claims.c, corrections.c, differences.c, keying-rules.c and withdraw.c. */
#pragma once

#include "forms/keying/keying.h"
#include "forms/survey/receipt.h"
#include "responses/paper/batches.h"

/* ---- The rules of verification, and other settings of a survey ---- */

typedef struct {
    unsigned first_forms;    /* 20: the first forms of each clerk are keyed twice */
    unsigned sample_percent; /* 10: of the later ones */
    unsigned wrong_per_100k; /* 50: above so many wrong fields per 100,000, all of them */
    bool
        one_clerk; /* nobody else is there: no second keying, and reports say what that cannot prove */
    int64_t keying_until; /* moment: late post can be keyed until then; 0: no end */
} KeyingRules;

/* Errors: false and ERROR_NOT_FOUND, ERROR_STORE; ERROR_DATA for a rule out of its range. Each change is audited with its
 * reason. */
bool keying_rules_load(Store *store, const char *survey_id, KeyingRules *out,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool keying_rules_save(Store *store, const char *survey_id, const KeyingRules *rules,
                       const char *reason, const Act *act,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What reports and pages must say of these rules: that with one clerk nothing proves that fields were keyed right. NULL
 * when there is nothing to say.   Owns: static.   Threads: any (pure). */
const char *keying_rules_caution(const KeyingRules *rules);

/* ---- Keying ---- */

typedef struct {
    unsigned serial;
    char *batch;
    unsigned pass; /* 1, or 2: a second, blind keying */
    char *words;   /* kept from a session that ended (keying_entries_parse), or NULL */
} Claim;

/* Who claims which form of a batch; serial 0: the next that is theirs to key. */
typedef struct {
    const char *survey_id, *batch;
    unsigned serial;
    const Act *act;
} ClaimRequest;

/* Claim a form of a batch for a clerk: `serial`, or with 0 the next that is theirs to key (first keyings first, by serial;
 * then second ones of forms that somebody else keyed). A clerk who has it already gets it again.
 * Errors: ERROR_NOT_FOUND (no such serial here: says where it is; nothing left to key: says so), ERROR_CONFLICT (keyed
 * already, void, closed batch, past keying_until, another clerk has it since hh:mm). ERROR_DATA never.
 * Returns: *out is yours (free with claim_clear). */
bool claim_form(Store *store, const ClaimRequest *request, Claim *out,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void claim_clear(Claim *claim);

/* Keep what was typed so far; give a claimed form back. What was kept stays with the form for the clerk who typed it, until
 * the form is keyed.
 * Errors: ERROR_CONFLICT when it is not, or no longer, theirs. */
bool claim_keep(Store *store, const char *survey_id, unsigned serial, const char *words,
                const Act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool claim_release(Store *store, const char *survey_id, unsigned serial, const Act *act,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For supervisors: take a form back from whoever has it, which is audited.
 * Errors: ERROR_CONFLICT when nobody has it. */
bool claim_take_back(Store *store, const char *survey_id, unsigned serial, const Act *act,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    const KeyPlan *plan;
    unsigned serial;
    const char *batch;
    unsigned pass;
    const KeyingEntries *form;
    const Answers *answers; /* keying_entries_answers of it */
    const char *lang;       /* the form was printed in */
    const char *receipt;    /* receipt code on the form, or NULL; only its hash is kept */
} Keying;

typedef struct {
    char reference[REFERENCE_BYTES];
    bool is_to_verify;      /* pass 1: a second keying is asked for */
    unsigned n_differences; /* pass 2 */
} KeyingReceipt;

/* Store a keyed form. The same clerk sending the same form and pass again gets the same receipt and changes nothing; with
 * other entries it is a conflict, so that nobody believes that they were stored.
 * Errors: as claim_form; ERROR_DATA for a receipt code that cannot be one (receipt_normalise); ERROR_CONFLICT when the claim went to somebody else, or it was keyed by another meanwhile: what was
 * typed is still the caller's to show. */
bool keying_of_form(Store *store, const Keying *keying, const Act *act, KeyingReceipt *out,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An interview; `submit_key` (SUBMIT_KEY_BYTES) makes a repeated POST harmless. */
typedef struct {
    const KeyPlan *plan;
    const Answers *answers;
    Channel channel;
    const char *lang;
    const uint8_t *submit_key;
    const Act *act;
} InterviewRequest;

/* A response by telephone or at the door: keyed once, no serial, its own channel and entry date.
 * `submit_key` makes a repeated POST harmless.
 * Errors: ERROR_STORE, ERROR_BUSY. */
bool keying_of_interview(Store *store, const InterviewRequest *request,
                         char out_reference[REFERENCE_BYTES],
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Verifying ---- */

/* Serials with differences that this person may settle (they keyed neither), by serial.
 * Errors: NULL and ERROR_STORE.   Returns: yours (GArray of unsigned). */
GArray *differences_serials(Store *store, const char *survey_id, const char *who,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    char *item; /* id */
    char *a,
        *b; /* the two entries; which clerk's is which changes from field to field and is not told */
} Difference;

/* The differences of a form that are not settled.
 * Errors: NULL and ERROR_NOT_FOUND; ERROR_CONFLICT when `who` keyed it.   Returns: yours (GPtrArray of Difference). */
GPtrArray *differences_load(Store *store, const char *survey_id, unsigned serial, const char *who,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the paper says (one of both entries, or a third) where two keyings differ. */
typedef struct {
    const KeyPlan *plan;
    unsigned serial;
    const char *item, *entry, *reason;
    const Act *act;
} SettleRequest;

/* Settle one: `entry` is what the paper says (one of both, or a third). Changes the response where the first keying was
 * wrong, counts the wrong fields of both clerks, writes the audit.
 * Errors: ERROR_CONFLICT (settled meanwhile, `act->who` keyed it), ERROR_DATA (a wrong entry), ERROR_NOT_FOUND. */
bool difference_settle(Store *store, const SettleRequest *request,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A note to the supervisor is dealt with.
 * Errors: ERROR_NOT_FOUND. */
bool differences_settle_note(Store *store, const char *survey_id, unsigned serial,
                             const char *reason, const Act *act,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What an item of a stored response gets instead. */
typedef struct {
    const KeyPlan *plan;
    const char *reference, *item, *entry, *reason;
    const Act *act;
} CorrectRequest;

/* Correct a stored response later: one item gets what `entry` says; audit with old, new and reason. An item that is not of the plan is
 * refused. Its digests are made anew.
 * Errors: ERROR_NOT_FOUND (reference), ERROR_DATA (entry, no reason). */
bool correction_make(Store *store, const CorrectRequest *request,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The answers of one response, to show before a correction.
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE.   Returns: yours (free with answers_free). */
Answers *correction_load(Store *store, const Survey *survey, const char *reference,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The key of the receipt codes that are printed on numbered copies: the file receipt.key of the store, made at first use. Once it
 * is there, the code of each form that is keyed is kept too (its hash), so that nobody has to type it.
 * Errors: false and ERROR_FILE. */
bool withdraw_key_of(Store *store, ReceiptKey *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Withdraw the response of a receipt code: erased, the line of the audit without the code.
 * Errors: ERROR_NOT_FOUND; ERROR_DATA (no code: receipt_normalise); ERROR_CONFLICT when several responses have it, because
 * two residents chose the same word. */
bool withdraw_response(Store *store, const char *survey_id, const char *code, const Act *act,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How a clerk does: not a league table, supervisors only. */
typedef struct {
    char *who;
    unsigned n_forms;          /* first keyings */
    unsigned n_second;         /* second keyings */
    uint64_t n_fields_checked; /* fields of theirs that were keyed by two */
    uint64_t n_wrong;          /* of these, wrong as settled */
    bool is_all_verified;      /* their rate has passed the rule: all of theirs are keyed twice */
} Clerk;

/* Errors: NULL and ERROR_STORE.   Returns: yours (GPtrArray of Clerk). */
GPtrArray *keying_clerks_list(Store *store, const char *survey_id,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Claim, claim_clear)
