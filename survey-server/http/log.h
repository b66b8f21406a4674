/* The log: one JSON line an event on standard error. It never holds answers, references, tokens, addresses or targets: a
 * request is named by its route. */
#pragma once

#include <stdint.h>

/* A request was answered.   Threads: any. */
void log_request(const char *id, const char *route, unsigned status, double ms, uint64_t bytes);

/* Something happened that an operator should know; both words go out escaped.   Threads: any. */
void log_event(const char *event, const char *detail);
