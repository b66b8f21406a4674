#include "responses/store/channel.h"
#include <glib.h>
#include <string.h>

#include "base/banned.h"

static const char *const names[] = {
    [CHANNEL_WEB] = "web",     [CHANNEL_PAPER] = "paper",   [CHANNEL_PHONE] = "phone",
    [CHANNEL_EVENT] = "event", [CHANNEL_IMPORT] = "import", [CHANNEL_SIMULATED] = "simulated",
};
_Static_assert(G_N_ELEMENTS(names) == CHANNEL_COUNT, "one name per channel");

const char *channel_name(Channel channel)
{
    g_assert((unsigned)channel < CHANNEL_COUNT);
    return names[channel];
}

bool channel_find(const char *name, Channel *out_channel)
{
    for (unsigned i = 0; i < CHANNEL_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *out_channel = (Channel)i;
            return true;
        }
    }
    return false;
}
