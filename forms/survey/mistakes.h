/* Mistakes of a definition, in words for council staff, with file and line and what to do. Collected, all of them, and
 * shown as `file:line: message`; warnings (worth a look, nothing refused) beside them. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    unsigned line; /* 0: the file as a whole */
    bool is_warning;
    char *message;
} Mistake;

typedef struct Mistakes Mistakes;

/* An empty list for a file.
 * Returns: yours (free with mistakes_free). */
Mistakes *mistakes_new(const char *file);
void mistakes_free(Mistakes *mistakes);

/* Note a mistake or a warning, worded like printf. */
void mistakes_add(Mistakes *mistakes, unsigned line, const char *format, ...) G_GNUC_PRINTF(3, 4);
void mistakes_warn(Mistakes *mistakes, unsigned line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* How many mistakes, how many warnings there are. */
size_t mistakes_count(const Mistakes *mistakes);
size_t mistakes_count_warnings(const Mistakes *mistakes);

/* One of them, in the order of mistakes_text; below mistakes_count + mistakes_count_warnings.
 * Owns: lent until another is added. */
const Mistake *mistakes_at(const Mistakes *mistakes, size_t index);

/* Forget the warnings on lines from..to (to itself not) if there is a mistake there: they may follow from it. */
void mistakes_forget_warnings(Mistakes *mistakes, unsigned from, unsigned to);

/* All of them as lines `file:line: message`, ordered by line, the first LIMIT_MISTAKES; then how many more.
 * Returns: yours (free with g_free). */
char *mistakes_text(const Mistakes *mistakes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mistakes, mistakes_free)
