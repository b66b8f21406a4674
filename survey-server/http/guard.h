/* Who may change something: a POST must come from a page of ours. Residents' pages carry no hidden token (they stay the
 * same for everybody): Sec-Fetch-Site is asked, else Origin; a browser that sends neither is held by the SameSite cookie. */
#pragma once

#include "survey-server/http/config.h"
#include "survey-server/http/request.h"
#include <stdbool.h>

/* May this request change something?   Threads: any (pure). */
bool guard_is_same_site(const Request *request, const Config *config);
