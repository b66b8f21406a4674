#include "survey-server/staff-pages.h"

#include "base/banned.h"

Reply *staff_page_redirect(const Request *request, Context *context, const Staff *staff)
{
    (void)request;
    (void)context;
    (void)staff;
    return reply_redirect(308, url_path("staff", "", NULL));
}
