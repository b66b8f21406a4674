/* Who answers what: the table of residents' addresses, and the two mounts. */
#include "survey-server/routes.h"
#include "survey-server/residents/pages.h"
#include "survey-server/residents/residents.h"
#include "survey-server/staff/onward.h"
#include "survey-server/staff/staff-layout.h"
#include "survey-server/staff/staff.h"

#include "base/banned.h"

static const ResidentsRoute residents_routes[] = {
    {{METHOD_GET, "/", "home"}, page_home, NULL, ROUTE_PUBLIC},
    {{METHOD_GET, "/healthz", "healthz"}, page_health, NULL, ROUTE_PUBLIC},
    {{METHOD_GET, "/metrics", "metrics"}, page_metrics, NULL, ROUTE_LOOPBACK},
    {{METHOD_GET, "/assets/{name}", "asset"}, page_asset, NULL, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}", "start-redirect"}, page_start_redirect, NULL, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}/", "start"}, page_start, NULL, ROUTE_PUBLIC},
    {{METHOD_POST, "/{survey}/", "start-again"},
     page_start_again,
     NULL,
     ROUTE_PUBLIC | ROUTE_SAME_SITE},
    {{METHOD_GET, "/{survey}/check-answers", "check"}, NULL, page_check_show, ROUTE_PUBLIC},
    {{METHOD_POST, "/{survey}/check-answers", "send"},
     NULL,
     page_check_send,
     ROUTE_PUBLIC | ROUTE_SAME_SITE},
    {{METHOD_GET, "/{survey}/sent", "sent"}, page_sent, NULL, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}/paper.pdf", "paper"}, page_paper, NULL, ROUTE_PUBLIC},
    {{METHOD_GET, "/{survey}/{page}", "page"}, NULL, page_survey_show, ROUTE_PUBLIC},
    {{METHOD_POST, "/{survey}/{page}", "page-take"},
     NULL,
     page_survey_take,
     ROUTE_PUBLIC | ROUTE_SAME_SITE},
};

static Answer answer_staff(const Request *request, Context *context, const char **out_name)
{
    return answer_now(staff_answer(request, context, out_name));
}

static const Mount mounts[] = {
    {"staff", true, staff_body_rule, answer_staff, staff_refuse, onward_later},
    {NULL, false, residents_body_rule, residents_answer, page_error, NULL},
};

void routes_hand_down(Context *context)
{
    context->residents_routes = ROUTE_TABLE(residents_routes);
    context->staff_routes = staff_routes_table();
    context->mounts = mounts;
}
