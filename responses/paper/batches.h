/* Paper that came in, to the last form: batches, serials, their states, and the reconciliation.
 *
 * The story. What is counted is what was RECEIVED, never what was printed. Somebody opens the post, counts 50 forms, and the
 * batch `library-3` receives 50: each gets a serial, which is written on the form (photocopies and downloads carry none), or
 * keeps the one that is printed on it. A form is then keyed, or void with a reason. Where verification asks for it, it is
 * keyed a second time by somebody else (responses/paper/keyings.h), and differing fields are settled by a third person. A batch
 * closes only when received = keyed + void and nothing is left to verify; after its destroy-by date the paper is destroyed,
 * which is recorded. Every change is a line of the survey's audit: who, when, what, old, new, why.
 *
 * A serial is a number, unique in a survey, written with one check digit behind it (forms/survey/serial.h): what is typed wrong is no
 * serial. All calls wait for the writer (commands, and the server's staff threads); reading ones do not.
 * In batches.c, batch-receive.c, paper-forms.c and printed-serials.c. */
#pragma once

#include "forms/survey/serial.h"
#include "responses/store/audit.h"
#include "responses/store/store.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    BATCH_RECEIVED,  /* forms are left to key */
    BATCH_KEYED,     /* every form is keyed or void; some are left to verify or to settle */
    BATCH_VERIFIED,  /* nothing is left to do */
    BATCH_CLOSED,    /* by a supervisor: nothing changes any more */
    BATCH_DESTROYED, /* the paper is gone */
    BATCH_STATE_COUNT
} BatchState;

typedef struct {
    char *name; /* letters, digits, dashes: "library-3" */
    BatchState state;
    unsigned n_received, n_keyed, n_void;  /* keyed: at least once */
    unsigned n_to_verify;                  /* keyed once and still to be keyed a second time */
    unsigned n_disputed;                   /* with differences that are not settled */
    unsigned n_flagged;                    /* with a note for the supervisor that is not settled */
    int64_t received;                      /* moment of the first receipt */
    int64_t closed, destroy_by, destroyed; /* moments; 0: not yet */
} Batch;

enum { LIMIT_BATCH_FORMS = 10000 };

/* Forms that came in: `count` without serials, or, with count 0, those whose printed serials are listed, "101-150, 155". */
typedef struct {
    const char *survey_id, *batch;
    unsigned count;
    const char *serials;
    const Act *act;
} BatchReceipt;

/* Receive `count` forms without serials: they get the next free ones, *out_first and on. Or, with count 0, the forms whose
 * serials are printed: `serials` as "101-150, 155", without check digits. A batch that is not there is made; one that is takes more.
 * Errors: ERROR_CONFLICT (closed batch; a serial that is there already, naming its batch), ERROR_LIMIT, ERROR_DATA (name, list). */
bool batch_receive(Store *store, const BatchReceipt *given, unsigned *out_first,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Serials for n numbered copies of a batch. */
typedef struct {
    const char *survey_id, *batch;
    unsigned n;
    const Act *act;
} SerialsWanted;

/* Take the next n serials for numbered copies of a batch: they move on before anything is printed, in one step, so that none is
 * printed twice. They begin at 100001, far above those that are given on receipt. A line of the audit tells it.
 * Errors: ERROR_LIMIT when serials end, ERROR_NOT_FOUND, ERROR_STORE. */
bool printed_serials_take(Store *store, const SerialsWanted *wanted, unsigned *out_first,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All batches of a survey, by first receipt; one by name.
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE.   Returns: yours (GPtrArray of Batch with its free; batch_free). */
GPtrArray *batches_list(Store *store, const char *survey_id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
Batch *batch_load(Store *store, const char *survey_id, const char *name,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void batch_free(Batch *batch);

typedef enum {
    PAPER_FORM_RECEIVED,
    PAPER_FORM_KEYED,     /* once, and nothing more is asked */
    PAPER_FORM_TO_VERIFY, /* once; a second keying is asked */
    PAPER_FORM_DISPUTED,  /* twice, with differences to settle */
    PAPER_FORM_VERIFIED,  /* twice, and agreed or settled */
    PAPER_FORM_VOID,
    PAPER_FORM_STATE_COUNT
} PaperFormState;

typedef struct {
    unsigned serial;
    char *batch;
    PaperFormState state;
    char *claimed_by; /* who has it on the screen, or NULL */
    int64_t claimed;
    char *reference; /* of its response, or NULL */
    char *reason;    /* of a void form, or NULL */
    char *note;      /* first note to the supervisor that is not settled, or NULL */
} PaperForm;

/* The forms of a batch by serial: the reconciliation to the last form. NULL batch: of the whole survey.
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE.   Returns: yours (GPtrArray of Form with its free). */
GPtrArray *paper_forms_list(Store *store, const char *survey_id, const char *batch,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One form by its serial. What is not there says where it is: "serial 1017-8 is not in batch b2: it is in batch b1",
 * "... it is in survey citizens-panel-2016, batch a".
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE.   Returns: yours (free with paper_form_free). */
PaperForm *paper_form_load(Store *store, const char *survey_id, unsigned serial,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void paper_form_free(PaperForm *form);

/* Take a form that was not keyed out of the count, with a reason; and back.
 * Errors: ERROR_CONFLICT (keyed already, closed batch, not void), ERROR_DATA (no reason), ERROR_NOT_FOUND. */
bool paper_form_void(Store *store, const char *survey_id, unsigned serial, const char *reason,
                     const Act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool paper_form_unvoid(Store *store, const char *survey_id, unsigned serial, const char *reason,
                       const Act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Close a batch: received = keyed + void, nothing to verify, nothing to settle; what was typed twice is deleted then, its
 * values stay in the responses. destroy_by comes from the definition's retention of paper.
 * Errors: ERROR_CONFLICT naming how many forms lack what; ERROR_NOT_FOUND. */
bool batch_close(Store *store, const Survey *survey, const char *batch, const Act *act,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Record that the paper was destroyed.
 * Errors: ERROR_CONFLICT unless closed; ERROR_NOT_FOUND. */
bool batch_destroy(Store *store, const char *survey_id, const char *batch, const Act *act,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batch, batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PaperForm, paper_form_free)
