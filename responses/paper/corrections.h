/* Changing one item of a stored response, as the writer does it in its open transaction: for a settled difference and for
 * a correction. The response is settled anew by its routes, and its digests are made again. */
#pragma once

#include "forms/keying/keying.h"
#include "responses/paper/keyings.h"
#include "responses/store/writer.h"

/* The plan by which a response is changed: of the version that it answered, which need not be the caller's. */
typedef struct {
    const KeyPlan *plan;
    char *reference;
    Survey *survey; /* NULL both when it is the caller's own */
    KeyPlan *own;
} ResponsePlan;

/* Errors: ERROR_NOT_FOUND (no such response), ERROR_STORE.   Returns: *out is yours (free with correction_plan_clear); it lends the
 * given plan. */
bool correction_plan_find(Store *store, const KeyPlan *given, const char *reference,
                          ResponsePlan *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void correction_plan_clear(ResponsePlan *plan);

/* The field of an item that is keyed.
 * Errors: false and ERROR_DATA. */
bool correction_plan_field(const KeyPlan *plan, const char *item, size_t *out_field,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    const char *action, *subject, *reason;
    const Act *act;
} ChangeLine; /* of the audit */

/* Give an item of a response what an entry says, unless it agrees with that already; the audit gets a line either way.
 * Errors: ERROR_NOT_FOUND, ERROR_DATA (a wrong entry), ERROR_STORE. */
bool correction_change(SurveyFile *file, const ResponsePlan *plan, size_t field, const char *entry,
                       const ChangeLine *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ResponsePlan, correction_plan_clear)
