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

/* "2026-11-21T09:30:00Z" of a moment.
 * Owns: the result is the caller's.   Threads: any (pure). */
char *env_moment_text(int64_t moment);

/* Read such a moment (also a bare date: its midnight, UTC).
 * Errors: false and *out untouched.   Threads: any (pure). */
bool env_moment_parse(const char *text, int64_t *out);

/* 20261121 of a moment's day (UTC).   Threads: any (pure). */
int64_t env_day(int64_t moment);

/* "21 November 2026" of a moment's day (UTC), in English; other languages through base/catalogue.h.
 * Owns: the result is the caller's. */
char *env_day_words(int64_t moment);

/* The moment that lies a duration after another: P6M, P2Y, P90D, PT12H (ISO 8601; the calendar's months, UTC).
 * Errors: false and *out untouched for what is no duration, or leads out of the years 1 to 9999.   Threads: any (pure). */
bool env_moment_after(int64_t moment, const char *duration, int64_t *out);
