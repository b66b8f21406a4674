/* All SQL of engine.db: a closed list. */
#pragma once

#include "base/db.h"

typedef enum {
    SURVEY_PUT,
    SURVEY_LIST,
    ENGINE_INTEGRITY_CHECK,
    STAFF_ADD,
    STAFF_FIND,
    STAFF_LIST,
    STAFF_ADMINISTRATORS,
    STAFF_SET_PASSWORD,
    STAFF_REHASH,
    STAFF_RESET,
    STAFF_SET_DISABLED,
    STAFF_SET_ROLE,
    STAFF_SET_ADVANCE,
    STAFF_SET_WAITING,
    STAFF_TAKE_WAITING,
    STAFF_DROP_TOTP,
    STAFF_USE_CODE,
    STAFF_SEEN,
    LINK_ADD,
    LINK_FIND,
    LINK_CLEAR,
    SESSION_ADD,
    SESSION_FIND,
    SESSION_SEEN,
    SESSION_END,
    SESSION_END_ALL,
    SESSION_PURGE,
    ENGINE_AUDIT_ADD,
    ENGINE_AUDIT_SCAN,
    ENGINE_STATEMENT_COUNT
} EngineStatement;

/* The schema and statements of engine.db.   Owns: static.   Threads: any. */
const DbSchema *statements_of_engine(void);
