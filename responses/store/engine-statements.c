#include "responses/store/engine-statements.h"

#include "base/banned.h"

extern const unsigned char responses_store_schema_engine_001_sql[];
extern const unsigned char responses_store_schema_engine_002_sql[];
extern const unsigned char responses_store_schema_engine_003_sql[];

static const char *const engine_migrations[] = {
    (const char *)responses_store_schema_engine_001_sql,
    (const char *)responses_store_schema_engine_002_sql,
    (const char *)responses_store_schema_engine_003_sql,
};

#define STAFF_COLUMNS                                                                              \
    "name, role, is_disabled, password, totp, totp_waiting, totp_step, auto_advance, last_seen"

/* What responses/store/workshop.c reads of a workpiece and one of its revisions. */
#define WORKPIECE_COLUMNS                                                                          \
    "workpiece.id, r.revision, survey, title, who, moment, what, previewed, pilot, "               \
    "pilot_revision, pilot_ended"
#define WORKPIECE_JOIN " FROM workpiece JOIN workpiece_revision r ON r.workpiece = workpiece.id "

static const char *const engine_sql[] = {
    [SURVEY_PUT] = "INSERT INTO survey(id, version, published) VALUES (?1, ?2, ?3) "
                   "ON CONFLICT (id) DO UPDATE SET version = max(version, ?2), published = ?3",
    [SURVEY_LIST] = "SELECT id FROM survey ORDER BY id",
    [SURVEY_IS_KNOWN] = "SELECT EXISTS (SELECT 1 FROM survey WHERE id = ?1)",
    [ENGINE_INTEGRITY_CHECK] = "PRAGMA integrity_check",

    [STAFF_ADD] = "INSERT INTO staff(name, role) VALUES (?1, ?2)",
    [STAFF_FIND] = "SELECT " STAFF_COLUMNS " FROM staff WHERE name = ?1",
    [STAFF_LIST] = "SELECT " STAFF_COLUMNS " FROM staff ORDER BY name",
    [STAFF_ADMINISTRATORS] = "SELECT count(*) FROM staff WHERE role = 3 AND is_disabled = 0 "
                             "AND password IS NOT NULL",
    [STAFF_SET_PASSWORD] = "UPDATE staff SET password = ?2 WHERE name = ?1",
    [STAFF_REHASH] = "UPDATE staff SET password = ?2 WHERE name = ?1 AND password = ?3",
    [STAFF_RESET] = "UPDATE staff SET password = NULL, totp = NULL, totp_waiting = NULL, "
                    "totp_step = 0 WHERE name = ?1",
    [STAFF_SET_DISABLED] = "UPDATE staff SET is_disabled = ?2 WHERE name = ?1",
    [STAFF_SET_ROLE] = "UPDATE staff SET role = ?2 WHERE name = ?1",
    [STAFF_SET_ADVANCE] = "UPDATE staff SET auto_advance = ?2 WHERE name = ?1",
    [STAFF_SET_WAITING] = "UPDATE staff SET totp_waiting = ?2 WHERE name = ?1 AND totp IS NULL",
    [STAFF_TAKE_WAITING] = "UPDATE staff SET totp = totp_waiting, totp_waiting = NULL, "
                           "totp_step = ?2 WHERE name = ?1 AND totp_waiting = ?3 AND totp IS NULL",
    [STAFF_DROP_TOTP] = "UPDATE staff SET totp = NULL, totp_waiting = NULL, totp_step = 0 "
                        "WHERE name = ?1",
    [STAFF_USE_CODE] = "UPDATE staff SET totp_step = ?2 WHERE name = ?1 AND totp_step < ?2",
    [STAFF_SEEN] = "UPDATE staff SET last_seen = ?2 WHERE name = ?1 AND last_seen < ?2",

    [LINK_ADD] = "INSERT INTO link(hash, staff, expires) VALUES (?1, ?2, ?3)",
    [LINK_FIND] = "SELECT staff FROM link WHERE hash = ?1 AND expires > ?2 AND NOT EXISTS "
                  "(SELECT 1 FROM staff WHERE staff.name = link.staff AND is_disabled = 1)",
    [LINK_CLEAR] = "DELETE FROM link WHERE staff IS ?1",

    /* Nothing is added when the account was disabled or got another password meanwhile. */
    [SESSION_ADD] = "INSERT INTO session(token_hash, staff, began, seen, needs_code) "
                    "SELECT ?1, name, ?3, ?3, ?4 FROM staff "
                    "WHERE name = ?2 AND is_disabled = 0 AND password = ?5",
    [SESSION_FIND] = "SELECT staff.name, role, began, seen, needs_code, totp IS NOT NULL, "
                     "auto_advance FROM session JOIN staff ON staff.name = session.staff "
                     "WHERE token_hash = ?1 AND is_disabled = 0",
    [SESSION_SEEN] = "UPDATE session SET seen = ?2 WHERE token_hash = ?1 AND seen < ?2",
    [SESSION_END] = "DELETE FROM session WHERE token_hash = ?1",
    [SESSION_END_ALL] = "DELETE FROM session WHERE staff = ?1",
    [SESSION_PURGE] = "DELETE FROM session WHERE seen <= ?1 OR began <= ?2",

    [ENGINE_AUDIT_ADD] = "INSERT INTO audit(moment, who, action, subject, reason) "
                         "VALUES (?1, ?2, ?3, ?4, ?5)",
    [ENGINE_AUDIT_SCAN] = "SELECT seq, moment, who, action, subject, reason FROM audit "
                          "WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",

    [WORKPIECE_ADD] = "INSERT INTO workpiece(revision, survey, title) VALUES (1, ?1, ?2)",
    [WORKPIECE_COUNT] = "SELECT count(*) FROM workpiece",
    [WORKPIECE_NEWEST] = "SELECT revision, who, source FROM workpiece_revision "
                         "WHERE workpiece = ?1 ORDER BY revision DESC LIMIT 1",
    [WORKPIECE_UPDATE] = "UPDATE workpiece SET revision = ?2, survey = ?3, title = ?4 "
                         "WHERE id = ?1",
    [WORKPIECE_REVISION_ADD] = "INSERT INTO workpiece_revision(workpiece, revision, source, who, "
                               "moment, what) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [WORKPIECE_PREVIEWED] = "UPDATE workpiece SET previewed = max(previewed, ?2) WHERE id = ?1",
    [WORKPIECE_PILOT] = "UPDATE workpiece SET pilot = ?2, pilot_revision = ?3, pilot_ended = 0 "
                        "WHERE id = ?1 AND (pilot IS NULL OR pilot_ended)",
    [WORKPIECE_PILOT_ENDED] = "UPDATE workpiece SET pilot_ended = 1 WHERE id = ?1 "
                              "AND pilot = ?2 AND NOT pilot_ended",
    [WORKPIECE_REMOVE] = "DELETE FROM workpiece WHERE id = ?1",
    [WORKPIECE_LIST] = "SELECT " WORKPIECE_COLUMNS WORKPIECE_JOIN
                       "WHERE r.revision = workpiece.revision ORDER BY moment DESC, id DESC",
    [WORKPIECE_LOAD] = "SELECT " WORKPIECE_COLUMNS ", source" WORKPIECE_JOIN
                       "WHERE workpiece.id = ?1 AND r.revision = "
                       "CASE ?2 WHEN 0 THEN workpiece.revision ELSE ?2 END",
    [WORKPIECE_HISTORY] = "SELECT " WORKPIECE_COLUMNS WORKPIECE_JOIN
                          "WHERE workpiece.id = ?1 ORDER BY r.revision DESC",
};
_Static_assert(G_N_ELEMENTS(engine_sql) == ENGINE_STATEMENT_COUNT, "one text per statement");

const DbSchema *engine_statements(void)
{
    static const DbSchema schema = {
        .migrations = engine_migrations,
        .n_migrations = G_N_ELEMENTS(engine_migrations),
        .statements = engine_sql,
        .n_statements = G_N_ELEMENTS(engine_sql),
        .application_id = 0x536e6465, /* "Snde" */
    };
    return &schema;
}
