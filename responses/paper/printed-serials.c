/* Serials of numbered copies. They begin far above those that are given on receipt, so that the two never meet; how far they
 * are used up is a setting of the survey, with who printed and when in its audit. */
#include "base/error.h"
#include "base/text.h"
#include "responses/paper/batches.h"
#include "responses/store/settings.h"
#include "responses/store/store-change.h"

#include "base/banned.h"

enum { PRINTED_FROM = 100001 };

static const char setting[] = "serials-printed";

typedef struct {
    unsigned n;
    const char *batch;
    const Act *act;
    unsigned first;
} Taking;

static bool run_take(SurveyFile *file, void *arg, GError **error)
{
    Taking *taking = arg;
    g_autofree char *last = NULL;
    int64_t used = 0;
    if (!setting_read(file->db, setting, &last, error))
        return false;
    if (last == NULL || !text_parse_int(last, &used))
        used = PRINTED_FROM - 1;
    if (used + taking->n > LIMIT_SERIAL) {
        error_set(error, ERROR_LIMIT, "serials end at %d: print %d copies at most", LIMIT_SERIAL,
                  (int)(LIMIT_SERIAL - used));
        return false;
    }
    taking->first = (unsigned)used + 1;
    g_autofree char *next = g_strdup_printf("%d", (int)(used + taking->n));
    g_autofree char *reason =
        g_strdup_printf("%u numbered copies for batch %s were made", taking->n, taking->batch);
    return setting_write(file->db, setting, next, reason, taking->act, error);
}

bool printed_serials_take(Store *store, const SerialsWanted *wanted, unsigned *out_first,
                          GError **error)
{
    Taking taking = {.n = wanted->n, .batch = wanted->batch, .act = wanted->act};
    if (!store_change(store, wanted->survey_id, CHANGE_KEEPS_LOG, run_take, &taking, error))
        return false;
    *out_first = taking.first;
    return true;
}
