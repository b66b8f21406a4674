#include "survey-server/http/log.h"
#include "base/env.h"
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static void append_string(GString *to, const char *text)
{
    g_string_append_c(to, '"');
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\')
            g_string_append_c(to, '\\');
        if (byte < 0x20 || byte == 0x7f)
            g_string_append_printf(to, "\\u%04x", byte);
        else
            g_string_append_c(to, *at);
    }
    g_string_append_c(to, '"');
}

static void append_pair(GString *to, const char *name, const char *text)
{
    g_string_append_printf(to, ",\"%s\":", name);
    append_string(to, text);
}

/* One write, so that lines of several threads do not mix. */
static void put(GString *line)
{
    g_string_append(line, "}\n");
    fwrite(line->str, 1, line->len, stderr);
}

static GString *begin(const char *event)
{
    g_autofree char *moment = env_moment_text(env_now());
    GString *line = g_string_new("{\"time\":");
    append_string(line, moment);
    append_pair(line, "event", event);
    return line;
}

void log_request(const char *id, const char *route, unsigned status, double ms, uint64_t bytes)
{
    g_autoptr(GString) line = begin("request");
    append_pair(line, "id", id);
    append_pair(line, "route", route);
    g_string_append_printf(line, ",\"status\":%u,\"ms\":%u,\"bytes\":%" G_GUINT64_FORMAT, status,
                           (unsigned)(ms + 0.5), bytes);
    put(line);
}

void log_event(const char *event, const char *detail)
{
    g_autoptr(GString) line = begin(event);
    append_pair(line, "detail", detail);
    put(line);
}
