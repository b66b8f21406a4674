/* The handlers of keying and of interviews, all under `/staff/{survey}/`; all need RIGHT_KEY.
 *
 * The way of a form. GET claims it for the clerk and shows its fields, with what was kept of it. A POST carries all fields:
 * wrong ones come back with a sentence each, right ones are stored, and the answer leads to the next form of the batch,
 * which is claimed by then. Enter in any box sends the form, so when nothing is typed for the last fields that are asked,
 * the server shows what is missing and asks first; the script, which walks the clerk through every field, says that it
 * was walked (`form-walked`) and is not asked. Names of fields that are no item have a dash, which no item has.
 * In keying-choose.c, keying-interview.c and keying-paper.c. */
#pragma once

#include "survey-server/staff/staff.h"

/* `key`: batches and what is left of each; POST: a serial that was typed or scanned.
 * Returns: yours (free with reply_free). */
Reply *keying_choose_show(const Request *request, Context *context, const Staff *staff);
Reply *keying_choose_take(const Request *request, Context *context, const Staff *staff);

/* `key/{batch}` claims the next form of the batch and leads to it.
 * Returns: yours (free with reply_free). */
Reply *keying_next(const Request *request, Context *context, const Staff *staff);

/* `key/{batch}/{serial}`: one form.
 * Returns: yours (free with reply_free). */
Reply *keying_form_show(const Request *request, Context *context, const Staff *staff);
Reply *keying_form_take(const Request *request, Context *context, const Staff *staff);

/* `interview/{channel}`: by telephone or in person, channel phone or event; `?done=REFERENCE` thanks.
 * Returns: yours (free with reply_free). */
Reply *keying_interview_show(const Request *request, Context *context, const Staff *staff);
Reply *keying_interview_take(const Request *request, Context *context, const Staff *staff);
