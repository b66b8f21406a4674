/* How a response came in. The names are what CSV and reports show. */
#pragma once

#include <stdbool.h>

typedef enum {
    CHANNEL_WEB,
    CHANNEL_PAPER,
    CHANNEL_PHONE,
    CHANNEL_EVENT,
    CHANNEL_IMPORT,
    CHANNEL_SIMULATED,
    CHANNEL_COUNT
} Channel;

/* "web", "paper", ...   Owns: static.   Threads: any. */
const char *channel_name(Channel channel);

/* The channel of a name; false when there is none.   Threads: any. */
bool channel_find(const char *name, Channel *out_channel);
