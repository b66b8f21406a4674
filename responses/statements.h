/* All SQL but that of the wide tables' generated columns: two closed lists, one for each kind of file. That of engine.db
 * stands in responses/engine-statements.h. */
#pragma once

#include "responses/engine-statements.h"

typedef enum {
    DEFINITION_PUT,
    DEFINITION_OF_VERSION,
    DEFINITION_NEWEST,
    DEFINITION_LIST,
    VERSION_IS_USED,
    VERSION_COUNT,
    VARIABLE_LIST,
    VARIABLE_ADD,
    VARIABLE_CLEAR,
    RESPONSES_ARE_THERE,
    RESPONSE_COLUMNS,
    SPECIAL_COLUMNS,
    REFERENCE_OF_KEY,
    REFERENCE_IS_THERE,
    REFERENCE_DELETE,
    WORDS_ADD,
    WORDS_ALL,
    WORDS_ORPHANS,
    SUMMARY,
    DRAFT_ADD,
    DRAFT_FIND,
    DRAFT_UPDATE,
    DRAFT_SUBMITTED,
    DRAFT_FORGET_REFERENCE,
    DRAFT_PURGE,
    AUDIT_ADD,
    AUDIT_VALUE_ADD,
    AUDIT_LIST,
    SETTING_FIND,
    SETTING_ADD,
    SETTING_HISTORY,
    INTEGRITY_CHECK,
    FOREIGN_KEY_CHECK,
    SURVEY_STATEMENT_COUNT
} SurveyStatement;

/* The schema and statements of SURVEY.db.   Owns: static.   Threads: any. */
const DbSchema *statements_of_survey(void);
