/* Which files a store has, and whether they are the ones that it knows. engine.db is made first, then SURVEY.db with its
 * definition in it, and only when that is durable does the registry in engine.db hear of the survey. So whatever the moment of
 * a crash: a survey that the registry knows had its file once, and one that it does not know may be made, begun again, or
 * taken in as it lies there. A file that the registry knows, and that is missing, empty or another's, was lost: nothing is made
 * in its place, because answers would be taken as if none had come before. The same holds for engine.db when files of
 * surveys lie beside it.
 *
 * A file is looked at before SQLite opens it: an empty one would cost the log that lies beside it. */
#pragma once

#include "base/db.h"

/* Open the file of a survey for reading (DB_READER) or writing (DB_KEEPER), when it is that survey's.
 * Errors: NULL and ERROR_LOST, a sentence that names the file and says what to do; what db_open says.
 * Returns: yours (end with db_close).   Threads: any. */
Db *store_files_open(const char *directory, const char *survey_id, DbMode mode,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make the file of a survey that the registry does not know, or go on with one that was begun.
 * Errors: NULL and ERROR_LOST when something else lies there; what db_open says.   Returns: yours (end with db_close). */
Db *store_files_make(const char *directory, const char *survey_id,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Open engine.db for reading (DB_READER) or writing (DB_WRITER, which makes it in a store that has no surveys).
 * Errors: NULL and ERROR_LOST, as above; ERROR_FILE when there is none; what db_open says.   Returns: yours (end with db_close). */
Db *store_files_open_engine(const char *directory, DbMode mode,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Is engine.db there, or may it be made? Nothing is opened.
 * Errors: false and ERROR_LOST.   Threads: any. */
bool store_files_may_begin(const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The surveys whose files lie there, whatever is in them; sorted, NULL-terminated.   Returns: yours (free with g_strfreev). */
char **store_files_ids(const char *directory);

/* Does the registry know the survey? And let it know it.
 * Errors: false and ERROR_STORE, ERROR_BUSY. */
bool store_files_know(Db *engine, const char *survey_id, bool *out_is,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_files_register(Db *engine, const char *survey_id, unsigned version,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
