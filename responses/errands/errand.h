/* Errands: what a command asks of a store that it writes to, and the way to a server that holds that store.
 *
 * The story. A writing command takes the store's lock and does its errand itself. While a server holds the lock, the
 * command hands the errand over through the server's local socket (STORE/socket: this user and root only), and prints what
 * comes back, as if it had done it: the same words, the same exit code. An errand is a few words (the first names it) and
 * open files, which travel as descriptors; the server does it by the same function, on its own store, in a thread of its
 * own, one after the other. On the way both are one frame:
 *
 *     "SND1"  length of what follows (4 bytes, the lowest first)  words, each ended by a NUL
 *
 * with the descriptors beside the first byte; of an answer the words are: "done" or the number of an ErrorCode, standard
 * output, standard error, the error's message.
 * In errand-frame.c, errand-run.c and errands.c. */
#pragma once

#include "base/error.h"
#include "responses/store/store.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ERRAND_WORDS_MOST = 8,
    ERRAND_FILES_MOST = 2,
    ERRAND_HEAD_BYTES = 8,                /* of a frame */
    LIMIT_ERRAND_BYTES = 64 * 1024,       /* of an errand: a command line */
    LIMIT_ANSWER_BYTES = 4 * 1024 * 1024, /* of an answer: 100 mistakes, each with its cell */
};

#define IMPORT_RAW_WORD "raw" /* the last word of an import that takes no guards off */

typedef struct {
    char **words; /* NULL-terminated; [0] names the errand */
    size_t n_files;
    int files[ERRAND_FILES_MOST];
    const char *base_url;         /* of the server that does it; NULL: the command itself does it */
    bool shows_progress;          /* it is done by the command itself, which has the terminal */
    bool (*is_wanted)(void *arg); /* asked now and then in long ones; NULL: to the end */
    void *arg;
} Errand;

typedef struct {
    GString *out, *err; /* for standard output and standard error */
    char *survey_id;    /* whose definition or responses were changed, or NULL */
    GError *error;      /* NULL: done */
} ErrandAnswer;

/* An answer that says nothing yet.
 * Returns: yours (free with errand_answer_free). */
ErrandAnswer *errand_answer_new(void);
void errand_answer_free(ErrandAnswer *answer);

/* Free the words and close the files of an errand that was received. */
void errand_clear(Errand *errand);

/* Do it on a store that is open for writing, and fill the answer. What is no errand is an error of the answer.
 * Threads: one errand at a time. */
void errand_do(Store *store, const Errand *errand, ErrandAnswer *answer);

/* For commands: do the errand `words` with the files at `paths` ("-" is standard input), both NULL-terminated, here or by
 * the server that holds the store, and print what it says.
 * Errors: those of the errand, with their code; ERROR_FILE (a path), ERROR_BUSY (held by somebody who takes no errands, or
 * the server ended before it answered).   Threads: the main one. */
bool errand_run(const char *address, const char *const *words, const char *const *paths,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Frames, for both ends ---- */

/* The frame of words.
 * Returns: yours (free with g_bytes_unref). */
GBytes *errand_frame(const char *const *words);

/* The length of what follows a head.
 * Errors: false and ERROR_DATA (no frame of ours), ERROR_LIMIT. */
bool errand_head_read(const uint8_t head[ERRAND_HEAD_BYTES], size_t most, size_t *out_length,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The words of a frame's body, at most ERRAND_WORDS_MOST.
 * Errors: NULL and ERROR_DATA.   Returns: yours (free with g_strfreev).   Threads: any (pure). */
char **errand_words(const void *body, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The words of an answer (what is over the limit is cut), and back.
 * Errors (parse): NULL and ERROR_DATA.   Returns: yours (free with g_bytes_unref). */
GBytes *errand_answer_frame(const ErrandAnswer *answer);
ErrandAnswer *errand_answer_parse(const void *body, size_t length,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The address of a store's socket; *out_directory is a descriptor that it leans on (its path may be longer than an address),
 * to be closed after its use.
 * Errors: false and ERROR_FILE. */
struct sockaddr_un;
bool errand_address(const char *store, struct sockaddr_un *out, int *out_directory,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErrandAnswer, errand_answer_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Errand, errand_clear)
