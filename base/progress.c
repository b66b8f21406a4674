#include "base/progress.h"

#include "base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/banned.h"

enum { REDRAW_US = 200 * 1000 };

/* The one line that is on the terminal, if any; main thread only, as the header says. */
static struct {
    const char *what; /* NULL when nothing is shown */
    int64_t drawn_at_us;
} line;

void progress_begin(const char *what)
{
    line.what = isatty(STDERR_FILENO) ? what : NULL;
    line.drawn_at_us = 0;
}

void progress_tell(uint64_t done, uint64_t total)
{
    if (line.what == NULL)
        return;
    int64_t now = g_get_monotonic_time();
    if (now - line.drawn_at_us < REDRAW_US)
        return;
    line.drawn_at_us = now;
    g_autoptr(GString) text = g_string_new(line.what);
    g_string_append_c(text, ' ');
    text_append_count(text, done);
    if (total > 0) {
        g_string_append(text, " of about ");
        text_append_count(text, total);
        double share = done < total ? (double)done / (double)total : 1.0;
        g_string_append_printf(text, " (%d%%)", (int)(share * 100.0));
    }
    (void)fprintf(stderr, "\r%s\x1b[K", text->str);
    (void)fflush(stderr);
}

void progress_end(void)
{
    if (line.what != NULL && line.drawn_at_us != 0) {
        (void)fputs("\r\x1b[K", stderr);
        (void)fflush(stderr);
    }
    line.what = NULL;
}
