#include "survey-server/http/log.h"
#include "base/day.h"
#include "base/env.h"
#include "base/json.h"
#include <glib.h>
#include <math.h>
#include <stdio.h>

#include "base/banned.h"

/* One write, so that lines of several threads do not mix. */
static void put(GString *line)
{
    json_end_object(line);
    g_string_append_c(line, '\n');
    fwrite(line->str, 1, line->len, stderr);
}

static GString *begin(const char *event)
{
    g_autofree char *moment = day_moment_text(env_now());
    GString *line = g_string_new(NULL);
    json_begin_object(line);
    json_name_text(line, "time", moment);
    json_name_text(line, "event", event);
    return line;
}

void log_request(const char *id, const char *route, unsigned status, double ms, uint64_t bytes)
{
    g_autoptr(GString) line = begin("request");
    json_name_text(line, "id", id);
    json_name_text(line, "route", route);
    json_name_int(line, "status", status);
    json_name_int(line, "ms", lround(ms));
    json_name_int(line, "bytes", (int64_t)bytes);
    put(line);
}

void log_event(const char *event, const char *detail)
{
    g_autoptr(GString) line = begin(event);
    json_name_text(line, "detail", detail);
    put(line);
}
