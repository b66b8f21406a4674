#include "base/json.h"

#include <string.h>

#include "base/banned.h"

/* A comma, unless something was just opened or named, or a line begun. A text ends with its quote, whatever is in it. */
static void part(GString *to)
{
    if (to->len > 0 && strchr("[{:\n", to->str[to->len - 1]) == NULL)
        g_string_append_c(to, ',');
}

void json_begin_array(GString *to)
{
    part(to);
    g_string_append_c(to, '[');
}

void json_end_array(GString *to)
{
    g_string_append_c(to, ']');
}

void json_begin_object(GString *to)
{
    part(to);
    g_string_append_c(to, '{');
}

void json_end_object(GString *to)
{
    g_string_append_c(to, '}');
}

void json_name(GString *to, const char *name)
{
    json_text(to, name);
    g_string_append_c(to, ':');
}

void json_text(GString *to, const char *text)
{
    part(to);
    g_string_append_c(to, '"');
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\')
            g_string_append_c(to, '\\');
        if (byte < 0x20 || byte == 0x7F)
            g_string_append_printf(to, "\\u%04x", byte);
        else
            g_string_append_c(to, *at);
    }
    g_string_append_c(to, '"');
}

void json_int(GString *to, int64_t number)
{
    part(to);
    g_string_append_printf(to, "%" G_GINT64_FORMAT, number);
}

void json_null(GString *to)
{
    part(to);
    g_string_append(to, "null");
}

void json_name_text(GString *to, const char *name, const char *text)
{
    json_name(to, name);
    json_text(to, text);
}

void json_name_int(GString *to, const char *name, int64_t number)
{
    json_name(to, name);
    json_int(to, number);
}

void json_next_line(GString *to)
{
    part(to);
    g_string_append_c(to, '\n');
}
