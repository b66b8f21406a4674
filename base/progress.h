/* "Importing 250,000 of about 1,000,000 (25%)" on a terminal, redrawn at most five times a second.
 * Says nothing when standard error is not a terminal. One at a time, in the main thread. */
#pragma once

#include <stdint.h>

/* Begin; `what` is a literal such as "Importing responses". */
void progress_begin(const char *what);

/* Tell how far it is; total 0 means unknown. Cheap enough for each row. */
void progress_tell(uint64_t done, uint64_t total);

/* End and wipe the line. */
void progress_end(void);
