/* JSON written piece by piece into a text. Commas come by themselves; whoever writes closes what they open, and gives each
 * value in an object its name. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Begin and end an array or an object, which is a value too.
 * Threads: any (pure). */
void json_begin_array(GString *to);
void json_end_array(GString *to);
void json_begin_object(GString *to);
void json_end_object(GString *to);

/* The name of the next value of an object.
 * Threads: any (pure). */
void json_name(GString *to, const char *name);

/* A value: text (UTF-8; quotes, backslashes and control characters are escaped), a whole number, null.
 * Threads: any (pure). */
void json_text(GString *to, const char *text);
void json_int(GString *to, int64_t number);
void json_null(GString *to);

/* A name and its value in one.
 * Threads: any (pure). */
void json_name_text(GString *to, const char *name, const char *text);
void json_name_int(GString *to, const char *name, int64_t number);

/* The next value of an array stands on a line of its own.
 * Threads: any (pure). */
void json_next_line(GString *to);
