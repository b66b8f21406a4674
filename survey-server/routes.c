/* Who answers what: the table of residents' addresses, and the two mounts. */
#include "survey-server/routes.h"
#include "survey-server/residents/pages.h"
#include "survey-server/residents/residents.h"
#include "survey-server/staff/onward.h"
#include "survey-server/staff/staff-layout.h"
#include "survey-server/staff/staff.h"

#include "base/banned.h"

static const ResidentsRoute residents_routes[] = {
    {{METHOD_GET, "/", "home"}, page_home, ROUTE_PUBLIC},
    {{METHOD_GET, "/healthz", "healthz"}, page_health, ROUTE_PUBLIC},
    {{METHOD_GET, "/metrics", "metrics"}, page_metrics, ROUTE_LOOPBACK},
    {{METHOD_GET, "/assets/{name}", "asset"}, page_asset, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}", "start-redirect"}, page_start_redirect, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}/", "start"}, page_start, ROUTE_PUBLIC},
    {{METHOD_POST, "/{survey}/", "start-again"}, page_start_again, ROUTE_PUBLIC | ROUTE_SAME_SITE},
    {{METHOD_GET, "/{survey}/check-answers", "check"}, page_check_show, ROUTE_PUBLIC},
    {{METHOD_POST, "/{survey}/check-answers", "send"},
     page_check_send,
     ROUTE_PUBLIC | ROUTE_SAME_SITE},
    {{METHOD_GET, "/{survey}/sent", "sent"}, page_sent, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}/paper.pdf", "paper"}, page_paper, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}/{page}", "page"}, page_survey_show, ROUTE_PUBLIC},
    {{METHOD_POST, "/{survey}/{page}", "page-take"},
     page_survey_take,
     ROUTE_PUBLIC | ROUTE_SAME_SITE},
};

static const Mount mounts[] = {
    {"staff", true, staff_body_rule, staff_answer, staff_refuse, onward_later},
    {NULL, false, residents_body_rule, residents_answer, page_error, NULL},
};

void routes_hand_down(Context *context)
{
    context->residents_routes = ROUTE_TABLE(residents_routes);
    context->staff_routes = routes_of_staff();
    context->mounts = mounts;
}
