/* Failures of the environment: a file, a database, a definition, an import that cannot be used.
 * They travel as GError in one domain. Not for bugs (those are g_assert) and not for a respondent's
 * slips (those are data: see forms/answers/answers.h). Messages are sentences for staff and operators: they
 * name the thing (file and line, row and column) and say what to do. They are never shown to residents. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    ERROR_USAGE,      /* the command line is wrong: exit 2 */
    ERROR_FILE,       /* a file or directory cannot be read or written */
    ERROR_DEFINITION, /* a survey definition has mistakes */
    ERROR_DATA,       /* imported data break a rule */
    ERROR_STORE,      /* the store is damaged, foreign, too new or failing */
    ERROR_BUSY,       /* locked by another process, or the queue is full: try again */
    ERROR_CONFLICT,   /* what is there already forbids it: a frozen definition, an outdated draft */
    ERROR_NOT_FOUND,  /* no such survey, variable, draft */
    ERROR_LIMIT,      /* over a bound of base/limits.h */
    ERROR_LOST,       /* what was kept is gone: a file is missing, emptied, or another's */
    ERROR_CODE_COUNT
} ErrorCode;

#define SOUNDINGS_ERROR (error_quark())

/* The quark of the one error domain.
 * Threads: any. */
GQuark error_quark(void);

/* Set *error to a message made like printf; does nothing but that, so `return false` follows it.
 * Errors: the one it sets.   Returns: *error is yours.   Threads: any. */
void error_set(GError **error, ErrorCode code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Put "prefix: " before the message of *error, when there is one.
 * Errors: changes the one that is there.   Threads: any. */
void error_prefix(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
