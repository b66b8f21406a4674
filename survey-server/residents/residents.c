#include "survey-server/residents/residents.h"
#include "base/limits.h"
#include "survey-server/http/guard.h"
#include "survey-server/residents/pages.h"

#include "base/banned.h"

/* Where no survey is, a small body is read all the same, then answered 404 or 405. */
BodyRule residents_body_rule(const Request *request, const Context *context)
{
    const char *id = request->n_segments > 0 ? request->segments[0] : "";
    const LostSurvey *lost = site_find_lost(context->site, id);
    if (lost != NULL)
        return (BodyRule){.bytes_max = lost->body_max};
    const Served *served = site_find(context->site, id);
    return (BodyRule){.bytes_max = served != NULL ? served->body_max : LIMIT_BODY_BYTES};
}

Answer residents_answer(const Request *request, Context *context, const char **out_name)
{
    const LostSurvey *lost =
        request->n_segments > 0 ? site_find_lost(context->site, request->segments[0]) : NULL;
    if (lost != NULL) {
        *out_name = "not-here";
        return answer_now(page_not_here(request, context, lost));
    }
    unsigned status = 0;
    const char *allow = NULL;
    const ResidentsRoute *route =
        (const ResidentsRoute *)route_find(&context->residents_routes, request, &status, &allow);
    if (route == NULL) {
        *out_name = "none";
        Reply *reply = page_error(request, context, status);
        reply->allow = allow;
        return answer_now(reply);
    }
    *out_name = route->at.name;
    if ((route->flags & ROUTE_LOOPBACK) != 0 && (!request->is_loopback || request->is_forwarded))
        return answer_now(page_error(request, context, 404));
    if ((route->flags & ROUTE_SAME_SITE) != 0 && !guard_is_same_site(request, context->config))
        return answer_now(page_error(request, context, 403));
    return route->wait != NULL ? route->wait(request, context)
                               : answer_now(route->handle(request, context));
}
