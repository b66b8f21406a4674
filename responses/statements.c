#include "responses/statements.h"

#include "base/banned.h"

extern const unsigned char responses_schema_survey_001_sql[];
extern const unsigned char responses_schema_survey_002_sql[];

static const char *const survey_migrations[] = {
    (const char *)responses_schema_survey_001_sql,
    (const char *)responses_schema_survey_002_sql,
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
