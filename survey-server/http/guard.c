#include "survey-server/http/guard.h"

#include "base/banned.h"

bool guard_is_same_site(const Request *request, const Config *config)
{
    if (request->fetch_site != NULL)
        return g_str_equal(request->fetch_site, "same-origin") ||
               g_str_equal(request->fetch_site, "none");
    if (request->origin == NULL)
        return true;
    if (config->origin != NULL && g_str_equal(request->origin, config->origin))
        return true;
    if (!request->is_loopback || request->is_forwarded)
        return false;
    /* By another name of this machine: the Host was checked to be one. */
    g_autofree char *own = g_strconcat("http://", request->host, NULL);
    return g_str_equal(request->origin, own);
}
