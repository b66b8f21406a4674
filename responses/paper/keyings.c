#include "responses/paper/keyings.h"
#include "base/env.h"
#include "base/error.h"
#include "forms/survey/receipt.h"
#include "responses/paper/claims.h"
#include "responses/paper/keying-rows.h"
#include "responses/paper/keying-rules.h"
#include "responses/paper/withdraw.h"
#include "responses/store/audit.h"
#include "responses/store/reference.h"
#include "responses/store/statements.h"
#include "responses/store/store-change.h"
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

/* One form that is stored, and what the writer finds out about it. */
typedef struct {
    const Keying *keying;
    const Act *act;
    char *code;    /* of the receipt, in its normal form, or NULL */
    char *printed; /* the code on the slip of a numbered copy, likewise */
    char *words;   /* all entries */
    PaperFormRow row;
    KeyingReceipt receipt;
} Storing;

static const char *item_id(const KeyPlan *plan, size_t field)
{
    return plan->survey->variables->items[plan->at[field].item].id;
}

/* ---- Responses ---- */

/* Store the answers as a new response; *out_reference gets its reference. */
/* Store answers under a new reference; `identity` says the rest. */
static bool add_response(SurveyFile *file, const Answers *answers, Identity identity,
                         const uint8_t key[SUBMIT_KEY_BYTES], char out_reference[REFERENCE_BYTES],
                         GError **error)
{
    uint8_t random[10];
    env_random(random, sizeof random);
    reference_make(random, out_reference);
    identity.reference = out_reference;
    identity.version = answers->survey->version;
    Wide *wide = writer_file_wide(file, answers->survey, error);
    return wide != NULL &&
           wide_insert(wide, &identity, key, answers->values, answers->texts, error);
}

static bool add_line(Db *db, const Act *act, const char *action, const char *subject,
                     GError **error)
{
    AuditEntry line = {
        .moment = act->moment, .who = act->who, .action = action, .subject = subject};
    return audit_add(db, &line, error);
}

/* ---- Was it stored before? ---- */

static bool fill_receipt(const KeyingRow *before, Storing *storing, GError **error)
{
    const PaperForm *form = &storing->row.form;
    if (form->reference == NULL) {
        error_set(error, ERROR_CONFLICT, "serial %s was keyed, and its response was erased since",
                  serial_words(form->serial).text);
        return false;
    }
    g_strlcpy(storing->receipt.reference, form->reference, REFERENCE_BYTES);
    storing->receipt.is_to_verify = form->state == PAPER_FORM_TO_VERIFY;
    storing->receipt.n_differences = before->n_different;
    return true;
}

/* 1: this very keying was stored before, and the receipt says so; 0: not yet; -1: by another, or otherwise. */
static int find_repeated(Db *db, Storing *storing, GError **error)
{
    const Keying *keying = storing->keying;
    g_auto(KeyingRow) before = {0};
    int found = keying_row_find(db, keying->serial, keying->pass, &before, error);
    if (found <= 0)
        return found;
    SerialText serial = serial_words(keying->serial);
    if (g_ascii_strcasecmp(before.who, storing->act->who) != 0) {
        error_set(error, ERROR_CONFLICT,
                  "%s has keyed serial %s meanwhile: what you typed was not stored", before.who,
                  serial.text);
        return -1;
    }
    if (before.words != NULL && strcmp(before.words, storing->words) != 0) {
        error_set(error, ERROR_CONFLICT,
                  "you have keyed serial %s already, and what you typed now is different: it was "
                  "not stored. A supervisor can correct the response",
                  serial.text);
        return -1;
    }
    return fill_receipt(&before, storing, error) ? 1 : -1;
}

/* ---- What comes with a form ---- */

static bool add_notes(Db *db, const Storing *storing, GError **error)
{
    const Keying *keying = storing->keying;
    for (size_t f = 0; f < keying->plan->n; f++) {
        if (keying->form->notes[f] == NULL)
            continue;
        if (!db_run_with(db, error, NOTE_ADD, INT(keying->serial), INT(keying->pass), INT(f),
                         TEXT(item_id(keying->plan, f)), TEXT(keying->form->notes[f])))
            return false;
    }
    return true;
}

/* How many fields were keyed: those that got a value, a blank too. */
static unsigned count_fields(const Keying *keying)
{
    unsigned n = 0;
    for (size_t f = 0; f < keying->plan->n; f++) {
        const Item *item = &keying->plan->survey->variables->items[keying->plan->at[f].item];
        bool has_value = false;
        for (size_t v = 0; v < item->n_variables; v++)
            has_value =
                has_value || keying->answers->values[item->first_variable + v] != VALUE_NONE;
        n += has_value ? 1 : 0;
    }
    return n;
}

static bool add_keying(Db *db, const Storing *storing, bool asks_second, unsigned n_different,
                       GError **error)
{
    KeyingRow row = {
        .who = g_strdup(storing->act->who),
        .moment = storing->act->moment,
        .asks_second = asks_second,
        .n_different = n_different,
        .words = g_strdup(storing->words),
    };
    bool is_done = keying_row_add(db, storing->keying->serial, storing->keying->pass, &row,
                                  count_fields(storing->keying), error);
    keying_row_clear(&row);
    return is_done;
}

/* Set the form's state and response, and put away what was typed before it was done. */
static bool finish(Db *db, const Storing *storing, PaperFormState state, const char *action,
                   GError **error)
{
    unsigned serial = storing->keying->serial;
    return db_run_with(db, error, FORM_SET_KEYED, INT(serial), INT(state),
                       TEXT(storing->receipt.reference)) &&
           form_run(db, UNFINISHED_FORGET, serial, error) &&
           (storing->code == NULL ||
            withdraw_keep_receipt(db, storing->code, storing->receipt.reference, error)) &&
           (storing->printed == NULL ||
            withdraw_keep_receipt(db, storing->printed, storing->receipt.reference, error)) &&
           add_notes(db, storing, error) &&
           add_line(db, storing->act, action, serial_words(serial).text, error);
}

/* ---- First and second keying ---- */

/* A key by which a form cannot give two responses. */
static void key_of_form(unsigned serial, uint8_t out[SUBMIT_KEY_BYTES])
{
    g_autofree char *text = g_strdup_printf("form %u", serial);
    crypto_generichash(out, SUBMIT_KEY_BYTES, (const uint8_t *)text, strlen(text), NULL, 0);
}

static bool store_first(SurveyFile *file, Storing *storing, GError **error)
{
    const Keying *keying = storing->keying;
    KeyingRules rules;
    bool asks_second = false;
    uint8_t key[SUBMIT_KEY_BYTES];
    key_of_form(keying->serial, key);
    if (!keying_rules_read(file->db, &rules, error) ||
        !keying_rules_ask_second(file->db, &rules, storing->act->who, keying->serial, &asks_second,
                                 error) ||
        !add_response(file, keying->answers,
                      (Identity){.submitted = storing->act->moment,
                                 .channel = CHANNEL_PAPER,
                                 .language = keying->lang},
                      key, storing->receipt.reference, error))
        return false;
    storing->receipt.is_to_verify = asks_second && !rules.one_clerk;
    PaperFormState state = storing->receipt.is_to_verify ? PAPER_FORM_TO_VERIFY : PAPER_FORM_KEYED;
    return add_keying(file->db, storing, asks_second, 0, error) &&
           finish(file->db, storing, state, "key", error);
}

static bool add_difference(Db *db, unsigned serial, const char *item, const char *first,
                           const char *second, GError **error)
{
    return db_run_with(db, error, DIFFERENCE_ADD, INT(serial), TEXT(item), TEXT(first),
                       TEXT(second));
}

/* Note every field whose two entries do not agree. */
static bool compare(Db *db, const Storing *storing, unsigned *out_n, GError **error)
{
    const Keying *keying = storing->keying;
    const KeyPlan *plan = keying->plan;
    g_auto(KeyingRow) row = {0};
    int found = keying_row_find(db, keying->serial, 1, &row, error);
    if (found < 0)
        return false;
    g_assert(found == 1);
    g_autoptr(KeyingEntries) first = keying_entries_parse(plan, row.words, error);
    if (first == NULL)
        return false;
    unsigned n = 0;
    for (size_t f = 0; f < plan->n; f++) {
        const char *a = first->entries[f];
        const char *b = keying->form->entries[f];
        if (keying_agrees(plan, f, a, b))
            continue;
        n++;
        if (!add_difference(db, keying->serial, item_id(plan, f), a, b, error))
            return false;
    }
    *out_n = n;
    return true;
}

static bool store_second(SurveyFile *file, Storing *storing, GError **error)
{
    unsigned n = 0;
    g_strlcpy(storing->receipt.reference, storing->row.form.reference, REFERENCE_BYTES);
    if (!compare(file->db, storing, &n, error))
        return false;
    storing->receipt.n_differences = n;
    return add_keying(file->db, storing, false, n, error) &&
           finish(file->db, storing, n > 0 ? PAPER_FORM_DISPUTED : PAPER_FORM_VERIFIED, "key again",
                  error);
}

/* Is the form theirs to key, this time? */
static bool may_store(Db *db, const Storing *storing, GError **error)
{
    const Keying *keying = storing->keying;
    unsigned pass = 0;
    if (!form_row_is_in(&storing->row, keying->batch, error) ||
        !form_row_is_open(&storing->row, error) || !claim_is_in_time(db, storing->act, error) ||
        !claim_pass(db, &storing->row, storing->act->who, &pass, error) ||
        !claim_is_free(&storing->row, storing->act->who, error))
        return false;
    if (pass == keying->pass)
        return true;
    error_set(error, ERROR_CONFLICT,
              "serial %s cannot be keyed a second time, because it was not keyed yet: what you "
              "typed was not stored",
              serial_words(keying->serial).text);
    return false;
}

static bool run_key(SurveyFile *file, void *arg, GError **error)
{
    Storing *storing = arg;
    const Keying *keying = storing->keying;
    if (!form_row_load(file->db, keying->plan->survey->id, keying->serial, &storing->row, error))
        return false;
    int repeated = find_repeated(file->db, storing, error);
    if (repeated != 0)
        return repeated > 0;
    if (!may_store(file->db, storing, error))
        return false;
    return keying->pass == 1 ? store_first(file, storing, error)
                             : store_second(file, storing, error);
}

/* The code that the slip of this serial has, if the store ever printed numbered copies; *out NULL when not. */
static bool find_printed(Store *store, const Keying *keying, char **out, GError **error)
{
    *out = NULL;
    if (!withdraw_key_is_made(store))
        return true;
    ReceiptKey key;
    if (!withdraw_key_of(store, &key, error))
        return false;
    char code[RECEIPT_CODE_BYTES];
    receipt_derive(&key, keying->plan->survey->id, serial_words(keying->serial).text, code);
    *out = receipt_normalise(code, error);
    return *out != NULL;
}

bool keying_of_form(Store *store, const Keying *keying, const Act *act, KeyingReceipt *out,
                    GError **error)
{
    g_assert(keying->pass == 1 || keying->pass == 2);
    g_assert(keying->answers->survey == keying->plan->survey);
    const char *survey_id = keying->plan->survey->id;
    bool has_code = keying->receipt != NULL && *keying->receipt != '\0';
    g_autofree char *code = has_code ? receipt_normalise(keying->receipt, error) : NULL;
    if (has_code && code == NULL)
        return false;
    g_autoptr(PaperForm) form = paper_form_load(store, survey_id, keying->serial, error);
    if (form == NULL)
        return false; /* it says where the serial is */
    g_autofree char *words = keying_entries_words(keying->plan, keying->form);
    g_autofree char *printed = NULL;
    if (!find_printed(store, keying, &printed, error))
        return false;
    Storing storing = {
        .keying = keying, .act = act, .code = code, .printed = printed, .words = words};
    bool is_done = store_change(store, survey_id, CHANGE_KEEPS_LOG, run_key, &storing, error);
    form_row_clear(&storing.row);
    if (is_done)
        *out = storing.receipt;
    return is_done;
}

/* ---- Interviews ---- */

typedef struct {
    const Answers *answers;
    Channel channel;
    const char *lang;
    const uint8_t *submit_key;
    const Act *act;
    char reference[REFERENCE_BYTES];
} Interview;

/* The response that the key gave before: 1 and its reference, 0 none, -1 an error. */
static int find_key(Db *db, const uint8_t key[SUBMIT_KEY_BYTES],
                    char out_reference[REFERENCE_BYTES], GError **error)
{
    sqlite3_stmt *find = db_bind(db, REFERENCE_OF_KEY, BLOB(key, SUBMIT_KEY_BYTES));
    int step = db_step(db, find, error);
    if (step == 1)
        g_strlcpy(out_reference, (const char *)sqlite3_column_text(find, 0), REFERENCE_BYTES);
    sqlite3_reset(find);
    return step;
}

static bool run_interview(SurveyFile *file, void *arg, GError **error)
{
    Interview *interview = arg;
    int repeated = find_key(file->db, interview->submit_key, interview->reference, error);
    if (repeated != 0)
        return repeated > 0;
    return add_response(file, interview->answers,
                        (Identity){.submitted = interview->act->moment,
                                   .channel = interview->channel,
                                   .language = interview->lang},
                        interview->submit_key, interview->reference, error) &&
           add_line(file->db, interview->act, "interview", interview->reference, error);
}

bool keying_of_interview(Store *store, const InterviewRequest *request,
                         char out_reference[REFERENCE_BYTES], GError **error)
{
    g_assert(request->answers->survey == request->plan->survey);
    Interview interview = {
        .answers = request->answers,
        .channel = request->channel,
        .lang = request->lang,
        .submit_key = request->submit_key,
        .act = request->act,
    };
    if (!store_change(store, request->plan->survey->id, CHANGE_KEEPS_LOG, run_interview, &interview,
                      error))
        return false;
    g_strlcpy(out_reference, interview.reference, REFERENCE_BYTES);
    return true;
}
