#include "survey-server/routes.h"
#include "base/limits.h"
#include "survey-server/http/guard.h"
#include "survey-server/residents/pages.h"
#include "survey-server/staff/staff.h"
#include <string.h>

#include "base/banned.h"

static const Route routes[] = {
    {METHOD_GET, "/", "home", page_home, ROUTE_PUBLIC},
    {METHOD_GET, "/healthz", "healthz", page_health, ROUTE_PUBLIC},
    {METHOD_GET, "/metrics", "metrics", page_metrics, ROUTE_LOOPBACK},
    {METHOD_GET, "/assets/{name}", "asset", page_asset, ROUTE_PUBLIC},
    {METHOD_GET, "/{survey}", "start-redirect", page_start_redirect, ROUTE_PUBLIC},
    {METHOD_GET, "/{survey}/", "start", page_start, ROUTE_PUBLIC},
    {METHOD_POST, "/{survey}/", "start-again", page_start_again, ROUTE_PUBLIC | ROUTE_SAME_SITE},
    {METHOD_GET, "/{survey}/check-answers", "check", page_check_show, ROUTE_PUBLIC},
    {METHOD_POST, "/{survey}/check-answers", "send", page_check_send,
     ROUTE_PUBLIC | ROUTE_SAME_SITE},
    {METHOD_GET, "/{survey}/sent", "sent", page_sent, ROUTE_PUBLIC},
    {METHOD_GET, "/{survey}/paper.pdf", "paper", page_paper, ROUTE_PUBLIC},
    {METHOD_GET, "/{survey}/{page}", "page", page_survey_show, ROUTE_PUBLIC},
    {METHOD_POST, "/{survey}/{page}", "page-take", page_survey_take,
     ROUTE_PUBLIC | ROUTE_SAME_SITE},
};

const Route *routes_table(size_t *out_n)
{
    *out_n = G_N_ELEMENTS(routes);
    return routes;
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

bool route_takes(const char *pattern, Method method, const Request *request, MethodsFound *found)
{
    if (!pattern_matches(pattern, request))
        return false;
    found->takes_get = found->takes_get || method == METHOD_GET;
    found->takes_post = found->takes_post || method == METHOD_POST;
    return method == request->method;
}

unsigned methods_status(const MethodsFound *found, const char **out_allow)
{
    *out_allow = found->takes_get && found->takes_post ? "GET, HEAD, POST"
                 : found->takes_get                    ? "GET, HEAD"
                 : found->takes_post                   ? "POST"
                                                       : NULL;
    return *out_allow != NULL ? 405 : 404;
}

const Route *routes_find(const Request *request, unsigned *out_status, const char **out_allow)
{
    MethodsFound found = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
        if (route_takes(routes[i].pattern, routes[i].method, request, &found))
            return &routes[i];
    }
    *out_status = methods_status(&found, out_allow);
    return NULL;
}

bool routes_is_staff(const Request *request)
{
    return request->n_segments > 0 && g_str_equal(request->segments[0], "staff");
}

static BodyRule staff_body_rule(const Request *request)
{
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_routes_find(request, &status, &allow);
    BodyRule rule = {.bytes_max = LIMIT_BODY_BYTES, .is_drained = true};
    if (route == NULL)
        return rule;
    rule.takes_files = route->file != NULL;
    if (route->body_max > 0)
        rule.bytes_max = route->body_max + (rule.takes_files ? LIMIT_BODY_BYTES : 0);
    return rule;
}

/* Where no survey is, a small body is read all the same, then answered 404 or 405. */
BodyRule routes_body_rule(const Request *request, const Context *context)
{
    if (routes_is_staff(request))
        return staff_body_rule(request);
    const char *id = request->n_segments > 0 ? request->segments[0] : "";
    const LostSurvey *lost = site_find_lost(context->site, id);
    if (lost != NULL)
        return (BodyRule){.bytes_max = lost->body_max};
    const Served *served = site_find(context->site, id);
    return (BodyRule){.bytes_max = served != NULL ? served->body_max : LIMIT_BODY_BYTES};
}

Reply *routes_answer(const Request *request, Context *context, const char **out_name)
{
    if (routes_is_staff(request))
        return staff_answer(request, context, out_name);
    const LostSurvey *lost =
        request->n_segments > 0 ? site_find_lost(context->site, request->segments[0]) : NULL;
    if (lost != NULL) {
        *out_name = "not-here";
        return page_not_here(request, context, lost);
    }
    unsigned status = 0;
    const char *allow = NULL;
    const Route *route = routes_find(request, &status, &allow);
    if (route == NULL) {
        *out_name = "none";
        Reply *reply = page_error(request, context, status);
        reply->allow = allow;
        return reply;
    }
    *out_name = route->name;
    if ((route->flags & ROUTE_LOOPBACK) != 0 && (!request->is_loopback || request->is_forwarded))
        return page_error(request, context, 404);
    if ((route->flags & ROUTE_SAME_SITE) != 0 && !guard_is_same_site(request, context->config))
        return page_error(request, context, 403);
    return route->handle(request, context);
}
