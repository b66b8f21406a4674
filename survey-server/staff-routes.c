/* The one table of staff's addresses: who answers what, and which right it takes. Rows of one part stand together; the first
 * match wins, so an address in letters stands before one with {survey}. */
#include "base/limits.h"
#include "survey-server/routes.h"
#include "survey-server/staff/account-pages.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/keying/keying-pages.h"
#include "survey-server/staff/staff-pages.h"
#include "survey-server/staff/staff.h"

#include "base/banned.h"

static const StaffRoute routes[] = {
    {METHOD_GET, "/staff", "staff-redirect", staff_page_redirect, RIGHT_NONE, 0, NULL},
    {METHOD_GET, "/staff/", "staff-home", staff_page_home, RIGHT_SIGNED_IN, 0, NULL},
    {METHOD_GET, "/staff/sign-in", "sign-in", page_sign_in_show, RIGHT_NONE, 0, NULL},
    {METHOD_POST, "/staff/sign-in", "sign-in-take", page_sign_in_take, RIGHT_NONE,
     LIMIT_BODY_MAX_BYTES, NULL},
    {METHOD_POST, "/staff/sign-out", "sign-out", page_sign_out, RIGHT_NONE, 0, NULL},
    {METHOD_GET, "/staff/welcome", "welcome", page_welcome_show, RIGHT_NONE, 0, NULL},
    {METHOD_POST, "/staff/welcome", "welcome-take", page_welcome_take, RIGHT_NONE, 0, NULL},
    {METHOD_GET, "/staff/password", "password", page_password_show, RIGHT_SIGNED_IN, 0, NULL},
    {METHOD_POST, "/staff/password", "password-take", page_password_take, RIGHT_SIGNED_IN, 0, NULL},
    {METHOD_GET, "/staff/second-factor", "factor", page_factor_show, RIGHT_SIGNED_IN, 0, NULL},
    {METHOD_POST, "/staff/second-factor", "factor-take", page_factor_take, RIGHT_SIGNED_IN, 0,
     NULL},
    {METHOD_GET, "/staff/accounts", "accounts", page_accounts_show, RIGHT_ACCOUNTS, 0, NULL},
    {METHOD_POST, "/staff/accounts", "accounts-add", page_accounts_add, RIGHT_ACCOUNTS, 0, NULL},
    {METHOD_GET, "/staff/accounts/person", "person", page_person_show, RIGHT_ACCOUNTS, 0, NULL},
    {METHOD_POST, "/staff/accounts/person", "person-take", page_person_take, RIGHT_ACCOUNTS, 0,
     NULL},
    {METHOD_GET, "/staff/accounts/sign-ins", "sign-ins", page_sign_ins, RIGHT_ACCOUNTS, 0, NULL},
    {METHOD_GET, "/staff/definitions", "definitions", author_list_show, RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions", "definitions-begin", author_begin, RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/upload", "definitions-upload", author_upload, RIGHT_DESIGN,
     LIMIT_DEFINITION_BYTES, "A definition"},
    {METHOD_GET, "/staff/definitions/{draft}/", "definition", author_overview_show, RIGHT_DESIGN, 0,
     NULL},
    {METHOD_POST, "/staff/definitions/{draft}/", "definition-move", author_overview_move,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/part", "definition-part", author_part_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/part", "definition-part-save", author_part_take,
     RIGHT_DESIGN, LIMIT_BODY_MAX_BYTES, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/question", "definition-question", author_question_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/question", "definition-question-add",
     author_question_take, RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/remove", "definition-ask-remove", author_remove_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/remove", "definition-remove", author_remove_take,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/source", "definition-source", author_source_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/source", "definition-source-save", author_source_take,
     RIGHT_DESIGN, LIMIT_DEFINITION_BYTES, "A definition"},
    {METHOD_GET, "/staff/definitions/{draft}/download", "definition-download", author_download,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/history", "definition-history", author_history_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/history", "definition-go-back", author_history_take,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/throw-away", "definition-ask-throw", author_throw_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/throw-away", "definition-throw", author_throw_take,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/preview", "definition-preview", author_preview_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/preview/web", "definition-web", author_preview_web,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/preview/web", "definition-web-on", author_preview_on,
     RIGHT_DESIGN, LIMIT_BODY_MAX_BYTES, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/preview/paper.pdf", "definition-paper",
     author_preview_paper, RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/preview/keying", "definition-keying",
     author_preview_keying, RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/pilot", "definition-pilot", author_pilot_show,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/pilot", "definition-pilot-do", author_pilot_take,
     RIGHT_DESIGN, 0, NULL},
    {METHOD_GET, "/staff/definitions/{draft}/publish", "definition-ask-publish",
     author_publish_show, RIGHT_PUBLISH, 0, NULL},
    {METHOD_POST, "/staff/definitions/{draft}/publish", "definition-publish", author_publish_take,
     RIGHT_PUBLISH, 0, NULL},
    {METHOD_GET, "/staff/{survey}/dates", "dates", author_dates_show, RIGHT_PUBLISH, 0, NULL},
    {METHOD_POST, "/staff/{survey}/dates", "dates-change", author_dates_take, RIGHT_PUBLISH, 0,
     NULL},
    {METHOD_GET, "/staff/{survey}/", "staff-survey", staff_page_survey, RIGHT_SIGNED_IN, 0, NULL},
    {METHOD_GET, "/staff/{survey}/batches", "batches", desk_batches_show, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/batches", "batches-receive", desk_batches_receive,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/batches/{batch}", "batch", desk_batch_show, RIGHT_SUPERVISE, 0,
     NULL},
    {METHOD_GET, "/staff/{survey}/batches/{batch}/serials", "batch-serials", desk_batch_serials,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/batches/{batch}/report.csv", "batch-report", desk_batch_report,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/batches/{batch}/close", "batch-ask-close", desk_batch_close,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/batches/{batch}/close", "batch-close", desk_batch_close,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/batches/{batch}/destroy", "batch-ask-destroy", desk_batch_destroy,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/batches/{batch}/destroy", "batch-destroy", desk_batch_destroy,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/forms", "form-find", desk_form_find, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/forms/{serial}", "form", desk_form_show, RIGHT_SUPERVISE, 0,
     NULL},
    {METHOD_POST, "/staff/{survey}/forms/{serial}/void", "form-void", desk_form_void,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/forms/{serial}/unvoid", "form-unvoid", desk_form_unvoid,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/forms/{serial}/release", "form-release", desk_form_release,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/forms/{serial}/note", "form-note", desk_form_note,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/settle", "settle-list", desk_settle_list, RIGHT_SUPERVISE, 0,
     NULL},
    {METHOD_GET, "/staff/{survey}/settle/{serial}", "settle", desk_settle_show, RIGHT_SUPERVISE, 0,
     NULL},
    {METHOD_POST, "/staff/{survey}/settle/{serial}", "settle-take", desk_settle_take,
     RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/correct", "correct", desk_correct_show, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/correct", "correct-take", desk_correct_take, RIGHT_SUPERVISE, 0,
     NULL},
    {METHOD_GET, "/staff/{survey}/withdraw", "withdraw", desk_withdraw_show, RIGHT_SUPERVISE, 0,
     NULL},
    {METHOD_POST, "/staff/{survey}/withdraw", "withdraw-take", desk_withdraw_take, RIGHT_SUPERVISE,
     0, NULL},
    {METHOD_GET, "/staff/{survey}/audit", "audit", desk_audit_show, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/clerks", "clerks", desk_clerks_show, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/rules", "rules", desk_rules_show, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/rules", "rules-take", desk_rules_take, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/print", "print", desk_print_show, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_POST, "/staff/{survey}/print", "print-make", desk_print_make, RIGHT_SUPERVISE, 0, NULL},
    {METHOD_GET, "/staff/{survey}/key", "key", keying_choose_show, RIGHT_KEY, 0, NULL},
    {METHOD_POST, "/staff/{survey}/key", "key-find", keying_choose_take, RIGHT_KEY, 0, NULL},
    {METHOD_GET, "/staff/{survey}/key/{batch}", "key-next", keying_next, RIGHT_KEY, 0, NULL},
    {METHOD_GET, "/staff/{survey}/key/{batch}/{serial}", "key-form", keying_form_show, RIGHT_KEY, 0,
     NULL},
    {METHOD_POST, "/staff/{survey}/key/{batch}/{serial}", "key-save", keying_form_take, RIGHT_KEY,
     LIMIT_BODY_MAX_BYTES, NULL},
    {METHOD_GET, "/staff/{survey}/interview/{channel}", "interview", keying_interview_show,
     RIGHT_KEY, 0, NULL},
    {METHOD_POST, "/staff/{survey}/interview/{channel}", "interview-save", keying_interview_take,
     RIGHT_KEY, LIMIT_BODY_MAX_BYTES, NULL},
};

_Static_assert(G_N_ELEMENTS(routes) <= STAFF_ROUTES_MAX, "a counter for each");

const StaffRoute *staff_routes_table(size_t *out_n)
{
    *out_n = G_N_ELEMENTS(routes);
    return routes;
}

const StaffRoute *staff_routes_find(const Request *request, unsigned *out_status,
                                    const char **out_allow)
{
    MethodsFound found = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
        if (route_takes(routes[i].pattern, routes[i].method, request, &found))
            return &routes[i];
    }
    *out_status = methods_status(&found, out_allow);
    return NULL;
}

void staff_route_count(Counters *counters, const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
        if (g_str_equal(routes[i].name, name))
            atomic_fetch_add(&counters->staff[i], 1);
    }
}

bool staff_may_open(const Staff *staff, Url url)
{
    g_auto(GStrv) segments = g_strsplit(url.text + 1, "/", -1);
    const Request request = {
        .method = METHOD_GET, .segments = segments, .n_segments = g_strv_length(segments)};
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_routes_find(&request, &status, &allow);
    return route != NULL && staff_may(staff, route->right);
}
