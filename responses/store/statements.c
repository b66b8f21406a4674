#include "responses/store/statements.h"

#include "base/banned.h"

extern const unsigned char responses_store_schema_survey_001_sql[];
extern const unsigned char responses_store_schema_survey_002_sql[];

static const char *const survey_migrations[] = {
    (const char *)responses_store_schema_survey_001_sql,
    (const char *)responses_store_schema_survey_002_sql,
};

static const char *const survey_sql[] = {
    [DEFINITION_PUT] = "INSERT INTO definition(version, hash, source, published) "
                       "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (version) DO UPDATE "
                       "SET hash = ?2, source = ?3, published = ?4",
    [DEFINITION_OF_VERSION] = "SELECT version, hash, source FROM definition WHERE version = ?1",
    [DEFINITION_NEWEST] =
        "SELECT version, hash, source FROM definition ORDER BY version DESC LIMIT 1",
    [DEFINITION_LIST] = "SELECT version, hash, source FROM definition ORDER BY version",
    [VERSION_IS_USED] = "SELECT EXISTS (SELECT 1 FROM response WHERE version = ?1)",
    [VERSION_COUNT] = "SELECT count(*) FROM response WHERE version = ?1",
    [VARIABLE_LIST] = "SELECT name, number, column_name, apart FROM variable ORDER BY number, name",
    [VARIABLE_ADD] = "INSERT INTO variable(name, number, column_name, apart, since) "
                     "VALUES (?1, ?2, ?3, ?4, ?5)",
    [VARIABLE_CLEAR] = "DELETE FROM variable",
    [RESPONSES_ARE_THERE] = "SELECT EXISTS (SELECT 1 FROM response)",
    [RESPONSE_COLUMNS] = "SELECT name FROM pragma_table_info('response')",
    [SPECIAL_COLUMNS] = "SELECT name FROM pragma_table_info('special')",
    [REFERENCE_OF_KEY] = "SELECT reference FROM response WHERE _submit_key = ?1",
    [REFERENCE_IS_THERE] = "SELECT EXISTS (SELECT 1 FROM response WHERE reference = ?1)",
    [REFERENCE_DELETE] = "DELETE FROM response WHERE reference = ?1",
    [WORDS_ADD] = "INSERT INTO words(response, variable, words) VALUES (?1, ?2, ?3)",
    [WORDS_ALL] = "SELECT response, variable, words FROM words WHERE response >= ?1 "
                  "ORDER BY response, variable",
    [WORDS_ORPHANS] = "SELECT count(*) FROM words WHERE variable NOT IN "
                      "(SELECT number FROM variable)",
    [SUMMARY] = "SELECT channel, count(*), min(submitted), max(submitted) FROM response "
                "GROUP BY channel",
    [DRAFT_ADD] = "INSERT INTO draft(token_hash, version, revision, expires, sealed) "
                  "VALUES (?1, ?2, 1, ?3, ?4)",
    [DRAFT_FIND] = "SELECT version, revision, expires, sealed, reference FROM draft "
                   "WHERE token_hash = ?1",
    [DRAFT_UPDATE] = "UPDATE draft SET version = ?2, revision = revision + 1, expires = ?3, "
                     "sealed = ?4 WHERE token_hash = ?1 AND revision = ?5 AND reference IS NULL",
    [DRAFT_SUBMITTED] = "UPDATE draft SET sealed = NULL, reference = ?2, revision = revision + 1 "
                        "WHERE token_hash = ?1",
    [DRAFT_FORGET_REFERENCE] = "DELETE FROM draft WHERE reference = ?1",
    [DRAFT_PURGE] = "DELETE FROM draft WHERE expires <= ?1",
    [AUDIT_ADD] = "INSERT INTO audit(moment, action, subject, who, reason) "
                  "VALUES (?1, ?2, ?3, ?4, ?5)",
    [AUDIT_VALUE_ADD] = "INSERT INTO audit_value(seq, before, after, reference, apart) "
                        "VALUES (?1, ?2, ?3, ?4, ?5)",
    [AUDIT_LIST] =
        "SELECT a.seq, a.moment, a.who, a.action, a.subject, v.before, v.after, a.reason "
        "FROM audit a LEFT JOIN audit_value v ON v.seq = a.seq "
        "WHERE a.seq < ?1 ORDER BY a.seq DESC LIMIT ?2",
    [SETTING_FIND] = "SELECT value FROM setting WHERE name = ?1 ORDER BY seq DESC LIMIT 1",
    [SETTING_ADD] = "INSERT INTO setting(name, value, moment, who, reason) "
                    "VALUES (?1, ?2, ?3, ?4, ?5)",
    [SETTING_HISTORY] = "SELECT name, value, moment, who, reason FROM setting "
                        "WHERE (?1 IS NULL OR name = ?1) AND substr(name, 1, 1) <> '_' "
                        "ORDER BY seq DESC",
    [BATCH_ADD] = "INSERT INTO batch(name, received) VALUES (?1, ?2)",
    [BATCH_FIND] = "SELECT _id, name, closed, destroyed FROM batch WHERE name = ?1",
    [BATCH_LIST] = "SELECT b._id, b.name, b.received, b.closed, b.destroy_by, b.destroyed,"
                   " count(*), sum(f.state BETWEEN 1 AND 4), sum(f.state = 5), sum(f.state = 2), "
                   "sum(f.state = 3),"
                   " (SELECT count(DISTINCT n.serial) FROM note n JOIN form g ON g.serial = "
                   "n.serial WHERE g.batch = b._id)"
                   " FROM batch b JOIN form f ON f.batch = b._id WHERE ?1 IS NULL OR b.name = ?1"
                   " GROUP BY b._id ORDER BY b._id",
    [BATCH_CLOSE] = "UPDATE batch SET closed = ?2, destroy_by = ?3 WHERE name = ?1",
    [BATCH_DESTROY] = "UPDATE batch SET destroyed = ?2 WHERE name = ?1",
    [BATCH_FORGET_WORDS] =
        "UPDATE keying SET words = NULL, _digest = NULL WHERE serial IN"
        " (SELECT serial FROM form WHERE batch = (SELECT _id FROM batch WHERE name = ?1))",
    [BATCH_FORGET_UNFINISHED] = "DELETE FROM unfinished WHERE serial IN (SELECT serial FROM form "
                                "WHERE batch = (SELECT _id FROM batch WHERE name = ?1))",
    [BATCH_SIZE] = "SELECT count(*) FROM form WHERE batch = ?1",
    [SERIAL_LAST_GIVEN] = "SELECT coalesce(max(serial), 0) FROM form WHERE is_printed = 0",
    [SERIAL_LAST_BETWEEN] =
        "SELECT coalesce(max(serial), 0) FROM form WHERE serial BETWEEN ?1 AND ?2",
    [FORM_ADD] = "INSERT INTO form(serial, batch, is_printed, received) VALUES (?1, ?2, ?3, ?4)",
    [FORM_FIND] =
        "SELECT f.serial, b.name, f.state, f.claimed_by, f.claimed, f.reference, f.reason,"
        " (SELECT n.item || iif(n.words = '', '', ': ' || n.words) FROM note n WHERE n.serial = "
        "f.serial ORDER BY n.pass, "
        "n.place LIMIT 1),"
        " b._id, b.closed, f.erased FROM form f JOIN batch b ON b._id = f.batch WHERE f.serial = "
        "?1",
    [FORM_LIST] =
        "SELECT f.serial, b.name, f.state, f.claimed_by, f.claimed, f.reference, f.reason,"
        " (SELECT n.item || iif(n.words = '', '', ': ' || n.words) FROM note n WHERE n.serial = "
        "f.serial ORDER BY n.pass, "
        "n.place LIMIT 1),"
        " b._id, b.closed, f.erased FROM form f JOIN batch b ON b._id = f.batch"
        " WHERE ?1 IS NULL OR b.name = ?1 ORDER BY f.serial",
    [FORM_OF_REFERENCE] = "SELECT serial FROM form WHERE reference = ?1",
    [FORM_SET_VOID] =
        "UPDATE form SET state = ?2, reason = ?3, claimed_by = NULL, claimed = 0 WHERE serial = ?1",
    [FORM_SET_STATE] =
        "UPDATE form SET state = ?2, claimed_by = NULL, claimed = 0 WHERE serial = ?1",
    [FORM_SET_KEYED] = "UPDATE form SET state = ?2, reference = ?3, claimed_by = NULL, claimed = 0 "
                       "WHERE serial = ?1",
    [FORM_SET_CLAIM] = "UPDATE form SET claimed_by = ?2, claimed = ?3 WHERE serial = ?1",
    [FORM_ERASE] = "UPDATE form SET reference = NULL, erased = ?2, claimed_by = NULL, claimed = 0,"
                   " state = CASE WHEN state IN (2, 3) THEN 1 ELSE state END WHERE serial = ?1",
    [FORM_ASK_SECOND] =
        "UPDATE form SET state = 2 WHERE state = 1 AND erased = 0"
        " AND batch IN (SELECT _id FROM batch WHERE closed = 0)"
        " AND serial IN (SELECT serial FROM keying WHERE pass = 1 AND asks_second = 1)",
    [FORM_EXCUSE_SECOND] =
        "UPDATE form SET state = 1, claimed_by = NULL, claimed = 0 WHERE state = 2"
        " AND batch IN (SELECT _id FROM batch WHERE closed = 0)",
    [CLAIM_OWN] = "SELECT serial FROM form WHERE batch = ?1 AND state IN (0, 2) AND claimed_by = ?2"
                  " ORDER BY serial LIMIT 1",
    [CLAIM_NEXT_FIRST] =
        "SELECT serial FROM form WHERE batch = ?1 AND state = 0 AND claimed_by IS NULL"
        " ORDER BY serial LIMIT 1",
    [CLAIM_NEXT_SECOND] =
        "SELECT f.serial FROM form f JOIN keying k ON k.serial = f.serial AND k.pass = 1"
        " WHERE f.batch = ?1 AND f.state = 2 AND f.claimed_by IS NULL AND k.who <> ?2 ORDER BY "
        "f.serial LIMIT 1",
    [CLAIM_LEFT] = "SELECT count(*) FILTER (WHERE claimed_by IS NOT NULL), count(*) FILTER (WHERE "
                   "claimed_by IS NULL)"
                   " FROM form WHERE batch = ?1 AND state IN (0, 2)",
    [UNFINISHED_PUT] = "INSERT INTO unfinished(serial, who, words) VALUES (?1, ?2, ?3)"
                       " ON CONFLICT (serial, who) DO UPDATE SET words = ?3",
    [UNFINISHED_FIND] = "SELECT words FROM unfinished WHERE serial = ?1 AND who = ?2",
    [UNFINISHED_FORGET] = "DELETE FROM unfinished WHERE serial = ?1",
    [KEYING_ADD] = "INSERT INTO keying(serial, pass, who, moment, asks_second, n_fields, "
                   "n_different, words, _digest)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [KEYING_FIND] = "SELECT who, moment, asks_second, n_different, words FROM keying WHERE serial "
                    "= ?1 AND pass = ?2",
    [KEYING_LIST] = "SELECT serial, pass, who, words, _digest FROM keying WHERE words IS NOT NULL",
    [KEYING_IS_BY] = "SELECT EXISTS (SELECT 1 FROM keying WHERE serial = ?1 AND who = ?2)",
    [KEYING_ADD_WRONG] = "UPDATE keying SET n_wrong = n_wrong + 1 WHERE serial = ?1 AND pass = ?2",
    [KEYING_ASK_SECOND] =
        "UPDATE keying SET asks_second = 1 WHERE pass = 1 AND who = ?1 AND words IS NOT NULL",
    [KEYING_FORGET] = "UPDATE keying SET words = NULL, _digest = NULL WHERE serial = ?1",
    [CLERK_LIST] =
        "SELECT k.who, count(*) FILTER (WHERE k.pass = 1), count(*) FILTER (WHERE k.pass = 2),"
        " coalesce(sum(k.n_fields) FILTER (WHERE EXISTS"
        " (SELECT 1 FROM keying o WHERE o.serial = k.serial AND o.pass = 2)), 0), sum(k.n_wrong)"
        " FROM keying k WHERE ?1 IS NULL OR k.who = ?1 GROUP BY k.who ORDER BY k.who",
    [DIFFERENCE_ADD] =
        "INSERT INTO difference(serial, item, first, second) VALUES (?1, ?2, ?3, ?4)",
    [DIFFERENCE_LIST] = "SELECT item, first, second FROM difference WHERE serial = ?1 AND settled "
                        "= 0 ORDER BY item",
    [DIFFERENCE_FIND] =
        "SELECT first, second, settled FROM difference WHERE serial = ?1 AND item = ?2",
    [DIFFERENCE_SETTLE] =
        "UPDATE difference SET first = NULL, second = NULL, settled = ?3, who = ?4"
        " WHERE serial = ?1 AND item = ?2",
    [DIFFERENCE_ARE_OPEN] =
        "SELECT EXISTS (SELECT 1 FROM difference WHERE serial = ?1 AND settled = 0)",
    [DIFFERENCE_SERIALS] =
        "SELECT DISTINCT d.serial FROM difference d WHERE d.settled = 0 AND NOT EXISTS"
        " (SELECT 1 FROM keying k WHERE k.serial = d.serial AND k.who = ?1) ORDER BY d.serial",
    [DIFFERENCE_FORGET] = "DELETE FROM difference WHERE serial = ?1",
    [NOTE_ADD] = "INSERT INTO note(serial, pass, place, item, words) VALUES (?1, ?2, ?3, ?4, ?5)",
    [NOTE_DELETE_FIRST] =
        "DELETE FROM note WHERE serial = ?1 AND (pass, place) = "
        "(SELECT pass, place FROM note WHERE serial = ?1 ORDER BY pass, place LIMIT 1)",
    [NOTE_FORGET] = "DELETE FROM note WHERE serial = ?1",
    [RECEIPT_ADD] = "INSERT INTO receipt(hash, reference) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [RECEIPT_FIND] = "SELECT reference FROM receipt WHERE hash = ?1 LIMIT 2",
    [RECEIPT_FORGET] = "DELETE FROM receipt WHERE reference = ?1",
    [AUDIT_VALUE_FORGET] = "DELETE FROM audit_value WHERE reference = ?1",
    [SUBMIT_KEY_OF] = "SELECT _submit_key FROM response WHERE _id = ?1",
    [VERSION_OF_REFERENCE] = "SELECT version FROM response WHERE reference = ?1",
    [WORDS_OF] = "SELECT variable, words FROM words WHERE response = ?1",
    [CHECK_WITHOUT_RESPONSE] =
        "SELECT serial FROM form WHERE state BETWEEN 1 AND 4 AND erased = 0 AND"
        " (reference IS NULL OR reference NOT IN (SELECT reference FROM response)) ORDER BY serial",
    [CHECK_WITHOUT_FORM] =
        "SELECT DISTINCT serial FROM keying WHERE serial NOT IN (SELECT serial FROM form)",
    [CHECK_NOT_KEYED] =
        "SELECT f.serial FROM form f WHERE f.state IN (0, 5) AND (f.reference IS NOT NULL OR"
        " EXISTS (SELECT 1 FROM keying k WHERE k.serial = f.serial)) ORDER BY f.serial",
    [CHECK_STATES] =
        "SELECT f.serial FROM form f WHERE f.erased = 0 AND f.state BETWEEN 1 AND 4 AND"
        " ((SELECT count(*) FROM keying k WHERE k.serial = f.serial) <> iif(f.state < 3, 1, 2) OR "
        "(f.state = 3) <>"
        " EXISTS (SELECT 1 FROM difference d WHERE d.serial = f.serial AND d.settled = 0)) ORDER "
        "BY f.serial",
    [CHECK_CLOSED] = "SELECT name FROM batch WHERE closed <> 0 AND EXISTS (SELECT 1 FROM form"
                     " WHERE form.batch = batch._id AND form.state IN (0, 2, 3))",
    [CHECK_RECEIPTS] =
        "SELECT reference FROM receipt WHERE reference NOT IN (SELECT reference FROM response)",
    [CHECK_AUDIT_VALUES] = "SELECT DISTINCT reference FROM audit_value WHERE reference IS NOT NULL"
                           " AND reference NOT IN (SELECT reference FROM response)",
    [CHECK_AUDIT_GAPS] = "SELECT max(seq) - count(*) FROM audit HAVING max(seq) <> count(*)",
    [INTEGRITY_CHECK] = "PRAGMA integrity_check",
    [FOREIGN_KEY_CHECK] = "PRAGMA foreign_key_check",
};
_Static_assert(G_N_ELEMENTS(survey_sql) == SURVEY_STATEMENT_COUNT, "one text per statement");

const DbSchema *statements_of_survey(void)
{
    static const DbSchema schema = {
        .migrations = survey_migrations,
        .n_migrations = G_N_ELEMENTS(survey_migrations),
        .statements = survey_sql,
        .n_statements = G_N_ELEMENTS(survey_sql),
        .application_id = 0x536e6473, /* "Snds" */
    };
    return &schema;
}
