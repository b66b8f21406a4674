/* The rules of verification as the writer applies them, in its open transaction (keying_rules_load and _save, keying_clerks_list
 * of responses/paper/keyings.h are for other rooms). */
#pragma once

#include "base/db.h"
#include "responses/paper/keyings.h"

/* The rules that hold.
 * Errors: false and ERROR_STORE. */
bool keying_rules_read(Db *db, KeyingRules *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Do the rules ask for a second keying of a form that this clerk keys now: one of their first, one of the sample, or all
 * because their rate is above? Whether anybody is there to do it (one_clerk) is not looked at.
 * Errors: false and ERROR_STORE. */
bool keying_rules_ask_second(Db *db, const KeyingRules *rules, const char *who, unsigned serial,
                             bool *out_asks, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Follow the rules for what is keyed already: forms in open batches of clerks whose rate is above are to be keyed a second
 * time; with one clerk, none are.
 * Errors: false and ERROR_STORE. */
bool keying_rules_follow(Db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A number that nobody can foresee and that stays: of a serial, and of an item of it unless that is NULL.
 * Errors: false and ERROR_STORE. */
bool keying_rules_lot(Db *db, unsigned serial, const char *item, uint32_t *out_lot,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
