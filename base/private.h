/* Private files: what people told in confidence, and the keys to it, are for one user of the machine.
 *
 * The story. Whatever a program makes is made for the user who runs it alone (private_begin), wherever it lies. A store or
 * a key that others can reach all the same, because an older release made it or somebody opened it, is refused with the
 * command that mends it. --allow-shared lets it pass; then it is told instead. What a symbolic link leads to is judged, and
 * not the link. All of this is looked at when a store or a key is opened, by a few stat calls, and not again. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* From now on nothing that this process makes can be reached by other users.   Threads: the main one, before others. */
void private_begin(void);

/* Was --allow-shared given? And who is told, in a sentence that names it, of what is shared then (nobody, unless said).
 * Threads: the main one, before others. */
typedef void (*PrivateTell)(const char *sentence);
void private_allow_shared(bool is_allowed);
void private_tell_by(PrivateTell tell);

/* Make the directory of a store unless it is there. One that is there and empty becomes its owner's alone.
 * Errors: false and ERROR_FILE. */
bool private_make_directory(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Are the directory of a store, its databases and its keys their user's alone?
 * Errors: false and ERROR_FILE with the command that makes them so. */
bool private_check_store(const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of the file of a key that lies elsewhere. One that does not exist is.
 * Errors: as private_check_store. */
bool private_check_key(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
