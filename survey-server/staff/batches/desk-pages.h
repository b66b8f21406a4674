/* The handlers of the desk: paper that came in, from receipt to destruction, and what supervisors settle, correct, withdraw
 * and look up. All addresses stand under `/staff/{survey}/`; all need RIGHT_SUPERVISE.
 * In desk-audit.c, desk-batch.c, desk-batches.c, desk-correct.c, desk-form.c, desk-lists.c, desk-print.c, desk-rules.c,
 * desk-settle.c and desk-withdraw.c. */
#pragma once

#include "survey-server/staff/staff.h"

/* `batches`: all batches, and the receipt of forms.
 * Returns: yours (free with reply_free). */
Reply *desk_batches_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_batches_receive(const Request *request, Context *context, const Staff *staff);

/* `batches/{batch}`: the reconciliation, to the last form; `/serials` to write on the forms; `/report.csv`.
 * Returns: yours (free with reply_free). */
Reply *desk_batch_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_batch_serials(const Request *request, Context *context, const Staff *staff);
Reply *desk_batch_report(const Request *request, Context *context, const Staff *staff);

/* `batches/{batch}/close` and `/destroy`: GET asks, POST does.
 * Returns: yours (free with reply_free). */
Reply *desk_batch_close(const Request *request, Context *context, const Staff *staff);
Reply *desk_batch_destroy(const Request *request, Context *context, const Staff *staff);

/* `forms`: POST finds a form by its typed serial. `forms/{serial}`: one form, and what can be done with it.
 * Returns: yours (free with reply_free). */
Reply *desk_form_find(const Request *request, Context *context, const Staff *staff);
Reply *desk_form_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_form_void(const Request *request, Context *context, const Staff *staff);
Reply *desk_form_unvoid(const Request *request, Context *context, const Staff *staff);
Reply *desk_form_release(const Request *request, Context *context, const Staff *staff);
Reply *desk_form_note(const Request *request, Context *context, const Staff *staff);

/* `settle`: forms with differences; `settle/{serial}`: both entries, and what the paper says.
 * Returns: yours (free with reply_free). */
Reply *desk_settle_list(const Request *request, Context *context, const Staff *staff);
Reply *desk_settle_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_settle_take(const Request *request, Context *context, const Staff *staff);

/* `correct`: find a response; `?of=` its answers; `?of=&item=` correct one of them.
 * Returns: yours (free with reply_free). */
Reply *desk_correct_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_correct_take(const Request *request, Context *context, const Staff *staff);

/* `withdraw`: by receipt code; asked first, then done.
 * Returns: yours (free with reply_free). */
Reply *desk_withdraw_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_withdraw_take(const Request *request, Context *context, const Staff *staff);

/* `audit`, newest first; `clerks`.
 * Returns: yours (free with reply_free). */
Reply *desk_audit_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_clerks_show(const Request *request, Context *context, const Staff *staff);

/* `rules` of verification, and the keying deadline.
 * Returns: yours (free with reply_free). */
Reply *desk_rules_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_rules_take(const Request *request, Context *context, const Staff *staff);

/* `print`: numbered copies as a PDF.
 * Returns: yours (free with reply_free). */
Reply *desk_print_show(const Request *request, Context *context, const Staff *staff);
Reply *desk_print_make(const Request *request, Context *context, const Staff *staff);
