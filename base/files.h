/* Whole files: read bounded, written beside their place and renamed, so that nothing is ever half there. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A descriptor that is closed at the end of its block, when it is one (0 or more).
 * Shapes: auto_close int fd = open(...). */
#define auto_close __attribute__((cleanup(file_close)))

/* Close *fd, when it is a descriptor (0 or more). */
void file_close(int *fd);

/* Read a file of at most `max_bytes`.
 * Units: bytes.   Errors: NULL and ERROR_FILE or ERROR_LIMIT, naming the path.   Returns: yours (free with g_bytes_unref). */
GBytes *file_read(const char *path, size_t max_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a file that is open already, from where it stands; `name` is for messages.
 * Errors: as file_read.   Returns: yours (free with g_bytes_unref); the descriptor stays theirs. */
GBytes *file_read_open(int fd, const char *name, size_t max_bytes,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write a file: beside its place, synced, renamed over it. A new one has the rights that the process gives (base/private.h),
 * one that is replaced those of them that the old one had.
 * Errors: false and ERROR_FILE; the old file is untouched. */
bool file_write(const char *path, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make a file that only its owner may read, where nothing is: written beside its place, synced, and only then named, so that
 * nobody ever reads a part of it. Of two who make it at once one wins.
 * Errors: false and errno, EEXIST when something is there already. */
bool file_make(const char *path, GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

/* A file that is written piece by piece, beside its place. */
typedef struct {
    FILE *to;
    char *path, *beside;
} FileBeside;

/* Begin one; end it by file_finish.
 * Errors: false and errno; there is nothing to end then. */
bool file_begin(FileBeside *file, const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* Close it. When all of it was written, sync it and put it in its place as file_write does; else remove it.
 * Errors: false and errno when it is not in its place; the old file is then untouched. */
bool file_finish(FileBeside *file, bool is_whole);

/* Write to a path, or to standard output when it is NULL or "-".
 * Errors: false and ERROR_FILE. */
bool file_write_out(const char *path, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new empty directory beside `target`, to be filled and then renamed by file_directory_finish.
 * Refuses a target that exists and is not a directory of ours (one that holds `marker`) or empty.
 * Errors: NULL and ERROR_FILE.   Returns: yours (free with g_free). */
char *file_directory_begin(const char *target, const char *marker,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Put the finished directory in the place of `target`.
 * Errors: false and ERROR_FILE; the old one is then untouched. */
bool file_directory_finish(const char *temporary, const char *target,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove a directory made by file_directory_begin, with all it holds. */
void file_directory_abandon(const char *temporary);

/* Hexadecimal BLAKE2b-256 of bytes: the hash of definitions and manifests.
 * Returns: yours (free with g_free).   Source: RFC 7693, through libsodium. */
char *file_hash_hex(const void *bytes, size_t length);
