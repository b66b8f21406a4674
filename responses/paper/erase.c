#include "responses/paper/erase.h"
#include "base/error.h"
#include "responses/paper/form-rows.h"
#include "responses/store/audit.h"
#include "responses/store/statements.h"

#include "base/banned.h"

static bool run_with_reference(Db *db, SurveyStatement statement, const char *reference,
                               GError **error)
{
    return db_run_with(db, error, statement, TEXT(reference));
}

/* What was typed of the response's paper form, when it has one. */
static bool forget_form(Db *db, const char *reference, int64_t moment, GError **error)
{
    static const SurveyStatement forget[] = {KEYING_FORGET, DIFFERENCE_FORGET, NOTE_FORGET,
                                             UNFINISHED_FORGET};
    int64_t serial = form_ask_of_text(db, FORM_OF_REFERENCE, reference, error);
    if (serial <= 0)
        return serial == 0;
    for (size_t i = 0; i < G_N_ELEMENTS(forget); i++) {
        if (!form_run(db, forget[i], (unsigned)serial, error))
            return false;
    }
    return form_run_number(db, FORM_ERASE, (unsigned)serial, moment, error);
}

bool erase_response(Db *db, const char *survey_id, const char *reference, const char *action,
                    const Act *act, GError **error)
{
    if (!run_with_reference(db, REFERENCE_DELETE, reference, error))
        return false;
    if (db_changed(db) == 0) {
        error_set(error, ERROR_NOT_FOUND, "survey '%s' has no response '%s'", survey_id, reference);
        return false;
    }
    AuditEntry line = {
        .moment = act->moment, .who = act->who, .action = action, .subject = reference};
    return run_with_reference(db, DRAFT_FORGET_REFERENCE, reference, error) &&
           run_with_reference(db, AUDIT_VALUE_FORGET, reference, error) &&
           run_with_reference(db, RECEIPT_FORGET, reference, error) &&
           forget_form(db, reference, act->moment, error) && audit_add(db, &line, error);
}
