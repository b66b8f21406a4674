#include "survey-server/http/route.h"
#include "survey-server/http/context.h"

#include "base/banned.h"

const Route *route_at(const RouteTable *table, size_t i)
{
    g_assert(i < table->n);
    return (const Route *)((const char *)table->rows + i * table->row_bytes);
}

void route_count_staff(Context *context, const char *name)
{
    for (size_t i = 0; i < context->staff_routes.n; i++) {
        if (g_str_equal(route_at(&context->staff_routes, i)->name, name))
            atomic_fetch_add(&context->counters.staff[i], 1);
    }
}

static bool pattern_matches(const char *pattern, const Request *request)
{
    g_auto(GStrv) wanted = g_strsplit(pattern + 1, "/", -1);
    /* g_strsplit gives no part at all for "/". */
    if (g_strv_length(wanted) != request->n_segments)
        return false;
    for (size_t i = 0; i < request->n_segments; i++) {
        const char *segment = request->segments[i];
        bool is_free = wanted[i][0] == '{';
        if (is_free ? segment[0] == '\0' : !g_str_equal(wanted[i], segment))
            return false;
    }
    return true;
}

const Route *route_find(const RouteTable *table, const Request *request, unsigned *out_status,
                        const char **out_allow)
{
    bool takes_get = false, takes_post = false;
    for (size_t i = 0; i < table->n; i++) {
        const Route *route = route_at(table, i);
        if (!pattern_matches(route->pattern, request))
            continue;
        if (route->method == request->method)
            return route;
        takes_get = takes_get || route->method == METHOD_GET;
        takes_post = takes_post || route->method == METHOD_POST;
    }
    *out_allow = takes_get && takes_post ? "GET, HEAD, POST"
                 : takes_get             ? "GET, HEAD"
                 : takes_post            ? "POST"
                                         : NULL;
    *out_status = *out_allow != NULL ? 405 : 404;
    return NULL;
}

const Mount *route_mount(const Context *context, const Request *request)
{
    const Mount *mount = context->mounts;
    while (mount->segment != NULL &&
           (request->n_segments == 0 || !g_str_equal(request->segments[0], mount->segment)))
        mount++;
    return mount;
}
