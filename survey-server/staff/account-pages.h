/* Pages by which staff sign in and out, choose a password, set up a second factor; and those of people's accounts.
 * In account-list.c, account-own.c and account-sign-in.c. */
#pragma once

#include "survey-server/staff/onward.h"
#include "survey-server/staff/staff.h"

/* The sign-in page with what leads on. `notice` says why it is shown, `mistake` what was wrong; NULL: neither.
 * Returns: yours (free with reply_free). */
Reply *account_sign_in(const Context *context, const Onward *onward, unsigned status,
                       const char *notice, const char *mistake);

/* Handlers of staff-routes.c.
 * Returns: yours (free with reply_free). */
Reply *account_sign_in_show(const Request *request, Context *context, const Staff *staff);
Reply *account_sign_in_take(const Request *request, Context *context, const Staff *staff);
Reply *account_sign_out(const Request *request, Context *context, const Staff *staff);
Reply *account_welcome_show(const Request *request, Context *context, const Staff *staff);
Reply *account_welcome_take(const Request *request, Context *context, const Staff *staff);
Reply *account_password_show(const Request *request, Context *context, const Staff *staff);
Reply *account_password_take(const Request *request, Context *context, const Staff *staff);
Reply *account_factor_show(const Request *request, Context *context, const Staff *staff);
Reply *account_factor_take(const Request *request, Context *context, const Staff *staff);
Reply *account_list_show(const Request *request, Context *context, const Staff *staff);
Reply *account_list_add(const Request *request, Context *context, const Staff *staff);
Reply *account_person_show(const Request *request, Context *context, const Staff *staff);
Reply *account_person_take(const Request *request, Context *context, const Staff *staff);
Reply *account_sign_ins(const Request *request, Context *context, const Staff *staff);

/* Parts that these pages share: a box for a password, with the words by which password managers know it; a name that cannot
 * be changed, which they read. */
void account_password_box(Markup *to, const char *name, const char *label, const char *hint,
                          const char *autocomplete, const char *mistake);
void account_name_box(Markup *to, const char *name);
