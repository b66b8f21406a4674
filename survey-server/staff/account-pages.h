/* Pages by which staff sign in and out, choose a password, set up a second factor; and those of people's accounts. */
#pragma once

#include "survey-server/staff/onward.h"
#include "survey-server/staff/staff.h"

/* The sign-in page with what leads on. `notice` says why it is shown, `mistake` what was wrong; NULL: neither.
 * Owns: the reply is the caller's. */
Reply *page_sign_in(const Context *context, const Onward *onward, unsigned status,
                    const char *notice, const char *mistake);

/* Handlers of staff-routes.c.
 * Owns: the reply is the caller's. */
Reply *page_sign_in_show(const Request *request, Context *context, const Staff *staff);
Reply *page_sign_in_take(const Request *request, Context *context, const Staff *staff);
Reply *page_sign_out(const Request *request, Context *context, const Staff *staff);
Reply *page_welcome_show(const Request *request, Context *context, const Staff *staff);
Reply *page_welcome_take(const Request *request, Context *context, const Staff *staff);
Reply *page_password_show(const Request *request, Context *context, const Staff *staff);
Reply *page_password_take(const Request *request, Context *context, const Staff *staff);
Reply *page_factor_show(const Request *request, Context *context, const Staff *staff);
Reply *page_factor_take(const Request *request, Context *context, const Staff *staff);
Reply *page_accounts_show(const Request *request, Context *context, const Staff *staff);
Reply *page_accounts_add(const Request *request, Context *context, const Staff *staff);
Reply *page_person_show(const Request *request, Context *context, const Staff *staff);
Reply *page_person_take(const Request *request, Context *context, const Staff *staff);
Reply *page_sign_ins(const Request *request, Context *context, const Staff *staff);

/* Parts that these pages share: a box for a password, with the words by which password managers know it; a name that cannot
 * be changed, which they read. */
void account_password_box(Markup *to, const char *name, const char *label, const char *hint,
                          const char *autocomplete, const char *mistake);
void account_name_box(Markup *to, const char *name);
