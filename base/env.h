/* The clock and the random source, both replaceable, so that everything else is a function of its input.
 * Set once at the start of a program (or of a test), before threads exist. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Seconds since 1970, UTC. SOUNDINGS_NOW in the environment (a number) replaces it in tests.
 * Threads: any. */
int64_t env_now(void);

/* Fill with random bytes from the operating system (libsodium).
 * Units: bytes.   Threads: any. */
void env_random(void *to, size_t length);
