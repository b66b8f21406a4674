/* The names of the roles. */
#include "responses/accounts/staff.h"

#include "base/banned.h"

static const char *const names[ROLE_COUNT] = {
    [ROLE_KEYER] = "keyer",
    [ROLE_SUPERVISOR] = "supervisor",
    [ROLE_ANALYST] = "analyst",
    [ROLE_ADMINISTRATOR] = "administrator",
};

const char *role_name(Role role)
{
    g_assert(role < ROLE_COUNT);
    return names[role];
}

bool role_find(const char *name, Role *out_role)
{
    for (Role role = 0; role < ROLE_COUNT; role++) {
        if (g_str_equal(name, names[role])) {
            *out_role = role;
            return true;
        }
    }
    return false;
}
