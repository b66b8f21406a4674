/* `survey-server user ...`: accounts from the command line, for whoever runs the server. */
#pragma once

#include "responses/accounts/staff.h"
#include <glib.h>
#include <stdbool.h>

/* Do what the words say and append what is printed: {"add", NAME, ROLE}, {"list"}, {"disable", NAME}, {"enable", NAME},
 * {"reset", NAME}, closed by NULL. One-time links begin with `base_url`.
 * Errors: false and ERROR_USAGE (other words), and what responses/accounts/staff.h says.   Threads: any; it waits for the writer. */
bool user_command(Store *store, const char *base_url, const char *const *words, GString *out,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The line that a server prints when it starts and nobody can sign in; NULL when somebody can.
 * Errors: NULL and ERROR_STORE.   Returns: yours (free with g_free). */
char *user_first_line(Store *store, const char *base_url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
