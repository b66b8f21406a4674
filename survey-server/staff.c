#include "survey-server/staff.h"
#include "base/env.h"
#include "survey-server/guard.h"
#include "survey-server/pages.h"

#include "base/banned.h"

static const bool rights[ROLE_COUNT][RIGHT_COUNT] = {
    [ROLE_KEYER] = {[RIGHT_NONE] = true, [RIGHT_SIGNED_IN] = true, [RIGHT_KEY] = true},
    [ROLE_SUPERVISOR] = {[RIGHT_NONE] = true,
                         [RIGHT_SIGNED_IN] = true,
                         [RIGHT_KEY] = true,
                         [RIGHT_SUPERVISE] = true},
    [ROLE_ANALYST] = {[RIGHT_NONE] = true, [RIGHT_SIGNED_IN] = true, [RIGHT_DESIGN] = true},
    [ROLE_ADMINISTRATOR] = {[RIGHT_NONE] = true,
                            [RIGHT_SIGNED_IN] = true,
                            [RIGHT_KEY] = true,
                            [RIGHT_SUPERVISE] = true,
                            [RIGHT_DESIGN] = true,
                            [RIGHT_PUBLISH] = true,
                            [RIGHT_ACCOUNTS] = true},
};

bool role_may(Role role, Right right)
{
    return role < ROLE_COUNT && right < RIGHT_COUNT && rights[role][right];
}

bool staff_may(const Staff *staff, Right right)
{
    return right == RIGHT_NONE || (staff->is_signed_in && role_may(staff->role, right));
}

Act staff_act(const Staff *staff)
{
    return (Act){staff->name, env_now()};
}

const char *staff_query(const Request *request, const char *name)
{
    return fields_find(request->query, name);
}

const char *staff_field(const Request *request, const char *name)
{
    return request->fields != NULL ? fields_find(request->fields, name) : NULL;
}

const FormFile *staff_file_of(const Request *request, const char *name)
{
    for (size_t i = 0; request->files != NULL && i < request->files->len; i++) {
        const FormFile *file = g_ptr_array_index(request->files, i);
        if (g_str_equal(file->field, name) && (*file->name != '\0' || file->length > 0))
            return file;
    }
    return NULL;
}

Reply *staff_answer(const Request *request, Context *context, const char **out_name)
{
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_routes_find(request, &status, &allow);
    if (route == NULL) {
        *out_name = "staff-none";
        Reply *reply = page_error(request, context, status);
        reply->allow = allow;
        return reply;
    }
    *out_name = route->name;
    if (route->method == METHOD_POST && !guard_is_same_site(request, context->config))
        return page_error(request, context, 403);
    const Staff nobody = {.name = ""};
    if (!staff_may(&nobody, route->right))
        return reply_redirect(303, url_path("staff", "sign-in", NULL));
    return route->handle(request, context, &nobody);
}
